"""The days of feasts that move from year to year: by the western Easter, by a weekday, by the Islamic calendar.

Islamic days are those of the tabular calendar (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30; Reingold and
Dershowitz, *Calendrical Calculations*). Where the new moon is sighted they fall a day earlier or later, so each is
given with the day before and the day behind it.
"""

from datetime import date, timedelta

from dateutil.easter import easter

from tocsin.resolve.calendar_days import Interval

_ONE = timedelta(days=1)
_FROM_EASTER = {
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "easter": 0,
    "easter monday": 1,
    "ascension": 39,
    "pentecost": 49,
}
# Month and day of the Islamic year; day 0 is the whole month.
_ISLAMIC = {"ashura": (1, 10), "mawlid": (3, 12), "ramadan": (9, 0), "eid al-fitr": (10, 1), "eid al-adha": (12, 10)}
_EPOCH = 227015  # ordinal of 1 Muharram of year 1, 16 July 622 (Julian), as Python counts days
_ISLAMIC_FROM = 700  # years before lie too near the epoch to be news

FEASTS = frozenset({*_FROM_EASTER, *_ISLAMIC, "thanksgiving"})
"""Names of feasts, as the word lists give them."""


def feast_in(name: str, year: int) -> Interval | None:
    """First and last day of a feast in a year of our calendar, ``None`` for a name that is no feast.

    An Islamic feast that falls twice in one year (as in 2030) is given by its first time.
    """
    if name in _FROM_EASTER and year >= 1583:  # the calendar reform
        day = easter(year) + timedelta(days=_FROM_EASTER[name])
        return day, day
    if name == "thanksgiving":
        first = date(year, 11, 1)
        day = first + timedelta(days=(3 - first.weekday()) % 7 + 21)  # the fourth Thursday
        return day, day
    if name in _ISLAMIC and _ISLAMIC_FROM <= year <= 9998:
        return _islamic(*_ISLAMIC[name], year)
    return None


def _islamic(month: int, day: int, year: int) -> Interval | None:
    """The first such days that begin in ``year``."""
    about = (year - 622) * 33 // 32
    for islamic_year in range(about - 1, about + 3):
        start = _ordinal(islamic_year, month, day or 1)
        if date.fromordinal(start).year == year:
            end = _ordinal(islamic_year, month + 1, 1) - 1 if day == 0 else start
            return date.fromordinal(start) - _ONE, date.fromordinal(end) + _ONE
    return None


def _ordinal(year: int, month: int, day: int) -> int:
    """Day of the tabular Islamic calendar as Python counts days."""
    return day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + _EPOCH - 1
