"""Which sources the inputs stand for: files, folders, globs, standard input; nothing is read beyond names."""

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tocsin.ingest.codes import printable, refusal
from tocsin.ingest.records import Source
from tocsin.model.document import Refusal

STDIN_NAME = "<stdin>"
STDIN_ID = "stdin"
_LINES_SUFFIXES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Planned:
    """One source that will be read. ``locator`` is the path (``-`` for standard input); ``count`` the number
    of documents expected, ``None`` where only reading can tell."""

    name: str
    locator: str
    count: int | None


def plan(inputs: Sequence[str]) -> Iterator[Planned]:
    """The sources behind ``inputs`` in the order they will be read; inputs that will be refused count one
    each.

    Lines of JSON Lines files are counted (they are read once for it), other files are only named.
    """
    for source in sources(inputs):
        if isinstance(source, Refusal):
            yield Planned(source.input, source.input, 1)
        elif source.path is None:
            yield Planned(source.name, "-", None)
        else:
            yield Planned(printable(source.name), os.fspath(source.path), _count(source.path))


def _count(path: Path) -> int | None:
    suffix = path.suffix.lower()
    if suffix not in _LINES_SUFFIXES:
        return None if suffix in (".csv", ".tsv", ".gz", ".json") else 1
    try:
        if not path.is_file():
            return None  # a pipe can be read only once
        with path.open("rb") as stream:
            blocks = iter(lambda: stream.read(1 << 20), b"")
            last, lines = b"\n", 0
            for block in blocks:
                lines, last = lines + block.count(b"\n"), block[-1:]
    except OSError:
        return None
    return lines + (last != b"\n")


def sources(inputs: Sequence[str]) -> Iterator[Source | Refusal]:
    """Every file behind ``inputs``, once, in order; and refusals for what leads to none."""
    seen: set[tuple[int, int]] = set()
    for given in inputs:
        for source in _expand(given):
            if isinstance(source, Source) and source.path is not None:
                try:
                    status = source.path.stat()
                except OSError:
                    status = None  # the reader will say what is wrong
                if status is not None and stat.S_ISREG(status.st_mode):
                    key = (status.st_dev, status.st_ino)
                    if key in seen:
                        continue
                    seen.add(key)
            yield source


def _expand(given: str) -> Iterator[Source | Refusal]:
    if given == "-":
        yield Source(STDIN_NAME, STDIN_ID, None)
    elif given.lower().startswith(("http://", "https://")):
        yield refusal("I148", given, given, "fetching of URLs arrives with the server")
    elif not given or "\0" in given:
        yield refusal("I140", given, given or "(empty name)")
    elif os.path.lexists(given):
        yield from _path(given)
    elif glob.has_magic(given):
        yield from _glob(given)
    else:
        yield _trouble(given)


def _trouble(given: str) -> Refusal:
    """Why ``given`` cannot be found: it does not exist, or a folder on the way may not be entered."""
    try:
        os.lstat(given)
    except PermissionError:
        return refusal("I142", given, given)
    except OSError:
        pass
    return refusal("I140", given, given)


def _path(given: str) -> Iterator[Source | Refusal]:
    path = Path(given)
    if path.is_dir():
        yield from _folder(path, given)
    else:
        yield Source(given, _file_id(path), path)


def _file_id(path: Path) -> str:
    """The id of a file named by the user: its path as written when relative, else its name (no machine
    paths)."""
    parts = [part for part in path.parts if part != ".."]
    return "/".join(parts) if not path.is_absolute() and parts else path.name


def _glob(pattern: str) -> Iterator[Source | Refusal]:
    found = sorted(glob.glob(pattern, recursive=True))
    root = Path(pattern)
    while glob.has_magic(os.fspath(root)):
        root = root.parent
    some = False
    for name in found:
        path = Path(name)
        if path.is_dir():
            continue  # "**" also matches folders; their files match on their own
        some = True
        yield Source(name, path.relative_to(root).as_posix(), path)
    if not some:
        yield refusal("I141", pattern, pattern)


def _folder(folder: Path, given: str) -> Iterator[Source | Refusal]:
    """All files below ``folder`` in the order of their names, hidden ones left out, each folder once."""
    some = False
    # Ancestors travel with each folder, so that a link back up is told from a second link to the same place.
    stack: list[tuple[Path, frozenset[tuple[int, int]]]] = [(folder, frozenset())]
    visited: set[tuple[int, int]] = set()
    while stack:
        path, above = stack.pop()
        entry = _enter(path, above, visited)
        if isinstance(entry, Source):
            some = True
            yield Source(entry.name, path.relative_to(folder).as_posix(), path, direct=False)
        elif isinstance(entry, Refusal):
            some = True
            yield entry
        else:
            stack.extend(entry)
    if not some:
        yield refusal("I144", given, given)


_Pending = list[tuple[Path, frozenset[tuple[int, int]]]]


def _enter(path: Path, above: frozenset[tuple[int, int]], visited: set[tuple[int, int]]) -> Source | Refusal | _Pending:
    """A file as a source, a folder as its entries (last name first, for a stack), or what is wrong with
    it."""
    name = path.as_posix()
    try:
        if not path.is_dir():
            return Source(name, name, path)
        status = path.stat()
        key = (status.st_dev, status.st_ino)
        if key in above:
            return refusal("I145", name, name)
        if key in visited:
            return []
        visited.add(key)
        names = sorted((entry for entry in os.listdir(path) if not entry.startswith(".")), reverse=True)
    except PermissionError:
        return refusal("I142", name, name)
    except OSError as error:
        return refusal("I147", name, name, error.strerror or type(error).__name__)
    return [(path / entry, above | {key}) for entry in names]
