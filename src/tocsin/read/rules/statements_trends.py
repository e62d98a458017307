"""Violence said to rise or fall: "where cross-border attacks have been rising" (CODEBOOK section 10, row 23).

A trend that a text tells is a claim until it is tested (``tocsin series --country … --by month``): kept as a statistic
without a figure, with its direction and the countries it is told of, and never as an event.
"""

from collections.abc import Iterator

from tocsin.read.rules.chunks import is_country
from tocsin.read.rules.statements_view import Draft, View
from tocsin.read.rules.word_lists import statement_words

_REACH = 9  # tokens between what rises and that it does: "attacks on farms near the border have been on the rise"
_LISTING = frozenset({",", "and", "or", "&"})
"""All that stands between two countries of one list."""


def trends(view: View) -> Iterator[Draft]:
    """Rises and falls of violence, without a figure."""
    lowers = [token.lower for token in view.tokens]
    for k, word in enumerate(lowers):
        direction = _direction(word)
        if direction is None or not _told(lowers, k, direction[1]):
            continue
        noun = next((n for n in range(k - 1, max(-1, k - _REACH - 1), -1) if lowers[n] in _nouns()), None)
        if noun is None or any(word in (",", ";", ".") for word in lowers[noun:k]):
            continue
        first = noun - (noun > 0 and lowers[noun - 1].endswith(("-border", "ist", "ian")))
        draft = view.draft("statistic", first, k + 1)
        if draft is not None:
            draft.put(what=lowers[noun], trend=direction[0])
            view.put_places(draft, "countries", _countries(view, noun))
            yield draft


def _nouns() -> frozenset[str]:
    return statement_words("trend_nouns")


def _direction(word: str) -> tuple[str, bool] | None:
    """Rising or falling, and whether the word needs a form of "be" or "on the" before it."""
    if word in statement_words("rising_participles"):
        return "rising", True
    if word in statement_words("falling_participles"):
        return "falling", True
    if word in statement_words("rising_verbs"):
        return "rising", False
    return ("falling", False) if word in statement_words("falling_verbs") else None


def _told(lowers: list[str], k: int, participle: bool) -> bool:
    """Whether a participle stands as a verb; a finite verb must not be followed by a figure's "to" or "by"."""
    if participle:
        if lowers[max(0, k - 2) : k] == ["on", "the"]:
            return True
        return any(word in statement_words("trend_auxiliaries") for word in lowers[max(0, k - 2) : k])
    return lowers[k + 1 : k + 2] not in (["to"], ["by"], ["from"])


def _countries(view: View, noun: int) -> list[int]:
    """The list of countries nearest before what rises ("Benin and Togo, where attacks …"), else the first behind it."""
    known = [c for c in view.places() if view.row[c].place is not None and is_country(view.row[c])]
    before = [c for c in known if view.row[c].last <= noun]
    if not before:
        return known[:1]
    found = [before[-1]]
    for index in reversed(before[:-1]):
        if not set(_words(view, index, found[0])) <= _LISTING:
            break
        found.insert(0, index)
    return found


def _words(view: View, left: int, right: int) -> list[str]:
    return [token.lower for token in view.tokens[view.row[left].last : view.row[right].first]]
