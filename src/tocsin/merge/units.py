"""The administrative units of an event: those that its place lay in on its day, by the boundaries that the user has
imported (``knowledge/boundaries.py``).

A gazetteer gives a place one unit for all times, named as of today. Where boundaries of the event's day are at hand,
the units of all levels that they hold are theirs. A place "near" a town or an area (precision 2) may lie across a line:
it gets the first level alone; a vaguer one none.
"""

from dataclasses import replace

from tocsin.knowledge.boundaries import Boundaries, Unit
from tocsin.merge.case import Choice
from tocsin.model.values import DateValue, PlaceValue

_LEVELS = {1: 3, 2: 1}
"""Levels of units by geographic precision."""


def with_units(
    place: Choice[PlaceValue | None], day: DateValue | None, boundaries: Boundaries
) -> Choice[PlaceValue | None]:
    """The place with its units and a reason that names their set; as it is where no set speaks of it. Raises
    KnowledgeError when a set is damaged."""
    value = place.value
    if not boundaries.sets or value is None or value.country is None:
        return place
    if value.latitude is None or value.longitude is None:
        return place
    found = boundaries.at(value.latitude, value.longitude, value.country, day.start if day is not None else None)
    units = {level: unit for level, unit in found.items() if level <= _LEVELS.get(value.precision, 0)}
    if not units:
        return place
    reason = "; ".join(_told(level, unit) for level, unit in units.items())
    evidence = tuple(
        replace(e, reasons=(*e.reasons, reason)) if e.chosen and e.field == "place" else e for e in place.evidence
    )
    return replace(place, value=_filled(value, units), evidence=evidence)


def _filled(value: PlaceValue, units: dict[int, Unit]) -> PlaceValue:
    names = {level: unit.name for level, unit in units.items()}
    return replace(
        value,
        admin1=names.get(1, value.admin1),
        admin2=names.get(2, value.admin2),
        admin3=names.get(3, value.admin3),
    )


def _told(level: int, unit: Unit) -> str:
    return f"admin{level} {unit.name}: {unit.about.source}, {unit.about.period()}"
