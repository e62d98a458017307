"""Sets of happenings told as a number, against lists that tell them one by one.

One report says that "six attacks" struck three regions on Thursday; another names the six places. They tell one set
when both are of one day and at least one listed place lies in a region that the first names. What of the two does not
fit is a contradiction (CODEBOOK section 10, rows 1 and 3): a listed place outside every region named, and a region with
no listed place where the list is as long as the number. Both sides are quoted; nothing is moved, and no event is spread
over areas.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document, Span
from tocsin.model.event import Event
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.reading import Flag, MentionKind, Modality, Reading, Statement
from tocsin.model.text import name_key
from tocsin.model.values import PlaceValue

LEAST = 3
"""From so many happenings a total is a set of its own (as in clustering); a list has as many places."""
_OPENING = "The reports give different places for one set:"
_END = re.compile(r"(?<=[.!?])\s|\n")


@dataclass(frozen=True, slots=True)
class Told:
    """A set as one document tells it: how many, on which day, and the names of its areas with their words."""

    document_id: str
    number: int
    day: date
    words: Span
    areas: tuple[tuple[str, Span], ...]  # key of the name, words


@dataclass(frozen=True, slots=True)
class _Listed:
    """An event of a list: its number among the events, the names of the units it lies in, whether its place was found
    in the gazetteer (where not, nobody knows in which unit it lies)."""

    event: int
    units: frozenset[str]
    words: Span
    found: bool


def with_sets(events: Sequence[Event], sets: Iterable[Told]) -> tuple[Event, ...]:
    """``events`` in their order with a ``place_conflict`` on each that does not fit a set or a list, and no other flag
    of this rule. ``sets``: those of all documents (``told_sets``). Whether an event fits is up to those of its day."""
    sets = sorted(sets, key=lambda told: (told.document_id, told.words.start, told.number))
    lists = _lists(events) if sets else {}
    flags: dict[int, list[Flag]] = defaultdict(list)
    for told in sets:
        for other, listed in sorted(lists.get(told.day, {}).items()):
            if other != told.document_id and not _one_story(events, listed, told.document_id):
                for number, flag in _conflicts(told, listed, events):
                    flags[number].append(flag)
    return tuple(_flagged(event, flags[n][:1] if n in flags else []) for n, event in enumerate(events))


def _flagged(event: Event, found: Sequence[Flag]) -> Event:
    flags = (*(f for f in event.flags if not f.sentence.startswith(_OPENING)), *found)
    return event if flags == event.flags else replace(event, flags=flags)


def told_sets(reading: Reading, document: Document, knowledge: Knowledge) -> Iterator[Told]:
    """The sets that a document tells as a number on a known day, with the areas its sentence names."""
    for statement in reading.statements:
        data = dict(statement.data)
        number, day = data.get("n"), _day(data.get("date"))
        if statement.kind != "aggregate" or not isinstance(number, int) or number < LEAST or day is None:
            continue
        sentence = _sentence(statement, document.text)
        areas = _finest(
            [
                (name_key(m.expression.name), m.span)
                for m in reading.mentions
                if m.kind is MentionKind.PLACE and isinstance(m.expression, PlaceExpression)
                if sentence[0] <= m.span.start < sentence[1] and _is_area(m.expression)
            ],
            knowledge,
        )
        if areas:
            yield Told(reading.document_id, number, day, document.span(*sentence), areas)


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None  # a month, a year, an interval


def _sentence(statement: Statement, text: str) -> tuple[int, int]:
    """Start and end of the sentence around a statement."""
    start = max((m.end() for m in _END.finditer(text, 0, statement.span.start)), default=0)
    after = _END.search(text, statement.span.end)
    return start, (after.start() if after else len(text))


def _is_area(place: PlaceExpression) -> bool:
    return not place.is_country and place.relation is not PlaceRelation.SPEAKER


def _finest(areas: Sequence[tuple[str, Span]], knowledge: Knowledge) -> tuple[tuple[str, Span], ...]:
    """Areas without those that hold another of them ("the Punjab divisions of Multan and Sargodha")."""
    holders = {
        name_key(entry.admin1)
        for name, _ in areas
        for entry in knowledge.gazetteer.lookup(name)[:1]
        if entry.admin1 and name_key(entry.admin1) != name
    }
    return tuple({name: (name, span) for name, span in reversed(areas) if name not in holders}.values())[::-1]


def _lists(events: Sequence[Event]) -> dict[date, dict[str, list[_Listed]]]:
    """Single happenings at places of their own, by day and by the document that tells three of them or more."""
    found: dict[date, dict[str, list[_Listed]]] = defaultdict(lambda: defaultdict(list))
    for number, event in enumerate(events):
        if event.date is None or event.place is None or event.background or event.modality is not Modality.ACTUAL:
            continue
        found_place = event.place.precision <= 2
        if event.date.start != event.date.end or (event.incident_count or 1) >= LEAST:
            continue
        if not found_place and (event.place.precision < 4 or event.place.place_id is not None):
            continue  # a region or a country is no place of a list
        for document_id, words in _place_words(event).items():
            found[event.date.start][document_id].append(_Listed(number, _units(event.place), words, found_place))
    return {
        day: {
            d: sorted(listed, key=lambda one: one.words.start)
            for d, listed in by_document.items()
            if len(listed) >= LEAST
        }
        for day, by_document in found.items()
    }


def _place_words(event: Event) -> dict[str, Span]:
    """The words for the event's place in each document that gives it."""
    rows = [e for e in event.evidence if e.field == "place" and e.chosen and e.spans]
    return {e.spans[0].document_id: e.spans[0] for e in reversed(rows)}


def _units(place: PlaceValue) -> frozenset[str]:
    return frozenset(name_key(u) for u in (place.name, place.admin1, place.admin2, place.admin3) if u)


def _one_story(events: Sequence[Event], listed: Sequence[_Listed], document_id: str) -> bool:
    """Whether the list stands in a document of the same story as the set's."""
    stories = [({s.document_id: s.story_id for s in events[one.event].sources}, one.words) for one in listed]
    return any(of[document_id] == of.get(words.document_id) for of, words in stories if document_id in of)


def _conflicts(told: Told, listed: Sequence[_Listed], events: Sequence[Event]) -> Iterator[tuple[int, Flag]]:
    """What of a set and a list does not fit, as flags by the number of the event that bears them."""
    named = {name for name, _ in told.areas}
    if not any(one.units & named for one in listed):
        return  # nothing says that they are one set
    outside = [one for one in listed if one.found and not one.units & named]
    for one in outside:
        yield one.event, _flag(told, [words for _, words in told.areas], [one.words])
    if len(listed) < told.number:
        return  # the list may name only some of them
    for name, words in told.areas:
        if not any(name in one.units for one in listed):
            flag = _flag(told, [words], [one.words for one in outside or listed])
            yield from ((n, flag) for n, e in enumerate(events) if _is_set_in(e, told, name))


def _is_set_in(event: Event, told: Told, name: str) -> bool:
    """Whether an event is what the set's document tells of one of its areas."""
    if event.date is None or event.place is None or event.place.precision < 3:
        return False
    same_day = event.date.start == event.date.end == told.day
    return same_day and name in _units(event.place) and told.document_id in _place_words(event)


def _flag(told: Told, areas: Sequence[Span], listed: Sequence[Span]) -> Flag:
    """Both sides side by side."""
    here = ", ".join(f"“{words.quote}”" for words in areas)
    there = ", ".join(f"“{words.quote}”" for words in listed)
    sentence = (
        f"{_OPENING} {told.number} incidents on {told.day} at {here} "
        f"({told.document_id}) against {there} ({listed[0].document_id}); each event keeps the place of its own report."
    )
    return Flag("place_conflict", sentence, listed[0].document_id, None, (*areas, *listed))
