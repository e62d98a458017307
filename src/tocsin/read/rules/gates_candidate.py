"""A trigger that asks to be let through, with what its gate looks at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.model.values import VictimStatus
from tocsin.read.rules.acts import SUPPORTING_ACTS
from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import Chunks
from tocsin.read.rules.lexicon import TriggerEntry
from tocsin.read.rules.targets import things_hit
from tocsin.read.rules.victims import Victims

_HARM = (VictimStatus.KILLED, VictimStatus.INJURED, VictimStatus.ABDUCTED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger of a sentence: its chunk index, the sentence's chunks, victims and single words."""

    chunks: Chunks
    index: int
    trigger: TriggerEntry
    victims: Sequence[Victims]
    words: set[str]

    @property
    def own_victims(self) -> list[Victims]:
        """Victims whose cue is the trigger itself."""
        return [victims for victims in self.victims if victims.cue == self.index]

    def lower(self, step: int) -> str:
        """The words ``step`` chunks away; "" outside the sentence."""
        place = self.index + step
        return self.chunks[place].lower if 0 <= place < len(self.chunks) else ""

    def says(self, wanted: frozenset[str]) -> bool:
        """Whether the sentence holds one of these words."""
        return not wanted.isdisjoint(self.words)

    def armed(self) -> bool:
        """Whether the sentence names armed people."""
        return any(chunk.armed for chunk in self.chunks)

    def harmed(self) -> bool:
        """Whether people are killed, injured or abducted in the sentence."""
        return any(victims.status in _HARM for victims in self.victims)

    def hits_thing(self) -> bool:
        """Whether the trigger itself hits a thing of things.yml."""
        return bool(things_hit(self.chunks, (self.index,)))

    def supported(self) -> bool:
        """Whether the sentence holds another sign of political violence: armed people, a weapon, harm, a strong
        trigger."""
        return next(self.supports(), None) is not None

    def supports(self) -> Iterator[int]:
        """The chunks of those signs, harm first, for explanations."""
        yield from (v.phrase for v in self.victims if v.status in _HARM and v.cue != self.index)
        for k, chunk in enumerate(self.chunks):
            trigger = chunk.trigger
            strong = trigger is not None and not trigger.weak and trigger.act in SUPPORTING_ACTS
            if k != self.index and (chunk.weapon_of_war or chunk.armed or strong):
                yield k

    def which(self, wanted: frozenset[str]) -> tuple[str, ...]:
        """The words of ``wanted`` that the sentence holds, sorted."""
        return tuple(sorted(wanted & self.words))

    def weak(self) -> Against | None:
        """The reason against a weak trigger that nothing supports."""
        return Against("weak_alone") if self.trigger.weak and not self.supported() else None
