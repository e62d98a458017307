"""CSV and TSV: one document a row, taken from the column that holds the texts."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import replace

from tocsin.ingest.codes import refusal
from tocsin.ingest.formats.fields import Fields, apply_fields
from tocsin.ingest.formats.json_object import holds_tags, read_tags
from tocsin.ingest.formats.lines import TextLine, text_lines
from tocsin.ingest.opening import GZIP_TROUBLE, Opened, os_trouble
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found
from tocsin.model.document import Refusal
from tocsin.model.text import fold

TEXT_COLUMNS = (
    "text",
    "content",
    "body",
    "article",
    "full_text",
    "fulltext",
    "article_text",
    "texte",
    "contenu",
)
ID_COLUMNS = ("id", "doc_id", "document_id", "article_id")
DELIMITERS = (",", ";", "\t", "|")
_RECOVERIES = 20  # unclosed quotes after which reading goes on line by line; more and the file is hopeless


class _LineError(Exception):
    """A line of the table cannot be read; carries the refusal."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.sentence)
        self.refused = refused


class _Feed(Iterator[str]):
    """Lines for ``csv.reader``, remembered per row so that an unclosed quote costs one line, not the file."""

    def __init__(self, lines: Iterator[TextLine], name: str) -> None:
        self._lines = lines
        self._name = name
        self._back: list[TextLine] = []
        self.row: list[TextLine] = []

    def __next__(self) -> str:
        line = self._back.pop(0) if self._back else next(self._lines)
        self.row.append(line)
        if line.text is None:
            where = f"{self._name}, line {line.number}"
            raise _LineError(refusal(line.trouble or "I106", f"{self._name}#{line.number}", where))
        return line.text.replace("\0", "")

    def push_back(self) -> bool:
        """Give all lines of the row but the first back; whether there were any."""
        self._back = self.row[1:] + self._back
        return bool(self._back)


def read(opened: Opened, options: IngestOptions) -> Iterator[Found | Refusal]:
    """A document or a refusal for each row."""
    name = opened.source.name
    usual = csv.field_size_limit()
    csv.field_size_limit(max(usual, options.max_bytes))  # the library's default would refuse a long article
    feed = _Feed(text_lines(opened.stream, options.max_bytes), name)
    try:
        yield from _rows(opened, feed)
    except GZIP_TROUBLE as error:
        yield refusal("I105", name, name, str(error))
    except OSError as error:
        yield os_trouble(opened.source, error)
    finally:
        csv.field_size_limit(usual)  # it holds for the whole process


def _rows(opened: Opened, feed: _Feed) -> Iterator[Found | Refusal]:
    name = opened.source.name
    header = _header(feed, opened)
    if isinstance(header, Refusal):
        yield header
        return
    columns, delimiter = header
    text_column = next((column for column in TEXT_COLUMNS if column in columns), None)
    if text_column is None:
        shown = ", ".join(column for column in columns if column)[:200]
        yield refusal("I127", name, name, f"its columns are: {shown}")
        return
    number = 0
    for row in _records(feed, delimiter, name):
        number += 1
        if isinstance(row, Refusal):
            yield row
        else:
            yield _row_to_found(opened, columns, text_column, row, number, feed.row)
    if number == 0:
        yield refusal("I129", name, name)


def _header(feed: _Feed, opened: Opened) -> tuple[list[str], str] | Refusal:
    name = opened.source.name
    try:
        first = next(line for line in feed if line.strip())
    except StopIteration:
        return refusal("I102", name, name)
    except _LineError as trouble:
        return trouble.refused
    if not first.isprintable() and sum(not c.isprintable() and not c.isspace() for c in first) > 0.05 * len(first):
        return refusal("I103", name, name)
    delimiter = max(DELIMITERS, key=first.count) if any(d in first for d in DELIMITERS) else ","
    try:
        cells = next(csv.reader([first], delimiter=delimiter))
    except csv.Error as error:
        return refusal("I128", name, f"{name}, line 1", str(error))
    return [fold(cell).strip().replace(" ", "_") for cell in cells], delimiter


def _records(feed: _Feed, delimiter: str, name: str) -> Iterator[list[str] | Refusal]:
    """The rows; a broken one is a refusal, and reading goes on with the line after it."""
    recoveries = 0
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.row = []
        try:
            row = next(reader)
        except StopIteration:
            return
        except _LineError as trouble:
            yield trouble.refused
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
        except csv.Error as error:
            line = feed.row[0].number if feed.row else 0
            yield refusal("I128", f"{name}#line {line}", f"{name}, line {line}", str(error))
            recoveries += 1
            if recoveries <= _RECOVERIES:
                feed.push_back()
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
        else:
            if row:
                yield row


def _row_to_found(
    opened: Opened, columns: list[str], text_column: str, row: list[str], number: int, lines: list[TextLine]
) -> Found | Refusal:
    source = opened.source
    line = lines[0].number if lines else 0
    name, where = f"{source.name}#{number}", f"{source.name}, row {number} (line {line})"
    if len(row) > len(columns):
        return refusal("I128", name, where, f"{len(row)} cells, but the header has {len(columns)}")
    fields: Fields = dict(zip(columns, (cell or None for cell in row), strict=False))
    text = fields.get(text_column)
    if not isinstance(text, str) or not text.strip():
        return refusal("I122", name, f"{where}, column '{text_column}'")
    for column in ID_COLUMNS:
        if fields.get(column):
            fields["id"] = fields[column]
            break
    notes = tuple(dict.fromkeys(item.note for item in lines if item.note is not None))
    raw = hashlib.sha256(b"".join(item.raw for item in lines)).hexdigest()
    found = Found(
        id=f"{source.id}#{number}",
        text=text,
        name=name,
        where=where,
        media_type="text/csv",
        raw_sha256=raw,
        notes=notes,
    )
    applied = apply_fields(found, fields, source="table")
    if isinstance(applied, Refusal):
        return applied
    if not applied.given_id and applied.url is not None:
        applied = replace(applied, id=applied.url)
    return read_tags(applied) if holds_tags(text) else applied
