"""``tocsin release``: frozen, checked, cited, with what changed since the last one; same data, same bytes."""

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest
import yaml

from people_kit import Call, call, db, event_at, template
from test_people_judge import sofara

__all__ = ["call", "db", "template"]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_release_holds_all_formats_with_datasheet_citation_and_checksums(call: Call, db: Path) -> None:
    status, out, err = call("release", "2024-03", "--author", "Sahel Desk", "--country", "MLI")
    assert status == 0
    assert "4 events" in out
    assert "first release" in err
    folder = db.parent / "releases" / "2024-03"
    files = content(folder)
    assert {"events.jsonl", "events.csv", "events.acled.csv", "events.geojson", "DATASHEET.md", "CITATION.cff"} <= set(
        files
    )
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {n: hashlib.sha256(b).hexdigest() for n, b in files.items() if n != "SHA256SUMS"}
    manifest = json.loads(files["manifest.json"])
    assert (manifest["release"], manifest["events"], manifest["filters"]) == ("2024-03", 4, {"country": "MLI"})
    assert {entry["file"] for entry in manifest["files"]} <= set(files)
    cff = yaml.safe_load(files["CITATION.cff"])
    assert (cff["version"], cff["authors"]) == ("2024-03", [{"name": "Sahel Desk"}])
    assert "Accessed on [DAY]" in cff["message"]
    sheet = files["DATASHEET.md"].decode()
    for words in (
        "4 events (1 March 2024 to 3 March 2024)",
        "rules@1",
        "country=MLI",
        "| Protests | 1 |",
        "first release",
    ):
        assert words in sheet, words
    assert "not absence of violence" in sheet


def test_the_same_data_give_the_same_bytes(call: Call, db: Path) -> None:
    copy = db.with_name("copy.db")
    shutil.copy(db, copy)
    assert call("release", "one", "--out", "a")[0] == 0
    assert call("release", "one", "--out", "b", "--db", str(copy))[0] == 0
    assert content(db.parent / "a" / "one") == content(db.parent / "b" / "one")
    status, _, err = call("release", "one", "--out", "a")
    assert status == 0
    assert "had been made before" in err
    call("correct", event_at(db, "Gao"), "tags", "convoy", "--why", "x")
    status, _, err = call("release", "one", "--out", "a")
    assert status == 2
    assert "a release never changes" in err
    assert content(db.parent / "a" / "one") == content(db.parent / "b" / "one")


def test_the_delta_tells_created_changed_merged_and_withdrawn(call: Call, db: Path) -> None:
    gao, bamako = event_at(db, "Gao"), event_at(db, "Bamako")
    left, right = sofara(db)
    call("release", "one")
    call("correct", gao, "fatalities", "3", "--why", "hospital list")
    call("correct", bamako, "review_state", "rejected", "--why", "a parade")
    call("judge", left, right, "same", "--why", "one raid")
    (kept,) = sofara(db)
    gone = ({left, right} - {kept}).pop()
    status, _, err = call("release", "two")
    assert status == 0
    assert "Since one: 2 changed, 1 left out, 1 merged." in err
    folder = db.parent / "releases" / "two"
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    told = {(r["event_id"], r["kind"], r["merged_into"]) for r in rows}
    assert {(gao, "changed", ""), (bamako, "left_out", ""), (gone, "merged", kept)} <= told
    toll = next(r for r in rows if (r["event_id"], r["field"]) == (gao, "fatalities_best"))
    assert (toll["from"], toll["to"]) == ("2", "3")
    assert toll["why"].startswith("hospital list")
    assert toll["public_id"].startswith("MLI")
    call("judge", "--undo", "--why", "two raids")
    call("forget", "wire-1", "--reason", "x")
    call("forget", "courier-2", "--reason", "x")
    call("release", "three")
    records = [
        json.loads(line) for line in (db.parent / "releases" / "three" / "changes.jsonl").read_text().splitlines()
    ]
    assert {(r["event_id"], r["kind"]) for r in records} >= {(gao, "withdrawn"), (gone, "created")}
    assert "Compared with two" in (db.parent / "releases" / "three" / "DATASHEET.md").read_text()
    listed = [
        line.split()
        for line in call("release", "--list")[1].splitlines()
        if line.startswith((" one", " two", " three"))
    ]
    assert [(words[0], words[2]) for words in listed] == [("one", "4"), ("two", "2"), ("three", "2")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["release", "../up"], "is no name for a release"),
        (["release"], "Give the release a NAME"),
        (["release", "one", "--as-of", "2024-01-01"], "--as-of does not go with it"),
    ],
)
def test_wrong_usage(call: Call, words: list[str], message: str) -> None:
    status, _, err = call(*words)
    assert status == 2
    assert message in err


def test_a_folder_with_other_files_is_left_alone(call: Call, db: Path) -> None:
    folder = db.parent / "releases" / "one"
    folder.mkdir(parents=True)
    (folder / "events.csv").write_text("mine")
    status, _, err = call("release", "one")
    assert status == 2
    assert "holds other files" in err
    assert (folder / "events.csv").read_text() == "mine"
    assert call("release", "--list")[2].startswith("No release")
