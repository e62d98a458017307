"""Outputs: one traversal of the events into every format, explanations, and the page.

``write`` (files), ``event_json`` (the contract's object), ``explain_event`` and ``explain_document``
(text), ``page`` (one self-contained HTML file).
"""

from tocsin.export.event_json import event_json
from tocsin.export.explain import explain_event, joined_text
from tocsin.export.explain_document import explain_document
from tocsin.export.explain_json import document_json, event_explained
from tocsin.export.explain_sentences import one_sentence as explain_sentence
from tocsin.export.explain_stories import quotes_text, story_text
from tocsin.export.explain_why import why as explain_why
from tocsin.export.notes import event_note
from tocsin.export.options import FORMATS, ExportOptions, ExportReport, IdMinter, MemoryMinter
from tocsin.export.page import page
from tocsin.export.write import write

__all__ = [
    "FORMATS",
    "ExportOptions",
    "ExportReport",
    "IdMinter",
    "MemoryMinter",
    "document_json",
    "event_explained",
    "event_json",
    "event_note",
    "explain_document",
    "explain_event",
    "explain_sentence",
    "explain_why",
    "joined_text",
    "page",
    "quotes_text",
    "story_text",
    "write",
]
