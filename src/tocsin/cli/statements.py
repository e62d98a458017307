"""``tocsin statements``: communiques, who issued them, and what became of what they claim."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import say, table, tell, width
from tocsin.cli.events import NARROW, date_cell, where_cell
from tocsin.cli.settings import DEFAULT_DB, Database, open_store

if TYPE_CHECKING:
    from tocsin.export.statements import Act, Issued
    from tocsin.store import Store


def statements(
    db: Database = DEFAULT_DB,
    issuer: Annotated[
        str | None, typer.Option(metavar="ACTOR", help="Only those of this actor: registry id or exact name.")
    ] = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or jsonl.")] = "table",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
) -> None:
    """List statements (documents of kind statement): issuer, channel, what each claims or denies, who else tells it.

    Texts are not shown: statements are never re-published.
    """
    from tocsin.model.errors import UsageError

    if format not in ("table", "jsonl"):
        raise UsageError(f"--format takes table or jsonl, not {format!r}.")
    with open_store(db) as store:
        rows = issued_in(store, issuer)
    if as_json or format == "jsonl":
        for row in rows:
            say(json.dumps(row.as_json(), ensure_ascii=False))
        return
    print_statements(rows)


def issued_in(store: "Store", whose: str | None = None) -> "tuple[Issued, ...]":
    """The statements of a database; ``whose``: only those of this actor."""
    from tocsin.cli.ledger import find_actor, names_of
    from tocsin.export.statements import issued, issued_by
    from tocsin.model.document import DocumentKind
    from tocsin.store import EventFilter

    documents = list(store.documents(kind=DocumentKind.STATEMENT))
    readings = store.readings_of({document.id for document in documents})
    if whose is not None:
        actor = find_actor(whose)
        own = issued_by(readings, actor.id, names_of(actor))
        documents = [document for document in documents if document.id in own]
    ids = {document.id for document in documents}
    events = [e for e in store.events(EventFilter(all=True)) if any(s.document_id in ids for s in e.sources)]
    return issued(documents, readings, events, store.stories_with(ids))


def print_statements(rows: "tuple[Issued, ...]") -> None:
    """The statements as a table, one line an act."""
    if not rows:
        tell("No statements here: code documents with --kind statement, or give them a field kind: statement.")
        return
    columns: list[tuple[str, dict[str, Any]]] = [
        ("date", {"no_wrap": True}), ("issuer", {}), ("known by", {}), ("channel", {}), ("says", {}),
        ("told by others", {}), ("versions", {}), ("document", {}),
    ]  # fmt: skip
    cells = [line for row in rows for line in _lines(row)]
    if width() < NARROW:  # who says what of which event
        kept = (0, 1, 4, 7)
        columns, cells = [columns[k] for k in kept], [[line[k] for k in kept] for line in cells]
    table(None, columns, cells)
    unknown = sum(row.issuer is None for row in rows)
    told = [act for row in rows for act in row.acts]
    others = sum(bool(act.others) for act in told)
    say(f"statements {len(rows)}, of unknown issuers {unknown}; acts {len(told)}, told by others too {others}")
    say("What only its issuer tells is a claim and confirms nothing: `tocsin ledger ACTOR` shows how its acts stand.")


def _lines(row: "Issued") -> list[list[str]]:
    published = row.document.published
    channel = " > ".join([*row.document.via, *([row.document.publisher] if row.document.publisher else [])])
    number = f" (no. {row.number})" if row.number else ""
    versions = ", ".join(f"{name} ({kind})" for name, kind in row.versions)
    said = [(_act(act), ", ".join(act.others) or "nobody") for act in row.acts]
    if row.threats:
        said.append(("threatens", ""))
    said = said or [("claims nothing" if row.issuer is None else "nothing datable", "")]
    head = [
        published.day.isoformat() if published else "?", (row.issuer or "unknown") + number, row.how or "", channel,
    ]  # fmt: skip
    first, *rest = said
    lines = [[*head, *first, versions, row.document.id]]
    return lines + [["", "", "", "", *more, "", ""] for more in rest]


def _act(act: "Act") -> str:
    verb = {"claim": "claims", "denial": "denies", "accusation": "accuses"}[act.kind.value]
    whom = f" {act.of} of" if act.kind.value == "accusation" and act.of else ""
    event = act.event
    what = f"{event.sub_event_type}, {where_cell(event)}, {date_cell(event)}"
    return f"{verb}{whom} {what} [{event.event_id[:11]}]"
