"""The trained model at run time: one forward pass of the encoder by onnxruntime, small heads in numpy.

A model folder holds ``model.onnx`` (encoder, span head, head of whole texts), ``heads.npz`` (the heads over spans and
pairs), ``tokenizer.json`` and ``model.json`` (label lists, recipe, hashes). Windows are read one by one: dynamic
quantisation would otherwise make a text's result depend on its neighbours in a batch.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from tocsin.model.errors import ReadError
from tocsin.read.neural.labels import ATTRIBUTIONS, FACTS, MODALITIES, MUC_TYPES, SIDES, SPANS
from tocsin.read.neural.pairing import Classes, Geometry, Stretch
from tocsin.read.neural.tags import NOTHING, NUMBER, TAGS, Link, Noted, on_pieces
from tocsin.read.neural.windows import Pieces, pieces

Numbers: TypeAlias = NDArray[np.float32]
LISTS: dict[str, tuple[str, ...]] = {
    "spans": SPANS, "facts": FACTS, "sides": SIDES, "modalities": MODALITIES, "attributions": ATTRIBUTIONS,
    "incidents": MUC_TYPES, "tags": TAGS,
}  # fmt: skip
"""The lists a model must have been trained with, by their name in ``model.json``."""
CHAPTER = 48
"""Windows that are decoded together, some 4,000 words: spans look at one another, which takes memory by the square of
their number. Events of different chapters of a longer text are not put together."""
_NEVER = -30.0  # log odds of what a window that is not read says
FILES = ("model.onnx", "heads.npz", "tokenizer.json")


@dataclass(frozen=True)
class Scores:
    """What the model says of a text. ``sums`` [pieces + 1, hidden]: running sums of the states, so that the mean over
    any span is a difference; ``heads`` [windows, hidden]: the states of the marks at the windows' begins; ``begins``
    and ``inside`` [pieces, labels] and ``facts``: probabilities; ``tags`` [pieces, tags]: 1 where the encoder was told
    a tag; ``links``: which words the rules give to which trigger; ``told``: the triggers of each happening that they
    code."""

    pieces: Pieces
    sums: NDArray[np.float64]
    heads: Numbers
    begins: Numbers
    inside: Numbers
    facts: dict[str, float]
    tags: Numbers
    links: Sequence[Link] = ()
    told: Sequence[Sequence[tuple[int, int]]] = ()

    def tagged(self, tag: str, first: int, last: int) -> bool:
        """Whether any of the pieces [first, last] bears a tag."""
        return bool(self.tags[first : last + 1, NUMBER[tag]].any())


class LocalModel:
    """A loaded model. Thread-safe for reading; costs some 100 MB."""

    def __init__(self, folder: Path) -> None:
        """Raises ReadError when a file is missing, damaged, or made for other lists."""
        about = _about(folder)
        self.digest: str = about["sha256"]
        self.about: dict[str, Any] = about
        self.types: tuple[str, ...] = tuple(about["types"])
        self.width: int = about["width"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # one process a core is faster than two threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        with np.load(folder / "heads.npz") as heads:
            self._heads = {name: heads[name].astype(np.float32) for name in heads.files}
        self._hidden = self._heads["enter.weight"].shape[1]
        self._pools = ThreadpoolController()

    @contextmanager
    def on_one_core(self) -> Iterator[None]:
        """Inside, numpy multiplies on one core: the heads' matrices are so small that waking a second thread for each
        of some twenty products a text costs more than the encoder, and two processes (``--jobs``) fight for the cores.
        """
        with self._pools.limit(limits=1, user_api="blas"):
            yield

    def read(
        self, text: str, sentence_ends: Sequence[int], noted: Noted = NOTHING,
        only: Sequence[tuple[int, int]] | None = None,
    ) -> Scores:  # fmt: skip
        """Read a text of at least one word piece, window by window. ``only``: stretches of characters [start, end) in
        order; windows outside of them are taken to say nothing."""
        return self._read(pieces(text, sentence_ends, self._tokenizer, self.width, noted.names), noted, only)

    def chapters(
        self, text: str, sentence_ends: Sequence[int], noted: Noted = NOTHING,
        only: Sequence[tuple[int, int]] | None = None,
    ) -> Iterator[Scores]:  # fmt: skip
        """The same, for texts of any length: chapters of at most ``CHAPTER`` windows, one after the other."""
        for cut in pieces(text, sentence_ends, self._tokenizer, self.width, noted.names).chapters(CHAPTER):
            yield self._read(cut, noted, only)

    def _read(self, cut: Pieces, noted: Noted, only: Sequence[tuple[int, int]] | None) -> Scores:
        marks = self._marks(on_pieces(noted.tags, cut.offsets))
        states, heads, spans, facts = [], [], [], []
        for window in cut.windows:
            start, end = cut.offsets[window.first][0], cut.offsets[window.last - 1][1]
            if only is not None and not any(begin < end and start < stop for begin, stop in only):
                length = window.last - window.first
                states.append(np.zeros((length, self._hidden), dtype=np.float32))
                heads.append(np.zeros(self._hidden, dtype=np.float32))
                spans.append(np.full((length, 2, len(SPANS)), _NEVER, dtype=np.float32))
                facts.append(np.full(len(FACTS), _NEVER, dtype=np.float32))
                continue
            edged = np.pad(marks[window.first : window.last], ((1, 1), (0, 0)))
            inputs = {"ids": np.array([window.ids], dtype=np.int64), "tags": edged[None]}
            found = self._session.run(["states", "spans", "facts"], inputs)
            states.append(found[0][0, 1:-1])
            heads.append(found[0][0, 0])
            spans.append(found[1][0, 1:-1])
            facts.append(found[2][0])
        likely = _sigmoid(np.concatenate(spans))
        together = _sigmoid(np.logaddexp.reduce(np.stack(facts), axis=0))
        sums = np.pad(np.cumsum(np.concatenate(states), axis=0, dtype=np.float64), ((1, 0), (0, 0)))
        return Scores(
            cut, sums, np.stack(heads), likely[:, 0], likely[:, 1],
            dict(zip(FACTS, together.tolist(), strict=True)), marks, noted.links, noted.told,
        )  # fmt: skip

    def _marks(self, tags: Sequence[tuple[int, ...]]) -> Numbers:
        marks = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
        for at, own in enumerate(tags):
            marks[at, list(own)] = 1.0
        return marks

    def vectors(self, scores: Scores, spans: Sequence[Stretch]) -> Numbers:
        """[spans, hidden]: the mean state over each span."""
        first, last = np.array(spans, dtype=np.int64).reshape(-1, 2).T
        mean = (scores.sums[last + 1] - scores.sums[first]) / (last + 1 - first)[:, None]
        return np.asarray(mean, dtype=np.float32)

    def among(self, vectors: Numbers, labels: Sequence[int], apart: Classes) -> Numbers:
        """[spans, width]: the spans of one text, each in view of the others. ``labels``: numbers of their labels;
        ``apart``: [spans, spans] classes of distances in sentences."""
        x: Numbers = self._linear("enter", vectors) + self._heads["label.weight"][list(labels)]
        layer = 0
        while f"looks.{layer}.qkv.weight" in self._heads:
            x = self._look(f"looks.{layer}", x, apart)
            layer += 1
        return self._norm("leave", x)

    def _look(self, name: str, x: Numbers, apart: Classes) -> Numbers:
        """One layer in which spans look at one another."""
        far = self._heads[f"{name}.far.weight"]
        eyes, width = far.shape[1], x.shape[1]
        asked = self._linear(f"{name}.qkv", self._norm(f"{name}.norm1", x))
        query, key, value = asked.reshape(len(x), 3, eyes, width // eyes).transpose(1, 2, 0, 3)
        weights = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // eyes)) + far[apart].transpose(2, 0, 1)
        looked = (_softmax(weights) @ value).transpose(1, 0, 2).reshape(len(x), width)
        x = x + self._linear(f"{name}.out", looked)
        widened = _gelu(self._linear(f"{name}.up", self._norm(f"{name}.norm2", x)))
        return x + self._linear(f"{name}.down", widened)

    def wide(self, scores: Scores, spans: Sequence[Stretch], vectors: Numbers, among: Numbers) -> Numbers:
        """[spans, 2 hidden + width]: each span, its window, and what it sees among the others."""
        rows = [scores.pieces.window_of(first) for first, _ in spans]
        return np.concatenate([vectors, scores.heads[rows], among], axis=-1)

    def true(self, wide: Numbers) -> Numbers:
        """[spans]: probability that a span which was found is a true one, in view of the others."""
        return _sigmoid(self._linear("true", wide))[:, 0]

    def kinds_of_events(self, wide: Numbers) -> Numbers:
        """[spans, types]: probabilities of the sub-event types (``self.types``)."""
        return _softmax(self._linear("types", wide))

    def told(self, wide: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Probabilities of the modalities [spans, modalities], of being background, and of being exact enough to be
        coded [spans]."""
        logits = self._linear("told", wide)
        flags = _sigmoid(logits[:, -2:])
        return _softmax(logits[:, :-2]), flags[:, 0], flags[:, 1]

    def sides(self, wide: Numbers) -> Numbers:
        """[spans, sides]: probabilities of the sides of counted people."""
        return _softmax(self._linear("sides.2", _gelu(self._linear("sides.0", wide))))

    def attributions(self, wide: Numbers) -> Numbers:
        """[spans, kinds]: probabilities of the kinds of attribution."""
        return _softmax(self._linear("kinds", wide))

    def incidents(self, wide: Numbers) -> Numbers:
        """[spans, MUC types]: whether a filler belongs to an incident of that type."""
        return _sigmoid(self._linear("incidents", wide))

    def plays(self, heads: Numbers, parts: Numbers, geometry: Geometry) -> Numbers:
        """[heads, parts]: probability that a span plays a part in the event of a trigger (the attribution of a cue).
        ``heads`` and ``parts``: [spans, hidden + width], their vectors and what ``among`` gives for them."""
        if not len(heads) or not len(parts):
            return np.zeros((len(heads), len(parts)), dtype=np.float32)
        event, own = self._linear("event", heads), self._linear("part", parts)
        joined = (event[:, None] * own[None]) @ self._heads["both.weight"].T + event[:, None] + own[None]
        for name, classes in (
            ("distance", geometry.pieces), ("apart", geometry.sentences), ("between", geometry.between),
        ):  # fmt: skip
            joined += self._heads[f"{name}.weight"][classes]
        return _sigmoid(self._linear("pair", _gelu(joined)))[..., 0]

    def _norm(self, name: str, x: Numbers) -> Numbers:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
        y: Numbers = scaled * self._heads[f"{name}.weight"] + self._heads[f"{name}.bias"]
        return y

    def _linear(self, name: str, x: Numbers) -> Numbers:
        y: Numbers = x @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return y


def _about(folder: Path) -> dict[str, Any]:
    for name in ("model.json", *FILES):
        if not (folder / name).is_file():
            raise ReadError(
                f"The local engine's model lacks {folder / name}; install Tocsin again or name a whole model."
            )
    about: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    for name, labels in LISTS.items():
        if tuple(about["lists"].get(name, ())) != labels:
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
    y: Numbers = (1 / (1 + np.exp(-np.clip(x, -60, 60)))).astype(np.float32)
    return y


def _softmax(x: Numbers) -> Numbers:
    grown = np.exp(x - x.max(axis=-1, keepdims=True))
    y: Numbers = (grown / grown.sum(axis=-1, keepdims=True)).astype(np.float32)
    return y


def _gelu(x: Numbers) -> Numbers:
    """The tanh form, which the heads were trained with."""
    y: Numbers = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x * x * x)))
    return y
