"""Accounts compared some at a time give the pairs that all accounts together give."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from merge_builders import ARMY, CIVILIANS, GUNMEN, JNIM, KELMA, MALI, MOPTI, OLT, SARRUN, day
from tocsin.knowledge import load as load_knowledge
from tocsin.merge import gathering
from tocsin.merge.across import candidate_pairs, day_keys, is_loose
from tocsin.merge.compare import compare
from tocsin.merge.settings import load
from tocsin.merge.spots import Spot
from tocsin.merge.tellings import Telling
from tocsin.model.event import Verdict
from tocsin.model.values import DateValue

ABROAD = replace(KELMA, name="Tilla", place_id="x:9", country="NER", admin1="Tillaberi")
MONTH = DateValue(date(2024, 6, 1), date(2024, 6, 30), 3)
TELLING = st.fixed_dictionaries(
    {
        "document_id": st.sampled_from([f"d{n}" for n in range(6)]),
        "types": st.sampled_from([(("Attack", 0.9),), (("Armed clash", 0.8),), ()]),
        "day": st.sampled_from([day(4), day(5), day(6), day(8), day(14), MONTH, None]),
        "place": st.sampled_from([KELMA, KELMA, SARRUN, OLT, MOPTI, MALI, ABROAD, None]),
        "actors": st.sampled_from([(JNIM, ARMY), (GUNMEN, CIVILIANS), (None, None)]),
        "dead": st.sampled_from([None, 2, 9]),
        "published": st.sampled_from([date(2024, 6, 9), None]),
        "refers_back": st.booleans(),
    }
)


def tellings_of(drawn: list[dict[str, object]]) -> list[Telling]:
    fixed: dict[str, object] = {"story_id": None, "happened": True, "background": False, "incidents": 1}
    fixed |= {"weapons": frozenset(), "day_stated": True}
    return [Telling(mention_ids=(f"em_{n:02}",), **fixed, **own) for n, own in enumerate(drawn)]  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.lists(TELLING, min_size=2, max_size=9), st.integers(1, 4))
def test_any_portions_give_the_pairs_that_all_together_give(drawn: list[dict[str, object]], size: int) -> None:
    tellings = tellings_of(drawn)
    yardstick = gathering._yardstick(tellings, load_knowledge())
    pairs = sorted(candidate_pairs(tellings, load().across))
    judged = {(a, b): compare(tellings[a], tellings[b], yardstick) for a, b in pairs}
    wanted = {(tellings[a].id, tellings[b].id): c.points for (a, b), c in judged.items() if c.verdict is Verdict.SAME}
    found: dict[tuple[str, str], float] = {}
    for start in range(0, len(tellings), size):
        new = tellings[start : start + size]
        asking = gathering.asking(new)
        others = []
        for other in tellings[:start]:
            spots = {s for key in gathering.block_keys(other, load().across) for s in asking.get(key, ())}
            if spots and gathering.may_meet(gathering.written(other), spots):
                others.append(other)
        found |= {(left, right): points for left, right, points in gathering.same_pairs(new, others, load_knowledge())}
    assert found == wanted


@given(TELLING)
def test_a_spot_is_read_as_it_was_written(drawn: dict[str, object]) -> None:
    [telling] = tellings_of([drawn])
    assert Spot.written(gathering.written(telling)) == Spot.of(telling)


def test_a_firm_day_does_not_ask_for_all_that_was_ever_told_of_a_town() -> None:
    base = {"types": (("Attack", 0.9),), "actors": (None, None), "dead": None, "published": date(2024, 6, 9)}
    firm, undated, later = tellings_of(
        [
            {**base, "document_id": "d0", "day": day(4), "place": SARRUN, "refers_back": False},
            {**base, "document_id": "d1", "day": None, "place": SARRUN, "refers_back": False},
            {**base, "document_id": "d2", "day": day(24), "place": SARRUN, "refers_back": False},
        ]
    )
    weights = load().across
    assert (is_loose(firm), is_loose(undated)) == (False, True)
    asked = gathering.asking([firm]).keys()
    assert asked & gathering.block_keys(undated, weights)
    assert not asked & gathering.block_keys(later, weights)
    assert gathering.asking([undated]).keys() & gathering.block_keys(later, weights)
    assert day_keys(undated, weights) == frozenset()
