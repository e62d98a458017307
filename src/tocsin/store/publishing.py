"""Publishing: assembled drafts become events with ids and revisions."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

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
    return _written(writer, assignment, events, signatures)


def _written(
    writer: "_Writer", assignment: matching.Assignment, events: Sequence[Event], signatures: dict[str, str]
) -> Published:
    """Retire the events that are gone, write those that are there, and tell what changed."""
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


Finish = Callable[[Sequence[Event]], Sequence[Event]]
"""From events with ids to all events whose content they may change, themselves included."""


def publish_some(
    connection: sa.Connection,
    drafts: Sequence[Event],
    event_ids: Collection[str],
    stamp: Stamp,
    finish: Finish,
    stay: matching.Stay = MappingProxyType({}),
    restore: bool = False,
) -> Published:
    """As ``publish``, for ``drafts`` that stand in the place of the present events ``event_ids``; all other events stay
    as they are, but for those that ``finish`` gives back with other content. Raises as ``publish``."""
    _check(drafts)
    drafts = sorted(drafts, key=lambda draft: min(draft.mention_ids))
    assignment = match_some(connection, drafts, event_ids, stay, restore)
    events = finish([replace(draft, event_id=i) for draft, i in zip(drafts, assignment.ids, strict=True)])
    ids = {event.event_id for event in events} | set(event_ids)
    stored = _stored(connection, ids)
    known = _known(connection, stored, ids)
    before = {m: signature for item in known for m, signature in item.mentions.items()}
    signatures = {**before, **_signatures_of(connection, drafts, _documents(drafts))}
    writer = _Writer(connection, stamp, stored, known, ids)
    return _written(writer, assignment, events, signatures)


def match_some(
    connection: sa.Connection,
    drafts: Sequence[Event],
    event_ids: Collection[str],
    stay: matching.Stay,
    restore: bool,
) -> matching.Assignment:
    """The ids that ``publish_some`` would give ``drafts``, which are sorted by their smallest event mention."""
    stored = _stored(connection, event_ids)
    signatures = _signatures_of(connection, drafts, _documents(drafts))
    wanted = {signatures[m] for draft in drafts for m in draft.mention_ids}
    former = [f for f in _former(connection) if not wanted.isdisjoint(f.mentions.values())]
    elsewhere = set(_stored(connection, {f.event_id for f in former})) - set(stored)
    former = [f for f in former if f.event_id not in elsewhere]
    first = {content_id("ev", min(draft.mention_ids)) for draft in drafts}
    table = schema.event_revisions.c
    taken = {row[0] for row in connection.execute(_among(sa.select(table.event_id).distinct(), table.event_id, first))}
    known = _known(connection, stored, event_ids)
    return matching.assign(drafts, known, signatures, former, stay, restore, taken)


def _documents(drafts: Iterable[Event]) -> set[str]:
    return {source.document_id for draft in drafts for source in draft.sources}


def _among(query: sa.Select[Any], column: sa.ColumnElement[str], wanted: Collection[str]) -> sa.Select[Any]:
    """The rows of ``query`` whose ``column`` is among any number of values."""
    values = sa.func.json_each(json.dumps(sorted(wanted))).table_valued("value")
    return query.where(column.in_(sa.select(values.c.value)))


def _stored(connection: sa.Connection, event_ids: Collection[str]) -> dict[str, Row]:
    query = _among(sa.select(schema.events), schema.events.c.event_id, event_ids)
    return {row["event_id"]: dict(row) for row in connection.execute(query).mappings()}


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


def _signatures_of(
    connection: sa.Connection, drafts: Sequence[Event], documents: Collection[str] | None = None
) -> dict[str, str]:
    """Signatures of all current mentions (or those of some documents), and of those that only the drafts know (by their
    id)."""
    own = {mention_id: mention_id for draft in drafts for mention_id in draft.mention_ids}
    return {**own, **_signatures(connection, documents)}


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


def _signatures(connection: sa.Connection, documents: Collection[str] | None = None) -> dict[str, str]:
    """A name for each current event mention that survives changes elsewhere in its document: document,
    sentence, trigger, and which of several equal ones it is."""
    table = schema.event_mentions
    query = (
        sa.select(table.c.event_mention_id, table.c.document_id, table.c.sentence, table.c.trigger)
        .join(schema.readings, schema.readings.c.reading_id == table.c.reading_id)
        .where(schema.readings.c.current)
        .order_by(table.c.document_id, table.c.sentence_start, table.c.trigger_start, table.c.event_mention_id)
    )
    if documents is not None:
        query = _among(query, schema.readings.c.document_id, documents)
    count: dict[tuple[str, str, str], int] = {}
    found = {}
    for mention_id, document_id, sentence, trigger in connection.execute(query):
        key = (document_id, " ".join(fold(sentence).split()), fold(trigger))
        count[key] = count.get(key, 0) + 1
        found[mention_id] = content_id("sg", *key, count[key])
    return found


def _known(
    connection: sa.Connection, stored: dict[str, Row], event_ids: Collection[str] | None = None
) -> list[matching.Known]:
    members: dict[str, dict[str, str]] = {event_id: {} for event_id in stored}
    documents: dict[str, set[str]] = {event_id: set() for event_id in stored}
    query = sa.select(schema.event_members)
    if event_ids is not None:
        query = _among(query, schema.event_members.c.event_id, stored)
    for row in connection.execute(query):
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


_ROWS = 2000
"""Event rows written together: what bounds memory."""


class _Writer:
    """Gathers the event rows and revisions of one publication, and writes them in bulk, some at a time."""

    def __init__(
        self,
        connection: sa.Connection,
        stamp: Stamp,
        stored: dict[str, Row],
        known: Iterable[matching.Known],
        only: Collection[str] | None = None,
    ) -> None:
        self._connection = connection
        self._stamp = stamp
        self._stored = stored
        self._known = {item.event_id: item for item in known}
        revisions = schema.event_revisions.c
        latest = sa.select(revisions.event_id, sa.func.max(revisions.revision)).group_by(revisions.event_id)
        if only is not None:
            latest = _among(latest, revisions.event_id, only)
        self._only = only
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
        if len(self._events) >= _ROWS:
            self._flush()

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
        """Write what is left, and who belongs to which event."""
        self._flush()
        for table in (schema.event_members, schema.event_sources):
            if self._only is None:
                self._connection.execute(sa.delete(table))
            else:
                self._delete(table, [{"event_id": event_id} for event_id in self._only])
        documents = None if self._only is None else _documents(events)
        document_of = _documents_of_mentions(self._connection, documents)
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

    def _flush(self) -> None:
        """Write the rows gathered so far; each event has rows in one publication once."""
        gone = [*self._events, *self._redirects]
        self._delete(schema.events, gone)
        self._delete(schema.event_redirects, gone)  # an event may come back
        tables = (schema.events, schema.event_revisions, schema.event_redirects, schema.former_events)
        for table, rows in zip(tables, (self._events, self._revisions, self._redirects, self._former), strict=True):
            _insert_many(self._connection, table, rows)
            rows.clear()

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


def _documents_of_mentions(connection: sa.Connection, documents: Collection[str] | None = None) -> dict[str, str]:
    table = schema.event_mentions
    query = (
        sa.select(table.c.event_mention_id, table.c.document_id)
        .join(schema.readings, schema.readings.c.reading_id == table.c.reading_id)
        .where(schema.readings.c.current)
    )
    if documents is not None:
        query = _among(query, schema.readings.c.document_id, documents)
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
