"""``tocsin forget``: the words of a document leave the file for good, the rest of the dataset stays."""

import json
import sqlite3
from pathlib import Path

from people_kit import REPORTS, Call, call, code, db, event_at, state, template, write_reports
from test_people_judge import sofara
from tocsin.model.text import fold
from tocsin.store import Store

__all__ = ["call", "db", "template"]

WORDS = (
    "The convoy had left at dawn",
    "an officer of the Malian army told",
    "soldiers were killed on Saturday",
    "Convoy hit",
)


def raw(db: Path) -> bytes:
    """Every byte of the database and of its log of writes."""
    return b"".join(path.read_bytes() for path in sorted(db.parent.glob(f"{db.name}*")))


def test_no_word_of_the_document_stays_in_the_file(call: Call, db: Path) -> None:
    gao = event_at(db, "Gao")
    call("judge", gao, "--split", "courier-2", "--why", "x")  # so that history holds events of it alone
    call("judge", "--undo", "--why", "x")
    call("correct", gao, "fatalities", "3", "--why", "x")
    assert all(word.encode() in raw(db) for word in WORDS)
    status, out, err = call("forget", "courier-2", "--reason", "asked by the newspaper")
    assert status == 0
    assert "courier-2 is forgotten" in out
    assert "are not touched" in err
    held = raw(db)
    for word in WORDS:
        assert word.encode() not in held
        assert fold(word).encode() not in held
    with sqlite3.connect(db) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found = state(db)[gao]
    assert [s["document"] for s in found["sources"]] == ["wire-1"]
    assert found["fatalities"]["best"] == 3  # the correction stays with the event


def test_history_keeps_what_other_documents_say(call: Call, db: Path) -> None:
    gao = event_at(db, "Gao")
    call("forget", "courier-2", "--reason", "x")
    with Store.open(db) as store:
        first = store.event_at(gao, 1)
        assert first is not None
        assert (first.sub_event_type, first.fatalities.best) == ("Remote explosive/landmine/IED", 2)
        assert {s.document_id for s in first.sources} == {"wire-1"}
        assert {span.document_id for e in first.evidence for span in e.spans} == {"wire-1"}
        moment = store.last_change()
    assert moment is not None
    _, out, _ = call("events", "--as-of", moment.isoformat(), "--format", "jsonl")
    assert gao in out


def test_an_event_of_this_document_alone_becomes_a_tombstone(call: Call, db: Path) -> None:
    bamako = event_at(db, "Bamako")
    with Store.open(db) as store:
        moment = str(store.last_change()).replace(" ", "T")
    status, out, _ = call("forget", "wire-2", "--reason", "a private matter", "--by", "amina")
    assert status == 0
    assert f"withdrawn {bamako}" in out
    assert b"marched peacefully" not in raw(db)
    with Store.open(db) as store:
        assert store.redirects() == {bamako: None}
        assert [entry.state for entry in store.log(bamako)] == ["forgotten", "withdrawn"]
        assert store.event_at(bamako, 1) is None
    assert "wire-2 was forgotten: a private matter" in call("log", bamako)[1]
    assert f"withdrawn {bamako}  (forgotten)" in call("diff", "--since", moment)[1]
    _, out, _ = call("export", "--what", "changes")
    last = [row for row in map(json.loads, out.splitlines()) if row["event_id"] == bamako][-1]
    assert (last["state"], last["changes"]) == ("withdrawn", [])
    status, _, err = call("explain", "wire-2")
    assert status == 1
    assert "by amina: a private matter" in err


def test_coding_it_again_is_refused_unless_asked_for(call: Call, db: Path, tmp_path: Path) -> None:
    before = state(db)
    call("forget", "wire-2", "--reason", "a private matter")
    text = next(r["text"] for r in REPORTS if r["id"] == "wire-2")
    renamed = [*REPORTS, {"id": "other-name", "text": text, "published": "2024-03-04"}]
    source = write_reports(tmp_path / "in.jsonl", renamed)
    report = code(source, db)
    assert {(r.input, r.code) for r in report.refused} == {("wire-2", "P102"), ("other-name", "P102")}
    assert all("a private matter" in r.sentence and "--again" in r.sentence for r in report.refused)
    assert text.encode() not in raw(db)
    report = code(write_reports(tmp_path / "again.jsonl"), db, again=True)
    assert not report.refused
    assert any("coded again" in notice for notice in report.notices)
    assert state(db) == before


def test_a_copy_under_another_name_is_pointed_at(call: Call, db: Path, tmp_path: Path) -> None:
    text = next(r["text"] for r in REPORTS if r["id"] == "wire-2")
    code(write_reports(tmp_path / "copy.jsonl", [{"id": "reprint", "text": text, "published": "2024-03-05"}]), db)
    status, _, err = call("forget", "wire-2", "--reason", "x")
    assert status == 0
    assert "stand in other documents too: reprint" in err


def test_wrong_usage(call: Call, db: Path) -> None:
    status, _, err = call("forget", "wire", "--reason", "x")
    assert status == 2
    assert "did you mean wire-1 or wire-2?" in err
    assert call("forget", "wire-2", "--reason", " ")[0] == 2
    call("forget", "wire-2", "--reason", "x")
    status, _, err = call("forget", "wire-2", "--reason", "x")
    assert status == 2
    assert "already" in err
    assert len(sofara(db)) == 2
