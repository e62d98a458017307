"""The coding run: idempotent, resumable after any kill, honest about what failed."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from test_pipeline_stub import ROOMS, articles, write_lines
from tocsin.model.document import Document
from tocsin.model.errors import StoreError, UsageError
from tocsin.model.event import Event
from tocsin.model.values import Count
from tocsin.pipeline import CodeOptions, Progress, code
from tocsin.pipeline.digest import MERGING, READING, digest, parts
from tocsin.pipeline.running import storable
from tocsin.store import EventFilter, Store

CLOCKS = {"added_at", "updated_at", "at", "run_id", "started_at", "finished_at"}


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but ``runs``, without clock columns and run ids, sorted."""
    found = {}
    with sqlite3.connect(path) as raw:
        tables = [r[0] for r in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table == "runs" or table.startswith("sqlite_"):
                continue
            columns = [r[1] for r in raw.execute(f"PRAGMA table_info({table})") if r[1] not in CLOCKS]
            rows = raw.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            found[table] = sorted(rows, key=repr)
    raw.close()
    return found


def run(inputs: list[str], db: Path, **options: Any) -> Any:
    return code(inputs, db=db, options=CodeOptions(**options), rooms=ROOMS)


@pytest.fixture(autouse=True)
def _fixed_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may edit a rule while the tests run; databases that are compared must not see that."""
    for module in ("running", "merging"):
        monkeypatch.setattr(f"tocsin.pipeline.{module}.digest", lambda rooms: "fixed")


@pytest.fixture
def twenty(tmp_path: Path) -> str:
    return write_lines(tmp_path / "in.jsonl", articles(20))


def test_a_run_reports_what_it_did(tmp_path: Path, twenty: str) -> None:
    steps: list[Progress] = []
    report = code([twenty], db=tmp_path / "t.db", rooms=ROOMS, progress=steps.append)
    assert (report.documents, report.read, report.skipped, report.refused) == (20, 20, 0, [])
    assert (report.events, report.codable, report.created) == (25, 25, 25)
    assert [step.done for step in steps if step.stage == "reading"] == list(range(1, 21))
    with Store.open(tmp_path / "t.db") as store:
        (event,) = store.events(EventFilter(text="dorat", until=date(2024, 3, 1)))
        assert event.disputed
        assert len(event.sources) == 4


def test_a_second_run_adds_no_rows(tmp_path: Path, twenty: str) -> None:
    db = tmp_path / "t.db"
    run([twenty], db)
    before = content(db)
    with sqlite3.connect(db) as raw:
        runs = raw.execute("SELECT * FROM runs").fetchall()
    report = run([twenty], db)
    assert (report.documents, report.skipped, report.read, report.merged_again) == (20, 20, 0, False)
    assert report.events == 25
    assert content(db) == before
    with sqlite3.connect(db) as raw:
        assert raw.execute("SELECT * FROM runs").fetchall() == runs


def test_several_jobs_give_the_same_database(tmp_path: Path, twenty: str) -> None:
    run([twenty], tmp_path / "one.db")
    report = run([twenty], tmp_path / "two.db", jobs=2)
    assert report.read == 20
    assert content(tmp_path / "one.db") == content(tmp_path / "two.db")


def test_new_text_is_a_new_version(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    rows = articles(3)
    run([write_lines(tmp_path / "a.jsonl", rows)], db)
    with Store.open(db) as store:
        before = {e.place.name: e.event_id for e in store.events() if e.place}
    rows[1]["text"] = "Clash in Dorat on 02: 8 dead. Attack in Selva1 on 09: 1 dead."
    report = run([write_lines(tmp_path / "a.jsonl", rows)], db)
    assert (report.read, report.skipped) == (1, 2)
    with Store.open(db) as store:
        after = {e.place.name: e.event_id for e in store.events() if e.place}
        assert {e.fatalities.high for e in store.events(EventFilter(text="dorat"))} == {0, 2, 8}
    assert after == before  # corrected, not replaced
    with sqlite3.connect(db) as raw:
        assert raw.execute("SELECT count(*) FROM documents WHERE document_id = 'doc-01'").fetchone() == (2,)


def test_refused_inputs_are_named_and_the_rest_is_coded(tmp_path: Path) -> None:
    rows = [
        *articles(2),
        {"id": "no-text"},
        {"id": "french", "text": "Une attaque a Dorat.", "language": "fr"},
        {"id": "bad", "text": "EXPLODE"},
        {"id": "liar", "text": "LIE Clash in Dorat on 03: 1 dead."},
        {"id": "doc-00", "text": "another text", "language": "en"},
        {"id": "lost", "text": "Clash in Nowhere on 03: 1 dead."},
    ]
    path = write_lines(tmp_path / "a.jsonl", rows)
    db = tmp_path / "t.db"
    report = run([path], db)
    assert [r.code for r in report.refused] == ["I122", "L101", "P500", "E400", "P101", "P502"]
    assert "French (fr)" in report.refused[1].sentence
    assert "KeyError" in report.refused[2].sentence
    assert "quotes 'lie'" in report.refused[3].sentence
    assert report.documents == 6  # all texts that could be kept, refused or not
    assert len(report.tracebacks) == 3
    assert report.events == 4
    with Store.open(db) as store:
        assert [d.id for d in store.documents(status="refused")] == ["bad", "french", "liar"]
        first = store.document("doc-00")
        assert first is not None
        assert first.text != "another text"
    before = content(db)
    again = run([path], db)
    assert [r.code for r in again.refused] == ["I122", "L101", "P500", "E400", "P101", "P502"]
    assert content(db) == before


def test_a_failing_merge_keeps_documents_and_events(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    run([write_lines(tmp_path / "a.jsonl", articles(2))], db)

    def fail(*arguments: Any, **options: Any) -> Any:
        raise ZeroDivisionError("out of groups")

    broken = replace(ROOMS, cluster=fail)
    report = code([write_lines(tmp_path / "a.jsonl", articles(3))], db=db, rooms=broken)
    assert [r.code for r in report.refused] == ["P503"]
    assert "out of groups" in report.tracebacks[0]
    assert (report.read, report.events) == (1, 4)
    assert run([write_lines(tmp_path / "a.jsonl", articles(3))], db).events == 6


def test_a_dying_process_costs_one_document(tmp_path: Path) -> None:
    rows = [*articles(9), {"id": "killer", "text": "DIE"}, *articles(12)[9:]]
    report = run([write_lines(tmp_path / "a.jsonl", rows)], tmp_path / "t.db", jobs=2)
    assert [(r.input, r.code) for r in report.refused] == [("killer", "P501")]
    assert report.read == 12


def test_published_given_later_reads_again_and_is_not_forgotten(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "Clash in Dorat on 03: 1 dead."}]
    path, db = write_lines(tmp_path / "a.jsonl", rows), tmp_path / "t.db"
    run([path], db)
    assert run([path], db, published=date(2024, 3, 5)).read == 1
    assert run([path], db).skipped == 1
    with Store.open(db) as store:
        document = store.document("a")
    assert document is not None
    assert document.published is not None
    assert document.published.day == date(2024, 3, 5)


def test_no_merge_keeps_documents_apart_and_is_remembered(tmp_path: Path, twenty: str) -> None:
    db = tmp_path / "t.db"
    report = run([twenty], db, merge=False)
    assert report.events == 40
    with Store.open(db) as store:
        assert all(len(event.sources) == 1 for event in store.events())
    report = run([twenty], db)
    assert report.events == 40
    assert "begun with --no-merge" in report.notices[0]
    report = run([twenty], db, merge=True)
    assert report.events == 25
    assert "now merged" in report.notices[0]
    assert "stands alone" in run([twenty], db, merge=False).notices[0]


def test_two_runs_at_once_are_refused_with_a_sentence(tmp_path: Path, twenty: str) -> None:
    db = tmp_path / "t.db"
    with (
        Store.open(db) as store,
        store.exclusive(),
        pytest.raises(StoreError, match="Another run is writing"),
    ):
        run([twenty], db)
    assert run([twenty], db).read == 20


def test_interrupt_keeps_what_is_done_and_the_next_run_completes(tmp_path: Path, twenty: str) -> None:
    db = tmp_path / "t.db"

    def stop(step: Progress) -> None:
        if step.done == 7:
            raise KeyboardInterrupt

    report = code([twenty], db=db, rooms=ROOMS, progress=stop)
    assert report.interrupted
    assert (report.read, report.events) == (7, 0)
    report = run([twenty], db)
    assert (report.skipped, report.read, report.events) == (7, 13, 25)


CHILD = """
import sys, time
sys.path.insert(0, {tests!r})
from test_pipeline_stub import ROOMS
from tocsin.pipeline import code, merging, running
merging.digest = running.digest = lambda rooms: "fixed"
def tell(step):
    print(step.stage, step.done, flush=True)
    time.sleep(0.01)
code([sys.argv[1]], db=sys.argv[2], rooms={rooms}, progress=tell)
"""


def test_killed_at_ten_moments_and_run_again_is_the_same_database(tmp_path: Path, twenty: str) -> None:
    """One database survives ten seeded SIGKILLs, late ones while merging; a copy made after each of them is
    completed by a further run, and every copy ends as the database of an uninterrupted run."""
    run([twenty], tmp_path / "whole.db")
    expected = content(tmp_path / "whole.db")
    db = tmp_path / "killed.db"
    rng = random.Random(20240304)
    steps = [*sorted(rng.sample(range(1, 20), 7)), 20, 20, 20]
    kept = []
    for number, step in enumerate(steps):
        line = f"reading {step}" if step < 20 else "merging 20"
        _kill_after(line, twenty, db, rng.uniform(0, 0.01))
        copy = tmp_path / f"copy{number}.db"
        for suffix in ("", "-wal"):
            if db.with_name(db.name + suffix).exists():
                shutil.copy(db.with_name(db.name + suffix), copy.with_name(copy.name + suffix))
        with sqlite3.connect(copy) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept.append(raw.execute("SELECT count(*) FROM readings").fetchone()[0])
        raw.close()
        run([twenty], copy)
        assert content(copy) == expected
    assert len(set(kept) & set(range(1, 20))) >= 3  # they did fall in the middle
    run([twenty], db)
    assert content(db) == expected
    assert not db.with_name("killed.db-wal").exists()


def _kill_after(line: str, inputs: str, db: Path, delay: float, rooms: str = "ROOMS") -> None:
    """Start a run, wait until it tells ``line``, let it go on for ``delay`` seconds, and kill it."""
    script = CHILD.format(tests=str(Path(__file__).parent), rooms=rooms)
    child = subprocess.Popen(
        [sys.executable, "-c", script, inputs, str(db)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    for told in child.stdout:
        if told.strip() == line:
            break
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    _, error = child.communicate()
    assert not error


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(8)), cut=st.integers(0, 8))
def test_order_of_inputs_does_not_change_events(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    rows = articles(8)
    run([write_lines(folder / "sorted.jsonl", rows)], folder / "sorted.db")
    mixed = [rows[n] for n in order]
    inputs = [write_lines(folder / "1.jsonl", mixed[:cut]), write_lines(folder / "2.jsonl", mixed[cut:])]
    run(inputs, folder / "mixed.db")
    assert content(folder / "sorted.db") == content(folder / "mixed.db")


def test_changed_rules_read_again(tmp_path: Path, twenty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "t.db"
    run([twenty], db)
    monkeypatch.setattr("tocsin.pipeline.running.digest", lambda rooms: "other rules")
    report = run([twenty], db)
    assert report.read == 20
    assert report.created == report.changed == 0
    with sqlite3.connect(db) as raw:
        assert raw.execute("SELECT count(*), sum(current) FROM readings").fetchone() == (40, 20)


def test_the_log_says_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "t.db"
    rows = [{"id": "doc", "text": "Clash in Dorat on 02: 8 dead."}]
    run([write_lines(tmp_path / "a.jsonl", rows)], db)
    toll, today = 8, parts()

    def again(inputs: list[dict[str, str]], **changed: str) -> str:
        """The reason of the newest revision after a run in a world that changed; the toll changes so that there is
        a revision."""
        nonlocal toll
        toll += 1
        words = {name.replace("_", " "): value for name, value in changed.items()}
        today.update(words)
        monkeypatch.setattr("tocsin.pipeline.merging.parts", lambda: today)
        monkeypatch.setattr("tocsin.pipeline.merging.digest", lambda rooms: str(today))
        monkeypatch.setattr("tocsin.pipeline.running.digest", lambda rooms: str(today))
        source = write_lines(tmp_path / "a.jsonl", inputs)
        code([source], db=db, rooms=replace(ROOMS, assemble_all=lambda *a, **k: told(toll, *a, **k)))
        with Store.open(db) as store:
            (event,) = store.events()
            return store.log(event.event_id)[-1].why

    assert again(rows, own_knowledge="b") == "changed: own knowledge"
    assert again(rows, rules_of_merging="b", packaged_knowledge="c") == "changed: rules of merging, packaged knowledge"
    version = today["version of Tocsin"]
    assert again(rows, version_of_Tocsin="9") == f"changed: version of Tocsin ({version} → 9)"
    more = [*rows, {"id": "two", "text": "Clash in Dorat on 02: 8 dead."}]
    assert again(more) == "documents read"
    assert again(rows, own_knowledge="d") == "changed: own knowledge"
    more[1]["text"] = "Clash in Dorat on 02: 7 dead. "
    assert again(more, own_knowledge="e") == "documents read; changed: own knowledge"


def told(toll: int, *arguments: Any, **options: Any) -> list[Event]:
    return [replace(e, fatalities=Count.exactly(toll)) for e in ROOMS.assemble_all(*arguments, **options)]


def test_digest_depends_on_rooms_and_is_stable() -> None:
    assert digest(READING) == digest(READING)
    assert digest(READING) != digest(MERGING)


def test_lone_surrogates_are_replaced_before_reading() -> None:
    document = Document("a", "x\ud800y", title="t\udfff")
    clean = storable(document)
    assert (clean.text, clean.title) == ("x\ufffdy", "t\ufffd")
    assert "surrogates" in clean.notes[-1]
    fine = replace(document, text="ok", title=None)
    assert storable(fine) is fine


def test_jobs_below_one_are_a_usage_error() -> None:
    with pytest.raises(UsageError, match="1 or more"):
        CodeOptions(jobs=0)
