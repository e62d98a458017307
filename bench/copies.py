"""Copies among news reports: pairs that the merge room relates, against pairs sharing long runs; and the own stream.

    python bench/copies.py [--data ../shared/data/ecbplus] [--files near_copies.tsv]
    python bench/copies.py --own report        # corpus/copies/report-*.yml; `--own tune`: the half for tuning

Gold pairs of ECB+ share 25 or more word 8-grams; the last column is their containment. Stories are found over all
documents of the corpus at once. A pair counts as told when one text descends from the other or both share passages (a
partial reprint); ``story_*`` counts all pairs of one story: two cuts of one wire that overlap little are one story, and
no gold pair. Since passages are told by the very measure that made the gold pairs, their recall is no finding;
precision shows what is related besides. Besides all pairs: those of containment at least one half, which are copies by
any standard. Intervals are over topics.
"""

import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import own_copies
from common import Clock, Figures, Tally, arguments, f1, ratio, report
from tocsin import merge
from tocsin.merge.descents import Shelf, find_descents, find_passages
from tocsin.merge.settings import load
from tocsin.merge.stories import root_rank
from tocsin.model.document import Document
from tocsin.model.event import Story

Pair = frozenset[str]
QUOTIENTS: dict[str, Callable[[Tally], float | None]] = {
    "precision": lambda t: ratio(t["tp"], t["tp"] + t["fp"]),
    "recall": lambda t: ratio(t["tp"], t["tp"] + t["fn"]),
    "f1": f1,
}
CLEAR = 0.5
"""Containment from which nobody doubts a copy."""


def documents(folder: Path, limit: int | None) -> list[Document]:
    """Texts of the corpus, a sentence a line; ids are ``topic/file``."""
    found = []
    for path in sorted(folder.glob("*/*.xml"))[:limit]:
        lines: dict[str, list[str]] = defaultdict(list)
        for token in ET.parse(path).getroot().iter("token"):
            lines[token.get("sentence") or ""].append(token.text or "")
        text = "\n".join(" ".join(words) for words in lines.values())
        if text.strip():
            found.append(Document(f"{path.parent.name}/{path.name}", text, language="en"))
    return found


def gold_pairs(path: Path) -> dict[Pair, float]:
    """Pair -> containment."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {frozenset((left, right)): float(contained) for left, right, _, contained in rows}


def by_topic(pairs: Iterable[Pair]) -> dict[str, set[Pair]]:
    """Pairs by the topic of their first document."""
    found: dict[str, set[Pair]] = defaultdict(set)
    for pair in pairs:
        found[min(pair).split("/")[0]].add(pair)
    return found


def compare(gold: Mapping[str, set[Pair]], said: Mapping[str, set[Pair]], topics: Iterable[str]) -> list[Tally]:
    """tp, fp and fn a topic."""
    empty: set[Pair] = set()
    both = [(gold.get(topic, empty), said.get(topic, empty)) for topic in topics]
    return [Counter(tp=len(g & s), fp=len(s - g), fn=len(g - s)) for g, s in both]


def direct_pairs(texts: Sequence[Document]) -> set[Pair]:
    """Pairs of which one text descends from the other, or that share passages."""
    shelf = Shelf(texts, load().stories)
    ranks = {text.id: root_rank(text) for text in texts}
    return {frozenset(pair) for pair in (*find_descents(shelf, ranks.__getitem__), *find_passages(shelf))}


def story_pairs(stories: Iterable[Story]) -> set[Pair]:
    """All pairs of documents of one story."""
    return {frozenset(pair) for story in stories for pair in combinations([m.document_id for m in story.members], 2)}


def main() -> None:
    if "--own" in sys.argv:
        own_copies.main(__doc__ or "")
        return
    options = arguments(__doc__ or "", "ecbplus", ["near_copies.tsv"])
    texts, clock = documents(options.data, options.limit), Clock()
    known = {text.id for text in texts}
    gold = {
        pair: share
        for name in options.files
        for pair, share in gold_pairs(options.data / name).items()
        if pair <= known
    }
    direct, one = direct_pairs(texts), story_pairs(merge.find_stories(texts))
    topics = sorted({text.id.split("/")[0] for text in texts})
    everyone = {
        frozenset(pair) for pair in combinations(sorted(known), 2) if pair[0].split("/")[0] == pair[1].split("/")[0]
    }
    topic_wide = compare(by_topic(gold), by_topic(everyone), topics)
    figures = Figures()
    for prefix, said in (("", direct), ("story_", one)):
        sums = compare(by_topic(gold), by_topic(said), topics)
        for name, quotient in QUOTIENTS.items():
            figures.add(prefix + name, sums, quotient, idle=topic_wide, cases=len(gold))
    clear = {pair for pair, share in gold.items() if share >= CLEAR}
    figures.add(
        "recall_clear_copies", compare(by_topic(clear), by_topic(one), topics),
        QUOTIENTS["recall"], idle=0.0, cases=len(clear),
    )  # fmt: skip
    if options.detail:
        for pair in sorted(map(sorted, set(gold) ^ direct)):
            print("missed" if frozenset(pair) in gold else "extra ", *pair, gold.get(frozenset(pair), ""))
    report("ecbplus", options, len(texts), figures, clock)


if __name__ == "__main__":
    main()
