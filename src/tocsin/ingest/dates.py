"""Publication dates: parsing of dates as written, and finding them in bylines and datelines (English and
French).

Only full dates count (day, month, year), and only unambiguous ones: 03/05/2012 is refused unless its
language says which number is the day.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from tocsin.ingest.data import load_list
from tocsin.ingest.options import EARLIEST
from tocsin.ingest.records import FoundDate, Weight
from tocsin.model.errors import UsageError
from tocsin.model.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb fevrier fevr fev", "march mar mars",
            "april apr avril avr",
            "may mai", "june jun juin", "july jul juillet juil", "august aug aout",
            "september sep sept septembre",
            "october oct octobre", "november nov novembre", "december dec decembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_YEAR = r"(?P<year>\d{4})"
# All patterns are matched on folded text (lower case, no accents).
_WRITTEN = (
    rf"{_DAY}(?: of)?[ -]{_MONTH},?[ -]{_YEAR}(?!\d)",
    rf"{_MONTH} {_DAY},? {_YEAR}(?!\d)",
    r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
)
_NUMERIC = r"(?<!\d)(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})(?!\d)"
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:t?\d{4,6}z?)?")
_WEEKDAY = (
    r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|wed|thu|sat|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim)\.?,?\s*"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in (*_WRITTEN, _NUMERIC))


def _from_match(match: re.Match[str], day_first: bool) -> date | None:
    groups = match.groupdict()
    if "first" in groups:
        first, second = int(groups["first"]), int(groups["second"])
        if first <= 12 and second <= 12 and first != second and not day_first:
            return None
        day, month = (first, second) if day_first or first > 12 else (second, first)
    else:
        month = _MONTHS[groups["month"]] if groups["month"] in _MONTHS else int(groups["month"])
        day = int(groups["day"])
    try:
        return date(int(groups["year"]), month, day)
    except ValueError:
        return None


def parse_date(value: str, day_first: bool = False) -> date | None:
    """The one full date ``value`` states, or ``None`` when it states none, an impossible or an ambiguous one.

    Accepts ISO dates and times, ``20220727``, ``27 July 2022``, ``July 27, 2022``, ``27 juillet 2022``, RFC
    2822, and ``27/07/2022`` where only one reading is possible (or ``day_first``).
    """
    words = fold(value).strip()
    compact = _COMPACT.fullmatch(words)
    if compact is not None:
        return _from_match(compact, day_first)
    lead = re.match(rf"(?:{_WEEKDAY})?(?:le |on )?", words)
    start = lead.end() if lead is not None else 0
    for pattern in _patterns():
        match = pattern.match(words, start) or pattern.match(words)
        if match is not None:
            return _from_match(match, day_first)
    return None


def date_trouble(value: str, latest: date) -> str | None:
    """Why ``value`` is no possible publication date, in words; ``None`` when it is one."""
    day = parse_date(value)
    if day is None:
        return f"{value[:60]!r} is no full, unambiguous date"
    if day < EARLIEST:
        return f"{value[:60]!r} lies before {EARLIEST.year}"
    if day > latest:
        return f"{value[:60]!r} lies in the future (after {latest})"
    return None


def published_option(value: str) -> date:
    """The date of ``--published``.

    Raises:
        UsageError: it is no ISO date.
    """
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise UsageError(f"--published {value!r} is not a date; write it as YYYY-MM-DD, e.g. 2022-07-27.") from None


@cache
def _byline() -> re.Pattern[str]:
    leads = "|".join(load_list("dates.yml", "byline_leads"))
    dates = "|".join(f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', pattern)})" for pattern in (*_WRITTEN, _NUMERIC))
    between = rf"\s*:?\s*(?:le |on )?(?:{_WEEKDAY})?"
    return re.compile(rf"(?:^|[^\w])(?P<lead>{leads}){between}(?P<date>{dates})")


@cache
def _dateline() -> re.Pattern[str]:
    dates = "|".join(f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', pattern)})" for pattern in _WRITTEN)
    place = r"[^\W\d][\w'’. -]{1,40}(?:,\s*[^\W\d][\w'’. -]{1,30}){0,2}"
    agency = r"\s*(?:\([^()]{2,30}\)|/[\w ]{2,20}/)"
    # The date must be followed by an agency in brackets, a dash, or the end of the line: else it is prose.
    return re.compile(
        rf"^\s*(?:{place}(?:\s*\([^()]{{2,30}}\))?\s*[,–—-]\s*)?(?:le )?(?:{_WEEKDAY})?(?P<date>{dates})"
        rf"(?:{agency}|\s*[-–—:]|\s*$)"
    )


def dates_of_text(text: str) -> Iterator[FoundDate]:
    """Full dates that the first lines of a text give as its publication: bylines first, then a dateline."""
    # Folding here keeps lengths irrelevant: only the date itself is taken.
    lines = [fold(line) for line in text[:3000].split("\n") if line.strip()]
    for line in (*lines[:6], *lines[6:][-3:]):
        match = _byline().search(line[:300]) if len(line) < 200 else None
        if match is not None:
            how = f"byline in the text: {match['lead'].strip()}"
            value = _unambiguous(match)
            if value is not None:
                yield FoundDate(value, how, Weight.TEXT)
    for line in lines[:3]:
        match = _dateline().match(line[:160])
        if match is not None:
            yield FoundDate(match["date"], "dateline of the text", Weight.TEXT)


def byline_date(visible: str) -> FoundDate | None:
    """The date of the first byline in the visible text of a page ("Publié le 3 mai 2012")."""
    match = _byline().search(fold(visible))
    value = _unambiguous(match) if match is not None else None
    if match is None or value is None:
        return None
    return FoundDate(value, f"byline of the page: {match['lead'].strip()}", Weight.PAGE)


def _unambiguous(match: re.Match[str]) -> str | None:
    """The date of a byline as ISO; a French lead settles that the day comes first."""
    french = bool(re.search(r"\ble\b|publie|mis en|paru|post[eé]|date de", match.group(0)))
    day = parse_date(match["date"], day_first=french)
    return day.isoformat() if day is not None else None
