"""Finding place mentions: which words, which relation, exact offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.knowledge import load
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.read.rules.places import find_places


def places(text: str, blocked: tuple[tuple[int, int], ...] = ()) -> dict[str, PlaceExpression]:
    knowledge = load()
    found = find_places(text, knowledge.gazetteer, knowledge.countries, blocked)
    for start, end, expression in found:
        assert expression.name.split()[0] in text[start:end]
    return {expression.name: expression for _, _, expression in found}


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Gunmen killed nine people in Kati on Friday.", "Kati", PlaceRelation.IN),
        ("A convoy was ambushed near Djibo on Monday.", "Djibo", PlaceRelation.NEAR),
        ("Two bombs exploded on the outskirts of Maiduguri.", "Maiduguri", PlaceRelation.NEAR),
        ("Soldiers died in the Diffa region of Niger.", "Diffa", PlaceRelation.UNIT),
        ("Protesters marched in central Dakar.", "Dakar", PlaceRelation.PART),
        ("Armed men crossed into northern Nigeria.", "Nigeria", PlaceRelation.PART),
        ("Shells fell close to Goma.", "Goma", PlaceRelation.NEAR),
        ("BAMAKO (AFP) — Nine villagers were killed.", "BAMAKO", PlaceRelation.SPEAKER),
        ("Bamako said the raid had failed.", "Bamako", PlaceRelation.SPEAKER),
        ("The move angered Moscow's allies.", "Moscow", PlaceRelation.SPEAKER),
        ("A farmer told reporters in Lagos that men came at night.", "Lagos", PlaceRelation.SPEAKER),
        ("They were stopped at the border with Chad.", "Chad", PlaceRelation.BORDER),
        ("A blast shook Karachi airport.", "Karachi", PlaceRelation.IN),
    ],
)
def test_relations(text: str, name: str, relation: PlaceRelation) -> None:
    assert places(text)[name].relation == relation


def test_distances_belong_to_the_place_they_tell_of() -> None:
    found = places("Kati, 15 kilometres (nine miles) from Bamako, was hit at dawn.")
    assert found["Kati"].distance_km == 15.0
    assert found["Kati"].others == ("Bamako",)
    assert found["Kati"].relation == PlaceRelation.IN
    assert found["Bamako"].relation == PlaceRelation.DISTANCE
    assert found["Bamako"].others == ("Kati",)


def test_miles_and_bearings() -> None:
    found = places("The lorry was stopped ten miles north of Gao.")
    assert found["Gao"].distance_km == 16.1
    assert found["Gao"].bearing == "N"
    thousand = places("It lies 1,200 km from Bamako.")
    assert thousand["Bamako"].distance_km == 1200.0


def test_pairs_and_roads() -> None:
    found = places("Fighting broke out between Bambari and Bria. Robbers struck on the Bangui-Bouar road.")
    assert found["Bambari"].others == ("Bria",)
    assert found["Bria"].relation == PlaceRelation.BETWEEN
    assert found["Bangui"].others == ("Bouar",)
    assert found["Bangui"].unit_word == "road"


def test_containers_and_lists() -> None:
    found = places("Men raided Kati, Koulikoro, and fled. Clashes in Gao, Mopti and Timbuktu left 12 dead.")
    assert found["Kati"].containers == ("Koulikoro",)
    assert found["Gao"].containers == ()
    assert found["Mopti"].containers == ()
    state = places("A market in Maiduguri, the capital of Borno state, Nigeria, was burnt.")
    assert state["Maiduguri"].containers == ("Borno", "Nigeria")
    assert places("It happened in Nigeria's Borno state.")["Borno"].containers == ("Nigeria",)
    assert places("A bus burnt in the Iraqi city of Mosul.")["Mosul"].containers == ("Iraq",)


def test_persons_organisations_and_words_are_no_places() -> None:
    text = (
        "Paris Hilton and Michael Jordan met at the Bank of America. Jordan said he liked it. General Mali agreed. "
        "In March the Senate met. Nice weather helped. May came."
    )
    assert places(text) == {}


def test_a_surname_that_is_a_country_stays_a_country_after_a_preposition() -> None:
    found = places("Kenny Jordan wrote of refugees in Jordan.")
    assert found["Jordan"].is_country


def test_unknown_names_are_kept_when_the_words_make_them_places() -> None:
    found = places("The village of Karovel was burnt. A resident of Zamraibe fled. They hid in Tolombar.")
    assert set(found) == {"Karovel", "Zamraibe", "Tolombar"}
    assert found["Karovel"].unit_word == "village"
    assert places("He has faith in the Zolonist movement.") == {}


def test_lower_case_text_needs_more() -> None:
    text = "a car bomb in baghdad killed ten people in iraq on monday. most of them were reading in bath."
    found = places(text)
    assert set(found) == {"baghdad", "iraq"}
    assert found["iraq"].is_country


def test_upper_case_text() -> None:
    text = (
        "LIMA, 3 MAR 90 -- A BOMB WENT OFF IN MEDELLIN, COLOMBIA. MEN STORMED THE TOWN OF ZORAMBO, CAQUETA "
        "DEPARTMENT, AND THE SAME PEOPLE WERE SEEN IN TURN."
    )
    found = places(text)
    assert found["LIMA"].relation == PlaceRelation.SPEAKER
    assert found["MEDELLIN"].containers == ("COLOMBIA",)
    assert {"ZORAMBO", "CAQUETA"} <= set(found)
    assert "TURN" not in found


def test_french() -> None:
    text = "Le village de Karovel, dans la région de Mopti, a été attaqué. Un camion a sauté près de Gao."
    found = places(text)
    assert found["Mopti"].relation == PlaceRelation.UNIT
    assert found["Karovel"].unit_word == "village"
    assert found["Gao"].relation == PlaceRelation.NEAR


def test_blocked_spans_are_left_alone() -> None:
    text = "The Army of Mali stood in Gao."
    start = text.index("Army of Mali")
    assert set(places(text, ((start, start + len("Army of Mali")),))) == {"Gao"}


def test_spans_are_exact_across_lines_and_accents() -> None:
    knowledge = load()
    text = "Des tirs à Sévaré.\nPuis à Burkina\nFaso, et enfin à Bobo-Dioulasso."
    found = find_places(text, knowledge.gazetteer, knowledge.countries, language="fr")
    assert [text[start:end] for start, end, _ in found] == ["Sévaré", "Burkina\nFaso", "Bobo-Dioulasso"]
    assert found[1][2].name == "Burkina Faso"


def test_same_text_same_result_and_empty_text() -> None:
    text = "Clashes in Gao and near Kidal left many dead in Mali."
    assert places(text) == places(text)
    assert places("") == {}
    assert places("\n \n") == {}


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("Gao Mali in near, the.of-'’é\n5km AB"), max_size=120))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    knowledge = load()
    found = find_places(text, knowledge.gazetteer, knowledge.countries)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert found == sorted(found, key=lambda item: item[:2])


def test_the_name_of_an_institution_is_no_place() -> None:
    assert places("A bomb exploded at Kano State University on Monday.") == {}
    assert "Kano" in places("Gunmen killed nine people in Kano State on Monday.")


@pytest.mark.parametrize("text", ["The attack on Tessit killed four.", "Gunmen raided Tessit on Monday."])
def test_what_is_struck_is_a_place(text: str) -> None:
    assert set(places(text)) == {"Tessit"}


def test_a_person_who_is_struck_is_no_place() -> None:
    assert places("The attack on Oscar shocked many.") == {}


def test_a_word_of_nationality_is_no_region_of_the_same_name() -> None:
    assert set(places("A bomb hit the Somali capital Mogadishu.")) == {"Mogadishu"}
    assert "Somali" in places("A bomb hit a market in the Somali region of Ethiopia.")


def test_an_unknown_name_may_open_with_an_article_and_its_country_stands_before() -> None:
    found = places("Gunmen stormed a police post in the Libyan city of El Zorambo.")
    assert found["El Zorambo"].containers == ("Libya",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Soldiers beat back an assault on the garrison of Kelmadan on Monday.", "Kelmadan"),
        ("The rebels were driven out of Sarrunkol by noon.", "Sarrunkol"),
        ("Hundreds died in an attack on Pellandar in Sudan on Tuesday.", "Pellandar"),
    ],
)
def test_an_unknown_name_behind_words_of_place_is_kept(text: str, name: str) -> None:
    assert name in places(text)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("in the southern regions of Sikasso, Koulikoro and Kayes on Friday", ["region"] * 3),
        ("fighting in Idlib and Aleppo provinces", ["province"] * 2),
        ("in the towns of Gao and Kidal", ["town"] * 2),
        ("in Sikasso region and Kayes", ["region", None]),
    ],
)
def test_a_unit_word_in_the_plural_is_shared(text: str, units: list[str | None]) -> None:
    assert [place.unit_word for place in places(text).values()] == units
