"""Compiling the gazetteer: every source into one SQLite file, written aside and moved into place when
whole.
"""

import contextlib
import json
import math
import os
import re
import sqlite3
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from tocsin.knowledge import gazetteer_sources as sources
from tocsin.knowledge.gazetteer_admin import Unit, assign, unit_keys, votes_of_country
from tocsin.knowledge.gazetteer_entry import FORMER
from tocsin.knowledge.gazetteer_keys import initial
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key

_SCHEMA = """
CREATE TABLE place(id INTEGER PRIMARY KEY, place_id TEXT, name TEXT NOT NULL, country TEXT, countries TEXT,
  admin1 TEXT, admin1_code TEXT, kind TEXT NOT NULL, latitude REAL, longitude REAL, population INTEGER,
  radius_km REAL, verified INTEGER NOT NULL, estimated INTEGER NOT NULL, importance REAL NOT NULL, note TEXT,
  cell INTEGER);
CREATE TABLE name(key TEXT NOT NULL, place INTEGER NOT NULL, alternate INTEGER NOT NULL,
  PRIMARY KEY(key, place)) WITHOUT ROWID;
CREATE TABLE country_keys(country TEXT NOT NULL, initial TEXT NOT NULL, keys BLOB NOT NULL,
  PRIMARY KEY(country, initial)) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX place_cell ON place(cell);
CREATE INDEX place_own ON place(place_id) WHERE place_id IS NOT NULL;
"""
FIRST_OWN_ID = 2_000_000_000  # GeoNames ids stay below; rows of other sources are numbered from here
TOWN_DENSITY = 4000.0  # people a km², for the radius of a town from its population
VILLAGE_IMPORTANCE = 2.5  # like a town of 300: villages in the supplement are there because reports name them
REGION_IMPORTANCE, COUNTRY_BONUS, ADMIN_MALUS, ADMIN2_MALUS = 5.5, 4.0, 1.0, 1.5
FEW_TOWNS, A_CITY = 2, 400_000  # towns that say nothing of a unit's extent; people from which a unit is its city
CHECKED_KM, UNCHECKED_KM = 5.0, 15.0  # radius of points of the supplement, see its first lines
EARTH_KM = 6371.0088
NAME = re.compile(r"gazetteer-(?P<packaged>[0-9a-f]{12})(?:-[0-9a-f]{8})?\.sqlite")
REMAINS = re.compile(r"\.gazetteer-[0-9a-f]{12}(?:-[0-9a-f]{8})?\.sqlite\.\w+\.tmp")
KEPT_VARIANTS = 3
FIRST_WORDS = "compiling the gazetteer; this is done once and takes some 15 seconds"


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km of two points in degrees (haversine, mean radius 6371.0088 km)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    a = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, a)))


def cell_of(latitude: float, longitude: float) -> int:
    """Number of the one-degree cell a point lies in."""
    return int(math.floor(latitude) + 90) * 360 + int(math.floor(longitude) + 180) % 360


def town_radius(population: int) -> float:
    """Radius in km of a round town of this population at ``TOWN_DENSITY``, at least 1 km."""
    return round(max(1.0, math.sqrt(population / TOWN_DENSITY / math.pi)), 1)


@dataclass(slots=True)
class _Row:
    """One place on its way into the file, with the keys it is found under (key -> 0 main, 1 alternate)."""

    place_id: str | None
    name: str
    country: str | None
    kind: str
    latitude: float | None
    longitude: float | None
    importance: float
    countries: tuple[str, ...] = ()
    admin1: str | None = None
    admin1_code: str | None = None
    population: int | None = None
    radius_km: float | None = None
    verified: bool = True
    estimated: bool = False
    note: str | None = None
    keys: dict[str, int] = field(default_factory=dict)
    id: int = 0

    def add_names(self, main: Iterable[str], others: Iterable[str]) -> "_Row":
        for alternate, names in ((0, main), (1, others)):
            for name in names:
                key = name_key(name)
                if 1 < len(key) <= 60:
                    self.keys.setdefault(key, alternate)
        return self


def _country_rows() -> tuple[list[_Row], dict[str, str]]:
    listed = list(sources.country_rows())
    alpha3 = {country["alpha2"]: country["alpha3"] for country in listed}
    rows = []
    for country in listed:
        borders = sorted(alpha3[code] for code in country["neighbours"] if code in alpha3)
        rows.append(
            _Row(
                f"country:{country['alpha3']}",
                country["name"],
                country["alpha3"],
                "country",
                None,
                None,
                math.log10(country["population"] + 1) + COUNTRY_BONUS,
                population=country["population"],
                radius_km=round(math.sqrt(max(country["area_km2"], 1.0) / math.pi), 1),
                note=json.dumps({"capital": country["capital"], "neighbours": borders}),
            ).add_names(country["names"], ())
        )
    return rows, alpha3


def _joins(cities: list[sources.City], units: dict[str, tuple[list[Unit], list[Unit]]]) -> dict[tuple[str, str], Unit]:
    """GeoNames (country, admin-1 code) -> ISO unit."""
    by_country: dict[str, list[tuple[str, str, int, tuple[str, ...]]]] = defaultdict(list)
    for city in cities:
        by_country[city.country].append((city.admin1_code, city.name, city.population, city.alternates))
    joined = {}
    for country, members in by_country.items():
        first = units.get(country, ([], []))[0]
        named = {unit.code: unit for unit in first}
        votes = votes_of_country(first, members)
        for code, unit_code in assign(votes, {m[0] for m in members}).items():
            joined[country, code] = named[unit_code]
    return joined


def _city_rows(
    cities: list[sources.City], joined: dict[tuple[str, str], Unit], alpha3: dict[str, str]
) -> Iterator[_Row]:
    for city in cities:
        unit = joined.get((city.country, city.admin1_code))
        row = _Row(
            None,
            city.name,
            alpha3.get(city.country),
            "city",
            city.latitude,
            city.longitude,
            math.log10(city.population + 1),
            admin1=unit.name if unit else None,
            admin1_code=unit.code if unit else None,
            population=city.population,
            radius_km=town_radius(city.population),
            id=city.geoname_id,
        )
        yield row.add_names((city.name,), city.alternates)


def _mark_former(towns: Iterable[_Row]) -> None:
    """Give the largest town of a name the names it bore once."""
    once: dict[tuple[str, str], list[_Row]] = {
        (country, name_key(now)): [] for _, country, now in sources.former_names()
    }
    for row in towns:
        key = (row.country or "", name_key(row.name))
        if key in once:
            once[key].append(row)
    for before, country, now in sources.former_names():
        found = once[country, name_key(now)]
        if found:
            max(found, key=lambda row: row.importance).keys[name_key(before)] = FORMER


def _centre(members: list[sources.City]) -> tuple[float, float, float]:
    """Population-weighted middle of member cities, and the radius that holds nine tenths of them (km)."""
    total = sum(city.population + 100 for city in members)
    latitude = sum(city.latitude * (city.population + 100) for city in members) / total
    base = members[0].longitude  # weigh longitudes relative to one member: safe at the antimeridian
    shifted = [((city.longitude - base + 180) % 360 - 180, city.population + 100) for city in members]
    longitude = (base + sum(x * weight for x, weight in shifted) / total + 180) % 360 - 180
    away = sorted(distance_km(latitude, longitude, city.latitude, city.longitude) for city in members)
    return latitude, longitude, max(5.0, away[int(0.9 * (len(away) - 1))])


def _unit_row(unit: Unit, country: str, members: list[sources.City], kind: str, malus: float) -> _Row:
    population = sum(city.population for city in members)
    point = _centre(members) if members else (None, None, None)
    row = _Row(
        f"iso3166-2:{unit.code}",
        unit.name,
        country,
        kind,
        round(point[0], 4) if point[0] is not None else None,
        round(point[1], 4) if point[1] is not None else None,
        max(math.log10(population + 1) - malus, 2.0),
        admin1=unit.name if kind == "admin1" else None,
        admin1_code=unit.code if kind == "admin1" else unit.parent,
        population=population or None,
        radius_km=round(point[2], 1) if point[2] is not None else None,
        estimated=True,
        note="point estimated from the cities of the unit" if members else "no point known",
    ).add_names((unit.name,), unit.names)
    for key in unit_keys(unit.names):
        row.keys.setdefault(key, 1)
    return row


def _widened(row: _Row, unit: Unit, towns: list[sources.City], fair_km: float) -> _Row:
    """A unit of which few towns are listed reaches further than these: it gets the radius of an average unit of its
    country (``fair_km``), or half of it, unless it is a city itself."""
    keys = unit_keys(unit.names)
    is_city = any(town.population >= A_CITY and name_key(town.name) in keys for town in towns)
    if row.radius_km is not None and not is_city:
        row.radius_km = round(max(row.radius_km, fair_km if len(towns) <= FEW_TOWNS else fair_km / 2), 1)
    return row


def _unit_rows(
    cities: list[sources.City],
    units: dict[str, tuple[list[Unit], list[Unit]]],
    joined: dict[tuple[str, str], Unit],
    alpha3: dict[str, str],
    radius_of: dict[str | None, float],
) -> Iterator[_Row]:
    members: dict[str, list[sources.City]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[sources.City]] = defaultdict(list)
    for city in cities:
        unit = joined.get((city.country, city.admin1_code))
        if unit is not None:
            members[unit.code].append(city)
        by_name[city.country, name_key(city.name)].append(city)
    for alpha2, (first, below) in units.items():
        country = alpha3.get(alpha2)
        if country is None:
            continue
        names = {unit.code: unit.name for unit in first}
        for unit in first:
            towns = members.get(unit.code, [])
            row = _unit_row(unit, country, towns, "admin1", ADMIN_MALUS)
            yield _widened(row, unit, towns, radius_of.get(country, 0.0) / math.sqrt(len(first)))
        for unit in below:  # a lower unit stands where the town it is named after stands
            towns = [c for key in sorted(unit_keys(unit.names)) for c in by_name.get((alpha2, key), [])]
            town = max(towns, key=lambda c: c.population, default=None)
            row = _unit_row(unit, country, [town] if town else [], "admin2", ADMIN2_MALUS)
            row.admin1 = names.get(unit.parent or "")
            row.radius_km = 40.0 if town else None
            yield row


def _county_rows(units: dict[str, tuple[list[Unit], list[Unit]]]) -> Iterator[_Row]:
    """Counties of the United States: known by name and state only, so that none is taken for a town."""
    states = {unit.code: unit.name for unit in units["US"][0]}
    for name, state in sources.counties():
        yield _Row(
            f"us-county:{state.lower()}-{name_key(name).replace(' ', '-')}",
            name,
            "USA",
            "admin2",
            None,
            None,
            2.0,
            admin1=states.get(state),
            admin1_code=state,
            estimated=True,
            note="no point known",
        ).add_names((name,), ())


def _lower_rows(
    cities: list[sources.City],
    units: dict[str, tuple[list[Unit], list[Unit]]],
    joined: dict[tuple[str, str], Unit],
    alpha3: dict[str, str],
) -> Iterator[_Row]:
    """Districts and their like of our own file that ISO does not list: where the town of the same name stands in the
    same first-level unit, else known by that unit only.
    """
    towns: dict[tuple[str, str], sources.City] = {}
    for city in cities:
        unit = joined.get((city.country, city.admin1_code))
        place = (unit.code if unit else "", name_key(city.name))
        if unit is not None and city.population >= towns.get(place, city).population:
            towns[place] = city
    first = {unit.code: unit for listed, _ in units.values() for unit in listed}
    listed = {(alpha3.get(u.country), key) for _, below in units.values() for u in below for key in unit_keys(u.names)}
    seen: set[tuple[str, str]] = set()
    for country, code, names in sources.lower_units():
        unit, key = first.get(code), name_key(names[0])
        if unit is None or (country, key) in listed or (code, key) in seen:
            continue
        seen.add((code, key))
        town = next((found for name in names if (found := towns.get((code, name_key(name))))), None)
        yield _Row(
            f"unit:{code.lower()}-{key.replace(' ', '-')}",
            names[0],
            country,
            "admin2",
            town.latitude if town else None,
            town.longitude if town else None,
            2.0,
            admin1=unit.name,
            admin1_code=code,
            radius_km=40.0 if town else None,
            verified=False,
            estimated=True,
            note="point of the town of its name" if town else "no point known",
        ).add_names((names[0],), names[1:])


def _region_rows(regions: Mapping[str, Any]) -> Iterator[_Row]:
    for key, entry in regions.items():
        countries = tuple(entry["countries"])
        yield _Row(
            f"region:{key}",
            entry["name"],
            countries[0] if len(countries) == 1 else None,
            entry.get("kind", "region"),
            entry["centre"][0],
            entry["centre"][1],
            REGION_IMPORTANCE,
            countries=countries,
            radius_km=float(entry["radius_km"]),
            verified=False,
            estimated=True,
            note=json.dumps({"units": entry.get("units", [])}),
        ).add_names((entry["name"], *entry.get("names", ())), ())


def _supplement_rows(
    places: Iterable[tuple[list[Any], bool]], units: dict[str, tuple[list[Unit], list[Unit]]]
) -> Iterator[_Row]:
    names = {unit.code: unit.name for first, _ in units.values() for unit in first}
    for (name, country, unit, latitude, longitude, kind, others, verified, *source), own in places:
        note = source[0] if source else "the project's own knowledge"
        note = f"{note}, within 5 km of GeoNames (2014)" if verified else f"unverified: {note}"
        own_note = f"your own file{f': {source[0]}' if source else ''}"
        yield _Row(
            f"supplement:{country.lower()}-{name_key(name).replace(' ', '-')}",
            name,
            country,
            kind,
            latitude,
            longitude,
            VILLAGE_IMPORTANCE,
            admin1=names.get(unit),
            admin1_code=unit,
            radius_km=None if latitude is None else (CHECKED_KM if verified else UNCHECKED_KM),
            verified=verified,
            note=(own_note if verified else f"unverified: {own_note}") if own else note,
        ).add_names((name,), others)


def _insert(connection: sqlite3.Connection, rows: Iterable[_Row], next_id: int) -> int:
    places: list[tuple[Any, ...]] = []
    keys: dict[str, dict[str, int]] = defaultdict(dict)
    names: list[tuple[str, int, int]] = []
    best: dict[tuple[str, str], float] = {}
    for row in rows:
        if row.id == 0:
            row.id, next_id = next_id, next_id + 1
        cell = None if row.latitude is None or row.longitude is None else cell_of(row.latitude, row.longitude)
        places.append(
            (
                row.id, row.place_id, row.name, row.country, ";".join(row.countries) or None, row.admin1,
                row.admin1_code, row.kind, row.latitude, row.longitude, row.population, row.radius_km,
                int(row.verified), int(row.estimated), round(row.importance, 3), row.note, cell,
            )
        )  # fmt: skip
        names += [(key, row.id, alternate) for key, alternate in row.keys.items()]
        for country in row.countries or ((row.country,) if row.country else ()):
            for key in row.keys:
                if row.importance > best.get((country, key), -1.0):
                    best[country, key] = row.importance
                    keys[country][key] = row.id
    connection.executemany(f"INSERT INTO place VALUES ({','.join('?' * 17)})", places)
    names.sort()
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", names)
    for country, mapping in keys.items():
        for begins, group in groupby(sorted((initial(key), key) for key in mapping), key=lambda pair: pair[0]):
            blob = zlib.compress(json.dumps([key for _, key in group]).encode(), 6)
            connection.execute("INSERT INTO country_keys VALUES (?,?,?)", (country, begins, blob))
    return next_id


def compile_into(connection: sqlite3.Connection, progress: Callable[[str], None] = lambda _: None) -> None:
    """Fill an empty database with every source. About 15 s and 600 MB of memory."""
    connection.executescript(_SCHEMA)
    regions, places = sources.regions(), sources.places()  # first: a damaged file should not cost the wait
    progress("reading the packaged city list")
    cities = list(sources.cities())
    units = sources.units()
    countries, alpha3 = _country_rows()
    progress("joining cities to first-order units")
    joined = _joins(cities, units)
    progress("writing places and names")
    rows: list[_Row] = list(countries)
    rows += _unit_rows(cities, units, joined, alpha3, {row.country: row.radius_km or 0.0 for row in rows})
    rows += _county_rows(units)
    rows += _lower_rows(cities, units, joined, alpha3)
    rows += _region_rows(regions)
    rows += _supplement_rows(places, units)
    towns = list(_city_rows(cities, joined, alpha3))
    _mark_former(towns)
    rows += towns
    _insert(connection, rows, FIRST_OWN_ID)
    connection.executescript(_INDEXES)
    codes = {(city.country, city.admin1_code) for city in cities if city.admin1_code}
    meta = {
        "version": sources.version_hash(),
        "cities": str(len(cities)),
        "admin1_codes": str(len(codes)),
        "admin1_joined": str(len(joined)),
        "attribution": "Cities: GeoNames (geonames.org), CC BY 4.0. Countries and subdivisions: ISO 3166.",
    }
    connection.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta.items()))
    connection.commit()


def remove_old(path: Path) -> None:
    """Remove gazetteers beside ``path`` that no installation of today asks for, if ``path`` bears our naming.

    Files of earlier versions of packages or code go; of those that differ in the user's own files alone the
    newest ``KEPT_VARIANTS`` stay, because people work with several knowledge folders side by side. Remains of
    compilations that were killed go after an hour. What cannot be removed (open on Windows) stays.
    """
    ours = NAME.fullmatch(path.name)
    if ours is None:
        return
    variants = []
    for other in path.parent.iterdir():
        found = NAME.fullmatch(other.name)
        if found is not None and other != path:
            if found["packaged"] != ours["packaged"]:
                _remove(other)
            else:
                variants.append((other.stat().st_mtime, other))
        elif REMAINS.fullmatch(other.name) and time.time() - other.stat().st_mtime > 3600:
            _remove(other)
    for _, other in sorted(variants, reverse=True)[KEPT_VARIANTS:]:
        _remove(other)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def build(path: Path, progress: Callable[[str], None] = lambda _: None) -> Path:
    """Compile the gazetteer into ``path``, replacing what is there only when the new file is whole.

    Raises:
        KnowledgeError: the folder cannot be written, or a source is missing or damaged.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise KnowledgeError(
            f"Cannot write the gazetteer to {path.parent}: {error.strerror or error}. "
            "Set TOCSIN_GAZETTEER to a writable folder, or to a gazetteer file that was built elsewhere "
            "with 'tocsin gazetteer build'."
        ) from error
    os.close(handle)
    temporary = Path(name)
    progress(FIRST_WORDS)
    try:
        connection = sqlite3.connect(temporary)
        try:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;")
            compile_into(connection, progress)
        finally:
            connection.close()
        temporary.chmod(0o644)
        os.replace(temporary, path)
        remove_old(path)
    except (OSError, sqlite3.Error) as error:
        raise KnowledgeError(
            f"Could not compile the gazetteer into {path}: {error}. Free some 100 MB there, or set "
            "TOCSIN_GAZETTEER to another folder."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path
