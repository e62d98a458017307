"""Number words and plain numbers: ``numbers.yml`` compiled, and the value of "two hundred and twenty-one"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.read.rules.tokens import Token

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_LONGEST_DIGITS = 11  # longer rows of digits are telephone numbers and the like
_BOUNDS = ("at_least", "as_many_as", "up_to", "nearly", "roughly")
# Words besides number words and qualifiers that may open a number ("a dozen", "between 10 and 15").
_OPENERS = ("a", "an", "half", "both", "between")


@dataclass(frozen=True)
class NumberWords:
    """The compiled lists. ``bounds``: qualifiers by first word, as (words, name of the bound). ``openers``: every word
    that may be the first of a number phrase."""

    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, int]
    bounds: dict[str, list[tuple[tuple[str, ...], str]]]
    not_people: frozenset[str]
    numbered: frozenset[str]
    measured: tuple[str, ...]
    openers: frozenset[str]

    def may_open(self, word: str) -> bool:
        """Whether a number phrase may start with this word; most words cannot, and need no further look."""
        return word in self.openers or word[0].isdigit() or ("-" in word and word.partition("-")[0] in self.openers)


@cache
def number_words() -> NumberWords:
    """The compiled ``numbers.yml``.

    Raises:
        KnowledgeError: the file is missing or damaged.
    """
    data = read_lexicon("numbers.yml")
    values = {name: {str(w): int(v) for w, v in data[name].items()} for name in ("units", "tens", "scales", "vague")}
    bounds: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for bound in _BOUNDS:
        for phrase in data[bound]:
            words = tuple(str(phrase).split(" "))
            bounds.setdefault(words[0], []).append((words, bound))
    return NumberWords(
        **values,
        bounds=bounds,
        not_people=frozenset(map(str, data["not_people"])),
        numbered=frozenset(map(str, data["numbered"])),
        measured=tuple(map(str, data["measured"])),
        openers=frozenset({*values["units"], *values["tens"], *values["vague"], *bounds, *_OPENERS}),
    )


def word_value(word: str) -> int | None:
    """Value of one number word, "twenty-one" included; ``None`` when it is none."""
    words = number_words()
    if word in words.units:
        return words.units[word]
    if word in words.tens:
        return words.tens[word]
    left, dash, right = word.partition("-")
    if dash and left in words.tens and right in words.units:
        return words.tens[left] + words.units[right]
    return None


def digits_value(word: str) -> int | None:
    """Value of a number in digits ("1,200"); ``None`` when it is none."""
    if not _DIGITS.fullmatch(word) or len(word) > _LONGEST_DIGITS:
        return None
    return int(word.replace(",", ""))


def exact_at(tokens: Sequence[Token], start: int) -> tuple[int, int] | None:
    """(value, end) of a plain number that starts at ``start``."""
    words, word = number_words(), tokens[start].lower
    following = tokens[start + 1].lower if start + 1 < len(tokens) else ""
    value = digits_value(word)
    spelled = value is None
    if spelled:
        value = word_value(word)
    if value is None and word in ("a", "an", "one") and following in ("hundred", "thousand", "million"):
        value = 1
    if value is None:
        return None
    if word in words.tens and 0 < words.units.get(following, 0) < 10:
        return _scaled(tokens, start + 2, value + words.units[following], spelled)  # "twenty one"
    return _scaled(tokens, start + 1, value, spelled)


def _scaled(tokens: Sequence[Token], end: int, value: int, spelled: bool) -> tuple[int, int]:
    """(value, end) with what follows: scales ("… hundred", "… million") and, spelled out, "and twenty-one"."""
    scales, total = number_words().scales, 0
    while end < len(tokens):
        following = tokens[end].lower
        if following in scales:
            value *= scales[following]
            if scales[following] >= 1000:
                total, value = total + value, 0
            end += 1
            continue
        step = 1 if following == "and" and spelled and end + 1 < len(tokens) and (value or total) >= 100 else 0
        more = word_value(tokens[end + step].lower) if end + step < len(tokens) else None
        if more is None or not spelled or value + total < 100 or more >= 100:
            break
        value += more
        end += step + 1
    return total + value, end
