"""The encoder with its heads.

Every word piece gets, for each label of ``SPANS``, how likely a span begins there and how likely it goes on: labels may
overlap, which tags of one alphabet could not. Heads over spans tell the type of an event, how it is told, the side of
counted people and the kind of an attribution; a head over pairs tells which span plays a part in which event; a head
over windows tells what the whole text is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from tocsin.read.neural.labels import (
    ATTRIBUTIONS,
    BETWEEN,
    BUCKETS,
    FACTS,
    MODALITIES,
    MUC_TYPES,
    SENTENCES,
    SIDES,
    SPANS,
)  # fmt: skip
from tocsin.train.encoder import HIDDEN, Encoder

PAIR = 128
SMALL = 32
_RARE = -3.0  # bias at the start: a span begins at about one piece in twenty

Window = tuple[int, ...]
Tags = Sequence[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the encoder gives for a batch of windows: ``states`` [windows, pieces, hidden], ``seen`` False = padding."""

    states: Tensor
    seen: Tensor


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a head (a trigger, or the cue of an attribution) with a part: numbers of rows of the span vectors; the
    part's label; classes of their distance in pieces and sentences and of the triggers between them. All [pairs]."""

    heads: Tensor
    parts: Tensor
    labels: Tensor
    pieces: Tensor
    sentences: Tensor
    between: Tensor


class Net(nn.Module):
    """Encoder and heads. ``types``: how many sub-event types there are."""

    def __init__(self, types: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.dropout = nn.Dropout(0.1)  # before the heads only: inside the encoder it costs much and gains nothing
        self.spans = nn.Linear(HIDDEN, 2 * len(SPANS))
        self.facts = nn.Linear(HIDDEN, len(FACTS))
        self.types = nn.Linear(2 * HIDDEN, types)
        self.told = nn.Linear(2 * HIDDEN, len(MODALITIES) + 2)  # modality; background; whether it can be coded
        self.sides = nn.Sequential(nn.Linear(2 * HIDDEN, PAIR), nn.GELU("tanh"), nn.Linear(PAIR, len(SIDES)))
        self.kinds = nn.Linear(2 * HIDDEN, len(ATTRIBUTIONS))
        self.incidents = nn.Linear(2 * HIDDEN, len(MUC_TYPES))
        self.event = nn.Linear(HIDDEN, PAIR)
        self.part = nn.Linear(HIDDEN, PAIR)
        self.label = nn.Embedding(len(SPANS), SMALL)
        self.distance = nn.Embedding(BUCKETS, SMALL)
        self.apart = nn.Embedding(SENTENCES, SMALL)
        self.between = nn.Embedding(BETWEEN, SMALL)
        self.pair = nn.Sequential(nn.Linear(3 * PAIR + 4 * SMALL, PAIR), nn.GELU("tanh"), nn.Linear(PAIR, 1))
        nn.init.constant_(self.spans.bias, _RARE)

    def read(self, windows: Sequence[Window], tags: Sequence[Tags]) -> Hidden:
        """Encode windows of word pieces with their tags, padded to the longest."""
        longest = max(map(len, windows))
        ids = torch.zeros(len(windows), longest, dtype=torch.long)
        seen = torch.zeros(len(windows), longest, dtype=torch.bool)
        for row, window in enumerate(windows):
            ids[row, : len(window)] = torch.tensor(window)
            seen[row, : len(window)] = True
        device = self.spans.weight.device
        marks = self.encoder.marks(tags, longest).to(device)
        return Hidden(self.encoder(ids.to(device), seen.to(device), marks), seen.to(device))

    def span_logits(self, states: Tensor) -> Tensor:
        """[windows, pieces, 2, labels]: begins here; belongs to it."""
        logits: Tensor = self.spans(states).view(*states.shape[:2], 2, len(SPANS))
        return logits

    def window_facts(self, hidden: Hidden) -> Tensor:
        """[windows, facts] of the windows, each alone."""
        seen = hidden.seen[..., None]
        mean = (hidden.states * seen).sum(1) / seen.sum(1)
        logits: Tensor = self.facts(mean)
        return logits

    def fact_logits(self, hidden: Hidden) -> Tensor:
        """[facts] of one text from its windows: a window that shows it is enough."""
        return torch.logsumexp(self.window_facts(hidden), 0)

    def pair_logits(self, vectors: Tensor, pairs: Pairs) -> Tensor:
        """[pairs]: whether the part plays a part in the event of a trigger (the attribution of a cue). ``vectors``:
        [spans, hidden]."""
        event, part = self.event(vectors)[pairs.heads], self.part(vectors)[pairs.parts]
        geometry = (self.distance(pairs.pieces), self.apart(pairs.sentences), self.between(pairs.between))
        logits: Tensor = self.pair(torch.cat([event, part, event * part, self.label(pairs.labels), *geometry], -1))
        return logits[:, 0]
