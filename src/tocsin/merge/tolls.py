"""The toll of one report: totals, sides and fates out of all that its accounts say, without counting twice.

Two figures in one sentence that name different people are added ("two soldiers and a teacher"); a figure
behind "including" is a part of the one before; figures of different sentences are accounts of the same
people, of which the fullest counts. Numbers of one happening are never added up over accounts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tocsin.merge.boasts import at_most, boasts
from tocsin.merge.case import Case, Told
from tocsin.merge.counts import added, compatible, figure
from tocsin.merge.settings import VictimSettings
from tocsin.model.reading import Prop
from tocsin.model.text import fold
from tocsin.model.values import ActorValue, Count, Side, VictimCount, VictimStatus

ToldVictims = Told[VictimCount]


@dataclass(frozen=True, slots=True)
class Toll:
    """What one report says about one fate. ``parts`` are known sides; ``stated`` is the text's own total, if any.

    ``total`` is the stated one or the sum; what it exceeds the parts by are people of ``rest_side``. ``rivals`` are
    other totals of the same report by other speakers.
    """

    document_id: str
    report: int
    total: Count
    stated: bool
    parts: tuple[tuple[Side, Count], ...]
    used: tuple[ToldVictims, ...]  # the assertions behind total and parts, totals first
    rivals: tuple[ToldVictims, ...] = ()
    mismatch: bool = False  # the parts exceed the stated total
    rest_side: Side = Side.UNKNOWN
    claimed: bool = False  # some of it is a party's word on its enemy's losses (``claimed.py``)

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
    tolls = []
    for d, found in by_report.items():
        boasted = boasts(found, texts[d], case)
        tolls.append(at_most(_toll([t for t in found if t not in boasted], texts[d], case), boasted))
    return tuple(sorted(tolls, key=lambda t: t.report))


def _figures(case: Case, status: VictimStatus) -> list[ToldVictims]:
    """Victim counts of a fate, and for the killed the text's own totals as counts of nobody in particular."""
    figures = [t for t in case.voices(Prop.VICTIMS, VictimCount) if t.value.status is status]
    if status is VictimStatus.KILLED:
        for told in case.voices(Prop.FATALITIES, Count):
            value = VictimCount(Side.UNKNOWN, status, told.value, told.value.words, None, True)
            figures.append(
                Told(
                    value, told.assertion, told.document_id, told.story, told.report, told.sentence, told.root, told.own
                )
            )
    if any(t.root for t in figures):
        figures = [t for t in figures if t.root]
    return sorted((t for t in figures if figure(t.value.count) is not None), key=lambda t: t.order)


def _toll(figures: Sequence[ToldVictims], text: str, case: Case) -> Toll:
    """The toll of one report from its figures for one fate."""
    words = case.settings.victims
    figures = _once(figures)
    parts = _parts(figures, text, words)
    inner = {p.assertion.id for whole, p in parts if _says_no_more(whole.value, p.value, words)}
    general = [t for t in figures if _is_general(t.value, words) and t.assertion.id not in inner]
    apart = [t for t in figures if t not in general and t.assertion.id not in inner]
    sides = _sides(apart, words)
    general = _summed(general, {p.assertion.id for _, p in parts}, text, words)
    listed = tuple((side, count) for side, count, _ in sides)
    used = tuple(t for _, _, told in sides for t in told)
    first = figures[0]
    if not general:
        total = added(count for _, count, _ in sides)
        return Toll(first.document_id, first.report, total, False, listed, used)
    stated = [t for t in general if isinstance(t.assertion.value, Count)]
    best = _fullest(stated or general)
    rivals = _other_speakers(best, stated or general)
    included = {p.assertion.id for _, p in parts}
    attackers = _attackers(case)
    beside = [side for side, _, told in sides if side in attackers or any(_is_further(t, text, words) for t in told)]
    total, whole = (best.value.count, True) if stated else _with_general(best, sides, included, beside, words)
    mismatch = bool(stated and sides) and not _fits(added(c for _, c, _ in sides), total)
    return Toll(first.document_id, first.report, total, whole, listed, (best, *used), rivals, mismatch, best.value.side)


_SideFigures = tuple[Side, Count, tuple[ToldVictims, ...]]
_ATTACKERS = {"Rebel group": Side.REBEL, "Political militia": Side.MILITIA, "Identity militia": Side.MILITIA}


def _attackers(case: Case) -> frozenset[Side]:
    """Sides of those who attacked: their dead are never among the people an attack is said to have killed."""
    told = case.voices(Prop.ACTOR1, ActorValue)
    return frozenset({Side.PERPETRATOR, *(_ATTACKERS[t.value.type] for t in told if t.value.type in _ATTACKERS)})


def _is_further(told: ToldVictims, text: str, words: VictimSettings) -> bool:
    """Whether a figure is said to come on top of others: "a soldier was *also* killed"."""
    span = told.assertion.spans[-1]
    near = fold(text[max(0, span.start - _NEAR) : span.end + _NEAR])
    return any(f" {word} " in near for word in words.also)


_NEAR = 8  # characters around a figure and its cue in which "also" stands


def _once(figures: Sequence[ToldVictims]) -> list[ToldVictims]:
    """One figure per stretch of text: two accounts of one sentence may both rest on it."""
    kept: dict[tuple[int, int, int], ToldVictims] = {}
    for t in figures:
        span = t.assertion.spans[0]
        kept.setdefault((t.report, span.start, span.end), t)
    return list(kept.values())


def _says_no_more(whole: VictimCount, part: VictimCount, words: VictimSettings) -> bool:
    """Whether a part only describes people whose side the whole says: "four rebels, including two women"."""
    return part.side is whole.side or not _is_general(whole, words)


def _summed(general: Sequence[ToldVictims], included: set[str], text: str, words: VictimSettings) -> list[ToldVictims]:
    """Figures of one sentence that name different people become one: "two women and a child were killed".

    Not when the sentence gives rival figures ("police said nine, the hospital eleven"), a running toll, or spells the
    first figure out ("nine people: two women and seven men").
    """
    rows: list[list[ToldVictims]] = []
    for t in general:
        last = rows[-1][-1] if rows else None
        if last is not None and t.assertion.id not in included and _adds_to(last, t, text, words):
            rows[-1].append(t)
        else:
            rows.append([t])
    return [_sum(row) for row in rows]


def _adds_to(before: ToldVictims, after: ToldVictims, text: str, words: VictimSettings) -> bool:
    if (before.report, before.sentence) != (after.report, after.sentence):
        return False
    if isinstance(before.assertion.value, Count) or isinstance(after.assertion.value, Count):
        return False
    if _repeats(before, after, words):
        return False
    between = fold(text[before.assertion.spans[0].end : after.assertion.spans[0].start])
    return not any(f" {word} " in f" {between} " for word in words.rival)


def _repeats(before: ToldVictims, after: ToldVictims, words: VictimSettings) -> bool:
    """Whether a figure is told twice: a headline that ran into its sentence ("14 killed … At least 14 people were")."""
    same = figure(before.value.count) == figure(after.value.count) and (figure(after.value.count) or 0) >= _TOLD_TWICE
    others = any(_is_other(t, words) for t in (before, after))
    return same and not others and any(_is_anybody(t.value, words) for t in (before, after))


_TOLD_TWICE = 3  # smaller figures are alike by chance ("two men and two women")


def _is_anybody(value: VictimCount, words: VictimSettings) -> bool:
    """Whether a figure counts people and says nothing of them: "nine", "nine people"."""
    said = fold(value.who).strip()
    return not said or said == fold(value.count.words).strip() or said.split()[-1] in words.anybody


def _sum(row: Sequence[ToldVictims]) -> ToldVictims:
    first, rest = row[0], row[1:]
    counts = [t.value.count for t in row]
    if not rest or any(c.low is None and c.best is None for c in counts):
        return first
    if figure(added(counts[1:])) == figure(counts[0]) and len(rest) > 1:
        return first
    return replace(first, value=replace(first.value, count=added(counts)))


def _parts(figures: Sequence[ToldVictims], text: str, words: VictimSettings) -> list[tuple[ToldVictims, ToldVictims]]:
    """Pairs of a figure and one that details it: behind "including" and the like in the same sentence."""
    found: list[tuple[ToldVictims, ToldVictims]] = []
    for before, after in pairwise(figures):
        if (before.report, before.sentence) != (after.report, after.sentence):
            continue
        if after.assertion.rule == PART_RULE:
            whole = found[-1][0] if found and found[-1][1] is before else before
            found.append((whole, after))
            continue
        between = fold(text[before.assertion.spans[0].end : after.assertion.spans[0].start])
        marked = any(f" {word} " in f" {between} " for word in words.including)
        if marked:
            found.append((before, after))
        elif found and found[-1][1] is before and len(between) <= _LIST_GAP:
            found.append((found[-1][0], after))  # "including two soldiers and a guard"
    return found


PART_RULE = "part-of-total"  # a reader's word that a figure details the one before it
_LIST_GAP = 12  # characters between members of a list: ", and ", " as well as"


def _is_general(value: VictimCount, words: VictimSettings) -> bool:
    """Whether a figure is about people of no particular kind, and so may be a total: no side, or "people" only."""
    if value.total or value.side is Side.UNKNOWN:
        return True
    said = fold(value.who).strip()
    bare = not said or said == fold(value.count.words).strip()  # "kills nine"
    return value.side is Side.CIVILIAN and (bare or said.split()[-1] in words.anybody)


def _sides(figures: Sequence[ToldVictims], words: VictimSettings) -> list[_SideFigures]:
    """Per known side the fullest sentence's sum, with the assertions it rests on; "another soldier" of a later
    sentence comes on top."""
    by_side: dict[Side, dict[tuple[int, int], list[ToldVictims]]] = defaultdict(lambda: defaultdict(list))
    for t in figures:
        by_side[t.value.side][t.report, t.sentence].append(t)
    found = []
    for side in Side:
        if side in by_side:
            sentences = [_distinct(told, words) for _, told in sorted(by_side[side].items())]
            fullest = max(sentences, key=lambda told: figure(added(t.value.count for t in told)) or 0)
            later = [t for told in sentences for t in told if t.sentence > fullest[0].sentence and _is_other(t, words)]
            whole = [*fullest, *later]
            found.append((side, added(t.value.count for t in whole), tuple(whole)))
    return found


def _is_other(told: ToldVictims, words: VictimSettings) -> bool:
    return any(word in words.others for word in fold(told.value.who).split())


def _distinct(figures: Iterable[ToldVictims], words: VictimSettings) -> list[ToldVictims]:
    """Figures of one sentence and side that name different people; a repeated ``who`` keeps its largest figure, and so
    do equal figures of one noun: a headline that ran into its sentence ("7 rebels killed … Seven Vastrian rebels")."""
    best: dict[str, ToldVictims] = {}
    for t in figures:
        again = (k for k, b in best.items() if _same_noun(k, t) and _same_figure(b, t) and not _is_other(t, words))
        key = next(again, fold(t.value.who))
        if key not in best or (figure(t.value.count) or 0) > (figure(best[key].value.count) or 0):
            best[key] = t
    return list(best.values())


def _same_noun(who: str, told: ToldVictims) -> bool:
    return bool(who.split()) and who.split()[-1:] == fold(told.value.who).split()[-1:]


def _same_figure(one: ToldVictims, other: ToldVictims) -> bool:
    number = figure(one.value.count)
    return number is not None and number >= _TOLD_TWICE and number == figure(other.value.count)


def _with_general(
    general: ToldVictims,
    sides: Sequence[_SideFigures],
    included: set[str],
    on_top: Sequence[Side],
    words: VictimSettings,
) -> tuple[Count, bool]:
    """The total of a report that counts people in general beside known sides; and whether it is that figure alone.

    "Nine people ... two of them soldiers" is nine; "two soldiers and nine others" eleven; "nine people: two
    soldiers and seven traders" nine; attackers come on top, unless the sentence includes them.
    """
    count = general.value.count
    beside: list[Count] = []
    within: list[Count] = []
    for side, part, told in sides:
        inside = any(t.assertion.id in included for t in told)
        same_sentence = any((t.report, t.sentence) == (general.report, general.sentence) for t in told)
        (beside if not inside and (side in on_top or same_sentence) else within).append(part)
    others = any(word in words.others for word in fold(general.value.who).split())
    if beside and not others and (figure(count) or 0) > 1 and figure(added(beside)) == figure(count):
        beside, within = [], [*within, *beside]  # the parts are spelled out after their total
    if within and (figure(added(within)) or 0) > (figure(count) or 0):
        return added([*beside, *within]), False  # the parts are told more fully than the whole
    return added([count, *beside]), not beside


def _fullest(figures: Sequence[ToldVictims]) -> ToldVictims:
    """The largest figure, one with a best number before a vague one; of equals an open one ("at least nine", which
    a headline cuts to "nine"), then the first.
    """

    def rank(t: ToldVictims) -> tuple[bool, int, bool]:
        count = t.value.count
        return (count.best is not None, figure(count) or 0, count.high is None)

    return max(reversed(figures), key=lambda t: (rank(t), tuple(-n for n in t.order[:3])))


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
