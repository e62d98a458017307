"""Fatalities and victims of an event from the tolls of its reports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.merge.case import Case, conflict, evidence_of
from tocsin.merge.claimed import as_claimed, bound
from tocsin.merge.counts import UNSTATED, added, compatible, figure, spread
from tocsin.merge.tolls import Toll, report_tolls
from tocsin.model.event import Evidence
from tocsin.model.reading import Flag, Prop
from tocsin.model.text import fold
from tocsin.model.values import Count, Side, VictimCount, VictimStatus

_NOBODY_HURT = "nobody-hurt"  # who is not even hurt is not dead


@dataclass(frozen=True, slots=True)
class Tolls:
    """The event's fatalities and victims with their evidence and contradictions."""

    fatalities: Count
    victims: tuple[VictimCount, ...]
    evidence: tuple[Evidence, ...]
    flags: tuple[Flag, ...]

    def harmed(self) -> int:
        """The least number of people killed or injured."""
        return sum(v.count.low or 0 for v in self.victims if v.status in (VictimStatus.KILLED, VictimStatus.INJURED))

    def of(self, status: VictimStatus) -> tuple[VictimCount, ...]:
        """Victims of one fate."""
        return tuple(v for v in self.victims if v.status is status)


def choose_tolls(case: Case) -> Tolls:
    """Fatalities (text's own total or the sum of its parts) over roots, and victims per side and fate.

    Best is the latest root's figure, low and high span all roots. The rows of a fate come from the report
    that tells most sides apart; people of no stated side are what is left of the total.
    """
    victims: list[VictimCount] = []
    flags: list[Flag] = []
    killed = _tolls(case, VictimStatus.KILLED)
    whole = _without_partial(case, killed)
    fatalities, latest, rule = _over_reports(case, whole)
    evidence = list(_fatality_evidence(killed, fatalities, latest, rule))
    flags += _flags(whole, fatalities)
    for status in VictimStatus:
        tolls = killed if status is VictimStatus.KILLED else _tolls(case, status)
        if tolls:
            total, newest, how = _over_reports(case, _without_partial(case, tolls))
            base = max(tolls, key=lambda t: (t.known_sides, t is newest, -t.report))
            victims += _rows(base, total, status)
            evidence += _victim_evidence(case, base, status, how)
            if status is VictimStatus.INJURED and not killed and figure(total) == 0:
                fatalities = total  # "nobody was hurt", "no injuries were reported"
                evidence += [evidence_of("fatalities", t, total, True, _NOBODY_HURT) for t in base.used]
    return Tolls(fatalities, tuple(victims), tuple(evidence), tuple(flags))


def _tolls(case: Case, status: VictimStatus) -> tuple[Toll, ...]:
    """One toll a report; what a party says of its enemy's losses is the most they can be (``claimed.py``)."""
    return tuple(map(as_claimed, report_tolls(case, status)))


def _without_partial(case: Case, tolls: Sequence[Toll]) -> tuple[Toll, ...]:
    """Tolls without those that count some sides only, as another report counts them beside more: "two soldiers died"
    is no rival of "two soldiers and six of the attackers", and no bound of the toll. Nor is "a woman wounded in the
    bombing died in hospital", which tells of one of its dead.
    """
    return tuple(t for t in tolls if not any(_is_part_of(t, o) or _is_late_death(case, t, o) for o in tolls))


def _is_late_death(case: Case, toll: Toll, other: Toll) -> bool:
    """Whether a report tells only of people who died later, fewer than another counts."""
    if toll.stated or toll is other or (figure(toll.total) or 0) >= (figure(other.total) or 0):
        return False
    told = {case.mentions[t.assertion.event_mention_id].sentence for t in toll.used}
    pattern = re.compile(rf"\b(?:{'|'.join(case.settings.victims.late)})\b")
    return all(pattern.search(fold(sentence.quote)) is not None for sentence in told)


def _is_part_of(toll: Toll, other: Toll) -> bool:
    """Whether a report tells of each of its sides what another tells, which tells of further sides; a total of people
    of no stated side is never a part."""
    if toll.stated or toll.rivals or toll is other:
        return False
    if not toll.parts or len(toll.parts) >= len(other.parts):
        return False
    told = dict(other.parts)
    known = (Side.UNKNOWN not in told) and all(side in told for side, _ in toll.parts)
    return known and all(compatible(count, told[side]) for side, count in toll.parts)


def _over_reports(case: Case, tolls: Sequence[Toll]) -> tuple[Count, Toll | None, str]:
    """One figure out of all reports: the count, the report behind its best, and the rule's name."""
    if not tolls:
        return UNSTATED, None, "no-report"
    published = {d.id: d.published.day.toordinal() if d.published else 0 for d in case.reports}
    exact = [t for t in tolls if t.total.best is not None] or list(tolls)
    latest = max(exact, key=lambda t: (published[t.document_id], -t.report))
    counts = [bound(t, tolls) for t in tolls] + [r.value.count for t in tolls for r in t.rivals]
    if len(counts) == 1:
        return latest.total, latest, "only-report" if latest.stated else "sum-of-parts"
    rule = "latest-from-root" if len(tolls) > 1 else "fullest-account"
    return spread(counts, latest.total), latest, rule


def _rows(base: Toll, total: Count, status: VictimStatus) -> list[VictimCount]:
    """The sides of the best informed report; what the total exceeds them by are people of its rest side."""
    actors = {t.value.side: t.value.actor for t in base.used if t.value.actor is not None}
    who = {t.value.side: t.value.who for t in reversed(base.used) if t.value.who and not _is_number(t.value)}
    counts = dict(base.parts)
    rest = _rest(total, list(counts.values())) if counts else total
    if rest is not None:
        here = counts.get(base.rest_side)
        counts[base.rest_side] = rest if here is None else added([here, rest])
    return [
        VictimCount(side, status, counts[side], who.get(side, ""), actors.get(side)) for side in Side if side in counts
    ]


def _is_number(value: VictimCount) -> bool:
    """Whether the words for the people are the number alone ("killed nine"): they may not stand beside another."""
    return fold(value.who).strip() == fold(value.count.words).strip()


def _rest(total: Count, parts: Sequence[Count]) -> Count | None:
    """What a total leaves after its parts; ``None`` when nothing is left or a number is missing."""
    known = sum(figure(p) or 0 for p in parts)
    left = [None if n is None else n - known for n in (total.low, total.best, total.high)]
    first = figure(total)
    if first is None or first - known <= 0:
        return None
    low, best, high = (None if n is None else max(0, n) for n in left)
    return Count(low, best, high, total.words if known == 0 else "")  # the words are for the whole


def _fatality_evidence(tolls: Sequence[Toll], fatalities: Count, latest: Toll | None, rule: str) -> list[Evidence]:
    """Each report's number of dead, with the words of every figure it was made from; then rival speakers."""
    found = []
    for toll in tolls:
        first = toll.used[0]
        spans = tuple(dict.fromkeys(s for t in toll.used for s in t.assertion.spans))
        own = "total-stated" if toll.stated else "sum-of-parts"
        single = evidence_of("fatalities", first, toll.total, toll is latest, rule, (own,))
        found.append(
            Evidence(
                field=single.field,
                value=toll.total,
                spans=spans if not toll.stated else first.assertion.spans,
                chosen=single.chosen,
                author=single.author,
                rule=single.rule,
                attributed_to=single.attributed_to,
                stance=single.stance,
                confidence=single.confidence,
                reasons=single.reasons,
                assertion_id=single.assertion_id,
            )
        )
        found += [evidence_of("fatalities", r, r.value.count, False, rule) for r in toll.rivals]
    return found


def _victim_evidence(case: Case, base: Toll, status: VictimStatus, rule: str) -> list[Evidence]:
    """All victim counts of a fate; chosen are those behind the rows."""
    used = {t.assertion.id for t in base.used}
    return [
        evidence_of("victims", t, t.value, t.assertion.id in used, rule)
        for t in case.told(Prop.VICTIMS, VictimCount)
        if t.value.status is status
    ]


def _flags(tolls: Sequence[Toll], fatalities: Count) -> list[Flag]:
    """Tolls that cannot both be true, and parts that exceed their total."""
    flags = []
    sides = [toll.used[0] for toll in tolls] + [r for toll in tolls for r in toll.rivals]
    totals = [toll.total for toll in tolls] + [r.value.count for toll in tolls for r in toll.rivals]
    apart = [n for n, count in enumerate(totals) if any(not compatible(count, other) for other in totals)]
    if apart:
        speakers = [sides[n].assertion.attributed_to or sides[n].document_id for n in apart]
        said = [f"{figure(totals[n])} ({who})" for n, who in zip(apart, speakers, strict=True)]
        sentence = f"The reports give different tolls: {' against '.join(said)}."
        flags.append(conflict("toll_conflict", sentence, [sides[n] for n in apart]))
    for toll in tolls:
        if toll.mismatch:
            parts = " + ".join(f"{figure(count)} {side.value}" for side, count in toll.parts)
            sentence = f"The parts of the toll ({parts}) exceed the stated total of {figure(toll.total)}."
            flags.append(conflict("sum_mismatch", sentence, list(toll.used)))
    return flags
