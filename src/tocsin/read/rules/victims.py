"""Counts of people by what happened to them, with their side: killed, injured, abducted, arrested, surrendered,
displaced. Each finding points to the cue word and to the words counted.

A cue (verb, noun or adjective of harm) is found first; then the people it is about are read as one list with
``victims_lists``: right of an active verb, left of a passive one. What a sentence tells only as the reason or the
memory behind its news ("arrested in connection with the killing of …") is not counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.model.values import Count, Side, VictimStatus
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.grammar import BE, is_clause_edge, previous_word
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.victims_context import contextual, cumulative
from tocsin.read.rules.victims_groups import group_at, words
from tocsin.read.rules.victims_lists import Member, leading_phrase_end, read_list, subject_start
from tocsin.read.rules.victims_nouns import of_noun, of_word

Chunks = Sequence[Chunk]


@dataclass(frozen=True, slots=True)
class Victims:
    """People of one phrase who met one fate. ``cue`` and ``phrase`` are chunk indexes; ``part`` marks a phrase that
    details a larger figure ("nine people, including *two soldiers*")."""

    status: VictimStatus
    count: Count | None
    side: Side
    cue: int
    phrase: int
    part: bool = False


_CUE_WORDS = {"dead": VictimStatus.KILLED, "hurt": VictimStatus.INJURED, "captured": VictimStatus.ARRESTED, "life": VictimStatus.KILLED,
              "body": VictimStatus.KILLED, "succumbed": VictimStatus.KILLED}  # fmt: skip
_INTRANSITIVE = frozenset({"die", "surrender"})
_HARM = frozenset({VictimStatus.KILLED, VictimStatus.INJURED})


def find_victims(chunks: Chunks, lexicon: Lexicon) -> tuple[Victims, ...]:
    """All victim counts of a sentence, in order of their cues; each phrase is counted once per fate."""
    found: list[Victims] = []
    cues = [(k, status) for k in range(len(chunks)) if (status := _status_of(chunks, k, lexicon)) is not None]
    if not cues:
        return ()
    ignored, summed = contextual(chunks), cumulative(chunks)
    for index, status in cues:
        if index in summed or (index in ignored and status in _TOLD_AS_CONTEXT and not _is_main_verb(chunks, index)):
            continue
        for victims in _for_cue(chunks, index, status, lexicon):
            if not _known_already(chunks, victims, found):
                found.append(victims)
    return tuple(_others_alike(chunks, _one_fate_each(found)))


_TOLD_AS_CONTEXT = frozenset({VictimStatus.KILLED, VictimStatus.INJURED, VictimStatus.ABDUCTED, VictimStatus.DISPLACED})


def _is_main_verb(chunks: Chunks, index: int) -> bool:
    """Whether a passive behind words of context is the verb of the sentence ("a man wanted in nine cases was killed")."""
    if not _is_verb(chunks, index) or previous_word(chunks, index) not in BE:
        return False
    return not any(c.lower in ("who", "which", "that", "where", "whom") for c in chunks[max(0, index - 12) : index])


def _status_of(chunks: Chunks, index: int, lexicon: Lexicon) -> VictimStatus | None:
    chunk = chunks[index]
    trigger = chunk.trigger
    if trigger is not None and trigger.base in words("deadly"):
        return VictimStatus.KILLED
    if trigger is None:
        return _CUE_WORDS.get(chunk.lower) if chunk.kind is ChunkKind.WORD else None
    if _adjectival(chunks, index):
        return None
    if trigger.act == "capture" and not trigger.is_noun and index + 1 < len(chunks):
        return VictimStatus.ARRESTED if _people_taken(chunks, index) else None
    status = lexicon.acts[trigger.act].status
    return VictimStatus(status) if status else None


def _people_taken(chunks: Chunks, index: int) -> bool:
    """Whether "captured" or "seized" is about people rather than ground or goods."""
    following, trigger = chunks[index + 1], chunks[index].trigger
    if following.kind is ChunkKind.NUMBER:
        group = group_at(chunks, index + 1, len(chunks))
        counted = group is not None and (
            group.head != index + 1
            or group.last >= len(chunks)
            or not chunks[group.last].lower[0].isalpha()
            or chunks[group.last].lower in ("and", "in", "of", "after")
        )
        return counted and trigger is not None and trigger.base in ("capture", "seize")
    return following.people is not None and not following.people.body


def _adjectival(chunks: Chunks, index: int) -> bool:
    """ "the surrendered rebels", "the slain officer": a past form between a determiner or number and people."""
    trigger = chunks[index].trigger
    if trigger is None or trigger.form not in ("past", "participle") or index == 0 or index + 1 >= len(chunks):
        return False
    before, after = chunks[index - 1], chunks[index + 1]
    determined = (
        before.lower in ("the", "a", "an", "these", "those", "of the", "its", "their", "other", "several")
        or before.kind is ChunkKind.NUMBER
    )
    return determined and after.kind is ChunkKind.PEOPLE


def _known_already(chunks: Chunks, new: Victims, found: Sequence[Victims]) -> bool:
    """Whether the phrase was counted, or refers back to the same number of people ("the three bodies")."""
    for old in found:
        if old.status is not new.status:
            continue
        if old.phrase == new.phrase or (chunks[new.phrase].lower in ("him", "her", "them") and new.count is not None):
            return True
        back = chunks[new.phrase].lower.startswith(("the ", "these ", "those ", "all ")) or (
            new.phrase > 0 and chunks[new.phrase - 1].lower in ("the", "these", "those", "all")
        )
        if (
            back
            and old.count is not None
            and new.count is not None
            and (old.count.best, old.count.low) == (new.count.best, new.count.low)
        ):
            return True
        if back and chunks[new.phrase].lower.split(" ")[-1] in ("victim", "deceased", "victims"):
            return True
    return False


def _one_fate_each(found: list[Victims]) -> list[Victims]:
    """One phrase cannot be both dead and wounded: "killed or wounded 20" keeps an upper bound for each."""
    fates: dict[int, set[VictimStatus]] = {}
    for victims in found:
        fates.setdefault(victims.phrase, set()).add(victims.status)
    result = []
    for victims in found:
        if fates[victims.phrase] >= _HARM and victims.status in _HARM:
            top = victims.count.best if victims.count else None
            said = victims.count.words if victims.count else ""
            several = top is not None and top > 1
            single = top == 1 and victims.status is VictimStatus.KILLED
            count = Count(None, None, top, said) if several else (victims.count if single or top is None else None)
            victims = replace(victims, count=count)
        result.append(victims)
    return result


_OTHERS = frozenset({"other", "others", "another", "more"})


def _others_alike(chunks: Chunks, found: list[Victims]) -> list[Victims]:
    """ "A policeman was killed and three others were hurt": the others are of the kind told before them."""
    result: list[Victims] = []
    for victims in found:
        said = {
            *chunks[victims.phrase].lower.split(" "),
            *(chunks[victims.phrase + 1].lower.split(" ") if victims.phrase + 1 < len(chunks) else ()),
        }
        alone = chunks[victims.phrase].kind is ChunkKind.NUMBER or (
            chunks[victims.phrase].lower.split(" ")[-1] in _OTHERS
        )
        if victims.side is Side.UNKNOWN and not victims.part and alone and said & _OTHERS:
            before = next((v for v in reversed(result) if not v.part and v.status is not victims.status), None)
            if before is not None and before.side is not Side.PERPETRATOR:
                victims = replace(victims, side=before.side)
        result.append(victims)
    return result


def _for_cue(chunks: Chunks, index: int, status: VictimStatus, lexicon: Lexicon) -> list[Victims]:
    """The people one cue is about."""
    zero = _nobody(chunks, index, status)
    if zero is not None:
        return [zero]
    trigger = chunks[index].trigger
    if trigger is None:
        members = of_word(chunks, index)
    elif trigger.is_noun:
        members = of_noun(chunks, index)
    elif trigger.act in _INTRANSITIVE:
        members = _subject(chunks, index)
    elif _object_follows(chunks, index):
        start = index + (
            2 if index + 1 < len(chunks) and chunks[index + 1].lower == "of" else 1
        )  # "slit the throat of"
        members = read_list(chunks, start, len(chunks), subject=False)
    elif _is_passive(chunks, index):
        members = _subject(chunks, index)
    else:
        members = []
    if _among_them(chunks, index):
        return []
    members = [_resolved(chunks, index, member) for member in members]
    made = [_made(index, status, member) for member in members]
    return [v for v in made if not (v.part and v.count is None)]


def _among_them(chunks: Chunks, index: int) -> bool:
    """ "A teacher was among those killed": counted with the others."""
    left = [c.lower for c in chunks[max(0, index - 2) : index]]
    return left == ["among", "those"] or left == ["among", "the"]


def _resolved(chunks: Chunks, cue: int, member: Member) -> Member:
    """ "them", "him": the people told last before, of that number ("seized two traders and shot *them* dead")."""
    group = member.group
    if not group.pronoun or group.side is Side.PERPETRATOR:
        return member
    several = chunks[group.head].lower == "them"
    for k in range(cue - 1, -1, -1):
        people = chunks[k].people
        if people is None or people.count is None or people.body or people.side in (Side.PERPETRATOR, Side.REBEL):
            continue
        if (people.count.best or 0) > 1 and several or (not several and people.count.best == 1):
            count = people.count if several else group.count
            return replace(
                member, group=replace(group, count=count, side=people.side, head=k if several else group.head)
            )
    return member


def _made(cue: int, status: VictimStatus, member: Member) -> Victims:
    group = member.group
    return Victims(status, group.count, group.side, cue, group.head, member.part)


def _object_follows(chunks: Chunks, index: int) -> bool:
    """Whether the verb at ``index`` is active: its object stands right behind it. A past form after "was" is not."""
    trigger = chunks[index].trigger
    assert trigger is not None
    before = previous_word(chunks, index)
    if trigger.form in ("past", "participle") and before in BE:
        return False
    if trigger.base.endswith(" throat"):
        return True
    if trigger.form in ("base", "third", "ing"):
        return True
    k = index + 1
    if k < len(chunks) and chunks[k].lower in words("parts"):
        return False  # "the 20 killed included four children"
    while k < len(chunks) and (
        chunks[k].lower
        in ("and", "or", "seriously", "critically", "also", "himself", "herself", "then", "later", "dead")
        or (chunks[k].trigger is not None and chunks[k].trigger.status_like)  # type: ignore[union-attr]
    ):
        if chunks[k].trigger is not None and chunks[k].trigger.form not in ("past", "participle"):  # type: ignore[union-attr]
            return False
        if chunks[k].lower in ("himself", "herself"):
            return True
        k += 1
    if k >= len(chunks) or is_clause_edge(chunks[k]) or chunks[k].kind in (ChunkKind.PLACE, ChunkKind.TIME):
        return False
    if chunks[k - 1].lower in ("and", "or") and k > index + 1:
        return False
    if chunks[k].trigger is not None:
        return False
    group = group_at(chunks, k, len(chunks))
    if group is None or (group.named and chunks[k].lower in ("in", "on")):
        return False
    return not _new_subject(chunks, group.last)


def _new_subject(chunks: Chunks, index: int) -> bool:
    """Whether a verb follows at ``index``, so that the people before it are its subject."""
    return index < len(chunks) and (chunks[index].lower in BE or chunks[index].lower in ("had", "has", "have"))


def _is_passive(chunks: Chunks, index: int) -> bool:
    """Whether a past form is about what stands before it: after "was", or with nothing it could act on behind it."""
    trigger = chunks[index].trigger
    if trigger is None or trigger.form not in ("past", "participle"):
        return False
    if previous_word(chunks, index) in BE or index + 1 >= len(chunks):
        return True
    following = chunks[index + 1]
    return following.kind is not ChunkKind.NUMBER and following.lower not in ("a", "an", "the", "their", "his", "her")


def _subject(chunks: Chunks, index: int) -> list[Member]:
    """The subject of a passive or intransitive verb, with details that follow the verb ("…, including two soldiers")."""
    shared = _shared_subject(chunks, index)
    if shared is not None:
        return shared
    start = subject_start(chunks, index)
    start = leading_phrase_end(chunks, start, index)
    if (
        start > 0
        and chunks[start - 1].trigger is not None
        and _is_verb(chunks, start - 1)
        and _object_follows(chunks, start - 1)
    ):
        start = _last_joint(chunks, start, index)  # "killed six men and two were wounded": the six are an object
    end = index
    while end > start and (
        chunks[end - 1].lower in BE
        or chunks[end - 1].lower
        in ("had", "has", "have", "reportedly", "also", "confirmed", "allegedly", "reported", "feared", "later", "then")
    ):
        end -= 1
    singular = any(c.lower in ("was", "is", "has") for c in chunks[end:index])
    members = read_list(chunks, start, end, subject=True, singular_verb=singular)
    if not members:
        members = _adjacent(chunks, start, end)
    members = [m for m in members if not (m.group.pronoun and len(members) == 1 and m.group.count is None)]
    if members and not members[-1].part:
        members += [replace(m, part=True) for m in _details(chunks, index)]
    if members and all(m.part for m in members):
        members = [replace(m, part=False) for m in members]
    return members


def _adjacent(chunks: Chunks, start: int, end: int) -> list[Member]:
    """The group that ends right before the verb when the clause does not start with people ("… with two killed")."""
    for k in range(max(start, end - 8), end):
        group = group_at(chunks, k, end)
        if group is not None and group.last == end and not group.named and not group.pronoun:
            return [Member(group)]
    return []


_THEN = frozenset(
    {
        "then",
        "later",
        "subsequently",
        "also",
        "reportedly",
        "allegedly",
        "finally",
        "afterwards",
        "brutally",
        "seriously",
    }
)


def _shared_subject(chunks: Chunks, index: int) -> list[Member] | None:
    """ "abducted and later killed": a verb right behind "and" shares the subject of the passive verb before it."""
    k = index - 1
    while k > 0 and (chunks[k].lower in _THEN or chunks[k].lower in BE):
        k -= 1
    if k < 1 or chunks[k].lower not in ("and", "or", "then", ","):
        return None
    for j in range(k - 1, max(-1, k - 16), -1):
        if chunks[j].lower in (".", ";") or is_clause_edge(chunks[j]):
            return None
        if chunks[j].trigger is not None and _is_verb(chunks, j):
            if not _is_passive(chunks, j) or _object_follows(chunks, j) or chunks[k].lower == ",":
                return None
            found = _subject(chunks, j)
            return found or None
    return None


def _is_verb(chunks: Chunks, index: int) -> bool:
    trigger = chunks[index].trigger
    return trigger is not None and not trigger.is_noun


def _last_joint(chunks: Chunks, start: int, verb: int) -> int:
    """Behind the last "and" or comma of a stretch, where the subject of ``verb`` starts; ``start`` without one."""
    return next((k + 1 for k in range(verb - 1, start - 1, -1) if chunks[k].lower in ("and", ",")), start)


def _details(chunks: Chunks, index: int) -> list[Member]:
    """Parts told after the verb: "nine were killed, including two soldiers", "…, six of them children"."""
    for k in range(index + 1, min(len(chunks), index + 14)):
        lower = chunks[k].lower
        two = " ".join(c.lower for c in chunks[k : k + 2])
        if lower in words("parts") or two in words("parts"):
            return read_list(chunks, k + (1 if lower in words("parts") else 2), len(chunks), subject=False)
        if (
            chunks[k].kind is ChunkKind.NUMBER
            and k + 2 < len(chunks)
            and chunks[k + 1].lower == "of"
            and chunks[k + 2].lower in ("them", "whom")
        ):
            group = group_at(chunks, k, len(chunks))
            return [Member(group, part=True)] if group is not None else []
        people = chunks[k].people
        counted = chunks[k].kind is ChunkKind.NUMBER or (people is not None and people.count is not None)
        if counted or chunks[k].trigger is not None or is_clause_edge(chunks[k]) or lower in (".", ";"):
            return []
    return []


def _nobody(chunks: Chunks, index: int, status: VictimStatus) -> Victims | None:
    """ "no casualties", "nobody was hurt", "no one was killed", "no reports of injuries": a count of zero."""
    if status not in _HARM:
        return None
    left = [c.lower for c in chunks[max(0, index - 6) : index]]
    if not left:
        return None
    near = left[-1] == "no" or left[-2:-1] == ["no"] and left[-1] in ("human", "immediate", "reported", "further", "civilian", "other", "loss", "serious", "major") or left[-3:] in (
        ["no", "loss", "of"], ["no", "reports", "of"], ["no", "report", "of"], ["not", "cause", "any"], ["without", "causing", "any"], ["not", "causing", "any"])  # fmt: skip
    before = left[-4:]
    without = "without" in before or "nor" in left[-2:]
    person = (left[-1] in BE or (len(left) > 1 and left[-2] in BE)) and (
        bool({"nobody", "none", "no-one"} & set(left))
        or any(a == "no" and b == "one" for a, b in zip(left, left[1:], strict=False))
    )
    if not (near or person or without) or (left[-1] == "other" and "no" in left):
        return None
    if chunks[index].trigger is not None and not chunks[index].trigger.is_noun and not person:  # type: ignore[union-attr]
        return None
    return Victims(status, Count(0, 0, 0, f"{' '.join(left[-2:])} {chunks[index].lower}"), Side.UNKNOWN, index, index)


__all__ = ["Victims", "find_victims", "previous_word"]
