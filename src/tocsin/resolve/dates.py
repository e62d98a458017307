"""Turn time expressions into days, counted from the publication date or from earlier dates of the text.

Nothing here looks at the clock. Without a publication date everything that counts from it stays unresolved, with a
reason in words. Conventions: weeks run Monday to Sunday; "on Monday" published on a Monday is that day; "last
Thursday" is the most recent Thursday before publication; the night of 18 to 19 June is dated by its onset
(CODEBOOK sections 1 and 4).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.values import DateValue, Score
from tocsin.resolve import calendar_days as cal
from tocsin.resolve.calendar_days import Resolved
from tocsin.resolve.default_date import default_event_date

__all__ = ["default_event_date", "resolve_time"]

_ONE_DAY = timedelta(days=1)
# A past event may be dated one day after the publication stamp: time zones, and papers dated the day before.
_SLACK = _ONE_DAY
# Without a tense, a date this close ahead is meant rather than the one nearly a year back ("until 14 January").
_NEAR_AHEAD = timedelta(days=75)
# A deadline told as to come may just have passed when the text appears.
_JUST_PASSED = timedelta(days=14)
# A history that is being told moves on in steps like this; a longer step is a return to the news.
_STORY_PACE = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class _Context:
    """What a phrase is resolved against."""

    words: str
    published: date | None
    previous: Sequence[DateValue]
    tense: str | None
    anchor: DateValue | None


@dataclass(frozen=True, slots=True)
class _Answer:
    """An interval with its precision, the anchor it was counted from, belief and reasons."""

    interval: cal.Interval | None
    score: float
    reasons: tuple[str, ...]
    anchor: str = "publication"
    precision: int | None = None


def _unknown(*reasons: str) -> _Answer:
    return _Answer(None, 0.0, reasons)


_NO_DATE = "counted from the publication date, which is not known"


def resolve_time(
    expression: TimeExpression,
    words: str,
    *,
    published: date | None,
    previous: Sequence[DateValue] = (),
    tense: str | None = None,
    anchor: DateValue | None = None,
) -> Resolved:
    """The days an expression means, a degree of belief, and the reasons in words.

    Args:
        expression: what the words say.
        words: the words themselves, kept in the value.
        published: publication date; ``None`` leaves everything unresolved that counts from it.
        previous: earlier resolved dates of the text in their order, the latest last ("two days later").
        tense: "past", "future" or ``None``; a past happening is never dated after publication.
        anchor: date of the happening that an EVENT expression counts from.

    Returns:
        ``(value, score, reasons)``; the value is ``None`` when the words and what is known give no date.
    """
    context = _Context(words, published, previous, tense, anchor)
    answer = _FORMS[expression.form](expression, context)
    answer = _open_ended(expression, context, _not_after_publication(answer, context))
    if answer.interval is None:
        return None, Score(0.0, answer.reasons), answer.reasons
    precision = answer.precision or cal.precision(answer.interval)
    value = DateValue(*answer.interval, precision, words, answer.anchor, expression.part_of_day)
    return value, Score(answer.score, answer.reasons), answer.reasons


def _not_after_publication(answer: _Answer, context: _Context) -> _Answer:
    """Cut at publication what is told as past; a date wholly after it contradicts the tense."""
    if answer.interval is None or context.published is None or context.tense != "past":
        return answer
    start, end = answer.interval
    if start > context.published + _SLACK:
        return _unknown(f"{context.words!r} lies after publication although it is told as past")
    if end > context.published and start <= context.published and end != start:
        return replace(answer, interval=(start, context.published), precision=answer.precision)
    return answer


def _open_ended(expression: TimeExpression, context: _Context, answer: _Answer) -> _Answer:
    """ "since Monday" runs until publication."""
    if expression.modifier != "since" or answer.interval is None or context.published is None:
        return answer
    start = answer.interval[0]
    if start > context.published:
        return answer
    interval = (start, context.published)
    return replace(answer, interval=interval, precision=cal.precision(interval), score=answer.score * 0.8,
                   reasons=(*answer.reasons, "since: runs until publication"))  # fmt: skip


# -- absolute ------------------------------------------------------------------------------------------------------


def _absolute(expression: TimeExpression, context: _Context) -> _Answer:
    """Year, quarter, season, month and day, some of them missing."""
    if expression.year is not None and expression.year < 1:
        return _unknown("before our era: outside the calendar that days are counted in")
    if expression.unit in ("decade", "century") and expression.year is not None:
        years = 10 if expression.unit == "decade" else 100
        interval = cal.part(cal.years_of(max(expression.year, 1), years), expression.modifier)
        return _Answer(interval, 0.9, (f"the {expression.unit}",), "explicit", 4)
    if expression.day is not None and expression.month is None:
        return _day_only(expression, context)
    if expression.month is None and expression.quarter is None and expression.season is None:
        if expression.year is None:
            return _unknown("no day, month or year in the words")
        interval = cal.part(cal.years_of(expression.year), expression.modifier)
        return _Answer(interval, 0.95, ("a year alone: vaguer than a month",), "explicit", 4)
    year, score, reason, anchor = _year(expression, context)
    if year is None:
        return _unknown(reason)
    return _in_year(expression, year, score, reason, anchor)


def _in_year(expression: TimeExpression, year: int, score: float, reason: str, anchor: str) -> _Answer:
    """Day, month, quarter or season of a known year."""
    interval = _interval_in(expression, year)
    if interval is None:
        return _unknown(f"{expression.day}/{expression.month}/{year} is not in the calendar")
    reasons: tuple[str, ...] = (reason,)
    if expression.day is not None and expression.weekday is not None:
        if interval[0].weekday() != expression.weekday:
            reasons = (reason, "the weekday does not fit the date; the date is kept")
            score *= 0.6
    precision = 3 if expression.month is not None else 4
    if expression.day is not None or expression.unit == "week":
        precision = cal.precision(interval)
    return _Answer(interval, score, reasons, anchor, precision)


def _interval_in(expression: TimeExpression, year: int) -> cal.Interval | None:
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
    return cal.part(
        cal.months_from(cal.SEASON_START[expression.season or "winter"], year, 3), expression.modifier
    )


def _year(expression: TimeExpression, context: _Context) -> tuple[int | None, float, str, str]:
    """The year, belief, reason and anchor of a date that may not say its year."""
    if expression.year is not None:
        return expression.year, 0.98, "written in full", "explicit"
    if context.published is None:
        if context.previous:
            year = _told_year(expression, context.previous[-1])
            return year, 0.6, f"no publication date; year {year} of the date before it in the text", "text"
        return None, 0.0, f"no year in the words, and {_NO_DATE}", "publication"
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


def _narrated_year(expression: TimeExpression, context: _Context) -> int | None:
    """The year of a history being told: the two dates before are old and this one follows them closely.

    One old date alone is a glance back; dates without a year then belong to the twelve months before publication.
    """
    if (
        not context.previous
        or context.published is None
        or context.tense == "future"
        or expression.modifier == "last"
    ):
        return None
    two = context.previous[-2:]
    if len(two) < 2 or any(not _is_history(value, context.published) for value in two):
        return None
    last = two[-1]
    year = _told_year(expression, last)
    candidate = _interval_in(expression, year)
    if candidate is None or not last.start <= candidate[1] or candidate[0] > last.end + _STORY_PACE:
        return None
    return year


def _is_history(value: DateValue, published: date) -> bool:
    """Whether a date is written out, lies well before publication and is exact enough to be a step of a story."""
    return value.anchor != "publication" and value.precision <= 3 and (published - value.end).days >= 300


def _told_year(expression: TimeExpression, last: DateValue) -> int:
    """Year of the date before, or the next one when the story runs over the turn of the year."""
    turned = last.precision <= 3 and last.end.month >= 10 and (expression.month or 12) <= 3
    return last.end.year + (1 if turned else 0)


def _nearest_year(expression: TimeExpression, published: date, tense: str | None) -> int:
    """Latest year in which the date is not after publication; for the future the first in which it is not before."""
    bare = replace(expression, modifier=None)
    current = _interval_in(bare, published.year) or (published, published)
    if tense == "future" or expression.modifier == "next":
        passed = published - current[1]
        ahead = timedelta(0) < passed and not (tense == "future" and passed <= _JUST_PASSED)
        return published.year + (1 if ahead else 0)
    if expression.modifier == "last":
        return published.year - (0 if current[1] < published else 1)
    if expression.modifier == "this":
        return published.year
    slack = _SLACK if expression.day is not None else timedelta(0)
    if tense is None and expression.month is not None:
        ahead = _interval_in(bare, published.year + (1 if current[1] < published else 0)) or current
        if timedelta(0) < ahead[0] - published <= _NEAR_AHEAD:
            return ahead[0].year
    return published.year - (1 if current[0] > published + slack else 0)


def _day_only(expression: TimeExpression, context: _Context) -> _Answer:
    """ "the 18th": of the month the text is in, else of the latest month that has it before publication."""
    number = expression.day or 1
    anchor = next((d for d in reversed(context.previous[-3:]) if d.precision <= 3), None)
    base = anchor.start if anchor is not None else context.published
    if base is None:
        return _unknown("a day without its month, and no earlier date in the text or publication date")
    when = cal.day(base.year, base.month, number)
    late = context.published is not None and when is not None and when > context.published + _SLACK
    if when is None or (late and context.tense != "future"):
        first = cal.month_of(base.year, base.month - 1)[0]
        when = cal.day(first.year, first.month, number)
    if when is None:
        return _unknown(f"neither month around {base} has a day {number}")
    reason = "month of the date before it in the text" if anchor is not None else "month of publication"
    return _Answer((when, when), 0.75, (reason,), "text" if anchor is not None else "publication")


# -- counted from publication --------------------------------------------------------------------------------------


def _weekday(expression: TimeExpression, context: _Context) -> _Answer:
    """ "on Friday", "last Thursday", "next Monday", "Friday last week"."""
    if context.published is None or expression.weekday is None:
        return _unknown(f"a weekday is {_NO_DATE}")
    published, weekday = context.published, expression.weekday
    if expression.unit == "week" and expression.offset is not None:
        when = cal.week_of(published)[0] + timedelta(days=weekday + 7 * expression.offset)
        return _Answer((when, when), 0.95, ("weekday of a named week",))
    back = (published.weekday() - weekday) % 7
    if expression.modifier == "last":
        when = published - timedelta(days=back or 7)
    elif expression.modifier == "next":
        when = published + timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
    elif context.tense == "future":
        when = published + timedelta(days=(weekday - published.weekday()) % 7)
    else:
        when = published - timedelta(days=back)
    return _Answer((when, when), 0.95, (f"weekday counted from publication on {published}",))


def _offset(expression: TimeExpression, context: _Context) -> _Answer:
    """ "yesterday", "three days ago", "last week", "the past three weeks"."""
    if context.published is None:
        return _unknown(_NO_DATE)
    published, offset, unit = context.published, expression.offset or 0, expression.unit or "day"
    moved = cal.shift(published, offset, unit)
    if moved is None:
        return _unknown("outside the calendar")
    if expression.count is not None:
        interval = (min(moved, published), max(moved, published))
        return _Answer(interval, 0.7, ("a period that reaches publication",))
    if unit in ("second", "minute", "hour"):
        return _Answer((moved, moved), 0.8, ("hours before publication",))
    if unit == "day":
        if expression.modifier == "approx":
            return _Answer((moved - _ONE_DAY, moved + _ONE_DAY), 0.7, ("days counted, about",), precision=2)
        return _Answer((moved, moved), 0.95, ("days counted from publication",))
    if expression.modifier in ("ago", "approx") and unit in ("week", "fortnight"):
        return _Answer((moved, moved), 0.7, ("weeks counted from publication",), precision=2)
    if unit == "weekend":
        moved = published + timedelta(days=7 * offset) if offset else published
        if offset < 0 and published.weekday() < 5:
            return _Answer(cal.unit_of(moved, unit), 0.9, ("the last weekend before publication",))
    interval = cal.part(cal.unit_of(moved, unit), expression.modifier)
    return _Answer(interval, 0.9, (f"{unit} counted from publication",))


def _now(expression: TimeExpression, context: _Context) -> _Answer:
    """ "today", "this week", "over the weekend", "earlier this year", "now"."""
    if context.published is None:
        return _unknown(_NO_DATE)
    published, unit = context.published, expression.unit
    if unit is None:
        return _unknown("a word like 'now' dates nothing by itself")
    if unit == "day":
        return _Answer((published, published), 0.95, ("the day of publication",))
    if unit == "weekend":
        ahead = context.tense == "future" or published.weekday() >= 5
        when = published if ahead else published - timedelta(days=7)
        return _Answer(cal.unit_of(when, unit), 0.85, ("the weekend nearest publication",))
    interval = cal.part(cal.unit_of(published, unit), expression.modifier)
    if interval[0] > published and context.tense != "future":
        interval = cal.unit_of(published, unit)
    return _Answer(interval, 0.8, (f"the {unit} of publication",))


# Days before publication that a vague word spans, and its precision [our convention]: "recently" a month.
_RECENT = {None: (30, 3), "hour": (1, 2), "minute": (0, 1), "day": (7, 2), "week": (30, 3), "weekend": (30, 3),
           "fortnight": (30, 3), "month": (180, 4), "year": (1825, 4), "decade": (7300, 4)}  # fmt: skip
# "days ago": from and to so many days before.
_SOME_AGO = {"day": (7, 2, 2), "week": (42, 14, 3), "month": (365, 60, 4), "year": (3650, 730, 4)}


def _vague(expression: TimeExpression, context: _Context) -> _Answer:
    """ "recently", "in recent weeks", "days ago"; never codable when vaguer than a month."""
    if context.published is None:
        return _unknown(_NO_DATE)
    published = context.published
    if expression.modifier == "future":
        if context.tense == "past":
            return _unknown("lies ahead of publication")
        return _Answer((published, published + timedelta(days=30)), 0.2, ("soon: a vague word",), precision=4)
    if expression.modifier == "before" and expression.unit is None:
        return _unknown("vaguer than a month: dates nothing")
    if expression.modifier == "before" and expression.unit in _SOME_AGO:
        far, near, level = _SOME_AGO[expression.unit]
        interval = (published - timedelta(days=far), published - timedelta(days=near))
        return _Answer(interval, 0.4, (f"some {expression.unit}s before publication",), precision=level)
    days, level = _RECENT.get(expression.unit, (3650, 4))
    interval = (published - timedelta(days=days), published)
    return _Answer(interval, 0.35, ("a vague word; ends at publication",), precision=level)


# -- counted from the text -----------------------------------------------------------------------------------------


def _anaphoric(expression: TimeExpression, context: _Context) -> _Answer:
    """ "the following day", "two days later": from the last date of the text."""
    level = _ANCHOR_PRECISION.get(expression.unit or "day", 4)
    for wanted in range(1 if level <= 2 else level, level + 1):
        for base in reversed(context.previous):
            if base.precision > wanted:
                continue
            answer = _from(expression, base, "the date before it in the text")
            if not _ahead(answer, context):
                return answer
    return _unknown("counted from an earlier date of the text, and none there is exact enough")


# How exact the date must be that a step of this unit counts from; for days an exact one is sought first.
_ANCHOR_PRECISION = {
    "second": 2,
    "minute": 2,
    "hour": 2,
    "day": 2,
    "week": 3,
    "weekend": 3,
    "fortnight": 3,
    "month": 3,
}


def _ahead(answer: _Answer, context: _Context) -> bool:
    """Whether an answer lies after publication although nothing says that the text speaks of the future."""
    if answer.interval is None or context.published is None or context.tense == "future":
        return False
    return answer.interval[0] > context.published + _SLACK


def _event(expression: TimeExpression, context: _Context) -> _Answer:
    """ "a week before the leader was killed": from the date of that happening."""
    if context.anchor is None:
        return _unknown("counted from a happening whose date is not known here")
    return _from(expression, context.anchor, "the happening named in the words")


def _from(expression: TimeExpression, base: DateValue, what: str) -> _Answer:
    """An expression counted from ``base``."""
    unit, offset = expression.unit or "day", expression.offset
    reasons = (f"counted from {what} ({base.start})",)
    if expression.weekday is not None or expression.month is not None:
        return _named_from(expression, base, reasons)
    if offset is None:
        return _some_from(expression, base, reasons)
    start, end = cal.shift(base.start, offset, unit), cal.shift(base.end, offset, unit)
    if start is None or end is None:
        return _unknown("outside the calendar")
    if expression.count is not None:
        return _Answer((min(base.start, start), max(base.start, start)), 0.6, reasons, "text")
    if unit in ("day", "hour", "minute", "second"):
        level = max(base.precision, 2 if expression.modifier == "approx" else 1)
        return _Answer((start, end), 0.8, reasons, "text", level)
    if unit in ("week", "fortnight", "weekend"):
        if offset == 0:
            return _Answer(cal.unit_of(base.start, unit), 0.7, reasons, "text")
        return _Answer((start, end), 0.7, reasons, "text", max(base.precision, 2))
    interval = cal.unit_of(start, unit)
    return _Answer(interval, 0.6, reasons, "text", max(cal.precision(interval), 3))


def _named_from(expression: TimeExpression, base: DateValue, reasons: tuple[str, ...]) -> _Answer:
    """ "the following Monday", "the same June": the first such day or month after, before or around ``base``."""
    step = expression.offset or 0
    if expression.weekday is not None:
        ahead = (expression.weekday - base.end.weekday() - 1) % 7 + 1
        behind = (base.start.weekday() - expression.weekday - 1) % 7 + 1
        if step > 0:
            when = base.end + timedelta(days=ahead)
        elif step < 0:
            when = base.start - timedelta(days=behind)
        else:
            when = cal.week_of(base.start)[0] + timedelta(days=expression.weekday)
        return _Answer((when, when), 0.75, reasons, "text")
    month, year = expression.month or 1, base.start.year
    if step > 0 and month <= base.end.month:
        year += 1
    elif step < 0 and month >= base.start.month:
        year -= 1
    interval = _interval_in(replace(expression, modifier=None), year)
    return _Answer(interval, 0.7, reasons, "text") if interval is not None else _unknown("no such day")


# Days from the anchor that an uncounted step spans: "hours later" is the same day (CODEBOOK section 1).
_SOME = {"second": (0, 0, 1), "minute": (0, 0, 1), "hour": (0, 0, 1), "day": (2, 7, 2), "week": (14, 42, 3),
         "month": (60, 300, 4), "year": (730, 3650, 4)}  # fmt: skip


def _some_from(expression: TimeExpression, base: DateValue, reasons: tuple[str, ...]) -> _Answer:
    """ "days later", "weeks before the vote"."""
    near, far, level = _SOME.get(expression.unit or "", (3650, 7300, 4))
    if expression.modifier == "after":
        interval = (base.start + timedelta(days=near), base.end + timedelta(days=far))
    else:
        interval = (base.start - timedelta(days=far), base.end - timedelta(days=near))
    return _Answer(
        interval, 0.5, (*reasons, "an uncounted number of units"), "text", max(level, base.precision)
    )


# -- ranges, and what is no time -----------------------------------------------------------------------------------


def _range(expression: TimeExpression, context: _Context) -> _Answer:
    """ "between 3 and 5 May", "from Monday to Wednesday"; a night over two days is its onset."""
    if expression.start is None or expression.end is None:
        return _unknown("a range without its two ends")
    end = _FORMS[expression.end.form](expression.end, context)
    if end.interval is None:
        return end
    inner = context
    if expression.start.form is TimeForm.WEEKDAY or (expression.start.year is None and context.published):
        inner = replace(context, published=end.interval[1], previous=(), tense="past")
    start = _FORMS[expression.start.form](expression.start, inner)
    if start.interval is None:
        return start
    if expression.start.form is TimeForm.WEEKDAY and start.interval[0] == end.interval[0]:
        start = replace(start, interval=(start.interval[0] - timedelta(days=7),) * 2)
    interval = (start.interval[0] if start.interval else end.interval[0], end.interval[1])
    if interval[1] < interval[0]:
        return _unknown(f"the range {context.words!r} runs backwards")
    reasons = (*end.reasons, "from the first to the last day named")
    score = min(start.score, end.score)
    if expression.part_of_day == "night" and (interval[1] - interval[0]).days == 1:
        return _Answer((interval[0],) * 2, score, (*reasons, "a night counts as its onset"), end.anchor)
    return _Answer(interval, score, reasons, end.anchor)


def _no_time(expression: TimeExpression, _context: _Context) -> _Answer:
    """Durations and habits."""
    return _unknown(f"a {expression.form.value} tells how long or how often, not when")


_FORMS: dict[TimeForm, Callable[[TimeExpression, _Context], _Answer]] = {
    TimeForm.ABSOLUTE: _absolute,
    TimeForm.WEEKDAY: _weekday,
    TimeForm.OFFSET: _offset,
    TimeForm.ANAPHORIC: _anaphoric,
    TimeForm.EVENT: _event,
    TimeForm.RANGE: _range,
    TimeForm.NOW: _now,
    TimeForm.VAGUE: _vague,
    TimeForm.DURATION: _no_time,
    TimeForm.SET: _no_time,
}
