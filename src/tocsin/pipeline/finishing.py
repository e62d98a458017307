"""What events depend on others for: sets against lists, what answers what, links, claims of a first.

Each pass is one of ``merge`` over all events there are. ``finish_all`` gives them all; ``finish_some`` those that new
events, and the ones they replace, may bear on. What documents hold for these passes is marked (``document_marks``).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tocsin.knowledge import Knowledge
from tocsin.merge.firsts import VIOLENT, check_firsts, claims_in
from tocsin.merge.follow_ups import with_follow_ups
from tocsin.merge.links import LEAST_SET, LONGEST_SET
from tocsin.merge.sets import Told, told_sets, with_sets
from tocsin.model.document import Document
from tocsin.model.event import Event
from tocsin.model.reading import Reading
from tocsin.pipeline.portions import accounts_in, portions
from tocsin.pipeline.rooms import Rooms
from tocsin.store import Store

CLAIMS = ("first", "nearest")
_NEVER = "9999-12-31"
Kind = tuple[str, str | None]
View = Callable[[Reading], Reading]
"""What is looked at of a reading, where not all of it is (``pipeline/without.py``)."""


def mark(store: Store, knowledge: Knowledge, document_ids: Collection[str]) -> frozenset[str]:
    """Mark documents that are new, lost or other than they were; the days on which they told or tell sets."""
    before: set[str] = set()
    now: set[str] = set()
    for portion in portions(sorted(document_ids)):
        before |= store.marks_of(portion)
        documents, readings = store.documents_of(portion), store.readings_of(portion)
        both = [(documents[d], readings[d]) for d in portion if d in documents and d in readings]
        rows = [(m, document.id) for document, reading in both for m in _marks(document, reading, knowledge)]
        store.put_marks(portion, rows)
        now |= {m for m, _ in rows}
    return frozenset((before | now) - set(CLAIMS))


def _marks(document: Document, reading: Reading, knowledge: Knowledge) -> set[str]:
    return claims_in(document) | {told.day.isoformat() for told in told_sets(reading, document, knowledge)}


def finish_all(
    store: Store,
    rooms: Rooms,
    drafts: Sequence[Event],
    marked: Mapping[str, Collection[str]] | None = None,
    view: View | None = None,
) -> list[Event]:
    """All passes but links (which need ids) over all drafts there are: events assembled alone, or in parts, know
    nothing of the others. ``marked``: the marks of all documents, where they are known; ``view``: what is looked at of
    a reading, where not all of it is."""
    if rooms.knowledge is None:
        return list(drafts)  # rooms without assemble all events together
    told = store.event_mentions()
    ids = [d.id for d in store.documents(status="read")] if marked is None else sorted(marked)
    fitted = with_follow_ups(with_sets(drafts, _sets(store, rooms.knowledge, ids, view)), told)
    documents = {d: document for portion in portions(ids) for d, document in store.documents_of(portion).items()}
    return list(check_firsts(fitted, told, documents, rooms.knowledge))


def _sets(store: Store, knowledge: Knowledge, document_ids: Iterable[str], view: View | None = None) -> list[Told]:
    """The sets that some documents tell."""
    found: list[Told] = []
    for portion in portions(document_ids):
        documents, readings = store.documents_of(portion), store.readings_of(portion)
        both = [(readings[d], documents[d]) for d in portion if d in documents and d in readings]
        if view is not None:
            both = [(view(reading), document) for reading, document in both]
        found += [told for reading, document in both for told in told_sets(reading, document, knowledge)]
    return found


def finish_some(
    store: Store, rooms: Rooms, events: Sequence[Event], replaced: Collection[str], days: Collection[str]
) -> Sequence[Event]:
    """``events``, which stand in the place of the ``replaced``, and all that they may bear on, with all passes made.
    ``days``: those of sets that other documents told before, or tell now."""
    old = _events(store, replaced)
    return _tested(
        store, rooms, _with_sets(store, rooms, _linked(store, rooms, events, old), [*events, *old], days, replaced),
        [*events, *old], replaced,
    )  # fmt: skip


# Links, and what answers what


def _linked(store: Store, rooms: Rooms, events: Sequence[Event], old: Sequence[Event]) -> list[Event]:
    """``events``, those that share a document with them or with the ``old`` ones, and what lies in a set of theirs,
    with what they answer and links among them and those beside these."""
    gone = {e.event_id for e in (*events, *old)}
    near = (_told_in(store, _sources([*events, *old])) | _inside(store, [*events, *old])) - gone
    group = [*events, *_events(store, near)]
    far = (_told_in(store, _sources(group)) | _around(store, group)) - near - gone
    beside = _events(store, far)
    told = store.event_mentions(_sources(group))
    found: Sequence[Event] = with_follow_ups([replace(e, linked=()) for e in (*group, *beside)], told)
    if rooms.link is not None:
        found = rooms.link(found)
    return list(found[: len(group)])


def _inside(store: Store, events: Iterable[Event]) -> set[str]:
    """Present events in the country and time of sets."""
    found: set[str] = set()
    for e in events:
        if (e.incident_count or 1) >= LEAST_SET and e.date is not None and e.place is not None:
            last = min(e.date.end, e.date.start + timedelta(days=LONGEST_SET))
            found |= store.events_begun(e.place.country, e.date.start.isoformat(), last.isoformat())
    return found


def _around(store: Store, events: Iterable[Event]) -> set[str]:
    """Present sets in whose country and time events may lie."""
    days: dict[str | None, set[date]] = defaultdict(set)
    for e in events:
        if e.date is not None and e.place is not None:
            days[e.place.country].add(e.date.start)
    found: set[str] = set()
    for country, own in days.items():
        for first, last in _windows(own):
            found |= store.events_begun(country, first.isoformat(), last.isoformat(), LEAST_SET)
    return found


def _windows(days: Collection[date]) -> list[tuple[date, date]]:
    """The stretches of time in which a set may have begun that lasted up to one of ``days``; those that touch are one,
    so that no event is looked at once for each day."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        first = day - timedelta(days=LONGEST_SET)
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = found[-1][0], day
        else:
            found.append((first, day))
    return found


# Sets against lists


def _with_sets(
    store: Store,
    rooms: Rooms,
    events: Sequence[Event],
    touched: Sequence[Event],
    days: Collection[str],
    replaced: Collection[str],
) -> list[Event]:
    """``events`` and those of one day with what is touched, tested against the sets of these days."""
    if rooms.knowledge is None:
        return list(events)
    own = {e.date.start.isoformat() for e in events if e.date is not None and e.date.start == e.date.end}
    old = {e.date.start.isoformat() for e in touched if e.date is not None and e.date.start == e.date.end}
    tellers = store.marked(own | old | set(days))
    wanted = set(days).union(*(marks for marks in tellers.values()))
    beside = store.events_of_days(wanted) - {e.event_id for e in events} - set(replaced)
    return list(with_sets([*events, *_events(store, beside)], _sets(store, rooms.knowledge, sorted(tellers))))


# Claims of a first


def _tested(
    store: Store, rooms: Rooms, events: Sequence[Event], touched: Sequence[Event], replaced: Collection[str]
) -> Sequence[Event]:
    """``events`` and those whose claim of a first what is touched may bear on, with such claims tested."""
    if rooms.knowledge is None:
        return events
    claims = store.marked(CLAIMS)
    concerned = (_sources([*events, *touched]) & claims.keys()) | _concerned(store, [*events, *touched])
    own = {e.event_id for e in events} | set(replaced)
    tested = [*events, *_events(store, accounts_in(store, concerned) - own)]
    documents = _sources(tested) & claims.keys()
    known = own | {e.event_id for e in tested}
    beside = accounts_in(store, documents)
    for kind in sorted(_compared(tested, claims), key=repr):
        beside |= store.events_of_kind(*kind)
    texts = store.documents_of(documents)
    everything = [*tested, *_events(store, beside - known)]
    return check_firsts(everything, store.event_mentions(documents), texts, rooms.knowledge)[: len(tested)]


def _concerned(store: Store, touched: Iterable[Event]) -> set[str]:
    """Documents with claims about events of a type and country (about nearness: of a country), where something touched
    is earlier: nothing else can contradict them."""
    ended: dict[Kind, str] = {}
    for event in touched:
        if event.date is not None:
            kind, country = _kind(event)
            for key in ((kind, country), ("", country)):
                ended[key] = min(ended.get(key, _NEVER), event.date.end.isoformat())
    return {
        document
        for document, claim, kind, country, begun in store.kinds_in_marked(CLAIMS)
        if ended.get((kind, country), _NEVER) < begun
        or (claim == "nearest" and ended.get(("", country), _NEVER) < begun)
    }


def _compared(events: Iterable[Event], claims: Mapping[str, Collection[str]]) -> set[Kind]:
    """Types and countries of what claims of events are tested against."""
    found: set[Kind] = set()
    for event in events:
        marks = {m for s in event.sources for m in claims.get(s.document_id, ())}
        found |= {_kind(event)} if marks else set()
        found |= {(kind, _kind(event)[1]) for kind in VIOLENT} if "nearest" in marks else set()
    return found


def _kind(event: Event) -> Kind:
    return event.event_type, event.place.country if event.place is not None else None


# Looking up


def _events(store: Store, event_ids: Iterable[str]) -> list[Event]:
    return [e for portion in portions(sorted(event_ids)) for e in store.events_by_id(portion)]


def _sources(events: Iterable[Event]) -> set[str]:
    return {s.document_id for e in events for s in e.sources}


def _told_in(store: Store, documents: Collection[str]) -> set[str]:
    return {e for portion in portions(sorted(documents)) for e in store.events_told_in(portion)}
