"""Denials without a verb of denying: an accusation called untrue, a part in it disowned, one's own forces cleared."""

from tocsin.model.reading import AttributionKind
from tocsin.read.rules.acts import BLAMED_ACTS
from tocsin.read.rules.attributions_targets import event_noun, is_definite
from tocsin.read.rules.attributions_view import Said, View, resolved, said_at, speaker_phrase, subject_of
from tocsin.read.rules.chunks import ChunkKind
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_names import Phrase
from tocsin.read.rules.word_lists import grammar_words, speech_list

_SILENT = ("unnamed", "media")
_REACH = 8
"""Chunks from a word of falsehood, or of a part taken, to the verb or noun it goes with."""


def untrue_at(view: View, index: int) -> Said | None:
    """ "called the report false", "said this was untrue", "'That is a lie,' the minister said"."""
    row = view.row
    negated = index > 0 and row[index - 1].lower in ("not", "no", "n't")
    if row[index].lower.split(" ")[-1] not in speech_list("untrue") and not (
        negated and row[index].lower in ("true", "truth")
    ):
        return None
    for k in range(index - 1, max(-1, index - _REACH), -1):
        if row[k].lower in speech_list("calling"):
            by = subject_of(view, k)
            return _denial(view, by, index) if by is not None else None
    before = {c.lower for c in row[max(0, index - _REACH) : index]}
    speaker = _over(view, index)
    there = row[index].lower == "truth" and "there" in before
    if speaker is None or not before & grammar_words("be") or not (there or before & speech_list("said_of")):
        return None
    return _denial(view, speaker_phrase(speaker), index)


def elsewhere_at(view: View, index: int) -> Said | None:
    """ "distanced itself from the murder", "the town was still in its hands", "the blast was an accident"."""
    row, lower = view.row, view.row[index].lower
    if lower in speech_list("distancing") and any(c.lower in _ITSELF for c in row[index + 1 : index + 2]):
        return _denial(view, subject_of(view, index), index)
    before = [c.lower for c in row[max(0, index - 5) : index]]
    held = lower in ("hands", "control") and any(w in speech_list("still") for w in before)
    mishap = lower in speech_list("mishap") and any(w in grammar_words("be") for w in before[-3:])
    speaker = _over(view, index) if held or mishap else None
    if speaker is None or speaker.kind not in ("official", "side", "source"):
        return None
    return _denial(view, speaker_phrase(speaker), index)


_ITSELF = frozenset({"itself", "themselves", "himself", "herself"})


def no_part_at(view: View, index: int) -> Said | None:
    """ "had no hand in it", "had nothing to do with it", "took no part", "were not responsible", "had not attacked": of
    the speaker's own side."""
    row = view.row
    speaker = _over(view, index)
    if speaker is None or speaker.kind in ("witness", "medical", "monitor"):
        return None
    if row[index].lower not in speech_list("parts"):
        return _own_forces(view, speaker, index)
    negated = any(c.lower in view.words["negators"] for c in row[max(speaker.scope[0], index - 3) : index])
    if not negated and row[index].lower not in ("nothing", "unaware"):
        return None
    first = max(speaker.scope[0], index - _REACH)
    others = [c for c in row[first:index] if c.people is not None and c.people.expression.candidates]
    own = speaker.chunk.people.expression.candidates if speaker.chunk is not None and speaker.chunk.people else ()
    if any(not set(c.people.expression.candidates) & set(own) for c in others if c.people is not None):
        return None
    return _denial(view, speaker_phrase(speaker), index)


def _own_forces(view: View, speaker: Speaker, index: int) -> Said | None:
    """ "said no officer had opened fire", "our forces were not in town", "its troops did not fire": forces of the
    speaker, which did nothing."""
    row, chunk = view.row, view.row[index]
    if chunk.lower in ("we", "it", "they"):
        return _denial(view, speaker_phrase(speaker), index) if _did_not(view, speaker, index) else None
    nobody = chunk.lower.startswith("no civilian") or (chunk.lower.startswith("civilian") and _after_no(view, index))
    if nobody and any(c.lower in (*grammar_words("be"), "had") for c in row[index + 1 : index + 3]):
        return _denial(view, speaker_phrase(speaker), index)
    armed = chunk.armed or chunk.lower.split(" ")[-1] in speech_list("own_forces")
    words = chunk.lower.split(" ")
    before = row[index - 1].lower if index else ""
    none, own = "no" in (words[0], before), {words[0], before} & speech_list("own")
    if not armed or not (none or own) or chunk.kind is ChunkKind.TRIGGER:
        return None
    after = [c.lower for c in row[index + 1 : index + 5]]
    had = [c.lower for c in row[max(0, index - 2) : index]]
    if none and any(w in ("had", "has", "have") for w in had):
        return _denial(view, speaker_phrase(speaker), index)  # "it had no forces in the area"
    acting = any(w in (*grammar_words("be"), "had", "has", "have", "did") for w in after[:2])
    if not acting or (own and not none and not any(w in ("not", "n't", "never") or w.endswith("n't") for w in after)):
        return None
    return _denial(view, speaker_phrase(speaker), index)


def _did_not(view: View, speaker: Speaker, index: int) -> bool:
    """ "we did not fire", "it had not carried out": a deed right behind the negation."""
    row = view.row
    no = next((k for k in range(index + 1, min(len(row), index + 4)) if row[k].lower in ("not", "never", "n't")), None)
    if no is None or speaker.kind not in ("side", "official", "source"):
        return False
    deed = row[no + 1 : no + 3]
    return any(
        (c.trigger is not None and c.trigger.act in BLAMED_ACTS) or c.lower in view.words["done"] | speech_list("did")
        for c in deed
    )


def _after_no(view: View, index: int) -> bool:
    return index > 0 and view.row[index - 1].lower == "no"


def nothing_at(view: View, index: int) -> Said | None:
    """ "there was no battle in the town, the chairman said", "no such raid took place"."""
    row = view.row
    if row[index].lower not in ("no", "no such") or (
        index + 1 < len(row) and row[index + 1].lower in view.words["stops"]
    ):
        return None
    noun = event_noun(row, index + 1, index + 3)
    there = any(c.lower in grammar_words("be") or c.lower == "been" for c in row[max(0, index - 2) : index])
    such = row[index].lower == "no such" or (index + 1 < len(row) and row[index + 1].lower == "such")
    speaker = _over(view, index)
    if noun is None or speaker is None or not (there or such) or row[noun.index].lower in speech_list("of_toll"):
        return None
    return _denial(view, speaker_phrase(speaker), index)


def _over(view: View, index: int) -> Speaker | None:
    """The speaker in whose words a chunk stands."""
    return next(
        (s for s in view.speakers if s.scope[0] <= index < s.scope[1] and s.at != index and s.kind not in _SILENT), None
    )


def _denial(view: View, by: Phrase | None, index: int) -> Said | None:
    by = resolved(view, by) if by is not None else None
    if by is None or by.kind in _SILENT:
        return None
    noun = event_noun(view.row, index + 1, index + 10)
    return said_at(view, AttributionKind.DENIAL, by, by.chunk, index, noun, index)


def described_at(view: View, index: int) -> Said | None:
    """ "called the explosion an attack", "described the raid as …": who speaks so confirms that it happened."""
    row = view.row
    if row[index].lower not in ("called", "calls", "described", "describes"):
        return None
    noun = event_noun(row, index + 1, index + 4)
    by = subject_of(view, index) if noun is not None and is_definite(row, noun) else None
    if noun is None or by is None or by.kind not in ("official", "monitor", "medical", "side", "witness"):
        return None
    return said_at(view, AttributionKind.CONFIRMATION, by, by.chunk, index, noun, noun.index)
