"""The date of a happening whose own sentence names none."""

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.model.values import DateValue, Score
from tocsin.resolve.calendar_days import Resolved

# How far a date of the narrative reaches, in sentences. Measured on coded news: the date before is right three times
# in four (nine in ten within three sentences), the first date within five sentences ahead about as often.
_NEAR_BACK, _FAR_BACK, _AHEAD = 3, 12, 5
# News is seldom older than this; an older date before it belongs to a digression into history.
_FRESH = timedelta(days=45)


def default_event_date(
    published: date | None,
    sentence_index: int,
    *,
    dated: Sequence[tuple[int, DateValue]] = (),
) -> Resolved:
    """The date a happening of the news takes from the text around it: ``(value or None, score, reasons)``.

    Rules in order: the last date told at most 12 sentences before; else the first within five sentences behind (a
    headline or lead gets its date later); else, for news, the day before publication or that day itself (precision 2).

    Args:
        published: publication date of the document.
        sentence_index: number of the sentence that tells the happening.
        dated: ``(sentence number, resolved date)`` of the whole document in its order.
    """
    usable = [(at, value) for at, value in dated if usable_date(value, published)]
    before = [(at, value) for at, value in usable if sentence_index - _FAR_BACK <= at < sentence_index]
    if before:
        at, value = before[-1]
        near = sentence_index - at <= _NEAR_BACK
        return _taken(value, 0.7 if near else 0.55, "default-date-before", sentence_index - at, "before")
    behind = [(at, value) for at, value in usable if sentence_index < at <= sentence_index + _AHEAD]
    if behind:
        at, value = behind[0]
        return _taken(value, 0.5, "default-date-after", at - sentence_index, "after")
    return _by_publication(published)


def usable_date(value: DateValue, published: date | None) -> bool:
    """Whether a date of the text can be that of another happening: exact enough, not ahead, and fresh for news."""
    if value.precision > 2:
        return False
    if published is None:
        return True
    return value.start <= published and value.end >= published - _FRESH


def _taken(value: DateValue, score: float, rule: str, distance: int, side: str) -> Resolved:
    far = f"{distance} sentence or line end{'' if distance == 1 else 's'} {side}"
    reasons = (f"{rule}: no date in its own sentence; {value.words!r} stands {far}",)
    taken = DateValue(value.start, value.end, value.precision, value.words, "text")
    return taken, Score(score, reasons), reasons


def _by_publication(published: date | None) -> Resolved:
    if published is None:
        reasons: tuple[str, ...] = ("no date in the text near it, and the publication date is not known",)
        return None, Score(0.0, reasons), reasons
    reasons = ("default-publication: news without any date near it; the day of publication or the day before",)
    value = DateValue(published - timedelta(days=1), published, 2, "", "publication")
    return value, Score(0.3, reasons), reasons
