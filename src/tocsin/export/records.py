"""Everything that can be exported as JSON records: one function per ``--what``, each from one model
object."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from tocsin.export.event_json import attribution_json, event_json, iso_day, iso_time, span_json
from tocsin.export.options import ExportOptions, LeftOut
from tocsin.export.short import WITHHELD, is_withheld, short_line
from tocsin.model.document import Document
from tocsin.model.event import REJECTED, ChangedFact, Event, Quote, SharedPassage, Story
from tocsin.model.reading import Mention, Reading, Statement

Record = dict[str, Any]


def event_records(event: Event, options: ExportOptions) -> Iterator[Record | LeftOut]:
    """The event; one that is not codable is left out unless ``include_all`` (CONTRACT, default of
    exports)."""
    if options.include_all or event.codable:
        yield event_json(event)
    else:
        yield LeftOut(event.event_id, why_not_codable(event))


def why_not_codable(event: Event) -> str:
    """Which condition of ``Event.codable`` fails, in words."""
    if event.review_state == REJECTED:
        return "rejected by a reviewer"
    if event.modality.value not in ("actual", "failed"):
        return f"not told as having happened ({event.modality.value})"
    if event.place is None or event.place.country is None:
        return "place or country unknown"
    return "date unknown" if event.date is None else "date vaguer than a month"


def attribution_records(event: Event, _: ExportOptions) -> Iterator[Record]:
    """Who claims, denies, accuses or confirms responsibility for the event."""
    for attribution in event.attributions:
        yield {
            "event": event.event_id,
            **attribution_json(attribution),
            "by_id": attribution.by_id,
            "of_id": attribution.of_id,
        }


def document_records(document: Document, options: ExportOptions) -> Iterator[Record]:
    """A document with its stored text. The keys of the intake format are kept, so the file can be coded
    again. Texts of statements are left out unless ``statement_texts`` asks for them."""
    published = document.published
    withheld = is_withheld(document) and not options.statement_texts
    yield {
        "document": document.id,
        "version": document.version,
        "id": document.id,
        "text": None if withheld else document.text,
        "characters": len(document.text),
        "text_withheld": WITHHELD if withheld else None,
        "title": short_line(document.title) if withheld else document.title,
        "published": None if published is None else published.day.isoformat(),
        "published_how": None if published is None else published.how,
        "url": None if withheld else document.url,
        "publisher": document.publisher,
        "agency": document.agency,
        "language": document.language,
        "kind": document.kind.value,
        "issuer": document.issuer,
        "via": list(document.via),
        "media_type": document.media_type,
        "raw_sha256": document.raw_sha256,
        "dropped": [{"reason": part.reason, "text": None if withheld else part.text} for part in document.dropped],
        "notes": list(document.notes),
    }


def story_records(story: Story, _: ExportOptions) -> Iterator[Record]:
    """A story with its documents: how each descends from the root, the facts it changed, and the passages it shares
    with documents of other stories."""
    yield {
        "story": story.id,
        "root": story.root,
        "root_missing": bool(story.root_missing),
        "documents": [
            {
                "document": member.document_id,
                "copy_kind": member.copy_kind.value,
                "similarity": round(member.similarity, 4),
                "reasons": list(member.reasons),
                "changed": [_changed(change) for change in member.changed],
                "passages": [_passage(passage) for passage in member.passages],
            }
            for member in story.members
        ],
    }


def _changed(change: ChangedFact) -> Record:
    return {"kind": change.kind, "root": span_json(change.root), "copy": span_json(change.copy)}


def _passage(passage: SharedPassage) -> Record:
    return {
        "start": passage.span.start,
        "end": passage.span.end,
        "with": passage.other.document_id,
        "with_start": passage.other.start,
        "with_end": passage.other.end,
        "quoted": passage.quoted,
    }


def quote_records(quote: Quote, _: ExportOptions) -> Iterator[Record]:
    """An utterance that several documents quote, each in its wording."""
    yield {"quote": quote.id, "wordings": [span_json(span) for span in quote.spans]}


def mention_records(reading: Reading, _: ExportOptions) -> Iterator[Record]:
    """What a document names (``record`` = mention) and what it says besides events (``record`` =
    statement)."""
    for mention in reading.mentions:
        yield _mention(mention, reading.author)
    for statement in reading.statements:
        yield _statement(statement, reading.author)


def change_records(row: Any, _: ExportOptions) -> Iterator[Record]:
    """A row of the store's history (mapping or dataclass) as it is, dates and enums in their written form."""
    yield plain(row)


def plain(value: Any) -> Any:
    """Any model value as plain JSON: dataclasses become objects, enums their value, dates ISO text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return iso_time(value)
    if isinstance(value, date):
        return iso_day(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def _mention(mention: Mention, author: str) -> Record:
    expression = plain(mention.expression)
    data = expression if isinstance(expression, dict) else {"value": expression}
    return {
        "record": "mention",
        "id": mention.id,
        "kind": mention.kind.value,
        **span_json(mention.span),
        "data": {key: value for key, value in data.items() if value not in (None, [], "")},
        "author": author,
    }


def _statement(statement: Statement, author: str) -> Record:
    return {
        "record": "statement",
        "id": statement.id,
        "kind": statement.kind,
        **span_json(statement.span),
        "data": dict(statement.data),
        "author": author,
    }
