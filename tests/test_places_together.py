"""Names of a document read together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge.gazetteer_entry import GazetteerEntry
from tocsin.resolve.places_together import MOST, nearness, weighed_together


def town(name: str, unit: str, latitude: float, longitude: float) -> GazetteerEntry:
    return GazetteerEntry(
        f"{name}/{unit}", name, "USA", ("USA",), unit, "city", latitude, longitude, None, None, True, admin1_code=unit
    )


WORTHS = {
    "dublin": [(town("Dublin", "GA", 32.5, -82.9), 1.2), (town("Dublin", "OH", 40.1, -83.1), 1.0)],
    "worthington": [(town("Worthington", "MN", 43.6, -95.6), 1.2), (town("Worthington", "OH", 40.1, -83.0), 1.0)],
}


def test_two_obscure_towns_hold_each_other() -> None:
    found = weighed_together(WORTHS)
    assert {rows[0].entry.admin1 for rows in found.values()} == {"OH"}
    assert found["dublin"][0].likely > 0.8


def test_a_name_alone_is_read_by_its_own_worth() -> None:
    (found,) = weighed_together({"dublin": WORTHS["dublin"]}).values()
    assert [row.entry.admin1 for row in found] == ["GA", "OH"]
    assert [row.worth for row in found] == [1.2, 1.0]


def test_a_name_without_readings_has_none() -> None:
    assert set(weighed_together({**WORTHS, "nowhere": []})) == {"dublin", "worthington"}


TOWNS = st.builds(town, st.sampled_from("xyz"), st.sampled_from("ABC"), st.floats(-60, 60), st.floats(-170, 170))
READINGS = st.lists(st.tuples(TOWNS, st.floats(0, 8)), min_size=1, max_size=MOST)
NAMES = st.dictionaries(st.sampled_from("abcdef"), READINGS, min_size=1)


@given(NAMES)
def test_likelihoods_sum_to_one_and_the_order_of_names_does_not_matter(
    worths: dict[str, list[tuple[GazetteerEntry, float]]],
) -> None:
    found = weighed_together(worths)
    turned = weighed_together(dict(reversed(list(worths.items()))))
    for key, rows in found.items():
        assert sum(row.likely for row in rows) == pytest.approx(1.0)
        assert [row.worth for row in rows] == sorted((row.worth for row in rows), reverse=True)
        assert [row.worth for row in rows] == pytest.approx([row.worth for row in turned[key]])


def test_nearness_falls_with_distance_and_likelihood() -> None:
    here = town("x", "A", 40.0, -83.0)
    near, far = (40.1, -83.0, 1.0), (41.5, -83.0, 1.0)
    assert nearness(here, [near]) > nearness(here, [far]) > nearness(here, [(50.0, -83.0, 1.0)]) == 0.0
    assert nearness(here, [(40.1, -83.0, 0.5)]) == pytest.approx(0.5 * nearness(here, [near]))
    assert nearness(here, []) == 0.0
