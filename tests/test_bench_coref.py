"""The measures of coreference, on examples reckoned by hand."""

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

from coref_measures import assign, conll, f1, sums


def sets(*clusters: str) -> list[frozenset[str]]:
    return [frozenset(c) for c in clusters]


GOLD = sets("abc", "defg")


def test_a_perfect_answer_is_one_everywhere() -> None:
    tally = sums(GOLD, GOLD)
    assert conll(tally) == pytest.approx(1.0)
    assert f1(tally, "lea") == pytest.approx(1.0)


def test_measures_of_a_wrong_answer() -> None:
    """Key {abc}, {defg}; response {ab}, {cd}, {fg}, {e}: the common example with its figures worked out by hand."""
    tally = sums(GOLD, sets("ab", "cd", "fg", "e"))
    assert tally["muc_rn"] / tally["muc_rd"] == pytest.approx((1 + 1) / (2 + 3))
    assert tally["muc_pn"] / tally["muc_pd"] == pytest.approx((1 + 0 + 1) / 3)
    assert tally["b3_rn"] / tally["b3_rd"] == pytest.approx(((4 + 1) / 3 + (1 + 4 + 1) / 4) / 7)
    assert tally["b3_pn"] / tally["b3_pd"] == pytest.approx((2 + 1 + 2 + 1) / 7)
    assert tally["ceafe_rn"] == pytest.approx(2 * 2 / 5 + 2 * 2 / 6)
    assert tally["lea_rn"] / tally["lea_rd"] == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)


@pytest.mark.parametrize("seed", range(5))
def test_the_assignment_is_the_cheapest(seed: int) -> None:
    cost = np.random.default_rng(seed).random((5, 5))
    found = assign(cost)
    least = min(sum(cost[n, p[n]] for n in range(5)) for p in itertools.permutations(range(5)))
    assert cost[np.arange(5), found].sum() == pytest.approx(least)
