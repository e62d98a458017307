"""Numbers that the issuer of a statement gives: its own losses, and those it says it caused.

A side is a fair witness of its own losses and none of its enemy's: what it says of these is the most they can be
(CODEBOOK section 5: a boast feeds ``high``), whatever verb tells it: "neutralised" may mean killed, wounded, captured.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from tocsin.knowledge.issuers import communique_words
from tocsin.model.expressions import ActorForm
from tocsin.model.reading import Assertion, EventMention, Prop
from tocsin.model.text import fold
from tocsin.model.values import CLAIMED_LOSS, Count, Side, VictimCount, VictimStatus
from tocsin.read.communique.parties import Parties

_COUNTED = (VictimStatus.KILLED, VictimStatus.INJURED)
"""Fates of which a party's word on its enemy is a boast; whom it holds it can count."""
OWN_LOSS = "the issuer's own losses"
_NEAR = 30  # characters around a number in which "our" and "of our" make it the issuer's own


def own_losses(event: EventMention, assertions: Sequence[Assertion], parties: Parties) -> list[Assertion]:
    """The assertions of an account with the issuer's own losses on its side; people it lost are no target of it."""
    return [made for a in assertions if (made := _own(event, a, parties)) is not None]


def _own(event: EventMention, assertion: Assertion, parties: Parties) -> Assertion | None:
    value = assertion.value
    if assertion.prop is Prop.ACTOR2:
        expression = parties.expression(assertion)
        lost = expression is not None and expression.form is ActorForm.CIVILIAN
        return None if lost and _is_lost(event, assertion, parties) else assertion
    if isinstance(value, VictimCount) and value.status in _COUNTED and _is_own_loss(event, assertion, parties):
        return replace(assertion, value=replace(value, side=parties.side), reasons=(*assertion.reasons, OWN_LOSS))
    return assertion


def enemy_losses(assertions: Sequence[Assertion], parties: Parties) -> list[Assertion]:
    """The assertions of an account whose doer is not told apart, with the losses of an enemy's forces marked as the
    issuer's claim."""
    enemies = {Side.STATE, Side.REBEL, Side.MILITIA} - {parties.side}
    return [_claimed(a) if isinstance(a.value, VictimCount) and a.value.side in enemies else a for a in assertions]


def claimed_losses(assertions: Sequence[Assertion]) -> list[Assertion]:
    """The assertions of a deed of the issuer, with the losses it says it caused marked as its claim."""
    return [_claimed(a) for a in assertions]


def _claimed(assertion: Assertion) -> Assertion:
    value, reasons = assertion.value, (*assertion.reasons, CLAIMED_LOSS)
    if OWN_LOSS in assertion.reasons:
        return assertion
    if assertion.prop is Prop.FATALITIES and isinstance(value, Count):
        return replace(assertion, reasons=reasons)
    if not isinstance(value, VictimCount) or value.status not in _COUNTED:
        return assertion
    if value.side is Side.CIVILIAN and not _is_bare(value):
        return assertion
    side = Side.UNKNOWN if value.side in (Side.CIVILIAN, Side.PERPETRATOR) else value.side
    return replace(assertion, value=replace(value, side=side), reasons=reasons)


def _is_bare(value: VictimCount) -> bool:
    """Whether a figure counts people and says nothing of them ("11 of them"): enemies, where the issuer strikes."""
    said = fold(value.who).strip()
    return not said or said == fold(value.count.words).strip() or said.split()[-1] in ("them", "people", "men")


def _is_own_loss(event: EventMention, assertion: Assertion, parties: Parties) -> bool:
    """Whether the people counted are the issuer's: "one of our fighters", "we lost two men"."""
    span = assertion.spans[0]
    text = parties.document.text
    before = fold(text[max(event.sentence.start, span.start - _NEAR) : span.start])
    behind = fold(text[span.end : min(event.sentence.end, span.end + _NEAR)])
    if re.search(r"\bour (?:own )?$", before) is not None or _of_own().match(behind) is not None:
        return True
    if _of_own().search(fold(span.quote)) is not None or _is_lost(event, assertion, parties):
        return True
    return parties.of_its_forces(event, assertion)


@lru_cache(maxsize=1)
def _of_own() -> re.Pattern[str]:
    """ "two *of our soldiers*", "a member *of the front*"."""
    phrases = "|".join(map(re.escape, communique_words()["own_phrases"]))
    own = rf"our|ours|us|the (?:group|front|movement|party)|{phrases}"
    return re.compile(rf"\s*(?:members? )?\bof (?:{own})\b")


def _is_lost(event: EventMention, assertion: Assertion, parties: Parties) -> bool:
    """Whether the sentence has said that the issuer lost people, and nothing since of its enemy."""
    span = assertion.spans[0]
    head = re.split(r"[.!?]\s|\n", parties.document.text[: span.start])[-1]
    lost = list(_lost().finditer(fold(head)))
    return bool(lost) and not re.search(
        r"\b(?:enem\w+|their|terrorists?|killing|killed)\b", fold(head)[lost[-1].end() :]
    )


@lru_cache(maxsize=1)
def _lost() -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, communique_words()["own_forces"]))
    return re.compile(
        rf"\b(?:we|our (?:\w+ )?(?:{nouns}|side|ranks|losses)|own losses|friendly losses)\b.{{0,20}}?"
        r"\b(?:lost|lose|mourn|mourned|suffered|sustained|were|was|losses|:)"
    )
