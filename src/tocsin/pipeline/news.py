"""What is new in a database since a moment, for ``tocsin digest``."""

from datetime import datetime

from tocsin.export.news import News, NewsItem
from tocsin.model.event import REJECTED, Event
from tocsin.store import EventChange, Store


def news(
    store: Store, since: datetime, until: datetime, *, countries: tuple[str, ...] = (), everything: bool = False
) -> News:
    """Changes after ``since`` and up to ``until``.

    Events that default exports leave out, before and after, are told only with ``everything``; one that a reviewer
    rejected counts as withdrawn. ``countries``: alpha-3 codes, where the event is or was.
    """
    items = []
    for change in store.diff(since, until):
        item = _item(store, change)
        ends = [event for event in (item.before, item.after) if event is not None]
        if countries and not any(e.place is not None and e.place.country in countries for e in ends):
            continue
        if everything or not ends or any(event.codable for event in ends):
            items.append(item)
    return News(since, until, tuple(items))


def _item(store: Store, change: EventChange) -> NewsItem:
    before = _at(store, change.event_id, change.before_revision)
    after = _at(store, change.event_id, change.revision)
    kind = change.kind
    if kind == "changed" and after is not None and after.review_state == REJECTED:
        kind = "withdrawn"
    return NewsItem(kind, change.event_id, before, after, change.merged_into, change.why, change.who)


def _at(store: Store, event_id: str, revision: int | None) -> Event | None:
    return None if revision is None else store.event_at(event_id, revision)
