"""``tocsin ledger``: what an actor claims and denies, against what others tell."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import leave, say, table, tell, width
from tocsin.cli.events import NARROW, date_cell, seen_events, toll, where_cell
from tocsin.cli.settings import DEFAULT_DB, Database, open_store, with_filters

if TYPE_CHECKING:
    from tocsin.export.ledger import LedgerRow
    from tocsin.knowledge.actor_model import Actor
    from tocsin.store import EventFilter


@with_filters
def ledger(
    wanted: "EventFilter",
    whose: Annotated[str, typer.Argument(metavar="ACTOR", help="Registry id or exact name.")],
    db: Database = DEFAULT_DB,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or jsonl.")] = "table",
) -> None:
    """Show what an actor claims, denies or is accused of, and whether anybody else tells it."""
    from tocsin.export.ledger import ledger as rows_of
    from tocsin.export.statements import issued_by, of_unknown_issuers
    from tocsin.model.document import DocumentKind
    from tocsin.model.errors import UsageError

    if format not in ("table", "jsonl"):
        raise UsageError(f"--format takes table or jsonl, not {format!r}.")
    found = find_actor(whose)
    names = names_of(found)
    with open_store(db) as store:
        ids = {document.id for document in store.documents(kind=DocumentKind.STATEMENT)}
        readings = store.readings_of(ids)
        own, anonymous = issued_by(readings, found.id, names), of_unknown_issuers(readings)
        rows = rows_of(seen_events(store, wanted), found.id, names, own, anonymous)
    if format == "jsonl":
        for row in rows:
            say(json.dumps(row.as_json(), ensure_ascii=False))
        return
    print_ledger(found.name, rows)


def print_ledger(name: str, rows: "tuple[LedgerRow, ...]") -> None:
    """The acts as a table, and how many stand how."""
    from tocsin.export.ledger import totals

    if not rows:
        tell(f"No event here is done, claimed or denied by {name}, nor is it accused of any.")
        return
    columns: list[tuple[str, dict[str, Any]]] = [
        ("date", {"no_wrap": True}), ("place", {}), ("type", {}), ("dead", {"justify": "right", "no_wrap": True}),
        ("standing", {}), ("delay", {"justify": "right", "no_wrap": True}), ("statement", {}), ("via / accused by", {}),
        ("grade", {"no_wrap": True}), ("event", {"no_wrap": True}),
    ]  # fmt: skip
    cells = [
        [
            date_cell(r.event), where_cell(r.event), r.event.sub_event_type, toll(r.event.fatalities), r.standing.value,
            "" if r.delay is None else f"{r.delay} d", ", ".join(r.statements),
            " > ".join(r.via) or ", ".join(r.accusers),
            (r.said.grade or "") if r.said else "", r.event.event_id[:11],
        ]
        for r in rows
    ]  # fmt: skip
    if width() < NARROW:  # what is said stands before how soon
        kept = (0, 1, 3, 4, 9)
        columns, cells = [columns[k] for k in kept], [[row[k] for k in kept] for row in cells]
    table(name, columns, cells)
    say(", ".join(f"{standing}: {number}" for standing, number in totals(rows).items()))
    say("A claim may be false, and an act that nobody claims may be theirs: absence of a claim is weak evidence.")


def names_of(actor: "Actor") -> list[str]:
    """All names of an actor."""
    return [*(title.text for title in actor.titles), *(name.text for name in actor.names)]


def find_actor(name: str) -> "Actor":
    """The actor of an id or exact name; leaves with a sentence where there is none, or several."""
    from tocsin import knowledge

    registry = knowledge.load().actors
    found = [actor] if (actor := registry.get(name)) else list(registry.by_name(name))
    if len(found) == 1:
        return found[0]
    several = f"{name!r} may be {', '.join(a.id for a in found)}; give the id."
    tell(several if found else f"No actor has the id or name {name!r}; try `tocsin actors search {name}`.")
    return leave(1)
