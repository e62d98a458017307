"""What a party to a conflict says of its enemy's losses: the most they can be, never the likeliest (CODEBOOK, 5).

Reading marks such numbers in statements (``model/values.py``: ``CLAIMED_LOSS``). A party is a fair witness of its own
losses, so these count as told.
"""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.merge.counts import figure
from tocsin.merge.tolls import ToldVictims, Toll
from tocsin.model.values import CLAIMED_LOSS, Count


def as_claimed(toll: Toll) -> Toll:
    """A report's toll with each claimed figure as an upper bound; any other toll as it is."""
    claimed = [t for t in toll.used if CLAIMED_LOSS in t.assertion.reasons]
    if not claimed:
        return toll
    sides = {t.value.side for t in claimed}
    parts = tuple((side, _at_most(count) if side in sides else count) for side, count in toll.parts)
    return replace(toll, total=_total(toll, claimed), parts=parts, claimed=True)


def bound(toll: Toll, tolls: Sequence[Toll]) -> Count:
    """What a toll counts for among those of other reports: a claimed one bounds from above what others tell."""
    if toll.claimed and any(not other.claimed for other in tolls):
        return Count(None, None, toll.total.high)
    return toll.total


def _total(toll: Toll, claimed: list[ToldVictims]) -> Count:
    """All that is told at most; at least what is told and not claimed."""
    sides = {t.value.side for t in claimed}
    sure = [figure(count) or 0 for side, count in toll.parts if side not in sides]
    most = toll.total.high if toll.total.high is not None else figure(toll.total)
    least = sum(sure) if sure else None
    return Count(least, None, most, toll.total.words if least is None else "")


def _at_most(count: Count) -> Count:
    most = count.high if count.high is not None else figure(count)
    return Count(None, None, most, count.words)
