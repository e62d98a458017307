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


EXAMPLES = {
    "a_search": ("Troops began a search operation in Gao on Friday.", "operation"),
    "protest_on_paper": ("Kenya lodged a protest with its neighbour on Tuesday.", "protest"),
    "long_past": ("They marched in Lagos on Friday, one year after soldiers shot at traders.", "shot at"),
    "a_charge": ("Police arrested nine militants wanted for killing two officers in Kano on Friday.", "killing"),
    "nobody_engaged": ("Officials engaged villagers over a levy in Kano.", "engaged"),
    "nobody_destroys": ("The firm destroyed its records.", "destroyed"),
    "part_of_phrase": ("The March 23 Movement is small.", "March"),
    "other_use": ("The attacked town was quiet.", "attacked"),
    "figure_of_speech": ("Nurses began a hunger strike in Lagos on Friday.", "strike"),
    "accident": ("Nine people were killed when a bus crashed near Kano.", "killed"),
    "make_believe": ("In the film gunmen killed nine people.", "killed"),
    "in_court": ("The judge in the trial heard of the killing of a guard.", "killing"),
    "running_total": ("Thousands of people have been killed in Yemen since 2015.", "killed"),
    "weak_alone": ("The carnage shook Kaduna on Friday.", "carnage"),
    "verb_of_anything": ("The storm hit Kano on Friday.", "hit"),
    "noun_of_anything": ("The operation in Kano lasted two hours.", "operation"),
    "nobody_counted": ("The injured were treated in Kano.", "injured"),
    "no_number_displaced": ("Residents were displaced on Friday.", "displaced"),
    "no_weapons_found": ("Police recovered a purse in Kano.", "recovered"),
    "nothing_stopped": ("The court foiled the sale of the bank.", "foiled"),
    "no_place_taken": ("The army captured the mood of the nation.", "captured"),
    "nobody_takes_place": ("Tourists took Gao by storm.", "took"),
    "people_captured": ("Villagers captured two men in a cave.", "captured"),
    "goods_seized": ("Soldiers seized drugs in Gao on Friday.", "seized"),
    "no_place_left": ("The firm withdrew its offer.", "withdrew"),
    "nobody_surrenders": ("The champion surrendered the title.", "surrendered"),
    "ordinary_arrest": ("Police arrested a man in Kano on Friday.", "arrested"),
    "curfew_mentioned": ("The curfew is unpopular in Kano.", "curfew"),
    "move_mentioned": ("The deployment of nurses went well in Kano.", "deployment"),
    "nobody_moves": ("The firm deployed new software.", "deployed"),
    "deal_mentioned": ("The peace agreement of Kano is fragile.", "peace agreement"),
    "no_warring_side": ("The two firms signed an agreement.", "signed an agreement"),
    "no_captives_freed": ("The band released an album.", "released"),
    "grave_mentioned": ("Nobody speaks of the mass grave.", "mass grave"),
    "coup_mentioned": ("The coup was no surprise.", "coup"),
    "no_soldiers_take_power": ("The heirs seized power in the firm.", "seized power"),
    "market_talk": ("Shares rallied on the stock market.", "rallied"),
    "shows_something": ("The firm demonstrated its new engine.", "demonstrated"),
    "no_crowd_marches": ("They march in step.", "march"),
    "no_crowd_or_cause": ("The protest was noted.", "protest"),
    "no_crowd_dispersed": ("The wind dispersed the smoke.", "dispersed"),
    "riot_of_speech": ("The garden was a riot of colour.", "riot"),
    "no_crowd_does_harm": ("The heavy rain pelted the roofs.", "pelted"),
    "nobody_loots": ("The cook burned the rice.", "burned"),
    "other_subject": (
        "The coach praised the league, the players and the cup; his team scored a goal. Gunmen attacked Kano.",
        "attacked",
    ),
    "toll_alone": ("Nine people died in Kano on Friday.", "died"),
    "habit": ("Gunmen often attack convoys near Gao.", "attack"),
    "only_mentioned": ("Gunmen are used to fighting.", "fighting"),
    "mentioned_later": (
        "It is late. It is cold. It is dark. It is still. Soldiers recalled an ambush by rebels in Gao.",
        "ambush",
    ),
    "toll_of_years": ("Rebels killed 5,000 civilians.", "killed"),
    "too_little": ("It is late. It is cold. It is dark. It is still. Gunmen attacked villagers.", "attacked"),
    "told": ("Gunmen attacked a village near Mopti on Friday.", "attacked"),
    "told_with": ("Gunmen attacked a village near Mopti on Friday, killing nine people.", "killing"),
    "toll_of_before": ("Gunmen attacked a village near Mopti on Friday. Nine people died, police said.", "died"),
    "to_oneself": ("A man shot himself dead in Kano.", "shot"),
    "ordinary_crime": (
        "Two people were killed in Leeds on Friday. Bail was refused, and the burglar stays in his cell.",
        "killed",
    ),
    "mishap": ("Nine people were killed in Leeds on Friday. The collision closed the motorway.", "killed"),
}


@pytest.mark.parametrize("code", [code for code, found in DECISIONS.items() if found.stage is not Stage.MODEL])
def test_every_code_has_an_example(code: str) -> None:
    """A new code needs a text here that raises it, and the word that it is raised for."""
    assert code in EXAMPLES, f"add a text to EXAMPLES for which {code} is decided"
    text, word = EXAMPLES[code]
    found = [fate.code for fate in fates(text) if fate.words == word]
    assert code in found, f"{word!r} in {text!r} is {found}"


def test_the_document_gate_is_told_as_a_whole() -> None:
    told = trace(EXAMPLES["other_subject"][0])
    assert told.document_gate is not None
    assert "'cup'" in told.document_gate


def test_a_weak_word_says_what_let_it_through() -> None:
    (fate,) = fates("Gunmen attacked a village near Mopti on Friday.")
    assert ("let through by", "Gunmen") in fate.parts
    assert ("date", "Friday") in fate.parts


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
                folder = package / "read" if "/" in file else package / "read" / "rules"
                text = (folder / file).read_text(encoding="utf-8")
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
