"""A model from training to reading, with an encoder nobody trained: what goes in comes out, and damage is named. Needs
the extra ``train``."""

import json
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tocsin.cli.main import run
from tocsin.model.errors import UsageError
from tocsin.read.neural.tags import Noted, Tagged, on_pieces
from tocsin.train.curves import draw
from tocsin.train.plan import held_out
from tocsin.train.pretrained import FILES, locate
from tocsin.train.sources import read_own

CORPUS = Path(__file__).parent.parent / "corpus"


def test_one_report_in_eight_is_held_out() -> None:
    examples = list(read_own(CORPUS))
    assert 0.06 < sum(map(held_out, examples)) / len(examples) < 0.2


def test_without_torch_training_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    for name in ("tocsin.train.fit", "tocsin.train.net", "tocsin.train.loop"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert run(["train", "--out", str(tmp_path / "model")]) == 2
    assert "pip install 'tocsin[train]'" in capsys.readouterr().err


def test_the_pretrained_encoder_is_asked_for_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no model\.safetensors"):
        locate(tmp_path, tmp_path / "work")
    wheel = tmp_path / "encoder.whl"
    wheel.write_bytes(b"no archive")
    with pytest.raises(UsageError, match="no wheel that can be read"):
        locate(wheel, tmp_path / "work")
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in FILES:
            archive.writestr(f"encoder/model/{name}", name)
    folder = locate(wheel, tmp_path / "work")
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


def test_the_course_of_a_run_is_drawn(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"epoch": 1, "loss_spans": 2.0}\n{"epoch": 2, "loss_spans": 0.5}\n', encoding="utf-8")
    draw(log, tmp_path / "curves.svg")
    picture = ElementTree.parse(tmp_path / "curves.svg").getroot()
    assert "loss spans" in "".join(picture.itertext())
    assert "2 → 0.5" in "".join(picture.itertext())


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
    torch.nn.init.normal_(net.encoder.tags.weight, std=0.1)
    about = {"recipe": {}, "width": 126}
    export(net, folder, folder / "words.json", [f"type {k}" for k in range(25)], about, small=False)
    return net, folder


TEXT = "gunmen shot nine men. it rained."
ENDS = [21, 32]


def test_the_exported_model_reads_what_the_net_reads(made: Any) -> None:
    torch = pytest.importorskip("torch")
    from tocsin.read.neural.model import LocalModel
    from tocsin.read.neural.pairing import Where, geometry, sentences_between
    from tocsin.train.net import Hidden, Pairs

    net, folder = made
    model = LocalModel(folder)
    tags = [Tagged(0, 6, "form:armed"), Tagged(7, 11, "rule:told")]
    scores, bare = model.read(TEXT, ENDS, Noted(tuple(tags))), model.read(TEXT, ENDS)
    window = scores.pieces.windows[0]
    marks = ((), *on_pieces(tags, scores.pieces.offsets)[window.first : window.last], ())
    spans = [(0, 0), (2, 2), (2, 3)]
    labels = [0, 2, 5]
    where = Where.of(scores.pieces, spans)
    apart = sentences_between(where)
    with torch.no_grad():
        hidden = net.read([window.ids], [marks])
        likely = net.span_logits(hidden.states)[0, 1:-1].sigmoid()
        facts = net.fact_logits(Hidden(hidden.states, hidden.seen)).sigmoid()
        vectors = torch.stack([hidden.states[0, first + 1 : last + 2].mean(0) for first, last in spans])
        among = net.among(vectors, torch.tensor(labels), torch.tensor(apart))
        wide = torch.cat([vectors, hidden.states[0, 0].expand(len(spans), -1), among], -1)
        near = geometry(where.some([0]), where.some([1, 2]), where.some([0]))
        classes = [torch.tensor(table[0]) for table in (near.pieces, near.sentences, near.between)]
        both = torch.cat([vectors, among], -1)
        part = net.pair_logits(both, Pairs(torch.tensor([0, 0]), torch.tensor([1, 2]), *classes)).sigmoid()
        side, true = net.sides(wide).softmax(-1), net.true(wide)[:, 0].sigmoid()
    assert scores.begins == pytest.approx(likely[:, 0].numpy(), abs=1e-4)
    assert bare.begins != pytest.approx(scores.begins, abs=1e-4)
    assert list(scores.facts.values()) == pytest.approx(facts.tolist(), abs=1e-4)
    # small heads are kept in sixteen bits
    ours = model.vectors(scores, spans)
    assert ours == pytest.approx(vectors.numpy(), abs=1e-4)
    seen = model.among(ours, labels, apart)
    assert seen == pytest.approx(among.numpy(), abs=5e-3)
    pair = np.concatenate([ours, seen], axis=-1)
    assert model.plays(pair[:1], pair[1:], near)[0] == pytest.approx(part.numpy(), abs=2e-3)
    whole = model.wide(scores, spans, ours, seen)
    assert model.sides(whole) == pytest.approx(side.numpy(), abs=2e-3)
    assert model.true(whole) == pytest.approx(true.numpy(), abs=2e-3)


def test_a_text_reads_alike_alone_and_after_another(made: Any) -> None:
    from tocsin.read.neural.model import LocalModel

    model = LocalModel(made[1])
    alone = model.read(TEXT, ENDS)
    model.read("it rained. " * 90, [11 * (k + 1) for k in range(90)])
    again = model.read(TEXT, ENDS)
    assert (alone.sums == again.sums).all()
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

    few = [example for example in read_own(CORPUS) if held_out(example)][:4]
    found = figures(LocalModel(made[1]), [(example, Noted()) for example in few])
    assert {"type", "span trigger", "fact relevant"} <= set(found)
    assert all(0 <= figure <= 1 for figure in found.values())
