"""Finding many names in one text at once, whatever their case, accents, hyphens or apostrophes.

Names and text are *squared*: folded (``model.text.fold``), and every character that is no letter or digit becomes
one space, so that words are always bounded by spaces. Squaring keeps one character per character wherever possible,
and so the offsets of the source text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick_rs

from tocsin.model.text import fold_char, fold_map


class _SquareTable(dict[int, str]):
    """Translation table from code point to squared character(s), filled when first met."""

    def __missing__(self, code: int) -> str:
        squared = "".join(c if c.isalnum() else " " for c in fold_char(chr(code)))
        self[code] = squared
        return squared


_TABLE = _SquareTable()


def square(text: str) -> str:
    """``text`` folded, with a space for every character that is no letter or digit."""
    return text.translate(_TABLE)


def square_map(text: str) -> tuple[str, list[int] | None]:
    """The squared text and, per squared character, its source offset; ``None`` for offsets that are the same."""
    squared = square(text)
    if len(squared) == len(text) and (text.isascii() or all(len(_TABLE[ord(c)]) == 1 for c in set(text))):
        return squared, None
    folded, offsets = fold_map(text)
    return "".join(c if c.isalnum() else " " for c in folded), offsets


def variants(name: str) -> set[str]:
    """Squared spellings of a name: as it stands, and without its apostrophes ("Jama'at" -> "jama at", "jamaat")."""
    plain = name
    for mark in "'’‘ʼ`":
        plain = plain.replace(mark, "")
    return {spelling for spelling in (square(name).strip(), square(plain).strip()) if spelling}


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: ``text[start:end]`` are its words, ``key`` its squared spelling."""

    start: int
    end: int
    key: str


class Matcher:
    """Finds squared spellings in texts, as whole words, leftmost and then longest first."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted(set(keys))
        self._machine = ahocorasick_rs.AhoCorasick([f" {key} " for key in self._keys])

    def all(self, text: str) -> Iterator[Hit]:
        """Every name in ``text``, overlapping ones too, ordered by start, then longest first."""
        squared, offsets = square_map(text)
        found = self._machine.find_matches_as_indexes(f" {squared} ", overlapping=True)
        # The pattern's leading space sits at `start` of the padded text, so the name itself starts at `start` of
        # the squared one; its trailing space ends at `end`, so the name ends at `end - 2`.
        for start, minus_end, index in sorted((start, -end, index) for index, start, end in found):
            end = -minus_end - 2
            if offsets is None:
                yield Hit(start, end, self._keys[index])
            else:
                yield Hit(offsets[start], offsets[end - 1] + 1, self._keys[index])


def leftmost_longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Of hits in order (start, then longest first), those that do not overlap an earlier one."""
    reached = 0
    for hit in hits:
        if hit.start >= reached:
            reached = hit.end
            yield hit
