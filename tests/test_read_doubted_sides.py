"""Sides that the text only suspects: hedged, still the ones that act, and accused by nobody."""

import pytest

from tocsin import knowledge, merge, read, resolve
from tocsin.model.event import Event
from tocsin.model.reading import AttributionKind, Prop, Stance
from tocsin.read.rules.doubted_sides import doubt

KNOWN = knowledge.load()


@pytest.mark.parametrize(
    ("before", "words", "hedge"),
    [
        ("The depot was burned by suspected heavily armed", "Hill Army", "suspected"),
        ("A mine, possibly planted by the", "Hill Army", "possibly"),
        ("The mortar round was probably fired by", "separatists", "probably"),
        ("Gunmen believed to be members of the", "Hill Army", "believed"),
        ("Men thought to be", "separatists", "thought"),
        ("Perhaps the", "Hill Army", "perhaps"),
        ("Twelve traders were shot by", "presumed separatists", "presumed"),
        ("He was suspected of helping the", "Hill Army", None),
        ("A suspected attack by the", "Hill Army", None),
        ("Police, who suspected a robbery, met the", "Hill Army", None),
        ("It reportedly belongs to the", "Hill Army", None),
        ("The possible return of the rivals worried the", "Hill Army", None),
        ("", "Hill Army", None),
    ],
)
def test_words_that_doubt_a_side(before: str, words: str, hedge: str | None) -> None:
    assert doubt(before, words) == hedge


def event_of(text: str, engine: str) -> Event:
    from factories import document

    paper = document(text=text)
    reading = resolve.resolve(paper, read.engine(engine, KNOWN).read(paper), KNOWN)
    stories = merge.find_stories((paper,))
    (group,) = merge.cluster({paper.id: paper}, {paper.id: reading}, stories, scope="document", knowledge=KNOWN)
    return merge.assemble(
        group, documents={paper.id: paper}, readings={paper.id: reading}, stories=stories, knowledge=KNOWN
    )


@pytest.mark.parametrize("engine", ["rules", "auto"])
@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Suspected Al-Shabaab militants shot dead two teachers in Garissa in Kenya on Sunday.", "al-shabaab"),
        (
            "Two teachers were shot dead by alleged Boko Haram fighters in Maroua in Cameroon on Sunday.",
            "boko-haram-or-iswap",
        ),
        ("Gunmen believed to be members of the NPA killed two guards in Bato in the Philippines on Sunday.", "npa"),
    ],
)
def test_a_doubted_side_acts_with_a_hedge_and_is_accused_by_nobody(text: str, actor: str, engine: str) -> None:
    event = event_of(text, engine)
    assert event.actor1 is not None
    assert event.actor1.id == actor
    chosen = [e for e in event.evidence if e.field == Prop.ACTOR1 and e.chosen and e.stance is Stance.HEDGED]
    assert chosen
    assert any("the text says" in reason for e in chosen for reason in e.reasons)
    assert not any(a.kind is AttributionKind.ACCUSATION for a in event.attributions)
    happened = [e for e in event.evidence if e.field == Prop.SUB_EVENT_TYPE and e.chosen]
    assert any(e.stance is Stance.ASSERTED for e in happened)


def test_a_side_told_as_fact_is_not_hedged() -> None:
    event = event_of("Al-Shabaab militants shot dead two suspected informers in Garissa in Kenya on Sunday.", "rules")
    rows = [e for e in event.evidence if e.field == Prop.ACTOR1]
    assert rows
    assert all(e.stance is Stance.ASSERTED for e in rows)
