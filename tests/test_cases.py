"""Every case of ``cases/*.yml`` through the engine, one test a case."""

from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from case_coding import events_of_case
from cases_collector import Case, load_cases, problems_of_case

CASES = load_cases()
SUB_EVENT_TYPES = 25


def _parameters() -> list[ParameterSet]:
    marks = {
        case.name: [pytest.mark.xfail(reason=case.known_gap, strict=True, raises=AssertionError)]
        for case in CASES
        if case.known_gap
    }
    return [pytest.param(case, id=case.name, marks=marks.get(case.name, [])) for case in CASES]


@pytest.mark.parametrize("case", _parameters())
def test_case(case: Case) -> None:
    wrong = problems_of_case(case, events_of_case(case))
    assert not wrong, f"{case.name} ({case.why}):\n  " + "\n  ".join(wrong)


def test_cases_cover_every_sub_event_type() -> None:
    types: set[str] = set()
    for case in CASES:
        for wanted in case.expect:
            kind = wanted.get("sub_event_type")
            types |= {kind} if isinstance(kind, str) else set(kind or ())
    assert len(types) == SUB_EVENT_TYPES, sorted(types)
    assert len(CASES) >= 330


def _event(**changed: Any) -> dict[str, Any]:
    return {
        "sub_event_type": "Attack",
        "event_type": "Violence against civilians",
        "date_start": "2024-03-04",
        "date_end": "2024-03-04",
        "location": "Gao",
        "modality": "actual",
        "background": False,
        "fatalities": {"low": 9, "best": 9, "high": None},
        "victims": [{"side": "civilian", "status": "killed", "low": 9, "best": 9, "high": None}],
        "evidence": {"date": [{"quote": "on Monday"}]},
        **changed,
    }


def _case(**parts: Any) -> Case:
    known = {"expect": (), "never": (), "events": None, "known_gap": None, "source": "x.yml", "marks": ()}
    return Case(name="c", why="w", text="t", published=None, **{**known, **parts})


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        ({"expect": ({"sub_event_type": "Attack", "date": "2024-03-04", "fatalities": 9},)}, 0),
        ({"expect": ({"date": "2024-03-05"},)}, 1),
        ({"expect": ({"place": "Gao"}, {"place": "Kidal"})}, 1),
        ({"never": ("any",)}, 1),
        ({"never": ("Attack", "Riots")}, 1),
        ({"never": ({"fatalities": 18},)}, 0),
        ({"events": 2, "never": ()}, 1),
        ({"expect": ({"place": "Gao"},), "marks": (("Monday", "date"),)}, 0),
        ({"expect": ({"place": "Gao"},), "marks": (("Sunday", "date"),)}, 1),
        ({"expect": ({"place": "Gao"},), "marks": (("stormed", "trigger"),)}, 0),
        ({"expect": ({"place": "Kidal"},)}, 1),
    ],
)
def test_collector_judges(parts: dict[str, Any], problems: int) -> None:
    assert len(problems_of_case(_case(**parts), [_event()])) == problems


def test_background_is_not_asserted() -> None:
    assert problems_of_case(_case(never=("any",)), [_event(background=True)]) == []
    assert problems_of_case(_case(never=("any",)), [_event(modality="planned")]) == []
