"""A filter from values as people write them: the same names and values on the command line, in Python and in a URL."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from tocsin.model.errors import UsageError
from tocsin.store.filters import EventFilter, parse_bbox, parse_day, parse_moment

_LISTS = ("country", "admin1", "type", "sub_type", "actor", "source", "modality", "review", "without")
_PARSED: dict[str, Callable[[str], Any]] = {
    "bbox": parse_bbox, "since": parse_day, "until": parse_day, "changed_since": parse_moment,
    "as_of": lambda text: parse_moment(text, end_of_day=True),
}  # fmt: skip


def filter_of(given: Mapping[str, Any]) -> EventFilter:
    """The filter of these values; ``None`` and what is missing filter nothing.

    Lists may be one value or several; countries are ISO codes or English names; days and moments are text or dates;
    ``without`` may hold several classes with commas between.

    Raises:
        UsageError: an unknown filter, or a value that cannot be one.
    """
    known = [field.name for field in fields(EventFilter)]
    for name in given:
        if name not in known:
            raise UsageError(f"{name!r} is no filter; there are {', '.join(known)}")
    return EventFilter(**{name: _value(name, value) for name, value in given.items() if value is not None})


def _value(name: str, value: Any) -> Any:
    if name in _LISTS:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list | tuple | set | frozenset) or not all(isinstance(one, str) for one in values):
            raise _wrong(name, "text, or a list of texts", value)
        if name == "country":
            return tuple(country_code(one) for one in values)
        if name == "without":
            return tuple(dict.fromkeys(n.strip() for words in values for n in words.split(",") if n.strip()))
        return tuple(values)
    if name == "bbox" and isinstance(value, list | tuple):
        value = ",".join(map(str, value))
    if name in _PARSED:
        if not isinstance(value, str | date):
            raise _wrong(name, "west, south, east, north" if name == "bbox" else "a date, or text", value)
        return _PARSED[name](value.isoformat() if isinstance(value, date) else value)
    kinds, words = _PLAIN[name]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise _wrong(name, words, value)
    return value


_PLAIN: dict[str, tuple[tuple[type, ...], str]] = {
    "min_confidence": ((int, float), "a number from 0 to 1"),
    "min_grade": ((str,), "text such as C3"),
    "disputed": ((bool,), "True or False"),
    "background": ((bool,), "True or False"),
    "text": ((str,), "text"),
    "all": ((bool,), "True or False"),
}
"""The other filters: types that a value may have, and how they are called."""


def _wrong(name: str, wanted: str, value: Any) -> UsageError:
    return UsageError(f"filter {name!r} wants {wanted}, and got {value!r}.")


def country_code(name: str) -> str:
    """ISO 3166-1 alpha-3 of a code or English name.

    Raises:
        UsageError: no country of that code or name.
    """
    import pycountry

    try:
        return str(pycountry.countries.lookup(name.strip()).alpha_3)
    except LookupError:
        raise UsageError(
            f"--country {name!r} is no country; give an ISO 3166-1 code such as MLI, or the English name."
        ) from None
