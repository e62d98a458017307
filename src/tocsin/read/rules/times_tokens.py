"""What the builders of time expressions read off a stretch of tokens [i, j)."""

from collections.abc import Callable
from typing import Any

from tocsin.model.expressions import TimeExpression
from tocsin.read.rules.times_scan import Scan

Build = Callable[[Scan, int, int], TimeExpression | None]

DEICTIC = {"l": "last", "p": "last", "x": "next", "c": "next", "h": "this", "A": "next", "b": "last", "j": "this"}
STEP = {"l": -1, "p": -1, "b": -1, "x": 1, "c": 1, "A": 1, "h": 0, "s": 0, "j": 0}
_BEFORE_CLAUSE = " tahjofnDqkWMOTZm"  # codes that open the clause or noun phrase of "two days before the attack"

_QUOTES = frozenset("\"'“”«‘")


def first(scan: Scan, i: int, j: int, codes: str) -> Any:
    """Value of the first token in [i, j) with one of the codes, or ``None``."""
    for k in range(i, j):
        if scan.codes[k] in codes:
            return scan.values[k]
    return None


def code_in(scan: Scan, i: int, j: int, codes: str) -> str | None:
    """The first code in [i, j) that is one of ``codes``."""
    for code in scan.codes[i:j]:
        if code in codes:
            return code
    return None


def number_in(scan: Scan, i: int, j: int) -> int | None:
    """The number said in [i, j); "a" and "an" are one; ``None`` when there is none or it is vague."""
    for codes in ("nDNOo", "q", "a"):
        for k in range(j - 1, i - 1, -1):
            if scan.codes[k] in codes:
                value = scan.values[k]
                return value if codes == "nDNOo" and isinstance(value, int) else 1 if codes == "a" else None
    return None


def part_in(scan: Scan, i: int, j: int) -> str | None:
    """Part of the day or clock time; the clock wins as it is finer."""
    clock = first(scan, i, j, "K")
    part = clock if clock is not None else first(scan, i, j, "P")
    return part if isinstance(part, str) else None


def stage_in(scan: Scan, i: int, j: int) -> str | None:
    """For "early", "mid" or "late" (earlier and later count as early and late)."""
    for k in range(i, j):
        if scan.codes[k] in "JER":
            return {"E": "early", "R": "late"}.get(scan.codes[k], str(scan.values[k]))
    return None


def unit_in(scan: Scan, i: int, j: int) -> str | None:
    """The last unit in [i, j)."""
    for k in range(j - 1, i - 1, -1):
        if scan.codes[k] in "Uu":
            return str(scan.values[k])
    return None


def opens_clause(scan: Scan, j: int) -> bool:
    """Whether words follow that say what something was before or after of."""
    if scan.word(j) in _QUOTES:
        j += 1
    return j < len(scan.codes) and scan.codes[j] in _BEFORE_CLAUSE
