"""A model from training to reading, with an encoder nobody trained: what goes in comes out, and damage is named. Needs
the extra ``train``."""

import json
from pathlib import Path
from typing import Any

import pytest

from tocsin.read.neural.labels import bucket
from tocsin.train.fit import held_out, main
from tocsin.train.sources import read_own

CORPUS = Path(__file__).parent.parent / "corpus"


def test_one_report_in_eight_is_held_out() -> None:
    names = [example.id for example in read_own(CORPUS)]
    assert 0.06 < sum(map(held_out, names)) / len(names) < 0.2


def test_without_torch_training_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    assert main(["--encoder", str(tmp_path), "--out", str(tmp_path / "model")]) == 2
    assert "pip install 'tocsin[train]'" in capsys.readouterr().err


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """(untrained net, folder of its exact export)."""
    torch = pytest.importorskip("torch", reason="training needs the extra: pip install 'tocsin[train]'")
    from tokenizers import Tokenizer, models, pre_tokenizers

    from tocsin.train.export import export
    from tocsin.train.net import Net

    folder = tmp_path_factory.mktemp("model")
    words = {
        word: number for number, word in enumerate(["[UNK]", "gunmen", "shot", "nine", "men", ".", "it", "rained"])
    }
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "words.json"))
    torch.manual_seed(1)
    net = Net(25).eval()
    export(net, folder, folder / "words.json", [f"type {k}" for k in range(25)], {"recipe": {}}, small=False)
    return net, folder


TEXT = "gunmen shot nine men. it rained."
ENDS = [21, 32]


def test_the_exported_model_reads_what_the_net_reads(made: Any) -> None:
    torch = pytest.importorskip("torch")
    from tocsin.read.neural.model import LocalModel
    from tocsin.train.net import Hidden

    net, folder = made
    model = LocalModel(folder)
    scores = model.read(TEXT, ENDS)
    with torch.no_grad():
        hidden = net.read([scores.pieces.windows[0].ids])
        spans = net.span_logits(hidden.states)[0, 1:-1].sigmoid()
        facts = net.fact_logits(Hidden(hidden.states, hidden.seen)).sigmoid()
        part = net.pair_logits(
            *(hidden.states[0, k][None] for k in (1, 3)), torch.tensor([2]), torch.tensor([bucket(2)])
        )
        side = net.sides(torch.cat([hidden.states[0, 3], hidden.states[0, 0]])).softmax(-1)
    assert scores.states == pytest.approx(hidden.states[0, 1:-1].numpy(), abs=1e-4)
    assert scores.begins == pytest.approx(spans[:, 0].numpy(), abs=1e-4)
    assert list(scores.facts.values()) == pytest.approx(facts.tolist(), abs=1e-4)
    # small heads are kept in sixteen bits
    assert model.plays(scores.states[0], scores.states[2], 2, 2) == pytest.approx(part.sigmoid().item(), abs=2e-3)
    assert list(model.side(model.wide(scores, 2, 2)).values()) == pytest.approx(side.tolist(), abs=2e-3)


def test_a_text_reads_alike_alone_and_after_another(made: Any) -> None:
    from tocsin.read.neural.model import LocalModel

    model = LocalModel(made[1])
    alone = model.read(TEXT, ENDS)
    model.read("it rained. " * 90, [11 * (k + 1) for k in range(90)])
    again = model.read(TEXT, ENDS)
    assert (alone.states == again.states).all()
    assert alone.facts == again.facts


def test_a_damaged_or_foreign_model_is_refused(made: Any, tmp_path: Path) -> None:
    from tocsin.model.errors import ReadError
    from tocsin.read.neural.model import LocalModel

    for name in ("model.onnx", "heads.npz", "tokenizer.json", "model.json"):
        (tmp_path / name).write_bytes((made[1] / name).read_bytes())
    (tmp_path / "tokenizer.json").write_bytes(b"{}")
    with pytest.raises(ReadError, match="damaged"):
        LocalModel(tmp_path)
    about = json.loads((tmp_path / "model.json").read_text())
    about["lists"]["sides"] = ["north", "south"]
    (tmp_path / "model.json").write_text(json.dumps(about))
    with pytest.raises(ReadError, match="another list of sides"):
        LocalModel(tmp_path)
    (tmp_path / "heads.npz").unlink()
    with pytest.raises(ReadError, match="lacks"):
        LocalModel(tmp_path)


def test_figures_are_shares_of_what_is_marked(made: Any) -> None:
    from tocsin.read.neural.model import LocalModel
    from tocsin.train.measure import figures

    few = [example for example in read_own(CORPUS) if held_out(example.id)][:4]
    found = figures(LocalModel(made[1]), few)
    assert {"type", "span trigger", "fact relevant"} <= set(found)
    assert all(0 <= figure <= 1 for figure in found.values())
