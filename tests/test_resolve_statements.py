"""Resolved statements: registry names, ISO dates, country codes, checked distances, news kept out of history."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge import Knowledge, load
from tocsin.model.document import Document, Published
from tocsin.model.reading import Statement
from tocsin.model.values import DateValue
from tocsin.read.rules.engine import RulesReader
from tocsin.resolve import resolve
from tocsin.resolve.statements import iso

NEWS = "Gunmen killed four people in Maiduguri on Monday. "


@cache
def knowledge() -> Knowledge:
    return load()


@cache
def reader() -> RulesReader:
    return RulesReader(knowledge())


def resolved(text: str, kind: str, published: date | None = date(2022, 5, 12)) -> list[dict[str, object]]:
    given = Published(published, "given") if published is not None else None
    document = Document("d", text, language="en", published=given)
    reading = resolve(document, reader().read(document), knowledge())
    return [dict(s.data) for s in reading.statements if s.kind == kind]


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2022, 7, 21), date(2022, 7, 21), "2022-07-21"),
        (date(2022, 7, 1), date(2022, 7, 31), "2022-07"),
        (date(2020, 12, 1), date(2020, 12, 31), "2020-12"),
        (date(2017, 1, 1), date(2017, 12, 31), "2017"),
        (date(2022, 7, 21), date(2022, 7, 22), "2022-07-21/2022-07-22"),
        (date(2020, 1, 1), date(2020, 4, 30), "2020-01-01/2020-04-30"),
    ],
)
def test_iso_is_as_precise_as_the_words(start: date, end: date, text: str) -> None:
    assert iso(DateValue(start, end, 1)) == text


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 800))
def test_iso_never_loses_the_first_day(start: date, days: int) -> None:
    end = date.fromordinal(start.toordinal() + days)
    written = iso(DateValue(start, end, 1))
    assert start.isoformat().startswith(written) or written.startswith(start.isoformat())


def test_actors_become_registry_names() -> None:
    (data,) = resolved(NEWS + "Al Shabaab, an affiliate of al-Qaeda, struck again.", "relation")
    assert (data["a"], data["b"]) == ("Al Shabaab", "Al Qaeda")


def test_a_name_of_its_time() -> None:
    (data,) = resolved(NEWS + "The Taliban were toppled in 2001 by American forces.", "background")
    assert str(data["actor"]).startswith("Military Forces of United States")
    assert "2001" in str(data["actor"])


def test_dates_are_iso_and_unknown_ones_left_out() -> None:
    text = NEWS + "On Tuesday at 7:15 am five attacks hit the province of Herat."
    (data,) = resolved(text, "aggregate")
    assert data["date"] == "2022-05-10"
    (data,) = resolved(text, "aggregate", published=None)
    assert "date" not in data


@pytest.mark.parametrize(
    ("words", "since"), [("2012", "2012"), ("June 2012", "2012-06"), ("5 June 2012", "2012-06-05")]
)
def test_since_is_a_start(words: str, since: str) -> None:
    (data,) = resolved(NEWS + f"More than 4,000 people have been killed since {words}.", "statistic")
    assert data["since"] == since


def test_deadlines_lie_ahead() -> None:
    (data,) = resolved(NEWS + "Boko Haram threatened to attack schools unless the army leaves by Friday.", "threat")
    assert data["deadline"] == "2022-05-13"


def test_countries_are_codes_in_the_order_of_the_text() -> None:
    text = "Rebels crossed from Mali to Niger and Burkina Faso. Across the three countries, thousands have been killed."
    (data,) = resolved(text, "statistic")
    assert data["countries"] == "MLI;NER;BFA"


def test_distance_is_checked_against_coordinates() -> None:
    text = "Rebels attacked Kidal, {} km from Gao, on Sunday, killing two soldiers."
    (data,) = resolved(text.format(285), "distance")
    assert data["consistent"] is True
    assert isinstance(data["computed_km"], float)
    assert 250 < data["computed_km"] < 320
    (data,) = resolved(text.format(30), "distance")
    assert data["consistent"] is False


def test_reckoned_day() -> None:
    text = "Three days before a bomb killed six people in Gao on 12 March, rebels attacked the camp."
    (data,) = resolved(text, "date")
    assert (data["anchor_date"], data["date"]) == ("2022-03-12", "2022-03-09")


def test_anchor_without_a_date_gives_no_date() -> None:
    (data,) = resolved("A week before the mayor was killed in Gao, rebels attacked the camp.", "date")
    assert data["offset_days"] == -7
    assert "date" not in data


def test_recent_history_is_news() -> None:
    text = NEWS + "The rebels captured the town in {}."
    assert resolved(text.format("2015"), "background") != []
    assert resolved(text.format("April 2022"), "background") == []


def test_a_relation_has_two_sides() -> None:
    text = NEWS + "The TTP is helped by fighters of the Afghan Taliban in Pakistan."
    for data in resolved(text, "relation"):
        assert data["a"] != data["b"]


def test_statements_keep_span_and_id() -> None:
    document = Document("d", NEWS + "There were no casualties.", language="en")
    before = reader().read(document)
    after = resolve(document, before, knowledge())

    def keys(statements: tuple[Statement, ...]) -> list[tuple[str, object]]:
        return [(s.id, s.span) for s in statements]

    assert keys(after.statements) == keys(before.statements) != []
