"""Writes the assertions of one event mention from its happening."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.document import Span
from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.ids import content_id
from tocsin.model.reading import Alternative, Assertion, EventMention, MentionKind, Prop, Value
from tocsin.model.types import REMOTE_TYPES
from tocsin.model.values import AttackedThing, Count, MentionRef, Side, VictimCount, VictimStatus
from tocsin.read.rules.acts import CROWD_ACTS, CROWD_TYPES
from tocsin.read.rules.carry import PlaceTold, inherited_place
from tocsin.read.rules.chunks import ARMED_SIDES, Chunk, ChunkKind, words_of
from tocsin.read.rules.draft import AUTHOR, Draft
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.places_why import INHERITED, why_here, why_not
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.struck_things import side_struck
from tocsin.read.rules.tactics import tags_of
from tocsin.read.rules.targets import effect_on
from tocsin.read.rules.victims import Victims
from tocsin.read.rules.word_lists import happening_words

# Blasts and strikes: people who are hit and of whom nothing is said are unarmed (the field's custom).
_FROM_AFAR_TYPES = frozenset({"Remote explosive/landmine/IED", "Grenade", "Air/drone strike"})
_SOMEBODY = "a person named in the text"


def _names_a_person(chunk: Chunk) -> bool:
    """Whether the counted phrase is a bare name ("killed Ann Lee")."""
    return chunk.kind is ChunkKind.WORD and chunk.capital and chunk.lower not in ("himself", "herself")


@dataclass
class Asserter:
    """Writes the assertions of one event mention."""

    draft: Draft
    event: EventMention
    happening: Happening
    speaker: Speaker | None
    share: tuple[int, int]  # (number, of how many): stands for one place of a list, over which tolls are divided
    setting: PlaceTold | None = None  # the town the text is set in
    pointed: PlaceTold | None = None  # the town that "the city" means

    def assert_all(self, place: int | None, places: Sequence[PlaceTold]) -> None:
        """All properties in a fixed order."""
        self._types()
        self._place(place, places)
        self._date()
        self._actors()
        self._victims()
        self._things()
        self._rest()

    def _say(
        self, prop: Prop, value: Value, spans: Sequence[Span], rule: str, confidence: float = 1.0,
        alternatives: tuple[Alternative, ...] = (), reasons: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        key = content_id("as", self.event.id, prop, repr(value), spans[0].start, rule)
        attributed = self.speaker.words if self.speaker is not None else None
        stance = self.happening.told.stance
        self.draft.assertions.append(
            Assertion(
                key,
                self.event.id,
                prop,
                value,
                tuple(spans),
                AUTHOR,
                attributed,
                stance,
                rule,
                confidence,
                alternatives,
                reasons,
            )
        )

    def _span(self, index: int) -> Span:
        chunk = self.happening.chunks[index]
        return self.draft.document.span(chunk.start, chunk.end)

    def _types(self) -> None:
        typed = self.happening.typed
        assert typed is not None
        spans = [
            self._span(k)
            for k in (self.happening.main, *(t for t in self.happening.triggers if t != self.happening.main))
        ]
        rivals = tuple(Alternative(name, confidence) for name, confidence in typed.alternatives)
        reasons = (typed.because, *(("refers back",) if self.happening.definite else ()))
        self._say(
            Prop.SUB_EVENT_TYPE,
            typed.sub_event_type,
            spans,
            "decision-procedure",
            typed.confidence,
            rivals,
            reasons,
        )
        how = self.happening.told
        because = (how.because,) if how.because else ()
        self._say(Prop.MODALITY, how.modality.value, spans[:1], "governing-words", 0.9, reasons=because)
        counted = any(v.count is not None for v in self.happening.victims)  # headlines and briefs tell in the present
        habit = how.habitual and not counted
        history = how.pluperfect or habit or (how.perfect and self.event.sentence_number > 3)
        if history and not self.happening.times:
            self._say(Prop.BACKGROUND, True, spans[:1], "perfect-tense-undated", 0.6)

    def _place(self, place: int | None, told: Sequence[PlaceTold]) -> None:
        if place is not None:
            chunks = self.happening.chunks
            self._place_from(chunks[place], "same-sentence", 0.9, why_here(chunks, self.happening.main, place))
            return
        if self.pointed is not None:
            self._place_from(self.pointed.chunk, "town-pointed-at", 0.6)
            return
        inherited = inherited_place(told, self.event.sentence_number, self.happening.definite)
        if inherited is not None:
            self._place_from(inherited.chunk, "place-told-before", 0.5)
        elif self.setting is not None:
            self._place_from(self.setting.chunk, "setting-of-text", 0.35)

    def _place_from(self, chunk: Chunk, rule: str, confidence: float, why: tuple[str, ...] = ()) -> None:
        mention = self.draft.mention(MentionKind.PLACE, chunk.start, chunk.end, chunk.place)
        reasons = why or (INHERITED[rule], *why_not(self.happening.chunks))
        self._say(Prop.PLACE, MentionRef(mention.id), [mention.span], rule, confidence, reasons=reasons)

    def _date(self) -> None:
        for rank, index in enumerate(self.happening.times[:2]):
            chunk = self.happening.chunks[index]
            mention = self.draft.mention(MentionKind.DATE, chunk.start, chunk.end, chunk.time)
            self._say(Prop.DATE, MentionRef(mention.id), [mention.span], "same-sentence", 0.9 - 0.3 * rank)

    def _actors(self) -> None:
        first, second = self.happening.agent, self.happening.target
        if self._is_struck_crowd():
            self._crowd_actor(second, Prop.ACTOR2)
            second = None
        elif self._is_crowd_event():
            self._crowd_actor(first, Prop.ACTOR1)
            if second is None and self._is_between_crowds():
                self._crowd_actor(first, Prop.ACTOR2)
            first = None
        if self.happening.typed is not None and self.happening.typed.sub_event_type == "Peaceful protest":
            second = None  # a peaceful demonstration is one-sided; whom it is aimed at is no party (codebook section 2)
        for prop, index in ((Prop.ACTOR1, first), (Prop.ACTOR2, second)):
            if index is not None:
                self._say_people(prop, index, "grammar", 0.8)
        if second is not None and self.happening.chunks[second].people is None:
            self._struck_thing(second)
        self._associated()

    def _associated(self) -> None:
        """Partners of both sides; civilians whom remote violence against an armed side hits beside it (codebook
        section 2, confusable pair 10)."""
        for prop, partners in zip((Prop.ASSOCIATED1, Prop.ASSOCIATED2), self.happening.allies, strict=True):
            for index in partners:
                self._say_people(prop, index, "told-together", 0.7)
        typed, target = self.happening.typed, self.happening.target
        struck = self.happening.chunks[target].people if target is not None else None
        if typed is None or typed.sub_event_type not in REMOTE_TYPES or struck is None or not struck.armed:
            return
        for victims in self.happening.victims:
            if victims.side is Side.CIVILIAN and victims.phrase != target:
                self._say_people(Prop.ASSOCIATED2, victims.phrase, "collateral-harm", 0.6)

    def _struck_thing(self, index: int) -> None:
        """The side behind a struck thing, unless the state itself strikes a thing of this kind (then it is not its)."""
        chunk, agent = self.happening.chunks[index], self.happening.agent
        side = side_struck(chunk)
        by_state = agent is not None and self.happening.chunks[agent].form is ActorForm.STATE
        if side is None or (by_state and side.form is not ActorForm.CIVILIAN):
            return
        mention = self.draft.mention(MentionKind.ACTOR, chunk.start, chunk.end, side)
        self._say(Prop.ACTOR2, MentionRef(mention.id), [mention.span], "side-of-thing", 0.5)

    def _say_people(self, prop: Prop, index: int, rule: str, confidence: float) -> None:
        chunk = self.happening.chunks[index]
        if chunk.people is not None:
            mention = self.draft.mention(MentionKind.ACTOR, chunk.start, chunk.end, chunk.people.expression)
            self._say(prop, MentionRef(mention.id), [mention.span], rule, confidence)

    def _is_struck_crowd(self) -> bool:
        """Excessive force: those who strike are actor1, the demonstrators actor2."""
        typed, agent = self.happening.typed, self.happening.agent
        if typed is None or typed.sub_event_type != "Excessive force against protesters":
            return False
        return agent is None or self.happening.chunks[agent].form not in (ActorForm.CROWD, ActorForm.CIVILIAN)

    def _is_between_crowds(self) -> bool:
        """Whether crowds fight each other: "rival mobs fought pitched battles"."""
        return "clash" in self.happening.acts and bool(words_of(self.happening.chunks) & happening_words("rivals"))

    def _is_crowd_event(self) -> bool:
        typed = self.happening.typed
        return typed is not None and typed.sub_event_type in CROWD_TYPES

    def _crowd_actor(self, index: int | None, prop: Prop) -> None:
        """A party of a demonstration or riot is its crowd, whatever people it is made of (codebook section 2)."""
        assert self.happening.typed is not None
        riot = self.happening.typed.sub_event_type in ("Violent demonstration", "Mob violence")
        chunk = self.happening.chunks[index if index is not None else self.happening.main]
        people = chunk.people
        country = people.expression.country if people is not None else None
        head = people.expression.head if people is not None else chunk.lower
        expression = ActorExpression(ActorForm.CROWD, head, "rioters" if riot else "protesters", country)
        mention = self.draft.mention(MentionKind.ACTOR, chunk.start, chunk.end, expression)
        self._say(prop, MentionRef(mention.id), [mention.span], "crowd-of-type", 0.75)

    def _victims(self) -> None:
        for victims in self.happening.victims:
            if victims.count is None:
                continue
            count = divided(victims.count, *self.share)
            chunk = self.happening.chunks[victims.phrase]
            who, spans = chunk.lower, [self._span(victims.phrase), self._cue_to_phrase(victims)]
            if _names_a_person(chunk):  # the role is kept, never the name (codebook section 9)
                who, spans = _SOMEBODY, [self._span(victims.cue)]
                count = Count(count.low, count.best, count.high, _SOMEBODY)
            side = self._side(victims.side, victims.status)
            status = self._status(victims.status)
            value = VictimCount(
                side,
                status,
                count,
                who,
                total=not victims.part and side is Side.UNKNOWN,
            )
            self._say(
                Prop.VICTIMS,
                value,
                spans,
                "part-of-total" if victims.part else "count",
                0.85,
                reasons=(f"divided over {self.share[1]} places",) if self.share[1] > 1 else (),
            )

    def _cue_to_phrase(self, victims: Victims) -> Span:
        cue, phrase = self.happening.chunks[victims.cue], self.happening.chunks[victims.phrase]
        return self.draft.document.span(min(phrase.start, cue.start), max(phrase.end, cue.end))

    def _status(self, status: VictimStatus) -> VictimStatus:
        """People whom rebels "arrest" are abducted (codebook section 2, confusable pair 5)."""
        typed = self.happening.typed
        taken = typed is not None and typed.sub_event_type == "Abduction/forced disappearance"
        return VictimStatus.ABDUCTED if taken and status is VictimStatus.ARRESTED else status

    def _side(self, side: Side, status: VictimStatus) -> Side:
        """People of no stated side who are hit in an attack on civilians are civilians."""
        typed = self.happening.typed
        if (
            side is Side.UNKNOWN
            and typed is not None
            and typed.sub_event_type in ("Attack", "Abduction/forced disappearance", "Mob violence", "Sexual violence")
            and status is not VictimStatus.ARRESTED
        ):
            return Side.CIVILIAN
        harmed = status in (VictimStatus.KILLED, VictimStatus.INJURED)
        if side is Side.UNKNOWN and harmed and typed is not None and typed.sub_event_type in _FROM_AFAR_TYPES:
            return Side.CIVILIAN if not self._armed_hit() else side
        return side

    def _things(self) -> None:
        chunks, document = self.happening.chunks, self.draft.document
        for hit in self.happening.things:
            span = document.span(chunks[hit.first].start, chunks[hit.last - 1].end)
            value = AttackedThing(
                hit.entry.kind, Side(hit.entry.side), chunks[hit.noun].lower, span.quote, effect_on(chunks[hit.cue])
            )
            self._say(Prop.TARGET, value, [span], "thing-hit", 0.8)

    def _armed_hit(self) -> bool:
        """Whether armed people are the target or among those hit: then people of no stated side may be theirs."""
        target = self.happening.target
        armed = target is not None and self.happening.chunks[target].armed
        return armed or any(v.side in ARMED_SIDES for v in self.happening.victims)

    def _rest(self) -> None:
        named: dict[str, int] = {}
        for index in self.happening.weapons:
            weapon = self.happening.chunks[index].weapon
            if weapon is not None:
                named.setdefault(weapon.name, index)
        for name, index in named.items():
            self._say(Prop.WEAPON, name, [self._span(index)], "weapon-word", 0.8)
        for tag, index in tags_of(self.happening).items():
            self._say(Prop.TAG, tag, [self._span(index)], "other-tactic", 0.7)
        self._crowd_size()

    def _crowd_size(self) -> None:
        typed = self.happening.typed
        if typed is None or not self.happening.acts & CROWD_ACTS:
            return
        victims = {v.phrase for v in self.happening.victims}
        for index, chunk in enumerate(self.happening.chunks):
            people = chunk.people
            count: Count | None = (
                people.count
                if people is not None and people.expression.form in (ActorForm.CROWD, ActorForm.CIVILIAN)
                else None
            )
            if (
                count is not None
                and index not in victims
                and people is not None
                and people.plural
                and index < max(self.happening.triggers) + 3
            ):
                self._say(Prop.CROWD_SIZE, count, [self._span(index)], "crowd-count", 0.7)
                return


def divided(count: Count, part: int, parts: int) -> Count:
    """One place's share of a figure told for several; the odd ones go to the first places (CODEBOOK section 1)."""
    if parts == 1:
        return count

    def portion(number: int | None) -> int | None:
        return None if number is None else number // parts + (part < number % parts)

    return Count(portion(count.low), portion(count.best), portion(count.high), count.words)
