"""Measure look-ups in the gazetteer after a GeoNames dump was imported: are its settlements found, and how fast.

Usage: python bench/gazetteer.py [--data DIR] [--files ML.txt data/BF.txt …] [--limit N] [--seed N] [--detail]

Imports the files into a folder of its own (two imports: with all names, and with the main names alone), then looks up
settlements (class P) as news would write them, each in its country:

- ``same``: the name as it is; ``plain``: without diacritics; ``capitals``; ``joined``: hyphens and spaces changed
- ``respelled``: one regular respelling (French/English vowels and consonants, doubled letters, final vowels)
- ``typo``: one letter dropped, doubled, changed or swapped inside the name
- ``held_out``: spellings that GeoNames itself lists beside the main name, looked up where only main names were
  imported: real variants of one name that no rule of ours made

A settlement is found when it, or a place of the gazetteer within 5 km of it, is among the answers: exact ones, else
near spellings, which are marked so (``exact`` is the share without these). ``first`` is the share where the first
answer is right, which namesakes in one country make hard: news would say more. ``name_of_another`` is the share where
what was written is exactly the name of other places of the country, which are then the answer. Speed, in look-ups a
second of processor time: of names for the first time (``lookups_per_s``; all settlements, each name once), again from
memory, and near spellings. ``taken_for_another``: of names that only other countries have, looked up in this one,
the share that coding would take for a near spelling of a place here: the price of near spellings.
"""

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from tocsin.knowledge import gazetteer_dump, gazetteer_import
from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry, distance_km
from tocsin.knowledge.gazetteer_imported import FILE
from tocsin.knowledge.gazetteer_keys import place_key
from tocsin.knowledge.gazetteer_rows import PlaceRow

SHARED = Path(os.environ.get("TOCSIN_SHARED", Path(__file__).parent.parent.parent / "shared"))
FILES = ("ML.txt", "data/BF.txt", "data/NE.txt", "data/MR.txt", "data/SN.txt", "data/CI.txt", "data/GN.txt")
SAME_KM = 5.0
# Respellings reporters make, from the side of the writer (the look-up has its own rules): pattern, replacement.
RESPELLINGS = (
    ("ou", "u"), ("(?<!o)u", "ou"), ("ou(?=[aei])", "w"), ("(?<!o)w", "ou"), ("dj", "j"), ("(?<!d)j", "dj"),
    ("gn", "ny"), ("ny", "gn"), ("gu(?=[ei])", "g"), ("g(?=[ei])", "gu"), ("k(?=[aou])", "c"), ("c(?=[aou])", "k"),
    ("ss", "s"), ("ll", "l"), ("tt", "t"), ("mm", "m"), ("nn", "n"), ("rr", "r"), ("(?<!l)l(?!l)", "ll"),
    ("(?<!n)n(?![ngy])", "nn"), ("i(?=[aeou])", "y"), ("y", "i"), ("tch", "ch"), ("é$", "ey"), ("é", "ei"),
    ("e$", "é"), ("e$", ""), ("kh", "k"), ("h", ""), ("qu", "k"), ("z", "s"),
)  # fmt: skip


def settlements(paths: Sequence[Path]) -> list[PlaceRow]:
    """Settlements of dumps that are taken by an import."""
    found = []
    for path in paths:
        for _, row in gazetteer_dump.places(path, (), defaultdict(int)):  # type: ignore[arg-type]
            if isinstance(row, PlaceRow) and (row.feature or "").startswith("PPL"):
                found.append(row)
    return found


def plain(name: str) -> str:
    """Without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def joined(name: str, chance: random.Random) -> str | None:
    """Hyphens for spaces and the other way round, or an apostrophe left out."""
    for one, other in (("-", " "), (" ", "-"), ("'", ""), ("’", "")):
        if one in name:
            return name.replace(one, other)
    return None


def respelled(name: str, chance: random.Random) -> str | None:
    """One regular respelling, at one place."""
    options = []
    for pattern, replacement in RESPELLINGS:
        for hit in re.finditer(pattern, name):
            if hit.start() > 0:
                options.append(name[: hit.start()] + replacement + name[hit.end() :])
    return chance.choice(options) if options else None


def typo(name: str, chance: random.Random) -> str | None:
    """One wrong letter, not the first."""
    if len(name) < 5:
        return None
    k = chance.randrange(1, len(name) - 1)
    return chance.choice(
        (
            name[:k] + name[k + 1 :],
            name[:k] + name[k] + name[k:],
            name[:k] + chance.choice("aeioulnrst") + name[k + 1 :],
            name[:k] + name[k + 1] + name[k] + name[k + 2 :],
        )
    )


def is_place(entry: GazetteerEntry, row: PlaceRow) -> bool:
    """Whether an answer is the settlement meant, or stands for it."""
    if entry.place_id == f"geonames:{row.number}":
        return True
    if entry.latitude is None or entry.longitude is None:
        return False
    return distance_km(entry.latitude, entry.longitude, row.latitude, row.longitude) <= SAME_KM


def answers(gazetteer: Gazetteer, name: str, country: str) -> tuple[list[GazetteerEntry], bool]:
    """What a look-up gives, and whether it was exact."""
    exact = gazetteer.lookup(name, country)
    return (list(exact), True) if exact else ([entry for entry, _ in gazetteer.fuzzy(name, country)], False)


class Tally:
    """Found, found exactly, found as the first answer, of how many."""

    def __init__(self) -> None:
        self.cases = self.found = self.exact = self.first = self.another = 0

    def add(self, entries: list[GazetteerEntry], exact: bool, row: PlaceRow) -> bool:
        """Count one look-up; whether it found the place."""
        right = [is_place(entry, row) for entry in entries]
        self.cases += 1
        self.found += any(right)
        self.exact += any(right) and exact
        self.first += bool(right) and right[0]
        self.another += exact and not any(right)
        return any(right)

    def shares(self) -> dict[str, float]:
        """Shares of the cases."""
        cases = max(1, self.cases)
        return {
            "cases": self.cases,
            "found": round(self.found / cases, 4),
            "exact": round(self.exact / cases, 4),
            "first": round(self.first / cases, 4),
            "name_of_another": round(self.another / cases, 4),
        }


WAYS: dict[str, Callable[[str, random.Random], str | None]] = {
    "same": lambda name, _: name,
    "plain": lambda name, _: plain(name),
    "capitals": lambda name, _: name.upper(),
    "joined": joined,
    "respelled": respelled,
    "typo": typo,
}
NEWS = ("same", "plain", "capitals", "joined", "respelled")


def recall(gazetteer: Gazetteer, rows: Sequence[PlaceRow], seed: int, detail: bool) -> dict[str, Tally]:
    """Look-ups of each way of writing."""
    chance = random.Random(seed)
    tallies = {way: Tally() for way in WAYS}
    for row in rows:
        for way, write in WAYS.items():
            written = write(row.name, chance)
            if written is None or (way in ("respelled", "typo") and place_key(written) == place_key(row.name)):
                continue
            found = tallies[way].add(*answers(gazetteer, written, row.country or ""), row)
            if not found and detail and way != "typo":
                print(f"{way}: {row.name} written {written!r} ({row.country})")
    return tallies


def held_out(gazetteer: Gazetteer, rows: Sequence[PlaceRow], seed: int, detail: bool) -> Tally:
    """One other Latin spelling of each settlement that has one, where only main names are known."""
    chance = random.Random(seed)
    tally = Tally()
    for row in rows:
        others = [n for n in row.names[2:] if place_key(n).isascii() and place_key(n) != place_key(row.name)]
        if others:
            written = chance.choice(others)
            found = tally.add(*answers(gazetteer, written, row.country or ""), row)
            if not found and detail:
                print(f"held out: {row.name} written {written!r} ({row.country})")
    return tally


FLOORS = (0.88, 0.92)  # likeness that coding asks for, of long names and of names under eight letters


def accepted(entries: Sequence[tuple[GazetteerEntry, float]], name: str) -> bool:
    """Whether coding would take a near spelling, in a document about the country."""
    return bool(entries) and entries[0][1] >= FLOORS[len(name) < 8]


def strangers(gazetteer: Gazetteer, rows: Sequence[PlaceRow], seed: int) -> dict[str, float]:
    """How often a name of another country, which this country does not have, is taken for a near spelling."""
    chance = random.Random(seed)
    countries = sorted({row.country for row in rows if row.country})
    cases = wrong = 0
    for row in rows:
        country = chance.choice([other for other in countries if other != row.country])
        if not gazetteer.lookup(row.name, country):
            cases += 1
            wrong += accepted(gazetteer.fuzzy(row.name, country), row.name)
    return {"cases": cases, "taken_for_another": round(wrong / max(1, cases), 4)}


def per_second(names: Sequence[str], look: Callable[[str], object]) -> int:
    """Look-ups a second of processor time."""
    began = time.process_time()
    for name in names:
        look(name)
    return round(len(names) / (time.process_time() - began))


def speed(gazetteer: Gazetteer, rows: Sequence[PlaceRow]) -> dict[str, int]:
    """Look-ups a second: names for the first time, again, near spellings of names that are not there."""
    names = list({place_key(row.name): row.name for row in rows}.values())[:60_000]
    missing = [(f"{row.name[:3]}q{row.name[3:]}", row.country or "") for row in rows[:1000]]
    fresh = Gazetteer(gazetteer.path, gazetteer.imported.path if gazetteer.imported else None)
    return {
        "lookups_per_s": per_second(names, fresh.lookup),
        "again_per_s": per_second(names[-20_000:], fresh.lookup),
        "near_per_s": per_second(missing, lambda item: fresh.fuzzy(*item)),  # type: ignore[arg-type,misc]
    }


def imported(folder: Path, files: Sequence[Path]) -> tuple[Gazetteer, float]:
    """The compiled gazetteer with ``files`` imported into ``folder``, and the seconds that took."""
    packaged = Gazetteer.open().path
    os.environ["TOCSIN_GAZETTEER"] = str(folder)
    began = time.perf_counter()
    gazetteer_import.run(files, packaged=packaged)
    seconds = time.perf_counter() - began
    del os.environ["TOCSIN_GAZETTEER"]
    return Gazetteer(packaged, folder / FILE), seconds


def main_names(files: Sequence[Path], folder: Path) -> list[Path]:
    """Copies of dumps without alternate names."""
    copies = []
    for path in files:
        copy = folder / path.name
        with path.open(encoding="utf-8") as stream, copy.open("w", encoding="utf-8") as out:
            for line in stream:
                cells = line.split("\t")
                cells[3] = ""
                out.write("\t".join(cells))
        copies.append(copy)
    return copies


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "geonames_sahel")
    parser.add_argument("--files", nargs="+", default=list(FILES))
    parser.add_argument("--limit", type=int, default=6000, help="settlements looked up, drawn at random")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--detail", action="store_true", help="print what is not found")
    options = parser.parse_args()
    files = [options.data / name for name in options.files]
    if missing := [path for path in files if not path.is_file()]:
        sys.exit(f"There is no dump {missing[0]}; give its folder with --data.")
    home = os.environ.get("TOCSIN_GAZETTEER")
    everything = settlements(files)
    rows = random.Random(options.seed).sample(everything, min(options.limit, len(everything)))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        full, seconds = imported(Path(one), files)
        if home:
            os.environ["TOCSIN_GAZETTEER"] = home
        tallies = recall(full, rows, options.seed, options.detail)
        bare, _ = imported(Path(two), main_names(files, Path(two)))
        tallies["held_out"] = held_out(bare, rows, options.seed, options.detail)
        strange = strangers(full, rows[:2000], options.seed)
        fast = speed(full, everything)
    for way, tally in tallies.items():
        print(f"{way:10} {tally.shares()}")
    print(f"names of other countries {strange}")
    cases = sum(tallies[way].cases for way in NEWS)
    metrics = {
        "news_spelling_found": round(sum(tallies[way].found for way in NEWS) / cases, 4),
        **{way: tally.shares() for way, tally in tallies.items()},
        "names_of_other_countries": strange,
        **fast,
        "rows_imported_per_s": round(sum(1 for path in files for _ in path.open(encoding="utf-8")) / seconds),
    }
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    result = {
        "corpus": "geonames_sahel", "files": options.files, "n": len(rows), "metrics": metrics, "docs_per_s": None,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1), "engine": "rules",
        "model": None, "commit": commit.stdout.strip(),
    }  # fmt: skip
    print(json.dumps(result))


if __name__ == "__main__":
    main()
