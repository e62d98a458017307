"""Whether who did it, or that it was done, is disputed (CODEBOOK sections 0 and 6)."""

from collections.abc import Sequence
from itertools import combinations

from tocsin.knowledge import Knowledge
from tocsin.merge.cluster import kin_of_values
from tocsin.merge.relations import Kin, are_kin
from tocsin.model.reading import Attribution, AttributionKind
from tocsin.model.text import name_key
from tocsin.model.values import ActorValue

_Named = tuple[str | None, str]
"""Registry id and words of a side."""


def is_disputed(said: Sequence[Attribution], knowledge: Knowledge) -> bool:
    """Whether what is said of one event cannot all be true, in whatever sentences or documents it stands: it is
    denied; two speakers blame two sides; two sides claim one deed. An accusation alone disputes nothing."""
    if any(a.kind is AttributionKind.DENIAL for a in said):
        return True
    kin = kin_of_values([ActorValue(key, name) for a in said for key, name in (_by(a), _of(a))], knowledge)
    return any(_apart(said, kind, kin) for kind in (AttributionKind.ACCUSATION, AttributionKind.CLAIM))


def _apart(said: Sequence[Attribution], kind: AttributionKind, kin: Kin) -> bool:
    """Whether two speakers say, in words of their own, that two different sides did it."""
    rows = [a for a in said if a.kind is kind and a.rule == "words" and a.of is not None]
    return any(not _one(_by(a), _by(b), kin) and not _one(_of(a), _of(b), kin) for a, b in combinations(rows, 2))


def _by(a: Attribution) -> _Named:
    return a.by_id, a.by


def _of(a: Attribution) -> _Named:
    return a.of_id, a.of or ""


def _one(left: _Named, right: _Named, kin: Kin) -> bool:
    """Whether two sides may be one: kin, or alike by their words. A side that is not registered may be any other."""
    if left[0] is not None and right[0] is not None:
        return are_kin(left[0], right[0], kin)
    one, other = name_key(left[1]), name_key(right[1])
    return one in other or other in one
