"""Sides that the text itself only suspects: "suspected rebels", "possibly by the group", "believed to be militiamen".

Such words hedge who acted, not that it happened (CODEBOOK section 6, hedge lexicon; CONTRACT: hedging is the stance of
an assertion). The side stays the one that acts, as the report has it, with a hedged stance; nobody is accused by a
speaker. Words stand in ``lexicon/context.yml``.
"""

from dataclasses import replace

from tocsin.model.document import Document, Span
from tocsin.model.reading import Assertion, Prop, Reading, Stance
from tocsin.model.text import fold
from tocsin.model.values import MentionRef
from tocsin.read.rules.word_lists import context_words

RULE = "doubted-side"
"""Rule of an assertion whose side the text only suspects; ``merge`` keeps such a side, and does not hold it accused."""
_FARTHEST = 4
"""Words between the hedge and the side: "suspected heavily armed Islamist | rebels", "possibly planted by | them"."""


def with_doubted_sides(document: Document, reading: Reading) -> Reading:
    """The reading with a hedged stance for each acting side that its own words doubt, and without one for the act where
    that is the only hedge of its sentence."""
    spans = {mention.id: mention.span for mention in reading.mentions}
    sentences = {mention.id: mention.sentence for mention in reading.event_mentions}
    said, sure = [], set()
    for a in reading.assertions:
        hedge = _hedge(a, document.text, spans, sentences)
        said.append(a if hedge is None else _hedged(a, hedge))
        if hedge is not None and _hedges(sentences[a.event_mention_id].quote) <= 1:
            sure.add(a.event_mention_id)
    told = tuple(_firm(a) if a.event_mention_id in sure else a for a in said)
    return reading if told == reading.assertions else replace(reading, assertions=told)


def _hedge(a: Assertion, text: str, spans: dict[str, Span], sentences: dict[str, Span]) -> str | None:
    """The word that doubts the acting side of an assertion."""
    if a.prop is not Prop.ACTOR1 or a.stance is Stance.DENIED or not isinstance(a.value, MentionRef):
        return None
    side = spans.get(a.value.mention_id)
    if side is None:
        return None
    sentence = sentences[a.event_mention_id]
    begin = sentence.start if sentence.start <= side.start < sentence.end else max(0, side.start - 60)
    return doubt(text[begin : side.start], text[side.start : side.end])


def _hedged(a: Assertion, hedge: str) -> Assertion:
    return replace(a, stance=Stance.HEDGED, rule=RULE, reasons=(*a.reasons, f"the text says “{hedge}”"))


def _firm(a: Assertion) -> Assertion:
    """What is told beside a doubted side, told as fact: only who acted is in doubt."""
    return a if a.prop is Prop.ACTOR1 or a.stance is not Stance.HEDGED else replace(a, stance=Stance.ASSERTED)


def _hedges(sentence: str) -> int:
    """Words of a sentence that hedge, whatever they hedge."""
    return sum(word.strip(".,;:()“”\"'") in context_words("hedge") for word in fold(sentence).split())


def doubt(before: str, words: str) -> str | None:
    """The word that doubts a side with these words, told behind ``before`` (of its sentence); ``None`` for none."""
    own = fold(words).split()
    if own and own[0] in context_words("side_doubt_adjectives"):
        return own[0]
    near = _near(before)
    for distance, word in enumerate(reversed(near)):
        between = near[len(near) - distance :]
        if _doubts(word, between):
            return word
    return None


def _near(before: str) -> list[str]:
    """The last words of a clause; punctuation that ends a part of it cuts."""
    clause = before
    for mark in (",", ";", ":", "(", ")", "—", "–", "“", "”", '"'):
        clause = clause.rpartition(mark)[2]
    return fold(clause).split()[-_FARTHEST - 2 :]


def _doubts(word: str, between: list[str]) -> bool:
    """Whether a word doubts a side with these words between it and the side."""
    if word in context_words("side_doubt_adjectives"):
        return len(between) <= _FARTHEST - 1 and not any(w in context_words("side_doubt_ends") for w in between)
    if word in context_words("side_doubt_adverbs"):
        return _by_whom(between)
    if word in context_words("side_doubt_verbs"):
        return between[:2] == ["to", "be"] and all(w in context_words("side_doubt_links") for w in between[2:])
    return False


def _by_whom(between: list[str]) -> bool:
    """Nothing, "by", or a participle and "by", with articles: "possibly | the group", "probably planted by | them"."""
    rest = [w for w in between if w not in ("the", "a", "an")]
    return not rest or rest == ["by"] or (len(rest) <= 3 and rest[-1] == "by")
