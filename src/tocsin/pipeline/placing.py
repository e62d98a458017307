"""Which event each correction is about today: people's work must survive new engines, new texts and new merges."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.model.event import Event
from tocsin.model.people import Correction
from tocsin.store import Store


@dataclass
class Placed:
    """Corrections in force by an event mention of their cluster; ``homeless`` are those none of whose accounts is
    there any more."""

    by_mention: dict[str, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    homeless: list[Correction] = field(default_factory=list)


def place(store: Store, groups: Sequence[Sequence[str]]) -> Placed:
    """Corrections on clusters of event mentions.

    Where the accounts of a corrected event have come apart, the correction goes with most of them; of equal parts with
    the one that holds the account named first, which gave the event its id.
    """
    corrections = store.corrections(in_force=True)
    placed = Placed()
    if not corrections:
        return placed
    accounts = store.accounts()
    group_of = {mention: number for number, group in enumerate(groups) for mention in group}
    for correction in corrections:
        found = [m for anchor in correction.anchors if (m := accounts.find(anchor)) in group_of]
        if not found:
            placed.homeless.append(correction)
            continue
        votes: dict[int, int] = defaultdict(int)
        for mention in found:
            votes[group_of[mention]] += 1
        best = max(votes, key=lambda n: votes[n])  # of equals the first met
        placed.by_mention[min(groups[best])].append(correction)
    return placed


def carry(store: Store, homeless: Iterable[Correction], drafts: Sequence[Event]) -> Placed:
    """Homeless corrections on the drafts that continue the events they were made on, by their id, through redirects;
    those without any stay homeless."""
    assignment = store.match(drafts)
    redirects: Mapping[str, str | None] = {**store.redirects(), **assignment.merged}
    draft_of = dict(zip(assignment.ids, drafts, strict=True))
    placed = Placed()
    for correction in homeless:
        target: str | None = correction.event_id
        for _ in range(len(redirects) + 1):
            if target is None or target in draft_of:
                break
            target = redirects.get(target)
        draft = draft_of.get(target) if target is not None else None
        if draft is None:
            placed.homeless.append(correction)
        else:
            placed.by_mention[min(draft.mention_ids)].append(correction)
    return placed
