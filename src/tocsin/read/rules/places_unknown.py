"""Names of places that no gazetteer knows: capitalised words after "in", "near" or "the village of"."""

from collections.abc import Callable

from tocsin.read.rules.places_judge import names_institution
from tocsin.read.rules.places_left import look_left
from tocsin.read.rules.places_match import Hit
from tocsin.read.rules.places_words import Token, Words, words


def unknown_names(
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
            or not (_may_name(token, vocabulary, adjective) or _leads_on(tokens, k, taken, vocabulary, adjective))
            or (flat[k] and not _flat_unit(tokens, k, vocabulary))
        ):
            k += 1
            continue
        last = k + 1
        while last < len(tokens) and last < k + 3 and last not in taken and tokens[last].tied:
            if flat[k] or tokens[last - 1].possessive or not _continues(tokens, last, vocabulary):
                break
            last += 1
        last = _with_kind(tokens, k, last, taken, vocabulary)
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


def _with_kind(tokens: list[Token], first: int, last: int, taken: set[int], vocabulary: Words) -> int:
    """Where a name ends that says itself what it is: "Garamba National *Park*", "Chinko Nature *Reserve*"."""
    if last - first < 2 or last >= len(tokens) or last in taken or not tokens[last].tied or not tokens[last].cap:
        return last
    kind = tokens[last].low in vocabulary.natural or tokens[last].low in ("park", "reserve", "sanctuary")
    return last + 1 if kind and not tokens[last - 1].possessive else last


def _road_end(tokens: list[Token], hit: Hit, taken: set[int], vocabulary: Words) -> bool:
    """ "the Gao-Karo road", "the road from Gao to Karo": an unknown end of a road whose other end is known."""
    after = tokens[hit.last] if hit.last < len(tokens) and tokens[hit.last].tied else None
    on_road = after is not None and after.low in vocabulary.roads
    if on_road and hit.first - 1 in taken and tokens[hit.first].gap in ("-", "–", "‑"):
        return True
    other = hit.first - 2
    if other not in taken or tokens[hit.first - 1].low not in ("to", "à"):
        return False
    while other - 1 in taken:
        other -= 1
    before = [token.low for token in tokens[max(0, other - 2) : other]]
    return len(before) == 2 and before[0] in vocabulary.roads and before[1] in ("from", "between", "de", "entre")


def _flat_unit(tokens: list[Token], k: int, vocabulary: Words) -> bool:
    """In text without capitals an unknown name needs "the village of" right before it."""
    return (
        k >= 2
        and tokens[k].tied
        and tokens[k - 1].low in ("of", "de")
        and (tokens[k - 2].low in vocabulary.settlements or tokens[k - 2].low in vocabulary.units)
        and tokens[k].low not in vocabulary.ordinary
    )


def _leads_on(
    tokens: list[Token], k: int, taken: set[int], vocabulary: Words, adjective: Callable[[str], bool]
) -> bool:
    """Whether the word at ``k`` is an article with a capital that opens a name: "El Agheila", "Al-Madariba"."""
    if not tokens[k].cap or tokens[k].low not in words().leads or k + 1 >= len(tokens) or k + 1 in taken:
        return False
    return tokens[k + 1].tied and tokens[k + 1].cap and _may_name(tokens[k + 1], vocabulary, adjective)


def _may_name(token: Token, vocabulary: Words, adjective: Callable[[str], bool]) -> bool:
    low = token.low
    if not token.cap and not token.text.islower():
        return False
    if len(token.text) < 3 or token.text[0].isdigit() or _is_abbreviation(token.text):
        return False
    if (
        low in words().days
        or low in words().markers
        or low in words().function
        or low in words().articles
        or low in vocabulary.parts
    ):
        return False
    if low in vocabulary.titles or low in vocabulary.organisation or low in vocabulary.units:
        return False
    return not adjective(token.text)


def _is_abbreviation(text: str) -> bool:
    """Whether a word is an abbreviation, in the plural too ("SFs", "NGOs")."""
    letters = text.removesuffix("s")
    return letters.isupper() and 1 < len(letters) <= 5


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


# Prepositions that also stand before persons and things.
_LOOSE = frozenset({"through", "reached", "entered", "amid", "amidst", "into", "off"})


def _lies_in(tokens: list[Token], hit: Hit, taken: set[int], vocabulary: Words) -> bool:
    """ "the attack on X in Sudan", "withdrew from X in Niger": a known place right behind "in" holds the name."""
    if not (hit.left.struck or hit.left.preposition in ("from", "on")) or hit.last + 1 >= len(tokens):
        return False
    if tokens[hit.last].low != "in" or not tokens[hit.last].tied:
        return False
    k = hit.last + 1
    while k < min(len(tokens), hit.last + 4) and (
        tokens[k].low in words().articles or tokens[k].low in vocabulary.parts
    ):
        k += 1
    return k < len(tokens) and k in taken


def _of_place(tokens: list[Token], hit: Hit, vocabulary: Words) -> bool:
    """ "the garrison of X", "the mayor of X", "driven out of X": what stands before "of" belongs to a place."""
    left = hit.left
    if left.preposition not in words().of or left.at < 1 or hit.first - left.at > 1:
        return False
    before = tokens[left.at - 1].low
    return before == "out" or before in vocabulary.facilities or before in words().of_places


def _stands_as_place(tokens: list[Token], hit: Hit, taken: set[int], vocabulary: Words) -> bool:
    """Whether the words around an unknown name make it a place and nothing around makes it something else."""
    left = hit.left
    if hit.flat or hit.road:
        return True
    token = tokens[hit.first]
    if not token.cap or token.opens:
        return False
    landform = token.low in words().landforms and hit.last - hit.first > 1
    if landform and left.preposition in (*words().strong, "on"):
        return True
    spatial = (
        left.people
        or _of_place(tokens, hit, vocabulary)
        or _lies_in(tokens, hit, taken, vocabulary)
        or left.preposition in words().strong - _LOOSE
    )
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
        if after.cap and (after.low in vocabulary.titles or names_institution(tokens, hit.last + 1, vocabulary)):
            return False
    if inside[-1].possessive and left.unit is None:
        return False  # "in Karo's view"
    return hit.last - hit.first < 3 or left.unit is not None
