"""Lists of actors of others: four formats, what becomes of each row, nothing overwritten, and taking an import out."""

import json
from pathlib import Path

import pytest

from tocsin.cli.main import run
from tocsin.knowledge import load
from tocsin.knowledge.actor_check import check
from tocsin.knowledge.actor_import import Fate, Given, Planned, plan
from tocsin.knowledge.actors import ActorRegistry
from tocsin.model.errors import KnowledgeError, UsageError

KNOWN = load()
NOTHING = Given()

TABLE = """name,names,type,countries,from,to
NDF: Northern Dawn Front,Dawn Front|Front de l'aube,Rebel group,Mali|BFA,2020,
JNIM,GSIM|Nusrat group of Islam,Rebel group,MLI,2017,
JNIM,,Political militia,FRA,2010,
M23,,,COD,,
Hill Elves,,Elves,MLI,,
Night Watch,,Rebel group,Narnia,,
Backward Men,,Rebel group,MLI,2020,2019
Dawn Front,,Rebel group,MLI,,
Nameless Column,,,MLI,,
"""
UCDP = """ActorId,NameData,NameFull,NameOrig,Org,Location
91001,KLF,Kadara Liberation Front,Yan Kadara,1,Nigeria
91002,Government of Mali,,,4,Mali
91003,Ansar Dine,Ansar Dine,,1,Mali
91004,Men of Nowhere,,,1,Vastria
"""
DICTIONARY = """; composed for this test
RIVER_BRIGADE_ [NGAREB <100101]
+BRIGADE_OF_THE_RIVER_
\t[NGAUAF >100102]
AL_SHABAAB_ [SOMREB]
MINISTER_OF_RIVERS_ [NGAGOV]
NOBODY_KNOWS_
"""
APRIL_2019 = {"time": "+2019-04-00T00:00:00Z", "precision": 10}
ITEMS = {
    "entities": {
        "Q900001": {
            "labels": {
                "en": {"value": "Lake Column"}, "fr": {"value": "Colonne du lac"}, "ar": {"value": "رتل البحيرة"}
            },
            "aliases": {"en": [{"value": "Column of the Lake"}]},
            "claims": {"P571": [{"mainsnak": {"datavalue": {"value": APRIL_2019}}}]},
        },
        "Q900002": {"labels": {"en": {"value": "Hamas"}, "de": {"value": "Hamas-Bewegung"}}},
        "Q900003": {"labels": {}},
    }
}  # fmt: skip


def planned(tmp_path: Path, text: str, form: str, given: Given = NOTHING) -> tuple[Planned, ...]:
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    return plan(path, form, given, KNOWN.actors, KNOWN.codebook)


def fates(found: tuple[Planned, ...]) -> list[tuple[str, Fate]]:
    return [(one.name, one.fate) for one in found]


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    found = planned(tmp_path, TABLE, "csv")
    assert [one.fate for one in found] == [
        Fate.NEW, Fate.MORE, Fate.CONFLICT, Fate.SAME, *[Fate.REFUSED] * 5
    ]  # fmt: skip
    assert [one.where for one in found][:3] == ["line 2", "line 3", "line 4"]
    assert found[1].entry == {"add_to": "jnim", "names": ["Nusrat group of Islam"]}
    for words in ("type Political militia, the registry has Rebel group", "sahel.yml line", "countries FRA"):
        assert words in found[2].words
    reasons = [one.words for one in found[4:]]
    for reason, words in zip(
        reasons,
        ("'Elves' is no actor type", "'Narnia' is no country", "run backwards", "stands in line 2", "give --type"),
        strict=True,
    ):
        assert words in reason


def test_ucdp(tmp_path: Path) -> None:
    found = planned(tmp_path, UCDP, "ucdp")
    assert [one.fate for one in found] == [Fate.NEW, Fate.REFUSED, Fate.SAME, Fate.REFUSED]
    assert found[0].entry is not None
    assert found[0].entry["name"] == "KLF: Kadara Liberation Front"
    assert found[0].entry["names"] == ["Yan Kadara", "KLF"]
    assert (found[0].entry["type"], found[0].entry["countries"]) == ("Rebel group", ["NGA"])
    assert found[0].entry["verified"] is False


def test_petrarch_takes_armed_organisations_alone(tmp_path: Path) -> None:
    found = planned(tmp_path, DICTIONARY, "petrarch")
    assert fates(found) == [
        ("River Brigade", Fate.NEW), ("Al Shabaab", Fate.SAME), ("Minister Of Rivers", Fate.REFUSED),
        ("Nobody Knows", Fate.REFUSED),
    ]  # fmt: skip
    assert found[0].entry is not None
    assert found[0].entry["type"] == [
        {"type": "Rebel group", "to": "2010-01-01"}, {"type": "Political militia", "from": "2010-01-02"}
    ]  # fmt: skip


def test_wikidata_needs_type_and_country_and_keeps_languages(tmp_path: Path) -> None:
    text = json.dumps(ITEMS)
    assert [one.fate for one in planned(tmp_path, text, "wikidata")] == [Fate.REFUSED, Fate.MORE, Fate.REFUSED]
    found = planned(tmp_path, text, "wikidata", Given("Rebel group", ("NGA",)))
    assert [one.fate for one in found] == [Fate.NEW, Fate.MORE, Fate.REFUSED]
    assert found[0].entry is not None
    assert found[0].entry["names_in"] == {"fr": ["Colonne du lac"], "ar": ["رتل البحيرة"]}
    assert found[0].entry["from"] == "2019-04"


@pytest.mark.parametrize(
    ("text", "form", "words"),
    [
        ("name,colour\nX,red\n", "csv", "has a column 'colour' that nothing reads"),
        ("title\nX\n", "csv", "has no column name"),
        ("[1, 2]", "wikidata", "is no entity JSON of Wikidata"),
        ("A,B\n", "ucdp", "has no column ActorId"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, form: str, words: str) -> None:
    with pytest.raises(KnowledgeError, match=words):
        planned(tmp_path, text, form)


MLI_REBELS = Given("Rebel group", ("MLI",))


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("id,name\nx\n", "csv", [("", Fate.REFUSED, "it has no name")]),
        ("name,names,language\nJNIM,Foo Bande,English\n", "csv", [("JNIM", Fate.REFUSED, "no ISO 639 code")]),
        ("id,name\na b c,Hill Men\n", "csv", [("Hill Men", Fate.REFUSED, "'a b c' is no id")]),
        ("name\nجبهة الفجر\n", "csv", [("جبهة الفجر", Fate.REFUSED, "no id can be made")]),
        ("id,name\nmilitary-mali,Hill Men\n", "csv", [("Hill Men", Fate.MORE, "military-mali")]),
        ('name\n"Multi\nLine Front"\n', "csv", [("Multi Line Front", Fate.NEW, "multi-line-front")]),
        ("name,names\nJNIM,Foo Boys\nFoo Boys,\n", "csv",
         [("JNIM", Fate.MORE, "Foo Boys"), ("Foo Boys", Fate.REFUSED, "stands in line 2")]),
        ('{"entities":{"Q1":{"labels":{"en":{"value":"Lake Men"}},"aliases":[],"claims":[]}}}', "wikidata",
         [("Lake Men", Fate.NEW, "lake-men")]),
        ('{"entities":{"Q1":[]}}', "wikidata", [("Q1", Fate.REFUSED, "not the form of a Wikidata item")]),
        ("ActorId,NameData\n7\n", "ucdp", [("", Fate.REFUSED, "it has no name")]),
    ],
)  # fmt: skip
def test_odd_rows_are_told_and_never_break_off(
    tmp_path: Path, text: str, form: str, expected: list[tuple[str, Fate, str]]
) -> None:
    found = planned(tmp_path, text, form, MLI_REBELS)
    assert [(one.name, one.fate) for one in found] == [(name, fate) for name, fate, _ in expected]
    for one, (_, _, words) in zip(found, expected, strict=True):
        assert words in one.words


def test_a_cell_without_end_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"line \d+ cannot be read as CSV.*quotation mark"):
        planned(tmp_path, 'name\n"' + "x" * 140_000 + "\n", "csv")


def test_of_dates_the_preferred_one_counts_and_a_deprecated_one_never(tmp_path: Path) -> None:
    def dated(year: int, rank: str) -> dict[str, object]:
        value = {"time": f"+{year}-00-00T00:00:00Z", "precision": 9}
        return {"rank": rank, "mainsnak": {"datavalue": {"value": value}}}

    claims = {"P571": [dated(1900, "deprecated"), dated(2011, "normal"), dated(2012, "preferred")], "P576": [{}]}
    items = {"entities": {"Q1": {"labels": {"en": {"value": "Lake Men"}}, "claims": claims}}}
    (found,) = planned(tmp_path, json.dumps(items), "wikidata", MLI_REBELS)
    assert found.entry is not None
    assert found.entry["from"] == "2012"
    assert "to" not in found.entry


def test_wrong_format_and_type(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv, wikidata, petrarch, ucdp, not 'xml'"):
        planned(tmp_path, "", "xml")
    with pytest.raises(UsageError, match="'Elves' is no actor type"):
        planned(tmp_path, TABLE, "csv", Given("Elves"))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(folder))
    return folder


def test_dry_run_import_and_remove(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(TABLE, encoding="utf-8")
    command = ["actors", "import", str(table), "--format", "csv"]
    assert run([*command, "--dry-run"]) == 1
    told = capsys.readouterr()
    assert "1 new, 1 more names, 1 same, 1 conflicting, 5 refused" in told.out
    assert "conflicting: mine.csv line 4, JNIM" in told.err
    assert list(own.iterdir()) == []
    assert run(command) == 1
    written = own / "actors" / "imported-mine.yml"
    registry = ActorRegistry.open(KNOWN.countries)
    assert check(registry, KNOWN.codebook) == ()
    assert [actor.id for actor in registry.by_name("Front de l'aube")] == ["ndf"]
    assert [actor.id for actor in registry.by_name("Nusrat group of Islam")] == ["jnim"]
    before = written.read_bytes()
    assert run(command) == 2
    assert "is there from an earlier import" in capsys.readouterr().err
    assert written.read_bytes() == before
    assert run(["actors", "remove", "mine"]) == 0
    assert not written.exists()
    assert run(["actors", "remove", "mine"]) == 2
    assert "There is no import 'mine'" in capsys.readouterr().err


def test_an_edited_import_is_not_thrown_away(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "u.csv").write_text(UCDP, encoding="utf-8")
    run(["actors", "import", str(tmp_path / "u.csv"), "--format", "ucdp"])
    path = own / "actors" / "imported-u.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("KLF", "KLFA"), encoding="utf-8")
    assert run(["actors", "remove", "u"]) == 2
    assert "was edited since it was imported" in capsys.readouterr().err
    assert path.exists()
    assert run(["actors", "remove", "u", "--edited"]) == 0
    assert not path.exists()


def test_without_a_folder_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TOCSIN_KNOWLEDGE", raising=False)
    (tmp_path / "u.csv").write_text(UCDP, encoding="utf-8")
    assert run(["actors", "import", str(tmp_path / "u.csv"), "--format", "ucdp"]) == 2
    assert "set TOCSIN_KNOWLEDGE" in capsys.readouterr().err
