"""Parts of countries and of their units: "eastern Burkina Faso", "the south of Donetsk region"."""

from dataclasses import replace

from tocsin.knowledge import Knowledge
from tocsin.model.reading import Alternative
from tocsin.model.values import PlaceValue, Score
from tocsin.resolve.places_context import destination
from tocsin.resolve.places_values import BEARINGS, WIDEST_KM, too_wide

Resolved = tuple[PlaceValue, Score, tuple[Alternative, ...], tuple[str, ...]]

ADJECTIVES = {
    "north": "northern", "south": "southern", "east": "eastern", "west": "western", "centre": "central",
    "northeast": "northeastern", "northwest": "northwestern", "southeast": "southeastern", "southwest": "southwestern",
}  # fmt: skip
_DIRECTIONS = {
    "north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW", "southeast": "SE",
    "southwest": "SW",
}  # fmt: skip
_AWAY, _REACH = 0.45, 0.6  # of a unit's radius: how far its part's middle lies from its own, and the part's radius
_SURE = 0.8


def part_of_country(name: str, country: str, part: str, words: str, knowledge: Knowledge) -> Resolved | None:
    """A part of a country (alpha-3) that the lexicon does not know, cut from its outline: precision 3, in no unit.
    ``None`` for a part that is no direction."""
    if part not in ADJECTIVES:
        return None
    cut = knowledge.outlines.part(country, part)
    if cut is None:
        return None
    called = f"{ADJECTIVES[part]} {name}"
    share = "the inner half" if part == "centre" else "that half"
    reasons: tuple[str, ...] = (f"the middle of {called}: {share} of the country's outline",)
    wide = cut.radius_km > WIDEST_KM
    value = PlaceValue(
        called,
        f"part:{country}-{part}",
        country,
        latitude=None if wide else cut.latitude,
        longitude=None if wide else cut.longitude,
        precision=4 if wide else 3,
        radius_km=cut.radius_km,
        words=words,
    )
    reasons = (*reasons, too_wide(cut.radius_km)) if wide else reasons
    return value, Score(_SURE, reasons), (), reasons


def part_of_unit(unit: PlaceValue, part: str) -> tuple[PlaceValue, str]:
    """The north, south … of a unit that is known as a circle, and a remark: the unit stays, its point moves."""
    radius = unit.radius_km
    if radius is None or unit.latitude is None or unit.longitude is None:
        return unit, f"its {part} is meant, of which the place is not known"
    shorter = round(radius * _REACH, 1)
    if part not in _DIRECTIONS:
        return replace(unit, radius_km=shorter), f"the middle of {unit.name} is meant: a circle of {shorter:g} km"
    bearing = BEARINGS[_DIRECTIONS[part]]
    latitude, longitude = destination(unit.latitude, unit.longitude, radius * _AWAY, bearing)
    moved = replace(unit, latitude=latitude, longitude=longitude, radius_km=shorter)
    return moved, f"the {part} of {unit.name} is meant: its point is moved {radius * _AWAY:.0f} km that way"
