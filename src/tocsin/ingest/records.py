"""What format readers hand on: a text as found, with where it came from, before repair and cleaning."""

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One file (or standard input) to read.

    ``name`` is the path as the user would write it; ``id`` the document id it gives when the content has
    none; ``path`` is ``None`` for standard input; ``direct`` is true when the user named this very file.
    """

    name: str
    id: str
    path: Path | None
    direct: bool = True


class Weight(IntEnum):
    """How much a found date weighs; a greater one wins. ``--published`` stands between ``PAGE`` and
    ``TEXT``."""

    TEXT = 1  # dateline or byline inside the text, a date guessed from the page
    OPTION = 2  # given with --published
    PAGE = 3  # the page's own metadata or byline
    FIELD = 4  # a field the user filled in: JSON, CSV column, front matter


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A publication date as written. ``field`` names where it stood; a bad ``FIELD`` date refuses the
    document."""

    value: str
    how: str
    weight: Weight
    field: str = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A text as a format reader found it.

    ``name`` identifies it in refusals (``reports.jsonl#3``), ``where`` in sentences (``reports.jsonl, line
    3``). ``given_id`` tells whether ``id`` is the user's own or was made from the path.
    """

    id: str
    text: str
    name: str
    where: str
    given_id: bool = False
    title: str | None = None
    dates: tuple[FoundDate, ...] = ()
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    kind: str | None = None
    issuer: str | None = None
    via: tuple[str, ...] = ()
    media_type: str = "text/plain"
    raw_sha256: str | None = None
    notes: tuple[str, ...] = ()
