"""Stories kept in step with the documents: only those that new, changed or lost documents touch are made anew.

The result is that of ``merge.find_stories`` over all documents, in whatever order and portions they come. A document's
keys lead to the documents that share enough of them. One thing is not local: a key that too many texts hold counts for
none of them, so a new text can undo how two old ones met (their pair keeps what they share and is looked at again), and
a lost text can make old ones meet (they are taken for new).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from tocsin.merge import relatives as merge
from tocsin.model.document import Document
from tocsin.model.ids import content_id
from tocsin.pipeline.options import Tell, silent
from tocsin.pipeline.portions import PORTION, portions
from tocsin.pipeline.restorying import Pair, rebuild
from tocsin.store import PairRow, Store, TextRow


@dataclass
class Changes:
    """What a merge has to look at: documents that are gone or other than they were (``gone``), those that are new or
    other (``new``), all whose story is another one now, and those that people judged or corrected something of."""

    gone: list[str]
    new: list[str]
    restoried: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)

    @property
    def documents(self) -> set[str]:
        """All of them."""
        return {*self.gone, *self.new, *self.restoried, *self.judged}


def update_stories(store: Store, tell: Tell = silent) -> Changes:
    """Bring index and stories in step with the documents; what that touched. ``tell`` hears how far it is."""
    gone, new = store.unmerged()
    changes = Changes(gone, new)
    touched = {*gone, *new}
    bench = merge.Bench()
    if len(touched) > PORTION:  # no document may meet one that a later portion takes away
        for portion in portions(gone):
            touched |= _Portion(store, portion, bench, keep=False).update()
    present = sorted(touched & {*gone, *new})
    for number, portion in enumerate(portions(present)):
        tell("stories", number * PORTION, len(present))
        touched |= _Portion(store, portion, bench).update()
    changes.restoried = rebuild(store, touched, bench)
    return changes


class _Portion:
    """Some documents taken out of the index and put into it as they are now."""

    def __init__(self, store: Store, document_ids: Sequence[str], bench: merge.Bench, *, keep: bool = True) -> None:
        self._store = store
        self._ids = document_ids
        self._bench = bench
        self._readings = store.reading_ids(document_ids) if keep else {}
        self._documents = store.documents_of(self._readings)

    def update(self) -> set[str]:
        """Documents whose story may be another one now."""
        out, into = self._swap()
        lost = self._dropped(out, into)
        if lost:  # what met nobody because of a crowded key may meet somebody now: looked at as if new
            back = [row for row in self._store.texts(lost) if row.represents]
            self._store.drop_keys(_keyed(back))
            out, into = [*out, *back], [*into, *back]
        touched = self._relate(out, into)
        self._store.put_keys(_keyed(into))
        return touched

    def _swap(self) -> tuple[list[TextRow], list[TextRow]]:
        """Put texts in the place of those merged before; those whose keys leave the index, and those whose keys enter
        it: one document for each text, the first by id."""
        store = self._store
        before = store.texts(self._ids)
        self._bench.lay(self._documents)
        found = {d: merge.found_by(self._bench, d) for d in self._documents}
        keys = {row.text_key for row in before} | {f.text_key for f in found.values()}
        old = {row.document_id: row for row in store.same_texts(keys)}
        rows = {d: row for d, row in old.items() if d not in set(self._ids)}
        number = store.next_number()
        for d, f in found.items():
            facts = _facts(self._documents[d])
            rows[d] = TextRow(
                number, d, self._readings[d], facts, f.text_key, f.words, False, f.keys.astype(np.int64).tobytes()
            )
            number += 1
        first: dict[str, str] = {}
        for d in sorted(rows):
            if rows[d].words:
                first.setdefault(rows[d].text_key, d)
        firsts = set(first.values())
        now = {d: replace(row, represents=d in firsts) for d, row in rows.items()}
        out = [r for d, r in old.items() if r.represents and (d not in now or now[d] != r)]
        into = [r for d, r in now.items() if r.represents and (d not in old or old[d] != r)]
        store.drop_keys(_keyed(out))
        store.drop_texts(self._ids)
        store.put_texts(row for d, row in now.items() if old.get(d) != row)
        return out, into

    def _dropped(self, out: Sequence[TextRow], into: Sequence[TextRow]) -> set[str]:
        """Documents that hold a key which too many held before and few enough hold now."""
        leaving, coming = _tally(out), _tally(into)
        capped = {k for k in leaving if merge.most_holders(k) is not None and leaving[k] > coming.get(k, 0)}
        most = max((merge.most_holders(k) or 0 for k in capped), default=0)
        kept = self._store.count_keys(capped, most + 1)
        eased = [k for k in capped if kept.get(k, 0) + leaving[k] > most and kept.get(k, 0) + coming.get(k, 0) <= most]
        return {d for _, d in self._store.key_holders(eased)}

    def _relate(self, out: Sequence[TextRow], into: Sequence[TextRow]) -> set[str]:
        """Find the relatives of texts that enter the index, and let go those of texts that leave it."""
        store = self._store
        leaving, coming = _tally(out), _tally(into)
        holders, crowded = self._holders(leaving, coming)
        gone = {row.document_id for row in out}
        old = store.document_pairs(gone)
        store.drop_document_pairs((p.left, p.right) for p in old)
        touched = {d for p in old for d in (p.left, p.right)} | self._loosen(crowded)
        counts = _count(into, holders)
        met = {p: c for p, c in counts.items() if merge.meet(c) or merge.may_share_passages(c)}
        for portion in portions(sorted(met)):
            found = list(self._compared(portion, met))
            store.put_document_pairs(found)
            touched |= {d for p in found for d in (p.left, p.right)}
        return touched | {row.document_id for row in (*out, *into)}

    def _holders(
        self, leaving: Mapping[int, int], coming: Mapping[int, int]
    ) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
        """Texts in the index that hold keys of those that enter: of keys that count, and of those that counted until
        now."""
        wanted = {cap: [k for k in coming if merge.most_holders(k) == cap] for cap in (None, merge.most_holders(0))}
        holders: dict[int, list[str]] = defaultdict(list)
        for key, document_id in self._store.key_holders(wanted.pop(None)):
            holders[key].append(document_id)
        crowded: dict[int, list[str]] = defaultdict(list)
        for cap, keys in wanted.items():
            kept = self._store.count_keys(keys, cap + 1) if cap is not None else {}
            few = {k for k, n in kept.items() if cap is not None and n <= cap}
            for key, document_id in self._store.key_holders(few):
                after, before = kept[key] + coming[key], kept[key] + leaving.get(key, 0)
                if cap is not None and after <= cap:
                    holders[key].append(document_id)
                elif cap is not None and before <= cap:
                    crowded[key].append(document_id)
            for key in set(keys) - few:
                if cap is not None and (kept.get(key, 0) > cap or coming[key] > cap):
                    holders[key] = _CROWD
            for key in few:
                if cap is not None and kept[key] + coming[key] > cap:
                    holders[key] = _CROWD
        return holders, crowded

    def _loosen(self, crowded: Mapping[int, Sequence[str]]) -> set[str]:
        """Take keys that count no more from the pairs that share them; pairs that share too little fall."""
        of: dict[str, set[int]] = defaultdict(set)
        for key, documents in crowded.items():
            for document_id in documents:
                of[document_id].add(key)
        touched: set[str] = set()
        changed: list[PairRow] = []
        for p in self._store.document_pairs(of.keys()):
            shared = of.get(p.left, set()) & of.get(p.right, set())
            if not shared:
                continue
            counts = _less(p.counts, shared)
            now = replace(
                p,
                counts=counts,
                descent=p.descent if merge.meet(counts) else None,
                passages=p.passages and merge.may_share_passages(counts),
            )
            changed.append(now)
            if (now.descent, now.passages) != (p.descent, p.passages):
                touched |= {p.left, p.right}
        empty = [(p.left, p.right) for p in changed if p.descent is None and not p.passages]
        self._store.put_document_pairs(changed)
        self._store.drop_document_pairs(empty)
        return touched

    def _compared(self, pairs: Sequence[Pair], met: Mapping[Pair, merge.Counts]) -> Iterator[PairRow]:
        """Those of ``pairs`` that are relatives, or share passages."""
        others = {d for p in pairs for d in p} - self._documents.keys()
        bench = self._bench
        bench.lay({**self._documents, **self._store.documents_of(others)})
        for p in pairs:
            if p[0] not in bench.documents or p[1] not in bench.documents:
                continue  # forgotten, and taken away in a moment
            counts = met[p]
            descent = merge.descent_of(bench, *p) if merge.meet(counts) else None
            passages = merge.may_share_passages(counts) and merge.share_passages(bench, *p)
            if descent is not None or passages:
                yield PairRow(*p, counts, descent, passages)


_CROWD: list[str] = ["\0"]
"""Stands for the holders of a key that too many texts hold."""


def _facts(document: Document) -> str:
    """A digest of what events show of a document."""
    day = document.published.day.isoformat() if document.published else None
    d = document
    return content_id("fa", d.id, d.version, day, d.publisher, d.agency, d.url, d.title)


def _keys(row: TextRow) -> list[int]:
    found: list[int] = np.frombuffer(row.keys, dtype=np.int64).tolist()
    return found


def _keyed(rows: Iterable[TextRow]) -> Iterator[tuple[int, int]]:
    return ((key, row.number) for row in rows for key in _keys(row))


def _tally(rows: Iterable[TextRow]) -> dict[int, int]:
    """How many of some texts hold each key."""
    found: dict[int, int] = defaultdict(int)
    for row in rows:
        for key in _keys(row):
            found[key] += 1
    return found


def _count(into: Sequence[TextRow], holders: Mapping[int, list[str]]) -> dict[Pair, merge.Counts]:
    """For each pair of a text that enters the index and any other: how many keys they share, by kind."""
    own: dict[int, list[str]] = defaultdict(list)
    for row in into:
        for key in _keys(row):
            own[key].append(row.document_id)
    counts: dict[Pair, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for key, entering in own.items():
        others = holders.get(key, [])
        if others is _CROWD or (len(entering) == 1 and not others):
            continue
        for one in entering:
            for other in others:
                counts[(one, other) if one < other else (other, one)][key & 3] += 1
        for one, other in combinations(entering, 2):
            counts[(one, other) if one < other else (other, one)][key & 3] += 1
    return {p: (c[0], c[1], c[2], c[3]) for p, c in counts.items()}


def _less(counts: merge.Counts, keys: Iterable[int]) -> merge.Counts:
    left = list(counts)
    for key in keys:
        left[key & 3] -= 1
    return (left[0], left[1], left[2], left[3])
