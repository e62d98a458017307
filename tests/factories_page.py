"""The composed events of ``page_events.yml`` as model objects, to test the page and to look at it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from tocsin.model.document import Document, Published
from tocsin.model.event import (
    CopyKind,
    Event,
    EventSource,
    Evidence,
    FieldAlternative,
    Story,
    StoryMember,
)
from tocsin.model.reading import Attribution, AttributionKind, Flag, Modality, Stance
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue, Side, VictimCount, VictimStatus

FRONT, ARMY = "NDF: Northern Dawn Front", "Military Forces of Mali (2021-)"
PUBLISHERS = ("Orla Courier", "Radio Sarrun", "Continental Wire", "The Kelma Post", "Rights Watch Group")
LEAD = "Composed sample. The road to the area was closed for most of the day, residents said. "
TAIL = " Officials promised an inquiry. Shops stayed shut on the next morning, and the price of grain rose."
INJURED = VictimCount(Side.STATE, VictimStatus.INJURED, Count.exactly(20, "twenty"))
_MARK = re.compile(r"\[([^\]]+)\]\{([^}]+)\}")
_ADMIN = {"Tandoro": "Mopti", "Dianko": "Mopti", "Kessou": "Mopti", "Yargo": "Sahel", "Gwarsa": "Borno"}


def parse(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without marks, and start, end and name of each mark."""
    text, marks, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        marks.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        last = match.end()
    return text + marked[last:], marks


def world() -> tuple[list[Event], list[Document], list[Story]]:
    """Events, their documents, and one story: the second document has a copy elsewhere."""
    rows = yaml.safe_load((Path(__file__).parent / "page_events.yml").read_text(encoding="utf-8"))
    made = [_event(number, row) for number, row in enumerate(rows)]
    events, documents = [event for event, _ in made], [document for _, document in made]
    root = documents[1]
    copy = replace(root, id="copies/river-news.txt", publisher="River News", title="Farmers shot near Dianko")
    documents.append(copy)
    members = (
        StoryMember(root.id, CopyKind.ROOT, 1.0),
        StoryMember(copy.id, CopyKind.VERBATIM, 0.99, ("same sentences",)),
    )
    source = EventSource(
        copy.id, copy.publisher, date(2024, 3, 8), "https://river.example/7", "en", "st_1", False, "C6"
    )
    events[1] = replace(events[1], sources=(*events[1].sources, source))
    return events, documents, [Story("st_1", root.id, members)]


def _event(number: int, row: dict[str, Any]) -> tuple[Event, Document]:
    text, marks = parse(row["text"])
    document = Document(
        f"samples/{number:02d}.txt",
        LEAD + text + TAIL,
        f"{row['sub_type']} at {row['place']['name']}",
        Published(row["date"] + timedelta(days=2), "byline"),
        publisher=PUBLISHERS[number % len(PUBLISHERS)],
        language="en",
    )
    values = _values(row)
    evidence, attributions, flags = [], [], []
    for left, right, name in marks:
        span = document.span(left + len(LEAD), right + len(LEAD))
        field, _, speaker = name.lstrip("-").partition(":")
        if field in ("claim", "accusation", "denial"):
            by = ARMY if field == "accusation" else FRONT
            kind = AttributionKind(field)
            attributions.append(Attribution(f"at_{number}{field}", "em", kind, by, FRONT, span))
            continue
        value, chosen = values[field], not name.startswith("-")
        if field == "fatalities" and value.high is not None:
            value = Count.exactly(value.low if chosen else value.high)
        if not chosen:
            flags.append(Flag("M310", "Sources give different numbers of deaths.", document.id, None, (span,)))
        stance = Stance.HEDGED if number == 5 else Stance.ASSERTED
        because = ("named next to the act",)
        evidence.append(
            Evidence(
                field,
                value,
                (span,),
                chosen,
                "rules@1",
                "only-report",
                speaker or None,
                stance,
                reasons=because,
            )
        )
    story = "st_1" if number == 1 else None
    first = number == 0
    event = Event(
        mention_ids=(f"em_{number}",),
        event_type=row["type"],
        sub_event_type=row["sub_type"],
        disorder_type="Political violence",
        modality=Modality.FAILED if number == 10 else Modality.ACTUAL,
        background=number == 22,
        date=values["date"],
        place=values["place"],
        actor1=values["actor1"],
        actor2=values["actor2"],
        civilian_targeting=row["type"] == "Violence against civilians",
        fatalities=values["fatalities"],
        victims=(INJURED,) if first else (),
        weapons=("car bomb",) if first else (),
        disputed=number in (0, 1, 7),
        confidence=0.55 + (number % 5) * 0.09,
        alternatives=(FieldAlternative("sub_event_type", "Suicide bomb", 0.22),) if first else (),
        attributions=tuple(attributions),
        evidence=tuple(evidence),
        flags=tuple(flags),
        sources=(
            EventSource(
                document.id,
                document.publisher,
                row["date"] + timedelta(days=2),
                None,
                "en",
                story,
                True,
                "B2",
            ),
        ),
        event_id=f"ev_sample{number:02d}",
        revision=1,
    )
    return event, document


def _values(row: dict[str, Any]) -> dict[str, Any]:
    """The value of each field that a mark can name."""
    place, day = row["place"], row["date"]
    start, end = (day, day) if row["time_precision"] == 1 else (day, day + timedelta(days=6))
    if row["time_precision"] == 3:
        start, end = day.replace(day=1), day.replace(day=29 if day.month == 2 else 31)
    latitude, longitude = place["point"] or (None, None)
    actors = [
        None if actor is None else ActorValue(None, actor[0], actor[1], place["country"])
        for actor in (row["actor1"], row["actor2"])
    ]
    return {
        "sub_event_type": row["sub_type"],
        "date": DateValue(start, end, row["time_precision"]),
        "place": PlaceValue(
            place["name"], None, place["country"], _ADMIN.get(place["name"]), None, None,
            latitude, longitude, place["precision"], place["radius"],
        ),
        "actor1": actors[0],
        "actor2": actors[1],
        "fatalities": Count(*row["toll"]),
        "victims": INJURED,
    }  # fmt: skip
