"""Which stretches of a text are names of places: the scan, with and without the help of capitals."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tocsin.knowledge.gazetteer import GazetteerEntry
from tocsin.read.rules.places_words import Token, Words, words

Lookup = Callable[[str], tuple[GazetteerEntry, ...]]

LONGEST = 5  # words in a name
TOWN, BIG, METROPOLIS, VILLAGE = 4.2, 4.7, 5.7, 3.3  # log10 of inhabitants: 16 000, 50 000, 500 000, 2 000


@dataclass(slots=True)
class Hit:
    """A name found: token range ``[first, last)``, gazetteer entries (none for an unknown name)."""

    first: int
    last: int
    entries: tuple[GazetteerEntry, ...]
    flat: bool = False
    road: bool = False  # the unknown end of a road
    left: "Left" = field(default_factory=lambda: Left())

    @property
    def importance(self) -> float:
        """Of the best entry under a main name; alternates count 1.5 less."""
        return max((e.importance - 1.5 * (e.matched != "name") for e in self.entries), default=0.0)

    @property
    def is_country(self) -> bool:
        """Whether the first entry is a country."""
        return bool(self.entries) and self.entries[0].kind == "country"

    @property
    def is_unit(self) -> bool:
        """Whether some entry is larger than a town."""
        return any(e.kind not in ("city", "village") for e in self.entries)


@dataclass(slots=True)
class Left:
    """What stands before a name: the preposition, a unit word, a part, nationality words in between."""

    preposition: str | None = None
    at: int = -1  # token index of the preposition (or of the outermost word before the name)
    unit: str | None = None
    part: str | None = None
    adjectives: tuple[str, ...] = ()
    outskirts: bool = False
    border: bool = False  # "the border with X"
    people: bool = False  # "residents of X"

    @property
    def strong(self) -> bool:
        """Whether a place must follow such words."""
        return self.preposition in words().strong or self.unit is not None or self.outskirts or self.people


def look_left(
    tokens: list[Token], first: int, vocabulary: Words, adjective: Callable[[str], bool] = lambda _: False
) -> Left:
    """Walk left from the name at token ``first`` over articles, unit words, parts and adjectives to a
    preposition.
    """
    left = Left(at=first)
    k = first - 1
    if k < 0 or tokens[first].opens or not (tokens[first].tied or tokens[first].gap.strip() in ("", ",")):
        return left
    if tokens[first].gap.strip() == ",":  # "the capital, Bamako"
        return _after_comma(tokens, first, vocabulary, left)
    if tokens[k].low in words().articles and k > 0:
        k -= 1
    if tokens[k].low in words().of and k > 0 and _is_kind(tokens[k - 1].low, vocabulary):
        k -= 1
    while k >= 0 and k >= first - 7:
        low = tokens[k].low
        nxt = tokens[k + 1]
        if not (nxt.tied or nxt.gap == ", ") or nxt.opens:
            break
        if low in words().strong or low in words().weak:
            if low in words().of and k > 0 and _is_kind(tokens[k - 1].low, vocabulary) and left.unit is None:
                k -= 1
                continue
            left.preposition, left.at = low, k
            if low in words().of and k > 0:
                left.border = tokens[k - 1].low in words().border
                left.people = tokens[k - 1].low in words().people
            break
        if low in ("with", "avec") and k > 0 and tokens[k - 1].low in words().border:
            left.preposition, left.at, left.border = "near", k, True
            break
        if low in words().outskirts:
            left.outskirts = True
        elif low in vocabulary.parts:
            left.part = vocabulary.parts[low]
        elif low in vocabulary.units or low in vocabulary.settlements:
            if k < first - 1 and _named_by(tokens, k, adjective):
                left.preposition, left.at = "of", k + 1  # "the Menaka region of Mali": the word is another's
                break
            left.unit = left.unit or low
        elif low in words().articles or low in words().part_nouns or low in words().of:
            pass
        elif (left.unit is not None or left.part is not None) and k >= first - 5 and low not in words().function:
            left.adjectives = (*left.adjectives, tokens[k].text)
        else:
            break
        left.at = k
        k -= 1
    return left


def _named_by(tokens: list[Token], k: int, adjective: Callable[[str], bool]) -> bool:
    """Whether the unit word at ``k`` has its own name before it ("the Menaka region of …")."""
    if k == 0 or not tokens[k].tied:
        return False
    before = tokens[k - 1]
    return before.cap and before.low not in words().function and not adjective(before.text)


def _after_comma(tokens: list[Token], first: int, vocabulary: Words, left: Left) -> Left:
    low = tokens[first - 1].low
    if low == "capital" or low in vocabulary.settlements:
        left.unit = low
    return left


def _is_kind(low: str, vocabulary: Words) -> bool:
    return (
        low in vocabulary.units
        or low in vocabulary.settlements
        or low in vocabulary.parts
        or low in words().outskirts
        or low in words().part_nouns
    )


def longest_match(tokens: list[Token], start: int, lookup: Lookup, may_follow: Callable[[int], bool]) -> Hit | None:
    """The longest name of the gazetteer that begins at token ``start``.

    ``may_follow(k)`` says whether token ``k`` may belong to a name that began before it.
    """
    reach = start + 1
    while reach < len(tokens) and reach < start + LONGEST and not tokens[reach - 1].possessive:
        if not tokens[reach].tied or not may_follow(reach):
            break
        reach += 1
    for last in range(reach, start, -1):
        if last - 1 > start and tokens[last - 1].low in words().inner and not tokens[last - 1].cap:
            continue
        key = " ".join(token.key for token in tokens[start:last] if token.key)
        entries = lookup(key)
        if entries:
            return Hit(start, last, entries)
    return None


def scan_cased(
    tokens: list[Token],
    flat: list[bool],
    lookup: Lookup,
    vocabulary: Words,
    adjective: Callable[[str], bool],
) -> list[Hit]:
    """Names in text whose capitals mean something."""

    def may_follow(k: int) -> bool:
        return tokens[k].cap or tokens[k].low in words().inner

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
        if hit is not None and token.cap and _skips_function_word(tokens, hit, lookup):
            hit = None
        if hit is None or not any(t.cap for t in tokens[hit.first : hit.last]):
            k += 1
            continue
        hit.left = look_left(tokens, hit.first, vocabulary, adjective)
        if hits and not hit.left.strong and _listed(tokens, hits[-1], hit, vocabulary):
            hit.left.preposition = hits[-1].left.preposition
        verdict = judge_cased(tokens, hit, vocabulary, adjective)
        if verdict == "doubt" and _has_container(tokens, hit, lookup):
            verdict = "place"
        if verdict == "place":
            hits.append(hit)
        elif verdict == "doubt":
            doubtful.append(hit)
        elif verdict == "person":
            persons.add(tokens[hit.last - 1].key)
        k = hit.last
    return _settle(tokens, hits, doubtful, persons)


def _listed(tokens: list[Token], before: Hit, hit: Hit, vocabulary: Words) -> bool:
    """Whether a name goes on a list of places: "in Gao, Mopti and Karo", "in Mopti region and Solhan"."""
    if not before.left.strong or hit.first - before.last > 2:
        return False
    between = tokens[before.last : hit.first]
    if any(t.low not in ("and", "or", "et", "ou") and t.low not in vocabulary.units for t in between):
        return False
    gaps = [t.gap.strip() for t in tokens[before.last : hit.first + 1]]
    return all(gap in ("", ",") for gap in gaps) and (bool(between) or "," in gaps)


def _skips_function_word(tokens: list[Token], hit: Hit, lookup: Lookup) -> bool:
    """ "In", "The", "Of" at a sentence start are no towns, though some towns are called so."""
    return hit.last == hit.first + 1 and tokens[hit.first].low in words().function


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


def judge_cased(tokens: list[Token], hit: Hit, vocabulary: Words, adjective: Callable[[str], bool]) -> str:
    """ "place", "doubt", "person" or "other" for one match in cased text, from its neighbours and its fame."""
    single = tokens[hit.first] if hit.last == hit.first + 1 else None
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
    if hit.last < len(tokens) and tokens[hit.last].tied and tokens[hit.last].low in vocabulary.speaking:
        return "place" if hit.is_country or hit.importance >= METROPOLIS else "other"
    if hit.is_country or (hit.is_unit and hit.importance >= 4.0):
        return "place"
    return "place" if hit.importance >= TOWN else "doubt"


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
        return "unit"
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
    if _has_container(tokens, hit, lookup) and (fame >= VILLAGE or local >= 0):
        return True
    if first_name:
        return False
    following = tokens[hit.last] if hit.last < len(tokens) and tokens[hit.last].tied else None
    if following is not None and following.low in vocabulary.units and not inside[-1].possessive:
        return hit.is_unit or local >= 2.0
    if hit.left.strong or hit.left.preposition == "from":
        return fame >= BIG or local >= VILLAGE or (local >= 2.0 and hit.left.unit is not None)
    return fame >= METROPOLIS or local >= BIG


def _has_container(tokens: list[Token], hit: Hit, lookup: Lookup) -> bool:
    if hit.last >= len(tokens) or tokens[hit.last].gap.strip() != ",":
        return False
    start = hit.last + (tokens[hit.last].low in ("in", "en") and hit.last + 1 < len(tokens))
    if not hit.flat and not tokens[start].cap:
        return False
    after = longest_match(tokens, start, lookup, lambda k: True)
    return after is not None and any(e.kind in ("country", "admin1") and e.matched == "name" for e in after.entries)
