"""Texts as sets of word runs, how much of one lies in another, and which texts meet in a key."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tocsin.merge.sentences import DATELINE
from tocsin.model.ids import text_hash
from tocsin.model.text import fold, fold_map

Keys = NDArray[np.uint64]
"""Sorted 64-bit hashes, each once."""

_WORD = re.compile(r"[a-z0-9]+")
_LENGTH = 3  # words in a shingle: short enough to survive edited words, long enough to be no chance
RUN = 8
"""Words in a run by which shared passages are told: too long for two writers to meet in by chance."""


@dataclass(frozen=True, slots=True)
class Shingled:
    """One document ready for comparison: number of its words, their hash (a dateline apart), hashes of its shingles and
    of its runs."""

    document_id: str
    words: int
    text_key: str
    shingles: Keys
    runs: Keys

    def anchors(self, every: int) -> Keys:
        """The shingles whose hash is a multiple of ``every``: the same ones wherever the words stand."""
        return sampled(self.shingles, every)


def words(text: str) -> list[str]:
    """The words of a text, folded: case, accents, punctuation and spacing do not count. Texts in scripts that
    fold to no Latin letters are cut at white space."""
    folded = fold(text)
    found = _WORD.findall(folded)
    return found if len(found) * 2 >= len(folded.split()) else folded.split()


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """``words`` with start and end in ``text``."""
    folded, offsets = fold_map(text)
    latin = len(_WORD.findall(folded)) * 2 >= len(folded.split())
    found = (_WORD if latin else re.compile(r"\S+")).finditer(folded)
    return [(m[0], offsets[m.start()], offsets[m.end() - 1] + 1) for m in found]


def shingled(document_id: str, text: str) -> Shingled:
    """``text`` as sets of hashed 3-word shingles and 8-word runs; a text of fewer words is one shingle, without run."""
    tokens = words(text)
    grams = {" ".join(tokens[i : i + _LENGTH]) for i in range(max(1, len(tokens) - _LENGTH + 1))} - {""}
    runs = {" ".join(tokens[i : i + RUN]) for i in range(len(tokens) - RUN + 1)}
    dateline = DATELINE.match(text)
    bare = words(text[dateline.end() :]) if dateline else tokens
    return Shingled(document_id, len(tokens), text_hash(" ".join(bare or tokens)), hashes(grams), hashes(runs))


def hashes(texts: Iterable[str]) -> Keys:
    """The texts' 64-bit hashes, sorted, each once."""
    digests = b"".join(blake2b(t.encode("utf-8", "surrogatepass"), digest_size=8).digest() for t in texts)
    return np.unique(np.frombuffer(digests, dtype=">u8").astype(np.uint64))


def sampled(keys: Keys, every: int) -> Keys:
    """One key in ``every``, chosen by its value."""
    kept: Keys = keys[keys % np.uint64(every) == 0]
    return kept


def shared(left: Keys, right: Keys) -> int:
    """How many keys both hold."""
    return int(np.intersect1d(left, right, assume_unique=True).size)


def jaccard(left: Shingled, right: Shingled) -> float:
    """Shared shingles over all shingles of both; 0 for two empty texts."""
    common = shared(left.shingles, right.shingles)
    either = left.shingles.size + right.shingles.size - common
    return common / either if either else 0.0


def containment(part: Shingled, whole: Shingled) -> float:
    """The share of ``part``'s shingles that ``whole`` holds; 0 for an empty part."""
    return shared(part.shingles, whole.shingles) / part.shingles.size if part.shingles.size else 0.0


def decimal_tokens(shingles: Keys) -> Sequence[str]:
    """Shingle hashes as the strings a MinHash is fed with, sorted: the digest never depends on set order."""
    return [f"{s:x}" for s in shingles.tolist()]


def meetings(keys: Sequence[Keys], most: int, least: int) -> dict[tuple[int, int], int]:
    """Pairs of texts (their positions, the smaller first) that share ``least`` keys, with the number of keys shared.

    Keys held by more than ``most`` texts are set phrases and do not count.
    """
    if not any(k.size for k in keys):
        return {}
    everything = np.concatenate(keys)
    owners = np.repeat(np.arange(len(keys)), [k.size for k in keys])
    order = np.argsort(everything, kind="stable")
    everything, owners = everything[order], owners[order]
    starts = np.flatnonzero(np.r_[True, everything[1:] != everything[:-1]])
    ends = np.r_[starts[1:], everything.size]
    common: dict[tuple[int, int], int] = {}
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if 2 <= end - start <= most:
            holders = owners[start:end].tolist()
            for number, left in enumerate(holders):
                for right in holders[number + 1 :]:
                    common[left, right] = common.get((left, right), 0) + 1
    return {pair: number for pair, number in common.items() if number >= least}
