"""Countries as areas: where a point lies, where two border on each other, where the north of one is."""

import pytest

from tocsin.knowledge import load
from tocsin.knowledge.gazetteer import distance_km
from tocsin.knowledge.outlines import FINEST_KM, Circle, outside_of


@pytest.mark.parametrize(
    ("point", "country"),
    [((12.65, -8.0), "MLI"), ((13.51, 2.11), "NER"), ((42.67, 21.17), "XKX"), ((0.0, -30.0), None)],
)
def test_the_country_of_a_point(point: tuple[float, float], country: str | None) -> None:
    assert load().outlines.country_at(*point) == country


def test_a_border_lies_between_its_countries_and_on_the_side_asked_for() -> None:
    outlines = load().outlines
    for side in ("MLI", "NER"):
        where = outlines.border("MLI", "NER", None, side)
        assert where is not None
        assert outlines.country_at(where.latitude, where.longitude) == side
        assert where.radius_km > 100


def test_a_border_is_narrowed_by_an_area_beside_it() -> None:
    outlines = load().outlines
    whole = outlines.border("NER", "NGA")
    stretch = outlines.border("NER", "NGA", Circle(13.6, 12.6, 150.0))
    assert whole is not None
    assert stretch is not None
    assert FINEST_KM <= stretch.radius_km < whole.radius_km
    assert distance_km(stretch.latitude, stretch.longitude, 13.6, 12.6) < 150


def test_countries_without_a_common_line_have_no_border() -> None:
    assert load().outlines.border("MLI", "KEN") is None
    assert load().outlines.meeting(["MLI", "NER", "KEN"]) is None


def test_where_three_countries_meet() -> None:
    found = load().outlines.meeting(["MLI", "BFA", "NER"])
    assert found is not None
    assert distance_km(found.latitude, found.longitude, 14.99, 0.22) < 30


def test_the_parts_of_a_country_lie_in_it_and_apart() -> None:
    outlines = load().outlines
    north, south = outlines.part("TCD", "north"), outlines.part("TCD", "south")
    assert north is not None
    assert south is not None
    assert north.latitude > south.latitude + 4
    for part in (north, south):
        assert outlines.country_at(part.latitude, part.longitude) == "TCD"
    assert outlines.part("TCD", "rural") is None


def test_a_point_far_outside_its_country_is_told() -> None:
    assert outside_of(12.65, -8.0, "MLI") is None
    assert outside_of(12.65, 8.0, "MLI") == "the point 12.65, 8 lies in NGA, 564 km outside MLI"
