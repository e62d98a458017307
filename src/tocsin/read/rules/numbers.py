"""Numbers of people in words and digits, with their bounds ("at least nine", "dozens", "nearly 50").

Bounds follow CODEBOOK section 0 (and section 5 for "nearly"): at least N = N/N/None, up to N = None/None/N,
"dozens" 12/None/None, "several" 3, "hundreds" 100. The words are in ``numbers.yml``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.values import Count
from tocsin.read.rules.numbers_words import digits_value, exact_at, number_words, word_value
from tocsin.read.rules.tokens import Token

_WIDEST_RANGE = 10  # "10 to 15" is a range, "3 to 200" a scale or a score
_SMALL = 20  # "two or three" is a range, "100 or 200" two numbers
_OLDEST = 115  # years; a larger number behind a name is no age
_NEARLY = 0.8  # "nearly 50" is 40 at least (CODEBOOK section 5)


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number in a token sequence: token positions [start, end) and the count it means."""

    start: int
    end: int
    count: Count


def number_at(tokens: Sequence[Token], start: int) -> NumberHit | None:
    """The number phrase, qualifier included, that starts at token ``start``.

    Numbers that count no people (percentages, money, distances, ages, ordinals) are not returned.
    """
    word = tokens[start].lower
    if not number_words().may_open(word):
        return None
    between = _between(tokens, start) if word == "between" else None
    if between is not None:
        return between
    position, bound = _bound_at(tokens, start)
    if word == "many" and start > 0 and tokens[start - 1].lower == "how":
        return None  # a question, no number: "asked how many had died"
    vague = _vague_at(tokens, position)
    if vague is not None:
        count, end = vague
        return NumberHit(start, end, _bounded(count, bound, _words(tokens, start, end)))
    exact = exact_at(tokens, position)
    if exact is None or not _counts_people(tokens, position, exact[1]):
        return None
    value, end = exact
    upper = _upper(tokens, end, value)
    if upper is not None:
        return NumberHit(start, upper[1], Count(value, None, upper[0], _words(tokens, start, upper[1])))
    words = _words(tokens, start, end)
    if bound == "nearly":
        return NumberHit(start, end, Count(round(_NEARLY * value), value, value, words))
    return NumberHit(start, end, _bounded(Count.exactly(value), bound, words))


def _bound_at(tokens: Sequence[Token], start: int) -> tuple[int, str]:
    """(position behind the qualifier at ``start``, its bound); (``start``, "") when none stands there."""
    for phrase, bound in number_words().bounds.get(tokens[start].lower, ()):
        end = start + len(phrase)
        if end < len(tokens) and all(tokens[start + k].lower == word for k, word in enumerate(phrase)):
            return end, bound
    return start, ""


def _bounded(count: Count, bound: str, words: str) -> Count:
    """A count under "at least" or "up to"; a vague number has its own lower bound and keeps it."""
    if bound == "at_least" and count.best is not None:
        return Count(count.low, count.best, None, words)
    if bound == "as_many_as" and count.best is not None:
        return Count(None, count.best, count.high, words)  # it may be fewer, and is what is reported
    if bound == "up_to" and count.best is not None:
        return Count(None, None, count.high, words)
    return Count(count.low, count.best, count.high, words)


def _vague_at(tokens: Sequence[Token], start: int) -> tuple[Count, int] | None:
    """(count, end) of a vague number that starts at ``start`` ("dozens of", "a dozen", "a few", "five-six")."""
    words, word = number_words(), tokens[start].lower
    following = tokens[start + 1].lower if start + 1 < len(tokens) else ""
    third = tokens[start + 2].lower if start + 2 < len(tokens) else ""
    fixed = _fixed(word, following, third)
    if fixed is not None:
        return fixed[0], start + fixed[1]
    value = (word_value(word) or digits_value(word)) if following == "dozen" else None
    if value:
        return Count.exactly(12 * value), start + 2
    if word in ("several", "many") and following in ("dozen", "hundred", "thousand"):
        scale = 12 if following == "dozen" else words.scales[following]
        return Count(words.vague[word] * scale, None, None), start + 2
    left, dash, right = word.partition("-")
    if dash and left in words.units and right in words.units and words.units[left] + 1 == words.units[right]:
        return Count(words.units[left], None, words.units[right]), start + 1  # "five-six persons"
    return _vague_plural(tokens, start) if word in words.vague else None


def _fixed(word: str, following: str, third: str) -> tuple[Count, int] | None:
    """(count, length) of set phrases: "a dozen", "half a dozen", "a couple of", "a few", "both"."""
    if word in ("a", "one") and following == "dozen":
        return Count.exactly(12), 2
    if word == "half" and following == "a" and third in ("dozen", "million"):
        return Count.exactly(6 if third == "dozen" else 500_000), 3
    if word == "a" and following == "couple":
        return Count.exactly(2), 3 if third == "of" else 2
    if word == "a" and following == "few":
        return Count(3, None, None), 2
    return (Count.exactly(2), 1) if word == "both" else None


def _vague_plural(tokens: Sequence[Token], start: int) -> tuple[Count, int]:
    """(count, end) of "dozens", "dozens of", "tens of thousands of"."""
    vague = number_words().vague
    low, end = vague[tokens[start].lower], start + 1
    if end < len(tokens) and tokens[end].lower == "of":
        end += 1
        scale = tokens[end].lower if end < len(tokens) else ""
        if scale in vague and scale != "several":
            low, end = low * vague[scale], end + 1
            if end < len(tokens) and tokens[end].lower == "of":
                end += 1
    return Count(low, None, None), end


def _upper(tokens: Sequence[Token], end: int, low: int) -> tuple[int, int] | None:
    """(value, end) of the upper bound of a range behind its lower one: "10 to 15", "10-15", "two or three"."""
    if end + 1 >= len(tokens) or tokens[end].lower not in ("to", "or", "-", "–", "—"):
        return None
    if tokens[end].lower == "or" and low > _SMALL:
        return None
    more = exact_at(tokens, end + 1)
    if more is None or not low < more[0] <= _WIDEST_RANGE * max(low, 1):
        return None
    return more if _counts_people(tokens, end + 1, more[1], joined=True) else None


def _between(tokens: Sequence[Token], start: int) -> NumberHit | None:
    """ "between 10 and 15"."""
    low = exact_at(tokens, start + 1) if start + 1 < len(tokens) else None
    if low is None or low[1] + 1 >= len(tokens) or tokens[low[1]].lower not in ("and", "to"):
        return None
    high = exact_at(tokens, low[1] + 1)
    if high is None or high[0] <= low[0] or not _counts_people(tokens, low[1] + 1, high[1]):
        return None
    return NumberHit(start, high[1], Count(low[0], None, high[0], _words(tokens, start, high[1])))


def _words(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])


def _counts_people(tokens: Sequence[Token], start: int, end: int, joined: bool = False) -> bool:
    """Whether a plain number may count people: not money, measure, age, percentage or part of a code. ``joined``: it
    is the upper end of a range, which stands right behind a dash."""
    before = tokens[start - 1].text if start else ""
    after = tokens[end].lower if end < len(tokens) else ""
    if before in ("$", "€", "£", "#") or before.lower() in number_words().numbered:
        return False
    if before == "." and start > 1 and tokens[start - 2].lower in number_words().numbered:
        return False  # "platoon No. 26"
    if after in number_words().not_people or (before == "(" and after == ")"):
        return False  # an age: "Name (40)"
    if after == "-" and end + 1 < len(tokens) and tokens[end + 1].lower.startswith(number_words().measured):
        return False  # "25-year-old"
    if _is_age(tokens, start, end):
        return False
    return joined or not (before in (".", ":", "/", "-") and tokens[start - 1].end == tokens[start].start)


def _of_one(tokens: Sequence[Token], noun: int) -> bool:
    """Whether a noun stands close behind an article, as one person's role does ("the driver", "a party worker")."""
    return any(t.lower in ("a", "an", "the") for t in tokens[max(0, noun - 2) : noun])


def _is_age(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a number in digits is an age: in commas behind a name or role ("Ama Sowo, 40, was shot", "the driver,
    44, and"), or the second of two ("aged 26 and 28")."""
    word = tokens[start].text
    if end != start + 1 or not word.isdigit() or int(word) > _OLDEST or start < 2:
        return False
    before, name = tokens[start - 1].text, tokens[start - 2].text
    after = tokens[end].text if end < len(tokens) else ""
    if before == "," and after in (",", ")") and start > 2:
        named = name[:1].isupper() and tokens[start - 3].text[:1].isupper()
        if named or (after == "," and name.islower() and name.isalpha() and _of_one(tokens, start - 2)):
            return True
    return before in ("and", "to") and name.isdigit() and "aged" in [t.lower for t in tokens[max(0, start - 4) : start]]
