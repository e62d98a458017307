"""What people correct, and what is read across events: links stay as a whole merge has them."""

from pathlib import Path

import pytest

from people_kit import Call, call, code, state, write_reports

__all__ = ["call"]

REPORTS = [
    {
        "id": "bombing",
        "title": "Station bombed",
        "text": "A bomb exploded at the railway station in Quetta, Pakistan, on Saturday, killing nine people.",
        "published": "2024-11-10",
        "publisher": "Orla Courier",
    },
    {
        "id": "arrests",
        "title": "Three held",
        "text": "Police in Quetta, Pakistan, arrested three men on Tuesday over Saturday's bombing of the railway "
        "station.",
        "published": "2024-11-13",
        "publisher": "Desert Wire",
    },
]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    code(write_reports(tmp_path / "in.jsonl", REPORTS), tmp_path / "tocsin.db")
    return tmp_path / "tocsin.db"


@pytest.mark.parametrize("day", ["2024-11-09", "2024-11-12"])
def test_a_correction_of_either_event_keeps_what_one_follows(call: Call, db: Path, day: str) -> None:
    before = state(db)
    (corrected,) = [name for name, event in before.items() if event["date_start"] == day]
    (later,) = [event for event in before.values() if event["sub_event_type"] == "Arrests"]
    assert [link["kind"] for link in later["linked"]] == ["follow_up_of"]
    assert call("correct", corrected, "notes", "Seen by our staff.", "--why", "visit")[0] == 0
    after = state(db)
    assert after[corrected]["notes"] == "Seen by our staff."
    assert {name: event["linked"] for name, event in after.items()} == {n: e["linked"] for n, e in before.items()}
    assert call("correct", "--undo", "--why", "mistake")[0] == 0
    assert state(db) == before
