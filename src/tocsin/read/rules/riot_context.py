"""Documents about riots: what an unnamed hand does there is done by the crowd.

In a report on communal riots "two persons were burnt alive" or "shops were torched" tells mob violence although its
sentence names no mob; the type is decided on what the whole document says (CODEBOOK section 2, confusable pair 4).
"""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.acts import MAYBE_MOB_TYPES
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.happenings import Happening, SentenceReading
from tocsin.read.rules.typing import Typed
from tocsin.read.rules.word_lists import happening_words

# How many riot words a document needs, and what share of its armed words they must outnumber.
_ENOUGH = 4


def riot_document(rows: Sequence[tuple[Chunk, ...]]) -> bool:
    """Whether riots are the subject: several riot words, more communal ones than of demonstrations, and fewer words
    for organised armed groups."""
    words = [word for row in rows for chunk in row for word in chunk.lower.split(" ")]
    riot = sum(word in happening_words("riot_words") for word in words)
    communal = sum(word in happening_words("communal_words") for word in words)
    demonstration = sum(word in happening_words("demonstration_words") for word in words)
    organised = sum(
        1
        for row in rows
        for chunk in row
        if chunk.people is not None
        and (chunk.people.group == "named" or chunk.people.expression.branch in ("rebel", "jihadist", "militia"))
    )
    return riot >= _ENOUGH and communal > demonstration and riot > organised


def in_riot(reading: SentenceReading) -> None:
    """Retype the accounts of a riot document that name no organised side."""
    reading.happenings = [_retyped(happening) for happening in reading.happenings]


def _retyped(happening: Happening) -> Happening:
    typed = happening.typed
    if typed is None or typed.sub_event_type not in MAYBE_MOB_TYPES or not _crowd_or_nobody(happening):
        return happening
    rivals = ((typed.sub_event_type, 0.3), *((name, p) for name, p in typed.alternatives if name != "Mob violence"))
    return replace(happening, typed=Typed("Mob violence", 0.6, rivals, f"{typed.because}; the document tells of riots"))


def _crowd_or_nobody(happening: Happening) -> bool:
    """Whether no organised armed side acts in the account; police and army facing the crowd do not count."""
    for index in (happening.agent, happening.target):
        people = happening.chunks[index].people if index is not None else None
        if people is None or people.expression.form in (ActorForm.CROWD, ActorForm.CIVILIAN, ActorForm.GOVERNMENT):
            continue
        crowd = any(c.form is ActorForm.CROWD for c in happening.chunks)
        if people.expression.form is ActorForm.STATE and crowd:
            continue
        if people.group == "gunmen" and crowd:
            continue
        return False
    return True
