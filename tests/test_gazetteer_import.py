"""Importing gazetteers: dumps, names, tables, GeoJSON; refusals, atomicity, memory, downloads from a local server."""

import json
import os
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from gazetteer_kit import DUMP, dump_line, write_dump
from tocsin.cli.main import run as command
from tocsin.knowledge import gazetteer_build, gazetteer_fetch, gazetteer_import, gazetteer_sources
from tocsin.knowledge.gazetteer import Gazetteer
from tocsin.knowledge.gazetteer_import import ImportOptions, ImportReport
from tocsin.knowledge.gazetteer_imported import imported_digest, imported_path
from tocsin.model.errors import KnowledgeError, UsageError
from tocsin.pipeline.digest import parts


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A compiled gazetteer of Malian and some other towns: compiling takes a moment."""
    path = tmp_path_factory.mktemp("packaged") / "small.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        cut = [city for city in gazetteer_sources.cities() if city.country in ("ML", "NE", "NZ")]
        patch.setattr(gazetteer_sources, "cities", lambda: iter(cut))
        gazetteer_build.build(path)
    return path


@pytest.fixture
def folder(packaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for imports; ``Gazetteer.open()`` opens the small gazetteer there."""
    home = tmp_path / "gazetteer"
    home.mkdir()
    (home / "small.sqlite").write_bytes(packaged.read_bytes())
    monkeypatch.setenv("TOCSIN_GAZETTEER", str(home / "small.sqlite"))
    monkeypatch.delenv("TOCSIN_KNOWLEDGE", raising=False)
    monkeypatch.delenv("TOCSIN_IMPORTED")
    monkeypatch.chdir(tmp_path)
    return home


def take(folder: Path, *files: Path, **options: Any) -> ImportReport:
    return gazetteer_import.run(files, ImportOptions(**options), packaged=folder / "small.sqlite")


def test_a_dump_gives_places_with_units_and_spellings(folder: Path, tmp_path: Path) -> None:
    report = take(folder, write_dump(tmp_path / "ML.txt"))
    assert (report.taken, report.refused) == ({"ML": 6}, [])
    assert report.left_out == {"WLL": 1}
    opened = Gazetteer.open()
    karo = next(e for e in opened.lookup("qaro") if e.kind == "village")
    assert (karo.place_id, karo.name, karo.admin1, karo.admin2) == ("geonames:11000003", "Karo", "Tafourat", "Karo")
    assert (karo.latitude, karo.population, karo.matched) == (14.21, 1200, "alternate")
    assert opened.lookup("Каро")[0].place_id == "geonames:11000003"
    assert opened.lookup("KRO") == ()  # a code of three letters is no spelling
    unit = next(e for e in opened.lookup("Karo") if e.kind == "admin2")
    assert unit.place_id == "geonames:11000002"
    assert opened.lookup("Karo Airport")[0].kind == "site"
    assert opened.get("geonames:11000003") in opened.lookup("Karo", "MLI")
    assert opened.nearest(14.21, -3.91)[0][0].place_id == "geonames:11000003"
    assert "karo" in opened.names("geonames:11000003")


def test_a_town_that_both_lists_have_is_one_place_and_keeps_its_unit(folder: Path, tmp_path: Path) -> None:
    before = Gazetteer.open().lookup("Kolokani", "MLI")[0]
    take(folder, write_dump(tmp_path / "ML.txt"))
    (after,) = [e for e in Gazetteer.open().lookup("Kolokani", "MLI") if e.place_id == before.place_id]
    assert (after.admin1_code, after.population) == (before.admin1_code, before.population)
    assert after.longitude == -8.03  # the dump's point


def test_an_imported_place_takes_the_place_of_a_stand_in(folder: Path, tmp_path: Path) -> None:
    assert Gazetteer.open().lookup("Sévaré")[0].place_id == "supplement:mli-sevare"
    take(folder, write_dump(tmp_path / "ML.txt", [dump_line(11_000_009, "Sévaré", point=(14.53, -4.1))]))
    assert [e.place_id for e in Gazetteer.open().lookup("Sévaré") if e.kind != "admin2"] == ["geonames:11000009"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("11000010\tShort", "it has 2 columns instead of 19"),
        (dump_line("x1", "Karo"), "the id 'x1' is no GeoNames id"),
        (dump_line(11_000_010, "Karo", point=(91, 0)), "there is no latitude 91"),
        (dump_line(11_000_010, "Karo", point=(14, 181)), "there is no longitude 181"),
        (dump_line(11_000_010, "Karo", point=(0, 0)), "the point 0, 0 lies in the open sea"),
        (dump_line(11_000_010, "Karo", point=("nan", 3)), "are not two numbers in degrees"),
        (dump_line(11_000_010, "Karo", country="QQ"), "'QQ' is no ISO code of two letters"),
        (dump_line(11_000_010, "Karo", people="many"), "the population 'many' is no whole number"),
        (dump_line(11_000_010, " "), "it has no name"),
        (dump_line(11_000_001, "Karo again"), "a place of the id 11000001 stands in this file already"),
    ],
)
def test_bad_rows_are_refused_with_line_and_reason(folder: Path, tmp_path: Path, line: str, reason: str) -> None:
    report = take(folder, write_dump(tmp_path / "ML.txt", [*DUMP, line]))
    (refused,) = report.refused
    assert (refused.file, refused.line) == ("ML.txt", len(DUMP) + 1)
    assert reason in refused.reason
    assert report.taken == {"ML": 6}


def test_bytes_that_are_no_text_are_refused(folder: Path, tmp_path: Path) -> None:
    path = write_dump(tmp_path / "ML.txt")
    path.write_bytes(path.read_bytes() + b"11000011\tK\xff\n")
    assert "is not UTF-8" in take(folder, path).refused[0].reason


def test_names_by_language_and_of_the_past(folder: Path, tmp_path: Path) -> None:
    rows = [
        ("1", "11000003", "fr", "Carreau", "", "", "", "", "", ""),
        ("2", "11000003", "de", "Karoburg", "", "", "", "", "", ""),
        ("3", "11000003", "en", "Fort Karo", "", "", "", "1", "1899", "1960"),
        ("4", "11000003", "link", "https://example.org/karo", "", "", "", "", "", ""),
        ("5", "2454955", "en", "Kolokani Town", "", "", "", "", "", ""),  # a packaged town
        ("6", "99", "en", "Nowhere Known", "", "", "", "", "", ""),
    ]
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text("\n".join("\t".join(row) for row in rows) + "\nbroken\trow\n", encoding="utf-8")
    report = take(folder, write_dump(tmp_path / "ML.txt", DUMP[:6]), names, languages=frozenset({"en", "fr"}))
    assert [str(row) for row in report.refused] == ["alternateNamesV2.txt, line 7: it has 2 columns instead of 8 or 10"]
    opened = Gazetteer.open()
    assert opened.lookup("Carreau")[0].matched == "alternate"
    assert opened.lookup("Fort Karo")[0].matched == "former"
    assert opened.lookup("Kolokani Town")[0].place_id == "geonames:2454955"
    assert opened.lookup("Karoburg") == opened.lookup("Nowhere Known") == ()


TABLE = """Name;Lat;Lon;Country;Region;Kind;Spellings;People;Colour
Tafourat;14,20;-3,90;MLI;Mopti;village;Tafurat|Tafoorat;300;red
Swapped;-3,90;14,20;MLI;;;;;
Null;0;0;MLI;;;;;
Abroad;14;-3;Atlantis;;;;;
Unit;14;-3;Mali;Nowhereland;;;;
Kind;14;-3;Mali;;hamlet;;;
Words;abc;-3;Mali;;;;;
Short;14
People;14;-3;Mali;;;;many;
"Open;14;-3;Mali;;;;;
Twice;14,5;-3;Mali;;;;;
Twice;14,5;-3;Mali;;;;;
"""
REASONS = (
    "lies outside MLI, whose towns lie between latitudes 10 and 2",
    "the point 0, 0",
    "the country 'Atlantis' is no ISO code",
    "'Nowhereland' is no first-level unit of MLI",
    "'hamlet' is no kind of place",
    "are not two numbers",
    "it has 2 cells, the heading 9",
    "the population 'many'",
    "a quotation mark is opened",
    "stands in this file already",
)


def test_a_table_of_ones_own_with_every_mistake(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "villages.csv"
    path.write_text("\ufeff" + TABLE, encoding="utf-8")
    report = take(folder, path)
    assert [row.line for row in report.refused] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 13]
    for row, reason in zip(report.refused, REASONS, strict=True):
        assert reason in row.reason
    assert "latitude and longitude have changed places" in report.refused[0].reason
    assert report.remarks == ["villages.csv: columns not read: Colour"]
    (place,) = Gazetteer.open().lookup("Tafoorat")
    assert (place.admin1_code, place.latitude, place.population, place.verified) == ("ML-5", 14.2, 300, False)
    assert place.own
    assert place.place_id.startswith("own:mli-tafourat-")


def test_a_table_without_its_columns_and_an_unknown_file_are_refused_whole(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "villages.csv"
    path.write_text("name,where\nKaro,here\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no column latitude and no column longitude and no column country"):
        take(folder, path)
    other = write_dump(tmp_path / "notes.txt", ["just words"])
    with pytest.raises(KnowledgeError, match="its first row has 1 columns"):
        take(folder, other)
    with pytest.raises(KnowledgeError, match="There is no file"):
        take(folder, tmp_path / "none.txt")
    with pytest.raises(UsageError, match="'X' is no feature class"):
        ImportOptions(classes=frozenset("X"))
    assert not imported_path().exists()


def test_geojson_points_and_areas(folder: Path, tmp_path: Path) -> None:
    def feature(shape: str, coordinates: object, **properties: object) -> dict[str, object]:
        return {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}

    square = [[[-4, 14], [-3, 14], [-3, 15], [-4, 15], [-4, 14]]]
    features = [
        feature("Point", [-3.9, 14.2], name="Tafourat", country="MLI", kind="site", verified=True),
        feature("Polygon", square, name="Salt Pan", country="MLI", names=["Sebkha"], colour="red"),
        feature("LineString", square[0], name="Road", country="MLI"),
        feature("Point", ["x", 14.2], name="Words", country="MLI"),
        feature("Point", [-3.9, 14.2], country="MLI"),
    ]
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    report = take(folder, path)
    assert [str(row).partition(": ")[0] for row in report.refused] == [f"areas.geojson, feature {n}" for n in (3, 4, 5)]
    assert report.remarks == ["areas.geojson: properties not read: colour"]
    opened = Gazetteer.open()
    (area,) = opened.lookup("Sebkha")
    assert (area.kind, area.latitude, area.longitude) == ("region", 14.5, -3.5)
    assert area.radius_km == pytest.approx(77.4, abs=1)
    (site,) = opened.lookup("Tafourat")
    assert (site.kind, site.verified) == ("site", True)


def test_the_file_of_a_name_is_replaced_and_an_unchanged_one_is_not_read(folder: Path, tmp_path: Path) -> None:
    first, second = (
        write_dump(tmp_path / "ML.txt"),
        write_dump(tmp_path / "NE.txt", [dump_line(12, "Zolo", country="NE")]),
    )
    take(folder, first, second)
    before = imported_digest()
    assert take(folder, first).unchanged == ["ML"]
    write_dump(tmp_path / "ML.txt", [dump_line(11_000_004, "Sinkaroubougou", unit="77")])
    assert take(folder, first).taken == {"ML": 1}
    opened = Gazetteer.open()
    assert opened.lookup("Karo", "MLI") == ()
    assert opened.lookup("Zolo")[0].country == "NER"
    assert opened.lookup("Sinkaroubougou")
    assert imported_digest() != before
    gazetteer_import.remove(["NE"], packaged=folder / "small.sqlite")
    assert Gazetteer.open().lookup("Zolo") == ()
    with pytest.raises(UsageError, match="Nothing was imported as 'NE'; there is ML"):
        gazetteer_import.remove(["NE"], packaged=folder / "small.sqlite")
    gazetteer_import.remove(["ML"], packaged=folder / "small.sqlite")
    assert Gazetteer.open().imported is None


def test_a_stopped_import_leaves_the_old_one(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(folder, write_dump(tmp_path / "ML.txt"))
    before = imported_path().read_bytes()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gazetteer_import.gazetteer_finish, "finish", stop)
    with pytest.raises(KeyboardInterrupt):
        take(folder, write_dump(tmp_path / "NE.txt", [dump_line(12, "Zolo", country="NE")]))
    assert imported_path().read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["gazetteer-imported.sqlite", "small.sqlite"]
    assert Gazetteer.open().lookup("Karo", "MLI")


def test_remains_of_a_killed_import_are_removed_after_an_hour(folder: Path, tmp_path: Path) -> None:
    old, young = folder / ".gazetteer-imported.sqlite.aa.tmp", folder / ".gazetteer-imported.sqlite.bb.tmp"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    take(folder, write_dump(tmp_path / "ML.txt"))
    assert not old.exists()
    assert young.exists()


def test_an_import_changes_what_events_depend_on(folder: Path, tmp_path: Path) -> None:
    parts.cache_clear()
    before = parts()["own knowledge"]
    take(folder, write_dump(tmp_path / "ML.txt"))
    parts.cache_clear()
    assert parts()["own knowledge"] != before
    parts.cache_clear()


def test_a_damaged_file_of_imports_gets_a_sentence(folder: Path) -> None:
    imported_path().write_bytes(b"junk" * 2000)
    with pytest.raises(KnowledgeError, match="does not hold imported places"):
        Gazetteer.open()


def test_zip_files_are_read_as_they_are(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ML.zip", "w") as archive:
        archive.writestr("readme.txt", "words")
        archive.writestr("ML.txt", "\n".join(DUMP))
    assert take(folder, tmp_path / "ML.zip").taken == {"ML": 6}
    (tmp_path / "NE.zip").write_bytes((tmp_path / "ML.zip").read_bytes())
    with pytest.raises(KnowledgeError, match=r"holds no NE\.txt"):
        take(folder, tmp_path / "NE.zip")


class _Server(BaseHTTPRequestHandler):
    """Serves ``files``; breaks off after ``cut`` bytes when that is set, once; remembers what was asked."""

    files: dict[str, bytes] = {}  # noqa: RUF012
    cut: int | None = None
    asked: list[tuple[str, str | None]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        body = self.files.get(self.path)
        type(self).asked.append((self.path, self.headers.get("Range")))
        if body is None:
            self.send_error(404)
            return
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
            return
        start = int(self.headers["Range"][6:-1]) if self.headers.get("Range") else 0
        self.send_response(206 if start else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        end = len(body) if self.cut is None else self.cut
        type(self).cut = None
        self.wfile.write(body[start:end])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("ML.txt", "\n".join(DUMP))
    _Server.files = {"/dump/ML.zip": (tmp_path / "made.zip").read_bytes(), "/dump/NE.zip": b"<html>log in</html>"}
    _Server.cut, _Server.asked = None, []
    with HTTPServer(("127.0.0.1", 0), _Server) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/dump"
        running.shutdown()


def test_fetched_countries_are_imported(folder: Path, server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["gazetteer", "fetch", "MLI", "--base", server]) == 0
    assert "ML: 6 rows imported" in capsys.readouterr().out
    assert command(["gazetteer", "fetch", "mali", "--base", server]) == 0
    told = capsys.readouterr()
    assert "ML.zip has not changed since it was fetched" in told.err
    assert "ML: imported before, unchanged" in told.out
    assert command(["gazetteer", "info"]) == 0
    assert "ML: 6 places (ML.zip)" in capsys.readouterr().out


def test_a_broken_download_goes_on_where_it_stopped(folder: Path, server: str) -> None:
    _Server.cut = 200
    with pytest.raises(KnowledgeError, match="Run the same command again to go on"):
        gazetteer_fetch.fetch(["ML"], server)
    (path,) = gazetteer_fetch.fetch(["ML"], server)
    assert path.read_bytes() == _Server.files["/dump/ML.zip"]
    assert _Server.asked == [("/dump/ML.zip", None), ("/dump/ML.zip", "bytes=200-")]


@pytest.mark.parametrize(
    ("word", "base", "reason"),
    [
        ("Atlantis", None, "'Atlantis' is no country"),
        ("ML", "ftp://example.org", "is no address of the form https"),
        ("BF", None, "answered 404"),
        ("NE", None, "did not send a zip file"),
    ],
)
def test_what_cannot_be_fetched_gets_a_sentence(
    folder: Path, server: str, word: str, base: str | None, reason: str
) -> None:
    with pytest.raises((KnowledgeError, UsageError), match=reason):
        gazetteer_fetch.fetch([word], base or server)


def test_geonames_is_the_default_and_can_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOCSIN_GEONAMES", raising=False)
    assert gazetteer_fetch.base_address() == "https://download.geonames.org/export/dump"
    monkeypatch.setenv("TOCSIN_GEONAMES", "http://mirror.example.org/dump/")
    assert gazetteer_fetch.base_address() == "http://mirror.example.org/dump"
    assert [gazetteer_fetch.file_name(word) for word in ("mli", "XK", "allcountries")] == [
        "ML.zip",
        "XK.zip",
        "allCountries.zip",
    ]


def test_commands_tell_what_was_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    path = write_dump(tmp_path / "ML.txt", [*DUMP, "11000010\tShort", *["bad"] * 30])
    assert command(["gazetteer", "import", str(path), "--refused", "refused.csv"]) == 1
    told = capsys.readouterr()
    assert "refused: ML.txt, line 8: it has 2 columns instead of 19" in told.err
    assert "refused: 11 more" in told.err
    assert len((tmp_path / "refused.csv").read_text(encoding="utf-8").splitlines()) == 32
    assert command(["gazetteer", "show", "Sinkarubugu", "--country", "Mali"]) == 0
    told = capsys.readouterr()
    assert "Near spellings" in told.err
    assert "sounds alike" in told.out
    assert command(["gazetteer", "remove", "ML"]) == 0
    assert command(["gazetteer", "show", "Hombori"]) == 0
    assert "within 5 km" in capsys.readouterr().out


def test_imports_lie_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TOCSIN_IMPORTED")
    monkeypatch.setenv("TOCSIN_GAZETTEER", str(tmp_path))
    assert imported_path() == tmp_path / "gazetteer-imported.sqlite"
    monkeypatch.setenv("TOCSIN_GAZETTEER", str(tmp_path / "own.sqlite"))
    assert imported_path() == tmp_path / "gazetteer-imported.sqlite"
    monkeypatch.setenv("TOCSIN_IMPORTED", str(tmp_path / "mine.sqlite"))
    assert imported_path() == tmp_path / "mine.sqlite"
    monkeypatch.delenv("TOCSIN_IMPORTED")
    monkeypatch.delenv("TOCSIN_GAZETTEER")
    assert imported_path().name == "gazetteer-imported.sqlite"
    assert "cache" not in str(imported_path()).lower()  # a cache may be emptied; imports are the user's
