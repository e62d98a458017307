"""Short forms of states and provinces behind a town: "Hanover, N.H.", "Charleston, W.Va."."""

from collections.abc import Callable

from tocsin.knowledge.gazetteer_entry import GazetteerEntry
from tocsin.read.rules.places_match import Hit
from tocsin.read.rules.places_words import Token

LONGEST = 3  # words in a short form


def short_units(text: str, tokens: list[Token], short: Callable[[str], tuple[GazetteerEntry, ...]]) -> list[Hit]:
    """Short forms with their full stop, right behind a capitalised word and a comma. ``short`` knows them with the
    full stop alone, so that "Ill" or "Mass" stay words."""
    hits = []
    for first in range(1, len(tokens)):
        if tokens[first].gap.strip() != "," or not tokens[first].cap or not tokens[first - 1].cap:
            continue
        for last in range(min(len(tokens), first + LONGEST), first, -1):
            end = stop_of(text, tokens[last - 1].end)
            if end is None or any(
                not tokens[k].cap or tokens[k].gap not in (".", ". ") for k in range(first + 1, last)
            ):
                continue
            entries = short(text[tokens[first].start : end])
            if entries:
                hits.append(Hit(first, last, entries, short=True))
                break
    return hits


def stop_of(text: str, end: int) -> int | None:
    """Offset behind the full stop of a word that ends at ``end``, which a dotted word ("N.H.") holds already."""
    if text[end - 1 : end] == ".":
        return end
    return end + 1 if text[end : end + 1] == "." else None
