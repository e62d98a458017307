"""What the attribution finders hand to the engine."""

from dataclasses import dataclass

from tocsin.model.reading import AttributionKind, EventMention
from tocsin.read.rules.chunks import Chunk


@dataclass(frozen=True, slots=True)
class AttributionFound:
    """One responsibility statement: offsets of its words, the happening, who by and of whom.

    ``by`` are the words for the source (role and organisation, never a person's name); ``by_people`` and ``of_people``
    the phrases for people that ``by`` and ``of`` rest on.
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
