"""A small coded database for tests of people's work: five reports of three happenings, composed for the purpose."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tocsin import pipeline
from tocsin.cli.main import run
from tocsin.pipeline import CodeOptions
from tocsin.store import EventFilter, Store

REPORTS: list[dict[str, str]] = [
    {
        "id": "courier-1",
        "title": "Nine killed near Mopti",
        "text": "Gunmen attacked the village of Sofara in central Mali on Sunday, killing nine farmers, local "
        "officials said. The attackers fled on motorbikes before soldiers arrived.",
        "published": "2024-03-05",
        "publisher": "Orla Courier",
    },
    {
        "id": "herald-1",
        "title": "Village raid",
        "text": "At least eleven people died when armed men raided Sofara in central Mali on Sunday, a hospital worker "
        "told this newspaper. Survivors buried their neighbours the next morning.",
        "published": "2024-03-06",
        "publisher": "Sarrun Herald",
    },
    {
        "id": "wire-1",
        "title": "Bomb on the road",
        "text": "A roadside bomb killed two soldiers near Gao in northern Mali on Saturday, the army said.",
        "published": "2024-03-04",
        "publisher": "Desert Wire",
    },
    {
        "id": "courier-2",
        "title": "Convoy hit",
        "text": "The convoy had left at dawn. Two soldiers were killed on Saturday by a roadside bomb near Gao in "
        "northern Mali, an officer of the Malian army told the Courier.",
        "published": "2024-03-05",
        "publisher": "Orla Courier",
    },
    {
        "id": "wire-2",
        "title": "March in the capital",
        "text": "Several hundred people marched peacefully in Bamako, the capital of Mali, on Friday against dear "
        "bread.",
        "published": "2024-03-04",
        "publisher": "Desert Wire",
    },
]

Call = Callable[..., tuple[int, str, str]]


def write_reports(path: Path, reports: list[dict[str, str]] = REPORTS) -> str:
    lines = [json.dumps({"language": "en", **report}) for report in reports]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def code(source: str, db: Path, **options: Any) -> pipeline.Report:
    return pipeline.code([source], db=db, options=CodeOptions(engine="rules", **options))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The coded database, made once."""
    folder = tmp_path_factory.mktemp("people")
    report = code(write_reports(folder / "in.jsonl"), folder / "tocsin.db")
    assert not report.refused
    return folder / "tocsin.db"


@pytest.fixture
def db(template: Path, tmp_path: Path) -> Path:
    """A copy of the coded database to work on."""
    return Path(shutil.copy(template, tmp_path / "tocsin.db"))


@pytest.fixture
def call(db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command line beside the database; gives status, output, messages."""
    monkeypatch.chdir(db.parent)
    monkeypatch.delenv("TOCSIN_DB", raising=False)
    monkeypatch.setenv("TOCSIN_BY", "amina")
    monkeypatch.setenv("COLUMNS", "200")

    def command(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(words)
        out, err = capsys.readouterr()
        return status, out, err

    return command


def state(db: Path) -> dict[str, Any]:
    """Every event by id, without revision and moment: what must be the same after an undo."""
    from tocsin.export import event_json

    with Store.open(db) as store:
        found = {}
        for event in store.events(EventFilter(all=True)):
            row = event_json(event)
            del row["revision"], row["updated_at"]
            found[event.event_id] = row
        return found


def event_at(db: Path, place: str) -> str:
    """The id of the event at a place."""
    with Store.open(db) as store:
        found = [
            e.event_id for e in store.events(EventFilter(all=True)) if e.place is not None and e.place.name == place
        ]
    assert len(found) == 1, found
    return found[0]
