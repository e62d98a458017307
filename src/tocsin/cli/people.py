"""``tocsin correct`` and ``tocsin judge``: people's work on the dataset."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import leave, say, table, tell
from tocsin.cli.history import change_lines, cleaned
from tocsin.cli.queue import show_queue
from tocsin.cli.settings import DEFAULT_DB, Database, open_store
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.model.people import Correction, Decision
    from tocsin.pipeline.csv_edits import Plan
    from tocsin.pipeline.people import Outcome, Person
    from tocsin.store import Store

Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept in the log for ever.")]
By = Annotated[
    str, typer.Option("--by", envvar="TOCSIN_BY", metavar="NAME", help="Who you are; a working name will do.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and keep nothing.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take back the last one that --by made.")]
Withdraw = Annotated[str | None, typer.Option("--withdraw", metavar="ID", help="Take this one back.")]


def correct(
    event: Annotated[str | None, typer.Argument(metavar="EVENT", help="Event id or its beginning.")] = None,
    field: Annotated[str | None, typer.Argument(metavar="FIELD", help="What to correct; --fields lists all.")] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help="The new value; unknown takes the old one away.")
    ] = None,
    why: Why = "",
    by: By = "",
    from_file: Annotated[
        Path | None,
        typer.Option("--from", metavar="CSV", help="Take every changed cell of an edited CSV export."),
    ] = None,
    dry_run: DryRun = False,
    withdraw: Withdraw = None,
    undo: Undo = False,
    list_them: Annotated[bool, typer.Option("--list", help="List corrections (of EVENT, if given).")] = False,
    fields: Annotated[
        bool, typer.Option("--fields", help="List what can be corrected, and how it is written.")
    ] = False,
    db: Database = DEFAULT_DB,
) -> None:
    """Correct a field of an event.

    The correction is an assertion of its own, by you: it stands before what engines read, survives new engines and
    merges, shows in log and evidence, and can be taken back.
    """
    ways = [event is not None and not list_them, from_file is not None, withdraw is not None, undo, list_them, fields]
    if sum(ways) != 1:
        raise UsageError("Give EVENT FIELD VALUE, or one of --from, --withdraw, --undo, --list, --fields.")
    if fields:
        _list_fields()
        return
    with open_store(db) as store:
        if list_them:
            _list_corrections(store, event)
        elif withdraw is not None or undo:
            _take_back(store, "co", withdraw, by, why, dry_run)
        elif from_file is not None:
            _from_file(store, from_file, by, why, dry_run)
        elif event is not None and field is not None and value is not None:
            _correct_one(store, event, field, value, _person(by, why), dry_run)
        else:
            raise UsageError("Give EVENT, FIELD and VALUE; `tocsin correct --fields` lists the fields.")


def judge(
    left: Annotated[
        str | None, typer.Argument(metavar="LEFT", help="Event, or account (em_…); alone: lists its accounts.")
    ] = None,
    right: Annotated[str | None, typer.Argument(metavar="RIGHT", help="Another event or account.")] = None,
    verdict: Annotated[
        str | None, typer.Argument(metavar="VERDICT", help="same, different, or unsure (the engine decides).")
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option("--split", metavar="ACCOUNT", help="Take this account, or a document's accounts, out of LEFT."),
    ] = None,
    why: Why = "",
    by: By = "",
    dry_run: DryRun = False,
    withdraw: Withdraw = None,
    undo: Undo = False,
    list_them: Annotated[bool, typer.Option("--list", help="List judgements.")] = False,
    queue: Annotated[
        bool, typer.Option("--queue", help="Show pairs of events that may be one, the most useful to judge first.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many pairs --queue shows.")] = 5,
    db: Database = DEFAULT_DB,
) -> None:
    """Say whether two events tell the same happening.

    The events are merged or parted at once, and stay so whatever engines read later. A merged event leaves a redirect;
    taking the judgement back brings it back under its own id.
    """
    if sum([left is not None, withdraw is not None, undo, list_them, queue]) != 1:
        raise UsageError(
            "Give LEFT RIGHT same|different|unsure, EVENT --split ACCOUNT, --queue, --withdraw, --undo or --list."
        )
    with open_store(db) as store:
        if queue:
            show_queue(store, limit, db)
        elif list_them:
            _list_decisions(store)
        elif left is None:
            _take_back(store, "jg", withdraw, by, why, dry_run)
        elif right is None and verdict is None and not split:
            _list_accounts(store, left)
        elif verdict is None and not split:
            raise UsageError("Give a verdict after the two events: same, different or unsure.")
        else:
            _judge(store, left, right, verdict, split or [], _person(by, why), dry_run)


def _person(by: str, why: str) -> "Person":
    from tocsin.pipeline.people import Person

    return Person(by, why)


def _correct_one(store: "Store", name: str, field: str, value: str, person: "Person", dry_run: bool) -> None:
    from tocsin.pipeline import people

    event, moved = people.find_event(store, name)
    if moved:
        tell(moved)
    edits = people.edits_of(store, event, field, value)
    print_outcome(people.correct(store, edits, person, dry_run=dry_run), dry_run)


def _judge(
    store: "Store",
    left: str,
    right: str | None,
    verdict: str | None,
    parts: list[str],
    person: "Person",
    dry_run: bool,
) -> None:
    from tocsin.model.event import Verdict
    from tocsin.pipeline import people

    if parts:
        if right is not None:
            raise UsageError("--split parts LEFT alone; leave RIGHT out.")
        print_outcome(people.split(store, left, parts, person, dry_run=dry_run), dry_run)
        return
    known = [v.value for v in Verdict]
    if right is None or verdict not in known:
        raise UsageError(f"Give LEFT, RIGHT and one of {', '.join(known)}; or LEFT --split ACCOUNT.")
    print_outcome(people.judge(store, left, right, Verdict(verdict), person, dry_run=dry_run), dry_run)


def _take_back(store: "Store", kind: str, act: str | None, by: str, why: str, dry_run: bool) -> None:
    from tocsin.pipeline import people

    person = _person(by, why)
    found = act or people.last_act(store, kind, by)
    print_outcome(people.withdraw(store, found, person, dry_run=dry_run), dry_run, taken_back=True)


def print_outcome(outcome: "Outcome", dry_run: bool, taken_back: bool = False) -> None:
    """What an act changed, event by event."""
    for change in outcome.changes:
        target = f" into {change.merged_into}" if change.merged_into else ""
        say(f"{change.kind:9} {change.event_id}{target}  {cleaned(change.title)}")
        for line in change_lines(change.changes):
            say(f"          {line}")
    if not outcome.changes:
        say("No event changes.")
    for notice in outcome.notices:
        tell(f"note: {cleaned(notice)}")
    if dry_run:
        tell("Nothing was kept (--dry-run).")
    elif taken_back:
        tell(f"{outcome.act} is taken back.")
    else:
        tell(f"{outcome.act} is kept; `--withdraw {outcome.act[:11]}` takes it back.")


# Lists


def _list_fields() -> None:
    from tocsin.pipeline.fields import FIELDS, FOLLOWS

    table(None, [("field", {"no_wrap": True}), ("value", {"ratio": 1})], [[k, f.help] for k, f in FIELDS.items()])
    tell(f"Not to be corrected, because they follow from others: {', '.join(FOLLOWS)}.")


def _list_corrections(store: "Store", name: str | None) -> None:
    from tocsin.pipeline.people import find_event
    from tocsin.pipeline.placing import place

    made = store.corrections()
    if name is not None:
        event, _ = find_event(store, name)
        made = tuple(c for c in made if c.event_id == event.event_id or c in corrections_of(store, event.event_id))
    homeless = {c.id for c in place(store, list(store.members().values())).homeless}
    rows = [
        [c.id[:11], c.event_id[:11], c.field, f"{c.was or '?'} → {c.shown or 'unknown'}", c.by, str(c.at.date()),
         c.why, _standing(c, homeless)]
        for c in made
    ]  # fmt: skip
    _print_list(["correction", "event", "field", "change", "by", "on", "why", ""], rows, "No correction was made.")


def _standing(made: "Correction | Decision", homeless: Iterable[str] = ()) -> str:
    if made.withdrawn is not None:
        return f"taken back by {made.withdrawn.by} on {made.withdrawn.at.date()}: {made.withdrawn.why}"
    return "its words are gone" if made.id in homeless else ""


def corrections_of(store: "Store", event_id: str) -> list["Correction"]:
    """Corrections that show in an event today, wherever they were made."""
    from tocsin.pipeline.placing import place

    members = store.members()
    placed = place(store, list(members.values()))
    own = members.get(event_id, ())
    return [c for mention, made in placed.by_mention.items() if mention in own for c in made]


def _list_decisions(store: "Store") -> None:
    rows = [
        [d.id[:11], d.left[:11], d.verdict.value, d.right[:11], d.by, str(d.at.date()), d.why, _standing(d)]
        for d in store.decisions()
    ]
    _print_list(["judgement", "left", "verdict", "right", "by", "on", "why", ""], rows, "No judgement was made.")


def _print_list(heads: list[str], rows: list[list[str]], nothing: str) -> None:
    if not rows:
        tell(nothing)
        return
    columns: list[tuple[str, dict[str, Any]]] = [
        (head, {"no_wrap": True} if n < 2 else {}) for n, head in enumerate(heads)
    ]
    table(None, columns, rows)


def _list_accounts(store: "Store", name: str) -> None:
    from tocsin.pipeline.judging import accounts_of
    from tocsin.pipeline.people import find_event

    event, moved = find_event(store, name)
    if moved:
        tell(moved)
    rows = [
        [a.mention_id[:11], a.document_id, a.trigger, " ".join(a.sentence.split())] for a in accounts_of(store, event)
    ]
    columns: list[tuple[str, dict[str, Any]]] = [
        ("account", {"no_wrap": True}), ("document", {}), ("word", {}), ("sentence", {"ratio": 1}),
    ]  # fmt: skip
    table(f"{event.event_id} is built from", columns, rows)
    tell(f"`tocsin judge {event.event_id[:11]} --split ACCOUNT` (or a document) takes one out.")


# From a spreadsheet


def _from_file(store: "Store", path: Path, by: str, why: str, dry_run: bool) -> None:
    from tocsin.pipeline import people
    from tocsin.pipeline.csv_edits import plan

    made = plan(store, path)
    person = people.Person(by, why or ("see each row" if made.all_reasoned else ""))
    _print_plan(made)
    if made.edits:
        outcome = people.correct(store, made.edits, person, dry_run=dry_run)
        for notice in outcome.notices:
            tell(f"note: {cleaned(notice)}")
        kept = "would be kept" if dry_run else f"kept as {outcome.act}"
        tell(f"{made.cells} corrected cells in {made.rows} rows {kept}; {len(made.refused)} refused.")
    else:
        tell(f"No cell was changed; {len(made.refused)} refused.")
    if dry_run:
        tell("Nothing was kept (--dry-run).")
    if made.refused:
        leave(1)


def _print_plan(made: "Plan") -> None:
    for notice in made.notices:
        tell(f"note: {cleaned(notice)}")
    if made.changes:
        rows = [
            [str(c.row), c.event_id[:11], c.column, c.was or "?", c.new or "unknown", c.why or ""] for c in made.changes
        ]
        columns: list[tuple[str, dict[str, Any]]] = [
            ("row", {"justify": "right"}), ("event", {"no_wrap": True}), ("column", {"no_wrap": True}),
            ("from", {}), ("to", {}), ("why", {}),
        ]  # fmt: skip
        table(None, columns, rows)
    for refusal in made.refused:
        where = f"row {refusal.row}" + (f", column {refusal.column}" if refusal.column else "")
        tell(f"refused {where}: {cleaned(refusal.sentence)}")
