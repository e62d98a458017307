"""Sets of administrative units from files of others: GeoJSON of geoBoundaries, of OCHA's common operational datasets
(COD-AB), or any other with the name of the field that names the units.

Field names: geoBoundaries ``shapeName``, ``shapeISO``, ``shapeGroup``, ``shapeType``; COD-AB ``ADM1_FR``,
``ADM1_PCODE``, ``ADM0_PCODE``, ``validOn``, ``validTo``, or in small letters ``adm1_name``, ``adm1_pcode``, ``iso3``,
``valid_on``, ``valid_to``.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pycountry

from tocsin.knowledge.boundaries import LEVELS, About, about_file, files, folder
from tocsin.model.errors import KnowledgeError, UsageError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SIMPLER = 0.001
"""Degrees (some 100 m) by which outlines may be drawn more simply: maps for print hold a hundred times the points that
telling a town's unit needs (Tocsin's choice)."""
_CODE = re.compile(r"adm(\d)_pcode", re.IGNORECASE)
_KIND = re.compile(r"adm(\d)", re.IGNORECASE)
_NO_DAY = ("", "-99", "0000-00-00", "None", "null")
"""What map makers write for "no day"."""
_LANGUAGES = ("EN", "FR", "ES", "PT", "AR")
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
_EAST, _NORTH = 180.0, 90.0  # degrees


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says of a file; what is ``None`` the file must say itself."""

    country: str | None = None  # ISO 3166-1 alpha-3
    level: int | None = None
    source: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    name_field: str | None = None
    code_field: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A set with what was left out and what was mended, a sentence each."""

    about: About
    refused: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fields:
    """Which properties of a file name its units, give their codes, and how its set is called."""

    level: int
    name: str
    code: str | None
    source: str


def import_set(path: Path, wanted: Wanted, *, dry_run: bool = False) -> Imported:
    """Check a GeoJSON file and put its units into the user's folder as one set; ``dry_run`` only checks.

    Raises:
        KnowledgeError: the file is no GeoJSON of areas in degrees, or none of its units can be read.
        UsageError: country, level or names cannot be told; or the folder has units for some of these days.
    """
    where = folder()
    if where is None:
        raise UsageError(
            "Boundaries are kept in your own knowledge folder: make one and name it, "
            "for example `mkdir knowledge; export TOCSIN_KNOWLEDGE=$PWD/knowledge`."
        )
    features = _features(path)
    fields = _fields(path, features, wanted)
    units, refused, notices = _units(features, fields)
    if not units:
        raise KnowledgeError(f"{path}: no unit could be read. {refused[0]}")
    first, last = _days(path, features, wanted)
    country = _country(path, features, wanted)
    name = f"{country}-adm{fields.level}-{first or (f'until-{last}' if last else 'always')}"
    about = About(name, country, fields.level, wanted.source or fields.source, first, last, len(units))
    _check_free(about)
    if first is None:
        notices.append(
            "The file does not say since when these units exist: they are taken for all earlier days. "
            "Give --valid-from where you know it."
        )
    if not dry_run:
        _write(where, about, units)
    return Imported(about, tuple(refused), tuple(notices))


def remove_set(name: str) -> None:
    """Take a set out of the user's folder, be it damaged. Raises UsageError when there is none of that name."""
    known = {path.stem: path for path in files()}
    if name not in known:
        listed = ", ".join(sorted(known)) or "none"
        raise UsageError(f"There is no set of boundaries {name!r}; there are: {listed}.")
    known[name].unlink()


# What the file says of itself


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise KnowledgeError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise KnowledgeError(
            f"{path} is no GeoJSON ({error}). Shapefiles and geodatabases must be turned into GeoJSON first, "
            "for example in QGIS: Export, Save Features As, GeoJSON, EPSG:4326."
        ) from error
    found = content.get("features") if isinstance(content, dict) else None
    if not isinstance(found, list) or not found:
        raise KnowledgeError(f"{path} is no GeoJSON FeatureCollection with units in it.")
    crs = content.get("crs")
    said = crs.get("properties") if isinstance(crs, dict) else crs
    name = str(said.get("name", "")) if isinstance(said, dict) else str(said or "")
    if name and not name.endswith(_WGS84):
        raise KnowledgeError(f"{path} is in the projection {name}; export it in degrees (WGS 84, EPSG:4326).")
    return found


def _properties(feature: object) -> Mapping[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _fields(path: Path, features: Sequence[object], wanted: Wanted) -> _Fields:
    """How the file names its units; what the user says goes before."""
    first = _properties(features[0])
    codes = {int(m[1]): key for key in first if (m := _CODE.fullmatch(key))}
    if "shapeName" in first:
        kind = _KIND.fullmatch(str(first.get("shapeType")))
        known = _Fields(int(kind[1]) if kind else 0, "shapeName", "shapeISO", "geoBoundaries")
    elif codes:
        level = wanted.level or max(codes)
        known = _Fields(level, _cod_name(first, level), codes.get(level), "OCHA COD-AB")
    else:
        known = _Fields(0, "", None, path.name)
    level, name = wanted.level or known.level, wanted.name_field or known.name
    if level not in LEVELS:
        cause = f"{level} is no level of units" if wanted.level else f"{path} does not say the level of its units"
        raise UsageError(f"{cause}: give --level 1, 2 or 3.")
    if not first:
        raise UsageError(f"{path}: its first unit has no properties, so nothing names it.")
    if name not in first:
        listed = ", ".join(sorted(first))
        said = f"has no field {name}" if name else "does not say which field names its units"
        raise UsageError(f"{path} {said}: give --name-field, one of {listed}.")
    code = wanted.code_field or known.code
    if wanted.code_field and wanted.code_field not in first:
        raise UsageError(f"{path} has no field {wanted.code_field}: --code-field must be one of {', '.join(first)}.")
    return _Fields(level, name, code, known.source)


def _cod_name(first: Mapping[str, Any], level: int) -> str:
    """The field with the names of a level, in the first language there is."""
    own = [f"ADM{level}_{language}" for language in _LANGUAGES]
    return next((key for key in (f"adm{level}_name", *own) if first.get(key)), "")


def _country(path: Path, features: Sequence[object], wanted: Wanted) -> str:
    told = {_told_country(_properties(feature)) for feature in features} - {None}
    if wanted.country is not None and told <= {wanted.country}:
        return wanted.country
    if len(told) > 1 or wanted.country is not None:
        listed = ", ".join(sorted(map(str, told)))
        if len(told) == 1:
            raise UsageError(f"{path} has units of {listed}, not of {wanted.country}.")
        raise UsageError(f"{path} has units of several countries ({listed}): one file each.")
    if not told:
        raise UsageError(f"{path} does not say which country it is of: give --country.")
    return str(told.pop())


def _told_country(said: Mapping[str, Any]) -> str | None:
    for key in ("shapeGroup", "iso3", "ADM0_PCODE", "adm0_pcode"):
        code = str(said.get(key) or "")
        found = pycountry.countries.get(alpha_3=code) or pycountry.countries.get(alpha_2=code)
        if found is not None:
            return str(found.alpha_3)
    return None


def _days(path: Path, features: Sequence[object], wanted: Wanted) -> tuple[date | None, date | None]:
    first = wanted.valid_from or _one_day(path, features, "validOn", "valid_on")
    last = wanted.valid_to or _one_day(path, features, "validTo", "valid_to")
    if first is not None and last is not None and last < first:
        raise UsageError(f"The units would end ({last}) before they begin ({first}).")
    return first, last


def _one_day(path: Path, features: Sequence[object], *keys: str) -> date | None:
    """The day that all units give under one of the keys."""
    said = {_day(path, next((p[k] for k in keys if p.get(k)), None)) for p in map(_properties, features)}
    if len(said) > 1:
        listed = ", ".join(sorted(str(day or "none") for day in said))
        raise UsageError(
            f"{path}: its units are valid at different times ({keys[0]}: {listed}). Make a file for each time, or give "
            "--valid-from and --valid-to."
        )
    return said.pop()


def _day(path: Path, value: object) -> date | None:
    if value is None or str(value).strip() in _NO_DAY:
        return None
    try:
        return date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError as error:
        raise KnowledgeError(f"{path}: {value!r} is no date; give --valid-from and --valid-to.") from error


# Units


def _units(features: Sequence[object], fields: _Fields) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """Units as GeoJSON features, with sentences on those that are left out and on those that were mended."""
    units: list[dict[str, Any]] = []
    refused: list[str] = []
    mended: list[str] = []
    for number, feature in enumerate(features, 1):
        said = _properties(feature)
        name = _plain(said.get(fields.name))
        where = f"unit {number} ({name or 'without name'})"
        try:
            outline, broken = _outline(feature)
            if not name:
                raise ValueError(f"its field {fields.name} is empty; name it")
        except ValueError as error:
            refused.append(f"{where} is left out: {error}.")
            continue
        if broken:
            mended.append(f"{where} had an outline that crosses itself; it was mended.")
        code = _plain(said.get(fields.code)) or None if fields.code else None
        units.append({"type": "Feature", "properties": {"name": name, "code": code}, "geometry": outline})
    return units, refused, mended


def _plain(value: object) -> str:
    """A name or code as one line without control characters; nothing for what is neither words nor a number."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())


def _outline(feature: object) -> tuple[dict[str, Any], bool]:
    """The simplified outline of a feature as GeoJSON, and whether it had to be mended. Raises ValueError with what is
    wrong."""
    from shapely import make_valid
    from shapely.errors import ShapelyError
    from shapely.geometry import mapping, shape

    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or not geometry.get("coordinates"):
        raise ValueError("it has no outline")
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"it is a {geometry.get('type')}, no area")
    unreadable = (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
    try:
        with np.errstate(invalid="ignore"):  # what is no number is refused below
            outline = shape(geometry)
    except unreadable as error:
        raise ValueError(f"its outline cannot be read ({error})") from error
    _check_degrees(outline)
    broken = not outline.is_valid
    sound = make_valid(outline) if broken else outline
    return dict(mapping(_areas_of(sound.simplify(SIMPLER, preserve_topology=True)))), broken


def _check_degrees(outline: "BaseGeometry") -> None:
    """Raises ValueError for coordinates that are none, and for a part wider than half the globe."""
    parts = list(getattr(outline, "geoms", (outline,)))
    for corner in (xy for part in parts for xy in part.exterior.coords):
        east, north = corner[0], corner[1]
        if not (-_EAST <= east <= _EAST and -_NORTH <= north <= _NORTH):  # nor is what is no number
            raise ValueError(f"{east:g}, {north:g} are no degrees; export the file in WGS 84 (EPSG:4326)")
    if any(not part.is_empty and part.bounds[2] - part.bounds[0] > _EAST for part in parts):
        raise ValueError("a part of it spans more than half the globe; cut it at 180 degrees")


def _areas_of(outline: "BaseGeometry") -> "BaseGeometry":
    """Its areas, without the lines and points that mending may leave."""
    from shapely.geometry import MultiPolygon

    def polygons(part: "BaseGeometry") -> Iterator["BaseGeometry"]:
        if part.geom_type == "Polygon":
            yield part
        elif hasattr(part, "geoms"):
            for inner in part.geoms:
                yield from polygons(inner)

    found = [p for p in polygons(outline) if not p.is_empty]
    if not found:
        raise ValueError("its outline encloses nothing")
    return found[0] if len(found) == 1 else MultiPolygon(found)


def _check_free(about: About) -> None:
    for other in map(about_file, files()):
        if about.overlaps(other):
            raise UsageError(
                f"{other.id} holds units of {about.country}, level {about.level}, {other.period()} already. Give "
                "days that do not overlap (--valid-from, --valid-to), or take it out: "
                f"`tocsin boundaries remove {other.id}`."
            )


def _write(where: Path, about: About, units: Sequence[Mapping[str, Any]]) -> None:
    """The set as a file, whole or not at all."""
    where.mkdir(parents=True, exist_ok=True)
    said = {
        "country": about.country,
        "level": about.level,
        "source": about.source,
        "valid_from": about.valid_from.isoformat() if about.valid_from else None,
        "valid_to": about.valid_to.isoformat() if about.valid_to else None,
    }
    target = where / f"{about.id}.json"
    unfinished = target.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8") as stream:
        json.dump({"type": "FeatureCollection", "tocsin": said, "features": list(units)}, stream, ensure_ascii=False)
    os.replace(unfinished, target)
