"""One SQLite file: documents, readings, events and their history."""

from tocsin.store.database import Store
from tocsin.store.filters import EventFilter, parse_bbox, parse_day, parse_moment
from tocsin.store.history import EventChange, LogEntry
from tocsin.store.neighbours import PairRow, TextRow
from tocsin.store.passing import passing
from tocsin.store.people import Edit
from tocsin.store.publishing import Published
from tocsin.store.tellings import TellingRow

__all__ = [
    "Edit",
    "EventChange",
    "EventFilter",
    "LogEntry",
    "PairRow",
    "Published",
    "Store",
    "TellingRow",
    "TextRow",
    "parse_bbox",
    "parse_day",
    "parse_moment",
    "passing",
]
