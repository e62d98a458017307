"""The encoder with its heads.

Every word piece gets, for each label of ``SPANS``, how likely a span begins there and how likely it goes on: labels may
overlap, which tags of one alphabet could not. The spans of a text then look at one another, across windows: which of
them tell one event shows only beside the others. Heads over spans tell whether they are true ones, the type of an
event, how it is told, the side of counted people and the kind of an attribution; a head over pairs tells which span
plays a part in which event; a head over windows tells what the whole text is about.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

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
from tocsin.train.encoder import DROPOUT, HIDDEN, Encoder

SPAN, LOOKS, EYES = 128, 2, 4
"""Width of a span among the others, layers in which spans look at one another, and attention heads of each."""
PAIR = 96
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
    """Pairs of a head (a trigger, or the cue of an attribution) with a part: numbers of rows of the span vectors, and
    classes of their distance in pieces and sentences and of the triggers between them. All [pairs]."""

    heads: Tensor
    parts: Tensor
    pieces: Tensor
    sentences: Tensor
    between: Tensor


class Look(nn.Module):
    """One layer in which the spans of a text look at one another; how far apart their sentences stand weighs in. Norms
    stand before the blocks: behind them, as in the encoder, a layer that was never trained learns nothing here."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(SPAN, 3 * SPAN)
        self.far = nn.Embedding(SENTENCES, EYES)
        self.out = nn.Linear(SPAN, SPAN)
        self.norm1 = nn.LayerNorm(SPAN)
        self.up = nn.Linear(SPAN, 2 * SPAN)
        self.down = nn.Linear(2 * SPAN, SPAN)
        self.norm2 = nn.LayerNorm(SPAN)
        self.dropout = nn.Dropout(DROPOUT)
        nn.init.zeros_(self.far.weight)

    def forward(self, x: Tensor, apart: Tensor) -> Tensor:
        """``x``: [spans, width] of one text; ``apart``: [spans, spans] classes of distances in sentences."""
        query, key, value = self.qkv(self.norm1(x)).view(len(x), 3, EYES, SPAN // EYES).permute(1, 2, 0, 3)
        weights = query @ key.transpose(-1, -2) / math.sqrt(SPAN // EYES) + self.far(apart).permute(2, 0, 1)
        looked = (weights.softmax(-1) @ value).transpose(0, 1).reshape(len(x), SPAN)
        x = x + self.dropout(self.out(looked))
        seen: Tensor = x + self.dropout(self.down(functional.gelu(self.up(self.norm2(x)), approximate="tanh")))
        return seen


class Net(nn.Module):
    """Encoder and heads. ``types``: how many sub-event types there are."""

    def __init__(self, types: int) -> None:
        super().__init__()
        wide = 2 * HIDDEN + SPAN
        self.encoder = Encoder()
        self.dropout = nn.Dropout(DROPOUT)
        self.spans = nn.Linear(HIDDEN, 2 * len(SPANS))
        self.facts = nn.Linear(HIDDEN, len(FACTS))
        self.enter = nn.Linear(HIDDEN, SPAN)
        self.label = nn.Embedding(len(SPANS), SPAN)
        self.looks = nn.ModuleList(Look() for _ in range(LOOKS))
        self.leave = nn.LayerNorm(SPAN)
        self.true = nn.Linear(wide, 1)
        self.types = nn.Linear(wide, types)
        self.told = nn.Linear(wide, len(MODALITIES) + 2)  # modality; background; whether it can be coded
        self.sides = nn.Sequential(nn.Linear(wide, PAIR), nn.GELU("tanh"), nn.Linear(PAIR, len(SIDES)))
        self.kinds = nn.Linear(wide, len(ATTRIBUTIONS))
        self.incidents = nn.Linear(wide, len(MUC_TYPES))
        self.event = nn.Linear(HIDDEN + SPAN, PAIR)
        self.part = nn.Linear(HIDDEN + SPAN, PAIR)
        self.both = nn.Linear(PAIR, PAIR, bias=False)
        self.distance = nn.Embedding(BUCKETS, PAIR)
        self.apart = nn.Embedding(SENTENCES, PAIR)
        self.between = nn.Embedding(BETWEEN, PAIR)
        self.pair = nn.Linear(PAIR, 1)
        nn.init.constant_(self.spans.bias, _RARE)
        nn.init.normal_(self.label.weight, std=0.1)
        for table in (self.distance, self.apart, self.between):
            nn.init.normal_(table.weight, std=0.1)

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

    def among(self, vectors: Tensor, labels: Tensor, apart: Tensor) -> Tensor:
        """[spans, width]: the spans of one text, each in view of the others. ``vectors``: [spans, hidden] means of
        states; ``apart``: [spans, spans] classes of distances in sentences."""
        x: Tensor = self.enter(vectors) + self.label(labels)
        for look in self.looks:
            x = look(x, apart)
        seen: Tensor = self.leave(x)
        return seen

    def pair_logits(self, spans: Tensor, pairs: Pairs) -> Tensor:
        """[pairs]: whether the part plays a part in the event of a trigger (the attribution of a cue). ``spans``:
        [spans, hidden + width], the vectors of the spans and what ``among`` gives for them."""
        event, part = self.event(spans)[pairs.heads], self.part(spans)[pairs.parts]
        geometry = self.distance(pairs.pieces) + self.apart(pairs.sentences) + self.between(pairs.between)
        joined = event + part + self.both(event * part) + geometry
        logits: Tensor = self.pair(functional.gelu(joined, approximate="tanh"))
        return logits[:, 0]
