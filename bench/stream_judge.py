"""How far the probability of a pair of reports can be trusted, on the composed stream (part of ``bench/stream.py``).

Pairs are candidates of merging between reports of their own (no copies) of which each tells one marked happening.
Printed per verdict and per band of probability: how many pairs, how many of them are one event. The curve (``even``,
``steepness`` of ``merge.yml``) is fitted on the tuning half by maximum likelihood; the held half only measures it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import exp, log

from stream_corpus import ALONE, Item, Report
from tocsin import knowledge
from tocsin.merge.accounts import accounts_of
from tocsin.merge.across import candidate_pairs
from tocsin.merge.cluster import kin_among
from tocsin.merge.compare import Comparison, Yardstick, compare
from tocsin.merge.people import Rulings
from tocsin.merge.settings import load
from tocsin.merge.tellings import Telling, day_of, telling
from tocsin.merge.within import Grouper
from tocsin.model.reading import Reading

BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0001)


@dataclass(frozen=True)
class Judged:
    """A pair with what was judged and whether it is one event."""

    left: str
    right: str
    found: Comparison
    one: bool


def pairs(
    found: Sequence[Report], readings: Mapping[str, Reading], homes: Mapping[Item, frozenset[str]]
) -> list[Judged]:
    """All pairs of one half whose gold is known and whose gates passed. ``homes``: mentions on the words of an item."""
    settings = load()
    roots = [one for one in found if one.document.id == one.story]
    accounts = {r.document.id: accounts_of(readings[r.document.id], settings, day_of(r.document)) for r in roots}
    kin = kin_among((a for told in accounts.values() for a in told), knowledge.load())
    grouper = Grouper(settings, kin, Rulings())
    tellings: list[Telling] = []
    for one in roots:
        for group in grouper.group(accounts[one.document.id]):
            tellings.append(telling(group, None, day_of(one.document)))
    gold: dict[str, set[str]] = defaultdict(set)
    for item, mentions in homes.items():
        for mention in mentions:
            gold[mention].add(item.gold)
    yardstick = Yardstick(settings, kin)
    result = []
    for a, b in sorted(candidate_pairs(tellings, settings.across)):
        here, there = ({g for m in tellings[n].mention_ids for g in gold[m]} for n in (a, b))
        verdict = compare(tellings[a], tellings[b], yardstick)
        if len(here) == len(there) == 1 and verdict.probability:
            one = here == there and not min(here).startswith(ALONE)
            result.append(Judged(tellings[a].document_id, tellings[b].document_id, verdict, one))
    return result


def fit(judged: Sequence[Judged]) -> tuple[float, float]:
    """``even`` and ``steepness`` of greatest likelihood, on a grid."""
    grid = product([n / 50 for n in range(10, 60)], [n / 2 for n in range(4, 31)])
    return min(grid, key=lambda curve: sum(_surprise(j, *curve) for j in judged))


def _surprise(judged: Judged, even: float, steepness: float) -> float:
    likely = 1 / (1 + exp(-steepness * (judged.found.points - even)))
    return -log(max(1e-9, likely if judged.one else 1 - likely))


def show(judged: Sequence[Judged], half: str) -> dict[str, float]:
    """Print bands and verdicts of one half; returns the Brier score and shares for the closing line."""
    print(f"{half}: {len(judged)} pairs judged, {sum(j.one for j in judged)} of them one event")
    for low, high in pairwise(BANDS):
        inside = [j for j in judged if low <= j.found.probability < high]
        if inside:
            share = sum(j.one for j in inside) / len(inside)
            print(f"  {low:.1f}-{min(high, 1):.1f}: {len(inside):4} pairs, {share:.2f} one event")
    result = {"brier": sum((j.found.probability - j.one) ** 2 for j in judged) / max(1, len(judged))}
    for verdict in ("same", "unsure", "different"):
        inside = [j for j in judged if j.found.verdict.value == verdict]
        result[f"{verdict}_pairs"] = len(inside)
        result[f"{verdict}_one_event"] = sum(j.one for j in inside) / max(1, len(inside))
    print(" ", {key: round(value, 3) for key, value in result.items()})
    return {key: round(value, 4) for key, value in result.items()}
