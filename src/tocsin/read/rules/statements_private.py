"""Stretches of a sentence that must not leave through a statement: personal names, and where living persons live.

CODEBOOK sections 0 and 9: roles stay, names and residence facts go. Capitals tell names in ordinary text; in
lower-cased archives only the words after a title are known to be a name.
"""

from collections.abc import Mapping, Sequence

from tocsin.model.text import is_one_case
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.statements_view import CueIndex
from tocsin.read.rules.tokens import Sentence
from tocsin.read.rules.word_lists import grammar_words, statement_words

Ranges = tuple[tuple[int, int], ...]
Cues = Mapping[str, list[tuple[int, int]]]
_CLAUSE_END = frozenset({".", ";", ":", "”", '"'})


def private_ranges(
    text: str, sentences: Sequence[Sentence], rows: Sequence[tuple[Chunk, ...]], cues: Sequence[Cues], index: CueIndex
) -> list[Ranges]:
    """For each sentence the offsets of personal names and residence facts, in order and without overlap."""
    caseless = is_one_case(text)
    runs = [
        _runs_after_titles(sentence, row, index) if caseless else _capital_runs(sentence, row, index)
        for sentence, row in zip(sentences, rows, strict=True)
    ]
    surnames = {
        sentence.tokens[last - 1].lower for sentence, found in zip(sentences, runs, strict=True) for _, last in found
    }
    result: list[Ranges] = []
    for sentence, row, found, marks in zip(sentences, rows, runs, cues, strict=True):
        spans = [(sentence.tokens[a].start, sentence.tokens[b - 1].end) for a, b in found]
        spans += _alone(sentence, row, surnames, found)
        spans += _residence(sentence, marks.get("residence", ()))
        result.append(_joined(spans))
    return result


def _free(row: Sequence[Chunk]) -> set[int]:
    """Token positions that belong to no place, time or people phrase."""
    return {
        k for chunk in row if chunk.kind in (ChunkKind.WORD, ChunkKind.TRIGGER) for k in range(chunk.first, chunk.last)
    }


def _capital_runs(sentence: Sentence, row: Sequence[Chunk], index: CueIndex) -> list[tuple[int, int]]:
    free, tokens, found = _free(row), sentence.tokens, []
    position = 0
    while position < len(tokens):
        end = _run_end(sentence, free, position, index)
        if end > position and _is_person(sentence, row, position, end, index):
            found.append((position, end))
        position = max(end, position + 1)
    return found


def _run_end(sentence: Sentence, free: set[int], first: int, index: CueIndex) -> int:
    """End of a run of capitalised words from ``first``; particles inside it count."""
    tokens, last = sentence.tokens, first
    if not (tokens[first].text[:1].isupper() or "-" in tokens[first].text):
        return first
    for k in range(first, min(len(tokens), first + 6)):
        token = tokens[k]
        stem = token.lower.split("-")[0]
        particle = token.lower in index.words["particles"] or (stem in index.words["particles"] and "-" in token.text)
        if k not in free or not (token.text[:1].isupper() or (particle and (k > first or "-" in token.text))):
            break
        if token.text[:1].isupper() or "-" in token.text:
            last = k + 1
    return last


def _is_person(sentence: Sentence, row: Sequence[Chunk], first: int, last: int, index: CueIndex) -> bool:
    """Whether a capitalised run reads as a person: two words or more, or one right after a title."""
    words = [token.lower for token in sentence.tokens[first:last]]
    if any(w in index.words["body_words"] for w in words) or all(t.text.isupper() for t in sentence.tokens[first:last]):
        return False
    if _titled(sentence, first, index):
        return True
    if _of_body(sentence, first, index):
        return False
    if last - first >= 2:
        return not (first == 0 and words[0] in grammar_words("sentence_openers") and last - first == 2)
    return "-" in words[0] and words[0].split("-")[0] in index.words["particles"]


def _of_body(sentence: Sentence, first: int, index: CueIndex) -> bool:
    """Whether a run goes on with a body's name: "the Institute for Quiet Studies"."""
    left = [token.lower for token in sentence.tokens[max(0, first - 4) : first]]
    while left and left[-1] in ("of", "for", "and", "the", "on", "&"):
        left.pop()
    joined = len(left) < min(4, first)
    return joined and bool(left) and left[-1] in index.words["body_words"] and left[-1] != "the"


def _titled(sentence: Sentence, first: int, index: CueIndex) -> bool:
    k = first - 1
    if k >= 0 and sentence.tokens[k].text == ".":
        k -= 1
    return k >= 0 and sentence.tokens[k].lower in index.words["titles"]


def _runs_after_titles(sentence: Sentence, row: Sequence[Chunk], index: CueIndex) -> list[tuple[int, int]]:
    free, tokens, found = _free(row), sentence.tokens, []
    for k, token in enumerate(tokens):
        if token.lower not in statement_words("titles_of_persons"):
            continue
        first = k + 2 if k + 1 < len(tokens) and tokens[k + 1].text == "." else k + 1
        last = first
        while (
            last < len(tokens)
            and last < first + 3
            and last in free
            and tokens[last].lower not in grammar_words("name_stops")
            and tokens[last].text[0].isalpha()
        ):
            last += 1
        if last > first:
            found.append((first, last))
    return found


def _alone(
    sentence: Sentence, row: Sequence[Chunk], surnames: set[str], found: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Surnames standing alone after the full name was told."""
    if not surnames:
        return []
    free = _free(row)
    return [
        (token.start, token.end)
        for k, token in enumerate(sentence.tokens)
        if k in free and token.lower in surnames and token.text[:1].isupper() and not any(a <= k < b for a, b in found)
    ]


def _residence(sentence: Sentence, cues: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """From a word for living somewhere to the end of its clause, with an adverb of hearsay before it."""
    tokens = sentence.tokens
    found = []
    for first, _ in cues:
        if tokens[first].lower in ("houses", "house") and not _verb_of_housing(sentence, first):
            continue
        last = next((k for k in range(first, len(tokens)) if tokens[k].text in _CLAUSE_END), len(tokens))
        start = first - 1 if first and tokens[first - 1].lower.endswith("ly") else first
        found.append((tokens[start].start, tokens[last - 1].end))
    return found


def _verb_of_housing(sentence: Sentence, position: int) -> bool:
    """ "houses the president" but not "houses were burned", "the White House"."""
    tokens = sentence.tokens
    before = tokens[position - 1].lower if position else ""
    after = tokens[position + 1].lower if position + 1 < len(tokens) else ""
    return (before.endswith("ly") or before in ("and", "which", "that", "to", "also")) and after in grammar_words(
        "housed"
    )


def _joined(spans: list[tuple[int, int]]) -> Ranges:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
