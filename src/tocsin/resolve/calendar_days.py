"""Arithmetic on days, weeks (ISO, Monday to Sunday), months, seasons and their early, middle and late parts."""

from calendar import monthrange
from datetime import date, timedelta

from tocsin.model.values import DateValue, Score

Interval = tuple[date, date]
Resolved = tuple[DateValue | None, Score, tuple[str, ...]]
"""A date or none, the belief in it, and the reasons in words."""

SEASON_START = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # meteorological, northern hemisphere
_UNIT_DAYS = {"second": 0, "minute": 0, "hour": 0, "day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_UNIT_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def day(year: int, month: int, number: int) -> date | None:
    """The day, or ``None`` when the calendar has none such (30 February)."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month_of(year: int, month: int) -> Interval:
    """First and last day of a month; ``month`` may run over its year (13 = January of the next)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_from(start: int, year: int, count: int) -> Interval:
    """``count`` whole months from month ``start`` of ``year``."""
    return month_of(year, start)[0], month_of(year, start + count - 1)[1]


def week_of(when: date) -> Interval:
    """Monday and Sunday of the ISO week of a day."""
    monday = when - timedelta(days=when.weekday())
    return monday, monday + timedelta(days=6)


def unit_of(when: date, unit: str) -> Interval:
    """The week, weekend, month, quarter, year, decade or century that holds a day (a weekend: of its ISO week)."""
    if unit in ("week", "fortnight", "weekend"):
        monday, sunday = week_of(when)
        return (sunday - timedelta(days=1), sunday) if unit == "weekend" else (monday, sunday)
    if unit == "month":
        return month_of(when.year, when.month)
    if unit == "quarter":
        return months_from((when.month - 1) // 3 * 3 + 1, when.year, 3)
    if unit in ("year", "decade", "century"):
        years = {"year": 1, "decade": 10, "century": 100}[unit]
        return years_of(max(when.year // years * years, 1), years)
    return when, when


def is_quarter(interval: Interval) -> bool:
    """Whether an interval is one of the four quarters of a year."""
    start, _ = interval
    return start.month % 3 == 1 and interval == months_from(start.month, start.year, 3)


def years_of(year: int, count: int = 1) -> Interval:
    """``count`` whole years from ``year`` on."""
    return date(year, 1, 1), date(min(year + count - 1, 9999), 12, 31)


def shift(when: date, count: int, unit: str) -> date | None:
    """A day moved by ``count`` units; a month keeps the day where it can. ``None`` outside the calendar."""
    try:
        if unit == "hour":
            return when + timedelta(days=round(count / 24))
        if unit in _UNIT_DAYS:
            return when + timedelta(days=count * _UNIT_DAYS[unit])
        first, last = month_of(when.year, when.month + count * _UNIT_MONTHS.get(unit, 0))
        return min(first + timedelta(days=when.day - 1), last)
    except (ValueError, OverflowError):
        return None


def part(interval: Interval, stage: str | None) -> Interval:
    """The first, middle or last third of an interval for "early", "mid", "late", its half for "first-half" and
    "second-half"; else the interval itself."""
    start, end = interval
    if stage in ("first-half", "second-half"):
        return _half(interval, stage == "first-half")
    third = ((end - start).days + 1) // 3
    if stage not in ("early", "mid", "late") or third == 0:
        return interval
    if stage == "early":
        return start, start + timedelta(days=third - 1)
    if stage == "mid":
        return start + timedelta(days=third), end - timedelta(days=third)
    return end - timedelta(days=third - 1), end


def _half(interval: Interval, first: bool) -> Interval:
    """One half of an interval; of a year six months."""
    start, end = interval
    cut = date(start.year, 7, 1) if (end - start).days > 300 else start + timedelta(days=((end - start).days + 1) // 2)
    return (start, cut - timedelta(days=1)) if first else (cut, end)


def precision(interval: Interval) -> int:
    """1 a day, 2 up to a week, 3 up to a month, 4 longer (CODEBOOK section 4; 4 is not codable)."""
    length = (interval[1] - interval[0]).days + 1
    return 1 if length <= 1 else 2 if length <= 8 else 3 if length <= 31 else 4


def week_in_month(year: int, month: int, number: int) -> Interval:
    """The first to fifth seven days of a month, or its last seven (-1)."""
    first, last = month_of(year, month)
    if number < 0:
        return last - timedelta(days=6), last
    start = min(first + timedelta(days=7 * (number - 1)), last)
    return start, min(start + timedelta(days=6), last)
