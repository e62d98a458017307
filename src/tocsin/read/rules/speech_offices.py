"""Whose name is kept: holders of a high public office who speak in it (``knowledge/data/lexicon/public_offices.yml``,
codebook section 9). Everybody else is a role without a name."""

from dataclasses import dataclass
from functools import cache

from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.word_lists import grammar_words

_EVERYBODY = "everybody"
_LONGEST = 7
"""Chunks of a name with its ranks, dots and dashes, at most."""


@dataclass(frozen=True)
class Offices:
    """The lists of ``public_offices.yml``, and the words that must stand with an office of many kinds."""

    sets: dict[str, frozenset[str]]
    kinds: dict[str, frozenset[str]]

    def __getitem__(self, purpose: str) -> frozenset[str]:
        return self.sets[purpose]


@cache
def offices() -> Offices:
    """The compiled lists.

    Raises:
        KnowledgeError: the file is missing or damaged.
    """
    data = read_lexicon("public_offices.yml")
    kinds = {str(word): frozenset(map(str, listed)) for word, listed in data["of_a_kind"].items()}
    sets = {str(name): frozenset(map(str, listed)) for name, listed in data.items() if isinstance(listed, list)}
    return Offices(sets, kinds)


def is_high_office(title: str) -> bool:
    """Whether a role ("army spokesman", "mayor of Pell", "president of the union") is a high public office."""
    known = offices()
    if _EVERYBODY in known["not_named"]:
        return False
    title = " ".join(title.lower().replace("’s", " ").replace("'s", " ").replace(",", " ").split())
    held, _, of = title.partition(" of ") if not title.startswith("chief of staff") else (title, "", "")
    words = title.replace("-", " ").split()
    if known["another"] & {*words, *title.split()}:
        return False
    office = _office(held, known)
    if office is None or office in known["not_named"]:
        return False
    if office in known["speaking"]:
        return bool(_listed(known["bodies"], title))
    if office in known["heading"]:
        return bool(_listed(known["commanded"], title))
    if office in known.kinds and office not in known["high"]:
        return bool(known.kinds[office] & set(words))
    return not of.startswith(("the ", "a ")) or bool(_listed(known["bodies"], of)) or _is_realm(of)


def _is_realm(of: str) -> bool:
    """ "president of the Republic of …", "… of the United States"."""
    return any(word in of for word in ("republic", "united", "federation", "union of", "state", "emirates", "kingdom"))


def _office(held: str, known: Offices) -> str | None:
    """The office at the end of what stands before "of" or "for", "in" ("spokesman for the army")."""
    for mark in (" for ", " in ", " at "):
        held = held.split(mark)[0]
    every = known["high"] | known["speaking"] | known["heading"] | known.kinds.keys()
    return max(
        (o for o in every if f" {held}".endswith(f" {o}") or f"-{held}".endswith(f"-{o}")), key=len, default=None
    )


def _listed(words: frozenset[str], title: str) -> list[str]:
    return [word for word in words if f" {word} " in f" {title.replace('-', ' ')} "]


def name_behind(text: str, row: Row, first: int, last: int) -> tuple[int, str] | None:
    """The name that stands right behind a title, with the ranks before it: the chunk behind it and its words."""
    small = _is_small(row)
    inside = offices()["inside"]
    k, names = first, 0
    while k < last and k - first < _LONGEST:
        if _is_name(row[k], small):
            names += 1
        elif row[k].lower not in inside:
            break
        k += 1
    while k > first and (row[k - 1].lower in ("-", "'", "’") or (row[k - 1].lower == "." and k == last)):
        k -= 1
    return (k, text[row[first].start : row[k - 1].end]) if names else None


def is_rank(chunk: Chunk) -> bool:
    """Whether a word is a rank or form of address, which says nothing of an office ("Colonel")."""
    return all(word in offices()["inside"] for word in chunk.lower.split(" "))


def _is_name(chunk: Chunk, small: bool) -> bool:
    if chunk.kind not in (ChunkKind.WORD, ChunkKind.PLACE) or not chunk.lower[:1].isalpha():
        return False
    return chunk.capital or (small and not _is_grammar(chunk.lower))


def _is_grammar(word: str) -> bool:
    """Whether a word written small is one of grammar or speech, at which a name ends."""
    words = speech_words()
    lists = ("stops", "prepositions", "aside", "report_verbs", "statement_heads", "persons")
    return any(word in words[name] for name in lists) or word in grammar_words("function_words") or word.endswith("ly")


def _is_small(row: Row) -> bool:
    """Whether a sentence is written without capitals."""
    return not any(c.capital for c in row[1:])
