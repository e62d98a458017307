"""What the pipeline checks of a reading before it is stored: every quote stands in the text."""

from collections.abc import Iterator

from tocsin.model.document import Document, Span
from tocsin.model.errors import ReadError
from tocsin.model.reading import Reading


def check_reading(document: Document, reading: Reading) -> None:
    """Check a reading against its document.

    Raises:
        ReadError: a quote that is not in the text, an assertion without words, an id used twice, or a
            reference to an event mention that is not there.
    """
    if reading.document_id != document.id:
        raise ReadError(f"the reading of document {document.id!r} says it is of {reading.document_id!r}")
    for where, span in _spans(reading):
        _check_span(document, where, span)
    ids = {mention.id for mention in reading.event_mentions}
    if len(ids) != len(reading.event_mentions):
        raise ReadError(f"document {document.id!r}: two event mentions have the same id")
    for assertion in reading.assertions:
        if not assertion.spans:
            raise ReadError(f"document {document.id!r}: assertion {assertion.id} rests on no words")
        if assertion.event_mention_id not in ids:
            raise ReadError(f"document {document.id!r}: assertion {assertion.id} is about an unknown event mention")
    for attribution in reading.attributions:
        if attribution.event_mention_id not in ids:
            raise ReadError(f"document {document.id!r}: attribution {attribution.id} is about an unknown event mention")


def _check_span(document: Document, where: str, span: Span) -> None:
    if span.document_id != document.id:
        raise ReadError(f"document {document.id!r}: {where} points into document {span.document_id!r}")
    if not 0 <= span.start < span.end or document.text[span.start : span.end] != span.quote:
        raise ReadError(
            f"document {document.id!r}: {where} quotes {span.quote[:60]!r} at {span.start}:{span.end}, "
            f"where the text reads {document.text[max(span.start, 0) : span.end][:60]!r}"
        )


def _spans(reading: Reading) -> Iterator[tuple[str, Span]]:
    for mention in reading.mentions:
        yield f"mention {mention.id}", mention.span
    for event_mention in reading.event_mentions:
        yield f"event mention {event_mention.id}", event_mention.trigger
        yield f"event mention {event_mention.id}", event_mention.sentence
    for assertion in reading.assertions:
        for span in assertion.spans:
            yield f"assertion {assertion.id}", span
    for attribution in reading.attributions:
        yield f"attribution {attribution.id}", attribution.span
    for statement in reading.statements:
        yield f"statement {statement.id}", statement.span
    for flag in reading.flags:
        for span in flag.spans:
            yield f"flag {flag.code}", span
