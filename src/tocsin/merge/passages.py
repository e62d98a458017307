"""Passages that two texts share word for word: partial reprints, agency background, long quotations."""

from collections.abc import Iterator, Sequence

from tocsin.merge.sentences import quoted_stretches
from tocsin.merge.shingles import RUN, placed_words
from tocsin.model.document import Document
from tocsin.model.event import SharedPassage

_Placed = Sequence[tuple[str, int, int]]


def shared_passages(document: Document, other: Document) -> tuple[SharedPassage, ...]:
    """The longest stretches of at least eight words that stand in both, in the order of ``document``."""
    here, there = placed_words(document.text), placed_words(other.text)
    quotes = quoted_stretches(document.text)
    found = []
    for start, at, length in _runs([w for w, _, _ in here], [w for w, _, _ in there]):
        span = document.span(here[start][1], here[start + length - 1][2])
        twin = other.span(there[at][1], there[at + length - 1][2])
        quoted = any(left <= span.start and span.end <= right for left, right in quotes)
        found.append(SharedPassage(span, twin, quoted))
    return tuple(found)


def _runs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Start in both and length of shared runs; from each place of ``left`` the longest, then on behind it."""
    places: dict[tuple[str, ...], list[int]] = {}
    for number in range(len(right) - RUN + 1):
        places.setdefault(tuple(right[number : number + RUN]), []).append(number)
    number = 0
    while number <= len(left) - RUN:
        met = places.get(tuple(left[number : number + RUN]), ())
        lengths = [(_length(left, right, number, at), -at) for at in met]
        if not lengths:
            number += 1
            continue
        length, at = max(lengths)
        yield number, -at, length
        number += length


def _length(left: Sequence[str], right: Sequence[str], start: int, at: int) -> int:
    length = RUN
    while start + length < len(left) and at + length < len(right) and left[start + length] == right[at + length]:
        length += 1
    return length
