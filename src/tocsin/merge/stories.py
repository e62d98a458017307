"""Documents to stories: which texts descend from one report, and how.

Exact copies share the hash of their words; near copies are met by MinHash bands and checked by exact Jaccard;
cut reprints are met by shared rare shingles and checked by containment. Machine paraphrases share neither: a
detector for them adds further ``Descent``s to ``_descents``, and nothing else here needs to know.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from rensa import RMinHash, RMinHashLSH

from tocsin.knowledge import load as load_knowledge
from tocsin.merge.settings import StorySettings, load
from tocsin.merge.shingles import Shingled, containment, decimal_tokens, jaccard, shingled
from tocsin.model.document import Document
from tocsin.model.event import CopyKind, Story, StoryMember
from tocsin.model.ids import content_id
from tocsin.model.text import name_key

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Descent:
    """Two documents share a report: the kind of likeness, its degree in 0..1, and why."""

    kind: CopyKind
    similarity: float
    reasons: tuple[str, ...]


def find_stories(documents: Sequence[Document]) -> tuple[Story, ...]:
    """Group documents that descend from one report; every document is in exactly one story.

    The root is the earliest published document, on one day the agency's own page, then another agency's, then a
    text that opens with a dateline as wires do, then the longest, then the smallest id. The result depends on the
    documents alone, never on their order.
    """
    settings = load().stories
    by_id = {d.id: d for d in documents}
    texts = {d.id: shingled(d.id, d.text) for d in documents}
    descents = _descents(by_id, texts, settings)
    components = _components(by_id, descents)
    stories = (_story(sorted(ids, key=lambda i: root_rank(by_id[i])), by_id, texts, descents) for ids in components)
    return tuple(sorted(stories, key=lambda s: s.id))


def root_rank(document: Document) -> tuple[date, bool, bool, bool, int, str]:
    """Sort key: the smaller, the likelier a document is the root of its story. Undated ones come last.

    Length alone says little of near copies: a reprint that puts its own byline over a wire is longer by it.
    """
    published = document.published.day if document.published is not None else date.max
    publisher = name_key(document.publisher or "")
    own_page = document.agency is not None and publisher == name_key(document.agency)
    dateline = _DATELINE.match(document.text) is not None
    return (published, not own_page, not _is_agency(publisher), not dateline, -len(document.text), document.id)


# "BAMAKO, March 3 (Agency) - ", "MOGADISHU — ": a place in capitals, perhaps a day and an agency, and a dash.
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z'’.]+(?:[ /-][A-Z'’.]+){0,3}(?:, [^\n–—-]{1,30})?(?: ?\([^()\n]{2,30}\))? *[-–—]+ "
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


def _components(documents: Mapping[str, Document], descents: Mapping[_Pair, Descent]) -> list[list[str]]:
    """Document ids that hang together by descents, each group once."""
    group = {document_id: [document_id] for document_id in sorted(documents)}
    for left, right in sorted(descents):
        if group[left] is not group[right]:
            joined = group[left] + group[right]
            for document_id in joined:
                group[document_id] = joined
    return list({id(ids): ids for ids in group.values()}.values())


def _story(
    ranked: Sequence[str],
    documents: Mapping[str, Document],
    texts: Mapping[str, Shingled],
    descents: Mapping[_Pair, Descent],
) -> Story:
    """One story: the first of ``ranked`` is the root; each other member with how it descends from it."""
    root = ranked[0]
    members = [StoryMember(root, CopyKind.ROOT, 1.0)]
    for member in ranked[1:]:
        descent = _from_root(texts[root], texts[member], documents)
        by_way = ""
        if descent is None:
            descent, by_way = _by_way(member, ranked, descents)
        source = f"from document {root}" + (f" by way of {by_way}" if by_way else "")
        members.append(StoryMember(member, descent.kind, descent.similarity, (*descent.reasons, source)))
    return Story(content_id("st", root), root, tuple(members))


def _from_root(root: Shingled, member: Shingled, documents: Mapping[str, Document]) -> Descent | None:
    """How a member relates to the root itself, if it does so directly."""
    if root.text_key == member.text_key:
        return Descent(CopyKind.VERBATIM, 1.0, ("the same words throughout",))
    return _compare(root, member, documents, load().stories)


def _by_way(member: str, ranked: Sequence[str], descents: Mapping[_Pair, Descent]) -> tuple[Descent, str]:
    """The closest relative inside the story of a member that does not resemble the root itself."""
    linked = [(descents[_pair(member, o)], o) for o in ranked if o != member and _pair(member, o) in descents]
    return max(linked, key=lambda found: (found[0].similarity, found[1]))


def _pair(left: str, right: str) -> _Pair:
    return (left, right) if left < right else (right, left)


def _descents(
    documents: Mapping[str, Document], texts: Mapping[str, Shingled], settings: StorySettings
) -> dict[_Pair, Descent]:
    """Every pair of documents that share a report. A paraphrase detector belongs here, after the others."""
    found: dict[_Pair, Descent] = {}
    for pair in _exact_pairs(texts.values()):
        found[pair] = Descent(CopyKind.VERBATIM, 1.0, ("the same words throughout",))
    distinct = _one_of_each_text(texts.values())
    for pair in sorted(_near_candidates(distinct, settings) | _anchor_candidates(distinct, settings)):
        descent = _compare(texts[pair[0]], texts[pair[1]], documents, settings)
        if descent is not None:
            found[pair] = descent
    return found


def _exact_pairs(texts: Iterable[Shingled]) -> Iterable[_Pair]:
    """The first document (by id) of each text paired with each other one; empty texts copy nothing."""
    same: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        if text.words:
            same[text.text_key].append(text.document_id)
    for ids in same.values():
        first, *others = sorted(ids)
        yield from ((first, other) for other in others)


def _one_of_each_text(texts: Iterable[Shingled]) -> list[Shingled]:
    """One document per distinct text, sorted by id, so that a hundred exact copies cost one comparison."""
    kept: dict[str, Shingled] = {}
    for text in sorted(texts, key=lambda t: t.document_id):
        if text.words:
            kept.setdefault(text.text_key, text)
    return list(kept.values())


def _near_candidates(texts: Sequence[Shingled], settings: StorySettings) -> set[_Pair]:
    """Pairs that share a MinHash band."""
    if len(texts) < 2:
        return set()
    index = RMinHashLSH(threshold=settings.near_jaccard, num_perm=settings.permutations, num_bands=settings.bands)
    hashes = RMinHash.from_token_sets([decimal_tokens(t.shingles) for t in texts], settings.permutations, settings.seed)
    for number, minhash in enumerate(hashes):
        index.insert(number, minhash)
    pairs = set()
    for number, minhash in enumerate(hashes):
        for other in index.query(minhash):
            if other != number:
                pairs.add(_pair(texts[number].document_id, texts[other].document_id))
    return pairs


def _anchor_candidates(texts: Sequence[Shingled], settings: StorySettings) -> set[_Pair]:
    """Pairs that share several rare shingles: MinHash misses them when one is a short cut of the other."""
    holders: dict[int, list[str]] = defaultdict(list)
    for text in texts:
        for anchor in text.anchors(settings.anchor_every):
            holders[anchor].append(text.document_id)
    common: dict[_Pair, int] = defaultdict(int)
    for ids in holders.values():
        if 2 <= len(ids) <= settings.anchor_max_documents:
            for left, right in combinations(sorted(ids), 2):
                common[left, right] += 1
    return {pair for pair, number in common.items() if number >= settings.anchor_min_common}


def _compare(
    left: Shingled, right: Shingled, documents: Mapping[str, Document], settings: StorySettings
) -> Descent | None:
    """Whether two different texts share a report: alike as wholes, or one cut from or grown out of the
    other.
    """
    alike = jaccard(left, right)
    if alike >= settings.near_jaccard:
        return Descent(CopyKind.NEAR, alike, (f"{alike:.0%} of the three-word runs of both texts are shared",))
    short, long = sorted((left, right), key=lambda t: (len(t.shingles), t.document_id))
    inside = containment(short, long)
    common = round(inside * len(short.shingles))
    if common < settings.cut_min_shingles:
        return None
    reason = f"{inside:.0%} of the shorter text stands word for word in the longer"
    grown = _is_older(documents[short.document_id], documents[long.document_id])
    if grown and common < settings.grown_share * len(long.shingles):
        return None  # a newer text that quotes an older one among much else is a report of its own
    if inside >= settings.cut_containment:
        return Descent(CopyKind.CUT, inside, (reason,))
    if inside >= settings.long_run_containment and common >= settings.long_run_shingles:
        return Descent(CopyKind.CUT, inside, (reason, f"{common} three-word runs are shared"))
    return None


def _is_older(left: Document, right: Document) -> bool:
    """Whether ``left`` is known to have been published on an earlier day than ``right``."""
    if left.published is None or right.published is None:
        return False
    return left.published.day < right.published.day
