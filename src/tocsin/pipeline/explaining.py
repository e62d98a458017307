"""Explanations on demand: how a document was read, and how the accounts behind an event came together.

Reading is deterministic, so the steps are not stored: the document is read once more. When rules or knowledge have
changed since, ``Explained.notice`` says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.model.document import Document
from tocsin.model.event import Event, Story
from tocsin.model.reading import Reading
from tocsin.model.trace import Joined, ReadingTrace
from tocsin.pipeline.checks import check_reading
from tocsin.pipeline.digest import READING, digest
from tocsin.pipeline.rooms import Engine, open_engine, real_rooms
from tocsin.store import Store

CHANGED = (
    "The rules or the knowledge have changed since this document was coded: sentences and triggers are shown as they "
    "are read today, events as they are stored. `tocsin code` brings the events up to date."
)


@dataclass(frozen=True)
class Explained:
    """A document with all that became of it. ``trace`` is ``None`` when the engine cannot tell its steps, ``reading``
    when no engine has read the document. ``notice`` is a sentence that the user must see."""

    document: Document
    reading: Reading | None
    trace: ReadingTrace | None
    events: tuple[Event, ...] = ()
    stories: tuple[Story, ...] = ()
    notice: str | None = None


def explain_document(document: Document, engine: str = "auto") -> Explained:
    """A document that need not be in any database: read, resolved, its accounts grouped, nothing stored.

    Events are drafts without ids.

    Raises:
        UsageError: there is no such engine.
        ReadError: the engine broke its contract.
    """
    opened = _engine(engine)
    if document.language is not None and opened.languages and document.language not in opened.languages:
        notice = f"The engine {opened.author} does not read the language {document.language!r}."
        return Explained(document, None, None, notice=notice)
    reading = opened.read(document)
    check_reading(document, reading)
    events = _events(document, reading)
    return Explained(document, reading, _trace(opened, document), events)


def explain_stored(store: Store, document_id: str) -> Explained | None:
    """A document of the database; ``None`` when there is none of this id."""
    from tocsin.store import EventFilter

    document = store.document(document_id)
    if document is None:
        return None
    events = tuple(store.events(EventFilter(source=(document_id,), all=True)))
    own = tuple(event for event in events if any(s.document_id == document_id for s in event.sources))
    reading = store.reading(document_id)
    if reading is None:
        return Explained(document, None, None, own, tuple(store.stories()))
    opened = _engine(_installed(reading.author))
    if opened.author != reading.author:
        notice = f"The engine {reading.author} that read this document is not the one installed ({opened.author})."
        return Explained(document, reading, None, own, tuple(store.stories()), notice)
    code = store.current_reading(document_id, document.version, reading.author)
    changed = None if code == digest(READING) else CHANGED
    return Explained(document, reading, _trace(opened, document), own, tuple(store.stories()), changed)


def _installed(author: str) -> str:
    """The engine of an author ("rules@1"), where it is installed; else the best one."""
    from tocsin import read

    name = author.partition("@")[0]
    return name if name in read.engines() else "auto"


@cache
def _engine(name: str) -> Engine:
    return open_engine(name)


def _trace(engine: Engine, document: Document) -> ReadingTrace | None:
    return engine.explain(document) if engine.explain is not None else None


def _events(document: Document, reading: Reading) -> tuple[Event, ...]:
    """Draft events of one document, as ``tocsin code --no-merge`` would make them."""
    rooms = real_rooms()
    documents: Mapping[str, Document] = {document.id: document}
    readings = {document.id: reading}
    stories: Sequence[Story] = rooms.find_stories((document,))
    groups = rooms.cluster(documents, readings, stories, scope="document", judgements=())
    return tuple(rooms.assemble_all(groups, documents=documents, readings=readings, stories=stories))


@dataclass(frozen=True)
class ExplainedEvent:
    """An event with what is behind it: its documents, their readings, why its accounts were put together,
    and what its confidence is made of."""

    event: Event
    documents: Mapping[str, Document]
    readings: Mapping[str, Reading]
    joined: tuple[Joined, ...]
    sure: tuple[str, ...]


def explain_event(store: Store, event: Event) -> ExplainedEvent:
    """An event of the database, explained by the rules of merging of today."""
    from tocsin import knowledge, merge

    documents, readings = _behind(store, event)
    joined = merge.why_joined(
        event.mention_ids, documents, readings, tuple(store.stories()), knowledge.load(), store.judgements()
    )
    return ExplainedEvent(event, documents, readings, joined, merge.why_sure(event))


def compare_events(store: Store, left: Event, right: Event) -> tuple[Joined, ...]:
    """Why two events of the database are not one, document by document."""
    from tocsin import knowledge, merge

    documents, readings = _behind(store, left, right)
    return merge.why_apart(
        left.mention_ids, right.mention_ids, documents, readings, tuple(store.stories()), knowledge.load(),
        store.judgements(),
    )  # fmt: skip


def _behind(store: Store, *events: Event) -> tuple[dict[str, Document], dict[str, Reading]]:
    """Documents behind events and their readings, sorted by id, roots of stories first."""
    sources = {s.document_id: s.independent for event in events for s in event.sources}
    names = sorted(sources, key=lambda name: (not sources[name], name))
    documents = {name: found for name in names if (found := store.document(name)) is not None}
    readings = {name: reading for name in documents if (reading := store.reading(name)) is not None}
    return documents, readings
