"""The composed attributions: their form, and what must not get worse on them (``corpus/attributions/README.md``)."""

import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from attributions import KINDS, Told, chain_right, composed, measured, same  # noqa: E402

FLOORS = {
    "dev": {"p": 0.87, "r": 0.84, "disputed": 0.90, "silent": 0.92},
    "held": {"p": 0.77, "r": 0.66, "disputed": 0.80, "silent": 0.85},
}
"""What was measured, less some two points. The held half is lower: rules were written with the other in view."""


@cache
def results(split: str) -> tuple[Told, ...]:
    return tuple(measured(split, "local"))


def test_enough_of_everything_in_both_halves() -> None:
    texts = list(composed())
    assert len(texts) >= 250
    assert len({t.id for t in texts}) == len(texts)
    assert sum(t.disputed for t in texts) >= 60
    assert sum(not t.says for t in texts) >= 50
    halves = Counter(t.split for t in texts)
    assert halves["dev"] == halves["held"]
    for text in texts:
        for expected in text.says:
            assert set(expected.kinds) <= set(KINDS), text.id
            assert all(expected.by), text.id
            assert expected.of or expected.kinds != ("accusation",), text.id


@pytest.mark.parametrize("split", ["dev", "held"])
def test_floors(split: str) -> None:
    found, floor = results(split), FLOORS[split]
    right = sum(len(r.pairs) for r in found)
    false = sum(len(r.false) for r in found)
    missed = sum(len(r.missed) for r in found)
    assert right / (right + false) >= floor["p"]
    assert right / (right + missed) >= floor["r"]
    disputed = [r for r in found if r.text.disputed]
    assert sum(r.disputed for r in disputed) / len(disputed) >= floor["disputed"]
    silent = [r for r in found if not r.text.says]
    assert sum(not r.false for r in silent) / len(silent) >= floor["silent"]


@pytest.mark.parametrize("split", ["dev", "held"])
def test_nothing_undisputed_is_called_disputed_and_no_private_name_is_kept(split: str) -> None:
    found = results(split)
    assert [r.text.id for r in found if r.disputed and not r.text.disputed] == []
    assert [r.text.id for r in found if r.leaked] == []


def test_an_accused_side_that_denies_is_never_the_actor() -> None:
    for result in (*results("dev"), *results("held")):
        for event in result.events:
            blamed = {a["of"] for a in event["attributions"] if a["kind"] == "accusation"}
            denied = {a["by"] for a in event["attributions"] if a["kind"] == "denial"}
            claimed = {a["by"] for a in event["attributions"] if a["kind"] == "claim"}
            actor = event["actor1"]["name"] if event["actor1"] else None
            assert actor not in (blamed & denied) - claimed, result.text.id


def test_measures_tell_right_from_wrong() -> None:
    (text,) = [t for t in composed() if t.id == "v01"]
    (expected,) = text.says
    assert same(expected.by, "army spokesman Ali Mar")
    assert not same(expected.by, "police")
    assert chain_right(expected, {"via": ["state television", "AFP"]})
    assert not chain_right(expected, {"via": ["AFP", "state television"]})
