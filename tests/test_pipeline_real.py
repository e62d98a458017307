"""The coding run with the real rooms, on the packaged samples."""

import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from test_pipeline_run import _kill_after, content
from tocsin.cli.main import run as command
from tocsin.cli.samples import samples_path
from tocsin.pipeline import CodeOptions, Report, code
from tocsin.pipeline.codes import FAILURES
from tocsin.pipeline.digest import MERGING, READING, digest
from tocsin.store import EventFilter, Store


@pytest.fixture(scope="module", autouse=True)
def _fixed_rules() -> object:
    """Somebody may edit a rule while the tests run; databases that are compared must not see that."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("running", "merging"):
            patch.setattr(f"tocsin.pipeline.{module}.digest", lambda rooms: "fixed")
        yield patch


ON_DISK = digest.__wrapped__(("ingest", *READING, *MERGING))


def skip_if_edited() -> None:
    """New processes load the rules anew: when somebody edits one meanwhile, a comparison says nothing."""
    if digest.__wrapped__(("ingest", *READING, *MERGING)) != ON_DISK:
        pytest.skip("rules were edited while the tests ran")


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    db = tmp_path_factory.mktemp("real") / "samples.db"
    return db, code([str(samples_path())], db=db)


def test_samples_become_events_without_a_fault(coded: tuple[Path, Report]) -> None:
    db, report = coded
    assert [r.sentence for r in report.refused if r.code in FAILURES] == []
    assert report.read >= 25
    assert report.codable >= 20
    with Store.open(db) as store:
        texts = {document.id: document.text for document in store.documents()}
        for event in store.events(EventFilter(all=True)):
            assert event.sources
            for evidence in event.evidence:
                for span in evidence.spans:
                    assert texts[span.document_id][span.start : span.end] == span.quote


def test_coding_again_adds_nothing(coded: tuple[Path, Report], tmp_path: Path) -> None:
    db = tmp_path / "again.db"
    shutil.copy(coded[0], db)
    before = content(db)
    report = code([str(samples_path())], db=db)
    assert (report.read, report.merged_again) == (0, False)
    assert content(db) == before


def test_killed_in_the_middle_and_run_again_is_the_same_database(coded: tuple[Path, Report], tmp_path: Path) -> None:
    db, rng = tmp_path / "killed.db", random.Random(7)
    for line in ("reading 4", "reading 15", "reading 30", "merging 34"):
        _kill_after(line, str(samples_path()), db, rng.uniform(0, 0.1), rooms="None")
    code([str(samples_path())], db=db)
    skip_if_edited()
    assert content(db) == content(coded[0])


def test_two_processes_give_the_same_database(coded: tuple[Path, Report], tmp_path: Path) -> None:
    code([str(samples_path())], db=tmp_path / "two.db", options=CodeOptions(jobs=2))
    skip_if_edited()
    assert content(tmp_path / "two.db") == content(coded[0])


def test_order_of_inputs_does_not_matter(coded: tuple[Path, Report], tmp_path: Path) -> None:
    files = sorted(map(str, samples_path().iterdir()), reverse=True)
    folder = tmp_path / "turned"
    folder.mkdir()
    report = code(files, db=folder / "t.db")
    assert report.codable == coded[1].codable

    def facts(db: Path) -> list[object]:
        """Events without what depends on the documents' ids (files named one by one keep other ids)."""
        with sqlite3.connect(db) as raw:
            query = "SELECT date_start, country, location, sub_event_type, fatalities_low, source_count FROM events"
            return sorted(raw.execute(query).fetchall(), key=repr)

    assert facts(folder / "t.db") == facts(coded[0])


def test_no_merge_gives_every_event_one_source(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    code([str(samples_path())], db=db, options=CodeOptions(merge=False))
    with Store.open(db) as store:
        ids = {document.id for document in store.documents()}
        for event in store.events(EventFilter(all=True)):
            assert [source.document_id in ids for source in event.sources] == [True]


def test_demo_writes_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    assert command(["demo"]) == 0
    out, err = capsys.readouterr()
    assert "refused L101" in err
    assert "Refused samples are meant to be" in out
    assert "index.html" in out
    names = {path.name for path in (tmp_path / "demo").iterdir()}
    assert {"tocsin.db", "events.acled.csv", "events.jsonl", "events.geojson", "index.html"} <= names
    lines = (tmp_path / "demo" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    event_id = json.loads(lines[0])["event_id"]
    assert command(["explain", event_id, "--db", "demo/tocsin.db"]) == 0
    assert event_id in capsys.readouterr().out


def test_doctor_finds_nothing_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(["doctor"]) == 0
    assert "WRONG" not in capsys.readouterr().out
    (tmp_path / "tocsin.db").write_text("a letter, no database")
    assert command(["doctor", "--quick"]) == 1
    assert "WRONG database" in capsys.readouterr().out
