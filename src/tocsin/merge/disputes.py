"""Whether who did it, or that it was done, is disputed (CODEBOOK sections 0 and 6)."""

from collections.abc import Sequence
from itertools import combinations

from tocsin.knowledge import Knowledge
from tocsin.merge.cluster import kin_of_values
from tocsin.merge.relations import are_kin
from tocsin.model.reading import Attribution, AttributionKind
from tocsin.model.text import name_key
from tocsin.model.values import ActorValue


def is_disputed(said: Sequence[Attribution], organised: bool, knowledge: Knowledge) -> bool:
    """Whether what is said of one event cannot all be true, in whatever sentences or documents it stands: a denial
    meets an accusation, a claim or a side told as the doer (``organised``); two speakers blame two sides; two sides
    claim one deed. An accusation alone disputes nothing."""
    sides = [ActorValue(key, name or "") for a in said for key, name in ((a.by_id, a.by), (a.of_id, a.of))]
    kin = kin_of_values(sides, knowledge)

    def one(left: tuple[str | None, str], right: tuple[str | None, str]) -> bool:
        if left[0] is not None and right[0] is not None:
            return are_kin(left[0], right[0], kin)
        return name_key(left[1]) == name_key(right[1])

    def apart(kind: AttributionKind) -> bool:
        rows = [a for a in said if a.kind is kind and a.rule == "words" and a.of is not None]
        return any(
            not one((a.by_id, a.by), (b.by_id, b.by)) and not one((a.of_id, a.of or ""), (b.of_id, b.of or ""))
            for a, b in combinations(rows, 2)
        )

    denials = [a for a in said if a.kind is AttributionKind.DENIAL]
    stated = [a for a in said if a.kind in (AttributionKind.ACCUSATION, AttributionKind.CLAIM)]
    answered = any(not one((d.by_id, d.by), (a.by_id, a.by)) for d in denials for a in stated)
    return answered or (organised and bool(denials)) or any(map(apart, _STATED))


_STATED = (AttributionKind.ACCUSATION, AttributionKind.CLAIM)
