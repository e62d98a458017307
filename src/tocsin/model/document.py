"""Documents, spans and refusals: the frozen ground everything else points into."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tocsin.model.ids import content_id, text_hash


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one document's text. ``document.text[start:end] == quote`` holds (offsets are code points)."""

    document_id: str
    start: int
    end: int
    quote: str

    def overlaps(self, other: "Span") -> bool:
        """Whether both lie in one document and share at least one character."""
        return self.document_id == other.document_id and self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.document_id == other.document_id and self.start <= other.start and other.end <= self.end

    def short(self, words: int) -> "Span":
        """The first so many words of the span; itself where it has no more."""
        match = re.match(rf"\s*(?:\S+\s+){{{words - 1}}}\S+(?=\s+\S)", self.quote)
        return self if match is None else Span(self.document_id, self.start, self.start + match.end(), match[0])


class DocumentKind(StrEnum):
    """What sort of text a document is (CONTRACT, inputs)."""

    ARTICLE = "article"
    STATEMENT = "statement"
    REPORT = "report"


LOOKS_LIKE_STATEMENT = "looks like a statement"
"""How the note of a document begins that is coded as an article and has the marks of a communique."""


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date and how it was found, e.g. ``how="given with --published"``."""

    day: date
    how: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text that was taken out before reading: why (``related-headline box``), and the words themselves."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One frozen text version of one article, statement or report.

    ``id`` is the user's own id, kept verbatim; ``version`` identifies this text of it. Offsets into ``text`` stay
    true for ever, because a changed text is a new version.
    """

    id: str
    text: str
    title: str | None = None
    published: Published | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None  # wire agency behind the text, when its sign-off or byline says so
    language: str | None = None  # ISO 639-1
    kind: DocumentKind = DocumentKind.ARTICLE
    issuer: str | None = None  # of a statement, where whoever gave it says so; else reading looks for it
    via: tuple[str, ...] = ()  # who passed a statement on before ``publisher`` did, first relay first
    media_type: str = "text/plain"
    raw_sha256: str | None = None  # of the bytes the text came from
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()  # remarks of the intake, e.g. "decoded as cp1252"

    @property
    def version(self) -> str:
        """Hash id of the text; equal texts have equal versions."""
        return content_id("dv", text_hash(self.text))

    def span(self, start: int, end: int) -> Span:
        """The span ``text[start:end]``.

        Raises:
            ValueError: the offsets do not lie inside the text in order.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} lies outside document {self.id!r} of {len(self.text)} characters")
        return Span(self.id, start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that could not be coded: which, and one sentence with what is wrong, where, and what to do.

    ``code`` is stable (``I…`` for intake, ``L…`` for language); see ``docs/reference``. ``document`` is set when
    a text could be kept although no engine can read it.
    """

    input: str
    code: str
    sentence: str
    document: Document | None = field(default=None)
