"""Whether a trigger is told as fact, and the grammar around it that says so.

Looks at the words that govern the trigger inside its clause: negation, modals, conditions, intentions, threats, fears,
attempts. Rules follow CODEBOOK section 1 ("Not coded as events") and section 10 (rows 26, 28, 31, 40).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.reading import Modality, Stance
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.grammar import is_clause_edge
from tocsin.read.rules.lexicon import Lexicon

_ACTUAL_BEFORE_TO = frozenset(
    [
        "used",
        "went",
        "managed",
        "proceeded",
        "continued",
        "began",
        "started",
        "helped",
        "came",
        "able",
        "forced",
        "led",
        "according",
        "due",
        "response",
        "continue",
    ]
)
_MODALS = frozenset(["would", "could", "may", "might", "should", "can", "must", "ought", "shall"])
_HABIT = frozenset(
    [
        "often",
        "regularly",
        "frequently",
        "repeatedly",
        "routinely",
        "usually",
        "typically",
        "always",
        "sometimes",
        "increasingly",
        "constantly",
        "traditionally",
    ]
)
_WINDOW = 9


@dataclass(frozen=True, slots=True)
class Told:
    """How a trigger is told. ``perfect``: "have attacked"; ``pluperfect``: "had attacked"; ``habitual``: "often attack"."""

    modality: Modality
    stance: Stance = Stance.ASSERTED
    perfect: bool = False
    pluperfect: bool = False
    habitual: bool = False
    because: str = ""


def _left_words(chunks: Sequence[Chunk], index: int) -> list[str]:
    """Lower-cased words before the trigger inside its clause, nearest first, at most ``_WINDOW`` chunks back."""
    words: list[str] = []
    for k in range(index - 1, max(-1, index - 1 - _WINDOW), -1):
        chunk = chunks[k]
        if chunk.lower in (".", ";", "—", "–", ":", '"', "“", "”") or chunk.lower in (
            "while",
            "whereas",
            "when",
            "after",
            "because",
        ):
            break
        if is_clause_edge(chunk) and chunk.lower not in ("that", "if", "until", "before", "said", "says"):
            break
        words.extend(reversed(chunk.lower.split(" ")))
        if chunk.lower in ("if", "unless", "until", "before"):
            break
    return words


def told(chunks: Sequence[Chunk], index: int, lexicon: Lexicon) -> Told:
    """How the trigger at ``index`` is told."""
    trigger = chunks[index].trigger
    assert trigger is not None
    words = _left_words(chunks, index)
    stance = Stance.HEDGED if any(word in lexicon.words["hedge"] for word in words[:6]) else Stance.ASSERTED
    near = words[:6]
    if any(w in ("if", "unless", "whether") for w in words) or _sentence_condition(chunks, index):
        return Told(Modality.HYPOTHETICAL, stance, because="condition")
    if trigger.is_noun:
        return _noun_told(near, lexicon, stance)
    return _verb_told(chunks, index, words, lexicon, stance)


def _sentence_condition(chunks: Sequence[Chunk], index: int) -> bool:
    """A condition that opens the sentence: "If …, they will attack", "Unless …"."""
    return bool(chunks) and any(c.lower in ("if", "unless") for c in chunks[:2]) and index > 1


_ENDING = frozenset(["end", "ending", "halt", "halting", "stop", "stopping", "cease", "wind", "avert", "de-escalate", "resolve"])


def _noun_told(near: list[str], lexicon: Lexicon, stance: Stance) -> Told:
    words = lexicon.words
    if (
        near[:1] == ["no"]
        or near[:2] in (["any", "no"], ["further", "no"])
        or any(w in ("without", "denied", "denies", "deny") for w in near[:3])
    ):
        return Told(Modality.NEGATED, stance, because="negation")
    if any(w.endswith("n't") or w in ("not", "never") for w in near[1:5]) and "only" not in near:
        return Told(Modality.NEGATED, stance, because="negation")
    for distance, word in enumerate(near[:5]):
        if word in words["threat"]:
            return Told(Modality.THREATENED, stance, because=word)
        if word in words["fear"]:
            return Told(Modality.HYPOTHETICAL, stance, because=word)
        if word in _ENDING and distance < 3:
            return Told(Modality.HYPOTHETICAL, stance, because=f"'{word}' it")
        if word in ("failed", "foiled", "thwarted", "attempted", "abortive", "botched", "averted"):
            return Told(Modality.FAILED, stance, because=word)
        if (
            word
            in (
                "planned",
                "planning",
                "plotting",
                "plotted",
                "plans",
                "plan",
                "plot",
                "future",
                "preparing",
                "prepare",
                "potential",
                "possible",
                "further",
                "upcoming",
                "more",
            )
            and distance < 4
        ):
            if word in ("further", "more"):
                continue
            return Told(Modality.PLANNED, stance, because=word)
        if word in _MODALS or word == "will":
            return Told(Modality.HYPOTHETICAL, stance, because=word)
    habitual = any(w in _HABIT for w in near)
    return Told(Modality.ACTUAL, stance, habitual=habitual)


def _verb_told(chunks: Sequence[Chunk], index: int, words: list[str], lexicon: Lexicon, stance: Stance) -> Told:
    trigger = chunks[index].trigger
    assert trigger is not None
    near = words[:5]
    lists = lexicon.words
    if any(w.endswith("n't") or w in ("not", "never", "nobody", "neither", "nor") for w in near[:4]) or near[:2] == [
        "one",
        "no",
    ]:
        return Told(Modality.NEGATED, stance, because="negation")
    if any(w in ("denied", "denies", "deny", "denying") for w in near) and trigger.form == "ing":
        return Told(Modality.NEGATED, stance, because="denial")
    if trigger.form == "base" and "to" in near[:3]:
        return _infinitive(near[near.index("to") + 1 :] + words[5:], lists, stance)
    if any(w in ("will", "'ll", "shall") for w in near):
        return Told(Modality.PLANNED, stance, because="will")
    if any(w in _MODALS for w in near) and "have" not in near[:2]:
        return Told(Modality.HYPOTHETICAL, stance, because="modal")
    if near[:1] == ["be"] and near[1:2] and near[1] in ("or", "and", "not", "to"):
        return _infinitive([w for w in near[2:] if w != "to"] + words[5:], lists, stance)
    if "to" in near[:2] and near[:1] in (["be"], ["been"]):
        return _infinitive(near[2:], lists, stance)
    if trigger.form == "ing" and any(
        w in ("planning", "accused", "from", "against", "before", "avoid", "stop") for w in near[:2]
    ):
        if near[0] == "from" or near[0] in ("avoid", "stop", "against"):
            return Told(Modality.HYPOTHETICAL, stance, because=near[0])
    if any(w in ("failed", "tried", "attempted") for w in near[:3]):
        return Told(Modality.FAILED, stance, because="attempt")
    perfect = any(w in ("have", "has", "'ve") for w in near[:4])
    pluperfect = "had" in near[:4]
    habitual = any(w in _HABIT for w in near) or (
        trigger.form in ("base", "third") and chunks[index].kind is ChunkKind.TRIGGER
    )
    return Told(Modality.ACTUAL, stance, perfect, pluperfect, habitual)


def _infinitive(governors: list[str], lists: dict[str, frozenset[str]], stance: Stance) -> Told:
    """Modality of "… to attack" from what governs it, nearest first."""
    for word in governors[:5]:
        if word in _ACTUAL_BEFORE_TO:
            return Told(Modality.ACTUAL, stance)
        if word in lists["threat"]:
            return Told(Modality.THREATENED, stance, because=word)
        if word in ("tried", "attempted", "attempting", "trying", "failed", "attempt", "bid"):
            return Told(Modality.FAILED, stance, because=word)
        if word in lists["planning"] or word in lists["fear"]:
            return Told(Modality.PLANNED, stance, because=word)
    return Told(Modality.HYPOTHETICAL, stance, because="infinitive")
