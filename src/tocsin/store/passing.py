"""Filtering events that stand in no database, by the very conditions that filter those that do."""

from collections.abc import Iterable

import sqlalchemy as sa

from tocsin.model.event import Event
from tocsin.store import schema
from tocsin.store.base import add_functions
from tocsin.store.filters import EventFilter, conditions
from tocsin.store.rows import event_row

_AT_ONCE = 500


def passing(events: Iterable[Event], wanted: EventFilter) -> list[Event]:
    """The events that pass, ordered by day (unknown last) and id as ``Store.events`` has them. ``as_of``,
    ``changed_since`` and ``without`` are not looked at: they are about databases."""
    by_id = {event.event_id: event for event in events}
    engine = sa.create_engine("sqlite://")
    sa.event.listen(engine, "connect", add_functions)
    c = schema.events.c
    query = (
        sa.select(c.event_id)
        .where(*conditions(wanted, schema.events))
        .order_by(c.date_start.is_(None), c.date_start, c.event_id)
    )
    with engine.begin() as connection:
        schema.events.create(connection)
        waiting = [{**event_row(e), "event_id": e.event_id, "revision": 0, "updated_at": ""} for e in by_id.values()]
        for start in range(0, len(waiting), _AT_ONCE):
            connection.execute(sa.insert(schema.events), waiting[start : start + _AT_ONCE])
        return [by_id[row.event_id] for row in connection.execute(query)]
