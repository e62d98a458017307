"""How likely an event that was found is one, from all that the model says of it: a logistic regression whose weights
are set on held-out texts (``train/scoring.py``) and kept with the model. Its values are meant as probabilities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tocsin.read.neural.found import EventFound

_EDGE = 0.002  # probabilities are kept off 0 and 1 by this much: beyond, their logarithms say more than they know


def logit(probability: float) -> float:
    """The log of the odds."""
    p = min(max(probability, _EDGE), 1 - _EDGE)
    return log(p / (1 - p))


def _trigger(event: "EventFound", rank: int) -> float:
    """The odds of the surest trigger, the next one, …; 0 without one."""
    likely = sorted((t.likely for t in event.triggers), reverse=True)
    return logit(likely[rank]) if rank < len(likely) else 0.0


def _part(label: str) -> Callable[["EventFound", Mapping[str, float]], float]:
    return lambda event, _: max((p.likely * p.true for p in event.parts.get(label, ())), default=0.0)


FEATURES: Mapping[str, Callable[["EventFound", Mapping[str, float]], float]] = {
    "trigger": lambda event, _: _trigger(event, 0),
    "second trigger": lambda event, _: _trigger(event, 1),
    "told again": lambda event, _: float(len(event.triggers) > 1),
    "type": lambda event, _: logit(float(np.max(event.types))),
    "codable": lambda event, _: logit(event.codable),
    "background": lambda event, _: logit(event.background),
    "rules tell": lambda event, _: float(event.rules == "told"),
    "rules refuse": lambda event, _: float(event.rules == "refused"),
    "text": lambda _, facts: logit(facts["relevant"]),
    **{label: _part(label) for label in ("actor1", "actor2", "place", "date", "killed", "target", "cue")},
}
"""What is known of an event, by name; ``facts`` are the labels of the whole text."""


@dataclass(frozen=True)
class Scorer:
    """Weights of the features and what is added to them all."""

    weights: Mapping[str, float]
    bias: float

    def likely(self, event: "EventFound", facts: Mapping[str, float]) -> float:
        """The probability that an event is one."""
        total = self.bias + sum(weight * FEATURES[name](event, facts) for name, weight in self.weights.items())
        return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))
