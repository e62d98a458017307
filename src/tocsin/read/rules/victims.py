"""Counts of people by what happened to them, with their side: killed, injured, abducted, arrested, surrendered,
displaced. Each finding points to the cue word and to the words counted.

A cue (verb, noun or adjective of harm) is found first; then the people it is about are read as one list with
``victims_lists``: right of an active verb, left of a passive one. What a sentence tells only as the reason or the
memory behind its news ("arrested in connection with the killing of …") is not counted.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tocsin.model.values import Count, Side, VictimStatus
from tocsin.read.rules.chunks import ChunkKind, Chunks
from tocsin.read.rules.grammar import previous_word
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.victims_context import contextual, cumulative, without
from tocsin.read.rules.victims_found import Victims
from tocsin.read.rules.victims_groups import group_at
from tocsin.read.rules.victims_lists import Member, read_list
from tocsin.read.rules.victims_nouns import of_noun, of_word
from tocsin.read.rules.victims_places import place_by_place
from tocsin.read.rules.victims_running import without_running
from tocsin.read.rules.victims_verbs import is_passive, is_verb, object_follows, subject_of_verb
from tocsin.read.rules.victims_words import words
from tocsin.read.rules.word_lists import grammar_words

_CUE_WORDS = {
    **dict.fromkeys(("dead", "life", "body", "succumbed", "toll"), VictimStatus.KILLED),
    "harmlessly": VictimStatus.KILLED,
    "hurt": VictimStatus.INJURED,
    "captured": VictimStatus.ARRESTED,
}


_INTRANSITIVE = frozenset({"die", "surrender"})


_HARM = frozenset({VictimStatus.KILLED, VictimStatus.INJURED})


def find_victims(chunks: Chunks, lexicon: Lexicon) -> tuple[Victims, ...]:
    """All victim counts of a sentence, in order of their cues; each phrase is counted once per fate."""
    found: list[Victims] = []
    cues = [(k, status) for k in range(len(chunks)) if (status := _status_of(chunks, k, lexicon)) is not None]
    if not cues:
        return ()
    ignored, summed = contextual(chunks), cumulative(chunks)
    bare = without(chunks, ignored)
    for index, status in cues:
        if index in summed or (index in ignored and status in _TOLD_AS_CONTEXT and not _is_main_verb(chunks, index)):
            continue
        for victims in _for_cue(chunks if index in ignored else bare, index, status, lexicon):
            if not _known_already(chunks, victims, found):
                found.append(victims)
    found = without_running(chunks, _one_fate_each(_none_beside_some(found)))
    return place_by_place(chunks, _others_alike(chunks, found))


def _none_beside_some(found: list[Victims]) -> list[Victims]:
    """Without the zeros for a fate that some people of the sentence did meet ("killed two; nobody else was hurt")."""
    some = {v.status for v in found if not v.nobody}
    return [v for v in found if not (v.status in some and v.nobody)]


_TOLD_AS_CONTEXT = frozenset({VictimStatus.KILLED, VictimStatus.INJURED, VictimStatus.ABDUCTED, VictimStatus.DISPLACED})


def _is_main_verb(chunks: Chunks, index: int) -> bool:
    """Whether a passive behind words of context is the main verb ("a man wanted in nine cases was killed")."""
    if not is_verb(chunks, index) or previous_word(chunks, index) not in grammar_words("be"):
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
    if trigger.base == "fall to":
        return None  # whom a place falls to took it
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
        if old.nobody and new.nobody:
            return True
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
        if fates[victims.phrase] >= _HARM and victims.status in _HARM and not victims.nobody:
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
    nobody = _nobody(chunks, index, status)
    if nobody:
        return nobody
    if chunks[index].lower == "harmlessly":  # "the rocket landed harmlessly": nobody was killed or hurt
        zero = Count(0, 0, 0, chunks[index].lower)
        return [Victims(fate, zero, Side.UNKNOWN, index, index) for fate in (status, VictimStatus.INJURED)]
    trigger = chunks[index].trigger
    if trigger is None:
        members = of_word(chunks, index)
    elif trigger.base.endswith((" his throat", " her throat", " their throats")):
        members = []  # told of somebody named before
    elif trigger.is_noun:
        members = of_noun(chunks, index)
    elif trigger.act in _INTRANSITIVE:
        members = subject_of_verb(chunks, index)
    elif object_follows(chunks, index):
        start = index + (
            2 if index + 1 < len(chunks) and chunks[index + 1].lower == "of" else 1
        )  # "slit the throat of"
        members = read_list(chunks, start, len(chunks), subject=False)
    elif is_passive(chunks, index):
        members = subject_of_verb(chunks, index)
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
        if ((people.count.best or 0) > 1 and several) or (not several and people.count.best == 1):
            count = people.count if several else group.count
            return replace(
                member, group=replace(group, count=count, side=people.side, head=k if several else group.head)
            )
    return member


def _made(cue: int, status: VictimStatus, member: Member) -> Victims:
    group = member.group
    return Victims(status, group.count, group.side, cue, group.head, member.part)


def _nobody(chunks: Chunks, index: int, status: VictimStatus) -> list[Victims]:
    """ "no casualties", "nobody was hurt", "no one was killed", "without hurting anyone": counts of zero; empty when
    none is told. Where nobody at all was hurt nobody was killed either."""
    left = [c.lower for c in chunks[max(0, index - 6) : index]]
    if status not in _HARM or not left or (left[-1] == "other" and "no" in left):
        return []
    person = _no_person(chunks, index, left)
    if not person and (chunks[index].verb or not _none_told(left)):
        return []
    zero = Count(0, 0, 0, f"{' '.join(left[-2:])} {chunks[index].lower}")
    found = [Victims(status, zero, Side.UNKNOWN, index, index)]
    if person and status is VictimStatus.INJURED and not {"else", "other"} & set(left):
        found.append(Victims(VictimStatus.KILLED, zero, Side.UNKNOWN, index, index))
    return found


def _none_told(left: Sequence[str]) -> bool:
    """Whether the words before a noun of harm say that there was none: "no casualties", "without any injuries"."""
    kind = left[-2:-1] == ["no"] and left[-1] in words("none_of")
    return (
        left[-1] == "no"
        or kind
        or " ".join(left[-3:]) in words("none_reported")
        or "without" in left[-4:]
        or "nor" in left[-2:]
    )


def _no_person(chunks: Chunks, index: int, left: Sequence[str]) -> bool:
    """Whether a verb of harm is told of nobody: "nobody was hurt", "no one was killed or injured"."""
    anyone = chunks[index + 1].lower in ("anyone", "anybody") if index + 1 < len(chunks) else False
    if anyone and ("without" in left[-2:] or {"not", "n't", "never"} & set(left[-2:])):
        return True
    if left[-1] in ("or", "nor") and index > 1:
        return _no_person(chunks, index - 2, [c.lower for c in chunks[max(0, index - 8) : index - 2]] or [""])
    passive = left[-1] in grammar_words("be") or (len(left) > 1 and left[-2] in grammar_words("be"))
    passive = passive or chunks[index].act == "die"  # "nobody died"
    nobody = {"nobody", "none", "no-one"} & set(left) or any(a == "no" and b == "one" for a, b in pairwise(left))
    return passive and bool(nobody)


__all__ = ["Victims", "find_victims", "previous_word"]
