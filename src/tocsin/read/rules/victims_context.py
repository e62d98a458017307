"""What a sentence tells only as the reason, charge or memory behind its news: no toll of the happening it reports."""

from collections.abc import Sequence
from functools import cache

from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.victims_words import words
from tocsin.read.rules.word_lists import grammar_words

_RELATIVE = frozenset({"who", "whom", "which", "that", "where", "when", "in which"})
_FATES = frozenset({"arrest", "surrender", "kill", "injure", "abduct"})
_BROUGHT_IN = frozenset({"arrest", "surrender"})
_OPENING = frozenset({"in", "after", "following", "during", "amid", "on", "at", "with", "by", "for", "from"})


@cache
def _openers(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of a list of ``victims.yml`` by their first word."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(words(name), key=lambda p: (-len(p), p)):
        parts = tuple(phrase.split(" "))
        by_first.setdefault(parts[0], []).append(parts)
    return {first: tuple(phrases) for first, phrases in by_first.items()}


def contextual(chunks: Sequence[Chunk]) -> frozenset[int]:
    """Indexes of chunks behind words such as "in connection with" or "accused of".

    Up to the comma that closes an insertion (", involved in several murder cases, was killed"), else to the end of
    the sentence.
    """
    return _behind(chunks, "context") | _behind(chunks, "charges")


def _behind(chunks: Sequence[Chunk], listed: str) -> frozenset[int]:
    """Indexes of chunks that the openers of a list of ``victims.yml`` govern."""
    if not chunks:
        return frozenset()
    flat = [(word, k) for k, chunk in enumerate(chunks) for word in chunk.lower.split(" ")]
    openers = _openers(listed)
    found: set[int] = set()
    for position, (word, index) in enumerate(flat):
        for phrase in openers.get(word, ()):
            if tuple(w for w, _ in flat[position : position + len(phrase)]) == phrase:
                last = flat[position + len(phrase) - 1][1]
                # the last word of an opener may itself be the cue ("over the killing")
                found.update(range(last if last > index else last + 1, _stop(chunks, index, last)))
                break
    return frozenset(found)


def charges(chunks: Sequence[Chunk]) -> frozenset[int]:
    """Indexes of chunks that tell what people are held, wanted or tried for, where the sentence tells as its news that
    they were arrested, gave themselves up or were killed ("a man *wanted for an attack* was arrested")."""
    if not any(chunk.act in _BROUGHT_IN for chunk in chunks):
        return frozenset()
    behind, told = _behind(chunks, "charges"), _told_of_them(chunks)
    if any(k in behind and _tells_harm(chunks, k) for k in range(len(chunks) - 1)):
        return told
    behind |= told
    return behind if any(c.act in _BROUGHT_IN and k not in behind for k, c in enumerate(chunks)) else frozenset()


def _told_of_them(chunks: Sequence[Chunk]) -> frozenset[int]:
    """Indexes of insertions about those brought in: "a rebel, *who led a raid in 2009*, surrendered"."""
    found: set[int] = set()
    for k in range(1, len(chunks) - 1):
        if chunks[k].lower == "who" and (chunks[k - 1].lower == "," or chunks[k + 1].lower == "had"):
            ends = (j for j in range(k + 2, len(chunks)) if chunks[j].lower == "," and _brought_in_at(chunks, j + 1))
            found.update(range(k, next(ends, k)))
    return frozenset(found)


def _brought_in_at(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether the main verb at ``index``, auxiliaries before it, says that somebody was arrested or surrendered."""
    passed = grammar_words("be") | grammar_words("have")
    k = index
    while k < len(chunks) and chunks[k].lower in passed:
        k += 1
    return k < len(chunks) and chunks[k].verb and chunks[k].act in _BROUGHT_IN


def _tells_harm(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a relative clause tells what a deed did ("the bomb that killed six"): told as a happening, not as a mere
    charge."""
    return chunks[index].lower in ("that", "which") and chunks[index + 1].act in ("kill", "injure")


def cumulative(chunks: Sequence[Chunk]) -> frozenset[int]:
    """Indexes of chunks in clauses that total over time or space ("… have been killed so far this year")."""
    flat = [(word, k) for k, chunk in enumerate(chunks) for word in chunk.lower.split(" ")]
    sums = _openers("cumulative")
    found: set[int] = set()
    for position, (word, index) in enumerate(flat):
        for phrase in sums.get(word, ()):
            if tuple(w for w, _ in flat[position : position + len(phrase)]) == phrase:
                found.update(_clause_around(chunks, index))
    return frozenset(found)


def _clause_around(chunks: Sequence[Chunk], index: int) -> range:
    """The stretch between commas and stops around a chunk: a total over time counts all that is told in it."""
    marks = (",", ";", ".", "—", "while", "but")
    first = next((k + 1 for k in range(index - 1, -1, -1) if chunks[k].lower in marks), 0)
    last = next((k for k in range(index + 1, len(chunks)) if chunks[k].lower in marks), len(chunks))
    return range(first, last)


def _stop(chunks: Sequence[Chunk], first: int, last: int) -> int:
    """End of the stretch an opener at [first, last] governs."""
    inserted = (
        any(chunks[k].lower == "," for k in range(max(0, first - 2), first))
        or first == 0
        or chunks[0].lower in _OPENING
    )
    if inserted and any(chunks[k].lower in grammar_words("be") for k in range(max(0, first - 2), first)):
        inserted = False  # "…, was involved in": the main clause itself
    for k in range(last + 1, len(chunks)):
        if chunks[k].lower == ";" or _main_verb_at(chunks, last, k):
            return k
        if chunks[k].lower == "," and _verb_follows(chunks, k + 1):
            return k
        if chunks[k].lower == "and" and _deed_follows(chunks, k + 1):
            return k
        detail = k + 1 < len(chunks) and chunks[k + 1].lower in ("including", "and", "among")
        if chunks[k].lower == "," and inserted and not detail:
            return k
    return len(chunks)


def _main_verb_at(chunks: Sequence[Chunk], last: int, index: int) -> bool:
    """Whether the passive at ``index`` is the main verb ("a man wanted for murder *was arrested*")."""
    following = chunks[index + 1] if index + 1 < len(chunks) else None
    if chunks[index].lower not in grammar_words("be") or following is None or not following.verb:
        return False
    return following.act in _FATES and not any(c.lower in _RELATIVE for c in chunks[last + 1 : index])


def without(chunks: Sequence[Chunk], indexes: frozenset[int]) -> tuple[Chunk, ...]:
    """The row with the chunks at ``indexes`` made commas: an insertion that is no part of the main clause. Indexes of
    all other chunks stay."""
    if not indexes:
        return tuple(chunks)
    return tuple(_comma(c) if k in indexes else c for k, c in enumerate(chunks))


def _comma(chunk: Chunk) -> Chunk:
    return Chunk(ChunkKind.WORD, chunk.first, chunk.last, chunk.start, chunk.end, ",")


def _deed_follows(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a further deed of the main clause follows ("dragged out a man accused of theft and *lynched him*")."""
    pronoun = index + 1 < len(chunks) and chunks[index + 1].lower in ("him", "her", "them")
    return pronoun and chunks[index].verb


def _verb_follows(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether the comma before ``index`` gives the word back to the main clause (", was killed")."""
    auxiliary = grammar_words("be") | grammar_words("have")
    return index < len(chunks) and (chunks[index].lower in auxiliary or _brought_in_at(chunks, index))
