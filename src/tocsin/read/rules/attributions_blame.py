"""Denials and accusations by their own words: "denied involvement", "blamed X", "X is accused of"."""

from collections.abc import Sequence

from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind
from tocsin.read.rules.acts import BLAMED_ACTS
from tocsin.read.rules.attributions_targets import event_noun
from tocsin.read.rules.attributions_view import (
    Said,
    View,
    negated_before,
    people_in,
    resolved,
    said_at,
    speaker_phrase,
    state_at,
    subject_of,
)
from tocsin.read.rules.chunks import Chunk, is_country
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech_names import Phrase
from tocsin.read.rules.speech_phrases import phrase_left, phrase_right
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.word_lists import context_words, grammar_words, speech_list


def denial_at(view: View, index: int) -> Said | None:
    row, words, lower = view.row, view.words, view.row[index].lower
    if not (lower in words["deny_verbs"] or lower in words["denial_nouns"] or lower in words["reject_verbs"]):
        return None
    following = [c.lower for c in row[index + 1 : index + 7]]
    before = row[index - 1].lower if index else ""
    if lower in words["denial_nouns"]:
        return _denial_noun(view, index, following)
    rejected = following[:1] and following[0] in ("this", "it", "that", "them")
    told_of = {c.lower for c in row[max(0, index - 7) : index]}  # "an accusation that the party rejects"
    answered = bool(rejected or (told_of | set(following)) & words["reject_objects"])
    if lower in words["reject_verbs"] and not answered:
        return None
    if following[:1] and following[0] in speech_list("denied_whom"):  # "denied them tickets"
        return None
    if any(w in words["denied_things"] for w in following[:5]) or before in grammar_words("be"):
        return None
    by = subject_of(view, index)
    if by is None or by.kind in ("unnamed", "witness", "medical", "media"):
        return None
    noun = event_noun(row, index + 1, index + 12) or event_noun(row, index - 8, index)
    acts = any(c.trigger is not None for c in row[index + 1 : index + 9])
    relative = any(c.lower == "which" for c in row[max(0, index - 6) : index])  # "…, which the group has denied"
    relative = relative or (lower in words["reject_verbs"] and bool(rejected or told_of & words["reject_objects"]))
    before_it = [c.lower for c in row[max(0, index - 5) : index]]
    if "neither" in before_it or "nor" in before_it[-1:]:
        return None  # "would neither confirm nor deny"
    clause = following[:1] == ["that"] or bool(following[:1] and following[0].endswith("ing"))
    answer = any(w in speech_words()["answers"] for w in following)
    if noun is None and not (acts or relative or clause or answer):
        return None
    return said_at(view, AttributionKind.DENIAL, by, by.chunk, index, noun, min(len(row) - 1, index + 2))


def _denial_noun(view: View, index: int, following: Sequence[str]) -> Said | None:
    mark = next((k for k, w in enumerate(following[:2]) if w in ("by", "from")), None)
    by = phrase_right(view.text, view.row, index + 2 + mark, view.words) if mark is not None else None
    if by is None or by.kind == "unnamed":
        return None
    return said_at(
        view, AttributionKind.DENIAL, by, by.chunk, index, event_noun(view.row, index, index + 12), by.last - 1
    )


def blame_at(view: View, index: int) -> Said | None:
    """ "X blamed Y for/blamed the attack on Y", "accused Y of", "was blamed on Y", "Y is accused of"."""
    row, lower = view.row, view.row[index].lower
    if (
        lower == "finger"
        and index
        and any(c.lower in ("pointed", "point", "pointing", "points") for c in row[max(0, index - 2) : index + 4])
    ):
        at = next((k for k in range(index + 1, min(len(row), index + 6)) if row[k].lower == "at"), None)
        of = people_in(row, at + 1, at + 6) if at is not None else None
        return _accused(view, index, of, passive=True)
    if lower not in view.words["blame_verbs"] or negated_before(view, index):
        return None
    if any(c.lower in context_words("habit") for c in row[max(0, index - 4) : index]):  # "has repeatedly been accused"
        return None
    passive = any(c.lower in grammar_words("be") for c in row[max(0, index - 3) : index]) and not lower.endswith("ing")
    following = [c.lower for c in row[index + 1 : index + 12]]
    if lower in ("linked", "links", "tied"):
        to = following.index("to") if "to" in following[:8] else 0
        if passive or event_noun(row, index + 1, index + 1 + to) is None:
            return None
    passive = passive or (lower in ("accused", "suspected") and following[:1] == ["of"])  # "men suspected of arson"
    if (
        lower in ("suspected", "suspect", "suspects", "implicated", "implicates")
        and not passive
        and (lower != "suspected" or "of" not in following[:6])
    ):
        return None
    return _accused(view, index, _blamed(view, index, lower, following, passive=passive), passive=passive)


def _blamed(view: View, index: int, lower: str, following: Sequence[str], *, passive: bool) -> Chunk | None:
    """The side blamed by the verb at ``index``."""
    row = view.row
    if lower in speech_list("blame_before_side"):
        on = next(
            (k for k, w in enumerate(following) if w == ("to" if lower[:4] in ("attr", "link", "tied") else "on")), None
        )
        if on is not None and (
            passive
            or people_in(row, index + 1, index + 1 + on) is None
            or lower not in ("blamed", "blame", "blames", "blaming")
        ):
            return state_at(row, index + 2 + on) or people_in(row, index + 2 + on, index + 8 + on)
        if passive or lower in ("pinned", "attributed", "linked", "links", "tied"):
            subject = phrase_left(view.text, row, index - 1, view.words) if passive and "for" in following[:3] else None
            return subject.chunk if subject is not None else None
        return state_at(row, index + 1) or people_in(row, index + 1, index + 8)
    if passive:
        subject = phrase_left(view.text, row, _be_before(row, index), view.words)
        found = resolved(view, subject) if subject is not None else None
        return found.chunk if found is not None else None
    return state_at(row, index + 1) or people_in(row, index + 1, index + 8)


def _of_something_else(view: View, index: int, of: Chunk) -> bool:
    """Whether a side is accused of what is no deed of violence: "accuse the government of ruining the economy"."""
    if not view.row[index].lower.startswith("accus"):
        return False
    first = next((k for k, c in enumerate(view.row) if c is of), index) + 1
    at = next(
        (k for k in range(max(first, index + 1), min(len(view.row), first + 4)) if view.row[k].lower == "of"), None
    )
    if at is None:
        return False
    matter = view.row[at + 1 : at + 12]
    told = any(c.trigger is not None and c.trigger.act in BLAMED_ACTS for c in matter)
    named = event_noun(view.row, at + 1, at + 9) is not None
    part = any(c.lower in speech_words()["answers"] or c.lower in speech_list("parts") for c in matter[:4])
    return not (told or named or part)


def _of_a_deed(view: View, index: int) -> bool:
    """Whether an accusation without an author is of violence, and not in a court ("accused in court of theft")."""
    following = view.row[index + 1 : index + 14]
    if any(c.lower in speech_list("of_law") for c in following[:5]):
        return False
    noun = event_noun(view.row, index + 1, index + 14) or event_noun(view.row, index - 8, index)
    return noun is not None or any(c.trigger is not None and c.trigger.act in BLAMED_ACTS for c in following)


def _be_before(row: Row, index: int) -> int:
    """Where the subject of a passive ends; before the verb when no form of "be" stands there ("rebels accused of")."""
    return next((k for k in range(index - 1, max(-1, index - 4), -1) if row[k].lower in grammar_words("be")), index)


def _accused(view: View, index: int, of: Chunk | None, *, passive: bool) -> Said | None:
    if of is None or (of.people is None and not is_country(of)):
        return None
    if of.people is not None and of.people.expression.form in (ActorForm.CIVILIAN, ActorForm.CROWD):
        return None
    if _of_something_else(view, index, of):
        return None
    by: Phrase | None
    if passive:
        mark = next((k for k in range(index + 1, min(len(view.row), index + 12)) if view.row[k].lower == "by"), None)
        by = phrase_right(view.text, view.row, mark + 1, view.words) if mark is not None else None
    else:
        by = subject_of(view, index)
    if by is None:
        speaker = next((s for s in view.speakers if s.scope[0] <= index < s.scope[1] and s.kind != "unnamed"), None)
        by = speaker_phrase(speaker) if speaker is not None else None
    if by is None and not passive:
        return None
    if by is not None and (by.kind == "unnamed" or by.chunk is of):
        by = None if passive else by
    if passive and by is None and not _of_a_deed(view, index):
        return None
    noun = event_noun(view.row, index + 1, index + 14) or (event_noun(view.row, index - 8, index) if passive else None)
    last = max(index, next((k for k, c in enumerate(view.row) if c is of), index))
    return said_at(view, AttributionKind.ACCUSATION, by, of, index, noun, last)
