"""The time words of a language: loaded from ``times_XX.yml`` and compiled into one scanner."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tocsin.knowledge.files import data_path
from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.model.errors import KnowledgeError

Token = tuple[str, Any]

# lexicon class -> code, for classes that are lists of words
_LISTS = {
    "now": "V", "vague_future": "L", "recent": "r", "article_a": "a", "vague_quantities": "q",
    "last": "l", "past": "p", "previous": "b", "next": "x", "coming": "c", "this": "h", "following": "A",
    "same": "s", "that": "j", "approx": "~", "ago": "G", "later": "R", "earlier": "E", "before": "B", "after": "F",
    "every": "e", "the": "t", "of": "f", "in": "i", "on": "d", "at": "@", "zones": "@", "from": ">", "of from": "g",
    "to": "[", "to in": "w", "era": "X", "shortly": "z", "whose": "m", "not_time": " ", "since": "C", "between": "^",
    "and": "&", "more": "+", "latest": "*",
}  # fmt: skip
# lexicon class -> code, for classes that map words to values. Later classes win where a word stands in several.
_MAPS = {
    "ordinals": "o", "halves": "/", "decade_words": "Q", "habits": "y", "vague_past": "v",
    "stage": "J", "parts_of_day": "P", "seasons": "S",
    "units": "U", "units_plural": "u", "days": "T", "day_before_after": "k", "holidays": "H",
    "weekday_abbreviations": "W", "weekdays": "W",
    "month_abbreviations": "M", "months": "M", "numbers": "n",
}  # fmt: skip

_NUMBERS = r"""
 (?P<iso>\d{4}-\d{1,2}-\d{1,2}(?![\d-]))
|(?P<slash>\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.)(?:\d{4}|\d{2})(?![\d/]))
|(?P<clock>\d{1,2}(?:[:.]\d{2}(?::\d{2})?)?[ ]?(?:a\.[ ]?m\.?|p\.[ ]?m\.?|am\b|pm\b)|\d{1,2}:\d{2}(?::\d{2})?(?![\d:])
   |\d{4}(?=[ ](?:gmt|utc|hrs|hours|local)\b)|\d{1,2}(?:[ ]?h[ ]?\d{2}|h)\b|\d{1,2}[ ]o'clock\b)
|(?P<decade>(?:\d{3}0|'?\d0)(?:'?s)\b)
|(?P<ordinal>\d{1,2}(?:st|nd|rd|th|er|re|e|eme)\b)
|(?P<grouped>\d{1,3}(?:[,. ]\d{3})+\b|\d+[.,]\d+|\d{5,})
|(?P<figures>\d{1,4})
"""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language: folded word -> (code, value), the compiled scanner, and the special word sets."""

    words: dict[str, Token]
    scanner: re.Pattern[str]
    weak: frozenset[str]
    abbreviations: frozenset[str]
    verb_signs: frozenset[str]
    sport: frozenset[str]
    after_year: frozenset[str]
    future: re.Pattern[str]
    past: re.Pattern[str]
    deadline: re.Pattern[str]
    finished: re.Pattern[str]
    before_year: frozenset[str]
    stage_nouns: frozenset[str]


def _entries(name: str, value: Any) -> list[tuple[str, Token]]:
    """(word, token) pairs of one lexicon class; [] for a class that holds no tokens."""
    if name in _LISTS:
        return [(word, (_LISTS[name], word)) for word in value or ()]
    if name in _MAPS:
        return [(str(word), (_MAPS[name], meaning)) for word, meaning in (value or {}).items()]
    return []


_SPECIAL_CLASSES = {
    "weak",
    "verb_signs",
    "sport_words",
    "after_year",
    "future_signs",
    "deadline_signs",
    "past_signs",
    "told_signs",
    "told_ending",
    "verb_group",
    "before_year",
    "stage_nouns",
}


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon | None:
    """The time words of a language (ISO 639-1), or ``None`` when there is no file for it.

    Raises:
        KnowledgeError: the file names a class this module does not know.
    """
    path = data_path("lexicon", f"times_{language}.yml")
    if not path.is_file():
        return None
    data = read_lexicon(path.name)
    unknown = set(data) - set(_LISTS) - set(_MAPS) - _SPECIAL_CLASSES
    if unknown:
        raise KnowledgeError(
            f"{path.name}: unknown word class {', '.join(sorted(unknown))}; the known ones are listed in times_scan.py"
        )
    words: dict[str, Token] = {}
    for name in [*_LISTS, *_MAPS]:
        words.update(_entries(name, data.get(name)))
    abbreviations = set(data.get("month_abbreviations") or ()) | set(data.get("weekday_abbreviations") or ())
    words.update({f"{word}.": words[word] for word in abbreviations})
    return Lexicon(
        words,
        _scanner(words, abbreviations),
        frozenset(data["weak"]),
        frozenset(abbreviations),
        frozenset(data["verb_signs"]),
        frozenset(data["sport_words"]),
        frozenset(data["after_year"]),
        _any_word(data["future_signs"], _verb_group(data)),
        _any_word([*data["past_signs"], *data["told_signs"]], also=data["told_ending"]),
        _any_word(data["deadline_signs"], r"\s+(?:\w+\s+)?$"),
        _any_word(data["past_signs"]),
        frozenset(data["before_year"]),
        frozenset(data["stage_nouns"]),
    )


def _any_word(words: list[str], tail: str = "", also: str | None = None) -> re.Pattern[str]:
    """A pattern for any of the words, whole, or of words that end in ``also``, followed by ``tail``."""
    choices = [*map(re.escape, words), *([rf"\w{{2,}}{re.escape(also)}"] if also else [])]
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)})\b{tail}", re.IGNORECASE)


def _verb_group(data: dict[str, Any]) -> str:
    """What follows a sign of the future in its verb group: "will *be held*", "is due *to begin*"."""
    words = "|".join(map(re.escape, [*data["verb_group"], *data["told_signs"]]))
    return rf"(?:\s+(?:{words}|\w{{2,}}{re.escape(data['told_ending'])})\b)*"


def _scanner(words: dict[str, Token], abbreviations: set[str]) -> re.Pattern[str]:
    """One pattern for all tokens. Words of several parts come first, longest first, so that they win."""
    joined = sorted((w for w in words if not w.isalpha() and not w.endswith(".")), key=len, reverse=True)
    phrases = "|".join(re.escape(w).replace(r"\ ", r"\s+") + (r"(?![a-z])" if w[-1].isalpha() else "") for w in joined)
    points = "|".join(sorted(abbreviations, key=len, reverse=True)) or "(?!)"
    pattern = rf"""
      (?P<gap>\n[ \t]*\n)
     |(?<![\w$€£])(?<!\d[.,])(?:{_NUMBERS})
     |(?P<phrase>{_verbose(phrases)})
     |(?P<point>(?:{points})\.(?=\s{{0,3}}\d))
     |(?P<elision>\b(?:[dl]|qu)'(?=[a-z]))
     |(?P<owner>'s?(?![a-z]))
     |(?P<word>[a-z]+)
     |(?P<sign>[^\s\w]|_)
     |(?P<other>\w+)
    """
    return re.compile(pattern, re.VERBOSE)


def _verbose(pattern: str) -> str:
    """``pattern`` made safe for a verbose regular expression."""
    return pattern.replace("#", r"\#") or "(?!)"
