"""Words of a document in their context, cut into pieces that know which values rest on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.export.clean import visible
from tocsin.export.short import is_withheld, most_words
from tocsin.model.document import Document, Span

AROUND = 200  # characters of context on each side
Piece = tuple[str, tuple[int, ...]]
"""A stretch of text and the numbers of the marks that cover it (none for plain context)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span with the number of the value it supports."""

    span: Span
    number: int


def snippets(document: Document | None, marks: Sequence[Mark], around: int = AROUND) -> list[list[Piece]]:
    """Stretches of the document around the marks, in order; near ones are joined, marks may overlap.

    A document that is not at hand, and a statement, gives each quote by itself. Text is made safe to show; its length
    is kept.
    """
    if document is None:
        return [[(visible(mark.span.quote), (mark.number,))] for mark in marks]
    fitting = [m for m in marks if document.text[m.span.start : m.span.end] == m.span.quote]
    other: list[list[Piece]] = [[(visible(m.span.quote), (m.number,))] for m in marks if m not in fitting]
    if is_withheld(document):
        return _apart(fitting) + other
    windows = _windows(document.text, fitting, around)
    return [_pieces(document.text, start, end, fitting) for start, end in windows] + other


def _apart(marks: Sequence[Mark]) -> list[list[Piece]]:
    """The words of each mark alone, in order; those that stand at one place together."""
    places: dict[tuple[int, int], list[Mark]] = {}
    for mark in sorted(marks, key=lambda m: (m.span.start, m.span.end)):
        places.setdefault((mark.span.start, mark.span.end), []).append(mark)
    return [
        [("… ", ()), (visible(here[0].span.short(most_words()).quote), tuple(m.number for m in here)), (" …", ())]
        for here in places.values()
    ]


def _windows(text: str, marks: Iterable[Mark], around: int) -> list[tuple[int, int]]:
    """Joined intervals of ``around`` characters about each mark, widened to whole words."""
    joined: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda m: m.span.start):
        start, end = mark.span.start - around, mark.span.end + around
        start = 0 if start <= 0 else _word_start(text, start, mark.span.start)
        end = len(text) if end >= len(text) else _word_end(text, end, mark.span.end)
        if joined and start <= joined[-1][1] + 40:  # a gap shorter than an ellipsis is worth showing
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _word_start(text: str, position: int, limit: int) -> int:
    """The first word start at or after ``position``, at most ``limit``."""
    space = text.find(" ", position, limit)
    return position if space < 0 else space + 1


def _word_end(text: str, position: int, limit: int) -> int:
    """The last word end at or before ``position``, at least ``limit``."""
    space = text.rfind(" ", limit, position)
    return position if space < 0 else space


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Piece]:
    """``text[start:end]`` cut at every mark's edge; an ellipsis shows where the document goes on."""
    inside = [m for m in marks if m.span.start >= start and m.span.end <= end]
    cuts = sorted({start, end, *(m.span.start for m in inside), *(m.span.end for m in inside)})
    pieces: list[Piece] = [("… ", ())] if start > 0 else []
    for left, right in pairwise(cuts):
        covering = tuple(m.number for m in inside if m.span.start <= left and right <= m.span.end)
        pieces.append((visible(text[left:right]), covering))
    if end < len(text):
        pieces.append((" …", ()))
    return pieces
