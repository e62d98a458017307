"""Printing: results to standard output, everything else to standard error, safely on any terminal."""

import contextlib
import os
import shlex
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 160
"""Columns of a table that goes to a file or another program."""


def prepare_streams() -> None:
    """Let no character stop the output: what the terminal's encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


_debug = False


def set_debug(wanted: bool) -> None:
    """Remember ``--debug`` for this command line."""
    global _debug
    _debug = wanted


def debugging() -> bool:
    """Whether tracebacks are wanted."""
    return _debug


def data_stream() -> TextIO:
    """Standard output for data: UTF-8 with plain line ends, whatever the terminal is set to."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n", errors="backslashreplace")
    return sys.stdout


def say(text: str = "") -> None:
    """A line of result on standard output; control characters of foreign texts are neutralised by callers."""
    print(_fitted(text, sys.stdout))


def tell(text: str) -> None:
    """A line about the work, on standard error."""
    print(_fitted(text, sys.stderr), file=sys.stderr)


def _fitted(text: str, stream: TextIO) -> str:
    """On a terminal: ``text`` with long lines broken between words, which the terminal itself would cut. Other
    programs get lines as they are."""
    if not stream.isatty():
        return text
    columns = max(20, shutil.get_terminal_size().columns)
    return "\n".join(
        line
        if len(line) <= columns
        else textwrap.fill(line, columns, break_long_words=False, break_on_hyphens=False, replace_whitespace=False)
        for line in text.split("\n")
    )


def width() -> int:
    """Columns to write for: the terminal's, or ``PIPE_WIDTH`` when the output goes elsewhere."""
    if os.environ.get("COLUMNS", "").isdigit() or sys.stdout.isatty():
        return max(20, shutil.get_terminal_size().columns)
    return PIPE_WIDTH


def coloured() -> bool:
    """Whether standard output is a terminal whose user wants colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def rich_console() -> "Console":
    """A rich console on standard output; plain where colours or box characters do not work."""
    from rich.console import Console

    return Console(width=width(), highlight=False, soft_wrap=False)


def table(title: str | None, columns: list[tuple[str, dict[str, Any]]], rows: list[list[str]]) -> None:
    """Print a table that fits the terminal; see ``tables.lay_out`` for ``columns``. Cells are text, never markup,
    and cannot move the cursor."""
    from rich.text import Text

    from tocsin.cli.tables import lay_out
    from tocsin.export.clean import visible

    lines = lay_out(columns, [[visible(cell) for cell in row] for row in rows], width())
    console = rich_console()
    if title is not None:
        console.print(Text(f"\n{visible(title)}", style="italic"))
    say()
    console.print(Text(lines[0], style="bold"), soft_wrap=True)
    rule = "\u2500" if (sys.stdout.encoding or "").lower().startswith("utf") else "-"
    say(" " + rule * (max(map(len, lines)) - 1))
    for line in lines[1:]:
        say(line)
    say()


def typed_name() -> str:
    """How the user can call this program again from where they are: ``tocsin`` where that runs this very
    installation, else the path it was started by (``.venv/bin/tocsin``), else Python with the module."""
    started = Path(sys.argv[0])
    if started.name.removesuffix(".exe") != "tocsin":
        return f"{shlex.quote(sys.executable)} -m tocsin.cli.main" if started.name == "main.py" else "tocsin"
    found = shutil.which("tocsin")
    here = shutil.which(str(started)) or str(started)
    if found is not None and Path(found).resolve() == Path(here).resolve():
        return "tocsin"
    path = Path(here).absolute()  # not resolved: a link in the user's own folder is what they know
    inside = path.is_relative_to(Path.cwd())
    return shlex.quote(str(path.relative_to(Path.cwd()) if inside else path))


def discard_output() -> None:
    """After a broken pipe: point standard output nowhere, so that Python's last flush fails in silence."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def leave(code: int) -> NoReturn:
    """End the command with this exit status."""
    import typer

    raise typer.Exit(code)
