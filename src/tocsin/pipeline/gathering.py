"""Events kept in step with accounts: only those are put together anew that new, changed or lost accounts touch.

The clusters are those of ``merge.cluster`` over all documents: pairs judged the same are kept on disk, and whatever
hangs together by them, by copied words or by what people judged is joined as a whole.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.knowledge import Knowledge
from tocsin.merge import gathering as merge
from tocsin.merge.spots import Spot
from tocsin.merge.tellings import Telling
from tocsin.model.event import Judgement, Story
from tocsin.pipeline.options import Tell, silent
from tocsin.pipeline.portions import accounts_in, portions
from tocsin.pipeline.relatives import Changes
from tocsin.store import Store, TellingRow

Clusters = list[tuple[str, ...]]
_SOME = 300
"""Documents or tellings read together."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """``clusters`` to assemble, in the place of the present ``events``; ``documents``: where each event mention of the
    clusters stands."""

    clusters: Clusters
    events: set[str]
    documents: dict[str, str]


def gather(
    store: Store,
    changes: Changes,
    judgements: Sequence[Judgement],
    knowledge: Knowledge,
    *,
    whole: bool,
    tell: Tell = silent,
) -> Gathered:
    """Bring tellings in step with documents, stories and judgements, and cluster what that touched; ``whole``: all.
    ``tell`` hears how far it is."""
    seeds = _Tellings(store, judgements, knowledge).update(changes.documents, tell)
    joining = _Joining(store, judgements, knowledge)
    if whole:
        clusters = joining.clusters(store.all_tellings())
        return Gathered(clusters, store.event_ids(), joining.documents)
    lost = accounts_in(store, changes.documents)
    mentions = {m for ids in _members(store, lost).values() for m in ids}
    clusters = joining.clusters({*seeds, *_tellings_of(store, mentions)})
    old = _members(store, lost | joining.events)
    now = set(clusters)
    kept = {e: ids for e, ids in old.items() if ids in now and not _is_changed(ids, joining.documents, changes)}
    stay = set(kept.values())
    return Gathered([c for c in clusters if c not in stay], set(old) - set(kept), joining.documents)


def _is_changed(mention_ids: tuple[str, ...], home: Mapping[str, str], changes: Changes) -> bool:
    touched = changes.documents
    return any(home[m] in touched for m in mention_ids)


def _members(store: Store, event_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for portion in portions(sorted(event_ids)):
        found |= store.members_of(portion)
    return found


def _tellings_of(store: Store, mentions: Collection[str]) -> set[str]:
    return {t for portion in portions(sorted(mentions)) for t in store.telling_of_mentions(portion).values()}


class _Tellings:
    """Draws tellings anew and compares the new ones with those they may be one event with."""

    def __init__(self, store: Store, judgements: Sequence[Judgement], knowledge: Knowledge) -> None:
        self._store = store
        self._judgements = judgements
        self._knowledge = knowledge
        self._read = lru_cache(maxsize=10_000)(merge.read_telling)

    def update(self, documents: Collection[str], tell: Tell) -> set[str]:
        """Draw the tellings of ``documents`` and of all in their stories; those that may belong elsewhere now."""
        seeds: set[str] = set()
        fresh: dict[str, str] = {}
        gone = set(documents)
        drawn = 0
        for stories in _by_story(self._store, documents):
            ids = sorted({m.document_id for s in stories for m in s.members})
            gone -= set(ids)
            touched, new = self._draw(ids, stories)
            seeds |= touched
            fresh |= new
            drawn += len(ids)
            tell("documents", drawn, max(drawn, len(documents)))
        for portion in portions(sorted(gone)):
            seeds |= self._drop(self._store.tellings_of(portion))
        compared: set[str] = set()
        for portion in portions(sorted(fresh, key=lambda t: (fresh[t], t)), _SOME):
            self._store.put_telling_pairs(self._compared(portion, compared))
            compared |= set(portion)
            tell("accounts", len(compared), len(fresh))
        return seeds | set(fresh)

    def _draw(self, ids: Sequence[str], stories: Sequence[Story]) -> tuple[set[str], dict[str, str]]:
        """Tellings of some documents with those that lost a neighbour; and the new ones, each with its first key, so
        that those of one country and time can be compared together."""
        store = self._store
        readings = store.readings_of(ids)
        documents = store.documents_of(readings)
        drawn = merge.draw_tellings(documents, readings, stories, self._judgements, self._knowledge)
        rows = {d.telling.id: TellingRow(d.telling.id, d.telling.document_id, d.body, d.twins, d.keys) for d in drawn}
        old = store.tellings_of(ids)
        twins: dict[str, dict[str, str | None]] = defaultdict(dict)
        for telling_id, mention, twin, _ in store.telling_mentions(old):
            twins[telling_id][mention] = twin
        same = {t for t, (_, body) in old.items() if t in rows and rows[t].body == body and rows[t].twins == twins[t]}
        touched = self._drop([t for t in old if t not in same])
        fresh = [row for t, row in rows.items() if t not in same]
        store.put_tellings(fresh)
        return touched | set(rows), {row.telling_id: row.keys[0] if row.keys else "" for row in fresh}

    def _drop(self, telling_ids: Iterable[str]) -> set[str]:
        """Take tellings away; those that were judged the same with them."""
        ids = list(telling_ids)
        pairs = self._store.telling_pairs(ids)
        self._store.drop_tellings(ids)
        return {t for left, right, _ in pairs for t in (left, right)} - set(ids)

    def _compared(self, fresh: Sequence[str], compared: set[str]) -> Iterator[tuple[str, str, float]]:
        """Pairs judged the same of some new tellings with any others but those ``compared`` with them before."""
        bodies = self._store.telling_bodies(fresh)
        new = [self._read(body) for body in bodies.values()]
        asking = merge.asking(new)
        near: dict[str, set[Spot]] = defaultdict(set)  # tellings, with the spots of those new ones that ask for them
        for key, found in self._store.same_keys(asking).items():
            for telling_id in found:
                near[telling_id] |= asking[key]
        others: list[Telling] = []
        for portion in portions(sorted(near.keys() - set(fresh) - compared)):
            bodies = self._store.telling_bodies(portion)
            others += [self._read(body) for t, body in bodies.items() if merge.may_meet(body, near[t])]
        return merge.same_pairs(new, others, self._knowledge)


def _by_story(store: Store, documents: Collection[str]) -> Iterator[list[Story]]:
    """The stories of some documents, each once, some documents at a time."""
    stories: dict[str, Story] = {}
    for portion in portions(sorted(documents)):
        stories |= {s.id: s for s in store.stories_with(portion)}
    held: list[Story] = []
    for story in stories.values():
        held.append(story)
        if sum(len(s.members) for s in held) >= _SOME:
            yield held
            held = []
    if held:
        yield held


class _Joining:
    """Clusters of all that hangs together with some tellings. ``documents``: of each event mention met; ``events``: the
    present events of them."""

    def __init__(self, store: Store, judgements: Sequence[Judgement], knowledge: Knowledge) -> None:
        self._store = store
        self._judgements = judgements
        self._knowledge = knowledge
        self._ruled: dict[str, set[str]] = defaultdict(set)
        for left, right in merge.held_together(judgements):
            self._ruled[left].add(right)
            self._ruled[right].add(left)
        self._mentions: dict[str, list[str]] = defaultdict(list)  # telling -> event mentions
        self._twins: dict[str, str] = {}
        self._pairs: dict[tuple[str, str], float] = {}
        self.documents: dict[str, str] = {}
        self.events: set[str] = set()

    def clusters(self, seeds: Iterable[str]) -> Clusters:
        """Clusters of event mentions, each sorted."""
        front, met = set(seeds), set[str]()
        while front:
            reached: set[str] = set()
            for portion in portions(sorted(front)):
                reached |= self._around(portion)
            met |= front
            front = reached - met
        right_of: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for (left, right), points in self._pairs.items():
            right_of[left].append((right, points))
        found: Clusters = []
        for some in self._together():
            if len(some) == 1:
                found.append(tuple(sorted(self._mentions[some[0]])))
            else:
                found += self._joined(some, right_of)
        return sorted(found)

    def _around(self, telling_ids: Sequence[str]) -> set[str]:
        """Tellings that something holds together with some others, or that are in one event with them now."""
        store = self._store
        own, twins = set[str](), dict[str, str]()
        for telling_id, mention, twin, document_id in store.telling_mentions(telling_ids):
            self._mentions[telling_id].append(mention)
            self.documents[mention] = document_id
            own.add(mention)
            if twin is not None:
                twins[mention] = twin
        self._twins |= twins
        pairs = store.telling_pairs(telling_ids)
        self._pairs |= {(left, right): points for left, right, points in pairs}
        events = set(store.events_of_mentions(own).values())
        self.events |= events
        beside = {m for ids in store.members_of(events).values() for m in ids}
        beside |= set(twins.values())
        beside |= {other for mention in own for other in self._ruled.get(mention, ())}
        reached = {t for left, right, _ in pairs for t in (left, right)}
        return reached | set(store.telling_of_mentions(beside).values()) | set(store.copies_of_mentions(own))

    def _together(self) -> list[list[str]]:
        """The tellings met, in groups that nothing holds together with others."""
        group = {t: [t] for t in self._mentions}
        home = {m: t for t, mentions in self._mentions.items() for m in mentions}
        ruled = ((m, o) for m in home for o in self._ruled.get(m, ()) if o in home)
        ties = [*self._pairs, *((home[a], home[b]) for a, b in (*self._twins.items(), *ruled) if b in home)]
        for left, right in ties:
            here, there = group[left], group[right]
            if here is not there:
                small, large = sorted((here, there), key=len)
                large += small
                group.update(dict.fromkeys(small, large))
        return [sorted(g) for g in {id(g): g for g in group.values()}.values()]

    def _joined(self, some: Sequence[str], right_of: Mapping[str, Sequence[tuple[str, float]]]) -> Clusters:
        """The clusters of tellings that hang together."""
        bodies: dict[str, str] = {}
        for portion in portions(some):
            bodies |= self._store.telling_bodies(portion)
        twins = sorted((m, self._twins[m]) for t in some for m in self._mentions[t] if m in self._twins)
        pairs = [(left, right, points) for left in some for right, points in right_of.get(left, ())]
        tellings = [merge.read_telling(body) for body in bodies.values()]
        return list(merge.join(tellings, pairs, twins, self._judgements, self._knowledge))
