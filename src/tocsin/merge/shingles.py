"""Texts as sets of word shingles, and how much of one lies in another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from tocsin.model.ids import text_hash
from tocsin.model.text import fold

_WORD = re.compile(r"[a-z0-9]+")
_LENGTH = 3  # words in a shingle: short enough to survive edited words, long enough to be no chance


@dataclass(frozen=True, slots=True)
class Shingled:
    """One document ready for comparison: hash of its words, its 64-bit shingle hashes, number of words."""

    document_id: str
    words: int
    text_key: str
    shingles: frozenset[int]

    def anchors(self, every: int) -> frozenset[int]:
        """The shingles whose hash is a multiple of ``every``: the same ones wherever the words stand."""
        return frozenset(s for s in self.shingles if s % every == 0)


def words(text: str) -> list[str]:
    """The words of a text, folded: case, accents, punctuation and spacing do not count. Texts in scripts that
    fold to no Latin letters are cut at white space."""
    folded = fold(text)
    found = _WORD.findall(folded)
    return found if len(found) * 2 >= len(folded.split()) else folded.split()


def shingled(document_id: str, text: str) -> Shingled:
    """``text`` as a set of hashed 3-word shingles; a text of fewer words is one shingle."""
    tokens = words(text)
    grams = {" ".join(tokens[i : i + _LENGTH]) for i in range(max(1, len(tokens) - _LENGTH + 1))} - {""}
    hashes = frozenset(
        int.from_bytes(blake2b(gram.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") for gram in grams
    )
    return Shingled(document_id, len(tokens), text_hash(" ".join(tokens)), hashes)


def jaccard(left: Shingled, right: Shingled) -> float:
    """Shared shingles over all shingles of both; 0 for two empty texts."""
    either = len(left.shingles | right.shingles)
    return len(left.shingles & right.shingles) / either if either else 0.0


def containment(part: Shingled, whole: Shingled) -> float:
    """The share of ``part``'s shingles that ``whole`` holds; 0 for an empty part."""
    return len(part.shingles & whole.shingles) / len(part.shingles) if part.shingles else 0.0


def decimal_tokens(shingles: frozenset[int]) -> Sequence[str]:
    """Shingle hashes as the strings a MinHash is fed with, sorted: the digest never depends on set order."""
    return [f"{s:x}" for s in sorted(shingles)]
