"""Stable codes that users meet (refusals, flags): what was noticed, and what a person can do about it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of trouble or doubt: ``title`` says what it is, ``cure`` what to do about it."""

    code: str
    title: str
    cure: str


def table(rows: Iterable[tuple[str, str, str]]) -> dict[str, Code]:
    """Codes by name from (code, title, cure)."""
    return {code: Code(code, title, cure) for code, title, cure in rows}
