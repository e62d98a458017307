"""Pairs of documents that share a report: which meet, and how one descends from the other.

Exact copies share the hash of their words; near copies are met by MinHash bands and checked by exact Jaccard; cut
reprints are met by shared shingles and checked by containment; updates share these too, and their issuer; machine
paraphrases share neither, and are met by names and numbers that follow one another (``paraphrase.py``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from rensa import RMinHash, RMinHashLSH

from tocsin.merge.paraphrase import may_retell, order_keys, retelling, swapped_terms
from tocsin.merge.sentences import Sentences, sentences_of
from tocsin.merge.settings import StorySettings
from tocsin.merge.shingles import Keys, Shingled, containment, decimal_tokens, jaccard, meetings, shared, shingled
from tocsin.merge.shingles import sampled as sampled_keys
from tocsin.merge.translations import statement_keys, version_of
from tocsin.merge.updates import find_update, is_later, issuer
from tocsin.model.document import Document
from tocsin.model.event import CopyKind

Pair = tuple[str, str]
_KEPT = 1000  # texts whose sentences are kept at once
_GISTS = 10_000  # texts whose names and numbers are
_SHOWN = 4  # swapped terms named in a reason
_SURE = 0.85  # likeness of words from which nobody asks for names


@dataclass(frozen=True, slots=True)
class Descent:
    """Two documents share a report: the kind of likeness, its degree in 0..1, and why."""

    kind: CopyKind
    similarity: float
    reasons: tuple[str, ...]


VERBATIM = Descent(CopyKind.VERBATIM, 1.0, ("the same words throughout",))


@dataclass(frozen=True, slots=True)
class Gist:
    """What of a text's sentences decides on most pairs: its names and numbers in their order, and the weight of its
    words."""

    anchors: tuple[str, ...]
    weight: float


class Shelf:
    """Documents with what they are compared by. Sentences are cut when asked for, and only the last ones are kept, so
    that memory grows with the hashes alone; their gist is kept longer."""

    def __init__(self, documents: Sequence[Document], settings: StorySettings) -> None:
        self.settings = settings
        self.documents: Mapping[str, Document] = {d.id: d for d in documents}
        self.texts = {d.id: shingled(d.id, d.text) for d in documents}
        self.sentences: Callable[[str], Sentences] = lru_cache(maxsize=_KEPT)(self._cut)
        self.gist: Callable[[str], Gist] = lru_cache(maxsize=_GISTS)(self._gist)

    def _gist(self, document_id: str) -> Gist:
        text = self.sentences(document_id)
        return Gist(tuple(map(intern, text.anchors)), text.weight)

    def _cut(self, document_id: str) -> Sentences:
        return sentences_of(document_id, self.documents[document_id].text)

    def distinct(self) -> list[Shingled]:
        """One document per distinct text, sorted by id, so that a hundred exact copies cost one comparison."""
        kept: dict[str, Shingled] = {}
        for text in sorted(self.texts.values(), key=lambda t: t.document_id):
            if text.words:
                kept.setdefault(text.text_key, text)
        return list(kept.values())


def find_descents(shelf: Shelf, rank: Callable[[str], object]) -> dict[Pair, Descent]:
    """Every pair of documents that share a report, by ids in their order; ``rank`` says which is the likelier root."""
    found: dict[Pair, Descent] = dict.fromkeys(_exact_pairs(shelf.texts.values()), VERBATIM)
    distinct, settings = shelf.distinct(), shelf.settings
    retold = [order_keys(shelf.gist(t.document_id).anchors) for t in distinct]
    met = _near(distinct, settings) | _meeting(
        [t.anchors(settings.anchor_every) for t in distinct], settings, settings.anchor_min_common
    )
    met |= _meeting(retold, settings, settings.retold_meetings)
    said = [
        statement_keys(shelf.documents[t.document_id], shelf.gist(t.document_id).anchors, settings) for t in distinct
    ]
    met |= set(meetings(said, len(distinct), 1))
    for left, right in sorted(met):
        first, second = sorted((distinct[left].document_id, distinct[right].document_id), key=rank)  # type: ignore[arg-type]
        descent = compare(shelf, first, second)
        if descent is not None:
            found[pair(first, second)] = descent
    return found


def find_passages(shelf: Shelf) -> list[Pair]:
    """Pairs of documents that share so many runs of words that passages were taken over, in the order of ids."""
    distinct, settings = shelf.distinct(), shelf.settings
    keys = [sampled_keys(t.runs, settings.passage_every) for t in distinct]
    met = meetings(keys, settings.anchor_max_documents, 2)
    return [
        pair(distinct[left].document_id, distinct[right].document_id)
        for left, right in sorted(met)
        if shared(distinct[left].runs, distinct[right].runs) >= settings.passage_runs
    ]


def compare(shelf: Shelf, root: str, member: str) -> Descent | None:
    """How ``member`` descends from ``root``, if it does: as the same words, a later version, an edited or cut reprint,
    another version of one statement, or a machine paraphrase."""
    left, right = shelf.texts[root], shelf.texts[member]
    if left.text_key == right.text_key:
        return VERBATIM
    copied = _updated(shelf, root, member) or _copied(shelf, left, right)
    return copied or _translated(shelf, root, member) or _retold(shelf, root, member)


def pair(left: str, right: str) -> Pair:
    """Two ids in order."""
    return (left, right) if left < right else (right, left)


def _exact_pairs(texts: Iterable[Shingled]) -> Iterable[Pair]:
    """The first document (by id) of each text paired with each other one; empty texts copy nothing."""
    same: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        if text.words:
            same[text.text_key].append(text.document_id)
    for ids in same.values():
        first, *others = sorted(ids)
        yield from ((first, other) for other in others)


def _near(texts: Sequence[Shingled], settings: StorySettings) -> set[tuple[int, int]]:
    """Pairs (positions) that share a MinHash band."""
    if len(texts) < 2:
        return set()
    index = RMinHashLSH(threshold=settings.near_jaccard, num_perm=settings.permutations, num_bands=settings.bands)
    hashes = [
        RMinHash.from_token_sets([decimal_tokens(t.shingles)], settings.permutations, settings.seed)[0] for t in texts
    ]
    for number, minhash in enumerate(hashes):
        index.insert(number, minhash)
    pairs = ((number, other) for number, minhash in enumerate(hashes) for other in index.query(minhash))
    return {(number, other) if number < other else (other, number) for number, other in pairs if other != number}


def _meeting(keys: Sequence[Keys], settings: StorySettings, least: int) -> set[tuple[int, int]]:
    return set(meetings(keys, settings.anchor_max_documents, least))


def _updated(shelf: Shelf, root: str, member: str) -> Descent | None:
    """A later version of the same agency or paper that is more than a cut of the earlier one."""
    older, newer = shelf.documents[root], shelf.documents[member]
    if not issuer(older) or issuer(older) != issuer(newer) or not is_later(newer, older):
        return None
    inside = containment(shelf.texts[member], shelf.texts[root]) >= shelf.settings.cut_containment + 0.1
    if inside and set(shelf.gist(member).anchors) <= set(shelf.gist(root).anchors):
        return None  # nothing new: a cut
    if _is_template(shelf, shelf.texts[root], shelf.texts[member], 0.0):
        return None
    update = find_update(older, newer, shelf.sentences(root), shelf.sentences(member), shelf.settings)
    return None if update is None else Descent(CopyKind.UPDATE, update.kept, update.reasons)


def _copied(shelf: Shelf, left: Shingled, right: Shingled) -> Descent | None:
    """Alike as wholes, or one cut from or grown out of the other."""
    settings = shelf.settings
    alike = jaccard(left, right)
    short, long = sorted((left, right), key=lambda t: (t.shingles.size, t.document_id))
    inside = containment(short, long)
    common = round(inside * short.shingles.size)
    shortened = inside >= settings.cut_containment and short.shingles.size <= settings.cut_length * long.shingles.size
    if alike >= settings.near_jaccard and not shortened:
        if _is_template(shelf, left, right, alike):
            return None
        return Descent(CopyKind.NEAR, alike, (f"{alike:.0%} of the three-word runs of both texts are shared",))
    if common < settings.cut_min_shingles:
        return None
    reason = f"{inside:.0%} of the shorter text stands word for word in the longer"
    grown = _is_older(shelf.documents[short.document_id], shelf.documents[long.document_id])
    if grown and alike < settings.near_jaccard and common < settings.grown_share * long.shingles.size:
        return None  # a newer text that quotes an older one among much else is a report of its own
    if inside >= settings.cut_containment:
        return Descent(CopyKind.CUT, inside, (reason,))
    long_run = inside >= settings.long_run_containment and common >= settings.long_run_shingles
    if long_run and not _is_template(shelf, left, right, inside):
        return Descent(CopyKind.CUT, inside, (reason, f"{common} three-word runs are shared"))
    return None


def _is_template(shelf: Shelf, left: Shingled, right: Shingled, alike: float) -> bool:
    """Whether like words tell of something else: a form filled in anew has other names and numbers."""
    if alike >= _SURE:
        return False
    one, other = shelf.gist(left.document_id).anchors, shelf.gist(right.document_id).anchors
    short, long = sorted((one, other), key=len)
    if len(short) < shelf.settings.template_anchors:
        return False
    known = set(long)
    return sum(a not in known for a in short) > shelf.settings.template_new * len(short)


def _is_older(left: Document, right: Document) -> bool:
    """Whether ``left`` is known to have been published on an earlier day than ``right``."""
    if left.published is None or right.published is None:
        return False
    return left.published.day < right.published.day


def _translated(shelf: Shelf, root: str, member: str) -> Descent | None:
    """Two versions of one statement of one issuer."""
    documents = shelf.documents[root], shelf.documents[member]
    found = version_of(*documents, (shelf.gist(root).anchors, shelf.gist(member).anchors), shelf.settings)
    return None if found is None else Descent(CopyKind.TRANSLATION, *found)


def _retold(shelf: Shelf, root: str, member: str) -> Descent | None:
    """Other words, the same sentences in the same order."""
    one, other = shelf.gist(root), shelf.gist(member)
    if not may_retell(one.anchors, other.anchors, other.weight, shelf.settings):
        return None
    texts = shelf.sentences(root), shelf.sentences(member)
    found = retelling(texts[0], texts[1], shelf.settings)
    if found is None:
        return None
    swapped = list(dict.fromkeys(swapped_terms(texts[0], texts[1], found.pairs)))[:_SHOWN]
    terms = (f"terms swapped: {', '.join(f'“{was}” for “{now}”' for now, was in swapped)}",) if swapped else ()
    return Descent(CopyKind.PARAPHRASE, found.likeness, (*found.reasons, *terms))
