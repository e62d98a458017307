"""Sets the weights of the event scorer on held-out texts: logistic regression with a little shrinkage, by Newton's
method, and the same left out text by text to see how it does on texts it was not set on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.read.neural.decode import decode
from tocsin.read.neural.found import EventFound
from tocsin.read.neural.model import LocalModel
from tocsin.read.neural.scorer import FEATURES, Scorer
from tocsin.read.neural.thresholds import Thresholds
from tocsin.train.loop import Say
from tocsin.train.tune import Held, events_found, f1, matched

Floats = NDArray[np.float64]
_NEARLY = 0.005  # less difference of F1 than chance makes between two halves of the held-out texts
_SHRINK = 1.0  # weight of the squared weights, in cases
_ROUNDS = 30
_FOLDS = 10


STEPS = tuple(round(0.05 * k, 2) for k in range(2, 19))
TRIGGERS, JOINS = (0.15, 0.3), (0.15, 0.3, 0.45, 0.6)


@dataclass(frozen=True)
class Candidates:
    """All events that could be meant in held-out texts, also unlikely ones: ``events`` by text; ``rows`` [events,
    features], ``right`` whether the text was marked to tell it, ``which`` the number of its text."""

    events: list[list[EventFound]]
    rows: Floats
    right: Floats
    which: NDArray[np.int64]

    @classmethod
    def of(cls, model: LocalModel, texts: Sequence[Held], settings: Thresholds) -> "Candidates":
        """Those that are told as having happened or tried."""
        every = replace(settings, event=0.0)
        rows, right, which, all_events = [], [], [], []
        for number, text in enumerate(texts):
            found = decode(model, text.scores, every, scorer=None).events
            events = [event for event in found if event.modality in ("actual", "failed")]
            pairs = matched(text.example, events)
            for k, event in enumerate(events):
                rows.append([feature(event, text.scores.facts) for feature in FEATURES.values()])
                right.append(float(k in pairs and pairs[k].modality in ("actual", "failed")))
                which.append(number)
            all_events.append(events)
        return cls(all_events, np.array(rows), np.array(right), np.array(which))


def judged(
    model: LocalModel, texts: Sequence[Held], settings: Thresholds, say: Say
) -> tuple[Thresholds, Candidates, Floats]:
    """From when on a trigger, two triggers for one event, and an event are taken: what gives the best F1 of codable
    events, each text judged by a scorer that was set on the others. Of those nearly as good, the one that groups least:
    an event too many can be turned away, two made one cannot be told apart again. With the candidates and their
    probabilities."""
    tried: list[tuple[float, Thresholds, Candidates, Floats]] = []
    for trigger in TRIGGERS:
        for join in JOINS:
            trial = replace(settings, begin={**settings.begin, "trigger": trigger}, join=join)
            found = Candidates.of(model, texts, trial)
            likely = left_out(found.rows, found.right, found.which)
            value, event = max((_f1_from(step, texts, found, likely, trial), step) for step in STEPS)
            say(f"trigger {trigger}, join {join}: events {value:.3f} from {event}")
            tried.append((value, replace(trial, event=event), found, likely))
    top = max(value for value, *_ in tried)
    _, chosen, found, likely = max((t for t in tried if t[0] >= top - _NEARLY), key=lambda t: (t[1].join, t[0]))
    return chosen, found, likely


def _f1_from(least: float, texts: Sequence[Held], found: Candidates, likely: Floats, settings: Thresholds) -> float:
    """F1 of codable events when those at least so likely are kept."""
    count: Counter[str] = Counter()
    at = 0
    for text, events in zip(texts, found.events, strict=True):
        own = likely[at : at + len(events)]
        at += len(events)
        count.update(events_found(text.example, [e for e, p in zip(events, own, strict=True) if p >= least], settings))
    return f1(count)


def fitted(rows: Floats, right: Floats) -> Scorer:
    """The scorer of some candidates."""
    weights = _newton(np.concatenate([rows, np.ones((len(rows), 1))], axis=1), right)
    return Scorer(
        dict(zip(FEATURES, (round(float(w), 4) for w in weights[:-1]), strict=True)), round(float(weights[-1]), 4)
    )


def left_out(rows: Floats, right: Floats, which: NDArray[np.int64]) -> Floats:
    """The probability of each candidate by a scorer that was set on the other texts."""
    likely = np.zeros(len(right))
    wide = np.concatenate([rows, np.ones((len(rows), 1))], axis=1)
    for fold in range(_FOLDS):
        out = which % _FOLDS == fold
        if out.any():
            likely[out] = _sigmoid(wide[out] @ _newton(wide[~out], right[~out]))
    return likely


def _newton(rows: Floats, right: Floats) -> Floats:
    weights = np.zeros(rows.shape[1])
    shrink = np.full(rows.shape[1], _SHRINK)
    shrink[-1] = 0.0  # what is added to all is free
    for _ in range(_ROUNDS):
        likely = _sigmoid(rows @ weights)
        slope = rows.T @ (likely - right) + shrink * weights
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(shrink + 1e-6)
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def _sigmoid(x: Floats) -> Floats:
    likely: Floats = 1 / (1 + np.exp(-np.clip(x, -30, 30)))
    return likely


def calibration_error(likely: Floats, right: Floats, bins: int = 15) -> float:
    """Expected calibration error over bins of equal mass."""
    order = np.argsort(likely)
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(len(p) * abs(likely[p].mean() - right[p].mean()) for p in parts) / len(likely))
