"""The supplement against an independent gazetteer, where its dumps are at hand (TOCSIN_SHARED)."""

import os
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

import pytest

from tocsin.knowledge import gazetteer_dump, gazetteer_sources
from tocsin.knowledge.gazetteer import distance_km
from tocsin.knowledge.gazetteer_keys import place_key
from tocsin.knowledge.gazetteer_rows import PlaceRow

DUMPS = Path(os.environ.get("TOCSIN_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "geonames_sahel"
FILES = [path for path in (DUMPS / "ML.txt", *sorted(DUMPS.glob("data/*.txt"))) if path.is_file()]
needs_dumps = pytest.mark.skipif(not FILES, reason=f"no GeoNames dumps in {DUMPS} (set TOCSIN_SHARED)")


@pytest.fixture(scope="module")
def dumped() -> dict[tuple[str | None, str], list[tuple[float, float]]]:
    """Points of every name in the dumps, by country and key."""
    found: dict[tuple[str | None, str], list[tuple[float, float]]] = defaultdict(list)
    for path in FILES:
        for _, row in gazetteer_dump.places(path, frozenset("PSLHT"), Counter()):
            if isinstance(row, PlaceRow):
                for key in {place_key(name) for name in row.names}:
                    found[row.country, key].append((row.latitude, row.longitude))
    return found


def away_km(row: list, dumped: dict[tuple[str | None, str], list[tuple[float, float]]]) -> float | None:  # type: ignore[type-arg]
    """Distance to the nearest place of one of the entry's names; ``None`` when the dumps have none."""
    name, country, _, latitude, longitude, _, others, *_ = row
    points = [p for n in (name, *others) for p in dumped.get((country, place_key(n)), [])]
    return min((distance_km(latitude, longitude, *point) for point in points), default=None)


@needs_dumps
def test_verified_points_hold_and_only_what_could_be_compared_is_verified(
    dumped: dict[tuple[str | None, str], list[tuple[float, float]]],
) -> None:
    verified = [row for row in gazetteer_sources.own_file("supplement.yml") if row[7]]
    away = {row[0]: away_km(row, dumped) for row in verified}
    assert not [name for name, km in away.items() if km is None], "verified, and in no dump"
    known = [km for km in away.values() if km is not None]
    assert len(known) >= 40
    assert median(known) <= 5.0
    assert max(known) <= 25.0


@needs_dumps
def test_no_unverified_point_contradicts_the_dumps(
    dumped: dict[tuple[str | None, str], list[tuple[float, float]]],
) -> None:
    rows = [row for row in gazetteer_sources.own_file("supplement.yml") if not row[7] and row[3] is not None]
    far = {row[0]: km for row in rows if (km := away_km(row, dumped)) is not None and km > 25.0}
    assert not far
