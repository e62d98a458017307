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

from case_coding import exports_of_files
from cases_collector import CASES, problems_of_target

ROOT = CASES.parent
SHARED = Path(os.environ.get("TOCSIN_SHARED", ROOT.parent / "shared"))
TARGETS = ("real", "twin")
ENGINES = ("rules", "local")


@dataclass(frozen=True, slots=True)
class Target:
    """One row on one text."""

    row: str
    gist: str
    kind: str  # real or twin
    text: str  # key in the table's ``texts``; several texts under one key are coded together
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


def several(text: str) -> bool:
    """Whether a key stands for several texts that are coded together."""
    return "together" in table()["texts"][text]


def files_of(text: str) -> list[tuple[Path, date]]:
    """Where the text or the texts of a key lie, and when they were published; a shared one may be absent."""
    entry = table()["texts"][text]
    if "together" in entry:
        return [found for part in entry["together"] for found in files_of(part)]
    return [(SHARED / str(entry["shared"]) if "shared" in entry else CASES / str(entry["file"]), entry["published"])]


def is_shared(text: str) -> bool:
    """Whether a key needs a text of the shared folder."""
    return any(path.is_relative_to(SHARED) for path, _ in files_of(text))


def path_of(text: str) -> Path:
    """Where a text lies; of several the first that is absent, if any."""
    paths = [path for path, _ in files_of(text)]
    return next((path for path in paths if not path.is_file()), paths[0])


@cache
def exports(text: str, engine: str = "rules") -> dict[str, list[Any]]:
    """Rows of every export for a text coded alone, or for several coded together."""
    with TemporaryDirectory() as folder:
        return exports_of_files(files_of(text), Path(folder) / "section10.db", engine)


def problems(target: Target, engine: str = "rules") -> list[str]:
    """What is wrong with a target, as sentences; empty when it passes."""
    return problems_of_target(target.query, exports(target.text, engine))
