"""Lists of people around a verb: members, parts ("including two soldiers") and descriptions of one already named.

Objects are read to the right of an active verb, subjects from the start of their clause up to a passive one.
"""

from dataclasses import dataclass, replace

from tocsin.model.values import Side
from tocsin.read.rules.chunks import ChunkKind, Chunks
from tocsin.read.rules.grammar import is_clause_edge
from tocsin.read.rules.victims_groups import Group, group_at
from tocsin.read.rules.victims_words import JOINTS, STOPS, words
from tocsin.read.rules.word_lists import grammar_words

_LOOK_AHEAD = 14
_UNKNOWN_WORDS = 4  # plain words an object may start with before its people noun
_NO_OBJECT = frozenset(
    {"but", "us", "it", "you", "me", "we", "they", "he", "she", "i", "that", "what", "each", "so", "if", "not"}
)


@dataclass(frozen=True, slots=True)
class Member:
    """A group of a list; ``part``: it details the figure before it."""

    group: Group
    part: bool = False


@dataclass
class _Walk:
    """The state of reading one list."""

    chunks: Chunks
    end: int
    subject: bool
    members: list[Member]
    part: bool = False
    naming: bool = False
    joint: str = ""  # what joins the next group: "start", ",", "and", ", and"
    maybe: Group | None = None  # a singular after a comma: a second description, or a member of a list
    closed: bool = False
    start: int = 0
    described: bool = False  # the last member has been described ("Ama Sowo, a trader")


def read_list(chunks: Chunks, start: int, end: int, *, subject: bool, singular_verb: bool = False) -> list[Member]:
    """The people of the list that starts at ``start`` and ends before ``end`` or where its grammar ends.

    ``singular_verb``: the verb says that its subject is one ("was killed"), so commas join descriptions.
    """
    walk = _Walk(chunks, end, subject, [], joint="start", start=start)
    position = start
    while position < end and not walk.closed:
        position = max(_step(walk, position), position + 1)  # a list may resume where it stands: never read it twice
    if (
        singular_verb
        and len(walk.members) > 1
        and all(m.group.single for m in walk.members)
        and (not _has_and(chunks, walk) or _one_by_name(walk.members))
    ):
        return walk.members[:1]
    return walk.members


def _one_by_name(members: list[Member]) -> bool:
    """Whether a name is followed by roles without article: "Ama Sowo, a fruit picker and *activist*, was …"."""
    return members[0].group.named and all(m.group.bare for m in members[1:])


def _has_and(chunks: Chunks, walk: _Walk) -> bool:
    first, last = walk.members[0].group.last, walk.members[-1].group.first
    return any(c.lower in ("and", "&") for c in chunks[first:last])


def _step(walk: _Walk, position: int) -> int:
    """Read what stands at ``position``; the position behind it."""
    chunk = walk.chunks[position]
    marked = _mark(walk, position)
    if marked:
        return marked
    if chunk.lower in JOINTS:
        walk.joint = ", and" if walk.joint == "," and chunk.lower == "and" else chunk.lower
        return position + 1
    if walk.joint:
        group = group_at(walk.chunks, position, walk.end)
        if group is not None and not _starts_clause(walk, group):
            _take(walk, group)
            walk.joint = ""
            return max(group.last, position + 1)
        if group is not None and not walk.subject:
            walk.closed = True
            return position
        if chunk.lower in words("skipped"):
            return position + 1
    return _after(walk, position)


def _mark(walk: _Walk, position: int) -> int:
    """Whether words that open parts or names stand here: the position behind them, else 0."""
    lower = walk.chunks[position].lower
    if not walk.members and lower not in ("including",):
        return 0
    two = " ".join(c.lower for c in walk.chunks[position : position + 2])
    three = " ".join(c.lower for c in walk.chunks[position : position + 3])
    for listed, naming in (("parts", False), ("naming", True)):
        known = words(listed)
        length = 3 if three in known else 2 if two in known else 1 if lower in known else 0
        if length:
            walk.part, walk.naming = not naming, naming
            walk.joint = "start"
            return position + length
    if lower in (":", "—", "–") and walk.members:
        walk.part, walk.naming, walk.joint = False, True, "start"
        return position + 1
    return 0


def _starts_clause(walk: _Walk, group: Group) -> bool:
    """Whether a group after a joint is the subject of a new clause ("…, and two rebels fled"), not a member."""
    if walk.subject or not walk.members:
        return False
    if group.last >= len(walk.chunks):
        return False
    following = walk.chunks[group.last]
    if following.verb:
        return True
    return following.kind is ChunkKind.WORD and (
        following.lower in words("finite")
        or following.lower in grammar_words("be")
        or (following.lower.endswith("ed") and not walk.members[-1].part)
    )


def _take(walk: _Walk, group: Group) -> None:
    """Add a group as a member, a part, or not at all (a description or name of the member before)."""
    previous = walk.members[-1].group if walk.members else None
    if previous is None:
        walk.members.append(Member(group))
        return
    anew = walk.joint in (", and", "and", "or", "&") and not group.named and (group.article or not group.single)
    if walk.part and not (walk.joint == ", and" and anew and not group.partitive and _verb_is_near(walk, group)):
        walk.members.append(Member(group, part=True))
        return
    if walk.naming or (group.named and walk.joint == "and" and _names_behind(walk, previous)):
        kin = walk.chunks[group.first].lower.split(" ")[0] in ("his", "her", "their")
        if not anew or (kin and not previous.single):
            return
        walk.naming = False
    walk.part = False
    if walk.joint == "start" and group.partitive:
        walk.members.append(Member(group, part=True))
    elif _describes(walk, previous, group):
        walk.naming = not previous.single  # "two men, A and B"
        walk.described = True
        walk.maybe = group if not previous.named and not group.named and group.article and previous.article else None
        if previous.side is Side.UNKNOWN and group.side is not Side.UNKNOWN:
            walk.members[-1] = replace(walk.members[-1], group=replace(previous, side=group.side))
    else:
        if walk.maybe is not None and (walk.joint == "and" or (walk.joint == ", and" and group.article)):
            walk.members.append(Member(walk.maybe))
        walk.maybe = None
        walk.members.append(Member(group, part=group.partitive and walk.joint == ","))


def _names_behind(walk: _Walk, group: Group) -> bool:
    """Whether several people are followed by a name: "two villagers Ama Sowo *and B Sowo*"."""
    return (
        not group.single
        and group.count is not None
        and group.last > group.head + 1
        and walk.chunks[group.head + 1].capital
    )


def _verb_is_near(walk: _Walk, group: Group) -> bool:
    return walk.subject and walk.end - group.last <= 2


def _describes(walk: _Walk, previous: Group, group: Group) -> bool:
    """Whether a group says again who the one before it is: "a soldier, a father of two," / "Ama Sowo, a trader"."""
    if group.pronoun:
        return False
    if walk.joint == ",":
        if group.single and previous.single:
            return True
        if group.single and group.article:
            return not _counts_more(walk, previous, group)
        return group.named or (group.single and group.bare)
    if walk.joint in ("and", "&") and previous.named and previous.single and group.single and group.bare:
        return walk.described
    if walk.joint in ("and", "&") and previous.single and group.single and group.bare and not previous.named:
        return not (previous.article is False and previous.bare is False)  # "president and party leader"
    return False


def _counts_more(walk: _Walk, previous: Group, group: Group) -> bool:
    """Whether singles behind a number are more people: fewer of them than the number says ("three troopers, a constable
    and a guard were killed"), as a list that spells it out names them all."""
    if previous.count is None or previous.count.best is None or not walk.subject:
        return False
    singles, k = 0, group.first
    while k < walk.end and not walk.chunks[k].verb:
        found = group_at(walk.chunks, k, walk.end)
        if found is not None and not found.named:
            singles += found.single
            k = found.last
        else:
            k += 1
    return 2 <= singles < previous.count.best


def _after(walk: _Walk, position: int) -> int:
    """Behind a group: skip what hangs on it, or close the list."""
    chunks, lower = walk.chunks, walk.chunks[position].lower
    walk_on = position + 1
    if lower in STOPS or (is_clause_edge(chunks[position]) and not walk.subject):
        walk.closed = True
        return walk_on
    if lower == "(":
        close = next((k for k in range(position, min(walk.end, position + 12)) if chunks[k].lower == ")"), position)
        return close + 1
    if walk.subject:
        if not (walk.joint == "start" and not walk.members):
            walk.joint = ""
        return walk_on
    if chunks[position].kind in (ChunkKind.TRIGGER,) and walk.members:
        walk.closed = True
        return walk_on
    if chunks[position].kind is ChunkKind.NUMBER and walk.joint == ",":
        walk.joint = ""
        return walk_on  # an age
    if not walk.members:
        word = chunks[position]
        plain = word.kind is ChunkKind.WORD and word.lower.replace("-", "").isalpha() and word.lower not in _NO_OBJECT
        walk.closed = (
            not plain
            or lower in words("prepositions")
            or lower in grammar_words("be")
            or position - walk.start > _UNKNOWN_WORDS
        )
        return walk_on
    resumed = _resumes(walk, position)
    walk.closed = resumed is None
    return resumed if resumed is not None else walk_on


def _resumes(walk: _Walk, position: int) -> int | None:
    """Where an object list goes on behind a phrase that hangs on its last member ("two men *of the village* and …")."""
    chunks = walk.chunks
    for k in range(position, min(walk.end, position + _LOOK_AHEAD)):
        chunk = chunks[k]
        if chunk.lower in STOPS or (chunk.verb) or is_clause_edge(chunk) or chunk.lower in grammar_words("be"):
            return None
        if chunk.lower in words("parts") or chunk.lower in ("identified", "named", "among", "including"):
            return k
        if chunk.lower in ("and", ","):
            j = k + 1
            while j < walk.end and chunks[j].lower in JOINTS | words("skipped"):
                j += 1
            group = group_at(chunks, j, walk.end) if j < walk.end else None
            part = j < walk.end and _mark(_copy(walk), j)
            if part:
                return k
            if (
                group is not None
                and group.count is not None
                and not group.bare
                and chunks[group.head].kind is not ChunkKind.NUMBER
                and (not group.named or walk.members[-1].group.named)
                and not group.pronoun
                and not _starts_clause(walk, group)
            ):
                return k
            if chunk.lower == "and" or j >= walk.end:
                return None
    return None


def _copy(walk: _Walk) -> _Walk:
    """A copy of a walk that may be advanced without changing the first."""
    return replace(walk, members=list(walk.members))
