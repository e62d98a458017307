"""Merging what is new gives what merging everything anew gives: in any order, in any portions, whatever is read again,
forgotten, judged or taken back."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from merge_builders import ARMY, CIVILIANS, GUNMEN, ISSP, JNIM, KELMA, MALI, OLT, SARRUN, Builder, day, killed
from tocsin.merge import find_stories
from tocsin.merge.settings import load
from tocsin.model.event import Event, Judgement, Link, Story, Verdict
from tocsin.pipeline import merging, people
from tocsin.pipeline.options import Report
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
FACTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["Attack", "Armed clash", "Air/drone strike"])},
    optional={
        "place": st.sampled_from([KELMA, KELMA, SARRUN, OLT, MALI]),
        "date": st.sampled_from([day(4), day(5), day(9)]),
        "actor1": st.sampled_from([JNIM, ISSP, GUNMEN, ARMY]),
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
    b = Builder(document_id, sentences, date(2024, 6, told["day"]), told["publisher"])
    for n, facts in enumerate(told["facts"]):
        if n < len(sentences):
            b.event(n, sentences[n].split()[0], **facts)
    return b


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
            merge(store, replace(rooms(), knowledge=None))
            assert content(store) == (stories, events)
