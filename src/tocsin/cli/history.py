"""``tocsin log`` and ``tocsin diff``: what changed, when and why."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import say, tell
from tocsin.cli.settings import DEFAULT_DB, Database, open_store
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.store import Store


def log(
    name: Annotated[str, typer.Argument(metavar="EVENT", help="Event id or its beginning.")],
    db: Database = DEFAULT_DB,
) -> None:
    """Show the history of one event."""
    with open_store(db) as store:
        event_id = store.find_event_id(name)
        if event_id is None:
            raise UsageError(f"No event is or was called {name!r}; `tocsin events --all` lists them.")
        entries = store.log(event_id)
        people = _peoples_work(store, event_id)
    say(event_id)
    for entry in entries:
        say(f"  {entry.revision}  {entry.at[:19].replace('T', ' ')}  {entry.who}: {cleaned(entry.why)}")
        if entry.state == "merged":
            say(f"     merged into {entry.merged_into}")
        elif entry.state == "withdrawn":
            say("     withdrawn: no document tells of it any more")
        elif entry.state == "forgotten":
            say("     what it held was forgotten with its document")
        for line in change_lines(entry.changes):
            say(f"     {line}")
    if people:
        say("What people said about it:")
    for line in people:
        say(f"  {line}")


def _peoples_work(store: "Store", event_id: str) -> list[str]:
    """Corrections and judgements that are or were about an event, each on a line."""
    from tocsin.pipeline.people import about

    return [cleaned(line) for line in about(store, event_id)]


def diff(
    since: Annotated[str, typer.Option(metavar="DATE", help="From this day or moment (UTC).")],
    until: Annotated[str | None, typer.Option(metavar="DATE", help="To this day or moment.")] = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show how events changed between two moments."""
    from tocsin.store import parse_moment

    start = parse_moment(since)
    end = parse_moment(until, end_of_day=True) if until else None
    with open_store(db) as store:
        changes = store.diff(start, end)
    for change in changes:
        target = f" into {change.merged_into}" if change.merged_into else ""
        say(f"{change.kind:9} {change.event_id}{target}  {cleaned(change.title) or '(forgotten)'}")
        for line in change_lines(change.changes):
            say(f"          {line}")
    kinds = ("created", "restored", "changed", "merged", "withdrawn")
    numbers = {kind: sum(c.kind == kind for c in changes) for kind in kinds}
    counted = ", ".join(f"{n} {kind}" for kind, n in numbers.items() if n or kind != "restored")
    tell(f"since {since}: {counted}")


def change_lines(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """One line a change: ``fatalities_low: 9 → 11``."""
    lines = []
    for change in changes:
        if change["field"] == "evidence":
            lines.append("evidence or links changed")
        else:
            lines.append(f"{change['field']}: {_value(change['from'])} → {_value(change['to'])}")
    return lines


def _value(value: object) -> str:
    if value is None:
        return "unknown"
    if value == "":  # an empty list
        return "none"
    text = cleaned(str(value))
    return text if len(text) <= 60 else text[:57] + "…"


def cleaned(text: str) -> str:
    """Text of foreign origin, safe to print on a line."""
    from tocsin.export.clean import visible

    return visible(text)
