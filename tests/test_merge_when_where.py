"""Choosing date and place: the chosen value always shows the words it rests on."""

from dataclasses import replace

import pytest

from merge_builders import KELMA, MOPTI, Builder, day, month
from test_merge_assemble import assembled, chosen
from tocsin.merge.relations import PlaceRelated, places_relate
from tocsin.model.values import DateValue, PlaceValue

COUNTRY = PlaceValue("Mali", "country:MLI", "MLI", precision=4)
UNKNOWN = PlaceValue("Zarrana", None, "MLI", precision=4)


@pytest.mark.parametrize("place", [KELMA, COUNTRY, UNKNOWN])
def test_chosen_place_has_chosen_evidence_however_vague(place: PlaceValue) -> None:
    b = Builder("a", ["Gunmen raided Kelma.", "They left Kelma."])
    b.event(0, "raided", type="Attack", place=(place, "Kelma"), date=day(4))
    b.event(1, "left", type="Attack", place=(place, "Kelma"))
    event = assembled(b)
    assert event.place is not None
    assert {e.value for e in chosen(event, "place")} == {place}
    assert [e.spans[0].quote for e in chosen(event, "place")] == ["Kelma", "Kelma"]


def test_unknown_names_of_one_country_are_not_one_place() -> None:
    other = PlaceValue("Olkoro", None, "MLI", precision=4)
    b = Builder("a", ["Gunmen raided Zarrana.", "They went on to Olkoro."])
    b.event(0, "raided", type="Attack", place=(UNKNOWN, "Zarrana"), date=day(4))
    b.event(1, "went", type="Attack", place=(other, "Olkoro"))
    event = assembled(b)
    assert event.place is not None
    assert {e.value for e in chosen(event, "place")} == {event.place}


@pytest.mark.parametrize(("stated", "expected"), [(month(5), month(5)), (month(6), day(4))])
def test_day_from_the_text_around_goes_behind_a_time_that_rules_it_out(stated: DateValue, expected: DateValue) -> None:
    b = Builder("a", ["Gunmen raided Kelma last month.", "The raid killed nine."])
    b.event(0, "raided", type="Attack", place=(KELMA, "Kelma"), date=(stated, "last month"))
    b.event(1, "raid", type="Attack", date=day(4))
    b.assertions[-1] = replace(b.assertions[-1], rule="narrative-date")
    event = assembled(b)
    assert event.date is not None
    assert (event.date.start, event.date.end) == (expected.start, expected.end)


def test_a_village_of_which_only_the_unit_is_known_holds_no_town() -> None:
    somewhere = replace(MOPTI, name="Bapho", place_id="supplement:mli-bapho")
    assert places_relate(MOPTI, KELMA, 25.0) is PlaceRelated.INSIDE
    assert places_relate(somewhere, KELMA, 25.0) is PlaceRelated.DOUBTFUL
    assert places_relate(somewhere, replace(somewhere, words="Bapho village"), 25.0) is PlaceRelated.SAME_AREA
