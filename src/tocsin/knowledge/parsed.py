"""What was read from YAML files, kept in the user's cache folder: parsing them is a fifth of the time to start.

A kept reading holds for the bytes it was made from and for no others; it is only ever a shortcut, so that a folder that
cannot be written, or a damaged file in it, costs nothing but time.
"""

import hashlib
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import platformdirs

# The form of the kept files; another number makes older ones unread.
FORM = 1
_DAY = "\x00day"


def folder() -> Path:
    """Where readings are kept."""
    return Path(platformdirs.user_cache_dir("tocsin")) / "parsed"


def recall(path: Path, content: bytes) -> tuple[Any, list[int]] | None:
    """What ``keep`` was given for the file at ``path`` and this ``content`` of it; ``None`` when that is not known."""
    try:
        kept = json.loads(_file(path).read_bytes(), object_hook=_thawed)
        if kept["of"] == _mark(content):
            return kept["data"], kept["lines"]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def keep(path: Path, content: bytes, data: Any, lines: list[int]) -> None:
    """Keep what reading gave: ``data``, and the lines (from 1) of its entries; not what JSON would change."""
    try:
        text = json.dumps({"of": _mark(content), "data": data, "lines": lines}, default=_frozen, ensure_ascii=False)
        if json.loads(text, object_hook=_thawed)["data"] != data:
            return
        target = _file(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(f".{os.getpid()}")
        partial.write_text(text, encoding="utf-8")
        partial.replace(target)
    except (OSError, ValueError, TypeError):
        return


def _file(path: Path) -> Path:
    return folder() / f"{hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:24]}.json"


def _mark(content: bytes) -> str:
    return f"{FORM}-{hashlib.sha256(content).hexdigest()}"


def _frozen(value: object) -> dict[str, str]:
    if type(value) is date:
        return {_DAY: value.isoformat()}
    raise TypeError(value)


def _thawed(row: dict[str, Any]) -> Any:
    return date.fromisoformat(row[_DAY]) if len(row) == 1 and _DAY in row else row
