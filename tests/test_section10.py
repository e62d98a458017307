"""Every row of the section 10 table on the real text (when the shared folder is there) and on its twin."""

import pytest
from _pytest.mark.structures import ParameterSet

from cases_collector import CASES, matches, problems_of_target, row_matches
from section10_table import ENGINES, Target, is_shared, path_of, problems, several, table, targets

ROWS = {1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 23, *range(25, 41), 45}


def _parameters() -> list[ParameterSet]:
    found = []
    for target in targets():
        marks = [pytest.mark.shared] if is_shared(target.text) else []
        if target.known_gap:
            marks.append(pytest.mark.xfail(reason=target.known_gap, strict=True, raises=AssertionError))
        name = target.name.replace(", ", "-").replace(" ", "")
        for engine in ENGINES if several(target.text) else ENGINES[:1]:
            found.append(pytest.param(target, engine, id=f"{name}-{engine}", marks=marks))
    return found


@pytest.mark.parametrize(("target", "engine"), _parameters())
def test_row(target: Target, engine: str) -> None:
    if not path_of(target.text).is_file():
        pytest.skip(f"{path_of(target.text)} is absent (set TOCSIN_SHARED)")
    wrong = problems(target, engine)
    assert not wrong, f"{target.name} ({target.gist}):\n  " + "\n  ".join(wrong)


def test_table_has_every_row_twice() -> None:
    listed = {int(str(row["row"]).rstrip("b")) for row in table()["rows"]}
    assert listed == ROWS
    for row in table()["rows"]:
        assert row["gist"]
        assert row["capability"]
        assert row["real"]["text"] + "_twin" == row["twin"]["text"], row["row"]
        assert row["real"]["queries"], row["row"]
        assert len(row["real"]["queries"]) == len(row["twin"]["queries"]), row["row"]


def test_twins_are_there() -> None:
    for name in ("twin_a.txt", "twin_b.txt"):
        assert len((CASES / "section10_twins" / name).read_text(encoding="utf-8")) > 2500


@pytest.mark.parametrize(
    ("values", "matcher", "fits"),
    [
        (["Sévaré"], "Sevare", True),
        ([3], {"between": [1, 3]}, True),
        ([True], 1, False),
        (["2022-07-21"], {"min": "2022-01-01", "max": "2022-12-31"}, True),
        ([None], {"absent": True}, True),
        ([0], {"absent": True}, False),
        ([], {"not_contains": "x"}, True),
        (["a long text"], {"contains": "LONG", "not_contains": "text"}, False),
        ([{"side": "state", "low": 0}], {"any": {"side": "state", "low": {"present": True}}}, True),
    ],
)
def test_matchers(values: list[object], matcher: object, fits: bool) -> None:
    assert matches(values, matcher) is fits


def test_paths_walk_through_lists() -> None:
    row = {"attributions": [{"via": ["SITE Intelligence Group", "AFP"]}, {"via": []}]}
    assert row_matches(row, {"attributions.via": {"contains": "site"}})
    assert not row_matches(row, {"attributions.by": {"present": True}})


def test_queries_fail_when_they_should() -> None:
    exports = {"events": [{"location": "Kati", "n": 1}, {"location": "Kati", "n": 2}]}
    good = {"queries": [{"export": "events", "where": {"location": "Kati"}, "expect": {"count": 2}}]}
    assert problems_of_target(good, exports) == []
    bad = {
        "queries": [
            {"export": "events", "where": {"location": "Gao"}, "expect": {"all": {"n": 1}}},
            {"export": "events", "where": {"location": "Kati"}, "expect": {"all": {"n": 1}}},
            {"export": "events", "where": {"location": "Kati"}, "expect": {"some": {"n": 3}}},
        ],
        "never": [{"export": "events", "where": {"n": 2}}],
    }
    assert len(problems_of_target(bad, exports)) == 4
