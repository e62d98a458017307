"""From examples to lessons, and the training itself where torch is installed (extra ``train``)."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from test_read_neural import TOKENIZER
from tocsin.read.neural.labels import SIDES, SPANS
from tocsin.read.neural.tags import NUMBER as TAG_NUMBER
from tocsin.read.neural.tags import Noted, Tagged
from tocsin.train.corpus import Mark, MarkedEvent
from tocsin.train.example import Example
from tocsin.train.lessons import NUMBER, Lesson, batches, lesson, longest, thinned, without_tags

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


def test_thinning_keeps_the_first_window_and_every_one_with_a_span() -> None:
    late = Mark(len(TEXT) - 10, len(TEXT) - 6, "place")
    whole = lesson(replace(EXAMPLE, marks=(late,)), TOKENIZER, width=40)
    assert len(whole.windows) > 2
    thin = thinned(whole, random.Random(1), 0.0)
    assert thin.windows == (whole.windows[0], whole.windows[-1])
    assert thin.tags == (whole.tags[0], whole.tags[-1])
    assert {span.window for span in thin.spans} == {1}


def test_tags_lie_on_the_pieces_of_their_words() -> None:
    whole = lesson(EXAMPLE, TOKENIZER, Noted((Tagged(0, 6, "form:armed"), Tagged(0, 11, "rule:told"))))
    armed, told = TAG_NUMBER["form:armed"], TAG_NUMBER["rule:told"]
    assert whole.tags[0][:4] == ((), (armed, told), (told,), ())
    assert len(whole.tags[0]) == len(whole.windows[0])
    assert without_tags(whole, rules_only=True).tags[0][:4] == ((), (armed,), (), ())
    assert not any(tag for window in without_tags(whole, rules_only=False).tags for tag in window)


def test_batches_hold_every_lesson_once_and_no_more_than_fits() -> None:
    lessons = [made(), lesson(replace(EXAMPLE, text="It rained.", marks=()), TOKENIZER)] * 5
    found = batches(lessons, 400, random.Random(1))
    assert sorted(map(id, (one for batch in found for one in batch))) == sorted(map(id, lessons))
    for batch in found:
        assert len(batch) == 1 or sum(len(one.windows) for one in batch) * max(map(longest, batch)) <= 400


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
