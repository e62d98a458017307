"""What people correct, and claims of a first: an event's claim depends on the other events, so each act tests all."""

from pathlib import Path

import pytest

from people_kit import Call, call, code, state, write_reports
from tocsin import pipeline
from tocsin.pipeline import CodeOptions
from tocsin.store import EventFilter, Store

__all__ = ["call"]

REPORTS = [
    {
        "id": "early",
        "title": "Raid on the mill",
        "text": "Gunmen attacked the town of Gao in Mali on 3 March 2024, killing four farmers, officials said.",
        "published": "2024-03-05",
        "publisher": "Orla Courier",
    },
    {
        "id": "late",
        "title": "Village raided",
        "text": "Gunmen attacked the town of Gao in Mali on 20 June 2024, killing two farmers in the first "
        "attack on the town, officials said.",
        "published": "2024-06-21",
        "publisher": "Desert Wire",
    },
]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    code(write_reports(tmp_path / "in.jsonl", REPORTS), tmp_path / "tocsin.db")
    return tmp_path / "tocsin.db"


def claims(db: Path) -> dict[str, bool]:
    """Day of each event, and whether its claim of a first is contradicted."""
    with Store.open(db) as store:
        events = list(store.events(EventFilter(all=True)))
    return {
        e.date.start.isoformat(): any(f.code == "first_conflict" for f in e.flags) for e in events if e.date is not None
    }


def of_day(db: Path, day: str) -> str:
    return next(i for i, event in state(db).items() if event["date_start"] == day)


def test_a_correction_of_another_field_keeps_the_flag(call: Call, db: Path) -> None:
    assert claims(db) == {"2024-03-03": False, "2024-06-20": True}
    assert call("correct", of_day(db, "2024-06-20"), "fatalities", "3", "--why", "list")[0] == 0
    assert claims(db) == {"2024-03-03": False, "2024-06-20": True}


def test_the_flag_goes_and_comes_with_what_people_say_of_the_other_event(call: Call, db: Path) -> None:
    before = state(db)
    early, late = of_day(db, "2024-03-03"), of_day(db, "2024-06-20")
    call("correct", early, "date", "2024-07-01", "--why", "misprint")
    assert claims(db) == {"2024-07-01": False, "2024-06-20": False}
    log = call("log", late)[1]
    assert "person:amina: misprint" in log  # why the flag of this event went
    call("correct", "--undo", "--why", "no misprint")
    assert claims(db) == {"2024-03-03": False, "2024-06-20": True}
    assert state(db) == before


def test_a_rejected_event_contradicts_nothing(call: Call, db: Path) -> None:
    call("correct", of_day(db, "2024-03-03"), "review_state", "rejected", "--why", "an invention")
    assert claims(db) == {"2024-03-03": False, "2024-06-20": False}


def test_a_correction_gives_what_a_whole_merge_gives(call: Call, db: Path, tmp_path: Path) -> None:
    call("correct", of_day(db, "2024-06-20"), "location", "Bandiagara", "--why", "the mayor")
    assert claims(db) == {"2024-03-03": False, "2024-06-20": False}
    before = state(db)
    more = [
        {"id": "far", "text": "Police arrested two men in Lagos, Nigeria, on 2 May 2024.", "published": "2024-05-03"}
    ]
    pipeline.code([write_reports(tmp_path / "more.jsonl", more)], db=db, options=CodeOptions(engine="rules"))
    after = state(db)
    assert {i: after[i] for i in before} == before
