"""Teaches the gate what the whole engine finds: one weight a word, so that sentences in which the engine sees an event
pass. The texts are those of all corpora; no label of theirs is used, the engine's own answers are."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from torch import nn

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.read.neural.engine import LocalReader
from tocsin.read.neural.gate import Gate, sentences_of, words_of
from tocsin.train.loop import Say

_RARE = 4  # a word that stands in fewer sentences has no weight
_LIKELY = 0.15  # from this probability on an event of the engine counts, though it would not be given
_LOSS = 0.002  # share of texts with an event that the gate may turn away
_EVERY = 5  # one text in five sets the threshold and teaches no weight
_SMALL = 0.05  # weights below are left out


def teach_gate(folder: Path, knowledge: Knowledge, texts: Iterable[str], say: Say) -> Gate:
    """Write the gate of a model, taught by that model's answers on ``texts``."""
    reader = LocalReader(knowledge, folder, gated=False)
    reader.settings = reader.sensitive(_LIKELY)
    rows: list[list[tuple[set[str], bool]]] = []
    for number, text in enumerate(texts):
        found = sorted(span for span in reader.triggers(Document("gate", text, language="en")))
        rows.append(list(_sentences(text, found)))
        if number % 500 == 499:
            say(f"gate: {number + 1} texts read")
    taught = [row for n, own in enumerate(rows) if n % _EVERY for row in own]
    weights = _weights(taught)
    gate = Gate(weights, _least(weights, [own for n, own in enumerate(rows) if n % _EVERY == 0]))
    path = folder / "gate.json"
    path.write_text(json.dumps({"weights": weights, "least": gate.least}, sort_keys=True) + "\n", encoding="utf-8")
    say(f"gate: {len(weights)} words, from {gate.least:.2f}")
    return gate


def _sentences(text: str, triggers: Sequence[tuple[int, int]]) -> Iterable[tuple[set[str], bool]]:
    """The words of each sentence, and whether the engine sees a trigger in it."""
    at = 0
    for sentence in sentences_of(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        words = words_of(sentence)
        if words:
            yield words, any(start <= begin < at for begin, _ in triggers)


def _weights(rows: Sequence[tuple[set[str], bool]]) -> dict[str, float]:
    """Logistic regression on the words of sentences; what is added to every sentence is left to the threshold."""
    counts = Counter(word for words, _ in rows for word in words)
    numbers = {word: k for k, word in enumerate(sorted(w for w, n in counts.items() if n >= _RARE))}
    torch.manual_seed(1)
    net = nn.EmbeddingBag(len(numbers) + 1, 1, mode="sum")
    nn.init.zeros_(net.weight)
    bias = nn.Parameter(torch.tensor(-2.0))
    optimiser = torch.optim.Adam([net.weight, bias], lr=0.05)
    goal = torch.tensor([float(right) for _, right in rows])
    ids = [[numbers[w] for w in sorted(words) if w in numbers] or [len(numbers)] for words, _ in rows]
    flat = torch.tensor([k for own in ids for k in own])
    offsets = torch.tensor([0, *torch.tensor([len(own) for own in ids]).cumsum(0).tolist()[:-1]])
    for _ in range(120):
        logits = net(flat, offsets)[:, 0] + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, goal) + 2e-5 * net.weight.square().sum()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    table = net.weight.detach()[:, 0].tolist()
    return {word: round(table[k], 2) for word, k in numbers.items() if abs(table[k]) >= _SMALL}


def _least(weights: dict[str, float], texts: Sequence[Sequence[tuple[set[str], bool]]]) -> float:
    """The threshold at which hardly any text with an event is turned away."""
    best = sorted(
        max(sum(weights.get(word, 0.0) for word in words) for words, _ in own)
        for own in texts
        if any(right for _, right in own)
    )
    return round(best[int(_LOSS * len(best))] - 1e-6, 3) if best else 0.0
