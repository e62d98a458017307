"""The contract's JSON object of an event."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
import factories_page
from json_schema import problems
from tocsin.export import event_json
from tocsin.export.event_json import iso_time, value_json
from tocsin.model.event import Event, Link
from tocsin.model.reading import Modality
from tocsin.model.values import ActorValue, Count, DateValue, MentionRef, PlaceValue

SCHEMA = json.loads(files("tocsin.export").joinpath("schema", "event.schema.json").read_text(encoding="utf-8"))
CONTRACT_KEYS = (
    "event_id revision updated_at review_state event_type sub_event_type disorder_type alternatives date_start "
    "date_end time_precision country admin1 admin2 admin3 location latitude longitude geo_precision radius_km "
    "place_id actor1 actor2 civilian_targeting fatalities victims targets weapons incident_count crowd_size modality "
    "background disputed confidence attributions sources evidence linked notes tags"
)


def empty() -> Event:
    """An event of which nothing is known."""
    return Event((), "", "", "", Modality.ACTUAL, False, None, None, None, None, False, Count(None, None, None))


def test_keys_and_their_order_are_those_of_the_contract() -> None:
    keys = list(event_json(factories.event()))
    assert keys[: len(CONTRACT_KEYS.split())] == CONTRACT_KEYS.split()
    assert list(event_json(empty())) == keys


@pytest.mark.parametrize("event", [factories.event(), empty(), *factories_page.world()[0]])
def test_every_event_fits_the_schema(event: Event) -> None:
    assert problems(event_json(event), SCHEMA) == []


def test_a_side_tells_what_it_belonged_to_on_the_day_of_the_event() -> None:
    katiba = ActorValue("katiba-macina", "Katiba Macina", "Rebel group", "MLI", "the katiba")
    for year, above in ((2022, ["jnim"]), (2016, [])):
        day = date(year, 6, 18)
        event = replace(factories.event(), actor1=katiba, date=DateValue(day, day, 1))
        side = event_json(event)["actor1"]
        assert [one["id"] for one in side["lineage"]] == above
        assert side["name"] == "Katiba Macina"
    stranger = replace(factories.event(), actor1=ActorValue("gone-from-the-registry", "Gone"))
    assert event_json(stranger)["actor1"]["lineage"] == []


def test_the_schema_catches_wrong_values() -> None:
    record = event_json(factories.event())
    wrong: list[tuple[str, Any]] = [
        ("country", "Mali"), ("modality", "rumoured"), ("confidence", 1.5), ("fatalities", 9),
        ("victims", [{"side": "state"}]), ("updated_at", "yesterday"), ("background", "no"), ("surplus", 1),
    ]  # fmt: skip
    for key, value in wrong:
        assert problems({**record, key: value}, SCHEMA), key
    del record["notes"]
    assert problems(record, SCHEMA) == ["$: notes is missing"]


def test_unknown_is_null_or_empty_and_zero_is_zero() -> None:
    record = event_json(empty())
    for key in ("date_start", "time_precision", "country", "latitude", "place_id", "actor1", "crowd_size"):
        assert record[key] is None
    assert record["fatalities"] == {"low": None, "best": None, "high": None}
    assert record["sources"] == record["victims"] == record["flags"] == []
    none_killed = replace(empty(), fatalities=Count.exactly(0), incident_count=None)
    assert event_json(none_killed)["fatalities"] == {"low": 0, "best": 0, "high": 0}
    assert event_json(none_killed)["incident_count"] is None


def test_coordinates_have_four_decimals() -> None:
    record = event_json(factories.event())
    assert (record["latitude"], record["longitude"]) == (12.7439, -8.0725)


def test_evidence_holds_chosen_and_rival_values_with_their_words() -> None:
    document = factories.document()
    toll = event_json(factories.event(document))["evidence"]["fatalities"]
    assert [(e["value"], e["chosen"], e["attributed_to"], e["stance"]) for e in toll] == [
        (9, True, "police", "asserted"),
        (11, False, "regional hospital", "hedged"),
    ]
    for item in toll:
        assert document.text[item["start"] : item["end"]] == item["quote"]
        assert "spans" not in item


def test_a_value_on_several_stretches_lists_them_all() -> None:
    document = factories.document()
    spans = (factories.span(document, "car bomb"), factories.span(document, "the blast"))
    evidence = replace(factories.event(document).evidence[0], spans=spans)
    item = event_json(factories.event(document, evidence=(evidence,)))["evidence"]["sub_event_type"][0]
    assert (item["quote"], [s["quote"] for s in item["spans"]]) == ("car bomb", ["car bomb", "the blast"])


def test_a_derived_value_without_words_keeps_its_rule() -> None:
    evidence = replace(factories.event().evidence[0], spans=(), rule="default-of-type")
    item = event_json(factories.event(evidence=(evidence,)))["evidence"]["sub_event_type"][0]
    assert (item["document"], item["start"], item["rule"]) == (None, None, "default-of-type")


def test_attributions_vouch_for_themselves_in_the_evidence() -> None:
    record = event_json(factories.event())
    assert [a["kind"] for a in record["attributions"]] == ["claim", "denial"]
    assert record["attributions"][0]["via"] == ["Radio Sarrun"]
    assert [e["quote"] for e in record["evidence"]["attributions"]] == [a["quote"] for a in record["attributions"]]


def test_values_of_every_kind_become_plain_json() -> None:
    day = DateValue(date(2024, 3, 3), date(2024, 3, 3), 1, "Sunday")
    assert value_json(Count(12, None, None, "dozens")) == {"low": 12, "best": None, "high": None}
    assert value_json(Count.exactly(0)) == 0
    assert value_json(day)["start"] == "2024-03-03"
    assert value_json(PlaceValue("Kati", latitude=1.00001))["latitude"] == 1.0
    assert value_json(ActorValue(None, "gunmen"))["name"] == "gunmen"
    assert value_json(MentionRef("mn_1")) == {"mention": "mn_1"}
    assert value_json(True) is True


def test_times_are_written_in_utc() -> None:
    noon = datetime(2026, 1, 31, 12, 0, 0, 999, tzinfo=timezone(timedelta(hours=2)))
    assert iso_time(noon) == "2026-01-31T10:00:00Z"
    assert iso_time(datetime(2026, 1, 31, 8)) == iso_time(datetime(2026, 1, 31, 8, tzinfo=UTC))


def test_links_and_own_notes_are_kept() -> None:
    event = factories.event(linked=(Link("ev_2", "member_of"),), notes="Written by a person.")
    record = event_json(event)
    assert record["linked"] == [{"event_id": "ev_2", "kind": "member_of"}]
    assert record["notes"] == "Written by a person."


counts = st.lists(st.none() | st.integers(0, 10**6), min_size=3, max_size=3).filter(
    lambda n: (k := [x for x in n if x is not None]) == sorted(k)
)


@given(counts=counts, words=st.text(), confidence=st.floats(0, 1))
def test_any_text_and_number_stays_valid_json(counts: list[int | None], words: str, confidence: float) -> None:
    event = factories.event(fatalities=Count(*counts, words), confidence=confidence, tags=(words,), weapons=(words,))
    record = event_json(event)
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert problems(record, SCHEMA) == []
