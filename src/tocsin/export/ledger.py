"""The claims ledger of one actor: which acts it claims, denies or is charged with, and what others tell of them.

An act is *confirmed* when a root that is not the actor tells it as its own knowledge, or in another's words than the
actor's; who only relays a claim confirms nothing (CODEBOOK section 6). That nobody claims an act says little: groups
seldom claim the killing of civilians.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tocsin.export.event_json import iso_day
from tocsin.model.document import Span
from tocsin.model.event import Event, Evidence
from tocsin.model.reading import Attribution, AttributionKind, Stance
from tocsin.model.text import name_key

Json = dict[str, Any]


class Standing(StrEnum):
    """How an act stands between an actor and everybody else."""

    CLAIMED_AND_CONFIRMED = "claimed and confirmed"
    CLAIMED_ONLY = "claimed only"
    UNCLAIMED = "confirmed and unclaimed"
    DENIED = "denied"
    ACCUSED = "accused only"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One act. ``delay``: days from the act's last day to the publication of the first report of the claim or denial,
    where both are known; ``statements``: documents in which the actor itself says it, the first published first;
    ``via``: who relayed it; ``accusers``: who charges the actor with it."""

    event: Event
    standing: Standing
    said: Attribution | None
    delay: int | None
    via: tuple[str, ...]
    accusers: tuple[str, ...]
    statements: tuple[str, ...] = ()

    def as_json(self) -> Json:
        """The row for programs."""
        place, said = self.event.place, self.said
        return {
            "event": self.event.event_id,
            "standing": self.standing.value,
            "date_start": iso_day(self.event.date.start) if self.event.date else None,
            "date_end": iso_day(self.event.date.end) if self.event.date else None,
            "country": place.country if place else None,
            "location": place.name if place else None,
            "sub_event_type": self.event.sub_event_type,
            "fatalities_low": self.event.fatalities.low,
            "fatalities_high": self.event.fatalities.high,
            "delay_days": self.delay,
            "statements": list(self.statements),
            "via": list(self.via),
            "accused_by": list(self.accusers),
            "grade": said.grade if said else None,
            "document": said.span.document_id if said else None,
            "quote": said.span.quote if said else None,
        }


def ledger(
    events: Iterable[Event],
    actor_id: str,
    names: Sequence[str],
    own: Collection[str] = frozenset(),
    anonymous: Collection[str] = frozenset(),
) -> tuple[LedgerRow, ...]:
    """The acts among ``events`` that the actor does, claims, denies or is accused of, by date.

    Args:
        actor_id: registry id of the actor.
        names: all its names, to know its voice where a speaker is not resolved.
        own: ids of statements that it issued (``statements.issued_by``); what they tell confirms nothing it claims.
        anonymous: ids of statements of unknown issuers, which may be its own.
    """
    voice = frozenset(name_key(name) for name in names)
    partial = {*own, *anonymous}
    rows = (row for event in events if (row := _row(event, actor_id, voice, own, partial)) is not None)
    return tuple(
        sorted(rows, key=lambda r: (r.event.date is None, r.event.date and r.event.date.start, r.event.event_id))
    )


def totals(rows: Iterable[LedgerRow]) -> dict[str, int]:
    """Number of acts by standing, in the order of ``Standing``."""
    found = Counter(row.standing for row in rows)
    return {standing.value: found[standing] for standing in Standing}


def _row(
    event: Event, actor_id: str, voice: frozenset[str], own: Collection[str], partial: Collection[str]
) -> LedgerRow | None:
    def speaks(a: Attribution) -> bool:
        return a.by_id == actor_id or name_key(a.by) in voice

    def is_of(a: Attribution) -> bool:
        return a.of_id == actor_id or (a.of is not None and name_key(a.of) in voice)

    claims = [a for a in event.attributions if a.kind is AttributionKind.CLAIM and speaks(a)]
    denials = [a for a in event.attributions if a.kind is AttributionKind.DENIAL and speaks(a)]
    charges = [a for a in event.attributions if a.kind is AttributionKind.ACCUSATION and is_of(a)]
    does = event.actor1 is not None and event.actor1.id == actor_id
    confirmed = any(_is_anothers(e, event, voice, [a.span for a in claims], partial) for e in event.evidence)
    if claims:
        standing = Standing.CLAIMED_AND_CONFIRMED if confirmed else Standing.CLAIMED_ONLY
    elif denials:
        standing = Standing.DENIED
    elif does and not charges and confirmed:
        standing = Standing.UNCLAIMED
    elif charges:
        standing = Standing.ACCUSED
    else:
        return None
    said = min(claims or denials, key=lambda a: _published(event, a), default=None)
    accusers = tuple(dict.fromkeys(a.by for a in charges))
    told = sorted((s for s in event.sources if s.document_id in own), key=lambda s: s.published or date.max)
    statements = tuple(s.document_id for s in told) if said is not None else ()
    delay = _delay(event, said, statements)
    return LedgerRow(event, standing, said, delay, said.via if said else (), accusers, statements)


def _is_anothers(
    evidence: Evidence, event: Event, voice: frozenset[str], claims: Sequence[Span], partial: Collection[str]
) -> bool:
    """Whether a row tells, from a report that counts and in other words than the actor's, that the event happened. The
    act that a claim names ("claimed the ambush") is told by the claim."""
    if evidence.field != "modality" or not evidence.chosen or evidence.stance is Stance.DENIED:
        return False
    counted = {s.document_id for s in event.sources if s.independent}
    free = [
        span
        for span in evidence.spans
        if span.document_id not in partial and not any(span.overlaps(claim) for claim in claims)
    ]
    if not any(span.document_id in counted for span in free):
        return False
    return evidence.attributed_to is None or name_key(evidence.attributed_to) not in voice


def _published(event: Event, a: Attribution) -> str:
    days = (s.published for s in event.sources if s.document_id == a.span.document_id)
    return next((day.isoformat() for day in days if day is not None), "9999")


def _delay(event: Event, said: Attribution | None, statements: Sequence[str]) -> int | None:
    if said is None or event.date is None or event.date.precision > 1:
        return None
    telling = {said.span.document_id, *statements}
    days = [s.published for s in event.sources if s.document_id in telling and s.published is not None]
    return (min(days) - event.date.end).days if days else None
