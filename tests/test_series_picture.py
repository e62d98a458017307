"""A series as a picture."""

import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.export.series import Cell, Series
from tocsin.export.series_picture import MOST_GROUPS, drawn, ticks_to

MONTHS = (date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1))
NAMES = {"svg": "http://www.w3.org/2000/svg"}


def texts(picture: str) -> list[str]:
    return ["".join(found.itertext()) for found in ET.fromstring(picture).iterfind(".//svg:text", NAMES)]


def bars(picture: str, fill: str) -> list[float]:
    """Heights of the bars of a fill, without those of the legend."""
    found = ET.fromstring(picture).iterfind(f".//svg:g/svg:rect[@fill='{fill}']", NAMES)
    return [float(bar.get("height", "")) for bar in found]


def whole() -> Series:
    cells = {"": {MONTHS[0]: Cell(4, 8, 10, 14, 1), MONTHS[2]: Cell(2, 0, 0, 0, 2)}}
    return Series("month", None, MONTHS, cells, {"no day is known": 3}, 1)


def test_bars_are_as_long_as_what_they_count() -> None:
    first, last = bars(drawn(whole(), of=["events"]), "#1f4e79")
    assert first == pytest.approx(2 * last, abs=0.2)


def test_what_goes_without_sources_is_the_hatched_end() -> None:
    rest = Series("month", None, MONTHS, {"": {MONTHS[0]: Cell(1, 1, 1, 1)}})
    picture = drawn(whole(), rest, of=["events"])
    kept, gone = bars(picture, "#1f4e79"), bars(picture, "url(#gone)")
    assert len(gone) == 2
    assert gone[0] == pytest.approx(3 * kept[0], abs=0.2)
    assert "goes when sources are left out" in texts(picture)


def test_an_unstated_toll_is_a_question_mark_and_no_zero() -> None:
    told = texts(drawn(whole(), of=["fatalities"]))
    assert told.count("?") == 1
    assert {"2024-01", "2024-02", "2024-03"} <= set(told), "quiet periods are there"
    assert "Left out: 3 (no day is known)." in told


def test_names_are_escaped_and_the_groups_with_most_events_drawn() -> None:
    cells = {f"A<{n}> & co": {MONTHS[0]: Cell(n, n, n, n)} for n in range(1, MOST_GROUPS + 4)}
    told = texts(drawn(Series("month", "actor", MONTHS, cells), of=["events"], about=["Filters: actor: <b>."]))
    panels = [words for words in told if words.endswith(": events")]
    assert len(panels) == MOST_GROUPS
    assert panels[0] == f"A<{MOST_GROUPS + 3}> & co: events"
    assert any(words.startswith(f"Drawn are the {MOST_GROUPS} groups") for words in told)
    assert "Filters: actor: <b>." in told


def test_nothing_to_draw_is_said() -> None:
    assert "No event passes, so there is nothing to draw." in texts(drawn(Series("month", None, (), {})))


@given(st.integers(0, 10**7))
def test_ticks_are_whole_even_and_reach_the_highest(most: int) -> None:
    ticks = ticks_to(most)
    assert ticks[0] == 0
    assert ticks[-2] < max(most, 1) <= ticks[-1]
    assert len({b - a for a, b in pairwise(ticks)}) == 1
    assert 2 <= len(ticks) <= 6
