"""Events without some classes of sources: each put together anew from what remains, by the rules of every merge.

Nothing is stored. Readings lose what speakers of the classes say; documents of their outlets are not there, nor are
copies of these; accounts that then tell nothing any more leave their event. Which accounts are one event is not asked
again: that they are is knowledge of the happening, not of who told it. Events that lose nothing are taken as they are,
others go through ``merge.assemble_all`` with people's corrections, and all through the passes that look at several.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tocsin.model.document import Document
from tocsin.model.errors import UsageError
from tocsin.model.event import Event
from tocsin.model.people import Correction
from tocsin.model.reading import Flag, Reading
from tocsin.pipeline.assembling import Assembler, OneByOne, within_documents
from tocsin.pipeline.finishing import finish_all
from tocsin.pipeline.leaving_out import LeavingOut, remains
from tocsin.pipeline.merging import SCOPE, STATE, merge_state
from tocsin.pipeline.options import Report
from tocsin.pipeline.placing import place
from tocsin.pipeline.portions import portions
from tocsin.pipeline.rooms import Rooms, real_rooms
from tocsin.pipeline.updating import InPortions
from tocsin.store import EventFilter, Store, passing


@dataclass(frozen=True)
class Without:
    """What was left out: classes, documents, and words of speakers (assertions and attributions); events of the filter
    that nothing tells any more (``untold``), that no longer pass it (``failing``); how many are put together anew."""

    classes: tuple[str, ...]
    documents: tuple[str, ...] = ()
    words: int = 0
    anew: int = 0
    untold: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()

    def sentence(self) -> str:
        """One sentence for people and manifests."""
        return (
            f"Without {', '.join(self.classes)} sources: documents left out: {len(self.documents)}, statements of "
            f"speakers left out: {self.words}; events put together anew: {self.anew}, told by nothing else: "
            f"{len(self.untold)}, no longer passing the filters: {len(self.failing)}."
        )


@dataclass(frozen=True)
class Seen:
    """Events as a filter sees them; ``without`` where sources were left out."""

    events: Iterable[Event]
    without: Without | None = None


def seen(store: Store, wanted: EventFilter | None = None, rooms: Rooms | None = None) -> Seen:
    """The events that pass, put together without the sources that ``wanted.without`` leaves out.

    Raises:
        UsageError: sources are to be left out of a database whose events were made by other rules than today's.
    """
    wanted = wanted or EventFilter()
    if not wanted.without:
        return Seen(store.events(wanted))
    plain = replace(wanted, without=())
    found = recompute(store, rooms or real_rooms(), wanted.without)
    shown = passing(found.events, plain)
    before = {event.event_id for event in store.events(plain)}
    untold = sorted(before & set(found.untold))
    failing = sorted(before - set(found.untold) - {event.event_id for event in shown})
    anew = sum(event.event_id in found.anew for event in shown)
    told = Without(wanted.without, tuple(sorted(found.documents)), found.words, anew, tuple(untold), tuple(failing))
    return Seen(shown, told)


@dataclass
class Recomputed:
    """All events there are without some sources; ids of those put together anew, and of those untold."""

    events: list[Event]
    anew: frozenset[str]
    untold: tuple[str, ...]
    documents: frozenset[str]
    words: int


@dataclass
class _Left:
    """What is gone: documents, accounts that tell nothing any more, accounts that lose anything, number of words."""

    documents: frozenset[str]
    silent: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    words: int = 0


def recompute(store: Store, rooms: Rooms, classes: Sequence[str], *, everything: bool = False) -> Recomputed:
    """All events there are, without the sources of ``classes``. ``everything``: put together also those that lose
    nothing, which must come out as they are.

    Raises:
        UsageError: the events were made by other rules or knowledge than today's, or a class is not known.
    """
    if rooms.knowledge is None:
        raise ValueError("rooms without knowledge know no sources")
    scope = store.meta(SCOPE) or "all"
    if store.meta(STATE) != merge_state(store, scope):
        raise UsageError(
            "The events of this database were made by other rules, knowledge or readings than today's, so that a "
            "difference would not be that of the sources alone; run `tocsin code` on its documents first."
        )
    leaving = LeavingOut.of(classes, rooms.knowledge)
    left = _left(store, leaving)
    present = {event.event_id: event for event in store.events(EventFilter(all=True))}
    members = store.members()
    kept = {e: tuple(m for m in members[e] if m not in left.silent) for e in present}
    untold = tuple(sorted(e for e, own in kept.items() if not own))
    anew = frozenset(
        e for e, own in kept.items() if own and (everything or own != members[e] or not left.touched.isdisjoint(own))
    )
    drafts = _assembled(store, rooms, leaving, {e: kept[e] for e in sorted(anew)}, members)
    events = [_continued(draft, present[e], kept[e] != members[e] or not left.touched.isdisjoint(kept[e]), classes)
              for e, draft in drafts.items()]  # fmt: skip
    events += [replace(event, linked=()) for e, event in present.items() if e not in anew and kept[e]]
    events = _finished(store, rooms, leaving, left, sorted(events, key=lambda event: min(event.mention_ids)))
    return Recomputed(events, anew, untold, left.documents, left.words)


def _left(store: Store, leaving: LeavingOut) -> _Left:
    """Documents of left-out outlets with all that descends from them, and what speakers say in the others."""
    out = {document.id for document in store.documents(status="read") if leaving.document(document)}
    for story in store.stories():
        if story.root in out:
            out |= {member.document_id for member in story.members}
    left = _Left(frozenset(out))
    for portion in portions(d.id for d in store.documents(status="read")):
        for reading in store.readings_of(portion).values():
            if reading.document_id in out:
                left.silent |= {mention.id for mention in reading.event_mentions}
                continue
            what = remains(reading, leaving)
            left.silent |= {m.id for m in reading.event_mentions} - what.accounts
            left.touched |= what.touched
            left.words += what.gone
    return left


def _assembled(
    store: Store,
    rooms: Rooms,
    leaving: LeavingOut,
    groups: Mapping[str, tuple[str, ...]],
    members: Mapping[str, tuple[str, ...]],
) -> dict[str, Event]:
    """Drafts by the id of their event, with people's corrections."""
    report = Report()
    corrections = _corrections(store, groups, members)
    event_of = {min(own): e for e, own in groups.items()}
    home = {mention.id: mention.document_id for mention in store.event_mentions().values()}

    def view(reading: Reading) -> Reading:
        return remains(reading, leaving).reading

    clusters = list(groups.values())
    if (store.meta(SCOPE) or "all") == "all":
        drafts = InPortions(store, rooms, report, home, view=view).assemble(clusters, corrections)
    else:
        documents = store.documents_of({home[m] for own in clusters for m in own})
        readings = {d: view(reading) for d, reading in store.readings_of(documents).items()}
        together = Assembler(rooms, documents, readings, store.stories(), report)
        drafts = OneByOne(together).assemble(clusters, corrections)
    if report.refused:
        raise UsageError(report.refused[0].sentence)
    return {event_of[min(draft.mention_ids)]: draft for draft in drafts}


def _corrections(
    store: Store, groups: Mapping[str, tuple[str, ...]], members: Mapping[str, tuple[str, ...]]
) -> dict[str, list[Correction]]:
    """What people corrected, on the accounts that remain of the events it is about: people are never left out."""
    event_of = {min(own): e for e, own in members.items()}
    placed = place(store, list(members.values())).by_mention
    found = {min(groups[event_of[m]]): rows for m, rows in placed.items() if event_of[m] in groups}
    return {mention: list(rows) for mention, rows in found.items()}


def _continued(draft: Event, before: Event, lost: bool, classes: Sequence[str]) -> Event:
    """A draft as the event that it is put together anew of; flagged where it lost anything."""
    flags = draft.flags
    if lost:
        gone = len(before.sources) - len(draft.sources)
        sentence = (
            f"Put together without {', '.join(classes)} sources; {gone} of its {len(before.sources)} reports are gone."
        )
        flags = (*flags, Flag("sources_left_out", sentence))
    return replace(draft, event_id=before.event_id, revision=before.revision, updated_at=before.updated_at, flags=flags)


def _finished(store: Store, rooms: Rooms, leaving: LeavingOut, left: _Left, events: Sequence[Event]) -> list[Event]:
    """All passes over several events, and links."""

    def view(reading: Reading) -> Reading:
        return remains(reading, leaving).reading

    across = (store.meta(SCOPE) or "all") == "all"
    found = list(events)
    if across:
        ids: dict[str, tuple[str, ...]] = {
            d: () for d in _ids(store.documents(status="read")) if d not in left.documents
        }
        found = finish_all(store, rooms, found, ids, view)
    if rooms.link is not None:
        found = list((rooms.link if across else within_documents(rooms.link))(found))
    return found


def _ids(documents: Iterable[Document]) -> list[str]:
    return [document.id for document in documents]
