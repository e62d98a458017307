"""One row of a gazetteer that somebody imports, from whatever file, and why a row is refused.

The readers (``gazetteer_dump``, ``gazetteer_tables``) turn lines into ``PlaceRow``, ``NameRow`` or ``BadRow``;
``gazetteer_import`` writes them.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.gazetteer_build import ADMIN2_MALUS, ADMIN_MALUS
from tocsin.knowledge.gazetteer_keys import place_key
from tocsin.model.errors import KnowledgeError

KINDS = ("city", "village", "site", "admin1", "admin2", "admin3", "region", "feature")
_UNIT_WORDS = (
    "region|province|provinces|state|district|districts|departement|department|cercle|commune|communes|county|governorate"
    "|municipality|oblast|raion|rayon|wilaya|sub prefecture|prefecture|parish|territory|arrondissement|woreda|zone"
    "|local government area|lga"
)
_LEADING = re.compile(rf"^(?:{_UNIT_WORDS})(?: of| de| du| des)?(?: the| la| le| les| l)? (?=\w\w)")
_TRAILING = re.compile(rf" (?:{_UNIT_WORDS})$")
_SHOWN = re.compile(
    rf"(?i)^(?:région|département|{_UNIT_WORDS}) (?:(?:of|de|du|des)(?: the| la| le| les)? |d['’]|de l['’])(?=\w)"
    rf"| (?:{_UNIT_WORDS})$"
)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is refused: where it stands (line, from 1; of a GeoJSON file its feature) and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, {'feature' if self.file.endswith('json') else 'line'} {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place to import.

    ``number`` is the GeoNames id, ``None`` for rows of the user's own, which have ``place_id``. ``country`` is
    ISO alpha-3. ``unit`` is GeoNames' code of the first-level unit ("ML.04"), ``unit2`` of the second-level one
    ("ML.04.7670549"); own rows give ``admin1_code`` (ISO 3166-2) and ``admin2`` (a name) instead. ``names`` are
    all spellings, the main one first.
    """

    number: int | None
    place_id: str | None
    name: str
    names: tuple[str, ...]
    country: str | None
    kind: str
    latitude: float
    longitude: float
    importance: float
    radius_km: float | None
    population: int | None = None
    unit: str | None = None
    unit2: str | None = None
    admin1_code: str | None = None
    admin2: str | None = None
    feature: str | None = None
    verified: bool = True
    note: str | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameRow:
    """A further name of a place by its GeoNames id. ``former``: a name of the past."""

    number: int
    name: str
    language: str | None
    former: bool


@dataclass(frozen=True, slots=True)
class Feature:
    """What ``features.yml`` says of a GeoNames feature code."""

    kind: str
    worth: float
    radius_km: float


@cache
def features() -> Mapping[str, Feature]:
    """Feature codes (and classes, one letter) that are taken.

    Raises:
        KnowledgeError: ``features.yml`` is damaged; names the code.
    """
    path = data_path("gazetteer", "features.yml")
    found = {}
    for code, entry in read_yaml(path).items():
        if not isinstance(entry, dict) or set(entry) != {"kind", "worth", "radius_km"} or entry["kind"] not in KINDS:
            raise KnowledgeError(
                f"{path}, {code}: it must be {{kind, worth, radius_km}}, kind one of {', '.join(KINDS)}."
            )
        found[str(code)] = Feature(entry["kind"], float(entry["worth"]), float(entry["radius_km"]))
    return found


def point_of(latitude: Any, longitude: Any) -> tuple[float, float] | str:
    """The point two values state (decimal point or comma), or the reason why there is none."""
    try:
        lat, lon = (float(str(value).strip().replace(",", ".")) for value in (latitude, longitude))
    except ValueError:
        return f"latitude {latitude!r} and longitude {longitude!r} are not two numbers in degrees"
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return f"latitude {latitude!r} and longitude {longitude!r} are not two numbers in degrees"
    if not -90 <= lat <= 90:
        swapped = " (latitude and longitude may have changed places)" if abs(lat) <= 180 and abs(lon) <= 90 else ""
        return f"there is no latitude {lat:g}: it must lie between -90 and 90{swapped}"
    if not -180 <= lon <= 180:
        return f"there is no longitude {lon:g}: it must lie between -180 and 180"
    if lat == 0 and lon == 0:
        return "the point 0, 0 lies in the open sea and mostly stands for 'unknown'; give a point, or leave the row out"
    return lat, lon


def importance_of(population: int | None, feature: Feature) -> float:
    """Place in the order of namesakes: the logarithm of inhabitants (of a unit less, so that its seat goes before a
    unit of like size), at least what its kind is worth."""
    malus = {"admin1": ADMIN_MALUS, "admin2": ADMIN2_MALUS, "admin3": ADMIN2_MALUS}.get(feature.kind, 0.0)
    return max(math.log10((population or 0) + 1) - malus, feature.worth)


def bare_unit(name: str) -> str:
    """Key of a unit's name without its unit word: "Douentza Cercle" -> ``douentza``, "Region de Gao" -> ``gao``."""
    key = place_key(name)
    return _TRAILING.sub("", _LEADING.sub("", key)) or key


def plain_unit(name: str) -> str:
    """A unit's name as it is shown, without its unit word: "Douentza Cercle", "Cercle de Douentza" -> "Douentza"."""
    return _SHOWN.sub("", name) or name
