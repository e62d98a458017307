"""From what a person judges (events, accounts, documents) to the pairs of accounts that follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from tocsin.model.errors import UsageError
from tocsin.model.event import Event, Verdict
from tocsin.store import Store


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement ready to be recorded; ``left`` and ``right`` as the log will name them."""

    left: str
    right: str
    verdict: Verdict
    pairs: tuple[tuple[str, str], ...]
    notices: tuple[str, ...] = ()
    stay: Mapping[str, frozenset[str]] = field(default_factory=dict)  # event id -> accounts that keep it


@dataclass(frozen=True, slots=True)
class Account:
    """One account (event mention) of an event, for people to choose from."""

    mention_id: str
    document_id: str
    trigger: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a person named: an event with all its accounts, or one account."""

    name: str
    event: Event
    mention_ids: tuple[str, ...]


def accounts_of(store: Store, event: Event) -> list[Account]:
    """The accounts of an event in the order of its sources and of their texts."""
    wanted = set(event.mention_ids)
    found = []
    for source in dict.fromkeys(s.document_id for s in event.sources):
        reading = store.reading(source)
        for mention in reading.event_mentions if reading is not None else ():
            if mention.id in wanted:
                found.append(Account(mention.id, source, mention.trigger.quote, mention.sentence.quote))
    return found


def judged(store: Store, left: str, right: str, verdict: Verdict) -> Judged:
    """The pairs behind "LEFT and RIGHT are the same" (or different).

    *Same* holds all accounts of both together, and overrules every pair that was judged before; *different* and
    *unsure* need all pairs, so that no account slips past.

    Raises:
        UsageError: an id is unknown, or both are one thing.
    """
    one, other = _thing(store, left), _thing(store, right)
    notices = tuple(_moved(given, thing) for given, thing in ((left, one), (right, other)) if _moved(given, thing))
    if one.event.event_id == other.event.event_id and verdict is not Verdict.SAME:
        one, other = _apart(one, other)
    if set(one.mention_ids) & set(other.mention_ids):
        raise UsageError(
            f"{left} and {right} are one event ({one.event.event_id}) already. To part it: `tocsin judge "
            f"{one.event.event_id} --split ACCOUNT`; `tocsin judge {one.event.event_id}` lists its accounts."
        )
    pairs = {(min(a, b), max(a, b)) for a, b in product(one.mention_ids, other.mention_ids)}
    if verdict is Verdict.SAME:
        everything = sorted({*one.mention_ids, *other.mention_ids})
        # each side holds together by itself, and every account of one to every of the other, so that it outlives any
        pairs |= {(everything[0], later) for later in everything[1:]}
    return Judged(one.name, other.name, verdict, tuple(sorted(pairs)), notices)


def _apart(one: _Thing, other: _Thing) -> tuple[_Thing, _Thing]:
    """Accounts of one event against each other, or one account against the rest of its event."""
    if len(one.mention_ids) == 1 and len(other.mention_ids) > 1:
        rest = tuple(m for m in other.mention_ids if m not in one.mention_ids)
        return one, _Thing(other.name, other.event, rest) if rest else other
    if len(other.mention_ids) == 1 and len(one.mention_ids) > 1:
        second, first = _apart(other, one)
        return first, second
    return one, other


def split_off(store: Store, event: str, parts: Sequence[str]) -> Judged:
    """The pairs behind "these accounts of the event tell another happening": each against each that stays.

    Raises:
        UsageError: a part is no account or document of the event, or nothing would stay.
    """
    thing = _thing(store, event)
    accounts = accounts_of(store, thing.event)
    out = list(dict.fromkeys(m for part in parts for m in _part(part, thing.event, accounts)))
    stay = [m for m in thing.event.mention_ids if m not in out]
    if not stay:
        raise UsageError(f"All accounts of {thing.event.event_id} were named, so nothing would be parted; leave some.")
    pairs = {(min(a, b), max(a, b)) for a, b in product(out, stay)}
    stays = {thing.event.event_id: frozenset(stay)}
    return Judged(thing.event.event_id, ", ".join(out), Verdict.DIFFERENT, tuple(sorted(pairs)), stay=stays)


def _part(part: str, event: Event, accounts: Sequence[Account]) -> list[str]:
    """The accounts that a word of ``--split`` names: an account's id, a document, or the beginning of either."""
    for exact in (True, False):
        fits = str.__eq__ if exact else str.startswith
        found = [a.mention_id for a in accounts if fits(a.mention_id, part) or fits(a.document_id, part)]
        if found:
            return found
    some = ", ".join(f"{a.mention_id[:11]} ({a.document_id})" for a in accounts[:6])
    raise UsageError(f"{part!r} is no account and no document of {event.event_id}; these are: {some}.")


def _thing(store: Store, name: str) -> _Thing:
    """The event or account of an id or its beginning. Raises UsageError."""
    from tocsin.pipeline.people import find_event

    if not name.startswith("em_"):
        event, _ = find_event(store, name)
        return _Thing(event.event_id, event, tuple(sorted(event.mention_ids)))
    found = {m: event_id for event_id, own in store.members().items() for m in own if m.startswith(name)}
    if len(found) != 1:
        number = "several accounts begin" if found else "no account begins"
        raise UsageError(f"{number.capitalize()} with {name!r}; `tocsin judge EVENT` lists the accounts of an event.")
    ((mention_id, event_id),) = found.items()
    event, _ = find_event(store, event_id)
    return _Thing(mention_id, event, (mention_id,))


def _moved(given: str, thing: _Thing) -> str:
    """A sentence when an event that was named has been merged into another."""
    if thing.name.startswith("em_") or thing.name.startswith((given, f"ev_{given}")):
        return ""
    return f"{given} was merged into {thing.name}, which is meant now."


def without_effect(store: Store, found: Judged) -> tuple[str, ...]:
    """Sentences about pairs that did not come out as judged, because another judgement or the scope stands against
    it."""
    event_of = {mention: event_id for event_id, own in store.members().items() for mention in own}
    together = [(a, b) for a, b in found.pairs if event_of.get(a) is not None and event_of.get(a) == event_of.get(b)]
    if found.verdict is Verdict.DIFFERENT and together:
        return (
            f"They are still one event ({event_of[together[0][0]]}): another judgement holds them together. This "
            "one is kept; `tocsin judge --list` shows all.",
        )
    if found.verdict is Verdict.SAME and not together:
        return (
            "They are still two events: another judgement keeps accounts of theirs apart, or documents are not merged "
            "in this database (--no-merge). The judgement is kept; `tocsin judge --list` shows all.",
        )
    return ()
