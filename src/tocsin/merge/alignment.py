"""Which sentence of one text stands for which of another, in the order of both."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import LCSseq

from tocsin.merge.sentences import Sentence, Sentences

_STEPS = ((1, 1), (1, 2), (2, 1))
_SKIP = 0.12
"""What a pair of sentences must be alike beyond to be paired rather than left alone (measured on corpus/copies)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences of the left text (numbers ``left`` up to ``left_end``) that stand for those of the right one, and how
    alike they are, in 0..1."""

    left: int
    left_end: int
    right: int
    right_end: int
    similarity: float


def likeness(left: Sequence[Sentence], right: Sequence[Sentence]) -> float:
    """Shared weight of words over the mean weight of both sides, in 0..1."""
    return _shared(_joined(left), _joined(right))


_Bag = tuple[Mapping[str, float], float]
"""Words by weight, and the sum of the weights."""


def _shared(left: _Bag, right: _Bag) -> float:
    (a, weight), (b, other) = left, right
    common = a.keys() & b.keys()
    return 2 * sum(map(a.__getitem__, common)) / (weight + other) if common else 0.0


def _joined(sentences: Sequence[Sentence]) -> _Bag:
    if len(sentences) == 1:
        return sentences[0].weights, sentences[0].weight
    words = {key: weight for s in sentences for key, weight in s.weights.items()}
    return words, sum(words.values())


def align(left: Sentences, right: Sentences) -> tuple[Pair, ...]:
    """The pairs of sentences (one to one, one to two, two to one) that are most alike, none crossing another.

    Dynamic programming over the two sequences, as in Gale and Church (1993), with shared words in the place of lengths.
    """
    a, b = left.sentences, right.sentences
    mine = {(i, m): _joined(a[i : i + m]) for m in (1, 2) for i in range(len(a) - m + 1)}
    its = {(j, n): _joined(b[j : j + n]) for n in (1, 2) for j in range(len(b) - n + 1)}

    @cache
    def like(i: int, m: int, j: int, n: int) -> float:
        return _shared(mine[i, m], its[j, n])

    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(a), -1, -1):
        for j in range(len(b), -1, -1):
            if i == len(a) and j == len(b):
                continue
            options = [(best[i + 1][j], (1, 0))] if i < len(a) else []
            options += [(best[i][j + 1], (0, 1))] if j < len(b) else []
            for m, n in _STEPS:
                if i + m <= len(a) and j + n <= len(b):
                    gain = (like(i, m, j, n) - _SKIP) * (m + n) / 2
                    options.append((gain + best[i + m][j + n], (m, n)))
            best[i][j], came[i, j] = max(options)
    return tuple(_walked(came, like, len(a), len(b)))


def _walked(
    came: Mapping[tuple[int, int], tuple[int, int]],
    like: Callable[[int, int, int, int], float],
    rows: int,
    columns: int,
) -> Iterator[Pair]:
    """The pairs along the best path."""
    i = j = 0
    while i < rows or j < columns:
        m, n = came[i, j]
        if m and n:
            yield Pair(i, i + m, j, j + n, like(i, m, j, n))
        i, j = i + m, j + n


def common_order(left: Sequence[str], right: Sequence[str]) -> int:
    """Length of the longest sequence that both hold in the same order (longest common subsequence)."""
    return int(LCSseq.similarity(left, right))
