"""The gazetteer: compiling, exact and near names, points, concurrency."""

import os
import pickle
import sqlite3
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.knowledge import gazetteer_build, gazetteer_sources
from tocsin.knowledge.gazetteer import Gazetteer, default_path, distance_km
from tocsin.knowledge.gazetteer_admin import Unit, assign, unit_keys, votes_of_country
from tocsin.knowledge.gazetteer_keys import initial, place_key, sound_key
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import name_key


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_a_town_is_found_with_its_unit_and_country(gazetteer: Gazetteer) -> None:
    first = gazetteer.lookup("KOLOKANI")[0]
    assert (first.place_id, first.country, first.admin1, first.kind) == (
        "geonames:2454955", "MLI", "Koulikoro", "city",
    )  # fmt: skip
    assert first.latitude is not None
    assert abs(first.latitude - 13.57) < 0.05
    assert first.verified
    assert gazetteer.get("geonames:2454955") == first


def test_spellings_fold_alike(gazetteer: Gazetteer) -> None:
    for spelling in ("Sévaré", "sevare", "SEVARE"):
        assert gazetteer.lookup(spelling)[0].place_id == "supplement:mli-sevare"
    assert gazetteer.lookup("Bobo Dioulasso")[0] == gazetteer.lookup("Bobo-Dioulasso")[0]


def test_units_countries_and_regions_have_their_own_ids(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Borno")[0].place_id == "iso3166-2:NG-BO"
    assert gazetteer.lookup("Mali")[0].place_id == "country:MLI"
    assert gazetteer.lookup("Mali")[0].latitude is None
    assert gazetteer.lookup("Ivory Coast")[0].place_id == "country:CIV"
    assert gazetteer.lookup("Burundi")[0].place_id == "country:BDI"
    sahel = gazetteer.lookup("Sahel")[0]
    assert (sahel.place_id, sahel.kind, sahel.country, sahel.verified) == (
        "region:sahel",
        "region",
        None,
        False,
    )
    assert "MLI" in sahel.countries
    assert gazetteer.lookup("central Mali")[0].units == ("ML-5", "ML-4")


def test_estimated_unit_points_are_marked_and_plausible(gazetteer: Gazetteer) -> None:
    unit = gazetteer.get("iso3166-2:NG-BO")
    assert unit is not None
    assert unit.estimated
    assert unit.latitude is not None
    assert unit.longitude is not None
    assert distance_km(unit.latitude, unit.longitude, 11.85, 13.15) < 100


def test_codes_and_machine_transcripts_are_no_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("GAQ") == ()
    assert not gazetteer_sources.keep_alternate("jia ao")
    assert not gazetteer_sources.keep_alternate("Гао")
    assert gazetteer_sources.keep_alternate("Nouakchott")
    assert gazetteer_sources.keep_alternate("al-Raqqa") is True


def test_a_miss_is_a_miss_and_country_filters(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Zzyxqvorath") == ()
    assert gazetteer.lookup("") == ()
    assert gazetteer.lookup("Kolokani", "FRA") == ()
    assert {entry.country for entry in gazetteer.lookup("Gao", "MLI")} == {"MLI"}


def test_fuzzy_only_when_exact_fails_and_says_so(gazetteer: Gazetteer) -> None:
    assert gazetteer.fuzzy("Kolokani", "MLI") == ()
    hits = gazetteer.fuzzy("Kolokany", "MLI")
    assert hits[0][0].name == "Kolokani"
    assert (hits[0][0].matched, hits[0][1]) == ("spelling", 0.95)  # y for i
    hits = gazetteer.fuzzy("Kolokamni", "MLI")
    assert (hits[0][0].name, hits[0][0].matched) == ("Kolokani", "fuzzy")
    assert 0.8 < hits[0][1] < 0.95
    assert [(e.name, e.matched) for e, _ in gazetteer.fuzzy("Gaoo", "MLI")] == [("Gao", "spelling")]
    assert gazetteer.fuzzy("Gaot", "MLI") == ()  # too short for likeness
    assert gazetteer.fuzzy("Kolokany", "FRA") == ()


def test_nearest_orders_by_distance(gazetteer: Gazetteer) -> None:
    hits = gazetteer.nearest(12.744, -8.072, limit=5)
    assert hits[0][0].name == "Kati"
    assert [away for _, away in hits] == sorted(away for _, away in hits)
    assert gazetteer.nearest(-50.0, -150.0) == ()


def test_capitals_and_neighbours(gazetteer: Gazetteer) -> None:
    assert gazetteer.is_capital("bamako") == "MLI"
    assert gazetteer.is_capital("Kati") is None
    assert gazetteer.capital("NER") == "Niamey"
    assert {"BFA", "NER"} <= gazetteer.neighbours("MLI")
    assert "FRA" not in gazetteer.neighbours("MLI")


def test_supplement_entries_are_well_formed() -> None:
    rows = gazetteer_sources.own_file("supplement.yml")
    names = [(row[0], row[1]) for row in rows]
    assert len(names) == len(set(names))
    for name, country, unit, latitude, longitude, kind, others, verified, *_ in rows:
        assert len(country) == 3, name
        assert unit is None or "-" in unit, name
        assert (latitude is None) == (longitude is None), name
        assert latitude is not None or not verified, name
        assert kind in {"city", "village", "site", "feature", "admin2"}, name
        assert isinstance(others, list), name


def test_regions_are_well_formed(gazetteer: Gazetteer) -> None:
    for key, entry in gazetteer_sources.own_file("regions.yml").items():
        assert -90 < entry["centre"][0] < 90, key
        assert entry["radius_km"] > 0, key
        for country in entry["countries"]:
            assert gazetteer.get(f"country:{country}") is not None, (key, country)
        for unit in entry.get("units", []):
            assert gazetteer.get(f"iso3166-2:{unit}") is not None, (key, unit)


def test_a_region_of_whole_units_reaches_over_their_towns(gazetteer: Gazetteer) -> None:
    few = {}
    for key, entry in gazetteer_sources.own_file("regions.yml").items():
        units = entry.get("units", [])
        if not units or entry.get("part") or entry.get("kind") == "feature":
            continue
        marks = ",".join("?" * len(units))
        query = f"SELECT latitude, longitude FROM place WHERE kind = 'city' AND admin1_code IN ({marks})"
        towns = gazetteer._rows(query, tuple(units))
        inside = sum(distance_km(*entry["centre"], *town) <= entry["radius_km"] for town in towns)
        if inside < 0.8 * len(towns):
            few[key] = (inside, len(towns))
    assert not few, "a wider radius, or part: true"


def test_admin_seats_are_in_the_city_list(gazetteer: Gazetteer) -> None:
    missing, total = [], 0
    for alpha2, units in gazetteer_sources.own_file("admin1.yml").items():
        for code, names in units.items():
            entry = gazetteer.get(f"iso3166-2:{alpha2}-{code}")
            total += 1
            if entry is None:
                missing.append(f"{alpha2}-{code} is not in ISO 3166-2")
            elif names[1] and entry.latitude is None:
                missing.append(f"{alpha2}-{code}: no city code joined (seat {names[1]})")
    assert len(missing) < 0.03 * total, missing


def test_units_are_joined_by_seat_then_by_name() -> None:
    units = [
        Unit("XX-A", "XX", "Upland", ("Upland State",), seat="Karo"),
        Unit("XX-B", "XX", "Dunes", ("Region of Dunes",)),
    ]
    cities = [("01", "Karo", 5000, ()), ("02", "Dunes", 90000, ()), ("03", "Karo Upland", 10, ())]
    assert assign(votes_of_country(units, cities), {"01", "02", "03"}) == {"01": "XX-A", "02": "XX-B"}
    assert "upland" in unit_keys(["Upland State"])


def test_path_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TOCSIN_GAZETTEER", str(tmp_path))
    assert default_path().parent == tmp_path
    assert gazetteer_sources.version_hash() in default_path().name
    monkeypatch.setenv("TOCSIN_GAZETTEER", str(tmp_path / "own.sqlite"))
    assert default_path() == tmp_path / "own.sqlite"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_folder_gets_a_sentence_as_user(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(KnowledgeError, match="TOCSIN_GAZETTEER"):
        Gazetteer.build(tmp_path / "g.sqlite")


def test_unwritable_place_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(KnowledgeError, match="Set TOCSIN_GAZETTEER"):
        Gazetteer.build(tmp_path / "file" / "g.sqlite")


def test_foreign_and_missing_files_get_sentences(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no gazetteer"):
        Gazetteer(tmp_path / "none.sqlite")
    (tmp_path / "junk.sqlite").write_bytes(b"junk" * 1000)
    with pytest.raises(KnowledgeError, match="not a Tocsin gazetteer"):
        Gazetteer(tmp_path / "junk.sqlite")


def test_a_failed_build_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.sqlite"
    path.write_bytes(b"old")

    def fail(connection: sqlite3.Connection, progress: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(gazetteer_build, "compile_into", fail)
    with pytest.raises(KnowledgeError, match="disk full"):
        gazetteer_build.build(path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["g.sqlite"]


def test_threads_and_pickles_share_one_file(gazetteer: Gazetteer) -> None:
    found: list[str] = []

    def work() -> None:
        found.append(gazetteer._exact("kolokani")[0].place_id)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["geonames:2454955"] * 8
    copy = pickle.loads(pickle.dumps(gazetteer))
    assert copy.lookup("Kolokani") == gazetteer.lookup("Kolokani")


def test_lookups_are_fast_and_the_file_small(gazetteer: Gazetteer) -> None:
    keys = [key for begins in "abdgkm" for key in gazetteer._keys_of("NGA", begins)][:1000]
    start = time.perf_counter()
    for key in keys:
        gazetteer._exact_uncached(key)
    assert (time.perf_counter() - start) / len(keys) < 0.001
    assert int(gazetteer.info()["bytes"]) < 60_000_000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_may_be_looked_up(text: str) -> None:
    result = Gazetteer.open().lookup(text)
    assert isinstance(result, tuple)


def test_districts_are_known_by_their_unit_and_stand_where_their_town_stands() -> None:
    gazetteer = Gazetteer.open()
    chora = next(e for e in gazetteer.lookup("Chora", "AFG"))
    assert (chora.kind, chora.admin1_code, chora.latitude, chora.verified) == ("admin2", "AF-URU", None, False)
    kati = next(e for e in gazetteer.lookup("Kati", "MLI") if e.kind == "admin2")
    assert kati.latitude == pytest.approx(12.74, abs=0.1)


def test_no_district_stands_twice() -> None:
    seen = [(code, name_key(names[0])) for _, code, names in gazetteer_sources.lower_units()]
    assert not [key for key, number in Counter(seen).items() if number > 1]


@pytest.mark.parametrize("content", ["AFG: {PK-KP: Chora}", "AFG: {AF-XXX: Chora}"])
def test_a_district_of_no_unit_is_refused(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "units.yml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(gazetteer_sources, "own_file", lambda name: yaml.safe_load((tmp_path / name).read_text()))
    with pytest.raises(KnowledgeError, match=r"units\.yml, AFG"):
        list(gazetteer_sources.lower_units())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ouagadougou", "Wagadugu"),
        ("Deir ez-Zor", "Dayr az Zawr"),
        ("Diallassagou", "Djalasagou"),
        ("Avdiivka", "Avdiyivka"),
        ("Tillabéri", "Tillabery"),
        ("Khan Younis", "Khan Yunis"),
        ("Chinagodrar", "Tchinagodrar"),
        ("Ar Raqqah", "Raka"),
    ],
)
def test_renderings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound_key(place_key(one)) == sound_key(place_key(other))
    assert initial(place_key(one)) == initial(place_key(other))


@pytest.mark.parametrize(("one", "other"), [("Gao", "Goma"), ("Mopti", "Moptu"), ("Kati", "Kayes"), ("Ber", "Bor")])
def test_other_names_sound_different(one: str, other: str) -> None:
    assert sound_key(place_key(one)) != sound_key(place_key(other))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.text("aeiouyhwtscdjgkqnzl '-é", max_size=14))
def test_any_name_has_a_sound_and_its_first_letter(name: str) -> None:
    key = place_key(name)
    assert bool(sound_key(key)) == bool(key)
    assert initial(key) == sound_key(key)[:1]


def test_every_former_name_finds_its_town_and_says_so(gazetteer: Gazetteer) -> None:
    for before, country, now in gazetteer_sources.former_names():
        found = [entry for entry in gazetteer.lookup(before, country) if entry.matched == "former"]
        assert [entry.name for entry in found] == [now], before
    assert gazetteer.lookup("Artemivsk", "UKR")[0].name == "Bakhmut"
