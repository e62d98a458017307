"""The taxonomy and its codes."""

import pytest

from tocsin.knowledge.codebook import Codebook
from tocsin.model.errors import KnowledgeError


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.open()


def test_six_event_types_and_25_sub_event_types_in_order(codebook: Codebook) -> None:
    assert len(codebook.event_types) == 6
    assert len(codebook.sub_event_types) == len(set(codebook.sub_event_types)) == 25
    assert codebook.sub_event_types[0] == "Government regains territory"
    assert codebook.sub_event_types[-1] == "Other"
    assert [sub.rank for sub in codebook.sub_types] == list(range(25))


@pytest.mark.parametrize(
    ("sub", "event_type", "disorder"),
    [
        ("Armed clash", "Battles", "Political violence"),
        ("Suicide bomb", "Explosions/Remote violence", "Political violence"),
        ("Excessive force against protesters", "Protests", "Political violence; Demonstrations"),
        ("Mob violence", "Riots", "Political violence"),
        ("Violent demonstration", "Riots", "Demonstrations"),
        ("Arrests", "Strategic developments", "Strategic developments"),
    ],
)
def test_types_and_disorders(codebook: Codebook, sub: str, event_type: str, disorder: str) -> None:
    assert codebook.event_type_of(sub) == event_type
    assert codebook.disorder_of(sub) == disorder


def test_organised_violence_leaves_out_crowds(codebook: Codebook) -> None:
    assert codebook.sub_event_type("Attack").organized_violence
    mob = codebook.sub_event_type("Mob violence")
    assert mob.political_violence
    assert not mob.organized_violence
    assert codebook.sub_event_type("Peaceful protest").demonstration


def test_inter_codes_both_ways(codebook: Codebook) -> None:
    for number in range(1, 9):
        words = codebook.inter_words(number)
        assert words is not None
        assert codebook.inter_number(words) == number
    assert codebook.inter_number("Rebel Forces") == 2
    assert codebook.inter_number("Wizards") is None


def test_interactions(codebook: Codebook) -> None:
    assert codebook.interaction("Civilians", "Rebel group") == (27, "Rebel group-Civilians")
    assert codebook.interaction("Protesters", None) == (60, "Protesters only")
    assert codebook.interaction("Civilians", "External/Other forces") == (
        78,
        "External/Other forces-Civilians",
    )
    assert codebook.interaction("State forces", "State forces") == (11, "State forces-State forces")


def test_unknown_words_are_refused_with_a_sentence(codebook: Codebook) -> None:
    with pytest.raises(KnowledgeError, match="'Skirmish' is no sub-event type"):
        codebook.event_type_of("Skirmish")
    with pytest.raises(KnowledgeError, match="'Elves' is no actor type"):
        codebook.interaction("Elves", None)
