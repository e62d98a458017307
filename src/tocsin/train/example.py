"""What a training text looks like to the heads, whatever corpus it comes from.

Corpora mark different things. ``Example.marked`` names the labels that a corpus marks exhaustively in this text: only
there does an unmarked word teach "no". A label outside of it may still be marked, and teaches "yes" alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.train.corpus import Mark, MarkedAttribution, MarkedEvent


class Shipping(StrEnum):
    """Whether weights trained on a corpus may ship with Tocsin (see the model card)."""

    OPEN = "open"
    DOUBTFUL = "doubtful"  # left out by ``tocsin train --only-open``
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Example:
    """One text. ``marks``: spans in code points, labels as in ``corpus/labels.yml`` (counts STATUS.SIDE, side "any"
    where the corpus gives none) or SOURCE:LABEL for a corpus' own; ``facts``: labels of the whole text that hold, out
    of ``asked``, the labels of whole texts that the corpus knows."""

    id: str
    source: str
    text: str
    marks: tuple[Mark, ...] = ()
    marked: frozenset[str] = frozenset()
    events: tuple[MarkedEvent, ...] = ()
    attributions: tuple[MarkedAttribution, ...] = ()
    facts: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    group: str = field(default="")  # texts of one group are never split between training and development


def within(examples: Iterable[Example]) -> list[str]:
    """Sentences on examples whose marks lie outside their text or that name facts nobody asked for; empty = well."""
    wrong = []
    for example in examples:
        for mark in example.marks:
            if not 0 <= mark.start < mark.end <= len(example.text):
                wrong.append(f"{example.source} {example.id}: {mark} lies outside a text of {len(example.text)}.")
        if not example.facts <= example.asked:
            wrong.append(f"{example.source} {example.id}: facts {sorted(example.facts - example.asked)} are not asked.")
    return wrong
