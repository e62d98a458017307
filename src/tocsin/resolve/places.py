"""Place phrases to places: which of the namesakes is meant, at what precision, or none at all.

A name is never given to a namesake in a country of which the document does not speak, and an unknown name
never to the capital (CODEBOOK 4). Every choice carries its reasons.
"""

from dataclasses import replace

from tocsin.knowledge import Knowledge
from tocsin.knowledge.gazetteer import Gazetteer, GazetteerEntry, distance_km
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.reading import Alternative
from tocsin.model.text import name_key
from tocsin.model.values import PlaceValue, Score
from tocsin.resolve.places_borders import border
from tocsin.resolve.places_context import PlaceContext
from tocsin.resolve.places_distances import OFF, distance_note, measured
from tocsin.resolve.places_parts import ADJECTIVES, part_of_country, part_of_unit
from tocsin.resolve.places_ranking import (
    NEAR_MISS,
    NEAR_SPELLING,
    TRANSLITERATED,
    parts_of,
    probabilities,
    ranked_readings,
    rather_town,
    rather_unit,
)
from tocsin.resolve.places_values import UNVERIFIED, area, value_of

Resolved = tuple[PlaceValue, Score, tuple[Alternative, ...], tuple[str, ...]]

RIVAL_FLOOR = 0.05  # readings less likely than this are not listed
FAR_APART_KM = 100.0  # ends of a road further apart than this: precision 3 (CODEBOOK 4)
# What runs or lies far beyond any town or country it shares a name with: "the Dnipro river", "the Niger river".
_BEYOND_TOWNS = frozenset({"river", "gulf", "strait", "desert"})


def resolve_place(expression: PlaceExpression, words: str, *, context: PlaceContext, knowledge: Knowledge) -> Resolved:
    """The place an expression means: value, score, rival readings, reasons (also in ``score.because``).

    ``words`` are the words of the mention, kept in the value. A name that stays unresolved has ``place_id``
    ``None``; its country may still be known from its containers or from the document.
    """
    gazetteer = knowledge.gazetteer
    own = expression.containers
    if not expression.containers:  # one name means one place in one document
        expression = replace(expression, containers=context.containers.get(name_key(expression.name), ()))
    if expression.unit_word in _BEYOND_TOWNS:
        return _landform(replace(expression, containers=own), words, context, knowledge)
    if expression.relation is PlaceRelation.BORDER:
        return border(expression, words, context, knowledge) or _beside(expression, words, context, knowledge)
    if expression.is_country:
        if expression.relation is PlaceRelation.NEAR:
            return _beside(expression, words, context, knowledge)
        country = _country(expression, words, knowledge, gazetteer)
        rather = rather_unit(expression, context, gazetteer) or rather_town(expression, context, gazetteer)
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
    ranked, reasons = ranked_readings(expression, context, gazetteer)
    if not ranked:
        return _unresolved(expression, words, context, knowledge, reasons)
    anchor = _anchor(expression, context, knowledge)
    if anchor is not None:
        ranked = measured(ranked, expression, anchor)
    shares = probabilities([c.worth for c in ranked])
    best = ranked[0]
    value, notes = value_of(best.entry, expression, words, context, gazetteer)
    if best.entry.kind == "admin1" and expression.part in ADJECTIVES and not parts_of(expression, gazetteer):
        value, note = part_of_unit(value, expression.part)
        notes = (*notes, note)
    checked = distance_note(value, expression, anchor) if anchor is not None else ()
    rivals = [
        f"rather than {_called(c.entry)} ({p:.0%})"
        for c, p in zip(ranked[1:4], shares[1:4], strict=False)
        if p >= RIVAL_FLOOR and not _one_area(c.entry, best.entry)
    ]
    because = (*reasons, *best.because, *notes, *checked, *rivals)
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
    return _unresolved(replace(expression, name=called), words, context, knowledge, reasons)


def _called(entry: GazetteerEntry) -> str:
    """A rival in words: "San José in Caldas, COL"."""
    where = ", ".join(part for part in (entry.admin1, entry.country) if part and part != entry.name)
    return f"{entry.name} in {where}" if where else entry.name


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
        for region in parts_of(expression, gazetteer):
            value = area(region, words, alpha3, 3)
            units = ", ".join(region.units) or "centre and radius"
            known = (f"{region.name} is a region of the lexicon: {units}", UNVERIFIED)
            return value, Score(0.85, known), (), known
        cut = part_of_country(name, alpha3, expression.part, words, knowledge)
        if cut is not None:
            return cut
    radius = entry.radius_km if entry is not None else None
    value = PlaceValue(name, f"country:{alpha3}", alpha3, precision=4, radius_km=radius, words=words)
    reasons: tuple[str, ...] = ("names a country: no point is given",)
    if expression.part is not None:
        reasons = (*reasons, f"only a part of it is meant ({expression.part}), for which the lexicon has no entry")
    return value, Score(0.95, reasons), (), reasons


def _anchor(expression: PlaceExpression, context: PlaceContext, knowledge: Knowledge) -> PlaceValue | None:
    """The place from which a stated distance is reckoned, where its point is known."""
    if expression.distance_km is None or not expression.others:
        return None
    found = resolve_place(
        PlaceExpression(expression.others[0]), expression.others[0], context=context, knowledge=knowledge
    )
    value = found[0]
    return value if value.latitude is not None and value.longitude is not None and value.precision <= 2 else None


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
    if country is None or expression.relation is PlaceRelation.SPEAKER:  # people speak abroad as well
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


__all__ = ["NEAR_SPELLING", "OFF", "TRANSLITERATED", "PlaceContext", "Resolved", "resolve_place"]
