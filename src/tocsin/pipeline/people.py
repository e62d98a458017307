"""People's acts: corrections and judgements, recorded and followed at once. Nothing is overwritten: an act is a row, to
take it back is another, and the events are built anew from what is in force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import tocsin
from tocsin.model.errors import UsageError
from tocsin.model.event import Event, Verdict
from tocsin.model.ids import content_id
from tocsin.model.people import PERSON, Anchor, Correction, Decision, Withdrawal
from tocsin.pipeline import fields, merging
from tocsin.pipeline.assembling import Act
from tocsin.pipeline.judging import Judged, judged, split_off, without_effect
from tocsin.pipeline.options import Report
from tocsin.pipeline.placing import place
from tocsin.pipeline.presenting import value_text
from tocsin.pipeline.rooms import Rooms, real_rooms
from tocsin.store import Edit, EventChange, Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did to the events: its id, their changes, and sentences the user should see."""

    act: str
    changes: tuple[EventChange, ...]
    notices: tuple[str, ...] = ()


class _RollBackError(Exception):
    """Ends the transaction of a dry run."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts and why.

    Raises:
        UsageError: no name, no reason, or a name that could not be shown on a line.
    """

    by: str
    why: str

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise UsageError("Say who you are: --by NAME (or TOCSIN_BY); a working name will do.")
        if len(self.by) > 60 or not self.by.isprintable():
            raise UsageError(f"--by {self.by!r} is no name for a log; give up to 60 plain characters.")
        if not self.why.strip():
            raise UsageError("Say why: --why TEXT. Whoever reads the log in a year will ask.")


# Corrections


def edits_of(store: Store, event: Event, field: str, text: str) -> list[Edit]:
    """The edits that set ``field`` of ``event`` to what ``text`` says. Raises UsageError (see ``fields.parse``)."""
    from tocsin import knowledge

    values = fields.parse(event, field, text, knowledge.load())
    anchors = anchors_of(store, event)
    return [
        Edit(event.event_id, name, value, fields.shown(event, name), value_text(value), anchors)
        for name, value in values.items()
    ]


def anchors_of(store: Store, event: Event) -> tuple[Anchor, ...]:
    """The accounts of an event, the one that gave it its id first."""
    known = store.accounts().anchors
    order = sorted(event.mention_ids, key=lambda m: (content_id("ev", m) != event.event_id, m))
    return tuple(known[m] for m in order if m in known)


def correct(
    store: Store, edits: Sequence[Edit], person: Person, *, dry_run: bool = False, rooms: Rooms | None = None
) -> Outcome:
    """Record corrections and build their events anew.

    Raises:
        StoreError: another run is writing, or the database cannot be written.
        UsageError: there is nothing to correct.
    """
    if not edits:
        raise UsageError("There is nothing to correct.")
    touched = {edit.event_id for edit in edits}

    def record() -> str:
        return store.add_corrections(edits, by=person.by, why=person.why)

    def check() -> tuple[str, ...]:
        events = (store.event(event_id) for event_id in sorted(touched))
        return tuple(note for event in events if event is not None for note in fields.remarks(event))

    return _act(store, "correct", person, record, False, check, dry_run=dry_run, rooms=rooms)


# Judgements


def judge(
    store: Store,
    left: str,
    right: str,
    verdict: Verdict,
    person: Person,
    *,
    dry_run: bool = False,
    rooms: Rooms | None = None,
) -> Outcome:
    """Record that two events or accounts tell the same happening, or different ones, and merge anew.

    Raises:
        StoreError: another run is writing, or the database cannot be written.
        UsageError: an id is unknown, or the judgement is about one and the same thing.
    """
    return _judge(store, judged(store, left, right, verdict), person, dry_run, rooms)


def split(
    store: Store, event: str, parts: Sequence[str], person: Person, *, dry_run: bool = False, rooms: Rooms | None = None
) -> Outcome:
    """Take accounts (or all accounts of a document) out of an event: they tell another happening. Raises as
    ``judge``."""
    return _judge(store, split_off(store, event, parts), person, dry_run, rooms)


def _judge(store: Store, found: Judged, person: Person, dry_run: bool, rooms: Rooms | None) -> Outcome:
    def record() -> str:
        return store.add_decision(found.left, found.right, found.verdict, found.pairs, by=person.by, why=person.why)

    def check() -> tuple[str, ...]:
        return (*found.notices, *without_effect(store, found))

    return _act(store, "judge", person, record, True, check, dry_run=dry_run, rooms=rooms, stay=found.stay)


# Taking back


def withdraw(store: Store, act: str, person: Person, *, dry_run: bool = False, rooms: Rooms | None = None) -> Outcome:
    """Take a correction or judgement back; the events become what they are without it.

    Raises:
        StoreError: another run is writing, or the database cannot be written.
        UsageError: no such act, or it was taken back before.
    """
    known: dict[str, Correction | Decision] = {d.id: d for d in store.decisions()}
    known |= {c.id: c for c in store.corrections()}
    found_id = store.find_act(act)
    found = known.get(found_id) if found_id is not None else None
    if found is None:
        raise UsageError(
            f"There is no correction or judgement {act!r}; `tocsin correct --list` and `tocsin judge --list`."
        )
    if found.withdrawn is not None:
        was = found.withdrawn
        raise UsageError(f"{found.id} was taken back by {was.by} on {was.at.date().isoformat()} ({was.why}).")
    moving = isinstance(found, Decision)

    def record() -> str:
        store.withdraw(found.id, by=person.by, why=person.why)
        return found.id

    return _act(store, "withdraw", person, record, moving, dry_run=dry_run, rooms=rooms)


def last_act(store: Store, kind: str, by: str) -> str:
    """The latest correction (``co``) or judgement (``jg``) of a person that is in force. Raises UsageError without
    one."""
    acts: Sequence[Correction | Decision] = store.corrections() if kind == "co" else store.decisions()
    own = [a for a in acts if a.by == by and a.withdrawn is None]
    if not own:
        what = "correction" if kind == "co" else "judgement"
        raise UsageError(f"{by} has made no {what} that is in force, so there is nothing to undo.")
    return own[-1].id


# The common way


def _act(
    store: Store,
    command: str,
    person: Person,
    record: Callable[[], str],
    moving: bool,
    check: Callable[[], tuple[str, ...]] = tuple,
    *,
    dry_run: bool,
    rooms: Rooms | None,
    stay: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> Outcome:
    """Bring the events up to date, record the act, follow it, and tell what changed; a dry run keeps nothing.

    ``moving``: accounts may move between events, which then come back under the ids they had before.
    """
    rooms = rooms or real_rooms()
    outcome: Outcome | None = None
    with store.exclusive():
        report = Report()
        try:
            with store.transaction():
                scope = merging.choose_scope(store, None, Report())
                merging.bring_up_to_date(store, rooms, scope, report)
                run = store.start_run([("code", tocsin.__version__), ("command", command), ("by", person.by)])
                act = record()
                made = Act(PERSON + person.by, f"{person.why} ({_taken_back(command)}{act})", stay, moving)
                merging.merge_and_publish(store, rooms, scope, run, report, made)
                store.finish_run(run)
                outcome = Outcome(
                    act,
                    tuple(store.changes_of(run.id)),
                    (*report.notices, *(r.sentence for r in report.refused), *check()),
                )
                if dry_run:
                    raise _RollBackError
        except _RollBackError:
            pass
    if outcome is None:
        raise AssertionError("an act ended without an outcome")
    return outcome


def _taken_back(command: str) -> str:
    return "taken back: " if command == "withdraw" else ""


def find_event(store: Store, name: str) -> tuple[Event, str | None]:
    """The present event of an id or its beginning, and a sentence when it was merged away meanwhile.

    Raises:
        UsageError: there is and was none, or it was withdrawn.
    """
    event_id = store.find_event_id(name)
    if event_id is None:
        raise UsageError(f"No event is or was called {name!r}; `tocsin events --all` lists them.")
    event = store.event(event_id)
    if event is None:
        last = store.log(event_id)[-1]
        raise UsageError(f"{event_id} was withdrawn on {last.at[:10]} ({last.why}); `tocsin log {event_id}`.")
    if event.event_id != event_id:
        return event, f"{event_id} was merged into {event.event_id}, which is meant now."
    return event, None


def about(store: Store, event_id: str) -> list[str]:
    """Corrections and judgements that are or were about an event, in the order they were made, in words."""
    members = store.members()
    mentions = set(members.get(event_id, ()))
    placed = place(store, list(members.values())).by_mention
    shown = {(c.id, c.field) for m in mentions & set(placed) for c in placed[m]}
    made: list[tuple[datetime, str]] = []
    acts: dict[str, list[Correction]] = {}
    for c in store.corrections():
        if c.event_id == event_id or (c.id, c.field) in shown:
            acts.setdefault(f"{c.id} {c.why}", []).append(c)
    made += [(together[0].at, _corrected(together)) for together in acts.values()]
    for d in store.decisions():
        if event_id in (d.left, d.right) or mentions & {m for pair in d.pairs for m in pair}:
            what = f"{d.left} and {d.right}: {d.verdict.value}"
            made.append((d.at, f"{d.id}  {d.at:%Y-%m-%d}  {d.by} judged {what} ({d.why}){_taken(d.withdrawn)}"))
    return [line for _, line in sorted(made)]


def _corrected(together: Sequence[Correction]) -> str:
    """Corrections of one act on a line."""
    first = together[0]
    moved = [c for c in together if c.was != c.shown] or together
    changes = "; ".join(f"{c.field}: {c.was or 'unknown'} → {c.shown or 'unknown'}" for c in moved)
    return f"{first.id}  {first.at:%Y-%m-%d}  {first.by} corrected {changes} ({first.why}){_taken(first.withdrawn)}"


def _taken(withdrawn: Withdrawal | None) -> str:
    if withdrawn is None:
        return ""
    return f"; taken back by {withdrawn.by} on {withdrawn.at:%Y-%m-%d}: {withdrawn.why}"
