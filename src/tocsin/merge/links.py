"""Links between finished events: members of a set that was told as a total, history told beside the news, and what
answers an earlier event."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from tocsin.knowledge import load as load_knowledge
from tocsin.merge.cluster import kin_of_values
from tocsin.merge.follow_ups import FIELD
from tocsin.merge.relations import Kin, PlaceRelated, are_kin, is_named, places_relate, side_of
from tocsin.merge.settings import load
from tocsin.model.event import Event, Link
from tocsin.model.reading import Modality

LEAST_SET = 3  # from so many happenings a total is a set of its own (as in clustering)
_HELD = (PlaceRelated.SAME, PlaceRelated.NEAR, PlaceRelated.SAME_AREA, PlaceRelated.INSIDE)


def link(events: Sequence[Event]) -> tuple[Event, ...]:
    """``events`` (with ids) with links added, in the same order; links they had are kept.

    ``member_of``: a single happening at a place and time inside a set of three or more: told by the same document, by
    sides that are no rivals; or told by others, by the same organisation or a part of it. ``background_of``: a
    happening that a document tells as history beside its news of the same side or place, also where earlier reports
    told it when it was news. ``follow_up_of``: a happening that answers an earlier one (``follow_ups.py``).
    """
    kin = _kin(events)
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
    for one, several in _across(events):
        if _same_organisation(one, several, kin) and _is_member(one, several, kin):
            found[one.event_id].add(Link(several.event_id, "member_of"))
    for event, answered in _answered(events):
        found[event.event_id].add(Link(answered.event_id, "follow_up_of"))
    return tuple(_with_links(event, found.get(event.event_id, ())) for event in events)


def _kin(events: Iterable[Event]) -> Kin:
    """What each organisation of the events is part of. Registry files are read once a process."""
    actors = [a for e in events for a in (e.actor1, e.actor2) if a is not None]
    return kin_of_values(actors, load_knowledge()) if actors else {}


def _across(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Single happenings with each set of their country and day, whichever documents tell them."""
    sets: dict[tuple[str | None, date], list[Event]] = defaultdict(list)
    for event in events:
        if (event.incident_count or 1) < LEAST_SET or event.date is None or event.place is None:
            continue
        for offset in range(min((event.date.end - event.date.start).days, LONGEST_SET) + 1):
            sets[event.place.country, event.date.start + timedelta(days=offset)].append(event)
    for event in events if sets else ():
        if event.date is not None and event.place is not None:
            yield from ((event, several) for several in sets.get((event.place.country, event.date.start), ()))


LONGEST_SET = 31  # days; a total of a longer time is a campaign's, of which everything of its side is a part


def _answered(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Events with those that they answer, after the evidence of ``follow_ups.py``."""
    rows = [(event, row) for event in events for row in event.evidence if row.field == FIELD]
    home = {mention: event for event in events for mention in event.mention_ids} if rows else {}
    for event, row in rows:
        other = home.get(str(row.value))
        if other is not None and other.event_id != event.event_id:
            yield event, other


def _with_links(event: Event, links: Iterable[Link]) -> Event:
    new = sorted(set(links) - set(event.linked), key=lambda found: (found.kind, found.event_id))
    return replace(event, linked=(*event.linked, *new)) if new else event


def _is_member(one: Event, several: Event, kin: Kin | None = None) -> bool:
    """Whether a single happening lies inside a set, in time and place, and has its acting side. With ``kin`` part and
    whole of one organisation are one side."""
    if (several.incident_count or 1) < LEAST_SET or (one.incident_count or 1) >= LEAST_SET:
        return False
    if one.background != several.background or one.modality is not Modality.ACTUAL:
        return False
    if one.date is None or several.date is None or one.place is None or several.place is None:
        return False
    inside = several.date.start <= one.date.start and one.date.end <= several.date.end
    held = places_relate(one.place, several.place, load().across.near_km) in _HELD
    shared = _shared_actor(one, several) or (kin is not None and _same_organisation(one, several, kin))
    same_kind = one.event_type == several.event_type or shared
    finer = several.place.precision >= one.place.precision
    return inside and held and finer and same_kind and (shared or not _rivals(one, several))


def _same_organisation(left: Event, right: Event, kin: Kin) -> bool:
    """Whether an armed organisation of one is one of the other, or part or whole of it; a state's forces are on the
    scene of most that happens."""
    sides = [[a for a in (e.actor1, e.actor2) if a is not None and is_named(a)] for e in (left, right)]
    return any(
        a.id is not None and b.id is not None and are_kin(a.id, b.id, kin) and side_of(a) not in ("state", "external")
        for a, b in product(*sides)
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
    told = {  # what a person says of it has no words in a document; ``event.background`` has it already
        e.spans[0]: e.value
        for e in event.evidence
        if e.field == "background" and e.spans and e.spans[0].document_id == document
    }
    as_news = any(  # an account of its type without a word on history is told as news
        e.field == "sub_event_type" and e.spans and e.spans[0].document_id == document and e.spans[0] not in told
        for e in event.evidence
    )
    return bool(told) and all(told.values()) and not as_news


def _same_place(left: Event, right: Event, near_km: float) -> bool:
    if left.place is None or right.place is None:
        return False
    return places_relate(left.place, right.place, near_km) in (PlaceRelated.SAME, PlaceRelated.NEAR)
