"""The table ``cases/section10.yml``: rows, their targets, and the exports of their texts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from case_coding import exports_of_file
from cases_collector import CASES, problems_of_target

ROOT = CASES.parent
SHARED = Path(os.environ.get("TOCSIN_SHARED", ROOT.parent / "shared"))
TARGETS = ("real", "twin")


@dataclass(frozen=True, slots=True)
class Target:
    """One row on one text."""

    row: str
    gist: str
    kind: str  # real or twin
    text: str  # key in the table's ``texts``
    query: Mapping[str, Any]

    @property
    def known_gap(self) -> str | None:
        """Why the engine cannot do this yet; ``None`` when it should."""
        gap: str | None = self.query.get("known_gap")
        return gap

    @property
    def name(self) -> str:
        """``row 7, twin``."""
        return f"row {self.row}, {self.kind}"


@cache
def table() -> Mapping[str, Any]:
    """The YAML file."""
    loaded: Mapping[str, Any] = yaml.safe_load((CASES / "section10.yml").read_text(encoding="utf-8"))
    return loaded


def targets() -> list[Target]:
    """Every row twice, in the order of the table."""
    return [
        Target(str(row["row"]), row["gist"], kind, row[kind]["text"], row[kind])
        for row in table()["rows"]
        for kind in TARGETS
    ]


def path_of(text: str) -> Path:
    """Where a text lies; a shared one may be absent."""
    entry = table()["texts"][text]
    return SHARED / str(entry["shared"]) if "shared" in entry else CASES / str(entry["file"])


@cache
def exports(text: str) -> dict[str, list[Any]]:
    """Rows of every export for a text coded alone."""
    published: date = table()["texts"][text]["published"]
    with TemporaryDirectory() as folder:
        return exports_of_file(path_of(text), published, Path(folder) / "section10.db")


def problems(target: Target) -> list[str]:
    """What is wrong with a target, as sentences; empty when it passes."""
    return problems_of_target(target.query, exports(target.text))
