"""Where an event happened: of events that match gold, how far the place is off, where it came from and why it is wrong.

python bench/event_place.py [--data ../shared/data/event_gold] [--files docs.jsonl gold.jsonl] [--detail]

Causes are told from the places alone (gold's, the engine's, those of the other gold events of the text) and from what
the reader says of the words the place was taken from (``read/rules/places_aside.py``); each wrong place has one, the
first that fits in the order of ``CAUSES``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from common import Clock, Figures, Json, Tally, arguments, report
from gold import coded, corpus, in_scorer_keys, scored, scorer
from tocsin import knowledge
from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.model.text import name_key
from tocsin.read.rules.engine import RulesReader
from tocsin.read.rules.places_aside import Aside, asides

NEAR_KM, REGION_KM = 25.0, 161.0  # as the corpus' scorer has them
CAUSES = {
    "no_place": "no place found: the country of the text, or none",
    "not_in_gazetteer": "the right words, which the gazetteer does not know",
    "wrong_bearer": "the right words, but another place of that name",
    "container": "the unit or country that holds the place",
    "dateline": "where the report was sent from",
    "speaker": "where somebody spoke or sits",
    "home": "where an actor or victim is from or a journey leads",
    "inside_name": "in the name of an organisation",
    "other_event": "the place of another event of the text",
    "capital": "the country's capital",
    "elsewhere": "another place of the text",
}
_OF_ASIDE = {
    Aside.DATELINE: "dateline", Aside.HEADING: "dateline", Aside.SPEAKER: "speaker", Aside.HOME: "home",
    Aside.JOURNEY: "home", Aside.DEPARTURE: "home", Aside.UNIT: "inside_name",
}  # fmt: skip


@dataclass(frozen=True)
class Where:
    """The place of one matched event: gold and engine, how far apart (``None`` without a point), the rule that gave it,
    and what is wrong (``None`` when it is near, or gold names no town)."""

    gold: Json
    got: Json
    km: float | None
    rule: str
    cause: str | None

    @property
    def exact(self) -> bool:
        """Whether gold names a town."""
        return self.gold["lat"] is not None and self.gold["geo_precision"] == 1

    @property
    def near(self) -> bool:
        """Whether the place is right."""
        return self.km is not None and self.km <= NEAR_KM


class Causes:
    """Tells why a place is wrong."""

    def __init__(self, score: ModuleType, known: Knowledge) -> None:
        self._score, self._known, self._reader = score, known, RulesReader(known)

    def of_document(self, document: Document, pairs: Sequence[Any], all_gold: Sequence[Json]) -> list[Where]:
        """The places of the matched events of one document."""
        rows = self._reader.work(document).rows
        aside = {row[k].start: why for row in rows for k, why in asides(row).items()}
        return [self._where(gold, got, all_gold, aside) for gold, got in pairs]

    def _where(self, gold: Json, got: Json, all_gold: Sequence[Json], aside: Mapping[int, Aside]) -> Where:
        chosen = [e for e in got["evidence"].get("place", []) if e["chosen"]]
        rule = chosen[0]["rule"] if chosen else "none"
        km = self._score.km(gold, got)
        exact = gold["lat"] is not None and gold["geo_precision"] == 1
        cause = None
        if exact and (km is None or km > NEAR_KM):
            cause = self._cause(gold, got, all_gold, [aside.get(e["start"]) for e in chosen])
        return Where(gold, got, km, rule, cause)

    def _cause(self, gold: Json, got: Json, all_gold: Sequence[Json], why: Sequence[Aside | None]) -> str:
        pointless = self._score.km(gold, got) is None
        if pointless and (got["place"] is None or self._names_country(got)):
            return "no_place"
        if _alike(gold["place"], got["place"]):
            return "not_in_gazetteer" if pointless or got["geo_precision"] >= 3 else "wrong_bearer"
        told = next((_OF_ASIDE[reason] for reason in why if reason in _OF_ASIDE), None)
        if told is not None:
            return told
        if got["geo_precision"] >= 3 and _holds(got, gold):
            return "container"
        for other in all_gold:
            km = self._score.km(other, got) if other is not gold and other["lat"] is not None else None
            if _alike(other["place"], got["place"]) or (km is not None and km <= NEAR_KM):
                return "other_event"
        capital = self._known.gazetteer.capital(got["country"] or "")
        return "capital" if capital is not None and capital == got["place"] else "elsewhere"

    def _names_country(self, got: Json) -> bool:
        return self._known.countries.find_name(got["place"], cased=False) is not None


def _alike(one: str | None, other: str | None) -> bool:
    """Whether two names share their words: "al Keshma", "Keshma"."""
    first, second = name_key(one or ""), name_key(other or "")
    return bool(first and second) and (f" {first} " in f" {second} " or f" {second} " in f" {first} ")


def _holds(got: Json, gold: Json) -> bool:
    """Whether the engine's place is the unit of gold's."""
    return _alike(got["place"], gold["admin1"]) or _alike(got["admin1"], gold["admin1"])


def main() -> None:
    options = arguments(__doc__ or "", "event_gold", ["docs.jsonl", "gold.jsonl"])
    score, clock = scorer(options.data), Clock()
    lines, documents = corpus(options)
    gold = in_scorer_keys(score, lines)
    rows = scored(score, gold, coded(documents, options.engine))
    causes, texts = Causes(score, knowledge.load()), {document.id: document for document in documents}
    places = [
        causes.of_document(texts[line["doc_id"]], pairs, line["events"]) if line["doc_id"] in texts else []
        for line, (_, pairs, _, _) in zip(gold, rows, strict=True)
    ]
    figures = figures_of(places)
    if options.detail:
        for line, own in zip(gold, places, strict=True):
            for told in _told(line["doc_id"], own):
                print(told)
    report("event_place", options, len(gold), figures, clock, by_rule=by_rule(places))


def _told(document: str, places: Sequence[Where]) -> Iterator[str]:
    """The wrong places of a document, one a line."""
    for place in places:
        if place.cause is not None:
            off = "no point" if place.km is None else f"{place.km:.0f} km"
            names = f"gold {place.gold['place']}, got {place.got['place']}"
            yield f"{place.cause:17} {document}: {names} ({off}; {place.rule})"


def figures_of(places: Sequence[Sequence[Where]]) -> Figures:
    """Shares by document, and the share of each cause among events whose gold names a town."""
    figures = Figures()
    figures.add(
        "within_25km", [_counted(own, True, NEAR_KM) for own in places], _ratio, idle=0.0, cases=_of(places, True)
    )
    wide = [_counted(own, False, REGION_KM) for own in places]
    figures.add("within_161km", wide, _ratio, idle=0.0, cases=_of(places, False))
    for cause, meaning in CAUSES.items():
        tallies = [Tally(n=sum(w.exact for w in own), right=sum(w.cause == cause for w in own)) for own in places]
        print(f"  wrong because: {meaning}")
        figures.add(f"cause_{cause}", tallies, _ratio, cases=_of(places, True))
    vague = [Tally(n=len(own), right=sum(not w.exact for w in own)) for own in places]
    figures.add("gold_vague", vague, _ratio, cases=sum(map(len, places)))
    return figures


def _counted(own: Sequence[Where], exact: bool, km: float) -> Tally:
    """Places within a distance: of towns, or of all but regions."""
    asked = [w for w in own if w.gold["lat"] is not None and w.gold["geo_precision"] <= (1 if exact else 2)]
    return Tally(n=len(asked), right=sum(w.km is not None and w.km <= km for w in asked))


def _of(places: Sequence[Sequence[Where]], exact: bool) -> int:
    return sum(_counted(own, exact, NEAR_KM)["n"] for own in places)


def _ratio(tally: Tally) -> float | None:
    return tally["right"] / tally["n"] if tally["n"] else None


def by_rule(places: Sequence[Sequence[Where]]) -> dict[str, list[int]]:
    """By the rule that chose the place among the accounts: how many are near, of how many, where gold names a town."""
    near: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for place in (w for own in places for w in own if w.exact):
        asked[place.rule] += 1
        near[place.rule] += place.near
    return {rule: [near[rule], n] for rule, n in asked.most_common()}


if __name__ == "__main__":
    main()
