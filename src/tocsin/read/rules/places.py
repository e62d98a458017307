"""Finding place mentions: which words name places, and what the phrase around them says.

Names stay words here; ``resolve.places`` gives them identity. Offsets are exact: the text between the
returned offsets is the name, with a capitalised unit word after it ("Rapides Parish").
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from tocsin.knowledge.countries import Countries
from tocsin.knowledge.gazetteer import Gazetteer
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.read.rules.places_phrases import datelines, distance_before, expression_of, right_unit
from tocsin.read.rules.places_scan import Hit, look_left, scan_cased, scan_flat
from tocsin.read.rules.places_words import Token, Words, flat_words, tokens_of, words

Found = tuple[int, int, PlaceExpression]

_CONTAINER_GAP = re.compile(
    r"^(?:,? (?:in|of|within|dans|en|de|du)(?: (?:the|la|le|l))?|,|,? \(|"
    r",? (?:a|an|the|une?|la|le) [\w -]{2,40}? (?:in|of|de|du))"
    r"(?: [\w-]+(?:ern)?)?(?: (?:{units}))?(?: of| de| du)?(?: the| la| le)? ?'?$"
)
_APPOSITION = re.compile(
    r"^(?:,| \(| -| –)? ?(?:a |an |the |un |une )?(?:small |large |remote )?"
    r"(?:town|village|city|area|place|ville|localité)?,? ?"
    r"(?:located |situated |lying |which is |which lies |that is |situé[es]* )?"
    r"(?:some |about |around |roughly |just |nearly |approximately |à |environ |quelque )*"
    r"[\w.,]{1,12}[ -]?(?:km|kms|kilom|mile|mi\b)"
)
_JOINED = re.compile(r"^,? (?:and|et) (?:the )?(?:[a-z]+ of )?$")


def find_places(
    text: str,
    gazetteer: Gazetteer,
    countries: Countries,
    blocked: Sequence[tuple[int, int]] = (),
    language: str | None = "en",
) -> list[Found]:
    """Place mentions of ``text`` in order: start, end, expression.

    ``blocked`` are spans that name something else (actors, sources). Known names are returned when their
    neighbours and fame allow it; unknown capitalised ones after a place preposition or unit word as well,
    so that nothing is lost. English and French; ``language`` is reserved for words that differ in sense
    between them.
    """
    vocabulary = words()
    tokens = tokens_of(text)
    if not tokens:
        return []
    flat = flat_words(text, tokens)
    adjective = lru_cache(maxsize=None)(lambda word: bool(countries.find_adjective(word)))
    hits = scan_cased(tokens, flat, gazetteer.exact, vocabulary, adjective)
    if any(flat):
        spoken = frozenset(
            country.alpha3 for hit in countries.find_all(text) if not hit.ambiguous for country in hit.countries
        )
        hits += scan_flat(tokens, flat, gazetteer.exact, vocabulary, spoken)
    heads = _heads(text, tokens, gazetteer)
    taken = {k for hit in (*hits, *heads) for k in range(hit.first, hit.last)}
    hits = [hit for hit in hits if not any(h.first < hit.last and hit.first < h.last for h in heads)]
    hits += _unknown(tokens, flat, taken, vocabulary, adjective)
    hits = _unblocked(tokens, hits, blocked)
    found = [_found(text, tokens, hit, vocabulary, countries) for hit in sorted(hits, key=lambda h: h.first)]
    ordered = sorted(hits, key=lambda h: h.first)
    found = _contained(text, tokens, ordered, found, vocabulary, countries)
    found = _paired(text, tokens, ordered, found, vocabulary)
    for head in _unblocked(tokens, heads, blocked):
        start, end = tokens[head.first].start, tokens[head.last - 1].end
        name = " ".join(text[start:end].split())
        found.append((start, end, PlaceExpression(name, PlaceRelation.SPEAKER)))
    return sorted(found, key=lambda item: item[:2])


def _found(text: str, tokens: list[Token], hit: Hit, vocabulary: Words, countries: Countries) -> Found:
    _, end = right_unit(tokens, hit, vocabulary)
    start = tokens[hit.first].start
    name = text[start : tokens[hit.last - 1].end]
    country = hit.is_country or (not hit.entries and countries.find_name(name) is not None)
    if hit.left.unit in vocabulary.settlements:
        country = False
    return start, end, expression_of(text, tokens, hit, vocabulary, country)


def _unblocked(tokens: list[Token], hits: list[Hit], blocked: Sequence[tuple[int, int]]) -> list[Hit]:
    if not blocked:
        return hits
    return [
        hit
        for hit in hits
        if not any(start < tokens[hit.last - 1].end and tokens[hit.first].start < end for start, end in blocked)
    ]


def _heads(text: str, tokens: list[Token], gazetteer: Gazetteer) -> list[Hit]:
    """Datelines as hits."""
    starts = {token.start: k for k, token in enumerate(tokens)}
    heads = []
    for start, end in datelines(text):
        first = starts.get(start)
        if first is None:
            continue
        last = first
        while last < len(tokens) and tokens[last].end <= end:
            last += 1
        entries = gazetteer.lookup(text[start:end])
        if last > first and entries:
            heads.append(Hit(first, last, entries))
    return heads


def _unknown(
    tokens: list[Token], flat: list[bool], taken: set[int], vocabulary: Words, adjective: Callable[[str], bool]
) -> list[Hit]:
    """Names no gazetteer knows: capitalised words after "in", "near", "the village of" … that are nothing else."""
    hits = []
    longer = {
        tokens[k].key
        for k in range(1, len(tokens))
        if tokens[k].cap
        and tokens[k - 1].cap
        and tokens[k].tied
        and not flat[k]
        and tokens[k - 1].low not in words().function
    }
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if (
            not (token.cap or flat[k])
            or k in taken
            or not _may_name(token, vocabulary, adjective)
            or (flat[k] and not _flat_unit(tokens, k, vocabulary))
        ):
            k += 1
            continue
        last = k + 1
        while last < len(tokens) and last < k + 3 and last not in taken and tokens[last].tied:
            if flat[k] or tokens[last - 1].possessive or not _continues(tokens, last, vocabulary):
                break
            last += 1
        while tokens[last - 1].low in words().inner and last > k + 1 and not tokens[last - 1].cap:
            last -= 1
        hit = Hit(k, last, (), flat[k])
        hit.left = look_left(tokens, k, vocabulary, adjective)
        hit.road = _road_end(tokens, hit, taken, vocabulary)
        part_of_name = not hit.road and last == k + 1 and token.key in longer and hit.left.unit is None
        if not part_of_name and _stands_as_place(tokens, hit, taken, vocabulary):
            hits.append(hit)
        k = last
    return hits


def _road_end(tokens: list[Token], hit: Hit, taken: set[int], vocabulary: Words) -> bool:
    """ "the Gao-Karo road": an unknown end of a road whose other end is known."""
    after = tokens[hit.last] if hit.last < len(tokens) and tokens[hit.last].tied else None
    on_road = after is not None and after.low in vocabulary.roads
    return on_road and hit.first - 1 in taken and tokens[hit.first].gap in ("-", "–", "‑")


def _flat_unit(tokens: list[Token], k: int, vocabulary: Words) -> bool:
    """In text without capitals an unknown name needs "the village of" right before it."""
    return (
        k >= 2
        and tokens[k].tied
        and tokens[k - 1].low in ("of", "de")
        and (tokens[k - 2].low in vocabulary.settlements or tokens[k - 2].low in vocabulary.units)
        and tokens[k].low not in vocabulary.ordinary
    )


def _may_name(token: Token, vocabulary: Words, adjective: Callable[[str], bool]) -> bool:
    low = token.low
    if not token.cap and not token.text.islower():
        return False
    if len(token.text) < 3 or token.text[0].isdigit() or (token.text.isupper() and len(token.text) <= 5):
        return False
    if low in words().days or low in words().function or low in words().articles or low in vocabulary.parts:
        return False
    if low in vocabulary.titles or low in vocabulary.organisation or low in vocabulary.units:
        return False
    return not adjective(token.text)


def _continues(tokens: list[Token], k: int, vocabulary: Words) -> bool:
    token = tokens[k]
    if token.low in words().inner and token.low not in ("of", "and", "the", "y", "en"):
        return k + 1 < len(tokens) and tokens[k + 1].cap and tokens[k + 1].tied
    return (
        token.cap
        and token.low not in words().days
        and token.low not in vocabulary.units
        and token.low not in vocabulary.facilities
    )


def _stands_as_place(tokens: list[Token], hit: Hit, taken: set[int], vocabulary: Words) -> bool:
    """Whether the words around an unknown name make it a place and nothing around makes it something else."""
    left = hit.left
    if hit.flat or hit.road:
        return True
    token = tokens[hit.first]
    if not token.cap or token.opens:
        return False
    spatial = left.people or left.preposition in words().strong - {
        "through",
        "reached",
        "entered",
        "amid",
        "amidst",
        "into",
        "off",
    }
    if left.unit is None and not left.outskirts:
        if not spatial or left.part is not None or hit.first - left.at > 2:
            return False
        if tokens[hit.first - 1].low in words().articles:
            return False  # "in the Senate", "at the Forum": names of places seldom take an article
        if token.low in vocabulary.ordinary or token.low in vocabulary.first_names:
            return False
    inside = tokens[hit.first : hit.last]
    if any(t.low in vocabulary.organisation or t.low in vocabulary.titles for t in inside):
        return False
    if hit.last < len(tokens) and tokens[hit.last].tied and not inside[-1].possessive:
        after = tokens[hit.last]
        if after.low in vocabulary.organisation or (after.gap in ("-", "‑") and not after.cap):
            return False
        if after.cap and after.low in vocabulary.titles:
            return False
    if inside[-1].possessive and left.unit is None:
        return False  # "in Karo's view"
    return hit.last - hit.first < 3 or left.unit is not None


@lru_cache(maxsize=1)
def _container_gap() -> re.Pattern[str]:
    vocabulary = words()
    kinds = "|".join(sorted(vocabulary.units | vocabulary.settlements, key=len, reverse=True))
    return re.compile(_CONTAINER_GAP.pattern.replace("{units}", kinds))


def _contained(
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
    if not owner.is_unit or not tokens[owner.last - 1].possessive:
        return False
    between = tokens[owner.last : hit.first]
    kinds = vocabulary.units | vocabulary.settlements | frozenset(vocabulary.parts) | {"of", "restive", "troubled"}
    return len(between) <= 4 and all(t.tied and t.low in kinds for t in between) and tokens[hit.first].tied


def _holds(text: str, tokens: list[Token], hit: Hit, next_hit: Hit, other: Found, vocabulary: Words, end: int) -> bool:
    """Whether the next name is said to hold this one."""
    gap = " ".join(re.sub(r"^['’]s", "", text[end : other[0]]).split(" "))
    gap = re.sub(r"\s+", " ", gap)
    for token in tokens[hit.last : hit.last + 1]:
        if token.low in vocabulary.units or token.low in vocabulary.settlements:
            gap = re.sub(rf"^ ?{re.escape(token.text)}", "", gap)
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
    return _compatible(hit, next_hit) or (not hit.entries and other[2].unit_word in vocabulary.units)


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


def _paired(text: str, tokens: list[Token], hits: list[Hit], found: list[Found], vocabulary: Words) -> list[Found]:
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


__all__ = ["Found", "distance_before", "find_places"]
