"""Through a spreadsheet: export, edit, ``tocsin correct --from``; what it breaks is coped with or told."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from people_kit import Call, call, db, event_at, state, template
from tocsin.pipeline.csv_cells import clean, read_table, same_cell
from tocsin.store import Store

__all__ = ["call", "db", "template"]

Rows = list[dict[str, str]]


@pytest.fixture
def sheet(call: Call, tmp_path: Path) -> Callable[..., str]:
    """Exports the events, lets a test edit the rows, and writes the file as a spreadsheet would."""
    assert call("export", "--format", "csv", "--out", "events.csv")[0] == 0

    def write(edit: Callable[[Rows], None], *, delimiter: str = ",", encoding: str = "utf-8") -> str:
        with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        heads = list(rows[0])
        edit(rows)
        extra = [head for head in rows[0] if head not in heads]
        with (tmp_path / "edits.csv").open("w", encoding=encoding, newline="") as handle:
            writer = csv.DictWriter(handle, [*heads, *extra], delimiter=delimiter, lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
        return "edits.csv"

    return write


def row_of(rows: Rows, place: str) -> dict[str, str]:
    return next(row for row in rows if row["location"] == place)


def test_only_changed_cells_become_corrections(call: Call, db: Path, sheet: Callable[..., str]) -> None:
    def edit(rows: Rows) -> None:
        row_of(rows, "Gao")["fatalities_high"] = "4"
        row_of(rows, "Bamako")["review_state"] = "reviewed"

    gao, bamako = event_at(db, "Gao"), event_at(db, "Bamako")
    status, out, err = call("correct", "--from", sheet(edit), "--why", "weekly check")
    assert status == 0, err
    assert "2 corrected cells in 2 rows kept as co_" in err
    with Store.open(db) as store:
        made = store.corrections()
    assert [(c.event_id, c.field, c.was, c.shown) for c in made] == [
        (bamako, "review_state", "unreviewed", "reviewed"),
        (gao, "fatalities_high", "2", "4"),
    ]
    assert len({c.id for c in made}) == 1  # one act, taken back as one
    assert "fatalities_high" in out
    assert state(db)[gao]["fatalities"] == {"low": 2, "best": 2, "high": 4}


def test_a_dry_run_prints_the_table_and_keeps_nothing(call: Call, db: Path, sheet: Callable[..., str]) -> None:
    def edit(rows: Rows) -> None:
        row_of(rows, "Gao")["actor1"] = "jnim"

    before = state(db)
    status, out, err = call("correct", "--from", sheet(edit), "--why", "x", "--dry-run")
    assert status == 0
    assert "JNIM: Group for Support of Islam and Muslims" in out
    assert "Nothing was kept" in err
    assert state(db) == before


def damage(rows: Rows) -> None:
    """What a spreadsheet set to French does to a file that nobody edited."""
    for row in rows:
        for column in ("date_start", "date_end"):
            year, month, day = row[column].split("-")
            row[column] = f"{day}/{month}/{year}"
        for column in ("latitude", "longitude", "radius_km", "confidence"):
            row[column] = row[column].replace(".", ",")
        for column in ("background", "disputed", "civilian_targeting"):
            row[column] = {"true": "VRAI", "false": "FAUX"}[row[column]]
        row["notes"] = row["notes"].replace(" ", "\u00a0", 1) + "  "
        row["weapons"] = row["weapons"].replace("; ", ";")


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "cp1252")])
def test_damage_alone_is_no_edit(
    call: Call, db: Path, sheet: Callable[..., str], delimiter: str, encoding: str
) -> None:
    before = state(db)
    status, _, err = call("correct", "--from", sheet(damage, delimiter=delimiter, encoding=encoding), "--why", "x")
    assert status == 0, err
    assert "No cell was changed; 0 refused." in err
    assert state(db) == before


def test_an_edit_in_a_damaged_file_counts(call: Call, db: Path, sheet: Callable[..., str]) -> None:
    def edit(rows: Rows) -> None:
        damage(rows)
        row = row_of(rows, "Gao")
        row["date_start"] = row["date_end"] = "28/02/2024"
        row["latitude"], row["longitude"] = "16,5", "0,1"

    gao = event_at(db, "Gao")
    assert call("correct", "--from", sheet(edit, delimiter=";", encoding="utf-8-sig"), "--why", "x")[0] == 0
    found = state(db)[gao]
    assert (found["date_start"], found["date_end"], found["latitude"]) == ("2024-02-28", "2024-02-28", 16.5)


def test_every_refused_cell_is_named(call: Call, db: Path, sheet: Callable[..., str]) -> None:
    def edit(rows: Rows) -> None:
        gao, bamako = row_of(rows, "Gao"), row_of(rows, "Bamako")
        gao["actor1"], gao["sub_event_type"], gao["event_type"] = "Nobodies United", "#NAME?", "Riots"
        gao["fatalities_low"] = "three"
        gao["weapons"] = "mine"
        bamako["date_start"] = bamako["date_end"] = "03/04/2024"
        rows.append({**gao})
        rows.append({**gao, "event_id": "ev_unheard"})
        rows.append({**gao, "event_id": ""})

    status, out, err = call("correct", "--from", sheet(edit), "--why", "x")
    assert status == 1
    assert "weapons" in out
    numbers = {row["location"]: n for n, row in enumerate(read(db.parent / "edits.csv"), 2)}
    gao, bamako = numbers["Gao"], numbers["Bamako"]
    for where, words in (
        (f"row {bamako}, column date_start", "may be 2024-04-03 or 2024-03-04"),
        ("column actor1", "is no actor"),
        ("column sub_event_type", "an error of the spreadsheet"),
        ("column event_type", "follows from the sub-event type"),
        ("column fatalities_low", "whole number"),
        ("row 7", "No event is called 'ev_unheard'"),
        ("row 8", "has no event_id"),
    ):
        assert any(where in line and words in line for line in err.splitlines()), (where, words, err)
    assert "stands in row" in err
    assert gao
    assert state(db)[event_at(db, "Gao")]["weapons"] == ["mine"]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["event_id"].startswith("ev_")][:4]


def test_a_row_of_an_old_revision(call: Call, db: Path, sheet: Callable[..., str]) -> None:
    """A cell that changed meanwhile is a conflict; others of the row are taken, and what both did is no change."""
    gao = event_at(db, "Gao")
    call("correct", gao, "fatalities", "5", "--why", "hospital list")
    call("correct", gao, "disputed", "true", "--why", "denied")

    def edit(rows: Rows) -> None:
        row_of(rows, "Gao").update(fatalities_low="3", weapons="mine", disputed="true")

    status, _, err = call("correct", "--from", sheet(edit), "--why", "x")
    assert status == 1
    assert "column fatalities_low" in err
    assert "has changed since this row was exported (revision 1): fatalities_low is 5 now, at revision 3" in err
    assert "1 corrected cells in 1 rows" in err
    found = state(db)[gao]
    assert (found["weapons"], found["fatalities"]["low"], found["disputed"]) == (["mine"], 5, True)


def test_a_merged_event_is_told(call: Call, db: Path, sheet: Callable[..., str]) -> None:
    gao, bamako = event_at(db, "Gao"), event_at(db, "Bamako")
    name = sheet(lambda rows: [row.update(weapons="mine") for row in rows] and None)
    call("judge", gao, bamako, "same", "--why", "x")
    status, _, err = call("correct", "--from", name, "--why", "x")
    assert status == 1
    assert "was merged into ev_" in err


def test_reasons_may_stand_in_a_column(call: Call, db: Path, sheet: Callable[..., str]) -> None:
    def edit(rows: Rows) -> None:
        for row in rows:
            row["why"] = ""
        row_of(rows, "Gao").update(fatalities_high="4", why="morgue list")

    assert call("correct", "--from", sheet(edit))[0] == 0
    with Store.open(db) as store:
        assert [c.why for c in store.corrections()] == ["morgue list"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04", "is a workbook"),
        (b"a,b\n1,2\n", "no columns event_id and revision"),
        (b"", "no columns event_id and revision"),
    ],
)
def test_files_that_are_no_export(call: Call, tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    status, _, err = call("correct", "--from", "x.csv", "--why", "x")
    assert status == 2
    assert message in err


def test_cells_by_what_they_mean(tmp_path: Path) -> None:
    assert clean("'-3 rebels") == "-3 rebels"
    assert clean("it's") == "it's"
    assert same_cell("date_start", "2024-03-04 00:00:00", "2024-03-04")
    assert same_cell("victims", "civilian killed 3", "civilian killed 3/3/3")
    assert not same_cell("victims", "civilian killed 3", "civilian killed 3/3/4")
    assert not same_cell("fatalities_low", "", "0")
    assert not same_cell("disputed", "", "false")
    (tmp_path / "x.csv").write_text("sep=;\nevent_id;revision;mine\nev_a;1;x\n", encoding="utf-8")
    found = read_table(tmp_path / "x.csv")
    assert found.rows[0][1]["event_id"] == "ev_a"
    assert any("mine" in notice for notice in found.notices)
