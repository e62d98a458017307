"""Judgements of people about pairs of event mentions: they win over every rule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.model.event import Judgement, Verdict

_NEVER = datetime.min


@dataclass(frozen=True)
class Rulings:
    """The judgements in force. Of several about one pair the latest counts; ``UNSURE`` takes a ruling
    back.
    """

    _different: dict[str, frozenset[str]] = field(default_factory=dict)
    _same: tuple[tuple[str, str], ...] = ()

    def apart(self, left: str, right: str) -> bool:
        """Whether a person said that these two mentions tell different happenings."""
        return right in self._different.get(left, frozenset())

    def any_apart(self, left: Iterable[str], right: Sequence[str]) -> bool:
        """Whether a person kept any mention of one group apart from any of the other."""
        return bool(self._different) and any(self.apart(a, b) for a in left for b in right)

    def together(self) -> Iterator[tuple[str, str]]:
        """Pairs that people said are the same, sorted."""
        return iter(self._same)

    def named_with(self, mention: str) -> frozenset[str]:
        """Mentions that a person put together with this one."""
        return frozenset(b if a == mention else a for a, b in self._same if mention in (a, b))

    @property
    def empty(self) -> bool:
        """Whether nobody has judged anything."""
        return not self._same and not self._different


def rulings(judgements: Iterable[Judgement]) -> Rulings:
    """The judgements in force, whatever their order. Two of one time about one pair: different wins."""
    latest: dict[tuple[str, str], Judgement] = {}
    order = {Verdict.UNSURE: 0, Verdict.SAME: 1, Verdict.DIFFERENT: 2}
    for judgement in sorted(judgements, key=lambda j: (_when(j), order[j.verdict])):
        left, right = sorted((judgement.left, judgement.right))
        if left != right:
            latest[left, right] = judgement
    apart: dict[str, set[str]] = defaultdict(set)
    same = []
    for (left, right), judgement in sorted(latest.items()):
        if judgement.verdict is Verdict.DIFFERENT:
            apart[left].add(right)
            apart[right].add(left)
        elif judgement.verdict is Verdict.SAME:
            same.append((left, right))
    return Rulings({k: frozenset(v) for k, v in apart.items()}, tuple(same))


def _when(judgement: Judgement) -> datetime:
    at = judgement.at
    return _NEVER if at is None else at.replace(tzinfo=None) - (at.utcoffset() or at - at)
