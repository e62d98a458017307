"""Countries by code, name and adjective."""

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge.countries import Countries

COUNTRIES = Countries.open()


def test_every_iso_entry_and_kosovo_with_the_codes_of_iso() -> None:
    assert {c.alpha3 for c in COUNTRIES.all()} == {c.alpha_3 for c in pycountry.countries} | {"XKX"}
    for country in COUNTRIES.all():
        official = pycountry.countries.get(alpha_3=country.alpha3)
        if official is not None:
            assert (country.alpha2, country.numeric) == (official.alpha_2, int(official.numeric))


def test_seventeen_regions_with_the_numbers_of_the_field() -> None:
    numbers = {c.region: c.region_name for c in COUNTRIES.all()}
    assert len(numbers) == 17
    assert (numbers[1], numbers[11], numbers[20]) == ("Western Africa", "Middle East", "Antarctica")
    for alpha3, region in [("MLI", 1), ("SSD", 3), ("SDN", 5), ("AFG", 13), ("MMR", 9), ("TUR", 11), ("RUS", 12)]:
        country = COUNTRIES.by_alpha3(alpha3)
        assert country is not None
        assert country.region == region, alpha3


@pytest.mark.parametrize(
    ("words", "alpha3"),
    [
        ("Burma", "MMR"),
        ("Zaïre", "COD"),
        ("the DRC", "COD"),
        ("Democratic Republic of the Congo", "COD"),
        ("Swaziland", "SWZ"),
        ("Côte d’Ivoire", "CIV"),
        ("U.S.", "USA"),
        ("US", "USA"),
        ("America", "USA"),
        ("UAE", "ARE"),
        ("Scotland", "GBR"),
        ("Gaza Strip", "PSE"),
        ("West Bank", "PSE"),
        ("Kosovo", "XKX"),
        ("États-Unis", "USA"),
        ("Etats-Unis", "USA"),
        ("Centrafrique", "CAF"),
        ("Tchad", "TCD"),
        ("Allemagne", "DEU"),
        ("Mali's", "MLI"),
        ("The Gambia", "GMB"),
        ("South Sudan", "SSD"),
        ("Guinea-Bissau", "GNB"),
    ],
)
def test_names(words: str, alpha3: str) -> None:
    found = COUNTRIES.find_name(words)
    assert found is not None
    assert found.alpha3 == alpha3


@pytest.mark.parametrize("words", ["us", "car", "turkey", "chad", "jersey", "Sarrun", ""])
def test_words_that_are_no_country_as_written(words: str) -> None:
    assert COUNTRIES.find_name(words) is None


@pytest.mark.parametrize(
    ("words", "alpha3s"),
    [
        ("Nigerien", ["NER"]),
        ("nigérien", ["NER"]),
        ("Nigerian", ["NGA"]),
        ("nigérianes", ["NGA"]),
        ("malienne", ["MLI"]),
        ("Malians", ["MLI"]),
        ("Congolese", ["COD", "COG"]),
        ("Burmese", ["MMR"]),
        ("Myanmar", ["MMR"]),
        ("Filipino", ["PHL"]),
        ("Philippine", ["PHL"]),
        ("British", ["GBR"]),
        ("Equatorial Guinean", ["GNQ"]),
        ("polish", []),
    ],
)
def test_adjectives(words: str, alpha3s: list[str]) -> None:
    assert [country.alpha3 for country in COUNTRIES.find_adjective(words)] == alpha3s


def test_words_with_other_meanings_are_marked() -> None:
    for words in ("Turkey", "Chad", "Jordan", "Georgia", "Congo", "Congolese", "US", "CAR"):
        assert COUNTRIES.ambiguous_word(words), words
    for words in ("Mali", "Malian", "Burkina Faso", "Iraq"):
        assert not COUNTRIES.ambiguous_word(words), words


def test_all_in_a_text_longest_first_with_offsets() -> None:
    text = "L’armée malienne et des Guinean troops near Guinea-Bissau, not us but the US."
    hits = list(COUNTRIES.find_all(text))
    assert [(hit.words, hit.kind, hit.countries[0].alpha3) for hit in hits] == [
        ("malienne", "adjective", "MLI"),
        ("Guinean", "adjective", "GIN"),
        ("Guinea-Bissau", "name", "GNB"),
        ("US", "name", "USA"),
    ]
    assert all(text[hit.start : hit.end] == hit.words for hit in hits)


def test_no_name_of_two_countries_without_an_order() -> None:
    seen: dict[str, str] = {}
    for country in COUNTRIES.all():
        for name in (country.name, *country.names):
            other = seen.setdefault(name, country.alpha3)
            assert other == country.alpha3 or COUNTRIES.ambiguous_word(name), name


@given(st.text(max_size=60))
def test_any_text_gives_true_offsets(text: str) -> None:
    for hit in COUNTRIES.find_all(f"{text} Straße Mali {text}"):
        assert f"{text} Straße Mali {text}"[hit.start : hit.end] == hit.words
