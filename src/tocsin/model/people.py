"""What people add: corrections of fields and judgements about accounts. Append-only; taking one back is a row too."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.model.event import Verdict
from tocsin.model.reading import Value

PERSON = "person:"
"""Authors of assertions that people make begin so: ``person:amina``."""

CORRECTED = "corrected"
"""The rule name of a value that a person gave."""

CorrectedValue = Value | tuple[Value, ...] | None
"""A value, a list of them, or ``None`` for "unknown". Days are ISO text here (``2024-03-04``)."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An account of a happening, named so that it is found again when an engine gives it another id.

    ``sentence`` and ``trigger`` are digests of the folded words, never the words, so that forgetting a document leaves
    nothing of it. ``offset`` is where the trigger begins in its sentence, in code points; ``number`` counts equal
    sentences of one document, from 1.
    """

    mention_id: str
    document_id: str
    sentence: str
    trigger: str
    offset: int
    number: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who took a correction or judgement back, why and when."""

    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that a person gave a field of an event. Those made together bear one ``id`` (``co_…``).

    ``event_id`` is the event it was made on; ``anchors`` are that event's accounts, the one that gave the event its id
    first. ``was`` and ``shown`` are the value before and the new one as an analyst reads them.
    """

    id: str
    event_id: str
    field: str
    value: CorrectedValue
    was: str
    shown: str
    by: str
    why: str
    at: datetime
    anchors: tuple[Anchor, ...] = ()
    withdrawn: Withdrawal | None = None

    @property
    def author(self) -> str:
        """``person:amina``."""
        return PERSON + self.by


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person judged, as they said it: ``left`` and ``right`` are events or accounts, ``pairs`` the pairs of
    accounts (event-mention ids) that follow from it. ``id`` is ``jg_…``."""

    id: str
    left: str
    right: str
    verdict: Verdict
    by: str
    why: str
    at: datetime
    pairs: tuple[tuple[str, str], ...] = ()
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The tombstone of a document whose text was purged: ``versions`` are SHA-256 of its texts."""

    document_id: str
    versions: tuple[str, ...]
    reason: str
    by: str | None
    at: datetime
