"""Merging what is new: stories and events that new, changed or lost documents and people's acts touch, and no others.

Gives what building everything anew would give, ids apart from what history makes necessary. Everything is looked at
anew where the rules of merging, the scope or the knowledge have changed, on request (``--rebuild``), and while a
correction in force stands on no words at all, and once more when it does again (only all events together tell which
continues the one it was made on).
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tocsin.model.document import Document
from tocsin.model.event import Event, Judgement, Run
from tocsin.model.ids import content_id
from tocsin.model.people import Correction
from tocsin.model.reading import Reading
from tocsin.pipeline.assembling import Act, Assembler, drafts_of
from tocsin.pipeline.digest import MERGING, digest
from tocsin.pipeline.finishing import View, finish_all, finish_some, mark
from tocsin.pipeline.gathering import Gathered, gather
from tocsin.pipeline.options import Report, Tell, silent
from tocsin.pipeline.placing import is_homeless, place_some
from tocsin.pipeline.relatives import update_stories
from tocsin.pipeline.rooms import Rooms, Scope
from tocsin.store import Published, Store

FROM = "neighbours_from"
PEOPLE = "merged_people"
HOMELESS = "merged_homeless"
_SOME = 200
"""Events assembled together."""


def can_update(rooms: Rooms, scope: Scope) -> bool:
    """Whether documents can be merged one portion at a time: with the real rooms, across documents."""
    return rooms.knowledge is not None and scope == "all"


@dataclass(frozen=True, slots=True)
class Update:
    """What has to be published: ``drafts`` in the place of the present ``events``; ``whole``: of all events;
    ``days``: those on which a document told or tells a set that the update touches."""

    drafts: list[Event]
    events: set[str]
    whole: bool
    days: frozenset[str] = frozenset()


def update(store: Store, rooms: Rooms, report: Report, act: Act, *, rebuild: bool, tell: Tell = silent) -> Update:
    """Bring stories and indexes in step with documents, and assemble what that touched; within the caller's
    transaction."""
    if rooms.knowledge is None:
        raise ValueError("rooms without knowledge cannot be updated")
    state = f"all {digest(MERGING)}"
    if rebuild or store.meta(FROM) != state:
        rebuild = True
        store.clear_neighbours()
        store.save_stories(())
    judgements = store.judgements()
    changes = update_stories(store, tell)
    changes.judged = _people(store, judgements)
    homeless = is_homeless(store)
    whole = rebuild or homeless or store.meta(HOMELESS) == "yes"
    store.set_meta(HOMELESS, "yes" if homeless else "no")
    days = mark(store, rooms.knowledge, changes.documents)
    gathered = gather(store, changes, judgements, rooms.knowledge, whole=whole, tell=tell)
    store.set_meta(FROM, state)
    assembler = InPortions(store, rooms, report, gathered.documents, tell)
    if whole:
        drafts = drafts_of(store, assembler, gathered.clusters, report, act)
        return Update(finish_all(store, rooms, drafts, store.marked()), gathered.events, True)
    placed, moved = place_some(store, gathered.clusters, gathered.events, act.stay, act.restore)
    while moved:  # a correction may have come to an event that nothing else touches
        _include(store, gathered, moved)
        placed, moved = place_some(store, gathered.clusters, gathered.events, act.stay, act.restore)
    return Update(assembler.assemble(gathered.clusters, placed.by_mention), gathered.events, False, days)


def _include(store: Store, gathered: Gathered, event_ids: Collection[str]) -> None:
    """Assemble some present events anew, too."""
    members = store.members_of(event_ids)
    gathered.clusters.extend(members.values())
    gathered.events.update(event_ids)
    gathered.documents.update(store.homes_of_mentions([m for ids in members.values() for m in ids]))


def publish(store: Store, rooms: Rooms, found: Update, run: Run, act: Act) -> Published:
    """Publish an update."""
    if found.whole:
        return store.publish(
            found.drafts, why=act.why, who=act.who, run=run, link=rooms.link, stay=act.stay, restore=act.restore
        )

    def finish(events: Sequence[Event]) -> Sequence[Event]:
        return finish_some(store, rooms, events, found.events, found.days)

    return store.publish_some(
        found.drafts, found.events, why=act.why, who=act.who, run=run, finish=finish, stay=act.stay, restore=act.restore
    )


def made_from(store: Store) -> dict[str, str]:
    """Digest of the merged documents, and the engines that read them, as ``merging.made_from``."""
    rows = store.merged_facts()
    return {"documents": content_id("dc", *rows), "engine": ", ".join(store.authors())}


# What people did since the last merge


def _people(store: Store, judgements: Sequence[Judgement]) -> set[str]:
    """Documents about whose accounts people judged or corrected something, or took it back, since the last merge."""
    judged = sorted({(j.left, j.right, j.verdict.value, str(j.at)) for j in judgements})
    known = store.corrections()
    corrected = sorted({(c.id, c.field) for c in known if c.withdrawn is None})
    before = json.loads(store.meta(PEOPLE) or '{"judged": [], "corrected": []}')
    store.set_meta(PEOPLE, json.dumps({"judged": judged, "corrected": corrected}))
    other = set(judged) ^ {tuple(row) for row in before["judged"]}
    mentions = {m for left, right, *_ in other for m in (left, right)}
    acts = set(corrected) ^ {tuple(row) for row in before["corrected"]}
    touched = [c for c in known if (c.id, c.field) in acts]
    documents = {a.document_id for c in touched for a in c.anchors} | store.sources_of({c.event_id for c in touched})
    return documents | set(store.documents_of_mentions(mentions))


# Assembling


class InPortions:
    """Assembles clusters some at a time, with the documents and readings behind these alone."""

    def __init__(
        self,
        store: Store,
        rooms: Rooms,
        report: Report,
        documents: Mapping[str, str],
        tell: Tell = silent,
        view: View | None = None,
    ) -> None:
        self._store = store
        self._told = tell
        self._view = view
        self._rooms = rooms
        self._report = report
        self._home = documents
        self._documents: dict[str, Document] = {}  # of the last portion: clusters of one document follow one another
        self._readings: dict[str, Reading] = {}

    def assemble(self, groups: Sequence[Sequence[str]], corrections: Mapping[str, Sequence[Correction]]) -> list[Event]:
        """Drafts of all clusters that can be assembled."""
        ordered = sorted(groups, key=lambda group: (min(self._home[m] for m in group), group))
        drafts: list[Event] = []
        for start in range(0, len(ordered), _SOME):
            some = ordered[start : start + _SOME]
            names = sorted({self._home[m] for group in some for m in group})
            self._load(names)
            stories = self._store.stories_with(names)
            assembler = Assembler(self._rooms, self._documents, self._readings, stories, self._report)
            drafts += assembler.assemble(some, corrections)
            self._told("events", start + len(some), len(ordered))
        return drafts

    def _load(self, names: Sequence[str]) -> None:
        """Have these documents and their readings at hand, sorted, and no others."""
        new = [d for d in names if d not in self._documents]
        documents = {**self._documents, **self._store.documents_of(new)}
        fresh = self._store.readings_of(new)
        if self._view is not None:
            fresh = {d: self._view(reading) for d, reading in fresh.items()}
        readings = {**self._readings, **fresh}
        self._documents = {d: documents[d] for d in names if d in documents}
        self._readings = {d: readings[d] for d in names if d in readings}
