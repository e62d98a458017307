"""Runs cases/dates_*.yml: every marked expression is found, no other, and each resolves as written."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tocsin.model.values import DateValue
from tocsin.read.rules.times import find_times
from tocsin.resolve.dates import resolve_time

CASES = Path(__file__).parent.parent / "cases"
MARK = re.compile(r"\[([^\]]*)\]\{date\}")
KEYS = {"case", "why", "published", "tense", "anchor", "text", "expect", "known_gap"}


def load(language: str) -> list[dict[str, Any]]:
    """The cases of one language."""
    loaded: list[dict[str, Any]] = yaml.safe_load((CASES / f"dates_{language}.yml").read_text(encoding="utf-8"))
    return loaded


def collected() -> Iterator[Any]:
    """One parameter set per case; a known gap is a strict expected failure."""
    for language in ("en", "fr"):
        for case in load(language):
            gap = case.get("known_gap")
            marks = [pytest.mark.xfail(strict=True, reason=gap)] if gap else []
            yield pytest.param(language, case, id=case["case"], marks=marks)


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The plain text and the offsets of its marks."""
    plain, spans, position = "", [], 0
    for match in MARK.finditer(text):
        plain += text[position : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        position = match.end()
    return plain + text[position:], spans


def shape(value: DateValue | None) -> tuple[date, date, int, str | None] | None:
    """What a case compares of a resolved date."""
    return None if value is None else (value.start, value.end, value.precision, value.part_of_day)


def wanted(entry: dict[str, Any] | None) -> tuple[date, date, int, str | None] | None:
    """The same of an ``expect`` entry."""
    if entry is None:
        return None
    if "day" in entry:
        return entry["day"], entry["day"], 1, entry.get("part")
    return entry["start"], entry["end"], entry["precision"], entry.get("part")


@pytest.mark.parametrize(("language", "case"), list(collected()))
def test_case(language: str, case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    found = find_times(text, language)
    assert [text[s:e] for s, e, _ in found] == [text[s:e] for s, e in spans]
    assert [(s, e) for s, e, _ in found] == spans
    anchor = DateValue(case["anchor"], case["anchor"], 1) if "anchor" in case else None
    tense = case.get("tense", "past")
    values: list[DateValue | None] = []
    for start, end, expression in found:
        value, score, reasons = resolve_time(
            expression,
            text[start:end],
            published=case["published"],
            previous=[v for v in values if v is not None],
            tense=None if tense == "none" else tense,
            anchor=anchor,
        )
        assert reasons
        assert (score.value > 0) is (value is not None)
        values.append(value)
    assert [shape(v) for v in values] == [wanted(e) for e in case["expect"]]


@pytest.mark.parametrize(("language", "least"), [("en", 60), ("fr", 100)])
def test_cases_are_well_formed(language: str, least: int) -> None:
    cases = load(language)
    assert len(cases) >= least
    assert len({case["case"] for case in cases}) == len(cases)
    for case in cases:
        assert set(case) <= KEYS, f"{case['case']}: unknown key {set(case) - KEYS}"
        assert case["why"], f"{case['case']} does not say why"
        assert len(MARK.findall(case["text"])) == len(case["expect"]), case["case"]
