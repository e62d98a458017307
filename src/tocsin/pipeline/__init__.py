"""The only room that knows all others: plans, runs, resumes and reports."""

from tocsin.pipeline.options import CodeOptions, Progress, Report
from tocsin.pipeline.running import code

__all__ = ["CodeOptions", "Progress", "Report", "code"]
