"""Dates counted from an earlier date of the text, or from a happening it names."""

from dataclasses import replace
from datetime import timedelta

from tocsin.model.expressions import TimeExpression
from tocsin.model.values import DateValue
from tocsin.resolve import calendar_days as cal
from tocsin.resolve.dates_shared import SLACK, Answer, Context, interval_in, unknown

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


# So many dates back an anaphoric phrase may look.
_REACH = 30


def anaphoric(expression: TimeExpression, context: Context) -> Answer:
    """For "the following day", "two days later": from the last date of the text."""
    compared = compared_period(expression, context)
    if compared is not None:
        return compared
    if expression.unit == "quarter" and expression.offset == 0:
        return _quarter_told(context)
    level = _ANCHOR_PRECISION.get(expression.unit or "day", 4)
    for wanted in range(1 if level <= 2 else level, level + 1):
        for base in reversed(context.previous[-_REACH:]):
            if base.precision > wanted:
                continue
            answer = _from(expression, base, "the date before it in the text")
            if not _ahead(answer, context):
                return answer
    return unknown("counted from an earlier date of the text, and none there is exact enough")


def _quarter_told(context: Context) -> Answer:
    """For "the (latest) quarter": the latest one told that was over when the text appeared, else the last such."""
    told = [d for d in context.previous[-_REACH:] if cal.is_quarter((d.start, d.end))]
    if context.published is not None:
        told = [d for d in told if d.end <= context.published]
    if told:
        latest = max(told, key=lambda d: d.start)
        return Answer((latest.start, latest.end), 0.7, ("the latest quarter told before it",), "text", 4)
    if context.published is None:
        return unknown("no quarter is told before it, and the publication date is not known")
    over = cal.unit_of(cal.unit_of(context.published, "quarter")[0] - timedelta(days=1), "quarter")
    return Answer(over, 0.5, ("the last quarter that was over at publication",), "publication", 4)


def compared_period(expression: TimeExpression, context: Context) -> Answer | None:
    """For "a year earlier", "a year ago" behind a quarter: the same quarter of another year, else ``None``.

    Figures are compared with those of the like period. A date that is itself such a comparison is no base for the
    next one: "up from 40 a year earlier; deaths rose from 12 a year earlier" names one year, not two.
    """
    if expression.unit != "year" or not expression.offset or expression.count is not None:
        return None
    dates = list(context.previous[-_REACH:])
    while dates:
        base = dates.pop()
        earlier = [d for d in dates if _years_apart(d, base, expression.offset)]
        if earlier:
            base = earlier[-1]
        if not cal.is_quarter((base.start, base.end)):
            return None
        start = base.start.replace(year=base.start.year + expression.offset)
        interval = cal.months_from(start.month, start.year, 3)
        reasons = (f"compared with the quarter told before it ({base.start} to {base.end})",)
        return Answer(interval, 0.7, reasons, "text", 4)
    return None


def _years_apart(left: DateValue, right: DateValue, years: int) -> bool:
    """Whether ``right`` is the same stretch as ``left``, so many years on."""
    return left.start.year + years == right.start.year and (left.start.month, left.end.month) == (
        right.start.month, right.end.month,
    )  # fmt: skip


def _ahead(answer: Answer, context: Context) -> bool:
    """Whether an answer lies after publication although nothing says that the text speaks of the future."""
    if answer.interval is None or context.published is None or context.tense == "future":
        return False
    return answer.interval[0] > context.published + SLACK


def event(expression: TimeExpression, context: Context) -> Answer:
    """For "a week before the ceasefire was signed": from the date of that happening."""
    if context.anchor is None:
        return unknown("counted from a happening whose date is not known here")
    answer = _from(expression, context.anchor, "the happening named in the words")
    return unknown("counted from that happening it lies after publication") if _ahead(answer, context) else answer


def _from(expression: TimeExpression, base: DateValue, what: str) -> Answer:
    """An expression counted from ``base``."""
    unit, offset = expression.unit or "day", expression.offset
    reasons = (f"counted from {what} ({base.start})",)
    if expression.weekday is not None or expression.month is not None:
        return _named_from(expression, base, reasons)
    if offset is None:
        return _some_from(expression, base, reasons)
    start, end = cal.shift(base.start, offset, unit), cal.shift(base.end, offset, unit)
    if start is None or end is None:
        return unknown("outside the calendar")
    if expression.count is not None:
        return Answer((min(base.start, start), max(base.start, start)), 0.6, reasons, "text")
    if unit in ("day", "hour", "minute", "second"):
        level = max(base.precision, 2 if expression.modifier == "approx" else 1)
        return Answer((start, end), 0.8, reasons, "text", level)
    if unit in ("week", "fortnight", "weekend"):
        if offset == 0:
            return Answer(cal.unit_of(base.start, unit), 0.7, reasons, "text")
        return Answer((start, end), 0.7, reasons, "text", max(base.precision, 2))
    interval = cal.unit_of(start, unit)
    return Answer(interval, 0.6, reasons, "text", max(cal.precision(interval), 3))


def _named_from(expression: TimeExpression, base: DateValue, reasons: tuple[str, ...]) -> Answer:
    """For "the following Monday", "the same June": the first such day or month after, before or around ``base``."""
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
        return Answer((when, when), 0.75, reasons, "text")
    month, year = expression.month or 1, base.start.year
    if step > 0 and month <= base.end.month:
        year += 1
    elif step < 0 and month >= base.start.month:
        year -= 1
    interval = interval_in(replace(expression, modifier=None), year)
    return Answer(interval, 0.7, reasons, "text") if interval is not None else unknown("no such day")


# Days from the anchor that an uncounted step spans: "hours later" is the same day (CODEBOOK section 1).
_SOME = {"second": (0, 0, 1), "minute": (0, 0, 1), "hour": (0, 0, 1), "day": (2, 7, 2), "week": (14, 42, 3),
         "month": (60, 300, 4), "year": (730, 3650, 4)}  # fmt: skip


def _some_from(expression: TimeExpression, base: DateValue, reasons: tuple[str, ...]) -> Answer:
    """For "days later", "weeks before the vote"."""
    near, far, level = _SOME.get(expression.unit or "", (3650, 7300, 4))
    if expression.modifier == "after":
        interval = (base.start + timedelta(days=near), base.end + timedelta(days=far))
    else:
        interval = (base.start - timedelta(days=far), base.end - timedelta(days=near))
    return Answer(interval, 0.5, (*reasons, "an uncounted number of units"), "text", max(level, base.precision))
