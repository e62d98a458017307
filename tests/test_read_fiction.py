"""What happens in a film or an exercise did not happen; what happens at, near or to one did."""

import pytest

from tocsin.knowledge import load
from tocsin.model.document import Document
from tocsin.read.rules.engine import RulesReader

READER = RulesReader(load())


def told(text: str) -> int:
    return len(READER.read(Document("doc", text, language="en")).event_mentions)


@pytest.mark.parametrize(
    "text",
    [
        "In the film gunmen killed nine people in Kati.",
        "A new documentary shows how soldiers killed 40 villagers in Kati on 3 May.",
        "During the military drill on Friday, mock gunmen attacked a bank in Kati.",
        "The museum recalls the massacre in which troops killed 200 people in Kati in 1981.",
    ],
)
def test_what_fiction_tells_is_no_event(text: str) -> None:
    assert told(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "A film maker was shot dead by gunmen in Kati on Tuesday.",
        "Militants attacked a museum in Kati on 18 July, killing 20 tourists.",
        "Gunmen killed three people outside the national museum in Kati on Tuesday.",
        "Troops on a night exercise near Kati were ambushed by rebels on Tuesday.",
    ],
)
def test_harm_to_those_who_make_or_show_fiction_is_one(text: str) -> None:
    assert told(text) == 1
