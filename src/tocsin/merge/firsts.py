"""Claims that something happened for the first time, tested against earlier events of the database.

A report that calls an attack the first of its kind, or says that a town had never been hit, is contradicted by an
earlier event of the same event type at the same place (or in the same region, where the sentence speaks of a region),
by a side that may be the same. The claim stays as it is; the event gets a flag with both sides quoted (CODEBOOK section
10, rows 4 and 10: show the definition, never echo a superlative unscored). That nothing earlier is in the database
proves nothing and raises no flag. Words: ``merge.yml``, section ``firsts``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from tocsin.knowledge import Knowledge
from tocsin.merge.cluster import kin_of_values
from tocsin.merge.relations import ActorRelated, Kin, PlaceRelated, actor_pairs_relate, places_relate
from tocsin.merge.settings import Settings, load
from tocsin.model.document import Span
from tocsin.model.event import Event
from tocsin.model.reading import Flag, Modality
from tocsin.model.text import fold, fold_map, name_key

CODE = "first_conflict"


def check_firsts(events: Sequence[Event], sentences: Mapping[str, Span], knowledge: Knowledge) -> tuple[Event, ...]:
    """``events`` in their order, with a flag on each whose report claims a first that an earlier event of the sequence
    contradicts, and no such flag on any other. Give all events there are: whether one is the first depends on the rest.

    ``sentences``: by event mention, the sentence that tells it (``EventMention.sentence``).
    """
    kin = kin_of_values((a for e in events for a in (e.actor1, e.actor2) if a is not None), knowledge)
    settings = load()
    by_kind: dict[tuple[str, str | None], list[Event]] = defaultdict(list)
    for event in events:
        if event.codable and event.modality is Modality.ACTUAL and event.place is not None:
            by_kind[event.event_type, event.place.country].append(event)
    return tuple(_tested(event, sentences, by_kind, kin, settings) for event in events)


def claims_first(sentence: str) -> bool:
    """Whether a sentence says that something happened for the first time."""
    return _pattern(load().firsts.cues).search(fold(sentence)) is not None


def _tested(
    event: Event,
    sentences: Mapping[str, Span],
    by_kind: Mapping[tuple[str, str | None], Sequence[Event]],
    kin: Kin,
    settings: Settings,
) -> Event:
    flags = tuple(flag for flag in event.flags if flag.code != CODE)
    flag = _contradiction(event, sentences, by_kind, kin, settings)
    flags = flags if flag is None else (*flags, flag)
    return event if flags == event.flags else replace(event, flags=flags)


def _contradiction(
    event: Event,
    sentences: Mapping[str, Span],
    by_kind: Mapping[tuple[str, str | None], Sequence[Event]],
    kin: Kin,
    settings: Settings,
) -> Flag | None:
    if event.place is None or event.date is None:
        return None
    for claim, regional in _claims(event, sentences, settings):
        earlier = [
            other
            for other in by_kind.get((event.event_type, event.place.country), ())
            if _is_earlier(other, event) and _is_like(other, event, kin, settings.across.near_km, regional=regional)
        ]
        if earlier:
            return _flag(claim, max(earlier, key=_when), event)
    return None


def _when(event: Event) -> tuple[str, str]:
    return (event.date.start.isoformat() if event.date else "", event.mention_ids[0])


def _claims(event: Event, sentences: Mapping[str, Span], settings: Settings) -> Iterator[tuple[Span, bool]]:
    """Words that claim a first in the sentences that tell the event, and whether they speak of a region."""
    words = settings.firsts
    for mention_id in sorted(event.mention_ids):
        sentence = sentences.get(mention_id)
        if sentence is None or _pattern(words.cues).search(fold(sentence.quote)) is None:
            continue
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


def _is_like(other: Event, event: Event, kin: Kin, near: float, *, regional: bool) -> bool:
    """Whether an event lies at the same place (or region) and its sides may be the same."""
    if other.place is None or event.place is None:
        return False
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
