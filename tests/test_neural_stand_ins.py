"""Names that say nothing: what the encoder reads in the place of names (``read/neural/stand_ins.py``)."""

import pytest

from tocsin import knowledge
from tocsin.model.document import Document
from tocsin.read.neural.gate import Gate
from tocsin.read.neural.stand_ins import names_that_say_nothing, stand_ins
from tocsin.read.rules.engine import RulesReader

KNOWN = knowledge.load()
READER = RulesReader(KNOWN)


def read_as(text: str) -> str:
    """The text as the encoder reads it."""
    worked, out, at = READER.work(Document("doc", text)), "", 0
    for own in stand_ins(worked, text, KNOWN):
        out, at = out + text[at : own.start] + own.word, own.end
    return out + text[at:]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Turkish-held Afrin fell.", "Kenyan-held Afrin fell."),
        ("Three Sri Lankan jets took off.", "Three Malian jets took off."),
        ("Gunmen shot two Gambians dead.", "Gunmen shot two Emiratis dead."),
        ("The UAE denied it; Emirati jets flew.", "The UK denied it; British jets flew."),
        ("A Kurdish-led force met Kurds.", "A Tuareg-led force met Tuaregs."),
        ("An SDF commander spoke.", "A PKK commander spoke."),
        ("FARC rebels fled.", "ELN rebels fled."),
        ("The so-called Islamic State fled.", "The so-called Boko Haram fled."),
        ("A pro-Houthi site said so.", "A pro-Hezbollah site said so."),
        ("Guinea-Bissau was calm.", "Mali was calm."),
        ("US-backed troops came.", "UK-backed troops came."),
    ],
)
def test_other_names_read_alike(one: str, other: str) -> None:
    assert read_as(one) != one
    assert read_as(one) == read_as(other)


def test_bearers_keep_apart_and_words_of_one_bearer_together() -> None:
    assert read_as("Kurds and the Kurdish town; Tamils left.").split(" ")[0] in read_as("A Kurdish town.")
    both = read_as("Turkish and Greek jets met over Greece.")
    assert both.split(" ")[0] != both.split(" ")[2]
    assert "greek" not in both.lower().replace("greece", "")


def test_parts_of_a_continent_are_no_country() -> None:
    assert read_as("Central America was calm.") == "Central America was calm."


def test_the_gate_is_deaf_to_names() -> None:
    names = names_that_say_nothing(KNOWN)
    gate = Gate({"syrian": 3.0, "attack": 2.0, "turkey": 1.0}, 1.5).without(names)
    assert dict(gate.weights) == {"attack": 2.0, "turkey": 1.0}, "a word that is also a bird keeps its weight"
