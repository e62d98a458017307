"""Countries as areas: in which one a point lies, where two border on each other, where the north of one is.

The outlines are Natural Earth's, drawn coarsely (``data/outlines/README.md``): true to some five kilometres. What is
asked of them here is never finer than that. Shapes are cut and measured on a flat map of kilometres around the place in
question, which is good for the size of a country.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import combinations
from math import cos, hypot, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.knowledge.countries import Countries
from tocsin.knowledge.files import data_path
from tocsin.model.errors import KnowledgeError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

COAST_KM = 10.0
"""A point this far outside every outline still belongs to the nearest country: coasts are drawn coarsely."""
FINEST_KM = 10.0
"""No area that is made of outlines has a smaller radius."""
TRIPLE_KM = 100.0
"""Radius of "the area where A, B and C meet" (Tocsin's choice)."""
ASIDE_KM = 50.0
"""How far from a border its area may lie and still narrow it: "near the border with Niger in X"."""
ASTRAY_KM = 50.0
"""A point this far outside the country it is said to be in is an error: outlines are coarse, islands are left out."""
_INLAND_KM = 5.0  # a point "on the Malian side" is moved this far off the line
_NEAR_SHARE, _NEAR_KM = 0.03, 3000.0  # of a country: islands smaller or further off count for none of its parts
_KM_A_DEGREE = 111.2
# Shares of a country's extent (Tocsin's choice): what lies beyond for its north, for its northwest; what its centre is.
_HALF, _CORNER, _MIDDLE = 0.5, 0.6, (0.25, 0.75)
_TURNS = {"northeast": 45.0, "northwest": -45.0, "southeast": 135.0, "southwest": -135.0}
"""Degrees (anticlockwise) by which a map is turned until the direction points north."""
# Regions that the outlines keep apart although ISO 3166-1 does not.
_BELONGING = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A point (degrees) with the radius (km) of a circle around it."""

    latitude: float
    longitude: float
    radius_km: float


class Outlines:
    """The outlines of all countries, read when first asked for."""

    def __init__(self, countries: Countries, path: Path | None = None) -> None:
        self._codes = {country.numeric: country.alpha3 for country in countries.all() if country.numeric}
        self._path = path or data_path("outlines", "countries.topo.json")
        self.part = lru_cache(maxsize=256)(self._part)
        self.border = lru_cache(maxsize=256)(self._border)

    @cached_property
    def _read(self) -> tuple[list[Any], dict[str, list[list[list[int]]]]]:
        """Lines (arrays of longitude and latitude) and, by alpha-3 code, rings of signed numbers of lines."""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            scale, shift = (np.array(content["transform"][key]) for key in ("scale", "translate"))
            arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in content["arcs"]]
            rings: dict[str, list[list[list[int]]]] = {}
            for shape in content["objects"]["countries"]["geometries"]:
                code = self._codes.get(int(shape.get("id") or 0)) or _BELONGING.get(shape["properties"]["n"])
                if code is not None:
                    areas = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
                    rings.setdefault(code, []).extend(areas)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KnowledgeError(f"The outlines {self._path} are damaged ({error}); install Tocsin anew.") from error
        return arcs, rings

    @cached_property
    def _areas(self) -> tuple[list[str], Any]:
        """Codes of countries and a tree of their areas, in parallel."""
        from shapely import MultiPolygon, Polygon, STRtree, make_valid

        arcs, rings = self._read
        codes = sorted(rings)
        shapes = []
        for code in codes:
            parts = [[_closed(arcs, ring) for ring in area] for area in rings[code]]
            shapes.append(make_valid(MultiPolygon([Polygon(outer, holes) for outer, *holes in parts])))
        return codes, STRtree(shapes)

    def _area(self, country: str) -> "BaseGeometry | None":
        codes, tree = self._areas
        return tree.geometries[codes.index(country)] if country in codes else None

    def country_at(self, latitude: float, longitude: float) -> str | None:
        """Alpha-3 code of the country a point lies in, or lies at most ``COAST_KM`` off; ``None`` at sea."""
        from shapely.geometry import Point as Spot

        codes, tree = self._areas
        spot = Spot(longitude, latitude)
        inside = sorted(int(k) for k in tree.query(spot, predicate="intersects"))
        if inside:
            return codes[inside[0]]
        nearest = int(tree.nearest(spot))
        return codes[nearest] if _apart_km(tree.geometries[nearest], spot) <= COAST_KM else None

    def away_km(self, latitude: float, longitude: float, country: str) -> float | None:
        """How far outside a country a point lies, 0 inside; ``None`` for a country without an outline."""
        from shapely.geometry import Point as Spot

        area = self._area(country)
        return None if area is None else _apart_km(area, Spot(longitude, latitude))

    def neighbours(self, country: str) -> frozenset[str]:
        """The countries that share a line with one."""
        return frozenset(other for other in self._read[1] if other != country and self._shared(country, other))

    def _shared(self, one: str, other: str) -> list[Any]:
        """The lines that bound both countries."""
        arcs, rings = self._read
        numbers = _numbers(rings.get(one, ())) & _numbers(rings.get(other, ()))
        return [arcs[k] for k in sorted(numbers)]

    def _border(self, one: str, other: str, near: Circle | None = None, side: str | None = None) -> Circle | None:
        """The border of two countries, as far as it lies at ``near``; the point on the ``side`` of one of them.

        ``None`` when they have none, or none at ``near``.
        """
        from shapely import MultiLineString, Point
        from shapely.ops import nearest_points

        lines = self._shared(one, other)
        if not lines:
            return None
        middle = (near.latitude, near.longitude) if near is not None else _middle(lines)
        line: BaseGeometry = MultiLineString([_flat(arc, middle) for arc in lines])
        if near is not None:
            reach = near.radius_km + ASIDE_KM
            line = _cut(line, Point(0.0, 0.0).buffer(max(near.radius_km, FINEST_KM)), reach)
        if line.is_empty:
            return None
        spot = nearest_points(line, line.centroid)[0]
        radius = max(hypot(x - spot.x, y - spot.y) for x, y in _points(line))
        if side is not None:
            spot = self._inland(spot, side, middle)
        return _circle(spot, radius, middle)

    def _inland(self, spot: Any, country: str, middle: Point) -> Any:
        """The point of a country nearest to one on its border that is well inside it."""
        from shapely.ops import nearest_points

        area = self._area(country)
        if area is None:
            return spot
        around = spot.buffer(20 * _INLAND_KM)
        inner = _flat_area(area, middle).intersection(around).buffer(-_INLAND_KM)
        return spot if inner.is_empty else nearest_points(inner, spot)[0]

    def meeting(self, countries: Sequence[str]) -> Circle | None:
        """Where three countries meet: the point at which lines of all of them end; ``None`` where there is none."""
        ends = []
        for one, other in combinations(countries, 2):
            ends.append({tuple(point) for line in self._shared(one, other) for point in (line[0], line[-1])})
        common = sorted(set.intersection(*ends)) if ends else []
        if not common:
            return None
        longitude, latitude = common[0]
        return Circle(round(float(latitude), 4), round(float(longitude), 4), TRIPLE_KM)

    def _part(self, country: str, part: str) -> Circle | None:
        """The north, southeast, centre … of a country: the middle of that part of its mainland, with the circle that
        holds all of it. ``None`` for a part that is no direction, and for a country without an outline."""
        from shapely import MultiPolygon, box
        from shapely.affinity import rotate

        area = self._area(country)
        if area is None:
            return None
        shapes = sorted(getattr(area, "geoms", [area]), key=lambda shape: -shape.area)
        shapes = [s for s in shapes if s.geom_type == "Polygon"]
        heart = shapes[0].centroid
        middle = (heart.y, heart.x)
        kept = [
            s
            for s in shapes
            if s.area >= _NEAR_SHARE * shapes[0].area and _apart_km(s.centroid, heart) <= _NEAR_KM
        ]  # fmt: skip
        flat = _flat_area(MultiPolygon(kept), middle)
        turn = _TURNS.get(part, 0.0)
        turned = rotate(flat, turn, origin=(0.0, 0.0))
        frame = _frame("north" if turn else part, turned.bounds, _CORNER if turn else _HALF)
        cut = turned.intersection(box(*frame)) if frame is not None else None
        if cut is None or cut.is_empty:
            return None
        cut = rotate(cut, -turn, origin=(0.0, 0.0))
        spot = cut.centroid if cut.contains(cut.centroid) else cut.representative_point()
        return _circle(spot, max(hypot(x - spot.x, y - spot.y) for x, y in _points(cut)), middle)


@cache
def packaged() -> Outlines:
    """The packaged outlines."""
    return Outlines(Countries.open())


def outside_of(latitude: float, longitude: float, country: str) -> str | None:
    """Why a point cannot be in a country (alpha-3): it lies more than ``ASTRAY_KM`` outside; ``None`` when it can, also
    for a country without an outline, and for one that a small island may belong to (a point at sea, up to 1,000 km)."""
    away = packaged().away_km(latitude, longitude, country)
    if away is None or away <= ASTRAY_KM:
        return None
    home = packaged().country_at(latitude, longitude)
    if home is None and away <= 20 * ASTRAY_KM:
        return None
    where = f"in {home}" if home is not None else "at sea"
    return f"the point {latitude:g}, {longitude:g} lies {where}, {away:.0f} km outside {country}"


def _frame(
    part: str, bounds: tuple[float, float, float, float], share: float
) -> tuple[float, float, float, float] | None:
    """The box that cuts a part out of an extent."""
    west, south, east, north = bounds
    wide, high = east - west, north - south
    if part == "centre":
        low, top = _MIDDLE
        return west + low * wide, south + low * high, west + top * wide, south + top * high
    if part not in ("north", "south", "east", "west"):
        return None
    left = west + share * wide if part == "east" else west
    right = east - share * wide if part == "west" else east
    bottom = south + share * high if part == "north" else south
    top = north - share * high if part == "south" else north
    return left, bottom, right, top


def _closed(arcs: Sequence[Any], ring: Iterable[int]) -> Any:
    """The points of a ring; a negative number is a line run backwards (TopoJSON)."""
    lines = [arcs[k] if k >= 0 else arcs[~k][::-1] for k in ring]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])


def _numbers(areas: Iterable[Iterable[Iterable[int]]]) -> set[int]:
    return {k if k >= 0 else ~k for area in areas for ring in area for k in ring}


def _middle(lines: Sequence[Any]) -> Point:
    points = np.concatenate(lines)
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    return float((south + north) / 2), float((west + east) / 2)


def _flat(points: Any, middle: Point) -> Any:
    """Degrees (longitude, latitude) as kilometres east and north of ``middle``."""
    latitude, longitude = middle
    return (points - np.array([longitude, latitude])) * _KM_A_DEGREE * np.array([cos(radians(latitude)), 1.0])


def _flat_area(area: "BaseGeometry", middle: Point) -> Any:
    from shapely import make_valid, transform

    return make_valid(transform(area, lambda points: _flat(points, middle)))


def _circle(spot: Any, radius: float, middle: Point) -> Circle:
    latitude = middle[0] + spot.y / _KM_A_DEGREE
    longitude = middle[1] + spot.x / (_KM_A_DEGREE * cos(radians(middle[0])))
    return Circle(round(latitude, 4), round(longitude, 4), round(max(radius, FINEST_KM), 1))


def _cut(line: Any, area: Any, reach: float) -> Any:
    """What of a line lies in an area; where nothing does, its stretch next to the area, if that is within ``reach`` of
    the middle (0, 0)."""
    from shapely import Point
    from shapely.ops import nearest_points

    inside = line.intersection(area)
    if not inside.is_empty:
        return inside
    spot = nearest_points(line, Point(0.0, 0.0))[0]
    return line.intersection(spot.buffer(FINEST_KM)) if hypot(spot.x, spot.y) <= reach else inside


def _points(shape: Any) -> list[Point]:
    from shapely import get_coordinates

    return [(float(x), float(y)) for x, y in get_coordinates(shape)]


def _apart_km(area: "BaseGeometry", spot: "BaseGeometry") -> float:
    """Distance of a point from an area, by the flat earth around the point."""
    from shapely.ops import nearest_points

    near = nearest_points(area, spot)[0]
    x, y = spot.coords[0]
    return hypot((near.x - x) * cos(radians(y)), near.y - y) * _KM_A_DEGREE
