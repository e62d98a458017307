"""Options of a coding run, what it tells while it works, and what it reports at the end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tocsin.model.document import DocumentKind, Refusal
from tocsin.model.errors import UsageError


def _unheard(remark: str) -> None:
    """What is remarked when nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOptions:
    """How to code.

    ``engine``: ``auto`` takes the best installed offline engine. ``published``: publication date of documents
    that state none. ``merge``: ``True`` across documents, ``False`` each document alone, ``None`` as this
    database was coded before (across, for a new one). ``jobs``: processes that read. ``debug`` keeps
    tracebacks. ``kind`` is that of documents that state none; ``remark`` is told what inputs hold that is no
    document. ``again`` codes documents that were forgotten; ``rebuild`` makes all stories
    and events anew, not only those that new documents touch.

    Raises:
        UsageError: ``jobs`` is below one.
    """

    engine: str = "auto"
    published: date | None = None
    merge: bool | None = None
    jobs: int = 1
    debug: bool = False
    again: bool = False
    rebuild: bool = False
    kind: DocumentKind | None = None
    remark: Callable[[str], None] = _unheard

    def __post_init__(self) -> None:
        if self.jobs < 1:
            raise UsageError(f"--jobs {self.jobs} makes no sense; give 1 or more.")


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a run: ``stage`` (``preparing``, ``reading``, ``merging``), inputs handled so far, and the last
    one's name; when preparing, what is being prepared in words. While merging, after a first step without a label:
    what is being looked at (texts for ``stories``, ``documents``, ``accounts``, ``events``, in turn), how many are
    done, and of how many."""

    stage: str
    done: int
    label: str = ""
    total: int | None = None


Listener = Callable[[Progress], None]
Tell = Callable[[str, int, int], None]
"""Is told what a merge is looking at, how many of it are done, and of how many."""


def silent(label: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(slots=True)
class Report:
    """What a run did.

    ``documents`` were met and are in the database: ``read`` now, ``skipped`` because they were read before, the
    rest kept unread; ``undated`` of those read now bear no publication date, ``look_like_statements`` are ids of those
    that were read as articles and have the marks of a communique. ``refused`` inputs are named with their reasons.
    ``events`` exist afterwards, ``codable`` of them fit the default export. ``stored`` is false when the inputs named
    nothing and no database was made.
    ``notices`` are sentences the user should see, ``tracebacks`` are for ``--debug``.
    """

    documents: int = 0
    read: int = 0
    skipped: int = 0
    undated: int = 0
    refused: list[Refusal] = field(default_factory=list)
    events: int = 0
    codable: int = 0
    created: int = 0
    changed: int = 0
    removed: int = 0
    merged_again: bool = False
    interrupted: bool = False
    stored: bool = True
    seconds: float = 0.0
    look_like_statements: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)
