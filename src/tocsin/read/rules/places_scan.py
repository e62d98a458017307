"""Which stretches of a text are names of places: the scan, with and without the help of capitals."""

from collections.abc import Callable

from tocsin.read.rules.places_judge import judge_cased, judge_flat
from tocsin.read.rules.places_left import look_left
from tocsin.read.rules.places_match import Hit, Lookup, has_container, longest_match
from tocsin.read.rules.places_words import Token, Words, words


def scan_cased(
    tokens: list[Token],
    flat: list[bool],
    lookup: Lookup,
    vocabulary: Words,
    adjective: Callable[[str], bool],
) -> list[Hit]:
    """Names in text whose capitals mean something."""

    def may_follow(k: int) -> bool:
        return tokens[k].cap or tokens[k].low in words().inner or _elided(tokens[k].text)

    hits: list[Hit] = []
    persons: set[str] = set()
    doubtful: list[Hit] = []
    k = 0
    while k < len(tokens):
        token = tokens[k]
        lead = token.low in words().leads and k + 1 < len(tokens) and tokens[k + 1].gap in ("-", " ")
        if flat[k] or not (token.cap or lead) or token.text[0].isdigit():
            k += 1
            continue
        hit = longest_match(tokens, k, lookup, may_follow)
        if hit is None or not _written_as_name(tokens, hit):
            k += 1
            continue
        hit.left = look_left(tokens, hit.first, vocabulary, adjective)
        if hits and not hit.left.strong and _listed(tokens, hits[-1], hit, vocabulary):
            hit.left.preposition = hits[-1].left.preposition
        verdict = judge_cased(tokens, hit, vocabulary, adjective)
        if verdict == "place" or (verdict == "doubt" and has_container(tokens, hit, lookup)):
            hits.append(hit)
        elif verdict == "doubt":
            doubtful.append(hit)
        elif verdict == "person":
            persons.add(tokens[hit.last - 1].key)
        k = hit.last
    return _settle(tokens, hits, doubtful, persons)


def _elided(word: str) -> bool:
    """Whether a name with an elided article or preposition goes on: "Côte d'Ivoire"."""
    return word[1:2] in ("'", "’") and word[2:3].isupper()


def _listed(tokens: list[Token], before: Hit, hit: Hit, vocabulary: Words) -> bool:
    """Whether a name goes on a list of places: "in Gao, Mopti and Karo", "in Mopti region and Solhan"."""
    if not before.left.strong or hit.first - before.last > 2:
        return False
    between = tokens[before.last : hit.first]
    if any(t.low not in ("and", "or", "et", "ou") and t.low not in vocabulary.units for t in between):
        return False
    gaps = [t.gap.strip() for t in tokens[before.last : hit.first + 1]]
    return all(gap in ("", ",") for gap in gaps) and (bool(between) or "," in gaps)


def _written_as_name(tokens: list[Token], hit: Hit) -> bool:
    """Whether a match has a capital; "In", "The", "Of" at a sentence start are no towns, though some are called so."""
    function = hit.last == hit.first + 1 and tokens[hit.first].cap and tokens[hit.first].low in words().function
    return not function and any(token.cap for token in tokens[hit.first : hit.last])


def _settle(tokens: list[Token], hits: list[Hit], doubtful: list[Hit], persons: set[str]) -> list[Hit]:
    """Second look with the whole document in mind: a doubtful name is a place if it is one elsewhere in the
    text; a
    name that some person bears is a place only after a place preposition."""
    known = {_key(tokens, hit) for hit in hits}
    kept = [hit for hit in hits if hit.left.strong or _key(tokens, hit) not in persons or hit.last - hit.first > 1]
    kept += [hit for hit in doubtful if _key(tokens, hit) in known and _key(tokens, hit) not in persons]
    return sorted(kept, key=lambda hit: hit.first)


def _key(tokens: list[Token], hit: Hit) -> str:
    return " ".join(token.key for token in tokens[hit.first : hit.last])


def scan_flat(
    tokens: list[Token],
    flat: list[bool],
    lookup: Lookup,
    vocabulary: Words,
    countries: frozenset[str],
) -> list[Hit]:
    """Names in text without meaningful capitals: only well-known names, and lesser ones of ``countries``
    (alpha-3,
    those the document speaks of) after a place preposition or before a container."""

    def may_follow(k: int) -> bool:
        return True

    hits: list[Hit] = []
    k = 0
    while k < len(tokens):
        token = tokens[k]
        hit = None
        if flat[k] and not token.text[0].isdigit() and token.low not in words().function:
            hit = longest_match(tokens, k, lookup, may_follow)
        if hit is not None:
            hit.flat = True
            hit.left = look_left(tokens, hit.first, vocabulary)
            if not judge_flat(tokens, hit, vocabulary, countries, lookup):
                hit = None
        if hit is None:
            k += 1
            continue
        hits.append(hit)
        k = hit.last
    return hits
