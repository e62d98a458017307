"""Plain text for the terminal: wrapped lines, headings, and words in their context."""

import textwrap
from collections.abc import Iterable, Mapping

from tocsin.export.clean import visible
from tocsin.export.short import is_withheld, short_span
from tocsin.model.document import Document, Span

CONTEXT = 90  # characters of text shown on each side of a quote


def wrapped(text: str, width: int, indent: str = "", hanging: str | None = None) -> str:
    """``text`` (made safe for a terminal) wrapped to ``width`` columns; later lines start with
    ``hanging``."""
    clean = " ".join(visible(text).split())
    return textwrap.fill(
        clean,
        width=max(width, 40),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def labelled(label: str, text: str, width: int, column: int = 12) -> str:
    """``  Label     text``, later lines under the text."""
    head = f"  {label:<{column}}"
    return wrapped(text, width, head, " " * len(head))


def heading(text: str) -> str:
    """A heading with a line under it."""
    return f"\n{text}\n{'-' * len(text)}"


def in_context(document: Document | None, span: Span, around: int = CONTEXT) -> str:
    """The words of a span in square brackets inside the text around them, cut at spaces; of a statement without the
    text around."""
    if document is None or document.text[span.start : span.end] != span.quote:
        return f"[{span.quote}]"
    if is_withheld(document):
        return f"… [{short_span(document, span).quote}] …"
    text = document.text
    start, end = max(0, span.start - around), min(len(text), span.end + around)
    before, after = text[start : span.start], text[span.end : end]
    if start > 0:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    return f"{before}[{text[span.start : span.end]}]{after}"


def by_id(documents: Mapping[str, Document] | Iterable[Document]) -> Mapping[str, Document]:
    """Documents by id, whichever way they were given."""
    if isinstance(documents, Mapping):
        return documents
    return {document.id: document for document in documents}
