"""The intake: inputs to documents, one by one, in order; trouble with one never stops the others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module

from tocsin.ingest.build import finish
from tocsin.ingest.codes import refusal
from tocsin.ingest.opening import Opened, open_source
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.planning import sources
from tocsin.ingest.records import Found, Source
from tocsin.model.document import Document, Refusal
from tocsin.model.ids import text_hash

# Imported at first use: web pages and PDF need heavy libraries, text and JSON none.
_READERS = {
    "text": "tocsin.ingest.formats.plain",
    "markdown": "tocsin.ingest.formats.markdown",
    "html": "tocsin.ingest.formats.page",
    "pdf": "tocsin.ingest.formats.pdf",
    "jsonl": "tocsin.ingest.formats.json_lines",
    "json": "tocsin.ingest.formats.json_file",
    "csv": "tocsin.ingest.formats.table",
}


def documents(inputs: Sequence[str], options: IngestOptions | None = None) -> Iterator[Document | Refusal]:
    """Every document behind ``inputs`` (files, folders, globs, ``-``), and a refusal for everything that
    gives none.

    Streams: JSON Lines and tables are read row by row. Ids are the user's own, verbatim; without one the path
    relative to the input folder, ``path#row`` for rows. Two files of one call whose paths give the same id
    are told apart by the path as given.

    Raises:
        KnowledgeError: a file of ``knowledge/data/ingest`` is damaged.
    """
    settings = options if options is not None else IngestOptions()
    taken: set[str] = set()
    for source in sources(inputs):
        if isinstance(source, Refusal):
            yield source
            continue
        source = _own_id(source, taken)
        yield from read_source(source, settings)


def _own_id(source: Source, taken: set[str]) -> Source:
    """``source`` with an id no other file of this call has, so that no text passes for a new version of
    another."""
    storable = source.id.encode("utf-8", "backslashreplace").decode("utf-8")
    candidates = (storable, source.name.encode("utf-8", "backslashreplace").decode("utf-8").lstrip("./"))
    chosen = next((candidate for candidate in candidates if candidate and candidate not in taken), None)
    number = 2
    while chosen is None:
        chosen = f"{storable} ({number})" if f"{storable} ({number})" not in taken else None
        number += 1
    taken.add(chosen)
    return replace(source, id=chosen)


def read_source(source: Source, options: IngestOptions) -> Iterator[Document | Refusal]:
    """The documents of one source."""
    opened = open_source(source, options)
    if isinstance(opened, Refusal):
        yield opened
        return
    try:
        yield from _read_opened(opened, options)
    finally:
        if source.path is not None:
            opened.stream.close()


def _read_opened(opened: Opened, options: IngestOptions) -> Iterator[Document | Refusal]:
    name = opened.source.name
    format_name, _, what = opened.format.partition(":")
    if format_name in ("binary", "unsupported"):
        yield refusal("I103" if format_name == "binary" else "I112", name, name, f"it is {what}")
        return
    seen: dict[str, tuple[str, str]] = {}
    for found in import_module(_READERS[format_name]).read(opened, options):
        if isinstance(found, Refusal):
            yield found
            continue
        again = _seen_before(found, seen)
        if again is not None:
            if again[0] != text_hash(found.text):
                yield refusal("I126", found.name, found.where, f"id {found.id[:80]!r}, first in {again[1]}")
            continue
        yield finish(found, options)


def _seen_before(found: Found, seen: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Hash of the text and place of the earlier document with this id in the same file; remembers new
    ones."""
    earlier = seen.get(found.id)
    if earlier is None:
        seen[found.id] = (text_hash(found.text), found.where)
    return earlier
