"""Sub-event types of single sentences: verbs with their own kind of object, crowds, captives, territory, accidents."""

import pytest

from test_read_rules import chunks_of, happenings_of


def types_of(text: str) -> list[str]:
    return [h.typed.sub_event_type for h in happenings_of(text) if h.typed is not None]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Two men threw a homemade bomb at the house.", "grenade"),
        ("The rebels fired at least four heavy rockets at the town.", "shell"),
        ("Both sides traded mortar and artillery fire.", "clash"),
        ("Raiders drove off some forty head of cattle.", "loot"),
        ("The men led the three traders away.", "abduct"),
    ],
)
def test_a_verb_and_its_own_kind_of_object_may_stand_apart(text: str, act: str) -> None:
    assert act in {c.act for c in chunks_of(text)}


@pytest.mark.parametrize("text", ["Two men threw petrol bombs at the house.", "They threw stones near a bomb."])
def test_another_object_makes_another_act(text: str) -> None:
    assert "grenade" not in {c.act for c in chunks_of(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A crowd of youths ransacked shops owned by migrants.", "Mob violence"),
        ("Inmates rioted in the prison, setting fire to a block.", "Mob violence"),
        ("Students fought with sticks and stones at the college, injuring nine.", "Mob violence"),
        ("Police rounded up ninety opposition supporters.", "Arrests"),
        ("Bandits released 21 captives after six weeks.", "Agreement"),
        ("Soldiers rescued nine hostages from their captors.", "Other"),
        ("Gunmen executed three captured soldiers.", "Attack"),
        ("An off-duty soldier was shot dead by gunmen.", "Attack"),
        ("Gunmen attacked a convoy of traders.", "Attack"),
        ("Six rockets fell on the military airfield.", "Shelling/artillery/missile attack"),
        ("Army jets bombed and artillery shelled the town, killing nine.", "Air/drone strike"),
        ("Militants fired rockets loaded with mustard gas at the fighters.", "Chemical weapon"),
        ("Militiamen burned down the village, killing six people.", "Attack"),
        ("The march turned violent, and drivers burned two police cars.", "Violent demonstration"),
        ("Several people were killed when police opened fire on a rally.", "Excessive force against protesters"),
    ],
)
def test_types(text: str, expected: str) -> None:
    assert types_of(text)[:1] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "A chlorine leak at the plant killed three workers.",
        "A gas cylinder exploded in a restaurant, killing three diners.",
        "The new comedy is a riot, critics say.",
        "The government lodged a protest with its neighbour.",
    ],
)
def test_accidents_and_manners_of_speaking_tell_nothing(text: str) -> None:
    assert types_of(text) == []


def test_who_a_place_falls_to_took_it() -> None:
    (happening,) = happenings_of("The town fell to rebels after a battle of six hours.")[:1]
    assert happening.agent is not None
    assert happening.chunks[happening.agent].lower == "rebels"


def test_a_toll_of_nobody_is_a_fact() -> None:
    (happening,) = happenings_of("A bomb exploded near the hall but nobody was killed or injured.")
    assert happening.told.as_fact
    assert {(v.status.value, v.count.best if v.count else None) for v in happening.victims} == {
        ("killed", 0),
        ("injured", 0),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Police dismissed as false a message that gunmen had killed ten people.",
        "The army will strike any base from which its territory is attacked.",
    ],
)
def test_reports_called_untrue_and_bases_not_yet_known_are_no_fact(text: str) -> None:
    assert not any(h.told.as_fact for h in happenings_of(text))


def test_not_but_denies_the_first_deed_only() -> None:
    told = {
        h.chunks[h.main].lower: h.told.as_fact for h in happenings_of("They were not killed but kidnapped by gunmen.")
    }
    assert told == {"killed": False, "kidnapped": True}


def test_a_killing_told_for_the_first_time_does_not_refer_back() -> None:
    (first,) = happenings_of("The office documented the killing of 23 civilians.")
    assert not first.definite
    assert all(h.definite for h in happenings_of("Police arrested nine men after the killing of 23 civilians.")[1:])


def test_who_is_off_duty_is_no_side_of_a_battle() -> None:
    assert types_of("Men dragged an off-duty soldier from his house and executed him.")[:1] == ["Attack"]
