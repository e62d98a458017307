"""The composed copies and look-alikes of ``corpus/copies``: documents and what each is to the root of its story."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from tocsin.model.document import Document, Published

FOLDER = Path(__file__).parent.parent / "corpus" / "copies"
COPIES = frozenset({"root", "verbatim", "cut", "update", "machine_paraphrase"})


@dataclass(frozen=True)
class Composed:
    """One composed document: its story, its kind, and the facts that its author changed in it."""

    document: Document
    story: str
    kind: str
    changed: tuple[tuple[str, str], ...]

    @property
    def group(self) -> str:
        """What it shares with its copies: the story; a look-alike is alone."""
        return self.story if self.kind in COPIES else f"{self.story}/{self.document.id}"


def composed(files: Sequence[str], folder: Path = FOLDER) -> Iterator[Composed]:
    """All documents of the files, in their order."""
    for name in files:
        for story in yaml.safe_load((folder / name).read_text(encoding="utf-8")):
            for row in story["documents"]:
                yield Composed(
                    _document(row), story["story"], row["kind"],
                    tuple((c["was"], c["became"]) for c in row.get("changed", ())),
                )  # fmt: skip


def _document(row: dict[str, object]) -> Document:
    published = row["published"]
    assert isinstance(published, date)
    agency = row.get("agency")
    return Document(
        str(row["id"]), str(row["text"]).strip(), str(row["title"]), Published(published, "given"),
        publisher=str(row["publisher"]), agency=str(agency) if agency else None,
    )  # fmt: skip
