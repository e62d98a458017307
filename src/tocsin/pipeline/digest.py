"""Digests of code and knowledge, so that a re-run knows what was made by other rules than today's.

An analyst who edits a knowledge file changes the digest, and the next run reads the documents again.
"""

import hashlib
from functools import cache
from pathlib import Path

import tocsin

READING = ("model", "knowledge", "read", "resolve")
MERGING = ("model", "knowledge", "merge")
_KINDS = {".py", ".yml", ".yaml", ".json", ".csv", ".tsv", ".txt"}


@cache
def digest(rooms: tuple[str, ...]) -> str:
    """First 16 hex digits of a SHA-256 over the files of ``rooms`` and the user's own knowledge folder."""
    root = Path(tocsin.__file__).parent
    folders = [(room, root / room) for room in rooms]
    if "knowledge" in rooms:
        from tocsin.knowledge import overlay_path

        overlay = overlay_path()
        if overlay is not None:
            folders.append(("overlay", overlay))
    total = hashlib.sha256()
    for name, folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in _KINDS and path.is_file():
                total.update(f"{name}/{path.relative_to(folder).as_posix()}\0".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]
