"""Place phrases to places: which of the namesakes is meant, at what precision, or none at all.

A name is never given to a namesake in a country of which the document does not speak, and an unknown name
never to the capital (CODEBOOK 4). Every choice carries its reasons.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.knowledge import Knowledge
from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry, distance_km
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.reading import Alternative
from tocsin.model.text import name_key
from tocsin.model.values import PlaceValue, Score
from tocsin.resolve.places_context import PlaceContext, holds
from tocsin.resolve.places_values import SETTLEMENT, UNVERIFIED, area, value_of

Resolved = tuple[PlaceValue, Score, tuple[Alternative, ...], tuple[str, ...]]

# Weights of the ranking, set on local US news and round figures; see bench/places.py.
FAME, COUNTRY, UNIT, NEARNESS, CONTAINER, KIND, CAPITAL = 0.7, 4.0, 3.0, 3.0, 6.0, 2.5, 1.2
ALTERNATE_MALUS, FOREIGN_MALUS, WRONG_CONTAINER_MALUS = 2.0, 2.5, 4.0
NEAR_KM = 80.0  # scale on which nearness to other places of the document fades
LARGE = 5.5  # log10 of inhabitants (300 000)
FAMOUS = 6.0  # a million, or a capital: known abroad without a word about the country
CLEAR = 0.3  # share of a country that excuses a wrong container
RATHER_UNIT = 0.6  # share of a country from which a name like "Georgia" means its unit
NEXT_DOOR = 0.2  # share of a country from which large towns of its neighbours may be meant without a word about these
AMONG = 0.3  # share of a document's places in a unit from which a town there may bear a country's name
SPOKEN_OF = 0.04  # share of a document's votes from which it speaks of a country
KNOWN, TOWN = 3.3, 4.0  # 2 000, 10 000: enough in a document of no clear country, with and without a hint
FUZZY_FLOOR = 0.88
# From worth to probability, set on one half of LGL (bench/places.py prints how right it is on all): ELSEWHERE is the
# worth of "a place of the name that the gazetteer lacks", SUREST what is left to the surest reading.
SHARPNESS, ELSEWHERE, SUREST = 1.7, 2.0, 0.95
SEAT_SHARE, SEAT_LEAD = 0.1, 0.5  # of a unit's people a town must have to be meant by its name; by how much then
RIVAL_FLOOR = 0.05  # readings less likely than this are not listed
FAR_APART_KM = 100.0  # ends of a road further apart than this: precision 3 (CODEBOOK 4)
TOLERANCE_KM, TOLERANCE_SHARE = 5.0, 0.35  # of stated distances (CODEBOOK 4)
NEAR_MISS = {"spelling": 0.85, "fuzzy": 0.75}  # what is left of the confidence when no place is called exactly so
NEAR_SPELLING = "no place is spelled so"
_CAPITAL_NOTE = "a national capital"
_FOUND_AS = {
    "alternate": "another spelling of its name",
    "former": "a former name of it",
    "variant": "name with or without article",
}
_FIRST_ORDER = frozenset({"region", "state", "province", "governorate", "oblast", "wilaya", "wilayat"})
# What runs or lies far beyond any town or country it shares a name with: "the Dnipro river", "the Niger river".
_BEYOND_TOWNS = frozenset({"river", "gulf", "strait", "desert"})
_LOWER_ORDER = frozenset({"district", "county", "cercle", "commune", "department", "municipality", "parish", "raion"})


@dataclass(frozen=True, slots=True)
class _Candidate:
    entry: GazetteerEntry
    worth: float
    because: tuple[str, ...]
    held: bool = False  # a stated container holds it


def resolve_place(expression: PlaceExpression, words: str, *, context: PlaceContext, knowledge: Knowledge) -> Resolved:
    """The place an expression means: value, score, rival readings, reasons (also in ``score.because``).

    ``words`` are the words of the mention, kept in the value. A name that stays unresolved has ``place_id``
    ``None``; its country may still be known from its containers or from the document.
    """
    gazetteer = knowledge.gazetteer
    if not expression.containers:  # one name means one place in one document
        expression = replace(expression, containers=context.containers.get(name_key(expression.name), ()))
    if expression.unit_word in _BEYOND_TOWNS:
        return _landform(expression, words, context, knowledge)
    if expression.is_country:
        if expression.relation is PlaceRelation.NEAR:
            return _beside(expression, words, context, knowledge)
        country = _country(expression, words, knowledge, gazetteer)
        rather = _rather_unit(expression, context, gazetteer) or _rather_town(expression, context, gazetteer)
        if country is not None and not rather:
            return country
        expression = replace(expression, is_country=not rather)
    if expression.relation == PlaceRelation.DISTANCE and expression.others:
        named = replace(expression, name=expression.others[0], relation=PlaceRelation.IN, others=(expression.name,))
        return resolve_place(named, words, context=context, knowledge=knowledge)
    if expression.relation == PlaceRelation.BETWEEN and expression.others:
        between = _between(expression, words, context, knowledge)
        if between is not None:
            return between
    ranked, reasons = _ranked(expression, context, gazetteer)
    if not ranked:
        return _unresolved(expression, words, context, knowledge, reasons)
    shares = _probabilities([c.worth for c in ranked])
    best = ranked[0]
    value, notes = value_of(best.entry, expression, words, context, gazetteer)
    because = (*reasons, *best.because, *notes, *_distance_note(value, expression, context, knowledge))
    alike = sum(p for c, p in zip(ranked, shares, strict=True) if _one_area(c.entry, best.entry))
    confidence = alike * NEAR_MISS.get(best.entry.matched, 1.0)
    alternatives = tuple(
        Alternative(value_of(c.entry, expression, words, context, gazetteer)[0], round(p, 3))
        for c, p in zip(ranked[1:4], shares[1:4], strict=False)
        if p >= RIVAL_FLOOR
    )
    return value, Score(round(min(1.0, confidence), 3), because), alternatives, because


def _beside(expression: PlaceExpression, words: str, context: PlaceContext, knowledge: Knowledge) -> Resolved:
    """ "Near the border with Niger": on this side of it, in the country of which the rest of the document speaks."""
    reasons = (f"beside {expression.name}, so in a country next to it",)
    return _unresolved(replace(expression, containers=()), words, context, knowledge, reasons)


def _landform(expression: PlaceExpression, words: str, context: PlaceContext, knowledge: Knowledge) -> Resolved:
    """A river, gulf, strait or desert: a landform of the gazetteer, else no point; never the town or country of the
    same name."""
    called = f"{expression.name} {expression.unit_word}"
    readings = [*knowledge.gazetteer.lookup(called), *knowledge.gazetteer.lookup(expression.name)]
    for entry in readings:
        if entry.kind in ("feature", "region"):
            value, notes = value_of(entry, expression, words, context, knowledge.gazetteer)
            return value, Score(0.6, notes), (), notes
    reasons = (f"a {expression.unit_word}, of which the gazetteer has no entry; no town of that name is meant",)
    return _unresolved(replace(expression, name=called, containers=()), words, context, knowledge, reasons)


def _one_area(one: GazetteerEntry, other: GazetteerEntry) -> bool:
    """A town and the unit named after it: to take the one for the other is no error of place."""
    return one.country == other.country and one.admin1_code == other.admin1_code


def _country(expression: PlaceExpression, words: str, knowledge: Knowledge, gazetteer: Gazetteer) -> Resolved | None:
    found = knowledge.countries.find_name(expression.name, cased=False)
    alpha3 = found.alpha3 if found is not None else None
    if alpha3 is None:
        entries = [e for e in gazetteer.lookup(expression.name) if e.kind == "country"]
        alpha3 = entries[0].country if entries else None
    if alpha3 is None:
        return None
    entry = gazetteer.get(f"country:{alpha3}")
    name = found.name if found is not None else (entry.name if entry is not None else expression.name)
    if expression.part is not None:
        for region in _parts_of(expression, gazetteer):
            value = area(region, words, alpha3, 3)
            units = ", ".join(region.units) or "centre and radius"
            known = (f"{region.name} is a region of the lexicon: {units}", UNVERIFIED)
            return value, Score(0.85, known), (), known
    radius = entry.radius_km if entry is not None else None
    value = PlaceValue(name, f"country:{alpha3}", alpha3, precision=4, radius_km=radius, words=words)
    reasons: tuple[str, ...] = ("names a country: no point is given",)
    if expression.part is not None:
        reasons = (*reasons, f"only a part of it is meant ({expression.part}), for which the lexicon has no entry")
    return value, Score(0.95, reasons), (), reasons


def _parts_of(expression: PlaceExpression, gazetteer: Gazetteer) -> tuple[GazetteerEntry, ...]:
    part = expression.part or ""
    forms = {"centre": ("central {n}", "centre of {n}")}.get(part, ("{p}ern {n}", "{p} {n}", "{p} of {n}"))
    for form in forms:
        hits = [
            e
            for e in gazetteer.lookup(form.format(p=part, n=expression.name))
            if e.kind in ("region", "admin1", "feature") and e.matched != "variant"
        ]
        if hits:
            return tuple(hits)
    return ()


def _rather_unit(expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer) -> bool:
    """A country's name that is a unit's here ("Georgia" in a report on the United States, "Niger" with
    "state").
    """
    for entry in gazetteer.lookup(expression.name):
        if entry.kind != "admin1" or entry.country is None:
            continue
        spoken = context.shares(expression.name).get(entry.country, 0.0)
        if spoken > SPOKEN_OF and expression.unit_word in _FIRST_ORDER:
            return True
        if any(_same_place(name, entry, gazetteer) for name in expression.containers):
            return True
        if entry.importance >= LARGE and spoken >= RATHER_UNIT:
            return True
    return False


def _rather_town(expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer) -> bool:
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
        away = _nearest_point(entry, expression.name, context)
        if away is not None and away <= NEAR_KM:
            return True
        if entry.admin1_code and context.unit_share(entry.admin1_code, expression.name) >= AMONG:
            return True
    return False


def _same_place(name: str, entry: GazetteerEntry, gazetteer: Gazetteer) -> bool:
    return any(e.kind == "country" and e.country == entry.country for e in gazetteer.lookup(name))


def _ranked(
    expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer
) -> tuple[list[_Candidate], tuple[str, ...]]:
    """Admissible candidates, best first, and reasons that hold for all (or why there are none)."""
    entries: tuple[GazetteerEntry, ...] = ()
    if expression.part is not None:
        entries = _parts_of(expression, gazetteer)
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
    allowed = _seats_first(allowed, expression)
    allowed.sort(key=lambda c: (-c.worth, -c.entry.importance, c.entry.place_id))
    if len(allowed) > 1:
        reasons = (*reasons, f"{len(allowed)} places of this name considered")
    return allowed, () if allowed and allowed[0].entry.matched in NEAR_MISS else reasons


def _seats_first(candidates: list[_Candidate], expression: PlaceExpression) -> list[_Candidate]:
    """Without a unit word, "in Raqqa" means the town and not the unit around it, if the town is the unit's
    seat.
    """
    if expression.unit_word is not None or expression.part not in (None, "centre"):
        return candidates
    units = {c.entry.admin1_code: c for c in candidates if c.entry.kind == "admin1"}
    raised = []
    for candidate in candidates:
        unit = units.get(candidate.entry.admin1_code)
        if unit is not None and candidate.entry.kind == "city":
            share = (candidate.entry.population or 0) / max(1, unit.entry.population or 1)
            if share >= SEAT_SHARE and candidate.worth <= unit.worth:
                because = (*candidate.because, "the town rather than the unit named after it")
                candidate = replace(candidate, worth=unit.worth + SEAT_LEAD, because=because)
        raised.append(candidate)
    return raised


def _judge(
    entry: GazetteerEntry,
    expression: PlaceExpression,
    context: PlaceContext,
    containers: list[tuple[str, tuple[GazetteerEntry, ...]]],
    gazetteer: Gazetteer,
) -> _Candidate:
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
    away = _nearest_point(entry, expression.name, context)
    if away is not None:
        worth += NEARNESS * math.exp(-away / NEAR_KM)
        if away < 1.5 * NEAR_KM:
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
    return _Candidate(entry, worth, tuple(because), held)


def _nearest_point(entry: GazetteerEntry, name: str, context: PlaceContext) -> float | None:
    if entry.latitude is None or entry.longitude is None or entry.kind in ("country", "region"):
        return None
    return min(
        (
            distance_km(entry.latitude, entry.longitude, latitude, longitude)
            for other, latitude, longitude in context.points
            if other != name_key(name)
        ),
        default=None,
    )


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
    candidate: _Candidate,
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
    return (spoken > 0 and entry.importance >= KNOWN) or entry.importance >= TOWN or alone


def _next_door(
    scored: list[_Candidate], expression: PlaceExpression, context: PlaceContext, gazetteer: Gazetteer
) -> list[_Candidate]:
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
) -> list[_Candidate]:
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


def _probabilities(worths: Sequence[float]) -> list[float]:
    """How likely each reading is the right one; the rest belongs to places of the name that the gazetteer lacks."""
    top = max(*worths, ELSEWHERE)
    raw = [math.exp(SHARPNESS * (worth - top)) for worth in worths]
    total = sum(raw) + math.exp(SHARPNESS * (ELSEWHERE - top))
    return [SUREST * r / total for r in raw]


def _distance_note(
    value: PlaceValue, expression: PlaceExpression, context: PlaceContext, knowledge: Knowledge
) -> tuple[str, ...]:
    """Compare a stated distance with the computed one, where both places are known."""
    if expression.distance_km is None or not expression.others or value.latitude is None or value.longitude is None:
        return ()
    anchor = PlaceExpression(expression.others[0])
    other = resolve_place(anchor, expression.others[0], context=context, knowledge=knowledge)[0]
    if other.latitude is None or other.longitude is None or value.precision > 2:
        return ()
    computed = distance_km(value.latitude, value.longitude, other.latitude, other.longitude)
    slack = max(TOLERANCE_KM, TOLERANCE_SHARE * expression.distance_km)
    verdict = "consistent" if abs(computed - expression.distance_km) <= slack else "NOT consistent"
    return (f"{expression.distance_km:g} km stated, {computed:.1f} km computed: {verdict}",)


def _between(expression: PlaceExpression, words: str, context: PlaceContext, knowledge: Knowledge) -> Resolved | None:
    """The middle of two ends; precision 2, or 3 when they are more than 100 km apart. ``None`` unless both
    are known.
    """
    plain = replace(expression, relation=PlaceRelation.IN, others=(), unit_word=None)
    ends = [
        resolve_place(replace(plain, name=name), words, context=context, knowledge=knowledge)
        for name in (expression.name, expression.others[0])
    ]
    first, second = (value for value, *_ in ends)
    if None in (first.latitude, first.longitude, second.latitude, second.longitude):
        return None
    assert first.latitude is not None and first.longitude is not None  # noqa: PT018
    assert second.latitude is not None and second.longitude is not None  # noqa: PT018
    apart = distance_km(first.latitude, first.longitude, second.latitude, second.longitude)
    same_unit = first.admin1 if first.admin1 == second.admin1 else None
    value = PlaceValue(
        f"{first.name} - {second.name}",
        first.place_id,
        first.country if first.country == second.country else None,
        same_unit,
        latitude=round((first.latitude + second.latitude) / 2, 4),
        longitude=round((first.longitude + second.longitude) / 2, 4),
        precision=2 if apart <= FAR_APART_KM else 3,
        radius_km=round(max(5.0, apart / 2), 1),
        words=words,
    )
    reasons = (f"middle of {first.name} and {second.name}, which are {apart:.0f} km apart",)
    score = Score(round(min(ends[0][1].value, ends[1][1].value), 3), reasons)
    return value, score, (), reasons


def _unresolved(
    expression: PlaceExpression,
    words: str,
    context: PlaceContext,
    knowledge: Knowledge,
    reasons: tuple[str, ...],
) -> Resolved:
    """No place: the name stays, with what is known around it (a stated distance, a container, the country)."""
    people = () if reasons or expression.containers else knowledge.countries.find_adjective(expression.name)
    if len(people) == 1:
        named = (f"a word for {people[0].name} or its people: no point is given",)
        value = PlaceValue(people[0].name, f"country:{people[0].alpha3}", people[0].alpha3, precision=4, words=words)
        return value, Score(0.8, named), (), named
    because: tuple[str, ...] = reasons or (f"'{expression.name}' is not in the gazetteer",)
    around = _around(expression, words, context, knowledge)
    if around is not None:
        value, note = around
        return value, Score(0.5, (*because, note)), (), (*because, note)
    country = context.main(expression.name) or context.leading(expression.name)
    if country is None:
        return PlaceValue(expression.name, precision=4, words=words), Score(0.1, because), (), because
    share = context.shares(expression.name)[country]
    because = (*because, f"country taken from the document, which is about {country} ({share:.0%})")
    value = PlaceValue(expression.name, None, country, precision=4, words=words)
    return value, Score(round(0.5 * share, 3), because), (), because


def _around(
    expression: PlaceExpression, words: str, context: PlaceContext, knowledge: Knowledge
) -> tuple[PlaceValue, str] | None:
    """The point or area that the phrase itself states for an unknown name."""
    if expression.distance_km is not None and expression.others:
        anchor = replace(
            expression, name=expression.others[0], relation=PlaceRelation.DISTANCE, others=(), unit_word=None
        )
        value, *_ = resolve_place(anchor, words, context=context, knowledge=knowledge)
        if value.latitude is not None and value.precision <= 2:
            note = f"placed by its stated distance from {value.name}"
            return replace(value, name=expression.name, place_id=None), note
    for position, name in enumerate(expression.containers):
        country = knowledge.countries.find_name(name, cased=False) is not None
        outer = PlaceExpression(  # what holds a place is rather the state of Bolívar than Ciudad Bolívar
            name,
            containers=expression.containers[position + 1 :],
            unit_word=None if country else "region",
            is_country=country,
        )
        value, *_ = resolve_place(outer, words, context=context, knowledge=knowledge)
        if value.place_id is None:
            continue
        precision = max(2, value.precision)
        wider = value.place_id.startswith(("country:", "iso3166-2:", "region:"))
        district = value.admin2 or (None if wider or value.precision > 2 else value.name)
        return (
            replace(value, name=expression.name, place_id=None, precision=precision, admin2=district),
            f"only its container {value.name} is known, which stands for it",
        )
    return None


__all__ = ["PlaceContext", "Resolved", "resolve_place"]
