"""Agreement of two annotations of the same reports: did two readers mark the same?

Events of both are paired one to one by their triggers (most words in common first); a label's figures count a mark as
the same when its words overlap and it plays the same part in the paired event. F1 takes no side.
"""

from collections import Counter
from collections.abc import Sequence

from tocsin.train.corpus import Mark, Report
from tocsin.train.corpus_check import Labels

Pairs = dict[str, str]


def agreement(first: Sequence[Report], second: Sequence[Report], labels: Labels) -> list[str]:
    """Lines of a Markdown table: measure, agreement, and how many cases it rests on."""
    by_id = {report.id: report for report in first}
    both = [(by_id[report.id], report) for report in second if report.id in by_id]
    hits: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for one, other in both:
        pairs = pair_events(one, other)
        _add_events(one, other, pairs, hits, sums)
        _add_marks(one, other, pairs, labels, hits, sums)
    rows = [f"| {name} | {2 * hits[name] / sums[name]:.2f} | {sums[name]} |" for name in sorted(sums)]
    return [
        f"{len(both)} reports marked twice.",
        "",
        "| what | agreement (F1) | marks of both |",
        "|---|---|---|",
        *rows,
    ]


def pair_events(one: Report, other: Report) -> Pairs:
    """Events (and attributions) of both annotations that mean the same, by id; unpaired ones are left out."""
    kinds = (("trigger", [e.id for e in one.events], [e.id for e in other.events]),
             ("cue", [a.id for a in one.attributions], [a.id for a in other.attributions]))  # fmt: skip
    found: Pairs = {}
    for label, left, right in kinds:
        scores = sorted(((_common(one, a, other, b, label), a, b) for a in left for b in right), reverse=True)
        for score, a, b in scores:
            if score[0] and a not in found and b not in found.values():
                found[a] = b
    return found


def _common(one: Report, a: str, other: Report, b: str, label: str) -> tuple[int, int]:
    """Characters that two events share: of their triggers, then of all their marks; (0, 0) when no trigger meets."""
    triggers = _shared([m for m in one.of(a) if m.label == label], [m for m in other.of(b) if m.label == label])
    return (triggers, _shared(one.of(a), other.of(b))) if triggers else (0, 0)


def _shared(left: Sequence[Mark], right: Sequence[Mark]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right if a.label == b.label)


def _add_events(one: Report, other: Report, pairs: Pairs, hits: Counter[str], sums: Counter[str]) -> None:
    """Counts events found by both, and, among those, the same type, modality and background."""
    theirs = {event.id: event for event in other.events}
    ours = {event.id: event for event in one.events}
    paired = [(ours[a], theirs[b]) for a, b in pairs.items() if a in ours]
    hits["events"] += len(paired)
    sums["events"] += len(one.events) + len(other.events)
    for a, b in paired:
        for name, same in (
            ("of both: type", a.type == b.type),
            ("of both: type or also", bool({a.type, *a.also} & {b.type, *b.also})),
            ("of both: modality", a.modality == b.modality),
            ("of both: background", a.background == b.background),
        ):
            hits[name] += same
            sums[name] += 2
    hits["attributions"] += len(pairs) - len(paired)
    sums["attributions"] += len(one.attributions) + len(other.attributions)


def _add_marks(
    one: Report, other: Report, pairs: Pairs, labels: Labels, hits: Counter[str], sums: Counter[str]
) -> None:
    """Counts marks by label: with their part in an event, and as mentions of a kind whatever the part."""
    left = [Mark(m.start, m.end, m.label, pairs.get(m.about, "unpaired") if m.about else "") for m in one.marks]
    _overlaps(left, other.marks, "mark", hits, sums)
    _overlaps(_mentions(one, labels), _mentions(other, labels), "mention", hits, sums)


def _mentions(report: Report, labels: Labels) -> list[Mark]:
    """The marked words by kind, whatever part they play; each once."""
    return list(dict.fromkeys(Mark(m.start, m.end, labels.kinds[m.label]) for m in report.marks))


def _overlaps(left: Sequence[Mark], right: Sequence[Mark], head: str, hits: Counter[str], sums: Counter[str]) -> None:
    free = list(right)
    for mark in left:
        match = next((m for m in free if _same(mark, m)), None)
        if match is not None:
            free.remove(match)
            hits[f"{head}: {mark.label}"] += 1
    for mark in (*left, *right):
        sums[f"{head}: {mark.label}"] += 1


def _same(a: Mark, b: Mark) -> bool:
    return a.label == b.label and a.about == b.about and a.start < b.end and b.start < a.end
