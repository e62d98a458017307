"""Tables of plain text that fit a width: columns give way where it hurts least, and words stay whole."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len, chop_cells

GAP = "  "
LEAST = 4
"""No column gets narrower than this, however small the terminal."""

ROOM = 28
"""What a column that gives way first keeps until the others have given too."""

Column = tuple[str, dict[str, Any]]


def lay_out(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Heading line and rows as lines of at most ``width`` columns of a terminal.

    ``columns`` are headings with options: ``justify="right"``; ``no_wrap=True`` keeps a cell in one line;
    ``ratio=1`` marks a column that gives way before the others. Cells are wrapped between words and after a
    slash; a word is cut only when the longest words of all columns do not fit side by side.
    """
    widths = _widths(columns, rows, width - 1 - len(GAP) * (len(columns) - 1))
    lines = []
    for row in ([heading for heading, _ in columns], *rows):
        wrapped = [wrap(cell, wide) for cell, wide in zip(row, widths, strict=True)]
        for number in range(max(map(len, wrapped))):
            cells = [
                _justified(cell[number] if number < len(cell) else "", wide, options)
                for cell, wide, (_, options) in zip(wrapped, widths, columns, strict=True)
            ]
            lines.append((" " + GAP.join(cells)).rstrip())
    return lines


def _justified(text: str, wide: int, options: dict[str, Any]) -> str:
    space = " " * max(0, wide - cell_len(text))
    return space + text if options.get("justify") == "right" else text + space


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], available: int) -> list[int]:
    """Widths of the columns, together at most ``available`` (unless every column is at ``LEAST``)."""
    cells = [[heading, *(row[number] for row in rows)] for number, (heading, _) in enumerate(columns)]
    widths = [max(map(cell_len, column)) for column in cells]
    least = [
        natural if options.get("no_wrap") else max(longest_piece(cell) for cell in column)
        for natural, column, (_, options) in zip(widths, cells, columns, strict=True)
    ]
    yielding = [number for number, (_, options) in enumerate(columns) if options.get("ratio")]
    everything = list(range(len(columns)))
    floor = [min(number, LEAST) for number in widths]
    for numbers, bound in ((yielding, [max(n, ROOM) for n in least]), (everything, least), (everything, floor)):
        _shrink(widths, numbers, bound, available)
    return widths


def _shrink(widths: list[int], numbers: Sequence[int], bound: Sequence[int], available: int) -> None:
    """Take columns off the widest of ``numbers`` that may still give, until the sum fits."""
    while sum(widths) > available:
        giving = [n for n in numbers if widths[n] > bound[n]]
        if not giving:
            return
        widths[max(giving, key=lambda n: widths[n])] -= 1


def longest_piece(text: str) -> int:
    """Columns of the longest stretch that wrapping keeps whole."""
    return max((cell_len(piece) for word in text.split() for piece in _pieces(word)), default=0)


def _pieces(word: str) -> Iterator[str]:
    """Parts of a word after which a line may end: behind a slash or semicolon inside it."""
    start = 0
    for found in re.finditer(r"(?<=\w)[/;](?=\w)", word):
        yield word[start : found.end()]
        start = found.end()
    yield word[start:]


def wrap(text: str, wide: int) -> list[str]:
    """``text`` in lines of at most ``wide`` columns."""
    lines = [""]
    for word in text.split():
        glue = " " if lines[-1] else ""
        for piece in _pieces(word):
            if cell_len(lines[-1] + glue + piece) <= wide:
                lines[-1] += glue + piece
            else:
                parts = _cut(piece, max(1, wide))
                lines = [*lines, *parts] if lines[-1] else [*lines[:-1], *parts]
            glue = ""
    return lines


def _cut(piece: str, wide: int) -> Iterator[str]:
    """A piece in parts of at most ``wide`` columns, cut behind a mark of punctuation where there is one."""
    while cell_len(piece) > wide and len(piece) > 1:
        head = next(filter(None, chop_cells(piece, wide)), piece)[: len(piece) - 1] or piece[:1]
        mark = max(map(head.rfind, "-_./?&=")) + 1
        end = mark if mark > len(head) // 2 else len(head)
        yield piece[:end]
        piece = piece[end:]
    yield piece
