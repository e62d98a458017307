"""Who issues a statement (``knowledge/issuers.py``). Texts are invented."""

from datetime import date
from typing import Any

import pytest

from tocsin.knowledge import load
from tocsin.knowledge.issuers import How, Issuer, find_issuer
from tocsin.model.document import Document, DocumentKind, Published

POST = "Our fighters attacked a post near Karrin and withdrew."


def issuer(text: str, **about: Any) -> Issuer | None:
    document = Document("d", text, published=Published(date(2024, 3, 5), "given"), kind=DocumentKind.STATEMENT, **about)
    found = find_issuer(document, load())
    if found is not None and found.start is not None:
        assert document.text[found.start : found.end] == found.words
    return found


@pytest.mark.parametrize(
    ("text", "about", "words", "how", "number"),
    [
        (f"Arakan Army\nStatement no. 41\n\n{POST}", {}, "Arakan Army", How.LETTERHEAD, "41"),
        (f"Statement by the Arakan Army\n\n{POST}", {}, "Arakan Army", How.LETTERHEAD, None),
        (f"Red Valley Front media office\nBulletin no. 7\n\n{POST}", {}, "Red Valley Front", How.LETTERHEAD, "7"),
        (f"Arakan Army, bulletin 8. {POST}", {}, "Arakan Army", How.LETTERHEAD, "8"),
        (f"Arakan Army: {POST}", {}, "Arakan Army", How.LETTERHEAD, None),
        (f"{POST}\n\nSpokesman of the Arakan Army\n", {}, "Arakan Army", How.SIGNATURE, None),
        (f"We, the Movement for the Red Hills, announce: {POST}", {}, "Movement for the Red Hills", How.SELF, None),
        (f"Statement number 3/2024 of the Arakan Army\n\n{POST}", {}, "Arakan Army", How.LETTERHEAD, "3/2024"),
        (f"Movement of 23 March (M23)\nCommunique\n\n{POST}", {}, "M23", How.LETTERHEAD, None),
        (f"Harakat al-Shabaab al-Mujahideen\n\n{POST}", {}, "Harakat al-Shabaab al-Mujahideen", How.LETTERHEAD, None),
        (f"Arakan Army daily report\n\n{POST}", {}, "Arakan Army", How.LETTERHEAD, None),
        (POST, {"publisher": "Al-Masirah"}, "Al-Masirah", How.CHANNEL, None),
        (POST, {"publisher": "AFP", "via": ("Amaq",)}, "Amaq", How.RELAYED, None),
        (POST, {"issuer": "Somebody's Front"}, "Somebody's Front", How.GIVEN, None),
        (f"On the attack by Boko Haram\nDefence Headquarters, Nigeria\n\n{POST}", {}, "Defence Headquarters",
         How.LETTERHEAD, None),
    ],
)  # fmt: skip
def test_the_first_that_names_an_issuer_counts(
    text: str, about: dict[str, Any], words: str, how: How, number: str | None
) -> None:
    found = issuer(text, **about)
    assert found is not None
    assert (found.words, found.how, found.number) == (words, how, number)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (POST, {}),
        (POST, {"publisher": "Daily Trust"}),  # a newspaper
        (POST, {"publisher": "Al-Masirah", "via": ("Valley watch",)}),  # who passes on has not issued
        ("The Taliban attacked a post. Many died.", {}),  # spoken of
        ("Some words.\n\nOn Sunday our fighters attacked an army post near Karrin.", {}),  # no signature
        ("Our drones hit a depot of the RSF in El Fasher this morning", {}),  # a post without a full stop
        ("ARMY KILLS TWELVE BOKO HARAM FIGHTERS IN DAPCHI\n\nDetails later.", {}),
        (POST, {"title": "Troops raid a Boko Haram camp"}),
        ("the army\n\nOur fighters attacked a post.", {}),
    ],
)
def test_nobody_is_guessed(text: str, about: dict[str, Any]) -> None:
    assert issuer(text, **about) is None


@pytest.mark.parametrize(
    ("text", "country", "name"),
    [
        ("Ministry of Defence of Mali\nCommunique no. 4\n\nA post was attacked.", "MLI", "Ministry of Defence of Mali"),
        ("Republic of Niger\nGeneral Staff\n\nA post was attacked.", "NER", "General Staff of Niger"),
        ("Russian Defence Ministry: nine drones were shot down.", "RUS", "Defence Ministry of Russia"),
    ],
)
def test_offices_of_a_state(text: str, country: str, name: str) -> None:
    found = issuer(text)
    assert found is not None
    assert (found.expression.country, found.name, found.is_state) == (country, name, True)


def test_a_group_is_no_state_and_an_army_by_name_is() -> None:
    group, army = issuer(f"Arakan Army\n\n{POST}"), issuer(POST, issuer="Armed Forces of Ukraine")
    assert group is not None
    assert army is not None
    assert not group.is_state
    assert army.is_state


@pytest.mark.parametrize(
    ("given", "name", "is_state"),
    [
        ("Malian army", "Army of Mali", True),
        ("the Burkinabe government", "Government of Burkina Faso", True),
        ("General Staff of the Armed Forces", "General Staff of the Armed Forces", True),
        ("Northern Dawn Army", "Northern Dawn Army", False),
        ("Army of Northern Dawn", "Army of Northern Dawn", False),
    ],
)
def test_an_issuer_that_is_given_with_the_statement(given: str, name: str, is_state: bool) -> None:
    found = issuer(POST, issuer=given)
    assert found is not None
    assert (found.words, found.name, found.is_state) == (given, name, is_state)
