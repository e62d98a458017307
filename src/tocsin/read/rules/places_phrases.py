"""How a place name stands in its phrase: near it, so many kilometres north of it, on the road to it,
speaking in it.
"""

import re

from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.read.rules.places_match import Hit
from tocsin.read.rules.places_words import Token, Words, words

KM_PER_MILE = 1.609344
_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_TO_TWENTY.split())} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "dozen": 12, "a": 1, "une": 1, "dix": 10, "vingt": 20, "trente": 30,
}  # fmt: skip
_BEARINGS = {
    "north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW",
    "southeast": "SE", "southwest": "SW",
}  # fmt: skip
_UNIT = r"(?P<unit>km|kms|kilomet(?:er|re)s?|kilomètres?|miles?|mi)\b\.?"
_DISTANCE = re.compile(
    r"(?:(?P<number>\d+(?:[.,]\d+)?)|(?P<word>[a-zà-ÿ]+))[ -]?" + _UNIT + r"(?: ?\([^()]{1,30}\))?"
    r"(?:,? (?:away|à vol d'oiseau))?(?:,? (?:to the |au |à l')?(?P<bearing>[a-zà-ÿ-]+))?"
    r"(?: (?:of|from|outside|away from|off|de|du|d))?[ ']*(?:the |its |la |le |l')?"
    r"(?:[a-zà-ÿ-]+ ){0,4}$"
)
_SPOKE = re.compile(
    r"(?:\bsaid|\btold(?: [\w'’-]+){1,5}|\bspeaking(?: [\w'’-]+){0,4}|\breporting|\breported|\binterview(?:ed)?(?: "
    r"[\w'’-]+){0,3}|\bnews conference|\bpress conference|\bpress briefing|\bby (?:tele)?phone|\breporters?|"
    r"\bjournalists?|\bcorrespondents?|\banalysts?|\bresearchers?|\bdiplomats?|\bspokes(?:man|woman|person)|"
    r"\bbased|\bheadquartered|\bheadquarters|\bembassy|\bexpert|\bà l'afp)$"
)
_DATELINE = re.compile(
    r"^[ \t]*(?P<place>[A-ZÀ-Þ][A-Za-zÀ-ÿ'’.\- ]{1,40}?)"
    r"(?P<rest>(?:[,/] ?[A-ZÀ-Þ][A-Za-zÀ-ÿ'’.\- ]{1,30}?)?"
    r"(?:,? ?(?:\d{1,2} ?[A-Za-zÀ-ÿ]{3,9}\.?(?:,? \d{2,4})?|[A-Za-zÀ-ÿ]{3,9}\.? \d{1,2}(?:,? \d{2,4})?))?)"
    r"[ ,]*(?P<agency>\([^()\n]{2,40}\))?[ ]*(?P<dash>--+|—|–|-)(?=[ \[\n]|[A-Z“\"])",
    re.MULTILINE,
)


def datelines(text: str) -> list[tuple[int, int]]:
    """Spans of place names that head a report: "BAMAKO (AFP) —", "LIMA, 3 JAN 90 --"."""
    spans = []
    for match in _DATELINE.finditer(text):
        place = match["place"].rstrip()
        if not (place.isupper() or match["agency"] or (match["dash"] in ("—", "--") and match["rest"])):
            continue
        if len(place.split()) <= 4:
            spans.append((match.start("place"), match.start("place") + len(place)))
    return spans


def distance_before(text: str, start: int) -> tuple[float, str | None] | None:
    """Kilometres and bearing said right before the name at ``start``, if any."""
    window = text[max(0, start - 90) : start].lower().replace("\n", " ")
    if "k" not in window and "mi" not in window:
        return None
    best = None
    for match in re.finditer(_UNIT, window):
        for begin in range(max(0, match.start() - 14), match.start()):
            if begin and window[begin - 1] not in " (~-":
                continue
            found = _DISTANCE.match(window, begin)
            if found is not None:
                number = _number(found)
                if number is not None:
                    best = found, number
                    break
        if best is not None:
            break
    if best is None:
        return None
    found, number = best
    factor = KM_PER_MILE if found["unit"].startswith("mi") else 1.0
    return round(number * factor, 1), found["bearing"]


def _number(found: re.Match[str]) -> float | None:
    if found["number"]:
        figure = found["number"]
        thousands = re.fullmatch(r"\d{1,3}[.,]\d{3}", figure)
        return float(re.sub("[.,]", "", figure) if thousands else figure.replace(",", "."))
    return _NUMBERS.get(found["word"])


def right_unit(tokens: list[Token], hit: Hit, vocabulary: Words) -> tuple[str | None, int]:
    """The unit or facility word after a name ("X district", "X airport"), and where the name's span ends.

    The span takes in a capitalised unit word ("Rapides Parish"), not one in small letters.
    """
    end = tokens[hit.last - 1].end
    if hit.last >= len(tokens) or not tokens[hit.last].tied or tokens[hit.last - 1].possessive:
        return None, end
    following = tokens[hit.last]
    low = following.low
    if following.gap in ("-", "–") and low not in vocabulary.roads:
        return None, end
    if low in words().quarters and _names_on(tokens, hit.last):
        return None, end
    for kinds in (vocabulary.units, vocabulary.settlements, vocabulary.facilities, vocabulary.natural):
        if low in kinds:
            return low, following.end if following.cap and not hit.flat and low in vocabulary.units else end
    return None, end


def _names_on(tokens: list[Token], kind: int) -> bool:
    """Whether the word at ``kind`` says what a name behind it is: "the Damascus *suburb* of Douma"."""
    return kind + 2 < len(tokens) and tokens[kind + 1].low in words().of and tokens[kind + 2].cap


def relation_of(text: str, tokens: list[Token], hit: Hit, vocabulary: Words) -> tuple[PlaceRelation, dict[str, object]]:
    """The relation of a hit to its phrase, and the fields of its expression that go with it."""
    start = tokens[hit.first].start
    left = hit.left
    unit, _ = right_unit(tokens, hit, vocabulary)
    fields: dict[str, object] = {"unit_word": unit or left.unit}
    measured = distance_before(text, start)
    if measured is not None:
        bearing = vocabulary.parts.get(measured[1] or "")
        fields |= {"distance_km": measured[0], "bearing": _BEARINGS.get(bearing or "")}
        return PlaceRelation.DISTANCE, fields
    if _speaks(text, tokens, hit, vocabulary):
        return PlaceRelation.SPEAKER, fields
    if left.preposition in ("between", "entre"):
        return PlaceRelation.BETWEEN, fields
    close = left.preposition in words().near or _close_to(tokens, left.at) or _at_water(tokens, hit)
    if left.outskirts or left.border or close:
        return PlaceRelation.NEAR, fields
    if unit == "border" or unit == "frontier":
        return PlaceRelation.NEAR, fields
    if left.part in _BEARINGS and _beyond(tokens, hit, left.part, vocabulary):
        fields["bearing"] = _BEARINGS[left.part]
        return PlaceRelation.NEAR, fields
    part = left.part or _part_behind(tokens, hit, vocabulary)
    if part is not None:
        fields["part"] = part
        return PlaceRelation.PART, fields
    if unit in vocabulary.units or (unit is None and left.unit in vocabulary.units):
        return PlaceRelation.UNIT, fields
    return PlaceRelation.IN, fields


def _beyond(tokens: list[Token], hit: Hit, part: str, vocabulary: Words) -> bool:
    """Whether "north of X" lies beyond the town X: with neither "the" nor "in" before it ("the north of X" is a part of
    it)."""
    k = hit.first - 1
    while k > 0 and tokens[k].low in words().articles:
        k -= 1
    if tokens[k].low not in words().of or k == 0 or vocabulary.parts.get(tokens[k - 1].low) != part:
        return False
    before = tokens[k - 2].low if k >= 2 and tokens[k - 1].tied else ""
    town = bool(hit.entries) and any(e.kind in ("city", "village") for e in hit.entries[:2])
    return town and not hit.is_country and before not in words().articles and before not in ("in", "en")


def _at_water(tokens: list[Token], hit: Hit) -> bool:
    """ "Off the coast of X", X a town: beside it. The coast of a country is the country's."""
    at = hit.left.at
    of = hit.left.preposition in words().of and at > 1
    return of and not hit.is_country and tokens[at - 1].low in words().waterside


_NO_NOUN = frozenset({"northern", "southern", "eastern", "western", "central", "rural", "upper", "lower", "middle"})


def _part_behind(tokens: list[Token], hit: Hit, vocabulary: Words) -> str | None:
    """The part of "Ethiopia's north", "Mali's far north", with no noun behind it to which it belongs."""
    k = hit.last
    if not tokens[k - 1].possessive or k >= len(tokens) or not tokens[k].tied:
        return None
    while k + 1 < len(tokens) and tokens[k].low in words().part_kinds and tokens[k + 1].tied:
        k += 1
    low = tokens[k].low
    if tokens[k].cap or low not in vocabulary.parts or low in _NO_NOUN or low.endswith("ern"):
        return None
    after = tokens[k + 1] if k + 1 < len(tokens) and tokens[k + 1].tied else None
    noun = after is not None and after.low not in words().function and after.low not in words().days
    return None if noun else vocabulary.parts[low]


def _close_to(tokens: list[Token], at: int) -> bool:
    """ "close to X", "not far from X", "adjacent to X", "bordering X"."""
    if at < 0:
        return False
    low = tokens[at].low
    if low in ("to", "from", "de"):
        return at > 0 and tokens[at - 1].low in (
            "close",
            "next",
            "adjacent",
            "far",
            "proximity",
            "loin",
            "proche",
            "pres",
        )
    return tokens[at - 1].low in ("bordering", "surrounding") if at > 0 else False


def _speaks(text: str, tokens: list[Token], hit: Hit, vocabulary: Words) -> bool:
    left = hit.left
    if left.preposition in words().strong or left.preposition in ("from", "to", "à"):
        before = text[max(0, tokens[left.at].start - 60) : tokens[left.at].start].rstrip().lower()
        return left.preposition != "to" and _SPOKE.search(before.replace("\n", " ")) is not None
    if hit.last >= len(tokens) or not tokens[hit.last].tied:
        return False
    following = tokens[hit.last]
    capital = hit.is_country or hit.importance >= 5.0
    if following.gap == "-" and following.low == "based":
        return True
    if not capital or left.unit is not None:
        return False
    if tokens[hit.last - 1].possessive:
        return following.low in vocabulary.governing
    return following.low in vocabulary.speaking


def expression_of(text: str, tokens: list[Token], hit: Hit, vocabulary: Words, country: bool) -> PlaceExpression:
    """The expression of one hit, before its neighbours are looked at."""
    relation, fields = relation_of(text, tokens, hit, vocabulary)
    name = text[tokens[hit.first].start : tokens[hit.last - 1].end]
    return PlaceExpression(
        " ".join(name.split()),
        relation,
        is_country=country,
        **fields,  # type: ignore[arg-type]
    )


def article_or_space(gap: str) -> str:
    """A gap between two names, folded to single spaces, without articles."""
    return " ".join(word for word in gap.lower().split() if word not in words().articles)
