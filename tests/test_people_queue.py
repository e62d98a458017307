"""``tocsin judge --queue``: which pairs of events people are asked about, in which order, and when they are not asked
again."""

import re
import shutil
from pathlib import Path

import pytest

from people_kit import REPORTS, Call, call, code, write_reports
from tocsin import pipeline
from tocsin.pipeline import CodeOptions
from tocsin.pipeline.queueing import questions
from tocsin.store import Store

__all__ = ["call"]

UNSURE = [
    {
        "id": "post-1",
        "text": "Eight gendarmes were killed when gunmen attacked their post near Tahoua in Niger on Sunday, the "
        "ministry said.",
        "published": "2024-09-09",
        "publisher": "Orla Courier",
    },
    {
        "id": "post-2",
        "text": "Nine gendarmes were killed in a dawn raid on their post near Tahoua, Niger, on Monday, a union "
        "said, and four are missing.",
        "published": "2024-09-10",
        "publisher": "Desert Wire",
    },
]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("queue")
    report = code(write_reports(folder / "in.jsonl", [*REPORTS, *UNSURE]), folder / "tocsin.db")
    assert not report.refused
    return folder / "tocsin.db"


@pytest.fixture
def db(worked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(worked, tmp_path / "tocsin.db"))


def asked(db: Path) -> list[tuple[str, str]]:
    """The documents of each question, in order."""
    with Store.open(db) as store:
        found = questions(store)
    return [tuple(sorted((q.left.document.id, q.right.document.id))) for q in found]  # type: ignore[misc]


RAID, POST = ("courier-1", "herald-1"), ("post-1", "post-2")


def commands(out: str) -> list[list[str]]:
    """The arguments of the commands that a queue proposes."""
    return [line.split("judge ")[1].split() for line in out.splitlines() if " judge ev_" in line]


def test_the_more_deaths_stand_twice_the_earlier_it_is_asked(db: Path) -> None:
    assert asked(db) == [RAID, POST]
    with Store.open(db) as store:
        first, second = questions(store)
    assert (first.twice, second.twice) == (9, 8)
    assert 0.2 < first.probability < 1
    assert first.weight > second.weight
    assert set(first.for_it).isdisjoint(first.against)
    assert "one day apart" in second.against


def test_both_sides_stand_there_with_words_and_reasons(call: Call, db: Path) -> None:
    status, out, err = call("judge", "--queue", "--limit", "1")
    assert status == 0
    assert re.search(r"1\. Is it one event\? \d+ in 100; if so, 9 deaths are counted twice", out)
    assert "courier-1 (Orla Courier, 5 March 2024): “Gunmen [attacked] the village" in out
    assert "herald-1 (Sarrun Herald, 6 March 2024): “" in out
    assert "for      same day" in out
    assert "1 of 2 pairs shown; 1 more" in err
    assert [words[2] for words in commands(out)] == ["same", "different", "unsure"]


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_an_answered_pair_does_not_come_back(call: Call, db: Path, verdict: str) -> None:
    (words,) = [w for w in commands(call("judge", "--queue", "--limit", "1")[1]) if w[2] == verdict]
    assert call("judge", *words[:3], "--why", "asked the mayor")[0] == 0
    assert asked(db) == [POST]
    assert call("judge", "--undo", "--why", "the mayor erred")[0] == 0
    assert asked(db) == [RAID, POST]


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_nor_when_more_documents_are_read(call: Call, db: Path, tmp_path: Path, verdict: str) -> None:
    (words,) = [w for w in commands(call("judge", "--queue", "--limit", "1")[1]) if w[2] == verdict]
    call("judge", *words[:3], "--why", "asked the mayor")
    more = [
        {"id": "far", "text": "Police arrested two men in Lagos, Nigeria, on 2 May 2024.", "published": "2024-05-03"}
    ]
    pipeline.code([write_reports(tmp_path / "more.jsonl", more)], db=db, options=CodeOptions(engine="rules"))
    assert asked(db) == [POST]


def test_an_empty_queue_and_one_of_unmerged_documents_say_so(call: Call, db: Path, tmp_path: Path) -> None:
    for _ in range(2):
        words = commands(call("judge", "--queue")[1])[0]
        call("judge", words[0], words[1], "different", "--why", "x")
    status, out, err = call("judge", "--queue")
    assert (status, out) == (0, "")
    assert "No pair of events waits" in err
    alone = tmp_path / "alone.db"
    code(write_reports(tmp_path / "in.jsonl", UNSURE), alone, merge=False)
    status, out, err = call("judge", "--queue", "--db", str(alone))
    assert (status, out) == (0, "")
    assert "not merged" in err
