"""Which event each correction is about today: people's work must survive new engines, new texts and new merges."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tocsin.model.event import Event
from tocsin.model.people import Correction
from tocsin.model.reading import Modality
from tocsin.model.values import Count
from tocsin.store import Store


@dataclass
class Placed:
    """Corrections in force by an event mention of their cluster; ``homeless`` are those none of whose accounts is
    there any more."""

    by_mention: dict[str, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    homeless: list[Correction] = field(default_factory=list)


def place(
    store: Store,
    groups: Sequence[Sequence[str]],
    stay: Mapping[str, frozenset[str]] = MappingProxyType({}),
    restore: bool = False,
) -> Placed:
    """Corrections on clusters of event mentions.

    A correction is about the event it was made on, or what that was merged into. Where none of its accounts is there
    any more, it goes with most of them; of equal parts with the one that holds the account named first. ``stay`` and
    ``restore`` as in ``Store.match``.
    """
    corrections = store.corrections(in_force=True)
    placed = Placed()
    if not corrections:
        return placed
    accounts = store.accounts()
    assignment = store.match([_bare(group) for group in groups], stay, restore)
    redirects = {**store.redirects(), **assignment.merged}
    number_of = {event_id: number for number, event_id in enumerate(assignment.ids)}
    group_of = {mention: number for number, group in enumerate(groups) for mention in group}
    for correction in corrections:
        found = [group_of[m] for a in correction.anchors if (m := accounts.find(a)) is not None and m in group_of]
        own = number_of.get(_follow(correction.event_id, number_of, redirects) or "")
        if not found:
            placed.homeless.append(correction)
        else:
            best = own if own is not None and own in found else max(found, key=found.count)  # of equals the first
            placed.by_mention[min(groups[best])].append(correction)
    return placed


def place_some(
    store: Store,
    groups: Sequence[Sequence[str]],
    event_ids: Collection[str],
    stay: Mapping[str, frozenset[str]] = MappingProxyType({}),
    restore: bool = False,
) -> tuple[Placed, set[str]]:
    """As ``place``, for ``groups`` that stand in the place of the present events ``event_ids`` while all others stay as
    they are. Also those of the others that corrections may come to from the events that are replaced. None in force may
    be homeless."""
    corrections = store.corrections(in_force=True)
    placed, moved = Placed(), set[str]()
    if not corrections:
        return placed, moved
    ordered = sorted(groups, key=min)
    assignment = store.match_some([_bare(group) for group in ordered], event_ids, stay, restore)
    redirects = {**store.redirects(), **assignment.merged}
    home = _homes(store, corrections, frozenset(event_ids))
    home |= {m: i for group, i in zip(ordered, assignment.ids, strict=True) for m in group}
    key_of = {i: min(group) for group, i in zip(ordered, assignment.ids, strict=True)}
    left = set(event_ids)
    present = (store.event_ids() - left) | set(key_of)
    accounts = store.accounts({a.document_id for c in corrections for a in c.anchors})
    for correction in corrections:
        found = [home[m] for a in correction.anchors if (m := accounts.find(a)) is not None and m in home]
        own = _follow(correction.event_id, present, redirects)
        best = own if own in found else max(found, key=found.count, default=None)
        if best in key_of:
            placed.by_mention[key_of[best]].append(correction)
        elif best is not None and (
            len(found) < len(correction.anchors) or not key_of.keys().isdisjoint(found) or correction.event_id in left
        ):
            moved.add(best)
    return placed, moved


def _homes(store: Store, corrections: Iterable[Correction], replaced: Container[str]) -> dict[str, str]:
    """The present events, but for those that are replaced, of accounts that corrections stand on."""
    documents = {a.document_id for c in corrections for a in c.anchors}
    accounts = store.accounts(documents)
    found = store.events_of_mentions(accounts.anchors.keys())
    return {mention: event_id for mention, event_id in found.items() if event_id not in replaced}


def is_homeless(store: Store) -> bool:
    """Whether a correction in force stands on no account that counts, and may be carried over all the same. One whose
    document was forgotten has no anchors, and nowhere to go once its event is gone."""
    corrections = store.corrections(in_force=True)
    if not corrections:
        return False
    accounts = store.accounts({a.document_id for c in corrections for a in c.anchors})
    present = store.event_ids() if any(not c.anchors for c in corrections) else frozenset[str]()
    return any(
        all(accounts.find(a) is None for a in c.anchors) and (bool(c.anchors) or c.event_id in present)
        for c in corrections
    )


def _bare(group: Sequence[str]) -> Event:
    """A draft that can be matched by its accounts alone."""
    return Event(
        tuple(group), "", "", "", Modality.ACTUAL, False, None, None, None, None, False, Count(None, None, None)
    )


def _follow(event_id: str, present: Container[str], redirects: Mapping[str, str | None]) -> str | None:
    """The event that is there now in place of ``event_id``."""
    target: str | None = event_id
    for _ in range(len(redirects) + 1):
        if target is None or target in present:
            break
        target = redirects.get(target)
    return target


def carry(
    store: Store,
    homeless: Iterable[Correction],
    drafts: Sequence[Event],
    stay: Mapping[str, frozenset[str]],
    restore: bool,
) -> Placed:
    """Homeless corrections on the drafts that continue the events they were made on, by their id, through redirects;
    those without any stay homeless."""
    assignment = store.match(drafts, stay, restore)
    redirects: Mapping[str, str | None] = {**store.redirects(), **assignment.merged}
    draft_of = dict(zip(assignment.ids, drafts, strict=True))
    placed = Placed()
    for correction in homeless:
        draft = draft_of.get(_follow(correction.event_id, draft_of, redirects) or "")
        if draft is None:
            placed.homeless.append(correction)
        else:
            placed.by_mention[min(draft.mention_ids)].append(correction)
    return placed
