"""Claims, denials and accusations of one sentence by their own words."""

from collections.abc import Sequence

from tocsin.read.rules.attributions_blame import blame_at, denial_at
from tocsin.read.rules.attributions_claims import behind_at, claim_at, done_by_at
from tocsin.read.rules.attributions_view import (
    Said,
    View,
)
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
        )
        if said is not None and not any(said.kind is other.kind and abs(said.at - other.at) <= 3 for other in found):
            found.append(said)
    return found
