"""Whether a trigger is told as fact, and the grammar around it that says so.

Looks at the words that govern the trigger inside its clause: negation, modals, conditions, intentions, threats, fears,
attempts. Rules follow CODEBOOK section 1 ("Not coded as events") and section 10 (rows 26, 28, 31, 40).
"""

from dataclasses import dataclass

from tocsin.model.reading import Modality, Stance
from tocsin.read.rules.chunks import Chunks, trigger_at
from tocsin.read.rules.grammar import is_clause_edge
from tocsin.read.rules.word_lists import context_words, grammar_words, happening_words

# How far back a governing word may stand, in chunks; how many of the nearest words are looked at, by kind of trigger.
_WINDOW = 9
_REPORTED = 8  # chunks between a verb and the "said" that reports it
_NEAR_NOUN, _NEAR_VERB = 6, 5
_CONDITIONS = ("if", "unless", "whether")


@dataclass(frozen=True, slots=True)
class Told:
    """How a trigger is told. ``perfect``: "have attacked"; ``pluperfect``: "had attacked"; ``habitual``: "often
    attack"."""

    modality: Modality
    stance: Stance = Stance.ASSERTED
    perfect: bool = False
    pluperfect: bool = False
    habitual: bool = False
    because: str = ""

    @property
    def as_fact(self) -> bool:
        """Whether it is told as something that happened or was tried."""
        return self.modality in (Modality.ACTUAL, Modality.FAILED)


def told(chunks: Chunks, index: int) -> Told:
    """How the trigger at ``index`` is told."""
    words = _left_words(chunks, index)
    near = words[:_NEAR_NOUN]
    stance = stance_at(chunks, index)
    if _report_denied(chunks, index):
        return Told(Modality.NEGATED, stance, because="a report denied")
    if "any" in words and not {"which", "that", "who"}.isdisjoint(words[: words.index("any")]):
        return Told(Modality.HYPOTHETICAL, stance, because="'any … which'")
    if any(word in _CONDITIONS for word in words) or _sentence_condition(chunks, index):
        return Told(Modality.HYPOTHETICAL, stance, because="condition")
    if chunks[index].noun:
        return _noun_told(near, stance)
    if chunks[index].act == "disrupt" and trigger_at(chunks, index).base in happening_words("goes_off"):
        return Told(Modality.ACTUAL, stance, because="a device that failed")
    return _verb_told(chunks, index, words, stance)


def stance_at(chunks: Chunks, index: int) -> Stance:
    """Whether the words before a chunk hedge what it tells ("reportedly", "suspected")."""
    near = _left_words(chunks, index)[:_NEAR_NOUN]
    return Stance.ASSERTED if context_words("hedge").isdisjoint(near) else Stance.HEDGED


def _left_words(chunks: Chunks, index: int) -> list[str]:
    """Lower-cased words before the trigger inside its clause, nearest first, at most ``_WINDOW`` chunks back."""
    words: list[str] = []
    for k in range(index - 1, max(-1, index - 1 - _WINDOW), -1):
        chunk = chunks[k]
        if chunk.lower in grammar_words("governing_edges"):
            break
        if is_clause_edge(chunk) and chunk.lower not in grammar_words("edges_looked_through"):
            break
        said = chunk.lower.split(" ")
        words.extend(reversed(said if chunk.time is None else [word for word in said if word != "may"]))  # the month
        if chunk.lower in ("if", "unless", "until", "before"):
            break
    return words


def _sentence_condition(chunks: Chunks, index: int) -> bool:
    """A condition that opens the sentence: "If …, they will attack", "Unless …"."""
    return index > 1 and any(c.lower in ("if", "unless") for c in chunks[:2])


def _report_denied(chunks: Chunks, index: int) -> bool:
    """Whether what the trigger tells is the matter of a report called untrue: "dismissed as false a message …"."""
    before = {word for chunk in chunks[:index] for word in chunk.lower.split(" ")}
    return not context_words("dismissing").isdisjoint(before) and not context_words("untrue").isdisjoint(before)


def _negated(words: list[str], negations: tuple[str, ...]) -> bool:
    return any(word.endswith("n't") or word in negations for word in words)


def _noun_told(near: list[str], stance: Stance) -> Told:
    """How a noun is told ("no attack", "a planned attack", "fears of an attack"). ``near``: words before it."""
    if _noun_negated(near):
        return Told(Modality.NEGATED, stance, because="negation")
    for distance, word in enumerate(near[:5]):
        if word in context_words("threat"):
            return Told(Modality.THREATENED, stance, because=word)
        if word in context_words("fear"):
            return Told(Modality.HYPOTHETICAL, stance, because=word)
        if word in context_words("ending") and distance < 3:
            return Told(Modality.HYPOTHETICAL, stance, because=f"'{word}' it")
        if word in context_words("failed_nouns"):
            return Told(Modality.FAILED, stance, because=word)
        if word in context_words("planned_nouns") and distance < 4:
            return Told(Modality.PLANNED, stance, because=word)
        if word in context_words("modals") or word == "will":
            return Told(Modality.HYPOTHETICAL, stance, because=word)
    habitual = not context_words("habit").isdisjoint(near)
    return Told(Modality.ACTUAL, stance, habitual=habitual)


def _noun_negated(near: list[str]) -> bool:
    """ "no attack", "no further attacks", "denied the attack", "was not an attack" (but "not only an attack")."""
    if near[:1] == ["no"] or near[:2] in (["any", "no"], ["further", "no"]):
        return True
    if any(word in ("without", "denied", "denies", "deny") for word in near[:3]):
        return True
    return _negated(near[1:5], ("not", "never")) and "only" not in near


def _verb_told(chunks: Chunks, index: int, words: list[str], stance: Stance) -> Told:
    """How a verb is told. ``words``: those before it in its clause, nearest first."""
    form, near = trigger_at(chunks, index).form, words[:_NEAR_VERB]
    contrast = "but" in near and "not" in words and words.index("but") < words.index("not")  # "not killed but taken"
    negated = _negated(near[:4], ("not", "never", "nobody", "neither", "nor")) and not contrast
    if negated or near[:2] == ["one", "no"]:
        return Told(Modality.NEGATED, stance, because="negation")
    if form == "ing" and any(word in ("denied", "denies", "deny", "denying") for word in near):
        return Told(Modality.NEGATED, stance, because="denial")
    if form == "base" and "to" in near[:3]:
        return _infinitive(near[near.index("to") + 1 :] + words[_NEAR_VERB:], stance)
    if any(word in ("will", "'ll", "shall") for word in near):
        return Told(Modality.PLANNED, stance, because="will")
    if not context_words("modals").isdisjoint(near) and "have" not in near[:2]:
        return Told(Modality.HYPOTHETICAL, stance, because="modal")
    if near[:1] == ["be"] and near[1:2] and near[1] in ("or", "and", "not", "to"):
        return _infinitive([word for word in near[2:] if word != "to"] + words[_NEAR_VERB:], stance)
    if near[:2] == ["been", "to"]:
        return _infinitive(near[2:], stance)
    if form == "ing" and near and near[0] in ("from", "avoid", "stop", "against"):
        return Told(Modality.HYPOTHETICAL, stance, because=near[0])
    if any(word in ("failed", "tried", "attempted") for word in near[:3]):
        return Told(Modality.FAILED, stance, because="attempt")
    perfect = any(word in ("have", "has", "'ve") for word in near[:4])
    habitual = not context_words("habit").isdisjoint(near) or form in ("base", "third")
    return Told(Modality.ACTUAL, stance, perfect, _is_pluperfect(chunks, index, words), habitual)


def _is_pluperfect(chunks: Chunks, index: int, words: list[str]) -> bool:
    """Whether a verb is told as earlier than the rest ("had killed"); behind "said" the tense is only that of reported
    speech ("the army said it had killed"). ``words``: those before it in its clause, nearest first."""
    if "had" not in words[:4]:
        return False
    return not any(c.lower in grammar_words("speech_verbs") for c in chunks[max(0, index - _REPORTED) : index])


def _infinitive(governors: list[str], stance: Stance) -> Told:
    """Modality of "… to attack" from what governs it, nearest first."""
    for word in governors[:5]:
        if word in context_words("actual_before_to"):
            return Told(Modality.ACTUAL, stance)
        if word in context_words("threat"):
            return Told(Modality.THREATENED, stance, because=word)
        if word in context_words("failed_to"):
            return Told(Modality.FAILED, stance, because=word)
        if word in context_words("planning") or word in context_words("fear"):
            return Told(Modality.PLANNED, stance, because=word)
    return Told(Modality.HYPOTHETICAL, stance, because="infinitive")
