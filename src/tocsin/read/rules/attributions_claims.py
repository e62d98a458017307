"""Claims by their own words: "claimed responsibility", "was claimed by", "said it was behind"."""

from collections.abc import Sequence

from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind
from tocsin.model.values import Side
from tocsin.read.rules.acts import BLAMED_ACTS
from tocsin.read.rules.attributions_sides import is_named_side, is_own_side
from tocsin.read.rules.attributions_targets import Noun, event_noun, is_definite
from tocsin.read.rules.attributions_view import (
    Said,
    View,
    negated_before,
    people_in,
    resolved,
    said_at,
    speaker_phrase,
    subject_of,
)
from tocsin.read.rules.chunks import ChunkKind
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech_names import Phrase
from tocsin.read.rules.speech_phrases import phrase_left, phrase_right
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.word_lists import grammar_words, speech_list


def claim_at(view: View, index: int) -> Said | None:
    row, words, lower = view.row, view.words, view.row[index].lower
    if lower not in words["claim_verbs"] or (
        lower in ("claim", "claims") and row[index + 1 : index + 2] and row[index + 1].lower == "of"
    ):
        return _claim_noun(view, index)
    following = [c.lower for c in row[index + 1 : index + 6]]
    if "by" in following[:2] or ("by" in following[:5] and any(w in words["claim_objects"] for w in following)):
        by_passive = _passive_claim(view, index, following)
        if by_passive is not None:
            return by_passive
    objects = next((k for k, w in enumerate(following[:4]) if w in words["claim_objects"]), None)
    if lower in speech_list("boasting"):
        return _boast(view, index)
    noun = event_noun(row, index + 1, index + (14 if objects is not None else 5))
    plain = lower in speech_list("owning_up") and noun is not None and _is_object(row, index, noun)
    to_have = following[:2] == ["to", "have"] and any(c.trigger is not None for c in row[index + 3 : index + 7])
    if (objects is None and not plain and not to_have) or negated_before(view, index):
        return None
    on_behalf = _on_behalf(view, index)
    by = on_behalf or subject_of(view, index)
    if by is None or by.kind in ("unnamed", "media", "witness", "medical"):
        return None
    return said_at(
        view,
        AttributionKind.CLAIM,
        by,
        by.chunk,
        index,
        noun,
        max(index + 1 + (objects or 0), noun.index if noun is not None else 0),
    )


def _boast(view: View, index: int) -> Said | None:
    """ "boasted of killing twenty soldiers"."""
    of = view.row[index + 1].lower if index + 1 < len(view.row) else ""
    acts = any(c.trigger is not None for c in view.row[index + 2 : index + 6])
    by = subject_of(view, index) if of in ("of", "about") and acts else None
    if by is None or by.kind in ("unnamed", "media", "witness"):
        return None
    return said_at(view, AttributionKind.CLAIM, by, by.chunk, index, None, index + 1)


def _done_it(view: View, index: int) -> Said | None:
    """ "Ankara said the YPG had planted it", "the militia said its men had done it"."""
    row = view.row
    if row[index].lower not in speech_words()["done"] | speech_list("did"):
        return None
    after = [c.lower for c in row[index + 1 : index + 4]]
    if not after or not (after[0] in ("it", "this", "out") or (after[0] in ("the", "that") and len(after) > 1)):
        return None
    speaker = next((s for s in reversed(view.speakers) if s.at < index and s.scope[0] <= index < s.scope[1]), None)
    if speaker is None or speaker.kind == "unnamed" or negated_before(view, index):
        return None
    noun = event_noun(row, index + 1, index + 4)
    if noun is None and after[0] not in ("it", "this") and after[1:2] not in (["it"], ["this"]):
        return None
    k = index - 1
    while k > speaker.at and (row[k].lower in grammar_words("auxiliaries") or row[k].lower in view.words["aside"]):
        k -= 1
    own = row[k].lower in ("it", "they", "we") or row[k].lower.split(" ")[0] in speech_list("own")
    if own and k > speaker.at and speaker.kind not in ("witness", "medical", "media"):
        return said_at(view, AttributionKind.CLAIM, speaker_phrase(speaker), speaker.chunk, index, noun, index)
    of = row[k] if k > speaker.at and row[k].people is not None else None
    if of is None or of.people is None or not is_named_side(of):
        return None
    kind = AttributionKind.CLAIM if is_own_side(speaker, of.people, of.lower) else AttributionKind.ACCUSATION
    return said_at(view, kind, speaker_phrase(speaker), of, index, noun, index)


def _is_object(row: Row, index: int, noun: Noun) -> bool:
    """Whether a noun is what the verb claims: only articles and adjectives between, and no "claimed the lives of"."""
    between = row[index + 1 : noun.index]
    return all(
        (c.kind is ChunkKind.WORD or c.lower in ("carrying out", "staging"))
        and c.lower not in ("that", "of", "in", "lives")
        and c.lower not in grammar_words("be")
        for c in between
    ) and bool(between)


def _passive_claim(view: View, index: int, following: Sequence[str]) -> Said | None:
    """ "was claimed by X", "an attack claimed by X", "responsibility was claimed by X"."""
    if view.row[index].lower not in speech_list("claimed_by"):
        return None
    by_at = index + 1 + following.index("by")
    by = phrase_right(view.text, view.row, by_at + 1, view.words)
    if by is None or by.kind in ("unnamed", "media") or negated_before(view, index):
        return None
    before = [c.lower for c in view.row[max(0, index - 24) : index]]
    if view.row[index].lower != "claimed" and "responsibility" not in before:
        return None
    noun = event_noun(view.row, index - 8, index) or event_noun(view.row, by_at, by_at + 8)
    found = resolved(view, by)
    return (
        said_at(
            view, AttributionKind.CLAIM, found, found.chunk if found is not None else None, index, noun, by.last - 1
        )
        if found
        else None
    )


def _claim_noun(view: View, index: int) -> Said | None:
    """ "a claim of responsibility by X", "X's claim of responsibility"."""
    row = view.row
    following = [c.lower for c in row[index + 1 : index + 8]]
    if (
        row[index].lower not in ("claim", "claims")
        or following[:2] != ["of", "responsibility"]
        or negated_before(view, index)
    ):
        return None
    mark = next((k for k, w in enumerate(following) if w in ("by", "from")), None)
    by = (
        phrase_right(view.text, row, index + 2 + mark, view.words)
        if mark is not None
        else phrase_left(view.text, row, index, view.words)
    )
    return (
        said_at(view, AttributionKind.CLAIM, by, by.chunk, index, event_noun(row, index, index + 10), index + 2)
        if by is not None
        else None
    )


def _on_behalf(view: View, index: int) -> Phrase | None:
    for k in range(index + 1, min(len(view.row), index + 14)):
        if view.row[k].lower == "behalf" and k + 1 < len(view.row):
            return phrase_right(view.text, view.row, k + 2, view.words)
    return None


def behind_at(view: View, index: int) -> Said | None:
    """ "said it was behind the attack", "X was responsible, Y said", "said it had nothing to do with it"."""
    row, words = view.row, view.words
    if row[index].lower not in speech_list("having_done"):
        return None
    before = [c.lower for c in row[max(0, index - 7) : index]]
    voices = [s for s in reversed(view.speakers) if s.scope[0] <= index < s.scope[1]]
    speaker = next((s for s in voices if s.at < index), None) or next(iter(voices), None)
    if speaker is None or (speaker.kind in ("unnamed", "witness", "media") and "it" in before):
        return None
    first = speaker.at + 1 if speaker.at < index else speaker.scope[0]  # "X was behind the attack, | officials said"
    noun = event_noun(row, index + 1, index + 9)
    negated = any(w in words["negators"] for w in before[-4:]) or row[index].lower == "nothing"
    if row[index].lower in ("role", "hand", "nothing", "involvement"):
        before = [w for w in before if w not in ("had", "has", "have", "played", "any")]
    subject = [
        w for w in before if w not in grammar_words("be") and w not in words["aside"] and w not in words["negators"]
    ]
    own = subject[-1:] in (["it"], ["they"], ["we"]) and not people_in(row, first, index)
    by = speaker_phrase(speaker)
    if own and negated:
        return said_at(view, AttributionKind.DENIAL, by, by.chunk, index, noun, index)
    if (
        negated
        or row[index].lower not in ("behind", "responsible")
        or not any(w in grammar_words("be") for w in before[-3:])
    ):
        return None
    if own:
        return said_at(view, AttributionKind.CLAIM, by, by.chunk, index, noun, index)
    of = people_in(row, first, index)
    return said_at(view, AttributionKind.ACCUSATION, by, of, index, noun, index) if of is not None else None


def done_by_at(view: View, index: int) -> Said | None:
    """ "police said the attack was carried out by X": an accusation; X's own words make it a claim."""
    row = view.row
    active = _done_it(view, index)
    if active is not None:
        return active
    if (
        row[index].lower not in speech_words()["done"]
        or not any(c.lower in grammar_words("be") for c in row[max(0, index - 3) : index])
        or negated_before(view, index)
    ):
        return None
    mark = next((k for k in range(index + 1, min(len(row), index + 4)) if row[k].lower == "by"), None)
    voices = [s for s in reversed(view.speakers) if s.scope[0] <= index < s.scope[1] and s.kind != "unnamed"]
    speaker = next(iter([s for s in voices if s.kind != "media"] or voices), None)
    of = people_in(row, mark + 1, mark + 12) if mark is not None and speaker is not None else None
    if speaker is None or of is None or not is_named_side(of) or of.people is None:
        return None
    noun = event_noun(row, max(speaker.scope[0], index - 8), index) or event_noun(row, max(0, index - 12), index)
    kind = AttributionKind.CLAIM if is_own_side(speaker, of.people, of.lower) else AttributionKind.ACCUSATION
    return said_at(view, kind, speaker_phrase(speaker), of, index, noun, index)


def belonging_at(view: View, index: int) -> Said | None:
    """ "said militants thought to belong to X", "ambushers, apparently from X": the speaker names their side."""
    row = view.row
    hedged = any(c.lower in speech_list("hedging") for c in row[max(0, index - 3) : index])
    belongs = row[index].lower in speech_list("belonging") and any(
        c.lower in ("to", "with") for c in row[index + 1 : index + 2]
    )
    if not belongs and not (hedged and row[index].lower in ("from", "of")):
        return None
    voices = [s for s in view.speakers if s.scope[0] <= index < s.scope[1] and s.kind not in ("unnamed", "media")]
    of = people_in(row, index + 1, index + 5)
    if not voices or of is None or of.people is None or of.people.expression.form is not ActorForm.NAMED:
        return None
    if negated_before(view, index) or is_own_side(voices[-1], of.people, of.lower):
        return None
    acts = any(c.trigger is not None and c.trigger.act in BLAMED_ACTS for c in row)
    noun = event_noun(row, 0, index)
    if not acts and noun is None:
        return None
    return said_at(view, AttributionKind.ACCUSATION, speaker_phrase(voices[-1]), of, index, noun, index)


def reason_at(view: View, index: int) -> Said | None:
    """ "JNIM said the attack was a response to …": an armed group that gives its reason for a deed claims it."""
    row = view.row
    if row[index].lower not in speech_list("reasons"):
        return None
    speaker = next((s for s in reversed(view.speakers) if s.at < index and s.scope[0] <= index < s.scope[1]), None)
    side = speaker.chunk if speaker is not None else None
    if speaker is None or side is None or side.form is not ActorForm.NAMED:
        return None
    if side.side not in (Side.REBEL, Side.MILITIA):
        return None
    noun = event_noun(row, speaker.scope[0], index)
    if noun is None or not is_definite(row, noun) or people_in(row, noun.index + 1, index):
        return None
    return said_at(view, AttributionKind.CLAIM, speaker_phrase(speaker), side, index, noun, index)


def named_at(view: View, index: int) -> Said | None:
    """ "it may have been X", "the massacre was the work of X", "all points to X": a side that a speaker names."""
    row = view.row
    of = row[index]
    if of.people is None or not is_named_side(of) or of.people.expression.form is not ActorForm.NAMED:
        return None
    before = [c.lower for c in row[max(0, index - 6) : index]]
    while before[-1:] in (["the"], ["a"], ["an"]):
        before.pop()
    pointed = before[-2:-1] and before[-2] in speech_list("pointing_at") and before[-1] in ("to", "at")
    work = before[-2:] == ["work", "of"]
    if not (pointed or work or _it_was(before)) or negated_before(view, index):
        return None
    voices = [s for s in view.speakers if s.scope[0] <= index < s.scope[1] and s.kind not in ("unnamed", "media")]
    by = speaker_phrase(voices[-1]) if voices else (subject_of(view, index - 2) if pointed else None)
    if by is None or by.kind in ("unnamed", "media") or by.chunk is of:
        return None
    own = bool(voices) and is_own_side(voices[-1], of.people, of.lower)
    kind = AttributionKind.CLAIM if own else AttributionKind.ACCUSATION
    return said_at(view, kind, by, of, index, event_noun(row, 0, index), index)


def _it_was(before: Sequence[str]) -> bool:
    """Whether "it was", "it may have been" end what stands before a side."""
    words = list(before)
    while words and (
        words[-1] in grammar_words("be") or words[-1] in grammar_words("auxiliaries") or words[-1] in _MAYBE
    ):
        words.pop()
    return len(words) < len(before) and words[-1:] == ["it"]


_MAYBE = frozenset({"may", "might", "could", "must", "have", "been", "probably", "likely", "perhaps", "certainly"})
