"""Writes a trained net as the files the local engine loads: an ONNX graph in 8 bits, small heads, tokenizer, and a
``model.json`` that says what it is."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tocsin.read.neural.model import LISTS, digest_of
from tocsin.read.neural.tags import TAGS
from tocsin.train.net import Net

_HEADS = (
    "enter", "label", "looks", "leave", "true", "types", "told", "sides", "kinds", "incidents", "event", "part", "both",
    "distance", "apart", "between", "pair",
)  # fmt: skip
_OPSET = 17


class _Graph(nn.Module):
    """What runs for every window: [1, pieces] ids and [1, pieces, tags] to states, span logits and the window's logits
    of whole texts."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, tags: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states = self.net.encoder(ids, torch.ones_like(ids, dtype=torch.bool), tags)
        return states, self.net.span_logits(states), self.net.facts(states.mean(1))


def export(
    net: Net, folder: Path, tokenizer: Path, types: Sequence[str], about: Mapping[str, Any], small: bool = True
) -> None:
    """Write the model's files to ``folder``. ``small``: 8-bit weights (a quarter of the size); False keeps 32 bits."""
    folder.mkdir(parents=True, exist_ok=True)
    net = net.eval().cpu()
    exact = folder / "exact.onnx"
    sample = (torch.tensor([[101, 2000, 2001, 102]]), torch.zeros(1, 4, len(TAGS)))
    torch.onnx.export(
        _Graph(net).eval(), sample, str(exact), input_names=["ids", "tags"], output_names=["states", "spans", "facts"],
        opset_version=_OPSET, dynamo=False,
        dynamic_axes={name: {1: "pieces"} for name in ("ids", "tags", "states", "spans")},
    )  # fmt: skip
    if small:
        # seven bits of eight: sums of full ones overflow on processors without VNNI, which would then read otherwise
        quantize_dynamic(str(exact), str(folder / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True,
                         reduce_range=True, op_types_to_quantize=["MatMul", "Gather"])  # fmt: skip
        exact.unlink()
    else:
        exact.replace(folder / "model.onnx")
    onnx.checker.check_model(str(folder / "model.onnx"))
    np.savez_compressed(folder / "heads.npz", **_heads(net))  # type: ignore[arg-type]
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    lists = {name: list(labels) for name, labels in LISTS.items()}
    said = {"types": list(types), "lists": lists, **about, "sha256": digest_of(folder)}
    (folder / "model.json").write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def describe(folder: Path, **more: Any) -> None:
    """Add to what ``model.json`` says of a model; its files stay as they are."""
    path = folder / "model.json"
    said = json.loads(path.read_text(encoding="utf-8")) | more
    path.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _heads(net: Net) -> dict[str, np.ndarray[Any, Any]]:
    return {
        f"{name}.{key}": value.detach().numpy().astype(np.float16)
        for name in _HEADS
        for key, value in getattr(net, name).state_dict().items()
    }
