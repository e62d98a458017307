"""One traversal for all formats: each row is read once, turned into records, and written; memory stays
constant."""

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from tocsin.export.acled import COLUMN_NAMES, acled_rows
from tocsin.export.clean import cell, encodable
from tocsin.export.ged import GED_COLUMNS, ged_rows
from tocsin.export.geojson import features
from tocsin.export.hxl import HASHTAGS, hxl_rows
from tocsin.export.manifest import manifest
from tocsin.export.options import BINARY, ExportOptions, ExportReport, LeftOut, check_format
from tocsin.export.plover import plover_records
from tocsin.export.records import (
    attribution_records,
    change_records,
    document_records,
    event_records,
    mention_records,
    quote_records,
    story_records,
)
from tocsin.export.tables import COLUMNS, FLATTEN
from tocsin.model.errors import TocsinError, UsageError

Record = dict[str, Any]
Maker = Callable[[Any, ExportOptions], Iterator[Record | LeftOut]]

_DAILY: dict[str, Callable[[Any, ExportOptions, ExportReport], Iterator[Any]]] = {
    "acled-csv": acled_rows,
    "ged-csv": ged_rows,
    "hxl-csv": hxl_rows,
}
"""Formats of other datasets' rows, which remark on what they force."""
_FIXED: dict[str, tuple[str, ...]] = {"acled-csv": COLUMN_NAMES, "ged-csv": GED_COLUMNS, "hxl-csv": tuple(HASHTAGS)}
_RECORDS: dict[str, Callable[[Any, ExportOptions], Iterator[Any]]] = {
    "events": event_records,
    "attributions": attribution_records,
    "documents": document_records,
    "stories": story_records,
    "quotes": quote_records,
    "mentions": mention_records,
    "changes": change_records,
}


def write(
    what: str, fmt: str, rows: Iterable[Any], out: Path | str | TextIO, options: ExportOptions | None = None
) -> ExportReport:
    """Export ``rows`` and say what was written and what was left out.

    ``rows`` are model objects: ``Event`` (events, attributions), ``Document``, ``Story``, ``Reading``
    (mentions), mappings (changes), or ``LeftOut`` for what the caller left out. A path is written as a whole or
    not at all (temporary file, then replace), with ``<name>.manifest.json`` beside it; an open text stream is
    written as it comes and gets no manifest.

    Raises:
        UsageError: unknown ``what`` or ``fmt``, or a path that cannot be written.
    """
    check_format(what, fmt)
    options = options or ExportOptions()
    report = ExportReport(what, fmt, remarks=dict(options.remarks))
    if not isinstance(out, Path | str):
        if fmt in BINARY:
            raise UsageError(f"{fmt} is no text and cannot be printed; give it a file with --out")
        _encode(fmt, what, _records(what, fmt, rows, options, report), out, report)
        return report
    path = report.path = Path(out)
    records = _records(what, fmt, rows, options, report)
    if fmt in BINARY:
        _write_binary(fmt, records, path, report, options)
    else:
        with atomic(path) as handle:
            _encode(fmt, what, records, handle, report)
    if options.manifest:
        text = json.dumps(manifest(report, options, _sha256(path)), ensure_ascii=False, indent=2)
        with atomic(path.with_name(path.name + ".manifest.json")) as handle:
            handle.write(encodable(text) + "\n")
    return report


def _write_binary(
    fmt: str, records: Iterator[Record], path: Path, report: ExportReport, options: ExportOptions
) -> None:
    from tocsin.export.tables_binary import write_parquet, write_xlsx

    flat = (row for record in records for row in FLATTEN["events"](record))
    with _replacing(path) as part:
        if fmt == "parquet":
            write_parquet(flat, part, report)
        else:
            write_xlsx(flat, part, report, options)


@contextmanager
def atomic(path: Path) -> Iterator[TextIO]:
    """A text file (UTF-8, LF) that replaces ``path`` only when the block ends well.

    Raises:
        UsageError: the folder is missing or cannot be written.
    """
    with _replacing(path) as part, part.open("w", encoding="utf-8", newline="") as handle:
        yield handle
        handle.flush()
        os.fsync(handle.fileno())


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """The path of a file in the making that replaces ``path`` only when the block ends well.

    Raises:
        UsageError: the folder is missing or cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        os.replace(part, path)
    except OSError as error:
        _remove(part)
        raise UsageError(
            f"cannot write {path}: {error.strerror or error}; give --out a file in a folder that exists "
            "and is yours (an older file of that name is unchanged)"
        ) from error
    except BaseException:
        _remove(part)
        raise


def _records(
    what: str, fmt: str, rows: Iterable[Any], options: ExportOptions, report: ExportReport
) -> Iterator[Record]:
    """Records of all rows in order; what a format cannot hold is counted in the report."""
    for row in rows:
        if isinstance(row, LeftOut):
            report.leave_out(row)
            continue
        report.read += 1
        made: Iterator[Any]
        if fmt in _DAILY:
            made = _DAILY[fmt](row, options, report)
        elif fmt == "geojson":
            made = features(row, options)
        elif fmt == "plover-jsonl":
            made = plover_records(row, options)
        else:
            made = _RECORDS[what](row, options)
        for record in made:
            if isinstance(record, LeftOut):
                report.leave_out(record)
            else:
                yield record


def _encode(fmt: str, what: str, records: Iterator[Record], handle: TextIO, report: ExportReport) -> None:
    if fmt in ("jsonl", "plover-jsonl"):
        for record in records:
            handle.write(_line(record) + "\n")
            report.rows += 1
    elif fmt == "geojson":
        _geojson(records, handle, report)
    elif fmt in _FIXED:
        report.columns = _FIXED[fmt]
        _csv(iter(records), _FIXED[fmt], handle, report, HASHTAGS if fmt == "hxl-csv" else None)
    else:
        flat = (row for record in records for row in FLATTEN[what](record))
        _csv(flat, COLUMNS.get(what), handle, report)


def _line(record: Record) -> str:
    return encodable(json.dumps(record, ensure_ascii=False, allow_nan=False))


def _geojson(records: Iterator[Record], handle: TextIO, report: ExportReport) -> None:
    """A FeatureCollection, one feature a line, written as it streams."""
    handle.write('{"type": "FeatureCollection", "features": [')
    for record in records:
        handle.write(("," if report.rows else "") + "\n" + _line(record))
        report.rows += 1
    handle.write("\n]}\n")


def _csv(
    rows: Iterator[Record], columns: tuple[str, ...] | None, handle: TextIO, report: ExportReport,
    tags: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """CSV with a header row; without fixed columns those of the first row are taken and must hold for all. ``tags``: a
    second header row."""
    writer = csv.writer(handle, lineterminator="\n")
    if columns is not None:
        writer.writerow(columns)
        if tags is not None:
            writer.writerow([tags[column] for column in columns])
    for row in rows:
        if columns is None:
            columns = tuple(row)
            writer.writerow(columns)
        if report.what == "changes" and not set(row) <= set(columns):
            raise TocsinError(
                "a row of the history has columns that the first one lacks "
                f"({', '.join(sorted(set(row) - set(columns)))}); export it as jsonl"
            )
        writer.writerow([cell(row.get(column)) for column in columns])
        report.rows += 1
    report.columns = columns or ()


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _remove(part: Path) -> None:
    with suppress(OSError):
        part.unlink()
