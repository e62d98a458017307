"""How far triggers and the spans that may play a part in their events stand apart: in word pieces, in sentences, and in
triggers between them, each in a few classes (``labels``). Training and reading ask here alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tocsin.read.neural.labels import BETWEEN, bucket, sentences_apart
from tocsin.read.neural.windows import Pieces

Classes: TypeAlias = NDArray[np.int64]
Stretch = tuple[int, int]
"""First and last piece of a span."""
_FAR = 512  # pieces and sentences from which on all distances are of one class
_BUCKETS = np.array([bucket(k) for k in range(-_FAR, _FAR + 1)])
_SENTENCES = np.array([sentences_apart(k) for k in range(-_FAR, _FAR + 1)])


@dataclass(frozen=True)
class Geometry:
    """Classes of how far heads and parts stand apart, each [heads, parts]: in pieces, in sentences, and how many
    triggers lie between."""

    pieces: Classes
    sentences: Classes
    between: Classes


@dataclass(frozen=True)
class Where:
    """Where spans stand: numbers of their first pieces and of their sentences, each [spans]."""

    pieces: Classes
    sentences: Classes

    @classmethod
    def of(cls, pieces: Pieces, spans: Sequence[Stretch]) -> "Where":
        """Of spans of a text."""
        first = np.array([first for first, _ in spans], dtype=np.int64)
        return cls(first, np.searchsorted(np.array(pieces.ends, dtype=np.int64), first, side="right"))

    def some(self, kept: Sequence[int]) -> "Where":
        """Of some of the spans."""
        rows = list(kept)
        return Where(self.pieces[rows], self.sentences[rows])


def geometry(heads: Where, parts: Where, triggers: Where) -> Geometry:
    """The classes of distance of every head from every part; ``triggers``: all triggers of the text."""
    low = np.minimum(heads.pieces[:, None], parts.pieces[None])
    high = np.maximum(heads.pieces[:, None], parts.pieces[None])
    places = np.unique(triggers.pieces)
    between = np.searchsorted(places, high, side="left") - np.searchsorted(places, low, side="right")
    return Geometry(
        _class(_BUCKETS, parts.pieces[None] - heads.pieces[:, None]),
        _class(_SENTENCES, parts.sentences[None] - heads.sentences[:, None]),
        np.clip(between, 0, BETWEEN - 1),
    )


def sentences_between(spans: Where) -> Classes:
    """[spans, spans]: classes of how many sentences lie between every two spans."""
    return _class(_SENTENCES, spans.sentences[None] - spans.sentences[:, None])


def _class(table: Classes, distances: Classes) -> Classes:
    found: Classes = table[np.clip(distances, -_FAR, _FAR) + _FAR]
    return found
