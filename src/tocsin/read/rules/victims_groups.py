"""Phrases for people that are counted: "at least nine Vastrian soldiers", "a trader", "Ama Sowo (40)", "two of them".

A group is a run of chunks with its count, side and head; larger than one people chunk, because names of forces,
places and brackets stand between a number and its noun ("six River Brigade (RB) fighters").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.model.values import Count, Side
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.grammar import BE
from tocsin.read.rules.lexicon import word_lists

Chunks = Sequence[Chunk]


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


@cache
def words(name: str) -> frozenset[str]:
    """One list of ``victims.yml``."""
    return word_lists("victims.yml")[name]


_ARTICLES = frozenset({"a", "an", "one", "another"})
_DEFINITE = frozenset({"the", "these", "those", "all", "this", "that"})
_POSSESSIVE = frozenset({"his", "her", "their", "its"})
_LEADING = _ARTICLES | _DEFINITE | _POSSESSIVE | frozenset(
    ["some", "other", "additional", "extra", "both", "also", "as", "many", "just", "only", "at", "least", "an", "'", "‘", "’", '"', "“", "”", "himself", "herself", "themselves"]
)  # fmt: skip
_QUOTES = frozenset("'\"‘’“”")
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_PRONOUNS = frozenset({"him", "her", "them"})
_NOT_NAMES = frozenset(
    ["in", "on", "at", "of", "by", "for", "from", "with", "to", "and", "or", "the", "a", "an", "as", "after", "when", "while", "but", "he", "she", "they", "it", "his", "her",
     "their", "this", "that", "these", "those", "who", "which", "were", "was", "is", "are", "had", "has", "have", "meanwhile", "however", "later", "earlier", "also", "another", "some", "many", "all", "no", "there", "according", "near", "during", "police", "i", "we", "you", "its", "not", "further", "two", "both", "one", "other"]
)  # fmt: skip
_FUNCTION = frozenset(
    ["in", "on", "at", "of", "by", "for", "from", "with", "to", "and", "or", "as", "after", "when", "while", "but", "he", "she", "they", "it", "who", "which", "whom", "whose", "where", "had", "has", "have", "near", "during", "that", "if", "because", "since", "until", "into", "over", "under", "between", "against", "around", "before", "following", "including", "among", "not", "then", "there", "than", "through", "within", "without", "about", "inside", "outside", "said", "says", "told", "do", "did", "does", "will", "would", "could", "may", "might"]
) | BE  # fmt: skip
_MAX_MODIFIERS = 9


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
    while position < end and chunks[position].kind is ChunkKind.WORD and chunks[position].lower in _LEADING:
        leading.append(chunks[position].lower)
        position += 1
    if position >= end:
        return None
    return (
        _with_number(chunks, start, position, end, leading)
        or _headed(chunks, start, position, end, leading, None)
        or _unheaded(chunks, start, position, end, leading)
    )


_ORDINALS = frozenset({"third", "second", "fourth", "fifth"})


def _other_alone(chunks: Chunks, start: int, end: int) -> Group | None:
    """ "another", "the other" or "a third" without a noun: one more person ("killing a guard and injuring another")."""
    last = start + (2 if chunks[start].lower in ("the", "a") else 1)
    if last > len(chunks):
        return None
    word, led = chunks[last - 1].lower, last > start + 1
    if not (word == "another" and not led) and not (word == "other") and not (word in _ORDINALS and led):
        return None
    if last < len(chunks):
        following = chunks[last]
        verb = following.trigger is not None and following.trigger.form in ("past", "participle")
        closed = following.lower in _FUNCTION or not following.lower[0].isalnum() or last == end
        if not (verb or (closed and (led or word == "another"))):
            return None
    return Group(start, last, last - 1, Count.exactly(1, word), Side.UNKNOWN, article=True)


def _noun_follows(chunks: Chunks, start: int, end: int) -> bool:
    """Whether a possessive "her" has its noun behind it."""
    return start < end and (
        chunks[start].kind is ChunkKind.PEOPLE
        or (
            chunks[start].kind is ChunkKind.WORD
            and chunks[start].lower not in _FUNCTION
            and chunks[start].lower[0].isalpha()
        )
    )


def _with_number(chunks: Chunks, first: int, position: int, end: int, leading: list[str]) -> Group | None:
    """ "nine …": with a head ("nine Vastrian soldiers"), partitive ("two of them") or alone ("killed nine")."""
    chunk = chunks[position]
    if chunk.kind is not ChunkKind.NUMBER:
        return None
    definite = bool(_DEFINITE & set(leading)) or chunk.lower == "both"
    after = position + 1
    if after < end and chunks[after].lower in ("of", "amongst", "among") and after + 1 < end:
        return _partitive(chunks, first, position, end, definite)
    headed = _headed(chunks, first, after, end, leading, chunk.number) if after < end else None
    if headed is not None:
        return headed
    if after < end and _is_thing(chunks, after, end):
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
        if chunks[k].kind is not ChunkKind.WORD or chunks[k].lower in _FUNCTION:
            last = k
            break
    if not known and last < end and _is_thing(chunks, position + 2, end):
        return None
    return Group(first, last, position, chunks[position].number, side, definite=definite, partitive=True)


def _is_thing(chunks: Chunks, start: int, end: int) -> bool:
    """Whether the noun after a number or article is no people: "two cows", "a police station"; the last noun decides
    ("a shop owner" is a person)."""
    thing = False
    for k in range(start, min(end, start + 6)):
        chunk = chunks[k]
        if chunk.kind is ChunkKind.PEOPLE:
            return False
        noun = chunk.trigger is not None and chunk.trigger.is_noun
        if not noun and (chunk.kind is not ChunkKind.WORD or chunk.lower in _FUNCTION or not chunk.lower[0].isalpha()):
            break
        thing = noun or chunk.object_side is not None or chunk.weapon is not None or chunk.lower in words("things")
    return thing


def _headed(chunks: Chunks, first: int, start: int, end: int, leading: list[str], number: Count | None) -> Group | None:
    """A phrase with a people noun: modifiers, names of forces and brackets before it are part of it."""
    found = _find_head(chunks, start, end, number, marked=bool(leading) or number is not None)
    if found is None:
        return None
    heads, last = found
    head = heads[-1]
    people = chunks[head].people
    assert people is not None
    if number is None and last < end and _is_modifier_of_thing(chunks, last):
        return None
    side = _side_of(chunks, heads, last, end)
    if _is_former(chunks, first, head) and side in (Side.REBEL, Side.MILITIA):
        side = Side.CIVILIAN
    lower = chunks[heads[0]].lower
    determiner = lower.split(" ")[0]
    definite = bool(_DEFINITE & set(leading)) or determiner in _DEFINITE
    article = bool((_ARTICLES | _POSSESSIVE) & set(leading)) or determiner in (_ARTICLES | _POSSESSIVE)
    count, bare = _count(chunks, heads, number, leading, determiner, last > head + 1, _noun_behind(chunks, last, end))
    counted = lower.startswith(("no fewer", "no less", "no more"))  # "no fewer than 87": a number, not none
    if not counted and (determiner == "no" or "no" in leading):
        count = Count.exactly(0, lower)
    elif determiner in ("every", "each", "any"):
        count = None  # everybody of a kind, no number
    return Group(first, last, head, count, side, definite=definite, bare=bare, article=article)


def _find_head(
    chunks: Chunks, start: int, end: int, number: Count | None, *, marked: bool
) -> tuple[list[int], int] | None:
    """(people chunks of the phrase, end of the phrase with trailing names and brackets)."""
    heads: list[int] = []
    k = start
    while k < end and k - start <= _MAX_MODIFIERS:
        chunk = chunks[k]
        if chunk.kind is ChunkKind.PEOPLE:
            if heads and (
                not _without_own_count(chunk)
                or chunks[k - 1].capital
                and chunks[k - 1].kind is ChunkKind.WORD
                and _named_between(chunks, heads[-1], k)
            ):
                break
            if number is not None and not heads and not _without_own_count(chunk):
                break
            heads.append(k)
        elif chunk.lower == "(" and (close := _closing(chunks, k, end)) is not None:
            k = close
        elif not _is_modifier(chunks, k, adjective=not heads and (k > start or marked or _is_object(chunks, k))):
            break
        k += 1
    if not heads:
        return None
    return heads, _trailing(chunks, heads[-1] + 1, end)


def _is_object(chunks: Chunks, index: int) -> bool:
    """Whether a participle stands right behind a verb: "killed abducted traders"."""
    before = chunks[index - 1].trigger if index else None
    return before is not None and not before.is_noun


def _named_between(chunks: Chunks, left: int, right: int) -> bool:
    """Whether a person's name closes the phrase at ``left``; names of organisations go on ("a UN Health Office clerk")."""
    people = chunks[left].people
    organisation = people is not None and people.body
    return not organisation and any(c.capital for c in chunks[left + 1 : right])


def _without_own_count(chunk: Chunk) -> bool:
    """Whether a people chunk may continue a phrase: no number or article inside it."""
    people = chunk.people
    assert people is not None
    return (
        people.count is None
        and chunk.lower.split(" ")[0] not in (_ARTICLES | _DEFINITE)
        or (people.count is not None and not people.count.words)
    )


def _closing(chunks: Chunks, start: int, end: int) -> int | None:
    """Index of the ")" that closes the bracket at ``start``, within eight chunks."""
    return next((k for k in range(start + 1, min(end, start + 9)) if chunks[k].lower == ")"), None)


def _is_modifier(chunks: Chunks, index: int, *, adjective: bool) -> bool:
    """Whether a chunk may stand between the start of a phrase and its people noun."""
    chunk = chunks[index]
    if chunk.kind is ChunkKind.PLACE:
        return True
    if chunk.kind is ChunkKind.TRIGGER:
        return chunk.trigger is not None and chunk.trigger.form in ("past", "participle") and adjective
    if chunk.kind is not ChunkKind.WORD:
        return False
    if chunk.lower in _QUOTES or chunk.lower in ("'s", "-"):
        return True
    if chunk.lower in words("things") and not (index + 1 < len(chunks) and chunks[index + 1].kind is ChunkKind.PEOPLE):
        return index + 2 < len(chunks) and chunks[index + 2].kind is ChunkKind.PEOPLE and chunks[index + 1].capital
    return chunk.lower not in _FUNCTION and chunk.lower[0].isalnum()


def _trailing(chunks: Chunks, start: int, end: int) -> int:
    """End of a phrase after its noun: a name, initials, "alias …" and brackets belong to it ("constable B Sowo (34)")."""
    k = start
    while k < end:
        chunk = chunks[k]
        if chunk.lower in _QUOTES and k + 1 < end and (chunks[k + 1].capital or k > start):
            k += 1
        elif chunk.lower == "(" and (close := _closing(chunks, k, end)) is not None:
            k = close + 1
        elif (
            chunk.kind in (ChunkKind.WORD, ChunkKind.PLACE)
            and (chunk.capital or chunk.lower in ("alias", "aka", "@"))
            and chunk.lower not in _FUNCTION
        ):
            k += 1
        else:
            break
    return k


def _is_modifier_of_thing(chunks: Chunks, index: int) -> bool:
    """Whether the people noun before ``index`` only modifies what follows ("Taliban attack", "police station")."""
    chunk = chunks[index]
    if chunk.trigger is not None:
        return chunk.trigger.is_noun and not chunk.trigger.status_noun()
    return chunk.kind is ChunkKind.WORD and (
        chunk.object_side is not None
        or chunk.weapon is not None
        or chunk.lower in words("things")
        or chunk.lower == "'s"
    )


_UNARMED = frozenset(
    {
        "woman",
        "women",
        "child",
        "children",
        "girl",
        "girls",
        "boy",
        "boys",
        "baby",
        "babies",
        "infant",
        "infants",
        "toddler",
        "toddlers",
        "schoolchildren",
    }
)
_IRREGULAR = frozenset(
    {"pro-government", "pro-regime", "government-backed", "paramilitary", "tribal", "militia", "loyalist", "allied"}
)


def _side_of(chunks: Chunks, heads: Sequence[int], last: int, end: int) -> Side:
    """Side of the people noun; a mere role takes that of the organisation before or behind it."""
    people = chunks[heads[-1]].people
    assert people is not None
    noun = chunks[heads[-1]].lower.split(" ")[-1]
    role = people.side in (Side.UNKNOWN, Side.CIVILIAN) and noun in words("roles")
    if noun in ("fighter", "fighters") and _IRREGULAR & {w for k in heads for w in chunks[k].lower.split(" ")}:
        return Side.MILITIA
    if not role and people.side is not Side.UNKNOWN:
        return people.side
    for k in heads[:-1]:
        before = chunks[k].people
        if before is not None and before.side is not Side.UNKNOWN:
            return before.side
    behind = _behind(chunks, last, end) if role else None
    if behind is not None:
        return behind
    return Side.CIVILIAN if noun in _UNARMED else people.side


_OFFICE = frozenset({"leader", "leaders", "member", "members", "secretary", "president", "chief", "head"})


def _behind(chunks: Chunks, start: int, end: int) -> Side | None:
    """Side of the organisation in "of / from / belonging to the …" right behind a role."""
    k = start
    while k < end and chunks[k].lower in _QUOTES:
        k += 1
    if k < end and chunks[k].lower == "belonging":
        k += 1
    if k >= end or chunks[k].lower not in ("of", "from", "with", "to", "attached"):
        return None
    for j in range(k + 1, min(end, k + 6)):
        people = chunks[j].people
        if chunks[j].lower.startswith(("ruling", "the ruling")):
            return Side.STATE if chunks[start - 1].lower.split(" ")[-1] in _OFFICE else None
        if people is not None:
            return people.side if people.side is not Side.UNKNOWN else None
        passed = chunks[j].kind is ChunkKind.PLACE or chunks[j].lower == "'s" or chunks[j].lower in _QUOTES
        if not passed and (
            chunks[j].kind is not ChunkKind.WORD
            or chunks[j].lower in _FUNCTION - {"to"}
            or not chunks[j].lower[0].isalnum()
        ):
            return None
    return None


def _is_former(chunks: Chunks, first: int, head: int) -> bool:
    said = {word for chunk in chunks[first : head + 1] for word in chunk.lower.replace("-", " ").split(" ")}
    return bool(said & words("former"))


_BODIES = frozenset({"personnel", "men", "women"})
_COLLECTIVE = {"couple": 2, "duo": 2, "pair": 2, "trio": 3}


def _noun_behind(chunks: Chunks, index: int, end: int) -> bool:
    """Whether a plain noun follows the name of a force ("police *captain*")."""
    if index >= end:
        return False
    chunk = chunks[index]
    plain = (
        chunk.kind is ChunkKind.WORD and chunk.lower.isalpha() and chunk.lower not in _FUNCTION and not chunk.capital
    )
    return (
        plain
        and not chunk.lower.endswith(("s", "ed", "ing"))
        and not _is_thing(chunks, index, end)
        and chunk.lower not in _LEADING
    )


def _count(
    chunks: Chunks,
    heads: Sequence[int],
    number: Count | None,
    leading: Sequence[str],
    determiner: str,
    named_behind: bool,
    noun_behind: bool,
) -> tuple[Count | None, bool]:
    """(how many, whether a singular noun stands without article)."""
    if number is not None:
        return number, False
    for k in heads:
        own = chunks[k].people
        if own is not None and own.count is not None and own.count.words not in ("", "the"):
            return own.count, False
    people = chunks[heads[-1]].people
    assert people is not None
    one = determiner in _ARTICLES or bool(_ARTICLES & set(leading))
    last = chunks[heads[-1]].lower.split(" ")[-1]
    if people.group == "named" or people.body:
        soldier = (
            people.group != "named"
            and (last in words("roles") or last in ("commando", "ranger"))
            and last not in _BODIES
        )
        rank = people.group != "named" and noun_behind  # "a police captain"
        single = one and (people.group == "named" or soldier or rank) and not last.endswith("s")
        titled = people.group == "government" and named_behind  # "president Ama Sowo"
        return (Count.exactly(1, chunks[heads[-1]].lower) if single or titled else None), False
    if last in _COLLECTIVE:
        return Count.exactly(_COLLECTIVE[last], chunks[heads[-1]].lower), False
    if people.plural:
        single = one and last == "personnel"
        return (Count.exactly(1, chunks[heads[-1]].lower) if single else None), False
    marked = one or bool((_DEFINITE | _POSSESSIVE) & {determiner, *leading})
    return Count.exactly(1, chunks[heads[-1]].lower), not marked


def _of_follows(chunks: Chunks, start: int, end: int) -> bool:
    """Whether "the …" names a holder: "the stationmaster of Old Mill"."""
    return (
        start + 1 < end
        and chunks[start + 1].lower == "of"
        and not chunks[start].lower.endswith("s")
        and not _is_thing(chunks, start, end)
    )


def _unheaded(chunks: Chunks, first: int, start: int, end: int, leading: list[str]) -> Group | None:
    """One person by name ("Ama Sowo (40)"), or by a noun no list knows, with an article ("a beekeeper")."""
    chunk = chunks[start]
    if chunk.kind is not ChunkKind.WORD or chunk.lower in _NOT_NAMES or not chunk.lower[0].isalpha():
        return None
    article = next(
        (
            w
            for w in leading
            if w in _ARTICLES or w in _POSSESSIVE or (w == "the" and (chunk.capital or _of_follows(chunks, start, end)))
        ),
        None,
    )
    if chunk.capital and not [w for w in leading if w not in _QUOTES]:
        last = _trailing(chunks, start, end)
        if last < end and _is_modifier_of_thing(chunks, last):
            return None
        return Group(first, last, start, Count.exactly(1, chunk.lower), Side.UNKNOWN, named=True)
    if article is None or _is_thing(chunks, start, end):
        return None
    last = start
    while (
        last < end
        and last - start < 6
        and chunks[last].kind is ChunkKind.WORD
        and chunks[last].lower not in _FUNCTION
        and chunks[last].lower[0].isalnum()
    ):
        last += 1
    last = _trailing(chunks, last, end)
    return Group(first, last, start, Count.exactly(1, article), Side.UNKNOWN, article=True)
