"""The registry's dataclasses: an actor, its names, its types over time and its relations."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class RelationKind(StrEnum):
    """How one actor stands to another. The first six also give lineage."""

    RENAMED_TO = "renamed_to"
    MERGED_INTO = "merged_into"
    COMPONENT_OF = "component_of"
    ABSORBED_BY_STATE = "absorbed_by_state"
    SPLINTER_OF = "splinter_of"
    WING_OF = "wing_of"  # armed wing of a movement
    PLEDGED_TO = "pledged_to"
    ALLIED_WITH = "allied_with"
    RIVAL_OF = "rival_of"


class Confidence(StrEnum):
    """How sure a relation is: the levels of analytic confidence of ICD 203 (Office of the Director of National
    Intelligence, 2015), section on expressing uncertainty."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


def within(day: date | None, start: date | None, end: date | None) -> bool:
    """Whether ``day`` lies in the closed interval; an unknown day or bound never excludes."""
    if day is None:
        return True
    return (start is None or start <= day) and (end is None or day <= end)


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Whether a text may be the id of an actor: small letters and digits, parted by single hyphens."""
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class ActorName:
    """One name. ``weak`` names ("Wagner", "IS") count only beside one of the actor's context words, or when
    another name of the actor stands in the same text. Days bound the use of the name, not the actor's life.

    ``language`` is an ISO 639 code ("fr", "ar"), ``None`` where nobody said it (English, spellings of all kinds).
    ``origin`` is file and line of a name that was added to an entry by another file.
    """

    text: str
    start: date | None = None
    end: date | None = None
    weak: bool = False
    language: str | None = None
    origin: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class TypePeriod:
    """The ACLED actor type (words) in a period; ``countries`` empty = everywhere."""

    type: str
    start: date | None = None
    end: date | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Presence:
    """That the actor acted in ``country`` (alpha-3), from ``start`` to ``end`` where known; not ``verified`` where the
    entry says that the days await a check."""

    country: str
    start: date | None = None
    end: date | None = None
    verified: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation to ``other`` (actor id), valid from ``start`` to ``end`` where known.

    ``note`` says where it is known from ("video of 2 March 2017"); empty where nobody said. Such a relation is
    unverified; one with a note may be, too (``verified``).
    """

    kind: RelationKind
    other: str
    start: date | None = None
    end: date | None = None
    note: str = field(default="", compare=False)
    confidence: Confidence | None = field(default=None, compare=False)
    verified: bool = field(default=False, compare=False)

    def told_by(self, other: "Relation") -> bool:
        """Whether ``other`` is this relation told once more: same kind and actor, and the same days or none."""
        same = (other.kind, other.other) == (self.kind, self.other)
        return same and (other.start, other.end) in ((self.start, self.end), (None, None))


@dataclass(frozen=True, slots=True)
class Actor:
    """An organised or generic actor. Ids never change; names and types depend on the day.

    ``titles`` are canonical names in order of time (the last one is the current). ``countries`` are where it ever
    acted, its home first; ``presence`` says when, where that is known. ``generic`` names the kind of a generated actor
    (``military``, ``civilians``), else ``None``. ``verified`` is false where dates, aliases or relations await a check.
    ``origin`` is the file it came from.
    """

    id: str
    titles: tuple[ActorName, ...]
    names: tuple[ActorName, ...] = ()
    types: tuple[TypePeriod, ...] = ()
    countries: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    relations: tuple[Relation, ...] = ()
    leaders: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    generic: str | None = None
    verified: bool = True
    note: str = ""
    presence: tuple[Presence, ...] = ()
    origin: str = ""
    line: int = 0  # in the file it came from, counted from 1; 0 for generated actors

    @property
    def where(self) -> str:
        """File, line and id, for sentences about the entry."""
        return f"{self.origin} line {self.line}, {self.id}" if self.line else f"{self.origin}, {self.id}"

    @property
    def name(self) -> str:
        """The current canonical name."""
        return self.titles[-1].text

    def name_on(self, day: date | None) -> str:
        """The canonical name of that day; the current one without a day, the nearest outside all periods."""
        if day is None:
            return self.name
        for title in self.titles:
            if title.end is None or day <= title.end:
                return title.text
        return self.name

    def type_on(self, day: date | None, country: str | None = None) -> str | None:
        """The actor type (words) of that day in that country (alpha-3); state forces abroad are external.

        The rule for armies abroad is the field's (inter code 8 outside the home country).
        """
        best = None
        for period in self.types:
            if not within(day, period.start, period.end):
                continue
            if period.countries and country in period.countries:
                return period.type
            if not period.countries:
                best = best or period.type
        if best is None and self.types:
            best = self.types[-1].type
        if best == "State forces" and country and self.countries and country not in self.countries:
            return "External/Other forces"
        return best

    def acts_in(self, country: str, day: date | None = None) -> bool:
        """Whether the actor is known to act in a country (alpha-3) on that day; without a day, whether it ever was."""
        if country not in self.countries:
            return False
        dated = [period for period in self.presence if period.country == country]
        return not dated or any(within(day, period.start, period.end) for period in dated)

    def alive_on(self, day: date | None) -> bool:
        """Whether the actor existed on that day, as far as known."""
        return within(day, self.start, self.end)


@dataclass(frozen=True, slots=True)
class ActorHit:
    """A registry name in a text: ``text[start:end] == words``. Several ``ids`` when the name is shared.

    ``qualifier`` is set when the words only lend their name to somebody else: "pro" and "anti" before it,
    "linked", "backed", "led", "affiliated", "aligned", "inspired" after it.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    words: str
    qualifier: str | None = field(default=None)
