"""``tocsin correct``: people stand before engines, in every field, and an undo restores exactly."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from people_kit import REPORTS, Call, call, code, db, event_at, state, template, write_reports
from test_people_judge import renamed, sofara
from tocsin import pipeline
from tocsin.model.event import Verdict
from tocsin.pipeline import people
from tocsin.pipeline.fields import FIELDS, FOLLOWS
from tocsin.pipeline.rooms import real_rooms
from tocsin.store import EventFilter, Store

__all__ = ["call", "db", "template"]
ME = people.Person("amina", "hospital list")

CORRECTIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("sub_event_type", "armed clash", {"sub_event_type": "Armed clash", "event_type": "Battles"}),
    ("date", "2024-03-01", {"date_start": "2024-03-01", "date_end": "2024-03-01", "time_precision": 1}),
    ("date", "2024-03-01/2024-03-04", {"date_start": "2024-03-01", "date_end": "2024-03-04", "time_precision": 2}),
    ("date", "2024-02", {"date_start": "2024-02-01", "date_end": "2024-02-29", "time_precision": 3}),
    ("date", "unknown", {"date_start": None, "date_end": None, "time_precision": None}),
    ("date_end", "2024-03-04", {"date_start": "2024-03-02", "date_end": "2024-03-04"}),
    ("time_precision", "2", {"time_precision": 2, "date_start": "2024-03-02"}),
    ("place", "geonames:2455518", {"country": "MLI", "geo_precision": 1, "place_id": "geonames:2455518"}),
    ("place", "Kidal, Mali", {"location": "Kidal", "country": "MLI", "geo_precision": 1}),
    ("place", "Niger", {"location": "Niger", "country": "NER", "geo_precision": 4, "latitude": None}),
    ("place", "Checkpoint @ 16.27,-0.04", {"location": "Checkpoint", "latitude": 16.27, "country": "MLI"}),
    ("place", "unknown", {"location": None, "country": None}),
    ("geo_precision", "3", {"geo_precision": 3, "location": "Gao"}),
    ("fatalities", "5", {"fatalities": {"low": 5, "best": 5, "high": 5}}),
    ("fatalities", "3/4/9", {"fatalities": {"low": 3, "best": 4, "high": 9}}),
    ("fatalities", "0", {"fatalities": {"low": 0, "best": 0, "high": 0}}),
    ("fatalities", "unknown", {"fatalities": {"low": None, "best": None, "high": None}}),
    ("fatalities_high", "4", {"fatalities": {"low": 2, "best": 2, "high": 4}}),
    ("weapons", "rifle; mortar", {"weapons": ["rifle", "mortar"]}),
    ("weapons", "none", {"weapons": []}),
    ("tags", "convoy", {"tags": ["convoy"]}),
    ("incident_count", "3", {"incident_count": 3}),
    ("crowd_size", "20/30/40", {"crowd_size": {"low": 20, "best": 30, "high": 40}}),
    ("modality", "failed", {"modality": "failed"}),
    ("background", "yes", {"background": True}),
    ("disputed", "true", {"disputed": True}),
    ("civilian_targeting", "true", {"civilian_targeting": True}),
    ("notes", "See the army's list.", {"notes": "See the army's list."}),
    ("review_state", "reviewed", {"review_state": "reviewed"}),
]


@pytest.mark.parametrize(("field", "text", "expected"), CORRECTIONS, ids=[f"{f}={t}" for f, t, _ in CORRECTIONS])
def test_every_field_is_corrected_and_restored(db: Path, field: str, text: str, expected: dict[str, Any]) -> None:
    before = state(db)
    gao = event_at(db, "Gao")
    with Store.open(db) as store:
        event, _ = people.find_event(store, gao)
        outcome = people.correct(store, people.edits_of(store, event, field, text), ME)
        assert [change.event_id for change in outcome.changes] == [gao]
        assert outcome.changes[0].changes
        assert outcome.changes[0].who == ("person:amina",)
    after = state(db)
    assert {key: after[gao][key] for key in expected} == expected
    own = [e for rows in after[gao]["evidence"].values() for e in rows if e["author"] == "person:amina"]
    assert own
    assert all("hospital list" in e["reasons"] and e["rule"] == "corrected" for e in own)
    assert any(e["chosen"] for e in own)
    assert {k: v for k, v in after.items() if k != gao} == {k: v for k, v in before.items() if k != gao}
    with Store.open(db) as store:
        people.withdraw(store, outcome.act, people.Person("amina", "wrong list"))
    assert state(db) == before


def test_all_fields_that_are_offered_are_tested_or_alike() -> None:
    tested = {field for field, _, _ in CORRECTIONS}
    alike = {"place_id", "location", "actor1_id", "actor2_id", "date_start"}
    alike |= {f"{name}_{part}" for name in ("fatalities", "crowd_size") for part in ("low", "best", "high")}
    sides = {"actor1", "actor2", "actor1_associated", "actor2_associated", "victims", "targets"}  # below
    assert FIELDS.keys() == tested | alike | sides
    assert FIELDS.keys().isdisjoint(FOLLOWS)


def test_actors_by_id_and_name_with_allies(call: Call, db: Path) -> None:
    gao = event_at(db, "Gao")
    assert call("correct", gao, "actor1", "jnim", "--why", "claim on its channel")[0] == 0
    found = state(db)[gao]
    assert found["actor1"]["id"] == "jnim"
    assert found["actor1"]["type"] == "Rebel group"
    assert call("correct", gao, "actor1_associated", "katiba-macina", "--why", "x")[0] == 0
    assert state(db)[gao]["actor1"]["associated"]
    assert call("correct", gao, "actor2", "Civilians (Mali)", "--why", "x")[0] == 0
    assert state(db)[gao]["actor2"]["id"] == "civilians-mali"
    assert call("correct", gao, "actor2", "nobody", "--why", "x")[0] == 0
    assert state(db)[gao]["actor2"] is None
    status, out, _ = call("explain", gao)
    assert status == 0
    assert "corrected by amina on 20" in out
    assert "claim on its channel" in out


def test_victims_and_targets_are_written_as_in_the_csv(call: Call, db: Path) -> None:
    gao = event_at(db, "Gao")
    assert call("correct", gao, "victims", "state killed 2; civilian injured 3/4/?", "--why", "x")[0] == 0
    found = [(v["side"], v["status"], v["low"], v["best"], v["high"]) for v in state(db)[gao]["victims"]]
    assert found == [("state", "killed", 2, 2, 2), ("civilian", "injured", 3, 4, None)]
    assert call("correct", gao, "targets", "the bridge (transport, civilian, destroyed)", "--why", "x")[0] == 0
    assert [t["words"] for t in state(db)[gao]["targets"]] == ["the bridge"]


def test_the_country_moves_with_the_place(call: Call, db: Path) -> None:
    """What follows from a corrected value follows it: an unnamed group of Mali is one of Niger across the border."""
    gao = event_at(db, "Gao")
    call("correct", gao, "place", "Tillabéri, Niger", "--why", "x")
    found = state(db)[gao]
    assert (found["country"], found["actor1"]["id"]) == ("NER", "unidentified-armed-group-niger")


WRONG = [
    ("colour", "red", "is no field that can be corrected"),
    ("fatalitys", "3", "did you mean fatalities"),
    ("event_type", "Battles", "follows from the sub-event type"),
    ("confidence", "1", "computed from the evidence"),
    ("sub_event_type", "Suicide bombing", "did you mean Suicide bomb"),
    ("sub_event_type", "Battles", "one of its sub-event types"),
    ("date", "2024-02-30", "is no day"),
    ("date", "03/04/2024", "may be 2024-04-03 or 2024-03-04"),
    ("date", "2024-03-05/2024-03-01", "lies before the first"),
    ("date_start", "2024-03-09", "lies before the first"),
    ("time_precision", "7", "time_precision takes"),
    ("place", "Tombouctu, Mali", "geonames:2449067 (Timbuktu"),
    ("place", "geonames:999999999", "has no place"),
    ("place", "95.0,10.0", "is no point"),
    ("geo_precision", "0", "geo_precision takes"),
    ("actor1", "jnimm", "did you mean jnim"),
    ("actor1", "Qwertyuiop", "is no actor of the registry"),
    ("fatalities", "many", "whole number of people"),
    ("fatalities", "9/8/7", "must not fall"),
    ("fatalities_low", "7", "such as 7/7/7"),
    ("victims", "soldiers dead 3", "is no side"),
    ("victims", "3 dead", "is no count of victims"),
    ("targets", "a bridge", "is no thing hit"),
    ("incident_count", "0", "review_state rejected"),
    ("modality", "rumoured", "modality takes actual"),
    ("background", "perhaps", "true or false"),
    ("review_state", "fine", "review_state takes unreviewed"),
]


@pytest.mark.parametrize(("field", "text", "message"), WRONG, ids=[f"{f}={t}" for f, t, _ in WRONG])
def test_a_wrong_value_is_refused_with_a_sentence(call: Call, db: Path, field: str, text: str, message: str) -> None:
    before = state(db)
    status, out, err = call("correct", event_at(db, "Gao"), field, text, "--why", "x")
    assert status == 2
    assert out == ""
    assert message in err
    assert state(db) == before


def test_a_correction_survives_reruns_engines_and_merges(db: Path, tmp_path: Path) -> None:
    left, right = sofara(db)
    with Store.open(db) as store:
        for event_id, toll in ((left, "10"), (right, "12")):
            event, _ = people.find_event(store, event_id)
            people.correct(store, people.edits_of(store, event, "fatalities", toll), ME)
    corrected = state(db)
    source = write_reports(tmp_path / "in.jsonl")
    assert not code(source, db).merged_again
    rooms = replace(real_rooms(), open_engine=renamed)
    pipeline.code([source], db=db, options=pipeline.CodeOptions(engine="rules"), rooms=rooms)
    assert {k: v["fatalities"] for k, v in state(db).items()} == {k: v["fatalities"] for k, v in corrected.items()}
    with Store.open(db) as store:
        people.judge(store, left, right, Verdict.SAME, ME)
    (kept,) = sofara(db)
    assert state(db)[kept]["fatalities"]["best"] == 12  # the later of both
    with Store.open(db) as store:
        people.withdraw(store, people.last_act(store, "jg", "amina"), ME)
    assert {k: v["fatalities"]["best"] for k, v in state(db).items() if k in (left, right)} == {left: 10, right: 12}


def test_a_correction_follows_its_event_when_the_words_change(call: Call, db: Path, tmp_path: Path) -> None:
    gao = event_at(db, "Bamako")
    call("correct", gao, "crowd_size", "400", "--why", "own count")
    words = (
        "On Friday several hundred people marched peacefully through Bamako, the capital of Mali, against dear rice."
    )
    changed = [dict(r, text=words) if r["id"] == "wire-2" else r for r in REPORTS]
    report = code(write_reports(tmp_path / "new.jsonl", changed), db)
    found = state(db)[event_at(db, "Bamako")]
    assert found["crowd_size"] == {"low": 400, "best": 400, "high": 400}
    assert [f["code"] for f in found["flags"]] == ["correction_carried"] * 3
    assert report.notices == []


def test_a_correction_without_an_event_is_told_and_comes_back(call: Call, db: Path, tmp_path: Path) -> None:
    bamako = event_at(db, "Bamako")
    call("correct", bamako, "tags", "prices", "--why", "own count")
    changed = [
        dict(r, text="The market was calm. Traders spoke of the rains.") if r["id"] == "wire-2" else r for r in REPORTS
    ]
    report = code(write_reports(tmp_path / "new.jsonl", changed), db)
    assert any("has no event to stand on" in notice and bamako in notice for notice in report.notices)
    _, out, _ = call("correct", "--list")
    assert "its words are gone" in out
    status, _, err = call("correct", bamako, "tags", "x", "--why", "x")
    assert status == 2
    assert "was withdrawn" in err
    code(write_reports(tmp_path / "old.jsonl"), db)
    assert state(db)[bamako]["tags"] == ["prices"]


def test_rejected_events_leave_exports_and_come_back(call: Call, db: Path) -> None:
    bamako = event_at(db, "Bamako")
    _, _, err = call("correct", bamako, "review_state", "rejected", "--why", "a parade")
    assert "left out of exports" in err
    assert bamako not in call("events", "--format", "jsonl")[1]
    assert bamako in call("events", "--all", "--format", "jsonl")[1]
    assert bamako[:11] in call("events", "--review", "rejected")[1]
    assert "rejected by a reviewer" in call("explain", bamako)[1]
    call("correct", "--undo", "--why", "no parade")
    assert bamako in call("export")[1]


def test_log_diff_and_as_of_know_who_and_why(call: Call, db: Path) -> None:
    gao = event_at(db, "Gao")
    with Store.open(db) as store:
        moment = store.last_change()
    assert moment is not None
    call("correct", gao, "fatalities", "5", "--why", "hospital list")
    _, out, _ = call("log", gao)
    assert "person:amina: hospital list (co_" in out
    assert "fatalities_best: 2 → 5" in out
    _, out, _ = call("diff", "--since", moment.isoformat())
    assert f"changed   {gao}" in out
    _, out, _ = call("events", "--as-of", moment.isoformat(), "--format", "jsonl")
    then = {row["event_id"]: row for row in map(json.loads, out.splitlines())}
    assert then[gao]["fatalities"]["best"] == 2
    _, out, _ = call("export", "--what", "changes", "--changed-since", moment.isoformat())
    (row,) = map(json.loads, out.splitlines())
    assert (row["event_id"], row["who"], row["state"]) == (gao, "person:amina", "current")


def test_a_note_says_that_a_toll_was_corrected_and_who_reported_what(call: Call, db: Path) -> None:
    gao = event_at(db, "Gao")
    _, _, err = call("correct", gao, "fatalities", "1", "--why", "x")
    assert "correct `victims` too" in err
    note = state(db)[gao]["notes"]
    assert "1 person was killed, as corrected by a reviewer; reported were 2" in note
    assert "amina" not in note


def test_correcting_one_event_gives_what_a_whole_merge_gives(db: Path) -> None:
    """The quick way (one event assembled anew) and merging everything end in the same rows."""
    from tocsin.pipeline import merging
    from tocsin.pipeline.options import Report

    gao = event_at(db, "Gao")
    with Store.open(db) as store:
        event, _ = people.find_event(store, gao)
        people.correct(store, people.edits_of(store, event, "place", "Kidal, Mali"), ME)
        before = [(e.event_id, e.revision) for e in store.events(EventFilter(all=True))]
        merging.merge_and_publish(store, real_rooms(), "all", store.start_run([]), Report())
        assert [(e.event_id, e.revision) for e in store.events(EventFilter(all=True))] == before


def test_fields_are_listed_with_what_to_write(call: Call) -> None:
    status, out, err = call("correct", "--fields")
    assert status == 0
    assert all(field in out for field in FIELDS)
    assert "event_type" in err
