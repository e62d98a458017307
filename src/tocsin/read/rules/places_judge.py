"""Whether a name found is a place: what its neighbours and its fame say, with and without the help of capitals."""

from collections.abc import Callable

from tocsin.read.rules.places_match import BIG, METROPOLIS, TOWN, VILLAGE, Hit, Lookup, has_container
from tocsin.read.rules.places_words import Token, Words, words

_LAND = ("admin1", "admin2", "region", "feature")


def judge_cased(tokens: list[Token], hit: Hit, vocabulary: Words, adjective: Callable[[str], bool]) -> str:
    """ "place", "doubt", "person" or "other" for one match in cased text, from its neighbours and its fame."""
    single = tokens[hit.first] if hit.last == hit.first + 1 else None
    if (
        single is not None
        and adjective(single.text)
        and not hit.is_country
        and _goes_with_noun(tokens, hit.last, vocabulary)
    ):
        return "other"
    before = _left_neighbour(tokens, hit, vocabulary, adjective)
    after = _right_neighbour(tokens, hit, vocabulary)
    if before == "reject" or after == "reject":
        return "other"
    if before == "person":
        return "person"
    if after == "person":
        return "other"
    if single is not None:
        if single.low in words().days or single.low in vocabulary.parts or single.low in words().function:
            return "place" if after == "unit" else "other"
        if single.text.isupper() and len(single.text) <= 5 and not hit.is_country:
            return "doubt"
        if single.text.isupper() and len(single.text) <= 3 and len(single.key) <= 3 and not hit.is_country:
            return "other"
    if after == "unit" or hit.left.strong:
        return _judge_located(tokens, hit, single, vocabulary)
    if single is not None and single.opens and single.low in vocabulary.ordinary:
        return "other"
    if single is not None and (single.low in vocabulary.first_names or single.low in vocabulary.ordinary):
        return "doubt"
    if hit.left.on and any(e.kind in _LAND and e.matched == "name" for e in hit.entries):
        return "place"  # "on Basilan"
    if hit.left.struck and hit.importance >= VILLAGE:
        return "place"
    if hit.last < len(tokens) and tokens[hit.last].tied and tokens[hit.last].low in vocabulary.speaking:
        return "place" if hit.is_country or hit.importance >= METROPOLIS else "other"
    if hit.is_country or (hit.is_unit and hit.importance >= 4.0):
        return "place"
    return "place" if hit.importance >= TOWN else "doubt"


def _goes_with_noun(tokens: list[Token], after: int, vocabulary: Words) -> bool:
    """Whether a word of nationality that is a unit's name, too, is the adjective here: "the Somali capital", "Somali
    soldiers"; in "the Somali region" it is the unit."""
    if after >= len(tokens) or not tokens[after].tied or tokens[after].gap == "/":
        return False
    low = tokens[after].low
    return not (tokens[after].cap or low in vocabulary.units or low in words().function)


def _judge_located(tokens: list[Token], hit: Hit, single: Token | None, vocabulary: Words) -> str:
    """After "in", "the village of" …: a place, unless the word is an everyday one and the place obscure."""
    if single is None:
        return "place"
    if single.low in vocabulary.ordinary and hit.importance < BIG and hit.left.unit is None:
        return "doubt"
    if single.low in vocabulary.organisation and hit.importance < BIG:
        return "other"
    return "place"


def _left_neighbour(tokens: list[Token], hit: Hit, vocabulary: Words, adjective: Callable[[str], bool]) -> str | None:
    if hit.first == 0 or not tokens[hit.first].tied or tokens[hit.first].gap in ("/", ". ", "."):
        return "person" if _follows_title(tokens, hit, vocabulary) else None
    previous = tokens[hit.first - 1]
    if previous.low in words().of and hit.first >= 2 and tokens[hit.first - 2].cap:
        return "reject" if tokens[hit.first - 2].low in vocabulary.organisation else None
    if previous.low in ("and", "&") and previous.text == "&":
        return "reject"
    if previous.possessive:
        return None
    if previous.low.rstrip(".") in vocabulary.titles:
        return "person" if previous.cap else None
    if not previous.cap or previous.text[0].isdigit():
        return None
    if tokens[hit.first].gap in ("-", "–", "‑"):
        return None
    low = previous.low
    if low in words().days or low in words().function or low in vocabulary.parts or adjective(previous.text):
        return None
    if low in ("lake", "mount", "camp", "fort", "port", "radio", "operation", "operations"):
        return "reject"
    if low in vocabulary.units or low in vocabulary.settlements or low in vocabulary.roads:
        return None
    if low in vocabulary.organisation:
        return "reject"
    if previous.text.isupper() and len(previous.text) > 1:
        return None
    return "person"


def _follows_title(tokens: list[Token], hit: Hit, vocabulary: Words) -> bool:
    if hit.first == 0 or tokens[hit.first].gap not in (". ", "."):
        return False
    return tokens[hit.first - 1].low in vocabulary.titles or len(tokens[hit.first - 1].low) == 1


def _right_neighbour(tokens: list[Token], hit: Hit, vocabulary: Words) -> str | None:
    if hit.last >= len(tokens) or tokens[hit.last - 1].possessive:
        return None
    following = tokens[hit.last]
    if not following.tied or following.gap == "/":
        return None
    low = following.low
    if following.gap in ("-", "–", "‑", "‐"):
        return None if following.cap else "reject"
    if low in vocabulary.units:
        return "reject" if following.cap and names_institution(tokens, hit.last + 1, vocabulary) else "unit"
    if not following.cap:
        return None
    if low in vocabulary.settlements or low in vocabulary.facilities or low in vocabulary.natural:
        return None
    if low in words().days or low in vocabulary.parts or low in words().function or following.text[0].isdigit():
        return None
    if low in vocabulary.organisation:
        return "reject"
    if following.text.isupper() and len(following.text) > 1:
        return None
    return "person"


def names_institution(tokens: list[Token], index: int, vocabulary: Words) -> bool:
    """Whether a unit word is part of the name of an institution: "Mindanao State *University*"."""
    if index >= len(tokens) or not (tokens[index].tied and tokens[index].cap):
        return False
    return tokens[index].low in vocabulary.facilities or tokens[index].low in vocabulary.organisation


def judge_flat(tokens: list[Token], hit: Hit, vocabulary: Words, countries: frozenset[str], lookup: Lookup) -> bool:
    """Whether a match without the help of capitals is a place."""
    inside = tokens[hit.first : hit.last]
    if all(t.low in vocabulary.ordinary or t.low in words().function or t.low in vocabulary.parts for t in inside):
        return False
    main = [e for e in hit.entries if e.matched == "name"]
    if any(e.kind == "country" for e in main):
        return len(inside[0].key) > 2 or "." in inside[0].text or inside[0].text.isupper()
    if all(len(t.key) < 3 for t in inside):
        return False
    person = hit.first > 0 and tokens[hit.first].tied and tokens[hit.first - 1].low in vocabulary.titles
    first_name = len(inside) == 1 and inside[0].low in vocabulary.first_names
    if person:
        return False
    fame = max((e.importance for e in main), default=0.0)
    local = max((e.importance for e in hit.entries if any(e.lies_in(c) for c in countries)), default=-1.0)
    if has_container(tokens, hit, lookup) and (fame >= VILLAGE or local >= 0):
        return True
    if first_name:
        return False
    following = tokens[hit.last] if hit.last < len(tokens) and tokens[hit.last].tied else None
    if following is not None and following.low in vocabulary.units and not inside[-1].possessive:
        return hit.is_unit or local >= 2.0
    if hit.left.strong or hit.left.preposition == "from":
        return fame >= BIG or local >= VILLAGE or (local >= 2.0 and hit.left.unit is not None)
    return fame >= METROPOLIS or local >= BIG
