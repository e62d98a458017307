"""Dataclasses of the model to JSON and back, exactly.

Every dataclass becomes an object tagged with its class name under ``"@"``; keys follow the order of the
fields, so equal values give equal text. Fields that hold their default of ``None`` or ``()`` are left out,
which keeps rows small and lets rows written before a field existed be read after it was added.
"""

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any

from tocsin.model import document, event, expressions, people, reading, values

TAG = "@"

_SCALARS = frozenset({str, int, float, bool, type(None)})
_MODULES = (values, expressions, document, reading, event, people)


@functools.cache
def classes() -> dict[str, type]:
    """Every dataclass of the model by its name."""
    found: dict[str, type] = {}
    for module in _MODULES:
        for name, member in vars(module).items():
            if isinstance(member, type) and dataclasses.is_dataclass(member):
                found[name] = member
    return found


def encode(value: object) -> str:
    """``value`` (a model dataclass, or a tuple/list/plain value of them) as compact JSON text."""
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def decode(text: str) -> Any:
    """The value that ``encode`` made ``text`` from; lists come back as tuples.

    Raises:
        ValueError: the text is no JSON, names an unknown class or field, or a value does not fit its field.
    """
    return from_plain(json.loads(text))


def to_plain(value: object) -> Any:
    """``value`` as dicts, lists and scalars that ``json`` can write."""
    if type(value) in _SCALARS:  # most values, told at once
        return value
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):  # datetime is a date
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _dataclass_to_plain(value)
    raise TypeError(f"{type(value).__name__} is not a value of the model")


def _dataclass_to_plain(value: Any) -> dict[str, Any]:
    kind: Any = type(value)
    name: str = kind.__name__
    if classes().get(name) is not kind:
        raise TypeError(f"{name} is not a class of the model")
    plain: dict[str, Any] = {TAG: name}
    for key, omit in _fields_of(kind):
        member = getattr(value, key)
        if (member is None and omit is None) or (member == () and omit == ()):
            continue
        plain[key] = to_plain(member)
    return plain


def from_plain(plain: Any) -> Any:
    """The model value behind what ``to_plain`` gave. Raises ValueError as ``decode`` does."""
    if isinstance(plain, list):
        return tuple(from_plain(item) for item in plain)
    if isinstance(plain, dict):
        return _dataclass_from_plain(plain)
    return plain


def _dataclass_from_plain(plain: dict[str, Any]) -> Any:
    name = plain.get(TAG)
    kind = classes().get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"JSON object with the unknown class tag {name!r}")
    decoders = _decoders_of(kind)
    arguments: dict[str, Any] = {}
    for key, member in plain.items():
        if key == TAG:
            continue
        decoder = decoders.get(key)
        if decoder is None:
            raise ValueError(f"class {name} has no field {key!r}; the row was written by a newer version")
        arguments[key] = decoder(member)
    try:
        return kind(**arguments)
    except TypeError as error:
        raise ValueError(f"class {name} cannot be built: {error}") from None


_NEVER = object()


@functools.cache
def _fields_of(kind: Any) -> tuple[tuple[str, object], ...]:
    """Field names with the default that may be left out, else a marker nothing equals."""
    found = []
    for field in dataclasses.fields(kind):
        omit: object = _NEVER
        if field.default is None or field.default == ():
            omit = field.default
        found.append((field.name, omit))
    return tuple(found)


@functools.cache
def _decoders_of(kind: Any) -> dict[str, Callable[[Any], Any]]:
    hints = typing.get_type_hints(kind)
    return {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(kind)}


def _decoder(hint: Any) -> Callable[[Any], Any]:
    """A function from the plain form of one field to its value, chosen by the field's type hint."""
    scalars = _scalar_members(hint)
    if typing.get_origin(hint) is tuple:
        return _tuple_decoder(typing.get_args(hint))
    for scalar in (datetime, date):
        if scalar in scalars:
            return functools.partial(_optional, scalar.fromisoformat)
    enums = [member for member in scalars if isinstance(member, type) and issubclass(member, Enum)]
    if enums:
        return functools.partial(_optional, enums[0])
    if float in scalars and int not in scalars:
        return functools.partial(_optional, float)
    return from_plain


def _scalar_members(hint: Any) -> tuple[Any, ...]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)
    return (hint,)


def _tuple_decoder(members: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(members) == 2 and members[1] is Ellipsis:
        each = _decoder(members[0])
        return lambda plain: tuple(each(item) for item in plain)
    decoders = [_decoder(member) for member in members]
    return lambda plain: tuple(d(item) for d, item in zip(decoders, plain, strict=True))


def _optional(make: Callable[[Any], Any], plain: Any) -> Any:
    return None if plain is None else make(plain)
