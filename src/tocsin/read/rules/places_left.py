"""What stands before the name of a place: a preposition, "the village of", "northern", "residents of"."""

from collections.abc import Callable
from dataclasses import dataclass

from tocsin.read.rules.places_words import Token, Words, words

_REACH = 7  # words between a preposition and the name
_ADJECTIVES = 5


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
    struck: bool = False  # "the attack on X", "raided X"
    on: bool = False  # "on X": islands and mountains, and much else

    @property
    def strong(self) -> bool:
        """Whether a place must follow such words."""
        return self.preposition in words().strong or self.unit is not None or self.outskirts or self.people


def look_left(
    tokens: list[Token], first: int, vocabulary: Words, adjective: Callable[[str], bool] = lambda _: False
) -> Left:
    """Walk left from the name at token ``first`` over articles, unit words, parts and adjectives to a preposition."""
    left = Left(at=first)
    k = first - 1
    if k < 0 or tokens[first].opens or not (tokens[first].tied or tokens[first].gap.strip() in ("", ",")):
        return left
    if tokens[first].gap.strip() == ",":  # "the capital, Bamako"
        return _after_comma(tokens, first, vocabulary, left)
    left.struck = _struck(tokens, k)
    left.on = tokens[k].low == "on" and not left.struck
    if tokens[k].low in words().articles and k > 0:
        k -= 1
    if _of_kind(tokens, k, vocabulary):
        k -= 1
    while k >= max(0, first - _REACH) and _goes_on(tokens[k + 1]):
        if left.unit is None and tokens[k].low in words().weak and _of_kind(tokens, k, vocabulary):
            k -= 1
            continue
        if _preposition(tokens, k, left) or not _passes(tokens, k, first, vocabulary, adjective, left):
            break
        left.at = k
        k -= 1
    return left


def _struck(tokens: list[Token], k: int) -> bool:
    """Whether the word at ``k``, right before the name, says that the place was struck."""
    if tokens[k].low in words().struck_verbs:
        return True
    return tokens[k].low == "on" and k > 0 and tokens[k].tied and tokens[k - 1].low in words().struck_nouns


def _goes_on(following: Token) -> bool:
    """Whether the word before ``following`` belongs to the same phrase."""
    return (following.tied or following.gap == ", ") and not following.opens


def _of_kind(tokens: list[Token], k: int, vocabulary: Words) -> bool:
    """Whether "of" stands at ``k`` behind a unit word or part ("the village of")."""
    return k > 0 and tokens[k].low in words().of and _is_kind(tokens[k - 1].low, vocabulary)


def _preposition(tokens: list[Token], k: int, left: Left) -> bool:
    """Whether a preposition stands at ``k``, which closes the walk; it is noted."""
    low = tokens[k].low
    if low in words().strong or low in words().weak:
        left.preposition, left.at = low, k
        if low in words().of and k > 0:
            left.border = tokens[k - 1].low in words().border
            left.people = tokens[k - 1].low in words().people
        return True
    if low in ("with", "avec") and k > 0 and tokens[k - 1].low in words().border:
        left.preposition, left.at, left.border = "near", k, True
        return True
    return False


def _passes(
    tokens: list[Token], k: int, first: int, vocabulary: Words, adjective: Callable[[str], bool], left: Left
) -> bool:
    """Whether the word at ``k`` may stand between a preposition and the name; what it says is noted."""
    low = tokens[k].low
    if low in words().outskirts:
        left.outskirts = True
    elif low in vocabulary.parts:
        left.part = vocabulary.parts[low]
    elif low in vocabulary.units or low in vocabulary.settlements:
        if k < first - 1 and _named_by(tokens, k, adjective):
            if low in words().quarters:  # "the Damascus suburb of Douma": the word is this one's
                left.unit, left.at = left.unit or low, k
                return False
            left.preposition, left.at = "of", k + 1  # "the Menaka region of Mali": the word is another's
            return False
        left.unit = left.unit or low
    elif low not in words().articles and low not in words().part_nouns and low not in words().of:
        described = left.unit is not None or left.part is not None
        if not described or k < first - _ADJECTIVES or low in words().function:
            return False
        left.adjectives = (*left.adjectives, tokens[k].text)
    return True


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
