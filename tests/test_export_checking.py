"""``tocsin export --check``: a file against its manifest and the rules of its format."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import factories
import factories_page
from tocsin.cli.main import app
from tocsin.export import FORMATS, ExportOptions, write
from tocsin.export.checking import check_export
from tocsin.export.options import BINARY
from tocsin.model.errors import UsageError


@pytest.fixture
def exported(tmp_path: Path) -> Callable[[str], Path]:
    """Writes our sample world in a format."""

    def make(fmt: str) -> Path:
        path = tmp_path / f"events.{fmt}"
        write("events", fmt, [factories.event(event_id="ev_own"), *factories_page.world()[0]], path, ExportOptions())
        return path

    return make


@pytest.mark.parametrize("fmt", FORMATS["events"])
def test_a_file_as_it_was_exported_has_no_problem(fmt: str, exported: Callable[[str], Path]) -> None:
    if fmt == "parquet":
        pytest.importorskip("pyarrow", reason="needs the extra parquet")
    path = exported(fmt)
    assert check_export(path) == []
    path.write_bytes(path.read_bytes() + b" ")
    assert "changed after the export" in check_export(path)[0]


@pytest.mark.parametrize(
    ("fmt", "old", "new", "words"),
    [
        ("acled-csv", ",2024-03-03,2024,", ",2024-03-03,2023,", "year 2023 is not that of event_date"),
        ("acled-csv", ",2024-03-03,2024,", ",3 March 2024,2024,", "Invalid isoformat"),
        ("acled-csv", "MLI1,", "MLI2,", "event_id_cnty MLI2 stands in line"),
        ("acled-csv", "event_id_cnty,event_date", "event_date,event_id_cnty", "the columns are not those of acled-csv"),
        ("acled-csv", ",12.7439,-8.0725,", ",12.7439,-198.0725,", "no point on earth"),
        ("acled-csv", ",Rebel group,", ",Rebels,", "inter1 'Rebels' is no actor type"),
        ("hxl-csv", "#country+code", "#country+name", "hashtags are not those"),
        ("ged-csv", ",9,11,9,432,", ",9,11,19,432,", "low, best and high cross: 19, 9, 11"),
        ("jsonl", '"low": 9, "best": 9, "high": 11', '"low": 19, "best": 9, "high": 11', "low, best and high cross"),
        ("jsonl", '{"event_id": "ev_own"', '{"event_id: "ev_own"', "line 1: no JSON"),
        ("geojson", "[-8.0725, 12.7439]", "[12.7439, -98.0725]", "no point on earth"),
        ("plover-jsonl", '{"id": "ev_sample01"', '{"id": "ev_own"', "id ev_own stands in line 1 already"),
    ],
)
def test_what_was_changed_is_told_with_its_line(
    fmt: str, old: str, new: str, words: str, exported: Callable[[str], Path]
) -> None:
    path = exported(fmt)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = check_export(path)
    assert any(words in problem for problem in problems), problems


def test_missing_rows_are_told(exported: Callable[[str], Path]) -> None:
    path = exported("csv")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert f"it has {len(lines) - 2} rows, the manifest says {len(lines) - 1}" in check_export(path)


def test_problems_are_told_up_to_fifty(exported: Callable[[str], Path]) -> None:
    path = exported("jsonl")
    path.write_text("no\n" * 80, encoding="utf-8")
    problems = check_export(path)
    assert len(problems) == 51
    assert problems[-1].startswith("and ")


@pytest.mark.parametrize("manifest", [None, "{", json.dumps({"what": "events", "format": "odt"})])
def test_without_a_manifest_nothing_can_be_checked(manifest: str | None, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("a,b\n", encoding="utf-8")
    if manifest is not None:
        (tmp_path / "events.csv.manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(UsageError, match="manifest"):
        check_export(path)
    with pytest.raises(UsageError, match="no file"):
        check_export(tmp_path / "none.csv")


def test_the_command_says_so_and_exits_1(exported: Callable[[str], Path]) -> None:
    path = exported("acled-csv")
    well = CliRunner().invoke(app, ["export", "--check", str(path)])
    assert (well.exit_code, "as it was exported" in well.output) == (0, True)
    path.write_text("", encoding="utf-8")
    ill = CliRunner().invoke(app, ["export", "--check", str(path)])
    assert ill.exit_code == 1
    assert "changed after the export" in ill.output


def test_the_sum_alone_speaks_for_files_that_are_no_text() -> None:
    assert set(FORMATS["events"]) >= BINARY
