"""``tocsin.open``: a database as pandas tables."""

from datetime import date
from pathlib import Path

import pytest

import tocsin
from tocsin import pipeline
from tocsin.model.errors import StoreError, UsageError
from tocsin.pipeline import CodeOptions
from tocsin.store import EventFilter
from tocsin.store.wanted import filter_of

pd = pytest.importorskip("pandas", reason="needs the extra pandas")
REPORT = (
    "Gunmen killed four farmers in Djibo, Burkina Faso, on Monday, the mayor said. "
    "Soldiers clashed with rebels in Kidal, Mali, on Tuesday. Nobody gave a toll."
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("frames")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    path = folder / "x.db"
    options = CodeOptions(published=date(2024, 3, 6), engine="rules")
    assert pipeline.code([str(folder / "report.txt")], db=str(path), options=options).events == 2
    return str(path)


def test_events_with_types_and_filters(db: str) -> None:
    with tocsin.open(db) as data:
        both = data.events()
        burkina = data.events(country="Burkina Faso", since=date(2024, 3, 1))
        none = data.events(country=["MLI"], until="2024-03-01")
    assert list(both["country"].sort_values()) == ["BFA", "MLI"]
    assert burkina["fatalities_best"].tolist() == [4]
    assert burkina["date_start"].iloc[0] == pd.Timestamp("2024-03-04")
    assert pd.isna(both.set_index("country").loc["MLI", "fatalities_best"]), "an unstated toll is missing, not 0"
    assert (len(none), list(none.columns)) == (0, list(both.columns))
    assert both.index.name == "event_id"


def test_attributions(db: str) -> None:
    with tocsin.open(db) as data:
        told, events = data.attributions(), data.events(country="BFA")
    assert told[["event_id", "by"]].values.tolist() == [[events.index[0], "mayor"]]
    assert list(told.columns)[:3] == ["event_id", "kind", "by"]


def test_wrong_filters_and_files_are_told(db: str, tmp_path: Path) -> None:
    with tocsin.open(db) as data:
        with pytest.raises(UsageError, match="'contry' is no filter; there are country"):
            data.events(contry="MLI")
        with pytest.raises(UsageError, match="no country"):
            data.events(country="Narnia")
    with pytest.raises(StoreError):
        tocsin.open(str(tmp_path / "none.db"))


def test_values_as_people_write_them() -> None:
    made = filter_of({"country": "Mali", "actor": ["JNIM"], "since": "2024-03-01", "without": "partisan, unknown",
                      "bbox": "-5,10,2,20", "text": None, "all": True})  # fmt: skip
    assert made == EventFilter(country=("MLI",), actor=("JNIM",), since=date(2024, 3, 1), all=True,
                               without=("partisan", "unknown"), bbox=(-5.0, 10.0, 2.0, 20.0))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("country", 3, "'country' wants text, or a list of texts, and got 3"),
        ("actor", ["JNIM", 5], "'actor' wants text, or a list of texts"),
        ("since", 20240301, "'since' wants a date, or text, and got 20240301"),
        ("bbox", 7, "'bbox' wants west, south, east, north"),
        ("bbox", [1, 2, 3], "west"),
        ("min_confidence", "high", "'min_confidence' wants a number from 0 to 1"),
        ("min_confidence", True, "'min_confidence' wants a number from 0 to 1"),
        ("disputed", "yes", "'disputed' wants True or False"),
        ("text", 5, "'text' wants text, and got 5"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_the_name_of_its_filter(name: str, value: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        filter_of({name: value})


def test_a_box_as_numbers() -> None:
    assert filter_of({"bbox": [-5, 10, 2, 20]}).bbox == (-5.0, 10.0, 2.0, 20.0)
