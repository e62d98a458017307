"""Claims that something happened for the first time, tested against earlier events of the database.

A report that calls an attack the first of its kind, or says that a town had never been hit, is contradicted by an
earlier event of the same event type at the same place (or in the same region, where the sentence speaks of a region),
by a side that may be the same. The claim stays as it is; the event gets a flag with both sides quoted (CODEBOOK section
10, rows 4 and 10: show the definition, never echo a superlative unscored). That nothing earlier is in the database
proves nothing and raises no flag. Words: ``merge.yml``, section ``firsts``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from tocsin.merge.case import Case
from tocsin.merge.relations import ActorRelated, Kin, PlaceRelated, actor_pairs_relate, places_relate
from tocsin.model.document import Span
from tocsin.model.event import Event
from tocsin.model.reading import Flag, Modality
from tocsin.model.text import fold_map, name_key


def with_firsts(events: Sequence[Event], cases: Sequence[Case], kin: Kin) -> tuple[Event, ...]:
    """``events`` (of ``cases``, in their order) with a flag on each whose report claims a first that an earlier event
    of the sequence contradicts."""
    by_kind: dict[tuple[str, str | None], list[Event]] = defaultdict(list)
    for event in events:
        if event.codable and event.modality is Modality.ACTUAL and event.place is not None:
            by_kind[event.event_type, event.place.country].append(event)
    return tuple(_tested(event, case, by_kind, kin) for event, case in zip(events, cases, strict=True))


def _tested(event: Event, case: Case, by_kind: dict[tuple[str, str | None], list[Event]], kin: Kin) -> Event:
    if event.place is None or event.date is None:
        return event
    for claim, regional in _claims(case):
        earlier = [
            other
            for other in by_kind.get((event.event_type, event.place.country), ())
            if _is_earlier(other, event) and _is_like(other, event, case, kin, regional=regional)
        ]
        if earlier:
            return replace(event, flags=(*event.flags, _flag(claim, max(earlier, key=_when), event)))
    return event


def _when(event: Event) -> tuple[str, str]:
    return (event.date.start.isoformat() if event.date else "", event.mention_ids[0])


def _claims(case: Case) -> Iterator[tuple[Span, bool]]:
    """Words that claim a first in the sentences that tell the event, and whether they speak of a region."""
    words = case.settings.firsts
    for mention in sorted(case.mentions.values(), key=lambda m: m.id):
        sentence = mention.sentence
        folded, at = fold_map(sentence.quote)
        match = _pattern(words.cues).search(folded)
        if match is not None:
            start, end = sentence.start + at[match.start()], sentence.start + at[match.end()]
            quote = sentence.quote[at[match.start()] : at[match.end()]]
            yield Span(sentence.document_id, start, end, quote), bool(_pattern(words.regions).search(folded))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _is_earlier(other: Event, event: Event) -> bool:
    return other.date is not None and event.date is not None and other.date.end < event.date.start


def _is_like(other: Event, event: Event, case: Case, kin: Kin, *, regional: bool) -> bool:
    """Whether an event lies at the same place (or region) and its sides may be the same."""
    if other.place is None or event.place is None:
        return False
    near = case.settings.across.near_km
    here = places_relate(other.place, event.place, near) in (PlaceRelated.SAME, PlaceRelated.NEAR)
    if regional and event.place.admin1 and other.place.admin1:
        here = here or name_key(event.place.admin1) == name_key(other.place.admin1)
    sides = actor_pairs_relate((other.actor1, other.actor2), (event.actor1, event.actor2), kin)
    return here and sides is not ActorRelated.DIFFERENT


def _flag(claim: Span, other: Event, event: Event) -> Flag:
    """The claim and the words of the earlier event, side by side."""
    told = next((e.spans[0] for e in other.evidence if e.field == "sub_event_type" and e.chosen and e.spans), None)
    words = f"“{told.quote}” ({told.document_id})" if told is not None else "an event"
    day = other.date.start.isoformat() if other.date else ""
    where = other.place.name if other.place else ""
    sentence = (
        f"“{claim.quote}” ({claim.document_id}) is contradicted by {words}: {other.sub_event_type} on {day} at {where},"
        f" an earlier event of the same type ({event.event_type})."
    )
    return Flag("first_conflict", sentence, claim.document_id, None, (claim,) if told is None else (claim, told))
