"""Finding time expressions: offsets, overlap, odd text, speed."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.model.expressions import TimeForm
from tocsin.read.rules.times import find_times
from tocsin.read.rules.times_lexicon import lexicon
from tocsin.read.rules.times_scan import scan
from tocsin.read.rules.times_tense import tense_near

WORDS = st.sampled_from(
    re.split(
        " ",
        "on in the of last next this past early mid - , . ( ) 18 18th June May may march Friday Sun 2012 1990s 5 am "
        "night day days week weeks ago later before after between and from to three a couple of weekend yesterday "
        "le la du au dernier dernière nuit lundi mai été il y a lendemain 17h30 2022-06-18 03/05/2022 İ \n\n ’ é",
    )
)


def found(text: str, language: str = "en", *, lengths: bool = False) -> list[str]:
    return [text[s:e] for s, e, _ in find_times(text, language, lengths=lengths)]


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join), st.sampled_from(["en", "fr"]), st.booleans())
def test_spans_lie_in_the_text_in_order_without_overlap(text: str, language: str, lengths: bool) -> None:
    previous_end = 0
    for start, end, expression in find_times(text, language, lengths=lengths):
        assert previous_end <= start < end <= len(text)
        assert expression.form in TimeForm
        assert text[start:end] == text[start:end].strip()
        previous_end = end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    for language in ("en", "fr", "xx", None):
        assert all(0 <= s < e <= len(text) for s, e, _ in find_times(text, language))


def test_case_does_not_change_what_is_found() -> None:
    text = "On Friday, 22 July 2022 and the following day, three days ago, in early June, at 5 am on Monday."
    forms = [x for _, _, x in find_times(text, "en")]
    assert len(forms) == 5
    assert [x for _, _, x in find_times(text.upper(), "en")] == forms
    assert [x for _, _, x in find_times(text.lower(), "en")] == forms


def test_offsets_survive_letters_that_fold_to_two() -> None:
    text = "Straße, œuvre: le 3 mai à İzmir, puis en août."
    assert found(text, "fr") == ["le 3 mai", "août"]


def test_decomposed_accents_are_read() -> None:
    assert found("en aou\u0302t 2020, puis de\u0301but fe\u0301vrier", "fr") == [
        "aou\u0302t 2020",
        "de\u0301but fe\u0301vrier",
    ]


def test_a_blank_line_ends_a_phrase() -> None:
    assert found("Attack of 18\n\nJune was quiet") == ["June"]
    assert found("Attack of 18\nJune was quiet") == ["18\nJune"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It lasted for three days.", ["three days"]),
        ("It happens every Friday.", ["every Friday"]),
        ("a 12-year-old boy", []),
        ("a two-week truce", ["a two-week"]),
    ],
)
def test_lengths_and_habits_only_on_request(text: str, expected: list[str]) -> None:
    assert found(text, lengths=True) == expected
    assert "three days" not in found(text)


def test_numbers_that_are_no_years() -> None:
    assert found("They killed 2000 men, paid $1990 and wrote 1,999 letters in 20000 days.") == []
    assert found("in 1987, 1991 and 2003.") == ["1987", "1991", "2003"]
    assert found("the war of 1913 changed its 1990 charter (2011)") == ["1913", "1990", "2011"]


def test_part_of_day_joins_its_date_but_not_another() -> None:
    (both,) = find_times("at dawn on 3 May 2024", "en")
    assert both[2].part_of_day == "dawn"
    assert both[2].day == 3
    two = find_times("on Monday, and at dawn on Tuesday", "en")
    assert [x.weekday for _, _, x in two] == [0, 1]
    assert [x.part_of_day for _, _, x in two] == [None, "dawn"]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("at 5 am", "05:00"),
        ("at 5:30 p.m.", "17:30"),
        ("at 12 am", "00:00"),
        ("at 0530 GMT", "05:30"),
        ("at 23:15", "23:15"),
    ],
)
def test_clock_times(text: str, clock: str) -> None:
    ((_, _, expression),) = find_times(text, "en")
    assert expression.part_of_day == clock


def test_other_languages_get_full_dates_only() -> None:
    text = "El 18 de junio de 2022 hubo un ataque; el lunes, otro. 19.06.2022"
    assert [(x.year, x.month, x.day) for _, _, x in find_times(text, "es")] == [(2022, 6, 18), (2022, 6, 19)]


def test_tense_near_looks_inside_the_sentence() -> None:
    text = "Troops left on Monday. The vote will be held on Sunday."
    (monday, sunday) = find_times(text, "en")
    assert tense_near(text, monday[0], monday[1], "en") is None
    assert tense_near(text, sunday[0], sunday[1], "en") == "future"


def test_lexicon_keys_are_folded() -> None:
    for language in ("en", "fr"):
        words = lexicon(language)
        assert words is not None
        assert all(word == word.lower() and word.isascii() for word in words.words)


def test_time_grows_linearly() -> None:
    def seconds(text: str) -> float:
        began = time.perf_counter()
        find_times(text, "en")
        return time.perf_counter() - began

    nasty = "the early last 5 of may , - 3 to the next 2 weeks "
    find_times(nasty, "en")
    small = min(seconds(nasty * 100) for _ in range(3))
    large = min(seconds(nasty * 800) for _ in range(3))
    assert large < 8 * small * 4  # eight times the text; room for a busy machine


def test_codes_run_parallel_to_words() -> None:
    words = lexicon("en")
    assert words is not None
    scanned = scan("On Friday, 22 July", words)
    assert scanned.codes == "dW,DM"
    assert len(scanned.starts) == len(scanned.codes) == len(scanned.values)
