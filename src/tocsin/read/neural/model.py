"""The trained model at run time: one forward pass of the encoder by onnxruntime, small heads in numpy.

A model folder holds ``model.onnx`` (encoder, span head, head of whole texts), ``heads.npz`` (the heads over spans and
pairs), ``tokenizer.json`` and ``model.json`` (label lists, recipe, hashes). Windows are read one by one: dynamic
quantisation would otherwise make a text's result depend on its neighbours in a batch.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tocsin.model.errors import ReadError
from tocsin.read.neural.labels import ATTRIBUTIONS, FACTS, MODALITIES, SIDES, SPANS, bucket
from tocsin.read.neural.windows import Pieces, pieces

Numbers: TypeAlias = NDArray[np.float32]
LISTS: dict[str, tuple[str, ...]] = {
    "spans": SPANS, "facts": FACTS, "sides": SIDES, "modalities": MODALITIES, "attributions": ATTRIBUTIONS,
}  # fmt: skip
"""The label lists a model must have been trained with, by their name in ``model.json``."""
FILES = ("model.onnx", "heads.npz", "tokenizer.json")


@dataclass(frozen=True)
class Scores:
    """What the model says of a text. ``states`` [pieces, hidden]; ``heads`` [windows, hidden]: the states of the marks
    at the windows' begins; ``begins`` and ``inside`` [pieces, labels] and ``facts``: probabilities."""

    pieces: Pieces
    states: Numbers
    heads: Numbers
    begins: Numbers
    inside: Numbers
    facts: dict[str, float]


class LocalModel:
    """A loaded model. Thread-safe for reading; costs some 100 MB."""

    def __init__(self, folder: Path) -> None:
        """Raises ReadError when a file is missing, damaged, or made for other label lists."""
        about = _about(folder)
        self.digest: str = about["sha256"]
        self.types: tuple[str, ...] = tuple(about["types"])
        self.recipe: dict[str, Any] = about["recipe"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # one process a core is faster than two threads
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        with np.load(folder / "heads.npz") as heads:
            self._heads = {name: heads[name].astype(np.float32) for name in heads.files}

    def read(self, text: str, sentence_ends: Sequence[int]) -> Scores:
        """Read a text of at least one word piece, window by window."""
        cut = pieces(text, sentence_ends, self._tokenizer)
        states, heads, spans, facts = [], [], [], []
        for window in cut.windows:
            ids = np.array([window.ids], dtype=np.int64)
            found = self._session.run(["states", "spans", "facts"], {"ids": ids})
            states.append(found[0][0, 1:-1])
            heads.append(found[0][0, 0])
            spans.append(found[1][0, 1:-1])
            facts.append(found[2][0])
        likely = _sigmoid(np.concatenate(spans))
        together = np.logaddexp.reduce(np.stack(facts), axis=0)
        return Scores(
            cut,
            np.concatenate(states),
            np.stack(heads),
            likely[:, 0],
            likely[:, 1],
            dict(zip(FACTS, _sigmoid(together).tolist(), strict=True)),
        )

    def vector(self, scores: Scores, first: int, last: int) -> Numbers:
        """[hidden] of the pieces first to last: their mean."""
        mean: Numbers = scores.states[first : last + 1].mean(0)
        return mean

    def wide(self, scores: Scores, first: int, last: int) -> Numbers:
        """[2 hidden]: the span and its window."""
        head = scores.heads[scores.pieces.window_of(first)]
        return np.concatenate([self.vector(scores, first, last), head])

    def type_of(self, wide: Numbers) -> dict[str, float]:
        """Probabilities of the sub-event types."""
        return dict(zip(self.types, _softmax(self._linear("types", wide)).tolist(), strict=True))

    def told(self, wide: Numbers) -> tuple[dict[str, float], float]:
        """Probabilities of the modalities, and of being background."""
        logits = self._linear("told", wide)
        modalities = dict(zip(MODALITIES, _softmax(logits[:-1]).tolist(), strict=True))
        return modalities, float(_sigmoid(logits[-1:])[0])

    def side(self, wide: Numbers) -> dict[str, float]:
        """Probabilities of the sides of counted people."""
        return dict(zip(SIDES, _softmax(self._mlp("sides", wide)).tolist(), strict=True))

    def kind(self, wide: Numbers) -> dict[str, float]:
        """Probabilities of the kinds of attribution."""
        return dict(zip(ATTRIBUTIONS, _softmax(self._linear("kinds", wide)).tolist(), strict=True))

    def plays(self, head: Numbers, part: Numbers, label: int, distance: int) -> float:
        """Probability that a span plays a part in the event of a trigger (or the attribution of a cue). ``head`` and
        ``part``: vectors; ``label``: number of the span's label; ``distance``: pieces from head to part."""
        event, own = self._linear("event", head), self._linear("part", part)
        where = self._heads["distance.weight"][bucket(distance)]
        pair = np.concatenate([event, own, event * own, self._heads["label.weight"][label], where])
        return float(_sigmoid(self._mlp("pair", pair))[0])

    def _linear(self, name: str, x: Numbers) -> Numbers:
        y: Numbers = self._heads[f"{name}.weight"] @ x + self._heads[f"{name}.bias"]
        return y

    def _mlp(self, name: str, x: Numbers) -> Numbers:
        return self._linear(f"{name}.2", _gelu(self._linear(f"{name}.0", x)))


def _about(folder: Path) -> dict[str, Any]:
    for name in ("model.json", *FILES):
        if not (folder / name).is_file():
            raise ReadError(
                f"The local engine's model lacks {folder / name}; install Tocsin again or name a whole model."
            )
    about: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    for name, labels in LISTS.items():
        if tuple(about["lists"][name]) != labels:
            raise ReadError(f"The model in {folder} was trained with another list of {name}; train it anew.")
    if digest_of(folder) != about["sha256"]:
        raise ReadError(f"The model in {folder} is damaged: its files do not have the hash that model.json names.")
    return about


def digest_of(folder: Path) -> str:
    """The SHA-256 of a model's files, one after the other."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _sigmoid(x: Numbers) -> Numbers:
    y: Numbers = (1 / (1 + np.exp(-x))).astype(np.float32)
    return y


def _softmax(x: Numbers) -> Numbers:
    grown = np.exp(x - x.max())
    y: Numbers = grown / grown.sum()
    return y


def _gelu(x: Numbers) -> Numbers:
    """The tanh form, which the heads were trained with."""
    y: Numbers = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    return y
