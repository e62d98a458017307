"""Phrases for people that are counted: "at least nine Vastrian soldiers", "a trader", "Ama Sowo (40)", "two of them".

A group is a run of chunks with its count, side and head; larger than one people chunk, because names of forces,
places and brackets stand between a number and its noun ("six River Brigade (RB) fighters").
"""

from dataclasses import dataclass

from tocsin.model.values import Count, Side
from tocsin.read.rules.chunks import ChunkKind, Chunks
from tocsin.read.rules.victims_heads import (
    count_of,
    find_head,
    is_former,
    is_modifier_of_thing,
    is_thing,
    noun_behind,
    side_of,
    trailing,
)
from tocsin.read.rules.victims_words import ARTICLES, DEFINITE, POSSESSIVE, QUOTES, words

_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_PRONOUNS = frozenset({"him", "her", "them"})
_ORDINALS = frozenset({"third", "second", "fourth", "fifth"})


@dataclass(frozen=True, slots=True)
class Group:
    """People of one phrase: chunks [first, last), the chunk that stands for them, how many, whose side.

    ``named``: only a person's name. ``definite``: refers back ("the three slain men"). ``partitive``: "two of them".
    ``bare``: a singular noun without article ("trader"), one person only where it is the object or subject of harm.
    ``pronoun``: "him", "them".
    """

    first: int
    last: int
    head: int
    count: Count | None
    side: Side
    named: bool = False
    definite: bool = False
    partitive: bool = False
    bare: bool = False
    pronoun: bool = False
    article: bool = False

    @property
    def single(self) -> bool:
        """Whether it is exactly one person."""
        return self.count is not None and self.count.best == 1 and self.count.high == 1


def group_at(chunks: Chunks, start: int, end: int) -> Group | None:
    """The group that starts at chunk ``start``; ``None`` when no people stand there."""
    if chunks[start].lower in _REFLEXIVE:
        return Group(start, start + 1, start, Count.exactly(1, chunks[start].lower), Side.PERPETRATOR, pronoun=True)
    if chunks[start].lower in _PRONOUNS and not _noun_follows(chunks, start + 1, end):
        count = None if chunks[start].lower == "them" else Count.exactly(1, chunks[start].lower)
        return Group(start, start + 1, start, count, Side.UNKNOWN, pronoun=True)
    alone = _other_alone(chunks, start, end)
    if alone is not None:
        return alone
    position, leading = start, []
    while position < end and chunks[position].kind is ChunkKind.WORD and chunks[position].lower in words("leading"):
        leading.append(chunks[position].lower)
        position += 1
    position = _behind_age(chunks, position, end)
    if position >= end:
        return None
    return (
        _with_number(chunks, start, position, end, leading)
        or _headed(chunks, start, position, end, leading, None)
        or _unheaded(chunks, start, position, end, leading)
    )


def _behind_age(chunks: Chunks, position: int, end: int) -> int:
    """Behind an age before a name: "*16-year-old* Ama Sowo"; ``position`` when none stands there."""
    said = [chunks[k].lower for k in range(position, min(end, position + 5))]
    parts = [word for chunk in said for word in chunk.replace("-", " ").split()]
    if len(parts) < 3 or not parts[0].isdigit() or parts[1:3] != ["year", "old"]:
        return position
    last = next(k for k, word in enumerate(said) if word.endswith("old"))
    return position + last + 1


def _other_alone(chunks: Chunks, start: int, end: int) -> Group | None:
    """ "another", "the other" or "a third" without a noun: one more person ("killing a guard and injuring another")."""
    last = start + (2 if chunks[start].lower in ("the", "a") else 1)
    if last > len(chunks):
        return None
    word, led = chunks[last - 1].lower, last > start + 1
    known = word == "other" or (word in _ORDINALS if led else word == "another")
    if not known:
        return None
    if last < len(chunks):
        following = chunks[last]
        verb = following.trigger is not None and following.trigger.form in ("past", "participle")
        closed = following.lower in words("function") or not following.lower[0].isalnum() or last == end
        if not (verb or (closed and (led or word == "another"))):
            return None
    return Group(start, last, last - 1, Count.exactly(1, word), Side.UNKNOWN, article=True)


def _noun_follows(chunks: Chunks, start: int, end: int) -> bool:
    """Whether a possessive "her" has its noun behind it."""
    return start < end and (
        chunks[start].kind is ChunkKind.PEOPLE
        or (
            chunks[start].kind is ChunkKind.WORD
            and chunks[start].lower not in words("function")
            and chunks[start].lower[0].isalpha()
        )
    )


def _with_number(chunks: Chunks, first: int, position: int, end: int, leading: list[str]) -> Group | None:
    """ "nine …": with a head ("nine Vastrian soldiers"), partitive ("two of them") or alone ("killed nine")."""
    chunk = chunks[position]
    if chunk.kind is not ChunkKind.NUMBER:
        return None
    definite = bool(DEFINITE & set(leading)) or chunk.lower == "both"
    after = position + 1
    if after < end and chunks[after].lower in ("of", "amongst", "among") and after + 1 < end:
        return _partitive(chunks, first, position, end, definite)
    headed = _headed(chunks, first, after, end, leading, chunk.number) if after < end else None
    if headed is not None:
        return headed
    if after < end and is_thing(chunks, after, end):
        return None
    last = after
    while last < end and chunks[last].lower in ("others", "other", "more", "further", "people", "each"):
        last += 1
    return Group(first, last, position, chunk.number, Side.UNKNOWN, definite=definite)


def _partitive(chunks: Chunks, first: int, position: int, end: int, definite: bool) -> Group | None:
    """ "two of the attackers", "one of them", "dozens of villagers" (a vague number keeps its "of" in one chunk)."""
    side, last, known = Side.UNKNOWN, min(end, position + 2), False
    for k in range(position + 2, min(end, position + 7)):
        people = chunks[k].people
        last = k + 1
        if people is not None:
            side, known = people.side, True
            break
        if chunks[k].lower in ("them", "whom", "those", "these"):
            known = True
            beside = chunks[k + 1].people if k + 1 < end else None
            if beside is not None and chunks[k].lower in ("them", "whom"):
                side, last = beside.side, k + 2  # "three of them soldiers"
            break
        if chunks[k].kind is not ChunkKind.WORD or chunks[k].lower in words("function"):
            last = k
            break
    if not known and last < end and is_thing(chunks, position + 2, end):
        return None
    return Group(first, last, position, chunks[position].number, side, definite=definite, partitive=True)


def _headed(chunks: Chunks, first: int, start: int, end: int, leading: list[str], number: Count | None) -> Group | None:
    """A phrase with a people noun: modifiers, names of forces and brackets before it are part of it."""
    found = find_head(chunks, start, end, number, marked=bool(leading) or number is not None)
    if found is None:
        return None
    heads, last = found
    head = heads[-1]
    people = chunks[head].people
    assert people is not None
    if number is None and last < end and is_modifier_of_thing(chunks, last):
        return None
    side = side_of(chunks, heads, last, end)
    if is_former(chunks, first, head) and side in (Side.REBEL, Side.MILITIA, Side.STATE):
        side = Side.CIVILIAN
    lower = chunks[heads[0]].lower
    determiner = lower.split(" ")[0]
    definite = bool(DEFINITE & set(leading)) or determiner in DEFINITE
    article = bool((ARTICLES | POSSESSIVE) & set(leading)) or determiner in (ARTICLES | POSSESSIVE)
    count, bare = count_of(chunks, heads, number, leading, determiner, last > head + 1, noun_behind(chunks, last, end))
    counted = lower.startswith(("no fewer", "no less", "no more"))  # "no fewer than 87": a number, not none
    if not counted and (determiner == "no" or "no" in leading):
        count = Count.exactly(0, lower)
    elif determiner in ("every", "each", "any"):
        count = None  # everybody of a kind, no number
    return Group(first, last, head, count, side, definite=definite, bare=bare, article=article)


def _of_follows(chunks: Chunks, start: int, end: int) -> bool:
    """Whether "the …" names a holder: "the stationmaster of Old Mill"."""
    return (
        start + 1 < end
        and chunks[start + 1].lower == "of"
        and not chunks[start].lower.endswith("s")
        and not is_thing(chunks, start, end)
    )


def _unheaded(chunks: Chunks, first: int, start: int, end: int, leading: list[str]) -> Group | None:
    """One person by name ("Ama Sowo (40)"), or by a noun no list knows, with an article ("a beekeeper")."""
    chunk = chunks[start]
    if chunk.kind is not ChunkKind.WORD or chunk.lower in words("not_names") or not chunk.lower[0].isalpha():
        return None
    article = next(
        (
            w
            for w in leading
            if w in ARTICLES or w in POSSESSIVE or (w == "the" and (chunk.capital or _of_follows(chunks, start, end)))
        ),
        None,
    )
    if chunk.capital and not [w for w in leading if w not in QUOTES]:
        last = trailing(chunks, start, end)
        if last < end and is_modifier_of_thing(chunks, last):
            return None
        return Group(first, last, start, Count.exactly(1, chunk.lower), Side.UNKNOWN, named=True)
    if article is None or is_thing(chunks, start, end):
        return None
    last = start
    while (
        last < end
        and last - start < 6
        and chunks[last].kind is ChunkKind.WORD
        and chunks[last].lower not in words("function")
        and chunks[last].lower[0].isalnum()
    ):
        last += 1
    last = trailing(chunks, last, end)
    return Group(first, last, start, Count.exactly(1, article), Side.UNKNOWN, article=True)
