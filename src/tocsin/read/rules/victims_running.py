"""Tolls that are no one happening's: what a wave of violence has killed by now.

"Gunmen killed eleven people, taking the toll of the riots to 212": eleven died in it. "Two more died of their wounds,
bringing the toll to 16": all sixteen did. "The death toll in the riots now stands at 87": an account of the wave, which
belongs to no incident told beside it.
"""

from collections.abc import Sequence

from tocsin.model.values import VictimStatus
from tocsin.read.rules.chunks import Chunks, words_of
from tocsin.read.rules.victims_found import Victims
from tocsin.read.rules.victims_words import words

_OPENER_REACH = 5  # chunks from "taking" to "toll" ("taking the total number of dead in the toll")


def without_running(chunks: Chunks, found: Sequence[Victims]) -> list[Victims]:
    """Without a toll to which killings told in the same sentence are only added. Where they tell of people who died
    later or whose bodies were found, the toll is that of their happening and stays."""
    tolls = [v for v in found if v.status is VictimStatus.KILLED and _is_added_to(chunks, v)]
    if not tolls:
        return list(found)
    others = [v for v in found if v.status is VictimStatus.KILLED and v.count is not None and v not in tolls]
    new = sum(v.count.best or 0 for v in others if v.count is not None and chunks[v.cue].act == "kill")
    return [v for v in found if v not in tolls or not 0 < new < (v.count.best or 0)]  # type: ignore[union-attr]


def _is_added_to(chunks: Chunks, victims: Victims) -> bool:
    """Whether a toll is one that something raises: "taking the death toll to 212"."""
    if victims.count is None or not chunks[victims.cue].lower.endswith("toll"):
        return False
    before = chunks[max(0, victims.cue - _OPENER_REACH) : victims.cue]
    return any(chunk.lower in words("toll_raisers") for chunk in before)


def tells_running_total(chunks: Chunks) -> bool:
    """Whether a sentence says where the toll of a wave of violence stands: "the toll in the riots now stands at 87"."""
    at = next((k for k, chunk in enumerate(chunks) if chunk.lower in words("toll_nouns")), None)
    if at is None:
        return False
    said = words_of(chunks)
    return bool(
        words_of(chunks[at + 1 :]) & words("toll_stands")
        and said & words("toll_scopes")
        and not said & words("toll_of_one")
    )
