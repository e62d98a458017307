"""Publishing: assembled drafts become events with ids and revisions."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import sqlalchemy as sa

from tocsin.model import codec
from tocsin.model.event import Event
from tocsin.model.ids import content_id
from tocsin.model.people import PERSON
from tocsin.model.text import fold
from tocsin.model.values import DateValue, PlaceValue
from tocsin.store import history, matching, schema
from tocsin.store.rows import Row, event_row

Link = Callable[[Sequence[Event]], Sequence[Event]]
"""Adds links between events; called once their ids are known."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many events a publication created, changed, left alone, merged away and withdrew."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    merged: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """Events that exist afterwards."""
        return self.created + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every revision of one publication carries."""

    at: str
    who: str
    why: str
    run_id: str | None


def publish(
    connection: sa.Connection,
    drafts: Sequence[Event],
    stamp: Stamp,
    link: Link | None,
    stay: matching.Stay = MappingProxyType({}),
    restore: bool = False,
) -> Published:
    """Make ``drafts`` the current events, within the caller's transaction.

    A revision is written only for an event whose content changed. Events that no draft continues become a
    redirect (merged) or a tombstone (withdrawn). The result depends on the drafts and the stored events
    alone.

    Raises:
        ValueError: a draft without mentions, or two drafts that share one.
    """
    _check(drafts)
    drafts = sorted(drafts, key=lambda draft: min(draft.mention_ids))
    stored = {row["event_id"]: dict(row) for row in connection.execute(sa.select(schema.events)).mappings()}
    signatures = _signatures_of(connection, drafts)
    known = _known(connection, stored)
    assignment = matching.assign(drafts, known, signatures, _former(connection), stay, restore)
    events: Sequence[Event] = [
        replace(draft, event_id=event_id) for draft, event_id in zip(drafts, assignment.ids, strict=True)
    ]
    if link is not None:
        events = link(events)
    writer = _Writer(connection, stamp, stored, known)
    for event_id, successor in sorted(assignment.merged.items()):
        writer.retire(event_id, "merged", successor)
    for event_id in assignment.withdrawn:
        writer.retire(event_id, "withdrawn", None)
    for event in events:
        writer.put(event, signatures)
    writer.finish(events, signatures)
    return Published(
        created=writer.created,
        changed=writer.changed,
        unchanged=len(events) - writer.created - writer.changed,
        merged=len(assignment.merged),
        withdrawn=len(assignment.withdrawn),
    )


def match(
    connection: sa.Connection, drafts: Sequence[Event], stay: matching.Stay, restore: bool
) -> matching.Assignment:
    """The ids that ``publish`` would give ``drafts``, in their order."""
    stored = {row["event_id"]: dict(row) for row in connection.execute(sa.select(schema.events)).mappings()}
    order = sorted(range(len(drafts)), key=lambda n: min(drafts[n].mention_ids))
    found = matching.assign(
        [drafts[n] for n in order],
        _known(connection, stored),
        _signatures_of(connection, drafts),
        _former(connection),
        stay,
        restore,
    )
    ids = dict(zip(order, found.ids, strict=True))
    return replace(found, ids=tuple(ids[n] for n in range(len(drafts))))


def _signatures_of(connection: sa.Connection, drafts: Sequence[Event]) -> dict[str, str]:
    """Signatures of all current mentions, and of those that only the drafts know (by their id)."""
    own = {mention_id: mention_id for draft in drafts for mention_id in draft.mention_ids}
    return {**own, **_signatures(connection)}


def _former(connection: sa.Connection) -> list[matching.Former]:
    table = schema.former_events
    rows = connection.execute(sa.select(table).order_by(table.c.at, table.c.event_id, table.c.revision))
    return [matching.Former(row.event_id, row.revision, json.loads(row.members)) for row in rows]


def _check(drafts: Sequence[Event]) -> None:
    seen: set[str] = set()
    for draft in drafts:
        if not draft.mention_ids:
            raise ValueError("a draft event without event mentions cannot be published")
        for mention_id in draft.mention_ids:
            if mention_id in seen:
                raise ValueError(f"event mention {mention_id} is in two draft events")
            seen.add(mention_id)


def _signatures(connection: sa.Connection) -> dict[str, str]:
    """A name for each current event mention that survives changes elsewhere in its document: document,
    sentence, trigger, and which of several equal ones it is."""
    table = schema.event_mentions
    rows = connection.execute(
        sa.select(table.c.event_mention_id, table.c.document_id, table.c.sentence, table.c.trigger)
        .join(schema.readings, schema.readings.c.reading_id == table.c.reading_id)
        .where(schema.readings.c.current)
        .order_by(table.c.document_id, table.c.sentence_start, table.c.trigger_start, table.c.event_mention_id)
    )
    count: dict[tuple[str, str, str], int] = {}
    found = {}
    for mention_id, document_id, sentence, trigger in rows:
        key = (document_id, " ".join(fold(sentence).split()), fold(trigger))
        count[key] = count.get(key, 0) + 1
        found[mention_id] = content_id("sg", *key, count[key])
    return found


def _known(connection: sa.Connection, stored: dict[str, Row]) -> list[matching.Known]:
    members: dict[str, dict[str, str]] = {event_id: {} for event_id in stored}
    documents: dict[str, set[str]] = {event_id: set() for event_id in stored}
    for row in connection.execute(sa.select(schema.event_members)):
        members[row.event_id][row.event_mention_id] = row.signature
        documents[row.event_id].add(row.document_id)
    return [
        matching.Known(
            event_id=event_id,
            mentions=members[event_id],
            documents=frozenset(documents[event_id]),
            sub_event_type=row["sub_event_type"],
            date_start=row["date_start"],
            location=row["location"],
            told=_told(row["body"]),
        )
        for event_id, row in sorted(stored.items())
    ]


def _told(body: str) -> frozenset[str]:
    """Types, days and places that documents tell of an event on which a person decided otherwise."""
    if f'"author":"{PERSON}' not in body:
        return frozenset()
    found = set()
    for evidence in codec.decode(body).evidence:
        match evidence.value:
            case DateValue(start=start):
                found.add(start.isoformat())
            case PlaceValue(name=name):
                found.add(name)
            case str(name) if evidence.field == "sub_event_type":
                found.add(name)
    return frozenset(found)


class _Writer:
    """Gathers the event rows and revisions of one publication, and writes them at the end in bulk."""

    def __init__(
        self,
        connection: sa.Connection,
        stamp: Stamp,
        stored: dict[str, Row],
        known: Iterable[matching.Known],
    ) -> None:
        self._connection = connection
        self._stamp = stamp
        self._stored = stored
        self._known = {item.event_id: item for item in known}
        revisions = schema.event_revisions.c
        latest = sa.select(revisions.event_id, sa.func.max(revisions.revision)).group_by(revisions.event_id)
        self._latest: dict[str, int] = {row[0]: row[1] for row in connection.execute(latest)}
        self._events: list[Row] = []
        self._revisions: list[Row] = []
        self._redirects: list[Row] = []
        self._former: list[Row] = []
        self.created = 0
        self.changed = 0

    def put(self, event: Event, signatures: Mapping[str, str]) -> None:
        """Insert or update one event when its content changed."""
        row = event_row(event)
        before = self._stored.get(event.event_id)
        if before is not None and before["body"] == row["body"]:
            return
        if before is None:
            self.created += 1
        else:
            self.changed += 1
        revision = self._revise(event.event_id, row, "current", None, history.differences(before, row))
        if before is not None:
            self._keep_former(event.event_id, revision, signatures, event.mention_ids)
        place = {"event_id": event.event_id, "revision": revision, "updated_at": self._stamp.at}
        self._events.append({**place, **row})

    def retire(self, event_id: str, kind: str, successor: str | None) -> None:
        """Replace an event by a redirect or a tombstone; its revisions stay."""
        before = self._stored[event_id]
        row = {name: before[name] for name in (column.name for column in schema.event_columns())}
        revision = self._revise(event_id, row, kind, successor, [])
        self._keep_former(event_id, revision, {}, ())
        self._redirects.append(
            {
                "event_id": event_id,
                "kind": kind,
                "to_event_id": successor,
                "why": self._stamp.why,
                "at": self._stamp.at,
                "run_id": self._stamp.run_id,
            }
        )

    def _keep_former(
        self, event_id: str, revision: int, signatures: Mapping[str, str], mention_ids: Iterable[str]
    ) -> None:
        """Remember what an event was made of when that changes."""
        before = self._known[event_id].mentions
        if set(before.values()) != {signatures[m] for m in mention_ids}:
            members = json.dumps(dict(sorted(before.items())))
            row = {"event_id": event_id, "revision": revision, "members": members, "at": self._stamp.at}
            self._former.append(row)

    def finish(self, events: Sequence[Event], signatures: dict[str, str]) -> None:
        """Write everything, and who belongs to which event."""
        self._delete(schema.events, [*self._events, *self._redirects])
        self._delete(schema.event_redirects, [*self._events, *self._redirects])  # an event may come back
        _insert_many(self._connection, schema.events, self._events)
        _insert_many(self._connection, schema.event_revisions, self._revisions)
        _insert_many(self._connection, schema.event_redirects, self._redirects)
        _insert_many(self._connection, schema.former_events, self._former)
        self._connection.execute(sa.delete(schema.event_members))
        self._connection.execute(sa.delete(schema.event_sources))
        document_of = _documents_of_mentions(self._connection)
        _insert_many(
            self._connection,
            schema.event_members,
            (
                {
                    "event_mention_id": mention_id,
                    "event_id": event.event_id,
                    "document_id": document_of.get(mention_id, ""),
                    "signature": signatures[mention_id],
                }
                for event in events
                for mention_id in event.mention_ids
            ),
        )
        _insert_many(self._connection, schema.event_sources, _source_rows(events))

    def _revise(self, event_id: str, row: Row, state: str, successor: str | None, changes: list[history.Change]) -> int:
        number = self._latest.get(event_id, 0) + 1
        self._latest[event_id] = number
        self._revisions.append(
            {
                "event_id": event_id,
                "revision": number,
                "updated_at": self._stamp.at,
                "state": state,
                "merged_into": successor,
                "changes": json.dumps(changes, ensure_ascii=False),
                "why": self._stamp.why,
                "who": self._stamp.who,
                "run_id": self._stamp.run_id,
                **row,
            }
        )
        return number

    def _delete(self, table: sa.Table, rows: list[Row]) -> None:
        if rows:
            statement = sa.delete(table).where(table.c.event_id == sa.bindparam("gone"))
            self._connection.execute(statement, [{"gone": row["event_id"]} for row in rows])


def _documents_of_mentions(connection: sa.Connection) -> dict[str, str]:
    table = schema.event_mentions
    query = (
        sa.select(table.c.event_mention_id, table.c.document_id)
        .join(schema.readings, schema.readings.c.reading_id == table.c.reading_id)
        .where(schema.readings.c.current)
    )
    return {row.event_mention_id: row.document_id for row in connection.execute(query)}


def _source_rows(events: Iterable[Event]) -> Iterable[Row]:
    for event in events:
        for source in {s.document_id: s for s in event.sources}.values():
            yield {
                "event_id": event.event_id,
                "document_id": source.document_id,
                "publisher": source.publisher,
                "published": source.published.isoformat() if source.published else None,
                "url": source.url,
                "language": source.language,
                "story_id": source.story_id,
                "independent": source.independent,
                "grade": source.grade,
            }


def _insert_many(connection: sa.Connection, table: sa.Table, rows: Iterable[Row]) -> None:
    found = list(rows)
    if found:
        connection.execute(sa.insert(table), found)
