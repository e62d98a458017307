"""Names that say nothing: before the encoder reads, registered actors, countries, nationalities and peoples are given
other names, by the order in which they come up in the text.

What a name stands for reaches the net through its tags (a rebel group, a country); which one it is must not: whether
an attack is a massacre or a battle cannot hang on who the attackers are or where they live. Two bearers keep two names,
so that "the army of one" and "the army of the other" stay apart.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.knowledge import Knowledge
from tocsin.model.text import is_one_case
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.finders import country_names, nationalities
from tocsin.read.rules.tokens import Token
from tocsin.read.rules.word_lists import phrase_words, same_people

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
_AMERICAS = frozenset({"south", "north", "central", "latin"})
_LEAD = re.compile(r"(?:so-called|self-styled|self-proclaimed|the) (?=[A-Za-z])")
_TAIL = re.compile(r"(?: [a-z]+)+$")
_ARTICLE = re.compile(r"\b([Aa]n?)[ ]\Z")


@dataclass(frozen=True, slots=True)
class StandIn:
    """The word read in the place of the characters [start, end)."""

    start: int
    end: int
    word: str


def stand_ins(worked: Worked, text: str, knowledge: Knowledge) -> tuple[StandIn, ...]:
    """The other names of a text, in its order."""
    free, one_case = _Names(), is_one_case(text)
    actors = []
    for hit in knowledge.actors.find(text, qualified=True):  # also in "Houthi-held", which names no side
        first, last = (hit.start, hit.end) if one_case else _core(text, hit.start, hit.end)
        actors.append((first, last, free.actor("|".join(hit.ids))))
    taken = {k for start, end, _ in actors for k in range(start, end)}
    others = [
        own for sentence in worked.sentences for own in _others(sentence.tokens, free, knowledge, one_case)
        if own[0] not in taken
    ]  # fmt: skip
    named = [StandIn(*own) for own in sorted((*actors, *others))]
    return tuple(sorted((*named, *_articles(text, named)), key=lambda own: own.start))


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the common words around some registered names ("so-called", "PKK militants"): they are read as
    they stand, so that a group registered without them reads alike."""
    lead = _LEAD.match(text, start, end)
    first = lead.end() if lead is not None else start
    name = _TAIL.sub("", text[first:end])
    return (first, first + len(name)) if name[:1].isupper() else (first, end)


def _articles(text: str, named: Iterable[StandIn]) -> Iterator[StandIn]:
    """The article before a name follows the name that is read ("an SDF commander": "a beta commander")."""
    for name in named:
        before = _ARTICLE.search(text, max(0, name.start - 4), name.start)
        if before is not None:
            yield StandIn(before.start(1), before.end(1), "an" if name.word[0] in "aeiou" else "a")


def names_that_say_nothing(knowledge: Knowledge) -> frozenset[str]:
    """Countries, nationalities and peoples in lower case, without those that are other words, too."""
    countries = (*country_names(knowledge), *nationalities(knowledge))
    sure = (word for word in countries if not knowledge.countries.ambiguous_word(word))
    return frozenset(sure) | phrase_words("names_of_peoples")


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
    nations, peoples = _nations(knowledge), phrase_words("names_of_peoples")
    parts = [part for token in tokens for part in _parts(token, nations)]
    at = 0
    while at < len(parts):
        part, length = parts[at], 1
        if one_case or part.text[:1].isupper() or part.text[1:2].isupper():  # "eSwatini"
            nation = _nation_at(parts, at, nations)
            if nation is not None and (nation.words[1:] or part.lower not in peoples):
                length = len(nation.words)
                yield part.start, parts[at + length - 1].end, free.country(nation.code, nation.adjective)
            elif part.lower in peoples:
                one = part.lower.removesuffix("s")
                yield part.start, part.end, free.people(same_people().get(one, one))
        at += length


def _parts(token: Token, nations: Mapping[str, Sequence["_Nation"]]) -> Iterator[Token]:
    """A word, or what hyphens join ("Turkish-held": a name, and a word that is read as it stands)."""
    if token.text.isalpha() or token.lower in nations:
        yield token
        return
    for part in re.finditer(r"[^-/'’‘\"“”]+", token.text):
        yield Token(part[0], part[0].lower(), token.start + part.start(), token.start + part.end())


@dataclass(frozen=True, slots=True)
class _Nation:
    """A country's name or adjective in lower-case words; ``capitals``: it needs capitals ("US")."""

    words: tuple[str, ...]
    code: str
    adjective: bool
    capitals: bool = False


@lru_cache(maxsize=4)
def _nations(knowledge: Knowledge) -> dict[str, list[_Nation]]:
    """Names and adjectives of countries by their first word, the longest first, names before adjectives."""
    adjectives = nationalities(knowledge)
    plurals = {f"{word}s": code for word, code in adjectives.items() if f"{word}s" not in adjectives}
    named = [_Nation(tuple(name.split(" ")), code, False) for name, code in country_names(knowledge).items()]
    named += [_Nation((name,), code, False, capitals=True) for name, code in _STATES.items()]
    told = [_Nation(tuple(word.split(" ")), code, True) for word, code in (adjectives | plurals).items()]
    found: dict[str, list[_Nation]] = {}
    for nation in sorted((*named, *told), key=lambda n: (-len(n.words), n.adjective)):
        found.setdefault(nation.words[0], []).append(nation)
    return found


def _nation_at(parts: Sequence[Token], at: int, nations: Mapping[str, Sequence[_Nation]]) -> _Nation | None:
    """The country whose name or adjective begins here, the longest one."""
    for nation in nations.get(parts[at].lower, ()):
        said = tuple(part.lower for part in parts[at : at + len(nation.words)])
        if said != nation.words or (nation.capitals and not parts[at].text.isupper()):
            continue
        part_of_a_continent = nation.words[0].startswith("americ") and at and parts[at - 1].lower in _AMERICAS
        return None if part_of_a_continent else nation
    return None
