"""``tocsin explain --format json``: the same explanation as an object with stable keys (docs/reference/explain.md)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tocsin.export.event_json import event_json, value_json
from tocsin.export.explain_why import Asked, export_reasons, outcome, why
from tocsin.export.short import short_text
from tocsin.model.decisions import DECISIONS
from tocsin.model.document import Document, Span
from tocsin.model.event import Event
from tocsin.model.reading import Reading
from tocsin.model.trace import Joined, ReadingTrace, Seen, SentenceTrace, TriggerFate


def document_json(
    document: Document,
    reading: Reading | None,
    trace: ReadingTrace | None,
    events: Sequence[Event],
    notice: str | None = None,
    only: SentenceTrace | None = None,
    asked: Asked | None = None,
) -> dict[str, Any]:
    """A document, its sentences (``only`` one of them, when given) and its events. ``asked`` are the offsets of the
    words in question."""
    shown = () if trace is None else (only,) if only is not None else trace.sentences
    published = document.published
    return {
        "document": document.id,
        "version": document.version,
        "published": published.day.isoformat() if published is not None else None,
        "published_how": published.how if published is not None else None,
        "engine": reading.author if reading is not None else None,
        "notice": notice,
        "dropped": [{"reason": part.reason, "text": part.text} for part in document.dropped],
        "document_gate": trace.document_gate if trace is not None else None,
        "sentences": [_sentence(document, reading, s, trace, events, asked) for s in shown if trace is not None],
        "flags": [{"code": f.code, "sentence": f.sentence} for f in (reading.flags if reading is not None else ())],
        "events": [event_explained(event) for event in events],
    }


def event_explained(event: Event, joined: Sequence[Joined] = ()) -> dict[str, Any]:
    """The contract's object of an event, why default exports leave it out (empty: they hold it), and why its accounts
    were put together."""
    return {
        **event_json(event),
        "not_exported_because": list(export_reasons(event)),
        "joined": [joined_json(pair) for pair in joined],
    }


def joined_json(pair: Joined) -> dict[str, Any]:
    """Why two accounts belong together, or not."""
    return {
        "scope": pair.scope,
        **{side: _span(span) for side, span in (("left", pair.left), ("right", pair.right))},
        "points": round(pair.points, 4),
        "needed": pair.needed,
        "reasons": list(pair.reasons),
        "against": pair.against,
        "together": pair.together,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"document": span.document_id, "start": span.start, "end": span.end, "quote": span.quote}


def _sentence(
    document: Document,
    reading: Reading | None,
    sentence: SentenceTrace,
    trace: ReadingTrace,
    events: Sequence[Event],
    asked: Asked | None,
) -> dict[str, Any]:
    statements = reading.statements if reading is not None else ()
    return {
        "number": sentence.number + 1,
        "start": sentence.start,
        "end": sentence.end,
        "text": short_text(document, sentence.start, sentence.end),
        "outcome": outcome(sentence, trace),
        "why": why(sentence, trace, events, reading, asked),
        "seen": [_seen(item) for item in sentence.seen],
        "triggers": [_trigger(fate, events) for fate in sentence.triggers],
        "statements": [
            {"id": s.id, "kind": s.kind, "start": s.span.start, "end": s.span.end, "data": dict(s.data)}
            for s in statements
            if sentence.start <= s.span.start < sentence.end
        ],
    }


def _seen(seen: Seen) -> dict[str, Any]:
    value = value_json(seen.value) if seen.value is not None else None
    return {
        "kind": seen.kind, "start": seen.start, "end": seen.end, "quote": seen.words, "meaning": seen.meaning,
        "value": value,
    }  # fmt: skip


def _trigger(fate: TriggerFate, events: Sequence[Event]) -> dict[str, Any]:
    decision = DECISIONS[fate.code]
    plain = asdict(fate)
    mentions = set(fate.event_mentions)
    return {
        **{key: plain[key] for key in ("start", "end")},
        "quote": fate.words,
        **{key: plain[key] for key in ("act", "form", "weak", "code")},
        "stage": decision.stage.value,
        "dropped": decision.drops,
        "sentence": decision.title,
        "because": list(fate.because),
        "detail": fate.detail,
        "where": decision.where,
        **{key: plain[key] for key in ("account", "sub_event_type", "type_rule")},
        "alternatives": [{"value": name, "confidence": share} for name, share in fate.alternatives],
        "parts": [{"role": role, "words": words} for role, words in fate.parts],
        **{key: plain[key] for key in ("modality", "modality_rule")},
        "event_mentions": list(fate.event_mentions),
        "events": [event.event_id or None for event in events if mentions & set(event.mention_ids)],
    }
