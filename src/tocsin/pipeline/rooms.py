"""The rooms as the pipeline sees them: functions that tests can replace."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tocsin.model.document import Document, Refusal
from tocsin.model.event import Event, Judgement, Story
from tocsin.model.reading import Reading
from tocsin.pipeline.options import CodeOptions

Scope = Literal["document", "all"]
"""Whether event mentions are grouped within each document alone, or across all."""


@dataclass(frozen=True)
class Engine:
    """A reader with everything after it: one document in, a resolved reading out."""

    author: str
    languages: frozenset[str]
    read: Callable[[Document], Reading]


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
    ) -> Sequence[Event]:
        """A draft event per cluster, in order."""


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


def open_engine(name: str) -> Engine:
    """The real engine ``name`` with resolving behind it. Raises UsageError for an unknown name."""
    from tocsin import knowledge, read, resolve

    known = knowledge.load()
    reader = read.engine(name, known)

    def read_and_resolve(document: Document) -> Reading:
        return resolve.resolve(document, reader.read(document), known)

    return Engine(reader.author, reader.languages, read_and_resolve)


def real_rooms() -> Rooms:
    """The rooms of this installation, imported when first needed."""
    from tocsin import ingest, knowledge, merge

    known = knowledge.load()

    def documents(inputs: Sequence[str], options: CodeOptions) -> Iterable[Document | Refusal]:
        return ingest.documents(inputs, ingest.IngestOptions(published=options.published))

    def assemble_all(
        clusters: Sequence[Sequence[str]],
        *,
        documents: Mapping[str, Document],
        readings: Mapping[str, Reading],
        stories: Sequence[Story],
    ) -> Sequence[Event]:
        return merge.assemble_all(clusters, documents=documents, readings=readings, stories=stories, knowledge=known)

    return Rooms(
        documents=documents,
        open_engine=open_engine,
        find_stories=merge.find_stories,
        cluster=merge.cluster,
        assemble_all=assemble_all,
        link=getattr(merge, "link", None),
        prepare=knowledge.prepare,
    )
