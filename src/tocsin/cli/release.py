"""``tocsin release``: a frozen state of the dataset, ready to be given away and cited."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.console import say, table, tell
from tocsin.cli.settings import DEFAULT_DB, Database, open_store, with_filters
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.store import EventFilter, Store


@with_filters
def release(
    wanted: "EventFilter",
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Name of the release, such as 2024-03.")] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that the release's own folder is made in.")
    ] = Path("releases"),
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="Title of the dataset, for datasheet and citation.")
    ] = "Conflict events coded from news reports",
    author: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Whom to cite (may be repeated).")] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List the releases made so far.")] = False,
    db: Database = DEFAULT_DB,
) -> None:
    """Freeze the present state: all formats, datasheet, citation, checksums, and what changed since the last release.

    The same data give the same bytes. A name stands for one state for ever: with other data it is refused.
    """
    from tocsin.cli.output import Scales
    from tocsin.pipeline.releasing import ReleaseOptions
    from tocsin.pipeline.releasing import release as freeze

    with open_store(db) as store:
        if list_them or name is None:
            if not list_them:
                raise UsageError("Give the release a NAME, or --list.")
            _list(store)
            return
        options = ReleaseOptions(
            title=title, authors=tuple(author or ("Users of Tocsin",)), wanted=wanted, scales=Scales()
        )
        done = freeze(store, name, out, options)
    say(f"{done.folder}: {done.events} events in {len(done.files)} files")
    if done.again:
        tell("The same release had been made before; its files are the same.")
    if done.previous is None:
        tell("It is the first release; changes.csv is empty.")
    else:
        counted = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in sorted(done.changes.items()))
        tell(f"Since {done.previous}: {counted or 'nothing changed'}.")


def _list(store: "Store") -> None:
    rows = [
        [r.name, r.moment.date().isoformat(), str(len(store.released(r.name))),
         ", ".join(f"{k}={v}" for k, v in r.filters.items())]
        for r in store.releases()
    ]  # fmt: skip
    if not rows:
        tell("No release was made yet.")
        return
    table(None, [("release", {}), ("state of", {}), ("events", {"justify": "right"}), ("filters", {})], rows)
