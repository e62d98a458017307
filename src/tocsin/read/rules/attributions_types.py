"""What the attribution finders hand to the engine."""

from dataclasses import dataclass

from tocsin.model.reading import AttributionKind, EventMention, Stance
from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk


@dataclass(frozen=True, slots=True)
class AttributionFound:
    """One responsibility statement: offsets of its words, the happening, who by and of whom.

    ``by`` are the words for the source: role and organisation, a person's name behind a high public office only.
    ``by_people`` and ``of_people``: the phrases for people that ``by`` and ``of`` rest on.
    """

    event: EventMention
    kind: AttributionKind
    by: str
    of: str | None
    start: int
    end: int
    via: tuple[str, ...] = ()
    by_people: Chunk | None = None
    of_people: Chunk | None = None
    stance: Stance = Stance.ASSERTED
    rule: str = "words"
    speaks_for: Side = Side.UNKNOWN
    at: int = -1  # chunk of the word that says what kind it is
