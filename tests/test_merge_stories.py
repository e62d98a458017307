"""Stories: copies, cut reprints, and texts that only resemble each other."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.merge import find_stories
from tocsin.model.document import Document, Published
from tocsin.model.event import CopyKind, Story

REPORT = (
    "Gunmen on motorbikes raided the weekly market at Kelma on Tuesday, killing nine traders and"
    " wounding fourteen others, the district chief said. The attackers came from the eastern hills"
    " shortly before noon, fired at stalls along the main street and set fire to two lorries loaded"
    " with millet. Soldiers posted at the bridge reached the market an hour later, by which time the"
    " raiders had left with several dozen head of cattle. A nurse at the health centre said six of"
    " the wounded were taken to the regional hospital in Sarrun. The army promised to reinforce the"
    " post, which has been attacked twice since the rains began. Traders closed their shops on"
    " Wednesday and asked the governor for an escort on market days."
)
OTHER = (
    "Two rockets struck the airfield outside Olt before dawn, damaging a hangar but hurting nobody,"
    " a spokesman for the armed forces said. No group has said it fired them. Flights resumed in the"
    " afternoon after sappers had searched the runway, and the governor thanked the crews for their"
    " calm. Residents near the perimeter said they heard a loud crack and saw smoke over the fuel"
    " store, which firemen put out within an hour."
)


def doc(document_id: str, text: str, day: int | None = 1, **more: str) -> Document:
    published = Published(date(2024, 3, day), "given") if day is not None else None
    return Document(id=document_id, text=text, published=published, **more)  # type: ignore[arg-type]


def story_of(stories: tuple[Story, ...], document_id: str) -> Story:
    (story,) = [s for s in stories if any(m.document_id == document_id for m in s.members)]
    return story


def kinds(story: Story) -> dict[str, CopyKind]:
    return {m.document_id: m.copy_kind for m in story.members}


def test_singletons_are_their_own_roots() -> None:
    stories = find_stories([doc("a", REPORT), doc("b", OTHER)])
    assert sorted(s.root for s in stories) == ["a", "b"]
    assert all(kinds(s) == {s.root: CopyKind.ROOT} for s in stories)


def test_spacing_case_and_accents_make_no_new_report() -> None:
    stories = find_stories([doc("b", REPORT.upper().replace(" ", "\n "), 2), doc("a", REPORT, 3)])
    assert len(stories) == 1
    assert stories[0].root == "b"
    assert kinds(stories[0])["a"] is CopyKind.VERBATIM


def test_three_exact_copies_are_one_story_whatever_their_ids() -> None:
    stories = find_stories([doc("a", REPORT, 9), doc("b", REPORT, 5), doc("c", REPORT, 7)])
    assert [s.root for s in stories] == ["b"]
    assert set(kinds(stories[0])) == {"a", "b", "c"}


def test_lightly_edited_copy_is_near() -> None:
    edited = REPORT.replace("Gunmen on motorbikes", "Armed men").replace("promised", "vowed")
    stories = find_stories([doc("a", REPORT, 1), doc("z", edited, 2)])
    assert kinds(stories[0]) == {"a": CopyKind.ROOT, "z": CopyKind.NEAR}
    member = stories[0].members[1]
    assert 0.5 <= member.similarity < 1
    assert "three-word runs" in member.reasons[0]


def test_first_sentences_alone_are_a_cut_reprint() -> None:
    cut = REPORT[: REPORT.index("Soldiers posted")]
    stories = find_stories([doc("a", REPORT, 1), doc("b", cut, 2)])
    assert kinds(story_of(stories, "b")) == {"a": CopyKind.ROOT, "b": CopyKind.CUT}


def test_round_up_of_older_reports_is_its_own_story() -> None:
    filler = " ".join(f"On day {n} the council of ward {n * 7} met about road {n * 13} and water." for n in range(60))
    stories = find_stories([doc("a", REPORT, 1), doc("roundup", f"{REPORT} {OTHER} {filler}", 8)])
    assert len(stories) == 2


def test_same_subject_in_other_words_is_no_copy() -> None:
    own = (
        "At least nine people died when raiders opened fire on shoppers in the town of Kelma, according"
        " to the mayor, who spoke to reporters by telephone. He said lorries were burned and animals"
        " stolen."
    )
    assert len(find_stories([doc("a", REPORT), doc("b", own)])) == 2


def test_agency_page_is_root_on_the_same_day() -> None:
    longer = REPORT + " (Editing by the foreign desk.)"
    stories = find_stories(
        [
            doc("a", longer, 1, publisher="Pell Courier", agency="AFP"),
            doc("b", REPORT, 1, publisher="AFP", agency="AFP"),
        ]
    )
    assert [s.root for s in stories] == ["b"]


def test_undated_copy_never_is_the_root() -> None:
    stories = find_stories([doc("a", REPORT, None), doc("b", REPORT, 30)])
    assert [s.root for s in stories] == ["b"]


@pytest.mark.parametrize("text", ["", "   ", "Fire.", "???"])
def test_tiny_texts_do_not_meet_by_chance(text: str) -> None:
    stories = find_stories([doc("a", text), doc("b", REPORT), doc("c", "")])
    assert len(stories) == 3


@given(st.permutations(range(6)))
def test_order_of_documents_never_matters(order: list[int]) -> None:
    documents = [
        doc("a", REPORT, 4),
        doc("b", REPORT, 2),
        doc("c", REPORT[: REPORT.index("Soldiers")], 3),
        doc("d", OTHER, 1),
        doc("e", OTHER.replace("Two rockets", "A pair of rockets"), 1),
        doc("f", "", None),
    ]
    assert find_stories([documents[i] for i in order]) == find_stories(documents)


WIRE = "TALMIRA, Oct 30 - " + " ".join(f"word{n} of the report" for n in range(60))


def root_of(*documents: Document) -> str:
    (story,) = find_stories(documents)
    return story.root


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"publisher": "Talmira Wire"}, {"publisher": "Gulf Post", "text": "By our correspondent\n\n" + WIRE}),
        ({"publisher": "Agence France-Presse"}, {"publisher": "Gulf Post", "text": WIRE + " More words of its own."}),
        ({"publisher": "Reuters"}, {"publisher": "The Guardian", "text": WIRE + " More words of its own."}),
        ({"publisher": "Orla Post"}, {"publisher": "Gulf Post", "text": "By our correspondent\n\n" + WIRE}),
        ({}, {"text": WIRE.partition(" - ")[2] + " And a few words more than that."}),
        ({"publisher": "Gulf Post", "agency": "Gulf Post"}, {"publisher": "Talmira Wire", "text": WIRE + " More."}),
        ({"publisher": "Gulf Post"}, {"publisher": "Talmira Wire", "published": Published(date(2022, 10, 31), "test")}),
    ],
)
def test_the_root_of_copies_is_the_wire(first: dict[str, Any], second: dict[str, Any]) -> None:
    base = Document("zz", WIRE, published=Published(date(2022, 10, 30), "test"))
    root, copy = replace(base, **first), replace(base, id="aa", **second)
    assert root_of(root, copy) == root_of(copy, root) == "zz"
