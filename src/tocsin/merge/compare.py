"""Comparing two tellings of different documents, feature by feature, and judging them.

Every feature gives points with a reason, or rules the pair out. Points alone never suffice: place, day, and
type or actor each have to agree (``gates``), so no single weak likeness makes two reports one event.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tocsin.merge.relations import (
    ActorRelated,
    DateRelated,
    Kin,
    PlaceRelated,
    actor_pairs_relate,
    dates_relate,
    is_named,
    places_relate,
)
from tocsin.merge.settings import Settings
from tocsin.merge.tellings import Telling
from tocsin.model.event import Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What one feature found. ``gate`` tells whether it agrees well enough to merge on; ``out`` rules out."""

    points: float
    reason: str
    gate: bool = False
    out: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two tellings judged: the verdict, the sum of points, and the reasons of every feature that spoke."""

    verdict: Verdict
    points: float
    reasons: tuple[str, ...]
    contradiction: bool = False


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What comparisons need besides the two tellings."""

    settings: Settings
    kin: Kin


Feature = Callable[[Telling, Telling, Yardstick], Finding]


def reality(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """What happened is never the same event as what is only planned, threatened or denied."""
    if left.happened != right.happened:
        return Finding(0.0, "one happened, the other did not", out=True)
    return Finding(0.0, "")


def number_of_happenings(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """A set of three or more happenings told as a total is not one of its members."""
    if (left.incidents >= 3) != (right.incidents >= 3):
        return Finding(0.0, "one is a set of happenings", out=True)
    return Finding(0.0, "")


def day(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """Same day, overlapping times, or neighbouring days (a night, a report that names the wrong day)."""
    weights = yardstick.settings.across
    if left.day is None or right.day is None:
        return Finding(0.0, "day unknown")
    related = dates_relate(left.day, right.day)
    if related is DateRelated.SAME:
        return Finding(weights.same_day, related.value, gate=True)
    if related is DateRelated.OVERLAP:
        return Finding(weights.date_overlap, related.value, gate=True)
    if related is DateRelated.DAY_APART:
        return Finding(weights.day_apart, related.value, gate=True)
    return Finding(0.0, related.value, out=True)


def place(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """Same place, places close together, or a region and a place in it."""
    weights = yardstick.settings.across
    if left.place is None or right.place is None:
        return Finding(0.0, "place unknown")
    related = places_relate(left.place, right.place, weights.near_km)
    if related is PlaceRelated.SAME:
        return Finding(weights.same_place, related.value, gate=True)
    if related is PlaceRelated.NEAR:
        return Finding(weights.near_place, related.value, gate=True)
    if related in (PlaceRelated.INSIDE, PlaceRelated.SAME_AREA):
        whole_country = 4 in (left.place.precision, right.place.precision)
        return Finding(0.0 if whole_country else weights.inside_place, related.value, gate=True)
    return Finding(0.0, related.value, out=related is PlaceRelated.DIFFERENT)


def kind(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """Sub-event types that are the same, or that one happening is often told with."""
    weights = yardstick.settings.across
    if not left.types or not right.types:
        return Finding(0.0, "type unknown")
    strength = max(
        yardstick.settings.strength(a, b) * min(confidence_a, confidence_b, 1.0) ** 0.5
        for a, confidence_a in left.types
        for b, confidence_b in right.types
    )
    if left.types[0][0] == right.types[0][0]:
        return Finding(weights.same_type, "same type", gate=True)
    if strength > 0.0:
        return Finding(weights.close_type * strength, "types that one happening is told with", gate=True)
    return Finding(weights.other_type, "types that no one happening has")


def actors(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """Same named sides (or part and whole of one organisation); named against unnamed is no contradiction."""
    weights = yardstick.settings.across
    related = actor_pairs_relate(left.actors, right.actors, yardstick.kin)
    named = any(a is not None and is_named(a) for a in left.actors)
    if related in (ActorRelated.SAME, ActorRelated.KIN) and named:
        return Finding(weights.same_named_actor, related.value, gate=True)
    if related in (ActorRelated.SAME, ActorRelated.COMPATIBLE):
        return Finding(weights.compatible_actor, related.value)
    return Finding(0.0, related.value, out=related is ActorRelated.DIFFERENT)


def toll(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """The same number of dead speaks for one event; a very different one against it; tolls do move."""
    weights = yardstick.settings.across
    if left.dead is None or right.dead is None:
        return Finding(0.0, "toll unknown")
    low, high = sorted((left.dead, right.dead))
    if low == high:
        points = weights.compatible_toll if low == 0 else weights.same_toll / (2 if low == 1 else 1)
        return Finding(points, "same toll")
    if high >= weights.far_toll_min and high > weights.toll_far_ratio * low:
        return Finding(weights.toll_far, "tolls far apart")
    return Finding(weights.toll_differs, "tolls differ")


def weapons(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """The same weapon, in the words of the reader ("car bomb"), speaks for one event a little."""
    shared = sorted(left.weapons & right.weapons)
    return Finding(yardstick.settings.across.same_weapon if shared else 0.0, ", ".join(shared))


def story(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """Both documents descend from one report."""
    same = left.story_id is not None and left.story_id == right.story_id
    return Finding(yardstick.settings.across.same_story if same else 0.0, "copies of one report")


RULING_OUT: tuple[Feature, ...] = (reality, number_of_happenings)
GATES: tuple[Feature, ...] = (day, place)  # cheap and decisive ones first
EITHER_GATE: tuple[Feature, ...] = (kind, actors)
OTHERS: tuple[Feature, ...] = (toll, weapons, story)
FEATURES: tuple[Feature, ...] = (*RULING_OUT, *GATES, *EITHER_GATE, *OTHERS)


def contradicts(left: Telling, right: Telling, yardstick: Yardstick) -> bool:
    """Whether two tellings can never be one event, however they came together."""
    if left.document_id == right.document_id:
        return True  # told apart by their own document
    return any(f(left, right, yardstick).out for f in (*RULING_OUT, *GATES, actors))


def compare(left: Telling, right: Telling, yardstick: Yardstick) -> Comparison:
    """Judge two tellings of different documents: same, unsure or different, with reasons."""
    findings: dict[Feature, Finding] = {}
    for feature in FEATURES:
        findings[feature] = found = feature(left, right, yardstick)
        if found.out:
            return Comparison(Verdict.DIFFERENT, 0.0, (found.reason,), contradiction=True)
    points = sum(f.points for f in findings.values())
    reasons = tuple(f.reason for f in findings.values() if f.points or f.gate)
    passed = all(findings[g].gate for g in GATES) and any(findings[g].gate for g in EITHER_GATE)
    weights = yardstick.settings.across
    if passed and points >= weights.same - 1e-9:
        return Comparison(Verdict.SAME, points, reasons)
    if passed and points >= weights.unsure - 1e-9:
        return Comparison(Verdict.UNSURE, points, reasons)
    return Comparison(Verdict.DIFFERENT, points, reasons)
