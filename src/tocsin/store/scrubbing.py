"""Events without the words of a forgotten document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tocsin.model.document import Span
from tocsin.model.event import Event, EventSource, Evidence
from tocsin.model.reading import Flag, Modality, Value
from tocsin.model.text import fold
from tocsin.model.values import ActorValue, AttackedThing, Count, DateValue, PlaceValue, VictimCount

_T = TypeVar("_T", bound=Value | None)
GONE = "(forgotten)"
"""Stands where a name was nothing but the words of the document."""


@dataclass(frozen=True)
class Words:
    """Which words leave: those of the forgotten texts that no other document has."""

    gone: str
    kept: tuple[str, ...]

    @classmethod
    def of(cls, gone: Iterable[str], kept: Iterable[str]) -> "Words":
        """From texts as they are stored."""
        return cls("\n".join(map(_folded, gone)), tuple(map(_folded, kept)))

    def leave(self, text: str) -> bool:
        """Whether ``text`` is known from the forgotten document alone."""
        words = _folded(text)
        return bool(words) and words in self.gone and not any(words in other for other in self.kept)

    def only(self, text: str, instead: str = "") -> str:
        """``text``, or ``instead`` when it must leave."""
        return instead if self.leave(text) else text


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def blank(event: Event) -> Event:
    """Nothing but that the event was there."""
    nobody = Count(None, None, None)
    return Event(
        event.mention_ids, "", "", "", Modality.ACTUAL, False, None, None, None, None, False, nobody,
        event_id=event.event_id, incident_count=None, confidence=0.0,
    )  # fmt: skip


def scrubbed(event: Event, document_id: str, words: Words) -> Event:
    """The event with other documents' words alone; facts that were coded stay."""
    return replace(
        event,
        date=_value(event.date, words),
        place=_value(event.place, words),
        actor1=_value(event.actor1, words),
        actor2=_value(event.actor2, words),
        fatalities=_value(event.fatalities, words),
        crowd_size=_value(event.crowd_size, words),
        victims=tuple(_value(v, words) for v in event.victims),
        targets=tuple(_value(t, words) for t in event.targets if not words.leave(t.words)),
        weapons=tuple(w for w in event.weapons if not words.leave(w)),
        alternatives=tuple(a for a in event.alternatives if not words.leave(a.value)),
        attributions=tuple(a for a in event.attributions if a.span.document_id != document_id),
        sources=_sources(event.sources, document_id),
        evidence=tuple(_evidence(event.evidence, document_id, words)),
        flags=tuple(f for f in event.flags if not _about(f, document_id)),
        notes=words.only(event.notes),
        actor1_reported=tuple(w for w in event.actor1_reported if not words.leave(w)),
        actor2_reported=tuple(w for w in event.actor2_reported if not words.leave(w)),
    )


def _sources(sources: Sequence[EventSource], document_id: str) -> tuple[EventSource, ...]:
    """The other documents; the first of a story speaks for it when the one that did is gone."""
    kept: list[EventSource] = []
    for source in sources:
        if source.document_id != document_id:
            story = [s for s in sources if s.story_id is not None and s.story_id == source.story_id]
            orphaned = any(s.document_id == document_id and s.independent for s in story)
            first = orphaned and not any(s.story_id == source.story_id for s in kept)
            kept.append(replace(source, independent=source.independent or first))
    return tuple(kept)


def _about(flag: Flag, document_id: str) -> bool:
    """Whether a flag speaks of the document: its sentence then repeats words of it."""
    return flag.document_id == document_id or any(s.document_id == document_id for s in flag.spans)


def _evidence(rows: Sequence[Evidence], document_id: str, words: Words) -> Iterable[Evidence]:
    for row in rows:
        spans: tuple[Span, ...] = tuple(s for s in row.spans if s.document_id != document_id)
        if row.spans and not spans:
            continue
        speaker = None if row.attributed_to is None else words.only(row.attributed_to) or None
        reasons = tuple(r for r in row.reasons if not words.leave(r))
        yield replace(row, spans=spans, value=_value(row.value, words), attributed_to=speaker, reasons=reasons)


def _value(value: _T, words: Words) -> _T:
    """A value without words that must leave."""
    found: Value | None
    match value:
        case Count() | DateValue():
            found = replace(value, words=words.only(value.words))
        case VictimCount(count=count):
            found = replace(value, count=replace(count, words=words.only(count.words)), who=words.only(value.who))
        case PlaceValue():
            name = value.name if value.place_id or value.latitude is not None else words.only(value.name, GONE)
            found = replace(value, name=name, words=words.only(value.words))
        case ActorValue():
            name = value.name if value.id else words.only(value.name, GONE)
            found = replace(value, name=name, as_reported=words.only(value.as_reported))
        case AttackedThing():
            found = replace(value, words=words.only(value.words), what=words.only(value.what))
        case _:
            found = value
    return found
