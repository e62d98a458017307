"""Why a place is the place of an event, in words for explanations."""

from tocsin.read.rules.chunks import Chunks
from tocsin.read.rules.happenings_groups import clause_numbers
from tocsin.read.rules.places_aside import asides

INHERITED = {
    "place-told-before": "its own sentence names no place; this is the one told last before it",
    "setting-of-text": "its own sentence names no place; this is the town that the text is set in",
    "town-pointed-at": "its own sentence names no place but points back to this town, the one named last before it",
}
"""By rule: why a place of another sentence is the event's."""


def why_here(chunks: Chunks, main: int, place: int) -> tuple[str, ...]:
    """Why a place of the sentence that tells the event is its place, and why others of the sentence are not. ``main``
    and ``place``: positions of the word that tells the event and of the place."""
    clause = clause_numbers(chunks)
    where = "clause" if clause[main] == clause[place] else "sentence"
    return (f"named in the same {where} as '{chunks[main].lower}'", *why_not(chunks))


def why_not(chunks: Chunks) -> tuple[str, ...]:
    """Why places of a sentence are not where something happened."""
    found = []
    for k, reason in asides(chunks).items():
        place = chunks[k].place
        if place is not None:
            found.append(f"not {place.name}: {reason.value}")
    return tuple(found)
