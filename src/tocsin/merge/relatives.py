"""A document's relatives, one document at a time: what ``find_stories`` finds in all documents at once, in pieces that
can be kept on disk.

A document is found by keys: its sampled shingles and runs, its pairs of neighbouring names and numbers, and its MinHash
bands, as in ``descents.py``. Two documents meet where they share enough keys that no more than ``anchor_max_documents``
texts hold. Whether two that meet are relatives depends on these two alone; a story on the documents that hang together
by descents. ``pipeline/relatives.py`` puts the pieces together; ``tests/test_incremental.py`` holds the result against
``find_stories``.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from tocsin.merge.descents import VERBATIM, Descent, Pair, Shelf, compare, pair
from tocsin.merge.paraphrase import order_keys
from tocsin.merge.passages import shared_passages
from tocsin.merge.settings import StorySettings, load
from tocsin.merge.shingles import Shingled, decimal_tokens, sampled, shared, shingled
from tocsin.merge.spun import Suspicion, suspicion
from tocsin.merge.stories import build_story, root_rank
from tocsin.merge.translations import statement_keys
from tocsin.model.document import Document
from tocsin.model.event import CopyKind, SharedPassage, Story

ANCHOR, RUN, ORDER, BAND = range(4)
"""Kinds of keys; a key bears its kind in its two lowest bits."""

Counts = tuple[int, int, int, int]
"""How many keys of each kind two texts share."""


@dataclass(frozen=True, slots=True)
class FoundBy:
    """What a text is found by. ``text_key``: hash of its words; ``keys``: signed 64-bit, sorted, each once."""

    words: int
    text_key: str
    keys: NDArray[np.int64]


def found_by(bench: "Bench", document_id: str) -> FoundBy:
    """The keys of a document; a text without words has none."""
    settings = bench.settings
    text = bench.texts[document_id]
    if not text.words:
        return FoundBy(0, text.text_key, np.empty(0, np.int64))
    parts = (
        (ANCHOR, text.anchors(settings.anchor_every)),
        (RUN, sampled(text.runs, settings.passage_every)),
        (ORDER, order_keys(bench.gist(document_id).anchors)),
        (BAND, _bands(text, settings)),
        (BAND, statement_keys(bench.documents[document_id], bench.gist(document_id).anchors, settings)),
    )
    keys = np.concatenate([(k & ~np.uint64(3)) | np.uint64(kind) for kind, k in parts])
    return FoundBy(text.words, text.text_key, np.unique(keys).view(np.int64))


def _bands(text: Shingled, settings: StorySettings) -> NDArray[np.uint64]:
    tokens = [decimal_tokens(text.shingles)]
    digest = RMinHash.from_token_sets(tokens, settings.permutations, settings.seed)[0].digest()
    rows = settings.permutations // settings.bands
    bands = (str((n, digest[n * rows : (n + 1) * rows])) for n in range(settings.bands))
    hashed = (int.from_bytes(blake2b(band.encode(), digest_size=8).digest()) for band in bands)
    return np.fromiter(hashed, np.uint64)


def most_holders(key: int) -> int | None:
    """How many texts may hold a key of this kind, beyond which it is a set phrase; ``None`` for any number."""
    return None if key & 3 == BAND else load().stories.anchor_max_documents


def meet(counts: Sequence[int]) -> bool:
    """Whether two texts share enough to be compared."""
    settings = load().stories
    return counts[BAND] > 0 or counts[ANCHOR] >= settings.anchor_min_common or counts[ORDER] >= settings.retold_meetings


def may_share_passages(counts: Sequence[int]) -> bool:
    """Whether two texts share enough runs to be looked at for passages."""
    return counts[RUN] >= 2  # as ``find_passages``


class Bench(Shelf):
    """Documents with what they are compared by, made when asked for and kept for the next documents laid on it, as far
    as memory is bounded. While it is in use, an id stands for one text."""

    def __init__(self) -> None:
        super().__init__((), load().stories)
        self.texts = _Texts(self)
        self.rank: Callable[[str], tuple[object, ...]] = lru_cache(maxsize=_KEPT)(self._rank)
        self.suspected: Callable[[str], Suspicion | None] = lru_cache(maxsize=_KEPT)(self._suspected)

    def lay(self, documents: Mapping[str, Document]) -> None:
        """Have these documents on the bench, and no others."""
        self.documents = documents

    def _rank(self, document_id: str) -> tuple[object, ...]:
        """As in ``find_stories``: the smaller, the likelier it is a root."""
        return (self.suspected(document_id) is not None, *root_rank(self.documents[document_id]))

    def _suspected(self, document_id: str) -> Suspicion | None:
        return suspicion(self.documents[document_id].text, self.settings)


_KEPT = 10_000
"""Documents of which shingles (some 5 KB for a report of 400 words), rank and suspicion are kept."""


class _Texts(dict[str, Shingled]):
    """The shingles of the documents on a bench; the oldest are let go."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench

    def __missing__(self, document_id: str) -> Shingled:
        if len(self) >= _KEPT:
            del self[next(iter(self))]
        self[document_id] = found = shingled(document_id, self._bench.documents[document_id].text)
        return found


def descent_of(bench: Bench, left: str, right: str) -> str | None:
    """How one of two documents descends from the other, as text to be stored; ``None`` where neither does."""
    first, second = sorted((left, right), key=bench.rank)
    found = compare(bench, first, second)
    return None if found is None else _written(found)


def share_passages(bench: Bench, left: str, right: str) -> bool:
    """Whether so many runs of words are in both that passages were taken over."""
    return shared(bench.texts[left].runs, bench.texts[right].runs) >= load().stories.passage_runs


def story_of(
    bench: Bench, ids: Sequence[str], descents: Mapping[Pair, str], passages: Mapping[str, Sequence[str]]
) -> Story:
    """The story of documents that hang together. ``descents``: as ``descent_of`` gave them, and for the same words the
    pairs of the first document with each other one; ``passages``: for each document those, of other stories, that it
    shares passages with."""
    ranked = sorted(ids, key=bench.rank)
    suspected = {d: s for d in ids if (s := bench.suspected(d)) is not None}
    told = {d: tuple(_passages(bench, d, others)) for d, others in passages.items()}
    return build_story(ranked, bench, {p: _descent(body) for p, body in descents.items()}, suspected, told)


def _passages(bench: Bench, document_id: str, others: Sequence[str]) -> Iterable[SharedPassage]:
    for other in sorted(others, key=lambda o: pair(document_id, o)):
        yield from shared_passages(bench.documents[document_id], bench.documents[other])


def _descent(body: str) -> Descent:
    kind, similarity, reasons = json.loads(body)
    return Descent(CopyKind(kind), similarity, tuple(reasons))


def verbatim() -> str:
    """The descent of a document from one in the same words."""
    return _written(VERBATIM)


def _written(descent: Descent) -> str:
    return json.dumps([descent.kind.value, descent.similarity, descent.reasons])
