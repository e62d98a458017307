"""Assembling one event: a policy for every field, rivals kept, contradictions flagged."""

from dataclasses import replace
from datetime import date

import pytest

from merge_builders import (
    ARMY,
    CIVILIANS,
    GUNMEN,
    ISSP,
    JNIM,
    KATIBA,
    KELMA,
    MOPTI,
    OLT,
    SARRUN,
    Builder,
    day,
    injured,
    killed,
    month,
    world,
)
from tocsin import knowledge
from tocsin.merge import assemble, find_stories
from tocsin.model.event import Event, Evidence
from tocsin.model.reading import AttributionKind, Modality, Prop, Stance
from tocsin.model.values import Count, Side, VictimCount, VictimStatus

KNOWLEDGE = knowledge.load()


def assembled(*builders: Builder) -> Event:
    """One event out of all mentions of the builders."""
    documents, readings = world(*builders)
    stories = find_stories(list(documents.values()))
    ids = [e.id for b in builders for e in b.events]
    return assemble(ids, documents=documents, readings=readings, stories=stories, knowledge=KNOWLEDGE)


def chosen(event: Event, name: str) -> list[Evidence]:
    return [e for e in event.evidence if e.field == name and e.chosen]


def codes(event: Event) -> set[str]:
    return {f.code for f in event.flags}


def victims(event: Event) -> dict[tuple[Side, VictimStatus], tuple[int | None, int | None, int | None]]:
    return {(v.side, v.status): (v.count.low, v.count.best, v.count.high) for v in event.victims}


# --- type ---


def test_suicide_device_and_gunmen_in_one_document_is_a_suicide_bomb() -> None:
    b = Builder("a", ["A bomber rammed the gate at Kelma.", "Gunmen then fought the guards."])
    b.event(0, "rammed", type="Suicide bomb", place=KELMA, date=day(7), actor1=JNIM, actor2=ARMY)
    b.event(1, "fought", type="Armed clash", actor1=JNIM, actor2=ARMY)
    event = assembled(b)
    assert event.sub_event_type == "Suicide bomb"
    assert event.event_type == "Explosions/Remote violence"
    assert "Armed clash" in {a.value for a in event.alternatives if a.field == "sub_event_type"}
    assert "bomber_deaths_unstated" in codes(event)


def test_independent_report_of_a_gunfight_makes_it_an_armed_clash_with_a_tag() -> None:
    a = Builder("a", ["A bomber rammed the gate at Kelma on Friday, the agency reported from the capital."])
    a.event(0, "rammed", type="Suicide bomb", place=KELMA, date=day(7), actor1=JNIM, actor2=ARMY)
    b = Builder("b", ["Fighters who followed two car bombs shot their way into the barracks at Kelma."])
    b.event(0, "shot", type="Armed clash", place=KELMA, date=day(7), actor1=JNIM, actor2=ARMY)
    event = assembled(a, b)
    assert event.sub_event_type == "Armed clash"
    assert "suicide" in event.tags


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (("Armed clash", "Shelling/artillery/missile attack"), "Armed clash"),
        (("Government regains territory", "Armed clash"), "Government regains territory"),
        (("Attack", "Remote explosive/landmine/IED"), "Remote explosive/landmine/IED"),
        (("Abduction/forced disappearance", "Attack"), "Attack"),
        (("Shelling/artillery/missile attack", "Air/drone strike"), "Air/drone strike"),
        (("Peaceful protest", "Violent demonstration"), "Violent demonstration"),
        (("Peaceful protest", "Protest with intervention"), "Protest with intervention"),
        (("Looting/property destruction", "Attack"), "Attack"),
    ],
)
def test_types_follow_the_decision_procedure(types: tuple[str, ...], expected: str) -> None:
    b = Builder("a", ["It began at dawn.", "It went on."])
    for sentence, kind in enumerate(types):
        b.event(sentence, "It", type=kind, place=KELMA, date=day(4))
    assert assembled(b).sub_event_type == expected


def test_clash_with_civilians_as_the_only_target_is_an_attack() -> None:
    b = Builder("a", ["Gunmen fired in Kelma.", "They killed farmers."])
    b.event(0, "fired", type="Armed clash", actor1=GUNMEN, actor2=CIVILIANS)
    b.event(1, "killed", type="Attack", actor1=GUNMEN, actor2=CIVILIANS)
    event = assembled(b)
    assert event.sub_event_type == "Attack"
    assert event.civilian_targeting


def test_unsure_type_below_the_floor_does_not_enter_the_procedure() -> None:
    b = Builder("a", ["A drone struck Kelma.", "There was fighting talk."])
    b.event(0, "struck", type="Air/drone strike", place=KELMA)
    e = b.event(1, "fighting")
    b.say(e, Prop.SUB_EVENT_TYPE, "Armed clash", 1, confidence=0.3)
    assert assembled(b).sub_event_type == "Air/drone strike"


def test_no_type_is_flagged_and_not_guessed() -> None:
    b = Builder("a", ["Something happened in Kelma."])
    b.event(0, "happened", place=KELMA, date=day(4))
    event = assembled(b)
    assert (event.event_type, event.sub_event_type) == ("", "")
    assert "type_unknown" in codes(event)


# --- date and place ---


def test_most_precise_date_and_place_win() -> None:
    b = Builder("a", ["Nine died in Mopti in June.", "On 4 June gunmen entered Kelma."])
    b.event(0, "died", type="Attack", place=(MOPTI, "Mopti"), date=(month(6), "June"))
    b.event(1, "entered", type="Attack", place=(KELMA, "Kelma"), date=(day(4), "4 June"))
    event = assembled(b)
    assert event.date == day(4)
    assert event.place == KELMA
    assert chosen(event, "date")[0].rule == "most-precise"
    assert [e.spans[0].quote for e in chosen(event, "place")] == ["Kelma"]
    assert {e.value for e in event.evidence if e.field == "place"} == {KELMA, MOPTI}
    assert not {"date_conflict", "place_conflict"} & codes(event)


def test_different_days_and_places_are_flagged_with_both_sides_quoted() -> None:
    a = Builder("a", ["Gunmen raided Kelma on Tuesday."])
    a.event(0, "raided", type="Attack", place=(KELMA, "Kelma"), date=(day(4), "Tuesday"))
    b = Builder("b", ["The raid on Olt took place on Wednesday."])
    b.event(0, "raid", type="Attack", place=(OLT, "Olt"), date=(day(5), "Wednesday"))
    event = assembled(a, b)
    flags = {f.code: f for f in event.flags}
    assert {s.quote for s in flags["date_conflict"].spans} == {"Tuesday", "Wednesday"}
    assert {s.quote for s in flags["place_conflict"].spans} == {"Kelma", "Olt"}
    assert "Kelma" in flags["place_conflict"].sentence
    assert "Olt" in flags["place_conflict"].sentence


def test_place_of_a_speaker_is_never_the_place_of_the_event() -> None:
    b = Builder("a", ["Sarrun officials said gunmen raided a village in Mopti."])
    b.event(0, "raided", type="Attack", place=[(SARRUN, "Sarrun"), (MOPTI, "Mopti")])
    b.speaker_place(0, "Sarrun")
    event = assembled(b)
    assert event.place == MOPTI
    assert "Sarrun" not in {e.spans[0].quote for e in event.evidence if e.field == "place"}


def test_nothing_known_stays_unknown() -> None:
    b = Builder("a", ["There was an attack."])
    b.event(0, "attack", type="Armed clash")
    event = assembled(b)
    assert event.date is None
    assert event.place is None
    assert event.actor2 is None
    assert event.fatalities == Count(None, None, None)
    assert event.victims == ()
    assert not event.codable


# --- sides ---


def test_named_side_over_gunmen() -> None:
    b = Builder("a", ["Gunmen raided Kelma.", "The JNIM fighters left at noon."])
    b.event(0, "raided", type="Attack", place=KELMA, actor1=GUNMEN, actor2=CIVILIANS)
    b.event(1, "left", type="Attack", actor1=JNIM)
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor1.id == "jnim"
    assert chosen(event, "actor1")[0].rule == "most-specific"
    assert not event.disputed


def test_the_other_side_is_no_partner() -> None:
    b = Builder("a", ["JNIM fighters raided a barracks in Kelma with men of Katiba Macina, killing soldiers."])
    e = b.event(0, "raided", type="Armed clash", place=KELMA, actor1=JNIM, actor2=ARMY)
    b.say(e, Prop.ASSOCIATED2, (KATIBA, "Katiba Macina"), 0)
    b.say(e, Prop.ASSOCIATED1, (KATIBA, "Katiba Macina"), 0)
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor2 is not None
    assert event.actor1.associated == (KATIBA.name,)
    assert event.actor2.associated == ()


def test_a_relay_confirms_nothing_and_ones_own_deed_is_a_claim() -> None:
    b = Builder("a", ["JNIM fighters raided Kelma.", "JNIM claimed the raid, said Monitor.", "JNIM spoke of a reply."])
    e = b.event(0, "raided", type="Armed clash", place=KELMA, actor1=JNIM, actor2=ARMY)
    b.attribute(e, AttributionKind.CLAIM, "JNIM", JNIM, 1, by_id="jnim", via=("Monitor",))
    b.attributions.append(replace(b.attributions[0], id="at_same_words", via=()))
    b.attribute(e, AttributionKind.CONFIRMATION, "Monitor", None, 1)
    b.attribute(e, AttributionKind.CONFIRMATION, "JNIM", None, 2, by_id="jnim")
    said = [(a.kind, a.by, a.via) for a in assembled(b).attributions]
    assert said == [(AttributionKind.CLAIM, "JNIM", ("Monitor",))], "told again in the report, it is one claim"


def test_accused_but_not_claimed_is_unidentified_with_the_accused_kept() -> None:
    b = Builder("a", ["A village in Kelma was attacked.", "The government blamed Katiba Macina."])
    e = b.event(0, "attacked", type="Attack", place=KELMA, date=day(4), actor2=CIVILIANS)
    b.say(e, Prop.ACTOR1, (KATIBA, "Katiba Macina"), 1, by="The government", stance=Stance.HEDGED)
    b.attribute(e, AttributionKind.ACCUSATION, "The government", KATIBA, 1)
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor1.id == "unidentified-armed-group-mali"
    assert event.actor1.country == "MLI"
    assert [a.value for a in event.alternatives if a.field == "actor1"] == ["Katiba Macina"]
    assert [a.kind for a in event.attributions] == [AttributionKind.ACCUSATION]
    assert chosen(event, "actor1")[0].rule == "accused-not-claimed"
    assert not event.disputed


@pytest.mark.parametrize(
    ("who_tells_the_act", "expected"), [("governor", "jnim"), (None, "unidentified-armed-group-mali")]
)
def test_speaker_of_the_whole_happening_reports_its_side_and_does_not_only_blame(
    who_tells_the_act: str | None, expected: str
) -> None:
    b = Builder("a", ["JNIM raided Kelma, the governor said."])
    e = b.event(0, "raided", place=KELMA, actor2=CIVILIANS)
    b.say(e, Prop.SUB_EVENT_TYPE, ("Attack", "raided"), 0, by=who_tells_the_act)
    b.say(e, Prop.ACTOR1, (JNIM, "JNIM"), 0, by="governor")
    b.attribute(e, AttributionKind.ACCUSATION, "governor", JNIM, 0)
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor1.id == expected


def test_denial_by_the_parent_of_the_accused_makes_it_disputed() -> None:
    b = Builder("a", ["A village was attacked.", "Officials blamed Katiba Macina.", "JNIM denied any role."])
    e = b.event(0, "attacked", type="Attack", place=KELMA, actor2=CIVILIANS)
    b.say(e, Prop.ACTOR1, (KATIBA, "Katiba Macina", 1), 1, by="Officials")
    b.attribute(e, AttributionKind.ACCUSATION, "Officials", KATIBA, 1)
    b.attribute(e, AttributionKind.DENIAL, "JNIM", None, 2, by_id="jnim")
    assert assembled(b).disputed


def test_claim_makes_the_accused_the_actor() -> None:
    b = Builder("a", ["A village was attacked.", "Officials blamed JNIM.", "JNIM claimed it."])
    e = b.event(0, "attacked", type="Attack", place=KELMA, actor2=CIVILIANS)
    b.say(e, Prop.ACTOR1, (JNIM, "JNIM", 1), 1, by="Officials")
    b.attribute(e, AttributionKind.ACCUSATION, "Officials", JNIM, 1)
    b.attribute(e, AttributionKind.CLAIM, "JNIM", JNIM, 2, by_id="jnim")
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor1.id == "jnim"


def test_side_that_the_text_itself_reports_is_the_actor() -> None:
    b = Builder("a", ["JNIM raided Kelma.", "Officials blamed JNIM."])
    e = b.event(0, "raided", type="Attack", place=KELMA, actor1=JNIM)
    b.attribute(e, AttributionKind.ACCUSATION, "Officials", JNIM, 1)
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor1.id == "jnim"
    assert [a for a in event.alternatives if a.field == "actor1"] == []


def test_reports_that_tell_the_sides_the_other_way_round_agree() -> None:
    a = Builder("a", ["JNIM attacked an army post at Kelma."])
    a.event(0, "attacked", type="Armed clash", place=KELMA, actor1=JNIM, actor2=ARMY)
    b = Builder("b", ["The army said it repelled JNIM fighters near Kelma."], published=date(2024, 6, 11))
    b.event(0, "repelled", type="Armed clash", place=KELMA, actor1=ARMY, actor2=JNIM)
    event = assembled(a, b)
    assert event.actor1 is not None
    assert event.actor2 is not None
    assert {event.actor1.id, event.actor2.id} == {"jnim", "military-mali"}
    assert "actor_conflict" not in codes(event)


def test_two_named_groups_for_one_act_are_flagged() -> None:
    a = Builder("a", ["JNIM raided Kelma on Tuesday at dawn, herders said."])
    a.event(0, "raided", type="Attack", place=KELMA, actor1=replace(JNIM), actor2=CIVILIANS)
    b = Builder("b", ["Witnesses saw ISSP men burn granaries and kill villagers in Kelma."])
    b.event(0, "kill", type="Attack", place=KELMA, actor1=ISSP, actor2=CIVILIANS)
    event = assembled(a, b)
    assert "actor_conflict" in codes(event)
    assert [x.field for x in event.alternatives if x.field == "actor1"] == ["actor1"]


def test_victims_of_an_attack_are_actor2_even_when_unsaid_or_turned_round() -> None:
    b = Builder("a", ["Nine villagers were killed in Kelma."])
    b.event(0, "killed", type="Attack", place=KELMA, actor1=CIVILIANS)
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor2 is not None
    assert event.actor1.name == "Unidentified Armed Group (Mali)"
    assert event.actor2.name == "Civilians (Mali)"
    assert event.actor2_reported == ("villagers",)


def test_protest_has_protesters() -> None:
    b = Builder("a", ["Hundreds marched in Kelma."])
    b.event(0, "marched", type="Peaceful protest", place=KELMA)
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor1.name == "Protesters (Mali)"
    assert event.actor2 is None
    assert chosen(event, "actor1")[0].rule == "type-implies"


# --- toll ---


def test_parts_are_not_added_to_their_total() -> None:
    b = Builder("a", ["Nine people, including two soldiers, were killed in Kelma."])
    b.event(
        0,
        "killed",
        type="Attack",
        place=KELMA,
        victims=[(killed(9), "Nine people"), (killed(2, Side.STATE, "soldiers"), "two soldiers")],
    )
    event = assembled(b)
    assert event.fatalities == Count.exactly(9, "9")
    assert victims(event) == {
        (Side.STATE, VictimStatus.KILLED): (2, 2, 2),
        (Side.UNKNOWN, VictimStatus.KILLED): (7, 7, 7),
    }


def test_different_people_in_one_sentence_are_added() -> None:
    b = Builder("a", ["Two soldiers and nine other people were killed, and five hurt."])
    b.event(
        0,
        "killed",
        type="Attack",
        victims=[
            (killed(2, Side.STATE, "soldiers"), "Two soldiers"),
            (killed(9, who="other people"), "nine other people"),
            (injured(5), "five"),
        ],
    )
    event = assembled(b)
    assert event.fatalities.best == 11
    assert victims(event)[Side.UNKNOWN, VictimStatus.INJURED] == (5, 5, 5)


def test_accounts_of_one_toll_are_never_added_up() -> None:
    b = Builder("a", ["Nine killed in Kelma.", "The attack killed nine villagers.", "All nine were buried."])
    b.event(0, "killed", type="Attack", victims=(killed(9), "Nine"))
    b.event(1, "killed", type="Attack", victims=(killed(9, Side.CIVILIAN, "villagers"), "nine villagers"))
    b.event(2, "buried", victims=(killed(9), "nine"))
    event = assembled(b)
    assert event.fatalities == Count.exactly(9, "9")
    assert victims(event) == {(Side.CIVILIAN, VictimStatus.KILLED): (9, 9, 9)}


def test_attackers_come_on_top_of_the_victims() -> None:
    b = Builder("a", ["The raid killed nine people.", "Three attackers died too."])
    b.event(0, "killed", type="Attack", victims=killed(9))
    b.event(1, "died", type="Attack", victims=killed(3, Side.PERPETRATOR, "attackers"))
    assert assembled(b).fatalities.best == 12


def test_at_least_keeps_the_top_open() -> None:
    b = Builder("a", ["At least 132 were killed."])
    b.event(0, "killed", type="Attack", fatalities=Count(132, 132, None, "at least 132"))
    event = assembled(b)
    assert event.fatalities == Count(132, 132, None, "at least 132")
    assert chosen(event, "fatalities")[0].rule == "only-report"


def test_dozens_have_no_best() -> None:
    b = Builder("a", ["Dozens were killed."])
    b.event(0, "killed", type="Attack", fatalities=Count(12, None, None, "dozens"))
    assert assembled(b).fatalities == Count(12, None, None, "dozens")


def test_no_casualties_is_zero_and_not_unknown() -> None:
    b = Builder("a", ["Rockets fell; nobody was hurt."])
    b.event(0, "fell", type="Shelling/artillery/missile attack", fatalities=Count.exactly(0, "nobody"))
    assert assembled(b).fatalities == Count(0, 0, 0, "nobody")


def test_reports_that_differ_give_low_best_high_and_a_flag() -> None:
    a = Builder("a", ["Gunmen killed nine people in Kelma, a first report said."], published=date(2024, 6, 5))
    a.event(0, "killed", type="Attack", place=KELMA, date=day(4), victims=killed(9))
    b = Builder("b", ["The toll of the Kelma raid rose to eleven, the hospital director said on Friday."],
                published=date(2024, 6, 7))  # fmt: skip
    b.event(0, "toll", type="Attack", place=KELMA, date=day(4), victims=killed(11))
    event = assembled(a, b)
    assert (event.fatalities.low, event.fatalities.best, event.fatalities.high) == (9, 11, 11)
    assert chosen(event, "fatalities")[0].rule == "latest-from-root"
    (flag,) = [f for f in event.flags if f.code == "toll_conflict"]
    assert "9 (a)" in flag.sentence
    assert "11 (b)" in flag.sentence
    assert len(flag.spans) == 2


def test_at_least_nine_and_eleven_do_not_contradict() -> None:
    a = Builder("a", ["At least nine died in Kelma, a first report said."], published=date(2024, 6, 5))
    a.event(0, "died", type="Attack", fatalities=Count(9, 9, None, "at least nine"))
    b = Builder("b", ["Eleven bodies were counted after the raid on the market of Kelma."], published=date(2024, 6, 7))
    b.event(0, "raid", type="Attack", fatalities=Count.exactly(11, "Eleven"))
    event = assembled(a, b)
    assert (event.fatalities.low, event.fatalities.best, event.fatalities.high) == (9, 11, 11)
    assert "toll_conflict" not in codes(event)


def test_two_speakers_in_one_document_differ() -> None:
    b = Builder("a", ["Police said nine people died.", "The hospital counted eleven dead."])
    first = b.event(0, "died", type="Attack")
    b.say(first, Prop.VICTIMS, (killed(9), "nine people"), 0, by="Police")
    second = b.event(1, "dead", type="Attack")
    b.say(second, Prop.VICTIMS, (killed(11), "eleven"), 1, by="The hospital")
    event = assembled(b)
    assert (event.fatalities.low, event.fatalities.high) == (9, 11)
    assert "toll_conflict" in codes(event)


def test_parts_that_exceed_the_stated_total_are_flagged() -> None:
    b = Builder("a", ["Three soldiers were killed in all.", "Two guards and two officers died."])
    b.event(0, "killed", type="Armed clash", fatalities=Count.exactly(3, "Three"))
    b.event(
        1,
        "died",
        type="Armed clash",
        victims=[
            (killed(2, Side.STATE, "guards"), "Two guards"),
            (killed(2, Side.STATE, "officers"), "two officers"),
        ],
    )
    event = assembled(b)
    assert event.fatalities.best == 3
    assert "sum_mismatch" in codes(event)


def test_bomber_stated_among_the_dead_raises_no_flag() -> None:
    b = Builder("a", ["A bomber killed himself and a guard in Kelma."])
    b.event(
        0,
        "killed",
        type="Suicide bomb",
        victims=[
            (killed(1, Side.PERPETRATOR, "himself"), "himself"),
            (killed(1, Side.STATE, "guard"), "a guard"),
        ],
    )
    event = assembled(b)
    assert event.fatalities.best == 2
    assert "bomber_deaths_unstated" not in codes(event)


def test_victims_keep_the_actor_of_their_side() -> None:
    b = Builder("a", ["A soldier was killed."])
    value = VictimCount(Side.STATE, VictimStatus.KILLED, Count.exactly(1), "soldier", "military-mali")
    b.event(0, "killed", type="Armed clash", victims=value)
    assert assembled(b).victims[0].actor == "military-mali"


# --- the rest ---


def test_actual_beats_planned_and_background_needs_all() -> None:
    b = Builder("a", ["JNIM attacked Kelma.", "It had long planned the attack."])
    b.event(0, "attacked", type="Attack", place=KELMA, background=False)
    b.event(1, "planned", type="Attack", modality=Modality.PLANNED, background=True)
    event = assembled(b)
    assert event.modality is Modality.ACTUAL
    assert not event.background


def test_failed_bombing_without_harm_is_a_disrupted_weapon_use() -> None:
    b = Builder("a", ["A bomber was stopped at the gate in Kelma."])
    b.event(0, "stopped", type="Suicide bomb", place=KELMA, modality=Modality.FAILED)
    event = assembled(b)
    assert event.modality is Modality.FAILED
    assert event.sub_event_type == "Disrupted weapons use"


def test_copy_is_a_source_but_not_independent_and_does_not_speak() -> None:
    text = ["Gunmen on motorbikes raided the market at Kelma on Tuesday and killed nine traders, police said."]
    a, c = Builder("a", text, published=date(2024, 6, 5)), Builder("c", text, published=date(2024, 6, 6))
    for b, toll in ((a, 9), (c, 19)):
        b.event(0, "raided", type="Attack", place=KELMA, date=day(4), actor1=GUNMEN, victims=killed(toll))
    alone, both = assembled(a), assembled(a, c)
    assert [(s.document_id, s.independent) for s in both.sources] == [("a", True), ("c", False)]
    assert {s.story_id for s in both.sources} == {both.sources[0].story_id}
    assert both.confidence == alone.confidence
    assert both.fatalities == alone.fatalities


def test_independent_reports_raise_confidence() -> None:
    a = Builder("a", ["Gunmen raided the market at Kelma on Tuesday, police said."])
    b = Builder("b", ["Nine traders died when raiders came to Kelma, the mayor told radio listeners."])
    for builder, trigger in ((a, "raided"), (b, "died")):
        builder.event(0, trigger, type="Attack", place=KELMA, date=day(4), actor1=GUNMEN, victims=killed(9))
    assert assembled(a, b).confidence > assembled(a).confidence


def test_every_chosen_value_has_words_and_a_rule() -> None:
    b = Builder("a", ["Gunmen raided Kelma on Tuesday and killed nine villagers with rifles."])
    b.event(
        0, "raided", type="Attack", place=KELMA, date=day(4), actor1=GUNMEN, actor2=CIVILIANS,
        victims=killed(9, Side.CIVILIAN), weapon="rifles",
    )  # fmt: skip
    event = assembled(b)
    fields = {e.field for e in event.evidence if e.chosen}
    wanted = "sub_event_type date place actor1 actor2 fatalities victims weapons modality"
    assert fields >= set(wanted.split())
    for e in event.evidence:
        assert e.rule
        assert e.spans
        assert all(b.document.text[s.start : s.end] == s.quote for s in e.spans)


def test_bare_number_of_a_headline_is_the_total_of_the_lead() -> None:
    b = Builder("a", ["Gunmen kill nine.", "They killed at least nine people, including two soldiers."])
    bare = VictimCount(Side.CIVILIAN, VictimStatus.KILLED, Count.exactly(9, "nine"), "nine")
    b.event(0, "kill", type="Attack", victims=bare)
    open_count = VictimCount(
        Side.UNKNOWN, VictimStatus.KILLED, Count(9, 9, None, "at least nine"), "people", total=True
    )
    b.event(
        1,
        "killed",
        type="Attack",
        victims=[(open_count, "at least nine people"), (killed(2, Side.STATE, "two soldiers"), "two soldiers")],
    )
    event = assembled(b)
    assert (event.fatalities.low, event.fatalities.best, event.fatalities.high) == (9, 9, None)
    assert victims(event)[Side.STATE, VictimStatus.KILLED] == (2, 2, 2)


def test_parts_spelled_out_after_their_total_are_not_added() -> None:
    b = Builder("a", ["Nine people died: two soldiers and seven traders."])
    b.event(
        0,
        "died",
        type="Attack",
        victims=[
            (killed(9, total=True), "Nine people"),
            (killed(2, Side.STATE, "two soldiers"), "two soldiers"),
            (killed(7, Side.CIVILIAN, "seven traders"), "seven traders"),
        ],
    )
    event = assembled(b)
    assert event.fatalities.best == 9
    assert victims(event) == {
        (Side.STATE, VictimStatus.KILLED): (2, 2, 2),
        (Side.CIVILIAN, VictimStatus.KILLED): (7, 7, 7),
    }


def test_claim_that_no_assertion_repeats_names_the_actor() -> None:
    b = Builder("a", ["Gunmen raided Kelma.", "JNIM said it did it."])
    e = b.event(0, "raided", type="Attack", place=KELMA, actor1=GUNMEN)
    b.attribute(e, AttributionKind.CLAIM, "JNIM", JNIM, 1, by_id="jnim")
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor1.id == "jnim"
    (row,) = chosen(event, "actor1")
    assert row.spans[0].quote == "JNIM said it did it."
    assert row.attributed_to == "JNIM"


def test_hedge_on_the_act_does_not_accuse_its_author_but_a_hedged_author_is_only_suspected() -> None:
    for hedged_act, expected in ((True, "jnim"), (False, "unidentified-armed-group-mali")):
        b = Builder("a", ["JNIM reportedly raided Kelma."])
        e = b.event(0, "raided", place=KELMA)
        b.say(e, Prop.SUB_EVENT_TYPE, "Attack", 0, stance=Stance.HEDGED if hedged_act else Stance.ASSERTED)
        b.say(e, Prop.ACTOR1, (JNIM, "JNIM"), 0, stance=Stance.HEDGED)
        event = assembled(b)
        assert event.actor1 is not None
        assert event.actor1.id == expected
