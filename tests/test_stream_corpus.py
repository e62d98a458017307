"""The composed stream: every mark lands on its words, halves do not mix, copies copy."""

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

from stream_corpus import ALONE, gold_stories, reports, unmarked  # noqa: E402
from tocsin.model.event import CopyKind  # noqa: E402

FOUND = reports(ROOT / "corpus" / "stream")


def test_marks_become_offsets() -> None:
    assert unmarked("Two [died]{a} when it [fell]{b}.") == ("Two died when it fell.", {"a": [(4, 8)], "b": [(17, 21)]})


def test_every_document_tells_something_and_has_its_own_id() -> None:
    assert max(Counter(r.document.id for r in FOUND).values()) == 1
    assert all(r.items for r in FOUND)
    assert not any(sign in r.document.text for r in FOUND for sign in "{}[]")


def test_no_happening_is_told_in_both_halves() -> None:
    halves: dict[str, set[str]] = {}
    for report in FOUND:
        for item in report.items:
            halves.setdefault(item.gold, set()).add(report.half)
    assert all(len(where) == 1 for where in halves.values())
    assert {"tune", "held"} == {half for where in halves.values() for half in where}


def test_the_card_counts_what_is_there() -> None:
    card = (ROOT / "corpus" / "stream" / "README.md").read_text(encoding="utf-8")
    stories = len({r.story for r in FOUND})
    happenings = len({i.gold for r in FOUND for i in r.items if not i.gold.startswith(ALONE)})
    assert f"{stories} stories" in card
    assert f"{len(FOUND)} documents" in card
    assert f"{happenings} happenings" in card


def test_stories_hold_their_copies() -> None:
    stories = gold_stories(FOUND)
    assert sum(len(s.members) for s in stories) == len(FOUND)
    kinds = Counter(m.copy_kind for s in stories for m in s.members)
    assert kinds[CopyKind.ROOT] == len(stories)
    assert kinds[CopyKind.PARAPHRASE] >= 3
