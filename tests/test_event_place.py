"""Which of the places of a text is the event's: ``cases/event_place.yml`` with the local engine (``test_cases.py`` runs
it with the rules), and what explanations say of it."""

from datetime import date

import pytest
from _pytest.mark.structures import ParameterSet

from case_coding import events_of_case
from cases_collector import Case, load_cases, problems_of_case
from tocsin.export import explain_document as explain_page
from tocsin.model.document import Document, Published
from tocsin.pipeline import explain_document

CASES = [case for case in load_cases() if case.source == "event_place.yml"]


def _parameters() -> list[ParameterSet]:
    marks = {
        case.name: [pytest.mark.xfail(reason=case.known_gap_local, strict=True, raises=AssertionError)]
        for case in CASES
        if case.known_gap_local
    }
    return [pytest.param(case, id=case.name, marks=marks.get(case.name, [])) for case in CASES]


@pytest.mark.parametrize("case", _parameters())
def test_local_engine(case: Case) -> None:
    wrong = problems_of_case(case, events_of_case(case, by="local"))
    assert not wrong, f"{case.name} ({case.why}):\n  " + "\n  ".join(wrong)


def test_every_kind_of_place_told_aside_has_cases() -> None:
    kinds = [case.name.split("-")[2] for case in CASES]
    for kind in ("home", "speaker", "dateline", "interview", "name", "origin", "travel", "comparison", "several"):
        assert kinds.count(kind) >= 6, kind
    assert len(CASES) >= 60


def _places(text: str, by: str) -> str:
    """What the explanations of a text's accounts say of their places."""
    document = Document("d", text, published=Published(date(2024, 3, 6), "given"), language="en")
    told = explain_document(document, by)
    assert told.reading is not None
    page = explain_page(told.document, told.reading, told.events, 100, told.stories, told.trace, told.notice)
    return " ".join(page.split())


@pytest.mark.parametrize("by", ["rules", "local"])
def test_explain_tells_why_this_place_and_why_not_the_others(by: str) -> None:
    text = "NIAMEY, Niger — Gunmen killed nine farmers in Tillaberi on Monday, an official told reporters in Geneva."
    page = _places(text, by)
    assert "named in the same clause as 'killed'" in page
    assert "not NIAMEY: the dateline, where the report was sent from" in page
    assert "not Geneva: somebody spoke or sits there" in page


def test_explain_tells_why_a_place_of_another_sentence() -> None:
    text = "Rebels shelled Homs, Syria, on Monday, killing six people. The city was then stormed by gunmen; two died."
    page = _places(text, "rules")
    assert "points back to this town, the one named last before it" in page
