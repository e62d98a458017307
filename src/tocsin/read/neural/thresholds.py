"""From how likely a span or a part must be on, it is taken: set on held-out texts (``train/tune.py``), kept with the
model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Thresholds:
    """``begin``: how likely a span of a label must be to begin; ``part``: how likely a span must be to play its part in
    an event; ``join``: how likely two triggers must be to tell one event; ``event``: how likely an event must be;
    ``link``: what is added to the log odds of a part that the rules give to the same trigger; ``codable``: below this,
    an event takes no day or place from the text around it; ``other``: for labels not named."""

    begin: Mapping[str, float] = field(default_factory=dict)
    part: Mapping[str, float] = field(default_factory=dict)
    join: float = 0.5
    event: float = 0.5
    link: float = 1.0
    codable: float = 0.35
    other_begin: float = 0.4
    other_part: float = 0.5

    def begins(self, label: str) -> float:
        """The threshold of a label for spans."""
        return self.begin.get(label, self.other_begin)

    def plays(self, label: str) -> float:
        """The threshold of a label for parts in events."""
        return self.part.get(label, self.other_part)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Thresholds":
        """From the plain values of ``model.json``; what is not named keeps its default."""
        return cls(**values)
