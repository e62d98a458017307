"""Bearers of one name weighed against each other: the town or the unit around it, the place or the unit of which only
the name is known, the city known the world over or a hamlet, the very name or another spelling of a name."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.knowledge.gazetteer import GazetteerEntry, distance_km
from tocsin.model.expressions import PlaceExpression
from tocsin.model.text import name_key
from tocsin.resolve.places_context import PlaceContext
from tocsin.resolve.places_together import NEAR_KM, WITHOUT_POINT, nearness

LARGE = 5.5  # log10 of inhabitants (300 000)
FAMOUS = 6.0  # a million, or a capital: known abroad without a word about the country
HAMLET = 3.0  # log10: with so many fewer inhabitants than a famous city of its name, a place is not meant by the name
AMONG = 0.3  # share of a document's places in a unit from which a town there is among them
SEAT_SHARE, SEAT_LEAD = 0.1, 0.5  # of a unit's people a town must have to be meant by its name; by how much then
AS_KNOWN = 0.3  # log10: a town hardly less known than a unit whose extent was only estimated from its towns
_LOWER_KINDS, _SPOTS = frozenset({"admin2", "admin3"}), frozenset({"city", "village", "site"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of a name: what speaks for it together, and why. ``held``: a stated container holds it."""

    entry: GazetteerEntry
    worth: float
    because: tuple[str, ...]
    held: bool = False


def weighed_against_each_other(
    candidates: Sequence[Candidate], expression: PlaceExpression, context: PlaceContext
) -> list[Candidate]:
    """The candidates, with those raised that are meant although another one has more for itself, and without those
    that the others make unlikely. Not sorted."""
    kept = _points_first(_seats_first(_exact_first(candidates, expression.name, context), expression))
    return _renowned_first(kept, expression, context)


def _seats_first(candidates: Sequence[Candidate], expression: PlaceExpression) -> list[Candidate]:
    """Without a unit word, "in Raqqa" means the town and not the unit around it, if the town is the unit's
    seat.
    """
    if expression.unit_word is not None or expression.part not in (None, "centre"):
        return list(candidates)
    units = {c.entry.admin1_code: c for c in candidates if c.entry.kind == "admin1"}
    raised = []
    for candidate in candidates:
        unit = units.get(candidate.entry.admin1_code)
        if unit is not None and candidate.entry.kind == "city":
            share = (candidate.entry.population or 0) / max(1, unit.entry.population or 1)
            as_known = unit.entry.estimated and unit.entry.importance - candidate.entry.importance <= AS_KNOWN
            if (share >= SEAT_SHARE or as_known) and candidate.worth <= unit.worth:
                because = (*candidate.because, "the town rather than the unit named after it")
                candidate = replace(candidate, worth=unit.worth + SEAT_LEAD, because=because)
        raised.append(candidate)
    return raised


def _exact_first(candidates: Sequence[Candidate], name: str, context: PlaceContext) -> list[Candidate]:
    """Without lesser towns that only another spelling of theirs makes candidates, where a place of the very name lies
    in the same country; unless they lie near another place of the document."""
    exact = {c.entry.country for c in candidates if c.entry.matched == "name" and c.entry.latitude is not None}
    return [c for c in candidates if not (c.entry.country in exact and _only_spelt_so(c, name, context))]


def _only_spelt_so(candidate: Candidate, name: str, context: PlaceContext) -> bool:
    """Whether nothing but another spelling of its name speaks for a lesser town."""
    entry = candidate.entry
    if candidate.held or entry.matched != "alternate" or entry.importance >= LARGE:
        return False
    away = nearest_point(entry, name, context)
    return away is None or away > NEAR_KM


def _points_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """A lower unit of which only the name is known gives way to the place in the same first-order unit that bears its
    name or another spelling of it: that has a point."""
    bare = {c.entry.admin1_code: c.worth for c in candidates if c.entry.kind in _LOWER_KINDS and not _pointed(c)}
    raised = []
    for candidate in candidates:
        worth = bare.get(candidate.entry.admin1_code)
        if worth is not None and candidate.entry.kind in _SPOTS and _pointed(candidate) and candidate.worth <= worth:
            because = (*candidate.because, "the place rather than the unit of its name, of which no point is known")
            candidate = replace(candidate, worth=worth + SEAT_LEAD, because=because)
        raised.append(candidate)
    return raised


def _pointed(candidate: Candidate) -> bool:
    return candidate.entry.latitude is not None


def _renowned_first(
    candidates: Sequence[Candidate], expression: PlaceExpression, context: PlaceContext
) -> list[Candidate]:
    """ "Dubai" in a report on India is the city abroad and none of the hamlets of that name, unless the text says where
    it lies or names other places around one of them."""
    famous = max(
        (
            c
            for c in candidates
            if c.entry.importance >= FAMOUS and c.entry.matched == "name" and c.entry.kind == "city"
        ),
        key=lambda c: c.entry.importance,
        default=None,
    )
    if famous is None or expression.unit_word is not None or any(c.held for c in candidates):
        return list(candidates)
    ahead = [c for c in candidates if c.worth >= famous.worth and c.entry.country != famous.entry.country]
    if not ahead or any(not _hamlet(c, famous, expression.name, context) for c in ahead):
        return list(candidates)
    because = (*famous.because, "known the world over, unlike the hamlets of its name")
    raised = replace(famous, worth=max(c.worth for c in ahead) + SEAT_LEAD, because=because)
    return [raised if c is famous else c for c in candidates]


def _hamlet(candidate: Candidate, famous: Candidate, name: str, context: PlaceContext) -> bool:
    """Whether a place is far less known than a famous one, with nothing for it but its country."""
    if candidate.entry.kind not in _SPOTS or famous.entry.importance - candidate.entry.importance < HAMLET:
        return False
    away = nearest_point(candidate.entry, name, context)
    code = candidate.entry.admin1_code
    return (away is None or away > NEAR_KM) and (code is None or context.unit_share(code, name) < AMONG)


def nearest_point(entry: GazetteerEntry, name: str, context: PlaceContext) -> float | None:
    """Kilometres to the nearest other place of the document whose point is sure; ``None`` without one."""
    if entry.latitude is None or entry.longitude is None or entry.kind in ("country", "region"):
        return None
    sure = (point for point in context.points if point.likely == 1.0 and point.key != name_key(name))
    return min((distance_km(entry.latitude, entry.longitude, p.latitude, p.longitude) for p in sure), default=None)


def nearness_to_others(entry: GazetteerEntry, name: str, context: PlaceContext) -> float:
    """How near an entry lies to other places of the document, by how likely they lie there, 0..1."""
    if entry.kind in WITHOUT_POINT:
        away = nearest_point(entry, name, context)
        return 0.0 if away is None else math.exp(-away / NEAR_KM)
    others = (point for point in context.points if point.key != name_key(name))
    return nearness(entry, ((p.latitude, p.longitude, p.likely) for p in others))
