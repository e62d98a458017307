"""What an actor belonged to on a day, for the outputs, from the actors of ``knowledge``."""

from datetime import date
from functools import cache

from tocsin import knowledge


@cache
def above(actor_id: str, day: date | None) -> tuple[tuple[str, str], ...]:
    """Ids and names of that day of what the actor was part of or had become, nearest first. Nothing for an actor that
    no registry holds any more."""
    registry = knowledge.load().actors
    if registry.get(actor_id) is None:
        return ()
    return tuple((one, registry.name_on(one, day)) for one in registry.lineage(actor_id, day)[1:])
