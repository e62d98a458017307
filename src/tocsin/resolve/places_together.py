"""The names of a document read together: which of its many readings a name has is told by the other names.

Each reading of a name (an entry of the gazetteer) has a worth of its own: fame and country. Twice, every reading gains
by what the readings of the other names, as likely as they are by then, share with it: the first-order unit, and
nearness. So two towns that are obscure each may hold each other ("Dublin" and "Worthington" in Ohio). Likelihoods are a
softmax of worths. The constants were set on LGL (``bench/places.py``), local news of the United States.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.knowledge.gazetteer import GazetteerEntry, distance_km

ROUNDS = 2
MOST = 12  # readings of a name that are weighed
SHARP = 1.7  # how much a lead in worth tells
SAME_UNIT, NEAR = 2.0, 3.0  # worth of lying in the unit of all other names; of lying at another one's point
NEAR_KM = 80.0  # scale on which nearness to other places of the document fades
LIKELY = 0.05  # a reading less likely than this gives no point
FEW = 1.5  # places: a share of so few counts half
DEGREES = 3.0  # readings further apart than this in latitude are not near

WITHOUT_POINT = ("admin1", "region", "country")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading of a name with its worth and, among the readings of the name, its likelihood (0..1)."""

    entry: GazetteerEntry
    worth: float
    likely: float


Readings = Mapping[str, Sequence[Weighed]]
"""Readings by name key, the best first."""


def weighed_together(worths: Mapping[str, Sequence[tuple[GazetteerEntry, float]]]) -> Readings:
    """Readings of all names of a document with what they gain by each other. ``worths``: by name key the entries of a
    name with their own worth."""
    own = {key: sorted(rows, key=lambda row: (-row[1], row[0].place_id))[:MOST] for key, rows in worths.items() if rows}
    found = {key: _likely(rows) for key, rows in own.items()}
    for _ in range(ROUNDS if len(own) > 1 else 0):
        units = _units(found)
        points = [(key, row.entry, row.likely) for key, rows in found.items() for row in rows if _has_point(row)]
        found = {
            key: _likely([(entry, worth + _gain(key, entry, units, points)) for entry, worth in rows])
            for key, rows in own.items()
        }
    return found


def _likely(rows: Sequence[tuple[GazetteerEntry, float]]) -> list[Weighed]:
    """The readings of one name, the best first, with their likelihoods."""
    top = max(worth for _, worth in rows)
    raw = [math.exp(SHARP * (worth - top)) for _, worth in rows]
    whole = sum(raw)
    found = [Weighed(entry, worth, share / whole) for (entry, worth), share in zip(rows, raw, strict=True)]
    return sorted(found, key=lambda row: (-row.worth, row.entry.place_id))


def _units(found: Readings) -> dict[str, dict[str, float]]:
    """How likely each name lies in each first-order unit: by unit, then by name."""
    units: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for key, rows in found.items():
        for row in rows:
            if row.entry.admin1_code:
                units[row.entry.admin1_code][key] += row.likely
    return units


def _has_point(row: Weighed) -> bool:
    return row.likely >= LIKELY and row.entry.latitude is not None and row.entry.kind not in WITHOUT_POINT


def _gain(
    key: str,
    entry: GazetteerEntry,
    units: Mapping[str, Mapping[str, float]],
    points: Sequence[tuple[str, GazetteerEntry, float]],
) -> float:
    """What a reading gains by the other names."""
    total = sum(likely for names in units.values() for name, likely in names.items() if name != key)
    here = sum(likely for name, likely in units.get(entry.admin1_code or "", {}).items() if name != key)
    gain = SAME_UNIT * here / (total + FEW)
    if entry.latitude is not None and entry.kind not in WITHOUT_POINT:
        others = ((p.latitude, p.longitude, likely) for name, p, likely in points if name != key)
        gain += NEAR * nearness(entry, others)
    return gain


def nearness(entry: GazetteerEntry, points: Iterable[tuple[float | None, float | None, float]]) -> float:
    """How near an entry lies to the likeliest and nearest of points (latitude, longitude, likelihood), 0..1."""
    best = 0.0
    for latitude, longitude, likely in points:
        if likely <= best or latitude is None or longitude is None or entry.latitude is None or entry.longitude is None:
            continue
        if abs(latitude - entry.latitude) <= DEGREES:
            away = distance_km(entry.latitude, entry.longitude, latitude, longitude)
            best = max(best, likely * math.exp(-away / NEAR_KM))
    return best
