"""What adding documents costs: 1,000 to an archive of many, against 1,000 to an empty database.

    python bench/incremental.py [--base 10000] [--portion 10000] [--add 1000] [--folder DIR]

The archive is made up: reports of invented towns in six countries over three years, one in seven a copy or a cut of
another, one in three of a happening that another report tells too. Their texts are drawn from a list of words, so
nothing but speed can be measured on them; readings are written straight into the database, because what reading costs
does not depend on the archive. Each step runs in a process of its own and prints seconds of processor time by stage
(``wall``: by the clock), its peak of memory and how the file grew.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tocsin.model.document import Document, Published
from tocsin.model.ids import content_id
from tocsin.model.reading import Assertion, EventMention, Prop, Reading
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue, Side, VictimCount, VictimStatus
from tocsin.pipeline import merging, updating
from tocsin.pipeline.options import Report
from tocsin.pipeline.rooms import real_rooms
from tocsin.store import Store

COUNTRIES = ("MLI", "NER", "BFA", "NGA", "TCD", "SDN")
TYPES = ("Attack", "Armed clash", "Air/drone strike", "Abduction/forced disappearance", "Peaceful protest")
TOWNS = 3000
DAYS = 1095
PORTION = 1000
SYLLABLES = tuple("ka bo ti mun dar sel fa gou nia tes ol wer min cha ru zan lo pe ris ta".split())  # noqa: SIM905


def word(rng: random.Random) -> str:
    """An invented word."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))


class World:
    """Invented documents by number: the same number gives the same document."""

    def __init__(self) -> None:
        rng = random.Random(1)
        self.words = [word(rng) for _ in range(6000)]
        self.towns = [
            PlaceValue(word(rng).capitalize() + str(n % 7 or ""), f"x:{n}", COUNTRIES[n % 6], None, None, None,
                       round(10 + rng.random() * 8, 4), round(rng.random() * 12, 4), 1)
            for n in range(TOWNS)
        ]  # fmt: skip

    def happening(self, number: int) -> tuple[PlaceValue, date, str, int, random.Random]:
        """Town, day, type and toll of a happening."""
        rng = random.Random(f"h{number}")
        day = date(2021, 1, 1) + timedelta(days=rng.randrange(DAYS))
        return rng.choice(self.towns), day, rng.choice(TYPES), rng.randint(0, 30), rng

    def sentences(self, number: int) -> list[str]:
        """Some ten sentences of invented words."""
        rng = random.Random(f"t{number}")
        return [
            " ".join(rng.choices(self.words, k=rng.randint(12, 24))).capitalize() + "."
            for _ in range(rng.randint(7, 12))
        ]

    def document(self, number: int) -> tuple[Document, Reading]:
        """A report of two happenings, or a copy of an earlier report."""
        rng = random.Random(f"d{number}")
        source = number - rng.randint(1, 300) if rng.random() < 1 / 7 and number > 300 else number
        body = self.sentences(source)
        body = body if rng.random() < 0.5 or source == number else body[: len(body) * 2 // 3]
        told = [2 * source, 2 * source + 1]
        if source == number and random.Random(f"s{number}").random() < 1 / 3:
            told[0] = 2 * max(0, number - rng.randint(1, 2000))
        return self._written(number, body, told)

    def _written(self, number: int, body: list[str], told: list[int]) -> tuple[Document, Reading]:
        text, events, assertions, published = "", [], [], date(2021, 1, 1)
        spots = []
        for n, sentence in enumerate(body):
            if n < len(told):
                town, day, kind, toll, _ = self.happening(told[n])
                published = max(published, day + timedelta(days=1))
                sentence = f"Gunmen attacked {town.name} on {day:%d %B %Y}, killing {toll} people: {sentence}"
                spots.append((len(text), sentence, town, day, kind, toll))
            text += sentence + " "
        document = Document(
            f"a{number:07}", text.strip(), published=Published(published, "given"), publisher=f"Paper {number % 40}",
            language="en",
        )  # fmt: skip
        for n, (start, sentence, town, day, kind, toll) in enumerate(spots):
            where = document.span(start, start + len(sentence))
            trigger = document.span(start + 7, start + 15)
            event = EventMention(content_id("em", document.id, start), document.id, trigger, where, n)
            events.append(event)
            assertions += _assertions(event, town, day, kind, toll)
        return document, Reading(document.id, "bench@1", event_mentions=tuple(events), assertions=tuple(assertions))


def _assertions(event: EventMention, town: PlaceValue, day: date, kind: str, toll: int) -> Iterator[Assertion]:
    gunmen = ActorValue(None, "Unidentified Armed Group", "Political militia", town.country, "Gunmen")
    values = {
        Prop.SUB_EVENT_TYPE: kind,
        Prop.PLACE: town,
        Prop.DATE: DateValue(day, day, 1),
        Prop.ACTOR1: gunmen,
        Prop.VICTIMS: VictimCount(Side.CIVILIAN, VictimStatus.KILLED, Count.exactly(toll), "people"),
    }
    for prop, value in values.items():
        yield Assertion(content_id("as", event.id, prop), event.id, prop, value, (event.trigger,), "bench@1")


def timed(stages: dict[str, float], name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """``call`` with its seconds added to a stage."""

    def inner(*given: Any, **more: Any) -> Any:
        began = time.process_time()
        try:
            return call(*given, **more)
        finally:
            stages[name] = stages.get(name, 0.0) + time.process_time() - began

    return inner


def step(db: Path, first: int, last: int) -> dict[str, Any]:
    """Store documents ``first`` up to ``last`` and merge."""
    world, rooms, stages = World(), real_rooms(), dict[str, float]()
    clock = time.perf_counter()
    before = db.stat().st_size if db.exists() else 0
    updating.update_stories = timed(stages, "stories", updating.update_stories)
    updating.gather = timed(stages, "accounts", updating.gather)
    updating.InPortions.assemble = timed(stages, "assembling", updating.InPortions.assemble)  # type: ignore[method-assign]
    updating.publish = timed(stages, "publishing", updating.publish)
    with Store.open(db) as store:
        run, report = store.start_run([("bench", "incremental")]), Report()
        began = time.process_time()
        for start in range(first, last, PORTION):
            with store.transaction():
                for number in range(start, min(last, start + PORTION)):
                    store.save_reading(*world.document(number), run=run)
        stages["storing"] = time.process_time() - began
        timed(stages, "merging", merging.merge_and_publish)(store, rooms, "all", run, report)
        counts = store.counts()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": {name: round(seconds, 1) for name, seconds in stages.items()},
        "wall": round(time.perf_counter() - clock, 1),
        "peak_mb": round(peak),
        "file_mb": round(db.stat().st_size / 1e6),
        "grown_mb": round((db.stat().st_size - before) / 1e6, 1),
        "created": report.created,
        "changed": report.changed,
        "refused": len(report.refused),
        **{name: counts[name] for name in ("documents", "stories", "events")},
    }


def in_process(db: Path, first: int, last: int) -> dict[str, Any]:
    """``step`` in a process of its own, so that its memory is its own."""
    words = [sys.executable, __file__, "--step", str(db), str(first), str(last)]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(found.stderr)
    result: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
    print(f"{first}-{last} into {db.name}: {json.dumps(result)}", flush=True)
    return result


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=int, default=10_000, help="documents of the archive")
    parser.add_argument("--add", type=int, default=1_000, help="documents added to it")
    parser.add_argument("--portion", type=int, help="documents merged together while the archive is built; else all")
    parser.add_argument("--folder", type=Path, help="where databases are made; an archive found there is taken")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(step(Path(given.step[0]), int(given.step[1]), int(given.step[2]))))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        archive, empty = folder / f"archive-{given.base}.db", folder / "empty.db"
        empty.unlink(missing_ok=True)
        if not archive.exists():
            portion = given.portion or given.base
            for first in range(0, given.base, portion):
                in_process(archive, first, min(given.base, first + portion))
        few = in_process(empty, given.base, given.base + given.add)
        many = in_process(archive, given.base, given.base + given.add)
        ratio = many["seconds"]["merging"] / few["seconds"]["merging"]
        print(f"merging {given.add} into {given.base} costs {ratio:.1f} times what it costs in an empty database")


if __name__ == "__main__":
    main()
