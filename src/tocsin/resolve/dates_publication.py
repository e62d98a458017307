"""Dates counted from publication: weekdays, "three days ago", "last week", "recently"."""

from datetime import timedelta

from tocsin.model.expressions import TimeExpression
from tocsin.resolve import calendar_days as cal
from tocsin.resolve.dates_shared import NO_DATE, ONE_DAY, Answer, Context, unknown
from tocsin.resolve.dates_text import compared_period


def weekday(expression: TimeExpression, context: Context) -> Answer:
    """For "on Friday", "last Thursday", "next Monday", "Friday last week"."""
    if context.published is None or expression.weekday is None:
        return unknown(f"a weekday is {NO_DATE}")
    published, weekday = context.published, expression.weekday
    if expression.unit == "week" and expression.offset is not None:
        when = cal.week_of(published)[0] + timedelta(days=weekday + 7 * expression.offset)
        return Answer((when, when), 0.95, ("weekday of a named week",))
    back = (published.weekday() - weekday) % 7
    if expression.modifier == "last":
        when = published - timedelta(days=back or 7)
    elif expression.modifier == "next":
        when = published + timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
    elif context.tense == "future":
        when = published + timedelta(days=(weekday - published.weekday()) % 7)
    else:
        when = published - timedelta(days=back)
    return Answer((when, when), 0.95, (f"weekday counted from publication on {published}",))


def offset_from(expression: TimeExpression, context: Context) -> Answer:
    """For "yesterday", "three days ago", "last week", "the past three weeks"."""
    if context.published is None:
        return unknown(NO_DATE)
    compared = compared_period(expression, context) if expression.modifier == "ago" else None
    if compared is not None:
        return compared
    published, offset, unit = context.published, expression.offset or 0, expression.unit or "day"
    moved = cal.shift(published, offset, unit)
    if moved is None:
        return unknown("outside the calendar")
    if expression.count is not None:
        interval = (min(moved, published), max(moved, published))
        return Answer(interval, 0.7, ("a period that reaches publication",))
    if unit in ("second", "minute", "hour"):
        return Answer((moved, moved), 0.8, ("hours before publication",))
    if unit == "day":
        if expression.modifier == "approx":
            return Answer((moved - ONE_DAY, moved + ONE_DAY), 0.7, ("days counted, about",), precision=2)
        return Answer((moved, moved), 0.95, ("days counted from publication",))
    if expression.modifier in ("ago", "approx") and unit in ("week", "fortnight"):
        return Answer((moved, moved), 0.7, ("weeks counted from publication",), precision=2)
    if unit == "weekend":
        moved = published + timedelta(days=7 * offset) if offset else published
        if offset < 0 and published.weekday() < 5:
            return Answer(cal.unit_of(moved, unit), 0.9, ("the last weekend before publication",))
    interval = cal.part(cal.unit_of(moved, unit), expression.modifier)
    return Answer(interval, 0.9, (f"{unit} counted from publication",))


def now(expression: TimeExpression, context: Context) -> Answer:
    """For "today", "this week", "over the weekend", "earlier this year", "now"."""
    if context.published is None:
        return unknown(NO_DATE)
    published, unit = context.published, expression.unit
    if unit is None:
        return unknown("a word like 'now' dates nothing by itself")
    if unit == "day":
        return Answer((published, published), 0.95, ("the day of publication",))
    if unit == "weekend":
        ahead = context.tense == "future" or published.weekday() >= 5
        when = published if ahead else published - timedelta(days=7)
        return Answer(cal.unit_of(when, unit), 0.85, ("the weekend nearest publication",))
    interval = cal.part(cal.unit_of(published, unit), expression.modifier)
    if interval[0] > published and context.tense != "future":
        interval = cal.unit_of(published, unit)
    return Answer(interval, 0.8, (f"the {unit} of publication",))


# Days before publication that a vague word spans, and its precision [our convention]: "recently" a month.
_RECENT = {None: (30, 3), "hour": (1, 2), "minute": (0, 1), "day": (7, 2), "week": (30, 3), "weekend": (30, 3),
           "fortnight": (30, 3), "month": (180, 4), "year": (1825, 4), "decade": (7300, 4)}  # fmt: skip
# "days ago": from and to so many days before.
_SOME_AGO = {"day": (7, 2, 2), "week": (42, 14, 3), "month": (365, 60, 4), "year": (3650, 730, 4)}


def vague(expression: TimeExpression, context: Context) -> Answer:
    """For "recently", "in recent weeks", "days ago"; never codable when vaguer than a month."""
    if context.published is None:
        return unknown(NO_DATE)
    published = context.published
    if expression.modifier == "future":
        if context.tense == "past":
            return unknown("lies ahead of publication")
        return Answer((published, published + timedelta(days=30)), 0.2, ("soon: a vague word",), precision=4)
    if expression.modifier == "before" and expression.unit is None:
        return unknown("vaguer than a month: dates nothing")
    if expression.modifier == "before" and expression.unit in _SOME_AGO:
        far, near, level = _SOME_AGO[expression.unit]
        interval = (published - timedelta(days=far), published - timedelta(days=near))
        return Answer(interval, 0.4, (f"some {expression.unit}s before publication",), precision=level)
    days, level = _RECENT.get(expression.unit, (3650, 4))
    interval = (published - timedelta(days=days), published)
    return Answer(interval, 0.35, ("a vague word; ends at publication",), precision=level)
