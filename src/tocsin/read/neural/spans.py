"""From probabilities of word pieces to spans.

A span begins where that is likely enough and goes on as long as being inside stays likely: two thresholds, since a
single one cuts "several people" down to "several" (feasibility study, section 2.3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tocsin.read.neural.labels import SPANS

if TYPE_CHECKING:
    from tocsin.read.neural.model import Scores

GO_ON = 0.3
"""How likely a piece must be inside for a span to go on over it."""
BEGIN = 0.4
"""How likely a span must be to begin, for labels without a threshold of their own."""


@dataclass(frozen=True, slots=True)
class Found:
    """A span of pieces [first, last] and characters [start, end) under a label."""

    label: str
    first: int
    last: int
    start: int
    end: int
    likely: float


def find_spans(scores: "Scores", begin: Mapping[str, float]) -> Iterator[Found]:
    """The spans of all labels that ``begin`` names, with its thresholds, in the order of the text."""
    for label, least in begin.items():
        yield from _of_label(scores, label, least)


def _of_label(scores: "Scores", label: str, least: float) -> Iterator[Found]:
    number = SPANS.index(label)
    begins, inside, offsets = scores.begins[:, number], scores.inside[:, number], scores.pieces.offsets
    behind = 0  # the first piece behind the span before
    for at in np.flatnonzero(begins >= least).tolist():
        if at < behind:
            continue
        end = scores.pieces.windows[scores.pieces.window_of(at)].last
        last = at
        while last + 1 < end and inside[last + 1] > GO_ON and begins[last + 1] < max(least, inside[last + 1]):
            last += 1
        yield Found(label, at, last, offsets[at][0], offsets[last][1], float(begins[at]))
        behind = last + 1
