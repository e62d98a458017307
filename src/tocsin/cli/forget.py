"""``tocsin forget``: a document's text leaves the database for good."""

from typing import Annotated

import typer

from tocsin.cli.console import say, tell
from tocsin.cli.history import cleaned
from tocsin.cli.settings import DEFAULT_DB, Database, open_store
from tocsin.model.errors import UsageError


def forget(
    document: Annotated[str, typer.Argument(metavar="DOC", help="Document id, in full.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; kept in the tombstone.")],
    by: Annotated[str, typer.Option("--by", envvar="TOCSIN_BY", metavar="NAME", help="Who you are.")] = "",
    db: Database = DEFAULT_DB,
) -> None:
    """Purge a document: its text, title and quotes leave the file, also from the history of events.

    Events that rest on it alone are withdrawn. It cannot be undone; the id and the reason stay, and coding the document
    again is refused unless with `tocsin code --again`.
    """
    from tocsin.pipeline.forgetting import forget as purge

    with open_store(db) as store:
        tombstone = store.forgotten(document)
        if tombstone is not None:
            raise UsageError(f"{document} was forgotten on {tombstone.at.date()} already ({tombstone.reason}).")
        if store.document_status(document) is None:
            near = store.find_documents(document)
            hint = f"; did you mean {' or '.join(near[:3])}?" if near else "; `tocsin documents` lists them."
            raise UsageError(f"There is no document {document!r}{hint}")
        done = purge(store, document, reason=reason, by=by or None)
    for change in done.changes:
        say(f"{change.kind:9} {change.event_id}  {cleaned(change.title)}")
    for notice in done.notices:
        tell(f"note: {cleaned(notice)}")
    say(f"{document} is forgotten; {done.revisions} revisions were cleaned, and the file was rewritten.")
    if done.elsewhere:
        tell(
            f"note: sentences of it stand in other documents too: {', '.join(done.elsewhere)}. `tocsin forget` each "
            "of them if they must go."
        )
    tell("Exports, releases and copies of the database that you made before are not touched.")
