"""What the groups and forces that a text names tell of its country."""

from datetime import date

import pytest

from tocsin import resolve
from tocsin.knowledge import load
from tocsin.model.document import Document, Published
from tocsin.model.reading import Prop
from tocsin.model.values import PlaceValue
from tocsin.read.rules.engine import RulesReader

KNOWLEDGE = load()


def country_of(text: str) -> str | None:
    """The country of the only place a short text's happenings are given."""
    document = Document("d", text, published=Published(date(2018, 6, 6), "test"), language="en")
    resolved = resolve.resolve(document, RulesReader(KNOWLEDGE).read(document), KNOWLEDGE)
    found = {a.value.country for a in resolved.assertions if a.prop is Prop.PLACE and isinstance(a.value, PlaceValue)}
    assert len(found) <= 1
    return found.pop() if found else None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("ELN rebels shot dead four policemen in Zorotambe on Monday.", "COL"),
        ("Suspected jihadists killed two Malian soldiers overnight.", "MLI"),
        ("Three farmers were killed in Zorotambe, Kogi State, after an attack by gunmen.", "NGA"),
        ("Islamic State fighters killed three men in Zorotambe on Monday.", None),
        ("Gunmen killed three men in Zorotambe on Monday.", None),
    ],
)
def test_country_of_an_unknown_village(text: str, country: str | None) -> None:
    assert country_of(text) == country


def test_movements_with_branches_abroad_tell_no_country() -> None:
    assert {"islamic-state", "al-qaeda"} <= KNOWLEDGE.actors.umbrellas
    assert not {"taliban", "boko-haram", "eln-colombia"} & KNOWLEDGE.actors.umbrellas
