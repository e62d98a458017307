"""Merging what is new gives what merging everything anew gives: in any order, in any portions, whatever is read again,
forgotten, judged or taken back."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from merge_builders import (
    ARMY,
    CIVILIANS,
    GUNMEN,
    ISSP,
    JNIM,
    KATIBA,
    KELMA,
    MALI,
    MOPTI,
    OLT,
    SARRUN,
    Builder,
    day,
    killed,
)
from tocsin.merge import find_stories
from tocsin.merge.settings import load
from tocsin.model.event import Event, Judgement, Link, Story, Verdict
from tocsin.pipeline import gathering, merging, people, relatives, updating
from tocsin.pipeline.options import Report
from tocsin.pipeline.portions import portions
from tocsin.pipeline.rooms import Rooms, real_rooms
from tocsin.store import EventFilter, Store

SUBJECTS = ("riders", "gunmen in two boats", "men on camels", "a column of fighters")
WORDS = (
    "came down from the {a} ridge before dawn and fired on the {b} post for the first time",
    "left the {a} market with forty head of cattle and burned the {b} granary behind them",
    "met a patrol at the {a} crossing, where {b} shells fell until the middle of the day",
    "were seen again near the {a} wells by herders who had walked from {b} with their goats",
    "held the {a} road for an hour while traders of {b} hid in the reeds along the river",
    "took the pump of the {a} clinic, a nurse from {b} said, and tore down the radio mast",
)
NAMES = ("Adrar", "Belko", "Cassou", "Dimra", "Essok", "Fanti")
NEARBY = replace(KELMA, name="Nara", place_id="x:4", admin1="Koulikoro", latitude=12.62, longitude=-8.02)
"""5 km from Bamako."""
FACTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["Attack", "Armed clash", "Air/drone strike"])},
    optional={
        "place": st.sampled_from([KELMA, KELMA, SARRUN, OLT, MALI, NEARBY, MOPTI]),
        "date": st.sampled_from([day(4), day(5), day(9)]),
        "actor1": st.sampled_from([JNIM, ISSP, GUNMEN, ARMY, KATIBA]),
        "actor2": st.sampled_from([ARMY, CIVILIANS]),
        "victims": st.sampled_from([killed(9), killed(2), killed(11, total=True)]),
        "background": st.booleans(),
        "incidents": st.sampled_from([1, 6]),
    },
)
REPORT = st.fixed_dictionaries(
    {
        "wording": st.integers(0, 2),
        "sentences": st.sampled_from([(0, 6), (0, 6), (0, 3), (2, 6), (3, 5)]),
        "name": st.sampled_from([None, None, "Zorgo"]),
        "day": st.integers(8, 14),
        "publisher": st.sampled_from(["Horn Wire", "Olt Herald", None]),
        "facts": st.lists(FACTS, min_size=1, max_size=3),
        "more": st.lists(
            st.sampled_from(["set", "set in Gao", "list", "follow-up", "nearest"]), max_size=2, unique=True
        ),
    }
)
DOCUMENT_IDS = st.sampled_from([f"d{n}" for n in range(7)])
STEP = st.one_of(
    st.tuples(st.just("add"), st.lists(st.tuples(DOCUMENT_IDS, REPORT), min_size=1, max_size=4)),
    st.tuples(st.just("forget"), DOCUMENT_IDS),
    st.tuples(st.just("correct"), st.tuples(st.integers(0, 99), st.sampled_from(["Attack", "Grenade"]))),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("judge"), st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from(Verdict))),
)
STEPS = st.lists(STEP, min_size=1, max_size=7)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))


@cache
def rooms() -> Rooms:
    return real_rooms()


@pytest.fixture(autouse=True)
def _keys_crowd_soon() -> Iterator[None]:
    """Three texts that hold a key make it a set phrase, so that a handful of texts can show what crowding does."""
    stories, kept = load().stories, load().stories.anchor_max_documents
    object.__setattr__(stories, "anchor_max_documents", 3)
    yield
    object.__setattr__(stories, "anchor_max_documents", kept)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Store.open(path).close()
    return path


def report(document_id: str, told: dict[str, Any]) -> Builder:
    """A document of some sentences of one of three reports; ``name`` stands in the place of one of its names."""
    first, last = told["sentences"]
    w = told["wording"]
    sentences = []
    for n in range(first, last):
        names = [told["name"] if told["name"] and n == 4 else NAMES[(n + w) % 6], NAMES[(n * 2 + w + 1) % 6]]
        sentences.append(f"{SUBJECTS[w].capitalize()} {WORDS[n].format(a=names[0], b=names[1])} {w}.")
    count = len(sentences)
    sentences += [sentence for kind in told.get("more", ()) for sentence in MORE[kind]]
    b = Builder(document_id, sentences, date(2024, 6, told["day"]), told["publisher"])
    for n, facts in enumerate(told["facts"]):
        if n < count:
            b.event(n, sentences[n].split()[0], **facts)
    for kind in told.get("more", ()):
        add(b, kind, sentences.index(MORE[kind][0]))
    return b


MORE = {
    "set": ["Six raids struck Mopti and Kidal on Tuesday."],
    "set in Gao": ["Three raids struck Gao on Tuesday."],
    "list": ["Men burned huts in Kelma.", "Men burned huts in Sarrun.", "Men burned huts in Olt."],
    "follow-up": ["Troops arrested nine men in connection with the bombing of Kelma."],
    "nearest": ["With the raid on Olt they had never struck so near the capital."],
}
"""Sentences about which whole passes over all events have something to say."""


def add(b: Builder, kind: str, at: int) -> None:
    """What such sentences tell."""
    if kind.startswith("set"):
        b.tell_set(at, 3 if "Gao" in kind else 6, date(2024, 6, 4), ["Gao"] if "Gao" in kind else ["Mopti", "Kidal"])
        place = replace(MOPTI, name="Kidal", place_id="x:5", admin1="Kidal") if kind == "set" else MOPTI
        b.event(at, "raids", type="Attack", date=day(4), actor1=JNIM, place=place, incidents=6)
    elif kind == "list":
        for n, place in enumerate((KELMA, SARRUN, OLT)):
            b.event(at + n, "burned", type="Attack", date=day(4), actor1=KATIBA, place=(place, place.name))
    elif kind == "follow-up":
        b.event(at, "arrested", type="Arrests", date=day(9), actor1=ARMY, place=KELMA)
        b.event(at, "bombing", type="Air/drone strike", date=day(4), place=KELMA)
    else:
        far = replace(OLT, latitude=12.75, longitude=-8.07)
        b.event(at, "raid", type="Armed clash", date=day(9), actor1=JNIM, actor2=ARMY, place=far)


def merge(store: Store, which: Rooms, **more: Any) -> Report:
    done = Report()
    merging.merge_and_publish(store, which, "all", store.start_run([]), done, **more)
    assert not done.refused
    return done


def take(store: Store, step: Any, mentions: list[str]) -> None:
    """One step of a history."""
    kind, what = step
    if kind == "add":
        for document_id, told in what:
            b = report(document_id, told)
            rules = repr(told["facts"])  # the same text is read otherwise by other rules alone
            store.save_reading(b.document, b.reading, run=store.start_run([]), code=rules)
            mentions += [e.id for e in b.events]
    elif kind == "forget":
        store.purge(what, reason="asked", by=None)
    elif kind == "correct":
        events = list(store.events(EventFilter(all=True)))
        if events:
            edits = people.edits_of(store, events[what[0] % len(events)], "sub_event_type", what[1])
            store.add_corrections(edits, by="amina", why="seen")
    elif kind == "withdraw":
        acts = [c.id for c in store.corrections(in_force=True)]
        if acts:
            store.withdraw(acts[what % len(acts)], by="amina", why="mistaken")
    elif mentions:
        left, right, verdict = what
        pair = sorted({mentions[left % len(mentions)], mentions[right % len(mentions)]})
        if len(pair) == 2:
            store.add_judgement(Judgement(pair[0], pair[1], verdict, "amina", "seen"))


def content(store: Store) -> tuple[list[Story], dict[tuple[str, ...], Event]]:
    """Stories and events, these without their ids."""
    events = list(store.events(EventFilter(all=True)))
    name = {e.event_id: e.mention_ids for e in events}
    bare = {
        e.mention_ids: replace(
            e,
            event_id="",
            revision=0,
            updated_at=None,
            linked=tuple(sorted((Link(",".join(name[x.event_id]), x.kind) for x in e.linked), key=repr)),
        )
        for e in events
    }
    return list(store.stories()), bare


@SLOW
@given(STEPS)
def test_any_history_gives_what_a_rebuild_gives(empty: Path, steps: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, folder))
        mentions: list[str] = []
        with Store.open(path) as store:
            for step in steps:
                take(store, step, mentions)
                merge(store, rooms())
            stories, events = content(store)
            assert stories == sorted(find_stories(list(store.documents(status="read"))), key=lambda s: s.id)
            members, sources = store.members(), store.counts()
            merge(store, rooms(), rebuild=True)
            assert content(store) == (stories, events)
            assert (store.members(), store.counts()) == (members, sources)
            with patch.object(updating, "can_update", return_value=False):
                merge(store, rooms())
            assert content(store) == (stories, events)


def told(kind: str, wording: int, **facts: Any) -> dict[str, Any]:
    """A report of one sentence and one sort of more."""
    own = [{"type": "Attack", **facts}] if facts else []
    return {
        "wording": wording,
        "sentences": (1, 2),
        "name": None,
        "day": 12,
        "publisher": None,
        "facts": own,
        "more": [kind] if kind else [],
    }


def same_as_rebuilt(store: Store) -> dict[tuple[str, ...], Event]:
    """The events, which are those of a rebuild."""
    found = content(store)
    merge(store, rooms(), rebuild=True)
    assert content(store) == found
    return found[1]


PASSES = {
    "a list of what another report counts": (("set", {}), ("list", {}), "place_conflict"),
    "a set in a region where the list has one": (("set in Gao", {}), ("list", {}), "place_conflict"),
    "nearer to the capital before": (
        ("nearest", {}),
        ("", {"place": NEARBY, "date": day(4), "actor1": KATIBA, "actor2": CIVILIANS}),
        "first_conflict",
    ),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", PASSES)
def test_what_a_second_report_shows_of_a_first_comes_and_goes_with_it(
    empty: Path, tmp_path: Path, name: str, turned: bool
) -> None:
    (first, facts), (second, others), code = PASSES[name]
    pair = [told(first, 0, **facts), told(second, 1, **others)]
    one, two = reversed(pair) if turned else pair

    def flagged(store: Store) -> int:
        return sum(flag.code == code for e in same_as_rebuilt(store).values() for flag in e.flags)

    with Store.open(Path(shutil.copy(empty, tmp_path))) as store:
        mentions: list[str] = []
        for step, wanted in (
            (("add", [("d0", one)]), False),
            (("add", [("d1", two)]), True),
            (("add", [("d2", told("", 2, place=OLT, date=day(14), actor1=ISSP))]), True),
            (("forget", "d0"), False),
            (("add", [("d0", one)]), True),
            (("forget", "d1"), False),
        ):
            take(store, step, mentions)
            merge(store, rooms())
            assert bool(flagged(store)) is wanted


def test_links_across_reports_and_to_what_is_answered_come_and_go(empty: Path, tmp_path: Path) -> None:
    def kinds(store: Store) -> set[str]:
        return {x.kind for e in same_as_rebuilt(store).values() for x in e.linked}

    with Store.open(Path(shutil.copy(empty, tmp_path))) as store:
        mentions: list[str] = []
        for step, wanted in (
            (("add", [("d0", told("list", 0))]), set()),
            (("add", [("d1", told("set in Gao", 1))]), {"member_of"}),
            (("add", [("d2", told("follow-up", 2))]), {"member_of", "follow_up_of"}),
            (("forget", "d1"), {"follow_up_of"}),
            (("forget", "d2"), set()),
        ):
            take(store, step, mentions)
            merge(store, rooms())
            assert kinds(store) == wanted


@pytest.mark.parametrize("stage", ["stories", "documents", "accounts", "events"])
def test_a_merge_stopped_in_the_middle_changes_nothing_and_the_next_one_completes_it(
    empty: Path, tmp_path: Path, stage: str
) -> None:
    """With one document a portion, so that every stage has a middle."""
    mentions: list[str] = []
    first = ("add", [(f"d{n}", told("list", n % 3, place=KELMA, date=day(4))) for n in range(3)])
    later = ("add", [(f"d{n}", told("set", n % 3, place=KELMA, date=day(4))) for n in range(3, 6)])

    def stop(label: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        if label == stage and done:
            raise KeyboardInterrupt

    with Store.open(Path(shutil.copy(empty, tmp_path))) as store, small_portions():
        take(store, first, mentions)
        merge(store, rooms())
        before = content(store)
        take(store, later, mentions)
        with pytest.raises(KeyboardInterrupt):
            merge(store, rooms(), tell=stop)
        assert content(store) == before
        merge(store, rooms())
        assert content(store) != before
        same_as_rebuilt(store)


@contextmanager
def small_portions() -> Iterator[None]:
    with (
        patch.object(relatives, "PORTION", 1),
        patch.object(relatives, "portions", lambda items: portions(items, 1)),
        patch.object(gathering, "_SOME", 1),
        patch.object(updating, "_SOME", 1),
    ):
        yield
