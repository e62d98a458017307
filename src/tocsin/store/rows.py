"""Model values to table rows and back."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from tocsin.model import codec
from tocsin.model.document import Document, DocumentKind, Published, Span
from tocsin.model.event import Event, Story
from tocsin.model.reading import (
    Assertion,
    Attribution,
    EventMention,
    Flag,
    Mention,
    Reading,
    Statement,
    Value,
)
from tocsin.model.text import fold
from tocsin.model.values import (
    ActorValue,
    Count,
    DateValue,
    MentionRef,
    PlaceValue,
    VictimCount,
    VictimStatus,
)

Row = dict[str, Any]


def moment(at: datetime) -> str:
    """A moment as sortable UTC text. Raises ValueError for a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_moment(text: str) -> datetime:
    """The moment that ``moment`` wrote."""
    return datetime.fromisoformat(text)


def document_row(document: Document) -> Row:
    """The columns of ``documents`` that come from the document itself."""
    published = document.published
    return {
        "document_id": document.id,
        "version": document.version,
        "title": document.title,
        "text": document.text,
        "published": published.day.isoformat() if published else None,
        "published_how": published.how if published else None,
        "url": document.url,
        "publisher": document.publisher,
        "agency": document.agency,
        "language": document.language,
        "kind": document.kind.value,
        "issuer": document.issuer,
        "via": codec.encode(document.via) if document.via else None,
        "media_type": document.media_type,
        "raw_sha256": document.raw_sha256,
        "dropped": codec.encode(document.dropped),
        "notes": codec.encode(document.notes),
    }


def row_document(row: Any) -> Document:
    """The document behind a row of ``documents``."""
    published = None
    if row.published is not None:
        published = Published(date.fromisoformat(row.published), row.published_how)
    return Document(
        id=row.document_id,
        text=row.text,
        title=row.title,
        published=published,
        url=row.url,
        publisher=row.publisher,
        agency=row.agency,
        language=row.language,
        kind=DocumentKind(row.kind),
        issuer=row.issuer,
        via=codec.decode(row.via) if row.via else (),
        media_type=row.media_type,
        raw_sha256=row.raw_sha256,
        dropped=codec.decode(row.dropped),
        notes=codec.decode(row.notes),
    )


def reading_rows(reading_id: str, reading: Reading) -> dict[str, list[Row]]:
    """Rows per table for everything in ``reading``."""
    groups: dict[str, tuple[Iterable[Any], Any]] = {
        "mentions": (reading.mentions, _mention),
        "event_mentions": (reading.event_mentions, _event_mention),
        "assertions": (reading.assertions, _assertion),
        "attributions": (reading.attributions, _attribution),
        "statements": (reading.statements, _statement),
        "flags": (reading.flags, _flag),
    }
    return {
        table: [
            {
                "reading_id": reading_id,
                "ordinal": ordinal,
                "document_id": reading.document_id,
                "body": codec.encode(item),
                **columns(item),
            }
            for ordinal, item in enumerate(items)
        ]
        for table, (items, columns) in groups.items()
    }


def _span(span: Span | None) -> Row:
    if span is None:
        return {"start_char": None, "end_char": None, "quote": None}
    return {"start_char": span.start, "end_char": span.end, "quote": span.quote}


def _mention(item: Mention) -> Row:
    return {"mention_id": item.id, "kind": item.kind.value, **_span(item.span)}


def _event_mention(item: EventMention) -> Row:
    return {
        "event_mention_id": item.id,
        "trigger": item.trigger.quote,
        "trigger_start": item.trigger.start,
        "trigger_end": item.trigger.end,
        "sentence": item.sentence.quote,
        "sentence_start": item.sentence.start,
        "sentence_end": item.sentence.end,
        "sentence_number": item.sentence_number,
    }


def _assertion(item: Assertion) -> Row:
    return {
        "assertion_id": item.id,
        "event_mention_id": item.event_mention_id,
        "property": item.prop.value,
        "value": readable(item.value),
        "stance": item.stance.value,
        "attributed_to": item.attributed_to,
        "author": item.author,
        "rule": item.rule,
        "confidence": item.confidence,
        **_span(item.spans[0] if item.spans else None),
    }


def _attribution(item: Attribution) -> Row:
    return {
        "attribution_id": item.id,
        "event_mention_id": item.event_mention_id,
        "kind": item.kind.value,
        "by_name": item.by,
        "by_id": item.by_id,
        "of_name": item.of,
        "of_id": item.of_id,
        "via": "; ".join(item.via),
        **_span(item.span),
    }


def _statement(item: Statement) -> Row:
    data = json.dumps(dict(item.data), ensure_ascii=False)
    return {"statement_id": item.id, "kind": item.kind, "data": data, **_span(item.span)}


def _flag(item: Flag) -> Row:
    return {"code": item.code, "sentence": item.sentence, "event_mention_id": item.event_mention_id}


def readable(value: Value) -> str:
    """A value as an analyst would write it in one cell."""
    match value:
        case Count():
            return _count_text(value)
        case VictimCount():
            return f"{value.side} {value.status} {_count_text(value.count)}"
        case DateValue():
            return value.start.isoformat() if value.start == value.end else f"{value.start}/{value.end}"
        case PlaceValue():
            return ", ".join(part for part in (value.name, value.admin1, value.country) if part)
        case ActorValue():
            return value.name
        case MentionRef():
            return f"unresolved: {value.mention_id}"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _count_text(count: Count) -> str:
    bounds = (count.low, count.best, count.high)
    if count.low is not None and count.low == count.best == count.high:
        return str(count.low)
    return "/".join("?" if bound is None else str(bound) for bound in bounds)


def event_row(event: Event) -> Row:
    """The flat columns of ``schema.event_columns``; ``body`` holds the event without revision and moment."""
    return {
        **_what_and_when(event),
        **_where(event),
        **_who(event),
        **_how_many(event),
        **_standing(event),
        "body": codec.encode(bare(event)),
    }


def bare(event: Event) -> Event:
    """The event without what only the store gives it, for comparing contents."""
    from dataclasses import replace

    return replace(event, revision=0, updated_at=None)


def _what_and_when(event: Event) -> Row:
    return {
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "disorder_type": event.disorder_type,
        "modality": event.modality.value,
        "date_start": event.date.start.isoformat() if event.date else None,
        "date_end": event.date.end.isoformat() if event.date else None,
        "time_precision": event.date.precision if event.date else None,
    }


def _where(event: Event) -> Row:
    place = event.place
    return {
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "admin3": place.admin3 if place else None,
        "location": place.name if place else None,
        "place_id": place.place_id if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geo_precision": place.precision if place else None,
        "radius_km": place.radius_km if place else None,
    }


def _who(event: Event) -> Row:
    row: Row = {}
    for side, actor in ((1, event.actor1), (2, event.actor2)):
        row[f"actor{side}_id"] = actor.id if actor else None
        row[f"actor{side}_name"] = actor.name if actor else None
        row[f"actor{side}_type"] = actor.type if actor else None
    actors = [actor for actor in (event.actor1, event.actor2) if actor]
    words = [word for a in actors for word in (a.id, a.name, a.as_reported, *a.associated) if word]
    words += [*event.actor1_reported, *event.actor2_reported]
    row["actor_search"] = _search(words)
    return row


def _how_many(event: Event) -> Row:
    injured = [v.count for v in event.victims if v.status is VictimStatus.INJURED]
    crowd = event.crowd_size or Count(None, None, None)
    return {
        "civilian_targeting": event.civilian_targeting,
        "fatalities_low": event.fatalities.low,
        "fatalities_best": event.fatalities.best,
        "fatalities_high": event.fatalities.high,
        "injured_low": _sum_known(count.low for count in injured),
        "injured_high": _sum_all([count.high for count in injured]),
        "incident_count": event.incident_count,
        "crowd_low": crowd.low,
        "crowd_best": crowd.best,
        "crowd_high": crowd.high,
    }


def _sum_known(bounds: Iterable[int | None]) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    return sum(known) if known else None


def _sum_all(bounds: list[int | None]) -> int | None:
    """The sum, unknown as soon as one part has no upper bound."""
    known = [bound for bound in bounds if bound is not None]
    return sum(known) if known and len(known) == len(bounds) else None


def _standing(event: Event) -> Row:
    publishers = sorted({source.publisher for source in event.sources if source.publisher})
    quotes = [span.quote for evidence in event.evidence for span in evidence.spans]
    place = [event.place.name, event.place.words, event.place.admin1] if event.place else []
    words = [
        event.notes,
        *quotes,
        *(w for w in place if w),
        event.sub_event_type,
        *event.tags,
        *event.weapons,
    ]
    sources = [word for s in event.sources for word in (s.document_id, s.publisher, s.url, s.story_id) if word]
    sources += [grade_word(s.grade) for s in event.sources if s.independent and s.grade]
    return {
        "weapons": "; ".join(event.weapons),
        "tags": "; ".join(event.tags),
        "background": event.background,
        "disputed": event.disputed,
        "codable": event.codable,
        "confidence": event.confidence,
        "review_state": event.review_state,
        "source_count": len(event.sources),
        "story_count": sum(1 for source in event.sources if source.independent),
        "publishers": "; ".join(publishers),
        "notes": event.notes,
        "source_search": _search(sources),
        "text_search": _search(words),
    }


def grade_word(grade: str) -> str:
    """How the grade of a document that speaks for its story stands among the words that a search finds: one character
    that is in no text, so that a search for a part of a name ("b2", "grad") does not meet it."""
    return chr(0xE000 + 10 * (ord(grade[0]) - ord("A")) + int(grade[1]))


def _search(words: Iterable[str]) -> str:
    """Folded words between bars, each once, so that a search matches within one of them."""
    return "|" + "|".join(dict.fromkeys(fold(word) for word in words)) + "|"


def story_row(story: Story) -> Row:
    """The row of a story."""
    return {"story_id": story.id, "root": story.root, "size": len(story.members), "body": codec.encode(story)}


def member_rows(story: Story) -> Iterable[Row]:
    """The rows of its documents."""
    for ordinal, member in enumerate(story.members):
        yield {
            "story_id": story.id,
            "document_id": member.document_id,
            "ordinal": ordinal,
            "copy_kind": member.copy_kind.value,
            "similarity": member.similarity,
            "reasons": "; ".join(member.reasons),
        }
