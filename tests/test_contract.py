"""What CONTRACT promises of `--format jsonl`, held against the coded samples: keys, words, speakers, documents."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tocsin.cli.main import run as command
from tocsin.cli.samples import samples_path

Json = dict[str, Any]
KEYS = [
    "event_id", "revision", "updated_at", "review_state", "event_type", "sub_event_type", "disorder_type",
    "alternatives", "date_start", "date_end", "time_precision", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "radius_km", "place_id", "actor1", "actor2",
    "civilian_targeting", "fatalities", "victims", "targets", "weapons", "incident_count", "crowd_size", "modality",
    "background", "disputed", "confidence", "attributions", "sources", "evidence", "linked", "notes", "tags",
]  # fmt: skip
SHOWN = {  # field of an event -> its evidence
    "sub_event_type": "sub_event_type",
    "date_start": "date",
    "location": "place",
    "actor1": "actor1",
    "actor2": "actor2",
    "modality": "modality",
}


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Json], dict[str, Json]]:
    """Events of the samples, each document coded alone, and their documents by id, as the exports give them."""
    folder = tmp_path_factory.mktemp("contract")
    db = str(folder / "samples.db")
    assert command(["code", str(samples_path()), "--db", db, "--no-merge"]) == 1  # two are refused on purpose
    found = []
    for what, more in (("events", []), ("documents", ["--statement-texts"])):
        out = folder / f"{what}.jsonl"
        asked = ["export", "--db", db, "--all", "--what", what, "--format", "jsonl", "--out", str(out), *more]
        assert command(asked) == 0
        found.append([json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()])
    events, documents = found
    assert len(events) > 40
    return events, {document["document"]: document for document in documents}


def spans(event: Json) -> Iterator[Json]:
    """Every span of an event: of each evidence row, and of its attributions."""
    for row in chain(*event["evidence"].values()):
        yield row
        yield from row.get("spans", ())
    yield from event["attributions"]


def test_every_event_has_every_key_in_order(coded: tuple[list[Json], dict[str, Json]]) -> None:
    for event in coded[0]:
        assert [key for key in event if key in KEYS] == KEYS, event["event_id"]


def test_every_quote_stands_where_its_offsets_say(coded: tuple[list[Json], dict[str, Json]]) -> None:
    events, documents = coded
    checked = 0
    for event in events:
        for span in spans(event):
            text = documents[span.get("document", event["sources"][0]["document"])]["text"]
            assert text[span["start"] : span["end"]] == span["quote"], event["event_id"]
            checked += 1
    assert checked > 400


def test_every_value_shown_has_chosen_words_and_a_rule(coded: tuple[list[Json], dict[str, Json]]) -> None:
    for event in coded[0]:
        for field, name in SHOWN.items():
            if event[field] is not None:
                chosen = [row for row in event["evidence"].get(name, ()) if row["chosen"]]
                assert chosen, f"{event['event_id']}: {field}"
                assert all(row["rule"] and row["quote"] for row in chosen)
        stated = [*event["evidence"].get("fatalities", ()), *event["evidence"].get("victims", ())]
        if any(event["fatalities"][bound] is not None for bound in ("low", "best", "high")):
            assert any(row["chosen"] for row in stated), event["event_id"]
        told = {row["value"] for row in event["evidence"].get("weapons", ()) if row["chosen"]}
        assert set(event["weapons"]) <= told, event["event_id"]


def test_coded_alone_an_event_has_the_one_document_of_its_id(coded: tuple[list[Json], dict[str, Json]]) -> None:
    events, documents = coded
    for event in events:
        (source,) = event["sources"]
        assert source["document"] in documents
        assert {span["document"] for span in spans(event) if "document" in span} <= {source["document"]}
    assert {"brief-kherson-shelling", "csv-catatumbo"} <= set(documents)  # ids of rows, verbatim


def test_values_lie_in_their_ranges(coded: tuple[list[Json], dict[str, Json]]) -> None:
    for event in coded[0]:
        assert 0 <= event["confidence"] <= 1
        assert (event["latitude"] is None) == (event["longitude"] is None)
        if event["geo_precision"] == 4:
            assert event["latitude"] is None, event["event_id"]
        if event["date_start"] is not None:
            assert event["date_start"] <= event["date_end"]
        for count in (event["fatalities"], event["crowd_size"] or {}, *event["victims"]):
            known = [count[bound] for bound in ("low", "best", "high") if count.get(bound) is not None]
            assert known == sorted(known), event["event_id"]


def test_what_is_disputed_was_contradicted(
    coded: tuple[list[Json], dict[str, Json]],
) -> None:
    for event in coded[0]:
        kinds = Counter(item["kind"] for item in event["attributions"])
        contradicted = kinds["denial"] or max(kinds["accusation"], kinds["claim"]) > 1
        assert not event["disputed"] or contradicted, event["event_id"]
        for item in event["attributions"]:
            assert item["kind"] != "accusation" or item["by"] != item["of"], event["event_id"]


def test_default_export_holds_codable_events_only(
    tmp_path: Path, coded: tuple[list[Json], dict[str, Json]], monkeypatch: pytest.MonkeyPatch
) -> None:
    codable = [
        e
        for e in coded[0]
        if e["modality"] in ("actual", "failed") and e["country"] and e["date_start"] and e["time_precision"] <= 3
    ]
    monkeypatch.chdir(tmp_path)
    assert command(["code", str(samples_path()), "--no-merge"]) == 1
    assert command(["export", "--format", "jsonl", "--out", "default.jsonl"]) == 0
    lines = (tmp_path / "default.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["event_id"] for line in lines} == {e["event_id"] for e in codable}
    assert 0 < len(codable) < len(coded[0])
