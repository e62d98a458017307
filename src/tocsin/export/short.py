"""Statements are never re-published: of their text exports show a few words at a time (CODEBOOK section 6).

What reading keeps of a statement is short already; this is for what is shown beside it: context, sentences, whole
texts. How many words, stands in ``lexicon/communiques.yml`` (``quote_words``).
"""

from tocsin.knowledge.issuers import communique_words
from tocsin.model.document import Document, DocumentKind, Span

WITHHELD = "text of a statement, not re-published; `tocsin documents --format jsonl` has it for your own use"
_SENTENCE = 6
"""Words of each sentence that an explanation shows of a statement, so that it can be found in the text."""


def is_withheld(document: Document | None) -> bool:
    """Whether a document's text may only be quoted in short."""
    return document is not None and document.kind is DocumentKind.STATEMENT


def most_words() -> int:
    """How many words of a statement stand together at most."""
    return int(communique_words()["quote_words"])


def short_text(document: Document, start: int, end: int) -> str:
    """A sentence of a document; of a statement its first words."""
    text = document.text[start:end]
    if not is_withheld(document) or len(text.split()) <= _SENTENCE:
        return text
    return " ".join(text.split()[:_SENTENCE]) + " …"


def short_span(document: Document | None, span: Span) -> Span:
    """A span, cut where it is one of a statement."""
    return span.short(most_words()) if is_withheld(document) else span


def short_line(text: str | None) -> str | None:
    """A heading of a statement, cut to the words that may be shown."""
    if text is None or len(text.split()) <= most_words():
        return text
    return " ".join(text.split()[: most_words()]) + " …"
