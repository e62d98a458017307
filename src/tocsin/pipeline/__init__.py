"""The only room that knows all others: plans, runs, resumes and reports."""

from tocsin.pipeline.explaining import (
    Explained,
    ExplainedEvent,
    compare_events,
    explain_document,
    explain_event,
    explain_stored,
)
from tocsin.pipeline.options import CodeOptions, Progress, Report
from tocsin.pipeline.quoting import shared_quotes
from tocsin.pipeline.running import code
from tocsin.pipeline.without import seen

__all__ = [
    "CodeOptions",
    "Explained",
    "ExplainedEvent",
    "Progress",
    "Report",
    "code",
    "compare_events",
    "explain_document",
    "explain_event",
    "explain_stored",
    "seen",
    "shared_quotes",
]
