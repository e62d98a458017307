"""The words of a speaker: what kind of source they are, and which of them may be kept.

Names of persons are not, unless they hold a high public office (``speech_offices``): "Ann Lee, a resident" is kept as
role, "Interior Minister Ann Lee" with the name, and a bare name is followed back to the role it was introduced with
(cases/README, codebook sections 0 and 9).
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from tocsin.model.expressions import ActorForm
from tocsin.model.text import name_key
from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk, ChunkKind, is_country
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech_offices import is_high_office, is_rank, name_behind
from tocsin.read.rules.speech_words import SpeechWords
from tocsin.read.rules.word_lists import speech_list

NAMED_PERSON = "a person named in the text"
_WORD = re.compile(r"\w+")
_DASHES = ("-", "–", "—")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A speaker's phrase: kept ``words`` at [start, end) of the document, its source ``kind``, the people chunk that
    says whose side it is, and the ``names`` that it stands with (folded, for later sentences). ``person``: a bare name
    as written; ``office``: whether the role is one whose holder is named."""

    words: str
    start: int
    end: int
    kind: str
    chunk: Chunk | None = None
    names: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    person: str = ""
    office: bool = False

    @property
    def bare(self) -> bool:
        """Whether the phrase is a person's name and nothing else."""
        return self.kind == "unnamed"


def kind_of(chunk: Chunk, words: SpeechWords) -> str | None:
    """The kind of source a chunk is the head of; ``None`` for anything else."""
    parts = chunk.lower.split(" ")
    listed = words.kinds.get(chunk.lower) or ("medical" if "hospital" in parts else words.kinds.get(parts[-1]))
    if chunk.people is None:
        return words.kinds.get(chunk.lower) if chunk.kind is ChunkKind.WORD else None
    form = chunk.people.expression.form
    if form is ActorForm.NAMED:
        if chunk.people.side is Side.STATE:
            return listed or "official"
        return "side" if chunk.people.side not in (Side.OTHER, Side.CIVILIAN) else listed or "monitor"
    if form in (ActorForm.STATE, ActorForm.GOVERNMENT, ActorForm.EXTERNAL):
        return listed or "official"
    return listed or ("side" if form is ActorForm.ARMED else "witness")


def make_phrase(text: str, row: Row, first: int, last: int, words: SpeechWords) -> Phrase | None:
    """The phrase in chunks [first, last), cut to what may be kept; ``None`` when nothing there can speak."""
    states = _informing_states(text, row, first, last, words)
    if states is not None:
        return states
    first, last = _trimmed(row, first, last, words)
    if first >= last:
        return None
    whole = text[row[first].start : row[last - 1].end]
    registered = words.names.get(name_key(whole)) if row[first].capital else None
    if registered is not None:
        return Phrase(
            whole,
            row[first].start,
            row[last - 1].end,
            registered,
            row[first] if last == first + 1 and row[first].people else None,
            (),
            first,
            last,
        )
    head = _head(row, first, last, words)
    if head is None:
        return _bare(text, row, first, last, words)
    first = _core_start(row, first, head, words)
    called = next((k for k in range(head + 1, last) if row[k].lower in words["called"]), None)
    if called is not None:
        group = row[head].lower.split(" ")[-1] in words["generic_groups"]
        own = _own_name(text, row, called + 1, last) if group else None
        if own is not None:
            return own
        last = called
    doing = (k for k in range(head + 1, last) if row[k].lower.endswith("ing") and not row[k].capital)
    last = next(doing, last)  # "officials | monitoring the vote"
    return _kept(text, row, first, last, head, words)


def _own_name(text: str, row: Row, first: int, last: int) -> Phrase | None:
    """ "a group calling itself | the Eastern Front": the name that it goes by."""
    while first < last and (row[first].lower in ("itself", "themselves", "as", "the", "by") and not row[first].capital):
        first += 1
    end = first
    while end < last and row[end].capital:
        end += 1
    if end == first:
        return None
    chunk = row[first] if end == first + 1 and row[first].people is not None else None
    return Phrase(
        text[row[first].start : row[end - 1].end], row[first].start, row[end - 1].end, "side", chunk, (), first, end
    )


def ends_informing_states(row: Row, index: int, words: SpeechWords) -> bool:
    """Whether a chunk is the noun of "Member States" and no verb ("he states")."""
    return index > 0 and f"{row[index - 1].lower.split(' ')[-1]} {row[index].lower}" in words["informing_states"]


def _informing_states(text: str, row: Row, first: int, last: int, words: SpeechWords) -> Phrase | None:
    """States that are not named ("several Member States"), with the word before that says how many."""
    if first >= last:
        return None
    parts = list(_WORD.finditer(text, row[first].start, row[last - 1].end))
    for one, two in pairwise(parts):
        if f"{one[0]} {two[0]}".lower() not in words["informing_states"]:
            continue
        before = [m for m in parts if m.end() <= one.start()]
        if any(m[0].lower() not in words["how_many_states"] for m in before):
            return None  # "officials of several Member States": the head is another
        start = (before or [one])[0].start()
        return Phrase(text[start : two.end()], start, two.end(), "official", None, (), first, last)
    return None


def _trimmed(row: Row, first: int, last: int, words: SpeechWords) -> tuple[int, int]:
    skipped = (ChunkKind.TIME, ChunkKind.NUMBER)
    while first < last and (
        row[first].lower in words["leading"] or row[first].kind in skipped or not row[first].lower[0].isalnum()
    ):
        first += 1
    while last > first and (
        row[last - 1].lower in (",", "and", ".", "'s", "the", "a", *words["pronouns"])
        or row[last - 1].kind is ChunkKind.TIME
    ):
        last -= 1
    return first, last


def _head(row: Row, first: int, last: int, words: SpeechWords) -> int | None:
    """Index of the head: the last source word before the first preposition that follows a source word."""
    head = None
    for k in range(first, last):
        if head is not None and (row[k].lower in words["prepositions"] or row[k].lower == ","):
            break
        if kind_of(row[k], words) is not None:
            head = k
            if row[k].lower.startswith("spokes"):  # what follows is the person's rank and name
                break
    return head


def _core_start(row: Row, first: int, head: int, words: SpeechWords) -> int:
    """Start of the noun phrase of the head: what stands before a preposition, a dateline's dash or the article of
    another phrase ("in a statement | the police said") does not belong to it."""
    start = first
    for k in range(first, head + 1):
        opens = k > first and row[k].lower.split(" ")[0] in ("the", "a", "an")
        if opens and row[k - 1].lower not in (",", "and", "or", "&"):
            start = k
        if first < k < head and row[k].lower in _DASHES and row[k].start > row[k - 1].end:
            start = k + 1
        if first <= k < head and row[k].lower.endswith("ing") and not row[k].capital and row[k].kind is ChunkKind.WORD:
            start = k + 1 if row[k + 1].capital else start  # "condemning | New Haven Mayor Ann Lee"
        if k < head and row[k].lower in words["prepositions"]:
            start = k + 1
            if row[k + 1].kind is ChunkKind.PLACE and k + 1 < head and row[k].lower != "of":
                start = k + 2
    start, _ = _trimmed(row, start, head + 1, words)
    return min(start, head)


def _kept(text: str, row: Row, first: int, last: int, head: int, words: SpeechWords) -> Phrase:
    """Role and organisation without the person's name."""
    end, names = _name_after(row, head, last, words)
    begin = first
    person = is_person(row[head], words)
    if (person and last > end and row[end].lower in (*words["prepositions"], "'s")) or (not person and not names):
        end = last
    end = _before_a_person(text, row, head, end, words)
    kind = kind_of(row[head], words) or "source"
    if kind in ("official", "source") and any(
        words.kinds.get(w) == "monitor" for c in row[begin:end] for w in c.lower.split(" ")
    ):
        kind = "monitor"
    if kind == "side" and row[head].people is None and _is_registered_monitor(row[begin:end], words):
        kind = "monitor"  # "monitoring group SITE": a group, yet no side
    chunk = _side_chunk(row, begin, end) if kind in ("official", "side", "source") else None
    if kind == "source" and chunk is not None:
        kind = kind_of(chunk, words) or kind
    start, stop = row[begin].start, row[end - 1].end
    kept = text[start:stop]
    lower = kept.lower()
    for article in ("the ", "a ", "an ", "one ", "some ", "its ", "their ", "his ", "her "):
        if lower.startswith(article):
            start, kept = start + len(article), kept[len(article) :]
            break
    return _named(Phrase(kept, start, stop, kind, chunk, names, begin, end), text, row, head, last, person=person)


def _named(phrase: Phrase, text: str, row: Row, head: int, last: int, *, person: bool) -> Phrase:
    """The phrase with the name behind its head, where the role is a high public office; of other persons only what an
    office beside it may take over ("the army's spokesman, | Colonel Ann Lee")."""
    if not person:
        return phrase
    named = name_behind(text, row, head + 1, last) if phrase.last == head + 1 else None
    written = text[phrase.start : row[named[0] - 1].end] if named is not None and is_rank(row[head]) else ""
    armed_group = phrase.chunk is not None and phrase.chunk.side in (Side.REBEL, Side.MILITIA)
    if armed_group or not is_high_office(phrase.words):
        return replace(phrase, person=written)
    if named is None:
        return replace(phrase, office=True)
    words, stop = f"{phrase.words} {named[1]}", row[named[0] - 1].end
    return replace(phrase, words=words, end=stop, last=named[0])


def with_name(role: Phrase, name: Phrase | None) -> Phrase:
    """A role with the name that stands beside it, which is kept behind a high public office only."""
    if name is None or not name.names:
        return role
    words = f"{role.words}, {name.person}" if role.office and name.person else role.words
    return replace(role, words=words, names=role.names + name.names, office=role.office and not name.person)


def _is_registered_monitor(chunks: Row, words: SpeechWords) -> bool:
    """Whether a phrase holds the name of a monitor of the publishers' registry."""
    return any(words.names.get(name_key(chunk.lower)) == "monitor" for chunk in chunks)


def _before_a_person(text: str, row: Row, head: int, last: int, words: SpeechWords) -> int:
    """Where the phrase must end so that it names nobody: "daughter of | Ann Lee", "spokesman for | Lee". Organisations,
    places and whatever is registered or written in capitals may stay."""
    for k in range(head + 1, last - 1):
        if row[k].lower not in words["prepositions"]:
            continue
        after = [c for c in row[k + 1 : last] if c.lower not in ("the", "a", "an", ".")]
        unknown = [c for c in after if c.kind is ChunkKind.WORD and c.capital and kind_of(c, words) is None]
        if not unknown or any(c.lower in words["organisations"] or kind_of(c, words) is not None for c in after):
            continue
        run = text[after[0].start : after[-1].end]
        if name_key(run) in words.names or all(text[c.start : c.end].isupper() for c in unknown):
            continue
        return k
    return last


def is_person(chunk: Chunk, words: SpeechWords) -> bool:
    return chunk.lower in words["persons"] or chunk.lower.split(" ")[-1] in words["persons"]


def _name_after(row: Row, head: int, last: int, words: SpeechWords) -> tuple[int, tuple[str, ...]]:
    """End of the role and the name tokens behind it ("minister | Ann Lee")."""
    if not is_person(row[head], words):
        return last, ()
    end = head + 1
    names = []
    for k in range(head + 1, last):
        if row[k].lower in words["prepositions"] or row[k].lower in ("'s", "and", ","):
            break
        if row[k].lower[:1].isalpha():
            names.append(row[k].lower)
    return end, tuple(names)


def _side_chunk(row: Row, first: int, last: int) -> Chunk | None:
    """The people chunk that says whose side a speaker is on: a named actor before any other."""
    people = [c for c in row[first:last] if c.people is not None]
    named = [c for c in people if c.form is ActorForm.NAMED]
    return next(iter(named or people), None)


def _bare(text: str, row: Row, first: int, last: int, words: SpeechWords) -> Phrase | None:
    """A phrase without a source word: a state by its country, an organisation by its name, else a person's name."""
    inside = [c for c in row[first:last] if c.lower != "."]
    if len(inside) == 1 and inside[0].kind is ChunkKind.PLACE:
        kept = text[inside[0].start : inside[0].end]
        return (
            Phrase(kept, inside[0].start, inside[0].end, "official", None, (), first, last)
            if is_country(inside[0])
            else None
        )
    if not inside or len(inside) > 6 or any(c.kind not in (ChunkKind.WORD, ChunkKind.PLACE) for c in inside):
        return None
    lowered = [c.lower for c in inside]
    start, end = inside[0].start, inside[-1].end
    capitals = [c for c in inside if c.capital]
    small = [c for c in inside if not c.capital and c.lower not in speech_list("inside_names")]
    if not capitals or small:
        return None
    kept = text[start:end]
    if any(w in words["organisations"] for w in lowered) or (len(inside) == 1 and kept.isupper() and len(kept) > 1):
        return Phrase(kept, start, end, "monitor", None, (), first, last)
    return Phrase(NAMED_PERSON, start, end, "unnamed", None, tuple(lowered), first, last, kept)
