"""A sentence as a row of chunks: people, actors, numbers, places, times, weapons, objects, triggers and words.

This is the reader's shallow syntax: roles and counts are decided by walking left and right over chunks, so every rule
sees "two off-duty policemen" or "the Support Group for Islam and Muslims" as one step. How a row is made:
``chunker.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.model.expressions import ActorExpression, ActorForm, PlaceExpression, TimeExpression
from tocsin.model.values import Count, Side
from tocsin.read.rules.lexicon import ThingEntry, TriggerEntry, WeaponEntry

_ARMED_FORMS = frozenset({ActorForm.STATE, ActorForm.ARMED, ActorForm.EXTERNAL})
ARMED_SIDES = frozenset({Side.REBEL, Side.MILITIA, Side.STATE, Side.PERPETRATOR})


class ChunkKind(StrEnum):
    """What a chunk is."""

    PEOPLE = "people"  # a phrase for people or a named actor
    NUMBER = "number"  # a bare number that may count people
    PLACE = "place"
    TIME = "time"
    TRIGGER = "trigger"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class People:
    """A phrase for people: its actor expression, how many, whose side."""

    expression: ActorExpression
    count: Count | None
    side: Side
    group: str  # lexicon group, "named" for registry actors, "country" for a state that acts
    plural: bool
    body: bool

    @property
    def form(self) -> ActorForm:
        """The actor form of the phrase."""
        return self.expression.form

    @property
    def armed(self) -> bool:
        """Whether these people carry arms: forces, armed groups, and registered actors of an armed side."""
        if self.expression.form is ActorForm.NAMED:
            return self.side in ARMED_SIDES
        return self.expression.form in _ARMED_FORMS


@dataclass(frozen=True, slots=True)
class Chunk:
    """One step of a sentence: token positions [first, last) and character offsets [start, end)."""

    kind: ChunkKind
    first: int
    last: int
    start: int
    end: int
    lower: str
    people: People | None = None
    number: Count | None = None
    place: PlaceExpression | None = None
    time: TimeExpression | None = None
    trigger: TriggerEntry | None = None
    weapon: WeaponEntry | None = None
    thing: ThingEntry | None = None
    capital: bool = False  # starts with a capital letter

    @property
    def form(self) -> ActorForm | None:
        """The actor form of a people phrase; ``None`` for other chunks."""
        return self.people.expression.form if self.people is not None else None

    @property
    def group(self) -> str | None:
        """The lexicon group of a people phrase; ``None`` for other chunks."""
        return self.people.group if self.people is not None else None

    @property
    def side(self) -> Side | None:
        """The side of a people phrase; ``None`` for other chunks."""
        return self.people.side if self.people is not None else None

    @property
    def armed(self) -> bool:
        """Whether it is a phrase for people who carry arms."""
        return self.people is not None and self.people.armed

    @property
    def verb(self) -> bool:
        """Whether it is a trigger in a verb form."""
        return self.trigger is not None and not self.trigger.is_noun

    @property
    def noun(self) -> bool:
        """Whether it is a trigger that is a noun."""
        return self.trigger is not None and self.trigger.is_noun

    @property
    def act(self) -> str | None:
        """The act of a trigger."""
        return self.trigger.act if self.trigger is not None else None

    @property
    def object_side(self) -> str | None:
        """Whose an attacked thing is: "civilian" or "state"; ``None`` for other chunks."""
        return self.thing.side if self.thing is not None else None

    @property
    def means(self) -> str | None:
        """The means of a weapon word (air, ied, firearm …)."""
        return self.weapon.means if self.weapon is not None else None

    @property
    def weapon_name(self) -> str | None:
        """The dataset's name of a weapon word."""
        return self.weapon.name if self.weapon is not None else None

    @property
    def weapon_of_war(self) -> bool:
        """Whether it is a weapon other than what crowds throw and police hold against them, and no mere store."""
        return self.weapon is not None and self.weapon.means not in ("crowd", "munitions")

    @property
    def arms(self) -> bool:
        """Whether it is a weapon or a store of weapons that may be found or taken."""
        return self.weapon is not None and self.weapon.means != "crowd"


Chunks = Sequence[Chunk]


@dataclass(frozen=True, slots=True)
class Found:
    """Phrases other finders located in the document, as (start, end, payload) character offsets."""

    actors: tuple[tuple[int, int, ActorExpression, Side], ...] = ()
    places: tuple[tuple[int, int, PlaceExpression], ...] = ()
    times: tuple[tuple[int, int, TimeExpression], ...] = ()
    nationalities: dict[str, str] = field(default_factory=dict)  # lower-cased adjective -> alpha-3
    countries: dict[str, str] = field(default_factory=dict)  # lower-cased country name -> alpha-3


def is_country(chunk: Chunk) -> bool:
    """Whether a place chunk names a whole country ("Mali", not "central Mali")."""
    return chunk.place is not None and chunk.place.whole_country


def is_town(chunk: Chunk) -> bool:
    """Whether a place chunk names less than a whole country."""
    return chunk.place is not None and not is_country(chunk)


def trigger_at(chunks: Chunks, index: int) -> TriggerEntry:
    """The trigger at ``index``, which the caller knows to be one."""
    trigger = chunks[index].trigger
    assert trigger is not None
    return trigger


def words_of(chunks: Chunks) -> set[str]:
    """The single words of a stretch, lower-cased."""
    return {word for chunk in chunks for word in chunk.lower.split(" ")}
