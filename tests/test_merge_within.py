"""Grouping the accounts of one document."""

from datetime import date

import pytest

from merge_builders import (
    ARMY,
    CIVILIANS,
    GUNMEN,
    ISSP,
    JNIM,
    KELMA,
    MALI,
    MOPTI,
    OLT,
    SARRUN,
    Builder,
    day,
    injured,
    killed,
    world,
)
from tocsin.merge import cluster, find_stories
from tocsin.model.event import Judgement, Verdict
from tocsin.model.reading import Modality, Prop
from tocsin.model.values import DateValue, PlaceValue


def groups(builder: Builder, judgements: tuple[Judgement, ...] = ()) -> set[frozenset[str]]:
    documents, readings = world(builder)
    stories = find_stories(list(documents.values()))
    found = cluster(documents, readings, stories, scope="document", judgements=judgements)
    mentions = [m for c in found for m in c]
    assert sorted(mentions) == sorted(e.id for e in builder.events)
    return {frozenset(c) for c in found}


def test_lead_headline_details_and_toll_update_are_one_happening() -> None:
    b = Builder(
        "d",
        [
            "Market bombing kills nine in Kelma.",
            "A bomb tore through a market in Kelma on Tuesday, killing nine people.",
            "Stalls burned for hours.",
            "The blast shattered windows, a trader said.",
            "Police later said the attack left eleven dead.",
        ],
    )
    ids = [
        b.event(0, "bombing", type="Remote explosive/landmine/IED", place=(KELMA, "Kelma"), victims=killed(9)),
        b.event(1, "bomb", type="Remote explosive/landmine/IED", place=KELMA, date=day(4), victims=killed(9)),
        b.event(3, "blast", type="Remote explosive/landmine/IED"),
    ]
    last = b.event(4, "attack", type="Attack")
    b.say(last, Prop.VICTIMS, killed(11), 4, by="Police")
    assert groups(b) == {frozenset([*ids, last])}


@pytest.mark.parametrize(("words", "one"), [("more than 110 dead", True), ("another 110 dead", False)])
def test_higher_toll_of_somebody_else_is_no_further_happening(words: str, one: bool) -> None:
    b = Builder(
        "d",
        [
            "Drones hit a parade in Kelma on Thursday, killing 89.",
            "A monitor put the toll higher.",
            f"It spoke of {words}.",
        ],
    )
    first = b.event(0, "hit", type="Air/drone strike", place=KELMA, date=day(4), victims=killed(89))
    second = b.event(2, "dead", place=(KELMA, "Kelma", 0), victims=(killed(110), words))
    b.say(second, Prop.SUB_EVENT_TYPE, "Air/drone strike", 2, confidence=0.4)
    assert (frozenset([first, second]) in groups(b)) is one


def test_list_of_incidents_in_different_towns_stays_apart() -> None:
    b = Builder(
        "d",
        [
            "In Kelma, gunmen killed two traders on Tuesday.",
            "In Sarrun, gunmen killed two farmers on Tuesday.",
            "In Olt, gunmen killed a nurse on Tuesday.",
        ],
    )
    for sentence, place in enumerate((KELMA, SARRUN, OLT)):
        b.event(sentence, "killed", type="Attack", place=place, date=day(4), actor1=GUNMEN, victims=killed(2))
    assert len(groups(b)) == 3


def test_same_town_on_another_day_stays_apart() -> None:
    b = Builder("d", ["Rebels raided Kelma on Tuesday.", "Rebels raided Kelma on Thursday."])
    b.event(0, "raided", type="Attack", place=KELMA, date=day(4), actor1=JNIM)
    b.event(1, "raided", type="Attack", place=KELMA, date=day(6), actor1=JNIM)
    assert len(groups(b)) == 2


def test_other_actor_pair_at_the_same_place_and_day_stays_apart() -> None:
    b = Builder("d", ["JNIM attacked the army in Kelma on Tuesday.", "ISSP raided Kelma on Tuesday."])
    b.event(0, "attacked", type="Armed clash", place=KELMA, date=day(4), actor1=JNIM, actor2=ARMY)
    b.event(1, "raided", type="Attack", place=KELMA, date=day(4), actor1=ISSP, actor2=CIVILIANS)
    assert len(groups(b)) == 2


def test_details_attach_to_the_incident_told_last() -> None:
    b = Builder(
        "d",
        [
            "Officials reported two attacks this week.",
            "In Kelma on Tuesday gunmen shot dead two traders.",
            "In Sarrun on Wednesday a bomb killed five people.",
            "The blast also wounded ten.",
        ],
    )
    first = b.event(1, "shot", type="Attack", place=KELMA, date=day(4), victims=killed(2))
    second = b.event(2, "bomb", type="Remote explosive/landmine/IED", place=SARRUN, date=day(5), victims=killed(5))
    detail = b.event(3, "blast", type="Remote explosive/landmine/IED", victims=injured(10))
    assert groups(b) == {frozenset([first]), frozenset([second, detail])}


@pytest.mark.parametrize(
    "sentence",
    [
        "Another attack killed a driver.",
        "Elsewhere, an attack killed a driver.",
        "In a separate attack a driver died.",
    ],
)
def test_words_for_another_happening_open_one(sentence: str) -> None:
    b = Builder("d", ["Gunmen killed two traders in Kelma on Tuesday.", sentence])
    b.event(0, "killed", type="Attack", place=KELMA, date=day(4), actor1=GUNMEN, victims=killed(2))
    b.event(1, "attack", type="Attack", victims=killed(1))
    assert len(groups(b)) == 2


def test_the_attack_refers_back_to_a_suicide_bombing() -> None:
    b = Builder("d", ["A suicide bomber struck Kelma on Tuesday.", "Smoke rose.", "The attack was claimed by JNIM."])
    b.event(0, "struck", type="Suicide bomb", place=KELMA, date=day(4))
    b.event(2, "attack", type="Attack", actor1=JNIM)
    assert len(groups(b)) == 1


def test_a_region_and_a_village_in_it_are_one_place() -> None:
    b = Builder("d", ["Nine died in an attack in Mopti region on Tuesday.", "Gunmen entered Sarrun and killed nine."])
    b.event(0, "attack", type="Attack", place=MOPTI, date=day(4), victims=killed(9))
    b.event(1, "killed", type="Attack", place=SARRUN, actor1=GUNMEN, victims=killed(9))
    assert len(groups(b)) == 1


def test_planned_never_joins_what_happened() -> None:
    b = Builder("d", ["JNIM attacked Kelma on Tuesday.", "JNIM threatened to attack Kelma."])
    b.event(0, "attacked", type="Attack", place=KELMA, date=day(4), actor1=JNIM)
    b.event(1, "attack", type="Attack", place=KELMA, actor1=JNIM, modality=Modality.THREATENED)
    assert len(groups(b)) == 2


def test_a_set_of_raids_does_not_swallow_one_of_them() -> None:
    b = Builder("d", ["Rebels made six raids in Mali on Thursday.", "They raided Kelma at dawn on Thursday."])
    b.event(0, "raids", type="Attack", place=MALI, date=day(6), actor1=JNIM, incidents=6)
    b.event(1, "raided", type="Attack", place=KELMA, date=day(6), actor1=JNIM)
    assert len(groups(b)) == 2


def test_suicide_bomb_and_gunfight_at_one_place_and_day_are_one_row() -> None:
    b = Builder(
        "d",
        [
            "A bomber hit the base at Kelma on Friday.",
            *["Quiet followed."] * 6,
            "Gunmen fought guards in Kelma on Friday.",
        ],
    )
    b.event(0, "hit", type="Suicide bomb", place=KELMA, date=day(7), actor1=JNIM, actor2=ARMY)
    b.event(7, "fought", type="Armed clash", place=KELMA, date=day(7), actor1=GUNMEN, actor2=ARMY)
    assert len(groups(b)) == 1


def test_unresolved_place_names_that_differ_open_a_second_happening() -> None:
    b = Builder("d", ["Gunmen raided Kelma on Tuesday killing two.", "Gunmen raided Tarko, killing three."])
    b.event(0, "raided", type="Attack", place=KELMA, date=day(4), victims=killed(2))
    b.event(1, "raided", type="Attack", place=PlaceValue("Tarko"), victims=killed(3))
    assert len(groups(b)) == 2


def test_place_carried_over_from_elsewhere_does_not_split() -> None:
    b = Builder(
        "d",
        [
            "Sarrun is the regional seat.",
            "Gunmen raided Kelma on Tuesday.",
            "The raid left four traders dead.",
        ],
    )
    b.event(1, "raided", type="Attack", place=KELMA, date=day(4))
    b.event(2, "raid", type="Attack", place=(SARRUN, "Sarrun", 0), victims=killed(4))
    assert len(groups(b)) == 1


def test_people_win_over_the_rules() -> None:
    b = Builder("d", ["Rebels raided Kelma on Tuesday.", "The raid lasted an hour.", "In Olt, gunmen killed a nurse."])
    a = b.event(0, "raided", type="Attack", place=KELMA, date=day(4))
    c = b.event(1, "raid", type="Attack")
    d = b.event(2, "killed", type="Attack", place=OLT)
    assert groups(b) == {frozenset([a, c]), frozenset([d])}
    split = Judgement(a, c, Verdict.DIFFERENT, "reviewer", "two raids")
    assert not any({a, c} <= group for group in groups(b, (split,)))
    joined = Judgement(d, a, Verdict.SAME, "reviewer", "the nurse died in Kelma")
    assert groups(b, (joined,)) == {frozenset([a, c, d])}
    back = Judgement(a, d, Verdict.UNSURE, "reviewer", "withdrawn")
    assert groups(b, (back,)) == groups(b)


def test_day_of_a_claim_is_not_another_day_of_the_attack() -> None:
    b = Builder("d", ["Gunmen raided Kelma on Tuesday.", "The raid was claimed by JNIM on Wednesday."])
    b.event(0, "raided", type="Attack", place=KELMA, date=(day(4), "Tuesday"), actor1=GUNMEN)
    b.event(1, "raid", type="Attack", date=(day(5), "Wednesday"), actor1=JNIM)
    assert len(groups(b)) == 1


def test_words_before_the_trigger_name_the_happening() -> None:
    b = Builder(
        "d",
        [
            "Gunmen shot nine traders at the market of Kelma on Tuesday.",
            "In Sarrun a bomb killed three soldiers on Wednesday.",
            "Officials blamed rebels for the market raid.",
        ],
    )
    first = b.event(0, "shot", type="Attack", place=KELMA, date=day(4), victims=killed(9))
    second = b.event(1, "bomb", type="Remote explosive/landmine/IED", place=SARRUN, date=day(5))
    third = b.event(2, "raid", type="Attack")
    assert groups(b) == {frozenset([first, third]), frozenset([second])}


def test_a_campaign_over_years_is_no_account_of_one_raid() -> None:
    b = Builder("d", ["JNIM raided Kelma on Tuesday.", "JNIM has raided the area since 2017."])
    years = DateValue(date(2017, 1, 1), date(2024, 6, 10), 4)
    b.event(0, "raided", type="Attack", place=KELMA, date=day(4), actor1=JNIM)
    b.event(1, "raided", type="Attack", date=(years, "since 2017"), actor1=JNIM)
    assert len(groups(b)) == 2


def test_a_day_derived_from_the_trigger_alone_contradicts_nothing() -> None:
    b = Builder("d", ["Gunmen raided Kelma on Tuesday.", "The raid left four dead."])
    b.event(0, "raided", type="Attack", place=KELMA, date=(day(4), "Tuesday"))
    b.event(1, "raid", type="Attack", date=(day(9), "raid"), victims=killed(4))
    assert len(groups(b)) == 1
