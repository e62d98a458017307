"""Options of an export, checked once, and what an export reports back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from tocsin.model.errors import UsageError

FORMATS: dict[str, tuple[str, ...]] = {
    "events": ("jsonl", "csv", "acled-csv", "ged-csv", "hxl-csv", "geojson", "plover-jsonl", "parquet", "xlsx"),
    "attributions": ("jsonl", "csv"),
    "documents": ("jsonl", "csv"),
    "stories": ("jsonl", "csv"),
    "quotes": ("jsonl", "csv"),
    "mentions": ("jsonl", "csv"),
    "changes": ("jsonl", "csv"),
}
"""Formats by what is exported (CONTRACT, ``tocsin export``)."""


BINARY = frozenset({"parquet", "xlsx"})
"""Formats that are no text: they need a file."""


class IdMinter(Protocol):
    """Gives an event its public id in ACLED's form, once and for ever; the store implements it."""

    def external_id(self, event_id: str, country: str) -> str:
        """``[A-Z]{3}[0-9]+`` for an event (or, for later days of one event, ``event_id@2022-07-23``).

        ``country`` is ISO alpha-3 and becomes the prefix at the first call; later calls return the same id
        even if the event's country was corrected since.
        """


class MemoryMinter:
    """An ``IdMinter`` that forgets at the end of the process: for tests and exports without a database."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._last: dict[str, int] = {}

    def external_id(self, event_id: str, country: str) -> str:
        """The id of an event, counted up per country."""
        if event_id not in self._given:
            self._last[country] = self._last.get(country, 0) + 1
            self._given[event_id] = f"{country}{self._last[country]}"
        return self._given[event_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How to export.

    ``fatalities`` picks the number of acled-csv; ``include_all`` is ``--all``; ``statement_texts`` gives also the texts
    of statements; ``source_scales`` maps a publisher's name to ACLED's source scale; ``filters`` and ``versions`` are
    repeated in the manifest; ``generated_at`` is the caller's clock; ``remarks`` of the caller, with their numbers,
    stand with those of the export.
    """

    fatalities: Literal["low", "best"] = "low"
    include_all: bool = False
    statement_texts: bool = False
    minter: IdMinter = field(default_factory=MemoryMinter)
    source_scales: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    generated_at: datetime | None = None
    manifest: bool = True
    remarks: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.fatalities not in ("low", "best"):
            raise UsageError(f"--fatalities takes low or best, not {self.fatalities!r}")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that a format cannot hold, and why."""

    id: str
    reason: str


@dataclass(slots=True)
class ExportReport:
    """What an export did: how much was read and written, what was left out and why, remarks on defaults.

    ``examples`` keeps the first ids of each reason, so that memory stays bounded; ``remarks`` counts every
    place where a format forced a value (an unstated toll written as 0).
    """

    what: str
    format: str
    path: Path | None = None
    read: int = 0
    rows: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    remarks: dict[str, int] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def leave_out(self, item: LeftOut) -> None:
        """Count one that was left out; keep its id among the first hundred of its reason."""
        self.left_out[item.reason] = self.left_out.get(item.reason, 0) + 1
        kept = self.examples.setdefault(item.reason, [])
        if len(kept) < 100:
            kept.append(item.id)

    def remark(self, sentence: str) -> None:
        """Count one remark."""
        self.remarks[sentence] = self.remarks.get(sentence, 0) + 1


def check_format(what: str, fmt: str) -> None:
    """Raise ``UsageError`` with the possible choices for an unknown combination."""
    if what not in FORMATS:
        raise UsageError(f"--what takes {', '.join(FORMATS)}, not {what!r}")
    if fmt not in FORMATS[what]:
        raise UsageError(
            f"{what} can be exported as {', '.join(FORMATS[what])}, not as {fmt!r}; choose one with --format"
        )
