"""Files: formats, left-outs, manifest, safety."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
import factories_page
from tocsin import export
from tocsin.export import FORMATS, ExportOptions
from tocsin.export.clean import cell, visible
from tocsin.export.options import BINARY
from tocsin.model.document import Dropped
from tocsin.model.errors import TocsinError, UsageError
from tocsin.model.event import CopyKind, Event, Story, StoryMember
from tocsin.model.expressions import PlaceExpression
from tocsin.model.reading import Mention, MentionKind, Modality, Reading, Statement
from tocsin.model.values import PlaceValue


def text_of(what: str, fmt: str, rows: Any, **options: Any) -> tuple[str, export.ExportReport]:
    """What is written to a stream."""
    out = io.StringIO()
    report = export.write(what, fmt, rows, out, ExportOptions(**options))
    return out.getvalue(), report


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_events_as_jsonl() -> None:
    events = factories_page.world()[0]
    text, report = text_of("events", "jsonl", iter(events))
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["event_id"] for line in lines] == [e.event_id for e in events]
    assert (report.read, report.rows, report.left_out) == (25, 25, {})


def test_not_codable_events_are_left_out_unless_all_is_asked() -> None:
    events = [
        factories.event(),
        factories.event(event_id="ev_threat", modality=Modality.THREATENED),
        factories.event(event_id="ev_where", place=PlaceValue("Dassi")),
        factories.event(event_id="ev_when", date=None),
    ]
    text, report = text_of("events", "jsonl", events)
    assert text.count("\n") == 1
    assert report.left_out == {
        "not told as having happened (threatened)": 1,
        "place or country unknown": 1,
        "date unknown": 1,
    }
    assert report.examples["date unknown"] == ["ev_when"]
    everything, _ = text_of("events", "jsonl", events, include_all=True)
    assert everything.count("\n") == 4


def test_events_as_csv() -> None:
    text, report = text_of("events", "csv", [factories.event()])
    (row,) = table(text)
    assert row["actor1"] == "NDF: Northern Dawn Front"
    assert (row["fatalities_low"], row["fatalities_high"], row["crowd_size_low"]) == ("9", "11", "")
    assert row["victims"] == "unknown killed 9/9/11 total; unknown injured 20/20/?"
    assert row["longitude"] == "-8.0725"
    assert row["disputed"] == "true"
    assert row["independent_sources"] == "1"
    assert list(row) == list(report.columns)


def test_attributions_as_csv_and_jsonl() -> None:
    text, report = text_of("attributions", "csv", [factories.event(), factories.event(attributions=())])
    claim, denial = table(text)
    assert list(claim)[:9] == ["event", "kind", "by", "of", "via", "document", "start", "end", "quote"]
    assert (claim["kind"], claim["via"], denial["of"]) == ("claim", "Radio Sarrun", "")
    assert (report.read, report.rows) == (2, 2)
    lines, _ = text_of("attributions", "jsonl", [factories.event()])
    assert json.loads(lines.splitlines()[0])["via"] == ["Radio Sarrun"]


def test_documents_can_be_coded_again() -> None:
    document = factories.document(dropped=(Dropped("comment form", "Leave a reply"),))
    text, _ = text_of("documents", "jsonl", [document])
    record = json.loads(text)
    assert record["document"] == record["id"] == "doc-1"
    assert record["text"] == document.text
    assert (record["published"], record["published_how"]) == ("2024-03-05", "given with --published")
    assert record["dropped"] == [{"reason": "comment form", "text": "Leave a reply"}]
    flat, _ = text_of("documents", "csv", [document])
    assert table(flat)[0]["dropped"] == "comment form (13 characters)"


def test_stories() -> None:
    story = Story("st_1", "a", (StoryMember("a", CopyKind.ROOT, 1.0), StoryMember("b", CopyKind.CUT, 0.8, ("cut",))))
    text, _ = text_of("stories", "csv", [story])
    assert [(r["document"], r["copy_kind"]) for r in table(text)] == [("a", "root"), ("b", "cut")]
    line, _ = text_of("stories", "jsonl", [story])
    assert json.loads(line)["documents"][1]["reasons"] == ["cut"]


def test_mentions_and_statements() -> None:
    document = factories.document()
    reading = Reading(
        document.id,
        "rules@1",
        mentions=(Mention("mn_1", MentionKind.PLACE, factories.span(document, "Kati"), PlaceExpression("Kati")),),
        statements=(
            Statement("sm_1", document.id, "threat", factories.span(document, "police said"), (("target", "x"),)),
        ),
    )
    text, report = text_of("mentions", "jsonl", [reading])
    place, threat = map(json.loads, text.splitlines())
    assert (place["record"], place["kind"], place["quote"], place["data"]["name"]) == (
        "mention",
        "place",
        "Kati",
        "Kati",
    )
    assert (threat["record"], threat["kind"], threat["data"]) == ("statement", "threat", {"target": "x"})
    assert document.text[threat["start"] : threat["end"]] == threat["quote"]
    assert (report.read, report.rows) == (1, 2)
    flat, _ = text_of("mentions", "csv", [reading])
    assert json.loads(table(flat)[1]["data"]) == {"target": "x"}


def test_changes_from_mappings_and_dataclasses() -> None:
    @dataclass
    class Entry:
        event_id: str
        at: datetime
        changes: tuple[dict[str, Any], ...]

    entry = Entry("ev_1", datetime(2026, 1, 1, tzinfo=UTC), ({"field": "country", "from": None, "to": "MLI"},))
    text, _ = text_of("changes", "jsonl", [entry])
    assert json.loads(text)["at"] == "2026-01-01T00:00:00Z"
    flat, _ = text_of("changes", "csv", [{"event_id": "ev_1", "day": date(2026, 1, 1), "changes": [1]}])
    assert table(flat) == [{"event_id": "ev_1", "day": "2026-01-01", "changes": "[1]"}]
    with pytest.raises(TocsinError, match="surplus"):
        text_of("changes", "csv", [{"event_id": "1"}, {"event_id": "2", "surplus": "x"}])


def test_geojson_puts_longitude_first_and_counts_what_has_no_point() -> None:
    text, report = text_of("events", "geojson", factories_page.world()[0])
    collection = json.loads(text)
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == 24
    first = collection["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [-4.1, 14.52]}
    assert (first["properties"]["geo_precision"], first["properties"]["radius_km"]) == (1, 3.0)
    assert "latitude" not in first["properties"]
    assert report.left_out == {"place known at country level only": 1}


@pytest.mark.parametrize(("what", "fmt"), [(w, f) for w, formats in FORMATS.items() for f in formats])
def test_nothing_to_export_gives_a_valid_empty_file(what: str, fmt: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    report = export.write(what, fmt, iter(()), path)
    assert report.rows == 0
    if fmt in BINARY:
        assert path.read_bytes()[:4] in (b"PAR1", b"PK\x03\x04")
        return
    text = path.read_text(encoding="utf-8")
    if fmt == "geojson":
        assert json.loads(text)["features"] == []
    else:
        headers = 2 if fmt == "hxl-csv" else 1
        assert text.count("\n") == (headers if fmt.endswith("csv") and what != "changes" else 0)


def test_the_manifest_says_what_is_in_the_file_and_what_is_not(tmp_path: Path) -> None:
    path = tmp_path / "events.acled.csv"
    options = ExportOptions(
        filters={"country": "MLI"}, versions={"engine": "rules@1"}, generated_at=datetime(2026, 2, 1, tzinfo=UTC)
    )
    events = [*factories_page.world()[0], factories.event(event_id="ev_no", date=None)]
    export.write("events", "acled-csv", events, path, options)
    manifest = json.loads((tmp_path / "events.acled.csv.manifest.json").read_text(encoding="utf-8"))
    assert (manifest["read"], manifest["rows"], len(manifest["columns"])) == (26, 24, 31)
    assert {entry["reason"]: entry["first_ids"] for entry in manifest["left_out"]} == {
        "date unknown": ["ev_no"],
        "place known at country level only": ["ev_sample21"],
    }
    assert manifest["remarks"][0]["count"] == 2
    assert manifest["filters"] == {"country": "MLI"}
    assert manifest["generated_at"] == "2026-02-01T00:00:00Z"
    assert "CC BY 4.0" in json.dumps(manifest["licences"])
    assert "filters: country=MLI" in manifest["citation"]
    assert len(manifest["sha256"]) == 64


def test_a_failed_export_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("old", encoding="utf-8")

    def rows() -> Iterator[Event]:
        yield factories.event()
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        export.write("events", "jsonl", rows(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["events.jsonl"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot write .*nowhere.*--out"):
        export.write("events", "jsonl", [], tmp_path / "nowhere" / "x.jsonl")


@pytest.mark.parametrize(("what", "fmt", "named"), [("events", "xml", "geojson"), ("people", "csv", "attributions")])
def test_unknown_choices_are_answered_with_the_possible_ones(what: str, fmt: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        text_of(what, fmt, [])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    text, _ = text_of("events", "acled-csv", [factories.event(tags=(f"{start}HYPERLINK(1)",))])
    assert table(text)[0]["tags"].startswith("'" + start.replace("\r", "\n"))
    assert cell(-3.5) == -3.5


@given(text=st.text())
def test_any_text_survives_a_csv_round_trip(text: str) -> None:
    written, _ = text_of("events", "csv", [factories.event(weapons=(text.replace(";", ""),), notes=text or "x")])
    (row,) = table(written)
    assert not row["weapons"].startswith(("=", "+", "-", "@"))
    assert row["event_id"] == "ev_abcdefghijklmnop"


def test_lone_surrogates_do_not_stop_an_export(tmp_path: Path) -> None:
    export.write("events", "jsonl", [factories.event(notes="bad \ud800 mark")], tmp_path / "x.jsonl")
    assert "bad \ufffd mark" in (tmp_path / "x.jsonl").read_text(encoding="utf-8")


def test_screen_controls_are_neutralised_in_place() -> None:
    hostile = "a\x1b[31mb\u202ec\u2066d\x07"
    assert visible(hostile) == "a\ufffd[31mb\ufffdc\ufffdd\ufffd"
    assert len(visible(hostile)) == len(hostile)
    assert visible("tab\tline\nعربي\u200f") == "tab\tline\nعربي\u200f"


def test_the_same_events_give_the_same_bytes(tmp_path: Path) -> None:
    events = factories_page.world()[0]
    for what, fmt in (("events", "jsonl"), ("events", "acled-csv"), ("events", "geojson"), ("attributions", "csv")):
        first, _ = text_of(what, fmt, events)
        second, _ = text_of(what, fmt, events)
        assert first == second


def test_memory_does_not_grow_with_the_number_of_events(tmp_path: Path) -> None:
    event = factories.event()

    def many(number: int) -> Iterator[Event]:
        return (replace(event, event_id=f"ev_{n}", date=None if n % 2 else event.date) for n in range(number))

    def peak(number: int) -> int:
        tracemalloc.start()
        export.write("events", "jsonl", many(number), tmp_path / "x.jsonl")
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(50)  # caches
    assert peak(2000) < peak(300) + 200_000
