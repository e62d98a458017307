"""TIMEX3 values (the notation of TimeML), for comparison with annotated corpora and for export to other tools."""

from dataclasses import replace
from datetime import date, timedelta

from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.values import DateValue
from tocsin.resolve.calendar_days import day as day_of
from tocsin.resolve.calendar_days import is_quarter
from tocsin.resolve.feasts import FEASTS

_LETTER = {"day": "D", "week": "W", "month": "M", "year": "Y", "hour": "H", "minute": "M", "second": "S",
           "decade": "DE", "century": "CE", "quarter": "Q", "weekend": "WE", "fortnight": "W"}  # fmt: skip
_PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "dawn": "TMO"}
_HALVES = {"first-half": "H1", "second-half": "H2"}
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}


def timex_value(expression: TimeExpression, value: DateValue | None) -> str:
    """The TIMEX3 value: "1998-02-13", "1998-W08", "1998-02", "P3D", "PAST_REF" …; unknown parts are ``X``.

    ``value`` is what ``resolve_time`` gave for the expression, or ``None``.
    """
    if expression.form is TimeForm.DURATION:
        return _duration(expression.count, expression.unit or "day")
    if expression.form is TimeForm.SET:
        return _duration(expression.count or 1, expression.unit or "day")
    if expression.form is TimeForm.VAGUE and expression.unit is not None and expression.modifier != "before":
        return _duration(None, expression.unit)
    if expression.form is TimeForm.VAGUE:
        return "FUTURE_REF" if expression.modifier == "future" else "PAST_REF"
    if expression.form is TimeForm.NOW and expression.unit is None:
        return "PRESENT_REF"
    if expression.count is not None:
        return _duration(expression.count, expression.unit or "day")
    if expression.form is TimeForm.RANGE and expression.start is not None:
        night = value is not None and value.start == value.end
        first = replace(expression.start, part_of_day=expression.part_of_day) if night else expression.start
        return timex_value(first, value)
    return _point(expression, value)


def _duration(count: int | None, unit: str) -> str:
    """ "P3D"; "PXD" when uncounted; hours and below carry a ``T``."""
    if unit in ("decade", "century") and count is not None:
        return f"P{count * (10 if unit == 'decade' else 100)}Y"
    number = "X" if count is None else str(count * 2 if unit == "fortnight" else count)
    return f"P{'T' if unit in ('hour', 'minute', 'second') else ''}{number}{_LETTER.get(unit, 'D')}"


def _point(expression: TimeExpression, value: DateValue | None) -> str:
    """Value of an expression that names one day, week, month or longer."""
    if value is None:
        return _unanchored(expression)
    start, grain = value.start, _grain(expression)
    if grain == "year" and is_quarter((value.start, value.end)):
        grain = "quarter"
    if grain == "week":
        iso = start.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}"
    if grain == "weekend":
        iso = start.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}-WE"
    if grain == "quarter":
        return f"{start.year:04d}-Q{(start.month - 1) // 3 + 1}"
    if grain == "season" and expression.season in FEASTS:
        return _feast(value)
    if grain == "season":
        return f"{start.year:04d}-{_SEASONS[expression.season or 'winter']}"
    if grain == "year" and expression.modifier in _HALVES:
        return f"{start.year:04d}-{_HALVES[expression.modifier]}"
    if grain in ("month", "year", "decade", "century"):
        year = f"{start.year:04d}"
        return {"month": f"{year}-{start.month:02d}", "decade": year[:3], "century": year[:2]}.get(grain, year)
    return _day(expression, start)


def _feast(value: DateValue) -> str:
    """The middle day of a feast; a month that is one has no TIMEX3 notation of its own."""
    days = (value.end - value.start).days
    return f"P{days + 1}D" if days > 2 else (value.start + timedelta(days=days // 2)).isoformat()


def _day(expression: TimeExpression, start: date) -> str:
    """A day with its time or part of the day."""
    part = expression.part_of_day
    if part is None:
        return start.isoformat()
    return start.isoformat() + (f"T{part}" if ":" in part else _PARTS.get(part, ""))


def _grain(expression: TimeExpression) -> str:
    """The unit an expression speaks of."""
    if expression.form is TimeForm.ABSOLUTE:
        if expression.unit in ("decade", "century"):
            return expression.unit
        if expression.unit == "week" and expression.month is not None:
            return "week"
        for grain in ("day", "month", "quarter", "season"):
            if getattr(expression, grain) is not None:
                return grain
        return "year"
    if expression.weekday is not None:
        return "day"
    unit = expression.unit or "day"
    return "day" if unit in ("hour", "minute", "second") else "week" if unit == "fortnight" else unit


def _unanchored(expression: TimeExpression) -> str:
    """What can be said without a date: "XXXX-06-18", "BC0490", "PAST_REF"."""
    if expression.year is not None and expression.year < 0:
        return f"BC{-expression.year:04d}"
    if expression.form is TimeForm.ABSOLUTE and expression.month is not None:
        if expression.day is not None and day_of(2000, expression.month, expression.day) is None:
            return "XXXX"  # in no calendar, "31 June"
        day = "" if expression.day is None else f"-{expression.day:02d}"
        return f"XXXX-{expression.month:02d}{day}"
    if expression.form is TimeForm.EVENT:
        return _duration(abs(expression.offset) if expression.offset is not None else None, expression.unit or "day")
    return "XXXX"
