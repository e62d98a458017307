"""What the decision procedure of types looks at, and what it says."""

from dataclasses import dataclass

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.chunks import People

_ARMED = frozenset({Side.STATE, Side.REBEL, Side.MILITIA})


@dataclass(frozen=True, slots=True)
class Account:
    """One account as typing sees it. ``means`` are the weapon means in the account's clause; ``target_thing``: "state"
    or "civilian" for an attacked object."""

    acts: frozenset[str]
    means: frozenset[str]
    agent: People | None
    target: People | None
    target_thing: str | None
    victim_sides: frozenset[Side]
    killed: bool
    injured: bool
    crowd_hurt: bool = False
    gunmen_follow: bool = False  # the sentence names gunmen or firearms
    trigger_words: frozenset[str] = frozenset()  # the triggers as they stand in the text
    words: frozenset[str] = frozenset()  # all words of the sentence
    at_protest: bool = False  # it happened at a demonstration
    crowd_destroys: bool = False  # the crowd itself burns, breaks or attacks
    crowd_near: bool = False  # the sentence names a crowd
    people_taken: bool = False  # "seized", "captured" are told of people

    @property
    def agent_form(self) -> ActorForm | None:
        """The form of who acts."""
        return self.agent.form if self.agent is not None else None

    @property
    def target_form(self) -> ActorForm | None:
        """The form of who is acted on."""
        return self.target.form if self.target is not None else None

    @property
    def forms(self) -> set[ActorForm | None]:
        """The forms of both sides."""
        return {self.agent_form, self.target_form}

    @property
    def crowd_acts(self) -> bool:
        """Whether a crowd is who acts."""
        return self.agent_form is ActorForm.CROWD

    @property
    def crowd_suffers(self) -> bool:
        """Whether a crowd is who is acted on."""
        return self.target_form is ActorForm.CROWD

    def does(self, *acts: str) -> bool:
        """Whether one of these acts is told."""
        return not self.acts.isdisjoint(acts)

    def target_armed(self) -> bool:
        """Whether who or what is hit is armed: its people, a thing of the state, or armed victims only."""
        if "off-duty" in self.words:
            return False  # who cannot respond is no side of a battle
        if self.target is not None:
            return fights(self.target)
        if self.target_thing == "state":
            return True
        return bool(self.victim_sides & _ARMED) and Side.CIVILIAN not in self.victim_sides


@dataclass(frozen=True, slots=True)
class Typed:
    """The decided sub-event type with rivals and the reason."""

    sub_event_type: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]
    because: str


def fights(people: People | None) -> bool:
    """Whether people are an armed side; herders of a communal militia are no target of battle."""
    if people is None:
        return False
    if people.group == "communal" and people.expression.head.split()[-1].startswith(("herd", "pastoral")):
        return False
    return people.armed
