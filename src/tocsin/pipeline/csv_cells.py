"""Cells of an edited CSV file: reading what spreadsheets write, and telling damage from edits."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from tocsin.export.tables import COLUMNS
from tocsin.model.errors import UsageError
from tocsin.pipeline.fields_when import days
from tocsin.pipeline.fields_words import truth

KNOWN = COLUMNS["events"]
IGNORED = frozenset({"event_id", "revision", "updated_at", "why"})
"""Columns that name the row; ``why`` may be added for a reason of its own."""

_DATES = frozenset({"date_start", "date_end"})
_TRUTHS = frozenset({"civilian_targeting", "background", "disputed"})
_NUMBERS = frozenset(
    {"latitude", "longitude", "radius_km", "confidence", "time_precision", "geo_precision"}
    | {f"{name}_{part}" for name in ("fatalities", "crowd_size") for part in ("low", "best", "high")}
    | {"incident_count", "independent_sources"}
)
_LISTS = frozenset(
    {"weapons", "tags", "victims", "targets", "documents", "publishers", "linked", "flags"}
    | {"alternatives", "attributions"}
    | {f"{side}_{name}" for side in ("actor1", "actor2") for name in ("associated", "as_reported", "lineage")}
)
_ERRORS = re.compile(r"#(?:NAME|REF|VALUE|DIV/0|N/A|NUM|NULL)[?!]?|#+", re.IGNORECASE)
_EXACT = re.compile(r"\b(\d+)/\1/\1\b")  # 3/3/3 is 3
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\r": "\n"})


@dataclass(frozen=True)
class Table:
    """An edited export: its known columns, rows with their numbers (heads are row 1), remarks."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    notices: tuple[str, ...] = ()


def read_table(path: Path) -> Table:
    """Read a CSV file whatever a spreadsheet made of it: separator (``,`` ``;`` tab), UTF-8 with or without mark,
    UTF-16, or Windows-1252.

    Raises:
        UsageError: it cannot be read, or has no columns ``event_id`` and ``revision``.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).") from None
    if raw[:2] == b"PK":
        raise UsageError(f"{path} is a workbook, not CSV; save it as CSV (UTF-8) in your spreadsheet and give that.")
    text, notices = _decoded(raw, path)
    lines = text.split("\n", 1)[0]
    if lines.lower().startswith("sep="):
        text = text.partition("\n")[2]
    separator = _separator(text)
    if separator != ",":
        notices.append(
            f"Columns are parted by {'tabs' if separator == chr(9) else separator!r}, as some spreadsheets do."
        )
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    heads = [clean(head).lower() for head in records[0]] if records else []
    if "event_id" not in heads or "revision" not in heads:
        raise UsageError(
            f"{path} has no columns event_id and revision, so its rows cannot be told apart; edit what "
            "`tocsin export --format csv` writes, and keep these columns."
        )
    unknown = [head for head in heads if head and head not in KNOWN and head != "why"]
    if unknown:
        notices.append(f"Columns that no export has were passed over: {', '.join(unknown)}.")
    rows = tuple(
        (number, dict(zip(heads, [*record, *[""] * len(heads)], strict=False)))
        for number, record in enumerate(records[1:], 2)
        if record
    )
    columns = tuple(head for head in dict.fromkeys(heads) if head in KNOWN)
    return Table(columns, rows, tuple(notices))


def _decoded(raw: bytes, path: Path) -> tuple[str, list[str]]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16"), []
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = f"{path.name} is not UTF-8; it was read as Windows-1252. If letters look wrong, save it as CSV UTF-8."
        return raw.decode("cp1252", "replace"), [note]


def _separator(text: str) -> str:
    """The separator under which the heads are most of an export's columns."""
    head = text.split("\n", 1)[0]

    def fitting(separator: str) -> int:
        (cells,) = list(csv.reader([head], delimiter=separator)) or [[]]
        return sum(clean(cell).lower() in KNOWN for cell in cells)

    return max((",", ";", "\t"), key=fitting)


def clean(cell: str) -> str:
    """A cell without what only a spreadsheet or the export put there: spaces around it, the apostrophe before a
    formula sign."""
    text = cell.replace("\r\n", "\n").translate(_SPACES).strip()
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@", "\uff1d") else text


def broken(cell: str) -> bool:
    """Whether a cell is an error of the spreadsheet (``#NAME?``, ``####``)."""
    return _ERRORS.fullmatch(cell.strip()) is not None


def same_cell(column: str, one: str, other: str) -> bool:
    """Whether two cells of a column mean the same."""
    left, right = clean(one), clean(other)
    if left == right:
        return True
    if column in _DATES:
        found = days(left)
        return bool(found) and bool(set(found) & set(days(right)))
    if column in _TRUTHS:
        return truth(left) is not None and truth(left) == truth(right)
    if column in _NUMBERS:
        return _number(left) is not None and _number(left) == _number(right)
    if column in _LISTS:
        return _items(left) == _items(right)
    return _plain(left) == _plain(right)


def _number(text: str) -> float | None:
    try:
        return round(float(text.replace(",", ".")), 4)
    except ValueError:
        return None


def _items(text: str) -> list[str]:
    parts = (_EXACT.sub(r"\1", _plain(part)) for part in text.split(";"))
    return [part for part in parts if part]


def _plain(text: str) -> str:
    """Words, whatever spaces and quotation marks a spreadsheet put between them."""
    straight = text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\""))
    return " ".join(straight.split())
