"""A statement's reading: everything in it is said by its issuer, who claims, denies, accuses and threatens.

Engines read a statement as they read news (``voice.py`` gives them the issuer's words for itself); here each account
gets its place between the issuer and everybody else (CODEBOOK section 6):

- a deed of the issuer is *claimed*, its results are its claim;
- a deed it denies is *denied*, and is not told as its deed;
- a deed of another is an *accusation*: a party to a conflict never establishes what its enemy did;
- what it announces is a *threat*, and no event.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tocsin.knowledge import Knowledge
from tocsin.knowledge.issuers import How, Issuer, communique_words, find_issuer, letterhead
from tocsin.model.document import Document, DocumentKind, Span
from tocsin.model.expressions import ActorExpression
from tocsin.model.ids import content_id
from tocsin.model.reading import (
    Assertion,
    Attribution,
    AttributionKind,
    EventMention,
    Flag,
    Mention,
    MentionKind,
    Modality,
    Prop,
    Reading,
    Statement,
)
from tocsin.model.text import fold
from tocsin.model.values import MentionRef
from tocsin.read.communique.losses import claimed_losses, enemy_losses, own_losses
from tocsin.read.communique.parties import Doer, Parties, says
from tocsin.read.rules.tokens import Sentence, split_sentences

UNKNOWN = "the issuer, who is not known"
"""Who says what a statement of nobody known tells."""
DOES = "issuer-does"
"""Rule: what a statement tells without a doer, of harm to enemies or things hit, its issuer did."""
_ANSWERED = 3  # sentences between an account and "We had nothing to do with it"
_POINTING = re.compile(r"\b(?:this|that|these|those)\b")  # "this strike": what the sentence before tells
_TOLL_REACH = 2  # sentences between a deed and the count of the people hit in it
_OWN_ACCOUNT = frozenset({Prop.PLACE, Prop.DATE, Prop.ACTOR1, Prop.TARGET, Prop.WEAPON})
"""What an account tells that is more than the toll of the one before."""
_ACCUSED = frozenset({Prop.ACTOR1, Prop.ASSOCIATED1})


def as_statement(document: Document, reading: Reading, knowledge: Knowledge) -> Reading:
    """The reading of a statement with its issuer; that of any other document as it is."""
    if document.kind is not DocumentKind.STATEMENT:
        return reading
    issuer = find_issuer(document, knowledge)
    if issuer is None:
        sentence = (
            "Nothing says who issued this statement, so nobody claims what it tells; name the issuer in the field "
            "`issuer`, or register the channel in publishers.yml."
        )
        flag = Flag("S101", sentence, document.id)
        told = tuple(_said_by(a, UNKNOWN) for a in reading.assertions)
        return in_short(replace(reading, assertions=told, flags=(*reading.flags, flag)))
    return _Work(document, reading, issuer, knowledge).done()


def in_short(reading: Reading) -> Reading:
    """The reading with every quotation cut to ``quote_words``: whatever is exported of a statement is short."""
    most = int(communique_words()["quote_words"])
    return replace(
        reading,
        assertions=tuple(replace(a, spans=tuple(s.short(most) for s in a.spans)) for a in reading.assertions),
        attributions=tuple(replace(a, span=a.span.short(most)) for a in reading.attributions),
        statements=tuple(replace(s, span=s.span.short(most)) for s in reading.statements),
        flags=tuple(replace(f, spans=tuple(s.short(most) for s in f.spans)) for f in reading.flags),
    )


def _said_by(assertion: Assertion, speaker: str) -> Assertion:
    return assertion if assertion.attributed_to is not None else replace(assertion, attributed_to=speaker)


@dataclass
class _Work:
    document: Document
    reading: Reading
    issuer: Issuer
    knowledge: Knowledge
    made: dict[str, Attribution] = field(default_factory=dict)
    mentions: dict[str, Mention] = field(default_factory=dict)
    last: tuple[EventMention, Doer] | None = None  # the last account with a doer of its own, and who it is

    def done(self) -> Reading:
        by_event: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in self.reading.assertions:
            by_event[assertion.event_mention_id].append(assertion)
        denied = self._denied()
        told: list[Assertion] = []
        for event in sorted(self.reading.event_mentions, key=lambda e: (e.trigger.start, e.id)):
            told.extend(self._account(event, by_event[event.id], event.id in denied))
        statements = (*self.reading.statements, *self._threats(), self._record())
        made = replace(
            self.reading,
            mentions=(*self.reading.mentions, *self.mentions.values()),
            assertions=tuple(_said_by(a, self.issuer.name) for a in told),
            attributions=(*self._kept(), *self.made.values()),
            statements=tuple({s.id: s for s in statements}.values()),
        )
        return in_short(made)

    def _account(self, event: EventMention, assertions: list[Assertion], denied: bool) -> list[Assertion]:
        """The assertions of one account, and its attribution."""
        assertions = self._parties.without_letterhead(event, own_losses(event, assertions, self._parties))
        assertions = [a for a in self._parties.with_targets(assertions) if not self._is_of_letterhead(event, a)]
        if says("blames", event.sentence.quote):  # "We hold the army responsible": who speaks, and who acts
            assertions = [a for a in assertions if not (a.prop in _ACCUSED and self._is_own(a))]
        doer, acting = self._parties.doer(assertions)
        fact = self._is_fact(assertions)
        if denied:
            self._attribute(event, AttributionKind.DENIAL, self.issuer.words, self._own_mention, None)
            accuser = says("denials", event.sentence.quote)  # "The claim of X that we …": X is no doer either
            return [a for a in assertions if not (a.prop in _ACCUSED and (accuser or self._is_own(a)))]
        if doer is Doer.NOBODY and fact and self._parties.strikes(event, assertions):
            assertions = [*assertions, self._does(event)]
            doer, acting = Doer.ISSUER, None
        mention = self._parties.mention(acting) if acting is not None else None
        if doer is Doer.NOBODY and fact and (blamed := self._blamed(event, assertions)) is not None:
            doer, mention = Doer.OTHER, blamed
        if doer is Doer.NOBODY and self._goes_on(event, assertions):
            return claimed_losses(assertions)
        self.last = (event, doer)
        if doer is Doer.ISSUER:
            if fact:  # what it announces or fears it does not claim
                self._attribute(event, AttributionKind.CLAIM, self.issuer.words, self._own_mention, mention)
            return claimed_losses([a for a in assertions if not (a.prop is Prop.ACTOR2 and self._is_own(a))])
        if doer is not Doer.OTHER:
            return enemy_losses(assertions, self._parties)
        if mention is None or not fact or not self._is_violence(assertions):
            return assertions
        self._attribute(event, AttributionKind.ACCUSATION, mention.span.quote, mention, mention)
        against_own = any(a.prop is Prop.ACTOR2 and self._is_own(a) for a in assertions)
        against_own = against_own or self._parties.hits_ours(event)
        return assertions if against_own else [a for a in assertions if a.prop not in _ACCUSED]

    def _denied(self) -> set[str]:
        """Accounts whose deed the issuer denies: in their own sentence, or in one of the next that tells none."""
        found: set[str] = set()
        numbers = {s.number: s for s in self._sentences}
        told = {e.sentence_number for e in self.reading.event_mentions}
        for sentence in numbers.values():
            if not says("denials", self._words(sentence)) or self._others_deny(sentence):
                continue
            here = {e.id for e in self.reading.event_mentions if e.sentence_number == sentence.number}
            found |= here
            if here and not _POINTING.search(fold(self._words(sentence))):
                continue
            near = range(sentence.number - 1, sentence.number - _ANSWERED - 1, -1)
            number = next((n for n in near if n in told), None)
            found |= {
                e.id
                for e in self.reading.event_mentions
                if e.sentence_number == number and not self._parties.speaks_of_itself(e)
            }
        return found

    def _is_of_letterhead(self, event: EventMention, assertion: Assertion) -> bool:
        """Whether a thing hit is one of the letterhead ("Office of the spokesperson"), not of the account itself."""
        if assertion.prop is not Prop.TARGET or any(event.sentence.overlaps(s) for s in assertion.spans):
            return False
        return any(s.start < self._head_ends for s in assertion.spans)

    @cached_property
    def _head_ends(self) -> int:
        return max((end for _, end, _ in letterhead(self.document.text)), default=0)

    def _blamed(self, event: EventMention, assertions: Sequence[Assertion]) -> Mention | None:
        return self._parties.blamed(event, assertions, self._blames(event))

    def _goes_on(self, event: EventMention, assertions: Sequence[Assertion]) -> bool:
        """Whether an account only counts the people hit in a deed of the issuer told right before ("Six soldiers were
        killed.")."""
        if self.last is None or self.last[1] is not Doer.ISSUER:
            return False
        here = (a for a in assertions if a.prop in _OWN_ACCOUNT)
        if any(event.sentence.overlaps(span) for a in here for span in a.spans):
            return False
        return 0 <= event.sentence_number - self.last[0].sentence_number <= _TOLL_REACH

    def _blames(self, event: EventMention) -> list[tuple[int, int]]:
        """The sentences right behind an account in which the issuer blames somebody."""
        near = range(event.sentence_number, event.sentence_number + _ANSWERED + 1)
        told = {e.sentence_number for e in self.reading.event_mentions} - {event.sentence_number}
        return [
            (s.start, s.end)
            for s in self._sentences
            if s.number in near and s.number not in told and says("blames", self._words(s))
        ]

    def _others_deny(self, sentence: Sentence) -> bool:
        """Whether the denial is that of another side, which the sentence names as its speaker ("the army denied")."""
        denials = (a for a in self.reading.attributions if a.kind is AttributionKind.DENIAL)
        inside = [a for a in denials if sentence.start <= a.span.start < sentence.end]
        return any(self._is_other(a) for a in inside) and not any(
            self._is_own_words(a.by_mention, a.by) for a in inside
        )

    def _is_other(self, attribution: Attribution) -> bool:
        mention = self._by_id.get(attribution.by_mention or "")
        return mention is not None and isinstance(mention.expression, ActorExpression)

    def _kept(self) -> Iterator[Attribution]:
        """The engine's attributions, without what the issuer says of itself: that is told anew, once."""
        denied = {m.event_mention_id for m in self.made.values() if m.kind is AttributionKind.DENIAL}
        for a in self.reading.attributions:
            again = a.kind is AttributionKind.DENIAL and a.event_mention_id in denied and not self._is_other(a)
            if not again and not self._is_own_words(a.by_mention, a.by):
                yield a

    def _is_own_words(self, mention_id: str | None, words: str) -> bool:
        mention = self._by_id.get(mention_id or "")
        expression = mention.expression if mention is not None else None
        named = isinstance(expression, ActorExpression) and self._parties.is_own(expression)
        return named or words.casefold() in ("we", "statement", "unnamed", self.issuer.words.casefold())

    def _attribute(
        self, event: EventMention, kind: AttributionKind, of: str, mention: Mention, acting: Mention | None
    ) -> None:
        """``mention``: of the side it is about; ``acting``: of the one whose words are shown with the verb."""
        by = self.issuer.name
        key = content_id("at", event.id, kind, by, of, "statement")
        span = self._shown(event, acting)
        self.made[key] = Attribution(
            key, event.id, kind, by, of, span, self._relays, self._own_mention.id, mention.id,
            author=self.reading.author,
        )  # fmt: skip

    def _shown(self, event: EventMention, mention: Mention | None) -> Span:
        """The words that say it, a few: from the doer to the verb where both stand near, else the verb alone."""
        if mention is not None:
            start, end = min(mention.span.start, event.trigger.start), max(mention.span.end, event.trigger.end)
            near = event.sentence.start <= start and end <= event.sentence.end
            if near and len(self.document.text[start:end].split()) <= _FEW:
                return self.document.span(start, end)
        return event.trigger

    def _does(self, event: EventMention) -> Assertion:
        key = content_id("as", event.id, Prop.ACTOR1, self.issuer.name, DOES)
        because = ("the statement names nobody who does it, and tells of harm to others than its issuer",)
        value = MentionRef(self._own_mention.id)
        return Assertion(
            key, event.id, Prop.ACTOR1, value, (event.trigger,), self.reading.author, rule=DOES, confidence=0.7,
            reasons=because,
        )  # fmt: skip

    def _is_fact(self, assertions: Sequence[Assertion]) -> bool:
        told = [a.value for a in assertions if a.prop is Prop.MODALITY]
        return not told or any(value in (Modality.ACTUAL, Modality.FAILED) for value in told)

    def _is_violence(self, assertions: Sequence[Assertion]) -> bool:
        """Whether an account tells violence: that a side withdrew or surrendered is no accusation of it."""
        book = self.knowledge.codebook
        kinds = {str(a.value) for a in assertions if a.prop is Prop.SUB_EVENT_TYPE}
        types = {book.event_type_of(kind) for kind in kinds if kind in book.sub_event_types}
        return not types or bool(types - {_STRATEGIC, _PROTESTS}) or _LOOTING in kinds

    def _is_own(self, assertion: Assertion) -> bool:
        return self._parties.owns(assertion)

    def _threats(self) -> Iterator[Statement]:
        """What the issuer announces."""
        known = [s.span for s in self.reading.statements if s.kind == "threat"]
        for sentence in self._sentences:
            span = self.document.span(sentence.start, sentence.end)
            if any(span.overlaps(other) for other in known) or not says("threats", span.quote):
                continue
            data = (("by", self.issuer.name), *((("via", ";".join(self._relays)),) if self._relays else ()))
            key = content_id("st", self.document.id, self.document.version, "threat", span.start, span.end, "issuer")
            yield Statement(key, self.document.id, "threat", span, data, (("by", (self._own_mention.id,)),))

    def _record(self) -> Statement:
        """Who issues the document, as data."""
        span = self._own_mention.span
        rows = (
            ("by", self.issuer.name), ("how", self.issuer.how.value), ("words", self.issuer.words),
            ("number", self.issuer.number), ("channel", self.document.publisher), ("via", ";".join(self.document.via)),
        )  # fmt: skip
        data = tuple((key, value) for key, value in rows if value)
        key = content_id("st", self.document.id, self.document.version, "issuer", repr(data))
        return Statement(key, self.document.id, "issuer", span, data, (("by", (self._own_mention.id,)),))

    @cached_property
    def _own_mention(self) -> Mention:
        """The mention that stands for the issuer: its name in the text, else its first word for itself, else the first
        word of the text, on which nothing else rests."""
        own = [m for m in self.reading.mentions if m.expression == self.issuer.expression]
        start, end = self.issuer.start, self.issuer.end
        if start is None or end is None:
            first = min(own, key=lambda m: m.span.start, default=None)
            if first is not None:
                return first
            word = next(iter(self.document.text.split()), "")
            start = self.document.text.find(word)
            end = start + len(word)
        at = next((m for m in own if (m.span.start, m.span.end) == (start, end)), None)
        if at is not None:
            return at
        key = content_id("mn", self.document.id, self.document.version, MentionKind.ACTOR, start, end, "issuer")
        made = Mention(key, MentionKind.ACTOR, self.document.span(start, end), self.issuer.expression)
        self.mentions[key] = made
        return made

    @cached_property
    def _relays(self) -> tuple[str, ...]:
        """Who passed the statement on, without the issuer's own channels: first relay first."""
        publishers = self.knowledge.publishers
        names = [*self.document.via]
        if self.document.publisher and self.issuer.how is not How.CHANNEL:
            outlet = publishers.find(self.document.publisher)
            if outlet is not None and outlet.type not in ("armed-group-media", "government"):
                names.append(self.document.publisher)
        own = set(self.issuer.expression.candidates)
        outlets = ((name, publishers.find(name)) for name in names if name != self.issuer.words)
        return tuple(dict.fromkeys(name for name, outlet in outlets if outlet is None or outlet.actor not in own))

    @cached_property
    def _parties(self) -> Parties:
        return Parties(self.document, self.reading, self.issuer, self.knowledge)

    @cached_property
    def _by_id(self) -> dict[str, Mention]:
        return {mention.id: mention for mention in self.reading.mentions}

    @cached_property
    def _sentences(self) -> Sequence[Sentence]:
        return split_sentences(self.document.text)

    def _words(self, sentence: Sentence) -> str:
        return self.document.text[sentence.start : sentence.end]


_STRATEGIC, _PROTESTS, _LOOTING = "Strategic developments", "Protests", "Looting/property destruction"
_FEW = 12  # words between a doer and its verb that are shown together
