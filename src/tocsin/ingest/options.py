"""The settings of the intake, as one frozen object."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

from tocsin.model.document import DocumentKind
from tocsin.model.errors import UsageError

EARLIEST = date(1800, 1, 1)  # no digitised newspaper of use to the field is older; year 25 is a typing error
MAX_BYTES = 50 * 1024 * 1024


def _tomorrow() -> date:
    # A day of grace: newsrooms east of the machine are already in tomorrow.
    return datetime.now(UTC).date() + timedelta(days=1)


def _unheard(remark: str) -> None:
    """What is remarked when nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """How inputs are read.

    ``published`` is the date for documents that state none; ``latest`` the last day a publication date may
    have (one day after the clock of the machine, unless given); ``max_bytes`` bounds one document (for JSON
    Lines and CSV: one line), also after decompression; ``stdin`` is what ``-`` reads (the process's own when
    ``None``). ``kind`` is that of documents that state none; ``remark`` is told in a sentence what an input holds that
    is no document (the service messages of a messenger export).

    Raises:
        UsageError: a value makes no sense.
    """

    published: date | None = None
    latest: date = field(default_factory=_tomorrow)
    max_bytes: int = MAX_BYTES
    kind: DocumentKind | None = None
    stdin: BinaryIO | None = None
    remark: Callable[[str], None] = _unheard

    def __post_init__(self) -> None:
        if self.max_bytes <= 0:
            raise UsageError(f"The size limit must be a positive number of bytes, not {self.max_bytes}.")
        if self.published is not None and not EARLIEST <= self.published <= self.latest:
            raise UsageError(
                f"--published {self.published} is not a possible publication date; it must lie between "
                f"{EARLIEST} and {self.latest}. Correct it, or check the clock of this computer."
            )
