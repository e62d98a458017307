"""Assembling drafts of events with people's corrections, and what follows when one fails."""

import traceback
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from tocsin.model.document import Document, Refusal
from tocsin.model.errors import TocsinError
from tocsin.model.event import Event, Story
from tocsin.model.people import Correction
from tocsin.model.reading import Flag, Reading
from tocsin.pipeline.options import Report
from tocsin.pipeline.placing import Placed, carry, place
from tocsin.pipeline.rooms import Rooms
from tocsin.store import Store

NOT_ASSEMBLED = "P502"
"""Code of an event that failed; the next merge tries it again."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who made events change, and why, where it is not the reading of documents. ``stay`` are accounts that keep their
    event's id while others are taken out of it; ``restore`` brings back events that are what they once were."""

    who: str
    why: str
    stay: Mapping[str, frozenset[str]] = field(default_factory=dict)
    restore: bool = False


class Assembles(Protocol):
    """What makes drafts of clusters."""

    def assemble(self, groups: Sequence[Sequence[str]], corrections: Mapping[str, Sequence[Correction]]) -> list[Event]:
        """Drafts of all clusters that can be assembled."""


def drafts_of(
    store: Store,
    assembler: Assembles,
    groups: Sequence[Sequence[str]],
    report: Report,
    act: Act,
) -> list[Event]:
    """Drafts of ``groups``, all clusters, with people's corrections, those included whose words are gone."""
    placed = place(store, groups, act.stay, act.restore)
    drafts = assembler.assemble(groups, placed.by_mention)
    if placed.homeless:
        carried = carry(store, placed.homeless, drafts, act.stay, act.restore)
        drafts = [_carried(assembler, draft, placed, carried) for draft in drafts]
        report.notices += _homeless([c for c in carried.homeless if c.anchors])  # none: its document was forgotten
    return drafts


def _carried(assembler: Assembles, draft: Event, placed: Placed, carried: Placed) -> Event:
    """A draft with corrections that found no words of their own, and a flag for each."""
    key = min(draft.mention_ids)
    if key not in carried.by_mention:
        return draft
    both = [*placed.by_mention.get(key, ()), *carried.by_mention[key]]
    again = assembler.assemble([draft.mention_ids], {key: both})
    flags = tuple(carried_flag(correction) for correction in carried.by_mention[key])
    return replace(again[0], flags=(*again[0].flags, *flags)) if again else draft


def carried_flag(correction: Correction) -> Flag:
    """What asks a person to look at a correction whose accounts are gone."""
    sentence = (
        f"{correction.by} corrected {correction.field} to {correction.shown or 'unknown'} on words that are gone: "
        f"their text has changed, or is read otherwise. See whether it still holds ({correction.id})."
    )
    return Flag("correction_carried", sentence)


def _homeless(corrections: Sequence[Correction]) -> list[str]:
    """One sentence for every event that people corrected and that nothing tells of any more."""
    by_event: dict[tuple[str, str, str], list[str]] = {}
    for c in corrections:
        by_event.setdefault((c.id, c.event_id, c.by), []).append(c.field)
    return [
        f"The correction {act} by {by} ({', '.join(names)} of {event_id}) has no event to stand on: nothing tells of "
        "it any more. It is kept and comes back with the event; `tocsin correct --list` shows it."
        for (act, event_id, by), names in by_event.items()
    ]


@dataclass(frozen=True)
class Assembler:
    """Assembles clusters; one that fails costs its own event, not the others."""

    rooms: Rooms
    documents: Mapping[str, Document]
    readings: Mapping[str, Reading]
    stories: Sequence[Story]
    report: Report

    def assemble(self, groups: Sequence[Sequence[str]], corrections: Mapping[str, Sequence[Correction]]) -> list[Event]:
        """Drafts of all clusters that can be assembled; halves on failure, to find the culprits quickly."""
        if not groups:
            return []
        try:
            return list(
                self.rooms.assemble_all(
                    groups,
                    documents=self.documents,
                    readings=self.readings,
                    stories=self.stories,
                    corrections=corrections,
                )
            )
        except TocsinError:
            raise  # of knowledge or database, not of this event: nothing must be withdrawn over it
        except Exception as error:
            if len(groups) > 1:
                middle = len(groups) // 2
                return self.assemble(groups[:middle], corrections) + self.assemble(groups[middle:], corrections)
            self._refuse(groups[0], error)
            return []

    def _refuse(self, group: Sequence[str], error: Exception) -> None:
        told = {m.id: d for d, reading in self.readings.items() for m in reading.event_mentions}
        where = ", ".join(sorted({told.get(mention_id, "?") for mention_id in group}))
        sentence = (
            f"{where}: an event could not be assembled ({type(error).__name__}: {error}). The other events "
            "are not affected; please report this with the output of --debug."
        )
        self.report.refused.append(Refusal(where, NOT_ASSEMBLED, sentence))
        self.report.tracebacks.append("".join(traceback.format_exception(error)))


class OneByOne:
    """Assembles the clusters of each document without sight of other documents (``--no-merge``)."""

    def __init__(self, everything: Assembler) -> None:
        self._home = {m.id: d for d, reading in everything.readings.items() for m in reading.event_mentions}
        told = {member.document_id: story for story in everything.stories for member in story.members}
        self._alone = {
            d: replace(
                everything,
                documents={d: everything.documents[d]},
                readings={d: reading},
                stories=[told[d]] if d in told else [],
            )
            for d, reading in everything.readings.items()
            if d in everything.documents
        }

    def assemble(self, groups: Sequence[Sequence[str]], corrections: Mapping[str, Sequence[Correction]]) -> list[Event]:
        """Drafts of all clusters that can be assembled, those of one document together."""
        own: dict[str, list[Sequence[str]]] = defaultdict(list)
        for group in groups:
            own[self._home[min(group)]].append(group)
        return [event for d, some in own.items() for event in self._alone[d].assemble(some, corrections)]


def within_documents(link: Callable[[Sequence[Event]], Sequence[Event]]) -> Callable[[Sequence[Event]], list[Event]]:
    """``link`` among the events of each document alone; events keep their order."""

    def linked(events: Sequence[Event]) -> list[Event]:
        own: dict[str, list[int]] = defaultdict(list)
        for number, event in enumerate(events):
            own[event.sources[0].document_id if event.sources else ""].append(number)
        found = list(events)
        for numbers in own.values():
            for number, event in zip(numbers, link([events[n] for n in numbers]), strict=True):
                found[number] = event
        return found

    return linked
