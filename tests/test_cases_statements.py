"""``cases/statements.yml`` with the local engine (``test_cases.py`` runs it with the rules)."""

import pytest
from _pytest.mark.structures import ParameterSet

from case_coding import events_of_case
from cases_collector import Case, load_cases, problems_of_case

CASES = [case for case in load_cases() if case.source == "statements.yml"]


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


def test_there_are_cases_of_every_kind_of_statement() -> None:
    assert len(CASES) >= 40
    kinds = [a["kind"] for case in CASES for wanted in case.expect for a in wanted.get("attributions", ())]
    assert {"claim", "denial", "accusation"} <= set(kinds)
    assert sum("any" in case.never for case in CASES) >= 4  # threats and the like: no event
