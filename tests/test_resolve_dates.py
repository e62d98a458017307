"""Resolving time expressions, the default date, and TIMEX values. Single phrases are in cases/dates_*.yml."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.values import DateValue
from tocsin.read.rules.times import find_times
from tocsin.resolve import calendar_days as cal
from tocsin.resolve.dates import resolve_time
from tocsin.resolve.default_date import default_event_date
from tocsin.resolve.timex import timex_value

PUBLISHED = date(2024, 3, 20)  # a Wednesday
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
EXPRESSIONS = st.builds(
    TimeExpression,
    form=st.sampled_from(TimeForm),
    year=st.none() | st.integers(-500, 2100),
    month=st.none() | st.integers(1, 12),
    day=st.none() | st.integers(1, 31),
    weekday=st.none() | st.integers(0, 6),
    offset=st.none() | st.integers(-400, 400),
    unit=st.none()
    | st.sampled_from(["hour", "day", "week", "weekend", "month", "quarter", "year", "decade", "century"]),
    modifier=st.none() | st.sampled_from(["early", "mid", "late", "approx", "last", "next", "this", "since", "before"]),
    season=st.none() | st.sampled_from(["spring", "summer", "autumn", "winter"]),
    count=st.none() | st.integers(1, 40),
    quarter=st.none() | st.integers(1, 4),
)


def day_value(day: date, precision: int = 1, anchor: str = "publication") -> DateValue:
    return DateValue(day, day, precision, "words", anchor)


def dated(words: str, published: date | None = PUBLISHED, tense: str | None = "past") -> DateValue | None:
    ((_, _, expression),) = find_times(f"It was {words}.", "en")
    return resolve_time(expression, words, published=published, tense=tense)[0]


@settings(max_examples=400, deadline=None)
@given(
    EXPRESSIONS, st.none() | DAYS, st.lists(DAYS.map(day_value), max_size=3), st.sampled_from(["past", "future", None])
)
def test_every_expression_gives_a_value_or_a_reason(
    expression: TimeExpression, published: date | None, previous: list[DateValue], tense: str | None
) -> None:
    value, score, reasons = resolve_time(expression, "words", published=published, previous=previous, tense=tense)
    assert reasons
    assert score.because == reasons
    if value is None:
        assert score.value == 0
        return
    assert value.words == "words"
    assert 1 <= value.precision <= 4
    assert value.start <= value.end
    assert timex_value(expression, value)
    if tense == "past" and published is not None:
        assert value.start <= published + timedelta(days=1)


@given(st.sampled_from(["yesterday", "on Friday", "last week", "recently", "three days ago", "over the weekend"]))
def test_without_publication_nothing_relative_is_dated(words: str) -> None:
    assert dated(words, published=None) is None


@given(DAYS, st.integers(0, 6))
def test_a_weekday_of_the_past_is_within_the_last_seven_days(published: date, weekday: int) -> None:
    expression = TimeExpression(TimeForm.WEEKDAY, weekday=weekday)
    value = resolve_time(expression, "w", published=published, tense="past")[0]
    assert value is not None
    assert value.start.weekday() == weekday
    assert 0 <= (published - value.start).days <= 6


def test_reasons_name_what_is_missing() -> None:
    _, _, reasons = resolve_time(TimeExpression(TimeForm.WEEKDAY, weekday=4), "Friday", published=None)
    assert "publication date" in reasons[0]
    _, _, reasons = resolve_time(TimeExpression(TimeForm.EVENT, offset=-1, unit="week"), "w", published=PUBLISHED)
    assert "happening" in reasons[0]


def test_a_weekday_that_does_not_fit_lowers_belief_but_keeps_the_date() -> None:
    fits = TimeExpression(TimeForm.ABSOLUTE, 2022, 7, 22, weekday=4)
    wrong = TimeExpression(TimeForm.ABSOLUTE, 2022, 7, 22, weekday=1)
    good = resolve_time(fits, "w", published=None)
    bad = resolve_time(wrong, "w", published=None)
    assert good[0] is not None
    assert bad[0] is not None
    assert good[0].start == bad[0].start
    assert bad[1].value < good[1].value
    assert any("weekday" in reason for reason in bad[2])


def test_tomorrow_cannot_be_past() -> None:
    expression = TimeExpression(TimeForm.OFFSET, offset=5, unit="day")
    assert resolve_time(expression, "in five days", published=PUBLISHED, tense="past")[0] is None
    future = resolve_time(expression, "in five days", published=PUBLISHED, tense="future")[0]
    assert future is not None
    assert future.start == date(2024, 3, 25)


def test_anchor_kind_is_told() -> None:
    full, friday = dated("18 June 2022"), dated("on Friday")
    assert full is not None
    assert friday is not None
    assert (full.anchor, friday.anchor) == ("explicit", "publication")
    later = TimeExpression(TimeForm.ANAPHORIC, offset=2, unit="day")
    value = resolve_time(later, "w", published=PUBLISHED, previous=[day_value(date(2024, 3, 2))])[0]
    assert value is not None
    assert (value.start, value.anchor) == (date(2024, 3, 4), "text")


def test_doubt_is_inherited_from_the_anchor() -> None:
    later = TimeExpression(TimeForm.ANAPHORIC, offset=1, unit="day")
    about = DateValue(date(2024, 3, 1), date(2024, 3, 3), 2, "early March")
    value = resolve_time(later, "the next day", published=PUBLISHED, previous=[about])[0]
    assert value is not None
    assert (value.start, value.end, value.precision) == (date(2024, 3, 2), date(2024, 3, 4), 2)


@given(DAYS, st.sampled_from(["week", "weekend", "month", "quarter", "year"]))
def test_a_unit_holds_its_day_or_its_week_does(day: date, unit: str) -> None:
    start, end = cal.unit_of(day, unit)
    assert start <= end
    if unit == "weekend":
        assert (start.weekday(), end.weekday()) == (5, 6)
    else:
        assert start <= day <= end


@given(DAYS, st.sampled_from(["early", "mid", "late"]))
def test_thirds_of_a_month_cover_it_once(day: date, stage: str) -> None:
    month = cal.month_of(day.year, day.month)
    parts = [cal.part(month, s) for s in ("early", "mid", "late")]
    assert sum((e - s).days + 1 for s, e in parts) == (month[1] - month[0]).days + 1
    assert parts[0][0] == month[0]
    assert parts[2][1] == month[1]
    assert cal.part(month, stage) in parts


def test_a_month_step_keeps_to_the_calendar() -> None:
    assert cal.shift(date(2024, 1, 31), 1, "month") == date(2024, 2, 29)
    assert cal.shift(date(9999, 12, 1), 1, "year") is None


# -- the default date --


def test_default_takes_the_date_before() -> None:
    told = [(0, day_value(date(2024, 3, 18))), (6, day_value(date(2024, 3, 12)))]
    value, score, reasons = default_event_date(PUBLISHED, 2, dated=told)
    assert value is not None
    assert (value.start, value.precision, value.anchor) == (date(2024, 3, 18), 1, "text")
    assert 0 < score.value < 0.9
    assert reasons[0].startswith("default-date-before")


def test_default_of_a_headline_takes_the_date_behind() -> None:
    value, _, reasons = default_event_date(PUBLISHED, 0, dated=[(1, day_value(date(2024, 3, 18)))])
    assert value is not None
    assert value.start == date(2024, 3, 18)
    assert reasons[0].startswith("default-date-after")


def test_default_without_any_date_is_publication_or_the_day_before() -> None:
    value, score, _ = default_event_date(PUBLISHED, 3)
    assert value is not None
    assert (value.start, value.end, value.precision) == (date(2024, 3, 19), PUBLISHED, 2)
    assert score.value < 0.5


def test_default_ignores_old_months_and_what_lies_ahead() -> None:
    told = [
        (0, day_value(date(2012, 3, 22), anchor="explicit")),
        (1, DateValue(date(2024, 2, 1), date(2024, 2, 29), 3, "February")),
        (2, day_value(date(2024, 4, 1))),
    ]
    value, _, reasons = default_event_date(PUBLISHED, 3, dated=told)
    assert value is not None
    assert reasons[0].startswith("default-publication")


def test_default_without_publication_stays_open() -> None:
    assert default_event_date(None, 3)[0] is None


# -- TIMEX3 --


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("18 June 2022", "2022-06-18"),
        ("last week", "2024-W11"),
        ("last month", "2024-02"),
        ("in 2012", "2012"),
        ("the 1990s", "199"),
        ("yesterday", "2024-03-19"),
        ("Friday at 5 am", "2024-03-15T05:00"),
        ("Friday night", "2024-03-15TNI"),
        ("the third quarter of 2012", "2012-Q3"),
        ("the summer of 2012", "2012-SU"),
        ("the past three weeks", "P3W"),
        ("recently", "PAST_REF"),
        ("now", "PRESENT_REF"),
        ("in the near future", "FUTURE_REF"),
        ("490 BC", "BC0490"),
    ],
)
def test_timex_values(words: str, expected: str) -> None:
    ((_, _, expression),) = find_times(f"It was {words}.", "en")
    value = resolve_time(expression, words, published=PUBLISHED)[0]
    assert timex_value(expression, value) == expected


def test_timex_of_lengths() -> None:
    lengths = find_times("for three days, two hours and a decade, every week", "en", lengths=True)
    assert [timex_value(x, None) for _, _, x in lengths] == ["P3D", "PT2H", "P10Y", "P1W"]
