"""Frozen releases: which events, at which revision, were published under a name."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tocsin.store import history, schema
from tocsin.store.base import Base
from tocsin.store.rows import moment, parse_moment


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it was recorded; ``moment`` is that of the last change in it, ``digest`` one of its files."""

    name: str
    number: int
    moment: datetime
    filters: Mapping[str, str]
    digest: str


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """How an event differs from the release before: ``created``, ``changed``, ``merged``, ``withdrawn``, or
    ``left_out`` (it is there, and passes the filters no more)."""

    event_id: str
    kind: str
    title: str
    merged_into: str | None
    changes: tuple[history.Change, ...]
    why: tuple[str, ...]


class Releases(Base):
    """The part of ``Store`` about releases."""

    def last_change(self) -> datetime | None:
        """The moment of the latest revision of any event."""
        rows = self._rows(sa.select(sa.func.max(schema.event_revisions.c.updated_at)))
        return parse_moment(rows[0][0]) if rows and rows[0][0] is not None else None

    def releases(self) -> list[Release]:
        """All releases, in the order they were made."""
        rows = self._rows(sa.select(schema.releases).order_by(schema.releases.c.number))
        return [
            Release(row.name, row.number, parse_moment(row.moment), json.loads(row.filters), row.digest) for row in rows
        ]

    def save_release(self, release: Release, revisions: Mapping[str, int]) -> None:
        """Record a release with the revision of each of its events."""
        with self.transaction() as connection:
            row = {
                "name": release.name,
                "number": release.number,
                "moment": moment(release.moment),
                "filters": json.dumps(dict(release.filters), ensure_ascii=False, sort_keys=True),
                "digest": release.digest,
            }
            connection.execute(sa.insert(schema.releases), row)
            rows = [{"name": release.name, "event_id": i, "revision": n} for i, n in sorted(revisions.items())]
            if rows:
                connection.execute(sa.insert(schema.release_events), rows)

    def released(self, name: str) -> dict[str, int]:
        """The revision of each event in a release."""
        c = schema.release_events.c
        rows = self._rows(sa.select(c.event_id, c.revision).where(c.name == name).order_by(c.event_id))
        return {row.event_id: row.revision for row in rows}

    def release_changes(self, before: Mapping[str, int], now: Mapping[str, int]) -> list[ReleaseChange]:
        """How the events of ``now`` (id -> revision) differ from those of ``before``, by event id."""
        found = []
        for event_id in sorted({*before, *now}):
            if before.get(event_id) != now.get(event_id):
                change = _change(self._revisions(event_id), before.get(event_id), now.get(event_id))
                if change is not None:
                    found.append(change)
        return found

    def public_ids(self) -> dict[str, str]:
        """The public ids (``MLI12``) that were given to events so far."""
        c = schema.external_ids.c
        return {row.key: row.external_id for row in self._rows(sa.select(c.key, c.external_id))}

    def _revisions(self, event_id: str) -> list[Mapping[str, Any]]:
        c = schema.event_revisions.c
        query = sa.select(schema.event_revisions).where(c.event_id == event_id).order_by(c.revision)
        return [row._mapping for row in self._rows(query)]


def _change(rows: Sequence[Mapping[str, Any]], old: int | None, new: int | None) -> ReleaseChange | None:
    by_number = {row["revision"]: row for row in rows}
    before = by_number[old] if old is not None else None
    after = by_number[new] if new is not None else rows[-1]
    kind = "created" if before is None else "changed" if new is not None else str(after["state"])
    if kind == "current":
        kind = "left_out"
    changes = tuple(history.differences(before, after)) if kind == "changed" else ()
    if kind == "changed" and not changes:
        return None
    why = tuple(dict.fromkeys(str(row["why"]) for row in rows if old is None or row["revision"] > old))
    return ReleaseChange(str(after["event_id"]), kind, history.title(after), after["merged_into"], changes, why)
