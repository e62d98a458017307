"""The ``tocsin`` command: sets up the commands, turns every error into a sentence and an exit status.

Heavy libraries are imported inside the commands, so that ``tocsin --help`` is quick.
"""

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

import tocsin
from tocsin.cli import (
    actors,
    actors_import,
    actors_lineage,
    actors_resolve,
    boundaries,
    code,
    dates,
    demo,
    digest,
    doctor,
    evaluate,
    events,
    explain,
    forget,
    gazetteer,
    history,
    ledger,
    output,
    people,
    release,
    series,
    sources,
    statements,
    stories,
    train,
)
from tocsin.cli.console import debugging, discard_output, prepare_streams, say, set_debug, tell
from tocsin.model.errors import TocsinError, UsageError

OK, REFUSED, WRONG, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="tocsin",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"tocsin {tocsin.__version__}")
        raise typer.Exit(OK)


@app.callback()
def _tocsin(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks (also after a command).")] = False,
) -> None:
    """News reports in, a conflict-event dataset out: every value with its words and its speaker."""


app.command("code")(code.code)
app.command("events")(events.events)
app.command("explain")(explain.explain)
app.command("dates")(dates.dates)
app.command("documents")(events.documents)
app.command("stories")(stories.stories)
app.command("export")(output.export)
app.command("correct")(people.correct)
app.command("judge")(people.judge)
app.command("log")(history.log)
app.command("diff")(history.diff)
app.command("digest")(digest.digest)
app.command("ledger")(ledger.ledger)
app.command("series")(series.series)
app.command("statements")(statements.statements)
app.command("forget")(forget.forget)
app.command("release")(release.release)
app.command("eval")(evaluate.evaluate)
app.command("demo")(demo.demo)
app.command("train")(train.train)
app.command("doctor")(doctor.doctor)
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(boundaries.boundaries, name="boundaries")
app.add_typer(sources.sources, name="sources")
app.add_typer(actors.actors, name="actors")
actors.actors.command("lineage")(actors_lineage.actors_lineage)
actors.actors.command("resolve")(actors_resolve.actors_resolve)
actors.actors.command("import")(actors_import.actors_import)
actors.actors.command("remove")(actors_import.actors_remove)


def _click_usage_error() -> type[Exception]:
    """Click's UsageError, wherever this typer keeps its click (its own copy since 0.29)."""
    found: type[Exception] = typer.BadParameter.__mro__[1]
    return found


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status: 0 done, 1 refused or broken, 2 wrong usage."""
    prepare_streams()
    set_debug("--debug" in arguments)
    words = [word for word in arguments if word != "--debug"]
    try:
        result = app(words, prog_name="tocsin", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else OK
    except (BrokenPipeError, SystemExit):  # click turns a broken pipe into SystemExit, and raises no other
        discard_output()
        return OK
    except (KeyboardInterrupt, typer.Abort):
        tell("Stopped. What was complete is kept; run the same command again to go on.")
        return INTERRUPTED
    except _click_usage_error() as error:
        return _usage(error)
    except TocsinError as error:
        if debugging():
            traceback.print_exc()
        tell(f"tocsin: {_sentence(str(error))}")
        return WRONG if isinstance(error, UsageError) else REFUSED
    except Exception as error:
        if debugging():
            traceback.print_exc()
        tell(
            f"tocsin: something unexpected happened ({type(error).__name__}: {error}). What was complete is "
            "kept. Please report this with the output of the same command with --debug."
        )
        return REFUSED


def _usage(error: Exception) -> int:
    message = getattr(error, "format_message", lambda: str(error))()
    if not message or message.startswith("Usage:"):  # a command without anything: its help
        tell(message)
        return WRONG
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "tocsin"
    tell(f"tocsin: {_sentence(message)} See `{path} --help`.")
    return WRONG


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else text + "."


def main() -> NoReturn:
    """Entry point of the ``tocsin`` script."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
