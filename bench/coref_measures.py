"""Measures of coreference over gold mentions: MUC, B-cubed, CEAF-e, their mean (CoNLL), and LEA.

All take clusters as lists of sets of mentions; both sides hold the same mentions. Sources: Vilain et al. 1995 (MUC),
Bagga and Baldwin 1998 (B-cubed), Luo 2005 (CEAF with phi4), Moosavi and Strube 2016 (LEA). Sums add up over topics, as
no cluster crosses them; singletons count, as in the usual evaluation on ECB+.
"""

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np

Clusters = Sequence[frozenset[Hashable]]
NAMES = ("muc", "b3", "ceafe", "lea")


def sums(gold: Clusters, made: Clusters) -> Counter[str]:
    """Numerators and denominators of recall (``_rn``, ``_rd``) and precision (``_pn``, ``_pd``) of each measure."""
    result: Counter[str] = Counter()
    for name, of in (("muc", _muc), ("b3", _b_cubed), ("lea", _lea)):
        for side, pair in (("r", (gold, made)), ("p", (made, gold))):
            above, below = of(*pair)
            result[f"{name}_{side}n"] += above  # type: ignore[assignment]
            result[f"{name}_{side}d"] += below  # type: ignore[assignment]
    same = _aligned(gold, made)
    for side, clusters in (("r", gold), ("p", made)):
        result[f"ceafe_{side}n"] += same  # type: ignore[assignment]
        result[f"ceafe_{side}d"] += len(clusters)
    return result


def f1(tally: Counter[str], name: str) -> float | None:
    """F1 of one measure; ``None`` where there is nothing to measure."""
    recall, precision = (tally[f"{name}_{s}n"] / max(tally[f"{name}_{s}d"], 1e-9) for s in "rp")
    return 2 * recall * precision / (recall + precision) if recall + precision else None


def conll(tally: Counter[str]) -> float | None:
    """The mean of MUC, B-cubed and CEAF-e."""
    values = [f1(tally, name) or 0.0 for name in ("muc", "b3", "ceafe")]
    return sum(values) / 3


def _homes(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: n for n, cluster in enumerate(clusters) for mention in cluster}


def _muc(gold: Clusters, made: Clusters) -> tuple[float, float]:
    home = _homes(made)
    return sum(len(c) - len({home[m] for m in c}) for c in gold), sum(len(c) - 1 for c in gold)


def _b_cubed(gold: Clusters, made: Clusters) -> tuple[float, float]:
    home = _homes(made)
    shared = [Counter(home[m] for m in c) for c in gold]
    above = sum(n * n / len(c) for c, counts in zip(gold, shared, strict=True) for n in counts.values())
    return above, sum(len(c) for c in gold)


def _lea(gold: Clusters, made: Clusters) -> tuple[float, float]:
    home = _homes(made)
    above = 0.0
    for cluster in gold:
        if len(cluster) == 1:  # a link to itself, kept when it is alone on the other side too
            above += len(made[home[next(iter(cluster))]]) == 1
            continue
        kept = sum(n * (n - 1) / 2 for n in Counter(home[m] for m in cluster).values())
        above += len(cluster) * kept / (len(cluster) * (len(cluster) - 1) / 2)
    return above, sum(len(c) for c in gold)


def _aligned(gold: Clusters, made: Clusters) -> float:
    """The sum of phi4 over the best one-to-one alignment."""
    home = _homes(made)
    phi = np.zeros((max(len(gold), len(made)),) * 2)
    for row, cluster in enumerate(gold):
        for column, n in Counter(home[m] for m in cluster).items():
            phi[row, column] = 2 * n / (len(cluster) + len(made[column]))
    columns = assign(-phi)
    return float(phi[np.arange(len(phi)), columns].sum())


def assign(cost: np.ndarray) -> np.ndarray:
    """The column of each row in the cheapest assignment of a square matrix (Hungarian method with potentials)."""
    size = len(cost)
    rows, columns, owner = np.zeros(size + 1), np.zeros(size + 1), np.zeros(size + 1, dtype=int)
    for row in range(1, size + 1):
        owner[0], at = row, 0
        least, way, seen = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=int), np.zeros(size + 1, dtype=bool)
        while owner[at]:
            seen[at] = True
            here = cost[owner[at] - 1] - rows[owner[at]] - columns[1:]
            better = ~seen[1:] & (here < least[1:])
            least[1:][better], way[1:][better] = here[better], at
            free = np.where(seen[1:], np.inf, least[1:])
            nearest = int(free.argmin()) + 1
            step = free[nearest - 1]
            rows[owner[seen]] += step
            columns[seen] -= step
            least[~seen] -= step
            at = nearest
        while at:
            owner[at], at = owner[way[at]], int(way[at])
    found = np.zeros(size, dtype=int)
    found[owner[1:] - 1] = np.arange(size)
    return found
