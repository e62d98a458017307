"""How far triggers and the spans that may play a part in their events stand apart, as the pair head was taught."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from tocsin.read.neural.labels import bucket, crowded, sentences_apart
from tocsin.read.neural.model import Classes, Geometry, Stretch
from tocsin.read.neural.windows import Pieces


def geometry(
    pieces: Pieces, heads: Sequence[Stretch], parts: Sequence[Stretch], triggers: Sequence[Stretch]
) -> Geometry:
    """The classes of distance of every head from every part; ``triggers``: all triggers of the text."""
    places = sorted({first for first, _ in triggers})
    shape = (len(heads), len(parts))
    made = [np.zeros(shape, dtype=np.int64) for _ in range(3)]
    own = [(first, pieces.sentence_of(first)) for first, _ in heads]
    other = [(first, pieces.sentence_of(first)) for first, _ in parts]
    for row, (head, sentence) in enumerate(own):
        for column, (part, where) in enumerate(other):
            low, high = (head, part) if head <= part else (part, head)
            between = max(0, bisect_left(places, high) - bisect_right(places, low))
            made[0][row, column] = bucket(part - head)
            made[1][row, column] = sentences_apart(where - sentence)
            made[2][row, column] = crowded(between)
    return Geometry(*made)


def sentences_between(pieces: Pieces, spans: Sequence[Stretch]) -> Classes:
    """[spans, spans]: classes of how many sentences lie between every two spans."""
    own = [pieces.sentence_of(first) for first, _ in spans]
    return np.array([[sentences_apart(b - a) for b in own] for a in own], dtype=np.int64).reshape(len(own), len(own))
