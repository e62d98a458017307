"""What a reader's confidence of a value stands for."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge.files import data_path, read_yaml
from tocsin.merge.settings import load, parse
from tocsin.merge.value_confidence import Curve, ValueConfidence
from tocsin.model.errors import KnowledgeError
from tocsin.model.event import Evidence

SHARES = st.floats(0, 1)


def row(field: str, confidence: float, author: str = "local@1", rule: str = "only-report") -> Evidence:
    return Evidence(field, "x", (), True, author, rule, confidence=confidence)


@given(SHARES, SHARES, st.floats(0.1, 3), st.floats(-3, 3))
def test_a_curve_keeps_order_and_stays_within_0_and_1(left: float, right: float, slope: float, offset: float) -> None:
    curve = Curve(slope, offset)
    low, high = curve.of(min(left, right)), curve.of(max(left, right))
    assert 0 < low <= high < 1


def test_slope_one_without_offset_changes_nothing() -> None:
    assert Curve(1.0, 0.0).of(0.37) == pytest.approx(0.37)


def test_only_fields_and_engines_with_a_curve_are_changed() -> None:
    known = ValueConfidence({"local": {"actor1": Curve(1.0, 1.0)}}, {"perpetrator-unnamed": 0.7})
    rows = [row("actor1", 0.5), row("place", 0.5), row("actor1", 0.5, author="rules@1")]
    assert [r.confidence for r in known.shown(rows)] == [pytest.approx(0.731, abs=0.001), 0.5, 0.5]


def test_a_side_that_nobody_names_is_as_sure_as_reports_that_name_none() -> None:
    known = ValueConfidence({}, {"perpetrator-unnamed": 0.7})
    rows = [row("actor1", 1.0, "merge", "perpetrator-unnamed"), row("modality", 1.0, "merge", "told-as-fact")]
    assert [r.confidence for r in known.shown(rows)] == [0.7, 1.0]


def test_the_packaged_curves_rise() -> None:
    curves = [curve for fields in load().value_confidence.read.values() for curve in fields.values()]
    assert curves
    assert all(curve.slope > 0 for curve in curves)


def test_a_curve_without_its_offset_is_refused_by_name() -> None:
    raw = deepcopy(read_yaml(data_path("merge.yml")))
    del raw["assembling"]["value_confidence"]["read"]["local"]["actor1"]["offset"]
    with pytest.raises(KnowledgeError, match=r"value_confidence\.read\.local\.actor1.*offset"):
        parse(raw)
