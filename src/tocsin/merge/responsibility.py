"""Who claims, denies, accuses and confirms, told once: one row a kind, speaker, side and chain of relays."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tocsin.knowledge.publishers import Publishers
from tocsin.merge.case import Case
from tocsin.merge.relations import is_named
from tocsin.model.reading import Attribution, AttributionKind
from tocsin.model.values import ActorValue


def attributions(case: Case, doer: ActorValue | None) -> tuple[Attribution, ...]:
    """Responsibility statements of a case; the first report's words stand. ``doer``: the side that acted.

    An organisation that speaks of its own deed claims it ("JNIM said the attack was an answer to …"). The same words
    read once with and once without their relay are one statement. Who only relays a statement ("claimed by A, according
    to B") does not confirm the happening by that (CODEBOOK section 6: count roots, not relays).
    """
    number = {d.id: n for n, d in enumerate(case.reports)}
    said = _with_relays([_claimed(a, doer) for a in case.attributions], case.knowledge.publishers)
    ordered = sorted(said, key=lambda a: (number[a.span.document_id], a.span.start, a.id))
    kept: dict[tuple[object, ...], Attribution] = {}
    for a in ordered:
        kept.setdefault((*_who(a), a.via), a)
    return tuple(a for a in kept.values() if not _without_relay(a, kept.values()) and not _is_relay(a, kept.values()))


def _claimed(a: Attribution, doer: ActorValue | None) -> Attribution:
    own = doer is not None and is_named(doer) and doer.id is not None and a.by_id == doer.id
    return replace(a, kind=AttributionKind.CLAIM) if own and a.kind is AttributionKind.CONFIRMATION else a


def _with_relays(said: Sequence[Attribution], outlets: Publishers) -> list[Attribution]:
    """A registered outlet or monitor that says in the words of a claim or denial that it was made is its relay:
    "claimed by A, B said"."""
    own = [a for a in said if a.kind in (AttributionKind.CLAIM, AttributionKind.DENIAL) and not a.via]
    relays = {
        (a.id, o.id): o.by
        for a in own
        for o in said
        if o.kind is AttributionKind.CONFIRMATION and _meets(a, o) and outlets.find(o.by) is not None
    }
    spent = {confirmation for _, confirmation in relays}
    via = {claim: tuple(dict.fromkeys(by for (c, _), by in relays.items() if c == claim)) for claim, _ in relays}
    return [replace(a, via=via[a.id]) if a.id in via else a for a in said if a.id not in spent]


def _who(a: Attribution) -> tuple[object, ...]:
    return a.kind, a.by_id or a.by.casefold(), a.of_id or (a.of or "").casefold()


def _meets(left: Attribution, right: Attribution) -> bool:
    return left.span.document_id == right.span.document_id and left.span.overlaps(right.span)


def _without_relay(a: Attribution, others: Iterable[Attribution]) -> bool:
    """Whether another reading of the same words has the relay as well."""
    return not a.via and any(o.via and _who(o) == _who(a) and _meets(a, o) for o in others)


def _is_relay(a: Attribution, others: Iterable[Attribution]) -> bool:
    """Whether a confirmation is by somebody who, in the same words, relays what another says."""
    return a.kind is AttributionKind.CONFIRMATION and any(
        o.kind is not AttributionKind.CONFIRMATION
        and _meets(a, o)
        and a.by.casefold() in {name.casefold() for name in o.via}
        for o in others
    )
