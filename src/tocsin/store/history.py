"""What happened to events: revisions and the difference between two moments."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.model import codec
from tocsin.model.event import Event
from tocsin.store.rows import readable
from tocsin.store.schema import event_columns

Change = Mapping[str, Any]
"""``{"field", "from", "to"}`` in the flat columns' terms."""

HIDDEN = frozenset({"actor_search", "source_search", "text_search", "body"})
FACTS = tuple(column.name for column in event_columns() if column.name not in HIDDEN)
"""Columns whose change an analyst is told of, in table order."""


FORGOTTEN = "forgotten"
"""State of a revision whose only documents were forgotten: that it was there is known, not what it held."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One revision: ``state`` is what it made of the event (``current``, ``merged``, ``withdrawn``), or
    ``forgotten``."""

    event_id: str
    revision: int
    at: str
    who: str
    why: str
    state: str
    merged_into: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class EventChange:
    """The net change of one event over a period: ``created``, ``restored`` (it had been merged or withdrawn),
    ``changed``, ``merged`` or ``withdrawn``."""

    event_id: str
    kind: str
    title: str
    merged_into: str | None
    changes: tuple[Change, ...]
    why: tuple[str, ...]
    who: tuple[str, ...] = ()
    before_revision: int | None = None
    revision: int | None = None


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Change]:
    """Changed facts between two event rows; only words, evidence or links moved = one entry ``evidence``.

    A new event (``before`` is None) gives an empty list.
    """
    if before is None:
        return []
    changed: list[Change] = [
        {"field": name, "from": before[name], "to": after[name]} for name in FACTS if before[name] != after[name]
    ]
    if before["body"] == after["body"]:
        return changed
    changed += _listed(before["body"], after["body"])
    return changed or [{"field": "evidence", "from": None, "to": None}]


def _listed(before: str, after: str) -> list[Change]:
    """Changes of what has no flat column: counts of victims, things hit, allies."""
    sides = [_lists(codec.decode(body)) for body in (before, after)]
    return [{"field": k, "from": sides[0][k], "to": sides[1][k]} for k in sides[0] if sides[0][k] != sides[1][k]]


def _lists(event: Event) -> dict[str, str | None]:
    victims = sorted(f"{readable(v)}{' total' if v.total else ''}" for v in event.victims)
    allies = [actor.associated if actor else () for actor in (event.actor1, event.actor2)]
    return {
        "victims": "; ".join(victims) or None,
        "targets": "; ".join(thing.words for thing in event.targets) or None,
        "actor1_associated": "; ".join(allies[0]) or None,
        "actor2_associated": "; ".join(allies[1]) or None,
    }


def entry(row: Any) -> LogEntry:
    """A row of ``event_revisions`` as a log entry."""
    return LogEntry(
        event_id=row.event_id,
        revision=row.revision,
        at=row.updated_at,
        who=row.who,
        why=row.why,
        state=row.state,
        merged_into=row.merged_into,
        changes=tuple(json.loads(row.changes)),
    )


def title(row: Mapping[str, Any]) -> str:
    """An event in a few words: day (``first/last`` when no single day is known), type, place."""
    start, end = row["date_start"], row["date_end"]
    when = start if start == end else f"{start}/{end}"
    is_country = str(row["place_id"] or "").startswith("country:")
    where = ", ".join(part for part in (row["location"], None if is_country else row["country"]) if part)
    return " · ".join(part for part in (when, row["sub_event_type"], where) if part)


def net_change(before: Mapping[str, Any] | None, rows: list[Mapping[str, Any]]) -> EventChange | None:
    """The net change of one event: its last row before the period, and its rows within it (in order).

    ``None`` when the event came and went, or ended as it began.
    """
    last = rows[-1]
    existed = before is not None and before["state"] in ("current", FORGOTTEN)
    exists = last["state"] == "current"
    if not existed and not exists:
        return None
    kind = "changed" if exists else str(last["state"])
    if not existed:
        kind = "created" if before is None else "restored"
    changes = tuple(differences(before, last)) if kind == "changed" else ()
    if kind == "changed" and not changes:
        return None
    why = tuple(dict.fromkeys(str(row["why"]) for row in rows))
    who = tuple(dict.fromkeys(str(row["who"]) for row in rows))
    return EventChange(
        event_id=str(last["event_id"]),
        kind=kind,
        title=title(last),
        merged_into=last["merged_into"],
        changes=changes,
        why=why,
        who=who,
        before_revision=before["revision"] if before is not None else None,
        revision=last["revision"],
    )
