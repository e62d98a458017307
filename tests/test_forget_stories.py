"""``tocsin forget`` in a database with copies, paraphrases, shared quotations, flags, corrections, judgements and a
release: no stretch of 30 characters that was the document's alone stays in the file."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from people_kit import Call, call, code, write_reports
from tocsin.model.text import fold
from tocsin.store import Store

__all__ = ["call"]

STRETCH = 30

ROOT = (
    "GAO, Mali, June 20 - Gunmen attacked the market town of Gao in northern Mali on Thursday, killing at least nine "
    "traders in the first attack on the town, Governor Abel Mbida said.\n\n"
    "About thirty men on motorcycles came from the Darro forest and cut the road to Bourem for just over a week before "
    "the attack, according to Colonel Jean Odo. At least 400 families fled to Bourem on foot.\n\n"
    '"They burned the registers before they burned the roof of the town hall," said a clerk.\n\n'
    "The River Brigade, an affiliate of the Coast Movement, has killed 61 people in the region since March, the Gao "
    "Human Rights Office says. It denied that it had been in Gao."
)
COPY = ROOT.replace("at least nine traders", "nine traders").replace("June 20 - ", "June 21 - ") + (
    "\n\nOur newspaper will print a list of the families next week."
)
SPUN = (
    "GAO, Mali, June 20 - Rebels raged the market city of Gao in northern Mali on Thursday, slaying nine merchants in "
    "the first assault on the city, Governor Abel Mbida stated.\n\n"
    "Round thirty men on bikes got here from the Darro woods and minimize the street to Bourem for just a week earlier "
    "than the assault, in line with Colonel Jean Odo. 400 households escaped to Bourem by foot. did. ,\n\n"
    "“They burned the registers earlier than they burned the roof of the city corridor,” stated a clerk.\n\n"
    "The River Brigade, an ally of the Coast Movement, has slain 61 individuals within the area since March, the Gao "
    "Human Rights Office says. It confirmed that it had been in Gao."
)
QUOTING = (
    "Eleven traders were killed when armed men attacked Gao in Mali on Thursday, a nurse at the hospital told Radio "
    'Horizon. "They burned the registers before they burned the roof of the town hall," a clerk who hid behind the '
    "well said. The bishop asked whoever did it to give back two lorries."
)
EARLY = (
    "Gunmen attacked the town of Gao in Mali on 3 March 2024, killing four farmers on their way to a wedding, the "
    "district council said in a note."
)
DOCUMENTS = {
    "root": (ROOT, "2024-06-20"),
    "copy": (COPY, "2024-06-21"),
    "spun": (SPUN, "2024-06-23"),
    "quoting": (QUOTING, "2024-06-22"),
    "early": (EARLY, "2024-03-05"),
}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worked")
    rows = [
        {"id": name, "title": f"{name.capitalize()} headline of the paper today", "text": text, "published": published}
        for name, (text, published) in DOCUMENTS.items()
    ]
    report = code(write_reports(folder / "in.jsonl", rows), folder / "tocsin.db")
    assert not report.refused
    return folder / "tocsin.db"


@pytest.fixture
def db(worked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(worked, tmp_path / "tocsin.db"))


def stretches(texts: list[str], others: str) -> Iterator[str]:
    """Every stretch that stands in ``texts`` and not in ``others``, in the forms in which a file may hold it."""
    kept = " ".join(fold(others).split())
    for text in texts:
        for start in range(len(text) - STRETCH + 1):
            piece = text[start : start + STRETCH]
            if " ".join(fold(piece).split()) not in kept:
                escaped = json.dumps(piece)[1:-1], json.dumps(piece, ensure_ascii=False)[1:-1]
                yield from {piece, fold(piece), *escaped}


def left_of(db: Path, texts: list[str], others: str) -> list[str]:
    held = b"".join(path.read_bytes() for path in sorted(db.parent.glob(f"{db.name}*")))
    return [piece for piece in stretches(texts, others) if piece.encode() in held]


def people_work(call: Call, db: Path) -> None:
    """Corrections, a judgement and its end, a release: history of every kind."""
    june = event_at_day(db, "2024-06-20")
    assert call("release", "one", "--out", str(db.parent / "releases"))[0] == 0
    assert call("judge", june, "--split", "quoting", "--why", "another raid")[0] == 0
    assert call("judge", "--undo", "--why", "the same raid")[0] == 0
    assert call("correct", june, "targets", "the hall (government, civilian, destroyed)", "--why", "seen")[0] == 0
    assert call("correct", june, "weapons", "rifle", "--why", "seen")[0] == 0
    assert call("correct", event_at_day(db, "2024-03-03"), "date", "2024-03-02", "--why", "almanac")[0] == 0


def event_at_day(db: Path, day: str) -> str:
    with sqlite3.connect(db) as connection:
        return str(connection.execute("SELECT event_id FROM events WHERE date_start = ?", (day,)).fetchone()[0])


def test_the_database_holds_what_is_to_be_purged(db: Path) -> None:
    with Store.open(db) as store:
        members = {m.document_id: m for s in store.stories() for m in s.members}
        flags = {f.code for e in store.events() for f in e.flags}
    assert members["copy"].changed
    assert members["spun"].copy_kind.value == "machine_paraphrase"
    assert {"first_conflict", "copy_changed_fact"} <= flags


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_stretch_of_a_document_stays(call: Call, db: Path, name: str) -> None:
    people_work(call, db)
    with Store.open(db) as store:
        texts = store.texts_of(name)
        others = "\n".join(text for d in store.documents() if d.id != name for text in store.texts_of(d.id))
    assert left_of(db, texts, others)
    status, _, err = call("forget", name, "--reason", "asked by the paper")
    assert status == 0, err
    assert left_of(db, texts, others) == []
    with sqlite3.connect(db) as connection:
        rows = connection.execute("SELECT event_id, body FROM event_revisions").fetchall()
        stories = connection.execute("SELECT body FROM stories").fetchall()
    assert [
        event for event, body in rows if f'"document_id":"{name}"' in body
    ] == []  # no source, no evidence, no flag quotes it
    assert [body for (body,) in stories if f'"document_id":"{name}"' in body] == []


def test_all_of_them(call: Call, db: Path) -> None:
    people_work(call, db)
    with Store.open(db) as store:
        texts = [text for name in DOCUMENTS for text in store.texts_of(name)]
    for name in DOCUMENTS:
        assert call("forget", name, "--reason", "asked by the paper")[0] == 0
    assert left_of(db, texts, "") == []
    assert call("events", "--all")[0] == 0
