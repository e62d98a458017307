"""The user's own knowledge folder: words, publishers, litter and places over the packaged ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tocsin.ingest import data as ingest_data
from tocsin.ingest import litter
from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.lexicon_files import read_lexicon
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
