"""Whether names and phrases of reports resolve to the actors that an analyst takes them for.

    python bench/actors.py [--data corpus/names] [--files resolutions.yml] [--detail]

Each row of the file (see its head) is asked of the engine's own resolver, with its day, country and company. ``id``:
the best actor is the right one, or the words stay open where they should; ``all``: canonical name, type, roll-up and
warning about the time, where the row states them, are right too. A baseline that takes the first actor of the name in
the registry, whatever day and country, stands beside it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from common import Clock, Figures, Tally, arguments, ratio, report
from tocsin import knowledge
from tocsin.pipeline.naming import NamedActor, actor_named

OPEN = "open"
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Row:
    """One case: the words, and what must come out."""

    conflict: str
    words: str
    day: date
    actor: str
    country: str | None
    more: dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    """The cases of a file. Raises ValueError for a row without words, day and id, or with an unknown key."""
    found = []
    for conflict, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for row in entry["rows"]:
            words, day, actor, *more = row
            extra = more[0] if more else {}
            if not isinstance(day, date) or set(extra) - {"with", "lang", "name", "up", "in", "type", "late"}:
                raise ValueError(f"{path.name}, {conflict}: the row {row!r} has no day or an unknown key.")
            found.append(Row(conflict, str(words), day, str(actor), extra.get("in", entry["country"]), extra))
    return found


def ask(row: Row, known: knowledge.Knowledge) -> NamedActor:
    """What the resolver makes of a row."""
    return actor_named(
        row.words, known, day=row.day, country=row.country, beside=row.more.get("with", ()),
        language=row.more.get("lang", "en"),
    )  # fmt: skip


def wrong(row: Row, found: NamedActor) -> list[str]:
    """What is not as the row says, in words; empty when all is right."""
    best = found.ranked[0] if found.ranked and not found.ambiguous else None
    got = best.actor.id if best is not None else OPEN
    if got != row.actor:
        return [f"id {got}"]
    if best is None:
        return []
    told = {
        "name": best.actor.name,
        "type": best.actor.type,
        "up": best.rolled_up[0][0] if best.rolled_up else None,
        "late": bool(found.anachronisms),
    }
    expected = {"late": False} | {key: row.more[key] for key in ("name", "type", "up", "late") if key in row.more}
    return [f"{key} {told[key]}" for key, value in expected.items() if told[key] != value]


def baseline(row: Row, known: knowledge.Knowledge) -> bool:
    """Whether the first actor of the name is right."""
    found = known.actors.by_name(row.words)
    return (found[0].id if found else OPEN) == row.actor


def main() -> None:
    options = arguments(__doc__ or "", str(ROOT / "corpus" / "names"), ["resolutions.yml"])
    rows = [row for name in options.files for row in rows_of(options.data / name)]
    clock, known = Clock(), knowledge.load()
    tallies: list[Tally] = []
    for row in rows:
        faults = wrong(row, ask(row, known))
        named = not (faults and faults[0].startswith("id "))
        tallies.append(Counter(n=1, id=int(named), all=int(not faults), idle=int(baseline(row, known))))
        if faults and options.detail:
            print(f"{row.conflict}: {row.words!r} {row.day} {row.country}: {row.actor}, got {'; '.join(faults)}")
    idle = ratio(sum(t["idle"] for t in tallies), len(rows))
    figures = Figures()
    figures.add("id", tallies, lambda t: ratio(t["id"], t["n"]), idle=idle)
    figures.add("all", tallies, lambda t: ratio(t["all"], t["n"]), idle=None)
    print(
        f"{len(rows)} names over {len({r.conflict for r in rows})} conflicts, {len({r.day.year for r in rows})} years"
    )
    report("names", options, len(rows), figures, clock)


if __name__ == "__main__":
    main()
