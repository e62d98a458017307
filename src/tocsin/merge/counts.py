"""Arithmetic on reported numbers. Unknown stays unknown: nothing here turns ``None`` into zero."""

from collections.abc import Iterable, Sequence

from tocsin.model.values import Count

UNSTATED = Count(None, None, None)


def figure(count: Count) -> int | None:
    """The number a count is compared by: best, else low, else high."""
    return next((n for n in (count.best, count.low, count.high) if n is not None), None)


def added(counts: Iterable[Count]) -> Count:
    """The sum of counts of different people. A bound is known only when it is known of every part (low:
    0).
    """
    parts = list(counts)
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return UNSTATED
    best = [c.best for c in parts if c.best is not None]
    high = [c.high for c in parts if c.high is not None]
    return Count(
        sum(c.low or 0 for c in parts),
        sum(best) if len(best) == len(parts) else None,
        sum(high) if len(high) == len(parts) else None,
        "; ".join(dict.fromkeys(c.words for c in parts if c.words)),
    )


def compatible(left: Count, right: Count) -> bool:
    """Whether one true number may lie behind both: their ranges touch (an open bound reaches any number)."""
    below = left.high is not None and right.low is not None and left.high < right.low
    above = right.high is not None and left.low is not None and right.high < left.low
    return not below and not above


def spread(counts: Sequence[Count], best: Count) -> Count:
    """Several reports of one number: the lowest low, ``best``'s best, the highest high.

    An open report ("at least nine") keeps the top open only when its low reaches the highest closed one. The
    words are those of a report that gives these very numbers; there are none for a range that no report gives.
    """
    lows = [c.low for c in counts if c.low is not None]
    highs = [c.high for c in counts if c.high is not None]
    open_lows = [c.low for c in counts if c.high is None and c.low is not None]
    top = max(highs, default=None)
    if top is not None and any(low >= top for low in open_lows):
        top = None
    low = min(lows, default=None)
    middle = best.best
    if middle is not None and top is not None:
        top = max(top, middle)
    bottom = low if middle is None or low is None else min(low, middle)
    words = (c.words for c in (best, *counts) if (c.low, c.best, c.high) == (bottom, middle, top))
    return Count(bottom, middle, top, next(words, ""))
