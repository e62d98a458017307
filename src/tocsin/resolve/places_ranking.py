"""Which readings of a name are admissible in a document, ranked, with reasons and probabilities."""

import math
from collections.abc import Sequence
from dataclasses import replace

from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry
from tocsin.model.expressions import PlaceExpression
from tocsin.resolve.places_bearers import (
    AMONG,
    FAMOUS,
    LARGE,
    Candidate,
    nearest_point,
    nearness_to_others,
    weighed_against_each_other,
)
from tocsin.resolve.places_context import PlaceContext, holds
from tocsin.resolve.places_together import NEAR_KM
from tocsin.resolve.places_values import SETTLEMENT

# Weights of the ranking, set on local US news and round figures; see bench/places.py.
FAME, COUNTRY, UNIT, NEARNESS, CONTAINER, KIND, CAPITAL = 0.7, 4.0, 3.0, 3.0, 6.0, 2.5, 1.2
ALTERNATE_MALUS, FOREIGN_MALUS, WRONG_CONTAINER_MALUS = 2.0, 2.5, 4.0
CLEAR = 0.3  # share of a country that excuses a wrong container
RATHER_UNIT = 0.6  # share of a country from which a name like "Georgia" means its unit
NEXT_DOOR = 0.2  # share of a country from which large towns of its neighbours may be meant without a word about these
SPOKEN_OF = 0.04  # share of a document's votes from which it speaks of a country
ELSEWHERE_SPOKEN = 0.3  # share of a country from which a document is no more of no country at all
KNOWN, TOWN = 3.3, 4.0  # 2 000, 10 000: enough in a document of no clear country, with and without a hint
FUZZY_FLOOR = 0.88
# From worth to probability, set on one half of LGL (bench/places.py prints how right it is on all): ELSEWHERE is the
# worth of "a place of the name that the gazetteer lacks", SUREST what is left to the surest reading.
SHARPNESS, ELSEWHERE, SUREST = 1.7, 2.0, 0.95

NEAR_MISS = {
    "spelling": 0.85,
    "fuzzy": 0.75,
    "transliteration": 0.85,
}  # what is left of the confidence when no place is called exactly so
NEAR_SPELLING = "no place is spelled so"
TRANSLITERATED = "its name was turned from another script into ours"
_CAPITAL_NOTE = "a national capital"
_FOUND_AS = {
    "alternate": "another spelling of its name",
    "former": "a former name of it",
    "variant": "name with or without article",
    "transliteration": TRANSLITERATED,
}
_FIRST_ORDER = frozenset({"region", "state", "province", "governorate", "oblast", "wilaya", "wilayat"})
_LOWER_ORDER = frozenset({"district", "county", "cercle", "commune", "department", "municipality", "parish", "raion"})


def parts_of(expression: PlaceExpression, gazetteer: Gazetteer) -> tuple[GazetteerEntry, ...]:
    """Regions of the lexicon for a part of an area ("northern Mali"); none when it has no entry."""
    part = expression.part or ""
    forms = {"centre": ("central {n}", "centre of {n}")}.get(
        part, ("{p}ern {n}", "{p} {n}", "{p} of {n}", "{p} of the {n}")
    )
    for form in forms:
        hits = [
            e
            for e in gazetteer.lookup(form.format(p=part, n=expression.name))
            if e.kind in ("region", "admin1", "feature") and e.matched != "variant"
        ]
        if hits:
            return tuple(hits)
    return ()


def rather_unit(expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer) -> bool:
    """A country's name that is a unit's here ("Georgia" in a report on the United States, "Niger" with
    "state").
    """
    readings = gazetteer.lookup(expression.name)
    named = {e.country for e in readings if e.kind == "country"}
    for entry in readings:
        if entry.kind != "admin1" or entry.country is None or entry.country in named:
            continue  # "Mexico" in a report on Mexico is the country, not its State of México
        spoken = context.shares(expression.name).get(entry.country, 0.0)
        if spoken > SPOKEN_OF and expression.unit_word in _FIRST_ORDER:
            return True
        if any(_same_place(name, entry, gazetteer) for name in expression.containers):
            return True
        if entry.importance >= LARGE and spoken >= RATHER_UNIT:
            return True
    return False


def rather_town(expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer) -> bool:
    """A country's name that is a town's here ("Lebanon" in a report on Pennsylvania that speaks of no country but the
    United States): a town of that name lies among the other places of the document.
    """
    main = context.main(expression.name)
    readings = gazetteer.lookup(expression.name)
    abroad = {e.country for e in readings if e.kind == "country"}
    if main is None or main in abroad or any(context.shares(expression.name).get(c or "", 0.0) > 0 for c in abroad):
        return False
    for entry in readings:
        if entry.kind not in ("city", "village") or entry.country != main or entry.matched != "name":
            continue
        away = nearest_point(entry, expression.name, context)
        if away is not None and away <= NEAR_KM:
            return True
        if entry.admin1_code and context.unit_share(entry.admin1_code, expression.name) >= AMONG:
            return True
    return False


def _same_place(name: str, entry: GazetteerEntry, gazetteer: Gazetteer) -> bool:
    return any(e.kind == "country" and e.country == entry.country for e in gazetteer.lookup(name))


def ranked_readings(
    expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer
) -> tuple[list[Candidate], tuple[str, ...]]:
    """Admissible candidates, best first, and reasons that hold for all (or why there are none)."""
    entries: tuple[GazetteerEntry, ...] = ()
    if expression.part is not None:
        entries = parts_of(expression, gazetteer)
    if not entries and expression.unit_word in _LOWER_ORDER:
        entries = gazetteer.lookup(f"{expression.name} {expression.unit_word}")
    if not entries:
        entries = gazetteer.lookup(expression.name)
    if not expression.is_country and any(e.kind != "country" for e in entries):
        entries = tuple(e for e in entries if e.kind != "country")
    containers = [(name, gazetteer.lookup(name)) for name in expression.containers]
    scored = [_judge(entry, expression, context, containers, gazetteer) for entry in entries]
    alone = len({c.entry.admin1_code or c.entry.country for c in scored}) == 1
    allowed = [c for c in scored if _admissible(c, expression.name, context, containers, alone)]
    allowed = allowed or _next_door(scored, expression, context, gazetteer)
    reasons: tuple[str, ...] = ()
    if not allowed and scored:
        abroad = ", ".join(sorted({c.entry.country for c in scored if c.entry.country})[:4])
        if context.main(expression.name) is None:
            reasons = (f"places of this name are in {abroad}; the document names no country to choose by",)
        else:
            reasons = (f"the known places of this name are in {abroad}, of which the document does not speak",)
    if not allowed:
        allowed = _near_misses(expression, context, containers, gazetteer)
    allowed = weighed_against_each_other(allowed, expression, context)
    allowed.sort(key=lambda c: (-c.worth, -c.entry.importance, c.entry.place_id))
    if len(allowed) > 1:
        reasons = (*reasons, f"{len(allowed)} places of this name considered")
    return allowed, () if allowed and allowed[0].entry.matched in NEAR_MISS else reasons


def _judge(
    entry: GazetteerEntry,
    expression: PlaceExpression,
    context: PlaceContext,
    containers: list[tuple[str, tuple[GazetteerEntry, ...]]],
    gazetteer: Gazetteer,
) -> Candidate:
    """Worth of one candidate: fame, country and unit of the document, nearness, containers, kind."""
    worth, because = FAME * min(entry.importance, 8.0), []
    if entry.matched != "name":
        worth -= ALTERNATE_MALUS
        because += [_FOUND_AS[entry.matched]] if entry.matched in _FOUND_AS else []
    share = context.share(entry, expression.name)
    worth += COUNTRY * share
    if share >= 0.3:
        because.append(f"the document speaks of {entry.country or 'its countries'} ({share:.0%} of its places)")
    elif share == 0.0 and context.main(expression.name) is not None:
        worth -= FOREIGN_MALUS
    if entry.admin1_code and entry.kind != "country":
        near = context.unit_share(entry.admin1_code, expression.name)
        worth += UNIT * near
        if near >= 0.25 and entry.kind != "admin1":
            because.append(f"other places of the document lie in {entry.admin1} too")
    away = nearest_point(entry, expression.name, context)
    worth += NEARNESS * nearness_to_others(entry, expression.name, context)
    if away is not None and away < 1.5 * NEAR_KM:
        because.append(f"{away:.0f} km from another place of the document")
    held, verdict = _contained(entry, containers)
    worth += verdict
    if held:
        because.append(f"lies in {', '.join(name for name, _ in containers)}, as the text says")
    kind = _kind_fit(entry, expression)
    worth += KIND * kind
    if kind > 0:
        because.append(f"fits the word '{expression.unit_word or expression.part}'")
    if entry.kind == "city" and entry.country and gazetteer.capital(entry.country) == entry.name:
        worth += CAPITAL
        because.append(_CAPITAL_NOTE)
    if entry.importance >= LARGE and entry.kind == "city":
        because.append(f"a large town ({entry.population:,} inhabitants)")
    return Candidate(entry, worth, tuple(because), held)


def _contained(entry: GazetteerEntry, containers: list[tuple[str, tuple[GazetteerEntry, ...]]]) -> tuple[bool, float]:
    """Whether the stated containers hold the entry, and what that is worth. Unknown containers say nothing."""
    held, worth = False, 0.0
    for _, readings in containers:
        if not readings:
            continue
        if any(holds(outer, entry) for outer in readings):
            held, worth = True, worth + CONTAINER
        elif any(outer.kind in ("country", "admin1") for outer in readings):
            worth -= WRONG_CONTAINER_MALUS
    return held and worth > 0, worth


def _kind_fit(entry: GazetteerEntry, expression: PlaceExpression) -> float:
    unit = expression.unit_word
    if unit in _FIRST_ORDER:
        return 1.0 if entry.kind == "admin1" else (0.3 if entry.kind in ("region", "admin2") else -1.0)
    if unit in _LOWER_ORDER:
        return 0.6 if entry.kind in ("admin2", "admin3") else (0.2 if entry.kind in ("city", "admin1") else -0.4)
    if unit in SETTLEMENT:
        return 1.0 if entry.kind in ("city", "village") else -0.6
    if expression.part is not None and expression.part != "centre":
        return 0.4 if entry.kind in ("admin1", "region") else 0.0
    return 0.0


def _admissible(
    candidate: Candidate,
    name: str,
    context: PlaceContext,
    containers: list[tuple[str, tuple[GazetteerEntry, ...]]],
    alone: bool,
) -> bool:
    """Whether a candidate may be chosen at all: never a namesake in a country the document does not speak of.

    ``alone``: no other place of this name is known, which is enough in a document of no clear country.
    """
    entry = candidate.entry
    if candidate.held:
        return True
    if _held_abroad(entry, containers) and context.share(entry, name) < CLEAR:
        return False
    known = [r for _, readings in containers for r in readings if r.kind in ("country", "admin1")]
    if known and _contained(entry, containers)[1] < 0 and context.share(entry, name) < CLEAR:
        return False
    if entry.kind == "country" or not entry.countries or (entry.importance >= FAMOUS and entry.matched == "name"):
        return True
    if _CAPITAL_NOTE in candidate.because:
        return True
    shares = context.shares(name)
    spoken = max((shares.get(code, 0.0) for code in entry.countries), default=0.0)
    if context.main(name) is not None:
        return spoken >= SPOKEN_OF
    known_there = spoken > 0 and entry.importance >= KNOWN and entry.matched == "name"
    # A document may speak of one country without its being beyond doubt; a town of another one must then be large.
    elsewhere = max(shares.values(), default=0.0) >= ELSEWHERE_SPOKEN and spoken < SPOKEN_OF
    return known_there or entry.importance >= (LARGE if elsewhere else TOWN) or alone


def _held_abroad(entry: GazetteerEntry, containers: list[tuple[str, tuple[GazetteerEntry, ...]]]) -> bool:
    """Whether a stated container lies in other countries only ("the Berlin hill in Toribío")."""
    return any(
        readings and not any(r.country is None or entry.lies_in(r.country) for r in readings)
        for _, readings in containers
    )


def _next_door(
    scored: list[Candidate], expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer
) -> list[Candidate]:
    """A large town of a country that borders on one of the document's: "Gaza" in a report on Israel. No namesake: no
    place of the name lies in a country of which the document speaks."""
    if expression.containers:
        return []
    borders = {
        neighbour: country
        for country, share in context.shares(expression.name).items()
        if share >= NEXT_DOOR
        for neighbour in sorted(gazetteer.neighbours(country))
    }
    return [
        replace(
            c, because=(*c.because, f"a large town of {c.entry.country}, which borders on {borders[c.entry.country]}")
        )
        for c in scored
        if c.entry.importance >= LARGE and c.entry.matched == "name" and c.entry.country in borders
    ]


def _near_misses(
    expression: PlaceExpression,
    context: PlaceContext,
    containers: list[tuple[str, tuple[GazetteerEntry, ...]]],
    gazetteer: Gazetteer,
) -> list[Candidate]:
    """Like-sounding names in the countries that the containers or the document give."""
    countries = [r.country for _, readings in containers for r in readings[:1] if r.country]
    if not countries:
        countries = [c for c, share in context.shares(expression.name).items() if share >= 0.35]
    found = []
    for country in dict.fromkeys(countries):
        for entry, likeness in gazetteer.fuzzy(expression.name, country):
            if len(expression.name) < 5 or likeness < FUZZY_FLOOR + (0.04 if len(expression.name) < 8 else 0.0):
                continue
            candidate = _judge(entry, expression, context, containers, gazetteer)
            if containers and not candidate.held:
                continue
            how = "sounds alike" if entry.matched == "spelling" else f"is the nearest spelling ({likeness:.0%})"
            reason = f"{NEAR_SPELLING}; '{entry.name}' in {country} {how}"
            worth = candidate.worth + 20 * (likeness - 1)
            found.append(replace(candidate, worth=worth, because=(reason, *candidate.because)))
    return found


def probabilities(worths: Sequence[float]) -> list[float]:
    """How likely each reading is the right one; the rest belongs to places of the name that the gazetteer lacks."""
    top = max(*worths, ELSEWHERE)
    raw = [math.exp(SHARPNESS * (worth - top)) for worth in worths]
    total = sum(raw) + math.exp(SHARPNESS * (ELSEWHERE - top))
    return [SUREST * r / total for r in raw]
