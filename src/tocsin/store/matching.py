"""Which stored event a freshly assembled draft is: ids are minted once and follow their accounts afterwards.

A pure function of drafts and stored events, so it can be tested without a database.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.model.event import Event
from tocsin.model.ids import content_id


@dataclass(frozen=True, slots=True)
class Known:
    """What matching needs of a stored event: its mentions (id -> sentence signature), documents and
    profile."""

    event_id: str
    mentions: Mapping[str, str]
    documents: frozenset[str]
    sub_event_type: str
    date_start: str | None
    location: str | None


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


def assign(drafts: Sequence[Event], known: Sequence[Known], signatures: Mapping[str, str]) -> Assignment:
    """Give every draft an id.

    Stored events are matched by the event mentions they share with a draft; failing that by mentions in an
    unchanged sentence of a new version of a document; failing that by one document, sub-event type and the
    same date or place (a sentence that was rewritten). When an event falls apart, the part with the
    mention that minted the id keeps it; when events grow together, the one that brings more mentions
    survives.

    Args:
        drafts: assembled events; their mention ids do not overlap.
        known: the stored events.
        signatures: sentence signature of every mention of the drafts.
    """
    pairs = _scored_pairs(drafts, known, signatures)
    ids: dict[int, str] = {}
    used: set[str] = set()
    for _, position, event_id in pairs:
        if position not in ids and event_id not in used:
            ids[position] = event_id
            used.add(event_id)
    merged: dict[str, str] = {}
    for score, position, event_id in pairs:
        if event_id not in used and event_id not in merged and score[0] < 0 and position in ids:
            merged[event_id] = ids[position]
    taken = {item.event_id for item in known}
    result = []
    for position, draft in enumerate(drafts):
        event_id = ids.get(position) or mint(draft.mention_ids, taken)
        taken.add(event_id)
        result.append(event_id)
    gone = {item.event_id for item in known} - used - set(merged)
    return Assignment(tuple(result), merged, tuple(sorted(gone)))


_Score = tuple[int, int, int, str]
_Pair = tuple[_Score, int, str]


def _scored_pairs(drafts: Sequence[Event], known: Sequence[Known], signatures: Mapping[str, str]) -> list[_Pair]:
    """Possible pairs, best first. A score is (-mentions or sentences shared, -minting mention, -profile,
    tie)."""
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
    pairs.sort(key=lambda pair: (pair[0], min(drafts[pair[1]].mention_ids), pair[2]))
    return pairs


def _score(draft: Event, known: Known, signatures: Mapping[str, str]) -> _Score | None:
    sentences = set(known.mentions.values())
    shared = sum(1 for m in draft.mention_ids if m in known.mentions or signatures[m] in sentences)
    holds_minter = any(content_id("ev", m) == known.event_id for m in draft.mention_ids)
    if shared:
        # The minting mention outweighs any number of others: a part keeps the id it gave.
        return (-2 if holds_minter else -1, -shared, 0, known.event_id)
    same_day = draft.date is not None and draft.date.start.isoformat() == known.date_start
    same_place = draft.place is not None and draft.place.name == known.location
    documents = {source.document_id for source in draft.sources}
    if draft.sub_event_type == known.sub_event_type and (same_day or same_place) and documents & known.documents:
        return (0, 0, -(int(same_day) + int(same_place)), known.event_id)
    return None
