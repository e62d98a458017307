"""Cuts a text into windows of whole sentences for the encoder.

Windows are short because attention is paid for by the square of their length and because small ones read no worse
(126 word pieces and two marks at the ends: the feasibility study's figure). Each window is read alone, so that what a
document gives never depends on which others are read with it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tocsin.read.neural.stand_ins import StandIn

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

    def chapters(self, most: int) -> Iterator["Pieces"]:
        """The text in parts of at most so many windows, each a text of its own; a text that is short enough whole."""
        for at in range(0, len(self.windows), most):
            own = self.windows[at : at + most]
            first, last = own[0].first, own[-1].last
            moved = tuple(Window(w.first - first, w.last - first, w.ids) for w in own)
            ends = (*(end - first for end in self.ends if first < end < last), last - first)
            yield Pieces(self.offsets[first:last], moved, ends)

    def window_of(self, piece: int) -> int:
        """The number of the window that holds a piece."""
        return bisect_right(self.windows, piece, key=lambda window: window.first) - 1


def pieces(
    text: str, sentence_ends: Sequence[int], tokenizer: "Tokenizer", width: int = WIDTH,
    names: Sequence[StandIn] = (),
) -> Pieces:  # fmt: skip
    """The word pieces and windows of a text. ``sentence_ends``: offsets behind each sentence, ascending; ``names``:
    words that are read in the place of names, in order."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    found = _renamed(zip(encoded.ids, encoded.offsets, strict=True), tokenizer, names)
    offsets, ids = tuple(where for _, where in found), tuple(piece for piece, _ in found)
    bounds = _bounds(offsets, sentence_ends)
    windows = tuple(Window(first, last, (CLS, *ids[first:last], SEP)) for first, last in _packed(bounds, width))
    return Pieces(offsets, windows, tuple(bounds))


def _renamed(
    encoded: Iterable[tuple[int, tuple[int, int]]], tokenizer: "Tokenizer", names: Sequence[StandIn]
) -> list[tuple[int, tuple[int, int]]]:
    """Pieces with their offsets, all those of a name made one piece."""
    found: list[tuple[int, tuple[int, int]]] = []
    at, open_ = 0, -1  # the next name; the name whose piece was made last
    for piece, (start, end) in encoded:
        while at < len(names) and names[at].end <= start:
            at += 1
        if at == len(names) or end <= names[at].start:
            found.append((piece, (int(start), int(end))))
        elif at != open_:
            open_ = at
            word = tokenizer.token_to_id(names[at].word)
            found.append((piece if word is None else word, (names[at].start, names[at].end)))
    return found


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
