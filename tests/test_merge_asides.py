"""What stands behind "a day after" is of another day than the rest of its sentence."""

from datetime import date

import pytest

from merge_builders import CIVILIANS, GUNMEN, KELMA, Builder, day, killed, world
from tocsin import knowledge
from tocsin.merge import assemble_all, cluster, find_stories, link
from tocsin.merge.asides import asides
from tocsin.merge.settings import load
from tocsin.model.document import Span
from tocsin.model.event import Event
from tocsin.model.values import VictimStatus


def found(text: str) -> list[tuple[str, int | None]]:
    """(stretch, days) of each aside."""
    return [(text[a.start : a.end], a.days) for a in asides(Span("d", 0, len(text), text), load().asides)]


@pytest.mark.parametrize(
    ("text", "stretch", "days"),
    [
        ("Two died on Friday, a day after four were shot.", "a day after four were shot.", 1),
        ("Two died on Friday, three days after four were shot.", "three days after four were shot.", 3),
        ("Two weeks after troops took Kelma, aid came.", "Two weeks after troops took Kelma", 14),
        ("The day before, a bus had hit a mine.", "The day before, a bus had hit a mine.", 1),
        ("Two died, hours after four were shot.", "hours after four were shot.", 0),
        ("Two died, 48 hours after four were shot.", "48 hours after four were shot.", 2),
        ("Two died, days after four were shot.", "days after four were shot.", None),
        ("Two died on the same day as four at Olt.", "on the same day as four at Olt.", 0),
        ("Sévaré: two died, a day after four.", "a day after four.", 1),
    ],
)
def test_cues(text: str, stretch: str, days: int | None) -> None:
    assert found(text) == [(stretch, days)]


@pytest.mark.parametrize(
    "text",
    [
        "It was the second in two days after a colleague was shot.",
        "The town was won earlier this month after a short battle.",
        "Fighting went on each day from Friday to Sunday.",
        "They came after dark.",
    ],
)
def test_lengths_of_time_and_bare_after_set_nothing_aside(text: str) -> None:
    assert found(text) == []


def events(*builders: Builder) -> list[Event]:
    documents, readings = world(*builders)
    stories = find_stories(list(documents.values()))
    known = knowledge.load()
    clusters = cluster(documents, readings, stories, scope="all", knowledge=known)
    return list(assemble_all(clusters, documents=documents, readings=readings, stories=stories, knowledge=known))


def test_two_happenings_of_one_sentence_keep_their_days_and_their_dead() -> None:
    b = Builder("b", ["Nine died when a bus was burned on Wednesday, a day after raiders shot four traders."])
    facts = {"type": "Attack", "place": KELMA, "date": (day(5), "Wednesday"), "actor2": CIVILIANS}
    b.event(0, "burned", **facts, victims=(killed(9), "Nine"))
    b.event(0, "shot", **facts, victims=(killed(4), "four"))
    by_day = {e.date.start: e.fatalities.best for e in events(b) if e.date is not None}
    assert by_day == {date(2024, 6, 5): 9, date(2024, 6, 4): 4}


def test_a_figure_behind_the_cue_is_not_added_to_the_happening_before_it() -> None:
    b = Builder("b", ["Nine died when a bus was burned on Wednesday, a day after raiders shot four traders."])
    told = [(killed(9), "Nine"), (killed(4), "four")]
    b.event(0, "burned", type="Attack", place=KELMA, date=(day(5), "Wednesday"), victims=told)
    (made,) = events(b)
    assert made.fatalities.best == 9
    assert all(v.count.best == 9 for v in made.victims if v.status is VictimStatus.KILLED)


def test_the_happening_behind_the_cue_joins_the_report_of_its_own_day() -> None:
    a = Builder("a", ["Gunmen opened fire on the market of Kelma."], date(2024, 6, 5))
    a.event(0, "opened", type="Attack", place=KELMA, date=day(4), actor1=GUNMEN, victims=killed(4))
    b = Builder("b", ["A bus was burned on Wednesday, a day after raiders shot four traders."], date(2024, 6, 6))
    facts = {"type": "Attack", "place": KELMA, "date": (day(5), "Wednesday")}
    b.event(0, "burned", **facts)
    b.event(0, "shot", **facts, victims=(killed(4), "four"))
    made = {frozenset(s.document_id for s in e.sources): e for e in events(a, b)}
    assert set(made) == {frozenset("ab"), frozenset("b")}
    assert made[frozenset("ab")].date == day(4)


def test_a_recap_links_the_event_to_the_news_beside_which_it_is_retold() -> None:
    a = Builder("a", ["Gunmen opened fire on the market of Kelma."], date(2024, 6, 5))
    a.event(0, "opened", type="Attack", place=KELMA, date=day(4), actor1=GUNMEN, victims=killed(4))
    b = Builder("b", ["A clinic was burned in Kelma.", "On 4 June four traders were shot there."], date(2024, 6, 20))
    b.event(0, "burned", type="Attack", place=KELMA, date=day(19))
    b.event(1, "shot", type="Attack", place=KELMA, date=day(4), victims=killed(4), background=True)
    named = [e if e.event_id else _named(e, f"ev_{n}") for n, e in enumerate(events(a, b))]
    linked = {e.event_id: e for e in link(named)}
    (old,) = [e for e in linked.values() if e.date == day(4)]
    (news,) = [e for e in linked.values() if e.date == day(19)]
    assert not old.background
    assert [(k.event_id, k.kind) for k in old.linked] == [(news.event_id, "background_of")]
    assert news.linked == ()


def _named(event: Event, name: str) -> Event:
    from dataclasses import replace

    return replace(event, event_id=name)
