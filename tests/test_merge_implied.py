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
