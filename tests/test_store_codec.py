"""The codec gives back exactly what it was given, for every dataclass of the model."""

import dataclasses
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.model import codec
from tocsin.model.document import Document, Published
from tocsin.model.expressions import TimeExpression, TimeForm
from tocsin.model.reading import Assertion, MentionKind, Prop, Stance
from tocsin.model.values import Count, DateValue, Score

COUNTS = st.lists(st.integers(0, 10**6), min_size=3, max_size=3).map(lambda numbers: Count(*sorted(numbers), words="w"))
DATE_VALUES = st.tuples(st.dates(), st.dates(), st.integers(1, 4)).map(
    lambda parts: DateValue(min(parts[:2]), max(parts[:2]), parts[2])
)
TIMES: Any = st.builds(
    TimeExpression,
    form=st.sampled_from(TimeForm),
    day=st.none() | st.integers(1, 31),
    start=st.none() | st.builds(TimeExpression, form=st.sampled_from(TimeForm)),
)
st.register_type_strategy(Count, COUNTS)
st.register_type_strategy(DateValue, DATE_VALUES)
st.register_type_strategy(TimeExpression, TIMES)
st.register_type_strategy(Score, st.builds(Score, st.floats(0, 1)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))


@pytest.mark.parametrize("name", sorted(codec.classes()))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_round_trip_of_every_class(name: str, data: st.DataObject) -> None:
    value = data.draw(st.from_type(codec.classes()[name]))
    text = codec.encode(value)
    back = codec.decode(text)
    assert back == value
    assert type(back) is type(value)
    assert codec.encode(back) == text


def test_enums_and_values_come_back_with_their_types() -> None:
    assertion = Assertion("as_1", "em_1", Prop.BACKGROUND, True, (), "rules@1", stance=Stance.HEDGED)
    back = codec.decode(codec.encode(assertion))
    assert back.prop is Prop.BACKGROUND
    assert back.stance is Stance.HEDGED
    assert back.value is True
    whole = codec.decode(codec.encode(dataclasses.replace(assertion, confidence=1)))
    assert isinstance(whole.confidence, float)


def test_keys_are_in_field_order_and_empty_defaults_are_left_out() -> None:
    text = codec.encode(Document("d", "x", published=Published(date(2020, 1, 2), "given")))
    assert list(json.loads(text)) == ["@", "id", "text", "published", "kind", "media_type"]


def test_unknown_class_or_field_is_an_error_not_a_default() -> None:
    with pytest.raises(ValueError, match="unknown class tag"):
        codec.decode('{"@":"Rumour"}')
    with pytest.raises(ValueError, match="no field 'mood'"):
        codec.decode('{"@":"Published","day":"2020-01-01","how":"x","mood":"y"}')
    with pytest.raises(ValueError, match="cannot be built"):
        codec.decode('{"@":"Published","how":"x"}')
    assert MentionKind("actor") is MentionKind.ACTOR


def test_what_is_not_of_the_model_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        codec.encode({1})
