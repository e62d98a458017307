"""Event mentions of different documents: what becomes one event and what must not."""

from datetime import date
from typing import Any

import pytest

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
from tocsin.merge import UnsurePair, cluster, find_stories, unsure_pairs
from tocsin.merge.accounts import accounts_of
from tocsin.merge.across import candidate_pairs
from tocsin.merge.cluster import kin_of_values
from tocsin.merge.compare import FEATURES, Yardstick, probability
from tocsin.merge.settings import load
from tocsin.merge.tellings import Telling, telling
from tocsin.model.event import Judgement, Verdict
from tocsin.model.reading import Modality
from tocsin.model.values import PlaceValue

BASE: dict[str, Any] = {
    "type": "Attack",
    "place": KELMA,
    "date": day(4),
    "actor1": GUNMEN,
    "actor2": CIVILIANS,
}
NEAR_KELMA = PlaceValue("Tamba", "x:4", "MLI", "Mopti", None, None, 14.55, -4.22, 1)


def clusters(*builders: Builder, scope: Any = "all", judgements: tuple[Judgement, ...] = ()) -> set[frozenset[str]]:
    documents, readings = world(*builders)
    stories = find_stories(list(documents.values()))
    found = cluster(documents, readings, stories, scope=scope, judgements=judgements, knowledge=knowledge.load())
    mentions = [m for c in found for m in c]
    assert sorted(mentions) == sorted(e.id for b in builders for e in b.events)
    return {frozenset(c) for c in found}


def reports(**second: Any) -> tuple[Builder, Builder]:
    """Two documents on a raid; the second one with changed facts (``None`` = not told)."""
    a = Builder("a", ["Raiders came to the market in the morning, said the district chief."])
    a.event(0, "came", **(BASE | second.pop("first", {})))
    b = Builder("b", ["A health worker told our reporter how armed men burned the granaries."])
    facts = {k: v for k, v in (BASE | second).items() if v is not None}
    b.event(0, "burned", **facts)
    return a, b


SAME: list[dict[str, Any]] = [
    {},
    {"actor1": JNIM},
    {"type": "Armed clash", "actor1": JNIM, "actor2": None, "first": {"actor1": JNIM, "actor2": None}},
    {"place": NEAR_KELMA, "victims": killed(9), "first": {"victims": killed(9)}},
    {"place": MOPTI, "actor1": JNIM, "first": {"actor1": JNIM}},
    {"date": day(5), "victims": killed(9), "first": {"victims": killed(9)}},
    {"date": month(6), "actor1": KATIBA, "first": {"actor1": JNIM}},
    {"actor1": KATIBA, "first": {"actor1": JNIM}},
    {"victims": killed(11), "first": {"victims": killed(9)}},
]
APART: list[dict[str, Any]] = [
    {"place": SARRUN},
    {"place": OLT, "victims": killed(9), "first": {"victims": killed(9)}},
    {"date": day(7), "victims": killed(9), "first": {"victims": killed(9)}},
    {"date": day(5)},
    {"actor1": ISSP, "first": {"actor1": JNIM}},
    {"actor1": ARMY, "first": {"actor1": JNIM}},
    {"place": None, "actor1": JNIM, "first": {"actor1": JNIM}},
    {"date": None, "actor1": JNIM, "first": {"actor1": JNIM}},
    {"place": MALI, "date": month(6)},
    {"type": "Peaceful protest", "actor1": None, "actor2": None},
    {"modality": Modality.PLANNED},
    {"incidents": 6},
    {"victims": killed(60), "first": {"victims": killed(3)}, "place": NEAR_KELMA},
]


@pytest.mark.parametrize("facts", SAME, ids=str)
def test_one_event(facts: dict[str, Any]) -> None:
    assert len(clusters(*reports(**facts))) == 1


@pytest.mark.parametrize("facts", APART, ids=str)
def test_two_events(facts: dict[str, Any]) -> None:
    assert len(clusters(*reports(**facts))) == 2


@pytest.mark.parametrize("facts", SAME, ids=str)
def test_scope_document_keeps_documents_apart(facts: dict[str, Any]) -> None:
    assert len(clusters(*reports(**facts), scope="document")) == 2


def test_no_chain_past_a_contradiction() -> None:
    """A vague report fits two raids on neighbouring villages; it joins one and never ties both together."""
    a = Builder("a", ["JNIM raided Kelma."])
    a.event(0, "raided", **(BASE | {"actor1": JNIM}))
    b = Builder("b", ["JNIM was in Sarrun."])
    b.event(0, "was", **(BASE | {"actor1": JNIM, "place": SARRUN}))
    c = Builder("c", ["In Mopti region there was a raid."])
    c.event(0, "raid", **(BASE | {"actor1": JNIM, "place": MOPTI}))
    found = clusters(a, b, c)
    kelma, sarrun = a.events[0].id, b.events[0].id
    assert len(found) == 2
    assert not any({kelma, sarrun} <= group for group in found)


def test_two_happenings_of_one_document_are_never_joined_by_another() -> None:
    a = Builder("a", ["Gunmen came.", "Elsewhere, another attack was reported."])
    a.event(0, "came", **BASE)
    a.event(1, "attack", type="Attack", place=MOPTI, date=day(4))
    b = Builder("b", ["There was a raid."])
    b.event(0, "raid", **BASE)
    assert all(len({m for m in g if m in {e.id for e in a.events}}) <= 1 for g in clusters(a, b))


def test_people_decide() -> None:
    a, b = reports(place=OLT)
    left, right = a.events[0].id, b.events[0].id
    same = Judgement(left, right, Verdict.SAME, "reviewer", "one raid, wrong town")
    assert len(clusters(a, b, judgements=(same,))) == 1
    assert len(clusters(a, b, scope="document", judgements=(same,))) == 2
    c, d = reports()
    apart = Judgement(d.events[0].id, c.events[0].id, Verdict.DIFFERENT, "reviewer", "two raids that day")
    assert len(clusters(c, d, judgements=(apart,))) == 2


def test_candidates_lie_in_one_country_and_close_in_time() -> None:
    a, b = reports(date=day(20))
    assert len(clusters(a, b)) == 2
    found = [telling(accounts_of(x.reading, load()), None) for x in (a, b)]
    assert candidate_pairs(found, load().across) == set()
    assert candidate_pairs([found[0], found[0]], load().across) == set()  # never within a document


def test_a_week_of_reports_gives_one_event_a_day() -> None:
    builders = []
    for number in range(3, 8):
        for outlet in "xyz":
            b = Builder(
                f"{outlet}{number}",
                [f"Report {outlet} number {number} tells of a raid."],
                date(2024, 6, number + 1),
            )
            b.event(0, "raid", **(BASE | {"date": day(number), "victims": killed(number * 3)}))
            builders.append(b)
    assert len(clusters(*builders)) == 5


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f.__name__)
def test_every_feature_says_what_it_is_and_why_it_spoke(feature: Any) -> None:
    """A feature without a docstring, or with points and no reason, could not be explained to an analyst."""
    assert feature.__doc__
    assert len(feature.__doc__.split()) > 5
    yardstick = Yardstick(load(), kin_of_values((JNIM, KATIBA, ISSP, ARMY), knowledge.load()))
    told = [telling_of(facts) for facts in (BASE, *({**BASE, **facts} for facts in (*SAME, *APART)))]
    found = [feature(a, b, yardstick) for a in told for b in told]
    assert all(f.reason for f in found if f.points or f.gate or f.out)
    assert any(f.points or f.out for f in found) or feature.__name__ in ("story", "words", "weapons")


def telling_of(facts: dict[str, Any]) -> Telling:
    b = Builder(f"t{sorted(facts)}", ["Raiders came to the market in the morning."])
    b.event(0, "came", **{k: v for k, v in facts.items() if v is not None and k != "first"})
    return telling(accounts_of(b.reading, load()), None, b.document.published.day if b.document.published else None)


def doubts(*builders: Builder, judgements: tuple[Judgement, ...] = ()) -> tuple[UnsurePair, ...]:
    documents, readings = world(*builders)
    stories = find_stories(list(documents.values()))
    found = cluster(documents, readings, stories, scope="all", judgements=judgements, knowledge=knowledge.load())
    return unsure_pairs(documents, readings, stories, found, judgements=judgements, knowledge=knowledge.load())


def test_a_pair_that_may_be_one_event_is_left_to_people_until_one_judges() -> None:
    a, b = reports(place=MALI)
    (doubt,) = doubts(a, b)
    assert {doubt.left_document, doubt.right_document} == {"a", "b"}
    assert 0.2 < doubt.probability < 0.9
    assert "same day" in doubt.reasons
    verdicts = (Verdict.SAME, Verdict.DIFFERENT)
    assert all(not doubts(a, b, judgements=(Judgement(doubt.left, doubt.right, v, "x", "y"),)) for v in verdicts)


def test_clear_pairs_are_no_doubts() -> None:
    assert doubts(*reports()) == ()
    assert doubts(*reports(place=OLT)) == ()


def test_probability_rises_with_points_and_is_even_where_the_settings_say() -> None:
    weights = load().across
    assert probability(weights.even, weights) == pytest.approx(0.5)
    assert probability(weights.unsure, weights) < 0.5 < probability(weights.same, weights)
