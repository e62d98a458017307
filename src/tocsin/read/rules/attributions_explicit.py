"""Claims, denials and accusations by their own words: "claimed responsibility", "denied involvement", "blamed X"."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind
from tocsin.model.values import Side
from tocsin.read.rules.attributions_sides import is_named_side, is_own_side
from tocsin.read.rules.attributions_targets import Noun, event_noun
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.grammar import BE
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_phrases import Phrase, phrase_left, phrase_right
from tocsin.read.rules.speech_words import SpeechWords, speech_words

Row = Sequence[Chunk]
_END = frozenset([".", ";", ":"])


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


def explicit(text: str, row: Row, speakers: Sequence[Speaker], antecedent: Chunk | None) -> list[Said]:
    """All claims, denials and accusations of a sentence in text order."""
    view = View(text, row, speakers, antecedent, speech_words())
    found: list[Said] = []
    for index in range(len(row)):
        said = (
            _claim(view, index)
            or _denial(view, index)
            or _blame(view, index)
            or _behind(view, index)
            or _done_by(view, index)
        )
        if said is not None and not any(said.kind is other.kind and abs(said.at - other.at) <= 3 for other in found):
            found.append(said)
    return found


# -- who


def _subject(view: View, index: int) -> Phrase | None:
    """Who does the verb at ``index``; "it" and "the group" are the last named side before."""
    phrase = phrase_left(view.text, view.row, index, view.words)
    if phrase is None:
        k = index - 1
        while k > 0 and (view.row[k].lower in view.words["aside"] or view.row[k].kind is ChunkKind.TIME):
            k -= 1
        if k < 0:
            return None
        if view.row[k].lower in (*view.words["pronouns"], "statement", "message") or view.row[k].lower.endswith(
            " group"
        ):
            return _phrase_of(view, view.antecedent)
        return _conjoined(view, k, index)
    return _resolved(view, phrase)


def _conjoined(view: View, k: int, index: int) -> Phrase | None:
    """ "The army confirmed the raid but denied …": the subject of the speech verb before."""
    if view.row[k].lower not in ("but", "and", "while", ",") and view.row[index].lower[-3:] != "ing":
        return None
    before = [s for s in view.speakers if s.at < index]
    if before:
        return _speaker_phrase(before[-1])
    named = next(
        (c for c in view.row[:k] if c.people is not None and c.people.expression.form is ActorForm.NAMED), None
    )
    return _phrase_of(view, named)


def _speaker_phrase(speaker: Speaker) -> Phrase:
    return Phrase(speaker.words, speaker.start, speaker.end, speaker.kind, speaker.chunk)


def _phrase_of(view: View, chunk: Chunk | None) -> Phrase | None:
    if chunk is None:
        return None
    return Phrase(view.text[chunk.start : chunk.end], chunk.start, chunk.end, "side", chunk)


def _resolved(view: View, phrase: Phrase) -> Phrase | None:
    """ "the group", "the militants", "the movement": the last named side before; else the phrase itself. A bare name is
    the speaker with that name, when the sentence has one."""
    if phrase.kind == "unnamed":
        return next(
            (_speaker_phrase(s) for s in view.speakers if s.kind != "unnamed" and set(s.names) & set(phrase.names)),
            None,
        )
    last = phrase.words.lower().split(" ")[-1]
    generic = last in (
        "group",
        "militants",
        "militant",
        "movement",
        "organisation",
        "organization",
        "rebels",
        "insurgents",
        "jihadists",
        "faction",
        "fighters",
        "militia",
    )
    if generic and len(phrase.words.split()) <= 2 and view.antecedent is not None:
        named = (
            phrase.chunk is not None
            and phrase.chunk.people is not None
            and phrase.chunk.people.expression.form is ActorForm.NAMED
        )
        return phrase if named else _phrase_of(view, view.antecedent)
    return phrase


def _people_in(row: Row, first: int, last: int) -> Chunk | None:
    """The side blamed in chunks [first, last): a named one before armed people, before any verb or mark."""
    people: list[Chunk] = []
    for chunk in row[max(0, first) : min(len(row), last)]:
        if chunk.lower in _END or chunk.lower in ("of", "for", "after", "that", "because", "said", "(") and people:
            break
        if chunk.people is not None:
            people.append(chunk)
    sides = [
        c
        for c in people
        if c.people is not None and c.people.expression.form not in (ActorForm.CIVILIAN, ActorForm.CROWD)
    ]
    named = [c for c in sides if c.people is not None and c.people.expression.form is ActorForm.NAMED]
    return next(iter(named or sides or people), None)


def _negated(view: View, index: int) -> bool:
    """ "No group has claimed", "nobody claimed", "has not yet claimed", "without claiming"."""
    for k in range(index - 1, max(-1, index - 9), -1):
        lower = view.row[k].lower
        if lower in (*_END, "but", "and", "that"):
            return False
        if lower in view.words["negators"] or lower.split(" ")[0] in ("no", "neither", "none") or lower.endswith("n't"):
            return True
    return False


# -- claims


def _claim(view: View, index: int) -> Said | None:
    row, words, lower = view.row, view.words, view.row[index].lower
    if lower not in words["claim_verbs"]:
        return _claim_noun(view, index)
    following = [c.lower for c in row[index + 1 : index + 6]]
    if "by" in following[:2] or ("by" in following[:5] and any(w in words["claim_objects"] for w in following)):
        by_passive = _passive_claim(view, index, following)
        if by_passive is not None:
            return by_passive
    objects = next((k for k, w in enumerate(following[:4]) if w in words["claim_objects"]), None)
    noun = event_noun(row, index + 1, index + (14 if objects is not None else 5))
    plain = lower in ("claimed", "claims", "claiming", "claim") and noun is not None and _is_object(row, index, noun)
    to_have = (
        following[:2] == ["to", "have"]
        and noun is None
        and any(c.trigger is not None for c in row[index + 3 : index + 7])
    )
    if (objects is None and not plain and not to_have) or _negated(view, index):
        return None
    on_behalf = _on_behalf(view, index)
    by = on_behalf or _subject(view, index)
    if by is None or by.kind in ("unnamed", "media", "witness", "medical"):
        return None
    return _said(
        view,
        AttributionKind.CLAIM,
        by,
        by.chunk,
        index,
        noun,
        max(index + 1 + (objects or 0), noun.index if noun is not None else 0),
    )


def _is_object(row: Row, index: int, noun: Noun) -> bool:
    """Whether a noun is what the verb claims: only articles and adjectives between, and no "claimed the lives of"."""
    between = row[index + 1 : noun.index]
    return all(
        c.kind is ChunkKind.WORD and c.lower not in ("that", "of", "in", "lives") and c.lower not in BE for c in between
    ) and bool(between)


def _passive_claim(view: View, index: int, following: Sequence[str]) -> Said | None:
    """ "was claimed by X", "an attack claimed by X", "responsibility was claimed by X"."""
    if view.row[index].lower not in ("claimed", "taken", "accepted", "assumed", "acknowledged", "admitted"):
        return None
    by_at = index + 1 + following.index("by")
    by = phrase_right(view.text, view.row, by_at + 1, view.words)
    if by is None or by.kind in ("unnamed", "media") or _negated(view, index):
        return None
    before = [c.lower for c in view.row[max(0, index - 8) : index]]
    if view.row[index].lower != "claimed" and "responsibility" not in before:
        return None
    noun = event_noun(view.row, index - 8, index) or event_noun(view.row, by_at, by_at + 8)
    found = _resolved(view, by)
    return (
        _said(view, AttributionKind.CLAIM, found, found.chunk if found is not None else None, index, noun, by.last - 1)
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
        or _negated(view, index)
    ):
        return None
    mark = next((k for k, w in enumerate(following) if w in ("by", "from")), None)
    by = (
        phrase_right(view.text, row, index + 2 + mark, view.words)
        if mark is not None
        else phrase_left(view.text, row, index, view.words)
    )
    return (
        _said(view, AttributionKind.CLAIM, by, by.chunk, index, event_noun(row, index, index + 10), index + 2)
        if by is not None
        else None
    )


def _on_behalf(view: View, index: int) -> Phrase | None:
    for k in range(index + 1, min(len(view.row), index + 14)):
        if view.row[k].lower == "behalf" and k + 1 < len(view.row):
            return phrase_right(view.text, view.row, k + 2, view.words)
    return None


def _behind(view: View, index: int) -> Said | None:
    """ "said it was behind the attack", "said X was responsible", "said it had nothing to do with it"."""
    row, words = view.row, view.words
    if row[index].lower not in ("behind", "responsible", "involved", "role", "hand", "nothing", "involvement"):
        return None
    before = [c.lower for c in row[max(0, index - 7) : index]]
    speaker = next((s for s in reversed(view.speakers) if s.at < index and s.scope[0] <= index < s.scope[1]), None)
    if speaker is None or speaker.kind in ("unnamed", "witness", "media") and "it" in before:
        return None
    noun = event_noun(row, index + 1, index + 9)
    negated = any(w in words["negators"] for w in before[-4:]) or row[index].lower == "nothing"
    if row[index].lower in ("role", "hand", "nothing", "involvement"):
        before = [w for w in before if w not in ("had", "has", "have", "played", "any")]
    subject = [w for w in before if w not in BE and w not in words["aside"] and w not in words["negators"]]
    own = subject[-1:] in (["it"], ["they"], ["we"]) and not _people_in(row, speaker.at + 1, index)
    by = _speaker_phrase(speaker)
    if own and negated:
        return _said(view, AttributionKind.DENIAL, by, by.chunk, index, noun, index)
    if negated or row[index].lower not in ("behind", "responsible") or not any(w in BE for w in before[-3:]):
        return None
    if own:
        return _said(view, AttributionKind.CLAIM, by, by.chunk, index, noun, index)
    of = _people_in(row, speaker.at + 1, index)
    return _said(view, AttributionKind.ACCUSATION, by, of, index, noun, index) if of is not None else None


_DONE = frozenset(
    [
        "carried",
        "conducted",
        "launched",
        "perpetrated",
        "staged",
        "mounted",
        "orchestrated",
        "masterminded",
        "committed",
        "planned",
        "planted",
        "ordered",
    ]
)


def _done_by(view: View, index: int) -> Said | None:
    """ "police said the attack was carried out by X": an accusation; X's own words make it a claim."""
    row = view.row
    if (
        row[index].lower not in _DONE
        or not any(c.lower in BE for c in row[max(0, index - 3) : index])
        or _negated(view, index)
    ):
        return None
    mark = next((k for k in range(index + 1, min(len(row), index + 4)) if row[k].lower == "by"), None)
    voices = [s for s in reversed(view.speakers) if s.scope[0] <= index < s.scope[1] and s.kind != "unnamed"]
    speaker = next(iter([s for s in voices if s.kind != "media"] or voices), None)
    of = _people_in(row, mark + 1, mark + 12) if mark is not None and speaker is not None else None
    if speaker is None or of is None or not is_named_side(of) or of.people is None:
        return None
    noun = event_noun(row, max(speaker.scope[0], index - 8), index) or event_noun(row, max(0, index - 12), index)
    kind = AttributionKind.CLAIM if is_own_side(speaker, of.people, of.lower) else AttributionKind.ACCUSATION
    return _said(view, kind, _speaker_phrase(speaker), of, index, noun, index)


# -- denials


def _denial(view: View, index: int) -> Said | None:
    row, words, lower = view.row, view.words, view.row[index].lower
    following = [c.lower for c in row[index + 1 : index + 7]]
    before = row[index - 1].lower if index else ""
    if lower in words["denial_nouns"]:
        return _denial_noun(view, index, following)
    if lower in words["reject_verbs"]:
        if not any(w in words["reject_objects"] for w in following[:6]):
            return None
    elif lower not in words["deny_verbs"]:
        return None
    if any(w in words["denied_things"] for w in following[:4]) or before in BE:
        return None
    by = _subject(view, index)
    if by is None or by.kind in ("unnamed", "witness", "medical", "media"):
        return None
    noun = event_noun(row, index + 1, index + 12) or event_noun(row, index - 8, index)
    acts = any(c.trigger is not None for c in row[index + 1 : index + 9])
    if noun is None and not acts and not any(w in _ANSWERS for w in following):
        return None
    return _said(view, AttributionKind.DENIAL, by, by.chunk, index, noun, min(len(row) - 1, index + 2))


def _denial_noun(view: View, index: int, following: Sequence[str]) -> Said | None:
    mark = next((k for k, w in enumerate(following[:2]) if w in ("by", "from")), None)
    by = phrase_right(view.text, view.row, index + 2 + mark, view.words) if mark is not None else None
    if by is None or by.kind == "unnamed":
        return None
    return _said(
        view, AttributionKind.DENIAL, by, by.chunk, index, event_noun(view.row, index, index + 12), by.last - 1
    )


_ANSWERS = frozenset(["responsibility", "involvement", "accusation", "accusations", "allegation", "allegations", "claim", "claims", "charge", "charges", "targeting", "attacking",
                      "killing", "shelling", "bombing", "striking", "carrying", "role", "part", "blame", "it", "being", "having", "this", "them", "firing", "using", "hitting"])  # fmt: skip


# -- accusations


def _blame(view: View, index: int) -> Said | None:
    """ "X blamed Y for/blamed the attack on Y", "accused Y of", "was blamed on Y", "Y is accused of"."""
    row, lower = view.row, view.row[index].lower
    if (
        lower == "finger"
        and index
        and any(c.lower in ("pointed", "point", "pointing", "points") for c in row[max(0, index - 2) : index + 4])
    ):
        at = next((k for k in range(index + 1, min(len(row), index + 6)) if row[k].lower == "at"), None)
        of = _people_in(row, at + 1, at + 6) if at is not None else None
        return _accused(view, index, of, passive=True)
    if lower not in view.words["blame_verbs"] or _negated(view, index):
        return None
    passive = any(c.lower in BE for c in row[max(0, index - 3) : index]) and not lower.endswith("ing")
    following = [c.lower for c in row[index + 1 : index + 12]]
    if lower in ("linked", "links", "tied"):
        to = following.index("to") if "to" in following[:8] else 0
        if passive or event_noun(row, index + 1, index + 1 + to) is None:
            return None
    passive = passive or (lower == "accused" and following[:1] == ["of"])
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
    if lower in (
        "blamed",
        "blame",
        "blames",
        "blaming",
        "pinned",
        "attributed",
        "attributes",
        "attributing",
        "linked",
        "links",
        "tied",
    ):
        on = next(
            (k for k, w in enumerate(following) if w == ("to" if lower[:4] in ("attr", "link", "tied") else "on")), None
        )
        if on is not None and (
            passive
            or _people_in(row, index + 1, index + 1 + on) is None
            or lower not in ("blamed", "blame", "blames", "blaming")
        ):
            return _people_in(row, index + 2 + on, index + 8 + on)
        if passive or lower in ("pinned", "attributed", "linked", "links", "tied"):
            subject = phrase_left(view.text, row, index - 1, view.words) if passive and "for" in following[:3] else None
            return subject.chunk if subject is not None else None
        return _people_in(row, index + 1, index + 8)
    if passive:
        subject = phrase_left(view.text, row, _be_before(row, index), view.words)
        found = _resolved(view, subject) if subject is not None else None
        return found.chunk if found is not None else None
    return _people_in(row, index + 1, index + 8)


def _be_before(row: Row, index: int) -> int:
    """Where the subject of a passive ends; right before the verb when there is no form of "be" ("rebels accused of")."""
    return next((k for k in range(index - 1, max(-1, index - 4), -1) if row[k].lower in BE), index)


def _accused(view: View, index: int, of: Chunk | None, *, passive: bool) -> Said | None:
    if of is None or of.people is None or of.people.expression.form in (ActorForm.CIVILIAN, ActorForm.CROWD):
        return None
    by: Phrase | None
    if passive:
        mark = next((k for k in range(index + 1, min(len(view.row), index + 12)) if view.row[k].lower == "by"), None)
        by = phrase_right(view.text, view.row, mark + 1, view.words) if mark is not None else None
    else:
        by = _subject(view, index)
    if by is None:
        speaker = next((s for s in view.speakers if s.scope[0] <= index < s.scope[1] and s.kind != "unnamed"), None)
        by = _speaker_phrase(speaker) if speaker is not None else None
    if by is None and not passive:
        return None
    if by is not None and (by.kind == "unnamed" or by.chunk is of):
        by = None if passive else by
    noun = event_noun(view.row, index + 1, index + 14) or (event_noun(view.row, index - 8, index) if passive else None)
    last = max(index, next((k for k, c in enumerate(view.row) if c is of), index))
    return _said(view, AttributionKind.ACCUSATION, by, of, index, noun, last)


def _said(
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
