"""What copies leave in an event: facts that they changed, as flags; values that only a machine paraphrase tells; and
what does not count because only a copy tells it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.merge.case import Case, Choice
from tocsin.merge.confidence import completeness
from tocsin.merge.sides import Side
from tocsin.merge.victims import Tolls
from tocsin.model.document import Span
from tocsin.model.event import Evidence
from tocsin.model.reading import Flag
from tocsin.model.values import Count, DateValue, PlaceValue

UNKNOWN_SOURCE = "F6"
"""Grade of a machine paraphrase (CODEBOOK section 6, Admiralty code): neither source nor fact can be judged."""
_ONLY = "only a machine paraphrase tells it: F6 until the original is found"


def changed_flags(case: Case) -> Iterator[Flag]:
    """A flag for each fact of the event's sentences that a copy among its documents tells otherwise."""
    told = [m.sentence for m in case.mentions.values()]
    rows = {e for a in case.assertions for e in a.spans}
    for member, change in case.changed:
        if _about(change.root, told, rows) or _about(change.copy, told, rows):
            sentence = (
                f"A copy changed a fact ({change.kind}): “{change.root.quote}” ({change.root.document_id}) became "
                f"“{change.copy.quote}” ({member.document_id}); the words of {change.root.document_id} stand."
            )
            yield Flag("copy_changed_fact", sentence, member.document_id, spans=(change.root, change.copy))


def _about(span: Span, sentences: Sequence[Span], words: set[Span]) -> bool:
    return any(s.contains(span) for s in sentences) or any(w.overlaps(span) for w in words)


def graded(case: Case, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Evidence with a reason where the chosen value of a field stands in machine paraphrases alone."""
    if not case.paraphrased:
        return tuple(evidence)
    behind: dict[str, set[str]] = defaultdict(set)
    for row in evidence:
        if row.chosen:
            behind[row.field].update(s.document_id for s in row.spans)
    only = {name for name, documents in behind.items() if documents and documents <= case.paraphrased}
    return tuple(
        replace(row, reasons=(*row.reasons, _ONLY)) if row.chosen and row.field in only else row for row in evidence
    )


def counted_completeness(
    case: Case,
    day: Choice[DateValue | None],
    place: Choice[PlaceValue | None],
    sides: tuple[Side, Side],
    tolls: Tolls,
) -> float:
    """The share of core fields that the reports that count know well: what only a copy tells does not count."""
    told = [c.value if case.is_counted(c.evidence) else None for c in sides]
    harm = case.is_counted(tolls.evidence)
    return completeness(
        day.value if case.is_counted(day.evidence) else None,
        place.value if case.is_counted(place.evidence) else None,
        (told[0], told[1]),
        tolls.fatalities if harm else Count(None, None, None),
        len(tolls.victims) if harm else 0,
    )
