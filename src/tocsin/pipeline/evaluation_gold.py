"""Gold files in the contract's gold format, and the documents they are about.

One JSON line a document: ``{"id", "text"?, "published", "events": […]}``. Events with ``codable: false`` are what a
system may trip over; they never count as missed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tocsin.model.document import Document, Published, Refusal
from tocsin.model.errors import UsageError
from tocsin.pipeline.evaluation_rules import Json, day
from tocsin.pipeline.options import CodeOptions
from tocsin.pipeline.rooms import Rooms


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One line of a gold file. ``text`` is ``None`` when the documents are elsewhere; ``line`` counts from 1."""

    id: str
    published: date | None
    events: tuple[Json, ...]
    text: str | None = None
    title: str | None = None
    language: str | None = None
    line: int = 0


def read_gold(path: Path) -> list[GoldDocument]:
    """The lines of a gold file.

    Raises:
        UsageError: a line is no JSON object, or lacks ``id`` or ``events``; the sentence names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The gold file {path} cannot be read ({error}); give a UTF-8 file of JSON lines.") from None
    found = [
        _gold_document(line, f"{path}, line {number}", number) for number, line in enumerate(lines, 1) if line.strip()
    ]
    twice = [name for name, count in Counter(d.id for d in found).items() if count > 1]
    if twice:
        raise UsageError(f"{path}: the id {twice[0]!r} stands on several lines; each document has one line.")
    return found


def _gold_document(line: str, where: str, number: int) -> GoldDocument:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: this is no JSON ({error}); write one object a line.") from None
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not isinstance(row.get("events"), list):
        raise UsageError(f'{where}: a gold line is an object with "id" (text) and "events" (list).')
    for key in ("event_type", "sub_event_type", "date_start", "country"):
        if any(event.get("codable") is not False and key not in event for event in row["events"]):
            raise UsageError(f"{where}: an event lacks {key!r}; write null where it is unknown.")
    published = day(row.get("published"))
    if row.get("published") and published is None:
        raise UsageError(f"{where}: published {row['published']!r} is no ISO date.")
    texts = {key: row[key] for key in ("text", "title", "language") if isinstance(row.get(key), str)}
    return GoldDocument(row["id"], published, tuple(row["events"]), line=number, **texts)


def documents_for(
    gold: Sequence[GoldDocument], others: Iterable[Document | Refusal] = (), *, where: str = "the gold file"
) -> dict[str, Document]:
    """The documents of a gold file: from its own texts, else from ``others``, dated as the gold file says.

    Raises:
        UsageError: a document is nowhere.
    """
    met: dict[str, Document] = {}
    for item in others:
        document = item.document if isinstance(item, Refusal) else item
        if document is not None:
            met[document.id] = document
    found = {}
    for line in gold:
        if line.text is not None:
            found[line.id] = Document(line.id, line.text, title=line.title, language=line.language or "en")
        elif line.id in met:
            found[line.id] = met[line.id]
        else:
            raise UsageError(
                f"{where}, line {line.line}: the document {line.id!r} has no text there and was not found elsewhere; "
                "give the texts with --documents FILE, or a database that holds them with --db."
            )
        if line.published is not None:
            given = Published(line.published, "given by the gold file")
            found[line.id] = replace(found[line.id], published=given)
    return found


def documents_from(inputs: Sequence[str], rooms: Rooms) -> Iterable[Document | Refusal]:
    """The documents of files or folders, as ``tocsin code`` would take them in."""
    return rooms.documents(inputs, CodeOptions())
