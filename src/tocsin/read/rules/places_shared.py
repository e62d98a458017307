"""A unit word that several names share: "the regions of Sikasso, Koulikoro and Kayes", "Idlib and Aleppo provinces"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from tocsin.model.expressions import PlaceRelation
from tocsin.read.rules.places_links import Found
from tocsin.read.rules.places_match import Hit
from tocsin.read.rules.places_words import Token, words

_LISTED = re.compile(r"^(?:,|,? (?:and|or|et|ou|&))(?: the| la| le)? $")


def shared_units(text: str, tokens: list[Token], hits: list[Hit], found: list[Found]) -> list[Found]:
    """Give the unit word in the plural before or behind a list of names to each of them that has none of its own.

    ``hits`` and ``found`` run in parallel, in the order of the text.
    """
    result = list(found)
    for first, last in _lists(text, found):
        unit = _before(tokens, hits[first].first) or _behind(tokens, hits[last].last)
        if unit is None:
            continue
        relation = PlaceRelation.UNIT if unit in words().units else PlaceRelation.IN
        for n in range(first, last + 1):
            start, end, expression = result[n]
            if expression.unit_word is None and expression.relation in (PlaceRelation.IN, PlaceRelation.PART):
                result[n] = start, end, replace(expression, unit_word=unit, relation=relation, part=None)
    return result


def _lists(text: str, found: list[Found]) -> Iterator[tuple[int, int]]:
    """(first, last) of each run of names with nothing but commas and "and" between them."""
    first = 0
    for n in range(1, len(found) + 1):
        if n == len(found) or _LISTED.match(text[found[n - 1][1] : found[n][0]].replace("\n", " ")) is None:
            if n - 1 > first:
                yield first, n - 1
            first = n


def _before(tokens: list[Token], first: int) -> str | None:
    """The unit of "(the) regions of" right before the name at token ``first``."""
    k = first - 1
    if k >= 0 and tokens[k].low in words().articles:
        k -= 1
    of = k > 0 and tokens[k].low in words().of and tokens[first].tied and tokens[k].tied
    return _plurals().get(tokens[k - 1].low) if of else None


def _behind(tokens: list[Token], last: int) -> str | None:
    """The unit of "… provinces" right behind a list that ends before token ``last``."""
    return _plurals().get(tokens[last].low) if last < len(tokens) and tokens[last].tied else None


@cache
def _plurals() -> dict[str, str]:
    """Unit and settlement words by their plural."""
    kinds = words().units | words().settlements
    return {f"{word[:-1]}ies" if word.endswith("y") else f"{word}s": word for word in kinds}
