"""Readers of training corpora, on files of their formats with invented content; and on the corpora themselves."""

import json
import os
from pathlib import Path

import pytest

from tocsin import knowledge
from tocsin.train.example import Example, Shipping, within
from tocsin.train.sources import SOURCES, examples, read_own
from tocsin.train.sources.conflibert import SETS, read_labelled
from tocsin.train.sources.muc4 import read_muc4
from tocsin.train.sources.names import read_conll, read_re3d
from tocsin.train.sources.people import Counted, CountedPeople, with_number
from tocsin.train.sources.satp import read_satp
from tocsin.train.sources.wiki_incidents import read_wiki_incidents

SHARED = Path(os.environ.get("TOCSIN_SHARED", "../shared")) / "data"


@pytest.fixture(scope="module")
def people() -> CountedPeople:
    return CountedPeople(knowledge.load())


def marked(example: Example) -> list[tuple[str, str]]:
    return [(example.text[m.start : m.end], m.label) for m in example.marks]


def rows(path: Path, *items: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


def test_numbers_of_a_row_are_found_in_its_text(tmp_path: Path, people: CountedPeople) -> None:
    text = "Three Maoists and a constable were killed when a patrol raided a camp; two villagers were injured."
    row = {"text": text, "maoist_fatalities": "3", "security_fatalities": "1", "civilian_injuries": "2",
           "armed_assault": "1", "perpetrator": "Security"}  # fmt: skip
    (example,) = read_satp(rows(tmp_path / "r.jsonl", row), people)
    assert marked(example) == [("Three", "killed.rebel"), ("a constable", "killed.state"), ("two", "injured.civilian")]
    assert {"killed.militia", "arrested"} <= example.marked
    assert example.facts == {"satp:armed_assault", "satp:by Security"}


def test_a_number_without_words_teaches_nothing_of_its_fate(tmp_path: Path, people: CountedPeople) -> None:
    row = {"text": "Rebels attacked a village and left with the harvest.", "civilian_fatalities": "4"}
    (example,) = read_satp(rows(tmp_path / "r.jsonl", row), people)
    assert example.marks == ()
    assert not any(label.startswith("killed") for label in example.marked)
    assert "injured.civilian" in example.marked


def test_texts_that_repeat_one_another_are_read_once(tmp_path: Path, people: CountedPeople) -> None:
    row = {"text": "Rebels attacked a village."}
    assert len(list(read_satp(rows(tmp_path / "r.jsonl", row, row), people))) == 1


def test_figures_with_attackers_are_left_open(tmp_path: Path, people: CountedPeople) -> None:
    row = {"Details": "Nine guards and a bomber died, and five were hurt.[3]", "Dead": "9 (+1)", "Injured": "5"}
    (example,) = read_wiki_incidents(rows(tmp_path / "r.jsonl", row), people)
    assert example.text.endswith("hurt.")
    assert marked(example) == [("five", "injured.any")]
    assert example.marked == {"injured"}


def test_the_side_of_the_words_decides_between_equal_numbers() -> None:
    counted = [Counted(0, 3, 2, "civilian"), Counted(9, 12, 2, "state"), Counted(20, 23, 2, None)]
    assert with_number(counted, 2, "state") == counted[1]
    assert with_number(counted, 2, "rebel") == counted[2]
    assert with_number(counted, 2) == counted[0]
    assert with_number(counted, 7) is None


def test_fillers_are_marked_wherever_they_stand(tmp_path: Path) -> None:
    text = "DEV-MUC3-9001 (XX)\n\nORL, 4 FEB 90 -- [TEXT] THE BRIGADE BOMBED A MILL.  THE MILL IS CLOSED.\n"
    (tmp_path / "dev-muc3-1").write_text(text, encoding="latin-1")
    key = {0: "DEV-MUC3-9001", 1: "1", 2: "04 FEB 90", 3: "-", 4: "BOMBING", 10: '"BRIGADE"', 12: '"MILL"'}
    lines = [f"{n}.".ljust(4) + "MESSAGE: SLOT".ljust(32) + value for n, value in key.items()]
    (tmp_path / "key-dev-1").write_text("\n".join(lines), encoding="latin-1")
    (example,) = read_muc4(tmp_path)
    assert marked(example) == [("brigade", "muc:PerpOrg"), ("mill", "muc:Target"), ("mill", "muc:Target")]
    assert example.facts == {"muc:relevant", "muc:BOMBING"}
    assert {mark.about for mark in example.marks} == {"BOMBING"}


def test_names_are_marked_by_kind_and_one_folder_is_left_out(tmp_path: Path) -> None:
    for part in ("Ministry", "BBC Online"):
        (tmp_path / part).mkdir()
        rows(tmp_path / part / "documents.json", {"_id": "d", "text": "The Guard left Orl."})
        rows(tmp_path / part / "entities.json", {"documentId": "d", "begin": 15, "end": 18, "type": "Location"})
    (example,) = read_re3d(tmp_path)
    assert marked(example) == [("Orl", "name:place")]


def test_tagged_words_become_spans(tmp_path: Path) -> None:
    path = tmp_path / "names.conll"
    path.write_text("The O\nHill B-ORG\nGuard I-ORG\nleft O\nOrl I-LOC\n\nRain O\n", encoding="utf-8")
    (example,) = read_conll(path, "names")
    assert example.text == "The Hill Guard left Orl Rain"
    assert marked(example) == [("Hill Guard", "name:actor"), ("Orl", "name:place")]


def test_labels_of_whole_texts_are_facts(tmp_path: Path) -> None:
    path = tmp_path / "train.tsv"
    path.write_text("Police fired.\t1\t0\nPolice fired.\t1\t0\nIt rained.\t0\t0\n", encoding="utf-8")
    fired, rained = read_labelled(path, "satp_relevant")
    assert (fired.text, fired.facts) == ("Police fired.", {"satp_relevant:0"})
    assert rained.facts == frozenset()
    assert rained.asked == {"satp_relevant:0", "satp_relevant:1"}


def test_our_own_corpus_marks_everything() -> None:
    found = list(read_own(Path(__file__).parent.parent / "corpus"))
    assert found
    assert within(found) == []
    assert all("trigger" in example.marked for example in found)


def test_doubtful_corpora_can_be_left_out(tmp_path: Path) -> None:
    for source in SOURCES:
        (tmp_path / source.folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "satp" / "train.jsonl").touch()
    for folder in SETS.values():
        (tmp_path / "conflibert" / "data" / folder / "train.tsv").touch()
    (tmp_path / "wiki_incidents_2018" / "train.jsonl").touch()
    (tmp_path / "muc4" / "dev").mkdir()
    every, openly = (set(examples(tmp_path, knowledge.load(), only_open=flag)) for flag in (False, True))
    assert every - openly == {s.name for s in SOURCES if s.shipping is Shipping.DOUBTFUL}


@pytest.mark.skipif(not (SHARED / "re3d").is_dir(), reason="the training corpora are not here (TOCSIN_SHARED)")
def test_the_corpora_themselves_can_be_read() -> None:
    found = [e for s in SOURCES if s.name in ("muc4", "re3d", "wikigold", "wnut17")
             for e in s.read(SHARED / s.folder, knowledge.load())]  # fmt: skip
    assert within(found) == []
    assert sum(len(e.marks) for e in found) > 10_000
