"""What the victim counter finds: people of one phrase who met one fate."""

from dataclasses import dataclass

from tocsin.model.values import Count, Side, VictimStatus


@dataclass(frozen=True, slots=True)
class Victims:
    """People of one phrase who met one fate. ``cue`` and ``phrase`` are chunk indexes; ``part`` marks a phrase that
    details a larger figure ("nine people, including *two soldiers*"). ``place``: the chunk of the place where these
    people met it, where the sentence tells its toll place by place."""

    status: VictimStatus
    count: Count | None
    side: Side
    cue: int
    phrase: int
    part: bool = False
    place: int | None = None

    @property
    def nobody(self) -> bool:
        """Whether it tells that there was none ("nobody was killed")."""
        return self.count is not None and self.count.high == 0
