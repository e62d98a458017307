"""Texts that a command reads without storing them: files, standard input, words on the command line."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tocsin.cli.console import leave, tell
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.model.document import Document


def given(text: str | None, published: str | None) -> "Iterator[Document]":
    """The document of ``--text``, or those on standard input."""
    from tocsin.ingest import IngestOptions

    if text is not None and not text.strip():
        raise UsageError("--text holds no words.")
    raw = text.encode("utf-8", "surrogateescape") if text is not None else sys.stdin.buffer.read()
    for document in _documents(["-"], IngestOptions(published=_day(published), stdin=BytesIO(raw))):
        yield document if text is None else replace(document, id="text")


def given_files(inputs: list[str], published: str | None) -> "Iterator[Document]":
    """The documents of files that are in no database."""
    from tocsin.ingest import IngestOptions

    yield from _documents(inputs, IngestOptions(published=_day(published)))


def _documents(inputs: list[str], options: Any) -> "Iterator[Document]":
    from tocsin import ingest
    from tocsin.model.document import Refusal

    for item in ingest.documents(inputs, options):
        if isinstance(item, Refusal):
            tell(f"refused {item.code}: {item.sentence}")
            leave(1)
        yield item


def _day(published: str | None) -> date | None:
    from tocsin.store import parse_day

    return parse_day(published) if published else None
