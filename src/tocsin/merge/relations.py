"""How two values relate: two places, two times, two actors. Each gives one word, never a bare number."""

from collections.abc import Mapping
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from tocsin.model.text import name_key
from tocsin.model.values import ActorValue, DateValue, PlaceValue

_EARTH_KM = 6371.0088  # mean radius (IUGG)
FAR_KM = 200.0  # no small area (precision 2) reaches so far
_NEAR_TOWN_KM = 15.0  # default reach of a place of precision 2, "near" a town or a small area


class PlaceRelated(StrEnum):
    """How two places relate."""

    SAME = "same place"
    SAME_AREA = "same area"
    NEAR = "places close to each other"
    INSIDE = "one place holds the other"
    DOUBTFUL = "a place that could not be found"
    DIFFERENT = "different places"
    UNKNOWN = "place unknown"


class DateRelated(StrEnum):
    """How two times relate."""

    SAME = "same day"
    OVERLAP = "overlapping times"
    DAY_APART = "one day apart"
    DIFFERENT = "different days"
    UNKNOWN = "day unknown"


class ActorRelated(StrEnum):
    """How two actors relate."""

    SAME = "same actor"
    KIN = "part and whole of one organisation"
    COMPATIBLE = "one actor unnamed"
    DOUBTFUL = "an actor that could not be found"
    DIFFERENT = "different actors"
    UNKNOWN = "actor unknown"


def distance_km(left: PlaceValue, right: PlaceValue) -> float | None:
    """Great-circle distance in kilometres; ``None`` when one place has no coordinates."""
    if left.latitude is None or left.longitude is None or right.latitude is None or right.longitude is None:
        return None
    return great_circle_km(left.latitude, left.longitude, right.latitude, right.longitude)


def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance of two points in degrees."""
    lat1, lat2 = radians(latitude), radians(other_latitude)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def places_relate(left: PlaceValue, right: PlaceValue, near_km: float) -> PlaceRelated:
    """Same, near (at most ``near_km`` apart), inside, different, or not to be told.

    The same region is only the "same area": two incidents may lie in it. A whole country holds every place of it.
    """
    apart = distance_km(left, right)
    if left.country is not None and right.country is not None and left.country != right.country:
        return PlaceRelated.NEAR if apart is not None and apart <= near_km else PlaceRelated.DIFFERENT
    if 4 in (left.precision, right.precision):
        return PlaceRelated.INSIDE
    if max(left.precision, right.precision) <= 2 and apart is not None and apart > FAR_KM:
        return PlaceRelated.DIFFERENT  # most pairs end here: as ``spots.py`` does
    same = PlaceRelated.SAME if min(left.precision, right.precision) < 3 else PlaceRelated.SAME_AREA
    if left.place_id is not None and left.place_id == right.place_id:
        return same
    if name_key(left.name) == name_key(right.name) and (apart is None or apart <= near_km):
        return same
    if _holds(left, right) or _holds(right, left):
        return PlaceRelated.INSIDE
    if apart is None or _is_somewhere(left) or _is_somewhere(right):
        return PlaceRelated.DOUBTFUL
    if apart <= near_km and max(left.precision, right.precision) <= 2:
        return PlaceRelated.NEAR
    reach = near_km + _reach_km(left) + _reach_km(right)
    return PlaceRelated.INSIDE if apart <= reach else PlaceRelated.DIFFERENT


def _is_somewhere(place: PlaceValue) -> bool:
    """Whether a place is a village of which only the unit around it is known: the unit's area stands for it, and yet it
    holds no other town (``resolve/places_values.py``)."""
    return place.precision >= 3 and (place.place_id or "").startswith("supplement:")


def _holds(area: PlaceValue, place: PlaceValue) -> bool:
    """Whether ``area`` is a district or region that ``place`` is recorded to lie in."""
    if area.precision < 2 or area.precision < place.precision:
        return False
    units = {name_key(unit) for unit in (place.admin1, place.admin2, place.admin3) if unit}
    return name_key(area.name) in units


def _reach_km(place: PlaceValue) -> float:
    """How far from its point a place may extend; towns (precision 1) are points."""
    if place.precision == 1:
        return 0.0
    if place.radius_km is not None:
        return place.radius_km
    return _NEAR_TOWN_KM if place.precision == 2 else 0.0


def dates_relate(left: DateValue, right: DateValue) -> DateRelated:
    """Same day, overlapping, neighbouring days (a report of the night, a day named loosely), or different."""
    if (left.start, left.end) == (right.start, right.end):
        return DateRelated.SAME if max(left.precision, right.precision) == 1 else DateRelated.OVERLAP
    if left.start <= right.end and right.start <= left.end:
        return DateRelated.OVERLAP
    gap = (right.start - left.end).days if left.end < right.start else (left.start - right.end).days
    return DateRelated.DAY_APART if gap == 1 else DateRelated.DIFFERENT


def side_of(actor: ActorValue) -> str:
    """The class of an actor in one word: state, rebel, militia, civilians, protesters, rioters, external
    or ''.
    """
    kind = (actor.type or "").lower()
    for word, side in _SIDES.items():
        if word in kind:
            return side
    return ""


_SIDES = {
    "state": "state",
    "rebel": "rebel",
    "militia": "militia",
    "civilian": "civilians",
    "protester": "protesters",
    "rioter": "rioters",
    "external": "external",
}
_UNARMED = frozenset({"civilians", "protesters", "rioters"})


def is_generic(actor: ActorValue) -> bool:
    """Whether an actor is a class and no organisation: unidentified groups, civilians, crowds."""
    return name_key(actor.name).startswith("unidentified") or side_of(actor) in _UNARMED


def is_named(actor: ActorValue) -> bool:
    """Whether an actor is an organisation that other organisations cannot be (registry entry, no class)."""
    return actor.id is not None and not is_generic(actor)


Kin = Mapping[str, frozenset[str]]  # registry id -> ids of parents, components and successors


def actors_relate(left: ActorValue, right: ActorValue, kin: Kin) -> ActorRelated:
    """Same, kin, compatible (a class that may be the other), doubtful, or different."""
    if left.id is not None and left.id == right.id:
        return ActorRelated.SAME
    if name_key(left.name) == name_key(right.name):
        return ActorRelated.SAME
    if left.id is not None and right.id is not None and are_kin(left.id, right.id, kin):
        return ActorRelated.KIN
    return _by_class(left, right)


def are_kin(left: str, right: str, kin: Kin) -> bool:
    """Whether two registry ids are one organisation, or part and whole of one."""
    return left == right or right in kin.get(left, frozenset()) or left in kin.get(right, frozenset())


def _by_class(left: ActorValue, right: ActorValue) -> ActorRelated:
    """Two actors of different names, by what kinds of actor they are."""
    sides = {side_of(left), side_of(right)}
    if "" in sides:
        return ActorRelated.DOUBTFUL
    if is_generic(left) or is_generic(right):
        unarmed = sides & _UNARMED
        if unarmed:
            return ActorRelated.COMPATIBLE if sides <= _UNARMED else ActorRelated.DIFFERENT
        return ActorRelated.DIFFERENT if sides & {"state", "external"} else ActorRelated.COMPATIBLE
    if sides == {"state"} and left.country == right.country and (left.id is None) == (right.id is None):
        return ActorRelated.COMPATIBLE  # army and police of one country, told or not, take part in one operation
    return ActorRelated.DIFFERENT if is_named(left) and is_named(right) else ActorRelated.DOUBTFUL


_ORDER = {
    ActorRelated.SAME: 5,
    ActorRelated.KIN: 4,
    ActorRelated.COMPATIBLE: 3,
    ActorRelated.UNKNOWN: 2,
    ActorRelated.DOUBTFUL: 1,
    ActorRelated.DIFFERENT: 0,
}
Pair = tuple[ActorValue | None, ActorValue | None]


def actor_pairs_relate(left: Pair, right: Pair, kin: Kin) -> ActorRelated:
    """Two actor pairs as one word: the better of the two orders, and of that order the worse of its two
    sides.

    Actor order has no meaning across reports (CODEBOOK section 1), so "A fought B" may be "B fought A". A
    side that is the same counts as the same as long as the other side does not contradict.
    """
    straight = _pairing(left, right, kin)
    crossed = _pairing(left, (right[1], right[0]), kin)
    return max(straight, crossed, key=lambda related: _ORDER[related])


def _pairing(left: Pair, right: Pair, kin: Kin) -> ActorRelated:
    sides = [
        ActorRelated.UNKNOWN if a is None or b is None else actors_relate(a, b, kin)
        for a, b in zip(left, right, strict=True)
    ]
    worst, best = sorted(sides, key=lambda related: _ORDER[related])
    if worst in (ActorRelated.DIFFERENT, ActorRelated.DOUBTFUL):
        return worst
    return best
