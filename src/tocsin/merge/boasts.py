"""In news, what a side says of the losses it caused, beside what others say: the most they can be (CODEBOOK, 5).

"The militants said they had killed 20 officials. The mayor said seven people had died": seven, and at most 20. Where
nobody else gives a figure the side's word stands as the report's own, as it does in the report (statements by the side
itself are read more strictly: ``claimed.py``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tocsin.merge.case import Case
from tocsin.merge.counts import figure
from tocsin.model.document import DocumentKind
from tocsin.model.reading import AttributionKind, Prop
from tocsin.model.values import ActorValue, Count, Side

if TYPE_CHECKING:
    from tocsin.merge.tolls import ToldVictims, Toll

_SIDES = {
    "State forces": Side.STATE, "External/Other forces": Side.STATE, "Rebel group": Side.REBEL,
    "Political militia": Side.MILITIA, "Identity militia": Side.MILITIA,
}  # fmt: skip
_END = re.compile(r"[.!?…]['\"”’]?\s|\n")
_REACH = 90  # characters from the words of a claim to the figure that they say


def boasts(figures: "Sequence[ToldVictims]", text: str, case: Case) -> "list[ToldVictims]":
    """The figures that a side says of others than its own people; none where nobody else gives a figure."""
    own = {d.id for d in case.reports if d.kind is DocumentKind.STATEMENT}
    claims = [a for a in case.attributions if a.kind is AttributionKind.CLAIM and a.span.document_id not in own]
    sides = (*case.told(Prop.ACTOR1, ActorValue), *case.told(Prop.ACTOR2, ActorValue))
    kinds = {t.value.id: _SIDES.get(t.value.type or "") for t in sides if t.value.id is not None}
    found = [
        told for told in figures
        if any(_says(claim.span.document_id, claim.span.start, claim.span.end, told, text)
               and told.value.side is not kinds.get(claim.by_id) for claim in claims if claim.by_id in kinds)
    ]  # fmt: skip
    others = [told for told in figures if told not in found and figure(told.value.count)]
    return found if others else []


def _says(document: str, start: int, end: int, told: "ToldVictims", text: str) -> bool:
    """Whether the words of a claim [start, end) say a figure: it stands in them, or soon behind in their sentence."""
    span = told.assertion.spans[0]
    if document != told.document_id or span.start < start or span.start > end + _REACH:
        return False
    return _END.search(text, end, max(end, span.start)) is None


def at_most(toll: "Toll", boasted: "Sequence[ToldVictims]") -> "Toll":
    """A toll with what a side boasts of as its upper bound."""
    most = max((figure(told.value.count) or 0 for told in boasted), default=0)
    total = toll.total
    if most <= (total.high if total.high is not None else figure(total) or 0):
        return toll
    return replace(toll, total=Count(total.low, total.best, most, total.words))
