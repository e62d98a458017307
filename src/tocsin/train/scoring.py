"""Sets the weights of the event scorer on held-out texts: logistic regression with a little shrinkage, by Newton's
method, and the same left out text by text to see how it does on texts it was not set on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tocsin.read.neural.decode import decode
from tocsin.read.neural.model import LocalModel
from tocsin.read.neural.scorer import FEATURES, Scorer
from tocsin.read.neural.thresholds import Thresholds
from tocsin.train.tune import Held, matched

Floats = NDArray[np.float64]
_SHRINK = 1.0  # weight of the squared weights, in cases
_STEPS = 30
_FOLDS = 10


def candidates(
    model: LocalModel, texts: Sequence[Held], settings: Thresholds
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """All events that could be meant, also unlikely ones: their features, whether the text was marked to tell them, and
    the number of the text."""
    rows, right, which = [], [], []
    every = replace(settings, event=0.0)
    for number, text in enumerate(texts):
        events = decode(model, text.scores, every, scorer=None).events
        pairs = matched(text.example, events)
        for k, event in enumerate(events):
            if event.modality in ("actual", "failed"):
                rows.append([feature(event, text.scores.facts) for feature in FEATURES.values()])
                right.append(float(k in pairs and pairs[k].modality in ("actual", "failed")))
                which.append(number)
    return np.array(rows), np.array(right), np.array(which)


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
    for _ in range(_STEPS):
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
