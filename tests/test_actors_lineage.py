"""Lineage of actors: both sides of relations, days, additions to entries, and what the command shows."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tocsin.cli.main import run
from tocsin.knowledge import data_path, load
from tocsin.knowledge.actor_lineage import Kin, lineage
from tocsin.knowledge.actor_model import RelationKind
from tocsin.knowledge.actors import ActorRegistry
from tocsin.model.errors import KnowledgeError

ACTORS = load().actors

INVENTED = """
- {id: hill-guard, name: Hill Guard, type: Political militia, countries: [{in: NGA, from: 2010, to: 2014}],
   from: 2010, to: 2014-05, rel: [renamed_to hill-army 2014-06]}
- {id: hill-army, name: Hill Army, type: Rebel group, countries: [NGA, {in: CMR, from: 2016}], from: 2014-06,
   rel: [rival_of river-men 2015/2018]}
- {id: night-column, name: Night Column, type: Rebel group, countries: [NGA], from: 2015,
   rel: [component_of hill-army 2015, component_of dawn-league 2020]}
- {id: river-men, name: River Men, type: Rebel group, countries: [NGA], from: 2012,
   rel: [splinter_of hill-guard 2012, rival_of hill-army 2015]}
- {id: dawn-league, name: Dawn League, type: Rebel group, countries: [NGA], from: 2020}
- {add_to: hill-army, names: [Army of the Hills], countries: [{in: NER, from: 2019}],
   names_in: {ar: [جيش التلال], fr: [{n: Armée des collines, from: 2015}]}}
"""


@pytest.fixture
def invented(tmp_path: Path) -> ActorRegistry:
    (tmp_path / "invented.yml").write_text(INVENTED, encoding="utf-8")
    return ActorRegistry.open(load().countries, [tmp_path])


def kin_of(registry: ActorRegistry, actor_id: str, day: date | None = None) -> list[tuple[Kin, str]]:
    actor = registry.get(actor_id)
    assert actor is not None
    return [(relative.kin, relative.actor.id) for relative in lineage(registry, actor, day).relatives]


def test_relations_are_told_from_both_sides_and_once(invented: ActorRegistry) -> None:
    assert kin_of(invented, "hill-army") == [
        (Kin.WAS, "hill-guard"), (Kin.PARTS, "night-column"), (Kin.RIVALS, "river-men")
    ]  # fmt: skip
    assert kin_of(invented, "hill-guard") == [(Kin.BECAME, "hill-army"), (Kin.SPLINTERS, "river-men")]


def test_on_a_day_only_what_held_then(invented: ActorRegistry) -> None:
    assert (Kin.PARTS, "night-column") not in kin_of(invented, "hill-army", date(2014, 8, 1))
    assert (Kin.WAS, "hill-guard") in kin_of(invented, "hill-army", date(2022, 8, 1))


def test_what_an_organisation_was_called_on_a_day(invented: ActorRegistry) -> None:
    army = invented.get("hill-army")
    assert army is not None
    for day, called in ((date(2012, 1, 1), ["hill-guard"]), (date(2016, 1, 1), ["hill-army"]), (date(1990, 1, 1), [])):
        assert [actor.id for actor in lineage(invented, army, day).called] == called


def test_rolled_up_to_every_body_it_belonged_to(invented: ActorRegistry) -> None:
    assert invented.rolled_up("night-column", date(2014, 1, 1)) == ("night-column",)
    assert invented.rolled_up("night-column", date(2016, 1, 1)) == ("hill-army",)
    assert invented.rolled_up("night-column", date(2021, 1, 1)) == ("hill-army", "dawn-league")
    assert invented.rolled_up("hill-guard", date(2021, 1, 1)) == ("hill-army",)


def test_additions_say_more_and_change_nothing(invented: ActorRegistry) -> None:
    army = invented.get("hill-army")
    assert army is not None
    assert army.where.startswith("invented.yml line 4")
    assert [actor.id for actor in invented.by_name("جَيش التلال")] == ["hill-army"]
    assert [name.language for name in army.names if name.language] == ["ar", "fr"]
    assert [hit.ids for hit in invented.find("قال جيش التلال إنه قاتل")] == [("hill-army",)]
    assert army.acts_in("NER", date(2020, 1, 1))
    assert not army.acts_in("NER", date(2018, 1, 1))
    assert army.acts_in("CMR")
    assert not army.acts_in("CMR", date(2015, 1, 1))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("- {add_to: nobody, names: [X]}", "it adds to 'nobody', which is not in the registry"),
        ("- {add_to: hill-army, type: Rebel group}", "an addition (`add_to`) may hold"),
        ("- {id: x, name: X, type: Rebel group, countries: [], names_in: [X]}", "`names_in` holds names by language"),
        (
            "- {id: x, name: X, type: Rebel group, countries: [], names_in: {french: [X]}}",
            "'french' is no ISO 639 code",
        ),
        ("- {id: x, name: X, type: Rebel group, countries: [], names: [{n: Y, strong: 1}]}", "unknown key strong"),
        ("- {id: x, name: X, type: Rebel group, countries: [], rel: [rival_of]}", "is not written `kind id from/to`"),
        ("- {id: x, name: X, type: Rebel group, countries: [], rel: [foe_of y]}", "they are renamed_to, merged_into"),
    ],
)
def test_damaged_additions_and_names_are_refused_with_their_line(tmp_path: Path, entry: str, words: str) -> None:
    (tmp_path / "mine.yml").write_text(entry)
    with pytest.raises(KnowledgeError) as error:
        ActorRegistry.open(load().countries, [data_path("actors"), tmp_path])
    assert words in str(error.value)
    assert "mine.yml line 1" in str(error.value)


def test_the_packaged_registry_uses_every_kind_of_relation() -> None:
    used = {relation.kind for actor in ACTORS.all() for relation in actor.relations}
    assert used == set(RelationKind)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("جماعة نصرة الإسلام والمسلمين", "jnim"), ("ЧВК «Вагнер»", "wagner-group"),
        ("حماس", "hamas"),
        ("Groupe de soutien à l'islam et aux musulmans", "jnim"),
        ("קבוצה שאינה קיימת", None), ("داعش", "islamic-state"),
        ("قوات الدعم السريع", "rsf"), ("ТАЛИБАН", "taliban"), ("ህወሓት", "tplf"),
    ],
)  # fmt: skip
def test_names_in_other_scripts_are_found(name: str, expected: str | None) -> None:
    assert [actor.id for actor in ACTORS.by_name(name)] == ([expected] if expected else [])


def test_the_tree_and_its_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["actors", "lineage", "JNIM", "--on", "2015-06-01"]) == 0
    shown = capsys.readouterr().out
    assert "on 2015-06-01: it did not exist yet (since 2017-03-02); its forerunners then:" in shown
    tree = [line.partition("  source: ")[0] for line in shown.splitlines()]
    merged = tree.index("   └─ Al Mourabitoune Battalion [al-mourabitoune]  (2017-03)")
    assert tree[merged + 1].startswith("      └─ formed from: MUJAO")
    assert run(["actors", "lineage", "katiba-macina", "--on", "2022-06-18", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in found["rolled_up"]] == ["jnim"]
    assert [one["id"] for one in found["chain"]] == ["katiba-macina", "jnim"]
    assert found["existed"] is True
    assert {r["kin"] for r in found["relatives"]} >= {"part of", "parts"}


def test_a_mistyped_name_is_helped(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["actors", "lineage", "Ansar Dinne"]) == 1
    assert "Near spellings: Ansar Dine (ansar-dine)" in capsys.readouterr().err
    assert run(["actors", "search", "JNIM", "--on", "2012-01-01"]) == 1
    assert "No actor is called 'JNIM' there and then." in capsys.readouterr().err
    assert run(["actors", "search", "ADF", "--country", "CMR"]) == 0
    assert "ambazonian-separatists" in capsys.readouterr().out


SOURCED = """
- {id: hill-army, name: Hill Army, type: Rebel group, countries: [NGA], from: 2014, rel: [rival_of river-men 2015]}
- {id: river-men, name: River Men, type: Rebel group, countries: [NGA, {in: CMR, from: 2019, unverified: true}],
   from: 2012, rel: [{is: allied_with dawn-league 2021, unverified: true}]}
- {id: dawn-league, name: Dawn League, type: Rebel group, countries: [NGA], from: 2020}
- {add_to: hill-army, rel: [{is: rival_of river-men 2015, note: joint statement of March 2015, confidence: high}],
   countries: [{in: NGA, from: 2016}]}
"""


@pytest.fixture
def sourced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Knowledge with entries of one's own, forgotten again behind the test."""
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "mine.yml").write_text(SOURCED, encoding="utf-8")
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path))
    load.cache_clear()
    yield
    load.cache_clear()


@pytest.mark.usefixtures("sourced")
def test_where_a_relation_is_known_from_is_shown_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["actors", "show", "river-men"]) == 0
    shown = capsys.readouterr().out
    assert "Hill Army [hill-army]  (since 2015)  source: joint statement of March 2015; high confidence" in shown
    assert "Dawn League [dawn-league]  (since 2021)  (unverified)" in shown
    assert "CMR (since 2019) (unverified)" in shown
    assert run(["actors", "lineage", "hill-army", "--json"]) == 0
    rival = json.loads(capsys.readouterr().out)["relatives"][0]
    assert (rival["note"], rival["confidence"], rival["verified"]) == ("joint statement of March 2015", "high", True)
    assert run(["actors", "lineage", "dawn-league", "--json"]) == 0
    ally = json.loads(capsys.readouterr().out)["relatives"][0]
    assert (ally["note"], ally["confidence"], ally["verified"]) == (None, None, False)


def test_a_note_joins_the_relation_that_stands_with_the_entry(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text(SOURCED, encoding="utf-8")
    army = ActorRegistry.open(load().countries, [tmp_path]).get("hill-army")
    assert army is not None
    assert [(one.other, one.start, one.verified) for one in army.relations] == [("river-men", date(2015, 1, 1), True)]
    assert not army.acts_in("NGA", date(2015, 6, 1))  # the addition dates the country


@pytest.mark.parametrize(
    ("relation", "told"),
    [
        ("{is: rival_of river-men 2015}", "does not say where it is known from; give it a `note`"),
        ("{is: rival_of river-men, note: '  '}", "does not say where it is known from"),
        ("{is: rival_of river-men, unverified: true, confidence: high}", "a confidence without a `note`"),
        ("{is: rival_of river-men, note: radio of 2015, confidence: sure}", "'sure' of the relation"),
        ("{is: rival_of river-men, note: radio of 2015, unverified: 1}", "`unverified` is 1; write true"),
        ("{is: rival_of river-men, source: radio of 2015}", "unknown key source in the relation"),
        ("{is: foe_of river-men, note: radio of 2015}", "'foe_of' is no kind of relation"),
        ("{note: radio of 2015}", "has no `is`"),
        ("{is: rival_of river-men, note: 2015}", "is no text; put it in quotes"),
    ],
)
def test_damaged_sources_of_relations_are_named_with_their_line(tmp_path: Path, relation: str, told: str) -> None:
    entry = f"- {{id: hill-army, name: Hill Army, type: Rebel group, countries: [NGA], rel: [{relation}]}}"
    (tmp_path / "mine.yml").write_text("# mine\n" + entry, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        ActorRegistry.open(load().countries, [tmp_path])
    assert told in str(caught.value)
    assert "mine.yml line 2 (hill-army)" in str(caught.value)


def test_every_packaged_relation_has_a_source_or_says_that_it_has_none() -> None:
    """A bare string counts as unverified; the packaged files say it in words, and never the same relation twice."""
    written = "".join(path.read_text(encoding="utf-8") for path in data_path("actors").glob("*.yml"))
    for actor in ACTORS.all():
        kinds = [(one.kind, one.other) for one in actor.relations]
        assert len(kinds) == len(set(kinds)), f"{actor.where} tells a relation twice"
        for one in actor.relations:
            assert one.note or re.search(rf"is: {one.kind.value} {one.other}[^}}]*unverified: true", written), (
                actor.where
            )
            assert one.note or not one.verified, actor.where
    notes = [bool(one.note) for actor in ACTORS.all() for one in actor.relations]
    assert sum(notes) / len(notes) > 0.8
