"""Turn time expressions into days, counted from the publication date or from earlier dates of the text.

Nothing here looks at the clock. Without a publication date everything that counts from it stays unresolved, with a
reason in words. Conventions: weeks run Monday to Sunday; "on Monday" published on a Monday is that day; "last
Thursday" is the most recent Thursday before publication; the night of 18 to 19 June is dated by its onset
(CODEBOOK sections 1 and 4).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.values import DateValue, Score
from tocsin.resolve import calendar_days as cal
from tocsin.resolve.calendar_days import Resolved
from tocsin.resolve.dates_absolute import absolute
from tocsin.resolve.dates_publication import now, offset_from, vague, weekday
from tocsin.resolve.dates_shared import SLACK, Answer, Context, unknown
from tocsin.resolve.dates_text import anaphoric, event

__all__ = ["resolve_time"]


def resolve_time(
    expression: TimeExpression,
    words: str,
    *,
    published: date | None,
    previous: Sequence[DateValue] = (),
    tense: str | None = None,
    anchor: DateValue | None = None,
    news: bool = False,
) -> Resolved:
    """The days an expression means, a degree of belief, and the reasons in words.

    Args:
        expression: what the words say.
        words: the words themselves, kept in the value.
        published: publication date; ``None`` leaves everything unresolved that counts from it.
        previous: earlier resolved dates of the text in their order, the latest last ("two days later").
        tense: "past", "future" or ``None``; a past happening is never dated after publication.
        anchor: date of the happening that an EVENT expression counts from.
        news: the text counts days from its publication; without that date, "in June" then has no year unless an exact
            date stands close before, whereas a history goes on in the year it is in.

    Returns:
        ``(value, score, reasons)``; the value is ``None`` when the words and what is known give no date.
    """
    context = Context(words, published, previous, tense, anchor, news)
    answer = _FORMS[expression.form](expression, context)
    answer = _open_ended(expression, context, _not_after_publication(answer, context))
    if answer.interval is None:
        return None, Score(0.0, answer.reasons), answer.reasons
    precision = _level(answer.interval, answer)
    value = DateValue(*answer.interval, precision, words, answer.anchor, expression.part_of_day)
    return value, Score(answer.score, answer.reasons), answer.reasons


def _not_after_publication(answer: Answer, context: Context) -> Answer:
    """Cut at publication what is told as past; a date wholly after it contradicts the tense."""
    if answer.interval is None or context.published is None or context.tense != "past":
        return answer
    start, end = answer.interval
    if start > context.published + SLACK:
        return unknown(f"{context.words!r} lies after publication although it is told as past")
    if end > context.published and start <= context.published and end != start:
        return replace(answer, interval=(start, context.published), precision=_level(answer.interval, answer))
    return answer


def _level(interval: cal.Interval, answer: Answer) -> int:
    """The precision an answer states, else that of the interval: "this week" stays a week when cut on its Monday."""
    return answer.precision or cal.precision(interval)


def _open_ended(expression: TimeExpression, context: Context, answer: Answer) -> Answer:
    """For "since Monday" runs until publication."""
    if expression.modifier != "since" or answer.interval is None or context.published is None:
        return answer
    start = answer.interval[0]
    if start > context.published:
        return answer
    interval = (start, context.published)
    return replace(answer, interval=interval, precision=cal.precision(interval), score=answer.score * 0.8,
                   reasons=(*answer.reasons, "since: runs until publication"))  # fmt: skip


def _range(expression: TimeExpression, context: Context) -> Answer:
    """For "between 3 and 5 May", "from Monday to Wednesday"; a night over two days is its onset."""
    if expression.start is None or expression.end is None:
        return unknown("a range without its two ends")
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
        return unknown(f"the range {context.words!r} runs backwards")
    reasons = (*end.reasons, "from the first to the last day named")
    score = min(start.score, end.score)
    if expression.part_of_day == "night" and (interval[1] - interval[0]).days == 1:
        return Answer((interval[0],) * 2, score, (*reasons, "a night counts as its onset"), end.anchor)
    return Answer(interval, score, reasons, end.anchor)


def _event(expression: TimeExpression, context: Context) -> Answer:
    """For "the day after Friday's attack": the date behind the words is the anchor when none is given."""
    if expression.start is None or context.anchor is not None:
        return event(expression, context)
    base = _FORMS[expression.start.form](expression.start, context)
    if base.interval is None:
        return base
    anchor = DateValue(*base.interval, base.precision or cal.precision(base.interval), context.words, base.anchor)
    return event(expression, replace(context, anchor=anchor))


def _no_time(expression: TimeExpression, _context: Context) -> Answer:
    """Durations and habits."""
    return unknown(f"a {expression.form.value} tells how long or how often, not when")


_FORMS: dict[TimeForm, Callable[[TimeExpression, Context], Answer]] = {
    TimeForm.ABSOLUTE: absolute,
    TimeForm.WEEKDAY: weekday,
    TimeForm.OFFSET: offset_from,
    TimeForm.ANAPHORIC: anaphoric,
    TimeForm.EVENT: _event,
    TimeForm.RANGE: _range,
    TimeForm.NOW: now,
    TimeForm.VAGUE: vague,
    TimeForm.DURATION: _no_time,
    TimeForm.SET: _no_time,
}
