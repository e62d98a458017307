"""Names that say nothing: before the encoder reads, registered actors, countries, nationalities and peoples are given
other names, by the order in which they come up in the text.

What a name stands for reaches the net through its tags (a rebel group, a country); which one it is must not: whether
an attack is a massacre or a battle cannot hang on who the attackers are or where they live. Two bearers keep two names,
so that "the army of one" and "the army of the other" stay apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tocsin.knowledge import Knowledge
from tocsin.model.text import fold, is_one_case
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.finders import country_names, nationalities
from tocsin.read.rules.tokens import Token
from tocsin.read.rules.word_lists import phrase_words

COUNTRIES = (
    ("france", "french"), ("germany", "german"), ("italy", "italian"), ("spain", "spanish"), ("poland", "polish"),
    ("brazil", "brazilian"), ("canada", "canadian"), ("mexico", "mexican"), ("norway", "norwegian"),
    ("sweden", "swedish"), ("turkey", "turkish"), ("kenya", "kenyan"), ("chile", "chilean"), ("cuba", "cuban"),
    ("peru", "peruvian"), ("egypt", "egyptian"), ("japan", "japanese"), ("india", "indian"), ("china", "chinese"),
    ("greece", "greek"), ("ireland", "irish"), ("portugal", "portuguese"), ("hungary", "hungarian"),
    ("austria", "austrian"),
)  # fmt: skip
"""Countries and their adjectives, each one word piece of the encoder's vocabulary."""
ACTORS = (
    "alpha", "beta", "gamma", "delta", "epsilon", "sigma", "omega", "theta", "lambda", "kappa", "phi", "psi", "zeta",
    "tau",
)  # fmt: skip
PEOPLES = ("welsh", "basque", "catalan", "celtic", "breton", "cornish", "norman", "saxon", "roman", "gothic")
_STATES = {"us": "USA", "u.s.": "USA", "u.s": "USA", "uk": "GBR", "u.k.": "GBR"}  # in capitals only
_LONGEST = 4  # words of a country's name


@dataclass(frozen=True, slots=True)
class StandIn:
    """The word read in the place of the characters [start, end)."""

    start: int
    end: int
    word: str


def stand_ins(worked: Worked, text: str, knowledge: Knowledge) -> tuple[StandIn, ...]:
    """The other names of a text, in its order."""
    free = _Names()
    actors = [(start, end, free.actor("|".join(e.candidates) or fold(text[start:end])))
              for start, end, e, _ in worked.found.actors]  # fmt: skip
    taken = {k for start, end, _ in actors for k in range(start, end)}
    others = [
        own for sentence in worked.sentences for own in _others(sentence.tokens, free, knowledge, is_one_case(text))
        if own[0] not in taken
    ]  # fmt: skip
    return tuple(StandIn(*own) for own in sorted((*actors, *others)))


class _Names:
    """Gives each bearer the next free name, and the same one again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}
        self._given = {"actor": 0, "country": 0, "people": 0}

    def actor(self, who: str) -> str:
        return ACTORS[self._number("actor", who) % len(ACTORS)]

    def country(self, code: str, adjective: bool) -> str:
        return COUNTRIES[self._number("country", code) % len(COUNTRIES)][adjective]

    def people(self, name: str) -> str:
        return PEOPLES[self._number("people", name) % len(PEOPLES)]

    def _number(self, kind: str, who: str) -> int:
        if (kind, who) not in self._known:
            self._known[kind, who] = self._given[kind]
            self._given[kind] += 1
        return self._known[kind, who]


def _others(
    tokens: tuple[Token, ...], free: _Names, knowledge: Knowledge, one_case: bool
) -> Iterator[tuple[int, int, str]]:
    """Countries, nationalities and peoples of a sentence."""
    adjectives, peoples = nationalities(knowledge), phrase_words("names_of_peoples")
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not (token.text[:1].isupper() or one_case):
            at += 1
            continue
        code, length = _country(tokens, at, country_names(knowledge))
        start, end, word = token.start, tokens[at + length - 1].end, token.lower
        nation = adjectives.get(word) or adjectives.get(word.removesuffix("s"))
        if code is not None:
            yield start, end, free.country(code, adjective=False)
        elif word in peoples:
            yield start, end, free.people(word.removesuffix("s"))
        elif nation is not None:
            yield start, end, free.country(nation, adjective=True)
        at += length


def _country(tokens: tuple[Token, ...], at: int, countries: Mapping[str, str]) -> tuple[str | None, int]:
    """The country whose name begins at a token, the longest one, and how many tokens it takes; else none and one."""
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        code = countries.get(" ".join(t.lower for t in tokens[at : at + length]))
        if code is not None:
            return code, length
    token = tokens[at]
    return (_STATES.get(token.lower) if token.text.isupper() else None), 1
