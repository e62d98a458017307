"""Reports that speak on, suppliers and grades; rises and falls; what the registry has on relations that are told."""

import pytest

from factories import document
from tocsin import knowledge, read, resolve
from tocsin.model.reading import Statement
from tocsin.resolve.statements_registry import registry_note

KNOWN = knowledge.load()
NEWS = "Gunmen of Boko Haram killed four farmers near Bama in Nigeria on Sunday. "


def statements(text: str, kind: str) -> list[tuple[str, dict[str, object]]]:
    paper = document(text=text)
    found: tuple[Statement, ...] = resolve.resolve(paper, read.engine("rules", KNOWN).read(paper), KNOWN).statements
    return [(s.span.quote, dict(s.data)) for s in found if s.kind == kind]


@pytest.mark.parametrize(
    ("text", "quotes", "supplied", "grade"),
    [
        (
            "“Boko Haram keeps its strength on the islands,” said a UN report written from papers of several member "
            "states. The same report cautioned that the army had lost the roads around the lake.",
            ["keeps its strength", "had lost the roads"], "several member states", "B3",
        ),
        (
            "A UN report warns that Boko Haram wants the border towns. “The danger in the cities is slight. In the "
            "villages it grows,” it said.",
            ["wants the border towns", "danger in the cities", "In the villages"], None, None,
        ),
        (
            "A study by experts of the African Union, made from what one member state handed over, found that Boko "
            "Haram had lost its fuel. The study noted that its boats lay still for a month.",
            ["had lost its fuel", "boats lay still"], "one member state", "C3",
        ),
    ],
)  # fmt: skip
def test_a_report_speaks_on(text: str, quotes: list[str], supplied: str | None, grade: str | None) -> None:
    found = statements(NEWS + text, "assessment")
    for quote in quotes:
        own = [data for words, data in found if quote in words]
        assert len(own) == 1, quote
        assert own[0]["organisation"] in ("UN", "African Union")
        assert (own[0].get("supplied_by"), own[0].get("grade")) == (supplied, grade)


def test_it_said_needs_a_report_and_a_quotation() -> None:
    for text in (
        "“The danger in the cities is slight,” it said.",
        "A UN report warns that Boko Haram wants the border towns. The army was late, it said on its channel.",
    ):
        found = statements(NEWS + text, "assessment")
        assert not [words for words, _ in found if "danger" in words or "late" in words]


@pytest.mark.parametrize(
    ("text", "what", "trend", "countries"),
    [
        ("In Benin and Togo, kidnappings have been increasing.", "kidnappings", "rising", "BEN;TGO"),
        ("Ambushes on traders in Chad are on the rise.", "ambushes", "rising", "TCD"),
        ("Raids have fallen in Niger since the rains.", "raids", "falling", "NER"),
        ("South of Ghana, mainly Togo, attacks were declining.", "attacks", "falling", "TGO"),
    ],
)
def test_rises_and_falls_are_statistics_without_a_figure(text: str, what: str, trend: str, countries: str) -> None:
    ((_, data),) = statements(NEWS + text, "statistic")
    assert (data["what"], data["trend"], data["countries"]) == (what, trend, countries)
    assert "best" not in data


@pytest.mark.parametrize(
    "text",
    ["The price of fuel was rising.", "Attacks killed the rising star of the army.", "The attacks by rising waters."],
)
def test_what_does_not_rise(text: str) -> None:
    assert not [data for _, data in statements(NEWS + text, "statistic") if "trend" in data]


@pytest.mark.parametrize(
    ("relation", "a", "b", "note"),
    [
        ("merged_into", "MUJAO", "Al Mourabitoune Battalion", "the registry agrees (2013-08)"),
        ("component_of", "Ansar Dine", "JNIM", "the registry agrees (2017-03)"),
        ("created", "Jabhat Fateh al Sham", None, "renamed from Jabhat al Nusra (2016-07-28)"),
        ("created", "Ex-Seleka Militia", None, "renamed from Seleka Militia (2013-09)"),
        ("merged_into", "AQIM", "JNIM", "only a part of it joined: AQIM Sahara Emirate"),
        ("splinter_of", "ISWAP", "Boko Haram", "the registry agrees (2016-08)"),
        ("merged_into", "Taliban", "JNIM", None),
        ("merged_into", "Hill Guard of Kadara", "JNIM", None),
        ("created", "Taliban", None, None),
    ],
)
def test_what_the_registry_has_on_a_relation(relation: str, a: str, b: str | None, note: str | None) -> None:
    found = registry_note(KNOWN.actors, relation, a, b)
    assert found is None if note is None else note in (found or "")
