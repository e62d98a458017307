"""Tolls that are no one happening's: what a wave of violence has killed by now.

"Gunmen killed eleven people, taking the toll of the riots to 212": eleven died in it. "Two more died of their wounds,
bringing the toll to 16": all sixteen did. "The death toll in the riots now stands at 87": an account of the wave, which
belongs to no incident told beside it.
"""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.model.values import VictimStatus
from tocsin.read.rules.chunks import Chunks, words_of
from tocsin.read.rules.victims_found import Victims
from tocsin.read.rules.victims_words import words
from tocsin.read.rules.word_lists import grammar_words

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


def of_deed(chunks: Chunks, victims: Sequence[Victims], main: int) -> tuple[Victims, ...]:
    """The counts of a deed whose dead are told as a part of a larger toll, without that toll: "the toll stands at 667,
    including 62 *who died in the attack*"."""
    kept = []
    for v in victims:
        detail = next((p for p in victims if _is_detail(chunks, v, p, main)), None)
        if detail is None:
            kept.append(replace(v, part=False) if any(_is_detail(chunks, w, v, main) for w in victims) else v)
    return tuple(kept)


def _is_detail(chunks: Chunks, whole: Victims, part: Victims, main: int) -> bool:
    """Whether one count is told as a part of another, with a death of its own in the deed at ``main``."""
    if whole is part or whole.status is not part.status or None in (whole.count, part.count):
        return False
    if whole.cue == part.cue and not _of_part_alone(chunks, whole, part):
        return False
    last = whole.phrase if whole.cue == part.cue else max(whole.phrase, whole.cue)
    if not last < part.phrase < part.cue < main:
        return False
    between = [c.lower for c in chunks[last : part.phrase]]
    smaller = (part.count.best or 0) < (whole.count.best or whole.count.high or 0)  # type: ignore[union-attr]
    return smaller and any(word in words("parts") for word in between)


def _of_part_alone(chunks: Chunks, whole: Victims, part: Victims) -> bool:
    """Whether a participle right behind a part tells of the part alone: "the toll stands at 544, including 58 *killed*
    in the attack"."""
    announced = any(c.lower in words("toll_nouns") for c in chunks[: whole.phrase])
    return announced and not any(c.lower in grammar_words("be") for c in chunks[part.phrase : part.cue])


def tells_running_total(chunks: Chunks) -> bool:
    """Whether a sentence says where the toll of a wave of violence stands: "the toll in the riots now stands at 87"."""
    at = next((k for k, chunk in enumerate(chunks) if chunk.lower in words("toll_nouns")), None)
    if at is None:
        return False
    detail = next((k for k in range(at, len(chunks)) if chunks[k].lower in words("parts")), len(chunks))
    said = words_of(chunks[:detail])  # what stands behind "including" is another matter
    return bool(
        words_of(chunks[at + 1 :]) & words("toll_stands")
        and said & words("toll_scopes")
        and not said & words("toll_of_one")
    )
