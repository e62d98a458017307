"""Actor phrases to actors: dates, countries, shared acronyms, and people without a name."""

from collections.abc import Sequence
from datetime import date

import pytest

from tocsin.knowledge import load
from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.values import ActorValue
from tocsin.resolve.actors import Resolved, resolve_actor

KNOWLEDGE = load()


def named(words: str, country: str | None, day: date | None, document: Sequence[str] = ()) -> Resolved:
    hits = KNOWLEDGE.actors.find(words)
    ids = hits[0].ids if hits else ()
    return ask(ActorExpression(ActorForm.NAMED, words, candidates=ids), words, country, day, document)


def ask(
    expression: ActorExpression,
    words: str,
    country: str | None,
    day: date | None,
    document: Sequence[str] = (),
    coreferent: bool = False,
) -> Resolved:
    return resolve_actor(
        expression,
        words,
        country=country,
        day=day,
        document_actors=document,
        knowledge=KNOWLEDGE,
        coreferent=coreferent,
    )


def rivals(result: Resolved) -> list[str | None]:
    return [rival.value.id for rival in result[2] if isinstance(rival.value, ActorValue)]


@pytest.mark.parametrize(
    ("words", "country", "day", "expected"),
    [
        ("GSIM", "MLI", date(2022, 7, 22), "jnim"),
        ("Katiba Macina", "MLI", date(2022, 6, 18), "katiba-macina"),
        ("Boko Haram", "NGA", date(2014, 4, 14), "boko-haram"),
        ("Boko Haram", "NGA", date(2018, 4, 14), "boko-haram-or-iswap"),
        ("Boko Haram", "NGA", None, "boko-haram"),
        ("al-Qaeda", "MLI", date(2013, 1, 10), "aqim"),
        ("al-Qaeda", "MLI", date(2019, 1, 10), "jnim"),
        ("al-Qaeda", "AFG", date(2019, 1, 10), "al-qaeda"),
        ("Islamic State", "SYR", date(2016, 1, 1), "islamic-state"),
        ("ISIS", "AFG", date(2019, 1, 1), "iskp"),
        ("Daesh", "EGY", date(2017, 1, 1), "islamic-state-sinai"),
        ("Taliban", "PAK", date(2012, 1, 1), "ttp"),
        ("Taliban", "AFG", date(2012, 1, 1), "taliban"),
        ("al-Shabab", "MOZ", date(2020, 1, 1), "islamic-state-mozambique"),
        ("al-Shabab", "KEN", date(2020, 1, 1), "al-shabaab"),
        ("VDP", "BFA", date(2022, 1, 1), "vdp-burkina"),
        ("VDP", "COD", date(2024, 1, 1), "vdp-congo"),
        ("SNA", "SOM", date(2020, 1, 1), "military-somalia"),
        ("SNA", "SYR", date(2020, 1, 1), "sna-syria"),
        ("UPC", "CAF", date(2019, 1, 1), "upc-car"),
        ("UPC", "COD", date(2003, 1, 1), "upc-ituri"),
        ("ADF", "COD", date(2021, 1, 1), "adf"),
        ("ADF", "CMR", date(2021, 1, 1), "ambazonian-separatists"),
    ],
)
def test_names_by_country_and_day(words: str, country: str, day: date | None, expected: str) -> None:
    value, score, _, _ = named(words, country, day)
    assert value.id == expected
    assert value.as_reported == words
    assert score.value >= 0.8


def test_a_shared_acronym_stays_open_when_nothing_decides() -> None:
    result = named("VDP", None, None)
    value, score, _, reasons = result
    assert (value.id, value.name, value.type) == (None, "VDP", None)
    assert score.value < 0.5
    assert sorted(filter(None, rivals(result))) == ["vdp-burkina", "vdp-congo"]
    assert "may be" in reasons[-1]


def test_kin_in_the_document_decides_a_shared_acronym() -> None:
    value, _, _, reasons = named("VDP", None, None, document=["vdp-burkina", "vdp-congo", "wazalendo"])
    assert value.id == "vdp-congo"
    assert "in another place" in reasons[-1]


def test_a_name_before_its_time_is_said_to_be_so_with_the_forerunners() -> None:
    result = named("JNIM", "MLI", date(2015, 7, 22))
    value, score, _, reasons = result
    assert value.id == "jnim"
    assert score.value < 0.8
    assert "anachronism" in reasons[0]
    assert "2017-03-02" in reasons[0]
    assert {"ansar-dine", "al-mourabitoune"} <= set(rivals(result))


def test_a_later_name_of_the_same_group_is_an_anachronism_too() -> None:
    value, _, _, reasons = named("ISSP", "MLI", date(2020, 1, 1))
    assert (value.id, value.name) == ("issp", "ISGS: Islamic State in the Greater Sahara")
    assert "anachronism: the name ISSP" in reasons[0]


def test_a_group_after_its_end_and_far_from_home() -> None:
    assert "ended on 2009-05-18" in named("Tamil Tigers", "LKA", date(2015, 1, 1))[3][0]
    value, score, _, reasons = named("FARC", "MLI", date(2010, 1, 1))
    assert value.id == "farc"
    assert score.value < 0.8
    assert "not known to act in MLI" in reasons[0]


def test_a_name_unknown_to_the_registry_keeps_its_words() -> None:
    value, score, alternatives, reasons = named("Northern Dawn Front", "MLI", date(2022, 1, 1))
    assert (value.id, value.name) == (None, "Northern Dawn Front")
    assert score.value < 0.5
    assert alternatives == ()
    assert reasons == ("'Northern Dawn Front' is not in the actor registry",)


def test_the_army_of_the_place_and_armies_abroad() -> None:
    home = ActorExpression(ActorForm.STATE, "soldiers", "military")
    value = ask(home, "soldiers", "MLI", date(2022, 7, 22))[0]
    assert (value.id, value.name, value.type) == ("military-mali", "Military Forces of Mali (2021-)", "State forces")
    french = ActorExpression(ActorForm.STATE, "soldiers", "military", "FRA")
    value = ask(french, "French soldiers", "MLI", date(2014, 7, 22))[0]
    assert (value.id, value.type) == ("military-france", "External/Other forces")
    value, score, _, _ = ask(home, "soldiers", None, None)
    assert (value.id, value.type) == (None, "State forces")
    assert score.value < 0.5


def test_police_branches_and_government() -> None:
    guards = ActorExpression(ActorForm.STATE, "border guards", "military")
    assert ask(guards, "border guards", "IRN", None)[0].name == "Police Forces of Iran (1989-) Border Guards"
    police = ActorExpression(ActorForm.STATE, "policemen", "police")
    assert ask(police, "two policemen", "MLI", date(2022, 1, 1))[0].id == "police-mali"
    rule = ActorExpression(ActorForm.GOVERNMENT, "authorities")
    assert ask(rule, "authorities", "MLI", date(2022, 1, 1))[0].name == "Government of Mali (2021-)"


@pytest.mark.parametrize(
    ("head", "branch", "country", "day", "expected"),
    [
        ("gunmen", "gunmen", "MLI", None, "unidentified-armed-group-mali"),
        ("gang members", "gang", "HTI", None, "unidentified-gang-haiti"),
        ("herders", "communal militia", "NGA", None, "unidentified-communal-militia-nigeria"),
        ("bandits", "bandit", "NGA", None, "unidentified-communal-militia-nigeria"),
        ("bandits", "bandit", "MEX", None, "unidentified-armed-group-mexico"),
        ("maoists", "rebel", "IND", date(2010, 1, 1), "cpi-maoist"),
        ("maoists", "rebel", "NPL", date(2002, 1, 1), "cpn-maoist"),
        ("maoists", "rebel", "IND", None, "unidentified-armed-group-india"),
        ("rebels", "rebel", "SYR", date(2013, 1, 1), "syrian-opposition"),
        ("rebels", "rebel", "SYR", date(2025, 6, 1), "unidentified-armed-group-syria"),
    ],
)
def test_armed_people_without_a_name(head: str, branch: str, country: str, day: date | None, expected: str) -> None:
    assert ask(ActorExpression(ActorForm.ARMED, head, branch), head, country, day)[0].id == expected


def test_the_one_named_group_is_a_rival_and_first_only_when_coreferent() -> None:
    jihadists = ActorExpression(ActorForm.ARMED, "jihadists", "jihadist")
    day = date(2022, 7, 22)
    result = ask(jihadists, "jihadists", "MLI", day, ["jnim", "katiba-macina", "military-mali"])
    assert result[0].id == "unidentified-armed-group-mali"
    assert rivals(result) == ["jnim"]
    assert rivals(ask(jihadists, "jihadists", "MLI", day, ["jnim", "issp"])) == []
    assert rivals(ask(jihadists, "jihadists", "MLI", day, ["al-shabaab"])) == []
    assert ask(jihadists, "jihadists", "MLI", day, ["jnim"], coreferent=True)[0].id == "jnim"
    assert ask(jihadists, "jihadists", "MLI", day, [], coreferent=True)[0].id == "unidentified-armed-group-mali"


@pytest.mark.parametrize(
    ("words", "country", "day", "expected"),
    [
        ("peacekeepers", "MLI", date(2022, 1, 1), "minusma"),
        ("UN troops", "SSD", date(2014, 1, 1), "unmiss"),
        ("coalition forces", "IRQ", date(2005, 1, 1), "mnf-iraq"),
        ("coalition", "SYR", date(2016, 1, 1), "us-coalition"),
        ("NATO soldiers", "AFG", date(2010, 1, 1), "nato"),
        ("coalition troops", "AFG", date(2010, 1, 1), "isaf"),
        ("UN peacekeepers", "COD", date(2005, 1, 1), "monusco"),
        ("African Union troops", "SOM", date(2012, 1, 1), "amisom"),
        ("Saudi-led coalition", "YEM", date(2016, 1, 1), "saudi-coalition"),
        ("mercenaries", "MLI", date(2016, 1, 1), "unidentified-military-forces-mali"),
    ],
)
def test_external_forces(words: str, country: str, day: date, expected: str) -> None:
    expression = ActorExpression(ActorForm.EXTERNAL, words.lower(), "peacekeepers")
    value = ask(expression, words, country, day)[0]
    assert value.id == expected
    assert value.type == "External/Other forces"


def test_crowds_and_civilians_belong_to_the_country_of_the_event() -> None:
    mob = ActorExpression(ActorForm.CROWD, "mob", "rioters")
    assert ask(mob, "a mob", "IND", None)[0].name == "Rioters (India)"
    students = ActorExpression(ActorForm.CROWD, "students", "protesters")
    assert ask(students, "students", "FRA", None)[0].name == "Protesters (France)"
    tourists = ActorExpression(ActorForm.CIVILIAN, "tourists", None, "DEU")
    assert ask(tourists, "German tourists", "MLI", None)[0].name == "Civilians (Mali)"
    value, score, _, reasons = ask(tourists, "tourists", "VAS", None)
    assert (value.id, value.name) == (None, "Civilians")
    assert score.value < 0.5
    assert "no country is known" in reasons[0]
