"""From how likely a span or a part must be on, it is taken.

``Thresholds`` are set on held-out texts (``train/tune.py``) and kept with the model. The constants below weigh the
model against the rules and against itself when the reading is written. Nobody trained them: they were chosen by hand
with event_gold, the cases and the seed texts in view, so figures on those texts are kinder than on others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RULES_TOLD = 0.64
"""How likely the main word of a happening that the rules code tells an event that can be coded: the share of such words
that the annotated corpus and articles (2,259 texts) mark so."""
BRIEF = 0.15
"""Taken from how likely an event must be that the rules code in a brief (``gate.SHORT``): the model has little to judge
a single sentence by. On SATP dev and event_gold it costs nothing."""
RULES_TYPE = 2.0
"""Added to the log odds of the type that the rules, too, give to an account."""
RULES_HISTORY = 1.5
"""Added to the log odds of being history where the rules tell an account as such, taken from them where they tell it as
news."""
NO_STRIKE = 6.0
"""Taken from the log odds of an air strike where no word of the text tells of one and no state acts: "bombing" alone
is rather a device."""
NO_AIRCRAFT = 2.0
"""Taken from the log odds of an air strike where the account tells of missiles, rockets or shells and of no aircraft or
drone: what is fired from the ground is shelling."""
NO_SUICIDE = 3.0
"""Taken from the log odds of a suicide bomb where no word of the text tells of an attacker who dies by his device."""
RIVAL = 0.1
"""Probability from which on another type is kept as an alternative."""
COUNTED = 0.3
"""How likely words must be both to count people and to belong to the event."""
TOLD_TWICE = 3
"""People from which on an equal figure in the same sentence is the same figure; smaller ones are alike by chance ("two
men and two women")."""
TOGETHER = 0.75
"""Power of the product of two probabilities of a side (that its words are one, that it belongs to the event): they hang
together, so that the product says too little. 0.5 would say what is right as often as it holds, and weighs unsure sides
too much where reports are put together."""
ATTRIBUTED = 0.8
"""How sure an attribution must be that only the model sees: a wrong claim is worse than one not seen."""
NEARLY = 0.85
"""Places from this share of the likeliest one's probability on are where it may have happened."""
NEAR, SURE_COUNTRY = 1, 0.8
"""A country named farther off than so many sentences must be so likely."""


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
