"""How sure the dataset can be of a chosen value: what an engine says of it, put so that it keeps its word.

A reader's own confidence ranks its values well, but says too little of types and sides: of what it held to be right in
50 of 100 cases, 70 to 80 were. Evidence therefore shows

    confidence = 1 / (1 + exp(-(slope x log(c / (1 - c)) + offset)))

of what the reader gave as ``c`` (Platt 1999), by field and engine, and a fixed share for a side that no report names
and the type of the event implies. The numbers stand in ``merge.yml`` and are set on reports of the annotated corpus
that the local engine was not trained on (``bench/value_confidence.py``). Merging itself compares what readers gave.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from tocsin.model.event import Evidence

_EDGE = 0.02  # a reader's confidence is kept off 0 and 1 by this much: beyond, its logarithm says more than it knows


def log_odds(confidence: float) -> float:
    """The log of the odds of a reader's confidence in 0..1."""
    p = min(max(confidence, _EDGE), 1 - _EDGE)
    return log(p / (1 - p))


@dataclass(frozen=True, slots=True)
class Curve:
    """The slope and offset of one field's confidence, on the scale of log odds."""

    slope: float
    offset: float

    def of(self, confidence: float) -> float:
        """The probability that stands for a reader's confidence, both in 0..1."""
        return 1 / (1 + exp(-(self.slope * log_odds(confidence) + self.offset)))


@dataclass(frozen=True, slots=True)
class ValueConfidence:
    """``read``: curves by engine and field; ``implied``: the confidence of sides that a rule of merging supplies, by
    rule."""

    read: Mapping[str, Mapping[str, Curve]]
    implied: Mapping[str, float]

    def shown(self, rows: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """Evidence with the confidence to be shown; rows of fields and engines without a curve stay as they are."""
        return tuple(self._shown(row) for row in rows)

    def _shown(self, row: Evidence) -> Evidence:
        if row.author == "merge" and row.rule in self.implied:
            return replace(row, confidence=self.implied[row.rule])
        curve = self.read.get(row.author.partition("@")[0], {}).get(row.field)
        return row if curve is None else replace(row, confidence=round(curve.of(row.confidence), 3))
