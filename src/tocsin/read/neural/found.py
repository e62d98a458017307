"""What is found in a text: triggers, events with their parts, attributions, as stretches of words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tocsin.read.neural.labels import SIDES
from tocsin.read.neural.model import Numbers
from tocsin.read.neural.spans import Found
from tocsin.read.rules.against import Against


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event: where it stands, how likely it is one, and what it alone says of the event."""

    span: Found
    likely: float
    types: Numbers
    modalities: Numbers
    background: float
    codable: float


def surest(triggers: Sequence[Trigger]) -> Trigger:
    """The likeliest trigger, of equals the first: an account is called by it."""
    return max(triggers, key=lambda t: (t.likely, -t.span.start))


@dataclass(frozen=True, slots=True)
class Part:
    """A span in a part of an event: how likely it plays it, how likely it is a true one at all, and the sides of
    counted people."""

    span: Found
    likely: float
    true: float
    sides: tuple[float, ...] = ()

    @property
    def side(self) -> str:
        """The likeliest side of counted people."""
        return SIDES[int(np.argmax(self.sides))]


@dataclass
class EventFound:
    """One event of a text. ``triggers`` in the order of the text; ``types``: probabilities in the model's order;
    ``rules``: whether the rules code any of its triggers ("told"), saw and refused it ("refused"), or saw nothing there
    (""); ``needed``: how likely it must be; ``parts`` by label, likeliest first; ``against``: why the rules firmly
    refuse all of its words."""

    triggers: list[Trigger]
    likely: float
    types: Numbers
    modality: str
    background: float
    codable: float
    rules: str = ""
    needed: float = 0.0
    parts: dict[str, list[Part]] = field(default_factory=dict)
    against: Against | None = None


Likely = tuple[tuple[Found, float], ...]
"""Spans with how likely each plays its part, likeliest first."""


@dataclass(frozen=True, slots=True)
class AttributionFound:
    """Somebody claims, denies, accuses or confirms: the word, who by, of whom, through whom, and numbers of the events
    with how likely it is about each."""

    kind: str
    cue: Found
    by: Likely
    of: Likely
    via: Likely
    events: Mapping[int, float]
    likely: float


@dataclass(frozen=True)
class Decoded:
    """All that was found in a text; events in the order of their first triggers. ``unlikely``: those that fall short of
    the threshold."""

    events: tuple[EventFound, ...]
    attributions: tuple[AttributionFound, ...] = ()
    unlikely: tuple[EventFound, ...] = ()

    @property
    def triggers(self) -> Iterator[Trigger]:
        """Those of the events that are kept."""
        return (trigger for event in self.events for trigger in event.triggers)


def parted(decoded: Decoded, refuse: Callable[[EventFound], Against | None]) -> Decoded:
    """The same with the events for which there is a reason against counted among the unlikely ones."""
    against = [refuse(event) for event in decoded.events]
    numbers = {old: new for new, old in enumerate(k for k, reason in enumerate(against) if reason is None)}
    refused = (
        replace(event, against=reason)
        for event, reason in zip(decoded.events, against, strict=True)
        if reason is not None
    )
    return Decoded(
        tuple(decoded.events[k] for k in numbers),
        tuple(a for own in decoded.attributions if (a := renumbered(own, numbers)) is not None),
        (*decoded.unlikely, *refused),
    )


def joined(chapters: Sequence[Decoded]) -> Decoded:
    """What was found in the chapters of a text, one behind the other."""
    events: list[EventFound] = []
    speech: list[AttributionFound] = []
    for chapter in chapters:
        numbers = {k: len(events) + k for k in range(len(chapter.events))}
        speech += [a for own in chapter.attributions if (a := renumbered(own, numbers)) is not None]
        events += chapter.events
    return Decoded(tuple(events), tuple(speech), tuple(e for chapter in chapters for e in chapter.unlikely))


def renumbered(found: AttributionFound, numbers: Mapping[int, int]) -> AttributionFound | None:
    """The attribution with the new numbers of its events; ``None`` when none of them is left."""
    events = {numbers[k]: value for k, value in found.events.items() if k in numbers}
    return replace(found, events=events) if events else None
