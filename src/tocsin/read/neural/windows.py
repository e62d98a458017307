"""Cuts a text into windows of whole sentences for the encoder.

Windows are short because attention is paid for by the square of their length and because small ones read no worse
(126 word pieces and two marks at the ends: the feasibility study's figure). Each window is read alone, so that what a
document gives never depends on which others are read with it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WIDTH = 126
"""Word pieces of a window, where a model names no width of its own."""
CLS, SEP = 101, 102  # ids of the marks at both ends in the vocabulary of BERT


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces [first, last) of the text; ``ids`` has the marks at its ends as well."""

    first: int
    last: int
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Pieces:
    """A text in word pieces: ``offsets`` [start, end) of each in code points of the text, its windows, and the number
    of the piece at which each sentence ends."""

    offsets: tuple[tuple[int, int], ...]
    windows: tuple[Window, ...]
    ends: tuple[int, ...] = ()

    def covering(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last piece of the characters [start, end); None when no piece lies there."""
        first = bisect_right(self.offsets, start, key=lambda offset: offset[1])
        last = bisect_left(self.offsets, end, key=lambda offset: offset[0]) - 1
        return (first, last) if first <= last else None

    def sentence_of(self, piece: int) -> int:
        """The number of the sentence that holds a piece, counted over sentences that hold any."""
        return bisect_right(self.ends, piece)

    def window_of(self, piece: int) -> int:
        """The number of the window that holds a piece."""
        return bisect_right(self.windows, piece, key=lambda window: window.first) - 1


def pieces(text: str, sentence_ends: Sequence[int], tokenizer: "Tokenizer", width: int = WIDTH) -> Pieces:
    """The word pieces and windows of a text. ``sentence_ends``: offsets behind each sentence, ascending."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    offsets = tuple((int(a), int(b)) for a, b in encoded.offsets)
    bounds = _bounds(offsets, sentence_ends)
    windows = tuple(Window(first, last, (CLS, *encoded.ids[first:last], SEP)) for first, last in _packed(bounds, width))
    return Pieces(offsets, windows, tuple(bounds))


def _bounds(offsets: Sequence[tuple[int, int]], sentence_ends: Sequence[int]) -> list[int]:
    """Numbers of the pieces at which sentences end, the number of pieces last."""
    bounds: list[int] = []
    at = 0
    for end in sentence_ends:
        while at < len(offsets) and offsets[at][0] < end:
            at += 1
        if at and (not bounds or bounds[-1] < at):
            bounds.append(at)
    if offsets and (not bounds or bounds[-1] < len(offsets)):
        bounds.append(len(offsets))
    return bounds


def _packed(bounds: Sequence[int], width: int) -> Iterator[tuple[int, int]]:
    """As many whole sentences to a window as fit; a longer sentence is cut into windows of its own."""
    first = last = 0
    for end in bounds:
        if end - first > width and last > first:
            yield first, last
            first = last
        while end - first > width:
            yield first, first + width
            first += width
        last = end
    if last > first:
        yield first, last
