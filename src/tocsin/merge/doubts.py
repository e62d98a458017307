"""Pairs of reports that may tell one event and were left apart: what a person's judgement would settle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.knowledge import Knowledge
from tocsin.merge.across import candidate_pairs
from tocsin.merge.cluster import Clusters, draw
from tocsin.merge.compare import Comparison, compare
from tocsin.merge.tellings import Telling
from tocsin.model.document import Document
from tocsin.model.event import Judgement, Story, Verdict
from tocsin.model.reading import Reading


@dataclass(frozen=True, slots=True)
class UnsurePair:
    """Two tellings of different documents in different events: the event mentions to judge (the first of each
    telling), how likely they are one event, what speaks for it and against it (``reasons``), and which of these speak
    against it."""

    left: str
    right: str
    left_document: str
    right_document: str
    probability: float
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()


def unsure_pairs(
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    clusters: Clusters,
    *,
    judgements: Sequence[Judgement] = (),
    knowledge: Knowledge | None = None,
) -> tuple[UnsurePair, ...]:
    """One pair (the likeliest) for every two events of ``clusters`` whose reports nobody has judged and of which some
    may tell one event; the likeliest first. ``clusters`` are those of ``cluster`` over the same input.

    Raises:
        ReadError: a reading belongs to no document of ``documents``.
    """
    drawn = draw(documents, readings, stories, scope="all", judgements=judgements, knowledge=knowledge)
    event_of = {mention: number for number, mentions in enumerate(clusters) for mention in mentions}
    tellings = sorted(drawn.tellings, key=lambda t: t.key)
    judged = {frozenset((j.left, j.right)) for j in judgements}
    best: dict[tuple[int, int], UnsurePair] = {}
    for a, b in sorted(candidate_pairs(tellings, drawn.yardstick.settings.across)):
        left, right = tellings[a], tellings[b]
        homes = sorted((event_of[left.mention_ids[0]], event_of[right.mention_ids[0]]))
        if homes[0] == homes[1] or _is_judged(left, right, judged):
            continue
        found = compare(left, right, drawn.yardstick)
        known = best.get((homes[0], homes[1]))
        if found.verdict is not Verdict.DIFFERENT and (known is None or found.probability > known.probability):
            best[homes[0], homes[1]] = _pair(left, right, found)
    return tuple(sorted(best.values(), key=lambda p: (-p.probability, p.left, p.right)))


def _is_judged(left: Telling, right: Telling, judged: set[frozenset[str]]) -> bool:
    return any(frozenset((a, b)) in judged for a in left.mention_ids for b in right.mention_ids)


def _pair(left: Telling, right: Telling, found: Comparison) -> UnsurePair:
    return UnsurePair(
        left.mention_ids[0],
        right.mention_ids[0],
        left.document_id,
        right.document_id,
        round(found.probability, 4),
        found.reasons,
        found.against,
    )
