"""What kind of event an account tells and how it is told: type, modality, history."""

from math import exp

import numpy as np

from tocsin.model.reading import Alternative, Prop
from tocsin.model.values import Side
from tocsin.read.neural.found import EventFound
from tocsin.read.neural.model import Numbers
from tocsin.read.neural.page import Account, Page
from tocsin.read.neural.rules_told import RulesTold
from tocsin.read.neural.scorer import logit
from tocsin.read.neural.thresholds import NO_AIRCRAFT, NO_STRIKE, NO_SUICIDE, RIVAL, RULES_HISTORY, RULES_TYPE

_FROM_THE_AIR = "Air/drone strike"
_BY_SUICIDE = "Suicide bomb"
_EDGE = 1e-6  # probabilities are kept off 0 and 1 by this much, so that their odds are finite


def own_types(page: Page, rules: RulesTold, account: Account, event: EventFound) -> Numbers:
    """[types]: probabilities by an account's own words as much as by the whole event's; the type that the rules give
    to the account is likelier; a strike from the air is less likely where no word of the text tells of strikes, or the
    account's own tell of missiles and shells alone; a suicide bomb where no word of the text tells of suicide."""
    likely = np.array([t.likely for t in account.triggers])
    own = np.stack([t.types for t in account.triggers])
    mixed: Numbers = np.clip((event.types + likely @ own / likely.sum()) / 2, _EDGE, 1 - _EDGE)
    said = {page.types.index(str(a.value)) for a in rules.say(account, Prop.SUB_EVENT_TYPE)}
    odds = mixed / (1 - mixed)
    odds[list(said)] *= exp(RULES_TYPE)
    if not page.phrases.tells_strikes and not _by_a_state(page, account, event):
        odds[page.types.index(_FROM_THE_AIR)] *= exp(-NO_STRIKE)
    if page.phrases.only_from_the_ground(account.mention.sentence_number):
        odds[page.types.index(_FROM_THE_AIR)] *= exp(-NO_AIRCRAFT)
    if not page.phrases.tells_suicide:
        odds[page.types.index(_BY_SUICIDE)] *= exp(-NO_SUICIDE)
    mixed = odds / (1 + odds)
    return np.asarray(mixed / mixed.sum(), dtype=np.float32)


def _by_a_state(page: Page, account: Account, event: EventFound) -> bool:
    """Whether a state's force may act: when it bombs, it bombs from the air, whether or not the text says so."""
    acting = (*account.of("actor1"), *event.parts.get("actor1", ()))
    return any(page.phrases.actor(p.span.start, p.span.end, armed=True).side is Side.STATE for p in acting)


def write_kind(
    page: Page, rules: RulesTold, account: Account, event: EventFound, types: Numbers, undated: bool
) -> None:
    """Type, modality and background of an account. ``undated``: no day may be taken from the text around it."""
    kind = page.types[int(types.argmax())]
    spans = [page.span(t.span.start, t.span.end) for t in account.triggers if not account.toll]
    spans = spans or [account.mention.trigger]
    spans.sort(key=lambda s: s != account.mention.trigger)
    rivals = tuple(
        Alternative(name, round(float(p), 3))
        for name, p in sorted(zip(page.types, types, strict=True), key=lambda pair: -pair[1])
        if p >= RIVAL and name != kind
    )
    reasons = ("refers back",) if undated else ()
    page.say(account, Prop.SUB_EVENT_TYPE, kind, spans, float(types.max()) * event.likely, rivals, reasons)
    page.say(account, Prop.MODALITY, event.modality, spans[:1], event.likely)
    background = _background(rules, account, event)
    if background >= 0.5:
        page.say(account, Prop.BACKGROUND, True, spans[:1], background)


def _background(rules: RulesTold, account: Account, event: EventFound) -> float:
    """How likely an account tells history; where the rules tell it, their word counts as well."""
    if not account.rules:
        return event.background
    history = any(a.value is True for a in rules.say(account, Prop.BACKGROUND))
    odds = logit(event.background) + (RULES_HISTORY if history else -RULES_HISTORY)
    return 1 / (1 + exp(-odds))
