"""Places and regions of the user's own (``TOCSIN_KNOWLEDGE/gazetteer/``), checked before anything is compiled."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pycountry

from tocsin.knowledge.outlines import outside_of
from tocsin.knowledge.overlay import check_names, own_path, read_own
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key

FILES = ("regions.yml", "supplement.yml")
PLACE_KINDS = frozenset({"city", "village", "site", "feature", "admin2"})
_REGION_KEYS = frozenset({"name", "names", "countries", "units", "centre", "radius_km", "kind", "part"})
_ORDER = "[name, country, first-level unit, latitude, longitude, kind, [other spellings], verified]"


def own_files() -> tuple[Path, ...]:
    """The user's gazetteer files that are there.

    Raises:
        KnowledgeError: a file in the folder has a name that nothing reads.
    """
    check_names("gazetteer", FILES)
    return tuple(path for name in FILES if (path := own_path("gazetteer", name)) is not None)


def own_places() -> list[list[Any]]:
    """Rows of the user's ``supplement.yml``, in the form of the packaged one; empty without such a file.

    Raises:
        KnowledgeError: a row is damaged; names file, row and value.
    """
    path = own_path("gazetteer", "supplement.yml")
    rows = read_own(path) if path is not None else None
    if path is None or rows is None:
        return []
    if not isinstance(rows, list):
        raise KnowledgeError(f"{path}: it must be a list of places, each in a line `- {_ORDER}`.")
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 1):
        where = f"{path}, place {number}"
        if not isinstance(row, list) or len(row) not in (8, 9):
            raise KnowledgeError(f"{where}: {row!r} has not the eight values {_ORDER}; a source note may follow.")
        _check_place(row, f"{where} ({row[0]})")
        key = (row[1], name_key(row[0]))
        if key in seen:
            raise KnowledgeError(f"{where} ({row[0]}): stands in place {seen[key]} already; keep one.")
        seen[key] = number
    return rows


def own_regions() -> Mapping[str, Any]:
    """Entries of the user's ``regions.yml``, in the form of the packaged one; empty without such a file.

    Raises:
        KnowledgeError: an entry is damaged; names file, entry and key.
    """
    path = own_path("gazetteer", "regions.yml")
    entries = read_own(path) if path is not None else None
    if path is None or entries is None:
        return {}
    if not isinstance(entries, dict):
        raise KnowledgeError(f"{path}: it must hold lines `id: {{name, countries, centre, radius_km}}`.")
    for key, entry in entries.items():
        _check_region(entry, f"{path}, {key}")
    return entries


def _check_place(row: list[Any], where: str) -> None:
    name, country, unit, latitude, longitude, kind, others, verified, *source = row
    if not isinstance(name, str) or not name_key(name):
        raise KnowledgeError(f"{where}: {name!r} is no name; put it in quotes.")
    _check_country(country, where)
    _check_unit(unit, country, where)
    _check_point(latitude, longitude, where)
    if reason := outside_of(latitude, longitude, country):
        raise KnowledgeError(f"{where}: {reason}.")
    if kind not in PLACE_KINDS:
        raise KnowledgeError(
            f"{where}: {kind!r} is no kind of place; it must be one of {', '.join(sorted(PLACE_KINDS))}."
        )
    _check_names_of(others, where)
    if not isinstance(verified, bool):
        raise KnowledgeError(f"{where}: the eighth value is {verified!r}; it must be true or false (verified or not).")
    if source and not isinstance(source[0], str):
        raise KnowledgeError(f"{where}: the source note {source[0]!r} is no text; put it in quotes.")


def _check_region(entry: Any, where: str) -> None:
    if not isinstance(entry, dict):
        raise KnowledgeError(f"{where}: it must be {{name, countries, centre, radius_km}}.")
    missing = sorted({"name", "countries", "centre", "radius_km"} - set(entry))
    unknown = sorted(set(map(str, entry)) - _REGION_KEYS)
    if missing or unknown:
        problems = [f"missing {', '.join(missing)}"] if missing else []
        problems += [f"unknown {', '.join(unknown)}"] if unknown else []
        raise KnowledgeError(f"{where}: {'; '.join(problems)}. Known keys are {', '.join(sorted(_REGION_KEYS))}.")
    if not isinstance(entry["name"], str):
        raise KnowledgeError(f"{where}: the name {entry['name']!r} is no word; put it in quotes.")
    if not isinstance(entry["countries"], list) or not entry["countries"]:
        raise KnowledgeError(f"{where}: `countries` must be a list of ISO alpha-3 codes, [MLI, NER].")
    for country in entry["countries"]:
        _check_country(country, where)
    for unit in _check_names_of(entry.get("units", []), where):
        _check_unit(unit, None, where)
    _check_names_of(entry.get("names", []), where)
    centre = entry["centre"]
    if not isinstance(centre, list) or len(centre) != 2:
        raise KnowledgeError(f"{where}: `centre` is {centre!r}; it must be [latitude, longitude].")
    _check_point(centre[0], centre[1], where)
    if not _is_number(entry["radius_km"]) or not 0 < entry["radius_km"] <= 5000:
        raise KnowledgeError(f"{where}: `radius_km` is {entry['radius_km']!r}; it must be a number from 1 to 5000.")
    if not isinstance(entry.get("part", False), bool):
        raise KnowledgeError(f"{where}: `part` is {entry['part']!r}; it must be true or false.")
    if entry.get("kind", "region") not in ("region", "feature"):
        raise KnowledgeError(f"{where}: `kind` is {entry['kind']!r}; it must be region or feature.")


def _check_country(code: Any, where: str) -> None:
    if not isinstance(code, str) or (pycountry.countries.get(alpha_3=code) is None and code != "XKX"):
        raise KnowledgeError(f"{where}: {code!r} is no ISO alpha-3 code of a country, such as MLI.")


def _check_unit(code: Any, country: str | None, where: str) -> None:
    if code is None:
        return
    unit = pycountry.subdivisions.get(code=code) if isinstance(code, str) else None  # type: ignore[no-untyped-call]
    if unit is None:
        raise KnowledgeError(
            f"{where}: {code!r} is no ISO 3166-2 code of a first-level unit, such as ML-5; or write null."
        )
    home = pycountry.countries.get(alpha_2=unit.country_code)
    if country is not None and (home is None or home.alpha_3 != country):
        raise KnowledgeError(f"{where}: the unit {code} does not lie in {country}.")


def _check_point(latitude: Any, longitude: Any, where: str) -> None:
    if not _is_number(latitude) or not _is_number(longitude):
        raise KnowledgeError(f"{where}: {latitude!r}, {longitude!r} are not two numbers, latitude and longitude.")
    if not -90 < latitude < 90 or not -180 <= longitude <= 180:
        raise KnowledgeError(
            f"{where}: there is no point {latitude}, {longitude}; the latitude (-90 to 90) stands before the longitude."
        )


def _check_names_of(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise KnowledgeError(f"{where}: {value!r} is no list of words, [a, b].")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
