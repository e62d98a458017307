"""When a coded event is the one a gold file describes, and which of its values are right.

Events are dictionaries in the contract's keys; gold events have also ``codable``, ``alt_sub_event_types``,
``alt_actor1``, ``alt_actor2`` and ``alt_countries``. The rules are those of METRICS: a pair may match when dates,
places and kinds do not contradict each other; of all pairings of a document the one of greatest total likeness counts.
Limits and weights of ``likeness`` are those of the scorer that comes with the gold corpus, so that figures compare.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from rapidfuzz.fuzz import ratio

from tocsin.knowledge import Knowledge
from tocsin.knowledge.gazetteer import distance_km
from tocsin.model.text import fold

Json = dict[str, Any]
Pair = tuple[int, int]

WEEK, MONTH = 7, 31
"""Greatest gap in days between the dates of a pair; the second where gold knows only the month."""
NEAR_KM, WIDE_KM = 161.0, 400.0
"""Greatest distance of a pair; the second where gold knows only a province or country."""
SAME_PLACE, SAME_ACTOR = 80.0, 84.0
"""Least likeness (0-100) of two spellings of a place or an organisation."""

_YEARS = re.compile(r"\(\d{4}\s*-\s*(?:\d{4})?\)")
_HEADS = ("protesters", "protestors", "rioters", "civilians", "unidentified armed group", "military forces",
          "police forces", "settlers", "pirates")  # fmt: skip
_ARMY = re.compile(
    r"(?:army|military|troops|soldiers|(?:armed |security |government )?forces|air force|warplanes|jets|navy)$"
)
_EMPTY_WORDS = {"forces", "group", "armed", "army", "the", "militia", "fighters", "militants", "rebels"}


def normal(words: object) -> str:
    """Folded words without regime years and leading article; empty for nothing."""
    text = _YEARS.sub("", fold(str(words or "")).replace("`", "'"))
    return re.sub(r"^(?:the|a|an) ", "", " ".join(text.split())).strip(" .,")


def day(words: object) -> date | None:
    """First day of an ISO date, month or year; ``None`` for anything else."""
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", str(words or ""))
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def days(event: Json) -> tuple[date, date] | None:
    """First and last day of an event."""
    first = day(event.get("date_start"))
    if first is None:
        return None
    last = day(event.get("date_end")) or first
    return first, max(first, last)


def gap(gold: Json, coded: Json) -> int | None:
    """Days between the two intervals, 0 when they touch; ``None`` when either has no date."""
    ours, theirs = days(gold), days(coded)
    if ours is None or theirs is None:
        return None
    return max(0, (theirs[0] - ours[1]).days, (ours[0] - theirs[1]).days)


def date_right(gold: Json, coded: Json) -> bool:
    """The same interval; or, where gold is vaguer than a day, any interval inside it."""
    ours, theirs = days(gold), days(coded)
    if ours is None or theirs is None:
        return False
    return ours == theirs or ((gold.get("time_precision") or 1) >= 2 and ours[0] <= theirs[0] and theirs[1] <= ours[1])


def kilometres(gold: Json, coded: Json) -> float | None:
    """Distance between the two points; ``None`` when either has none."""
    points = [event.get(key) for event in (gold, coded) for key in ("latitude", "longitude")]
    if any(value is None for value in points):
        return None
    return distance_km(*(float(value) for value in points if value is not None))


def country_right(gold: Json, coded: Json) -> bool:
    """The country, or one that the coder also accepted."""
    return coded.get("country") is not None and coded["country"] in [
        gold.get("country"),
        *(gold.get("alt_countries") or ()),
    ]


def same_place_name(gold: Json, coded: Json) -> bool:
    """Whether the two place names are spellings of one, or one is part of the other."""
    ours, theirs = normal(gold.get("location")), normal(coded.get("location"))
    return bool(ours and theirs) and (ours in theirs or theirs in ours or ratio(ours, theirs) >= SAME_PLACE)


def sub_type_right(gold: Json, coded: Json, *, lenient: bool = True) -> bool:
    """The sub-event type; ``lenient``: or one that the coder also accepted."""
    also = gold.get("alt_sub_event_types") or () if lenient else ()
    return coded.get("sub_event_type") in [gold.get("sub_event_type"), *also]


def deaths(event: Json) -> int | None:
    """The number a toll is compared by."""
    best = (event.get("fatalities") or {}).get("best")
    return None if best is None else int(best)


class Judge:
    """Comparisons that need to know countries, organisations and the taxonomy."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge
        self._ids = cache(self._ids_uncached)
        self._head = cache(self._head_uncached)

    def type_right(self, gold: Json, coded: Json, *, lenient: bool = True) -> bool:
        """The event type; ``lenient``: or that of a sub-event type that the coder also accepted."""
        also = gold.get("alt_sub_event_types") or () if lenient else ()
        wanted = {gold.get("event_type"), *(self._known.codebook.event_type_of(name) for name in also)}
        return coded.get("event_type") in wanted

    def actor_right(self, gold: Json, coded: Json, side: str, other: str | None = None) -> bool:
        """Whether the coded actor of ``side`` is gold's, or one that the coder also accepted.

        ``other``: the side to look at in the coded event, when not the same.
        """
        actor = gold.get(side) or {}
        wanted = [*_names(actor.get("name")), *(normal(name) for name in gold.get(f"alt_{side}") or ())]
        reported = normal(next(iter(actor.get("as_reported") or ()), ""))
        if len(reported) > 2 and self._head(reported)[0] is None:
            wanted.append(reported)
        answer = coded.get(other or side) or {}
        given = [*_names(answer.get("name")), *(_names(name) for name in (answer.get("as_reported") or ())[:1])]
        flat = [name for item in given for name in ([item] if isinstance(item, str) else item)]
        return any(self.same_actor(one, two) for one in wanted if one for two in flat if two)

    def same_actor(self, one: str, two: str) -> bool:
        """Whether two normalised names are one actor: by the registry, as generic actors, or by spelling."""
        if one == two:
            return True
        (kind, country), (other_kind, other_country) = self._head(one), self._head(two)
        if kind or other_kind:
            return kind == other_kind and (country is None or other_country is None or country == other_country)
        if self._ids(one) & self._ids(two):
            return True
        if min(len(one), len(two)) <= 4:
            return False
        mine, theirs = _content(one), _content(two)
        return ratio(one, two) >= SAME_ACTOR or bool(mine and theirs and (mine <= theirs or theirs <= mine))

    def may_match(self, gold: Json, coded: Json) -> bool:
        """Whether a pair is allowed at all: dates, places and kinds do not contradict each other."""
        apart = gap(gold, coded)
        if apart is not None and apart > (MONTH if (gold.get("time_precision") or 1) == 3 else WEEK):
            return False
        distance, near = kilometres(gold, coded), self._near(gold, coded)
        both = gold.get("country") and coded.get("country")
        if not near and (both or distance is not None):
            return False
        kind = self.type_right(gold, coded)
        one_side = any(self.actor_right(gold, coded, a, b) for a in _SIDES for b in _SIDES)
        straight = any(self.actor_right(gold, coded, side) for side in _SIDES)
        return (kind or one_side) if apart is not None and near else (kind and straight)

    def _near(self, gold: Json, coded: Json) -> bool:
        distance = kilometres(gold, coded)
        limit = NEAR_KM if (gold.get("geo_precision") or 1) < 3 else WIDE_KM
        return (
            country_right(gold, coded) or (distance is not None and distance <= limit) or same_place_name(gold, coded)
        )

    def likeness(self, gold: Json, coded: Json) -> float:
        """How alike an allowed pair is; 0 for one that is not allowed."""
        if not self.may_match(gold, coded):
            return 0.0
        exact, lenient = sub_type_right(gold, coded, lenient=False), sub_type_right(gold, coded)
        value = 0.5 + (3.0 if exact else 2.5 if lenient else 1.5 if self.type_right(gold, coded) else 0.0)
        apart, distance = gap(gold, coded), kilometres(gold, coded)
        value += 0.5 if apart is None else 2.5 if apart == 0 else 1.5 if apart <= 3 else 0.3
        value += 0.5 if apart == 0 and days(gold) == days(coded) else 0.0
        close = 3 - distance / 40 if distance is not None and distance < 120 else 0.0
        value += max(close, 2.5 if same_place_name(gold, coded) else 0.0, 0.8 if country_right(gold, coded) else 0.0)
        first, second = (self.actor_right(gold, coded, side) for side in _SIDES)
        swapped = self.actor_right(gold, coded, "actor1", "actor2") or self.actor_right(gold, coded, "actor2", "actor1")
        value += 1.5 * first + 1.0 * second + (0.7 if swapped and not (first or second) else 0.0)
        wanted, got = deaths(gold), deaths(coded)
        return value + (1.5 if wanted is not None and wanted == got else 0.3 if wanted is None and not got else 0.0)

    def attributions_right(self, gold: Json, coded: Json) -> int:
        """How many responsibility statements have a partner of the same kind and speaker."""
        ours, theirs = gold.get("attributions") or (), coded.get("attributions") or ()
        return len(assign([[float(self._same_statement(a, b)) for b in theirs] for a in ours]))

    def _same_statement(self, one: Json, two: Json) -> bool:
        mine, theirs = normal(one.get("by")), normal(two.get("by"))
        if one.get("kind") != two.get("kind") or not (mine and theirs):
            return False
        return mine in theirs or theirs in mine or self.same_actor(mine, theirs)

    def _ids_uncached(self, name: str) -> frozenset[str]:
        return frozenset(actor.id for part in _names(name) for actor in self._known.actors.by_name(part))

    def _head_uncached(self, name: str) -> tuple[str | None, str | None]:
        """Kind and country of a generic actor: ("military forces", "TUR") for "turkish army"."""
        countries = self._known.countries
        for head in _HEADS:
            if name.startswith(head):
                rest = re.sub(r"^\s*(?:of|in|from)?\s*(?:the)?\s*", "", name[len(head) :]).strip(" ()")
                found = countries.find_name(rest, cased=False)
                inside = next(iter(countries.find_all(rest.title(), ("name",))), None) if rest and not found else None
                code = found.alpha3 if found else inside.countries[0].alpha3 if inside else rest or None
                return ("protesters" if head == "protestors" else head), code
        first, _, rest = name.partition(" ")
        people = countries.find_adjective(first, cased=False)
        if people and _ARMY.match(rest):
            return "military forces", people[0].alpha3
        if people and re.match(r"police(?: forces)?$", rest):
            return "police forces", people[0].alpha3
        if re.match(r"(?:unidentified|unknown) (?:gunmen|armed group|attackers|militants|assailants)", name):
            return "unidentified armed group", None
        return None, None


_SIDES = ("actor1", "actor2")


def _names(name: object) -> list[str]:
    """A name and its parts: "JNIM: Group for …" is also "JNIM"; "Hayat Tahrir al-Sham (HTS)" also "HTS"."""
    found = []
    for part in str(name or "").split(";"):
        whole = normal(part)
        found.append(whole)
        if match := re.match(r"(.{2,12}?): (.{4,})$", whole):
            found += [match[1], match[2]]
        if (match := re.match(r"(.{4,}?) \(([^()]{2,12})\)$", whole)) and not whole.startswith(_HEADS):
            found += [match[1], match[2]]
    return [name for name in found if name]


def _content(name: str) -> set[str]:
    return set(re.findall(r"\w{3,}", name)) - _EMPTY_WORDS


def assign(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """The one-to-one pairing of rows and columns with the greatest total weight; pairs of weight 0 are left out.

    Hungarian method with potentials (Kuhn 1955, Munkres 1957), O(rows² · columns); weights are not negative.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        turned = [list(column) for column in zip(*weights, strict=True)]
        return sorted((row, column) for column, row in assign(turned))
    rows, columns = len(weights), len(weights[0])
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # row of each column, 1-based; 0 = free
    for row in range(1, rows + 1):
        owner[0] = row
        _augment(weights, row_potential, column_potential, owner)
    pairs = [(owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column]]
    return sorted((row, column) for row, column in pairs if weights[row][column] > 0)


def _augment(weights: Sequence[Sequence[float]], rows: list[float], columns: list[float], owner: list[int]) -> None:
    """Give the row in ``owner[0]`` a column by the cheapest alternating path (cost = minus weight)."""
    count = len(columns) - 1
    slack, before, seen = [float("inf")] * (count + 1), [0] * (count + 1), [False] * (count + 1)
    column = 0
    while True:
        seen[column], row, step, following = True, owner[column], float("inf"), 0
        for other in range(1, count + 1):
            if seen[other]:
                continue
            cost = -weights[row - 1][other - 1] - rows[row] - columns[other]
            if cost < slack[other]:
                slack[other], before[other] = cost, column
            if slack[other] < step:
                step, following = slack[other], other
        for other in range(count + 1):
            if seen[other]:
                rows[owner[other]] += step
                columns[other] -= step
            else:
                slack[other] -= step
        column = following
        if owner[column] == 0:
            break
    while column:
        owner[column] = owner[before[column]]
        column = before[column]
