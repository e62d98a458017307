"""Stories made anew: those that documents are or were in which are new, lost, or related to others than before."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from tocsin.merge import relatives as merge
from tocsin.model.event import Story
from tocsin.pipeline.portions import PORTION, portions
from tocsin.store import Store, TextRow

Pair = tuple[str, str]


def rebuild(store: Store, touched: Collection[str], bench: merge.Bench) -> set[str]:
    """Make the stories anew that ``touched`` documents are or were in; the documents whose story is another now."""
    old: dict[str, Story] = {}
    ids = set(touched)
    for portion in portions(sorted(touched)):
        old |= {s.id: s for s in store.stories_with(portion)}
    ids |= {m.document_id for s in old.values() for m in s.members}
    components, links = _components(store, ids)
    for portion in portions(sorted({d for c in components for d in c} - ids)):
        old |= {s.id: s for s in store.stories_with(portion)}
    left = set(old)
    restoried: set[str] = set()
    for some in _packed(components):
        made = _stories(store, some, links, bench)
        same = {s.id for s in made if old.get(s.id) == s}
        fresh = [s for s in made if s.id not in same]
        left -= same
        replaced = [s.id for s in fresh if s.id in left]
        store.replace_stories(replaced, fresh)
        left -= set(replaced)
        restoried |= {m.document_id for s in fresh for m in s.members}
        restoried |= {m.document_id for i in replaced for m in old[i].members}
    store.replace_stories(left, [])
    return restoried | {m.document_id for i in left for m in old[i].members}


def _packed(components: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    """Components in portions of some documents."""
    held: list[list[str]] = []
    size = 0
    for component in components:
        held.append(component)
        size += len(component)
        if size >= PORTION:
            yield held
            held, size = [], 0
    if held:
        yield held


@dataclass
class _Links:
    """Descents (text) and passages between documents."""

    descents: dict[Pair, str] = field(default_factory=dict)
    passages: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def _components(store: Store, seeds: Collection[str]) -> tuple[list[list[str]], _Links]:
    """All documents that hang together with ``seeds``, each group once, and what holds them together."""
    links = _Links()
    group: dict[str, list[str]] = {}
    front = set(seeds)
    while front:
        reached: set[str] = set()
        for portion in portions(sorted(front)):
            rows = store.texts(portion)
            for row in rows:
                group.setdefault(row.document_id, [row.document_id])
            same = store.same_texts({row.text_key for row in rows if row.words})
            reached |= _verbatim(same, links)
            for p in store.document_pairs({row.document_id for row in rows}):
                if p.descent is not None:
                    links.descents[p.left, p.right] = p.descent
                    reached |= {p.left, p.right}
                if p.passages:
                    links.passages[p.left].add(p.right)
                    links.passages[p.right].add(p.left)
        front = reached - set(group)
    for left, right in sorted(links.descents):
        if group[left] is not group[right]:
            joined = group[left] + group[right]
            group.update(dict.fromkeys(joined, joined))
    return sorted(sorted(ids) for ids in {id(g): g for g in group.values()}.values()), links


def _verbatim(rows: Sequence[TextRow], links: _Links) -> set[str]:
    """Pair the first document of each text with the others in the same words."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.words:
            by_text[row.text_key].append(row.document_id)
    for first, *others in (sorted(ids) for ids in by_text.values()):
        links.descents.update({(first, other): merge.verbatim() for other in others})
    return {d for ids in by_text.values() for d in ids}


def _stories(store: Store, components: Sequence[list[str]], links: _Links, bench: merge.Bench) -> list[Story]:
    """The stories of some components."""
    own = {d: n for n, ids in enumerate(components) for d in ids}
    beside = {d: links.passages.get(d, set()) for d in own}
    bench.lay(store.documents_of(set(own).union(*beside.values())))
    descents: dict[int, dict[Pair, str]] = defaultdict(dict)
    for (left, right), body in links.descents.items():
        if left in own:
            descents[own[left]][left, right] = body
    made = []
    for number, ids in enumerate(components):
        passages = {d: [o for o in beside[d] if own.get(o) != number] for d in ids}
        made.append(merge.story_of(bench, ids, descents[number], {d: o for d, o in passages.items() if o}))
    return made
