"""Words of speech and responsibility, loaded from ``knowledge/data/lexicon/speech.yml``."""

from dataclasses import dataclass
from functools import cache

from tocsin.knowledge import load
from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key

_NAME = "speech.yml"


@dataclass(frozen=True)
class SpeechWords:
    """The word lists. ``sets`` by name; ``kinds`` maps a source word to its kind (official, medical, monitor, witness,
    side, media, source); ``event_nouns`` maps a noun that points back at a happening to the act it means."""

    sets: dict[str, frozenset[str]]
    kinds: dict[str, str]
    event_nouns: dict[str, str]
    names: dict[str, str]  # registered outlets, monitors and states (``name_key``) by kind

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


@cache
def speech_words() -> SpeechWords:
    """The compiled lists.

    Raises:
        KnowledgeError: the file is missing, damaged, or lists a word under two kinds of source.
    """
    data = read_lexicon(_NAME)
    kinds: dict[str, str] = {}
    for kind, listed in data["kinds"].items():
        for word in listed:
            if kinds.setdefault(str(word), str(kind)) != kind:
                raise KnowledgeError(
                    f"lexicon file {_NAME}: {word!r} is listed as {kinds[str(word)]} and as {kind}; keep one"
                )
    sets = {name: frozenset(map(str, listed)) for name, listed in data.items() if isinstance(listed, list)}
    nouns = {str(word): str(act) for word, act in data["event_nouns"].items()}
    return SpeechWords(sets, kinds, nouns, _registered())


_KIND_OF_PUBLISHER = {"monitor": "monitor", "ngo": "monitor", "un": "official", "government": "official"}


def _registered() -> dict[str, str]:
    """Names that speak without a role word: outlets and monitors of the publishers' registry; a state by its name, its
    capital or a metonym ("Kremlin")."""
    knowledge = load()
    names: dict[str, str] = {}
    for country in knowledge.countries.all():
        for word in (country.name, *country.names, *country.capitals, *country.metonyms):
            names[name_key(word)] = "official"
    for publisher in knowledge.publishers.publishers:
        for word in (publisher.name, *publisher.aliases):
            names[name_key(word)] = _KIND_OF_PUBLISHER.get(publisher.type, "media")
    return names
