"""Where knowledge files lie and how they are read: packaged data, and the user's own folder over it."""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from tocsin.knowledge import parsed
from tocsin.model.errors import KnowledgeError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def data_path(*parts: str) -> Path:
    """Path of a packaged knowledge file, e.g. ``data_path("actors", "sahel.yml")``."""
    return Path(__file__).parent.joinpath("data", *parts)


def overlay_path() -> Path | None:
    """The user's knowledge folder (environment variable ``TOCSIN_KNOWLEDGE``), or ``None`` when none is set.

    Raises:
        KnowledgeError: the variable names something that is not a folder.
    """
    value = os.environ.get("TOCSIN_KNOWLEDGE", "")
    if not value:
        return None
    path = Path(value)
    if not path.is_dir():
        raise KnowledgeError(
            f"TOCSIN_KNOWLEDGE is set to {value!r}, which is not a folder. Make the folder or unset the variable."
        )
    return path


def read_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        KnowledgeError: the file is missing, unreadable or no valid YAML; names file and line.
    """
    return read_entries(path)[0]


def read_entries(path: Path) -> tuple[Any, list[int]]:
    """The content of a YAML file, and the line (from 1) where each item of its list, or key of its map, begins.

    Raises:
        KnowledgeError: as ``read_yaml``.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"The knowledge file {path} cannot be read: {error.strerror}.") from error
    kept = parsed.recall(path, content)
    if kept is not None:
        return kept
    try:
        data, lines = _parse(content.decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"The knowledge file {path} is no valid YAML: {_told(error)}") from error
    parsed.keep(path, content, data, lines)
    return data, lines


def _told(error: Exception) -> str:
    return str(error).replace('in "<unicode string>", ', "")


def _parse(text: str) -> tuple[Any, list[int]]:
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()
    if isinstance(node, yaml.SequenceNode):
        return data, [item.start_mark.line + 1 for item in node.value]
    return data, [key.start_mark.line + 1 for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []


def first_day(value: object) -> date | None:
    """First day of a date given to the year, month or day: ``2017`` -> 1 January, ``"2017-03"`` -> 1 March.

    Raises:
        ValueError: no such date.
    """
    if value is None:
        return None
    if isinstance(value, date):
        return value
    numbers = [int(part) for part in str(value).split("-")]
    if not 1 <= len(numbers) <= 3:
        raise ValueError(f"{value!r} is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = [*numbers, 1, 1][:3]
    return date(year, month, day)


def last_day(value: object) -> date | None:
    """Last day of a date given to the year, month or day: ``2017`` -> 31 December. See ``first_day``."""
    first = first_day(value)
    if first is None or isinstance(value, date):
        return first
    dashes = str(value).count("-")
    if dashes == 0:
        return date(first.year, 12, 31)
    if dashes == 1:
        return (date(first.year, first.month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first
