"""Links between finished events: members of a set that was told as a total, and history told beside the news."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from tocsin.merge.relations import PlaceRelated, is_named, places_relate
from tocsin.merge.settings import load
from tocsin.model.event import Event, Link
from tocsin.model.reading import Modality

_LEAST_SET = 3  # from so many happenings a total is a set of its own (as in clustering)
_HELD = (PlaceRelated.SAME, PlaceRelated.NEAR, PlaceRelated.SAME_AREA, PlaceRelated.INSIDE)


def link(events: Sequence[Event]) -> tuple[Event, ...]:
    """``events`` (with ids) with links added, in the same order; links they had are kept.

    ``member_of``: a single happening at a place and time inside a set of three or more told by the same document,
    by the same side. ``background_of``: a happening that a document tells as history beside its news of the same side
    or place, also where earlier reports told it when it was news.
    """
    by_document: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda e: e.event_id):
        for source in event.sources:
            by_document[source.document_id].append(event)
    found: dict[str, set[Link]] = defaultdict(set)
    for document, together in sorted(by_document.items()):
        for one, other in product(together, repeat=2):
            if one.event_id != other.event_id and _is_member(one, other):
                found[one.event_id].add(Link(other.event_id, "member_of"))
        for event in together:
            news = _news_beside(event, together, document)
            if news is not None:
                found[event.event_id].add(Link(news.event_id, "background_of"))
    return tuple(_with_links(event, found.get(event.event_id, ())) for event in events)


def _with_links(event: Event, links: Iterable[Link]) -> Event:
    new = sorted(set(links) - set(event.linked), key=lambda found: (found.kind, found.event_id))
    return replace(event, linked=(*event.linked, *new)) if new else event


def _is_member(one: Event, several: Event) -> bool:
    """Whether a single happening lies inside a set, in time and place, and has its acting side."""
    if (several.incident_count or 1) < _LEAST_SET or (one.incident_count or 1) >= _LEAST_SET:
        return False
    if one.background != several.background or one.modality is not Modality.ACTUAL:
        return False
    if one.date is None or several.date is None or one.place is None or several.place is None:
        return False
    inside = several.date.start <= one.date.start and one.date.end <= several.date.end
    held = places_relate(one.place, several.place, load().across.near_km) in _HELD
    same_kind = one.event_type == several.event_type or _shared_actor(one, several)
    return (
        inside and held and several.place.precision >= one.place.precision and same_kind and not _rivals(one, several)
    )


def _named(event: Event) -> frozenset[str]:
    """Ids of the organisations on either side."""
    sides = (event.actor1, event.actor2)
    return frozenset(a.id for a in sides if a is not None and a.id is not None and is_named(a))


def _shared_actor(left: Event, right: Event) -> bool:
    return bool(_named(left) & _named(right))


def _rivals(left: Event, right: Event) -> bool:
    """Whether both have named sides and none in common."""
    return bool(_named(left)) and bool(_named(right)) and not _shared_actor(left, right)


def _news_beside(event: Event, together: Iterable[Event], document: str) -> Event | None:
    """The surest news of a document that a happening told there as history belongs to."""
    if not _is_history_in(event, document):
        return None
    near = load().across.near_km
    news = [
        other
        for other in together
        if other.event_id != event.event_id
        and not _is_history_in(other, document)
        and other.modality in (Modality.ACTUAL, Modality.FAILED)
        and (_shared_actor(event, other) or _same_place(event, other, near))
    ]
    return max(news, key=lambda e: (e.confidence, e.event_id), default=None)


def _is_history_in(event: Event, document: str) -> bool:
    """Whether a document tells an event as history: as all do, or beside others that told it when it was news (a recap,
    an anniversary)."""
    if event.background:
        return True
    told = [  # what a person says of it has no words in a document; ``event.background`` has it already
        e.value for e in event.evidence if e.field == "background" and e.spans and e.spans[0].document_id == document
    ]
    return bool(told) and all(told)


def _same_place(left: Event, right: Event, near_km: float) -> bool:
    if left.place is None or right.place is None:
        return False
    return places_relate(left.place, right.place, near_km) in (PlaceRelated.SAME, PlaceRelated.NEAR)
