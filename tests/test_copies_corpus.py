"""The composed stream of copies: its form, and what must not get worse on it."""

import sys
from functools import cache
from pathlib import Path

import pytest

from tocsin.merge import find_stories
from tocsin.model.event import CopyKind, Story, StoryMember

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

from own_copies import COPIES, FOLDER, Composed, composed  # noqa: E402

KINDS = COPIES | {"independent", "template"}


@cache
def texts(half: str) -> tuple[Composed, ...]:
    return tuple(composed(sorted(FOLDER.glob(f"{half}-*.yml"))))


@cache
def homes(half: str) -> dict[str, tuple[Story, StoryMember]]:
    stories = find_stories([text.document for text in texts(half)])
    return {m.document_id: (s, m) for s in stories for m in s.members}


def test_the_stream_is_well_formed() -> None:
    everything = [*texts("tune"), *texts("report")]
    ids = [text.document.id for text in everything]
    assert len(ids) == len(set(ids)) == 87
    assert {text.kind for text in everything} == KINDS
    roots = {text.story: text for text in everything if text.kind == "root"}
    for text in everything:
        for was, became in text.changed:
            assert was.lower() in roots[text.story].document.text.lower() or was == "9", (text.document.id, was)
            assert became.lower() in text.document.text.lower(), (text.document.id, became)


@pytest.mark.parametrize("half", ["tune", "report"])
def test_no_look_alike_is_taken_for_a_copy(half: str) -> None:
    swallowed = [
        text.document.id
        for text in texts(half)
        if text.kind not in COPIES and len(homes(half)[text.document.id][0].members) > 1
    ]
    assert swallowed == []


@pytest.mark.parametrize("half", ["tune", "report"])
@pytest.mark.parametrize("kind", [CopyKind.PARAPHRASE, CopyKind.UPDATE, CopyKind.CUT])
def test_copies_stand_under_their_root_with_their_kind(half: str, kind: CopyKind) -> None:
    wanted = {text.document.id: text.story for text in texts(half) if text.kind == kind.value}
    found = {name: homes(half)[name][0].root for name in wanted if homes(half)[name][1].copy_kind is kind}
    assert found == wanted
