"""Links between events that one document tells together."""

from dataclasses import replace

from merge_builders import JNIM, KELMA, MALI, OLT, Builder, day, world
from tocsin import knowledge
from tocsin.merge import assemble_all, cluster, find_stories, link
from tocsin.model.event import Event, Link


def linked(builder: Builder) -> tuple[Event, ...]:
    documents, readings = world(builder)
    stories = find_stories(list(documents.values()))
    found = cluster(documents, readings, stories, scope="document")
    events = assemble_all(found, documents=documents, readings=readings, stories=stories, knowledge=knowledge.load())
    return link([replace(e, event_id=f"ev_{n}") for n, e in enumerate(events)])


def test_raids_of_a_day_are_members_of_their_total() -> None:
    b = Builder("d", ["Rebels made six raids in Mali on Thursday.", "They hit Kelma.", "On Friday they hit Olt."])
    b.event(0, "raids", type="Attack", place=MALI, date=day(6), actor1=JNIM, incidents=6)
    b.event(1, "hit", type="Attack", place=KELMA, date=day(6), actor1=JNIM)
    b.event(2, "hit", type="Attack", place=OLT, date=day(7), actor1=JNIM)
    events = {e.place.name: e for e in linked(b) if e.place is not None}
    assert events["Kelma"].linked == (Link(events["Mali"].event_id, "member_of"),)
    assert events["Olt"].linked == ()
    assert events["Mali"].linked == ()


def test_history_is_linked_to_the_news_it_stands_beside() -> None:
    b = Builder("d", ["JNIM raided Kelma on Tuesday.", "Years before, it had taken Olt."])
    b.event(0, "raided", type="Attack", place=KELMA, date=day(4), actor1=JNIM)
    b.event(1, "taken", type="Armed clash", place=OLT, date=day(4, 6, 2015), actor1=JNIM, background=True)
    news, history = sorted(linked(b), key=lambda e: e.background)
    assert history.linked == (Link(news.event_id, "background_of"),)
    assert news.linked == ()
    assert link([news, history]) == (news, history)
