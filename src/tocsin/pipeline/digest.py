"""Digests of code and knowledge, so that a re-run knows what was made by other rules than today's.

An analyst who edits a knowledge file changes the digest, and the next run reads the documents again.
"""

import hashlib
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

import tocsin

OVERLAY = "overlay"
READING = ("model", "knowledge", "read", "resolve")
MERGING = ("model", "knowledge", "merge")
_UNREAD = ("boundaries",)
"""Parts of the user's folder that reading does not look at: they may change without texts being read anew."""
_KINDS = {".py", ".yml", ".yaml", ".json", ".csv", ".tsv", ".txt"}


@cache
def digest(rooms: tuple[str, ...]) -> str:
    """First 16 hex digits of a SHA-256 over the files of ``rooms``, the user's own knowledge folder and
    imported gazetteers."""
    root = Path(tocsin.__file__).parent
    folders = [(room, root / room) for room in rooms]
    if "knowledge" not in rooms:
        return _digest(folders)
    return _digest((*folders, *_overlay()), _imported(), () if "merge" in rooms else _UNREAD)


@cache
def parts() -> dict[str, str]:
    """What else than documents the events depend on, in an analyst's words, each with its digest."""
    root = Path(tocsin.__file__).parent

    def of(*rooms: str) -> str:
        return _digest([(room, root / room) for room in rooms])

    return {
        "version of Tocsin": tocsin.__version__,
        "rules of reading": of("model", "read", "resolve"),
        "rules of merging": of("merge"),
        "packaged knowledge": of("knowledge"),
        "own knowledge": _digest(_overlay(), _imported()),
    }


def _overlay() -> list[tuple[str, Path]]:
    from tocsin.knowledge import overlay_path

    overlay = overlay_path()
    return [] if overlay is None else [(OVERLAY, overlay)]


def _imported() -> str:
    from tocsin.knowledge.gazetteer_imported import imported_digest

    return imported_digest()


def _digest(folders: Iterable[tuple[str, Path]], imported: str = "", without: Collection[str] = ()) -> str:
    """``imported``: the digest of imported gazetteers, nothing when there are none; ``without``: parts of the user's
    folder that do not count."""
    total = hashlib.sha256(imported.encode())
    for name, folder in folders:
        for path in sorted(folder.rglob("*")):
            if name == OVERLAY and path.relative_to(folder).parts[0] in without:
                continue
            if path.suffix in _KINDS and path.is_file():
                total.update(f"{name}/{path.relative_to(folder).as_posix()}\0".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]
