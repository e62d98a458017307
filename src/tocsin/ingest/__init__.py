"""Bytes become documents: files, folders, globs and standard input are read, repaired, cleaned and dated.

``documents(inputs, options)`` yields a ``Document`` or a ``Refusal`` for everything it meets; one bad input
never stops the rest. ``plan(inputs)`` lists the sources beforehand, for a progress bar.
"""

from tocsin.ingest.codes import CODES
from tocsin.ingest.dates import published_option
from tocsin.ingest.intake import documents
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.planning import Planned, plan

__all__ = ["CODES", "IngestOptions", "Planned", "documents", "plan", "published_option"]
