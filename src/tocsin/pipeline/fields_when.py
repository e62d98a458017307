"""Days as people write them."""

import re
from calendar import monthrange
from datetime import date

from tocsin.knowledge import Knowledge
from tocsin.model.errors import UsageError
from tocsin.model.event import Event
from tocsin.model.people import CorrectedValue
from tocsin.pipeline.fields_words import is_unknown

Values = dict[str, CorrectedValue]
_LOCAL = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})(?: 0?0:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]0?0:00(?::00)?)?")


def days(text: str) -> list[date]:
    """Every day a cell may mean: one for ISO dates; one or two for what a spreadsheet makes of them (``21/07/2022``
    is one day, ``03/04/2022`` may be 3 April or March 4th)."""
    text = text.strip()
    if found := _ISO.fullmatch(text):
        return _dates([(found[1], found[2], found[3])])
    if found := _LOCAL.fullmatch(text):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return _dates([(year, found[2], found[1]), (year, found[1], found[2])])
    return []


def _dates(parts: list[tuple[str, str, str]]) -> list[date]:
    found = []
    for year, month, day in parts:
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def day(text: str) -> date:
    """One day. Raises UsageError with the reading that is meant when it is not ISO or does not exist."""
    found = days(text)
    if len(found) == 1:
        return found[0]
    if len(found) == 2:
        raise UsageError(
            f"{text!r} may be {found[0].isoformat()} or {found[1].isoformat()}; write the one you mean, year first."
        )
    raise UsageError(f"{text!r} is no day; write it like 2024-03-04.")


def date_all(text: str, event: Event, knowledge: Knowledge) -> Values:
    """First day, last day and precision from a day, a period or a month."""
    if is_unknown(text):
        return {"date_start": None, "date_end": None}
    if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        year, month = int(found[1]), int(found[2])
        if not 1 <= month <= 12:
            raise UsageError(f"{text!r} is no month; write it like 2024-03.")
        last = monthrange(year, month)[1]
        return _values(date(year, month, 1), date(year, month, last), 3)
    first, slash, second = text.partition("/")
    if slash and _ISO.fullmatch(first.strip()) and _ISO.fullmatch(second.strip()):
        start, end = day(first), day(second)
        _ordered(start, end)
        length = (end - start).days
        return _values(start, end, 1 if length == 0 else 2 if length <= 10 else 3 if length <= 31 else 4)
    one = day(text)
    return _values(one, one, 1)


def _values(start: date, end: date, precision: int) -> Values:
    return {"date_start": start.isoformat(), "date_end": end.isoformat(), "time_precision": precision}


def _ordered(start: date, end: date) -> None:
    if end < start:
        raise UsageError(f"The last day ({end}) lies before the first ({start}); swap them, or correct `date`.")


def date_start(text: str, event: Event, knowledge: Knowledge) -> Values:
    """The first day alone."""
    value = day(text)
    if event.date is None:
        raise UsageError("The event has no date yet; correct `date`.")
    _ordered(value, event.date.end)
    return {"date_start": value.isoformat()}


def date_end(text: str, event: Event, knowledge: Knowledge) -> Values:
    """The last day alone."""
    value = day(text)
    if event.date is None:
        raise UsageError("The event has no date yet; correct `date`.")
    _ordered(event.date.start, value)
    return {"date_end": value.isoformat()}


def time_precision(text: str, event: Event, knowledge: Knowledge) -> Values:
    """The precision code of the codebook."""
    codes = knowledge.codebook.time_precision
    if not text.isdigit() or int(text) not in codes:
        known = ", ".join(f"{code} ({words})" for code, words in codes.items())
        raise UsageError(f"time_precision takes {known}, not {text!r}.")
    return {"time_precision": int(text)}
