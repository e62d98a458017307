"""Administrative units as areas: what is imported, which unit a point lay in on a day, and what events show."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin import knowledge
from tocsin.cli.main import run
from tocsin.knowledge.boundaries import COAST_KM, Boundaries
from tocsin.knowledge.boundaries_import import Wanted, import_set, remove_set
from tocsin.merge.case import Choice
from tocsin.merge.units import with_units
from tocsin.model.errors import KnowledgeError, UsageError
from tocsin.model.event import Evidence
from tocsin.model.values import DateValue, PlaceValue
from tocsin.pipeline import digest

Json = dict[str, Any]
OLD, NEW = date(2022, 7, 22), date(2024, 7, 22)


def box(west: float, south: float, east: float, north: float) -> Json:
    """An area with straight edges."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def gb(name: str, geometry: Json | None, country: str = "MLI", kind: str = "ADM1") -> Json:
    """A unit as geoBoundaries writes it."""
    said = {"shapeName": name, "shapeISO": f"X-{name}", "shapeGroup": country, "shapeType": kind}
    return {"type": "Feature", "properties": said, "geometry": geometry}


def cod(name: str, geometry: Json, since: str | None = None) -> Json:
    """A unit as a common operational dataset writes it."""
    said = {"ADM1_FR": "Wide", "ADM1_PCODE": "ML01", "ADM2_FR": name, "ADM2_PCODE": f"ML01{name}", "ADM0_PCODE": "ML"}
    return {"type": "Feature", "properties": {**said, "validOn": since, "validTo": None}, "geometry": geometry}


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge folder of one's own."""
    folder = tmp_path / "mine"
    folder.mkdir()
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(folder))
    return folder


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a GeoJSON file of units."""

    def write(*features: Json, **more: object) -> Path:
        path = tmp_path / "units.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
        return path

    return write


def names(latitude: float, longitude: float, day: date | None) -> dict[int, str]:
    """Names of the units of Mali at a point."""
    return {level: unit.name for level, unit in Boundaries.open().at(latitude, longitude, "MLI", day).items()}


def test_units_are_those_of_the_day(mine: Path, written: Callable[..., Path]) -> None:
    import_set(written(gb("West", box(-6, 13, -1, 16))), Wanted(valid_to=date(2023, 2, 28)))
    import_set(written(gb("Rock", box(-4, 13, -1, 16))), Wanted(valid_from=date(2023, 3, 1)))
    import_set(written(cod("Circle", box(-4, 13, -1, 16), "2020-01-01")), Wanted())
    assert names(14.5, -3.5, OLD) == {1: "West", 2: "Circle"}
    assert names(14.5, -3.5, NEW) == {1: "Rock", 2: "Circle"}
    assert names(14.5, -3.5, None) == {1: "Rock", 2: "Circle"}
    assert names(14.5, -3.5, date(2019, 1, 1)) == {1: "West"}
    assert [about.id for about in Boundaries.open().sets] == [
        "MLI-adm1-2023-03-01", "MLI-adm1-until-2023-02-28", "MLI-adm2-2020-01-01",
    ]  # fmt: skip
    assert Boundaries.open().at(14.5, -3.5, "NER", OLD) == {}


def test_a_town_on_the_shore_belongs_to_the_nearest_unit(mine: Path, written: Callable[..., Path]) -> None:
    import_set(written(gb("West", box(-6, 13, -4, 16)), gb("East", box(-4, 13, -1, 16))), Wanted())
    degrees = COAST_KM / 111.2
    assert names(13 - degrees * 0.9, -5, OLD) == {1: "West"}
    assert names(13 - degrees * 1.1, -5, OLD) == {}


@pytest.mark.parametrize(
    ("bad", "cause"),
    [
        (gb("Dot", {"type": "Point", "coordinates": [0, 0]}), "it is a Point, no area"),
        (gb("Far", box(345678, 1500000, 345679, 1500001)), "no degrees"),
        (gb("Bare", None), "it has no outline"),
        (gb("", box(0, 0, 1, 1)), "its field shapeName is empty"),
        (gb("Thin", {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}), "its outline cannot be read"),
        (gb("Empty", {"type": "Polygon", "coordinates": []}), "it has no outline"),
        (gb("Huge", box(0, 0, int("9" * 400), 1)), "its outline cannot be read"),
        (gb("NaN", box(0, 0, float("nan"), 1)), "no degrees"),
        (gb("East", box(100, 0, 181, 1)), "181, 0 are no degrees"),
        (gb("Globe", box(-179, 0, 179, 1)), "cut it at 180 degrees"),
        (gb("Odd", {"type": "Polygon", "coordinates": [[["a", "b"]]]}), "its outline cannot be read"),
        (gb("Several", {"type": "GeometryCollection", "geometries": []}), "it has no outline"),
        ({"type": "Feature", "properties": {"shapeName": ["x"]}, "geometry": box(0, 0, 1, 1)}, "is empty"),
    ],
)
def test_bad_units_are_left_out_and_named(mine: Path, written: Callable[..., Path], bad: Json, cause: str) -> None:
    found = import_set(written(gb("West", box(-6, 13, -4, 16)), bad), Wanted())
    (sentence,) = found.refused
    assert sentence.startswith("unit 2 (")
    assert cause in sentence
    assert found.about.units == 1


def test_an_outline_that_crosses_itself_is_mended(mine: Path, written: Callable[..., Path]) -> None:
    bow = {"type": "Polygon", "coordinates": [[[-8, 20], [-6, 22], [-6, 20], [-8, 22], [-8, 20]]]}
    found = import_set(written(gb("Bow", bow)), Wanted(valid_from=OLD))
    assert found.notices == ("unit 1 (Bow) had an outline that crosses itself; it was mended.",)
    assert names(20.5, -7.8, OLD) == {1: "Bow"}
    assert names(20.2, -7.0, OLD) == {}


@pytest.mark.parametrize(
    ("features", "more", "wanted", "cause"),
    [
        ([gb("A", box(0, 0, 1, 1)), gb("B", box(1, 0, 2, 1), "NER")], {}, Wanted(), "several countries (MLI, NER)"),
        ([gb("A", box(0, 0, 1, 1), kind="ADM0")], {}, Wanted(), "give --level"),
        ([{"properties": {"n": "A"}, "geometry": box(0, 0, 1, 1)}], {}, Wanted(level=1), "one of n"),
        ([{"properties": {"n": "A"}, "geometry": box(0, 0, 1, 1)}], {}, Wanted(level=1, name_field="n"), "--country"),
        ([gb("A", box(0, 0, 1, 1))], {}, Wanted(valid_from=NEW, valid_to=OLD), "before they begin"),
        ([gb("A", box(0, 0, 1, 1))], {}, Wanted(code_field="x"), "no field x"),
        ([cod("A", box(0, 0, 1, 1), "2020-13-01")], {}, Wanted(), "'2020-13-01' is no date"),
        ([gb("A", box(0, 0, 1, 1))], {"crs": {"properties": {"name": "EPSG:32630"}}}, Wanted(), "EPSG:32630"),
        ([gb("A", box(0, 0, 1, 1))], {"crs": "EPSG:3857"}, Wanted(), "EPSG:3857"),
        ([gb("A", box(0, 0, 1, 1))], {}, Wanted(country="NER"), "units of MLI, not of NER"),
        ([gb("A", box(0, 0, 1, 1))], {}, Wanted(level=9), "9 is no level"),
        ([gb("A", box(0, 0, 1, 1), kind="ADM")], {}, Wanted(), "give --level"),
        (
            [cod("A", box(0, 0, 1, 1), "2020-01-01"), cod("B", box(1, 0, 2, 1), "2023-01-01")],
            {},
            Wanted(),
            "valid at different times (validOn: 2020-01-01, 2023-01-01)",
        ),
        ([{"type": "Feature", "geometry": box(0, 0, 1, 1)}], {}, Wanted(level=1, country="MLI"), "no properties"),
        ([gb("A", None)], {}, Wanted(), "no unit could be read"),
        ([], {}, Wanted(), "no GeoJSON FeatureCollection"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    mine: Path, written: Callable[..., Path], features: Sequence[Json], more: Json, wanted: Wanted, cause: str
) -> None:
    with pytest.raises((UsageError, KnowledgeError)) as caught:
        import_set(written(*features, **more), wanted)
    assert cause in str(caught.value)
    assert not list(mine.rglob("*.json"))


def test_dates_that_say_no_day_are_none(mine: Path, written: Callable[..., Path]) -> None:
    found = import_set(written(cod("Circle", box(-4, 13, -1, 16), "-99")), Wanted())
    assert (found.about.valid_from, found.about.valid_to) == (None, None)


def test_names_are_one_plain_line(mine: Path, written: Callable[..., Path]) -> None:
    import_set(written(gb("Wes\nt\x1b[31m", box(-6, 13, -1, 16))), Wanted())
    assert names(14.5, -3.5, OLD) == {1: "Wes t [31m"}


def test_a_damaged_set_stops_a_run_and_can_be_taken_out(
    mine: Path, written: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def anew(*words: str) -> int:  # as in a process of its own
        digest.digest.cache_clear()
        knowledge.load.cache_clear()
        return run(words)

    article, db = tmp_path / "a.txt", str(tmp_path / "t.db")
    article.write_text("Gunmen killed four people in Bandiagara, Mali, on 3 July 2024.", encoding="utf-8")
    assert anew("code", str(article), "--published", "2024-07-05", "--db", db) == 0
    import_set(written(gb("Rock", box(-4, 13, -1, 16))), Wanted())
    path = mine / "boundaries" / "MLI-adm1-always.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"Polygon"', '"Point"'), encoding="utf-8")
    capsys.readouterr()
    assert anew("code", str(article), "--published", "2024-07-05", "--db", db) == 1
    assert "tocsin boundaries remove MLI-adm1-always" in capsys.readouterr().err
    assert anew("doctor", "--quick", "--db", db) == 1
    assert "WRONG own files" in capsys.readouterr().out
    path.write_text("{", encoding="utf-8")
    assert anew("boundaries", "remove", "MLI-adm1-always") == 0
    assert anew("events", "--db", db, "--format", "jsonl") == 0
    assert "Bandiagara" in capsys.readouterr().out


def test_two_sets_never_speak_of_one_day(mine: Path, written: Callable[..., Path]) -> None:
    path = written(gb("West", box(-6, 13, -1, 16)))
    import_set(path, Wanted(valid_from=OLD))
    with pytest.raises(UsageError, match="tocsin boundaries remove MLI-adm1-2022-07-22"):
        import_set(path, Wanted())
    import_set(path, Wanted(valid_to=date(2022, 7, 21)))
    remove_set("MLI-adm1-2022-07-22")
    with pytest.raises(UsageError, match="there are: MLI-adm1-until-2022-07-21"):
        remove_set("MLI-adm1-2022-07-22")


def test_a_file_that_was_not_imported_is_refused(mine: Path) -> None:
    (mine / "boundaries").mkdir()
    (mine / "boundaries" / "raw.json").write_text('{"features": []}', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="was not made by `tocsin boundaries import`"):
        Boundaries.open()


def test_without_a_folder_of_ones_own_it_says_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, written: Callable[..., Path]
) -> None:
    monkeypatch.delenv("TOCSIN_KNOWLEDGE", raising=False)
    assert Boundaries.open().sets == ()
    with pytest.raises(UsageError, match="TOCSIN_KNOWLEDGE"):
        import_set(written(gb("West", box(-6, 13, -1, 16))), Wanted())


@settings(max_examples=40, deadline=None)
@given(st.floats(-5.99, 3.99), st.floats(13.01, 17.99))
def test_a_point_lies_in_the_unit_around_it(
    tmp_path_factory: pytest.TempPathFactory, east: float, north: float
) -> None:
    folder = tmp_path_factory.mktemp("mine")
    columns = [(f"c{w}", box(w, 13, w + 1, 18)) for w in range(-6, 4)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOCSIN_KNOWLEDGE", str(folder))
        path = folder / "units.geojson"
        path.write_text(json.dumps({"features": [gb(n, g) for n, g in columns]}), encoding="utf-8")
        import_set(path, Wanted())
        (name,) = names(north, east, None).values()
    west = int(name[1:])
    assert west <= east <= west + 1


# On events

BANDIAGARA = PlaceValue("Bandiagara", "p1", "MLI", "Mopti", None, None, 14.35, -3.61, 1, 1.5)


def chosen(value: PlaceValue | None) -> Choice[PlaceValue | None]:
    """A choice with one row of evidence."""
    row = Evidence("place", value, (), True, "rules@1", "only-report", confidence=0.9, reasons=("named",))
    return Choice(value, "only-report", (row,))


@pytest.mark.parametrize(
    ("change", "units"),
    [
        ({}, ("Rock", "Circle")),
        ({"precision": 2}, ("Rock", None)),
        ({"precision": 3}, ("Mopti", None)),
        ({"latitude": None, "longitude": None}, ("Mopti", None)),
        ({"country": "NER"}, ("Mopti", None)),
    ],
)
def test_an_event_shows_as_many_units_as_its_place_is_precise(
    mine: Path, written: Callable[..., Path], change: Json, units: tuple[str, str | None]
) -> None:
    import_set(written(gb("Rock", box(-4, 13, -1, 16))), Wanted())
    import_set(written(cod("Circle", box(-4, 13, -1, 16))), Wanted())
    place = replace(BANDIAGARA, **change)
    found = with_units(chosen(place), DateValue(NEW, NEW, 1), Boundaries.open())
    assert found.value is not None
    assert (found.value.admin1, found.value.admin2) == units
    reasons = found.evidence[0].reasons
    assert reasons[0] == "named"
    assert any("geoBoundaries" in r for r in reasons) == (units[0] == "Rock")


def test_without_boundaries_a_place_stays_as_it_is() -> None:
    told = chosen(BANDIAGARA)
    assert with_units(told, None, Boundaries(())) is told
    assert with_units(chosen(None), None, Boundaries(())).value is None


def test_new_boundaries_change_events_and_no_text_is_read_anew(mine: Path, written: Callable[..., Path]) -> None:
    def digests() -> tuple[str, str]:
        digest.digest.cache_clear()
        return digest.digest(digest.READING), digest.digest(digest.MERGING)

    before = digests()
    import_set(written(gb("West", box(-6, 13, -1, 16))), Wanted())
    after = digests()
    digest.digest.cache_clear()
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_the_commands(
    mine: Path, written: Callable[..., Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(words)
        return status, *capsys.readouterr()

    path = str(written(gb("West", box(-6, 13, -1, 16)), gb("Dot", None)))
    assert "No boundaries are imported" in call("boundaries", "list")[1]
    status, out, err = call("boundaries", "import", path, "--valid-to", "2023-02-28", "--dry-run")
    assert (status, "Would import MLI-adm1-until-2023-02-28: 1 units" in out) == (1, True)
    assert "unit 2 (Dot) is left out: it has no outline." in err
    assert not list(mine.rglob("*.json"))
    call("boundaries", "import", path, "--valid-to", "2023-02-28")
    assert "until 2023-02-28" in call("boundaries", "list")[1]
    status, out, _ = call("boundaries", "show", "--country", "ML", "--on", "2022-01-01", "--", "14.5", "-3.5")
    assert (status, out.startswith("admin1  West (X-West)")) == (0, True)
    status, _, err = call("boundaries", "show", "--country", "ML", "--", "14.5", "-3.5")
    assert (status, "No unit" in err) == (1, True)
    assert call("boundaries", "import", path, "--valid-from", "soon")[0] == 2
    assert "Removed" in call("boundaries", "remove", "MLI-adm1-until-2023-02-28")[1]
