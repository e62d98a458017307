"""What the reader makes of a text, for tests that ask only which events come out."""

from tocsin.knowledge import load
from tocsin.model.document import Document
from tocsin.read.rules.engine import RulesReader

READER = RulesReader(load())


def coded_types(text: str) -> list[object]:
    """The sub-event types of all accounts that the reader codes."""
    reading = READER.read(Document("doc", text, language="en"))
    return [a.value for a in reading.assertions if a.prop.value == "sub_event_type"]
