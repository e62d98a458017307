"""What a document as a whole says about where it is set: country votes, units, points of sure places."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.knowledge import Knowledge
from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry
from tocsin.model.expressions import PlaceExpression, PlaceRelation

NAME_VOTE, ADJECTIVE_VOTE, SPEAKER_VOTE, PLACE_VOTE, PUBLISHER_VOTE = 1.0, 0.7, 0.4, 0.6, 0.5
AMBIGUOUS_VOTE = 0.25  # "Georgia", "Niger", "Congolese"
CLEAR_SHARE, CLEAR_VOTES = 0.5, 1.2  # from here a document is said to be about a country


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """Shares of countries (alpha-3) and first-order units (ISO 3166-2) among a document's places; points of its
    places with weights; ``votes`` is the sum behind the country shares (how much there was to go by)."""

    countries: Mapping[str, float] = field(default_factory=dict)
    votes: float = 0.0
    units: Mapping[str, float] = field(default_factory=dict)
    points: tuple[tuple[str, float, float], ...] = ()  # name key, latitude, longitude

    @property
    def main(self) -> str | None:
        """The country the document is about, when there is a clear one."""
        if not self.countries or self.votes < CLEAR_VOTES:
            return None
        country, share = max(self.countries.items(), key=lambda item: (item[1], item[0]))
        return country if share >= CLEAR_SHARE else None

    def share(self, entry: GazetteerEntry) -> float:
        """How much the document speaks of the country (or, for a region, the countries) of an entry, 0..1."""
        codes = set(entry.countries) | ({entry.country} if entry.country else set())
        return min(1.0, sum(self.countries.get(code, 0.0) for code in codes))

    @classmethod
    def build(
        cls,
        text: str,
        expressions: Sequence[PlaceExpression],
        knowledge: Knowledge,
        publisher_country: str | None = None,
    ) -> "PlaceContext":
        """Count votes once per document. ``publisher_country`` is alpha-3; it is a weak hint only."""
        votes: dict[str, float] = defaultdict(float)
        gazetteer = knowledge.gazetteer
        for hit in knowledge.countries.find_all(text):
            weight = NAME_VOTE if hit.kind == "name" else ADJECTIVE_VOTE
            if hit.ambiguous or len(hit.countries) > 1 or _also_unit(gazetteer, hit.words):
                weight = AMBIGUOUS_VOTE
            for country in hit.countries:
                votes[country.alpha3] += weight / len(hit.countries)
        if publisher_country is not None:
            votes[publisher_country] += PUBLISHER_VOTE
        named = [e for e in expressions if not e.is_country]
        for expression in named:
            _vote_of_name(gazetteer, expression, votes)
        total = sum(votes.values())
        shares = {code: vote / total for code, vote in votes.items()} if total else {}
        first = cls(shares, total)
        units, points = _second_look(gazetteer, named, first)
        return cls(shares, total, units, points)


def _also_unit(gazetteer: Gazetteer, words: str) -> bool:
    """Whether a country word is also the name of a large unit elsewhere ("Georgia", "Niger")."""
    return any(
        e.kind == "admin1" and e.importance >= 4.5 for e in gazetteer.lookup(words) if e.kind != "country"
    )


def _vote_of_name(gazetteer: Gazetteer, expression: PlaceExpression, votes: dict[str, float]) -> None:
    entries = [e for e in gazetteer.lookup(expression.name) if e.country is not None]
    if not entries:
        return
    weight = SPEAKER_VOTE if expression.relation == PlaceRelation.SPEAKER else PLACE_VOTE
    best = entries[0].importance
    raw = [(e, 10 ** (0.7 * (e.importance - best)) * (1.0 if e.matched == "name" else 0.1)) for e in entries[:12]]
    total = sum(r for _, r in raw)
    # a name that only small places bear says little; a large town or unit says much
    fame = min(1.0, max(0.15, (best - 2.5) / 2.5))
    for entry, likely in raw:
        if entry.country:
            votes[entry.country] += weight * fame * likely / total


def _second_look(
    gazetteer: Gazetteer, expressions: Sequence[PlaceExpression], context: PlaceContext
) -> tuple[dict[str, float], tuple[tuple[str, float, float], ...]]:
    """Units and points of names that are sure once the countries are known."""
    units: dict[str, float] = defaultdict(float)
    points: dict[str, tuple[str, float, float]] = {}
    for expression in expressions:
        entries = [e for e in gazetteer.lookup(expression.name) if e.country is not None]
        if not entries:
            continue
        ranked = sorted(
            entries,
            key=lambda e: -(0.5 * e.importance + 4 * context.share(e) - (e.matched != "name")),
        )
        best = ranked[0]
        rival = next((e for e in ranked[1:] if e.country != best.country or e.admin1_code != best.admin1_code), None)
        gap = 9.0 if rival is None else _worth(best, context) - _worth(rival, context)
        if best.kind == "admin1" and best.admin1_code:
            units[best.admin1_code] += 1.0
        elif best.admin1_code:
            units[best.admin1_code] += min(1.0, max(0.1, gap / 2))
        if gap >= 0.7 and best.latitude is not None and best.longitude is not None and best.kind != "admin1":
            points[expression.name] = (expression.name, best.latitude, best.longitude)
    total = sum(units.values())
    return ({code: n / total for code, n in units.items()} if total else {}), tuple(points.values())


def _worth(entry: GazetteerEntry, context: PlaceContext) -> float:
    return 0.5 * entry.importance + 4 * context.share(entry) - (entry.matched != "name")


def destination(latitude: float, longitude: float, km: float, degrees: float) -> tuple[float, float]:
    """The point ``km`` kilometres away in the direction ``degrees`` (clockwise from north) on the sphere."""
    angle, phi, theta = km / 6371.0088, math.radians(latitude), math.radians(degrees)
    phi2 = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(theta))
    shift = math.atan2(
        math.sin(theta) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(phi2)
    )
    return round(math.degrees(phi2), 4), round((longitude + math.degrees(shift) + 540) % 360 - 180, 4)
