"""What became of each sentence and trigger: ``RulesReader.explain``."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.knowledge import data_path, load
from tocsin.knowledge.files import read_yaml
from tocsin.model.decisions import DECISIONS, Stage
from tocsin.model.document import Document
from tocsin.model.trace import ReadingTrace, TriggerFate
from tocsin.read.rules.engine import RulesReader

READER = RulesReader(load())

PARTS = (
    "Gunmen attacked a village near Mopti on Friday, killing nine people.",
    "Two soldiers died of their wounds.",
    "The attack shocked the region.",
    "Thousands have been killed since 2012.",
    "The workers' strike closed the port.",
    "If rebels attack the camp, police will shoot.",
    "Suicide bombers often kill traders in Maiduguri.",
    "The actor was shot in a film about a raid.",
    "The army said it captured Kidal and seized 40 rifles.",
    "He was charged with the killing of a guard.",
    "A bomb was found and police arrested one man.",
    "Nothing else happened.",
    "the attacked town, raided and burnt",
)


def trace(text: str) -> ReadingTrace:
    return READER.explain(Document("doc-1", text))


def fates(text: str) -> list[TriggerFate]:
    return [fate for sentence in trace(text).sentences for fate in sentence.triggers]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8))
def test_every_trigger_has_exactly_one_fate(parts: list[str]) -> None:
    document = Document("doc-1", " ".join(parts))
    found, reading = READER.explain(document), READER.read(document)
    starts = [fate.start for sentence in found.sentences for fate in sentence.triggers]
    assert len(starts) == len(set(starts))
    assert all(fate.code in DECISIONS for sentence in found.sentences for fate in sentence.triggers)
    coded = {key for sentence in found.sentences for fate in sentence.triggers for key in fate.event_mentions}
    assert coded == {mention.id for mention in reading.event_mentions}
    told = [fate for sentence in found.sentences for fate in sentence.triggers if not DECISIONS[fate.code].drops]
    assert all(fate.event_mentions for fate in told)


def test_words_stand_where_the_trace_says() -> None:
    text = " ".join(PARTS)
    for sentence in trace(text).sentences:
        for item in (*sentence.seen, *sentence.triggers):
            assert text[item.start : item.end] == item.words
            assert sentence.start <= item.start < item.end <= sentence.end


def test_a_sentence_without_trigger_has_none() -> None:
    (sentence,) = trace("The minister opened a school in Kati.").sentences
    assert sentence.triggers == ()
    assert "place" in {seen.kind for seen in sentence.seen}


def test_the_rule_or_list_that_decides_exists() -> None:
    """``where`` names lists of lexicon files and modules that are there."""
    package = data_path().parents[1]
    for found in DECISIONS.values():
        for place in found.where.split("; "):
            file, _, names = place.partition(": ")
            if file.endswith(".py"):
                text = (package / "read" / "rules" / file).read_text(encoding="utf-8")
                for name in filter(None, names.split(".")):
                    assert re.search(rf"\b(def|class) {name}\b", text), place
            elif file != "triggers.yml":
                assert set(names.split(", ")) <= set(read_yaml(data_path("lexicon", file))), place


def test_every_code_says_what_to_do_when_it_is_wrong() -> None:
    for found in DECISIONS.values():
        assert found.title
        assert found.where
        assert found.cure or found.stage is Stage.TOLD


@pytest.mark.parametrize(
    ("text", "word", "code", "because"),
    [
        ("Nurses began a hunger strike in Lagos on Friday.", "strike", "figure_of_speech", ("hunger strike",)),
        ("Nine people were killed when a bus crashed near Kano.", "killed", "accident", ("crashed",)),
    ],
)
def test_the_words_that_decided_are_named(text: str, word: str, code: str, because: tuple[str, ...]) -> None:
    fate = next(fate for fate in fates(text) if fate.words == word)
    assert fate.code == code
    assert set(because) <= set(fate.because)
