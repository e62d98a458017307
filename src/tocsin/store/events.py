"""Stories, judgements, events and their history."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from tocsin.model import codec
from tocsin.model.document import Span
from tocsin.model.errors import UsageError
from tocsin.model.event import Event, Run, Story
from tocsin.model.reading import EventMention
from tocsin.store import history, matching, publishing, schema
from tocsin.store.base import Base
from tocsin.store.filters import EventFilter, conditions
from tocsin.store.rows import member_rows, moment, parse_moment, story_row


class Events(Base):
    """The part of ``Store`` about events."""

    def save_stories(self, stories: Sequence[Story]) -> None:
        """Replace the stories."""
        with self.transaction() as connection:
            connection.execute(sa.delete(schema.story_members))
            connection.execute(sa.delete(schema.stories))
            if stories:
                connection.execute(sa.insert(schema.stories), [story_row(s) for s in stories])
                rows = [row for s in stories for row in member_rows(s)]
                connection.execute(sa.insert(schema.story_members), rows)

    def stories(self) -> tuple[Story, ...]:
        """The stories, sorted by id."""
        query = sa.select(schema.stories.c.body).order_by(schema.stories.c.story_id)
        return tuple(codec.decode(row.body) for row in self._rows(query))

    def publish(
        self,
        drafts: Sequence[Event],
        *,
        why: str,
        run: Run | None = None,
        who: str = "tocsin",
        link: publishing.Link | None = None,
        stay: matching.Stay = MappingProxyType({}),
        restore: bool = False,
    ) -> publishing.Published:
        """Make ``drafts`` the current events. See ``publishing.publish`` and ``matching.assign``.

        Raises:
            StoreError: the database cannot be written.
            ValueError: drafts without mentions, or that share one.
        """
        stamp = publishing.Stamp(moment(self._clock()), who, why, run.id if run else None)
        with self.transaction() as connection:
            return publishing.publish(connection, drafts, stamp, link, stay, restore)

    def publish_some(
        self,
        drafts: Sequence[Event],
        event_ids: Collection[str],
        *,
        why: str,
        run: Run | None,
        who: str,
        finish: publishing.Finish,
        stay: matching.Stay = MappingProxyType({}),
        restore: bool = False,
    ) -> publishing.Published:
        """Make ``drafts`` stand in the place of the present events ``event_ids``. See ``publishing.publish_some``.

        Raises:
            StoreError: the database cannot be written.
            ValueError: drafts without mentions, or that share one.
        """
        stamp = publishing.Stamp(moment(self._clock()), who, why, run.id if run else None)
        with self.transaction() as connection:
            return publishing.publish_some(connection, drafts, event_ids, stamp, finish, stay, restore)

    def match_some(
        self,
        drafts: Sequence[Event],
        event_ids: Collection[str],
        stay: matching.Stay = MappingProxyType({}),
        restore: bool = False,
    ) -> matching.Assignment:
        """The ids that ``publish_some`` would give ``drafts``, in the order of their smallest event mentions."""
        ordered = sorted(drafts, key=lambda draft: min(draft.mention_ids))
        with self._read() as connection:
            return publishing.match_some(connection, ordered, event_ids, stay, restore)

    def events_by_id(self, event_ids: Collection[str]) -> list[Event]:
        """Present events of some ids, in the order of ids."""
        c = schema.events.c
        wanted = json.dumps(sorted(event_ids))
        some = sa.text("event_id IN (SELECT value FROM json_each(:ids))").bindparams(ids=wanted)
        query = sa.select(c.event_id, c.revision, c.updated_at, c.body).where(some).order_by(c.event_id)
        return [_event(row) for row in self._rows(query)]

    def match(
        self, drafts: Sequence[Event], stay: matching.Stay = MappingProxyType({}), restore: bool = False
    ) -> matching.Assignment:
        """The ids that ``publish`` would give ``drafts``, in their order."""
        with self._read() as connection:
            return publishing.match(connection, drafts, stay, restore)

    def external_id(self, event_id: str, country: str) -> str:
        """The public id of an event (``MLI12``), minted at the first call and kept for ever.

        Args:
            event_id: an event id, or ``event_id@2022-07-23`` for a later day of one event.
            country: ISO alpha-3; becomes the prefix at the first call.
        """
        table = schema.external_ids
        found = self._rows(sa.select(table.c.external_id).where(table.c.key == event_id))
        if found:
            return str(found[0].external_id)
        with self.transaction() as connection:
            highest = connection.execute(
                sa.select(sa.func.max(table.c.number)).where(table.c.country == country)
            ).scalar()
            number = (highest or 0) + 1
            row = {
                "key": event_id,
                "country": country,
                "number": number,
                "external_id": f"{country}{number}",
            }
            connection.execute(sa.insert(table), row)
        return f"{country}{number}"

    def events(self, wanted: EventFilter | None = None) -> Iterator[Event]:
        """Events that pass the filter, ordered by day (unknown last) and id.

        Raises:
            ValueError: ``wanted.without`` is set, which takes more than the store (``pipeline.seen``).
        """
        wanted = wanted or EventFilter()
        if wanted.without:
            raise ValueError("events without some sources are put together by pipeline.seen, not by the store")
        table = _events_at(wanted.as_of)
        query = (
            sa.select(table.c.event_id, table.c.revision, table.c.updated_at, table.c.body)
            .where(*conditions(wanted, table))
            .order_by(table.c.date_start.is_(None), table.c.date_start, table.c.event_id)
        )
        with self._read() as connection:
            for row in connection.execute(query):
                yield _event(row)

    def event(self, event_id: str) -> Event | None:
        """The current event of this id; redirects are followed."""
        for _ in range(100):  # a redirect may lead to a redirect
            c = schema.events.c
            rows = self._rows(sa.select(c.event_id, c.revision, c.updated_at, c.body).where(c.event_id == event_id))
            if rows:
                return _event(rows[0])
            target = self._rows(
                sa.select(schema.event_redirects.c.to_event_id).where(schema.event_redirects.c.event_id == event_id)
            )
            if not target or target[0].to_event_id is None:
                return None
            event_id = target[0].to_event_id
        return None

    def members(self) -> dict[str, tuple[str, ...]]:
        """The accounts of every present event, both sorted."""
        c = schema.event_members.c
        found: dict[str, list[str]] = {}
        for row in self._rows(sa.select(c.event_id, c.event_mention_id).order_by(c.event_id, c.event_mention_id)):
            found.setdefault(row.event_id, []).append(row.event_mention_id)
        return {event_id: tuple(mentions) for event_id, mentions in found.items()}

    def event_mentions(self, document_ids: Collection[str] | None = None) -> dict[str, EventMention]:
        """The event mentions of all readings that count now, by id; of all documents or of some."""
        c = schema.event_mentions.c
        query = (
            sa.select(schema.event_mentions)
            .join(schema.readings, schema.readings.c.reading_id == c.reading_id)
            .where(schema.readings.c.current)
        )
        if document_ids is not None:
            some = sa.text("readings.document_id IN (SELECT value FROM json_each(:ids))")
            query = query.where(some.bindparams(ids=json.dumps(sorted(document_ids))))
        return {
            row.event_mention_id: EventMention(
                row.event_mention_id,
                row.document_id,
                Span(row.document_id, row.trigger_start, row.trigger_end, row.trigger),
                Span(row.document_id, row.sentence_start, row.sentence_end, row.sentence),
                row.sentence_number,
            )
            for row in self._rows(query)
        }

    def event_at(self, event_id: str, revision: int) -> Event | None:
        """The event as one of its revisions left it; ``None`` when there is none of that number, or it ended it."""
        c = schema.event_revisions.c
        columns = (c.event_id, c.revision, c.updated_at, c.body)
        query = sa.select(*columns).where(c.event_id == event_id, c.revision == revision, c.state == "current")
        rows = self._rows(query)
        return _event(rows[0]) if rows else None

    def redirects(self) -> dict[str, str | None]:
        """Where retired events went: id -> successor, ``None`` for a withdrawn one."""
        c = schema.event_redirects.c
        return {row.event_id: row.to_event_id for row in self._rows(sa.select(c.event_id, c.to_event_id))}

    def find_event_id(self, prefix: str) -> str | None:
        """The event id, present or retired, that is or uniquely begins with ``prefix`` (``ev_`` may be
        left out).

        Raises:
            UsageError: several ids begin so.
        """
        starts = [prefix] if prefix.startswith("ev_") else [prefix, f"ev_{prefix}"]
        c = schema.event_revisions.c
        query = sa.select(c.event_id).distinct().order_by(c.event_id)
        found = {
            row.event_id
            for start in starts
            for row in self._rows(query.where(c.event_id.startswith(start, autoescape=True)))
        }
        if prefix in found:
            return prefix
        if len(found) > 1:
            some = ", ".join(sorted(found)[:4])
            raise UsageError(f"{len(found)} events begin with {prefix!r} ({some} …); give more characters.")
        return found.pop() if found else None

    def log(self, event_id: str) -> list[history.LogEntry]:
        """All revisions of one event, oldest first."""
        c = schema.event_revisions.c
        query = sa.select(schema.event_revisions).where(c.event_id == event_id).order_by(c.revision)
        return [history.entry(row) for row in self._rows(query)]

    def revisions(self, since: datetime | None = None) -> Iterator[history.LogEntry]:
        """Revisions of all events in the order they were made, after ``since`` when given."""
        c = schema.event_revisions.c
        query = sa.select(schema.event_revisions).order_by(c.updated_at, c.event_id, c.revision)
        if since is not None:
            query = query.where(c.updated_at > moment(since))
        with self._read() as connection:
            for row in connection.execute(query):
                yield history.entry(row)

    def changes_of(self, run_id: str) -> list[history.EventChange]:
        """What one run changed, by event id."""
        c = schema.event_revisions.c
        touched = sa.select(c.event_id).where(c.run_id == run_id)
        query = sa.select(schema.event_revisions).where(c.event_id.in_(touched)).order_by(c.event_id, c.revision)
        by_event: dict[str, list[Any]] = {}
        for row in self._rows(query):
            by_event.setdefault(row.event_id, []).append(row._mapping)
        found = []
        for rows in by_event.values():
            first = next(n for n, row in enumerate(rows) if row["run_id"] == run_id)
            change = history.net_change(rows[first - 1] if first else None, rows[first:])
            if change is not None:
                found.append(change)
        return found

    def diff(self, since: datetime, until: datetime | None = None) -> list[history.EventChange]:
        """Net changes of events after ``since`` (and up to ``until``), by event id."""
        c = schema.event_revisions.c
        query = sa.select(schema.event_revisions).order_by(c.event_id, c.revision)
        if until is not None:
            query = query.where(c.updated_at <= moment(until))
        touched = sa.select(c.event_id).where(c.updated_at > moment(since))
        if until is not None:
            touched = touched.where(c.updated_at <= moment(until))
        by_event: dict[str, list[Any]] = {}
        for row in self._rows(query.where(c.event_id.in_(touched))):
            by_event.setdefault(row.event_id, []).append(row._mapping)
        found = []
        for rows in by_event.values():
            before = [row for row in rows if row["updated_at"] <= moment(since)]
            change = history.net_change(before[-1] if before else None, rows[len(before) :])
            if change is not None:
                found.append(change)
        return found


def _event(row: Any) -> Event:
    event: Event = codec.decode(row.body)
    return replace(event, event_id=row.event_id, revision=row.revision, updated_at=parse_moment(row.updated_at))


def _events_at(as_of: datetime | None) -> sa.FromClause:
    """The table of current events, or the same columns as they stood at a moment."""
    if as_of is None:
        return schema.events
    c = schema.event_revisions.c
    latest = (
        sa.select(c.event_id, sa.func.max(c.revision).label("revision"))
        .where(c.updated_at <= moment(as_of))
        .group_by(c.event_id)
        .subquery()
    )
    return (
        sa.select(schema.event_revisions)
        .join(latest, sa.and_(c.event_id == latest.c.event_id, c.revision == latest.c.revision))
        .where(c.state == "current")
        .subquery()
    )
