"""Who acts in an account of a statement: the issuer, somebody else, or nobody that it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property, lru_cache

from tocsin.knowledge import Knowledge
from tocsin.knowledge.issuers import Issuer, communique_words
from tocsin.model.document import Document
from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.reading import Assertion, EventMention, Mention, Prop, Reading
from tocsin.model.text import fold
from tocsin.model.values import MentionRef, Side, VictimCount
from tocsin.read.communique.voice import own_side

_ACTING = (Prop.ACTOR1, Prop.ASSOCIATED1)
_STATES = (ActorForm.STATE, ActorForm.GOVERNMENT)
_NOBODY = (ActorForm.CIVILIAN, ActorForm.CROWD)


class Doer(Enum):
    """Who acts in an account, seen from the issuer."""

    ISSUER = auto()
    OTHER = auto()  # a side by name, or a state's forces
    NOBODY = auto()  # nobody is named
    VAGUE = auto()  # somebody without a name: "gunmen", "a crowd"


@dataclass(frozen=True)
class Parties:
    """The sides of a statement's accounts. ``issuer`` is known here."""

    document: Document
    reading: Reading
    issuer: Issuer
    knowledge: Knowledge

    def doer(self, assertions: Sequence[Assertion]) -> tuple[Doer, Assertion | None]:
        """Who acts in an account, and the assertion that says so."""
        acting = [a for a in assertions if a.prop in _ACTING]
        own = next((a for a in acting if self.owns(a)), None)
        first = next((a for a in acting if a.prop is Prop.ACTOR1), None)
        if own is not None and (first is None or own.prop is Prop.ACTOR1 or not self._is_enemy(first)):
            return Doer.ISSUER, own
        if first is None:
            return Doer.NOBODY, None
        expression = self.expression(first)
        named = expression is not None and expression.form in (ActorForm.NAMED, ActorForm.EXTERNAL, *_STATES)
        return (Doer.OTHER if named else Doer.VAGUE), first

    def strikes(self, event: EventMention, assertions: Sequence[Assertion]) -> bool:
        """Whether an account that names nobody who acts is a deed of the issuer: it tells of harm to its enemies or of
        things hit, and of no civilians and nothing of its own ("enemy positions were struck")."""
        if self._names_others(event, assertions) or says("blames", event.sentence.quote):
            return False
        sentence = fold(event.sentence.quote)
        if _by_somebody().search(sentence) or any(self._is_spared(event, a) for a in assertions):
            return False
        if _ours().search(sentence[: max(0, event.trigger.end - event.sentence.start)]):
            return False
        if any(a.prop in (Prop.ACTOR2, Prop.TARGET) for a in assertions):
            return True
        harmed = {a.value.side for a in assertions if isinstance(a.value, VictimCount)}
        return bool(harmed & {Side.STATE, Side.REBEL, Side.MILITIA} - {self.side})

    def with_targets(self, assertions: Sequence[Assertion]) -> list[Assertion]:
        """The assertions of an account with "enemy positions" as what is hit, never as who acts."""
        return [
            replace(a, prop=Prop.ACTOR2) if a.prop is Prop.ACTOR1 and self._is_enemy_thing(a) else a for a in assertions
        ]

    def _is_enemy_thing(self, assertion: Assertion) -> bool:
        mention = self.mention(assertion)
        words = fold(mention.span.quote).split() if mention is not None else []
        lists = communique_words()
        return len(words) > 1 and words[-1] in lists["enemy_things"] and words[0] in lists["enemy_before"]

    def hits_ours(self, event: EventMention) -> bool:
        """Whether an account tells of something of the issuer's behind its verb ("shelled our positions")."""
        behind = event.sentence.quote[max(0, event.trigger.end - event.sentence.start) :]
        return _ours().search(fold(behind)) is not None

    def without_letterhead(self, event: EventMention, assertions: Sequence[Assertion]) -> list[Assertion]:
        """The assertions of an account, without the issuer as its doer where only the letterhead names it, and the
        sentence names somebody who acts, of its forces or another side, or tells of harm to civilians."""
        acting = [a for a in assertions if a.prop in _ACTING]
        others = any(event.sentence.overlaps(span) for a in acting for span in a.spans)
        if not (others or self._names_others(event, assertions) or self._harms_others(event, assertions)):
            return list(assertions)
        return [a for a in assertions if a.prop not in _ACTING or not self._is_letterhead(event, a)]

    def _is_letterhead(self, event: EventMention, assertion: Assertion) -> bool:
        mention = self.mention(assertion)
        if mention is None or not self.is_own(self.expression(assertion)):
            return False
        return not event.sentence.overlaps(mention.span)

    def _names_others(self, event: EventMention, assertions: Sequence[Assertion]) -> bool:
        """Whether the sentence names another armed side before the verb, which may be who acts, and is not who is
        hit."""
        hit = {m.id for a in assertions if a.prop is Prop.ACTOR2 and (m := self.mention(a)) is not None}
        return any(m.id not in hit for m in self._others(event.sentence.start, event.trigger.end))

    def blamed(
        self, event: EventMention, assertions: Sequence[Assertion], blames: Sequence[tuple[int, int]]
    ) -> Mention | None:
        """The only side whom an account without a doer can mean: named before its verb ("aircraft of the army
        bombed"), else in one of the stretches ``blames`` behind it ("We hold the army responsible")."""
        harmed = [s for a in assertions if a.prop in (Prop.VICTIMS, Prop.ACTOR2) for s in a.spans]
        before = [(event.sentence.start, event.trigger.end)] if self._harms_others(event, assertions) else []
        stretches = [*before, *blames]
        for start, end in stretches:
            others = (m for m in self._others(start, end) if not any(s.overlaps(m.span) for s in harmed))
            named = {m.expression: m for m in others if _is_known(m)}
            if len(named) == 1:
                return next(iter(named.values()))
        return None

    def _harms_others(self, event: EventMention, assertions: Sequence[Assertion]) -> bool:
        """Whether civilians or the issuer are hit in an account whose sentence has nobody of the issuer act."""
        if self.speaks_of_itself(event):
            return False
        return any(self._is_spared(event, a) for a in assertions)

    def of_its_forces(self, event: EventMention, assertion: Assertion) -> bool:
        """Whether people counted are soldiers of the state that speaks ("a soldier was killed in combat"): no word of
        enemies stands before them, and no other state's forces are named in the sentence."""
        value = assertion.value
        if not self.issuer.is_state or not isinstance(value, VictimCount) or value.side is not Side.STATE:
            return False
        before = self.document.text[event.sentence.start : assertion.spans[0].end]
        if re.search(r"\b(?:enem\w+|hostile|their|occup\w+|invad\w+)\b", fold(before)):
            return False
        others = (m.expression for m in self._others(event.sentence.start, event.sentence.end))
        return not any(isinstance(e, ActorExpression) and e.form in _STATES for e in others)

    def speaks_of_itself(self, event: EventMention) -> bool:
        """Whether the sentence of an account names the issuer."""
        inside = (m for m in self.reading.mentions if event.sentence.overlaps(m.span))
        return any(self.is_own(m.expression) for m in inside if isinstance(m.expression, ActorExpression))

    def _others(self, start: int, end: int) -> Iterator[Mention]:
        """Armed sides that a stretch of the text names, without the issuer and words for enemies."""
        for mention in self.reading.mentions:
            expression = mention.expression
            if not isinstance(expression, ActorExpression) or not (
                start <= mention.span.start < mention.span.end <= end
            ):
                continue
            if expression.form in _NOBODY or expression.head in _euphemisms() or self.is_own(expression):
                continue
            yield mention

    def _is_spared(self, event: EventMention, assertion: Assertion) -> bool:
        """Whether what was hit is the issuer's own, or civilians."""
        if assertion.prop is Prop.ACTOR2:
            expression = self.expression(assertion)
            if expression is None or expression.head.split(" ")[-1] in communique_words()["enemy_things"]:
                return False  # "a base" of whoever is struck: things of the issuer are "ours"
            here = any(event.sentence.overlaps(span) for span in assertion.spans)  # else its losses, told elsewhere
            return expression.form in _NOBODY or (here and self.is_own(expression))
        value = assertion.value
        return isinstance(value, VictimCount) and value.side is Side.CIVILIAN

    def is_own(self, expression: ActorExpression | None) -> bool:
        """Whether a phrase means the issuer: its words for itself, its name or that of a part of it; of a state, forces
        without another country."""
        mine = self.issuer.expression
        if expression is None:
            return False
        if expression == mine:
            return True
        if expression.form is ActorForm.NAMED and mine.form is ActorForm.NAMED:
            actors = self.knowledge.actors
            pairs = ((a, b) for a in expression.candidates for b in mine.candidates)
            return any(a == b or actors.same_chain(a, b) for a, b in pairs)
        if self.issuer.is_state and expression.form in _STATES:
            return expression.country is None or expression.country in (None, self._country)
        return False

    def owns(self, assertion: Assertion) -> bool:
        """Whether an assertion names the issuer: by a phrase that means it, or by words that hold its letterhead."""
        mention = self.mention(assertion)
        start, end = self.issuer.start, self.issuer.end
        if mention is None or start is None or end is None:
            return self.is_own(self.expression(assertion))
        holds = mention.span.start < end and start < mention.span.end
        return holds or self.is_own(self.expression(assertion))

    def expression(self, assertion: Assertion) -> ActorExpression | None:
        """The actor phrase behind an assertion."""
        mention = self.mention(assertion)
        return mention.expression if mention is not None and isinstance(mention.expression, ActorExpression) else None

    def mention(self, assertion: Assertion) -> Mention | None:
        """The mention behind an assertion."""
        return self._mentions.get(assertion.value.mention_id) if isinstance(assertion.value, MentionRef) else None

    @cached_property
    def side(self) -> Side:
        """The issuer's side."""
        return own_side(self.document, self.knowledge)

    @cached_property
    def _country(self) -> str | None:
        mine = self.issuer.expression
        if mine.country is not None:
            return mine.country
        return self.knowledge.actors.country_of(mine.candidates[0]) if len(mine.candidates) == 1 else None

    @cached_property
    def _mentions(self) -> dict[str, Mention]:
        return {mention.id: mention for mention in self.reading.mentions}

    def _is_enemy(self, assertion: Assertion) -> bool:
        expression = self.expression(assertion)
        return expression is not None and expression.form not in _NOBODY and not self.is_own(expression)


def _is_known(mention: Mention) -> bool:
    expression = mention.expression
    return isinstance(expression, ActorExpression) and expression.form in (ActorForm.NAMED, *_STATES)


@lru_cache(maxsize=1)
def _euphemisms() -> frozenset[str]:
    """Words for enemies: what is hit, where nobody else is named ("enemy positions were struck")."""
    words = communique_words()
    return frozenset((*words["enemies"], *words["enemy_before"], "terrorists", "militants", "insurgents", "rebels"))


@lru_cache(maxsize=1)
def _ours() -> re.Pattern[str]:
    """What belongs to the issuer: "our positions", "a base of ours"."""
    return re.compile(r"\b(?:our|ours|us)\b")


@lru_cache(maxsize=1)
def _by_somebody() -> re.Pattern[str]:
    """A doer behind a passive, whoever it is: "was hit by …" (but "by mortars" is a weapon)."""
    return re.compile(
        r"\b(?:hit|attacked|struck|killed|wounded|shelled|bombed|targeted|destroyed) by (?:an? |the )?[a-z]"
    )


@lru_cache(maxsize=8)
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The compiled patterns of a list of ``communiques.yml``."""
    return tuple(re.compile(pattern, re.M) for pattern in communique_words()[name])


def says(name: str, words: str) -> bool:
    """Whether a text matches one of the patterns of a list of ``communiques.yml``."""
    folded = fold(words)
    return any(pattern.search(folded) for pattern in patterns(name))
