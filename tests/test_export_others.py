"""Events in the formats of other datasets and tools: UCDP GED, HXL, PLOVER, Parquet, Excel."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from tocsin.export import ExportOptions, write
from tocsin.export.ged import GED_COLUMNS, ged_rows, priogrid
from tocsin.export.hxl import HASHTAGS
from tocsin.export.options import ExportReport, LeftOut
from tocsin.export.own_data import own_data
from tocsin.export.plover import plover_records
from tocsin.model.errors import UsageError
from tocsin.model.event import Event
from tocsin.model.reading import Modality
from tocsin.model.values import ActorValue, Count, DateValue, Side, VictimCount, VictimStatus
from tocsin.read.neural.tags import TYPES

WHEN = datetime(2026, 2, 1, 12, tzinfo=UTC)
RIVER = ActorValue("rb", "River Brigade", "Political militia", "MLI", "River Brigade")
GUNMEN = ActorValue("unidentified-armed-group-mali", "Unidentified Armed Group (Mali)", "Political militia", "MLI")


def killed(side: Side, low: int | None, best: int | None, high: int | None, actor: str | None = None) -> VictimCount:
    return VictimCount(side, VictimStatus.KILLED, Count(low, best, high), actor=actor)


def ged(event: Event, **options: Any) -> dict[str, Any]:
    """The only row of an event."""
    (row,) = ged_rows(event, ExportOptions(**options), ExportReport("events", "ged-csv"))
    assert isinstance(row, dict)
    return row


def reason(event: Event, **options: Any) -> str:
    (left,) = ged_rows(event, ExportOptions(**options), ExportReport("events", "ged-csv"))
    assert isinstance(left, LeftOut)
    return left.reason


# UCDP GED


def test_49_columns_in_order() -> None:
    assert len(GED_COLUMNS) == 49
    assert tuple(ged(factories.event())) == GED_COLUMNS
    assert (GED_COLUMNS[0], GED_COLUMNS[31], GED_COLUMNS[48]) == ("id", "geom_wkt", "gwnob")


def test_a_state_stands_on_side_a_and_has_its_number() -> None:
    row = ged(factories.event())
    expected = {
        "id": 4660000001, "relid": "MLI-2024-1-MLI1", "year": 2024, "type_of_violence": 1,
        "side_a": "Military Forces of Mali (2021-)", "side_b": "NDF: Northern Dawn Front", "gwnoa": 432, "gwnob": "",
        "country": "Mali", "country_id": 432, "region": "Africa", "where_prec": 1, "where_coordinates": "Kati",
        "geom_wkt": "POINT (-8.0725 12.7439)", "priogrid_gid": 147944, "date_prec": 1, "date_start": "2024-03-03",
        "low": 9, "best": 9, "high": 11, "deaths_unknown": 9, "number_of_sources": 1, "conflict_name": "",
    }  # fmt: skip
    assert {key: row[key] for key in expected} == expected


def test_types_of_violence_and_deaths_by_side() -> None:
    dead = (killed(Side.CIVILIAN, 4, 4, 4), killed(Side.REBEL, 2, 2, 3))
    massacre = replace(factories.event(), actor2=factories.CIVILIANS, civilian_targeting=True, victims=dead,
                       fatalities=Count(6, 6, 7))  # fmt: skip
    row = ged(massacre)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (3, "NDF: Northern Dawn Front", "Civilians")
    assert (row["deaths_a"], row["deaths_civilians"], row["deaths_unknown"]) == (2, 4, 0)
    rivals = replace(factories.event(), actor2=RIVER)
    assert ged(rivals)["type_of_violence"] == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fatalities": Count(0, 0, 0)}, "no death is told"),
        ({"actor1": GUNMEN}, "a side is unidentified"),
        ({"actor2": None, "victims": ()}, "no second side"),
        ({"event_type": "Protests"}, "no organised violence"),
        ({"modality": Modality.THREATENED}, "not told as having happened"),
        ({"review_state": "rejected"}, "rejected"),
    ],
)
def test_what_ucdp_does_not_count_is_left_out_with_the_reason(changes: dict[str, Any], words: str) -> None:
    assert words in reason(replace(factories.event(), **changes))


def test_all_keeps_unidentified_sides() -> None:
    assert ged(replace(factories.event(), actor1=GUNMEN), include_all=True)["side_b"] == GUNMEN.name


@pytest.mark.parametrize(("days", "precision"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5)])
def test_days_make_the_precision(days: int, precision: int) -> None:
    last = date.fromordinal(date(2024, 3, 1).toordinal() + days - 1)
    assert ged(replace(factories.event(), date=DateValue(date(2024, 3, 1), last, 2)))["date_prec"] == precision


def test_areas_have_the_precision_of_their_level() -> None:
    place = replace(factories.KATI, precision=3, place_id=None)
    assert ged(replace(factories.event(), place=place))["where_prec"] == 5
    unknown = replace(factories.KATI, precision=4, latitude=None, longitude=None)
    row = ged(replace(factories.event(), place=unknown))
    assert (row["where_prec"], row["geom_wkt"], row["priogrid_gid"]) == (6, "", "")


bounds = st.one_of(st.none(), st.integers(0, 500))


@given(st.lists(bounds, min_size=3, max_size=3), st.lists(bounds, min_size=2, max_size=2))
def test_bounds_never_cross_and_parts_sum_to_the_best(total: list[int | None], parts: list[int | None]) -> None:
    stated = sorted(n for n in total if n is not None)
    count = Count(*(*stated, None, None, None)[:3]) if stated else Count(1, None, None)
    dead = (killed(Side.CIVILIAN, parts[0], parts[0], None), killed(Side.STATE, parts[1], parts[1], None))
    event = replace(factories.event(), fatalities=count, victims=dead)
    (row,) = ged_rows(event, ExportOptions(), ExportReport("events", "ged-csv"))
    if isinstance(row, LeftOut):
        assert not max(n or 0 for n in (count.low, count.best, count.high))
        return
    low, best, high = (int(row[name] or 0) for name in ("low", "best", "high"))
    assert low <= best <= high
    assert sum(int(row[name] or 0) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")) == best


def test_cells_are_counted_from_the_south_west() -> None:
    assert priogrid(-90.0, -180.0) == 1
    assert priogrid(-90.0, 179.9) == 720
    assert priogrid(-89.4, -180.0) == 721
    assert priogrid(90.0, 180.0) == 259_200
    assert priogrid(None, 3.0) is None


# HXL


def test_hashtags_stand_under_the_header() -> None:
    out = io.StringIO()
    write("events", "hxl-csv", [factories.event()], out)
    header, tags, row = list(csv.reader(io.StringIO(out.getvalue())))
    assert dict(zip(header, tags, strict=True)) == HASHTAGS
    assert all(tag.startswith("#") for tag in tags)
    told = dict(zip(tags, row, strict=True))
    assert (told["#country+code"], told["#affected+killed"], told["#loc+name"]) == ("MLI", "9", "Kati")


# PLOVER


def plover(event: Event, **options: Any) -> dict[str, Any]:
    (record,) = plover_records(event, ExportOptions(**options))
    assert isinstance(record, dict)
    return record


def test_a_plover_record() -> None:
    record = plover(factories.event())
    assert (record["event"], record["mode"], record["quad_code"]) == (["ASSAULT"], ["explosives"], 4)
    assert record["actor"][0]["sector"] == ["REB"]
    assert record["recipient"][0]["sector"] == ["MIL"]
    assert record["event_loc"]["resolution"] == 4
    assert record["size"]["dead"] == {"low": 9, "best": 9, "high": 11}
    assert record["size"]["injured"] == {"low": 20, "best": 20, "high": None}
    assert record["size"]["arrested"] is None
    assert record["event_text"] == ["car bomb exploded"]


def test_every_type_but_other_has_a_category_and_every_category_a_quad() -> None:
    mapping = own_data("plover.yml")
    assert set(mapping["types"]) == set(TYPES) - {"Other"}
    assert {one["event"] for one in mapping["types"].values()} <= set(mapping["quads"])
    (left,) = plover_records(replace(factories.event(), sub_event_type="Other"), ExportOptions())
    assert isinstance(left, LeftOut)
    assert "no category" in left.reason


def test_who_uses_the_force_acts_and_threats_are_threats() -> None:
    crowd = ActorValue("protesters-mali", "Protesters (Mali)", "Protesters", "MLI")
    force = replace(factories.event(), actor1=crowd, sub_event_type="Excessive force against protesters")
    assert plover(force)["actor"][0]["identifier_text"] == factories.ARMY.name
    threat = replace(factories.event(), modality=Modality.THREATENED)
    assert plover(threat, include_all=True)["event"] == ["THREATEN"]
    drone = replace(factories.event(), sub_event_type="Air/drone strike", weapons=("explosive drone",))
    assert plover(drone)["mode"] == ["drone"]


# Parquet and Excel


def test_parquet_has_types(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    report = write(
        "events", "parquet", [factories.event()] * 3, tmp_path / "e.parquet", ExportOptions(generated_at=WHEN)
    )
    table = pq.read_table(tmp_path / "e.parquet")
    row = table.to_pylist()[0]
    assert (report.rows, table.num_rows) == (3, 3)
    assert (row["date_start"], row["fatalities_high"], row["disputed"]) == (date(2024, 3, 3), 11, True)
    assert row["latitude"] == pytest.approx(12.7439)
    assert json.loads((tmp_path / "e.parquet.manifest.json").read_text())["rows"] == 3


def test_a_workbook_runs_nothing_and_says_what_it_is(tmp_path: Path) -> None:
    event = replace(
        factories.event(), notes='=HYPERLINK("http://x")\x07', date=DateValue(date(1899, 5, 1), date(1899, 5, 1), 1)
    )
    write("events", "xlsx", [event], tmp_path / "e.xlsx", ExportOptions(generated_at=WHEN, filters={"country": "MLI"}))
    with zipfile.ZipFile(tmp_path / "e.xlsx") as book:
        sheets = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2)]
        names = book.read("xl/workbook.xml").decode()
    assert 'name="events"' in names
    assert 'name="about"' in names
    assert "<f>" not in sheets[0]
    assert "=HYPERLINK" in sheets[0]
    assert "\x07" not in sheets[0]
    assert "1899-05-01" in sheets[0], "days before Excel's calendar stay text"
    assert "country" in sheets[1]


@pytest.mark.parametrize("fmt", ["parquet", "xlsx"])
def test_files_that_are_no_text_need_a_file(fmt: str) -> None:
    with pytest.raises(UsageError, match="--out"):
        write("events", fmt, [factories.event()], io.StringIO())


@pytest.mark.parametrize("fmt", ["parquet", "xlsx"])
def test_a_stopped_export_leaves_the_older_file(fmt: str, tmp_path: Path) -> None:
    if fmt == "parquet":
        pytest.importorskip("pyarrow", reason="needs the extra parquet")
    path = tmp_path / f"e.{fmt}"
    path.write_text("older")

    def rows() -> Any:
        yield factories.event()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write("events", fmt, rows(), path)
    assert path.read_text() == "older"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
