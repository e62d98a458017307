"""What a report calls a first, against earlier events."""

from datetime import date
from typing import Any

import pytest

from merge_builders import CIVILIANS, ISSP, JNIM, KELMA, OLT, Builder, day, world
from tocsin import knowledge
from tocsin.merge import assemble_all, cluster, find_stories
from tocsin.model.event import Event

CLAIM = "It was the first attack on the town, and residents spoke of a raid."


def events(*builders: Builder) -> list[Event]:
    documents, readings = world(*builders)
    stories = find_stories(list(documents.values()))
    found = cluster(documents, readings, stories, scope="all", knowledge=knowledge.load())
    return list(
        assemble_all(found, documents=documents, readings=readings, stories=stories, knowledge=knowledge.load())
    )


def two(words: str, **earlier: Any) -> list[Event]:
    """A claim of 20 June at Kelma, and another event told by another document."""
    a = Builder("a", [words], date(2024, 6, 21))
    a.event(0, "raid", type="Attack", place=KELMA, date=day(20), actor1=JNIM, actor2=CIVILIANS)
    facts = {"type": "Attack", "place": KELMA, "date": day(4), "actor1": JNIM, "actor2": CIVILIANS} | earlier
    b = Builder("b", ["Armed men burned the granaries and a clinic."], date(2024, 6, 5))
    b.event(0, "burned", **facts)
    return events(a, b)


def flags(found: list[Event]) -> list[Any]:
    return [f for e in found for f in e.flags if f.code == "first_conflict"]


@pytest.mark.parametrize("words", [CLAIM, "The town had never been hit before the raid, said its mayor."])
def test_an_earlier_event_contradicts_a_first_and_both_are_quoted(words: str) -> None:
    found = two(words)
    (flag,) = flags(found)
    assert {s.document_id for s in flag.spans} == {"a", "b"}
    assert "“Armed men burned the granaries and a clinic.” (b)" in flag.sentence
    assert "2024-06-04 at Kelma" in flag.sentence
    (claiming,) = [e for e in found if e.flags and flag in e.flags]
    assert claiming.date == day(20)


@pytest.mark.parametrize(
    "other",
    [{"place": OLT}, {"date": day(25)}, {"type": "Peaceful protest"}, {"actor1": ISSP}, {"modality": "planned"}],
)
def test_what_lies_elsewhere_later_or_is_of_others_contradicts_nothing(other: dict[str, Any]) -> None:
    assert flags(two(CLAIM, **other)) == []


def test_no_claim_no_flag() -> None:
    assert flags(two("Residents spoke of a raid by men who came first to the mill.")) == []
