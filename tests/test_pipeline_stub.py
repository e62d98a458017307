"""A small world to run the pipeline in: an engine that reads set phrases, and a plain merge.

Imported by the pipeline and command-line tests, and by the worker processes they start.
"""

import json
import os
import re
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tocsin.model.document import Document, Published, Refusal
from tocsin.model.event import CopyKind, Event, EventSource, Judgement, Story, StoryMember
from tocsin.model.ids import content_id
from tocsin.model.reading import Assertion, EventMention, Modality, Prop, Reading
from tocsin.model.values import Count, DateValue, PlaceValue
from tocsin.pipeline.options import CodeOptions
from tocsin.pipeline.rooms import Engine, Rooms

PATTERN = re.compile(r"(?P<kind>Clash|Attack) in (?P<place>[A-Z]\w+) on (?P<day>\d\d): (?P<toll>\d+) dead\.")


def read(document: Document) -> Reading:
    """Mentions and assertions of every line that fits the pattern."""
    if "EXPLODE" in document.text:
        raise KeyError("boom")
    if "DIE" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    mentions: list[EventMention] = []
    assertions: list[Assertion] = []
    for number, match in enumerate(PATTERN.finditer(document.text)):
        mention_id = content_id("em", document.id, document.version, match.start())
        sentence = document.span(match.start(), match.end())
        trigger = document.span(match.start("kind"), match.end("kind"))
        if "LIE" in document.text:
            trigger = replace(trigger, quote="lie")
        mentions.append(EventMention(mention_id, document.id, trigger, sentence, number))
        day = date(2024, 3, int(match["day"]))
        values = {
            Prop.SUB_EVENT_TYPE: match["kind"],
            Prop.PLACE: PlaceValue(match["place"], country="MLI"),
            Prop.DATE: DateValue(day, day, 1),
            Prop.FATALITIES: Count.exactly(int(match["toll"])),
        }
        assertions += [
            Assertion(content_id("as", mention_id, prop), mention_id, prop, value, (sentence,), "stub@1")
            for prop, value in values.items()
        ]
    return Reading(document.id, "stub@1", event_mentions=tuple(mentions), assertions=tuple(assertions))


def open_engine(name: str) -> Engine:
    return Engine("stub@1", frozenset({"en"}), read)


def documents(inputs: Sequence[str], options: CodeOptions) -> Iterator[Document | Refusal]:
    """Files of JSON lines; a line without text is refused."""
    for name in inputs:
        for number, line in enumerate(Path(name).read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            if "text" not in row:
                yield Refusal(f"{name}:{number}", "I122", f"{name}, line {number}: no text; add it.")
                continue
            day = row.get("published") or (options.published and options.published.isoformat())
            yield Document(
                row["id"],
                row["text"],
                published=Published(date.fromisoformat(day), "given") if day else None,
                language=row.get("language"),
            )


def find_stories(documents: Sequence[Document]) -> tuple[Story, ...]:
    stories = (Story(content_id("st", d.id), d.id, (StoryMember(d.id, CopyKind.ROOT, 1.0),)) for d in documents)
    return tuple(sorted(stories, key=lambda story: story.id))


def facts(readings: Mapping[str, Reading]) -> dict[str, dict[Prop, object]]:
    found: dict[str, dict[Prop, object]] = {}
    for reading in readings.values():
        for assertion in reading.assertions:
            found.setdefault(assertion.event_mention_id, {})[assertion.prop] = assertion.value
    return found


def cluster(
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    *,
    scope: str,
    judgements: Sequence[Judgement],
) -> tuple[tuple[str, ...], ...]:
    """Same kind, place and day = one event."""
    known = facts(readings)
    groups: dict[object, list[str]] = {}
    for document_id, reading in readings.items():
        for mention in reading.event_mentions:
            fact = known[mention.id]
            key = (fact[Prop.SUB_EVENT_TYPE], fact[Prop.PLACE], fact[Prop.DATE])
            groups.setdefault((key, document_id if scope == "document" else ""), []).append(mention.id)
    return tuple(tuple(sorted(group)) for group in groups.values())


def assemble(mention_ids: Sequence[str], known: Mapping[str, dict[Prop, object]], own: Mapping[str, str]) -> Event:
    """``known``: facts by event mention; ``own``: document by event mention."""
    fact = known[mention_ids[0]]
    tolls = [count.low for m in mention_ids if isinstance(count := known[m][Prop.FATALITIES], Count)]
    place, day = fact[Prop.PLACE], fact[Prop.DATE]
    assert isinstance(place, PlaceValue)
    assert isinstance(day, DateValue)
    if place.name == "Nowhere":
        raise LookupError("no such place")
    behind = sorted({own[m] for m in mention_ids})
    return Event(
        mention_ids=tuple(mention_ids),
        event_type="Battles" if fact[Prop.SUB_EVENT_TYPE] == "Clash" else "Violence against civilians",
        sub_event_type="Armed clash" if fact[Prop.SUB_EVENT_TYPE] == "Clash" else "Attack",
        disorder_type="Political violence",
        modality=Modality.ACTUAL,
        background=False,
        date=day,
        place=place,
        actor1=None,
        actor2=None,
        civilian_targeting=False,
        fatalities=Count(min(tolls, default=None, key=int), None, max(tolls, default=None, key=int)),
        sources=tuple(EventSource(d, None, None, None, "en", None, True) for d in behind),
        disputed=len(set(tolls)) > 1,
    )


def assemble_all(
    clusters: Sequence[Sequence[str]],
    *,
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    corrections: object = None,
) -> list[Event]:
    known = facts(readings)
    own = {m.id: d for d, reading in readings.items() for m in reading.event_mentions}
    return [assemble(ids, known, own) for ids in clusters]


ROOMS = Rooms(documents, open_engine, find_stories, cluster, assemble_all)


def write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def articles(count: int) -> list[dict[str, object]]:
    """Articles that overlap: each tells of its own happening and of one that others tell too."""
    return [
        {
            "id": f"doc-{n:02}",
            "text": f"Clash in Dorat on {1 + n % 5:02}: {n} dead. Attack in Selva{n} on 09: {n % 3} dead.",
            "published": "2024-03-20",
            "language": "en",
        }
        for n in range(count)
    ]


def test_the_stub_reads_what_it_claims() -> None:
    document = Document("a", "Clash in Dorat on 03: 4 dead. Nothing else.")
    reading = read(document)
    assert [m.sentence.quote for m in reading.event_mentions] == ["Clash in Dorat on 03: 4 dead."]
    assert Count.exactly(4) in [a.value for a in reading.assertions]
