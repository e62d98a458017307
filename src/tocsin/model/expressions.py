"""Canonical forms of phrases before they are resolved: the interface between ``read`` (which finds words) and
``resolve`` (which gives them identity). They hold only what the words say, never a looked-up fact."""

from dataclasses import dataclass, field
from enum import StrEnum


class TimeForm(StrEnum):
    """How a time phrase gets its date."""

    ABSOLUTE = "absolute"  # year/month/day, some perhaps missing: "18 June", "June 2022", "2012"
    WEEKDAY = "weekday"  # "on Friday", "last Thursday"
    OFFSET = "offset"  # "yesterday", "three days ago", "last week": counted from publication
    ANAPHORIC = "anaphoric"  # "the following day", "two days later": counted from a date of the text
    EVENT = "event"  # "a week before the leader was killed": counted from a happening of the text
    RANGE = "range"  # "between 3 and 5 May", "from Monday to Wednesday"
    NOW = "now"  # "today", "now", "this week"
    VAGUE = "vague"  # "recently", "in recent weeks", "in the past decade"
    DURATION = "duration"  # "for three days": a length, not a time; only found when asked for
    SET = "set"  # "every Friday": a habit, not a time; only found when asked for


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time phrase in canonical form, not yet anchored.

    ``offset`` counts ``unit`` ("day", "week", "month", "year", "hour") from the anchor, negative for the past.
    ``modifier`` is "early", "mid", "late", "approx", "last", "next", "this", "ago", "since", "until", "before",
    "after" (with or without a known offset), "future" (of VAGUE) or ``None``. ``year`` is negative before our era; with
    ``unit`` "decade" or "century" it is the first year of it ("the 1990s" = 1990, unit decade).
    ``count`` is the length of a period ("the past three weeks" = offset -3, unit week, form OFFSET, count 3).
    """

    form: TimeForm
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday = 0
    offset: int | None = None
    unit: str | None = None
    modifier: str | None = None
    part_of_day: str | None = None  # morning, afternoon, evening, night, dawn, or "HH:MM"
    season: str | None = None  # or a feast that moves: "easter", "eid al-fitr" (``resolve/feasts.py``)
    count: int | None = None
    quarter: int | None = None  # 1..4, of a year
    tense: str | None = None  # "future" when the verb near it tells of what is to come
    start: "TimeExpression | None" = None  # of a RANGE; of an EVENT: the date said of that happening
    end: "TimeExpression | None" = None


class PlaceRelation(StrEnum):
    """How a place phrase relates to the name in it."""

    IN = "in"
    NEAR = "near"  # near, outside, on the outskirts of
    DISTANCE = "distance"  # "15 km north of X"
    BETWEEN = "between"  # "between X and Y", "on the X-Y road"
    UNIT = "unit"  # "in X district / region / state"
    SPEAKER = "speaker"  # where somebody spoke, not where it happened; also datelines
    PART = "part"  # "northern X", "the centre of X"
    BORDER = "border"  # "near the border with X", "the X-Y border"; the other countries are in ``others``


TRIPLE = "tri-border"
"""Unit word of a BORDER where three countries meet that are not named."""


FAR_SIDES = "borders"
"""Unit word of a BORDER whose countries all lie beyond it: "its borders with X and Y" are two borders of a third."""


@dataclass(frozen=True, slots=True)
class PlaceExpression:
    """A place phrase: the name, its relation, and hints the words give ("Kati, Koulikoro": containers)."""

    name: str
    relation: PlaceRelation = PlaceRelation.IN
    containers: tuple[str, ...] = ()  # names said to hold it, innermost first
    others: tuple[str, ...] = ()  # second end of BETWEEN
    distance_km: float | None = None
    bearing: str | None = None  # N, NE, …
    unit_word: str | None = None  # "district", "region", "village", "camp"
    part: str | None = None  # "north", "centre"
    is_country: bool = False

    @property
    def whole_country(self) -> bool:
        """Whether it means a country with all its places: neither its north nor its border."""
        return self.is_country and self.relation not in (PlaceRelation.PART, PlaceRelation.BORDER)


class ActorForm(StrEnum):
    """How an actor phrase names its actor."""

    NAMED = "named"  # in the registry, or looks like an organisation's name
    STATE = "state"  # "the army", "Malian soldiers", "police": forces of some country
    GOVERNMENT = "government"  # "the government", "authorities", "the president"
    ARMED = "armed"  # "gunmen", "militants", "rebels": armed people of no name
    CROWD = "crowd"  # "protesters", "a mob", "students"
    CIVILIAN = "civilian"  # "villagers", "traders", "a teacher"
    EXTERNAL = "external"  # "peacekeepers", "UN troops", "mercenaries"


SOMEBODY = "a person named in the text"
"""Head of a phrase that names a person: the name is kept in no field (codebook section 9)."""


@dataclass(frozen=True, slots=True)
class ActorExpression:
    """An actor phrase: its form, the registry ids its words may mean, and hints.

    ``branch`` narrows STATE ("military", "police", "border guards"), ARMED ("rebel", "jihadist", "gang",
    "communal militia", "bandit") and CROWD ("rioters", "protesters"). ``country`` is ISO alpha-3, only when the
    phrase itself says it ("Malian soldiers").
    """

    form: ActorForm
    head: str
    branch: str | None = None
    country: str | None = None
    candidates: tuple[str, ...] = field(default=())  # registry ids of NAMED
