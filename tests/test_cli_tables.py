"""Tables on terminals of any width: nothing is lost, nothing is too wide, words stay whole."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tocsin.cli import console
from tocsin.cli import events as view
from tocsin.cli.tables import lay_out, longest_piece, wrap
from tocsin.model.event import Event
from tocsin.model.reading import Modality
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue

WORDS = st.lists(st.text("abc/-éλ数", min_size=1, max_size=14), max_size=5).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4), st.integers(30, 140))
@settings(max_examples=200, deadline=None)
def test_lines_fit_and_hold_every_word(rows: list[tuple[str, str, str]], width: int) -> None:
    columns: list[tuple[str, dict[str, Any]]] = [("one", {}), ("two", {"ratio": 1}), ("three", {"justify": "right"})]
    lines = lay_out(columns, rows, width)
    assert all(cell_len(line) <= width for line in lines)
    together = "".join(sorted("".join("".join(row).split()) for row in rows))
    shown = "".join(sorted("".join("".join(lines[1:]).split())))
    assert sorted(shown) == sorted(together)


@given(WORDS, st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_words_stay_whole_where_they_fit(text: str, wide: int) -> None:
    lines = wrap(text, wide)
    assert all(cell_len(line) <= max(wide, 2) for line in lines)  # one wide character takes two columns
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if wide >= longest_piece(text):
        whole = [piece for word in text.split() for piece in re.split(r"(?<=/)", word)]
        assert all(any(piece in line for line in lines) for piece in whole)


def event(place: PlaceValue | None, kind: str, when: DateValue | None, *, number: int, marks: str = "") -> Event:
    return Event(
        mention_ids=(f"em_{number}",),
        event_type="Protests",
        sub_event_type=kind,
        disorder_type="Demonstrations",
        modality=Modality.FAILED if "f" in marks else Modality.ACTUAL,
        background="b" in marks,
        date=when,
        place=place,
        actor1=ActorValue("police-sudan", "Police Forces of Sudan (2021-) Bureau of Investigation", "State forces"),
        actor2=ActorValue(None, "Protesters (Sudan)", "Protesters"),
        civilian_targeting=False,
        fatalities=Count(3, None, None),
        disputed="d" in marks,
        event_id=f"ev_{'abcdefgh'[number]}2345678abc",
    )


def period(first: str, last: str, precision: int = 1) -> DateValue:
    return DateValue(date.fromisoformat(first), date.fromisoformat(last), precision)


KHARTOUM = PlaceValue("Khartoum", "geonames:379252", "SDN")
SHOWN = [
    event(KHARTOUM, "Excessive force against protesters", period("2024-05-04", "2024-05-04"), number=0, marks="b"),
    event(KHARTOUM, "Remote explosive/landmine/IED", period("2024-05-01", "2024-05-31", 3), number=1, marks="fd"),
    event(
        PlaceValue("Sudan", "country:SDN", "SDN", precision=4), "Attack", period("2011-01-01", "2011-12-31"), number=2
    ),
    event(PlaceValue("Umm Nowhere", None, "SDN", precision=4), "Attack", period("2011-03-01", "2013-04-02"), number=3),
    event(PlaceValue("Umm Nowhere"), "Attack", period("2024-05-04", "2024-05-06"), number=4),
    event(None, "Attack", None, number=5),
]


@pytest.mark.parametrize("columns", [70, 80, 99, 100, 120, 160])
def test_events_break_no_word(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    view.print_events(SHOWN)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= columns
    words = set(re.findall(r"[^\s/]+", out))
    assert {"Excessive", "force", "against", "protesters", "Khartoum,", "SDN", "explosive", "landmine", "IED"} <= words
    assert ("Investigation" in words) == (columns >= 100)
    assert len(re.findall(r"ev_[a-z2-8]{8}", out)) == len(SHOWN)


def test_dates_places_and_marks_in_few_characters(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    view.print_events(SHOWN)
    out = capsys.readouterr().out
    assert re.search(r"^ 2024-05-04 .* 3\+ +b +ev_a", out, re.M)
    assert re.search(r"^ 2024-05 .* 3\+ +fd +ev_b", out, re.M)
    assert re.search(r"^ 2011 +Sudan +Attack", out, re.M)
    assert re.search(r"^ 2011/2013 +Umm Nowhere, SDN +Attack", out, re.M)
    assert re.search(r"^ 2024-05-04\+2d +Umm Nowhere, \? +Attack", out, re.M)
    assert re.search(r"^ \? +\? +Attack", out, re.M)
    assert out.endswith("marks: f failed, d disputed, b background\n")
    view.print_events(SHOWN[2:])
    assert "marks:" not in capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "40")
    view.print_events(SHOWN[:1])
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .endswith("2024-05-04 Khartoum, SDN Excessive force against protesters 3+ b")
    )


def test_long_lines_are_broken_between_words_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "events     63 in demo/tocsin.db (63 new, 0 changed); 50 have at least country and month\nnext"
    monkeypatch.setenv("COLUMNS", "60")
    console.say(line)
    assert capsys.readouterr().out == line + "\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    console.say(line)
    shown = capsys.readouterr().out.splitlines()
    assert max(map(len, shown)) <= 60
    assert shown[0].startswith("events     63 in demo/tocsin.db")
    assert shown[-1] == "next"
    assert " ".join(shown).split() == line.split()
    path = "file:///" + "x" * 90
    console.say(path)
    assert capsys.readouterr().out == path + "\n"  # a path that is cut cannot be copied
