"""Events as Parquet and as an Excel workbook: the columns of ``csv`` with types, in files that are no text."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.export.clean import encodable, visible
from tocsin.export.manifest import manifest
from tocsin.export.options import ExportOptions, ExportReport
from tocsin.export.tables import COLUMNS
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

Record = dict[str, Any]

WHOLE = frozenset(
    {
        "revision", "time_precision", "geo_precision", "fatalities_low", "fatalities_best", "fatalities_high",
        "incident_count", "crowd_size_low", "crowd_size_best", "crowd_size_high", "independent_sources",
    }
)  # fmt: skip
REAL = frozenset({"latitude", "longitude", "radius_km", "confidence"})
TRUTH = frozenset({"civilian_targeting", "background", "disputed"})
DAYS = frozenset({"date_start", "date_end"})
_BATCH = 5_000  # rows that are held at once
_MOST_ROWS, _LONGEST_CELL = 1_048_576, 32_767  # of a sheet of Excel's
_CUT = "a text is longer than a cell of Excel's holds and was cut there; it stands whole in csv and jsonl"
_WIDTHS = {"notes": 60, "actor1": 32, "actor2": 32, "victims": 32, "attributions": 40, "event_id": 26}


def write_parquet(rows: Iterator[Record], path: Path, report: ExportReport) -> None:
    """Write flat rows with types: whole numbers, reals, days and truth values; lists as one text each.

    Raises:
        UsageError: the library for it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError(
            "parquet needs the library pyarrow: pip install 'tocsin[parquet]', or choose --format csv"
        ) from error
    schema = pa.schema([(name, _arrow_type(pa, name)) for name in COLUMNS["events"]])
    report.columns = COLUMNS["events"]
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            columns = {name: [_typed(name, row.get(name)) for row in batch] for name in COLUMNS["events"]}
            writer.write_table(pa.table(columns, schema=schema))
            report.rows += len(batch)


def _batches(rows: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _arrow_type(pa: Any, name: str) -> "pa.DataType":
    if name in WHOLE:
        return pa.int64()
    if name in REAL:
        return pa.float64()
    if name in TRUTH:
        return pa.bool_()
    return pa.date32() if name in DAYS else pa.string()


def _typed(name: str, value: object) -> object:
    if value is None or name in WHOLE or name in REAL or name in TRUTH:
        return value
    return date.fromisoformat(str(value)) if name in DAYS else encodable(str(value))


def write_xlsx(rows: Iterator[Record], path: Path, report: ExportReport, options: ExportOptions) -> None:
    """Write a workbook: the sheet ``events`` (header frozen, with filters) and ``about`` (filters, citation, caveats).

    Text is written as text: no cell is a formula, whatever it begins with.

    Raises:
        UsageError: more rows than a sheet holds.
    """
    import xlsxwriter

    how = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    columns = report.columns = COLUMNS["events"]
    with xlsxwriter.Workbook(str(path), {**how, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet, bold = book.add_worksheet("events"), book.add_format({"bold": True})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, name in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(name, max(10, len(name) + 2)))
        sheet.write_row(0, 0, columns, bold)
        sheet.freeze_panes(1, 1)
        for row in rows:
            report.rows += 1
            if report.rows >= _MOST_ROWS:
                raise UsageError(
                    f"an Excel sheet holds {_MOST_ROWS - 1:,} events and no more; narrow the filters, or export csv"
                )
            _sheet_row(sheet, report, row, days)
        sheet.autofilter(0, 0, report.rows, len(columns) - 1)
        _about(book.add_worksheet("about"), bold, manifest(report, options, None))


def _sheet_row(sheet: Any, report: ExportReport, row: Record, days: Any) -> None:
    from datetime import datetime, time

    for place, name in enumerate(COLUMNS["events"]):
        value = row.get(name)
        if value is None:
            continue
        if name in TRUTH:
            sheet.write_boolean(report.rows, place, value)
        elif name in WHOLE or name in REAL:
            sheet.write_number(report.rows, place, value)
        elif name in DAYS and date.fromisoformat(str(value)).year >= 1900:
            sheet.write_datetime(report.rows, place, datetime.combine(date.fromisoformat(str(value)), time()), days)
        else:
            sheet.write_string(report.rows, place, _fitting(str(value), report))


def _fitting(text: str, report: ExportReport) -> str:
    """Text that a cell can hold, without control characters (a sheet is XML and cannot hold them)."""
    text = visible(text)
    if len(text) > _LONGEST_CELL:
        report.remark(_CUT)
    return text[:_LONGEST_CELL]


def _about(sheet: Any, bold: Any, facts: Record) -> None:
    """What the file is, as rows of name and words."""
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    told = [(name, facts[name]) for name in ("tocsin", "generated_at", "read", "rows", "citation")]
    told += [("filters", json.dumps(facts["filters"], ensure_ascii=False))]
    told += [("left out", f"{left['count']}: {left['reason']}") for left in facts["left_out"]]
    told += [("remark", f"{remark['count']}: {remark['remark']}") for remark in facts["remarks"]]
    told += [("caveat", words) for words in facts["caveats"]]
    told += [("licence", f"{one['what']}: {one['from']}, {one['licence']}; {one['duty']}") for one in facts["licences"]]
    for place, (name, words) in enumerate(told):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, visible("" if words is None else str(words)))
