"""Words to identities: places, dates and actors."""

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.model.reading import Reading, Value


def resolve(document: Document, reading: Reading, knowledge: Knowledge) -> Reading:
    """``reading`` with every mention reference replaced by an identity; what stays unresolved carries a flag."""
    from tocsin.resolve.document import resolve_reading

    return resolve_reading(document, reading, knowledge)


def identities(document: Document, reading: Reading, knowledge: Knowledge) -> dict[str, Value]:
    """The place, date or actor behind each mention of a reading of words, by mention id, for explanations."""
    from tocsin.resolve.document import identities as found

    return found(document, reading, knowledge)


def open_dates(document: Document, reading: Reading, knowledge: Knowledge) -> dict[str, str]:
    """Why each time of a reading of words that has no day has none, by mention id, for explanations."""
    from tocsin.resolve.document import open_dates as found

    return found(document, reading, knowledge)
