"""Numbers of people in words and digits, with their bounds ("at least nine", "dozens", "nearly 50").

Bounds follow CODEBOOK section 0 (and section 5 for "nearly"): at least N = N/N/None, up to N = None/None/N,
"dozens" 12/None/None, "several" 3, "hundreds" 100.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.values import Count
from tocsin.read.rules.tokens import Token

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    w: 10 * (i + 2)
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "lakh": 100_000, "crore": 10_000_000}
_VAGUE = {
    "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000, "tens": 10, "several": 3, "many": 3, "numerous": 3,
    "millions": 1_000_000,
}  # fmt: skip
_AT_LEAST = (("at", "least"), ("more", "than"), ("over",), ("a", "minimum", "of"), ("no", "fewer", "than"), ("no", "less", "than"),
             ("not", "less", "than"), ("upwards", "of"), ("above",), ("in", "excess", "of"))  # fmt: skip
_UP_TO = (
    ("up", "to"),
    ("as", "many", "as"),
    ("at", "most"),
    ("a", "maximum", "of"),
    ("fewer", "than"),
    ("less", "than"),
)
_NEARLY = (("nearly",), ("almost",), ("close", "to"), ("just", "under"), ("just", "short", "of"))
_ROUGHLY = (("some",), ("about",), ("around",), ("approximately",), ("an", "estimated"), ("roughly",), ("estimated",))
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_NOT_PEOPLE = frozenset(
    [
        "percent",
        "%",
        "per",
        "km",
        "kms",
        "kilometres",
        "kilometers",
        "kilometre",
        "kilometer",
        "miles",
        "mile",
        "metres",
        "meters",
        "metre",
        "meter",
        "kg",
        "kilos",
        "tonnes",
        "tons",
        "tonne",
        "hours",
        "hour",
        "minutes",
        "minute",
        "days",
        "day",
        "weeks",
        "week",
        "months",
        "month",
        "years",
        "year",
        "year-old",
        "yr",
        "yrs",
        "yr-old",
        "-year-old",
        "seconds",
        "rupees",
        "dollars",
        "euros",
        "pounds",
        "degrees",
        "a.m",
        "p.m",
        "am",
        "pm",
        "o'clock",
        "feet",
        "foot",
        "acres",
        "hectares",
        "litres",
        "inches",
        "lakh-rupee",
        "vehicles",
        "houses",
        "shops",
        "homes",
        "villages",
        "times",
        "rounds",
    ]
)


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number in a token sequence: token positions [start, end) and the count it means."""

    start: int
    end: int
    count: Count


def _word_value(word: str) -> int | None:
    """Value of one number word, "twenty-one" included; ``None`` when it is none."""
    if word in _UNITS:
        return _UNITS[word]
    if word in _TENS:
        return _TENS[word]
    left, dash, right = word.partition("-")
    if dash and left in _TENS and right in _UNITS:
        return _TENS[left] + _UNITS[right]
    return None


def _digits_value(word: str) -> int | None:
    if not _DIGITS.fullmatch(word) or len(word) > 11:
        return None
    return int(word.replace(",", ""))


def _exact_at(tokens: Sequence[Token], start: int) -> tuple[int, int] | None:
    """(value, end) of a plain number that starts at ``start``."""
    word = tokens[start].lower
    value = _digits_value(word)
    spelled = value is None
    if value is None:
        value = _word_value(word)
    if (
        value is None
        and word in ("a", "an", "one")
        and start + 1 < len(tokens)
        and tokens[start + 1].lower in ("hundred", "thousand", "million")
    ):
        value = 1
    if value is None:
        return None
    end, total = start + 1, 0
    if word in _TENS and end < len(tokens) and 0 < _UNITS.get(tokens[end].lower, 0) < 10:
        value, end = value + _UNITS[tokens[end].lower], end + 1  # "twenty one"
    while end < len(tokens):
        following = tokens[end].lower
        if following in _SCALES:
            value *= _SCALES[following]
            if _SCALES[following] >= 1000:
                total, value = total + value, 0
            end += 1
            continue
        step = 1 if following == "and" and spelled and end + 1 < len(tokens) and (value or total) >= 100 else 0
        more = _word_value(tokens[end + step].lower) if end + step < len(tokens) else None
        if more is not None and spelled and (value + total) >= 100 and more < 100:
            value += more
            end += step + 1
            continue
        break
    return total + value, end


def _vague_at(tokens: Sequence[Token], start: int) -> tuple[Count, int] | None:
    """(count, end) of a vague number that starts at ``start`` ("dozens of", "a dozen", "a few")."""
    word = tokens[start].lower
    following = tokens[start + 1].lower if start + 1 < len(tokens) else ""
    third = tokens[start + 2].lower if start + 2 < len(tokens) else ""
    if word in ("a", "one") and following == "dozen":
        return Count.exactly(12), start + 2
    if word == "half" and following == "a" and third == "dozen":
        return Count.exactly(6), start + 3
    if word == "half" and following == "a" and third == "million":
        return Count.exactly(500_000), start + 3
    if word == "a" and following == "couple":
        return Count.exactly(2), start + (3 if third == "of" else 2)
    if word == "a" and following == "few":
        return Count(3, None, None), start + 2
    if word == "both":
        return Count.exactly(2), start + 1
    value = _word_value(word) or _digits_value(word)
    if value and following == "dozen":
        return Count.exactly(12 * value), start + 2
    if word in ("several", "many") and following in ("dozen", "hundred", "thousand"):
        scale = {"dozen": 12, **_SCALES}[following]
        return Count(_VAGUE[word] * scale, None, None), start + 2
    left, dash, right = word.partition("-")
    if dash and left in _UNITS and right in _UNITS and _UNITS[left] + 1 == _UNITS[right]:
        return Count(_UNITS[left], None, _UNITS[right]), start + 1  # "five-six persons"
    if word in _VAGUE:
        low, end = _VAGUE[word], start + 1
        if following == "of":
            end += 1
            if third in _VAGUE and third != "several":
                low, end = low * _VAGUE[third], end + 1
                if end < len(tokens) and tokens[end].lower == "of":
                    end += 1
        return Count(low, None, None), end
    return None


def _starts_with(tokens: Sequence[Token], start: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """Length of the phrase of ``phrases`` at ``start``; 0 when none is there."""
    for phrase in phrases:
        if tuple(token.lower for token in tokens[start : start + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def number_at(tokens: Sequence[Token], start: int) -> NumberHit | None:
    """The number phrase, qualifier included, that starts at token ``start``.

    Numbers that count no people (percentages, money, distances, ages, ordinals) are not returned.
    """
    between = _between(tokens, start)
    if between is not None:
        return between
    position, bound = start, ""
    for name, phrases in (("least", _AT_LEAST), ("most", _UP_TO), ("nearly", _NEARLY), ("roughly", _ROUGHLY)):
        length = _starts_with(tokens, start, phrases)
        if length and start + length < len(tokens):
            position, bound = start + length, name
            break
    vague = _vague_at(tokens, position)
    if vague is not None:
        count, end = vague
        words = _words(tokens, start, end)
        if bound == "least" and count.best is not None:
            count = Count(count.low, count.best, None)
        elif bound == "most" and count.best is not None:
            count = Count(None, None, count.high)
        return NumberHit(start, end, Count(count.low, count.best, count.high, words))
    exact = _exact_at(tokens, position)
    if exact is None or not _counts_people(tokens, position, exact[1]):
        return None
    value, end = exact
    upper = _upper(tokens, end, value)
    if upper is not None:
        return NumberHit(start, upper[1], Count(value, None, upper[0], _words(tokens, start, upper[1])))
    words = _words(tokens, start, end)
    if bound == "least":
        return NumberHit(start, end, Count(value, value, None, words))
    if bound == "most":
        return NumberHit(start, end, Count(None, None, value, words))
    if bound == "nearly":
        return NumberHit(start, end, Count(round(0.8 * value), value, value, words))  # CODEBOOK section 5
    return NumberHit(start, end, Count(value, value, value, words))


def _upper(tokens: Sequence[Token], end: int, low: int) -> tuple[int, int] | None:
    """(value, end) of the upper bound of a range behind its lower one: "10 to 15", "10-15", "two or three"."""
    if end + 1 >= len(tokens) or tokens[end].lower not in ("to", "or", "-", "–", "—"):
        return None
    if tokens[end].lower == "or" and end + 1 < len(tokens) and low > 20:
        return None
    more = _exact_at(tokens, end + 1)
    if (
        more is None
        or not low < more[0] <= _WIDEST_RANGE * max(low, 1)
        or not _counts_people(tokens, end + 1, more[1], joined=True)
    ):
        return None
    return more


_WIDEST_RANGE = 10  # "10 to 15" is a range, "3 to 200" a scale or a score


def _between(tokens: Sequence[Token], start: int) -> NumberHit | None:
    """ "between 10 and 15"."""
    if tokens[start].lower != "between" or start + 1 >= len(tokens):
        return None
    low = _exact_at(tokens, start + 1)
    if low is None or low[1] + 1 >= len(tokens) or tokens[low[1]].lower not in ("and", "to"):
        return None
    high = _exact_at(tokens, low[1] + 1)
    if high is None or high[0] <= low[0] or not _counts_people(tokens, low[1] + 1, high[1]):
        return None
    return NumberHit(start, high[1], Count(low[0], None, high[0], _words(tokens, start, high[1])))


def _words(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])


def _counts_people(tokens: Sequence[Token], start: int, end: int, joined: bool = False) -> bool:
    """Whether a plain number may count people: not money, measure, age, percentage or part of a code."""
    before = tokens[start - 1].text if start else ""
    after = tokens[end].lower if end < len(tokens) else ""
    if before in "$€£#" and before:
        return False
    if before.lower() in (
        "rs",
        "inr",
        "usd",
        "eur",
        "gbp",
        "ngn",
        "pkr",
        "worth",
        "us$",
        "no",
        "number",
        "aged",
        "ages",
        "age",
        "ward",
        "section",
        "article",
        "phase",
        "highway",
        "class",
        "grade",
        "platoon",
        "unit",
        "chapter",
        "nh",
    ):
        return False
    if after in _NOT_PEOPLE:
        return False
    if before == "(" and after == ")":
        return False  # an age: "Name (40)"
    if (
        after == "-"
        and end + 1 < len(tokens)
        and tokens[end + 1].lower.startswith(("year", "yr", "km", "mile", "day", "hour", "metre", "meter"))
    ):
        return False  # "25-year-old"
    if joined:
        return True  # the upper end of a range stands right behind a dash
    return not (before in (".", ":", "/", "-") and tokens[start - 1].end == tokens[start].start)
