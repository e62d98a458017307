"""What the type of an event implies about its sides."""

from merge_builders import ARMY, KELMA, Builder, day
from test_merge_assemble import assembled, chosen
from tocsin.model.values import ActorValue

PROTESTERS = ActorValue("protesters-mali", "Protesters (Mali)", "Protesters", "MLI")
RIOTERS = ActorValue("rioters-mali", "Rioters (Mali)", "Rioters", "MLI")


def test_crowd_of_a_riot_is_actor1_and_goes_by_the_name_of_rioters() -> None:
    b = Builder("a", ["Crowds marched.", "They threw stones.", "Soldiers shot at the crowd."])
    b.event(0, "marched", type="Peaceful protest", place=KELMA, date=day(4), actor1=PROTESTERS)
    b.event(1, "threw", type="Violent demonstration", place=KELMA, date=day(4), actor1=RIOTERS)
    b.event(2, "shot", type="Excessive force against protesters", actor1=(ARMY, "Soldiers"), actor2=PROTESTERS)
    event = assembled(b)
    assert event.sub_event_type == "Violent demonstration"
    assert event.actor1 is not None
    assert event.actor2 is not None
    assert (event.actor1.id, event.actor2.id) == ("rioters-mali", ARMY.id)
    assert all(e.value == event.actor1 for e in chosen(event, "actor1"))
    assert [e.spans[0].quote for e in chosen(event, "actor2")] == ["Soldiers"]


def test_force_that_meets_an_unnamed_crowd_is_actor2() -> None:
    b = Builder("a", ["Soldiers made arrests on the edge of the rally in Kelma."])
    b.event(0, "arrests", type="Protest with intervention", place=KELMA, date=day(4), actor1=(ARMY, "Soldiers"))
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor2 is not None
    assert (event.actor1.id, event.actor2.id) == ("protesters-mali", ARMY.id)
    assert chosen(event, "actor1")[0].rule == "type-implies"


def test_force_against_peaceful_protesters_stays_the_side_that_acts() -> None:
    b = Builder("a", ["Soldiers shot at the crowd in Kelma."])
    b.event(0, "shot", type="Excessive force against protesters", place=KELMA, actor1=ARMY, actor2=PROTESTERS)
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor2 is not None
    assert (event.actor1.id, event.actor2.id) == (ARMY.id, "protesters-mali")


POLICE = ActorValue("police-mali", "Police Forces of Mali", "State forces", "MLI")
TRADERS = ActorValue("civilians-mali", "Civilians (Mali)", "Civilians", "MLI")
REBELS = ActorValue("rebels-of-kelma", "Rebels of Kelma", "Rebel group", "MLI")


def sides(b: Builder) -> tuple[str, str]:
    event = assembled(b)
    assert event.actor1 is not None
    assert event.actor2 is not None
    return event.actor1.name, event.actor2.name


def test_police_who_fire_in_a_riot_met_the_crowd() -> None:
    b = Builder("a", ["Police killed two people in the riots in Kelma."])
    b.event(0, "riots", type="Mob violence", place=KELMA, actor1=(POLICE, "Police"), actor2=(TRADERS, "two people"))
    assert sides(b) == ("Rioters (Mali)", "Police Forces of Mali")


def test_a_crowd_that_acts_beside_police_hit_the_unarmed() -> None:
    b = Builder("a", ["Police came late to Kelma.", "Rioters burnt traders alive in Kelma."])
    b.event(0, "came", type="Mob violence", place=KELMA, date=day(4), actor1=(POLICE, "Police"))
    b.event(1, "burnt", type="Mob violence", place=KELMA, date=day(4), actor1=(RIOTERS, "Rioters"),
            actor2=(TRADERS, "traders"))  # fmt: skip
    assert sides(b) == ("Rioters (Mali)", "Civilians (Mali)")


def test_students_of_a_riot_are_its_crowd() -> None:
    b = Builder("a", ["Students fought soldiers in Kelma."])
    b.event(0, "fought", type="Armed clash", place=KELMA, actor1=(TRADERS, "Students"), actor2=(ARMY, "soldiers"))
    event = assembled(b)
    assert event.sub_event_type == "Violent demonstration"
    assert sides(b) == ("Rioters (Mali)", ARMY.name)


def test_the_side_that_by_the_type_took_the_place_acts() -> None:
    b = Builder("a", ["From rebels the army retook Kelma."])
    b.event(0, "retook", type="Government regains territory", place=KELMA, actor1=(REBELS, "rebels"),
            actor2=(ARMY, "army"))  # fmt: skip
    assert sides(b) == (ARMY.name, REBELS.name)


def test_a_group_that_takes_a_place_from_another_regains_nothing_for_the_government() -> None:
    b = Builder("a", ["Militiamen captured Kelma."])
    militia = ActorValue("militia-of-kelma", "Militia of Kelma", "Political militia", "MLI")
    b.event(0, "captured", type="Government regains territory", place=KELMA, actor1=(militia, "Militiamen"))
    assert assembled(b).sub_event_type == "Non-state actor overtakes territory"


def test_an_armed_side_stands_over_civilians_hit_beside_it() -> None:
    b = Builder("a", ["Rebels shelled troops and traders in Kelma."])
    b.event(0, "shelled", type="Shelling/artillery/missile attack", place=KELMA, actor1=(REBELS, "Rebels"),
            actor2=(TRADERS, "traders"))  # fmt: skip
    b.event(0, "shelled", type="Shelling/artillery/missile attack", place=KELMA, actor1=(REBELS, "Rebels"),
            actor2=(ARMY, "troops"))  # fmt: skip
    assert sides(b) == (REBELS.name, ARMY.name)
