"""Which stored event a freshly assembled draft is: ids are minted once and follow their accounts afterwards.

A pure function of drafts and stored events, so it can be tested without a database.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tocsin.model.event import Event
from tocsin.model.ids import content_id

Stay = Mapping[str, frozenset[str]]
"""Event id -> accounts that keep it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What matching needs of a stored event: its mentions (id -> sentence signature), documents and
    profile. ``told`` holds further types, days and places it was told with, where a person chose others."""

    event_id: str
    mentions: Mapping[str, str]
    documents: frozenset[str]
    sub_event_type: str
    date_start: str | None
    location: str | None
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Former:
    """The accounts that an event had before they changed, or it was merged away or withdrawn (id -> signature)."""

    event_id: str
    revision: int
    mentions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Assignment:
    """``ids[i]`` is the event id of draft ``i``; ``merged`` maps absorbed ids to their successors;
    ``withdrawn`` are ids that nothing tells of any more."""

    ids: tuple[str, ...]
    merged: Mapping[str, str]
    withdrawn: tuple[str, ...]


def mint(mention_ids: Sequence[str], taken: frozenset[str] | set[str] = frozenset()) -> str:
    """A new event id: the content id of the smallest mention id; numbered on in the rare case that it is
    taken."""
    smallest = min(mention_ids)
    event_id = content_id("ev", smallest)
    number = 2
    while event_id in taken:
        event_id = content_id("ev", smallest, number)
        number += 1
    return event_id


def assign(
    drafts: Sequence[Event],
    known: Sequence[Known],
    signatures: Mapping[str, str],
    former: Sequence[Former] = (),
    stay: Stay = MappingProxyType({}),
    restore: bool = False,
    taken: Collection[str] = (),
) -> Assignment:
    """Give every draft an id.

    A draft made of exactly the accounts an event has is that event. With ``restore`` one made of exactly the accounts
    that an event once had, the first that had them, goes before: so taking back what people judged brings back the
    events that it joined or parted, in whatever order it is taken back.

    Stored events are matched by the event mentions they share with a draft; failing that by mentions in an
    unchanged sentence of a new version of a document; failing that a draft made of exactly what an event once was is
    that event (another engine has read in between); failing that by one document, sub-event type and the same date
    or place (a sentence that was rewritten). When an event falls apart, the part with the
    mention that minted the id keeps it; when events grow together, the one that brings more mentions
    survives.

    Args:
        drafts: assembled events; their mention ids do not overlap.
        known: the stored events.
        signatures: sentence signature of every mention of the drafts.
        former: what events were made of earlier, in the order in which it ended.
        stay: accounts that keep an event's id when others are taken out of it.
        restore: whether a person's act is followed.
        taken: further ids that no new event may get.
    """
    current = {item.event_id for item in known}
    pairs = sorted(
        [
            *_staying_pairs(drafts, stay),
            *_scored_pairs(drafts, known, signatures),
            *_former_pairs(drafts, former, signatures, restore),
        ],
        key=lambda pair: (pair[0], min(drafts[pair[1]].mention_ids), pair[2]),
    )
    ids: dict[int, str] = {}
    used: set[str] = set()
    for _, position, event_id in pairs:
        if position not in ids and event_id not in used:
            ids[position] = event_id
            used.add(event_id)
    merged: dict[str, str] = {}
    for score, position, event_id in pairs:
        gone = event_id in current and event_id not in used and event_id not in merged
        if gone and score[0] < 0 and position in ids:
            merged[event_id] = ids[position]
    used_up = current | {item.event_id for item in former} | set(taken)
    result = []
    for position, draft in enumerate(drafts):
        event_id = ids.get(position) or mint(draft.mention_ids, used_up)
        used_up.add(event_id)
        result.append(event_id)
    return Assignment(tuple(result), merged, tuple(sorted(current - used - set(merged))))


_Score = tuple[int, int, int, str]
_Pair = tuple[_Score, int, str]


def _scored_pairs(drafts: Sequence[Event], known: Sequence[Known], signatures: Mapping[str, str]) -> list[_Pair]:
    """Possible pairs of drafts and present events. A score is (rank, -mentions shared, -profile, tie)."""
    by_key: dict[str, set[int]] = defaultdict(set)
    for index, item in enumerate(known):
        keys = [*item.mentions, *item.mentions.values(), *(f"document {d}" for d in item.documents)]
        for key in keys:
            by_key[key].add(index)
    pairs: list[_Pair] = []
    for position, draft in enumerate(drafts):
        keys = [*draft.mention_ids, *(signatures[m] for m in draft.mention_ids)]
        keys += [f"document {source.document_id}" for source in draft.sources]
        for index in sorted(set().union(*(by_key.get(key, set()) for key in keys))):
            score = _score(draft, known[index], signatures)
            if score is not None:
                pairs.append((score, position, known[index].event_id))
    return pairs


def _staying_pairs(drafts: Sequence[Event], stay: Stay) -> list[_Pair]:
    """Drafts that hold accounts which a person left in an event."""
    return [
        ((_STAYING, -len(accounts & set(draft.mention_ids)), 0, ""), position, event_id)
        for event_id, accounts in stay.items()
        for position, draft in enumerate(drafts)
        if accounts & set(draft.mention_ids)
    ]


def _former_pairs(
    drafts: Sequence[Event], former: Sequence[Former], signatures: Mapping[str, str], restore: bool
) -> list[_Pair]:
    """Drafts made of exactly what an event once was, the one that was so first; and, for drafts that would else get a
    new id, of part of it."""
    by_signature: dict[str, set[int]] = defaultdict(set)
    for index, item in enumerate(former):
        for signature in item.mentions.values():
            by_signature[signature].add(index)
    pairs: list[_Pair] = []
    for position, draft in enumerate(drafts):
        own = {signatures[m] for m in draft.mention_ids}
        for index in sorted(set().union(*(by_signature.get(s, set()) for s in own))):
            exact = own == set(former[index].mentions.values())
            rank = (_RESTORED if restore else _BACK) if exact else _PARTLY
            pairs.append(((rank, index, 0, ""), position, former[index].event_id))
    return pairs


# Ranks, best first; below zero the draft has accounts of the event.
_STAYING, _RESTORED, _EXACTLY, _MINTED, _SHARED, _BACK, _ALIKE, _PARTLY = -5, -4, -3, -2, -1, 0, 1, 2


def _score(draft: Event, known: Known, signatures: Mapping[str, str]) -> _Score | None:
    sentences = set(known.mentions.values())
    shared = sum(1 for m in draft.mention_ids if m in known.mentions or signatures[m] in sentences)
    holds_minter = any(content_id("ev", m) == known.event_id for m in draft.mention_ids)
    if shared:
        if {signatures[m] for m in draft.mention_ids} == sentences:
            return (_EXACTLY, -shared, 0, known.event_id)
        # The minting mention outweighs any number of others: a part keeps the id it gave.
        return (_MINTED if holds_minter else _SHARED, -shared, 0, known.event_id)
    day, place = draft.date and draft.date.start.isoformat(), draft.place and draft.place.name
    same_day = day is not None and (day == known.date_start or day in known.told)
    same_place = place is not None and (place == known.location or place in known.told)
    same_type = draft.sub_event_type == known.sub_event_type or draft.sub_event_type in known.told
    documents = {source.document_id for source in draft.sources}
    if same_type and (same_day or same_place) and documents & known.documents:
        return (_ALIKE, 0, -(int(same_day) + int(same_place)), known.event_id)
    return None
