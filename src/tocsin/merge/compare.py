"""Comparing two tellings of different documents, feature by feature, and judging them.

Every feature gives points with a reason, or rules the pair out. Points alone never suffice: place, day, and
type or actor each have to agree (``gates``), so no single weak likeness makes two reports one event.

How likely a pair with all gates passed is one event follows from its points (``probability``); the curve is set on the
tuning half of ``corpus/stream`` (``bench/stream.py``). From ``same`` points on a pair is judged the same, from
``unsure`` on it is left apart and shown to a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

from tocsin.merge.relations import (
    ActorRelated,
    DateRelated,
    Kin,
    PlaceRelated,
    actors_relate,
    are_kin,
    dates_relate,
    is_named,
    places_relate,
    side_of,
)
from tocsin.merge.settings import AcrossSettings, Settings
from tocsin.merge.tellings import Telling
from tocsin.model.event import Verdict
from tocsin.model.text import name_key
from tocsin.model.values import DateValue


@dataclass(frozen=True, slots=True)
class Finding:
    """What one feature found. ``gate`` tells whether it agrees well enough to merge on; ``out`` rules out."""

    points: float
    reason: str
    gate: bool = False
    out: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two tellings judged: the verdict, the sum of points, how likely they are one event, and the reasons of every
    feature that spoke; ``against`` are those of them that speak against one event."""

    verdict: Verdict
    points: float
    reasons: tuple[str, ...]
    contradiction: bool = False
    probability: float = 0.0
    against: tuple[str, ...] = ()


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
    """Same day, overlapping times, or neighbouring days (a night, a report that names the wrong day). A later day
    beside a mere mention ("the bombing") may be that of other news; of a mention without any day we know that it
    happened before its report appeared."""
    weights = yardstick.settings.across
    if left.day is None or right.day is None:
        return _undated(left, right, weights)
    related = dates_relate(left.day, right.day)
    if related is DateRelated.SAME:
        return Finding(weights.same_day, related.value, gate=True)
    if related is DateRelated.OVERLAP:
        return Finding(weights.date_overlap, related.value, gate=True)
    if related is DateRelated.DAY_APART and _night_before(left.day, right.day):
        return Finding(weights.date_overlap, "a night and the day after it", gate=True)
    if related is DateRelated.DAY_APART:
        stated = left.day_stated and right.day_stated
        return Finding(weights.day_apart_stated if stated else weights.day_apart, related.value, gate=True)
    earlier, later = (left, right) if left.day.start <= right.day.start else (right, left)
    if later.refers_back and not earlier.refers_back and _days_between(earlier, later) <= weights.day_of_news_days:
        return Finding(weights.day_of_news, "the day beside a mere mention may be that of other news", gate=True)
    return Finding(0.0, related.value, out=True)


def _night_before(left: DateValue, right: DateValue) -> bool:
    """Whether the earlier of two neighbouring days is told as a night: "in the night of Tuesday" is "on Wednesday"."""
    earlier = min(left, right, key=lambda d: d.start)
    return earlier.part_of_day in ("night", "evening")


def _days_between(earlier: Telling, later: Telling) -> int:
    return (later.day.start - earlier.day.end).days if earlier.day is not None and later.day is not None else 0


def _undated(left: Telling, right: Telling, weights: AcrossSettings) -> Finding:
    """A telling without a day beside one that was dated not long before its report appeared."""
    dated, other = (left, right) if left.day is not None else (right, left)
    if dated.day is None or other.published is None or dated.day.precision > 2:
        return Finding(0.0, "day unknown")
    lag = (other.published - dated.day.start).days
    if 0 <= lag <= weights.undated_days:
        return Finding(weights.day_untold, "day untold, and not long ago", gate=True)
    return Finding(0.0, "day unknown")


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
        if whole_country and _names_town(left, right):
            return Finding(weights.town_named, "the town is named beside it", gate=True)
        return Finding(0.0 if whole_country else weights.inside_place, related.value, gate=True)
    return Finding(0.0, related.value, out=related is PlaceRelated.DIFFERENT)


def _names_town(left: Telling, right: Telling) -> bool:
    """Whether the document of one telling, placed no closer than a country, names the town of the other."""
    for vague, other in ((left, right), (right, left)):
        if vague.place is not None and vague.place.precision == 4 and other.place is not None:
            return other.place.precision < 3 and name_key(other.place.name) in vague.towns
    return False


def kind(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """Sub-event types that are the same, or that one happening is often told with."""
    weights = yardstick.settings.across
    if not left.types or not right.types:
        return Finding(0.0, "type unknown")
    strength = max(
        yardstick.settings.strength(a, b)
        * min(confidence_a / left.types[0][1], confidence_b / right.types[0][1]) ** 0.5
        for a, confidence_a in left.types
        for b, confidence_b in right.types
    )
    if left.types[0][0] == right.types[0][0]:
        return Finding(weights.same_type, "same type", gate=True)
    if strength >= weights.least_strength:
        return Finding(weights.close_type * strength, "types that one happening is told with", gate=True)
    return Finding(weights.other_type, "types that no one happening has")


def actors(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """Same named sides (or part and whole of one organisation) speak for one event, a state's own forces less, since
    they are everywhere; two organisations in one role against it. Anything else (civilians against police, named
    against unnamed) is a matter of who tells it."""
    weights = yardstick.settings.across
    here, there = (frozenset(a for a in t.actors if a is not None and is_named(a)) for t in (left, right))
    shared = [a for a in here for b in there if a.id and b.id and are_kin(a.id, b.id, yardstick.kin)]
    if any(side_of(a) not in _FORCES for a in shared):
        return Finding(weights.same_named_actor, "same organisation", gate=True)
    if shared:
        return Finding(weights.same_force, "same forces", gate=True)
    straight = _roles(left, right, yardstick.kin)
    crossed = _roles(left, right, yardstick.kin, crossed=True)
    if "rivals" in straight and crossed:
        return Finding(weights.rival_actor, ActorRelated.DIFFERENT.value)
    if straight and crossed:
        return Finding(weights.doubtful_actor, "sides told differently")
    return Finding(weights.compatible_actor if any(left.actors) and any(right.actors) else 0.0, "sides that may be one")


_FORCES = ("state", "external")


def _roles(left: Telling, right: Telling, kin: Kin, *, crossed: bool = False) -> frozenset[str]:
    """What speaks against two pairs of sides being one: "rivals" (two organisations), "classes"."""
    found = set()
    for a, b in zip(left.actors, reversed(right.actors) if crossed else right.actors, strict=True):
        if a is not None and b is not None and actors_relate(a, b, kin) is ActorRelated.DIFFERENT:
            found.add("rivals" if is_named(a) and is_named(b) else "classes")
    return frozenset(found)


def toll(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """The same number of dead speaks for one event, a very different one against it. Tolls do move: a later report
    with a somewhat higher one says nothing either way."""
    weights = yardstick.settings.across
    if left.dead is None or right.dead is None:
        return Finding(0.0, "toll unknown")
    low, high = sorted((left.dead, right.dead))
    if low == high:
        large = weights.same_large_toll if low >= weights.far_toll_min else weights.same_toll
        points = weights.compatible_toll if low == 0 else large / (2 if low == 1 else 1)
        return Finding(points, "same toll")
    if high >= weights.far_toll_min and high > weights.toll_far_ratio * low:
        return Finding(weights.toll_far, "tolls far apart")
    if high <= weights.toll_grows_ratio * low:
        return Finding(weights.toll_grows, "tolls close to each other")
    return Finding(weights.toll_differs, "tolls differ")


def words(left: Telling, right: Telling, yardstick: Yardstick) -> Finding:
    """Words besides names that not every report of violence has ("mosque", "convoy", "wedding")."""
    weights = yardstick.settings.across
    shared = sorted(left.words & right.words)
    points = weights.same_word * min(len(shared), weights.same_words_most)
    return Finding(points, f"both tell of: {', '.join(shared[: weights.same_words_most])}" if shared else "")


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
OTHERS: tuple[Feature, ...] = (toll, weapons, words, story)
FEATURES: tuple[Feature, ...] = (*RULING_OUT, *GATES, *EITHER_GATE, *OTHERS)


def contradicts(left: Telling, right: Telling, yardstick: Yardstick) -> bool:
    """Whether two tellings can never be one event, however they came together: what rules a pair out, or two
    organisations in one role, unless all else makes them one event whose author is told differently.
    A machine paraphrase garbles names, so its sides contradict nothing."""
    if left.document_id == right.document_id:
        return True  # told apart by their own document
    if any(f(left, right, yardstick).out for f in (*RULING_OUT, *GATES)):
        return True
    rivals = actors(left, right, yardstick).points <= yardstick.settings.across.rival_actor
    rivals = rivals and not (left.doubtful or right.doubtful)
    return rivals and compare(left, right, yardstick).verdict is not Verdict.SAME


def probability(points: float, weights: AcrossSettings) -> float:
    """How likely a pair with so many points is one event, in 0..1."""
    return 1.0 / (1.0 + exp(-weights.steepness * (points - weights.even)))


def compare(left: Telling, right: Telling, yardstick: Yardstick) -> Comparison:
    """Judge two tellings of different documents: same, unsure or different, with reasons."""
    findings: dict[Feature, Finding] = {}
    for feature in FEATURES:
        findings[feature] = found = feature(left, right, yardstick)
        if found.out:
            return Comparison(Verdict.DIFFERENT, 0.0, (found.reason,), contradiction=True)
    points = sum(f.points for f in findings.values())
    reasons = tuple(f.reason for f in findings.values() if f.points or f.gate)
    weights = yardstick.settings.across
    passed = all(findings[g].gate for g in GATES) and any(findings[g].gate for g in EITHER_GATE)
    if not passed:
        return Comparison(Verdict.DIFFERENT, points, reasons)
    verdict = Verdict.DIFFERENT
    if points >= weights.unsure - 1e-9:
        verdict = Verdict.SAME if points >= weights.same - 1e-9 else Verdict.UNSURE
    against = tuple(f.reason for f in findings.values() if f.points < 0)
    return Comparison(verdict, points, reasons, probability=probability(points, weights), against=against)
