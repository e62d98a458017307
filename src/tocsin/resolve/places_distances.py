"""Stated distances against computed ones: "Kati, 15 km north of Bamako" (CODEBOOK 4).

They help to choose among namesakes, and what does not fit is said.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from tocsin.knowledge.gazetteer import distance_km
from tocsin.model.expressions import PlaceExpression
from tocsin.model.values import PlaceValue
from tocsin.resolve.places_bearers import Candidate
from tocsin.resolve.places_values import BEARINGS

TOLERANCE_KM, TOLERANCE_SHARE = 5.0, 0.35  # of stated distances (CODEBOOK 4)
TURNED = 75.0  # degrees by which a stated direction may be off: reporters round "southeast" to "south" or "east"
OFF = "NOT consistent"
"""In a reason: a stated distance or direction does not fit the places (flag R203)."""
_FIT = 4.0  # worth of fitting a stated distance: as much as lying in the country of which the document speaks


def measured(candidates: Sequence[Candidate], expression: PlaceExpression, anchor: PlaceValue) -> list[Candidate]:
    """Candidates with what the stated distance to ``anchor`` says of each, best first. Where it fits none it chooses
    none: reporters err, too."""
    fitting = {
        c.entry.place_id
        for c in candidates
        if c.entry.latitude is not None
        and c.entry.longitude is not None
        and _fits(c.entry.latitude, c.entry.longitude, expression, anchor)
    }
    if not fitting or len(candidates) == 1:
        return list(candidates)
    reason = f"as far from {anchor.name} as the text says"
    weighed = [
        replace(c, worth=c.worth + _FIT, because=(*c.because, reason))
        if c.entry.place_id in fitting
        else replace(c, worth=c.worth - _FIT)
        for c in candidates
    ]
    return sorted(weighed, key=lambda c: (-c.worth, -c.entry.importance, c.entry.place_id))


def distance_note(value: PlaceValue, expression: PlaceExpression, anchor: PlaceValue) -> tuple[str, ...]:
    """Stated and computed distance and direction, and whether they agree; empty for what is no point."""
    if value.latitude is None or value.longitude is None or value.precision > 2 or expression.distance_km is None:
        return ()
    if anchor.latitude is None or anchor.longitude is None:
        return ()
    computed = distance_km(value.latitude, value.longitude, anchor.latitude, anchor.longitude)
    verdict = "consistent" if _fits(value.latitude, value.longitude, expression, anchor) else OFF
    stated = f" {expression.bearing}" if expression.bearing else ""
    found = f" {compass(_direction(anchor, value.latitude, value.longitude))}" if expression.bearing else ""
    return (
        f"{expression.distance_km:g} km{stated} of {anchor.name} stated, {computed:.1f} km{found} computed: {verdict}",
    )


def _fits(latitude: float, longitude: float, expression: PlaceExpression, anchor: PlaceValue) -> bool:
    assert anchor.latitude is not None and anchor.longitude is not None  # noqa: PT018
    stated = expression.distance_km or 0.0
    computed = distance_km(latitude, longitude, anchor.latitude, anchor.longitude)
    if abs(computed - stated) > max(TOLERANCE_KM, TOLERANCE_SHARE * stated):
        return False
    if expression.bearing is None or computed < TOLERANCE_KM:
        return True
    off = abs(_direction(anchor, latitude, longitude) - BEARINGS[expression.bearing]) % 360
    return min(off, 360 - off) <= TURNED


def _direction(anchor: PlaceValue, latitude: float, longitude: float) -> float:
    """Degrees clockwise from north in which a point lies, seen from the anchor."""
    north = latitude - (anchor.latitude or 0.0)
    east = (longitude - (anchor.longitude or 0.0)) * math.cos(math.radians(latitude))
    return math.degrees(math.atan2(east, north)) % 360


def compass(degrees: float) -> str:
    """The nearest of the eight points of the compass."""
    return min(BEARINGS, key=lambda point: min(abs(degrees - BEARINGS[point]), 360 - abs(degrees - BEARINGS[point])))
