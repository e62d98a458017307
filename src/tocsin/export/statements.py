"""Statements as a list: who issued each, what it claims, denies and blames, and what became of it among events."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.export.event_json import iso_day
from tocsin.export.short import short_line
from tocsin.model.document import Document
from tocsin.model.event import Event, Story
from tocsin.model.reading import AttributionKind, Reading, Statement
from tocsin.model.text import name_key

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """What a statement says of one event. ``others``: documents of other roots that tell the event too."""

    kind: AttributionKind
    of: str | None
    event: Event
    others: tuple[str, ...]

    def as_json(self) -> Json:
        """The act for programs."""
        place, day = self.event.place, self.event.date
        return {
            "kind": self.kind.value,
            "of": self.of,
            "event": self.event.event_id,
            "sub_event_type": self.event.sub_event_type,
            "date_start": iso_day(day.start) if day else None,
            "date_end": iso_day(day.end) if day else None,
            "country": place.country if place else None,
            "location": place.name if place else None,
            "told_by_others": list(self.others),
        }


@dataclass(frozen=True, slots=True)
class Issued:
    """One statement. ``issuer`` is ``None`` where nothing says who issued it; ``how`` says what does; ``versions`` are
    other versions of it among the documents, with how each descends; ``threats``: announcements of harm in it."""

    document: Document
    issuer: str | None
    how: str | None
    number: str | None
    acts: tuple[Act, ...]
    threats: int
    versions: tuple[tuple[str, str], ...]

    def as_json(self) -> Json:
        """The statement for programs, without its text."""
        published = self.document.published
        return {
            "document": self.document.id,
            "issuer": self.issuer,
            "issuer_known_by": self.how,
            "number": self.number,
            "published": published.day.isoformat() if published else None,
            "channel": self.document.publisher,
            "via": list(self.document.via),
            "language": self.document.language,
            "title": short_line(self.document.title),
            "acts": [act.as_json() for act in self.acts],
            "threats": self.threats,
            "versions": [{"document": name, "copy_kind": kind} for name, kind in self.versions],
        }


def issuer_record(reading: Reading | None) -> Statement | None:
    """The row of a reading that says who issues the document."""
    rows = reading.statements if reading is not None else ()
    return next((s for s in rows if s.kind == "issuer"), None)


def issued_by(readings: Mapping[str, Reading], actor_id: str, names: Iterable[str]) -> frozenset[str]:
    """Ids of the statements that an actor issued: by the name of their issuer, or because what they claim or deny
    is resolved to it (the claims of a province stand in its mother's statement)."""
    voice = {name_key(name) for name in names}
    return frozenset(
        document_id
        for document_id, reading in readings.items()
        if (record := issuer_record(reading)) is not None
        and (name_key(str(dict(record.data).get("by", ""))) in voice or _speaks(reading, actor_id))
    )


def of_unknown_issuers(readings: Mapping[str, Reading]) -> frozenset[str]:
    """Ids of the statements, among those read, that nothing says the issuer of."""
    return frozenset(document_id for document_id, reading in readings.items() if issuer_record(reading) is None)


def _speaks(reading: Reading, actor_id: str) -> bool:
    own = (AttributionKind.CLAIM, AttributionKind.DENIAL)
    return any(a.kind in own and a.by_id == actor_id for a in reading.attributions)


def issued(
    documents: Sequence[Document], readings: Mapping[str, Reading], events: Iterable[Event], stories: Iterable[Story]
) -> tuple[Issued, ...]:
    """The statements among ``documents``, by date: undated ones last.

    Args:
        readings: those of these documents.
        events: all events that rest on them.
        stories: all stories that hold them.
    """
    of_mention = {mention: event for event in events for mention in event.mention_ids}
    versions = _versions(stories)
    made = (_issued(d, readings.get(d.id), of_mention, versions.get(d.id, ())) for d in documents)
    return tuple(sorted(made, key=lambda i: (i.document.published is None, _day(i.document), i.document.id)))


def _day(document: Document) -> str:
    return document.published.day.isoformat() if document.published else ""


def _versions(stories: Iterable[Story]) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each document of a story with others, these and how they descend from the root."""
    found = {}
    for story in stories:
        for member in story.members:
            others = (m for m in story.members if m.document_id != member.document_id)
            found[member.document_id] = tuple((m.document_id, m.copy_kind.value) for m in others)
    return found


def _issued(
    document: Document,
    reading: Reading | None,
    of_mention: Mapping[str, Event],
    versions: tuple[tuple[str, str], ...],
) -> Issued:
    record = issuer_record(reading)
    data = dict(record.data) if record is not None else {}
    own = {document.id, *(name for name, _ in versions)}
    return Issued(
        document,
        str(data["by"]) if "by" in data else None,
        str(data["how"]) if "how" in data else None,
        str(data["number"]) if "number" in data else None,
        tuple(_acts(reading, of_mention, own)) if reading is not None else (),
        sum(s.kind == "threat" for s in reading.statements) if reading is not None else 0,
        versions,
    )


def _acts(reading: Reading, of_mention: Mapping[str, Event], own: Collection[str]) -> Iterator[Act]:
    """What the issuer says of events, once for each event, kind and side."""
    seen: set[tuple[str, AttributionKind, str | None]] = set()
    for attribution in reading.attributions:
        event = of_mention.get(attribution.event_mention_id)
        if event is None or attribution.kind is AttributionKind.CONFIRMATION:
            continue
        of = attribution.of if attribution.kind is AttributionKind.ACCUSATION else None
        if (event.event_id, attribution.kind, of) not in seen:
            seen.add((event.event_id, attribution.kind, of))
            others = tuple(s.document_id for s in event.sources if s.independent and s.document_id not in own)
            yield Act(attribution.kind, of, event, others)
