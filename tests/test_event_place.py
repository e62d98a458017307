"""Which of the places of a text is the event's: ``cases/event_place.yml`` with the local engine (``test_cases.py`` runs
it with the rules), and what explanations say of it."""

import pytest
from _pytest.mark.structures import ParameterSet

from case_coding import events_of_text
from cases_collector import Case, load_cases, problems_of_case

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
    wrong = problems_of_case(case, events_of_text(case.text, case.published, case.language, by="local"))
    assert not wrong, f"{case.name} ({case.why}):\n  " + "\n  ".join(wrong)


def test_every_kind_of_place_told_aside_has_cases() -> None:
    kinds = [case.name.split("-")[2] for case in CASES]
    for kind in ("home", "speaker", "dateline", "interview", "name", "origin", "travel", "comparison", "several"):
        assert kinds.count(kind) >= 6, kind
    assert len(CASES) >= 60
