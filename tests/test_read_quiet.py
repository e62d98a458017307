"""Ordinary crime, accidents and harm to oneself are no conflict events; beside a side of a conflict they may be."""

import pytest

from reading_kit import READER, coded_types
from tocsin.model.document import Document


@pytest.mark.parametrize(
    "text",
    [
        "A trader was shot dead in his shop in Tamale on Monday, police said. The robbers fled with cash.",
        "A man who killed his girlfriend in Tamale was refused bail on Monday. He had been drinking.",
        "Nine people were killed in Kati on Monday. The bus overturned after a collision, police said.",
        "A gas blast killed twelve people underground on Monday. The colliery near Wuhan had been closed twice.",
        "The minister's aide killed himself in Accra on Monday.",
        "A gas explosion killed five people in Kati on Monday. The mayor saw no sign of explosives.",
        "A boiler burst near Kati on Monday, killing five people; the roof collapsed. The bomb disposal squad saw it.",
        "Four soldiers were killed when their lorry skidded into a river near Kati on Monday.",
        "A man killed three people in a bar in Kati on Monday. It was a grudge; police ruled out a political motive.",
    ],
)
def test_private_harm_is_no_event(text: str) -> None:
    assert coded_types(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels shot dead a trader in his shop in Kati on Monday and robbed his girlfriend.", "Attack"),
        ("Gunmen killed a mayor and his wife in Kati on Monday. Two suspects were refused bail.", "Attack"),
        ("A bomb killed nine people in Kati on Monday. The bus overturned after a collision with a lorry.", "Remote"),
        ("Gunmen shot dead a newspaper reporter in Kati on Monday. His girlfriend was unhurt.", "Attack"),
        ("Assailants abducted a priest in Kati on Monday and demanded a ransom. Suspects were held.", "Abduction"),
        ("Gunmen killed five miners in Kati on Sunday. The bodies were found underground.", "Attack"),
        ("A fire set by rebels at a gold mine near Kati killed four miners on Friday.", "Attack"),
        ("Gunmen held eleven passengers hostage near Kati on Monday.", "Abduction"),
        ("Four soldiers were killed when rebels ambushed them near Kati on Monday; a lorry skidded.", "Armed clash"),
        ("Nine people were killed by gunmen in Kati on Monday, and the wounded were taken to hospital.", "Attack"),
    ],
)
def test_crime_words_beside_a_side_of_a_conflict_are_coded(text: str, kind: str) -> None:
    assert any(str(found).startswith(kind) for found in coded_types(text))


def test_a_private_account_leaves_its_reason() -> None:
    reading = READER.read(Document("doc", "Robbers shot dead a trader in Tamale on Monday.", language="en"))
    assert any("[ordinary_crime]" in line for line in reading.trace)
