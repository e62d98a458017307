"""Administrative units as areas, with the days between which they were valid (``TOCSIN_KNOWLEDGE/boundaries/``).

Countries redraw their units: Mali had 8 regions, then 10, then 19. "The first attack in region R" means nothing
without the set of boundaries it speaks of (CODEBOOK section 5). A set is the units of one level of one country; it is a
GeoJSON file with its own facts under the key ``tocsin``, made by ``boundaries_import``. None is packaged: the gazetteer
gives a place one unit for all times.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import cos, hypot, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.knowledge.files import overlay_path
from tocsin.model.errors import KnowledgeError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FOLDER = "boundaries"
LEVELS = (1, 2, 3)
COAST_KM = 5.0
"""Outlines are drawn coarsely: a town on a shore or a border may lie this far outside every unit and still belong to
the nearest (Tocsin's choice)."""
_KM_A_DEGREE = 111.2
_CURE = "take them out with `tocsin boundaries remove {}` and import them anew"


@dataclass(frozen=True, slots=True)
class About:
    """What a set is: ``valid_from`` and ``valid_to`` are its first and last day, ``None`` for no known bound."""

    id: str
    country: str  # ISO 3166-1 alpha-3
    level: int
    source: str
    valid_from: date | None
    valid_to: date | None
    units: int

    def holds_on(self, day: date | None) -> bool:
        """Whether it was valid on a day; ``None``: whether it is the present one, as far as its dates say."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, other: "About") -> bool:
        """Whether both say something about one country, level and day."""
        apart = (self.valid_to is not None and other.valid_from is not None and self.valid_to < other.valid_from) or (
            other.valid_to is not None and self.valid_from is not None and other.valid_to < self.valid_from
        )
        return self.country == other.country and self.level == other.level and not apart

    def period(self) -> str:
        """Its days in words."""
        if self.valid_from is None and self.valid_to is None:
            return "for all days"
        first = f"from {self.valid_from}" if self.valid_from is not None else ""
        last = f"until {self.valid_to}" if self.valid_to is not None else ""
        return " ".join(part for part in (first, last) if part)


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit, its code in its set, and the set it belongs to."""

    name: str
    code: str | None
    about: About


class _Areas:
    """The units of a set with their outlines, read when first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def read(self) -> tuple[list[Unit], Any]:
        """The units, and a tree of their outlines. Raises KnowledgeError when the file is damaged."""
        from shapely import STRtree
        from shapely.geometry import shape

        content = _content(self._path)
        about = _about(content, self._path)
        try:
            units = [Unit(f["properties"]["name"], f["properties"].get("code"), about) for f in content["features"]]
            shapes = [shape(f["geometry"]) for f in content["features"]]
        except (KeyError, TypeError, ValueError) as error:
            raise KnowledgeError(
                f"The boundaries {self._path} are damaged ({error}); {_CURE.format(self._path.stem)}."
            ) from error
        return units, STRtree(shapes)

    def at(self, latitude: float, longitude: float) -> Unit | None:
        """The unit that a point lies in, of several the first; else the nearest within ``COAST_KM``."""
        from shapely.geometry import Point

        units, tree = self.read
        point = Point(longitude, latitude)
        inside = sorted(int(k) for k in tree.query(point, predicate="intersects"))
        if inside:
            return units[inside[0]]
        nearest = tree.nearest(point)
        if nearest is None:
            return None
        return (
            units[int(nearest)] if _apart_km(tree.geometries[int(nearest)], latitude, longitude) <= COAST_KM else None
        )


def _apart_km(outline: "BaseGeometry", latitude: float, longitude: float) -> float:
    """Distance of a point from an outline, by the flat earth around the point: good for a few kilometres."""
    from shapely.geometry import Point
    from shapely.ops import nearest_points

    near = nearest_points(outline, Point(longitude, latitude))[0]
    east = (near.x - longitude) * cos(radians(latitude))
    return hypot(east, near.y - latitude) * _KM_A_DEGREE


class Boundaries:
    """All sets of the user's folder."""

    def __init__(self, sets: Sequence[tuple[About, Path]]) -> None:
        self.sets = tuple(about for about, _ in sets)
        self._areas = {about.id: _Areas(path) for about, path in sets}

    @classmethod
    def open(cls) -> "Boundaries":
        """The sets there are; none without a folder.

        Raises:
            KnowledgeError: a file in the folder is no set of boundaries.
        """
        return cls([(about_file(path), path) for path in files()])

    def at(self, latitude: float, longitude: float, country: str, day: date | None) -> dict[int, Unit]:
        """The units of a country that a point lay in on a day (``None``: lies in now), by level 1 to 3; a level without
        a set that was valid then is missing.

        Raises:
            KnowledgeError: a set is damaged.
        """
        found = {}
        for about in self.sets:
            if about.country == country and about.level not in found and about.holds_on(day):
                unit = self._areas[about.id].at(latitude, longitude)
                if unit is not None:
                    found[about.level] = unit
        return dict(sorted(found.items()))

    def check(self) -> int:
        """The number of units, all of them read. Raises KnowledgeError when a set is damaged."""
        return sum(len(areas.read[0]) for areas in self._areas.values())


def folder() -> Path | None:
    """Where sets lie; ``None`` when there is no folder of one's own. Raises KnowledgeError as ``overlay_path``."""
    own = overlay_path()
    return own / FOLDER if own is not None else None


def files() -> Iterator[Path]:
    """The files of all sets, by name."""
    where = folder()
    yield from sorted(where.glob("*.json")) if where is not None and where.is_dir() else ()


def about_file(path: Path) -> About:
    """What the set in a file is. Raises KnowledgeError as ``Boundaries.open``."""
    return _about(_content(path), path)


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise KnowledgeError(f"The boundaries {path} cannot be read ({error}); {_CURE.format(path.stem)}.") from error
    if not isinstance(content, dict) or "tocsin" not in content:
        raise KnowledgeError(
            f"{path} was not made by `tocsin boundaries import`: move it out of the folder, and import it from there."
        )
    return content


def _about(content: dict[str, Any], path: Path) -> About:
    said = content["tocsin"]
    try:
        first, last = (date.fromisoformat(said[k]) if said[k] else None for k in ("valid_from", "valid_to"))
        return About(
            path.stem, said["country"], said["level"], said["source"], first, last, len(content["features"])
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(f"The boundaries {path} are damaged ({error}); {_CURE.format(path.stem)}.") from error
