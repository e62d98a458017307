"""Who claims, denies, accuses and confirms, told once: one row a kind, speaker, side and chain of relays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tocsin.knowledge.actors import ActorRegistry
from tocsin.knowledge.publishers import Publishers
from tocsin.merge.case import Case
from tocsin.merge.relations import is_generic
from tocsin.model.reading import Attribution, AttributionKind, Prop
from tocsin.model.values import ActorValue, Side

SPEECH = "speech"
_OF_A_STATE = frozenset({"State forces", "External forces"})


HARM = frozenset({"Explosions/Remote violence", "Violence against civilians"})
"""Event types whose doer can be blamed. Whoever tells of a battle, an arrest or a demonstration only confirms it."""
_BLAMED_SUB_TYPES = frozenset({"Excessive force against protesters", "Looting/property destruction"})


@dataclass(frozen=True)
class Deed:
    """What the statements are about: who acted, what type of event it is, and the country it happened in."""

    doer: ActorValue | None
    event_type: str | None = None
    sub_event_type: str | None = None
    country: str | None = None
    contested: bool = False  # the side that is said to have acted denies it
    named: frozenset[str] = frozenset()  # event mentions whose own words name who acted

    @property
    def organised(self) -> bool:
        """Whether somebody acted who can claim it or be blamed for it: no crowd, nobody unidentified."""
        return self.doer is not None and not is_generic(self.doer)

    @property
    def of_a_crowd(self) -> bool:
        """Whether a crowd acted, whoever stood against it: authorities that tell of it confirm it."""
        return self.sub_event_type in ("Mob violence", "Violent demonstration", "Peaceful protest")

    @property
    def harmful(self) -> bool:
        """Whether it is something to be blamed for."""
        return self.event_type in HARM or self.sub_event_type in _BLAMED_SUB_TYPES


def attributions(case: Case, deed: Deed) -> tuple[Attribution, ...]:
    """Responsibility statements of a case; the first report's words stand.

    The same words read once with and once without their relay are one statement. Who only relays a statement ("claimed
    by A, according to B") does not confirm the happening by that (CODEBOOK section 6: count roots, not relays).
    """
    number = {d.id: n for n, d in enumerate(case.reports)}
    told = _with_relays(case.attributions, case.knowledge.publishers)
    doer = deed.doer.id if deed.doer is not None else None
    contested = doer is not None and any(a.kind is AttributionKind.DENIAL and a.by_id == doer for a in told)
    named = {t.assertion.event_mention_id for t in case.told(Prop.ACTOR1, ActorValue) if t.value.id == doer}
    deed = replace(deed, contested=contested, named=frozenset(named))
    said = [judged(a, deed, case.knowledge.actors) for a in told if not _is_relay(a, told)]
    ordered = sorted(said, key=lambda a: (number[a.span.document_id], a.span.start, a.id))
    kept: dict[tuple[object, ...], Attribution] = {}
    for a in _with_later_relays(ordered):
        kept.setdefault((*_who(a), a.via), a)
    rows = list(kept.values())
    agency = {d.id: d.agency for d in case.reports}
    told_once = (a for a in rows if not (_is_told_better(a, rows) or _says_more(a, rows)))
    return tuple(_through(a, agency[a.span.document_id]) for a in told_once)


def _through(a: Attribution, agency: str | None) -> Attribution:
    """The statement with the agency that wrote the report as its last relay."""
    known = {name.casefold() for name in (a.by, *a.via)}
    return a if agency is None or agency.casefold() in known else replace(a, via=(*a.via, agency))


def judged(a: Attribution, deed: Deed, actors: ActorRegistry) -> Attribution:
    """What a report of somebody's words is, once it is known who acted: the doer's side claims its deed; of another
    organised doer's harm it is an accusation; else a confirmation. Where the text says what kind it is ("denied",
    "blamed"), it is that kind, but an organisation that speaks of its own deed claims it ("JNIM said the attack was an
    answer to …")."""
    if a.kind is AttributionKind.CONFIRMATION and a.of_id is not None and deed.harmful and a.of_id != a.by_id:
        return replace(a, kind=AttributionKind.ACCUSATION)
    if deed.doer is None or not deed.organised or a.kind is AttributionKind.DENIAL:
        return a
    if _is_of_doer(a, deed, deed.doer, actors):
        own = a.kind is AttributionKind.CONFIRMATION and not (deed.of_a_crowd and a.rule == SPEECH)
        return replace(a, kind=AttributionKind.CLAIM, of=deed.doer.name, of_id=deed.doer.id) if own else a
    if deed.contested and a.kind is AttributionKind.CLAIM and a.of_id == deed.doer.id:
        return replace(a, kind=AttributionKind.ACCUSATION)
    if a.rule != SPEECH or a.kind is AttributionKind.ACCUSATION:
        return a
    if deed.of_a_crowd:
        return replace(a, kind=AttributionKind.CONFIRMATION, of=None, of_id=None)
    if deed.harmful and a.event_mention_id in deed.named:  # who counts the dead and names nobody blames nobody
        return replace(a, kind=AttributionKind.ACCUSATION, of=deed.doer.name, of_id=deed.doer.id)
    return replace(a, kind=AttributionKind.CONFIRMATION, of=None, of_id=None)


def _is_of_doer(a: Attribution, deed: Deed, doer: ActorValue, actors: ActorRegistry) -> bool:
    """Whether a speaker is of the side that acted: the same organisation, an office or force of the same state, or an
    unnamed voice of the rebels."""
    if a.by_id is not None and a.by_id == doer.id:
        return True
    if a.rule != SPEECH or deed.contested:
        return False
    if a.by_id is not None:
        speaker = actors.value(a.by_id) if actors.get(a.by_id) is not None else None
        return speaker is not None and {speaker.type, doer.type} <= _OF_A_STATE and speaker.country == doer.country
    if a.speaks_for is Side.STATE:
        return doer.type == "State forces" and deed.country is not None and doer.country == deed.country
    return a.speaks_for is Side.REBEL and doer.type == "Rebel group"


def _says_more(a: Attribution, others: Iterable[Attribution]) -> bool:
    """Whether the speaker of a confirmation also claims, blames or denies: that he speaks of it is said by that; and
    whether an accusation without a side is one with it as well."""
    own = [o for o in others if o is not a and (o.by.casefold() == a.by.casefold() or (a.by_id and o.by_id == a.by_id))]
    if a.kind is AttributionKind.CONFIRMATION:
        return any(o.kind is not AttributionKind.CONFIRMATION for o in own)
    return a.kind is AttributionKind.ACCUSATION and a.of is None and any(o.kind is a.kind and o.of for o in own)


def _is_told_better(a: Attribution, others: Iterable[Attribution]) -> bool:
    """Whether another statement of the kind is by the same speaker, with more words for him ("President" beside
    "President Ana Sol"), in the same document."""
    by = a.by.casefold()
    return any(
        o is not a and o.kind is a.kind and o.span.document_id == a.span.document_id and set(a.via) <= set(o.via)
        and (a.of_id, a.of) in ((o.of_id, o.of), (None, None))
        and by != o.by.casefold() and f" {by} " in f" {o.by.casefold().replace(',', ' ')} "
        for o in others
    )  # fmt: skip


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


def _with_later_relays(said: Sequence[Attribution]) -> list[Attribution]:
    """A speaker's statement that a report tells twice, directly and with who passed it on, is one, with the relays: its
    first words stand. What was passed on by different ways only is one row each."""
    told: dict[tuple[object, ...], list[Attribution]] = {}
    for a in said:
        told.setdefault((a.span.document_id, a.by.casefold(), *_who(a)), []).append(a)
    taken: set[str] = set()
    better: dict[str, Attribution] = {}
    for own in told.values():
        direct, passed = [a for a in own if not a.via], [a for a in own if a.via]
        if direct and passed:
            better[own[0].id] = replace(own[0], via=passed[0].via)
            taken |= {a.id for a in (*direct, passed[0])} - {own[0].id}
    return [better.get(a.id, a) for a in said if a.id not in taken]


def _is_relay(a: Attribution, others: Iterable[Attribution]) -> bool:
    """Whether a confirmation is by somebody who, in the same words, relays what another says."""
    return a.kind is AttributionKind.CONFIRMATION and any(
        o.kind is not AttributionKind.CONFIRMATION
        and _meets(a, o)
        and a.by.casefold() in {name.casefold() for name in o.via}
        for o in others
    )
