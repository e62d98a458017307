"""How names of places hold each other ("Kati, Koulikoro, Mali") and go together ("between X and Y", "the X-Y road")."""

import re
from dataclasses import replace
from functools import lru_cache

from tocsin.knowledge.countries import Countries
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.read.rules.places_match import Hit
from tocsin.read.rules.places_words import Token, Words, words

Found = tuple[int, int, PlaceExpression]


_CONTAINER_GAP = re.compile(
    r"^(?:,?(?: (?:located|situated|lying|which lies|situé[es]*))? (?:in|of|within|dans|en|de|du)"
    r"(?: (?:the|la|le|l))?|,|,? \(|"
    r",? (?:a|an|the|une?|la|le) [\w -]{2,40}? (?:in|of|de|du))"
    r"(?: [\w-]+(?:ern)?)?(?: (?:{units}))?(?: of| de| du)?(?: the| la| le)? ?'?$"
)


_APPOSITION = re.compile(
    r"^(?:,| \(| -| –)? ?(?:a |an |the |un |une )?(?:[a-z-]+ ){0,3}?"
    r"(?:town|village|city|area|place|ville|localité)?,? ?"
    r"(?:located |situated |lying |which is |which lies |that is |situé[es]* )?"
    r"(?:some |about |around |roughly |just |nearly |approximately |à |environ |quelque )*"
    r"[\w.,]{1,12}[ -]?(?:km|kms|kilom|mile|mi\b)"
)


_JOINED = re.compile(r"^,? (?:and|et) (?:the )?(?:[a-z]+ of )?$")


@lru_cache(maxsize=1)
def _container_gap() -> re.Pattern[str]:
    vocabulary = words()
    kinds = "|".join(sorted(vocabulary.units | vocabulary.settlements, key=len, reverse=True))
    return re.compile(_CONTAINER_GAP.pattern.replace("{units}", kinds))


def contained(
    text: str, tokens: list[Token], hits: list[Hit], found: list[Found], vocabulary: Words, countries: Countries
) -> list[Found]:
    """Add containers: the next names outwards ("Kati, Koulikoro, Mali"), and countries said before a name."""
    result = list(found)
    for n in range(len(hits) - 1, -1, -1):
        start, end, expression = result[n]
        containers: tuple[str, ...] = ()
        if n + 1 < len(hits) and expression.relation != PlaceRelation.BETWEEN:
            other = result[n + 1]
            if _holds(text, tokens, hits[n], hits[n + 1], other, vocabulary, end):
                containers = (other[2].name, *other[2].containers)
        if n and not containers and _owner(tokens, hits[n - 1], hits[n], vocabulary):
            containers = (result[n - 1][2].name,)
        if n + 1 < len(hits) and _measured(text, result[n], result[n + 1]):
            other = result[n + 1]
            expression = replace(
                expression,
                distance_km=other[2].distance_km,
                bearing=other[2].bearing,
                others=(other[2].name,),
            )
            result[n] = (start, end, expression)
            result[n + 1] = (*other[:2], replace(other[2], others=(expression.name,)))
        if not containers:
            for word in hits[n].left.adjectives:
                named = countries.find_adjective(word)
                if len(named) == 1:
                    containers = (named[0].name,)
        if containers:
            result[n] = (start, end, replace(expression, containers=containers))
    return result


def _measured(text: str, place: Found, anchor: Found) -> bool:
    """ "Kati, 15 kilometres (nine miles) from Bamako": the place itself is named, the distance only tells
    of it.
    """
    if anchor[2].relation != PlaceRelation.DISTANCE or place[2].relation == PlaceRelation.DISTANCE:
        return False
    gap = text[place[1] : anchor[0]].lower()
    return len(gap) < 90 and _APPOSITION.match(gap.replace("\n", " ")) is not None


def _owner(tokens: list[Token], owner: Hit, hit: Hit, vocabulary: Words) -> bool:
    """ "Nigeria's Borno state", "Mali's northern city of Gao": a possessive country right before a name."""
    if _names_quarter(tokens, owner, hit):
        return True
    if not owner.is_unit or not tokens[owner.last - 1].possessive:
        return False
    between = tokens[owner.last : hit.first]
    kinds = vocabulary.units | vocabulary.settlements | frozenset(vocabulary.parts) | {"of", "restive", "troubled"}
    return len(between) <= 4 and all(t.tied and t.low in kinds for t in between) and tokens[hit.first].tied


def _names_quarter(tokens: list[Token], owner: Hit, hit: Hit) -> bool:
    """ "The Damascus suburb of Douma": the first name holds the second."""
    between = tokens[owner.last : hit.first]
    if len(between) != 2 or tokens[owner.last - 1].possessive or owner.is_country or not tokens[hit.first].tied:
        return False
    kind, of = between
    return kind.low in words().quarters and kind.tied and not kind.cap and of.tied and of.low in words().of


def _holds(text: str, tokens: list[Token], hit: Hit, next_hit: Hit, other: Found, vocabulary: Words, end: int) -> bool:
    """Whether the next name is said to hold this one."""
    gap = " ".join(re.sub(r"^['’]s", "", text[end : other[0]]).split(" "))
    gap = re.sub(r"\s+", " ", gap)
    for position, token in enumerate(tokens[hit.last : hit.last + 2]):
        if position and not (token.tied and token.low in ("reserve", "park", "complex", "range")):
            break
        spot = token.low in vocabulary.facilities or token.low in vocabulary.natural or position > 0
        after = hit.last + position + 1
        inside = tokens[after].low in ("in", "of", "within", "reserve", "park") if after < len(tokens) else False
        if token.low in vocabulary.units or token.low in vocabulary.settlements or (spot and inside):
            gap = re.sub(rf"^ ?{re.escape(token.text)}", "", gap)  # "Lugano prison in Honduras"
    bare = gap.strip()
    shape = bare + " " if bare in ("", ",") else gap.lower()
    if bare not in (",", "(") and (len(gap) > 60 or not _container_gap().match(shape)):
        return False
    if gap.strip() == "," and not next_hit.is_country and _goes_on(tokens, next_hit):
        return False  # "in Hidalgo, Tamaulipas and Puebla": a list
    if not next_hit.is_unit and other[2].unit_word not in vocabulary.units:
        return False
    if next_hit.is_country and not hit.is_country:
        return True
    if hit.is_country:
        return False
    if other[2].unit_word in vocabulary.units and "," not in gap:
        return True
    named = hit.left.unit in vocabulary.settlements and "," not in gap  # "the village of Hamburg in Putumayo"
    return named or _compatible(hit, next_hit) or (not hit.entries and other[2].unit_word in vocabulary.units)


def _goes_on(tokens: list[Token], hit: Hit) -> bool:
    """Whether "and" and another name follow."""
    if hit.last + 1 >= len(tokens) or (not tokens[hit.last].tied and tokens[hit.last].gap.strip() != ","):
        return False
    return tokens[hit.last].low in ("and", "or", "et", "ou") and (hit.flat or tokens[hit.last + 1].cap)


def _compatible(hit: Hit, outer: Hit) -> bool:
    """Whether some reading of the inner name lies in some reading of the outer one."""
    codes = {e.admin1_code for e in outer.entries if e.kind == "admin1"}
    whole = {e.place_id.partition(":")[2] for e in outer.entries if e.kind == "admin2"}
    countries = {e.country for e in outer.entries if e.kind == "country"}
    countries |= {c for e in outer.entries if e.kind in ("region", "feature") for c in e.countries}
    for entry in hit.entries:
        if entry.kind in ("admin1", "country") and codes & {entry.admin1_code}:
            continue
        if entry.admin1_code in codes or entry.country in countries:
            return True
        if whole and entry.admin1_code in {e.admin1_code for e in outer.entries if e.kind == "admin2"}:
            return True
    return False


def paired(text: str, tokens: list[Token], hits: list[Hit], found: list[Found], vocabulary: Words) -> list[Found]:
    """ "between X and Y", "the X-Y road", "X to Y highway": both ends know each other."""
    result = list(found)
    for n in range(len(hits) - 1):
        first, second = result[n], result[n + 1]
        gap = text[first[1] : second[0]]
        between = first[2].relation == PlaceRelation.BETWEEN and _JOINED.match(gap.replace("\n", " ").lower())
        after = tokens[hits[n + 1].last] if hits[n + 1].last < len(tokens) else None
        road = after is not None and after.tied and after.low in vocabulary.roads
        before = " ".join(t.low for t in tokens[max(0, hits[n].first - 3) : hits[n].first])
        linking = any(word in before.split() for word in ("linking", "connecting", "road", "route", "axis", "axe"))
        on_road = (road and gap.strip() in ("-", "–", "to")) or (
            linking and gap.strip() in ("-", "–", "to", "and", "with", "à")
        )
        if not between and not on_road:
            continue
        for here, there in ((n, second), (n + 1, first)):
            start, end, expression = result[here]
            result[here] = (
                start,
                end,
                replace(
                    expression,
                    relation=PlaceRelation.BETWEEN,
                    others=(there[2].name,),
                    containers=(),
                    unit_word="road" if on_road else expression.unit_word,
                ),
            )
    return [
        (start, end, replace(e, relation=PlaceRelation.NEAR))
        if e.relation == PlaceRelation.BETWEEN and not e.others
        else (start, end, e)
        for start, end, e in result
    ]
