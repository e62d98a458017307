"""Places of the user's own as a table (CSV, TSV) or as GeoJSON, row by row.

Columns of a table (any order, any case): ``name, latitude, longitude, country`` must be there; ``admin1, admin2,
kind, names, population, radius_km, id, verified, note`` may. Others are named and not read. In GeoJSON the same
words are properties; a polygon gives its middle and the radius of the circle around it.
"""

import csv
import hashlib
import io
import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

from tocsin.knowledge.gazetteer_admin import Unit, unit_keys
from tocsin.knowledge.gazetteer_build import distance_km
from tocsin.knowledge.gazetteer_dump import lines_of
from tocsin.knowledge.gazetteer_keys import place_key
from tocsin.knowledge.gazetteer_rows import KINDS, PlaceRow, bare_unit, features, importance_of, point_of
from tocsin.knowledge.gazetteer_sources import units
from tocsin.knowledge.outlines import outside_of
from tocsin.model.errors import KnowledgeError

COLUMNS = {
    "name": ("place", "location", "village", "town"),
    "latitude": ("lat", "y"),
    "longitude": ("lon", "lng", "long", "x"),
    "country": ("iso3", "iso", "country_code"),
    "admin1": ("region", "state", "adm1", "admin1name"),
    "admin2": ("district", "adm2", "admin2name"),
    "kind": ("type",),
    "names": ("other_names", "spellings", "alternate_names", "aliases"),
    "population": ("people", "inhabitants"),
    "radius_km": ("radius",),
    "id": ("pcode", "code"),
    "verified": (),
    "note": ("source", "remark"),
}
"""What may stand in a table, each with other headings that mean the same."""
NEEDED = ("name", "latitude", "longitude", "country")
_WORTH = {"city": "PPLA3", "village": "PPLA4", "site": "AIRB", "admin2": "ADM2", "admin3": "ADM3", "region": "RGN"}
_TRUE, _FALSE = ("true", "yes", "1", "y", "oui"), ("false", "no", "0", "n", "non", "")
_MOST_BYTES = 200_000_000  # of a GeoJSON file: it is read as a whole


def heading(words: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Which column holds what, and the headings that mean nothing here."""
    meanings = {word: column for column, others in COLUMNS.items() for word in (column, *others)}
    found: dict[str, int] = {}
    unread = []
    for position, word in enumerate(words):
        column = meanings.get(word.strip().lower().replace(" ", "_"))
        if column is None or column in found:
            unread.append(word)
        else:
            found[column] = position
    return found, unread


def table_rows(path: Path, told: list[str]) -> Iterator[tuple[int, PlaceRow | str]]:
    """Line and place of a CSV or TSV file (comma, semicolon or tab), or line and why it is refused; remarks go to
    ``told``.

    Raises:
        KnowledgeError: the file has no heading, or a needed column is missing.
    """
    lines = lines_of(path)
    number, first, trouble = next(lines, (1, "", None))
    mark = max(",;\t", key=first.count)
    words = next(csv.reader([first], delimiter=mark), [])
    columns, unread = heading(words)
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise KnowledgeError(
            f"{path}, line {number}: there is no column {' and no column '.join(missing)} in the heading "
            f"{trouble or repr(first)}. Columns may be called {', '.join(COLUMNS)}."
        )
    if unread:
        told.append(f"{path.name}: columns not read: {', '.join(unread)}")
    for number, line, trouble in lines:
        yield number, trouble or _cells(line, mark, columns, len(words))


def _cells(line: str, mark: str, columns: Mapping[str, int], width: int) -> PlaceRow | str:
    if line.count('"') % 2:
        return "a quotation mark is opened and not closed in this line"
    cells = next(csv.reader(io.StringIO(line), delimiter=mark))
    if len(cells) != width:
        return f"it has {len(cells)} cells, the heading {width}"
    return place_row({column: cells[k].strip() for column, k in columns.items()})


def geojson_rows(path: Path, told: list[str]) -> Iterator[tuple[int, PlaceRow | str]]:
    """Number and place of each feature of a GeoJSON FeatureCollection (WGS 84), or why it is refused; remarks go to
    ``told``.

    Raises:
        KnowledgeError: it is no such file, or larger than 200 MB.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise KnowledgeError(f"{path} is larger than 200 MB; cut it into several files, or import it as CSV.")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise KnowledgeError(f"{path} is no GeoJSON: {error}.") from error
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise KnowledgeError(f'{path} is no GeoJSON FeatureCollection: it needs a list "features".')
    unread: dict[str, None] = {}
    for number, feature in enumerate(data["features"], 1):
        yield number, _feature(feature, unread)
    if unread:
        told.append(f"{path.name}: properties not read: {', '.join(unread)}")


def _feature(feature: Any, unread: dict[str, None]) -> PlaceRow | str:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return "it is no feature with properties"
    extent = _extent(feature.get("geometry"))
    if isinstance(extent, str):
        return extent
    properties = feature["properties"]
    columns, others = heading(list(properties))
    unread.update(dict.fromkeys(others))
    keys = list(properties)
    values = {column: _text(properties[keys[k]]) for column, k in columns.items()}
    latitude, longitude, radius = extent
    values |= {"latitude": str(latitude), "longitude": str(longitude)}
    if radius is not None:
        values.setdefault("radius_km", str(radius))
        values.setdefault("kind", "region")
    missing = [column for column in ("name", "country") if not values.get(column)]
    if missing:
        return f"there is no property {' and no property '.join(missing)}"
    return place_row(values)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value).strip()


def _extent(geometry: Any) -> tuple[float, float, float | None] | str:
    """Latitude, longitude, and for an area the radius (km) of the circle around it."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    try:
        if kind == "Point":
            longitude, latitude = geometry["coordinates"][:2]
            return latitude, longitude, None
        if kind in ("Polygon", "MultiPolygon"):
            polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
            points = [(float(x), float(y)) for polygon in polygons for x, y, *_ in polygon[0]]
            west, east = min(x for x, _ in points), max(x for x, _ in points)
            south, north = min(y for _, y in points), max(y for _, y in points)
            middle = (round((south + north) / 2, 4), round((west + east) / 2, 4))
            return *middle, round(max(distance_km(*middle, y, x) for x, y in points), 1)
    except (TypeError, ValueError, KeyError, IndexError):
        return "its coordinates are not numbers in the order longitude, latitude"
    return f"its geometry is {kind or 'missing'}; it must be Point, Polygon or MultiPolygon"


def place_row(values: Mapping[str, str]) -> PlaceRow | str:
    """One place from the words of its columns, or the reason why it is refused."""
    name, kind = values["name"], values.get("kind") or "village"
    if not place_key(name):
        return f"the name {name!r} has no letters"
    country = _country(values["country"])
    if country is None:
        return f"the country {values['country']!r} is no ISO code and no name of a country"
    point = point_of(values["latitude"], values["longitude"])
    if isinstance(point, str):
        return point
    if kind not in KINDS or kind == "admin1":
        return f"{kind!r} is no kind of place; it must be one of {', '.join(k for k in KINDS if k != 'admin1')}"
    unit = _unit(values.get("admin1", ""), country)
    if unit == "?":
        return (
            f"{values['admin1']!r} is no first-level unit of {country}; give its ISO 3166-2 code or its name, or leave "
            "it out"
        )
    numbers = _numbers(values)
    if isinstance(numbers, str):
        return numbers
    verified = values.get("verified", "").lower()
    if verified not in (*_TRUE, *_FALSE):
        return f"`verified` is {values['verified']!r}; it must be true or false"
    feature = features()[_WORTH.get(kind, "RGN")]
    population, radius = numbers
    return PlaceRow(
        None,
        f"own:{values.get('id') or _id(name, country, point)}",
        name,
        (name, *(other.strip() for other in _parted(values.get("names", "")) if other.strip())),
        country,
        kind,
        round(point[0], 5),
        round(point[1], 5),
        importance_of(population, feature),
        radius or feature.radius_km,
        population,
        admin1_code=unit,
        admin2=values.get("admin2") or None,
        verified=verified in _TRUE,
        note=f"your own file{': ' + values['note'] if values.get('note') else ''}",
    )


def _parted(words: str) -> list[str]:
    return words.split("|") if "|" in words else words.split(";")


def _numbers(values: Mapping[str, str]) -> tuple[int | None, float | None] | str:
    """Population and radius."""
    people, radius = values.get("population", ""), values.get("radius_km", "").replace(",", ".")
    if people and not (people.isascii() and people.isdigit()):
        return f"the population {people!r} is no whole number"
    try:
        reach = float(radius) if radius else None
    except ValueError:
        return f"the radius {radius!r} is no number of km"
    if reach is not None and not (math.isfinite(reach) and 0 <= reach <= 5000):
        return f"the radius {radius!r} must lie between 0 and 5000 km"
    return (int(people) if people else None), reach


def _id(name: str, country: str, point: tuple[float, float]) -> str:
    """A name with a digest of name, country and point: the same row has the same id in every import."""
    digest = hashlib.sha256(f"{name}\0{country}\0{point[0]:.4f}\0{point[1]:.4f}".encode()).hexdigest()
    return f"{country.lower()}-{place_key(name).replace(' ', '-')}-{digest[:6]}"


def _country(word: str) -> str | None:
    found = (
        pycountry.countries.get(alpha_3=word.upper())
        or pycountry.countries.get(alpha_2=word.upper())
        or pycountry.countries.get(name=word)
        or pycountry.countries.get(common_name=word)
    )
    return "XKX" if word.upper() in ("XKX", "XK", "KOSOVO") else (found.alpha_3 if found is not None else None)


def _unit(word: str, country: str) -> str | None:
    """ISO 3166-2 code of a first-level unit by code or name; ``None`` for an empty word, "?" for an unknown one."""
    if not word:
        return None
    units = _units(country)
    for unit in units:
        if word.upper() == unit.code:
            return unit.code
    keys = unit_keys((word, bare_unit(word)))
    named = [unit for unit in units if keys & unit_keys(unit.names)]
    return named[0].code if len(named) == 1 else "?"


@cache
def _units(country: str) -> tuple[Unit, ...]:
    home = pycountry.countries.get(alpha_3=country)
    return tuple(_all_units().get(home.alpha_2, ((), ()))[0]) if home is not None else ()


@cache
def _all_units() -> dict[str, tuple[list[Unit], list[Unit]]]:
    return units()


REACH = 4.0  # degrees a country may go on beyond its outermost towns (Taoudénit lies 2.5 degrees beyond)


def inside(
    rows: Iterable[tuple[int, PlaceRow | str]], known: sqlite3.Connection
) -> Iterator[tuple[int, PlaceRow | str]]:
    """``rows`` with those refused that lie far outside their country: a sign or the order of coordinates is wrong.

    ``known`` is the compiled gazetteer, whose towns tell where a country lies.
    """
    boxes: dict[str, tuple[float, ...] | None] = {}
    for number, row in rows:
        if isinstance(row, str) or row.country is None:
            yield number, row
            continue
        if row.country not in boxes:
            boxes[row.country] = _box(known, row.country)
        reason = _outside(row, boxes[row.country]) or outside_of(row.latitude, row.longitude, row.country)
        yield number, reason or row


def _box(known: sqlite3.Connection, country: str) -> tuple[float, ...] | None:
    """South, north, west, east of a country's towns."""
    row = known.execute(
        "SELECT min(latitude), max(latitude), min(longitude), max(longitude) FROM place "
        "WHERE country = ? AND kind = 'city'",
        (country,),
    ).fetchone()
    return None if row is None or None in row else tuple(row)


def _outside(row: PlaceRow, box: tuple[float, ...] | None) -> str | None:
    def fits(latitude: float, longitude: float) -> bool:
        return south - REACH <= latitude <= north + REACH and west - REACH <= longitude <= east + REACH

    if box is None:
        return None
    south, north, west, east = box
    if fits(row.latitude, row.longitude):
        return None
    hint = "; latitude and longitude have changed places" if fits(row.longitude, row.latitude) else ""
    return (
        f"the point {row.latitude:g}, {row.longitude:g} lies outside {row.country}, whose towns lie between latitudes "
        f"{south:.0f} and {north:.0f} and longitudes {west:.0f} and {east:.0f}{hint}"
    )
