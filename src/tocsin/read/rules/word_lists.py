"""The reader's plain word lists, each asked for by its purpose: ``grammar_words("determiners")``.

The lists stand in ``knowledge/data/lexicon/*.yml``, with a comment each that says what it is for, and in the user's
files of the same names, which add to them. Lists with a structure of their own (triggers, people, weapons) are
compiled in ``lexicon.py``.
"""

from functools import cache

from tocsin.knowledge.lexicon_files import read_lexicon


@cache
def word_lists(name: str) -> dict[str, frozenset[str]]:
    """A lexicon file of plain word lists, by purpose.

    Raises:
        KnowledgeError: the file is missing or damaged.
    """
    return {purpose: frozenset(map(str, listed)) for purpose, listed in read_lexicon(name).items()}


@cache
def grammar_words(purpose: str) -> frozenset[str]:
    """A list of ``grammar_en.yml``: closed classes of English."""
    return word_lists("grammar_en.yml")[purpose]


@cache
def phrase_words(purpose: str) -> frozenset[str]:
    """A list of ``people_phrases.yml``: how phrases for people and acting states are put together."""
    return word_lists("people_phrases.yml")[purpose]


@cache
def gate_words(purpose: str) -> frozenset[str]:
    """A list of ``gates.yml``: which words that may tell a happening are let through."""
    return word_lists("gates.yml")[purpose]


@cache
def happening_words(purpose: str) -> frozenset[str]:
    """A list of ``happenings.yml``: what a happening is made of, and its type."""
    return word_lists("happenings.yml")[purpose]


@cache
def context_words(purpose: str) -> frozenset[str]:
    """A list of ``context.yml``: what is told as fact, and what a sentence or document is about."""
    return word_lists("context.yml")[purpose]


@cache
def speech_list(purpose: str) -> frozenset[str]:
    """A plain list of ``speech.yml``: what stands beside speakers, claims and denials."""
    return word_lists("speech.yml")[purpose]


@cache
def statement_words(purpose: str) -> frozenset[str]:
    """A list of ``statement_words.yml``: what stands beside the cues of statements."""
    return word_lists("statement_words.yml")[purpose]


@cache
def same_people() -> dict[str, str]:
    """Other words for a people, and the word that stands for it."""
    return dict(pair.split(", ") for pair in phrase_words("same_people"))
