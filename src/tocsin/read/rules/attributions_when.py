"""When a statement was made: the time beside its verb ("said on Friday", "claimed responsibility on Sunday")."""

from collections.abc import Sequence

from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.happenings_where_when import is_speech_time

_BESIDE = 40
"""Characters between the words of a statement and the time it was made at, at most."""


def said_on(row: Sequence[Chunk], start: int, end: int) -> Chunk | None:
    """The time at which the words [start, end) of a sentence were said; ``None`` where it names none."""
    chunks = tuple(row)
    times = [c for k, c in enumerate(chunks) if c.time is not None and is_speech_time(chunks, k)]
    near = [c for c in times if c.start < end + _BESIDE and start < c.end + _BESIDE]
    return min(near, key=lambda c: max(0, c.start - end, start - c.end), default=None)


def row_at(rows: Sequence[Sequence[Chunk]], start: int) -> Sequence[Chunk]:
    """The sentence that an offset stands in."""
    return next((row for row in rows if row and row[0].start <= start < row[-1].end), ())
