"""Words of tolls: they stand beside their own number only."""

from datetime import date

from merge_builders import KELMA, Builder, day, killed, world
from tocsin import knowledge
from tocsin.merge import assemble, find_stories
from tocsin.model.event import Event
from tocsin.model.values import Count, Side

KNOWLEDGE = knowledge.load()


def assembled(*builders: Builder) -> Event:
    """One event out of all mentions of the builders."""
    documents, readings = world(*builders)
    stories = find_stories(list(documents.values()))
    ids = [e.id for b in builders for e in b.events]
    return assemble(ids, documents=documents, readings=readings, stories=stories, knowledge=KNOWLEDGE)


def at_least(number: int, words: str) -> Count:
    return Count(number, number, None, words)


def test_words_stand_beside_their_own_number_only() -> None:
    a = Builder("a", ["Gunmen killed at least eleven at Kelma."], published=date(2024, 6, 9))
    a.event(
        0, "killed", type="Attack", place=KELMA, date=day(8), fatalities=(at_least(11, "at least eleven"), "eleven")
    )
    b = Builder("b", ["Attackers shot nine people dead in the town of Kelma, officials said on Sunday."])
    b.event(0, "shot", type="Attack", place=KELMA, date=day(8), fatalities=(Count.exactly(9, "nine"), "nine"))
    event = assembled(a, b)
    assert event.fatalities == Count(9, 9, None)  # a range that no report gives has no words
    (victim,) = event.victims
    assert (victim.who, victim.count.words) == ("", "")
    alone = assembled(a)
    assert alone.fatalities.words == "at least eleven"
    assert alone.victims[0].who == ""  # the number is said once
    for evidence in event.evidence:
        if isinstance(evidence.value, Count):
            assert evidence.value.words.split()[-1] in evidence.spans[0].quote


def test_what_a_total_leaves_has_not_the_words_of_the_total() -> None:
    b = Builder("b", ["The raid on Kelma left nine people dead, officials said.", "Two soldiers were among them."])
    b.event(0, "raid", type="Attack", place=KELMA, date=day(8), fatalities=(Count.exactly(9, "nine"), "nine"))
    b.event(1, "among", type="Attack", victims=(killed(2, Side.STATE, "soldiers"), "Two soldiers"))
    event = assembled(b)
    (rest,) = [v for v in event.victims if v.side is Side.UNKNOWN]
    assert (rest.count.best, rest.count.words) == (7, "")
