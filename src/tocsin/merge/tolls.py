"""The toll of one report: totals, sides and fates out of all that its accounts say, without counting twice.

Two figures in one sentence that name different people are added ("two soldiers and a teacher"); a figure
behind "including" is a part of the one before; figures of different sentences are accounts of the same
people, of which the fullest counts. Numbers of one happening are never added up over accounts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.merge.case import Case, Told
from tocsin.merge.counts import UNSTATED, added, compatible, figure
from tocsin.model.reading import Prop
from tocsin.model.text import fold
from tocsin.model.values import Count, Side, VictimCount, VictimStatus

ToldVictims = Told[VictimCount]


@dataclass(frozen=True, slots=True)
class Toll:
    """What one report says about one fate. ``parts`` are known sides; ``stated`` is the text's own total,
    if any.

    ``total`` is the stated one or the sum; ``rivals`` are other totals of the same report by other speakers.
    """

    document_id: str
    report: int
    total: Count
    stated: bool
    parts: tuple[tuple[Side, Count], ...]
    used: tuple[ToldVictims, ...]  # the assertions behind total and parts, totals first
    rivals: tuple[ToldVictims, ...] = ()
    mismatch: bool = False  # the parts exceed the stated total

    @property
    def known_sides(self) -> int:
        """Number of sides told apart."""
        return len(self.parts)


def report_tolls(case: Case, status: VictimStatus) -> tuple[Toll, ...]:
    """One toll per report that states one, in the order of reports; copies only where no root states one."""
    by_report: dict[str, list[ToldVictims]] = defaultdict(list)
    for told in _figures(case, status):
        by_report[told.document_id].append(told)
    texts = {d.id: d.text for d in case.reports}
    tolls = [_toll(found, texts[d], case) for d, found in by_report.items()]
    return tuple(sorted(tolls, key=lambda t: t.report))


def _figures(case: Case, status: VictimStatus) -> list[ToldVictims]:
    """Victim counts of a fate, and for the killed the text's own totals as counts of nobody in particular."""
    figures = [t for t in case.voices(Prop.VICTIMS, VictimCount) if t.value.status is status]
    if status is VictimStatus.KILLED:
        for told in case.voices(Prop.FATALITIES, Count):
            value = VictimCount(Side.UNKNOWN, status, told.value, told.value.words, None, True)
            figures.append(
                Told(
                    value, told.assertion, told.document_id, told.story, told.report, told.sentence, told.root
                )
            )
    if any(t.root for t in figures):
        figures = [t for t in figures if t.root]
    return sorted((t for t in figures if figure(t.value.count) is not None), key=lambda t: t.order)


def _toll(figures: Sequence[ToldVictims], text: str, case: Case) -> Toll:
    """The toll of one report from its figures for one fate."""
    parts_of = _parts(figures, text, case)
    totals = [t for t in figures if t.value.total]
    unknown = [t for t in figures if not t.value.total and t.value.side is Side.UNKNOWN and t not in parts_of]
    sides = _sides([t for t in figures if not t.value.total and t.value.side is not Side.UNKNOWN])
    known = added(count for _, count, _ in sides) if sides else None
    used = [t for _, _, told in sides for t in told]
    listed = tuple((side, count) for side, count, _ in sides)
    first = figures[0]
    if totals:
        best = _fullest(totals)
        rivals = _other_speakers(best, totals)
        mismatch = known is not None and not _fits(known, best.value.count)
        return Toll(
            first.document_id, first.report, best.value.count, True, listed, (best, *used), rivals, mismatch
        )
    if not unknown:
        return Toll(first.document_id, first.report, known or UNSTATED, False, listed, tuple(used))
    best = _fullest(unknown)
    rivals = _other_speakers(best, unknown)
    total, is_total = _with_unknown(best, sides, parts_of)
    return Toll(first.document_id, first.report, total, is_total, listed, (best, *used), rivals)


_SideFigures = tuple[Side, Count, tuple[ToldVictims, ...]]


def _sides(figures: Sequence[ToldVictims]) -> list[_SideFigures]:
    """Per known side the fullest sentence's sum, with the assertions it rests on."""
    by_side: dict[Side, dict[tuple[int, int], list[ToldVictims]]] = defaultdict(lambda: defaultdict(list))
    for t in figures:
        by_side[t.value.side][t.report, t.sentence].append(t)
    found = []
    for side in Side:
        if side in by_side:
            sentences = [_distinct(told) for _, told in sorted(by_side[side].items())]
            fullest = max(sentences, key=lambda told: figure(added(t.value.count for t in told)) or 0)
            found.append((side, added(t.value.count for t in fullest), tuple(fullest)))
    return found


def _distinct(figures: Iterable[ToldVictims]) -> list[ToldVictims]:
    """Figures of one sentence and side that name different people; a repeated ``who`` keeps its largest
    figure.
    """
    best: dict[str, ToldVictims] = {}
    for t in figures:
        key = fold(t.value.who)
        if key not in best or (figure(t.value.count) or 0) > (figure(best[key].value.count) or 0):
            best[key] = t
    return list(best.values())


def _parts(figures: Sequence[ToldVictims], text: str, case: Case) -> list[ToldVictims]:
    """Figures that stand behind "including" and the like after an earlier figure of the same sentence."""
    found = []
    for before, after in pairwise(figures):
        if before.sentence != after.sentence or after.value.total:
            continue
        between = fold(text[before.assertion.spans[0].end : after.assertion.spans[0].start])
        if any(f" {word} " in f" {between} " for word in case.settings.victims.including) or before in found:
            found.append(after)
    return found


def _with_unknown(
    unknown: ToldVictims, sides: Sequence[_SideFigures], parts: Sequence[ToldVictims]
) -> tuple[Count, bool]:
    """The total of a report that counts people of no stated side beside known sides; and whether it is a
    total.

    "Nine people ... two of them soldiers" is nine; "two soldiers and nine others" eleven; attackers come on
    top, unless the sentence includes them.
    """
    count = unknown.value.count
    total = [count]
    others = []
    for _side, part, told in sides:
        same_sentence = any(t.sentence == unknown.sentence for t in told)
        inside = any(t in parts for t in told)
        attackers = any(t.value.side is Side.PERPETRATOR for t in told)
        if not inside and (attackers or (same_sentence and unknown not in parts)):
            total.append(part)
        else:
            others.append(part)
    rest = added(others)
    if others and (figure(rest) or 0) > (figure(count) or 0):
        return added([*total, *others]), False
    return added(total), len(total) == 1


def _fullest(figures: Sequence[ToldVictims]) -> ToldVictims:
    """The largest figure, an exact one before a vague one, of equals the first."""

    def rank(t: ToldVictims) -> tuple[bool, int]:
        return (t.value.count.best is not None, figure(t.value.count) or 0)

    return max(reversed(figures), key=rank)


def _other_speakers(best: ToldVictims, figures: Sequence[ToldVictims]) -> tuple[ToldVictims, ...]:
    """Totals by other speakers than the chosen one's that differ from it."""
    speaker = best.assertion.attributed_to
    return tuple(
        t
        for t in figures
        if t.assertion.attributed_to is not None
        and t.assertion.attributed_to != speaker
        and figure(t.value.count) != figure(best.value.count)
    )


def _fits(parts: Count, total: Count) -> bool:
    """Whether the sum of parts does not exceed a stated total."""
    return compatible(parts, total) or (parts.low or 0) <= (total.low or 0)
