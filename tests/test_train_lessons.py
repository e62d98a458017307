"""From examples to lessons, and the training itself where torch is installed (extra ``train``)."""

import random
from pathlib import Path

import pytest

from test_read_neural import TOKENIZER
from tocsin.read.neural.labels import SIDES, SPANS
from tocsin.train.corpus import Mark, MarkedEvent
from tocsin.train.example import Example
from tocsin.train.lessons import NUMBER, Lesson, batches, lesson, thinned

TEXT = "Gunmen shot nine men. It rained. " + "All was quiet then. " * 40
EXAMPLE = Example(
    "e", "own", TEXT,
    (Mark(0, 6, "actor1", "e1"), Mark(7, 11, "trigger", "e1"), Mark(12, 16, "killed.civilian", "e1")),
    frozenset({"trigger", "actor1", "injured.state", *(f"killed.{side}" for side in SIDES)}),
    (MarkedEvent("e1", "Attack"),), facts=frozenset({"relevant"}), asked=frozenset({"relevant"}),
)  # fmt: skip


def made() -> Lesson:
    return lesson(EXAMPLE, TOKENIZER)


def test_marks_become_spans_of_pieces_with_side_and_kind() -> None:
    found = {(SPANS[s.label], s.first, s.last, s.side, s.about) for s in made().spans}
    one = frozenset({"e1"})
    assert found == {
        ("actor1", 1, 1, "", one), ("name:actor", 1, 1, "", frozenset()), ("trigger", 2, 2, "", one),
        ("killed", 3, 3, "civilian", one),
    }  # fmt: skip


def test_a_status_is_known_only_when_all_its_sides_are() -> None:
    known = made().known
    assert NUMBER["killed"] in known
    assert NUMBER["injured"] not in known
    assert NUMBER["place"] not in known


def test_thinning_keeps_every_window_with_a_span() -> None:
    whole = made()
    assert len(whole.windows) > 1
    thin = thinned(whole, random.Random(1), 0.0)
    assert len(thin.windows) == 1
    assert thin.spans == whole.spans


def test_batches_hold_every_lesson_once() -> None:
    lessons = [made()] * 5
    found = list(batches(lessons, 4))
    assert sum(map(len, found)) == 5
    assert all(sum(len(one.windows) for one in batch) >= 4 for batch in found[:-1])


def test_training_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra: pip install 'tocsin[train]'")
    from tocsin.train.loop import Recipe, train
    from tocsin.train.net import Net

    lessons, types = {"own": [made()] * 4}, ["Attack", "Armed clash"]

    def run(folder: str, breaks_at: int | None = None) -> tuple[Net, list[str]]:
        def after(epoch: int) -> dict[str, float]:
            if epoch == breaks_at:
                raise KeyboardInterrupt
            return {"measured": 1.0}

        torch.manual_seed(3)
        net, said = Net(len(types)), []
        train(net, lessons, types, Recipe(epochs=2, portions=()), tmp_path / folder, said.append, after)
        return net, said

    unbroken, _ = run("unbroken")
    with pytest.raises(KeyboardInterrupt):
        run("broken", breaks_at=1)
    resumed, said = run("broken")
    assert len(said) == 1  # only the second epoch was left
    assert all(torch.equal(value, resumed.state_dict()[name]) for name, value in unbroken.state_dict().items())
    with pytest.raises(ValueError, match="another recipe"):
        train(resumed, lessons, types, Recipe(epochs=3), tmp_path / "broken", said.append)
