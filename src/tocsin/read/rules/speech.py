"""Who says what a sentence tells: "police said", "according to the hospital", "…, the army reported"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.reading import Stance
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.lexicon import Lexicon

_SAY = frozenset(
    ["said", "says", "say", "told", "reported", "reports", "announced", "confirmed", "confirms", "stated", "added", "claimed", "claims", "acknowledged", "admitted", "insisted", "alleged", "estimated", "declared", "tweeted", "testified", "reiterated"]
)
_NOT_SPEAKERS = frozenset(["it", "he", "she", "they", "we", "i", "who", "which", "that", "this", "there"])
_MAX_TOKENS = 9


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words for a speaker with their offsets; ``verb`` is the chunk of the report verb; ``via`` the outlet told."""

    words: str
    start: int
    end: int
    verb: str
    people: int | None = None
    via: str | None = None
    stance: Stance = Stance.ASSERTED


def find_speaker(text: str, chunks: Sequence[Chunk], lexicon: Lexicon) -> Speaker | None:
    """The speaker of a sentence, or ``None`` when it speaks for itself. The first one counts."""
    for index, chunk in enumerate(chunks):
        if chunk.lower == "according" and index + 1 < len(chunks) and chunks[index + 1].lower == "to":
            return _phrase_right(text, chunks, index + 2, "according to")
        if chunk.kind is ChunkKind.WORD and chunk.lower in _SAY and not _claims(chunks, index):
            return _phrase_left(text, chunks, index) or _phrase_right(text, chunks, index + 1, chunk.lower)
    return None


def _claims(chunks: Sequence[Chunk], index: int) -> bool:
    """"claimed responsibility", "was claimed by": an attribution of its own, no report verb."""
    if chunks[index].lower not in ("claimed", "claims", "reported"):
        return False
    before = chunks[index - 1].lower if index else ""
    after = chunks[index + 1].lower if index + 1 < len(chunks) else ""
    return before in ("was", "were", "been", "is", "are") or after in ("responsibility", "the", "by", "lives")


def _phrase_left(text: str, chunks: Sequence[Chunk], verb: int) -> Speaker | None:
    """The noun phrase before a report verb."""
    first, used = verb, 0
    for k in range(verb - 1, -1, -1):
        lower = chunks[k].lower
        if lower in (".", ";", ":", '"', "“", "”", "that", "but", "while", "as", "when") or lower in _SAY:
            break
        if lower == "," and not (
            k > 0
            and used <= 6
            and chunks[k - 1].kind is ChunkKind.WORD
            and chunks[k - 1].lower[:1].isalpha()
            and used > 0
            and _is_apposition(chunks, k)
        ):
            break
        if lower in ("and",) and k > 0 and chunks[k - 1].lower == ",":
            break
        used += chunks[k].last - chunks[k].first
        if used > _MAX_TOKENS:
            break
        first = k
    return _speaker(text, chunks, first, verb, chunks[verb].lower, _via(chunks, verb))


def _is_apposition(chunks: Sequence[Chunk], comma: int) -> bool:
    """ "Name, a spokesman for the army, said": keep what follows the first comma only."""
    return False


def _phrase_right(text: str, chunks: Sequence[Chunk], first: int, verb: str) -> Speaker | None:
    last, used = first, 0
    for k in range(first, len(chunks)):
        lower = chunks[k].lower
        if (
            lower
            in (
                ",",
                ".",
                ";",
                "(",
                '"',
                "”",
                "“",
                "that",
                "who",
                "which",
                "as",
                "after",
                "while",
                "and",
                "on",
                "in",
            )
            and k > first
        ):
            break
        if chunks[k].kind is ChunkKind.TIME:
            break
        used += chunks[k].last - chunks[k].first
        if used > _MAX_TOKENS:
            break
        last = k + 1
    if last == first:
        return None
    words = chunks[first].lower
    if verb != "according to" and (
        words in _NOT_SPEAKERS or (words in ("that", "the", "at", "on", "in", ",") and last - first == 1)
    ):
        return None
    if (
        verb != "according to"
        and chunks[first].kind not in (ChunkKind.PEOPLE,)
        and not text[chunks[first].start].isupper()
        and words not in ("the", "a", "an")
    ):
        return None
    return _speaker(text, chunks, first, last, verb, None)


_TRIM = re.compile(r"^(?:the|a|an|but|and|however|meanwhile|also|in|on|at)\s+", re.IGNORECASE)


def _speaker(
    text: str, chunks: Sequence[Chunk], first: int, last: int, verb: str, via: str | None
) -> Speaker | None:
    while first < last and (
        chunks[first].lower
        in ("the", "a", "an", "but", "and", "however", "meanwhile", ",", "also", "earlier", "later")
        or chunks[first].kind is ChunkKind.TIME
    ):
        first += 1
    while last > first and (
        chunks[last - 1].lower
        in (",", "has", "have", "had", "also", "later", "earlier", "on", "in", "were", "was", "is")
        or chunks[last - 1].kind is ChunkKind.TIME
    ):
        last -= 1
    if last <= first:
        return None
    start, end = chunks[first].start, chunks[last - 1].end
    words = _TRIM.sub("", text[start:end])
    start = end - len(words)
    if not words or words.lower() in _NOT_SPEAKERS or len(words) < 3:
        return None
    people = next((k for k in range(first, last) if chunks[k].people is not None), None)
    return Speaker(words, start, end, verb, people, via)


def _via(chunks: Sequence[Chunk], verb: int) -> str | None:
    """The outlet in "told AFP", "told the Associated Press"."""
    if chunks[verb].lower != "told":
        return None
    words = []
    for chunk in chunks[verb + 1 : verb + 5]:
        if chunk.lower in ("that", "by", "on", "in", ",", ".", "it", "reporters"):
            break
        if chunk.lower != "the":
            words.append(chunk)
    return " ".join(c.lower for c in words) or None
