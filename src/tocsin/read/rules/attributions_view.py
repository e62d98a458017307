"""What a responsibility statement is read with: its sentence, who does a verb, which side a phrase names."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind
from tocsin.model.values import Side
from tocsin.read.rules.attributions_targets import Noun
from tocsin.read.rules.chunks import Chunk, ChunkKind, is_country
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_names import Phrase, make_phrase
from tocsin.read.rules.speech_phrases import phrase_left
from tocsin.read.rules.speech_words import SpeechWords
from tocsin.read.rules.word_lists import grammar_words, speech_list

END = frozenset([".", ";", ":"])


@dataclass(frozen=True, slots=True)
class Said:
    """One responsibility statement in a sentence: kind, who says it, of which side, chunk of its verb, the noun it is
    about, and the chunk range it rests on."""

    kind: AttributionKind
    by: Phrase | None
    of: Chunk | None
    at: int
    noun: Noun | None
    first: int
    last: int


@dataclass
class View:
    """What one sentence is read with: its speakers and the last named side before it, for "the group" and "it"."""

    text: str
    row: Row
    speakers: Sequence[Speaker]
    antecedent: Chunk | None
    words: SpeechWords


def subject_of(view: View, index: int) -> Phrase | None:
    """Who does the verb at ``index``; "it" and "the group" are the last named side before."""
    stop = (
        index - 1
        if index and view.row[index].lower.endswith("ing") and view.row[index - 1].lower in grammar_words("be")
        else index
    )
    while stop > 1 and view.row[index].lower == "blame" and view.row[stop - 1].lower in speech_list("laying"):
        stop -= 1  # "laid the | blame"
    capital = _capital_before(view, stop)
    if capital is not None:
        return capital
    phrase = phrase_left(view.text, view.row, stop, view.words)
    if phrase is None:
        k = stop - 1
        while k > 0 and (view.row[k].lower in view.words["aside"] or view.row[k].kind is ChunkKind.TIME):
            k -= 1
        if k < 0:
            return None
        if view.row[k].lower in (*view.words["pronouns"], "statement", "message") or view.row[k].lower.endswith(
            " group"
        ):
            return _phrase_of(view, view.antecedent)
        return _conjoined(view, k, index)
    return resolved(view, phrase)


def _capital_before(view: View, stop: int) -> Phrase | None:
    """A country or its seat right before a verb, which speaks and is no aside: "a charge *Kabul* rejected"."""
    if stop < 2 or view.row[stop - 1].kind is not ChunkKind.PLACE:
        return None
    if view.row[stop - 2].lower not in view.words["reject_objects"]:
        return None
    return make_phrase(view.text, view.row, stop - 1, stop, view.words)


def _conjoined(view: View, k: int, index: int) -> Phrase | None:
    """ "The army confirmed the raid but denied …": the subject of the speech verb before."""
    if view.row[k].lower not in ("but", "and", "while", ",") and view.row[index].lower[-3:] != "ing":
        return None
    before = [s for s in view.speakers if s.at < index]
    if before:
        return speaker_phrase(before[-1])
    named = next((c for c in view.row[:k] if c.form is ActorForm.NAMED), None)
    generic = any(c.lower.split(" ")[-1] in speech_list("generic_groups") for c in view.row[:3])
    return _phrase_of(view, named if named is not None or not generic else view.antecedent)


def speaker_phrase(speaker: Speaker) -> Phrase:
    return Phrase(speaker.words, speaker.start, speaker.end, speaker.kind, speaker.chunk)


def _phrase_of(view: View, chunk: Chunk | None) -> Phrase | None:
    if chunk is None:
        return None
    return Phrase(view.text[chunk.start : chunk.end], chunk.start, chunk.end, "side", chunk)


def resolved(view: View, phrase: Phrase) -> Phrase | None:
    """ "the group", "the militants", "the movement": the last named side before; else the phrase itself. A bare name is
    the speaker with that name, when the sentence has one."""
    if phrase.kind == "unnamed":
        return next(
            (speaker_phrase(s) for s in view.speakers if s.kind != "unnamed" and set(s.names) & set(phrase.names)),
            None,
        )
    said = phrase.words.lower().replace("’s", "").replace("'s", "").split(" ")
    generic = said[-1] in speech_list("generic_groups") or (len(said) == 2 and said[0] in speech_list("generic_groups"))
    if view.antecedent is not None and ((generic and len(said) <= 2) or _speaks_for_it(said)):
        named = phrase.chunk is not None and phrase.chunk.form is ActorForm.NAMED
        return phrase if named else _phrase_of(view, view.antecedent)
    return phrase


def _speaks_for_it(said: Sequence[str]) -> bool:
    """ "the group's mouthpiece", "a spokesman for the movement": who speaks for the side named before."""
    words = [word for word in said if word not in ("the", "a", "an", "of", "for")]
    groups = speech_list("generic_groups")
    voices = [word for word in words if word.startswith("spokes") or word == "mouthpiece"]
    return len(words) == 2 and len(voices) == 1 and any(word in groups for word in words)


def people_in(row: Row, first: int, last: int) -> Chunk | None:
    """The side blamed in chunks [first, last): a named one before armed people, before any verb or mark."""
    people: list[Chunk] = []
    for chunk in row[max(0, first) : min(len(row), last)]:
        if chunk.lower in END or (chunk.lower in grammar_words("blamed_ends") and people):
            break
        if chunk.people is not None:
            people.append(chunk)
    sides = [
        c
        for c in people
        if c.people is not None and c.people.expression.form not in (ActorForm.CIVILIAN, ActorForm.CROWD)
    ]
    named = [c for c in sides if c.form is ActorForm.NAMED]
    part = next((b for a, b in pairwise(named) if _possesses(row, a, b)), None)  # "the alliance's northern brigade"
    return part or next(iter(named or sides or people), None)


def state_at(row: Row, first: int) -> Chunk | None:
    """The state that a country's name behind a verb of blame means: "accused | Rwanda of …"."""
    here = row[first : first + 1]
    after = row[first + 1].lower if first + 1 < len(row) else ""
    return next((c for c in here if is_country(c) and after not in ("'s", "’s")), None)


def _possesses(row: Row, whole: Chunk, part: Chunk) -> bool:
    between = [c.lower for c in row if whole.end <= c.start and c.end <= part.start]
    return between[:1] == ["'s"]


def negated_before(view: View, index: int) -> bool:
    """ "No group has claimed", "nobody claimed", "has not yet claimed", "without claiming"."""
    for k in range(index - 1, max(-1, index - 9), -1):
        lower = view.row[k].lower
        if lower in (*END, "but", "and", "that"):
            return False
        if lower in view.words["negators"] or lower.split(" ")[0] in ("no", "neither", "none") or lower.endswith("n't"):
            return True
    return False


def said_at(
    view: View, kind: AttributionKind, by: Phrase | None, of: Chunk | None, at: int, noun: Noun | None, last: int
) -> Said:
    first = at
    start = view.row[0].start
    if by is not None and by.start >= start:
        first = next((k for k, c in enumerate(view.row) if c.end > by.start), at)
        last = max(last, next((k for k, c in enumerate(view.row) if c.end >= by.end), at))
    if of is not None and of.start >= start and of.people is not None and of.people.side is not Side.UNKNOWN:
        inside = next((k for k, c in enumerate(view.row) if c is of), at)
        first, last = min(first, inside), max(last, inside)
    return Said(kind, by, of, at, noun, min(first, at), min(len(view.row) - 1, max(last, at)))
