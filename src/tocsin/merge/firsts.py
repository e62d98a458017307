"""Claims that something happened for the first time, or nearer to the capital than ever, tested against earlier events
of the database.

A report that calls an attack the first of its kind, or says that a town had never been hit, is contradicted by an
earlier event of the same event type at the same place (or in the same region, where the sentence speaks of a region),
by a side that may be the same. "Never so near the capital" is contradicted by an earlier act of violence of the same
organisation (or of a part of it) that lies nearer. The claim stays as it is; the event gets a flag with both sides
quoted (CODEBOOK section 10, rows 4 and 10: show the definition, never echo a superlative unscored). A claim about the
size or importance of what was hit is tested against nothing: events do not tell it. That nothing earlier is in the
database proves nothing and raises no flag. Words: ``merge.yml``, section ``firsts``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tocsin.knowledge import Knowledge
from tocsin.merge.cluster import kin_of_values
from tocsin.merge.relations import (
    ActorRelated,
    Kin,
    PlaceRelated,
    actor_pairs_relate,
    are_kin,
    distance_km,
    is_named,
    places_relate,
)
from tocsin.merge.settings import FirstSettings, load
from tocsin.model.document import Document, Span
from tocsin.model.event import Event
from tocsin.model.reading import EventMention, Flag, Modality
from tocsin.model.text import fold_map, name_key
from tocsin.model.values import PlaceValue

VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_ByKind = Mapping[tuple[str, str | None], Sequence[Event]]


@dataclass(frozen=True, slots=True)
class _Claim:
    """Words that claim a first; whether they speak of a region; whether they are about the way to the capital."""

    words: Span
    regional: bool
    nearest: bool


@dataclass(frozen=True, slots=True)
class _Tester:
    """What a claim is tested against."""

    by_kind: _ByKind
    kin: Kin
    knowledge: Knowledge

    def against(self, claim: _Claim, event: Event) -> tuple[Event, str] | None:
        """The latest earlier event that contradicts a claim of an event, and what it is called; ``None``: none does."""
        if claim.nearest:
            found, definition = self._nearer(event), "an earlier act of violence of the same organisation, nearer to it"
        else:
            found, definition = self._alike(event, claim), f"an earlier event of the same type ({event.event_type})"
        latest = max(found, key=_when, default=None)
        return (latest, definition) if latest is not None else None

    def _alike(self, event: Event, claim: _Claim) -> list[Event]:
        country = event.place.country if event.place is not None else None
        return [
            other
            for other in self.by_kind.get((event.event_type, country), ())
            if _is_earlier(other, event) and _is_like(other, event, self.kin, regional=claim.regional)
        ]

    def _nearer(self, event: Event) -> list[Event]:
        """Earlier violence of the same organisation that lies nearer to the country's capital."""
        if event.place is None or event.place.country is None or event.place.precision > 2:
            return []
        capital = _capital(self.knowledge, event.place.country)
        mine = distance_km(event.place, capital) if capital is not None else None
        if capital is None or mine is None:
            return []
        return [
            other
            for kind in sorted(VIOLENT)
            for other in self.by_kind.get((kind, event.place.country), ())
            if _is_earlier(other, event) and _same_organisation(other, event, self.kin)
            if other.place is not None and other.place.precision <= 2
            if (apart := distance_km(other.place, capital)) is not None and apart < mine - _LEAST_KM
        ]


_LEAST_KM = 1.0  # a town is no point: less tells nothing


@lru_cache(maxsize=512)
def _capital(knowledge: Knowledge, country: str) -> PlaceValue | None:
    """The capital of a country (alpha-3) as a point; ``None`` where the gazetteer has none."""
    name = knowledge.gazetteer.capital(country)
    found = knowledge.gazetteer.lookup(name, country) if name else ()
    return next(
        (PlaceValue(e.name, e.place_id, country, latitude=e.latitude, longitude=e.longitude, precision=1)
         for e in found if e.latitude is not None and e.kind == "city"),
        None,
    )  # fmt: skip


CODE = "first_conflict"


def check_firsts(
    events: Sequence[Event],
    told: Mapping[str, EventMention],
    documents: Mapping[str, Document],
    knowledge: Knowledge,
) -> tuple[Event, ...]:
    """``events`` in their order, with a flag on each whose report claims a first that an earlier event of the sequence
    contradicts, and no such flag on any other. Give all events there are: whether one is the first depends on the rest.

    ``told``: the event mentions of the events by id; ``documents``: those that tell them, by id (one that is missing
    claims nothing).
    """
    kin = kin_of_values((a for e in events for a in (e.actor1, e.actor2) if a is not None), knowledge)
    by_kind: dict[tuple[str, str | None], list[Event]] = defaultdict(list)
    for event in events:
        if event.codable and event.modality is Modality.ACTUAL and event.place is not None:
            by_kind[event.event_type, event.place.country].append(event)
    tester = _Tester(by_kind, kin, knowledge)
    flags: dict[int, Flag] = {}
    for number, claim in _claims(events, told, documents):
        found = tester.against(claim, events[number]) if number not in flags else None
        if found is not None:
            flags[number] = _flag(claim.words, *found)
    return tuple(_flagged(event, flags.get(n)) for n, event in enumerate(events))


def _flagged(event: Event, flag: Flag | None) -> Event:
    flags = (*(f for f in event.flags if f.code != CODE), *((flag,) if flag is not None else ()))
    return event if flags == event.flags else replace(event, flags=flags)


def _when(event: Event) -> tuple[str, str]:
    return (event.date.start.isoformat() if event.date else "", event.mention_ids[0])


def _claims(
    events: Sequence[Event], told: Mapping[str, EventMention], documents: Mapping[str, Document]
) -> Iterator[tuple[int, _Claim]]:
    """Every claim of every document with the number of each event it is about: those that its sentence tells, else the
    one told last before it, not far away."""
    at: dict[str, list[tuple[Span, Span, int]]] = defaultdict(list)  # trigger, sentence, event
    for number, event in enumerate(events):
        if event.place is not None and event.date is not None:
            for mention in (told[m] for m in event.mention_ids if m in told):
                at[mention.document_id].append((mention.trigger, mention.sentence, number))
    words = load().firsts
    for document_id in sorted(at.keys() & documents.keys()):
        for claim in _claims_of(documents[document_id], words):
            here = {n for _, sentence, n in at[document_id] if sentence.contains(claim.words)}
            before = [
                (trigger.start, events[n].mention_ids, n)
                for trigger, _, n in at[document_id]
                if not events[n].background and 0 < claim.words.start - trigger.start <= words.reach
            ]
            for number in sorted(here) or [n for *_, n in sorted(before)[-1:]]:
                yield number, claim


def claims_in(document: Document) -> set[str]:
    """``first`` where a text claims a first, ``nearest`` where it claims that nothing was so near to the capital."""
    return {"nearest" if claim.nearest else "first" for claim in _claims_of(document, load().firsts)}


def _claims_of(document: Document, words: FirstSettings) -> Iterator[_Claim]:
    """The claims of a text. One about how large or important a thing was hit is not of a first at the place."""
    if not any(hint in document.text.casefold() for hint in words.hints):
        return
    folded, at = fold_map(document.text)

    def span(start: int, end: int) -> Span:
        last = at[end] if end < len(at) else len(document.text)
        return document.span(at[start], last)

    for match in _pattern(words.cues).finditer(folded):
        start, end = _bounds(folded, match.start(), match.end())
        sentence = folded[start:end]
        near = _pattern(words.nearest).search(sentence)
        if near is not None:
            yield _Claim(span(start + near.start(), start + near.end()), regional=False, nearest=True)
        elif not _pattern(words.degree).search(folded[match.start() : end]):
            yield _Claim(
                span(match.start(), match.end()), bool(_pattern(words.regions).search(sentence)), nearest=False
            )


_END = re.compile(r"[.!?](?=\s)|\n")


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a stretch of text."""
    first = max((m.end() for m in _END.finditer(text, max(0, start - 600), start)), default=max(0, start - 600))
    after = _END.search(text, end)
    return first, (after.start() if after else len(text))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _is_earlier(other: Event, event: Event) -> bool:
    return other.date is not None and event.date is not None and other.date.end < event.date.start


def _same_organisation(other: Event, event: Event, kin: Kin) -> bool:
    """Whether a named organisation of one event is one of the other, or part or whole of it; state forces are not
    meant."""
    return any(
        are_kin(a.id, b.id, kin)
        for a in (other.actor1, other.actor2)
        for b in (event.actor1, event.actor2)
        if a is not None and b is not None and a.id is not None and b.id is not None
        if is_named(a) and is_named(b) and not _is_state(a.type)
    )


def _is_state(kind: str | None) -> bool:
    return "state" in (kind or "").casefold()


def _is_like(other: Event, event: Event, kin: Kin, *, regional: bool) -> bool:
    """Whether an event lies at the same place (or region) and its sides may be the same."""
    if other.place is None or event.place is None:
        return False
    near = load().across.near_km
    here = places_relate(other.place, event.place, near) in (PlaceRelated.SAME, PlaceRelated.NEAR)
    if regional and event.place.admin1 and other.place.admin1:
        here = here or name_key(event.place.admin1) == name_key(other.place.admin1)
    sides = actor_pairs_relate((other.actor1, other.actor2), (event.actor1, event.actor2), kin)
    return here and sides is not ActorRelated.DIFFERENT


def _flag(claim: Span, other: Event, definition: str) -> Flag:
    """The claim and the words of the earlier event, side by side."""
    told = next((e.spans[0] for e in other.evidence if e.field == "sub_event_type" and e.chosen and e.spans), None)
    words = f"“{told.quote}” ({told.document_id})" if told is not None else "an event"
    day = other.date.start.isoformat() if other.date else ""
    where = other.place.name if other.place else ""
    sentence = (
        f"“{claim.quote}” ({claim.document_id}) is contradicted by {words}: {other.sub_event_type} on {day} at {where},"
        f" {definition}."
    )
    return Flag("first_conflict", sentence, claim.document_id, None, (claim,) if told is None else (claim, told))
