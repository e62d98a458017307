"""``tocsin judge``: events merge and part at once, it survives re-runs and engines, an undo restores exactly."""

from dataclasses import replace
from pathlib import Path

import pytest

from people_kit import REPORTS, Call, call, code, db, event_at, state, template, write_reports
from tocsin.model.event import Verdict
from tocsin.model.ids import content_id
from tocsin.model.reading import Reading
from tocsin.pipeline import people
from tocsin.pipeline.rooms import Engine, real_rooms
from tocsin.store import Store

__all__ = ["call", "db", "template"]
ME = people.Person("amina", "same village, same day")


def sofara(db: Path) -> list[str]:
    """The two events of the raid on Sofara."""
    return sorted(k for k, v in state(db).items() if v["location"] == "Sofara")


def sources(db: Path, event_id: str) -> set[str]:
    return {s["document"] for s in state(db)[event_id]["sources"]}


def test_same_merges_at_once_and_undo_brings_both_back(call: Call, db: Path) -> None:
    before = state(db)
    left, right = sofara(db)
    status, out, err = call("judge", left, right, "same", "--why", "one raid, two tolls")
    assert status == 0
    (kept,) = sofara(db)
    gone = right if kept == left else left
    assert f"merged    {gone} into {kept}" in out
    assert sources(db, kept) == {"courier-1", "herald-1"}
    assert state(db)[kept]["fatalities"] == {"low": 9, "best": 11, "high": None}
    assert "is kept; `--withdraw jg_" in err
    _, out, err = call("explain", gone)
    assert f"{gone} was merged into {kept}" in err
    assert kept in out
    status, out, _ = call("judge", "--undo", "--why", "two villages of that name")
    assert status == 0
    assert f"restored  {gone}" in out
    assert state(db) == before
    with Store.open(db) as store:
        assert store.redirects() == {}
    _, out, _ = call("log", gone)
    assert "person:amina: one raid, two tolls (jg_" in out
    assert "taken back by amina" in out


def test_split_takes_a_document_out_and_the_rest_keeps_the_id(call: Call, db: Path) -> None:
    before = state(db)
    gao = event_at(db, "Gao")
    _, out, _ = call("judge", gao)
    assert "courier-2" in out
    assert "em_" in out
    for document, other in (("wire-1", "courier-2"), ("courier-2", "wire-1")):
        status, out, _ = call("judge", gao, "--split", document, "--why", "another road")
        assert status == 0
        assert "created" in out or "restored" in out
        assert sources(db, gao) == {other}
        call("judge", "--undo", "--why", "no")
        assert state(db) == before


def test_a_judgement_survives_a_rerun_and_another_engine(db: Path, tmp_path: Path) -> None:
    gao = event_at(db, "Gao")
    with Store.open(db) as store:
        people.split(store, gao, ["courier-2"], ME)
        people.judge(store, *sofara(db), Verdict.SAME, ME)
    after = state(db)
    source = write_reports(tmp_path / "in.jsonl")
    assert not code(source, db).merged_again
    assert state(db) == after
    from tocsin import pipeline

    rooms = replace(real_rooms(), open_engine=renamed)
    pipeline.code([source], db=db, options=pipeline.CodeOptions(engine="rules"), rooms=rooms)
    found = state(db)
    assert {k: sources(db, k) for k in found} == {k: {s["document"] for s in v["sources"]} for k, v in after.items()}
    with Store.open(db) as store:
        assert {m for own in store.members().values() for m in own}.isdisjoint(
            m for v in after.values() for m in v["mentions"]
        )


def renamed(name: str) -> Engine:
    """The rules under another version: the same words under other ids of accounts."""
    from tocsin.pipeline.rooms import open_engine

    engine = open_engine(name)

    def read(document: object) -> Reading:
        reading = engine.read(document)  # type: ignore[arg-type]
        ids = {m.id: content_id("em", "new", m.id) for m in reading.event_mentions}
        return replace(
            reading,
            author="rules@2",
            event_mentions=tuple(replace(m, id=ids[m.id]) for m in reading.event_mentions),
            assertions=tuple(replace(a, event_mention_id=ids[a.event_mention_id]) for a in reading.assertions),
            attributions=tuple(replace(a, event_mention_id=ids[a.event_mention_id]) for a in reading.attributions),
            flags=tuple(replace(f, event_mention_id=ids.get(f.event_mention_id or "")) for f in reading.flags),
        )

    return Engine("rules@2", engine.languages, read)


def test_different_and_same_overrule_one_another_by_time(db: Path) -> None:
    left, right = sofara(db)
    with Store.open(db) as store:
        first = people.judge(store, left, right, Verdict.DIFFERENT, ME)
        assert first.changes == ()
        people.judge(store, left, right, Verdict.SAME, ME)
    assert len(sofara(db)) == 1
    with Store.open(db) as store:
        people.withdraw(store, people.last_act(store, "jg", "amina"), ME)
        assert [d.verdict for d in store.decisions() if d.withdrawn is None] == [Verdict.DIFFERENT]
    assert sofara(db) == sorted([left, right])


def test_a_dry_run_tells_and_keeps_nothing(call: Call, db: Path) -> None:
    before, content = state(db), db.read_bytes()
    left, right = sofara(db)
    status, out, err = call("judge", left, right, "same", "--why", "x", "--dry-run")
    assert status == 0
    assert "merged" in out
    assert "Nothing was kept" in err
    assert state(db) == before
    assert db.read_bytes() == content
    with Store.open(db) as store:
        assert store.decisions() == ()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["judge", "ev_none", "ev_nil", "same", "--why", "x"], "No event is or was called 'ev_none'"),
        (["judge", "SOFARA", "SOFARA", "same", "--why", "x"], "are one event"),
        (["judge", "SOFARA", "GAO", "alike", "--why", "x"], "one of same, different, unsure"),
        (["judge", "SOFARA", "GAO", "same"], "Say why: --why"),
        (["judge", "SOFARA", "GAO", "same", "--why", "x", "--by", " "], "Say who you are"),
        (["judge", "GAO", "--split", "herald-1", "--why", "x"], "no account and no document of ev_"),
        (["judge", "GAO", "--split", "wire-1", "--split", "courier-2", "--why", "x"], "nothing would be parted"),
        (["judge", "--undo", "--why", "x"], "nothing to undo"),
        (["judge", "--withdraw", "jg_nothing", "--why", "x"], "no correction or judgement 'jg_nothing'"),
        (["judge"], "Give LEFT RIGHT"),
    ],
)
def test_wrong_usage_is_a_sentence(call: Call, db: Path, words: list[str], message: str) -> None:
    ids = {"SOFARA": sofara(db)[0], "GAO": event_at(db, "Gao")}
    status, _, err = call(*(ids.get(word, word) for word in words))
    assert status == 2
    assert message in err
    assert err.count("\n") <= 2


def test_the_accounts_of_one_event_can_be_judged_too(call: Call, db: Path) -> None:
    gao = event_at(db, "Gao")
    one, other = state(db)[gao]["mentions"]
    status, _, _ = call("judge", one, other, "different", "--why", "two roads")
    assert status == 0
    with Store.open(db) as store:
        assert len([own for own in store.members().values() if {one, other} & set(own)]) == 2


def test_a_judgement_on_a_gone_document_is_kept_and_harmless(db: Path, tmp_path: Path) -> None:
    left, right = sofara(db)
    with Store.open(db) as store:
        people.judge(store, left, right, Verdict.SAME, ME)
    changed = [dict(r, text="Nothing happened in Sofara.") if r["id"] == "herald-1" else r for r in REPORTS]
    code(write_reports(tmp_path / "new.jsonl", changed), db)
    assert len(sofara(db)) == 1
    code(write_reports(tmp_path / "old.jsonl"), db)
    assert sources(db, sofara(db)[0]) == {"courier-1", "herald-1"}
