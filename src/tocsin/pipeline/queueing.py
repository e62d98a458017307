"""What people should judge next: pairs of events that may be one, the most useful question first."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.merge import UnsurePair, unsure_pairs
from tocsin.model.document import Document
from tocsin.model.event import Event
from tocsin.model.reading import EventMention, Reading
from tocsin.store import EventFilter, Store


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two reports of a question: its event as it stands, the document, and the account in it."""

    event: Event
    document: Document
    account: EventMention


@dataclass(frozen=True, slots=True)
class Question:
    """Are these two events one? ``probability`` that the two reports tell one happening, what speaks ``for_it`` and
    ``against`` it; ``both`` are documents that stand behind both events, as they tell them as two; ``twice`` is how
    many deaths are counted twice if it is one event."""

    left: Side
    right: Side
    probability: float
    for_it: tuple[str, ...]
    against: tuple[str, ...]
    both: tuple[str, ...]
    twice: int

    @property
    def weight(self) -> float:
        """How much an answer is worth: the likelier it is one event, and the more deaths stand twice in the dataset,
        the more. Deaths count by their logarithm, so that one massacre does not hide all the rest."""
        return self.probability * (1 + math.log2(1 + self.twice))


def questions(store: Store) -> tuple[Question, ...]:
    """Pairs of events that the judge left apart though they may be one, and that nobody has answered; the most useful
    first: pairs that stand in exports, then pairs that no document tells as two, then by ``Question.weight``.

    A pair that was answered (same, different or unsure) does not come back unless the answer is taken back.
    """
    from tocsin import knowledge

    documents = {document.id: document for document in store.documents(status="read")}
    readings, members, judgements = store.readings(), store.members(), store.judgements()
    event_of = {mention: event_id for event_id, own in members.items() for mention in own}
    answered = {frozenset((event_of.get(j.left), event_of.get(j.right))) for j in judgements}
    pairs = unsure_pairs(
        documents,
        readings,
        store.stories(),
        tuple(members.values()),
        judgements=judgements,
        knowledge=knowledge.load(),
    )
    events = {event.event_id: event for event in store.events(EventFilter(all=True))}
    found = [
        _question(pair, events[event_of[pair.left]], events[event_of[pair.right]], documents, readings)
        for pair in pairs
        if frozenset((event_of[pair.left], event_of[pair.right])) not in answered
    ]
    return tuple(sorted(found, key=_order))


def _order(question: Question) -> tuple[bool, bool, float, str, str]:
    left, right = question.left.event, question.right.event
    exported = left.codable and right.codable
    return (not exported, bool(question.both), -question.weight, left.event_id, right.event_id)


def _question(
    pair: UnsurePair,
    left: Event,
    right: Event,
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
) -> Question:
    behind = [{source.document_id for source in event.sources} for event in (left, right)]
    deaths = [event.fatalities.best or event.fatalities.low or 0 for event in (left, right)]
    return Question(
        Side(left, documents[pair.left_document], _account(readings[pair.left_document], left)),
        Side(right, documents[pair.right_document], _account(readings[pair.right_document], right)),
        pair.probability,
        tuple(reason for reason in pair.reasons if reason not in pair.against),
        pair.against,
        tuple(sorted(behind[0] & behind[1])),
        min(deaths),
    )


def _account(reading: Reading, event: Event) -> EventMention:
    """The first account of the event in a document: there it is told most fully."""
    own = set(event.mention_ids)
    return min((m for m in reading.event_mentions if m.id in own), key=lambda m: (m.sentence.start, m.trigger.start))
