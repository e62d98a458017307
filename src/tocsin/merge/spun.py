"""Marks that rewriting programs leave in a text, by which it is suspected without sight of its original.

No mark says anything about a language: short fragments and odd words are counted only together, because every desk lets
one of them pass now and then (CODEBOOK section 6; "tortured phrases": Cabanac, Labbé and Magazinov 2021).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.merge.copy_words import CopyWords, load
from tocsin.merge.settings import StorySettings
from tocsin.model.text import fold, is_one_case

_PIECE = re.compile(r"[^.!?…\n]+(?:[.!?…]+[\"”’»)]*|$|(?=\n))")
_STRAY = re.compile(r"\w\. ,|, \.(?!\d)|\w\. \.(?! ?\.)")
_LOOSE = re.compile(r"\w [,.;](?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FEW = 5  # words of a fragment at most


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign: its kind and the words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why a text is taken for a machine paraphrase: points, and the signs in words."""

    points: float
    reasons: tuple[str, ...]


def suspicion(text: str, settings: StorySettings) -> Suspicion | None:
    """The suspicion of a text, or ``None``: points for its marks must reach ``spun_points``, of two kinds at least, or
    ``spun_alone`` of one kind."""
    marks = marks_of(text)
    by_kind: dict[str, list[str]] = {}
    for mark in marks:
        by_kind.setdefault(mark.kind, []).append(mark.words)
    points = sum(settings.spun_first + settings.spun_further * (len(set(w)) - 1) for w in by_kind.values())
    if points < (settings.spun_points if len(by_kind) > 1 else settings.spun_alone):
        return None
    reasons = [f"{kind}: {', '.join(f'“{w}”' for w in dict.fromkeys(words))}" for kind, words in by_kind.items()]
    return Suspicion(points, tuple(reasons))


def marks_of(text: str) -> tuple[Mark, ...]:
    """Every mark in the order of kinds, then of the text. Texts in capitals, or cut into tokens, bear none."""
    if len(_LOOSE.findall(text)) > len(text.split()) / 25:
        return ()  # punctuation stands apart throughout: a corpus of tokens
    if is_one_case(text):
        return ()  # no capital says where a sentence begins
    words = load()
    return (*_fragments(text, words), *_strays(text), *_subjectless(text, words), *_odd(text, words))


def _fragments(text: str, words: CopyWords) -> Iterator[Mark]:
    """Pieces of few words that open in lower case behind a full stop, or with a verb that lost its subject."""
    ended = False
    for match in _PIECE.finditer(text):
        piece = match[0].strip()
        inside = _WORD.findall(piece)
        new_line = match.start() == 0 or text[match.start() - 1] == "\n"
        few = 0 < len(inside) <= _FEW and piece.endswith((".", "”", '"'))
        if few and not new_line and ended and not piece.startswith(("“", '"', "(", "…")):
            bare = fold(inside[0]) in words.bare_verbs and not piece.endswith("?")
            subject = len(inside) > 1 and fold(inside[1]) in words.subjects
            lower = piece[0].islower() and not _is_abbreviation(text, match.start())
            if lower or (bare and not subject):
                yield Mark("a fragment left standing", piece)
        ended = bool(re.search(r"[a-zà-ÿ]{3,}[.!?]$", piece))


def _is_abbreviation(text: str, at: int) -> bool:
    """Whether the stop before ``at`` ends a short word ("Lt. col", "U.S. said", "p.m. on")."""
    before = re.search(r"([\w.]+)[.!?…][\"”’»)]*\s*$", text[max(0, at - 20) : at + 1])
    return before is not None and (len(before[1]) <= 3 or "." in before[1])


def _strays(text: str) -> Iterator[Mark]:
    """Punctuation that no writer sets: ". ,", ", .". A mark apart before a closing quotation mark is none: it is what
    taking links out of web pages leaves."""
    for match in _STRAY.finditer(text):
        start = max(0, text.rfind(" ", 0, max(0, match.start() - 1)))
        yield Mark("stray punctuation", text[start : match.end()].strip())


def _subjectless(text: str, words: CopyWords) -> Iterator[Mark]:
    """Longer sentences that open with a past verb and no subject: "Were familiar with the strategy ..."."""
    for match in re.finditer(
        r"(?:^|(?<=\n)|(?<=[.!?] ))(Were|Was|Is|Are|Has|Had|Have)((?: [\w'’-]+){3})([^.!?\n]*)([.!?])", text
    ):
        following = match[2].split()
        plain = following[0].islower() and fold(following[0]) not in words.subjects
        if plain and match[4] != "?":
            yield Mark("a sentence without a subject", match[1] + match[2])


def _odd(text: str, words: CopyWords) -> Iterator[Mark]:
    """Odd synonyms and phrases of the list."""
    for phrase in sorted(set(_odd_pattern().findall(fold(text)))):
        term = words.odd[phrase]
        yield Mark("odd words", f"{phrase}” for “{term}" if term else phrase)


@cache
def _odd_pattern() -> re.Pattern[str]:
    """Every odd phrase, the longest first."""
    phrases = sorted(load().odd, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, phrases))})(?![a-z])")
