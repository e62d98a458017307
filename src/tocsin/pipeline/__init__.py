"""The only room that knows all others: plans, runs, resumes and reports."""

from tocsin.pipeline.explaining import Explained, explain_document, explain_stored
from tocsin.pipeline.options import CodeOptions, Progress, Report
from tocsin.pipeline.running import code

__all__ = ["CodeOptions", "Explained", "Progress", "Report", "code", "explain_document", "explain_stored"]
