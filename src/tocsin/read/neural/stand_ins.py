"""Names that say nothing: before the encoder reads, registered actors, countries, nationalities and peoples are given
other names, by the order in which they come up in the text.

What a name stands for reaches the net through its tags (a rebel group, a country); which one it is must not: whether
an attack is a massacre or a battle cannot hang on who the attackers are or where they live. Two bearers keep two names,
so that "the army of one" and "the army of the other" stay apart.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
_LONGEST = 4  # words of a country's name
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
    names, adjectives = country_names(knowledge), nationalities(knowledge)
    parts = [part for token in tokens for part in _parts(token, names, adjectives)]
    at = 0
    while at < len(parts):
        if not (parts[at].text[:1].isupper() or one_case or parts[at].text[1:2].isupper()):
            at += 1
            continue
        code, length = _longest(parts, at, names)
        nation, wide = _longest(parts, at, adjectives, plural=True)
        code = code or (_STATES.get(parts[at].lower) if parts[at].text.isupper() else None)
        word = parts[at].lower
        if word.startswith("americ") and at and parts[at - 1].lower in _AMERICAS:
            length = 1  # no part of the United States
        elif code is not None and length >= wide:
            yield parts[at].start, parts[at + length - 1].end, free.country(code, adjective=False)
        elif word in phrase_words("names_of_peoples"):
            one = word.removesuffix("s")
            yield parts[at].start, parts[at].end, free.people(same_people().get(one, one))
            length = 1
        elif nation is not None:
            length = wide
            yield parts[at].start, parts[at + length - 1].end, free.country(nation, adjective=True)
        at += length


def _parts(token: Token, *names: Mapping[str, str]) -> Iterator[Token]:
    """A word, or what hyphens join ("Turkish-held": a name, and a word that is read as it stands)."""
    if token.text.isalpha() or any(token.lower in known for known in names):
        yield token
        return
    for part in re.finditer(r"[^-/'’‘\"“”]+", token.text):
        yield Token(part[0], part[0].lower(), token.start + part.start(), token.start + part.end())


def _longest(parts: Sequence[Token], at: int, words: Mapping[str, str], plural: bool = False) -> tuple[str | None, int]:
    """The country whose name or adjective begins here, the longest one, and how many words it takes; else none, one."""
    for length in range(min(_LONGEST, len(parts) - at), 0, -1):
        said = " ".join(part.lower for part in parts[at : at + length])
        code = words.get(said) or (words.get(said.removesuffix("s")) if plural else None)
        if code is not None:
            return code, length
    return None, 1
