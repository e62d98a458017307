"""``tocsin stories``: which documents are one report."""

from collections.abc import Iterable
from typing import Annotated

import typer

from tocsin.cli.console import data_stream, say, tell, width
from tocsin.cli.settings import DEFAULT_DB, Database, open_store
from tocsin.model.document import Span
from tocsin.model.errors import UsageError
from tocsin.model.event import Story


def stories(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="Only the story with this id, or of this document.")
    ] = None,
    quotes: Annotated[bool, typer.Option("--quotes", help="Quotations that several documents share.")] = False,
    all: Annotated[bool, typer.Option("--all", help="Also stories of one document that copies nothing.")] = False,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or jsonl.")] = "table",
    db: Database = DEFAULT_DB,
) -> None:
    """List documents that are one report: the root, its copies and updates, why, and the facts that copies changed."""
    from tocsin.export import ExportOptions, quotes_text, story_text, write
    from tocsin.pipeline import shared_quotes

    if format not in ("table", "jsonl"):
        raise UsageError(f"--format takes table or jsonl, not {format!r}; `tocsin export --what stories` has csv.")
    with open_store(db) as store:
        documents = {d.id: d for d in store.documents()}
        found = [s for s in store.stories() if _is_wanted(s, name)]
        shared = [q for q in shared_quotes(store) if _quoted_by(q.spans, name)] if quotes else []
    if name is not None and not found:
        raise UsageError(f"No story or document is called {name!r}; `tocsin stories --all` lists them.")
    shown = [s for s in found if all or name is not None or is_telling(s)]
    if format == "jsonl":
        write("quotes" if quotes else "stories", "jsonl", shared if quotes else shown, data_stream(), ExportOptions())
    elif quotes:
        say(quotes_text(shared, documents, width()) if shared else "No quotation stands in two documents.")
    else:
        say("\n\n".join(story_text(s, documents, width()) for s in shown) or "No document copies another.")
        if len(shown) < len(found):
            tell(f"{len(found) - len(shown)} more stories of one document each; --all shows them.")


def is_telling(story: Story) -> bool:
    """Whether there is more to a story than one document of its own."""
    return len(story.members) > 1 or bool(story.root_missing) or any(m.passages for m in story.members)


def _is_wanted(story: Story, name: str | None) -> bool:
    return name is None or story.id.startswith(name) or any(m.document_id == name for m in story.members)


def _quoted_by(spans: Iterable[Span], name: str | None) -> bool:
    return name is None or any(span.document_id == name for span in spans)
