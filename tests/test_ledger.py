"""The claims ledger: what an actor claims, denies and is charged with, against what others tell."""

import json

import pytest

from tocsin.cli.main import run

REPORTS = [
    ("told", "AFP", "2024-03-06",
     "Gunmen attacked an army camp in Douentza, central Mali, on Monday, killing seven soldiers, the army said."),
    ("claim", "Reuters", "2024-03-08",
     "An al Qaeda affiliate, JNIM, claimed responsibility on Thursday for Monday's attack on an army camp in Douentza, "
     "Mali, in which seven soldiers were killed, the SITE Intelligence Group said."),
    ("alone", "AFP", "2024-04-12",
     "JNIM claimed responsibility for an ambush on an army convoy near Koro, Mali, on Wednesday that it said killed 20 "
     "soldiers."),
    ("denied", "AFP", "2024-06-05",
     "At least 40 villagers were killed in Diallassagou, Mali, on Monday. The government blamed JNIM for the massacre. "
     "JNIM denied any involvement in a statement."),
    ("charged", "AFP", "2024-07-05",
     "Three traders were killed in Hombori, Mali, on Wednesday. The governor accused JNIM of killing them."),
    ("silent", "Reuters", "2024-05-02",
     "Fighters of JNIM attacked an army post in Boni in central Mali on Tuesday, killing eleven soldiers."),
    ("other", "Reuters", "2024-05-09", "Police shot two protesters dead in Nairobi, Kenya, on Tuesday."),
]  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("ledger")
    rows = [{"id": i, "publisher": p, "published": d, "text": text} for i, p, d, text in REPORTS]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    path = str(folder / "t.db")
    assert run(["code", str(folder / "in.jsonl"), "--db", path, "--engine", "rules"]) == 0
    return path


def rows_of(db: str, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert run(["ledger", "jnim", "--db", db, "--format", "jsonl", *more]) == 0
    return {row["location"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}


def test_every_act_stands_where_it_belongs(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(db, capsys)
    assert {place: row["standing"] for place, row in rows.items()} == {
        "Douentza": "claimed and confirmed",
        "Koro": "claimed only",
        "Diallassagou": "denied",
        "Hombori": "accused only",
        "Boni": "confirmed and unclaimed",
    }
    assert (rows["Douentza"]["delay_days"], rows["Douentza"]["grade"]) == (4, "B2")
    assert rows["Douentza"]["via"] == ["SITE Intelligence Group"]
    assert rows["Hombori"]["accused_by"] == ["governor"]


def test_filters_hold_and_totals_are_told(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(rows_of(db, capsys, "--since", "2024-04-30")) == {"Boni", "Diallassagou", "Hombori"}
    assert run(["ledger", "JNIM", "--db", db]) == 0
    assert "claimed and confirmed: 1, claimed only: 1, confirmed and unclaimed: 1" in capsys.readouterr().out


def test_an_actor_that_nobody_knows_or_that_did_nothing(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "Band of nobody", "--db", db]) == 1
    assert "No actor has the id or name" in capsys.readouterr().err
    assert run(["ledger", "m23", "--db", db]) == 0
    assert "No event here is done" in capsys.readouterr().err
