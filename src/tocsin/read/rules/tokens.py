"""Sentences and tokens with exact offsets.

Own splitter because news has what general ones break on ("Lt. Col.", "St. Louis", lower-cased archives, litter
glued to sentences); it must also be fast, since every document passes through it.
"""

import re
from dataclasses import dataclass

from tocsin.read.rules.word_lists import grammar_words

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S., J.N.I.M.
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?"
    r"|\w+(?:['’]s\b)"
    r"|\w+(?:[-‐‑'’ʼ]\w+)*"
    r"|\.{3}|…|[^\w\s]"
)
_BREAK = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+|[A-Z“\"‘])|\n\s*\n|\n(?=\S)|[.!?…]+$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: its text, lower-cased text, and offsets in the document."""

    text: str
    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: offsets in the document, its number, its tokens; ``paragraph`` counts line-separated blocks."""

    start: int
    end: int
    number: int
    paragraph: int
    tokens: tuple[Token, ...]


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether the dot at ``stop`` closes an abbreviation or an initial rather than a sentence."""
    start = stop
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    word = text[start:stop].lower()
    if word in grammar_words("abbreviations"):
        return True
    return len(word) == 1 and word.isalpha() and text[start].isupper()


def _is_hard_wrapped(text: str) -> bool:
    """Whether lines are broken at a column, so that a single newline ends no sentence."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    if len(lines) < 4 or max(map(len, lines)) > 110:
        return False
    open_ended = sum(1 for line in lines if line[-1] not in ".!?\"'”’:;")
    return open_ended > len(lines) / 2


def _boundaries(text: str) -> list[tuple[int, bool]]:
    """Ends of sentences as (offset, is_paragraph_end)."""
    ends: list[tuple[int, bool]] = []
    wrapped = _is_hard_wrapped(text)
    for match in _BREAK.finditer(text):
        mark = match.group()
        if mark[0] == "\n":
            if wrapped and mark == "\n":
                continue
            ends.append((match.start(), True))
            continue
        if mark == "." and _is_abbreviation(text, match.start()):
            continue
        following = text[match.end() : match.end() + 1]
        if following and not following.isspace() and not (mark[0] in ".!?" and following.isupper()):
            continue
        if mark == "." and following and not following.isspace() and text[match.start() - 1 : match.start()].isupper():
            continue  # "U.S.Army", "J.N.I.M"
        ends.append((match.end(), False))
    if not ends or ends[-1][0] < len(text):
        ends.append((len(text), True))
    return ends


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Tokens of ``text[start:end]`` with offsets into ``text``. A possessive "'s" is its own token."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word, first, last = match.group(), match.start(), match.end()
        if len(word) > 2 and word[-1] in "sS" and word[-2] in "'’":
            tokens.append(Token(word[:-2], word[:-2].lower(), first, last - 2))
            tokens.append(Token(word[-2:], "'s", last - 2, last))
        else:
            tokens.append(Token(word, word.lower().replace("’", "'"), first, last))
    return tuple(tokens)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """All sentences of ``text`` in order; blank stretches are skipped. Very long ones are cut at 1,200 characters."""
    sentences: list[Sentence] = []
    position, paragraph = 0, 0
    for stop, ends_paragraph in _boundaries(text):
        while position < stop:
            chunk_end = min(stop, position + 1200)
            if chunk_end < stop:
                space = text.rfind(" ", position + 600, chunk_end)
                chunk_end = space if space > 0 else chunk_end
            begin = position + len(text[position:chunk_end]) - len(text[position:chunk_end].lstrip())
            finish = begin + len(text[begin:chunk_end].rstrip())
            if finish > begin:
                tokens = tokenize(text, begin, finish)
                if tokens:
                    sentences.append(Sentence(begin, finish, len(sentences), paragraph, tokens))
            position = chunk_end
        if ends_paragraph:
            paragraph += 1
    return tuple(sentences)
