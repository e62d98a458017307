"""Absolute dates in languages without a lexicon of time words: shapes first, ``dateparser`` for the month names.

Only full dates (day, month, year) are read, so nothing here depends on the clock or on a publication date.
"""

import re
from datetime import date

from tocsin.model.expressions import TimeExpression, TimeForm

_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<sep>[./])(?P<m2>\d{1,2})(?P=sep)(?P<y2>\d{4}))(?![\d/-])"
)
_WORDED = re.compile(r"(?<!\w)\d{1,2}\.?º?\s(?:(?:de|di|do|d')\s?)?[^\W\d_]{3,12}\.?\s(?:(?:de|del)\s)?\d{4}(?!\w)")


def find_absolute(text: str, language: str | None) -> list[tuple[int, int, TimeExpression]]:
    """Full dates of the text with their offsets; "18.06.2022", "18 de junio de 2022", "18 июня 2022"."""
    found = []
    for match in _NUMERIC.finditer(text):
        year, month, day = (int(match[k] or match[f"{k}2"]) for k in ("y", "m", "d"))
        found.append((match.start(), match.end(), _date(year, month, day)))
    for match in _WORDED.finditer(text):
        day_found = _named(match.group(), language)
        if day_found is not None:
            expression = _date(day_found.year, day_found.month, day_found.day)
            found.append((match.start(), match.end(), expression))
    return sorted(((s, e, x) for s, e, x in found if x is not None), key=lambda f: f[:2])


def _date(year: int, month: int, day: int) -> TimeExpression | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return TimeExpression(TimeForm.ABSOLUTE, year, month, day)


def _named(words: str, language: str | None) -> date | None:
    """The date dateparser reads in ``words`` (which hold day, month and year, so the clock plays no part)."""
    import dateparser  # slow to import and only needed here

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    try:
        parsed = dateparser.parse(words, languages=[language] if language else None, settings=settings)
    except ValueError:  # dateparser does not know the language
        return None
    return None if parsed is None else parsed.date()
