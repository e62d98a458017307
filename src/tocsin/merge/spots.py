"""Where and when of a telling, cheap to read and to compare: what tells most pairs apart before all else is asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tocsin.merge.across import is_loose
from tocsin.merge.relations import FAR_KM, great_circle_km
from tocsin.merge.tellings import Telling

_FAR_DEGREES = 2.0
"""Of latitude: 222 km, more than ``FAR_KM``."""


@dataclass(frozen=True, slots=True)
class Spot:
    """``first``, ``last``: a telling's time in days (ordinals), where its day is its own to go by; ``latitude``,
    ``longitude`` of its town or small area (precision 1 or 2), where these are known."""

    first: int | None = None
    last: int = 0
    latitude: float | None = None
    longitude: float = 0.0

    @classmethod
    def of(cls, telling: Telling) -> "Spot":
        """The spot of a telling."""
        day = None if is_loose(telling) else telling.day
        first, last = (None, 0) if day is None else (day.start.toordinal(), day.end.toordinal())
        place = telling.place
        if place is None or place.precision > 2 or place.latitude is None or place.longitude is None:
            return cls(first, last)
        return cls(first, last, place.latitude, place.longitude)

    @classmethod
    def written(cls, body: str) -> "Spot":
        """The spot of a telling as ``gathering.written`` wrote it, without making the telling."""
        plain: Mapping[str, Any] = json.loads(body)
        day = None if plain["refers_back"] else plain["day"]
        first, last = (None, 0) if day is None else (_ordinal(day["start"]), _ordinal(day["end"]))
        place = plain["place"] or {"precision": 5}
        latitude, longitude = place.get("latitude"), place.get("longitude")
        if place["precision"] > 2 or latitude is None or longitude is None:
            return cls(first, last)
        return cls(first, last, latitude, longitude)

    def is_apart(self, other: "Spot") -> bool:
        """Whether ``compare`` would surely tell the two apart by their days (two days or more between firm ones), or as
        towns far from each other."""
        dated = self.first is not None and other.first is not None
        if dated and max(self.first or 0, other.first or 0) > min(self.last, other.last) + 1:
            return True
        if self.latitude is None or other.latitude is None:
            return False
        if abs(self.latitude - other.latitude) > _FAR_DEGREES:
            return True
        return great_circle_km(self.latitude, self.longitude, other.latitude, other.longitude) > FAR_KM


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
