"""What a document as a whole says about where it is set: country votes, units, points of sure places."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tocsin.knowledge import Knowledge
from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry, distance_km
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.text import name_key
from tocsin.resolve.places_together import FEW, LIKELY, WITHOUT_POINT, Weighed, weighed_together

NAME_VOTE, ADJECTIVE_VOTE, SPEAKER_VOTE, PLACE_VOTE, PUBLISHER_VOTE = 1.0, 0.7, 0.4, 0.6, 0.5
SOLE = 0.95  # share of the readings of a name that makes it the name of one country's unit
BORDER_VOTE = 0.3  # "the border with Niger": the happening lies on this side of it
UNIT_VOTE = 1.0  # a province that only one country has names the country as surely as its own name
FORCE_VOTE = 0.5  # "Malian soldiers": armies mostly fight at home; beside the vote of the adjective
LEADING_SHARE, LEADING_VOTES = 0.34, 0.55  # from here a country stands for a happening without a known place
AMBIGUOUS_VOTE = 0.25  # "Georgia", "Niger", "Congolese"
CLEAR_SHARE, CLEAR_VOTES = 0.5, 1.2  # from here a document is said to be about a country
SURE_GAP = 0.7  # lead of the best reading of a name over its rival from which its point is trusted

Votes = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Point:
    """Where a name (``key``: its name key) may lie, in degrees, and how likely (1: sure)."""

    key: str
    latitude: float
    longitude: float
    likely: float


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """Votes for countries (alpha-3), shares of first-order units (ISO 3166-2) and points of a document's
    places.

    ``own`` keeps what each name itself voted, so that no name is resolved by its own vote. ``containers``
    holds the containers a name had anywhere in the document: one name means one place in one document.
    """

    votes: Votes = field(default_factory=dict)
    own: Mapping[str, Votes] = field(default_factory=dict)
    units: Mapping[str, float] = field(default_factory=dict)
    own_units: Mapping[str, Votes] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    containers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def shares(self, name: str = "") -> dict[str, float]:
        """Share of each country among the votes of all other names than ``name``."""
        return _shares(self.votes, self.own.get(name_key(name), {}))[0]

    def main(self, name: str = "") -> str | None:
        """The country the rest of the document is about, when there is a clear one."""
        shares, total = _shares(self.votes, self.own.get(name_key(name), {}))
        if total < CLEAR_VOTES:
            return None
        country, share = max(shares.items(), key=lambda item: (item[1], item[0]))
        return country if share >= CLEAR_SHARE else None

    def leading(self, name: str = "") -> str | None:
        """The country that more than any other stands behind the words of the document other than ``name``, on less
        than ``main`` asks for: enough for a happening whose place is unknown, not for choosing among namesakes.
        """
        shares, total = _shares(self.votes, self.own.get(name_key(name), {}))
        if total < LEADING_VOTES:
            return None
        (country, share), *others = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
        clear = not others or share - others[0][1] > 1e-6
        return country if clear and share >= LEADING_SHARE else None

    def share(self, entry: GazetteerEntry, name: str = "") -> float:
        """How much the rest of the document speaks of the countries of an entry, 0..1."""
        shares = self.shares(name)
        codes = set(entry.countries) | ({entry.country} if entry.country else set())
        return min(1.0, sum(shares.get(code, 0.0) for code in codes))

    def unit_share(self, code: str, name: str) -> float:
        """Share of a first-order unit among the places of the document other than ``name``, less when these
        are few.
        """
        shares, total = _shares(self.units, self.own_units.get(name_key(name), {}))
        return shares.get(code, 0.0) * total / (total + FEW)

    @classmethod
    def build(
        cls,
        text: str,
        expressions: Sequence[PlaceExpression],
        knowledge: Knowledge,
        publisher_country: str | None = None,
        actors: Iterable[Mapping[str, float]] = (),
    ) -> "PlaceContext":
        """Count votes once per document. ``publisher_country`` is alpha-3; it is a weak hint only. ``actors``: for
        each group or force the document names, how much it speaks for which country.
        """
        gazetteer = knowledge.gazetteer
        votes: dict[str, float] = defaultdict(float)
        own: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        _vote_of_words(text, knowledge, votes, own)
        if publisher_country is not None:
            votes[publisher_country] += PUBLISHER_VOTE
        for spoken in actors:
            for country, vote in spoken.items():
                votes[country] += vote
        containers: dict[str, tuple[str, ...]] = {}
        for expression in expressions:
            if expression.containers and expression.relation is not PlaceRelation.BORDER:
                containers.setdefault(name_key(expression.name), expression.containers)
        named = [e for e in expressions if not e.is_country and e.relation is not PlaceRelation.BORDER]
        for expression in named:
            key = name_key(expression.name)
            held = containers.get(key, ())
            for country, vote in _votes_of_name(gazetteer, expression, held).items():
                votes[country] += vote
                own[key][country] += vote
        first = cls(votes, own, containers=containers)
        return _second_look(gazetteer, named, first)


def _shares(votes: Votes, own: Votes) -> tuple[dict[str, float], float]:
    rest = {code: vote - own.get(code, 0.0) for code, vote in votes.items()}
    rest = {code: vote for code, vote in rest.items() if vote > 1e-6}
    total = sum(rest.values())
    return {code: vote / total for code, vote in rest.items()}, total


def _vote_of_words(text: str, knowledge: Knowledge, votes: dict[str, float], own: dict[str, dict[str, float]]) -> None:
    """Votes of country names and adjectives."""
    for hit in knowledge.countries.find_all(text):
        weight = NAME_VOTE if hit.kind == "name" else ADJECTIVE_VOTE
        if hit.ambiguous or len(hit.countries) > 1 or _also_unit(knowledge.gazetteer, hit.words):
            weight = AMBIGUOUS_VOTE
        elif _BORDER.search(text, max(0, hit.start - 80), hit.start) or _BORDER_OF.match(text, hit.end):
            weight = BORDER_VOTE
        for country in hit.countries:
            votes[country.alpha3] += weight / len(hit.countries)
            if hit.kind == "name":
                own[name_key(hit.words)][country.alpha3] += weight / len(hit.countries)


# "the border with Niger", "from neighbouring Chad": the other side.
_BORDER = re.compile(
    r"(?:\bborders?|\bbordering|\bfrontiers?|\bfrontières?|\bneighbou?ring|\bvoisins?)(?: areas?| regions?| zones?)?"
    r"(?: with| of| between| avec| entre| de| du)?"
    r"(?: the| la| le| l')? ?$|"
    r"\b(?:borders?|frontiers?|frontières?)(?: \w+)? (?:between|of|entre|with|avec)(?: the| le| la)? "
    r"(?:[A-Zdlé][\w' ]{2,30}?(?:, and |, | and | et )(?:the |le |la )?){1,2}$",
    re.IGNORECASE,
)


_BORDER_OF = re.compile(
    r"(?:[-–/][A-Z]\w+(?: [A-Z]\w+)?)? (?:border|frontier)\b(?! (?:guard|police|force|patrol|town|village))"
)


def _also_unit(gazetteer: Gazetteer, words: str) -> bool:
    """Whether a country word is also the name of a large unit elsewhere ("Georgia", "Niger")."""
    return any(e.kind == "admin1" and e.importance >= 4.5 for e in gazetteer.lookup(words))


def holds(outer: GazetteerEntry, inner: GazetteerEntry) -> bool:
    """Whether one entry lies in the other, as far as units and radii tell."""
    if outer.place_id == inner.place_id:
        return False
    if outer.kind == "country":
        return outer.country is not None and inner.lies_in(outer.country) and inner.kind != "country"
    if outer.kind == "admin1":
        return outer.admin1_code == inner.admin1_code and inner.kind != "admin1"
    if outer.kind == "admin2":
        return outer.admin1_code == inner.admin1_code and inner.kind in ("city", "village", "site", "admin3", "feature")
    if outer.latitude is None or outer.longitude is None or inner.latitude is None or inner.longitude is None:
        return False
    reach = max((outer.radius_km or 10.0) * 1.3, 15.0)
    apart = distance_km(outer.latitude, outer.longitude, inner.latitude, inner.longitude)
    return apart <= reach and inner.kind not in ("country", "admin1")


def held_by(gazetteer: Gazetteer, entries: Iterable[GazetteerEntry], containers: Sequence[str]) -> list[GazetteerEntry]:
    """The entries that lie in a reading of every known container. None does when a province or country is named that
    holds no place of the name: a village of the list's gaps is meant, no namesake elsewhere.
    """
    kept = list(entries)
    for name in containers:
        readings = gazetteer.lookup(name)
        inside = [e for e in kept if any(holds(outer, e) for outer in readings)]
        if not inside and any(outer.kind in ("country", "admin1") for outer in readings):
            return []
        kept = inside or kept
    return kept


def _votes_of_name(gazetteer: Gazetteer, expression: PlaceExpression, containers: Sequence[str]) -> dict[str, float]:
    """A name votes for the countries it may lie in, by the fame of its readings; obscure names vote little."""
    entries = held_by(gazetteer, (e for e in gazetteer.lookup(expression.name) if e.country), containers)
    if not entries:
        return {}
    weight = SPEAKER_VOTE if expression.relation == PlaceRelation.SPEAKER else PLACE_VOTE
    best = entries[0].importance
    likely = [(e, 10 ** (0.7 * (e.importance - best)) * (1.0 if e.matched == "name" else 0.1)) for e in entries[:12]]
    total = sum(p for _, p in likely)
    fame = 1.0 if containers else min(1.0, max(0.15, (best - 2.5) / 2.5))
    votes: dict[str, float] = defaultdict(float)
    sure = entries[0].kind == "admin1" and sum(p for e, p in likely if e.country == entries[0].country) >= SOLE * total
    strength = UNIT_VOTE if sure and weight == PLACE_VOTE else weight * fame
    for entry, p in likely:
        if entry.country is not None:
            votes[entry.country] += strength * p / total
    return votes


def _second_look(gazetteer: Gazetteer, expressions: Sequence[PlaceExpression], context: PlaceContext) -> PlaceContext:
    """Units and points of the names, read together once the countries are known."""
    worths: dict[str, list[tuple[GazetteerEntry, float]]] = {}
    times: dict[str, int] = defaultdict(int)
    for expression in expressions:
        key = name_key(expression.name)
        times[key] += 1
        if key not in worths:
            entries = [e for e in gazetteer.lookup(expression.name) if e.country is not None]
            entries = held_by(gazetteer, entries, context.containers.get(key, ()))
            worths[key] = [(e, _worth(e, context, expression.name)) for e in entries]
    units: dict[str, float] = defaultdict(float)
    own: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    points: list[Point] = []
    for key, rows in weighed_together(worths).items():
        for row in rows:
            if row.entry.admin1_code:
                units[row.entry.admin1_code] += times[key] * row.likely
                own[key][row.entry.admin1_code] += times[key] * row.likely
        points += _points(key, rows)
    return replace(context, units=units, own_units=own, points=tuple(points))


def _points(key: str, rows: Sequence[Weighed]) -> Iterator[Point]:
    """The points of the likely readings of a name; of one that leads clearly, its own alone, as sure."""
    best = rows[0]
    rival = next((row for row in rows[1:] if row.entry.admin1_code != best.entry.admin1_code), None)
    sure = rival is None or best.worth - rival.worth >= SURE_GAP
    for row in rows:
        at = row.entry
        if at.latitude is None or at.kind in WITHOUT_POINT:
            continue
        if row is best and sure:
            yield Point(key, at.latitude, at.longitude or 0.0, 1.0)
        elif row.likely >= LIKELY:
            yield Point(key, at.latitude, at.longitude or 0.0, row.likely)


def _worth(entry: GazetteerEntry, context: PlaceContext, name: str) -> float:
    return 0.5 * entry.importance + 4 * context.share(entry, name) - (entry.matched != "name")


def destination(latitude: float, longitude: float, km: float, degrees: float) -> tuple[float, float]:
    """The point ``km`` kilometres away in the direction ``degrees`` (clockwise from north) on the sphere."""
    angle, phi, theta = km / 6371.0088, math.radians(latitude), math.radians(degrees)
    phi2 = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(theta))
    shift = math.atan2(
        math.sin(theta) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(phi2)
    )
    return round(math.degrees(phi2), 4), round((longitude + math.degrees(shift) + 540) % 360 - 180, 4)
