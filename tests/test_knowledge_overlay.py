"""The user's own knowledge folder: words, publishers, litter and places over the packaged ones."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tocsin.cli import doctor
from tocsin.ingest import data as ingest_data
from tocsin.ingest import litter
from tocsin.knowledge import gazetteer_build, gazetteer_sources, prepare
from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.gazetteer import Gazetteer
from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.knowledge.overlay import check_folder
from tocsin.knowledge.publishers import Publishers
from tocsin.model.errors import KnowledgeError


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(folder))
    return folder


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refused(name: str) -> str:
    with pytest.raises(KnowledgeError) as caught:
        read_lexicon(name)
    return str(caught.value)


def lexicon_names() -> list[str]:
    return sorted(path.name for path in data_path("lexicon").glob("*.yml"))


def test_without_own_files_the_lists_are_the_packaged_ones(mine: Path) -> None:
    for name in lexicon_names():
        assert read_lexicon(name) == read_yaml(data_path("lexicon", name))


def test_own_words_come_after_the_packaged_ones(mine: Path) -> None:
    put(mine, "lexicon/triggers.yml", "attack:\n  verbs: [grenadize, attack]\n  weak_verbs: [grenadize]\n")
    put(mine, "lexicon/people.yml", "gunmen:\n  heads: [kadogo, kadogos]\n")
    put(mine, "lexicon/weapons.yml", "firearm:\n  names: {firearms: [dane gun]}\n")
    packaged: dict[str, Any] = read_yaml(data_path("lexicon", "triggers.yml"))
    triggers = read_lexicon("triggers.yml")
    assert triggers["attack"]["verbs"] == [*packaged["attack"]["verbs"], "grenadize"]
    assert triggers["attack"]["weak_verbs"] == ["grenadize"]
    assert triggers["attack"]["type"] == "Attack"
    assert {k: v for k, v in triggers.items() if k != "attack"} == {k: v for k, v in packaged.items() if k != "attack"}
    assert read_lexicon("people.yml")["gunmen"]["heads"][-2:] == ["kadogo", "kadogos"]
    assert read_lexicon("weapons.yml")["firearm"]["names"]["firearms"][-1] == "dane gun"


def test_a_new_group_needs_what_the_reader_asks_of_it(mine: Path) -> None:
    put(mine, "lexicon/triggers.yml", "rustle:\n  type: Looting/property destruction\n  side: one\n  verbs: [rustle]\n")
    assert read_lexicon("triggers.yml")["rustle"]["verbs"] == ["rustle"]
    put(mine, "lexicon/triggers.yml", "rustle:\n  verbs: [rustle]\n")
    assert "a new group needs a `type` or a `status`" in refused("triggers.yml")
    put(mine, "lexicon/people.yml", "rustlers:\n  form: armed\n  heads: [rustler, rustlers]\n")
    assert "a new group needs `form` and `side`" in refused("people.yml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("attack:\n  verbs: [maul, no]\n", "attack.verbs: False is no word"),
        ("attack:\n  verbs: maul\n", "attack.verbs: 'maul' is no list; write [maul]"),
        ("attack:\n  verb: [maul]\n", "attack: unknown key verb; a group may have"),
        ("attack:\n  type: Assault\n", "attack.type: 'Assault' is not one of"),
        ("attack:\n  type: Armed clash\n", "the packaged value is 'Attack', yours is 'Armed clash'"),
        ("die:\n  type: Attack\n", "the packaged value is None, yours is 'Attack'"),
        ("attack: [maul]\n", "stands where `key: value` lines must stand"),
        ("- maul\n", "it must hold `key: value` lines"),
        ("attack:\n  verbs: [kidnap]\n", "'kidnap' stands with 'abduct' already"),
        ("attack:\n  verbs: [maul]\nattack:\n  verbs: [gore]\n", "the key 'attack' stands twice, in lines 1 and 3"),
        ("attack:\n  verbs: [maul\n", "no valid YAML"),
        ("attack:\n\tverbs: [maul]\n", "line 2"),
    ],
)
def test_damaged_own_words_get_a_sentence_with_file_and_key(mine: Path, text: str, words: str) -> None:
    path = put(mine, "lexicon/triggers.yml", text)
    said = refused("triggers.yml")
    assert str(path) in said
    assert words in said
    assert "\n" not in said


def test_a_list_that_nothing_reads_is_refused(mine: Path) -> None:
    put(mine, "lexicon/context.yml", "negations: [nary]\n")
    assert "there is no list of that name" in refused("context.yml")
    put(mine, "lexicon/context.yml", "negation: [nary]\n")
    put(mine, "lexicon/trigger.yml", "attack: {verbs: [maul]}\n")
    said = refused("context.yml")
    assert "trigger.yml would never be read" in said
    assert "triggers.yml" in said


def test_latin_1_is_named(mine: Path) -> None:
    (mine / "lexicon").mkdir()
    (mine / "lexicon" / "people.yml").write_bytes("gunmen:\n  heads: [guérillero]\n".encode("latin-1"))
    assert "not in UTF-8" in refused("people.yml")


def test_every_packaged_file_passes_its_own_checks(mine: Path) -> None:
    """A copy of the packaged file as own file adds nothing and contradicts nothing."""
    for name in lexicon_names():
        if name in ("triggers.yml", "people.yml"):
            continue  # they hold words in two groups, which only the order of groups settles
        put(mine, f"lexicon/{name}", data_path("lexicon", name).read_text(encoding="utf-8"))
        assert read_lexicon(name) == read_yaml(data_path("lexicon", name))


# Publishers


def test_own_publishers_are_added_or_replace_those_of_the_name(mine: Path) -> None:
    put(
        mine,
        "publishers.yml",
        "- {name: Plateau Herald, type: newspaper, scale: Subnational, country: NGA, domains: [herald.example]}\n"
        "- {name: AFP, type: agency, scale: Regional, country: FRA}\n",
    )
    publishers = Publishers.open()
    herald = publishers.by_domain("https://www.herald.example/a")
    assert herald is not None
    assert herald.scale == "Subnational"
    agency = publishers.find("AFP")
    assert agency is not None
    assert agency.scale == "Regional"
    assert publishers.find("Agence France-Presse") is None  # replaced as a whole
    assert len(publishers.all()) == len(Publishers.open(data_path("publishers.yml")).all()) + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {name: H, type: paper, scale: National, country: NGA}\n", "entry 1 (H): `type` is 'paper'"),
        ("- {name: H, type: newspaper, scale: National}\n", "`country` is missing"),
        ("- {name: H, type: newspaper, scale: National, country: NGA, domain: [x]}\n", "unknown key domain"),
        ("- {name: H, type: newspaper, scale: National, country: NGA, domains: x}\n", "`domains` must be a list"),
        ("- {name: H, type: newspaper, scale: National, country: NGA, aliases: [AFP]}\n", "'afp' stands with AFP and"),
        ("- {type: newspaper}\n", "entry 1: it needs a `name`"),
        ("name: H\n", "it must be a list"),
    ],
)
def test_damaged_own_publishers_get_a_sentence(mine: Path, text: str, words: str) -> None:
    path = put(mine, "publishers.yml", text)
    with pytest.raises(KnowledgeError) as caught:
        Publishers.open()
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


# Litter


@pytest.fixture
def fresh_litter() -> Iterator[None]:
    caches = (ingest_data.load, litter._rules, litter._group)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


OWN_LITTER = """
rules:
  - reason: donation appeal
    lines: ["the herald needs your naira.*"]
    phrases: ["buy the herald today\\\\."]
box_headings: ["from the herald's vaults"]
"""


def test_own_litter_is_cut_beside_the_packaged_kinds(mine: Path, fresh_litter: None) -> None:
    put(mine, "ingest/litter.yml", OWN_LITTER)
    text = "Raid kills four\n\nFour died in Dorat. Buy the Herald today. Police came.\n\n"
    text += "The Herald needs your naira!\n\nAdvertisement\n"
    kept, dropped = litter.remove(text, litter.find_litter(text))
    assert kept.split() == ["Raid", "kills", "four", "Four", "died", "in", "Dorat.", "Police", "came."]
    assert {item.reason for item in dropped} == {"donation appeal", "advertisement"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('rules:\n  - lines: ["x"]\n', "rule 1: it needs a `reason`"),
        ('rules:\n  - {reason: a, lines: ["(x"]}\n', "rule 1, lines: '(x' is no regular expression"),
        ('rules:\n  - {reason: a, lines: [".*"]}\n', "matches an empty line"),
        ('rules:\n  - {reason: a, lines: ["Herald"]}\n', "Write 'herald'"),
        ('rules:\n  - {reason: a, line: ["herald"]}\n', "unknown key line"),
        ('rules:\n  - {reason: a, lines: ["herald"], words: many}\n', "`words` is 'many'"),
        ('rule:\n  - {reason: a, lines: ["herald"]}\n', "there is no list of that name"),
        ("pointers: more\n", "pointers: it must be a list of patterns"),
    ],
)
def test_damaged_own_litter_gets_a_sentence(mine: Path, fresh_litter: None, text: str, words: str) -> None:
    path = put(mine, "ingest/litter.yml", text)
    with pytest.raises(KnowledgeError) as caught:
        ingest_data.load("litter.yml")
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


def test_packaged_litter_passes_the_checks_of_own_litter() -> None:
    path = data_path("ingest", "litter.yml")
    ingest_data.check_litter(read_yaml(path), path)


# Places


OWN_PLACES = """
- [Tafourat, MLI, ML-5, 14.2, -3.9, village, [Tafurat], false]
- [Hombori, MLI, ML-5, 15.3, -1.7, village, [], true]
"""
OWN_REGIONS = """
salt-road: {name: Salt Road, names: [route du sel], countries: [MLI, NER], centre: [17.0, 3.0], radius_km: 300}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A gazetteer folder, and a city list cut to two countries, so that compiling takes a moment."""
    folder = tmp_path_factory.mktemp("gazetteers")
    with pytest.MonkeyPatch.context() as patch:
        cut = [city for city in gazetteer_sources.cities() if city.country in ("ML", "US")][:2000]
        patch.setattr(gazetteer_sources, "cities", lambda: iter(cut))
        patch.setenv("TOCSIN_GAZETTEER", str(folder))
        yield folder


def test_own_places_are_compiled_in_and_changes_are_noticed(mine: Path, small: Path) -> None:
    without = Gazetteer.open()
    assert without.lookup("Tafourat") == ()
    put(mine, "gazetteer/supplement.yml", OWN_PLACES)
    put(mine, "gazetteer/regions.yml", OWN_REGIONS)
    said: list[str] = []
    opened = Gazetteer.open(progress=said.append)
    assert opened.path != without.path
    assert said[0].startswith("compiling the gazetteer; this is done once")
    (place,) = opened.lookup("Tafurat", "MLI")
    assert (place.name, place.admin1, place.latitude, place.verified) == ("Tafourat", "Mopti", 14.2, False)
    assert place.note == "unverified: your own file"
    assert [entry.latitude for entry in opened.lookup("Hombori") if entry.kind == "village"] == [15.3]
    (region,) = opened.lookup("Route du Sel")
    assert region.countries == ("MLI", "NER")
    put(mine, "gazetteer/supplement.yml", OWN_PLACES.replace("Tafurat", "Tafoorat"))
    assert Gazetteer.open().lookup("Tafoorat")
    assert without.lookup("Tafourat") == ()  # the file without own places is still there


def test_own_places_beside_a_file_named_by_hand(mine: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Gazetteer.open().path
    monkeypatch.setenv("TOCSIN_GAZETTEER", str(path))
    assert Gazetteer.open().path == path
    put(mine, "gazetteer/supplement.yml", OWN_PLACES)
    with pytest.raises(KnowledgeError, match="compiled with other places of your own"):
        Gazetteer.open()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("[Tafourat, MLI, ML-5, 14.2, -3.9, village, []]", "has not the eight values"),
        ("[Tafourat, ML, ML-5, 14.2, -3.9, village, [], true]", "'ML' is no ISO alpha-3 code"),
        ("[Tafourat, NER, ML-5, 14.2, -3.9, village, [], true]", "the unit ML-5 does not lie in NER"),
        ("[Tafourat, MLI, ML-99, 14.2, -3.9, village, [], true]", "'ML-99' is no ISO 3166-2 code"),
        ("[Tafourat, MLI, ML-5, 142, -3.9, village, [], true]", "no point 142, -3.9"),
        ("[Tafourat, MLI, ML-5, '14.2', -3.9, village, [], true]", "are not two numbers"),
        ("[Tafourat, MLI, ML-5, 14.2, -3.9, hamlet, [], true]", "'hamlet' is no kind of place"),
        ("[Tafourat, MLI, ML-5, 14.2, -3.9, village, Tafurat, true]", "'Tafurat' is no list of words"),
        ("[Tafourat, MLI, ML-5, 14.2, -3.9, village, [], maybe]", "the eighth value is 'maybe'"),
        ("[no, MLI, ML-5, 14.2, -3.9, village, [], true]", "False is no name"),
        ("Tafourat", "has not the eight values"),
    ],
)
def test_damaged_own_places_get_a_sentence(mine: Path, row: str, words: str) -> None:
    path = put(mine, "gazetteer/supplement.yml", f"- [Boura, MLI, ML-5, 14.1, -3.8, village, [], true]\n- {row}\n")
    with pytest.raises(KnowledgeError) as caught:
        gazetteer_sources.places()
    assert f"{path}, place 2" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{name: Salt Road, countries: [MLI], centre: [17.0, 3.0]}", "missing radius_km"),
        ("{name: S, countries: [MLI], centre: [17.0, 3.0], radius_km: 3, color: red}", "unknown color"),
        ("{name: S, countries: MLI, centre: [17.0, 3.0], radius_km: 3}", "`countries` must be a list"),
        ("{name: S, countries: [MLI], centre: [17.0], radius_km: 3}", "`centre` is [17.0]"),
        ("{name: S, countries: [MLI], centre: [17.0, 3.0], radius_km: far}", "`radius_km` is 'far'"),
        ("{name: S, countries: [MLI], units: [X], centre: [17.0, 3.0], radius_km: 3}", "'X' is no ISO 3166-2 code"),
        ("Salt Road", "it must be {name"),
    ],
)
def test_damaged_own_regions_get_a_sentence(mine: Path, entry: str, words: str) -> None:
    path = put(mine, "gazetteer/regions.yml", f"salt-road: {entry}\n")
    with pytest.raises(KnowledgeError) as caught:
        gazetteer_sources.regions()
    assert f"{path}, salt-road" in str(caught.value)
    assert words in str(caught.value)


def test_a_gazetteer_file_that_nothing_reads_is_refused(mine: Path) -> None:
    put(mine, "gazetteer/places.yml", OWN_PLACES)
    with pytest.raises(KnowledgeError, match=r"places\.yml would never be read"):
        gazetteer_sources.version_hash()


def test_files_of_earlier_versions_go_and_foreign_ones_stay(tmp_path: Path) -> None:
    ours = tmp_path / "gazetteer-aaaaaaaaaaaa.sqlite"
    foreign = ["gazetteer.sqlite", "gazetteer-old.sqlite", "notes.txt", "gazetteer-bbbbbbbbbbbb.sqlite.bak"]
    variants = [f"gazetteer-aaaaaaaaaaaa-{number:08x}.sqlite" for number in range(5)]
    old = ["gazetteer-bbbbbbbbbbbb.sqlite", "gazetteer-bbbbbbbbbbbb-00000001.sqlite"]
    remains = [".gazetteer-bbbbbbbbbbbb.sqlite.x1y_2.tmp", ".gazetteer-aaaaaaaaaaaa.sqlite.abc.tmp"]
    for number, name in enumerate([ours.name, *foreign, *variants, *old, *remains]):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1_000_000_000 + number, 1_000_000_000 + number))
    os.utime(tmp_path / remains[1])  # a compilation that is going on
    gazetteer_build.remove_old(ours)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([ours.name, *foreign, *variants[2:], remains[1]])
    gazetteer_build.remove_old(tmp_path / "mine.sqlite")  # a name of the user's own: nothing is touched
    assert (tmp_path / variants[2]).exists()


# The folder as a whole


def test_what_nothing_reads_is_refused(mine: Path) -> None:
    put(mine, "notes.txt", "for myself")
    put(mine, "actors/mine.yml", "[]")
    check_folder()
    put(mine, "triggers.yml", "attack: {verbs: [maul]}\n")
    with pytest.raises(
        KnowledgeError, match=r"triggers\.yml would never be read: .* may hold actors, boundaries, gazetteer"
    ):
        prepare(print)
    (mine / "triggers.yml").unlink()
    put(mine, "lexikon/triggers.yml", "attack: {verbs: [maul]}\n")
    with pytest.raises(KnowledgeError, match="lexikon would never be read"):
        check_folder()


def test_doctor_reads_every_own_file(mine: Path, fresh_litter: None) -> None:
    put(mine, "gazetteer/supplement.yml", OWN_PLACES)
    assert doctor._own_files() == f"1 in {mine}; places: 2, regions: 0"
    for name, text in (
        ("lexicon/people.yml", "gunmen: {head: [kadogo]}\n"),
        ("ingest/litter.yml", "rules: [{lines: [x]}]\n"),
        ("publishers.yml", "- {name: H}\n"),
        ("gazetteer/regions.yml", "x: {}\n"),
    ):
        path = put(mine, name, text)
        ingest_data.load.cache_clear()
        finding = doctor.examine("own files", doctor._own_files)
        assert not finding.good
        assert str(path) in finding.words
        path.unlink()
