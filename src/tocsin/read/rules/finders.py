"""What other finders locate in a document, cut up by sentence: actors, places, times, nationality words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tocsin.knowledge import Knowledge
from tocsin.knowledge.countries import Country
from tocsin.model.document import Document
from tocsin.model.expressions import ActorExpression, ActorForm, PlaceExpression, TimeExpression
from tocsin.model.values import Side
from tocsin.read.communique.voice import with_voice
from tocsin.read.rules.chunks import Found
from tocsin.read.rules.places import find_places
from tocsin.read.rules.times import find_times
from tocsin.read.rules.times_tense import tense_near
from tocsin.read.rules.tokens import Sentence

_SIDE_OF_TYPE = {
    "State forces": Side.STATE,
    "Rebel group": Side.REBEL,
    "Political militia": Side.MILITIA,
    "Identity militia": Side.MILITIA,
    "External/Other forces": Side.STATE,
}


@dataclass(frozen=True)
class DocumentFound:
    """All located phrases of a document; ``in_sentence`` gives those of one sentence."""

    whole: Found
    starts: tuple[list[int], list[int], list[int]]

    def in_sentence(self, sentence: Sentence) -> Found:
        """The phrases that lie inside one sentence."""
        actors, places, times = (
            (bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)) for starts in self.starts
        )
        return Found(
            self.whole.actors[actors[0] : actors[1]],
            self.whole.places[places[0] : places[1]],
            self.whole.times[times[0] : times[1]],
            self.whole.nationalities,
            self.whole.countries,
        )


def find_all(document: Document, sentences: Sequence[Sentence], knowledge: Knowledge) -> DocumentFound:
    """Actors, places and times of a document."""
    text = document.text
    hits = knowledge.actors.find(text)
    actors = tuple(
        (
            hit.start,
            hit.end,
            ActorExpression(ActorForm.NAMED, hit.words, candidates=tuple(hit.ids)),
            _side(hit.ids, knowledge),
        )
        for hit in hits
    )
    actors = with_voice(document, actors, knowledge)
    times = tuple(_with_tense(text, document.language or "en"))
    seats = capitals(text, knowledge)
    blocked = [(item[0], item[1]) for item in actors] + [(item[0], item[1]) for item in times]
    blocked += [(item[0], item[1]) for item in seats]
    language = document.language or "en"
    places = tuple(
        sorted(
            [*seats, *find_places(text, knowledge.gazetteer, knowledge.countries, blocked, language)],
            key=lambda p: p[0],
        )
    )
    starts = ([a[0] for a in actors], [p[0] for p in places], [t[0] for t in times])
    return DocumentFound(Found(actors, places, times, nationalities(knowledge), country_names(knowledge)), starts)


def _with_tense(text: str, language: str) -> Iterator[tuple[int, int, TimeExpression]]:
    """The times of a text, each with what the verb near it tells."""
    for start, end, expression in find_times(text, language):
        tense = tense_near(text, start, end, language)
        yield start, end, expression if tense is None else replace(expression, tense=tense)


_CAPITAL = re.compile(r"\b([A-Za-z]+(?: [A-Z][a-z]+)?) capital\b(?! punishment| of\b)")


def capitals(text: str, knowledge: Knowledge) -> list[tuple[int, int, PlaceExpression]]:
    """ "the Haitian capital" names Port-au-Prince as surely as its name does (a stated place, not a default)."""
    found = []
    words = nationalities(knowledge)
    for match in _CAPITAL.finditer(text):
        said = match.group(1)
        start = match.start(1) if said.lower() in words else match.start(1) + said.rfind(" ") + 1
        code = words.get(text[start : match.end(1)].lower())
        country = knowledge.countries.by_alpha3(code) if code is not None else None
        if (
            country is not None
            and country.capital is not None
            and _is_of_the_whole(text[start : match.end(1)], country)
        ):
            name = country.capital
            following = text[match.end() : match.end() + len(name) + 3]
            if name.lower() in following.lower():
                continue  # "the Haitian capital Port-au-Prince": the name itself is found
            found.append((start, match.end(), PlaceExpression(name, containers=(country.name,))))
    return found


def _is_of_the_whole(said: str, country: Country) -> bool:
    """Whether an adjective is a country's own: "Dagestani" stands with those of Russia, and its capital is not Moscow.
    The first of the list is the country's own, and what begins like it or like the country's name, or short ("US")."""
    own = (country.adjectives[0][:4].lower(), country.name[:4].lower())
    return said.lower().startswith(own) or said.replace(".", "").isupper()


def _side(ids: Sequence[str], knowledge: Knowledge) -> Side:
    kind = knowledge.actors.type_on(ids[0], None) if ids else None
    return _SIDE_OF_TYPE.get(kind or "", Side.OTHER)


@lru_cache(maxsize=4)
def nationalities(knowledge: Knowledge) -> dict[str, str]:
    """Lower-cased nationality adjectives and the country each means; ambiguous ones are left out."""
    found: dict[str, set[str]] = {}
    for country in knowledge.countries.all():
        for adjective in country.adjectives:
            found.setdefault(adjective.lower(), set()).add(country.alpha3)
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}


@lru_cache(maxsize=4)
def country_names(knowledge: Knowledge) -> dict[str, str]:
    """Lower-cased country names and their codes."""
    return {
        name.lower(): country.alpha3 for country in knowledge.countries.all() for name in (country.name, *country.names)
    }
