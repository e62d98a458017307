"""Tolls told place by place in one sentence: "three people were killed in Orl and two in Pell", "one at Orl where nine
died and another at Pell where …". Different places are different events (codebook section 1), so each count is kept
with the place of its people, and no event takes the dead of another.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from tocsin.read.rules.chunks import ChunkKind, Chunks, is_country
from tocsin.read.rules.places_aside import usable_places
from tocsin.read.rules.statements_running import count_of
from tocsin.read.rules.victims_found import Victims
from tocsin.read.rules.victims_words import words

_WHERE_REACH = 3  # chunks from "where" back to the place it stands for ("at Orl in Dassi district, where")
_CLAUSE_ENDS = frozenset({".", ";"})


def place_by_place(chunks: Chunks, found: Sequence[Victims]) -> tuple[Victims, ...]:
    """The same counts, each with the chunk of its place, and those that only repeat the pattern ("and *two* in Pell");
    unchanged where the sentence does not tell its toll place by place."""
    towns = frozenset(k for k in usable_places(chunks) if not is_country(chunks[k]))
    if len(towns) == 0 or not any(v.count is not None for v in found):
        return tuple(found)
    told: list[Victims] = []
    for victims in found:
        placed = replace(victims, place=_own_place(chunks, victims, towns))
        told += [placed, *_repeated(chunks, placed, towns, [*found, *told])]
    places = {v.place for v in told if v.place is not None}
    details = any(v.part and v.place is not None for v in told)
    if len(places) < 2 and not details:
        return tuple(found)
    return tuple(_with_the_rest(chunks, told, towns))


def _own_place(chunks: Chunks, victims: Victims, towns: Collection[int]) -> int | None:
    """The place that stands right behind a count ("killed in Orl"), or whose "where" tells it."""
    # what stands behind a verb is the place of all its people, not of a part told before it
    last = victims.phrase if victims.part else max(victims.cue, victims.phrase)
    behind = _at_place(chunks, last + 1, towns)
    if behind is not None:
        return behind
    first = min(victims.cue, victims.phrase)
    for k in range(first - 1, 0, -1):
        if chunks[k].lower in _CLAUSE_ENDS:
            break
        if chunks[k].lower == "where":
            before = [j for j in range(max(0, k - _WHERE_REACH), k) if j in towns]
            return before[0] if before else None
    return None


def _at_place(chunks: Chunks, start: int, towns: Collection[int]) -> int | None:
    """The place of "in Orl" at ``start``; further people may stand before it ("others", "more")."""
    k = start
    while k < len(chunks) and chunks[k].lower in words("further_people"):
        k += 1
    if k + 1 < len(chunks) and chunks[k].lower in words("at_a_place") and k + 1 in towns:
        return k + 1
    return None


def _repeated(chunks: Chunks, first: Victims, towns: Collection[int], known: Sequence[Victims]) -> list[Victims]:
    """Counts behind a first one that have a place and no verb of their own: "…, *five* in Idlib and *two* in Hama"."""
    if first.count is None or first.part:
        return []
    counted = {v.phrase for v in known}
    more: list[Victims] = []
    k = first.place + 1 if first.place is not None else max(first.cue, first.phrase) + 1
    if first.place is None:  # "14 people were killed in attacks on Friday, nine in Orl and five in Pell"
        k = next((j for j in range(k, len(chunks)) if chunks[j].lower in (",", ":", "—", "–")), len(chunks))
    while (number := _next_number(chunks, k, towns)) is not None:
        place = _at_place(chunks, number + 1, towns)
        if place is None:
            break
        count = count_of(chunks[number])
        if number not in counted:
            people = chunks[number].people
            side = people.side if people is not None and people.side is not first.side else first.side
            more.append(replace(first, count=count, side=side, phrase=number, place=place))
        k = place + 1
    return more if first.place is not None or len(more) > 1 else []


def _next_number(chunks: Chunks, start: int, towns: Collection[int]) -> int | None:
    """The next count of a list, over joints and the area that holds the place before it ("Orl, Dassi state, and …")."""
    joined = False
    for k in range(start, len(chunks)):
        chunk = chunks[k]
        if joined and (chunk.kind is ChunkKind.NUMBER or (chunk.people is not None and count_of(chunk) is not None)):
            return k
        joint = chunk.lower in words("place_joints")
        joined = joined or joint
        if not joint and chunk.place is None and chunk.lower not in words("place_units"):
            return None
    return None


def _with_the_rest(chunks: Chunks, told: Sequence[Victims], towns: Collection[int]) -> list[Victims]:
    """Each count with its place: one without takes the next place of its clause, else the last before it. A total of
    what is told place by place is left out, a larger one keeps none of the places."""
    kept: list[Victims] = []
    for victims in told:
        if victims.place is not None or victims.count is None:
            kept.append(replace(victims, part=False) if victims.place is not None else victims)
            continue
        same = [v for v in told if v.status is victims.status and v.place is not None and v.phrase > victims.phrase]
        sums = sum(v.count.best or 0 for v in same if v.count is not None)
        whole = victims.count.best or victims.count.high or 0
        if same and sums == whole:
            continue
        if any(v.part for v in same) or (len(same) > 1 and sums <= whole):
            kept.append(victims)
        else:
            kept.append(replace(victims, place=_nearest(chunks, victims, told, towns)))
    return kept


def _nearest(chunks: Chunks, victims: Victims, told: Sequence[Victims], towns: Collection[int]) -> int | None:
    """The next place behind a count with no other count of that fate between them, else the last place before it."""
    last = max(victims.cue, victims.phrase)
    following = min((k for k in towns if k > last), default=None)
    if following is not None and not any(
        v.status is victims.status and last < v.phrase < following for v in told if v is not victims
    ):
        return following
    return max((k for k in towns if k < last), default=following)
