"""One phrase for an actor, by itself: "the army", "Malian soldiers", "les djihadistes", "JNIM".

English is read by the rule reader's own chunker, so that a phrase asked for means what it means in a text; French by a
list of nouns (``lexicon/actors_fr.yml``). A name is taken as it stands: who asks for "Wagner" means no surname.
"""

import re
from functools import cache

from tocsin.knowledge import Knowledge
from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.knowledge.matcher import square
from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.chunker import SentenceChunker
from tocsin.read.rules.chunks import Chunk, Found
from tocsin.read.rules.finders import country_names, nationalities
from tocsin.read.rules.lexicon import lexicon
from tocsin.read.rules.tokens import split_sentences

_ARTICLE = re.compile(r"^(?:(?:the|an?|some|these|those|les?|la|des|du|une?|ces)\s+|l['’]\s*)", re.IGNORECASE)
_FRENCH = "fr"


def actor_phrase(words: str, language: str, knowledge: Knowledge) -> ActorExpression:
    """The canonical form of a phrase. What neither the registry nor a list knows is a name that nobody bears.

    ``language`` is an ISO 639 code; phrases of others than English and French are looked up as names.
    """
    named = _named(words, knowledge)
    if named is not None:
        return named
    if language == _FRENCH:
        return _french(words, knowledge) or _unknown(words)
    return _english(words, knowledge) or _unknown(words)


def bare(words: str) -> str:
    """A phrase without its article."""
    return _ARTICLE.sub("", words.strip(), count=1)


def _unknown(words: str) -> ActorExpression:
    return ActorExpression(ActorForm.NAMED, bare(words))


def _named(words: str, knowledge: Knowledge) -> ActorExpression | None:
    """A phrase that is a name of the registry as a whole, with or without an article, also a weak one."""
    for name in (words.strip(), bare(words)):
        found = knowledge.actors.by_name(name)
        if found:
            return ActorExpression(ActorForm.NAMED, name, candidates=tuple(actor.id for actor in found))
    return None


def _english(words: str, knowledge: Knowledge) -> ActorExpression | None:
    """The people of the phrase, as the rule reader sees them; a name inside it comes first ("JNIM fighters")."""
    people = [chunk for chunk in _chunks(words, knowledge) if chunk.people is not None]
    chunk = next((c for c in people if c.form is ActorForm.NAMED), people[-1] if people else None)
    if chunk is not None and chunk.people is not None:
        return chunk.people.expression
    said = bare(words).lower()
    country = country_names(knowledge).get(said) or nationalities(knowledge).get(said)
    return ActorExpression(ActorForm.STATE, said, "military", country) if country is not None else None


def _chunks(words: str, knowledge: Knowledge) -> list[Chunk]:
    chunker = SentenceChunker(lexicon())
    actors = tuple(
        (hit.start, hit.end, ActorExpression(ActorForm.NAMED, hit.words, candidates=hit.ids), Side.OTHER)
        for hit in knowledge.actors.find(words)
    )
    found = Found(actors, nationalities=nationalities(knowledge), countries=country_names(knowledge))
    return [chunk for sentence in split_sentences(words) for chunk in chunker.chunks(sentence, found)]


@cache
def _french_nouns() -> dict[str, tuple[ActorForm, str | None]]:
    """Squared nouns with form and branch, the longest first."""
    found: dict[str, tuple[ActorForm, str | None]] = {}
    for key, nouns in read_lexicon("actors_fr.yml").items():
        form, _, branch = key.partition(" ")
        found |= {square(noun).strip(): (ActorForm(form), branch or None) for noun in nouns}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _french(words: str, knowledge: Knowledge) -> ActorExpression | None:
    """A French phrase by its longest known noun, with the country of a nationality or name in it."""
    hits = knowledge.actors.find(words)
    if hits:
        return ActorExpression(ActorForm.NAMED, hits[0].words, candidates=hits[0].ids)
    said = f" {square(words).strip()} "
    noun = next((noun for noun in _french_nouns() if f" {noun} " in said), None)
    if noun is None:
        return None
    form, branch = _french_nouns()[noun]
    countries = {c.alpha3 for hit in knowledge.countries.find_all(words) for c in hit.countries}
    return ActorExpression(form, noun, branch, countries.pop() if len(countries) == 1 else None)
