"""Documents to stories: which texts descend from one report, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from tocsin.knowledge import load as load_knowledge
from tocsin.merge.alignment import align
from tocsin.merge.changed import changed_facts
from tocsin.merge.descents import VERBATIM, Descent, Pair, Shelf, compare, find_descents, find_passages, pair
from tocsin.merge.passages import shared_passages
from tocsin.merge.sentences import DATELINE
from tocsin.merge.settings import load
from tocsin.merge.spun import Suspicion, suspicion
from tocsin.merge.updates import version
from tocsin.model.document import Document
from tocsin.model.event import ChangedFact, CopyKind, SharedPassage, Story, StoryMember
from tocsin.model.ids import content_id
from tocsin.model.text import name_key

Suspicions = Mapping[str, Suspicion]
_Passages = Mapping[str, tuple[SharedPassage, ...]]


def find_stories(documents: Sequence[Document]) -> tuple[Story, ...]:
    """Group documents that descend from one report; every document is in exactly one story.

    The root is never a text with the marks of a machine paraphrase where another is there; else the earliest published
    document, on one day the agency's own page, then another agency's, then a text that opens with a dateline as wires
    do, then the first version, then the longest, then the smallest id. Documents that share passages and nothing else
    stay stories of their own; their members name the passages. The result depends on the documents alone, never on
    their order.
    """
    settings = load().stories
    shelf = Shelf(sorted(documents, key=lambda d: d.id), settings)
    suspected = {d.id: s for d in shelf.documents.values() if (s := suspicion(d.text, settings)) is not None}

    @cache
    def rank(document_id: str) -> tuple[object, ...]:
        return (document_id in suspected, *root_rank(shelf.documents[document_id]))

    descents = find_descents(shelf, rank)
    components = [sorted(ids, key=rank) for ids in _components(sorted(shelf.documents), descents)]
    passages = _passages(shelf, components)
    stories = (build_story(ranked, shelf, descents, suspected, passages) for ranked in components)
    return tuple(sorted(stories, key=lambda s: s.id))


def root_rank(document: Document) -> tuple[date, bool, bool, bool, int, int, str]:
    """Sort key: the smaller, the likelier a document is the root of its story. Undated ones come last.

    Length alone says little of near copies: a reprint that puts its own byline over a wire is longer by it.
    """
    published = document.published.day if document.published is not None else date.max
    publisher = name_key(document.publisher or "")
    own_page = document.agency is not None and publisher == name_key(document.agency)
    dateline = DATELINE.match(document.text) is not None
    return (
        *(published, not own_page, not _is_agency(publisher), not dateline),
        *(version(document), -len(document.text), document.id),
    )


@cache
def _is_agency(publisher: str) -> bool:
    """Whether a publisher (name key) is a wire agency: by the registry, or by its name ("Horn Wire")."""
    if not publisher:
        return False
    known = load_knowledge().publishers.find(publisher)
    if known is not None:
        return known.type == "agency"
    return not load().stories.agency_words.isdisjoint(publisher.split())


def _components(documents: Sequence[str], descents: Mapping[Pair, Descent]) -> list[list[str]]:
    """Document ids that hang together by descents, each group once."""
    group = {document_id: [document_id] for document_id in documents}
    for left, right in sorted(descents):
        if group[left] is not group[right]:
            joined = group[left] + group[right]
            for document_id in joined:
                group[document_id] = joined
    return list({id(ids): ids for ids in group.values()}.values())


def _passages(shelf: Shelf, components: Sequence[Sequence[str]]) -> _Passages:
    """For each document the passages that it shares with documents of other stories."""
    story_of = {document_id: number for number, ids in enumerate(components) for document_id in ids}
    found: dict[str, list[SharedPassage]] = {}
    for left, right in find_passages(shelf):
        if story_of[left] != story_of[right]:
            for one, other in ((left, right), (right, left)):
                shared = shared_passages(shelf.documents[one], shelf.documents[other])
                found.setdefault(one, []).extend(shared)
    return {document_id: tuple(shared) for document_id, shared in found.items()}


def build_story(
    ranked: Sequence[str], shelf: Shelf, descents: Mapping[Pair, Descent], suspected: Suspicions, passages: _Passages
) -> Story:
    """One story: the first of ``ranked`` is the root; each other member with how it descends from it."""
    root = ranked[0]
    members = [_root_member(root, suspected.get(root))]
    for member in ranked[1:]:
        descent, source = compare(shelf, root, member), root
        if descent is None:
            descent, source = _by_way(member, ranked, descents)
            if _is_retold(shelf, root, source):
                descent = replace(descent, kind=CopyKind.PARAPHRASE)  # a copy of a paraphrase is no better
        way = f"from document {root}" + (f" by way of {source}" if source != root else "")
        marks = suspected[member].reasons if member in suspected else ()
        changed = _changed(shelf, source, member, descent)
        reasons = (*descent.reasons, *marks, way)
        members.append(StoryMember(member, descent.kind, descent.similarity, reasons, changed))
    missing = True if root in suspected else None
    told = tuple(replace(m, passages=passages.get(m.document_id, ())) for m in members)
    return Story(content_id("st", root), root, told, missing)


def _is_retold(shelf: Shelf, root: str, source: str) -> bool:
    """Whether a member of a story is itself a paraphrase of the root."""
    descent = compare(shelf, root, source)
    return descent is not None and descent.kind is CopyKind.PARAPHRASE


def _root_member(root: str, suspect: Suspicion | None) -> StoryMember:
    if suspect is None:
        return StoryMember(root, CopyKind.ROOT, 1.0)
    reasons = (*suspect.reasons, "its original is not among the documents")
    return StoryMember(root, CopyKind.PARAPHRASE, 0.0, reasons)


def _by_way(member: str, ranked: Sequence[str], descents: Mapping[Pair, Descent]) -> tuple[Descent, str]:
    """The closest relative inside the story of a member that does not resemble the root itself."""
    linked = [(descents[pair(member, o)], o) for o in ranked if o != member and pair(member, o) in descents]
    return max(linked, key=lambda found: (found[0].similarity, found[1]))


def _changed(shelf: Shelf, source: str, member: str, descent: Descent) -> tuple[ChangedFact, ...]:
    """Facts that a member tells otherwise than the document it descends from."""
    if descent == VERBATIM:
        return ()
    texts = shelf.sentences(source), shelf.sentences(member)
    pairs = align(*texts)
    documents = shelf.documents[source], shelf.documents[member]
    return changed_facts(*documents, texts, pairs, shelf.settings.changed_sentence)
