"""Resolving place phrases: namesakes, precision, misses, distances."""

import pytest

from tocsin.knowledge import load
from tocsin.knowledge.gazetteer import distance_km
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.values import PlaceValue
from tocsin.read.rules.places import find_places
from tocsin.resolve.places import PlaceContext, Resolved, resolve_place
from tocsin.resolve.places_context import destination


def resolved(text: str, publisher: str | None = None) -> dict[str, Resolved]:
    knowledge = load()
    found = find_places(text, knowledge.gazetteer, knowledge.countries)
    context = PlaceContext.build(text, [x for _, _, x in found], knowledge, publisher)
    return {x.name: resolve_place(x, text[start:end], context=context, knowledge=knowledge) for start, end, x in found}


def value(text: str, name: str) -> PlaceValue:
    return resolved(text)[name][0]


def test_a_named_town_has_precision_one_and_its_words() -> None:
    kati, score, _, reasons = resolved("Gunmen killed nine people in Kati, Mali.")["Kati"]
    assert (kati.country, kati.admin1, kati.precision, kati.words) == ("MLI", "Koulikoro", 1, "Kati")
    assert kati.place_id == "geonames:2455558"
    assert score.value > 0.8
    assert any("lies in Mali" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("Men were shot near Djibo in Burkina Faso.", "Djibo", 2),
        ("Men were shot in the Mopti region of Mali.", "Mopti", 3),
        ("Men were shot in Mali.", "Mali", 4),
        ("Men were shot in Darfur, Sudan.", "Darfur", 3),
        ("Men were shot in central Dakar, Senegal.", "Dakar", 1),
    ],
)
def test_precision(text: str, name: str, precision: int) -> None:
    found = value(text, name)
    assert found.precision == precision
    assert (found.latitude is None) == (precision == 4)


def test_a_country_has_no_point() -> None:
    found = value("It happened in Burundi.", "Burundi")
    assert (found.country, found.latitude, found.longitude) == ("BDI", None, None)


def test_the_town_is_meant_without_a_unit_word_and_the_unit_with_it() -> None:
    assert value("A mine went off in Gao, said the Malian army.", "Gao").place_id == "geonames:2457163"
    assert value("A mine went off in Gao region, said the Malian army.", "Gao").place_id == "iso3166-2:ML-7"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Ukraine said on Friday that troops in Kherson, Ukraine, had crossed the Dnipro river.", "Dnipro", "UKR"),
        ("Soldiers from Segou and Mopti in Mali crossed the Niger river, the Malian army said.", "Niger", "MLI"),
    ],
)
def test_a_river_is_not_the_town_or_country_of_its_name(text: str, name: str, country: str) -> None:
    found = value(text, name)
    assert found.place_id is None
    assert (found.country, found.latitude, found.precision) == (country, None, 4)
    assert found.name == f"{name} river"


def test_no_namesake_abroad() -> None:
    text = "The Nigerien army says that in Niger, near Niamey and Zinder, men raided Kolokani."
    found, score, alternatives, reasons = resolved(text)["Kolokani"]
    assert found.place_id is None
    assert found.latitude is None
    assert found.country == "NER"
    assert score.value < 0.6
    assert alternatives == ()
    assert any("MLI" in reason for reason in reasons)


def test_an_unknown_name_never_becomes_the_capital() -> None:
    found, score, _, _ = resolved("Malian soldiers died in Zorotambe, said Bamako, the capital of Mali.")["Zorotambe"]
    assert (found.place_id, found.latitude, found.country, found.precision) == (None, None, "MLI", 4)
    assert score.value <= 0.5


def test_an_unknown_name_in_a_stated_unit_gets_the_units_area() -> None:
    found = value("The village of Zorotambe in Borno state, Nigeria, was burnt.", "Zorotambe")
    assert (found.place_id, found.country, found.admin1, found.precision) == (None, "NGA", "Borno", 3)
    assert found.radius_km is not None
    assert found.radius_km > 50


def test_containers_choose_and_hold_for_the_whole_document() -> None:
    text = "A house burnt in Alexandria, Virginia. Neighbours in Alexandria helped."
    assert value(text, "Alexandria").admin1 == "Virginia"
    assert value("A house burnt in Alexandria, Egypt.", "Alexandria").country == "EGY"


def test_country_context_chooses_among_namesakes() -> None:
    assert value("Lebanese troops entered Tripoli, north of Beirut.", "Tripoli").country == "LBN"
    assert value("Libyan militias fought in Tripoli, east of Zawiya.", "Tripoli").country == "LBY"
    assert value("Troops left Georgia for Florida and Alabama.", "Georgia").admin1 == "Georgia"
    assert value("Troops left Georgia for Armenia and Russia.", "Georgia").country == "GEO"


def test_stated_distances_are_checked() -> None:
    found, _, _, reasons = resolved("Kati, 15 kilometres from Bamako, houses Malian troops.")["Kati"]
    assert found.name == "Kati"
    assert found.precision == 1
    assert any("15 km of Bamako stated" in reason and reason.endswith(": consistent") for reason in reasons)
    far = resolved("Gao, 15 kilometres from Bamako, houses Malian troops.")["Gao"][3]
    assert any("NOT consistent" in reason for reason in far)


def test_an_anchor_resolves_to_the_place_it_tells_of() -> None:
    assert value("Kati, 15 kilometres from Bamako, houses Malian troops.", "Bamako").name == "Kati"


def test_a_bearing_gives_a_computed_point() -> None:
    found = value("A truck was stopped 30 km north of Gao, Malian police said.", "Gao")
    gao = load().gazetteer.lookup("Gao", "MLI")[0]
    assert gao.latitude is not None
    assert gao.longitude is not None
    assert found.latitude is not None
    assert found.longitude is not None
    assert found.precision == 2
    assert abs(distance_km(gao.latitude, gao.longitude, found.latitude, found.longitude) - 30) < 0.5
    assert found.latitude > gao.latitude


def test_between_two_towns() -> None:
    found, _, _, reasons = resolved("Robbers struck on the Bamako-Kati road in Mali.")["Bamako"]
    assert found.name == "Bamako - Kati"
    assert found.precision == 2
    assert "km apart" in reasons[0]
    assert value("Robbers struck between Bamako and Gao in Mali.", "Bamako").precision == 3


def test_a_road_with_one_known_end() -> None:
    found, _, _, reasons = resolved("Robbers struck on the Gao-Zorotambe road in Mali.")["Gao"]
    assert (found.name, found.precision) == ("Gao", 2)
    assert any("Zorotambe" in reason for reason in reasons)


def test_regions_of_the_lexicon() -> None:
    found, _, _, reasons = resolved("Raids rose in central Mali.")["Mali"]
    assert (found.place_id, found.country, found.precision) == ("region:central-mali", "MLI", 3)
    assert any("unverified" in reason for reason in reasons)
    sahel = value("Malian, Nigerien and Chadian troops met in the Sahel.", "Sahel")
    assert sahel.place_id == "region:sahel"


def test_a_place_known_by_unit_only_gets_the_units_area() -> None:
    found, _, _, reasons = resolved("Gunmen attacked Solhan, in Burkina Faso.")["Solhan"]
    assert (found.place_id, found.admin1, found.precision) == ("supplement:bfa-solhan", "Sahel", 3)
    assert any("only its unit" in reason for reason in reasons)


def test_near_spellings_only_within_the_country_and_said_so() -> None:
    found, score, _, reasons = resolved("Malian troops of Mali's army stood in Kolokanni.")["Kolokanni"]
    assert found.name == "Kolokani"
    assert any("'Kolokani' in MLI sounds alike" in reason for reason in reasons)
    assert score.value <= 0.85


def test_score_and_alternatives_are_a_distribution() -> None:
    _, score, alternatives, _ = resolved("A fire broke out in Springfield.")["Springfield"]
    assert alternatives
    assert 0 <= score.value <= 1
    assert all(0.05 <= alternative.confidence <= 1 for alternative in alternatives)
    assert all(isinstance(alternative.value, PlaceValue) for alternative in alternatives)


def test_publisher_is_a_weak_hint() -> None:
    knowledge = load()
    expression = PlaceExpression("Tripoli", PlaceRelation.IN)
    for country in ("LBN", "LBY"):
        context = PlaceContext.build("", [expression], knowledge, country)
        assert resolve_place(expression, "Tripoli", context=context, knowledge=knowledge)[0].country == country


@pytest.mark.parametrize("bearing", [0.0, 90.0, 225.0])
def test_destination_is_as_far_as_asked(bearing: float) -> None:
    latitude, longitude = destination(13.0, 179.9, 50.0, bearing)
    assert abs(distance_km(13.0, 179.9, latitude, longitude) - 50) < 0.1
    assert -180 <= longitude <= 180


def test_beside_a_country_is_not_in_it() -> None:
    text = "Nigerian soldiers of the Nigerian army died near the border with Niger."
    found = value(text, "Niger")
    assert (found.place_id, found.country) == ("border:NER-NGA", "NGA")


def test_no_namesake_where_the_named_province_holds_no_such_place() -> None:
    found = value("A car bomb went off in Daman district in the southern province of Kandahar.", "Daman")
    assert (found.country, found.admin1) == ("AFG", "Kandahar")


def test_groups_of_one_country_and_its_forces_tell_the_country() -> None:
    knowledge = load()
    votes = [{"CMR": 1.0}]
    expression = PlaceExpression("Zorotambe", PlaceRelation.IN)
    context = PlaceContext.build("Raid in Zorotambe.", [expression], knowledge, actors=votes)
    assert (context.main(), context.leading()) == (None, "CMR")
    assert resolve_place(expression, "Zorotambe", context=context, knowledge=knowledge)[0].country == "CMR"


def test_two_countries_of_one_weight_give_none() -> None:
    assert PlaceContext.build("", [], load(), actors=[{"CMR": 1.0}, {"NGA": 1.0}]).leading() is None


@pytest.mark.parametrize(
    ("town", "unit"),
    [
        ("Hanover, N.H.", "New Hampshire"),
        ("Hanover, N. H.", "New Hampshire"),
        ("Charleston, W.Va.", "West Virginia"),
        ("London, Ont.", "Ontario"),
        ("Alexandria, Ind.", "Indiana"),
    ],
)
def test_a_short_form_of_a_unit_holds_the_town_before_it(town: str, unit: str) -> None:
    found = resolved(f"Police shot a man in {town}, on Monday.")
    assert found[town.partition(",")[0]][0].admin1 == unit


def test_a_word_like_a_short_form_is_no_unit() -> None:
    assert set(resolved("In Paris, Ind went shopping. After Lyon, Mass was held in French towns.")) >= {"Paris", "Lyon"}
    assert not {"Ind", "Mass", "Ind.", "Mass."} & set(resolved("In Paris, Ind went. After Lyon, Mass was held."))


LOCAL = "Police in Pennsylvania arrested men in Harrisburg, Lancaster and Reading, Pennsylvania. Shots fell in {}."


def test_a_countrys_name_is_a_towns_where_the_document_is_local() -> None:
    lebanon = resolved(LOCAL.format("Lebanon"))["Lebanon"][0]
    assert (lebanon.country, lebanon.admin1) == ("USA", "Pennsylvania")
    abroad = resolved(LOCAL.format("Lebanon") + " Lebanese troops fired back at Beirut.")["Lebanon"][0]
    assert abroad.country == "LBN"


def test_a_large_town_next_door_needs_no_word_about_its_country() -> None:
    text = "The Israeli army said that in Ashkelon and Beersheba, Israel, rockets from Gaza fell on Sunday."
    gaza, _, _, reasons = resolved(text)["Gaza"]
    assert gaza.country == "PSE"
    assert any("borders on ISR" in reason for reason in reasons)


def test_a_word_for_a_people_is_its_country_without_a_point() -> None:
    knowledge = load()
    found = resolve_place(PlaceExpression("Egyptian"), "Egyptian", context=PlaceContext(), knowledge=knowledge)[0]
    assert (found.place_id, found.latitude, found.precision) == ("country:EGY", None, 4)
