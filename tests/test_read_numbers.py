"""Numbers of people: words, digits, bounds, ranges, and what counts nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.read.rules.numbers import number_at
from tocsin.read.rules.tokens import tokenize


def bounds(text: str) -> tuple[int | None, int | None, int | None] | None:
    hit = number_at(tokenize(text), 0)
    return None if hit is None else (hit.count.low, hit.count.best, hit.count.high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nine men", (9, 9, 9)),
        ("1,200 people", (1200, 1200, 1200)),
        ("thirty-four farmers", (34, 34, 34)),
        ("twenty five men", (25, 25, 25)),
        ("a hundred and twenty villagers", (120, 120, 120)),
        ("half a million people", (500_000, 500_000, 500_000)),
        ("half a dozen men", (6, 6, 6)),
        ("two dozen traders", (24, 24, 24)),
        ("at least nine people", (9, 9, None)),
        ("more than a dozen men", (12, 12, None)),
        ("up to 50 people", (None, None, 50)),
        ("nearly 50 people", (40, 50, 50)),
        ("about 20 men", (20, 20, 20)),
        ("dozens of villagers", (12, None, None)),
        ("several people", (3, None, None)),
        ("several hundred people", (300, None, None)),
        ("hundreds of people", (100, None, None)),
        ("10 to 15 men", (10, None, 15)),
        ("10-15 fighters", (10, None, 15)),
        ("between 10 and 15 men", (10, None, 15)),
        ("two or three men", (2, None, 3)),
        ("five-six persons", (5, None, 6)),
    ],
)
def test_bounds(text: str, expected: tuple[int | None, int | None, int | None]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    "text", ["43-year-old", "45-yr-old", "12 kilometres", "30 percent", "5 vehicles", "1.5 million"]
)
def test_what_counts_nobody(text: str) -> None:
    assert bounds(text) is None


@pytest.mark.parametrize("before", ["rs", "aged", "worth", "highway", "class"])
def test_numbers_behind_money_ages_and_codes(before: str) -> None:
    assert number_at(tokenize(f"{before} 50 men"), 1) is None


def test_a_revision_is_no_range() -> None:
    assert bounds("21 from 14") == (21, 21, 21)


def test_a_score_is_no_range() -> None:
    assert bounds("9 to 5") == (9, 9, 9)


@given(st.integers(min_value=1, max_value=9_999_999))
def test_digits_keep_their_value(number: int) -> None:
    assert bounds(f"{number:,} people") == (number, number, number)


@given(
    st.lists(
        st.sampled_from(
            [
                "two",
                "to",
                "-",
                "10",
                "and",
                "between",
                "a",
                "dozen",
                "of",
                "half",
                "million",
                "people",
                "nearly",
                "over",
            ]
        ),
        max_size=8,
    )
)
def test_bounds_are_always_in_order(parts: list[str]) -> None:
    tokens = tokenize(" ".join(parts))
    for start in range(len(tokens)):
        hit = number_at(tokens, start)
        if hit is not None:
            assert start < hit.end <= len(tokens)
            known = [n for n in (hit.count.low, hit.count.best, hit.count.high) if n is not None]
            assert known == sorted(known)


@pytest.mark.parametrize(
    ("text", "at"),
    [("Ama Sowo, 40, was shot", 3), ("Two men aged 26 and 28 were held", 5)],
)
def test_an_age_counts_nobody(text: str, at: int) -> None:
    assert number_at(tokenize(text), at) is None
