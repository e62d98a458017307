"""The day of a happening that a time is counted from ("two days after the raid on Tessaro"), found in the text.

The words behind "before" or "after" name the happening. Where another sentence tells the same words together with a
day, that day is the anchor. Nothing is looked up outside the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.model.expressions import TimeForm
from tocsin.model.text import fold
from tocsin.model.values import DateValue

_PHRASE = 90  # characters behind the time; the name of a happening is seldom longer
_PHRASE_END = re.compile(r"[.,;:!?()\"“”\n]|\s[-–—]\s")
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n")
_SAME_DOER = re.compile(r"\w+ing\b")  # "a week before moving on": no happening of its own
_NEAR = 500  # characters: three sentences or so
_APPOSED = re.compile(r"\s?(?:,|[-–—]|\()\s?")
_WORD = re.compile(r"[^\W\d_]+")
# Words shorter than this say nothing of which happening is meant; forms of a word share so many letters
# ("killed", "killing"; "shot" and "shooting" do not, and stay apart).
_SHORT, _STEM = 4, 5
# A name in common counts as much as two other words; so much a sentence must have in common with the phrase.
_NAME, _ENOUGH = 2, 3


@dataclass(frozen=True, slots=True)
class Told:
    """A day told in the text, with the offsets of its words and how they tell it."""

    start: int
    end: int
    value: DateValue
    form: TimeForm = TimeForm.ABSOLUTE


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day a time counts from, and the words that name the happening there."""

    value: DateValue
    words: str


def named_anchor(text: str, end: int, dated: Sequence[Told]) -> Anchor | None:
    """The day told elsewhere of the happening that is named behind ``text[:end]``; ``None`` when no sentence tells it.

    A sentence tells it when it shares a name and another word with the phrase. A name alone is enough where one day
    only is told with it in the whole text, a common word alone ("the attack") where one day is shortly before.

    Args:
        text: the document.
        end: offset behind "before" or "after".
        dated: days of the text in its order; those vaguer than some days (precision above 2) are no anchor.
    """
    phrase = _PHRASE_END.split(text[end : end + _PHRASE], maxsplit=1)[0].strip()
    wanted = {} if _SAME_DOER.match(phrase) else _weights(phrase)
    own = _sentence(text, end)
    best: tuple[int, int, int] | None = None
    near: dict[tuple[date, date], DateValue] = {}
    named: dict[tuple[date, date], DateValue] = {}
    chosen: DateValue | None = None
    for told in dated:
        start, stop = _sentence(text, told.start)
        if told.value.precision > 2 or (start, stop) == own:
            continue
        score, distance = _shared(wanted, text, start, stop, told.start)
        if score == 1 and 0 <= end - told.start <= _NEAR:
            near[told.value.start, told.value.end] = told.value
        if score == _NAME and told.value.precision == 1:
            named[told.value.start, told.value.end] = told.value
        # of equals the nearest sentence, those before first; in it the day nearest to the shared words
        rank = (score, start if told.start < end else -start, -distance)
        if score >= _ENOUGH and (best is None or rank > best):
            best, chosen = rank, told.value
    if chosen is None and 1 in (len(named), len(near)):
        (chosen,) = (named if len(named) == 1 else near).values()
    return Anchor(chosen, phrase) if chosen is not None else None


def _shared(wanted: Mapping[str, int], text: str, start: int, stop: int, at: int) -> tuple[int, int]:
    """How much a sentence shares with the phrase, and the least distance of its day from a shared word."""
    found: dict[str, int] = {}
    for match in _WORD.finditer(text, start, stop):
        stem = _stem(match.group())
        if stem in wanted:
            found[stem] = min(found.get(stem, stop), abs(match.start() - at))
    return sum(wanted[stem] for stem in found), min(found.values(), default=0)


def beside(text: str, start: int, end: int, dated: Sequence[Told]) -> DateValue | None:
    """The day that words such as "two days after the vote" only explain: "on 27 June, two days after the vote"."""
    for told in reversed(dated[-2:]):
        if told.value.precision == 1 and _APPOSED.fullmatch(text, told.end, start):
            return told.value
    return None


def _weights(phrase: str) -> dict[str, int]:
    """Stems of the words that say which happening is meant, and what each counts."""
    found: dict[str, int] = {}
    for match in _WORD.finditer(phrase):
        word = match.group()
        if len(word) >= _SHORT and fold(word) not in _empty():
            found[_stem(word)] = _NAME if word[0].isupper() else 1
    return found


def _stem(word: str) -> str:
    return fold(word)[:_STEM]


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Offsets of the sentence or line that holds ``at``."""
    start = max((match.end() for match in SENTENCE_END.finditer(text, max(0, at - 600), at)), default=max(0, at - 600))
    stop = SENTENCE_END.search(text, at)
    return start, stop.start() if stop is not None else len(text)


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """Words that name no happening."""
    return frozenset(read_lexicon("anchors.yml")["empty"])
