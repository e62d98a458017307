"""Word lists of the victim counter, from ``victims.yml``; and small closed classes that its modules share."""

from functools import cache

from tocsin.read.rules.word_lists import grammar_words, word_lists

ARTICLES = frozenset({"a", "an", "one", "another"})
DEFINITE = frozenset({"the", "these", "those", "all", "this", "that"})
POSSESSIVE = frozenset({"his", "her", "their", "its"})
QUOTES = frozenset("'\"‘’“”")
JOINTS = frozenset({",", "and", "or", "&", "plus"})
STOPS = frozenset({".", ";", "?", "!"})


@cache
def words(name: str) -> frozenset[str]:
    """One list of ``victims.yml``; ``function`` and ``leading`` with the closed classes that belong to them."""
    listed = word_lists("victims.yml")[name]
    if name == "function":
        return listed | grammar_words("be")
    if name == "leading":
        return listed | ARTICLES | DEFINITE | POSSESSIVE
    return listed
