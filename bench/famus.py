"""Does a source tell the same event as a report? Pairs of FAMuS, most of them no conflict, by the likeness that reports
of one event have in Tocsin's terms: the words and names that a report's sentence shares with the likeliest stretch of
the source, weighed by their rarity, and its numbers.

    python bench/famus.py [--data ../shared/data/famus_sv/data/source_validation] [--files dev.jsonl]

Nothing is learned: rarity is counted over the texts themselves. ``auc``: how often a pair of one event is ranked above
a pair of two, by the likeliest stretch; ``auc_whole_texts``: by the whole source.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from common import Clock, Figures, arguments, report
from tocsin.merge.settings import load, stem
from tocsin.model.text import fold

_WORD = re.compile(r"[^\W_]+")
STRETCH = 120
"""Words of a source that are compared at once: about as long as the part of a page that tells one event."""


def words(text: str) -> list[str]:
    """Stems of the words that do not stand in every report; numbers and names stay."""
    plain = load().across.plain_words
    return [stem(w) for w in map(fold, _WORD.findall(text)) if w not in plain and (len(w) > 2 or w.isdigit())]


def covered(left: Sequence[str], right: Sequence[str], rarity: dict[str, float]) -> float:
    """The share of the left words' rarity that the right ones have too."""
    known, there = set(left), set(right)
    whole = sum(rarity[w] for w in known)
    return sum(rarity[w] for w in known & there) / whole if whole else 0.0


def likeness(left: list[str], right: list[str], rarity: dict[str, float]) -> float:
    """How much of a report its likeliest stretch of the source covers; half steps between stretches."""
    starts = range(0, max(1, len(right) - STRETCH // 2), STRETCH // 2)
    return max(covered(left, right[n : n + STRETCH], rarity) for n in starts)


def auc(scores: Sequence[float], valid: Sequence[bool]) -> float | None:
    """The share of (one event, two events) pairs in the right order; equal scores count half."""
    good = np.array([s for s, v in zip(scores, valid, strict=True) if v])
    bad = np.array([s for s, v in zip(scores, valid, strict=True) if not v])
    if not len(good) or not len(bad):
        return None
    higher = (good[:, None] > bad[None, :]).sum() + 0.5 * (good[:, None] == bad[None, :]).sum()
    return float(higher) / (len(good) * len(bad))


def main() -> None:
    options = arguments(__doc__ or "", "famus_sv/data/source_validation", ["dev.jsonl"])
    clock, rows = Clock(), []
    for name in options.files:
        with (options.data / name).open(encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    rows = rows[: options.limit]
    reports = [words(row["report_dict"]["doctext"]) for row in rows]
    sources = [words(row["source_dict"]["doctext"]) for row in rows]
    counts = Counter(w for text in (*reports, *sources) for w in set(text))
    rarity = {w: float(np.log(2 * len(rows) / n)) for w, n in counts.items()}
    valid = [bool(row["valid_source"]) for row in rows]
    near = [likeness(a, b, rarity) for a, b in zip(reports, sources, strict=True)]
    whole = [covered(a, b, rarity) for a, b in zip(reports, sources, strict=True)]
    figures = Figures()
    drawn = np.random.default_rng(7)
    for name, scores in (("auc", near), ("auc_whole_texts", whole)):
        value = auc(scores, valid)
        figures.values[name], figures.baselines[name], figures.cases[name] = value, 0.5, len(rows)
        picks = (drawn.integers(0, len(rows), len(rows)) for _ in range(300))
        some = sorted(auc([scores[n] for n in pick], [valid[n] for n in pick]) or 0.5 for pick in picks)
        figures.intervals[name] = [some[int(0.025 * len(some))], some[int(0.975 * len(some)) - 1]]
        print(f"{name:20} {value:.3f}  [{some[7]:.3f} {some[-8]:.3f}]  do-nothing 0.5")
    report("famus_sv", options, len(rows), figures, clock)


if __name__ == "__main__":
    main()
