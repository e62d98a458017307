"""The composed copies and look-alikes of ``corpus/copies``: documents, what each is to its root, and how many are told.

Called by ``bench/copies.py --own report`` (the half nothing was tuned on) or ``--own tune``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import yaml

from common import Clock, Figures, Tally, arguments, f1, ratio, report
from tocsin import merge
from tocsin.model.document import Document, Published
from tocsin.model.event import ChangedFact, CopyKind, Story, StoryMember

FOLDER = Path(__file__).parent.parent / "corpus" / "copies"
COPIES = frozenset({"root", "verbatim", "cut", "update", "machine_paraphrase"})
Home = Mapping[str, tuple[Story, StoryMember]]


@dataclass(frozen=True)
class Composed:
    """One composed document: its story, its kind, and the facts that its author changed in it."""

    document: Document
    story: str
    kind: str
    changed: tuple[tuple[str, str], ...]

    @property
    def group(self) -> str:
        """What it shares with its copies: the story; a look-alike is alone."""
        return self.story if self.kind in COPIES else self.document.id


def composed(paths: Sequence[Path]) -> Iterator[Composed]:
    """All documents of the files, in their order."""
    for path in paths:
        for story in yaml.safe_load(path.read_text(encoding="utf-8")):
            for row in story["documents"]:
                changed = tuple((c["was"], c["became"]) for c in row.get("changed", ()))
                yield Composed(_document(row), story["story"], row["kind"], changed)


def _document(row: Mapping[str, object]) -> Document:
    published, agency = row["published"], row.get("agency")
    assert isinstance(published, date)
    return Document(
        str(row["id"]), str(row["text"]).strip(), str(row["title"]), Published(published, "given"),
        publisher=str(row["publisher"]), agency=str(agency) if agency else None,
    )  # fmt: skip


def main(description: str) -> None:
    """Measure one half of the stream."""
    options = arguments(
        description,
        "copies",
        (),
        own={"choices": ("tune", "report"), "required": True, "help": "half of corpus/copies"},
    )
    clock = Clock()
    texts = list(composed(sorted(FOLDER.glob(f"{options.own}-*.yml"))))
    home = {m.document_id: (s, m) for s in merge.find_stories([t.document for t in texts]) for m in s.members}
    alone = {t.document.id: merge.find_stories([t.document])[0] for t in texts}
    sums = [
        _tally([t for t in texts if t.story == name], texts, home, alone)
        for name in dict.fromkeys(t.story for t in texts)
    ]
    figures = Figures()
    for name, quotient in MEASURES.items():
        figures.add(name, sums, quotient)
    if options.detail:
        _print_errors(texts, home, alone)
    report(f"copies/{options.own}", options, len(texts), figures, clock)


def _share(prefix: str, below: str) -> Callable[[Tally], float | None]:
    return lambda t: ratio(t[f"{prefix}tp"], t[f"{prefix}tp"] + t[f"{prefix}{below}"])


MEASURES: dict[str, Callable[[Tally], float | None]] = {
    "precision": _share("pair_", "fp"),
    "recall": _share("pair_", "fn"),
    "f1": lambda t: f1(t, "pair_"),
    "look_alikes_swallowed": lambda t: ratio(t["swallowed"], t["look_alikes"]),
    "root_right": lambda t: ratio(t["root_right"], t["stories"]),
    "paraphrase_precision": _share("machine_paraphrase_", "fp"),
    "paraphrase_recall": _share("machine_paraphrase_", "fn"),
    "update_precision": _share("update_", "fp"),
    "update_recall": _share("update_", "fn"),
    "changed_precision": _share("changed_", "fp"),
    "changed_recall": _share("changed_", "fn"),
    "suspected_alone_recall": _share("alone_", "fn"),
    "suspected_alone_false": lambda t: ratio(t["alone_fp"], t["not_spun"]),
}


def _tally(mine: Sequence[Composed], texts: Sequence[Composed], home: Home, alone: Mapping[str, Story]) -> Tally:
    """Everything that is counted in one composed story."""
    found: Tally = Counter(stories=1)
    for one, other in combinations(texts, 2):
        if one in mine:
            same = home[one.document.id][0] is home[other.document.id][0]
            found["pair_" + ("tp" if same else "fn")] += one.group == other.group
            found["pair_fp"] += same and one.group != other.group
    for text in mine:
        story, member = home[text.document.id]
        look_alike = text.kind not in COPIES
        found["look_alikes"] += look_alike
        found["swallowed"] += look_alike and len(story.members) > 1
        found["root_right"] += text.kind == "root" and story.root == text.document.id
        for kind in (CopyKind.PARAPHRASE, CopyKind.UPDATE):
            _count(found, f"{kind.value}_", text.kind == kind.value, member.copy_kind is kind)
        spun = text.kind == CopyKind.PARAPHRASE.value
        found["not_spun"] += not spun
        _count(found, "alone_", spun, bool(alone[text.document.id].root_missing))
        if spun:
            _count_changed(found, text, member)
    return found


def _count(found: Tally, prefix: str, gold: bool, said: bool) -> None:
    found[f"{prefix}tp"] += gold and said
    found[f"{prefix}fp"] += said and not gold
    found[f"{prefix}fn"] += gold and not said


def _count_changed(found: Tally, text: Composed, member: StoryMember) -> None:
    hit = [any(_is(change, gold) for change in member.changed) for gold in text.changed]
    found["changed_tp"] += sum(hit)
    found["changed_fn"] += len(hit) - sum(hit)
    found["changed_fp"] += sum(not any(_is(change, gold) for gold in text.changed) for change in member.changed)


def _is(change: ChangedFact, gold: tuple[str, str]) -> bool:
    """Whether both sides of a change are words of the author's note, or hold them."""
    sides = zip((change.root.quote, change.copy.quote), gold, strict=True)
    return all(said.lower() in noted.lower() or noted.lower() in said.lower() for said, noted in sides)


def _print_errors(texts: Sequence[Composed], home: Home, alone: Mapping[str, Story]) -> None:
    for text in texts:
        story, member = home[text.document.id]
        wanted = text.kind if text.kind in COPIES else "root"
        if member.copy_kind.value != wanted or (wanted == "root") != (story.root == text.document.id):
            print(
                "kind   ", text.document.id, "is", wanted, "and was told as", member.copy_kind.value, "of", story.root
            )
        if text.kind == CopyKind.PARAPHRASE.value:
            for change in member.changed:
                if not any(_is(change, gold) for gold in text.changed):
                    print("extra  ", text.document.id, change.kind, change.root.quote, "->", change.copy.quote)
            for gold in text.changed:
                if not any(_is(change, gold) for change in member.changed):
                    print("missed ", text.document.id, *gold)
        if (text.kind == CopyKind.PARAPHRASE.value) != bool(alone[text.document.id].root_missing):
            print("alone  ", text.document.id, "suspected:", bool(alone[text.document.id].root_missing))
