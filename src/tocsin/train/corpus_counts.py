"""Counts of the annotated corpus, as Markdown lines for its card."""

from collections import Counter
from collections.abc import Sequence

from tocsin.train.corpus import Report


def counts(reports: Sequence[Report]) -> list[str]:
    """Sizes, then one table each for forms, regions, difficulties, types and labels."""
    events = [event for report in reports for event in report.events]
    lengths = sorted(report.words for report in reports)
    marks = Counter(mark.label for report in reports for mark in report.marks)
    return [
        f"{len(reports)} reports, {sum(lengths)} words (shortest {lengths[0]}, middle {lengths[len(lengths) // 2]}, "
        f"longest {lengths[-1]}); {len(events)} events, of which {sum(e.background for e in events)} background and "
        f"{sum(e.modality != 'actual' for e in events)} not actual; {sum(not r.events for r in reports)} reports "
        f"without any event; {sum(len(r.attributions) for r in reports)} attributions; {marks.total()} marks.",
        *_table("form", Counter(report.form for report in reports)),
        *_table("region", Counter(report.region for report in reports)),
        *_table("what makes it hard", Counter(word for report in reports for word in report.hard)),
        *_table("sub-event type", Counter(event.type for event in events)),
        *_table("label", marks),
    ]


def _table(head: str, numbers: Counter[str]) -> list[str]:
    rows = sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
    return ["", f"| {head} | n |", "|---|---|", *(f"| {name} | {n} |" for name, n in rows)]
