"""Claims, denials and accusations of one sentence by their own words."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.model.reading import AttributionKind
from tocsin.read.rules.attributions_blame import blame_at, denial_at
from tocsin.read.rules.attributions_claims import behind_at, belonging_at, claim_at, done_by_at, named_at, reason_at
from tocsin.read.rules.attributions_denials import described_at, elsewhere_at, no_part_at, nothing_at, untrue_at
from tocsin.read.rules.attributions_sides import is_named_side
from tocsin.read.rules.attributions_view import Said, View, people_in, state_at
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_words import speech_words


def explicit(text: str, row: Row, speakers: Sequence[Speaker], antecedent: Chunk | None) -> list[Said]:
    """All claims, denials and accusations of a sentence in text order."""
    view = View(text, row, speakers, antecedent, speech_words())
    found: list[Said] = []
    for index in range(len(row)):
        said = (
            claim_at(view, index)
            or denial_at(view, index)
            or blame_at(view, index)
            or behind_at(view, index)
            or done_by_at(view, index)
            or reason_at(view, index)
            or belonging_at(view, index)
            or untrue_at(view, index)
            or no_part_at(view, index)
            or elsewhere_at(view, index)
            or nothing_at(view, index)
            or named_at(view, index)
            or described_at(view, index)
        )
        if said is not None and not any(said.kind is other.kind and abs(said.at - other.at) <= 3 for other in found):
            found.append(said)
            found.extend(_also_blamed(view, said))
    return found


def _also_blamed(view: View, said: Said) -> list[Said]:
    """ "blamed the militia and the army": each side that is blamed in one breath."""
    if said.kind is not AttributionKind.ACCUSATION or said.of is None:
        return []
    k = next((k for k, c in enumerate(view.row) if c is said.of), len(view.row))
    after = [c.lower for c in view.row[k + 1 : k + 3]]
    if after[:1] != ["and"]:
        return []
    other = state_at(view.row, k + 2) or people_in(view.row, k + 2, k + 4)
    by = said.by.chunk if said.by is not None else None
    named = other is not None and other is not by and (is_named_side(other) or other.people is None)
    acting = k + 3 < len(view.row) and view.row[k + 3].trigger is not None
    return [replace(said, of=other)] if named and not acting else []
