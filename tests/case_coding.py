"""Codes a text for the case tests: one document in memory, or one through the database and the exports."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cases_collector import Case
from tocsin import pipeline
from tocsin.export import ExportOptions, event_json, write
from tocsin.model.document import Document, DocumentKind, Published
from tocsin.pipeline import CodeOptions
from tocsin.pipeline.checks import check_reading
from tocsin.pipeline.rooms import Engine, Rooms, real_rooms
from tocsin.store import Store

WHAT = ("events", "attributions", "documents", "mentions")


@cache
def rooms() -> Rooms:
    """The installed rooms, opened once."""
    return real_rooms()


@cache
def engine(name: str = "rules") -> Engine:
    """The engine of that name with resolving behind it, opened once."""
    return rooms().open_engine(name)


def events_of_text(text: str, published: date | None, language: str = "en", by: str = "rules") -> list[dict[str, Any]]:
    """Events of one text in the contract's JSON form, as ``tocsin code --no-merge --engine BY`` would make them."""
    given = Published(published, "given by the case") if published else None
    return _events(Document("case", text, published=given, language=language), by)


def events_of_case(case: Case, by: str = "rules") -> list[dict[str, Any]]:
    """Events of a case's document, as ``events_of_text``."""
    return _events(document_of(case), by)


def document_of(case: Case) -> Document:
    """The document that a case describes."""
    return Document(
        "case",
        case.text,
        published=Published(case.published, "given by the case") if case.published else None,
        publisher=case.publisher,
        language=case.language,
        kind=DocumentKind(case.kind),
        issuer=case.issuer,
        via=case.via,
    )


def _events(document: Document, by: str) -> list[dict[str, Any]]:
    reading = engine(by).read(document)
    check_reading(document, reading)
    documents, readings = {document.id: document}, {document.id: reading}
    clusters = rooms().cluster(documents, readings, (), scope="document", judgements=())
    events = rooms().assemble_all(clusters, documents=documents, readings=readings, stories=())
    return [event_json(event) for event in events]


def exports_of_files(files: Sequence[tuple[Path, date | None]], db: Path, name: str) -> dict[str, list[Any]]:
    """Code files one after the other into ``db`` through the public entry, as reports come in, with the engine of that
    name; several files are merged. Rows of every export, nothing left out."""
    for path, published in files:
        options = CodeOptions(engine=name, published=published, merge=len(files) > 1)
        report = pipeline.code([str(path)], db=db, options=options)
        if report.refused:
            raise AssertionError(f"{path.name} was refused: {report.refused[0].sentence}")
    with Store.open(db) as store:
        rows: Mapping[str, list[Any]] = {
            "events": list(store.events()),
            "attributions": list(store.events()),
            "documents": list(store.documents()),
            "mentions": list(store.readings().values()),
        }
    return {what: _written(what, rows[what]) for what in WHAT}


def _written(what: str, rows: list[Any]) -> list[Any]:
    stream = io.StringIO()
    write(what, "jsonl", rows, stream, ExportOptions(include_all=True))
    return [json.loads(line) for line in stream.getvalue().splitlines()]
