"""The rooms as the pipeline sees them: functions that tests can replace."""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from tocsin.model.document import Document, Refusal
from tocsin.model.event import Event, Judgement, Story
from tocsin.model.people import Correction
from tocsin.model.reading import Reading, Value
from tocsin.model.trace import ReadingTrace, Seen
from tocsin.pipeline.options import CodeOptions

if TYPE_CHECKING:
    from tocsin.knowledge import Knowledge
    from tocsin.model.protocols import Reader

Offsets = tuple[int, int]
"""Start and end of words in a document."""

Scope = Literal["document", "all"]
"""Whether event mentions are grouped within each document alone, or across all."""


@dataclass(frozen=True)
class Engine:
    """A reader with everything after it: one document in, a resolved reading out."""

    author: str
    languages: frozenset[str]
    read: Callable[[Document], Reading]
    explain: Callable[[Document], ReadingTrace] | None = None
    """How it came to a reading, for engines that can tell."""


class Cluster(Protocol):
    """``merge.cluster``."""

    def __call__(
        self,
        documents: Mapping[str, Document],
        readings: Mapping[str, Reading],
        stories: Sequence[Story],
        *,
        scope: Scope,
        judgements: Sequence[Judgement],
    ) -> Sequence[Sequence[str]]:
        """Event-mention ids per event."""


class AssembleAll(Protocol):
    """``merge.assemble_all`` without the knowledge it looks things up in."""

    def __call__(
        self,
        clusters: Sequence[Sequence[str]],
        *,
        documents: Mapping[str, Document],
        readings: Mapping[str, Reading],
        stories: Sequence[Story],
        corrections: Mapping[str, Sequence[Correction]] | None = None,
    ) -> Sequence[Event]:
        """A draft event per cluster, in order; ``corrections`` by an event mention of their cluster."""


@dataclass(frozen=True)
class Rooms:
    """``open_engine`` must be a module-level function, so that worker processes can import it. ``prepare`` makes
    what is made at first use, and says so in words to the function it is given."""

    documents: Callable[[Sequence[str], CodeOptions], Iterable[Document | Refusal]]
    open_engine: Callable[[str], Engine]
    find_stories: Callable[[Sequence[Document]], Sequence[Story]]
    cluster: Cluster
    assemble_all: AssembleAll
    link: Callable[[Sequence[Event]], Sequence[Event]] | None = None
    prepare: Callable[[Callable[[str], None]], None] | None = None
    knowledge: "Knowledge | None" = None
    """With it documents are merged one portion at a time (``pipeline/updating.py``); rooms of tests have none."""


def open_engine(name: str) -> Engine:
    """The real engine ``name`` with resolving behind it. Raises UsageError for an unknown name."""
    from tocsin import knowledge, read, resolve

    known = knowledge.load()
    reader = read.engine(name, known)
    gc.collect()
    gc.freeze()  # registries and lexicons live as long as the process: the collector need not walk them again

    def read_and_resolve(document: Document) -> Reading:
        return resolve.resolve(document, reader.read(document), known)

    return Engine(reader.author, reader.languages, read_and_resolve, _explainer(reader, known))


def _explainer(reader: "Reader", known: "Knowledge") -> Callable[[Document], ReadingTrace] | None:
    """What the reader tells of its steps, with the identities of what it saw; ``None`` for a reader that tells
    nothing."""
    from tocsin import resolve

    explain: Callable[[Document], ReadingTrace] | None = getattr(reader, "explain", None)
    if explain is None:
        return None
    account = explain

    def explained(document: Document) -> ReadingTrace:
        reading = reader.read(document)
        values = resolve.identities(document, reading, known)
        at = {(m.span.start, m.span.end): values.get(m.id) for m in reading.mentions}
        open_days = resolve.open_dates(document, reading, known)
        why = {(m.span.start, m.span.end): open_days[m.id] for m in reading.mentions if m.id in open_days}
        trace = account(document)
        sentences = tuple(
            replace(s, seen=tuple(_with_value(seen, at, why) for seen in s.seen)) for s in trace.sentences
        )
        return replace(trace, sentences=sentences)

    return explained


def _with_value(seen: Seen, at: Mapping[Offsets, Value | None], why: Mapping[Offsets, str]) -> Seen:
    """What was seen with its identity; a time without a day with the reason for it."""
    place = (seen.start, seen.end)
    value = at.get(place)
    meaning = f"no day: {why[place]}" if seen.kind == "date" and value is None and place in why else seen.meaning
    return replace(seen, value=value, meaning=meaning)


def real_rooms() -> Rooms:
    """The rooms of this installation, imported when first needed."""
    from tocsin import ingest, knowledge, merge

    known = knowledge.load()

    def documents(inputs: Sequence[str], options: CodeOptions) -> Iterable[Document | Refusal]:
        settings = ingest.IngestOptions(published=options.published, kind=options.kind, remark=options.remark)
        return ingest.documents(inputs, settings)

    def assemble_all(
        clusters: Sequence[Sequence[str]],
        *,
        documents: Mapping[str, Document],
        readings: Mapping[str, Reading],
        stories: Sequence[Story],
        corrections: Mapping[str, Sequence[Correction]] | None = None,
    ) -> Sequence[Event]:
        return merge.assemble_all(
            clusters, documents=documents, readings=readings, stories=stories, knowledge=known, corrections=corrections
        )

    return Rooms(
        documents=documents,
        open_engine=open_engine,
        find_stories=merge.find_stories,
        cluster=merge.cluster,
        assemble_all=assemble_all,
        link=getattr(merge, "link", None),
        prepare=knowledge.prepare,
        knowledge=known,
    )
