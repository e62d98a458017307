"""How an engine came to its reading: sentence by sentence what was seen, and what became of every trigger.

Made on demand (reading is deterministic) and never stored, so that coding pays nothing for it.
"""

from dataclasses import dataclass

from tocsin.model.document import Span
from tocsin.model.reading import Value


@dataclass(frozen=True, slots=True)
class Seen:
    """Something a sentence names. ``kind``: people, actor, place, date, number, weapon or object; ``meaning`` says
    what the reader takes it for. The engine leaves ``value`` open; ``pipeline.explain`` fills it in."""

    kind: str
    start: int
    end: int
    words: str
    meaning: str = ""
    value: Value | None = None  # the identity it was resolved to


@dataclass(frozen=True, slots=True)
class TriggerFate:
    """A word that may tell a happening, and what became of it.

    ``code`` is one of ``model/decisions.py``; ``because`` are the words that decided, ``detail`` what they do not
    say. ``account`` is where (character offset) the main trigger of its account stands, ``None`` without an account.
    ``event_mentions`` are the ids of the accounts in the reading, several when one word tells several places.
    """

    start: int
    end: int
    words: str
    act: str
    form: str
    weak: bool
    code: str
    because: tuple[str, ...] = ()
    detail: str = ""
    account: int | None = None
    event_mentions: tuple[str, ...] = ()
    sub_event_type: str | None = None  # of the account, and the rule of the decision procedure
    type_rule: str = ""
    alternatives: tuple[tuple[str, float], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()  # (role, words) of the account: agent, target, victims, place, date, weapon
    modality: str | None = None
    modality_rule: str = ""


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """One sentence: what was seen in it and the fates of its triggers, in the order of the text."""

    number: int
    start: int
    end: int
    seen: tuple[Seen, ...] = ()
    triggers: tuple[TriggerFate, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingTrace:
    """All sentences of a document; ``document_gate`` says in a sentence why no event was read from it as a whole,
    ``gate_code`` is the code of that decision."""

    document_id: str
    author: str
    sentences: tuple[SentenceTrace, ...]
    document_gate: str | None = None
    gate_code: str = "other_subject"

    def at(self, offset: int) -> SentenceTrace | None:
        """The sentence that holds this character; between two sentences the one before."""
        before = [sentence for sentence in self.sentences if sentence.start <= offset]
        return before[-1] if before else (self.sentences[0] if self.sentences else None)


@dataclass(frozen=True, slots=True)
class Joined:
    """Why an account, or a document's telling, belongs to an event (or not): points, what is needed, and reasons.

    ``left`` and ``right`` are the trigger spans compared, ``right`` what was told before. ``against`` is what rules the
    pair out. ``scope``: within one document, or across documents; ``together``: how it was judged.
    """

    scope: str
    left: Span
    right: Span
    points: float
    needed: float
    reasons: tuple[str, ...]
    against: str | None
    together: bool
