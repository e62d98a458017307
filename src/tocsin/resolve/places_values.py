"""From a chosen gazetteer entry to the value its phrase allows: point, precision and radius (CODEBOOK 4)."""

from dataclasses import replace

from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.values import PlaceValue
from tocsin.resolve.places_context import PlaceContext, destination

UNVERIFIED = "an unverified entry of the project's own lexicon"
HALF_KNOWN_KM = 50.0  # radius for "between X and Y" when only X is known
WIDEST_KM = 1000.0
"""Radius beyond which no point stands for an area: "southern Russia", the whole border of Russia (Tocsin's choice)."""
BEARINGS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0, "NW": 315.0}
OUTLYING = frozenset({"suburb", "suburbs", "banlieue"})
UNSAID_KM = 15.0
"""How far "north of X" is taken to mean when no distance is said (Tocsin's choice; CODEBOOK 4 gives precision 2)."""
SETTLEMENT = frozenset({"town", "city", "village", "port", "capital", "hamlet", "ville", "suburb", "settlement"})


def too_wide(radius: float) -> str:
    """Why an area gets no point."""
    return f"it reaches {radius:.0f} km around its middle: no point can stand for it"


def area(
    entry: GazetteerEntry, words: str, country: str | None, precision: int, radius: float | None = None
) -> PlaceValue:
    return PlaceValue(
        entry.name,
        entry.place_id,
        country,
        entry.admin1,
        entry.name if entry.kind == "admin2" else entry.admin2,
        entry.name if entry.kind == "admin3" else None,
        latitude=_rounded(entry.latitude),
        longitude=_rounded(entry.longitude),
        precision=precision,
        radius_km=radius if radius is not None else entry.radius_km,
        words=words,
    )


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 4)


def value_of(
    entry: GazetteerEntry,
    expression: PlaceExpression,
    words: str,
    context: PlaceContext,
    gazetteer: Gazetteer,
) -> tuple[PlaceValue, tuple[str, ...]]:
    """The value of a chosen entry with the precision its phrase allows (CODEBOOK 4), and remarks."""
    notes: tuple[str, ...] = () if entry.verified else (UNVERIFIED,)
    if entry.kind == "country":
        return PlaceValue(
            entry.name, entry.place_id, entry.country, precision=4, radius_km=entry.radius_km, words=words
        ), (*notes, "names a country: no point is given")
    if entry.latitude is None or entry.longitude is None:
        return _pointless(entry, words, gazetteer, notes)
    if entry.kind in ("region", "feature", "admin1"):
        country = entry.country or _country_of_region(entry, expression, context, gazetteer)
        if entry.estimated and entry.kind == "admin1":
            notes = (*notes, "the unit's point is estimated from its towns")
        return area(entry, words, country, 3), notes
    if expression.relation == PlaceRelation.DISTANCE and expression.distance_km is not None:
        return _offset(entry, expression, words, notes)
    if entry.kind in ("admin2", "admin3"):
        order = "second" if entry.kind == "admin2" else "third"
        return area(entry, words, entry.country, 2, entry.radius_km), (
            *notes,
            f"a {order}-order unit: its seat stands for it",
        )
    if expression.relation == PlaceRelation.BETWEEN:
        note = f"between {entry.name} and {', '.join(expression.others) or 'another place'}, which is not known"
        return area(entry, words, entry.country, 2, HALF_KNOWN_KM), (*notes, note)
    if expression.unit_word in OUTLYING and entry.kind == "city":
        return area(entry, words, entry.country, 2, (entry.radius_km or 1.0) + 10.0), (
            *notes,
            f"a {expression.unit_word} of it that is not named",
        )
    if expression.relation == PlaceRelation.NEAR and expression.bearing is not None:
        return _somewhere_off(entry, expression.bearing, words, notes)
    if expression.relation == PlaceRelation.NEAR:
        return area(entry, words, entry.country, 2, (entry.radius_km or 1.0) + 10.0), (*notes, "near the town only")
    if expression.relation == PlaceRelation.UNIT and expression.unit_word not in SETTLEMENT:
        return area(entry, words, entry.country, 2, 30.0), (
            *notes,
            f"the {expression.unit_word} around the town is meant",
        )
    return area(entry, words, entry.country, 1), notes


def _country_of_region(
    entry: GazetteerEntry, expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer
) -> str | None:
    """Of a region in several countries: the one that is said to hold it ("Lake Chad in Niger"), else the one the
    document is about, if it is among them."""
    for name in expression.containers:
        told = next((e.country for e in gazetteer.lookup(name) if e.kind in ("country", "admin1")), None)
        if told in entry.countries:
            return told
    spoken = context.main(entry.name) or context.leading(entry.name)
    return spoken if spoken in entry.countries else None


def _pointless(
    entry: GazetteerEntry, words: str, gazetteer: Gazetteer, notes: tuple[str, ...]
) -> tuple[PlaceValue, tuple[str, ...]]:
    """An entry known by its unit only: the unit's area, precision 3."""
    unit = gazetteer.get(f"iso3166-2:{entry.admin1_code}") if entry.admin1_code else None
    value = area(entry, words, entry.country, 4 if unit is None or unit.latitude is None else 3)
    if unit is not None:
        value = replace(
            value,
            latitude=_rounded(unit.latitude),
            longitude=_rounded(unit.longitude),
            radius_km=unit.radius_km,
        )
    return value, (*notes, f"only its unit is known ({entry.admin1}): the unit's area stands for it")


def _somewhere_off(
    entry: GazetteerEntry, bearing: str, words: str, notes: tuple[str, ...]
) -> tuple[PlaceValue, tuple[str, ...]]:
    """ "North of X", at a distance that is not said."""
    value = area(entry, words, entry.country, 2, UNSAID_KM + (entry.radius_km or 1.0))
    if entry.latitude is None or entry.longitude is None:
        return value, notes
    latitude, longitude = destination(entry.latitude, entry.longitude, UNSAID_KM, BEARINGS[bearing])
    note = f"{bearing} of {entry.name}, how far is not said: {UNSAID_KM:g} km are taken"
    return replace(value, latitude=latitude, longitude=longitude), (*notes, note)


def _offset(
    entry: GazetteerEntry, expression: PlaceExpression, words: str, notes: tuple[str, ...]
) -> tuple[PlaceValue, tuple[str, ...]]:
    km = expression.distance_km or 0.0
    value = area(entry, words, entry.country, 2, max(5.0, km))
    if expression.bearing is None or entry.latitude is None or entry.longitude is None:
        return value, (*notes, f"{km:g} km from {entry.name}, direction unknown: the town stands for the place")
    latitude, longitude = destination(entry.latitude, entry.longitude, km, BEARINGS[expression.bearing])
    radius = max(5.0, round(km * 0.3, 1))
    note = f"computed point {km:g} km {expression.bearing} of {entry.name}"
    return replace(value, latitude=latitude, longitude=longitude, radius_km=radius), (*notes, note)
