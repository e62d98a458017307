"""Writes a reading from the events that the model found: event mentions, assertions with their words, attributions.

An event told in several sentences is one event mention a sentence, as the rule reader gives them, so that merging and
evidence see which sentence says what; ``EventMention.happening`` says which of them tell one event.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp

import numpy as np

from tocsin.model.document import Document, Span
from tocsin.model.expressions import SOMEBODY, ActorExpression, ActorForm, PlaceExpression
from tocsin.model.ids import content_id
from tocsin.model.reading import (
    Alternative,
    Assertion,
    Attribution,
    AttributionKind,
    EventMention,
    Expression,
    Mention,
    MentionKind,
    Prop,
    Reading,
    Stance,
    Value,
)  # fmt: skip
from tocsin.model.values import MentionRef, Side, VictimCount, VictimStatus
from tocsin.read.neural.decode import AttributionFound, Decoded, EventFound, Part, Trigger
from tocsin.read.neural.labels import SIDES, STATUSES
from tocsin.read.neural.model import Numbers
from tocsin.read.neural.phrases import ActorPhrase, CountPhrase, Phrases
from tocsin.read.neural.scorer import logit
from tocsin.read.neural.thresholds import Thresholds
from tocsin.read.rules.acts import CROWD_TYPES
from tocsin.read.rules.asserter import divided
from tocsin.read.rules.carry import HARM_TOLD_AFTER, TOLL_TOLD_AFTER
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.modality import stance_at
from tocsin.read.rules.tokens import Sentence

AUTHOR = "local@1"
_FATES = tuple(VictimStatus)
_SURE = 0.3  # how likely words must be both to count people and to belong to the event
_SAID = 0.8  # how sure an attribution must be that only the model sees: a wrong claim is worse than one not seen
_TOLD_TWICE = 3  # smaller figures are alike by chance ("two men and two women")
_RULES_TYPE, _RULES_HISTORY = 2.0, 1.5  # added to the log odds where the rules, too, say so of an account
_NEARLY = 0.85  # places from this share of the likeliest one's probability on are where it may have happened
_NEAR, _SURE_COUNTRY = 1, 0.8  # a country named farther off than so many sentences must be so likely
_RIVAL = 0.1  # probability from which another type is kept as an alternative
_UNARMED = ("Peaceful protest", "Protest with intervention")


@dataclass
class Account:
    """One event as one sentence tells it."""

    event: int
    mention: EventMention
    triggers: list[Trigger]
    parts: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    share: tuple[int, int] = (0, 1)
    """(number, of how many): stands for one place of a list, over which tolls are divided."""
    rules: frozenset[str] = frozenset()
    """The rules' event mentions that tell the same in the same sentence."""
    toll: bool = False
    """Whether its sentence tells only harm done in what was told before."""


class Writer:
    """Writes the reading of one document."""

    def __init__(
        self, document: Document, worked: Worked, phrases: Phrases, types: Sequence[str], settings: Thresholds
    ) -> None:
        self._document = document
        self._worked = worked
        self._phrases = phrases
        self._types = types
        self._settings = settings
        self._mentions: dict[str, Mention] = {m.id: m for m in worked.reading.mentions}
        self._assertions: list[Assertion] = []
        self._of_rules: dict[str, tuple[int, int]] = {}
        self._tolls: dict[int, list[EventMention]] = defaultdict(list)

    def write(self, decoded: Decoded) -> Reading:
        """The whole reading; statements and flags are the rule reader's."""
        self._of_rules = self._matched_rules(decoded.events)
        accounts = [a for number, event in enumerate(decoded.events) for a in self._accounts(number, event)]
        together: dict[int, list[Account]] = defaultdict(list)
        for account in accounts:
            together[account.event].append(account)
        for number, own in together.items():
            self._event(decoded.events[number], own)
        attributions = [*self._rules_attributions(together)]
        told = {(a.event_mention_id, a.kind) for a in attributions}
        attributions += [
            a
            for found in decoded.attributions
            if found.likely >= _SAID
            for a in self._attributed(found, together)
            if (a.event_mention_id, a.kind) not in told
        ]
        known = {account.mention.id for account in accounts}
        rules = self._worked.reading
        return Reading(
            self._document.id, AUTHOR, tuple(self._mentions.values()), tuple(a.mention for a in accounts),
            tuple(self._assertions), _once(attributions), rules.statements,
            tuple(f for f in rules.flags if f.event_mention_id is None or f.event_mention_id in known), rules.trace,
        )  # fmt: skip

    # --- accounts ---

    def _accounts(self, number: int, event: EventFound) -> list[Account]:
        """The accounts of an event, one a sentence, each with the parts that stand nearest to it."""
        by_sentence: dict[int, list[Trigger]] = defaultdict(list)
        for trigger in event.triggers:
            by_sentence[self._sentence(trigger.span.start).number].append(trigger)
        accounts = [self._account(number, sentence, own) for sentence, own in sorted(by_sentence.items())]
        tolls = [self._toll(number, event, mention) for mention in self._tolls.get(number, ())]
        for label, parts in event.parts.items():
            among = [*accounts, *tolls] if label in STATUSES else accounts
            for part in parts:
                where = self._sentence(part.span.start).number
                nearest = min(among, key=lambda a: (abs(a.mention.sentence_number - where), a.toll, a.mention.id))
                nearest.parts[label].append(part)
        return [*(own for account in accounts for own in self._by_place(account)), *tolls]

    def _toll(self, number: int, event: EventFound, told: EventMention) -> Account:
        """The account of an event that only the rules see: a sentence behind it that tells whom it harmed."""
        key = content_id("em", self._document.id, self._document.version, AUTHOR, told.trigger.start, number)
        mention = replace(told, id=key, happening=f"local:{number}")
        surest = max(event.triggers, key=lambda t: (t.likely, -t.span.start))
        return Account(number, mention, [surest], rules=frozenset({told.id}), toll=True)

    def _by_place(self, account: Account) -> list[Account]:
        """One account for each town of a list ("attacks in Orl, Pell and Dassi"): different places are different events
        (codebook section 1)."""
        split = self._split_by_rules(account)
        if split:
            return split
        where = {self._phrases.place(p.span.start, p.span.end)[0]: p for p in account.parts.get("place", ())}
        listed = self._phrases.listed(account.mention.sentence_number, where)
        if len(listed) < 2:
            return [account]
        rest = [part for start, part in where.items() if start not in listed]
        made = []
        for k, start in enumerate(listed):
            parts: dict[str, list[Part]] = defaultdict(list, account.parts)
            parts["place"] = [where[start], *rest]
            mention = account.mention
            if k:
                key, happening = content_id("em", mention.id, k), f"{mention.happening}.{k}"
                mention = replace(mention, id=key, happening=happening)
            made.append(Account(account.event, mention, account.triggers, parts, (k, len(listed))))
        return made

    def _split_by_rules(self, account: Account) -> list[Account]:
        """One account for each of those that the rules make of one trigger, a place each; none where they make one."""
        mentions = [m for m in self._worked.reading.event_mentions if m.id in account.rules]
        listed = [m for m in mentions if m.trigger == mentions[0].trigger]
        if len(listed) < 2:
            return []
        made = []
        for k, own in enumerate(listed):
            mention = account.mention
            if k:
                key, happening = content_id("em", mention.id, k), f"{mention.happening}.{k}"
                mention = replace(mention, id=key, happening=happening)
            parts: dict[str, list[Part]] = defaultdict(list, account.parts)
            share, rules = (k, len(listed)), frozenset({own.id})
            made.append(replace(account, mention=mention, parts=parts, share=share, rules=rules))
        return made

    def _account(self, number: int, sentence: int, triggers: list[Trigger]) -> Account:
        surest = max(triggers, key=lambda t: (t.likely, -t.span.start))
        words, where = self._span(surest.span.start, surest.span.end), self._worked.sentences[sentence]
        key = content_id("em", self._document.id, self._document.version, AUTHOR, words.start, words.end, number)
        mention = EventMention(
            key, self._document.id, words, self._document.span(where.start, where.end), where.number, f"local:{number}"
        )
        own = frozenset(name for name, told in self._of_rules.items() if told == (number, sentence))
        return Account(number, mention, triggers, rules=own)

    def _sentence(self, offset: int) -> Sentence:
        before = [s for s in self._worked.sentences if s.start <= offset]
        return before[-1] if before else self._worked.sentences[0]

    def _span(self, start: int, end: int) -> Span:
        return self._document.span(start, end)

    def _mention(self, kind: MentionKind, start: int, end: int, expression: Expression) -> Mention:
        """The mention at these offsets; what is read here stands over what the rules read there."""
        key = content_id("mn", self._document.id, self._document.version, kind, start, end)
        self._mentions[key] = Mention(key, kind, self._span(start, end), expression)
        return self._mentions[key]

    # --- assertions ---

    def _event(self, event: EventFound, accounts: Sequence[Account]) -> None:
        self._drop_repeated(accounts)
        dated = any(account.parts.get("date") for account in accounts)
        sides = self._sides_of_counts(accounts)
        told = self._rules_counts(accounts[0].event, accounts)
        for account in accounts:
            kind = self._types[int(self._own_types(account, event).argmax())]
            self._kind(account, event, open_date=not account.parts.get("date") and self._undated(event, dated))
            self._places(account)
            self._dates(account)
            self._sides(account, kind)
            self._people(account, sides, kind, told)
            self._things(account)

    def _drop_repeated(self, accounts: Sequence[Account]) -> None:
        """Take out one person told again ("the body", "the woman") where the event counts others of that fate."""
        for fate in STATUSES:
            counted = [(account, part) for account in accounts for part in account.parts.get(fate, ())]
            again = [(a, p) for a, p in counted if self._told_again(p)]
            if len(again) < len(counted):
                for account, part in again:
                    account.parts[fate] = [p for p in account.parts[fate] if p is not part]

    def _told_again(self, part: Part) -> bool:
        found = self._phrases.count(part.span.start, part.span.end)
        return found is not None and found.count.best == 1 and self._phrases.refers_back(found.start, found.end)

    def _undated(self, event: EventFound, dated: bool) -> bool:
        """Whether an account without a day of its own must not take one from the text around it: another account of
        the event has one, or the event is told too vaguely to be dated."""
        return dated or event.codable < self._settings.codable

    def _say(
        self, account: Account, prop: Prop, value: Value, spans: Sequence[Span], confidence: float,
        alternatives: tuple[Alternative, ...] = (), reasons: tuple[str, ...] = (), rule: str = "neural",
    ) -> None:  # fmt: skip
        key = content_id("as", account.mention.id, prop, repr(value), spans[0].start, rule)
        speaker = self._phrases.speakers[self._sentence(spans[0].start).number]
        self._assertions.append(
            Assertion(
                key, account.mention.id, prop, value, tuple(spans), AUTHOR,
                speaker.words if speaker is not None else None, self._stance(account), rule,
                round(min(confidence, 1.0), 3), alternatives, reasons,
            )
        )  # fmt: skip

    def _stance(self, account: Account) -> Stance:
        """Whether the account is hedged: by the words that govern its trigger."""
        row = self._worked.rows[account.mention.sentence_number]
        index = next((k for k, c in enumerate(row) if c.end > account.mention.trigger.start), len(row) - 1)
        return stance_at(row, index)

    def _own_types(self, account: Account, event: EventFound) -> Numbers:
        """Probabilities of the types by an account's own words as much as by the whole event's."""
        likely = np.array([t.likely for t in account.triggers])
        own = np.stack([t.types for t in account.triggers])
        mixed: Numbers = np.clip((event.types + likely @ own / likely.sum()) / 2, 1e-6, 1 - 1e-6)
        said = [self._types.index(str(a.value)) for a in self._rules_say(account, Prop.SUB_EVENT_TYPE)]
        odds = mixed / (1 - mixed)
        odds[list(set(said))] *= exp(_RULES_TYPE)
        mixed = odds / (1 + odds)
        return np.asarray(mixed / mixed.sum(), dtype=np.float32)

    def _kind(self, account: Account, event: EventFound, open_date: bool) -> None:
        types = self._own_types(account, event)
        kind = self._types[int(types.argmax())]
        spans = [self._span(t.span.start, t.span.end) for t in account.triggers if not account.toll]
        spans = spans or [account.mention.trigger]
        spans.sort(key=lambda s: s != account.mention.trigger)
        rivals = tuple(
            Alternative(name, round(float(p), 3))
            for name, p in sorted(zip(self._types, types, strict=True), key=lambda pair: -pair[1])
            if p >= _RIVAL and name != kind
        )
        reasons = ("refers back",) if open_date else ()
        likely = float(types.max()) * event.likely
        self._say(account, Prop.SUB_EVENT_TYPE, kind, spans, likely, rivals, reasons)
        self._say(account, Prop.MODALITY, event.modality, spans[:1], event.likely)
        background = self._background(account, event)
        if background >= 0.5:
            self._say(account, Prop.BACKGROUND, True, spans[:1], background)

    def _background(self, account: Account, event: EventFound) -> float:
        """How likely an account tells history; where the rules tell it, their word counts as well."""
        if not account.rules:
            return event.background
        history = any(a.value is True for a in self._rules_say(account, Prop.BACKGROUND))
        odds = logit(event.background) + (_RULES_HISTORY if history else -_RULES_HISTORY)
        return 1 / (1 + exp(-odds))

    def _rules_say(self, account: Account, prop: Prop) -> list[Assertion]:
        """What the rules assert of the same account."""
        told = self._worked.reading.assertions
        return [a for a in told if a.prop is prop and a.event_mention_id in account.rules]

    def _places(self, account: Account) -> None:
        """The towns first, likeliest first: the resolver takes the first place it can."""
        if self._rules_places(account):
            return
        found = []
        for part in account.parts.get("place", ()):
            start, end, place = self._phrases.place(part.span.start, part.span.end)
            away = abs(self._sentence(start).number - account.mention.sentence_number)
            vague = place.is_country and away > _NEAR and part.likely * part.true < _SURE_COUNTRY
            if vague or self._phrases.is_elsewhere(start):
                continue
            found.append((place.is_country, -part.likely * part.true, start, end, place))
        likeliest = max((-f[1] for f in found), default=0.0)
        found = [f for f in found if -f[1] >= _NEARLY * likeliest]
        for _, likely, start, end, place in sorted(found, key=lambda f: f[:3]):
            mention = self._mention(MentionKind.PLACE, start, end, place)
            self._say(account, Prop.PLACE, MentionRef(mention.id), [mention.span], -likely)

    def _rules_places(self, account: Account) -> bool:
        """The town or region that the rules give to the same account, where they do: it stands, since they know the
        words of space. Whether there was one."""
        places = [
            a
            for a in self._worked.reading.assertions
            if a.event_mention_id in account.rules and a.prop is Prop.PLACE and isinstance(a.value, MentionRef)
            and not self._is_country(a.value)
        ]  # fmt: skip
        for a in places:
            key = content_id("as", account.mention.id, a.id)
            self._assertions.append(replace(a, id=key, event_mention_id=account.mention.id, author=AUTHOR))
        return bool(places)

    def _is_country(self, value: MentionRef) -> bool:
        place = self._mentions[value.mention_id].expression
        return isinstance(place, PlaceExpression) and place.is_country

    def _dates(self, account: Account) -> None:
        for part in account.parts.get("date", ()):
            found = self._phrases.time(part.span.start, part.span.end)
            if found is not None and not self._phrases.is_spoken_time(found[0]):
                mention = self._mention(MentionKind.DATE, *found)
                self._say(account, Prop.DATE, MentionRef(mention.id), [mention.span], part.likely * part.true)

    def _sides(self, account: Account, kind: str) -> None:
        crowd = kind in CROWD_TYPES and kind != "Excessive force against protesters"
        for label, prop in (("actor1", Prop.ACTOR1), ("actor2", Prop.ACTOR2), ("partner1", Prop.ASSOCIATED1),
                            ("partner2", Prop.ASSOCIATED2)):  # fmt: skip
            if kind == "Peaceful protest" and label in ("actor2", "partner2"):
                continue  # nobody is acted on (codebook section 2)
            for part in account.parts.get(label, ()):
                armed = label == "actor1" and not crowd
                phrase = self._phrases.actor(part.span.start, part.span.end, armed)
                phrase = self._as_crowd(phrase, kind, label)
                mention = self._mention(MentionKind.ACTOR, phrase.start, phrase.end, phrase.expression)
                self._say(account, prop, MentionRef(mention.id), [mention.span], part.likely * part.true)

    def _as_crowd(self, phrase: ActorPhrase, kind: str, label: str) -> ActorPhrase:
        """A party of a demonstration or riot is its crowd, whatever people it is made of (codebook section 2)."""
        side = "actor2" if kind == "Excessive force against protesters" else "actor1"
        own = phrase.expression
        if kind not in CROWD_TYPES or label != side or own.form not in (ActorForm.CROWD, ActorForm.CIVILIAN):
            return phrase
        riot = kind in ("Violent demonstration", "Mob violence")
        expression = ActorExpression(ActorForm.CROWD, own.head, "rioters" if riot else "protesters", own.country)
        return replace(phrase, expression=expression)

    def _sides_of_counts(self, accounts: Sequence[Account]) -> dict[tuple[VictimStatus, int | None], Side]:
        """The side of counted people by fate and number, from all that the event says of so many: six soldiers, told
        again as six dead, are not six civilians besides."""
        sums: dict[tuple[VictimStatus, int | None], list[float]] = {}
        for account in accounts:
            for fate in _FATES:
                for part in account.parts.get(fate.value, ()):
                    found = self._phrases.count(part.span.start, part.span.end)
                    if found is not None:
                        own = sums.setdefault((fate, found.count.best), [0.0] * len(SIDES))
                        sums[fate, found.count.best] = [a + b for a, b in zip(own, part.sides, strict=True)]
        return {key: Side(SIDES[likely.index(max(likely))]) for key, likely in sums.items()}

    def _rules_counts(self, number: int, accounts: Sequence[Account]) -> frozenset[VictimStatus]:
        """Counted people that the rules give to an account of the event: they stand, since the rules seldom err in the
        sentences they understand. The fates they count."""
        fates = set()
        counted = [
            (a, a.value, self._of_rules[a.event_mention_id])
            for a in self._worked.reading.assertions
            if isinstance(a.value, VictimCount) and self._of_rules.get(a.event_mention_id, (-1, 0))[0] == number
        ]
        new = {v.status for a, v, _ in counted if not self._one_told_again(a, v)}
        for assertion, value, (_, sentence) in counted:
            if value.status in new and self._one_told_again(assertion, value):
                continue
            account = self._home(assertion.event_mention_id, sentence, accounts)
            key = content_id("as", account.mention.id, assertion.prop, repr(value), assertion.id)
            self._assertions.append(replace(assertion, id=key, event_mention_id=account.mention.id, author=AUTHOR))
            fates.add(value.status)
        return frozenset(fates)

    def _one_told_again(self, assertion: Assertion, value: VictimCount) -> bool:
        span = assertion.spans[0]
        return value.count.best == 1 and self._phrases.refers_back(span.start, span.end)

    def _home(self, mention_id: str, sentence: int, accounts: Sequence[Account]) -> Account:
        """The account of an event that tells what a mention of the rules tells, else the nearest."""
        return min(accounts, key=lambda a: (mention_id not in a.rules, abs(a.mention.sentence_number - sentence)))

    def _matched_rules(self, events: Sequence[EventFound]) -> dict[str, tuple[int, int]]:
        """By the rules' event mention, the event that tells the same and the sentence: one that shares a word that
        tells it, else the only one of the sentence."""
        found: dict[str, tuple[int, int]] = {}
        for happening, mention in self._worked.made:
            words = [happening.chunks[k] for k in (*happening.triggers, *(v.cue for v in happening.victims))]
            here = mention.sentence_number
            shared = [n for n, event in enumerate(events) if any(
                t.span.start < w.end and w.start < t.span.end for t in event.triggers for w in words
            )]  # fmt: skip
            near = [n for n, event in enumerate(events)
                    if any(self._sentence(t.span.start).number == here for t in event.triggers)]  # fmt: skip
            if shared or len(near) == 1:
                found[mention.id] = (shared or near)[0], here
        self._match_tolls(found)
        return found

    def _match_tolls(self, found: dict[str, tuple[int, int]]) -> None:
        """Sentences in which the rules see harm done in the happening told before, and the model sees no event: they
        belong to the event that tells that happening."""
        before: tuple[int, int] | None = None
        for happening, mention in self._worked.made:
            tells_harm = happening.typed is not None and happening.typed.because in (TOLL_TOLD_AFTER, HARM_TOLD_AFTER)
            if mention.id not in found and tells_harm and before is not None:
                found[mention.id] = before[0], mention.sentence_number
                self._tolls[before[0]].append(mention)
            elif not tells_harm:
                before = found.get(mention.id)

    def _people(
        self, account: Account, sides: Mapping[tuple[VictimStatus, int | None], Side], kind: str,
        told: frozenset[VictimStatus],
    ) -> None:  # fmt: skip
        """People whom the model counts, of fates for which the rules count nobody (``told``)."""
        parts_of = self._details()
        for fate in _FATES:
            counted = self._counted(account, fate, kind) if fate not in told else []
            spelled = self._spelled_out(counted)
            for part, people in counted:
                side = sides[fate, people.count.best]
                named = people.chunk is None and self._document.text[people.start].isupper() and people.count.best == 1
                who = SOMEBODY if named else people.who
                count = divided(replace(people.count, words=SOMEBODY) if named else people.count, *account.share)
                detail = people.start in spelled or any(start <= people.start < end for start, end in parts_of)
                value = VictimCount(side, fate, count, who, total=not detail and side is Side.UNKNOWN)
                self._say(account, Prop.VICTIMS, value, [self._span(people.start, people.end)],
                          part.likely * part.true, rule="part-of-total" if detail else "count")  # fmt: skip
        for part in account.parts.get("crowd", ())[:1]:
            self._number(account, Prop.CROWD_SIZE, part)
        for part in account.parts.get("attackers", ())[:1]:
            self._number(account, Prop.STRENGTH, part)
        for part in account.parts.get("incidents", ())[:1]:
            found = self._phrases.count(part.span.start, part.span.end)
            if found is not None and found.count.low is not None:
                self._say(account, Prop.INCIDENT_COUNT, found.count.low, [self._span(found.start, found.end)],
                          part.likely)  # fmt: skip

    def _counted(self, account: Account, fate: VictimStatus, kind: str) -> list[tuple[Part, CountPhrase]]:
        """The people of one fate that an account counts, in the order of the text, nobody twice: not one person under
        two names, nor a figure told again in the same sentence, nor the bearer of the device that killed the others."""
        kept: list[tuple[Part, CountPhrase]] = []
        for part in sorted(account.parts.get(fate.value, ()), key=lambda p: p.span.start):
            found = self._phrases.count(part.span.start, part.span.end)
            if found is None or part.likely * part.true < _SURE or self._phrases.is_denied(found):
                continue
            if self._counted_by_rules(fate, part.span.start, part.span.end):
                continue
            if kind == "Suicide bomb" and found.count.best == 1 and self._acts(account, part):
                continue
            again = any(
                one.count.best == found.count.best
                and self._sentence(one.start) == self._sentence(found.start)
                and (found.count.best or 0) >= _TOLD_TWICE
                for _, one in kept
            )
            if not again and not (kept and self._phrases.same_person(kept[-1][1], found)):
                kept.append((part, found))
        return kept

    def _counted_by_rules(self, fate: VictimStatus, start: int, end: int) -> bool:
        """Whether the rules count the people of these words in some event: the same dead are not dead twice."""
        return any(
            a.value.status is fate and any(s.start < end and start < s.end for s in a.spans)
            for a in self._worked.reading.assertions
            if isinstance(a.value, VictimCount) and a.event_mention_id in self._of_rules
        )

    def _spelled_out(self, counted: Sequence[tuple[Part, CountPhrase]]) -> set[int]:
        """Offsets of figures that spell out a larger one of their sentence: "84 people: 83 officers and a woman"."""
        details: set[int] = set()
        by_sentence: dict[int, list[CountPhrase]] = defaultdict(list)
        for _, found in counted:
            by_sentence[self._sentence(found.start).number].append(found)
        for told in by_sentence.values():
            whole = max(told, key=lambda f: f.count.best or 0)
            rest = [f for f in told if f is not whole]
            if len(rest) > 1 and sum(f.count.best or 0 for f in rest) == whole.count.best:
                details |= {f.start for f in rest}
        return details

    def _acts(self, account: Account, part: Part) -> bool:
        """Whether the same words name who acts."""
        acting = account.parts.get("actor1", ())
        return any(a.span.start < part.span.end and part.span.start < a.span.end for a in acting)

    def _details(self) -> list[tuple[int, int]]:
        """Stretches of phrases that detail a larger figure ("nine people, including *two soldiers*")."""
        return [
            (chunk.start, chunk.end)
            for reading in self._worked.readings
            for happening in reading.happenings
            for victims in happening.victims
            if victims.part
            for chunk in [happening.chunks[victims.phrase]]
        ]

    def _number(self, account: Account, prop: Prop, part: Part) -> None:
        found = self._phrases.count(part.span.start, part.span.end)
        if found is not None:
            self._say(account, prop, found.count, [self._span(found.start, found.end)], part.likely)

    def _things(self, account: Account) -> None:
        weapons: dict[str, tuple[Span, float]] = {}
        for part in account.parts.get("weapon", ()):
            name = self._phrases.weapon(part.span.start, part.span.end)
            if name is not None:
                weapons.setdefault(name, (self._span(part.span.start, part.span.end), part.likely))
        for name, (span, likely) in weapons.items():
            self._say(account, Prop.WEAPON, name, [span], likely)
        for part in account.parts.get("target", ()):
            thing = self._phrases.thing(part.span.start, part.span.end)
            if thing is not None:
                self._say(account, Prop.TARGET, thing, [self._span(part.span.start, part.span.end)], part.likely)

    # --- attributions ---

    def _rules_attributions(self, together: dict[int, list[Account]]) -> Iterator[Attribution]:
        """What the rules understand of who claims, denies, accuses or confirms the events."""
        for found in self._worked.reading.attributions:
            where = self._of_rules.get(found.event_mention_id)
            if where is not None and where[0] in together:
                account = self._home(found.event_mention_id, where[1], together[where[0]])
                key = content_id("at", account.mention.id, found.id)
                yield replace(found, id=key, event_mention_id=account.mention.id, author=AUTHOR)

    def _attributed(self, found: AttributionFound, together: dict[int, list[Account]]) -> Iterator[Attribution]:
        """One attribution for each event it is about, tied to the account nearest to its words."""
        speaker = self._source(found)
        if speaker is None:
            return
        by, by_mention = speaker
        kind = AttributionKind(found.kind)
        of, of_mention = self._blamed(found) if found.of else (None, None)
        if kind in (AttributionKind.CLAIM, AttributionKind.DENIAL) and (of is None or by_mention is not None):
            of, of_mention = by, by_mention  # a side that claims or denies speaks of itself
        edges = [found.cue, *(span for span, _ in (*found.by[:1], *found.of[:1]))]
        sentence = self._sentence(found.cue.start)
        inside = [s for s in edges if sentence.start <= s.start < sentence.end]
        span = self._span(min(s.start for s in inside), max(s.end for s in inside))
        via = tuple(dict.fromkeys(self._document.text[s.start : s.end] for s, _ in found.via))
        for number in found.events:
            nearest = min(together[number], key=lambda a: abs(a.mention.sentence_number - sentence.number))
            key = content_id("at", nearest.mention.id, kind, by, of, span.start, span.end)
            yield Attribution(key, nearest.mention.id, kind, by, of, span, via, by_mention, of_mention, author=AUTHOR)

    def _source(self, found: AttributionFound) -> tuple[str, str | None] | None:
        """The words for who says so, and the mention behind them. Where the model marks nobody who may be named, the
        speaker that the rules see in that sentence."""
        for span, _ in found.by:
            phrase = self._phrases.source(span.start, span.end, self._sentence(span.start).number)
            if phrase is not None:
                return phrase.words, self._side(phrase.chunk)
        speaker = self._phrases.speakers[self._sentence(found.cue.start).number]
        return (speaker.words, self._side(speaker.chunk)) if speaker is not None else None

    def _side(self, chunk: Chunk | None) -> str | None:
        """The mention of the people whose side a source is on."""
        if chunk is None or chunk.people is None:
            return None
        return self._mention(MentionKind.ACTOR, chunk.start, chunk.end, chunk.people.expression).id

    def _blamed(self, found: AttributionFound) -> tuple[str | None, str | None]:
        phrase = self._phrases.actor(found.of[0][0].start, found.of[0][0].end, armed=True)
        mention = self._mention(MentionKind.ACTOR, phrase.start, phrase.end, phrase.expression)
        return self._document.text[phrase.start : phrase.end], mention.id


def _once(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """One attribution a kind, speaker, side and account."""
    unique: dict[tuple[str, ...], Attribution] = {}
    for a in attributions:
        unique.setdefault((a.event_mention_id, a.kind, a.by.lower(), (a.of or "").lower()), a)
    return tuple(unique.values())
