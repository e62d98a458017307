"""What must hold for any documents: order, copies, scope, completeness."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merge_builders import (
    ARMY,
    CIVILIANS,
    GUNMEN,
    ISSP,
    JNIM,
    KATIBA,
    KELMA,
    MALI,
    MOPTI,
    OLT,
    SARRUN,
    Builder,
    day,
    killed,
    month,
    world,
)
from tocsin import knowledge
from tocsin.merge import assemble_all, cluster, find_stories
from tocsin.model.document import Document
from tocsin.model.event import Event, Judgement, Story, Verdict
from tocsin.model.reading import AttributionKind, Reading
from tocsin.model.values import Count, PlaceValue, Side

KNOWLEDGE = knowledge.load()
TYPES = ["Attack", "Armed clash", "Suicide bomb", "Peaceful protest", "Arrests", "Air/drone strike"]
MAYBE = st.none()
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(TYPES),
        "place": st.sampled_from([KELMA, SARRUN, OLT, MOPTI, MALI, PlaceValue("Tarko")]),
        "date": st.sampled_from([day(4), day(5), day(9), month(6)]),
        "actor1": st.sampled_from([JNIM, KATIBA, ISSP, GUNMEN, ARMY]),
        "actor2": st.sampled_from([ARMY, CIVILIANS, JNIM]),
        "victims": st.sampled_from([killed(9), killed(2, Side.STATE, "soldiers"), killed(0), killed(11, total=True)]),
        "fatalities": st.sampled_from([Count(9, 9, None, "at least nine"), Count(12, None, None, "dozens")]),
        "modality": st.sampled_from(["actual", "planned", "failed"]),
        "background": st.booleans(),
        "incidents": st.sampled_from([1, 2, 6]),
    },
)
DOCUMENTS = st.lists(st.lists(FACTS, min_size=1, max_size=4), min_size=1, max_size=5)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def builders_of(told: list[list[dict[str, Any]]]) -> list[Builder]:
    """Documents with words of their own (so that none is a copy), one happening a sentence."""
    built = []
    for number, happenings in enumerate(told):
        words = " ".join(f"w{number}x{k}" for k in range(12))
        b = Builder(f"d{number}", [f"It {words} s{k}." for k in range(len(happenings))], date(2024, 6, 10 + number))
        for sentence, facts in enumerate(happenings):
            event = b.event(sentence, "It", **facts)
            if "actor1" in facts and sentence % 2:
                b.attribute(event, AttributionKind.ACCUSATION, "police", facts["actor1"], sentence)
        built.append(b)
    return built


def shuffled(reading: Reading, order: Any) -> Reading:
    """The same reading with its parts in another order."""
    parts = {}
    for name in ("mentions", "event_mentions", "assertions", "attributions"):
        values = list(getattr(reading, name))
        order.shuffle(values)
        parts[name] = tuple(values)
    return replace(reading, **parts)


def coded(
    documents: dict[str, Document], readings: dict[str, Reading], scope: Any = "all", judgements: Any = ()
) -> tuple[tuple[Story, ...], tuple[Event, ...]]:
    stories = find_stories(list(documents.values()))
    found = cluster(documents, readings, stories, scope=scope, judgements=judgements, knowledge=KNOWLEDGE)
    mentions = [m for c in found for m in c]
    assert sorted(mentions) == sorted(e.id for r in readings.values() for e in r.event_mentions)
    events = assemble_all(found, documents=documents, readings=readings, stories=stories, knowledge=KNOWLEDGE)
    return stories, events


@QUICK
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_order_never_matters(told: list[list[dict[str, Any]]], order: Any) -> None:
    documents, readings = world(*builders_of(told))
    keys = list(documents)
    order.shuffle(keys)
    other = {k: shuffled(readings[k], order) for k in keys}
    assert coded({k: documents[k] for k in keys}, other) == coded(documents, readings)


@QUICK
@given(DOCUMENTS)
def test_scope_document_gives_every_event_one_source(told: list[list[dict[str, Any]]]) -> None:
    documents, readings = world(*builders_of(told))
    _, events = coded(documents, readings, scope="document")
    assert all(len(e.sources) == 1 for e in events)


@QUICK
@given(DOCUMENTS)
def test_events_are_well_formed(told: list[list[dict[str, Any]]]) -> None:
    documents, readings = world(*builders_of(told))
    _, events = coded(documents, readings)
    for event in events:
        assert 0.0 <= event.confidence <= 1.0
        assert sum(s.independent for s in event.sources) == len({s.story_id for s in event.sources})
        assert {s.document_id for s in event.sources} == {
            m.document_id for r in readings.values() for m in r.event_mentions if m.id in event.mention_ids
        }
        assert all(e.rule and e.spans for e in event.evidence)
        stated = [v for v in event.victims if v.status.value == "killed"]
        if event.fatalities.best is not None and all(v.count.best is not None for v in stated):
            assert sum(v.count.best or 0 for v in stated) in (
                event.fatalities.best,
                *(sum(v.count.best or 0 for v in stated),) * any(f.code == "sum_mismatch" for f in event.flags),
                *(sum(v.count.best or 0 for v in stated),) * (len(event.sources) > 1),
            )


@QUICK
@given(DOCUMENTS, st.integers(1, 3))
def test_copies_never_raise_confidence_or_corroboration(told: list[list[dict[str, Any]]], copies: int) -> None:
    built = builders_of(told)
    documents, readings = world(*built)
    stories, before = coded(documents, readings)
    for number in range(copies):
        again = Builder(f"z{number}", built[0].sentences, date(2024, 7, 1 + number))
        for sentence, facts in enumerate(told[0]):
            again.event(sentence, "It", **facts)
        documents[again.document_id], readings[again.document_id] = again.document, again.reading
    with_copies, after = coded(documents, readings)
    assert len(with_copies) == len(stories)
    for event in after:
        original = [e for e in before if set(e.mention_ids) <= set(event.mention_ids)]
        added = {s.document_id for s in event.sources} - {s.document_id for e in original for s in e.sources}
        if len(original) == 1 and added <= {f"z{n}" for n in range(copies)}:
            (alone,) = original
            assert event.confidence == alone.confidence
            assert event.fatalities == alone.fatalities
            assert event.sub_event_type == alone.sub_event_type
            assert sum(s.independent for s in event.sources) == sum(s.independent for s in alone.sources)


@QUICK
@given(DOCUMENTS, st.data())
def test_judgements_hold(told: list[list[dict[str, Any]]], data: Any) -> None:
    documents, readings = world(*builders_of(told))
    ids = sorted(e.id for r in readings.values() for e in r.event_mentions)
    left, right = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    for verdict in (Verdict.SAME, Verdict.DIFFERENT):
        _, events = coded(documents, readings, judgements=[Judgement(left, right, verdict, "x", "y")])
        together = any({left, right} <= set(e.mention_ids) for e in events)
        assert together is (verdict is Verdict.SAME) or left == right


def test_hundreds_of_documents_become_events_without_loss() -> None:
    places = [
        PlaceValue(f"P{n}", f"p:{n}", "MLI", "A", None, None, 12 + n % 20 * 0.3, -8 + n // 20 * 0.3, 1)
        for n in range(200)
    ]
    documents, readings = {}, {}
    for number in range(300):
        b = Builder(f"d{number}", [f"It was w{number}x{k} y{number * k} z{k}." for k in range(5)], date(2024, 6, 20))
        for k in range(5):
            facts = {"type": TYPES[(number + k) % 3], "actor1": JNIM, "victims": killed(number % 7)}
            if k < 2:
                facts |= {"place": places[(number * 7 + k) % 200], "date": day(1 + number % 28)}
            b.event(k, "It", **facts)
        documents[b.document_id], readings[b.document_id] = b.document, b.reading
    stories = find_stories(list(documents.values()))
    found = cluster(documents, readings, stories, scope="all", knowledge=KNOWLEDGE)
    events = assemble_all(found, documents=documents, readings=readings, stories=stories, knowledge=KNOWLEDGE)
    assert len(events) == len(found) > 200
    told = [m for e in events for m in e.mention_ids]
    assert sorted(told) == sorted(m.id for reading in readings.values() for m in reading.event_mentions)
