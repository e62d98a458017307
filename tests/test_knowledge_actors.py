"""The actor registry: consistency, finding names in text, names and types over time."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge import Knowledge, load
from tocsin.knowledge.actor_check import Problem, check
from tocsin.knowledge.actor_files import read_actors
from tocsin.knowledge.actors import ActorRegistry
from tocsin.knowledge.files import data_path, first_day, last_day
from tocsin.model.errors import KnowledgeError

KNOWLEDGE = load()
ACTORS = KNOWLEDGE.actors


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.words, hit.ids) for hit in ACTORS.find(text)]


def test_the_registry_does_not_contradict_itself() -> None:
    assert check(ACTORS, KNOWLEDGE.codebook) == ()


def test_it_is_large_and_every_country_has_its_forces() -> None:
    assert len(ACTORS.actors) >= 550
    assert len(ACTORS.generated) == 10 * len(KNOWLEDGE.countries.all())


BROKEN = """
- {id: hill-guard, name: Hill Guard, type: Elves, countries: [MLI], from: 2020, to: 2019, rel: [allied_with nobody]}
- {id: river-brigade, name: River Brigade, names: [Hill Guard], type: Rebel group, countries: [VAS],
   rel: [component_of northern-front]}
- {id: lake-band, name: Lake Band, type: Rebel group, countries: [{in: MLI, from: 2001, to: 2002}], from: 2010,
   to: 2012, rel: [renamed_to lake-army 2020]}
- {id: lake-army, name: Lake Army, type: Rebel group, countries: [{in: MLI, from: 2022, to: 2021}], from: 2012}
- {id: northern-front, name: Northern Front, type: Rebel group, countries: [MLI], from: 2020,
   rel: [merged_into river-brigade]}
"""


def test_the_check_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text(BROKEN)
    registry = ActorRegistry.open(KNOWLEDGE.countries, [data_path("actors"), tmp_path])
    problems = "\n".join(map(str, check(registry, KNOWLEDGE.codebook)))
    for words in (
        "'Elves' is no actor type",
        "run backwards: 2020-01-01 to 2019-12-31",
        "'nobody', which is not in the registry",
        "the name 'hill guard' stands with hill-guard (broken.yml line 2) and river-brigade (broken.yml line 3)",
        "'VAS' is no ISO alpha-3 code",
        "broken.yml line 3, river-brigade: a rebel group without a first date",
        "broken.yml line 5, lake-band: its time in MLI is dated outside the actor's own dates",
        "line 5, lake-band: renamed_to lake-army is dated 2020-01-01, its own end 2012-12-31",
        "line 7, lake-army: the dates of country MLI run backwards",
        "broken.yml line 8, northern-front: descends from itself",
    ):
        assert words in problems


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("- {id: x, type: Rebel group, countries: []}", "line 1 (x): missing or wrong value: 'name'"),
        ("- {id: x, name: X, type: Rebel group, countries: [], form: 2}", "unknown key form"),
        ("- {id: x, name: X, type: Rebel group, countries: [], rel: [married_to y]}", "married_to"),
        ("- {id: x, name: X, type: Rebel group, countries: [], from: 2020-13}", "month must be in 1..12"),
        ("- {id: x", "is no valid YAML"),
    ],
)
def test_damaged_entries_are_refused_with_their_place(tmp_path: Path, entry: str, words: str) -> None:
    path = tmp_path / "mine.yml"
    path.write_text(entry)
    with pytest.raises(KnowledgeError) as error:
        list(read_actors(path))
    assert words in str(error.value)
    assert "mine.yml" in str(error.value)


def test_an_id_twice_in_one_folder_is_refused(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("- {id: ndf, name: Northern Dawn Front, type: Rebel group, countries: [MLI]}")
    with pytest.raises(KnowledgeError, match=r"'ndf' stands twice: in a\.yml line 1, ndf and in b\.yml line 1"):
        ActorRegistry.open(KNOWLEDGE.countries, [tmp_path])


def test_the_users_folder_adds_and_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "actors"
    folder.mkdir()
    (folder / "mine.yml").write_text(
        "- {id: ndf, name: 'NDF: Northern Dawn Front', type: Rebel group, countries: [MLI], from: 2020}\n"
        "- {id: jnim, name: Renamed by the user, type: Rebel group, countries: [MLI], from: 2017}\n"
    )
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path))
    registry = ActorRegistry.open(KNOWLEDGE.countries)
    assert [hit.ids for hit in registry.find("The Northern Dawn Front (NDF) attacked.")] == [("ndf",), ("ndf",)]
    assert registry.name_on("jnim", None) == "Renamed by the user"
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path / "nowhere"))
    with pytest.raises(KnowledgeError, match="is not a folder"):
        ActorRegistry.open(KNOWLEDGE.countries)


def test_names_whatever_accents_hyphens_and_apostrophes() -> None:
    text = "Le GSIM (Jama’at Nusrat al-Islam wal-Muslimin), la katiba Macina et l’État islamique au Grand Sahara."
    assert [ids for _, ids in found(text)] == [("jnim",), ("jnim",), ("katiba-macina",), ("issp",)]
    for words in ("al-Qaeda", "Al Qaida", "al‑Qaïda", "AL-QAEDA"):
        assert found(f"Fighters of {words} fled.") == [(words, ("al-qaeda",))]


def test_acronyms_need_capitals_and_whole_words() -> None:
    assert found("The adf and the red flags; a farce; the Meltdown.") == []
    assert found("The ADF and FARC struck.") == [("ADF", ("adf",)), ("FARC", ("farc",))]
    assert found("farc guerrillas attacked a bridge") == [("farc guerrillas", ("farc",))]
    assert found("THIS IS AN ATTACK ON THE ARMY") == []


def test_names_do_not_reach_across_punctuation() -> None:
    assert found("They met in Boko. Haram was quiet.") == []
    assert [words for words, _ in found("Boko\nHaram")] == ["Boko\nHaram"]


def test_longest_name_wins() -> None:
    assert found("Tehreek-e-Taliban Pakistan claimed it.")[0][1] == ("ttp",)
    assert found("Islamic State in Somalia claimed it.")[0][1] == ("islamic-state-somalia",)


def test_weak_names_need_a_second_sign() -> None:
    assert found("An opera by Wagner was played in Bayreuth.") == []
    assert found("Mercenaries of Wagner entered the town.") == [("Wagner", ("wagner-group",))]
    assert found("He lost to AFC Ajax; the AFC cup was postponed.") == []
    far = "x " * 300
    assert found(f"The Wagner Group left. {far} Wagner had come in 2021.")[1] == ("Wagner", ("wagner-group",))


def test_an_unsupported_weak_name_hides_no_shorter_one() -> None:
    text = "Boko Haram and ISWAP clashed."
    assert [ids for _, ids in found(text)] == [("boko-haram",), ("iswap",)]


def test_words_that_only_lend_a_name_are_left_out() -> None:
    text = "ISIL-linked militants, anti-Taliban fighters, Hamas-run offices and a pro-Hezbollah crowd met the FARC."
    assert [words for words, _ in found(text)] == ["FARC"]
    assert [hit.qualifier for hit in ACTORS.find(text, qualified=True)] == ["linked", "anti", "run", "pro", None]


def test_shared_names_give_all_their_bearers() -> None:
    assert dict(found("The VDP and the SNA."))["VDP"] == ("vdp-burkina", "vdp-congo")


@given(st.text(max_size=80))
def test_offsets_are_true_in_any_text(noise: str) -> None:
    text = f"{noise} Œuvre: JNIM {noise} Boko Haram."
    for hit in ACTORS.find(text, qualified=True):
        assert text[hit.start : hit.end] == hit.words


@pytest.mark.parametrize(
    ("actor", "day", "name"),
    [
        ("military-mali", date(2022, 7, 22), "Military Forces of Mali (2021-)"),
        ("military-mali", date(2021, 1, 1), "Military Forces of Mali (2020-2021)"),
        ("military-mali", date(2015, 1, 1), "Military Forces of Mali (2013-2020)"),
        ("military-mali", date(1985, 1, 1), "Military Forces of Mali"),
        ("police-bhutan", date(2020, 1, 1), "Police Forces of Bhutan"),
        ("issp", date(2020, 1, 1), "ISGS: Islamic State in the Greater Sahara"),
        ("issp", date(2023, 1, 1), "ISSP: Islamic State Sahel Province"),
        ("amisom", date(2010, 1, 1), "AMISOM: African Union Mission in Somalia"),
        ("civilians-ivory-coast", None, "Civilians (Ivory Coast)"),
    ],
)
def test_names_of_the_day(actor: str, day: date | None, name: str) -> None:
    assert ACTORS.name_on(actor, day) == name


@pytest.mark.parametrize(
    ("actor", "day", "country", "kind"),
    [
        ("taliban", date(2001, 1, 1), "AFG", "State forces"),
        ("taliban", date(2015, 1, 1), "AFG", "Rebel group"),
        ("taliban", date(2022, 1, 1), "AFG", "State forces"),
        ("taliban", date(2022, 1, 1), "PAK", "External/Other forces"),
        ("military-france", date(2014, 1, 1), "MLI", "External/Other forces"),
        ("military-france", date(2014, 1, 1), "FRA", "State forces"),
        ("military-france", date(2014, 1, 1), None, "State forces"),
        ("unidentified-armed-group-mali", None, "MLI", "Political militia"),
        ("minusma", date(2020, 1, 1), "MLI", "External/Other forces"),
    ],
)
def test_types_of_the_day_and_place(actor: str, day: date | None, country: str | None, kind: str) -> None:
    assert ACTORS.type_on(actor, day, country) == kind


def test_lineage_and_chains() -> None:
    assert ACTORS.lineage("katiba-serma", date(2022, 1, 1)) == ("katiba-serma", "katiba-macina", "jnim")
    assert ACTORS.lineage("ansar-dine") == ("ansar-dine", "jnim")
    assert ACTORS.same_chain("jnim", "katiba-macina", date(2022, 6, 18))
    assert not ACTORS.same_chain("jnim", "katiba-macina", date(2016, 6, 18))
    assert not ACTORS.same_chain("jnim", "issp")


def test_generic_actors_and_forces() -> None:
    value = ACTORS.generic("civilians", "MLI")
    assert (value.id, value.name, value.country) == ("civilians-mali", "Civilians (Mali)", "MLI")
    nowhere = ACTORS.generic("unidentified-armed-group", None)
    assert (nowhere.id, nowhere.name, nowhere.type) == (None, "Unidentified Armed Group", "Political militia")
    force = ACTORS.state_force("gendarmerie", "MLI", date(2022, 1, 1))
    assert (force.id, force.name) == ("police-mali", "Police Forces of Mali (2021-) Gendarmerie")
    abroad = ACTORS.state_force("army", "RWA", date(2023, 1, 1), "COD")
    assert (abroad.name, abroad.type) == ("Military Forces of Rwanda (1994-)", "External/Other forces")
    with pytest.raises(KnowledgeError, match="'elves' is no kind"):
        ACTORS.generic("elves", "MLI")
    with pytest.raises(KnowledgeError, match="'XYZ' is no ISO"):
        ACTORS.generic("civilians", "XYZ")
    with pytest.raises(KnowledgeError, match="no actor 'nobody'"):
        ACTORS.name_on("nobody", None)


def test_search_by_name_part_and_leader() -> None:
    assert ACTORS.search("gsim")[0].id == "jnim"
    assert "islamic-state-somalia" in {actor.id for actor in ACTORS.search("islamic state")}
    assert ACTORS.search("") == ()
    assert [actor.id for actor in ACTORS.by_leader("Shekau")] == ["boko-haram"]


def test_partial_dates_open_to_their_first_and_last_day() -> None:
    assert (first_day(2017), last_day(2017)) == (date(2017, 1, 1), date(2017, 12, 31))
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (first_day(None), last_day("2024-12")) == (None, date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Militants of the Weichán Auka Mapu burned two trucks.", "weichan-auka-mapu"),
        ("The Oliver Sinisterra Front abducted two men.", "frente-oliver-sinisterra"),
        ("Jaysh Khalid ibn al-Walid shelled the town.", "jaysh-khalid"),
        ("Sindhudesh Liberation Army claimed the blast.", "sindhudesh-liberation-army"),
        ("Ambaland Forces attacked a convoy.", "ambazonian-separatists"),
        ("Murle raiders stole cattle.", "murle-militia"),
        ("Ten armed Fulani herdsmen raided the village.", "fulani-militia-nigeria"),
    ],
)
def test_groups_met_less_often(text: str, actor: str) -> None:
    assert [hit.ids for hit in KNOWLEDGE.actors.find(text)] == [(actor,)]


def checked(tmp_path: Path, entries: str) -> list[Problem]:
    (tmp_path / "mine.yml").write_text(entries)
    registry = ActorRegistry.open(KNOWLEDGE.countries, [data_path("actors"), tmp_path])
    return [problem for problem in check(registry, KNOWLEDGE.codebook) if "mine.yml" in problem.where]


@pytest.mark.parametrize(
    ("entry", "words", "error"),
    [
        ("name: Karo Front, names: [{n: KF, weak: true}], type: Elves, countries: [MLI]", "'Elves' is no actor", True),
        ("name: Karo Front, type: Identity militia, countries: [VAS]", "'VAS' is no ISO", True),
        ("name: Karo Front (Mali), names: [{n: KF, weak: true}], type: Identity militia, countries: [MLI]",
         "neither `context` nor another name", False),
        ("name: Karo Front, names: [{n: Karo-Front, weak: true}], type: Identity militia, countries: [MLI]",
         "which hides it", False),
        ("name: Attack, type: Identity militia, countries: [MLI]", "everyday word", False),
        ("name: Burkina Faso, type: Identity militia, countries: [MLI]", "the name of a country", False),
        ("name: Karo Front, names: [{n: Karo, to: 2010}], type: Identity militia, countries: [MLI], from: 2015",
         "outside the actor's own dates", False),
        ("name: Ansar Dine, type: Identity militia, countries: [MLI]", "the name 'ansar dine' stands with", False),
        ("name: Karo Front, type: Identity militia, countries: [MLI], rel: [splinter_of karo]", "to itself", True),
    ],
)  # fmt: skip
def test_each_contradiction_is_told_with_file_and_line(tmp_path: Path, entry: str, words: str, error: bool) -> None:
    (problem,) = checked(tmp_path, f"# mine\n- {{id: karo, {entry}}}\n")
    assert problem.where.startswith("mine.yml line 2, karo")
    assert words in problem.words
    assert problem.error is error


def test_names_used_one_after_the_other_are_no_contradiction(tmp_path: Path) -> None:
    entries = (
        "- {id: karo, name: Karo Front, type: Identity militia, countries: [MLI], from: 2001, to: 2005}\n"
        "- {id: new-karo, name: Karo Front, type: Identity militia, countries: [MLI], from: 2006}\n"
    )
    assert checked(tmp_path, entries) == []


def test_splinters_of_each_other_are_a_circle(tmp_path: Path) -> None:
    entries = (
        "- {id: karo, name: Karo Front, type: Identity militia, countries: [MLI], rel: [splinter_of moro]}\n"
        "- {id: moro, name: Moro Front of Karo, type: Identity militia, countries: [MLI], rel: [splinter_of karo]}\n"
    )
    assert [problem.where for problem in checked(tmp_path, entries) if "descends" in problem.words] == [
        "mine.yml line 1, karo", "mine.yml line 2, moro"
    ]  # fmt: skip


def test_errors_of_the_users_folder_stop_the_load_and_warnings_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "actors").mkdir()
    monkeypatch.setenv("TOCSIN_KNOWLEDGE", str(tmp_path))
    mine = tmp_path / "actors" / "mine.yml"
    mine.write_text("- {id: karo, name: Attack, type: Identity militia, countries: [MLI]}\n")
    assert Knowledge().actors.get("karo") is not None
    mine.write_text("- {id: karo, name: Karo, type: Identity militia, countries: [MLI], from: 2020, to: 2019}\n")
    with pytest.raises(KnowledgeError, match=r"mine\.yml line 1, karo: the dates of the actor run backwards"):
        Knowledge().actors  # noqa: B018
