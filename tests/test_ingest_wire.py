"""Wire agencies and their sign-offs."""

import pytest

from tocsin.ingest.build import clean

BODY = (
    "Gunmen attacked the market of Tamboura on Friday and killed four traders, the mayor said.\n"
    "Soldiers arrived two hours later and searched the houses along the river until nightfall."
)


@pytest.mark.parametrize(
    ("ending", "agency"),
    [
        ("\nabc/de/fg", "AFP"),
        ("\n\nbur/xyz-ab/cd", "AFP"),
        (" abc/de/fg", "AFP"),
        ("\nabc/de\nDownload our app and read on. Available for Android and iOS.", "AFP"),
        ("\n(Reporting by A. Writer in Karo; Editing by B. Editor)", "Reuters"),
        (" (Reporting by A. Writer; additional reporting by C. Third; Editing by B. Editor)", "Reuters"),
        ("\nReporting by A. Writer; Editing by B. Editor", "Reuters"),
        ("\n(A. Writer, version française B. Editor, édité par C. Third)", None),
        ("\n(Reportage A. Writer, version française B. Editor, édité par C. Third)", "Reuters"),
        ("\n— AFP", "AFP"),
        (" -- AFP", "AFP"),
        ("\n(AP)", "AP"),
        (" (Xinhua)", "Xinhua"),
        ("\nSource: Xinhua", "Xinhua"),
        ("\nLe Courrier de Karo avec AFP", "AFP"),
    ],
)
def test_sign_off(ending: str, agency: str | None) -> None:
    text, dropped, found, notes = clean(BODY + ending)
    assert found == agency
    if agency is not None:
        assert text == BODY
        assert "wire sign-off" in {item.reason for item in dropped}
        assert any(agency in note for note in notes)


@pytest.mark.parametrize(
    ("start", "agency"),
    [
        ("KARO (AFP) - ", "AFP"),
        ("KARO, March 4 (Xinhua) -- ", "Xinhua"),
        ("KARO, Tamboura (AP) — ", "AP"),
        ("Karo, 4 mars 2024 (AFP) – ", "AFP"),
        ("Karo (Agence France-Presse) - ", "AFP"),
        ("KARO (Reuters) ", "Reuters"),
        ("By AFP\n", "AFP"),
        ("Leaders of the Akara Party (AP) said that ", None),
        ("Residents told AFP that ", None),
        ("AFP reporters saw that ", None),
    ],
)
def test_dateline(start: str, agency: str | None) -> None:
    text, _, found, _ = clean(start + BODY)
    assert found == agency
    assert text == start + BODY  # datelines stay: they say where somebody wrote


def test_copyright_line_names_the_agency() -> None:
    text, _, agency, _ = clean(f"{BODY}\n© 2024 AFP")
    assert (text, agency) == (BODY, "AFP")


@pytest.mark.parametrize("ending", ["\nKaro and/or Tamboura", "\nkm/h", "\nThe men fled on the road to Karo/Tamboura."])
def test_slashes_that_are_no_sign_off(ending: str) -> None:
    text, _, agency, _ = clean(BODY + ending)
    assert text == BODY + ending
    assert agency is None


def test_initials_alone_are_not_a_document_of_nothing() -> None:
    assert clean("abc/de")[0] == "abc/de"
