"""One text under two ids: no second event, no more confidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin import ingest, knowledge
from tocsin.cli.samples import samples_path
from tocsin.merge import assemble_all, cluster, find_stories
from tocsin.model.document import Document, Published
from tocsin.model.event import Event
from tocsin.pipeline.rooms import open_engine

KNOWN = knowledge.load()


@cache
def samples() -> tuple[Document, ...]:
    found = [d for d in ingest.documents([str(samples_path())]) if isinstance(d, Document)]
    return tuple(d for d in found if d.language == "en")


@cache
def coded(documents: tuple[Document, ...]) -> tuple[Event, ...]:
    engine = open_engine("rules")
    readings = {d.id: engine.read(d) for d in documents}
    by_id = {d.id: d for d in documents}
    stories = find_stories(documents)
    groups = cluster(by_id, readings, stories, scope="all", knowledge=KNOWN)
    return tuple(assemble_all(groups, documents=by_id, readings=readings, stories=stories, knowledge=KNOWN))


def on(document: Document, day: date | None) -> Document:
    return replace(document, published=None if day is None else Published(day, "test"))


@given(
    st.integers(0, 100),
    st.sampled_from(["03.txt", "articles/03.txt", "zz"]),
    st.sampled_from([None, 0, 1, 9]),
    st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_the_same_text_under_another_id_adds_nothing(number: int, name: str, days: int | None, undated: bool) -> None:
    original = samples()[number % len(samples())]
    day = None if undated or original.published is None else original.published.day
    original = on(original, day)
    copy = on(replace(original, id=name), None if days is None or day is None else day + timedelta(days=days))
    before, after = coded((original,)), coded((original, copy))
    assert len(after) == len(before)
    own = {mention_id: event for event in before for mention_id in event.mention_ids}
    for event in after:
        (old,) = {own[mention_id].mention_ids for mention_id in event.mention_ids if mention_id in own}
        was = own[old[0]]
        assert event.confidence <= was.confidence
        assert (event.date, event.place, event.fatalities) == (was.date, was.place, was.fatalities)
        assert sum(s.independent for s in event.sources) == sum(s.independent for s in was.sources) <= 1


TEXT = (
    "Gunmen killed nine villagers in Dialassagou on Friday, the mayor said.\n\n"
    "{more}"
    "The gunmen came on motorcycles at dawn and set fire to the granaries. Soldiers arrived hours later and found the "
    "dead in the fields around the mosque. Nobody has claimed the raid, and the road to the town stays closed while "
    "the army looks for mines along it. The wounded were taken to the hospital of the region.\n"
)


def events(*documents: Document) -> Sequence[Event]:
    return [event for event in coded(tuple(documents)) if event.sub_event_type == "Attack"]


@pytest.mark.parametrize("day", [None, date(2024, 3, 4), date(2024, 3, 11)])
def test_a_near_copy_without_a_date_or_of_the_next_week_is_the_same_event(day: date | None) -> None:
    first = Document("a", TEXT.format(more=""), published=Published(date(2024, 3, 3), "test"), language="en")
    other = on(replace(first, id="b", text=TEXT.format(more="This report is being updated.\n\n")), day)
    (event,) = events(first, other)
    assert {source.document_id for source in event.sources} == {"a", "b"}
    assert event.date is not None
    assert event.date.start == date(2024, 3, 1)


def test_a_report_in_words_of_its_own_is_no_copy() -> None:
    first = Document("a", TEXT.format(more=""), published=Published(date(2024, 3, 3), "test"), language="en")
    other = Document(
        "b",
        "Gunmen killed nine villagers in Dialassagou on Friday, the mayor said. It is the second raid in ten days on "
        "the commune, where herders and farmers have long quarrelled over wells.",
        published=Published(date(2024, 3, 14), "test"),
        language="en",
    )
    assert len(events(first, other)) == 2
