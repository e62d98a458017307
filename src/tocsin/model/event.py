"""Events: assembled, rebuildable views over assertions; and stories, judgements and runs."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tocsin.model.document import Span
from tocsin.model.reading import Attribution, Flag, Modality, Prop, Stance, Value
from tocsin.model.values import ActorValue, AttackedThing, Count, DateValue, PlaceValue, VictimCount

UNREVIEWED, REVIEWED, DOUBTFUL, REJECTED = REVIEW_STATES = ("unreviewed", "reviewed", "doubtful", "rejected")
"""What a person made of an event: not seen yet, right, to be looked at again, no event at all (not exported)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value behind a field of an event: chosen or a rival, with its words, speaker, author and rule. ``grade`` is
    its Admiralty code ("B2"), ``None`` where it rests on no report; ``graded`` says why."""

    field: str
    value: Value
    spans: tuple[Span, ...]
    chosen: bool
    author: str
    rule: str
    attributed_to: str | None = None
    stance: Stance = Stance.ASSERTED
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    assertion_id: str | None = None
    grade: str | None = None
    graded: str = ""


@dataclass(frozen=True, slots=True)
class EventSource:
    """A document behind an event. ``independent`` is true for one document of each story (its root). ``grade`` is the
    Admiralty code of its telling that the event happened."""

    document_id: str
    publisher: str | None
    published: date | None
    url: str | None
    language: str | None
    story_id: str | None
    independent: bool
    grade: str | None = None
    why: str | None = None  # why it does not count as independent, in words


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to another event: ``member_of``, ``background_of``, ``follow_up_of``."""

    event_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class FieldAlternative:
    """A rival value of a field that was not chosen, for the contract's ``alternatives``."""

    field: str
    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Event:
    """An event as assembled from its event mentions. The store gives ``event_id``, ``revision`` and ``updated_at``;
    a fresh draft has ``""``, 0 and ``None``."""

    mention_ids: tuple[str, ...]
    event_type: str
    sub_event_type: str
    disorder_type: str
    modality: Modality
    background: bool
    date: DateValue | None
    place: PlaceValue | None
    actor1: ActorValue | None
    actor2: ActorValue | None
    civilian_targeting: bool
    fatalities: Count
    victims: tuple[VictimCount, ...] = ()
    weapons: tuple[str, ...] = ()
    targets: tuple[AttackedThing, ...] = ()
    incident_count: int | None = 1
    crowd_size: Count | None = None
    disputed: bool = False
    confidence: float = 0.5
    alternatives: tuple[FieldAlternative, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    sources: tuple[EventSource, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    linked: tuple[Link, ...] = ()
    flags: tuple[Flag, ...] = ()
    tags: tuple[str, ...] = ()
    notes: str = ""
    actor1_reported: tuple[str, ...] = ()
    actor2_reported: tuple[str, ...] = ()
    event_id: str = ""
    revision: int = 0
    updated_at: datetime | None = None
    review_state: str = UNREVIEWED

    @property
    def codable(self) -> bool:
        """CONTRACT: happened or failed, with at least a country and a month; not rejected by a person."""
        return (
            self.review_state != REJECTED
            and self.modality in (Modality.ACTUAL, Modality.FAILED)
            and self.place is not None
            and self.place.country is not None
            and self.date is not None
            and self.date.precision <= 3
        )


class CopyKind(StrEnum):
    """How a document descends from the root of its story."""

    ROOT = "root"
    VERBATIM = "verbatim"
    NEAR = "near"
    CUT = "cut"
    UPDATE = "update"  # a later version of the root by the same agency or paper
    PARAPHRASE = "machine_paraphrase"
    TRANSLATION = "translation"  # another version of one statement: translated by somebody else, or cut from such a one


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A fact that reads otherwise in a copy: the words of the root and those of the copy.

    ``kind`` is one of ``number, firmness, day, name, denial``. A side without such words ("at least" that is gone) has
    the words that were firm or soft there: the number itself.
    """

    kind: str
    root: Span
    copy: Span


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """Words that a document shares, run for run, with one of another story (a partial reprint)."""

    span: Span
    other: Span
    quoted: bool  # wholly between quotation marks: somebody's words, which any reporter may have taken down


@dataclass(frozen=True, slots=True)
class StoryMember:
    """One document of a story: how it descends, the reasons, the facts it changed, and the passages that it shares with
    documents of other stories."""

    document_id: str
    copy_kind: CopyKind
    similarity: float
    reasons: tuple[str, ...] = ()
    changed: tuple[ChangedFact, ...] = ()
    passages: tuple[SharedPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Documents that descend from one root report.

    ``root_missing``: even the root has the marks of a machine paraphrase, so the true root is not among the documents;
    ``root`` is then the document that stands for it, and the kind of its member is ``machine_paraphrase``.
    """

    id: str
    root: str
    members: tuple[StoryMember, ...]
    root_missing: bool | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One utterance that several documents quote, each in its wording."""

    id: str
    spans: tuple[Span, ...]


class Verdict(StrEnum):
    """A judgement's content."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """same / different / unsure about two event mentions, by whom and why; append-only."""

    left: str
    right: str
    verdict: Verdict
    by: str
    why: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What produced rows: code version, engine, registry versions, settings (all plain strings)."""

    id: str
    started_at: datetime
    settings: tuple[tuple[str, str], ...] = field(default=())


__all__ = [
    "ChangedFact",
    "CopyKind",
    "Event",
    "EventSource",
    "Evidence",
    "FieldAlternative",
    "Judgement",
    "Link",
    "Prop",
    "Quote",
    "Run",
    "SharedPassage",
    "Story",
    "StoryMember",
    "Verdict",
]
