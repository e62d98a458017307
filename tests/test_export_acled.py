"""ACLED's 31 columns."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from tocsin.export import ExportOptions, MemoryMinter
from tocsin.export.acled import COLUMN_NAMES, INTER, acled_rows, event_days, interaction
from tocsin.export.options import ExportReport, LeftOut
from tocsin.model.errors import UsageError
from tocsin.model.event import Event, EventSource
from tocsin.model.reading import Modality
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue

MARCH = date(2024, 3, 1)


def rows(event: Event, **options: Any) -> tuple[list[Any], ExportReport]:
    """All rows of one event, and the report."""
    report = ExportReport("events", "acled-csv")
    return list(acled_rows(event, ExportOptions(**options), report)), report


def row(event: Event, **options: Any) -> dict[str, Any]:
    """The only row of an event."""
    made, _ = rows(event, **options)
    assert len(made) == 1
    return made[0]


def when(first: int, last: int, precision: int, part: str | None = None) -> DateValue:
    """Days of March 2024."""
    return DateValue(date(2024, 3, first), date(2024, 3, last), precision, part_of_day=part)


def test_31_columns_in_order() -> None:
    assert len(COLUMN_NAMES) == 31
    assert tuple(row(factories.event())) == COLUMN_NAMES
    assert (COLUMN_NAMES[0], COLUMN_NAMES[13], COLUMN_NAMES[30]) == ("event_id_cnty", "interaction", "timestamp")


def test_a_row() -> None:
    made = row(factories.event())
    expected = {
        "event_id_cnty": "MLI1", "event_date": "2024-03-03", "year": 2024, "time_precision": 1,
        "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
        "sub_event_type": "Remote explosive/landmine/IED", "actor1": "NDF: Northern Dawn Front",
        "inter1": "Rebel group", "inter2": "State forces", "interaction": "State forces-Rebel group",
        "civilian_targeting": "", "iso": 466, "region": "Western Africa", "country": "Mali", "admin1": "Koulikoro",
        "admin2": "", "location": "Kati", "latitude": 12.7439, "longitude": -8.0725, "geo_precision": 1,
        "source": "Orla Courier", "fatalities": 9, "tags": "car bomb",
        "timestamp": int(datetime(2026, 1, 31, 8, tzinfo=UTC).timestamp()),
    }  # fmt: skip
    assert {key: made[key] for key in expected} == expected
    assert made["notes"].startswith("On 3 March 2024, ")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"modality": Modality.PLANNED}, "not told as having happened (planned)"),
        ({"date": None}, "date unknown"),
        ({"date": when(1, 31, 4)}, "date vaguer than a month"),
        ({"place": None}, "place or country unknown"),
        ({"place": PlaceValue("Dassi")}, "place or country unknown"),
        ({"place": PlaceValue("Mali", country="MLI", precision=4)}, "place known at country level only"),
        ({"place": PlaceValue("Dassi", country="MLI")}, "place without coordinates"),
        ({"sub_event_type": ""}, "type unknown"),
    ],
)
def test_what_acled_cannot_hold_is_left_out_with_its_reason(change: dict[str, Any], reason: str) -> None:
    made, _ = rows(factories.event(**change))
    assert made == [LeftOut("ev_abcdefghijklmnop", reason)]


def test_a_failed_attempt_is_kept() -> None:
    assert row(factories.event(modality=Modality.FAILED))["notes"].count("The attempt failed.") == 1


@pytest.mark.parametrize(
    ("value", "days"),
    [
        (when(3, 3, 1), [(3, 1)]),
        (when(3, 5, 1), [(3, 1), (4, 1), (5, 1)]),  # each day is reported
        (when(18, 19, 1, "night"), [(18, 1)]),  # one night is one event
        (when(3, 5, 2), [(4, 2)]),
        (when(4, 10, 2), [(7, 2)]),
        (when(1, 31, 3), [(16, 3)]),
        (when(1, 10, 3), [(1, 3)]),  # early March
        (when(21, 31, 3), [(31, 3)]),  # late March
        (when(5, 25, 3), [(15, 3)]),  # the past three weeks
    ],
)
def test_days_of_a_period(value: DateValue, days: list[tuple[int, int]]) -> None:
    assert [(d.day, precision) for d, precision in event_days(value)] == days


def test_each_reported_day_is_a_row_and_the_dead_are_divided() -> None:
    event = factories.event(date=when(3, 5, 1), fatalities=Count.exactly(8))
    made, report = rows(event)
    assert [r["event_date"] for r in made] == ["2024-03-03", "2024-03-04", "2024-03-05"]
    assert [r["fatalities"] for r in made] == [3, 3, 2]
    assert [r["event_id_cnty"] for r in made] == ["MLI1", "MLI2", "MLI3"]
    assert made[1]["notes"].startswith("On 4 March 2024, ")
    assert "divided evenly" in made[0]["notes"]
    assert any("divided evenly" in remark for remark in report.remarks)


def test_an_unstated_toll_is_0_and_said_so() -> None:
    made, report = rows(factories.event(fatalities=Count(None, None, None)))
    assert made[0]["fatalities"] == 0
    assert report.remarks == {"no number of deaths is stated: fatalities written as 0": 1}
    _, stated = rows(factories.event(fatalities=Count.exactly(0)))
    assert stated.remarks == {}


def test_low_or_best() -> None:
    event = factories.event(fatalities=Count(40, 44, 60))
    assert row(event)["fatalities"] == 40
    assert row(event, fatalities="best")["fatalities"] == 44
    assert row(factories.event(fatalities=Count(12, None, None)), fatalities="best")["fatalities"] == 12
    with pytest.raises(UsageError, match="low or best"):
        ExportOptions(fatalities="high")  # type: ignore[arg-type]


def actor(kind: str | None) -> ActorValue:
    return ActorValue(None, "X", kind)


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("Civilians", "State forces", "State forces-Civilians"),
        ("Rebel group", "Rebel group", "Rebel group-Rebel group"),
        ("External/Other forces", "Civilians", "External/Other forces-Civilians"),
        ("External/Other forces", "Rebel group", "Rebel group-External/Other forces"),
    ],
)
def test_interaction_of_two(first: str, second: str, text: str) -> None:
    assert interaction(actor(first), actor(second)) == text


def test_interaction_of_one_or_of_unknown_types() -> None:
    assert interaction(actor("Protesters"), None) == "Protesters only"
    assert interaction(None, actor("Civilians")) == "Civilians only"
    assert interaction(None, None) == ""
    assert interaction(actor(None), actor("Civilians")) == ""


@given(first=st.sampled_from(list(INTER)), second=st.sampled_from(list(INTER)))
def test_interaction_does_not_depend_on_the_order(first: str, second: str) -> None:
    assert interaction(actor(first), actor(second)) == interaction(actor(second), actor(first))


def test_lists_sources_and_scale() -> None:
    def source(name: str | None, document: str, independent: bool) -> EventSource:
        return EventSource(document, name, MARCH, None, "en", None, independent)

    sources = (
        source("Copy; Paste", "d1", False),
        source("Orla Courier", "d2", True),
        source("Wire", "d3", True),
        source(None, "d4", True),
        source("Wire", "d5", True),
    )
    event = factories.event(sources=sources, civilian_targeting=True, event_type="Protests")
    scales = {"Orla Courier": "Subnational", "Wire": "International", "Copy; Paste": "National"}
    made = row(event, source_scales=scales)
    assert made["source"] == "Orla Courier; Wire; d4; Copy, Paste"
    assert made["source_scale"] == "Subnational-International"
    assert made["civilian_targeting"] == "Civilian targeting"
    assert made["tags"] == "crowd size=no report; car bomb"
    assert row(event)["source_scale"] == ""


def test_associated_actors() -> None:
    allied = replace(factories.ARMY, associated=("Women (Mali)", "Farmers (Mali)"))
    assert row(factories.event(actor2=allied))["assoc_actor_2"] == "Women (Mali); Farmers (Mali)"


def test_one_sided_events_leave_the_second_actor_blank() -> None:
    made = row(factories.event(actor2=None))
    assert (made["actor2"], made["inter2"], made["interaction"]) == ("", "", "Rebel group only")


def test_ids_are_minted_once_and_kept() -> None:
    minter = MemoryMinter()
    first, second = factories.event(), factories.event(event_id="ev_2")
    ids = [row(e, minter=minter)["event_id_cnty"] for e in (first, second, first)]
    assert ids == ["MLI1", "MLI2", "MLI1"]
    moved = replace(first, place=replace(factories.KATI, country="NER"))
    assert row(moved, minter=minter)["event_id_cnty"] == "MLI1"
    assert all(re.fullmatch(r"[A-Z]{3}[0-9]+", i) for i in ids)


def test_an_event_without_a_time_of_change_takes_that_of_the_export() -> None:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    event = factories.event(updated_at=None)
    assert row(event, generated_at=now)["timestamp"] == int(now.timestamp())
    assert row(event)["timestamp"] == 0


@given(
    start=st.dates(date(1997, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 40),
    precision=st.sampled_from([1, 2, 3]),
    toll=st.integers(0, 1000),
)
def test_days_stay_inside_the_period_and_no_death_is_lost(start: date, length: int, precision: int, toll: int) -> None:
    value = DateValue(start, start + timedelta(days=length), precision)
    made, _ = rows(factories.event(date=value, fatalities=Count.exactly(toll)))
    assert sum(r["fatalities"] for r in made) == toll
    assert all(value.start.isoformat() <= r["event_date"] <= value.end.isoformat() for r in made)
    assert all(r["time_precision"] == precision for r in made)
    assert len(made) == (length + 1 if precision == 1 else 1)
