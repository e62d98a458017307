"""Runs the ``console`` blocks of documentation pages, so that no page shows a command that does not work.

    python bench/console_blocks.py README.md docs/tutorial.md            # run; fails when a command fails
    python bench/console_blocks.py README.md docs/tutorial.md --write    # and put today's output into the pages

A block is a fence marked ``console``: lines that begin with ``$ `` are commands, lines that begin with ``> `` go on
with them, the rest is output. An HTML comment right above a block steers it: ``head=N`` keeps the first N lines of
output, ``status=N`` is the exit status expected, ``setup=demo`` runs ``tocsin demo`` unseen before it. All blocks of
one page run in one shell, in one temporary folder, on a terminal of 80 columns.

Event ids in a page are those of the day it was written: they are replaced by the ids on the likest lines of today's
output, so that a better engine does not break the page.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OPEN = re.compile(r"^```console$")
STEER = re.compile(r"^<!-- console: (.+) -->$")
EVENT_ID = re.compile(r"\bev_[a-z2-7]{8,16}\b")
PASSING = re.compile(
    r"^(merging after \d+ inputs …|\d+ inputs, [\d.]+ a second …|compiling the gazetteer; .*"
    r"|reading the packaged city list|joining cities to .*|writing places and names"
    r"|keeping what was imported before .*|reading \S+|finding the units of the places|sorting names"
    r"|noting how names sound)$"
)
"""Progress that a terminal shows as a bar and wipes away, or that is seen at first use only."""
DONE = "::done::"


@dataclass
class Command:
    """One command of a block, with the output the page shows."""

    words: str
    output: list[str] = field(default_factory=list)


@dataclass
class Block:
    """One fence: its place in the page (``first`` and ``last`` line of its content, from 0) and its commands."""

    first: int
    last: int
    steering: dict[str, str]
    commands: list[Command]


def blocks(text: str) -> Iterator[Block]:
    """The ``console`` blocks of a page, in order."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        if OPEN.match(lines[number]):
            end = lines.index("```", number + 1)
            steer = STEER.match(lines[number - 1]) if number else None
            pairs = (part.partition("=")[::2] for part in steer[1].split()) if steer else ()
            yield Block(number + 1, end, dict(pairs), list(_commands(lines[number + 1 : end])))
            number = end
        number += 1


def _commands(lines: list[str]) -> Iterator[Command]:
    found: Command | None = None
    for line in lines:
        if line.startswith("$ "):
            if found is not None:
                yield found
            found = Command(line[2:])
        elif found is None:
            raise ValueError(f"a console block begins with '$ ', not with {line!r}")
        elif line.startswith("> ") and not found.output:
            found.words += "\n" + line[2:]
        elif line == ">" and not found.output:
            found.words += "\n"
        else:
            found.output.append(line)
    if found is not None:
        yield found


class Shell:
    """A bash that stays open, so that ``cd`` and ``export`` hold for the whole page."""

    def __init__(self, folder: Path) -> None:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        kept = {name: value for name, value in os.environ.items() if name not in ("TOCSIN_DB", "TOCSIN_KNOWLEDGE")}
        environment = {**kept, "PATH": path, "COLUMNS": "80", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
        environment["TOCSIN_IMPORTED"] = str(Path(folder) / "imported.sqlite")
        self._bash = subprocess.Popen(
            ["bash", "--norc"], cwd=folder, env=environment, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, words: str) -> tuple[list[str], int]:
        """Output lines (both streams) and exit status of one command."""
        assert self._bash.stdin is not None
        assert self._bash.stdout is not None
        self._bash.stdin.write(f"{words}\nstatus=$?; echo; echo {DONE} $status\n")
        self._bash.stdin.flush()
        lines: list[str] = []
        for line in self._bash.stdout:
            if line.startswith(DONE):
                while lines and not lines[-1].strip():
                    lines.pop()
                return lines, int(line.split()[1])
            if not PASSING.match(line.rstrip()):
                lines.append(line.rstrip())
        raise RuntimeError(f"the shell ended at: {words}")

    def close(self) -> None:
        """End the shell."""
        assert self._bash.stdin is not None
        self._bash.stdin.close()
        self._bash.wait(timeout=60)


@dataclass
class Outcome:
    """What one command did today."""

    block: Block
    command: Command
    output: list[str]
    status: int

    @property
    def expected(self) -> int:
        """The exit status the page promises."""
        return int(self.block.steering.get("status", "0"))


def run_page(text: str, folder: Path) -> list[Outcome]:
    """Run all blocks of a page in ``folder``."""
    shell = Shell(folder)
    ids: dict[str, str] = {}
    outcomes = []
    try:
        for block in blocks(text):
            if block.steering.get("setup") == "demo":
                shell.run("tocsin demo")
            for command in block.commands:
                words = EVENT_ID.sub(lambda found: ids.get(found[0], found[0]), command.words)
                output, status = shell.run(words)
                ids.update(todays_ids(command.output, output))
                outcomes.append(Outcome(block, Command(words, command.output), output, status))
    finally:
        shell.close()
    return outcomes


def todays_ids(shown: list[str], today: list[str]) -> dict[str, str]:
    """For each event id a page shows, the id on today's line that has most words in common with its line; of several on
    a line, the one in the same place."""
    found = {}
    lines = [line for line in today if EVENT_ID.search(line)]
    for line in shown:
        for place, event_id in enumerate(EVENT_ID.findall(line)):
            if lines:
                likest = max(lines, key=lambda other: len(set(line.split()) & set(other.split())))
                now = EVENT_ID.findall(likest)
                found[event_id] = now[min(place, len(now) - 1)]
    return found


def rewritten(text: str, outcomes: list[Outcome]) -> str:
    """The page with today's output in its blocks."""
    lines = text.split("\n")
    by_block: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        by_block.setdefault(outcome.block.first, []).append(outcome)
    for first in sorted(by_block, reverse=True):
        group = by_block[first]
        content = [line for outcome in group for line in _shown(outcome)]
        lines[first : group[0].block.last] = content
    return "\n".join(lines)


def _shown(outcome: Outcome) -> list[str]:
    command = outcome.command.words.split("\n")
    limit = int(outcome.block.steering.get("head", "1000"))
    output = outcome.output
    while output and not output[0]:
        output = output[1:]
    cut = [*output[:limit], "…"] if len(output) > limit else output
    return [f"$ {command[0]}", *(f"> {line}".rstrip() for line in command[1:]), *cut]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="put today's output into the pages")
    options = parser.parse_args()
    failed = 0
    for page in options.pages:
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            outcomes = run_page(text, Path(folder))
        for outcome in outcomes:
            if outcome.status != outcome.expected:
                failed += 1
                print(f"{page}: {outcome.command.words!r} ended with {outcome.status}, not {outcome.expected}:")
                print("\n".join(outcome.output))
        print(f"{page}: {len(outcomes)} commands run")
        if options.write:
            page.write_text(rewritten(text, outcomes), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
