"""``tocsin code``: the main job."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.console import debugging, leave, say, tell
from tocsin.cli.settings import DEFAULT_DB, Database

if TYPE_CHECKING:
    from tocsin.model.document import DocumentKind
    from tocsin.pipeline import Progress, Report

EVERY = 100
"""Inputs between two plain progress lines."""
NAMED = 3
"""Documents named in a line of the summary."""
MANY = 2000
"""Stories, accounts or events between two plain lines while merging; a merge of fewer writes one line."""


def code(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help="Files, folders, globs, or -.")],
    db: Database = DEFAULT_DB,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication date of documents that state none.")
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="auto (the best offline engine), local or rules.")
    ] = "auto",
    merge: Annotated[
        bool | None,
        typer.Option("--merge/--no-merge", help="Merge across documents, or code each document alone."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="article, statement or report: of documents that do not say."),
    ] = None,
    jobs: Annotated[int, typer.Option(metavar="N", help="Processes that read.")] = 1,
    again: Annotated[bool, typer.Option("--again", help="Code also what `tocsin forget` has forgotten.")] = False,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Make all stories and events anew, not only those that new documents touch."),
    ] = False,
) -> None:
    """Code documents into the database; what was coded before is not coded again.

    Exit status: 0 when every input was handled, 1 when some were refused (each is named), 2 on wrong usage.
    """
    from tocsin.pipeline import CodeOptions
    from tocsin.pipeline import code as run
    from tocsin.store import parse_day

    options = CodeOptions(
        engine=engine,
        published=parse_day(published) if published else None,
        merge=merge,
        jobs=jobs,
        debug=debugging(),
        again=again,
        rebuild=rebuild,
        kind=_kind(kind),
    )
    with progress_display(inputs) as listen:
        report = run(inputs, db=db, options=options, progress=listen)
    print_report(report, db=db)
    if report.interrupted:
        leave(130)
    if report.refused:
        leave(1)


def _kind(word: str | None) -> "DocumentKind | None":
    """The kind of document that a word names. Raises UsageError for another word."""
    from tocsin.model.document import DocumentKind
    from tocsin.model.errors import UsageError

    if word is None:
        return None
    try:
        return DocumentKind(word.strip().lower())
    except ValueError:
        raise UsageError(f"--kind takes {', '.join(DocumentKind)}, not {word!r}.") from None


@contextmanager
def progress_display(inputs: list[str]) -> Iterator[Callable[["Progress"], None]]:
    """A listener that draws a bar on a terminal's standard error, or writes a plain line now and then."""
    if not sys.stderr.isatty():
        yield _plain_lines()
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=expected(inputs))

        def listen(step: "Progress") -> None:
            if step.stage == "merging":
                words = f"merging: {step.label}" if step.label else "merging"
                bar.update(task, completed=step.done, total=step.total, description=words)
                return
            words = step.label if step.stage == "preparing" else step.stage
            bar.update(task, completed=step.done, description=words)

        yield listen


def _plain_lines() -> Callable[["Progress"], None]:
    began = time.monotonic()
    prepared: list[str] = []
    merged: dict[str, int] = {}  # what a merge looked at, and how many of it were done when a line was written

    def listen(step: "Progress") -> None:
        if step.stage == "preparing":
            if not prepared:  # the steps of it would be noise in a log
                tell(f"{step.label} …")
            prepared.append(step.label)
        elif step.label and step.total is not None:
            if step.total >= MANY and (step.done - merged.get(step.label, 0) >= MANY or step.label not in merged):
                merged[step.label] = step.done
                tell(f"merging: {step.label}, {step.done} of {step.total} …")
        elif step.stage != "reading":
            tell(f"{step.stage} after {step.done} inputs …")
        elif step.done % EVERY == 0:
            rate = step.done / max(time.monotonic() - began, 0.001)
            tell(f"{step.done} inputs, {rate:.1f} a second …")

    return listen


def expected(inputs: list[str]) -> int | None:
    """How many documents the inputs hold, ``None`` when only reading can tell."""
    from tocsin import ingest

    total = 0
    for planned in ingest.plan(inputs):
        if planned.count is None:
            return None
        total += planned.count
    return total


def print_report(report: "Report", *, db: str) -> None:
    """The summary: refusals by name on standard error, numbers on standard output."""
    from tocsin.export.clean import visible

    for notice in report.notices:
        tell(f"note: {visible(notice)}")
    for refusal in report.refused:
        tell(f"refused {refusal.code}: {visible(refusal.sentence)}")
    if debugging():
        for text in report.tracebacks:
            tell(text)
    if not report.stored:
        tell(f"Nothing to read, so {db} was not made.")
        return
    kept = report.documents - report.read - report.skipped
    say(f"documents  {report.documents} ({report.read} read now, {report.skipped} before, {kept} kept unread)")
    if report.undated:
        say(f'undated    {report.undated} without publication date: days such as "Monday" stay open; give --published')
    if report.look_like_statements:
        shown = ", ".join(visible(name) for name in report.look_like_statements[:NAMED])
        more = len(report.look_like_statements) - NAMED
        shown += f" and {more} more" if more > 0 else ""
        say(f"statements? {len(report.look_like_statements)} look like statements of a party and were read as articles")
        say(f"           ({shown}): code them with --kind statement to have them read as such")
    say(f"refused    {len(report.refused)}")
    changes = f"{report.created} new, {report.changed} changed, {report.removed} gone"
    say(f"events     {report.events} in {db} ({changes}); {report.codable} have at least country and month")
    say(f"time       {report.seconds:.1f} s")
    if report.interrupted:
        tell("Stopped. What was complete is kept; run the same command again to go on.")
