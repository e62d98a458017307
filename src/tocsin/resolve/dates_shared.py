"""What the resolvers of time expressions share: their input, their answer, and the arithmetic of partial dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.model.expressions import TimeExpression
from tocsin.model.values import DateValue
from tocsin.resolve import calendar_days as cal
from tocsin.resolve.feasts import FEASTS, feast_in

ONE_DAY = timedelta(days=1)
# A past event may be dated one day after the publication stamp: time zones, and papers dated the day before.
SLACK = ONE_DAY
NO_DATE = "counted from the publication date, which is not known"


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is resolved against. ``news``: the text counts days from its publication ("on Thursday")."""

    words: str
    published: date | None
    previous: Sequence[DateValue]
    tense: str | None
    anchor: DateValue | None
    news: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An interval with its precision, the anchor it was counted from, belief and reasons."""

    interval: cal.Interval | None
    score: float
    reasons: tuple[str, ...]
    anchor: str = "publication"
    precision: int | None = None


def unknown(*reasons: str) -> Answer:
    return Answer(None, 0.0, reasons)


def interval_in(expression: TimeExpression, year: int) -> cal.Interval | None:
    """The days of a month-and-day, month, quarter or season in ``year``."""
    if expression.month is not None and expression.day is not None:
        when = cal.day(year, expression.month, expression.day)
        if when is not None and expression.unit == "week" and expression.offset is None:
            return cal.week_of(when)
        return None if when is None else (when, when)
    if expression.month is not None and expression.unit == "week" and expression.count is not None:
        return cal.week_in_month(year, expression.month, expression.count)
    if expression.month is not None:
        return cal.part(cal.month_of(year, expression.month), expression.modifier)
    if expression.quarter is not None:
        return cal.part(cal.months_from(expression.quarter * 3 - 2, year, 3), expression.modifier)
    if expression.season in FEASTS:
        return feast_in(expression.season, year)
    return cal.part(cal.months_from(cal.SEASON_START[expression.season or "winter"], year, 3), expression.modifier)
