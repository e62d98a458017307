"""Values that assertions carry. Each keeps its doubt: a count is low/best/high, a date an interval with precision,
a place a point with precision and radius."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Side(StrEnum):
    """Whose people a victim count is about (CONTRACT, ``victims[].side``)."""

    STATE = "state"
    REBEL = "rebel"
    MILITIA = "militia"
    CIVILIAN = "civilian"
    PERPETRATOR = "perpetrator"
    OTHER = "other"
    UNKNOWN = "unknown"


class VictimStatus(StrEnum):
    """What happened to the people counted (CONTRACT, ``victims[].status``)."""

    KILLED = "killed"
    INJURED = "injured"
    ABDUCTED = "abducted"
    ARRESTED = "arrested"
    SURRENDERED = "surrendered"
    DISPLACED = "displaced"


@dataclass(frozen=True, slots=True)
class Count:
    """A number as reported. Unknown bounds are ``None``: "at least nine" is 9/9/None, "dozens" 12/None/None.

    Rules of CODEBOOK section 0. Zero is data ("no casualties"), not absence.
    """

    low: int | None
    best: int | None
    high: int | None
    words: str = ""

    def __post_init__(self) -> None:
        known = [n for n in (self.low, self.best, self.high) if n is not None]
        if known != sorted(known) or any(n < 0 for n in known):
            raise ValueError(f"count bounds out of order: {self.low}/{self.best}/{self.high} ({self.words!r})")

    @classmethod
    def exactly(cls, number: int, words: str = "") -> "Count":
        """A plain number: low = best = high."""
        return cls(number, number, number, words)


@dataclass(frozen=True, slots=True)
class VictimCount:
    """How many people of which side met which fate. ``who`` are the words for them ("villagers").

    ``actor`` is the registry id of their side when resolved. ``total`` marks a figure that the text gives for all
    sides together (its parts must not be added to it).
    """

    side: Side
    status: VictimStatus
    count: Count
    who: str = ""
    actor: str | None = None
    total: bool = False


CLAIMED_LOSS = "a side's own word on the losses it says it caused: the most they can be"
"""Reason of an assertion: a number that a party to a conflict gives of its enemy's losses (CODEBOOK section 5)."""


@dataclass(frozen=True, slots=True)
class AttackedThing:
    """A thing that was attacked: its kind (``lexicon/things.yml``: energy, school, vehicle …), whose it is (civilian or
    state), its noun, its phrase as the text has it, and what became of it ("destroyed", "damaged", "burned",
    "looted"; ``None`` when untold)."""

    kind: str
    side: Side
    what: str
    words: str
    effect: str | None = None


@dataclass(frozen=True, slots=True)
class DateValue:
    """A resolved time: inclusive days, precision 1 day / 2 about a week / 3 a month (ACLED) / 4 vaguer (not codable).

    ``anchor`` says what it was reckoned from: ``explicit``, ``publication``, ``text`` (another date of the text).
    """

    start: date
    end: date
    precision: int
    words: str = ""
    anchor: str = "explicit"
    part_of_day: str | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"date interval runs backwards: {self.start} to {self.end} ({self.words!r})")


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A resolved place. ``precision``: 1 the named town, 2 near it or a small area, 3 a larger region (ACLED),
    4 country only (null coordinates). ``place_id`` is ``None`` for a name that stayed unresolved."""

    name: str
    place_id: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-3
    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: int = 1
    radius_km: float | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ActorValue:
    """A resolved actor. ``type`` is the ACLED actor type in words ("State forces"). ``id`` is ``None`` when the
    name is not in the registry; ``name`` then repeats the words."""

    id: str | None
    name: str
    type: str | None = None
    country: str | None = None  # of the actor (where a generic actor is generic to)
    as_reported: str = ""
    associated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionRef:
    """A value that is still words: the id of the mention it points to. ``resolve`` replaces it."""

    mention_id: str


@dataclass(frozen=True, slots=True)
class Score:
    """A degree of belief in 0..1 with its reasons; a bare number is never passed around alone."""

    value: float
    because: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.value <= 1.0:
            raise ValueError(f"score {self.value} is outside 0..1")
