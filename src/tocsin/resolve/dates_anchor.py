"""The day of a happening that a time is counted from ("two days after the raid on Tessaro"), found in the text.

The words behind "before" or "after" name the happening. Where another sentence tells the same words together with a
day, that day is the anchor. Nothing is looked up outside the text.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
_LONGEST = 600  # characters of a sentence looked at on either side of a day
_BACK, _AHEAD = 200, 50  # days of the text looked at before and behind
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
    if not wanted:
        return None
    own = _sentence(text, end)
    matches = [
        _match(wanted, text, told)
        for told in _around(dated, end)
        if told.value.precision <= 2 and _sentence(text, told.start) != own
    ]
    value = _surest(matches, end)
    return Anchor(value, phrase) if value is not None else None


def _around(dated: Sequence[Told], at: int) -> Sequence[Told]:
    """The days of the text that an anchor is sought among; so many bound the work on very long texts."""
    place = bisect_left(dated, at, key=lambda told: told.start)
    return dated[max(0, place - _BACK) : place + _AHEAD]


@dataclass(frozen=True, slots=True)
class _Match:
    """A day, what its sentence (from ``start`` on) shares with the phrase, and how far it stands from a shared word."""

    told: Told
    score: int
    start: int
    distance: int


def _match(wanted: Mapping[str, int], text: str, told: Told) -> _Match:
    start, stop = _sentence(text, told.start)
    found: dict[str, int] = {}
    places = _stems(text[start:stop])
    for stem in wanted.keys() & places.keys():
        found[stem] = min(abs(start + offset - told.start) for offset in places[stem])
    return _Match(told, sum(wanted[stem] for stem in found), start, min(found.values(), default=0))


def _surest(matches: Sequence[_Match], end: int) -> DateValue | None:
    """The day of the sentence that shares most; of equals the nearest, those before first, and in it the day nearest to
    the shared words. Else the only day told with a name, or with a common word shortly before."""
    strong = [m for m in matches if m.score >= _ENOUGH]
    if strong:
        best = max(strong, key=lambda m: (m.score, m.start if m.told.start < end else -m.start, -m.distance))
        return best.told.value
    named = [m.told.value for m in matches if m.score == _NAME and m.told.value.precision == 1]
    near = [m.told.value for m in matches if m.score == 1 and 0 <= end - m.told.start <= _NEAR]
    for values in (named, near):
        if len({(value.start, value.end) for value in values}) == 1:
            return values[0]
    return None


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


@lru_cache(maxsize=512)
def _stems(sentence: str) -> Mapping[str, tuple[int, ...]]:
    """The stems of a sentence's words, each with the offsets of its words."""
    found: dict[str, tuple[int, ...]] = {}
    for match in _WORD.finditer(sentence):
        stem = _stem(match.group())
        found[stem] = (*found.get(stem, ()), match.start())
    return found


@lru_cache(maxsize=1024)
def _sentence(text: str, at: int) -> tuple[int, int]:
    """Offsets of the sentence or line that holds ``at``."""
    first = max(0, at - _LONGEST)
    start = max((match.end() for match in SENTENCE_END.finditer(text, first, at)), default=first)
    stop = SENTENCE_END.search(text, at, at + _LONGEST)
    return start, stop.start() if stop is not None else min(len(text), at + _LONGEST)


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """Words that name no happening."""
    return frozenset(read_lexicon("anchors.yml")["empty"])
