"""The part of ``tocsin explain DOCUMENT`` that goes through the text sentence by sentence."""

from collections.abc import Iterator, Sequence

from tocsin.export.explain import value_words
from tocsin.export.explain_why import (
    NO_TRIGGER,
    Asked,
    account_words,
    event_words,
    export_words,
    main_trigger,
    of_mentions,
    reason,
    typing_words,
    where,
    why,
)
from tocsin.export.layout import heading, wrapped
from tocsin.export.short import short_text
from tocsin.export.words import date_words, place_words
from tocsin.model.decisions import DECISIONS
from tocsin.model.document import Document
from tocsin.model.event import Event
from tocsin.model.reading import Reading, Value
from tocsin.model.trace import ReadingTrace, Seen, SentenceTrace, TriggerFate
from tocsin.model.values import ActorValue, DateValue, MentionRef, PlaceValue

_REASONS = 5  # of an assertion, so many are shown beside it
DROPPED, KEPT = "-", "+"
"""Marks before a trigger; the console colours lines that begin with them."""


def sentences_text(
    document: Document, reading: Reading, trace: ReadingTrace, events: Sequence[Event], width: int
) -> list[str]:
    """Every sentence of a document with what was seen in it and the fate of its triggers."""
    parts = [heading("Sentence by sentence")]
    if trace.document_gate is not None:
        gate = f"No event was read from this text: {trace.document_gate} [{trace.gate_code}]."
        parts.append(wrapped(gate, width, "  "))
    for sentence in trace.sentences:
        parts += ["", *_sentence(document, reading, sentence, events, width)]
    return parts


def one_sentence(
    document: Document,
    reading: Reading,
    trace: ReadingTrace,
    sentence: SentenceTrace,
    events: Sequence[Event],
    width: int,
    asked: Asked | None = None,
) -> str:
    """One sentence with the paragraph that says what decided; ``asked`` are the offsets of the words in question."""
    parts = [
        wrapped(f"{document.id}, sentence {sentence.number + 1} of {len(trace.sentences)}", width),
        "",
        wrapped(why(sentence, trace, events, reading, asked), width, "  "),
        "",
        *_sentence(document, reading, sentence, events, width),
    ]
    return "\n".join(parts) + "\n"


def _sentence(
    document: Document, reading: Reading, sentence: SentenceTrace, events: Sequence[Event], width: int
) -> Iterator[str]:
    head = f"{sentence.number + 1:>3}  "
    yield wrapped(short_text(document, sentence.start, sentence.end), width, head, " " * 5)
    if sentence.seen:
        seen = " · ".join(seen_words(item) for item in sentence.seen)
        yield wrapped(f"seen: {seen}", width, " " * 5, " " * 11)
    if not sentence.triggers:
        yield wrapped(NO_TRIGGER, width, " " * 5)
    for fate in sentence.triggers:
        yield from _fate(fate, sentence, reading, events, width)
    for statement in reading.statements:
        if sentence.start <= statement.span.start < sentence.end:
            yield wrapped(f"kept as statement: {statement.kind}", width, " " * 5, " " * 7)


def seen_words(seen: Seen) -> str:
    """``place Mopti = Mopti, Mopti, Mali``; the reader's own words where nothing was resolved."""
    meaning = _short_value(seen.value) if seen.value is not None else seen.meaning
    told = meaning and meaning.casefold() != seen.words.casefold()
    return f"{seen.kind} “{seen.words}” ({meaning})" if told else f"{seen.kind} “{seen.words}”"


def _short_value(value: Value) -> str:
    """A resolved value without its details: ``Mopti, Mali``; ``1 March 2024``."""
    match value:
        case PlaceValue():
            unknown = "" if value.place_id is not None else ", not in the gazetteer"
            return f"{place_words(value)}{unknown}"
        case DateValue():
            return date_words(value)
        case ActorValue():
            unknown = ", not in the registry" if value.id is None and value.type is None else ""
            return f"{value.name}{unknown}"
        case _:
            return value_words(value)


def assertion_lines(reading: Reading, mention_id: str) -> Iterator[str]:
    """What was asserted of an account, one line a value: words, speaker, rule and its reasons."""
    for assertion in reading.assertions:
        if assertion.event_mention_id != mention_id or isinstance(assertion.value, MentionRef):
            continue
        speaker = f", said by {assertion.attributed_to}" if assertion.attributed_to else ""
        hedge = "" if assertion.stance.value == "asserted" else f", {assertion.stance.value}"
        words = " … ".join(span.quote for span in assertion.spans)
        rule = f", rule {assertion.rule}" if assertion.rule else ""
        why = f" ({'; '.join(assertion.reasons[:_REASONS])})" if assertion.reasons else ""
        yield f"{assertion.prop.value}: {value_words(assertion.value)} [{words}]{speaker}{hedge}{rule}{why}"


def _fate(
    fate: TriggerFate, sentence: SentenceTrace, reading: Reading, events: Sequence[Event], width: int
) -> Iterator[str]:
    drops = DECISIONS[fate.code].drops
    first, rest = f"   {DROPPED if drops else KEPT} ", " " * 7
    if drops:
        main = main_trigger(fate, sentence)
        if main is not None:
            yield wrapped(f"{fate.words}: with “{main.words}”, which is not coded [{fate.code}]", width, first, rest)
            return
        yield wrapped(f"{fate.words}: {reason(fate)} [{fate.code}, {where(fate)}]", width, first, rest)
        if fate.account == fate.start:
            yield wrapped(account_words(fate), width, rest, " " * 10)
        return
    main = main_trigger(fate, sentence)
    if main is not None:
        yield wrapped(f"{fate.words}: with “{main.words}” [{fate.code}]", width, first, rest)
        return
    title = "" if fate.code == "told" else f"{DECISIONS[fate.code].title}; "
    told = "" if fate.modality == "actual" else f"; told as {fate.modality} ({fate.modality_rule})"
    yield wrapped(f"{fate.words}: {title}{typing_words(fate)}{told} [{fate.code}]", width, first, rest)
    yield wrapped(account_words(fate), width, rest, " " * 10)
    for mention_id in fate.event_mentions:
        yield from (wrapped(line, width, rest, " " * 10) for line in assertion_lines(reading, mention_id))
    became = of_mentions(events, fate.event_mentions)
    for event in became:
        yield wrapped(f"=> {event_words(event)}; {export_words(event)}", width, " " * 7, " " * 10)
    if not became:
        yield wrapped("=> no event rests on this account", width, " " * 7, " " * 10)
