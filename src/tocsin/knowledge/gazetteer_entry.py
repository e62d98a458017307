"""A place of the gazetteer as the rest of Tocsin sees it, and how it is read from a row of either file."""

import json
from dataclasses import dataclass
from typing import Any

MAIN, ALTERNATE, FORMER = 0, 1, 2
"""How a name belongs to its place, as kept in both files."""
MATCHED = {MAIN: "name", ALTERNATE: "alternate", FORMER: "former"}
_SHARED = (
    "p.id, p.place_id, p.name, p.country, p.countries, p.admin1, p.admin1_code, p.kind, p.latitude, "
    "p.longitude, p.population, p.radius_km, p.verified, p.estimated, p.importance, p.note"
)
PACKAGED_COLUMNS = f"{_SHARED}, NULL, NULL"
IMPORTED_COLUMNS = f"{_SHARED}, p.admin2, p.feature"


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A place under one of its names.

    ``kind`` is city, village, site, admin1, admin2, admin3, country, region or feature. ``matched`` tells how the name
    asked for relates to it: ``name`` (a main name), ``alternate``, ``former`` (a name of the past), ``variant`` (with
    or without an article, "St"/"Saint"), ``spelling`` (another rendering of the same sounds), ``fuzzy`` or
    ``transliteration`` (by the letters of a name in another script).
    ``estimated`` marks points computed from member towns; ``verified`` is false for entries that rest on the project's
    own knowledge alone. Countries have no point. ``admin2`` and ``feature`` (GeoNames' code) are known of imported
    places only.
    """

    place_id: str
    name: str
    country: str | None  # ISO alpha-3; None for what lies in several countries or at sea
    countries: tuple[str, ...]
    admin1: str | None
    kind: str
    latitude: float | None
    longitude: float | None
    population: int | None
    radius_km: float | None
    verified: bool
    matched: str = "name"
    importance: float = 0.0
    admin1_code: str | None = None
    estimated: bool = False
    note: str | None = None
    admin2: str | None = None
    feature: str | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """ISO 3166-2 codes a vernacular region is said to consist of."""
        if self.note is None or not self.place_id.startswith("region:"):
            return ()
        return tuple(json.loads(self.note)["units"])

    @property
    def own(self) -> bool:
        """Whether it stands in a file of the user's own."""
        return self.note is not None and "your own file" in self.note

    def lies_in(self, country: str) -> bool:
        """Whether the place is in the country (alpha-3), or reaches into it."""
        return country == self.country or country in self.countries


def entry_of(row: tuple[Any, ...], matched: str = "name") -> GazetteerEntry:
    """The entry of a row of ``PACKAGED_COLUMNS`` or ``IMPORTED_COLUMNS``."""
    (number, place_id, name, country, countries, admin1, code, kind, latitude, longitude, population, radius,
     verified, estimated, importance, note, admin2, feature) = row  # fmt: skip
    return GazetteerEntry(
        place_id or f"geonames:{number}",
        name,
        country,
        tuple(countries.split(";")) if countries else ((country,) if country else ()),
        admin1,
        kind,
        latitude,
        longitude,
        population,
        radius,
        bool(verified),
        matched,
        importance,
        code,
        bool(estimated),
        note,
        admin2,
        feature,
    )
