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
    """One value behind a field of an event: chosen or a rival, with its words, speaker, author and rule."""

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


@dataclass(frozen=True, slots=True)
class EventSource:
    """A document behind an event. ``independent`` is true for one document of each story (its root)."""

    document_id: str
    publisher: str | None
    published: date | None
    url: str | None
    language: str | None
    story_id: str | None
    independent: bool
    grade: str | None = None


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
    PARAPHRASE = "machine_paraphrase"


@dataclass(frozen=True, slots=True)
class StoryMember:
    """One document of a story: how it descends, and the reasons."""

    document_id: str
    copy_kind: CopyKind
    similarity: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Documents that descend from one root report."""

    id: str
    root: str
    members: tuple[StoryMember, ...]


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
    "CopyKind",
    "Event",
    "EventSource",
    "Evidence",
    "FieldAlternative",
    "Judgement",
    "Link",
    "Prop",
    "Run",
    "Story",
    "StoryMember",
    "Verdict",
]
