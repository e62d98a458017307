"""Things that are attacked: which are hit, their words, kind and side, and what became of them."""

import pytest

from tocsin.knowledge import load
from tocsin.model.document import Document
from tocsin.model.values import AttackedThing
from tocsin.read.rules.engine import RulesReader

READER = RulesReader(load())


def hit(text: str) -> list[tuple[str, str, str, str | None]]:
    reading = READER.read(Document("doc", text, language="en"))
    things = [a.value for a in reading.assertions if isinstance(a.value, AttackedThing)]
    return [(thing.kind, thing.side.value, thing.words, thing.effect) for thing in things]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rebels blew up two electricity pylons near Kati on Monday.",
            [("energy", "civilian", "two electricity pylons", None)],
        ),
        (
            "A bomb exploded outside the Sarrun national bank in Kati on Monday.",
            [("business", "civilian", "the Sarrun national bank", None)],
        ),
        (
            "The offices of the newspaper were attacked by gunmen in Kati on Monday.",
            [("office", "civilian", "The offices", None)],
        ),
        (
            "Rebels destroyed a school and burned three trucks in Kati on Monday.",
            [("school", "civilian", "a school", "destroyed"), ("vehicle", "civilian", "three trucks", "burned")],
        ),
        (
            "Gunmen attacked the police station in Kati on Monday.",
            [("security", "state", "the police station", None)],
        ),
        ("Gunmen shot dead two bank employees in Kati on Monday.", []),
        ("The attack in Kati on Monday killed nine people near a school.", []),
    ],
)
def test_things_hit(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert hit(text) == expected


def test_a_hit_thing_needs_nobody_hurt() -> None:
    reading = READER.read(Document("doc", "The party's offices in Kati were attacked on Monday.", language="en"))
    assert [a.value for a in reading.assertions if a.prop.value == "sub_event_type"] == ["Attack"]


def test_talk_of_destruction_is_no_event() -> None:
    reading = READER.read(Document("doc", "The minister said the levy on Monday destroyed shops.", language="en"))
    assert not reading.event_mentions


def test_an_assault_rifle_is_no_assault() -> None:
    reading = READER.read(Document("doc", "He bought an assault rifle in Kati on Monday.", language="en"))
    assert not reading.event_mentions


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The bishops condemned the murder of the priests.", True),
        ("The party mourned the killing of Ama Sowo.", True),
        ("A judge is investigating the kidnapping of an editor.", True),
        ("They denounced the killing of civilians.", False),
    ],
)
def test_a_killing_told_as_an_occasion_needs_a_certain_person(text: str, told: bool) -> None:
    reading = READER.read(Document("doc", text, language="en"))
    assert bool(reading.event_mentions) is told
    assert not any(a.prop.value == "date" for a in reading.assertions)
