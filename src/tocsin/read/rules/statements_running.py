"""Running totals: whether a counted fate covers a long time or many places and so tells no single happening.

Everything here needs only the chunks of a sentence, so gates may ask it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.expressions import TimeForm
from tocsin.model.values import Count, Side
from tocsin.read.rules.chunks import Chunk, ChunkKind, is_country
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.statements_view import cue_index
from tocsin.read.rules.word_lists import grammar_words, statement_words

# From so many people on, words of a long time, words of a period, or a perfect tense alone tell a running total rather
# than one happening; below, the same words are used of single attacks. Round figures, set by judgement.
_SOME, _MANY, _BIG = 10, 100, 1_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted fate in a row of chunks: the chunk of the count, the chunk of the fate, and what the fate is."""

    count_chunk: int
    fate_chunk: int
    what: str
    count: Count


_PERFECT = frozenset({"have", "has", "'ve"})
_RIGHT, _LEFT = 9, 3


def is_statistic(row: Sequence[Chunk], index: int) -> bool:
    """Whether the figure told with the fate word at chunk ``index`` is a running total and no event's toll.

    True for "thousands have been killed", "more than 2,000 have died since 2012", "two million displaced in A and B";
    never for a figure of a day ("nine were killed on Friday"). Needs nothing but the chunks, so gates may call it.
    """
    return any(_tells(figure, index) and runs_long(row, figure) for figure in figures(row))


def _tells(figure: "Figure", index: int) -> bool:
    """Whether a chunk is the fate of a figure, or a verb of it ("five million have *abandoned* their homes")."""
    return figure.fate_chunk == index or figure.count_chunk < index < figure.fate_chunk


def figures(row: Sequence[Chunk]) -> list[Figure]:
    """All counted fates of a sentence: each count with the nearest fate to its right, else right before it."""
    found = []
    for k, chunk in enumerate(row):
        count = count_of(chunk)
        if count is None:
            continue
        fate = _fate_right(row, k) or _fate_left(row, k)
        fighters = chunk.people is not None and chunk.people.side not in (Side.CIVILIAN, Side.UNKNOWN, Side.OTHER)
        if fate is not None and not (fate[1] == "displaced" and fighters):
            found.append(Figure(k, fate[0], fate[1], count))
    return found


def count_of(chunk: Chunk) -> Count | None:
    if chunk.kind is ChunkKind.NUMBER:
        return chunk.number
    return chunk.people.count if chunk.people is not None and chunk.kind is ChunkKind.PEOPLE else None


def _fate_right(row: Sequence[Chunk], start: int) -> tuple[int, str] | None:
    for k in range(start + 1, min(len(row), start + 1 + _RIGHT)):
        if count_of(row[k]) is not None or row[k].lower in grammar_words("figure_ends"):
            return None
        what = _fate(row, k)
        if what is not None:
            return k, what
    return None


def _fate_left(row: Sequence[Chunk], start: int) -> tuple[int, str] | None:
    for k in range(start - 1, max(-1, start - 1 - _LEFT), -1):
        if row[k].lower in grammar_words("figure_ends") or row[k].lower == ",":
            return None
        trigger = row[k].trigger
        if trigger is not None and not trigger.is_noun and is_active(row, k):
            what = _fate(row, k)
            return (k, what) if what is not None else None
    return None


def _fate(row: Sequence[Chunk], index: int) -> str | None:
    """What happened to people at a chunk: by its trigger, or by words such as "abandon their homes"."""
    chunk = row[index]
    words = chunk.lower.split(" ")
    before = {row[k].lower for k in range(max(0, index - 4), index)}
    if words[-1] in ("homes", "houses"):
        return "displaced" if before & statement_words("leaving_home") else None
    if words[-1] == "homeless":
        return "displaced"
    trigger = chunk.trigger
    if trigger is None:
        return None
    if trigger.base == "lives":
        return "killed" if before & {"lost", "lose", "claimed"} else None
    if trigger.act in _STATUS_OF_ACT and (not trigger.is_noun or trigger.base in ("dead", "displaced")):
        return _STATUS_OF_ACT[trigger.act]
    return None


_STATUS_OF_ACT = {
    "kill": "killed", "die": "killed", "injure": "injured", "displace": "displaced", "abduct": "abducted",
    "arrest": "arrested",
}  # fmt: skip


def runs_long(row: Sequence[Chunk], figure: Figure) -> bool:
    """A long period is named, or a large number in the perfect tense, or several countries hold it."""
    low = figure.count.low if figure.count.low is not None else figure.count.high
    if low is None:
        return False
    left, right = sorted((figure.count_chunk, figure.fate_chunk))
    perfect = any(c.lower in _PERFECT for c in row[max(0, left - 2) : right])
    if low >= _SOME and any(
        is_period(c) and (perfect or (c.time is not None and c.time.modifier == "since")) for c in row
    ):
        return True
    if low >= _MANY and _cumulative_words(row) and not any(_is_day(c) for c in row):
        return True
    if low >= _BIG and (perfect or "of" in figure.count.words.lower().split(" ") or figure.what == "displaced"):
        return not any(_is_day(c) for c in row)
    countries = {c.place.name for c in row if is_country(c) and c.place is not None}
    return low >= _MANY and perfect and len(countries) >= 2


def _is_day(chunk: Chunk) -> bool:
    """A time that names a day or a week: what it dates is news, however large."""
    time = chunk.time
    if time is None or time.modifier == "since":
        return False
    return (
        time.form is TimeForm.WEEKDAY
        or time.day is not None
        or (time.form in (TimeForm.OFFSET, TimeForm.NOW) and time.unit in ("day", "week", "hour"))
    )


def _cumulative_words(row: Sequence[Chunk]) -> bool:
    text = " ".join(c.lower for c in row)
    return any(f" {phrase} " in f" {text} " for phrase in cue_index().words["cumulative"])


def is_period(chunk: Chunk) -> bool:
    time = chunk.time
    if time is None:
        return False
    if time.modifier == "since":
        return time.form in (TimeForm.ABSOLUTE, TimeForm.OFFSET, TimeForm.NOW, TimeForm.RANGE, TimeForm.EVENT)
    if time.form is TimeForm.ABSOLUTE:
        return (time.month is None and time.year is not None) or time.quarter is not None or time.season is not None
    long_unit = time.unit in ("month", "year", "decade", "century")
    return time.form in (TimeForm.OFFSET, TimeForm.NOW) and long_unit and (bool(time.count) or time.unit == "year")
