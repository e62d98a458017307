"""Places at borders: a stretch of the line between two countries, or where three meet (CODEBOOK 4: precision 3)."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.knowledge import Knowledge
from tocsin.knowledge.gazetteer import GazetteerEntry
from tocsin.knowledge.outlines import Circle
from tocsin.model.expressions import FAR_SIDES, TRIPLE, PlaceExpression
from tocsin.model.reading import Alternative
from tocsin.model.values import PlaceValue, Score
from tocsin.resolve.places_context import PlaceContext
from tocsin.resolve.places_values import UNVERIFIED, WIDEST_KM, area, too_wide

Resolved = tuple[PlaceValue, Score, tuple[Alternative, ...], tuple[str, ...]]

_SIDE_SHARE = 0.5  # of the votes for other countries: from here one is this side of "the border with X"
_SIDE_LEAD = 0.3  # votes by which one side of "the X-Y border" must lead to be the side where it happened
_TRIPLE = "three-border area"  # the lexicon's name of an area where borders meet
_SHORTER = 0.9  # share of a border's radius that a stretch of it may have
_SURE, _GUESSED = 0.85, 0.6  # confidence with the side told, and with the side taken from the document


def border(expression: PlaceExpression, words: str, context: PlaceContext, knowledge: Knowledge) -> Resolved | None:
    """The border a phrase speaks of. ``None`` when one of its countries is not known: neither told nor, beyond doubt,
    the one of which the document speaks."""
    if expression.unit_word == TRIPLE:
        return _triple(words, context, knowledge)
    codes = [code for name in (expression.name, *expression.others) if (code := _code(name, knowledge)) is not None]
    codes = list(dict.fromkeys(codes))
    if not codes:
        return None
    told = next((c for name in expression.containers if (c := _country_of(name, knowledge)) is not None), None)
    if len(codes) == 1 or expression.unit_word == FAR_SIDES:
        this = told or _this_side(codes, context)
        if this is None or this == codes[0] or this not in knowledge.outlines.neighbours(codes[0]):
            return None
        return _stretch(expression, [this, codes[0]], this, told is not None, words, knowledge)
    home = told or context.main()
    if home is not None and home not in codes and home in knowledge.outlines.neighbours(codes[0]):
        return _stretch(expression, [home, codes[0]], home, told is not None, words, knowledge)  # all are far sides
    side = told if told in codes else _leading(codes, context)
    if len(codes) == 2:
        return _stretch(expression, codes, side, told in codes, words, knowledge)
    where = knowledge.outlines.meeting(codes[:3])
    reasons = (f"where {_names(codes, knowledge)} meet" if where is not None else f"{_names(codes, knowledge)} meet "
               "nowhere by the packaged outlines: no point is given",)  # fmt: skip
    return _value(f"borders of {_names(codes, knowledge)}", codes, side, where, words, reasons, told is not None)


def _stretch(
    expression: PlaceExpression, codes: Sequence[str], side: str | None, told: bool, words: str, knowledge: Knowledge
) -> Resolved | None:
    """The border of two countries, narrowed by what the phrase names beside it."""
    near, beside = _narrowing(expression, codes, side, knowledge)
    outlines = knowledge.outlines
    whole = outlines.border(codes[0], codes[1], None, side)
    where = outlines.border(codes[0], codes[1], near, side) if near is not None else None
    if where is not None and whole is not None and where.radius_km > _SHORTER * whole.radius_km:
        where = None  # the circle around what is named beside it holds (nearly) all of the border
    narrowed = where is not None
    where = where or whole
    first = [side] if side is not None else []
    ordered = [*first, *sorted(c for c in codes if c not in first)]
    names = [_name(code, knowledge) for code in ordered]
    reasons: tuple[str, ...] = ()
    if where is None:
        reasons = (f"{' and '.join(names)} have no common border by the packaged outlines: no point is given",)
    elif narrowed and beside is not None:
        reasons = (f"the stretch of the {'-'.join(names)} border at {beside}, {2 * where.radius_km:.0f} km across",)
    else:
        reasons = (f"the middle of the {'-'.join(names)} border, {2 * where.radius_km:.0f} km across",)
    if where is not None and expression.distance_km is not None:
        where = replace(where, radius_km=max(where.radius_km, expression.distance_km))
        reasons = (*reasons, f"{expression.distance_km:g} km from it, where along it is not said")
    found = _value(f"{'-'.join(names)} border", codes, side, where, words, reasons, told)
    entry = _unit(expression, side, knowledge) if narrowed else None
    if entry is not None and entry.kind == "admin1":
        value, *rest = found
        return replace(value, admin1=entry.name), *rest  # type: ignore[return-value]
    return found


def _value(
    name: str,
    codes: Sequence[str],
    side: str | None,
    where: Circle | None,
    words: str,
    reasons: tuple[str, ...],
    told: bool,
) -> Resolved:
    """The value of a border place; without a point where none can stand for it."""
    if side is None:
        reasons = (*reasons, "on which side it happened is not said")
    elif not told:
        reasons = (*reasons, f"on the side of {side}, of which the rest of the document speaks")
    if where is not None and where.radius_km > WIDEST_KM:
        reasons, where = (*reasons, too_wide(where.radius_km)), None
    value = PlaceValue(
        name,
        f"border:{'-'.join(sorted(codes))}",
        side,
        latitude=where.latitude if where is not None else None,
        longitude=where.longitude if where is not None else None,
        precision=3 if where is not None else 4,
        radius_km=where.radius_km if where is not None else None,
        words=words,
    )
    return value, Score(_SURE if told else _GUESSED, reasons), (), reasons


def _triple(words: str, context: PlaceContext, knowledge: Knowledge) -> Resolved | None:
    """ "The tri-border area" of countries that are not named: the lexicon's, where the document speaks of them."""
    for entry in knowledge.gazetteer.lookup(_TRIPLE):
        if entry.kind == "region" and context.share(entry) > 0:
            spoken = context.main() or context.leading()
            country = spoken if spoken in entry.countries else None
            notes = (f"{entry.name} of {', '.join(entry.countries)}, of which the document speaks", UNVERIFIED)
            return area(entry, words, country, 3), Score(_GUESSED, notes), (), notes
    return None


def _narrowing(
    expression: PlaceExpression, codes: Sequence[str], side: str | None, knowledge: Knowledge
) -> tuple[Circle | None, str | None]:
    """The area beside which a border is meant, and its name."""
    for name in expression.containers:
        part, _, whole = name.partition(" of ")
        country = _code(whole, knowledge) if whole and _code(name, knowledge) is None else None
        if country is not None and country in codes:
            found = knowledge.outlines.part(country, part)
            if found is not None:
                return found, f"the {name}"
    entry = _unit(expression, side, knowledge)
    if entry is None or entry.latitude is None or entry.longitude is None:
        return None, None
    return Circle(entry.latitude, entry.longitude, entry.radius_km or 10.0), entry.name


def _unit(expression: PlaceExpression, side: str | None, knowledge: Knowledge) -> GazetteerEntry | None:
    """The unit that is named beside a border, in one of its countries."""
    kinds = ("admin1", "admin2", "admin3", "region", "feature")
    for name in expression.containers:
        found = [e for e in knowledge.gazetteer.lookup(name) if e.kind in kinds and (side is None or e.lies_in(side))]
        if found:
            return found[0]
    return None


def _this_side(far: Sequence[str], context: PlaceContext) -> str | None:
    """The country from which a border with those ``far`` is spoken of: the one that most other words of the document
    stand behind."""
    rest = {code: vote for code, vote in context.votes.items() if code not in far and vote > 0}
    if not rest:
        return None
    best = max(sorted(rest), key=lambda code: rest[code])
    return best if rest[best] >= _SIDE_SHARE * sum(rest.values()) else None


def _leading(codes: Sequence[str], context: PlaceContext) -> str | None:
    """Of the sides of a border the one of which the rest of the document speaks more."""
    votes = sorted(((context.votes.get(code, 0.0), code) for code in codes), reverse=True)
    return votes[0][1] if votes[0][0] - votes[1][0] >= _SIDE_LEAD else None


def _country_of(name: str, knowledge: Knowledge) -> str | None:
    """The country of a container: itself, or the one of which it is a part or the only unit of its name."""
    found = _code(name, knowledge) or _code(name.rpartition(" of ")[2], knowledge)
    if found is not None:
        return found
    homes = {e.country for e in knowledge.gazetteer.lookup(name) if e.kind in ("admin1", "admin2") and e.country}
    return homes.pop() if len(homes) == 1 else None


def _code(name: str, knowledge: Knowledge) -> str | None:
    found = knowledge.countries.find_name(name, cased=False)
    if found is not None:
        return found.alpha3
    return next((e.country for e in knowledge.gazetteer.lookup(name) if e.kind == "country"), None)


def _name(code: str, knowledge: Knowledge) -> str:
    found = knowledge.countries.by_alpha3(code)
    return found.name if found is not None else code


def _names(codes: Sequence[str], knowledge: Knowledge) -> str:
    *first, last = (_name(code, knowledge) for code in codes)
    return f"{', '.join(first)} and {last}" if first else last
