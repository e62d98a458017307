"""Dates that say day, month, season, quarter or year, some of them left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tocsin.model.expressions import TimeExpression
from tocsin.model.values import DateValue
from tocsin.resolve import calendar_days as cal
from tocsin.resolve.dates_shared import NO_DATE, SLACK, Answer, Context, interval_in, unknown
from tocsin.resolve.feasts import FEASTS

# Without a tense, a date this close ahead is meant rather than the one nearly a year back ("until 14 January").
_NEAR_AHEAD = timedelta(days=75)
# A deadline told as to come may just have passed when the text appears.
_JUST_PASSED = timedelta(days=14)
# "It will report its third-quarter figures": a quarter is told of until the next one is over.
_QUARTER_REPORTED = timedelta(days=92)
# A history that is being told moves on in steps like this; a longer step is a return to the news.
_STORY_PACE = timedelta(days=62)


def absolute(expression: TimeExpression, context: Context) -> Answer:
    """Year, quarter, season, month and day, some of them missing."""
    if expression.year is not None and expression.year < 1:
        return unknown("before our era: outside the calendar that days are counted in")
    if expression.unit in ("decade", "century") and expression.year is not None:
        years = 10 if expression.unit == "decade" else 100
        interval = cal.part(cal.years_of(max(expression.year, 1), years), expression.modifier)
        return Answer(interval, 0.9, (f"the {expression.unit}",), "explicit", 4)
    if expression.day is not None and expression.month is None:
        return _day_only(expression, context)
    if expression.month is None and expression.quarter is None and expression.season is None:
        if expression.year is None:
            return unknown("no day, month or year in the words")
        interval = cal.part(cal.years_of(expression.year), expression.modifier)
        return Answer(interval, 0.95, ("a year alone: vaguer than a month",), "explicit", 4)
    year, score, reason, anchor = _year(expression, context)
    if year is None:
        return unknown(reason)
    return _in_year(expression, year, score, reason, anchor)


def _in_year(expression: TimeExpression, year: int, score: float, reason: str, anchor: str) -> Answer:
    """Day, month, quarter or season of a known year."""
    interval = interval_in(expression, year)
    if interval is None:
        if expression.season is not None:
            return unknown(f"the feast {expression.season} is not known for {year}")
        return unknown(f"{expression.day}/{expression.month}/{year} is not in the calendar")
    reasons: tuple[str, ...] = (reason,)
    if expression.season in FEASTS:
        reasons = (reason, f"the feast {expression.season} in {year}")
    dated = expression.day is not None and expression.weekday is not None
    if dated and interval[0].weekday() != expression.weekday:
        reasons = (reason, "the weekday does not fit the date; the date is kept")
        score *= 0.6
    precision = 3 if expression.month is not None else 4
    if expression.day is not None or expression.unit == "week" or expression.season in FEASTS:
        precision = min(cal.precision(interval), 3)  # a month of fasting, a day more at either end
    return Answer(interval, score, reasons, anchor, precision)


def _year(expression: TimeExpression, context: Context) -> tuple[int | None, float, str, str]:
    """The year, belief, reason and anchor of a date that may not say its year."""
    if expression.year is not None:
        return expression.year, 0.98, "written in full", "explicit"
    if context.published is None:
        exact = any(told.precision <= 3 for told in context.previous[-_EXACT_WITHIN:])
        if context.previous and (exact or not context.news):
            year = _history_year(expression, context.previous)
            return year, 0.6, f"no publication date; year {year} of the date before it in the text", "text"
        return None, 0.0, f"no year in the words or in a date close before, and {NO_DATE}", "publication"
    if expression.offset is not None and expression.unit == "year":
        return (
            context.published.year + expression.offset,
            0.95,
            "year counted from publication",
            "publication",
        )
    told = _narrated_year(expression, context)
    if told is not None:
        return told, 0.7, f"year {told} of the history told just before", "text"
    year = _nearest_year(expression, context.published, context.tense)
    return year, 0.92, f"year taken from the publication date {context.published}", "publication"


def _narrated_year(expression: TimeExpression, context: Context) -> int | None:
    """The year of a history being told: the two dates before are old and this one follows them closely.

    One old date alone is a glance back; dates without a year then belong to the twelve months before publication.
    """
    if not context.previous or context.published is None or context.tense == "future" or expression.modifier == "last":
        return None
    two = context.previous[-2:]
    if len(two) < 2 or any(not _is_history(value, context.published) for value in two):
        return None
    last = two[-1]
    year = _told_year(expression, last)
    candidate = interval_in(expression, year)
    if candidate is None or not last.start <= candidate[1] or candidate[0] > last.end + _STORY_PACE:
        return None
    return year


def _is_history(value: DateValue, published: date) -> bool:
    """Whether a date is written out, lies well before publication and is exact enough to be a step of a story."""
    return value.anchor != "publication" and value.precision <= 3 and (published - value.end).days >= 300


# News glances back at bare years ("driven out in 2013"), and its "June" is not one of theirs: an exact date must stand
# so many dates back, or nearer, for it to go on in that year.
_EXACT_WITHIN = 4
# So many dates back the exact date lies that a history has come to.
_STORY_REACH = 8
# A history goes back a few years for its next chapter; a bare year further back is a glance.
_GLANCE_YEARS = 10


def _history_year(expression: TimeExpression, previous: Sequence[DateValue]) -> int:
    """The year of a text without publication date: that of the date before it, as a rule.

    Where that date covers two years ("the 1975-76 season") or is a glance far back, the last exact date decides that
    this one follows.
    """
    last = previous[-1]
    exact = next((d for d in reversed(previous[-_STORY_REACH:]) if d.precision <= 3), last)
    covers = last.precision > 3 and last.start.year != last.end.year
    glance = last.precision > 3 and last.end.year < exact.start.year - _GLANCE_YEARS
    if not covers and not glance:
        return _told_year(expression, last)
    year = _told_year(expression, exact)
    candidate = interval_in(expression, year)
    follows = candidate is not None and exact.start <= candidate[1] and candidate[0] <= exact.end + _STORY_PACE
    return year if glance or follows else _told_year(expression, last)


def _told_year(expression: TimeExpression, last: DateValue) -> int:
    """Year of the date before, or the next one when the story runs over the turn of the year."""
    turned = last.precision <= 3 and last.end.month >= 10 and (expression.month or 12) <= 3
    return last.end.year + (1 if turned else 0)


def _nearest_year(expression: TimeExpression, published: date, tense: str | None) -> int:
    """Latest year in which the date is not after publication; for the future the first in which it is not before."""
    bare = replace(expression, modifier=None)
    current = interval_in(bare, published.year) or (published, published)
    if expression.modifier == "last":
        return published.year - (0 if current[1] < published else 1)
    if tense == "future" or expression.modifier == "next":
        passed = published - current[1]
        grace = _QUARTER_REPORTED if expression.quarter is not None else _JUST_PASSED
        over = timedelta(0) < passed and not (tense == "future" and passed <= grace)
        return published.year + (1 if over else 0)
    if expression.modifier == "this":
        return published.year
    slack = SLACK if expression.day is not None else timedelta(0)
    if tense is None and expression.month is not None:
        ahead = interval_in(bare, published.year + (1 if current[1] < published else 0)) or current
        if timedelta(0) < ahead[0] - published <= _NEAR_AHEAD:
            return ahead[0].year
    return published.year - (1 if current[0] > published + slack else 0)


def _day_only(expression: TimeExpression, context: Context) -> Answer:
    """For "the 18th": of the month the text is in, else of the latest month that has it before publication."""
    number = expression.day or 1
    anchor = next((d for d in reversed(context.previous[-3:]) if d.precision <= 3), None)
    base = anchor.start if anchor is not None else context.published
    if base is None:
        return unknown("a day without its month, and no earlier date in the text or publication date")
    when = cal.day(base.year, base.month, number)
    late = context.published is not None and when is not None and when > context.published + SLACK
    if when is None or (late and context.tense != "future"):
        first = cal.month_of(base.year, base.month - 1)[0]
        when = cal.day(first.year, first.month, number)
    if when is None:
        return unknown(f"neither month around {base} has a day {number}")
    reason = "month of the date before it in the text" if anchor is not None else "month of publication"
    return Answer((when, when), 0.75, (reason,), "text" if anchor is not None else "publication")
