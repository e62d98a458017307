"""What became of every word that the model, or the rules, took for one that may tell an event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tocsin.model.document import Document
from tocsin.model.reading import Reading
from tocsin.model.trace import ReadingTrace, SentenceTrace, TriggerFate
from tocsin.read.neural.found import Decoded, EventFound, Trigger, surest
from tocsin.read.neural.thresholds import RIVAL
from tocsin.read.rules.against import Against


def trace_of(
    document: Document, author: str, rules: ReadingTrace, decoded: Decoded, reading: Reading, types: Sequence[str]
) -> ReadingTrace:
    """The trace of a text: what the rules saw, and the fates of the model's triggers beside those of words that only
    the rules take for triggers. ``types``: the model's, in its order."""
    mentions: dict[int, list[str]] = {}
    for mention in reading.event_mentions:
        mentions.setdefault(mention.trigger.start, []).append(mention.id)
    known = {fate.start: fate for sentence in rules.sentences for fate in sentence.triggers}
    fates = {
        fate.start: fate
        for events, kept in ((decoded.events, True), (decoded.unlikely, False))
        for event in events
        for fate in _of_event(document, event, kept, mentions, known, types)
    }
    shown = {name for fate in fates.values() for name in fate.event_mentions}
    tolls = {start: left for start, names in mentions.items() if (left := tuple(n for n in names if n not in shown))}
    sentences = tuple(_sentence(sentence, fates, tolls) for sentence in rules.sentences)
    return ReadingTrace(document.id, author, sentences)


def turned_away(author: str, rules: ReadingTrace, sentence: str) -> ReadingTrace:
    """The trace of a text that the gate did not let through; ``sentence`` says so."""
    found = tuple(
        replace(s, triggers=tuple(_only_rules(fate, "quiet_text") for fate in s.triggers)) for s in rules.sentences
    )
    return ReadingTrace(rules.document_id, author, found, sentence, "quiet_text")


def _sentence(
    sentence: SentenceTrace, fates: Mapping[int, TriggerFate], tolls: Mapping[int, tuple[str, ...]]
) -> SentenceTrace:
    """The model's triggers of a sentence, and words that only the rules take for triggers. ``tolls``: event mentions
    that only the rules see, by the offset of their words: harm done in what was told before."""
    own = [fate for start, fate in fates.items() if sentence.start <= start < sentence.end]
    taken = [(fate.start, fate.end) for fate in own]
    other = [
        _only_rules(fate, "not_a_trigger")
        for fate in sentence.triggers
        if not any(fate.start < end and start < fate.end for start, end in taken)
    ]
    every = (_told_before(fate, tolls) for fate in (*own, *other))
    return replace(sentence, triggers=tuple(sorted(every, key=lambda fate: fate.start)))


def _told_before(fate: TriggerFate, tolls: Mapping[int, tuple[str, ...]]) -> TriggerFate:
    """The fate of a word; where it tells a toll of what was told before, that."""
    names = next((names for start, names in tolls.items() if fate.start <= start < fate.end), ())
    return replace(_only_rules(fate, "toll_of_before"), event_mentions=names) if names else fate


def _only_rules(fate: TriggerFate, code: str) -> TriggerFate:
    return TriggerFate(fate.start, fate.end, fate.words, fate.act, fate.form, fate.weak, code)


def _of_event(
    document: Document, event: EventFound, kept: bool, mentions: Mapping[int, Sequence[str]],
    known: Mapping[int, TriggerFate], types: Sequence[str],
) -> Iterator[TriggerFate]:  # fmt: skip
    """The fates of an event's triggers. That of the account's main one tells the account."""
    best = surest(event.triggers)
    ranked = sorted(zip(types, event.types.tolist(), strict=True), key=lambda pair: -pair[1])
    mains = [t for t in event.triggers if t.span.start in mentions] if kept else [best]
    against = None if kept else _against(event)
    for trigger in event.triggers:
        start = trigger.span.start
        main = _main(trigger, mains, best)
        because = against or Against("told" if main is trigger else "told_with")
        fate = replace(
            _word(document, trigger, known.get(start)), code=because.code, because=because.words, detail=because.detail,
            account=main.span.start, event_mentions=tuple(mentions.get(start, ())) if kept else (),
            sub_event_type=ranked[0][0], type_rule="neural",
            alternatives=tuple((name, round(p, 2)) for name, p in ranked[1:] if p >= RIVAL),
            modality=event.modality, modality_rule=f"the model, an event with probability {event.likely:.2f}",
        )  # fmt: skip
        yield replace(fate, parts=tuple(_parts(document, event))) if main is trigger else fate


def _against(event: EventFound) -> Against:
    """Why an event is not told: the rules' reason where they refuse it firmly, else that it falls short."""
    if event.against is None:
        return Against("unlikely_event", (), f"probability {event.likely:.2f}, needed {event.needed:.2f}")
    held = f"the rules' reason stands, though the model holds it for an event with probability {event.likely:.2f}"
    return replace(event.against, detail="; ".join(filter(None, (event.against.detail, held))))


def _word(document: Document, trigger: Trigger, seen: TriggerFate | None) -> TriggerFate:
    """A trigger as a word, with what the rules know of it; its code is still to be given."""
    start, end = trigger.span.start, trigger.span.end
    act, form, weak = (seen.act, seen.form, seen.weak) if seen is not None else ("seen by the model", "word", False)
    return TriggerFate(start, end, document.text[start:end], act, form, weak, "")


def _main(trigger: Trigger, mains: Sequence[Trigger], best: Trigger) -> Trigger:
    """The trigger that stands for the account a trigger belongs to: the nearest of those that name one."""
    return min(mains or [best], key=lambda t: abs(t.span.start - trigger.span.start))


def _parts(document: Document, event: EventFound) -> Iterator[tuple[str, str]]:
    """The words that play a part in an event, with how likely they do."""
    for label, parts in event.parts.items():
        for part in parts:
            words = document.text[part.span.start : part.span.end]
            side = f", side {part.side}" if part.sides else ""
            yield label, f"{words} ({part.likely * part.true:.2f}{side})"
