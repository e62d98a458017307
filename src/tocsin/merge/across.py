"""Tellings of different documents to events: block, compare, judge, cluster."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from tocsin.merge.compare import Yardstick, compare, contradicts
from tocsin.merge.people import Rulings
from tocsin.merge.settings import AcrossSettings
from tocsin.merge.tellings import Telling
from tocsin.model.event import Verdict
from tocsin.model.text import name_key

_Pair = tuple[int, int]


def join_tellings(
    tellings: Sequence[Telling], yardstick: Yardstick, rulings: Rulings, twins: Sequence[tuple[str, str]] = ()
) -> tuple[tuple[str, ...], ...]:
    """Clusters of event-mention ids, each sorted, in sorted order.

    People's judgements first, then ``twins`` (pairs of mentions in the same words of copies), then pairs judged
    the same, the strongest first, those with a machine paraphrase last (what only such a text says keeps no two reports
    apart); two clusters are joined only when no member of one contradicts a member of the other, so reports are never
    chained past a contradiction. Twins may disagree on what was reckoned from their
    documents' dates, but never put together what one document tells apart. The order of ``tellings`` does not
    matter.
    """
    ordered = sorted(tellings, key=lambda t: t.key)
    return _joined(ordered, _same_pairs(ordered, yardstick), yardstick, rulings, twins)


def join_known(
    tellings: Sequence[Telling],
    pairs: Iterable[tuple[str, str, float]],
    yardstick: Yardstick,
    rulings: Rulings,
    twins: Sequence[tuple[str, str]],
) -> tuple[tuple[str, ...], ...]:
    """``join_tellings`` where the pairs judged the same are known: ids of tellings, and points. Gives the clusters that
    all tellings together would give, if nothing holds any of ``tellings`` together with others."""
    ordered = sorted(tellings, key=lambda t: t.key)
    number = {t.id: n for n, t in enumerate(ordered)}
    ends = [(min(number[a], number[b]), max(number[a], number[b]), points) for a, b, points in pairs]
    judged = sorted((_is_doubtful(ordered, left, right), -points, left, right) for left, right, points in ends)
    return _joined(ordered, [(left, right) for _, _, left, right in judged], yardstick, rulings, twins)


def _joined(
    ordered: Sequence[Telling],
    pairs: Iterable[_Pair],
    yardstick: Yardstick,
    rulings: Rulings,
    twins: Iterable[tuple[str, str]],
) -> tuple[tuple[str, ...], ...]:
    clusters = _Clusters(ordered, yardstick, rulings)
    number_of = {mention: n for n, t in enumerate(ordered) for mention in t.mention_ids}
    for left, right in rulings.together():
        if left in number_of and right in number_of:
            clusters.join(number_of[left], number_of[right], unless=_never)
    for left, right in twins:
        clusters.join(number_of[left], number_of[right], unless=clusters.told_apart)
    for left_number, right_number in pairs:
        clusters.join(left_number, right_number)
    return clusters.mentions()


def _is_doubtful(tellings: Sequence[Telling], left: int, right: int) -> bool:
    """Whether one of two tellings is but a machine paraphrase."""
    return tellings[left].doubtful or tellings[right].doubtful


def _same_pairs(tellings: Sequence[Telling], yardstick: Yardstick) -> list[_Pair]:
    """Pairs judged the same, the strongest first; those with a machine paraphrase behind all others."""
    judged = []
    for left, right in sorted(candidate_pairs(tellings, yardstick.settings.across)):
        comparison = compare(tellings[left], tellings[right], yardstick)
        if comparison.verdict is Verdict.SAME:
            judged.append((_is_doubtful(tellings, left, right), -comparison.points, left, right))
    return [(left, right) for _, _, left, right in sorted(judged)]


def candidate_pairs(tellings: Sequence[Telling], weights: AcrossSettings) -> set[_Pair]:
    """Pairs of different documents in one country whose times come within ``block_days`` of each other; and at one
    town, where one side is a mere mention or has no day, within the days that the settings give for those.

    Tellings without country, or with a time vaguer than a month, are no candidates: nothing could carry a merge.
    """
    blocks: dict[object, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for key in _block_keys(telling, weights.block_days):
            blocks[key].append(number)
    towns: dict[object, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        if telling.place is not None and telling.place.precision < 4:
            towns[telling.place.country, name_key(telling.place.name)].append(number)
    pairs = {pair for members in blocks.values() for pair in combinations(members, 2)}
    for members in towns.values():
        pairs |= {(a, b) for a, b in combinations(members, 2) if loosely_dated(tellings[a], tellings[b], weights)}
    return {(a, b) for a, b in pairs if tellings[a].document_id != tellings[b].document_id}


def day_keys(telling: Telling, weights: AcrossSettings) -> frozenset[str]:
    """Country and days: of two tellings that share one, the days are near each other."""
    return frozenset(f"{country} {on}" for country, on in _block_keys(telling, weights.block_days))


def town_key(telling: Telling, *, loose: bool = False) -> str | None:
    """Country and town, under which a telling is found whatever its day; ``loose``: the key of those of a town that
    have no day of their own to go by."""
    if telling.place is None or telling.place.precision >= 4:
        return None
    return f"{telling.place.country or '-'} {'loosely ' if loose else ''}at {name_key(telling.place.name)}"


def is_loose(telling: Telling) -> bool:
    """Whether a telling may be ``loosely_dated`` beside another whose day is firm."""
    return telling.day is None or telling.refers_back


def block_keys(telling: Telling, weights: AcrossSettings) -> frozenset[str]:
    """What a telling is found by."""
    towns = {town_key(telling), town_key(telling, loose=True) if is_loose(telling) else None}
    return day_keys(telling, weights) | {key for key in towns if key is not None}


def asked_keys(telling: Telling, weights: AcrossSettings) -> frozenset[str]:
    """What a telling finds others by: it and another are candidates only if the other is found by one of these. With a
    firm day it asks for those of its town that have none, and for no more: a capital is named every day."""
    town = town_key(telling, loose=not is_loose(telling))
    return day_keys(telling, weights) | (frozenset() if town is None else {town})


def loosely_dated(left: Telling, right: Telling, weights: AcrossSettings) -> bool:
    """Whether one of two tellings has no day of its own to go by."""
    if left.day is None or right.day is None:
        return left.day is not right.day
    gap = abs((left.day.start - right.day.start).days)
    return (left.refers_back or right.refers_back) and gap <= weights.day_of_news_days + 1


def _block_keys(telling: Telling, days: int) -> Iterator[tuple[str, date]]:
    """One key per day of the telling's time; half of ``days`` is added on either side, so the gaps add up."""
    if telling.place is None or telling.place.country is None:
        return
    if telling.day is None or telling.day.precision > 3:
        return
    pad = timedelta(days=(days + 1) // 2)
    first, last = telling.day.start - pad, telling.day.end + pad
    for offset in range((last - first).days + 1):
        yield telling.place.country, first + timedelta(days=offset)


def _never(left: int, right: int) -> bool:
    return False


class _Clusters:
    """Groups of tellings that grow only past the check for contradictions."""

    def __init__(self, tellings: Sequence[Telling], yardstick: Yardstick, rulings: Rulings) -> None:
        self._tellings = tellings
        self._yardstick = yardstick
        self._rulings = rulings
        self._members: dict[int, list[int]] = {n: [n] for n in range(len(tellings))}
        self._known: dict[_Pair, bool] = {}

    def join(self, left: int, right: int, *, unless: Callable[[int, int], bool] | None = None) -> None:
        """Put the groups of two tellings together, unless a person keeps them apart, or ``unless`` (by default: a
        contradiction) holds between any two members."""
        here, there = self._members[left], self._members[right]
        if here is there or self._kept_apart(here, there):
            return
        if self._any(here, there, unless or self._contradict):
            return
        here.extend(there)
        for number in there:
            self._members[number] = here

    def mentions(self) -> tuple[tuple[str, ...], ...]:
        """The clusters as sorted mention ids."""
        groups = {id(g): g for g in self._members.values()}
        found = (sorted(m for n in group for m in self._tellings[n].mention_ids) for group in groups.values())
        return tuple(sorted(tuple(mentions) for mentions in found))

    def _kept_apart(self, here: Iterable[int], there: Sequence[int]) -> bool:
        if self._rulings.empty:
            return False
        others = [m for n in there for m in self._tellings[n].mention_ids]
        return any(self._rulings.any_apart(self._tellings[n].mention_ids, others) for n in here)

    def told_apart(self, left: int, right: int) -> bool:
        """Whether two tellings are of one document, or one happened and the other did not."""
        here, there = self._tellings[left], self._tellings[right]
        return here.document_id == there.document_id or here.happened != there.happened

    @staticmethod
    def _any(here: Iterable[int], there: Sequence[int], test: Callable[[int, int], bool]) -> bool:
        return any(test(a, b) for a in here for b in there)

    def _contradict(self, left: int, right: int) -> bool:
        pair = (min(left, right), max(left, right))
        if pair not in self._known:
            self._known[pair] = contradicts(self._tellings[left], self._tellings[right], self._yardstick)
        return self._known[pair]
