"""The rule engine: one document in, a ``Reading`` out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document, Span
from tocsin.model.expressions import ActorExpression, ActorForm, PlaceExpression, PlaceRelation
from tocsin.model.ids import content_id
from tocsin.model.reading import (
    Alternative,
    Assertion,
    Attribution,
    EventMention,
    Expression,
    Mention,
    MentionKind,
    Modality,
    Prop,
    Reading,
    Stance,
    Value,
)
from tocsin.model.values import Count, MentionRef, Side, VictimCount, VictimStatus
from tocsin.read.rules.attributions import AttributionFound, find_attributions
from tocsin.read.rules.chunks import Chunk, Found, SentenceChunker, is_country
from tocsin.read.rules.document_gate import other_subject
from tocsin.read.rules.finders import find_all
from tocsin.read.rules.happenings import CROWD_TYPES, Happening, SentenceReading, read_sentence
from tocsin.read.rules.modality import Told
from tocsin.read.rules.lexicon import Lexicon, lexicon
from tocsin.read.rules.riot_context import in_riot, riot_document
from tocsin.read.rules.speech import Speaker, find_speaker
from tocsin.read.rules.statements import find_statements
from tocsin.read.rules.tokens import Sentence, split_sentences

AUTHOR = "rules@1"
_SIDE_OF_TYPE = {
    "State forces": Side.STATE, "Rebel group": Side.REBEL, "Political militia": Side.MILITIA, "Identity militia": Side.MILITIA,
    "External/Other forces": Side.STATE, "Rioters": Side.OTHER, "Protesters": Side.CIVILIAN, "Civilians": Side.CIVILIAN,
}  # fmt: skip


@dataclass
class _Draft:
    """What is being built for one document."""

    document: Document
    mentions: dict[str, Mention] = field(default_factory=dict)
    event_mentions: list[EventMention] = field(default_factory=list)
    assertions: list[Assertion] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    def mention(self, kind: MentionKind, start: int, end: int, expression: Expression) -> Mention:
        """The mention at these offsets, made when it is new."""
        key = content_id("mn", self.document.id, self.document.version, kind, start, end)
        if key not in self.mentions:
            self.mentions[key] = Mention(key, kind, self.document.span(start, end), expression)
        return self.mentions[key]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place phrase with its sentence, for happenings that name none of their own."""

    sentence: int
    chunk: Chunk


class RulesReader:
    """Reads English by lexicons and shallow syntax. Deterministic; needs no model and no network."""

    author = AUTHOR
    languages = frozenset({"en"})

    def __init__(self, knowledge: Knowledge) -> None:
        """``knowledge`` gives actor names, nationalities and places."""
        self._knowledge = knowledge
        self._lexicon: Lexicon = lexicon()
        self._chunker = SentenceChunker(self._lexicon)

    def read(self, document: Document) -> Reading:
        """Read one document. An empty or odd text gives an empty reading, never an error."""
        draft = _Draft(document)
        sentences = split_sentences(document.text)
        found = find_all(document, sentences, self._knowledge)
        rows = [self._chunker.chunks(s, found.in_sentence(s)) for s in sentences]
        readings = [read_sentence(s, row, self._lexicon) for s, row in zip(sentences, rows, strict=True)]
        if riot_document(rows):
            for reading in readings:
                in_riot(reading)
        self._note_mentions(draft, found.whole)
        off_subject = other_subject(document.text, readings, self._lexicon)
        if off_subject is not None:
            draft.trace.append(off_subject)
            for reading in readings:
                reading.happenings.clear()
        self._note_dropped(draft, readings)
        told = self._build_events(draft, sentences, rows, readings)
        self._attribute(draft, rows, readings, told)
        statements, flags = find_statements(
            document, sentences, rows, list(draft.mentions.values()), self._lexicon
        )
        return Reading(
            document.id, AUTHOR, tuple(draft.mentions.values()), tuple(draft.event_mentions), tuple(draft.assertions),
            tuple(draft.attributions), statements, flags, tuple(draft.trace),
        )  # fmt: skip

    def _note_mentions(self, draft: _Draft, found: Found) -> None:
        for start, end, expression, _ in found.actors:
            draft.mention(MentionKind.ACTOR, start, end, expression)
        for start, end, place in found.places:
            draft.mention(MentionKind.PLACE, start, end, place)
        for start, end, time in found.times:
            draft.mention(MentionKind.DATE, start, end, time)

    def _note_dropped(self, draft: _Draft, readings: Sequence[SentenceReading]) -> None:
        for reading in readings:
            for chunk, reason in reading.dropped:
                draft.trace.append(
                    f"'{draft.document.text[chunk.start : chunk.end]}' at {chunk.start}: {reason}"
                )

    def _build_events(
        self,
        draft: _Draft,
        sentences: Sequence[Sentence],
        rows: Sequence[tuple[Chunk, ...]],
        readings: Sequence[SentenceReading],
    ) -> list[tuple[Happening, EventMention]]:
        """Event mentions with their assertions; places are inherited along the text where a sentence names none."""
        made: list[tuple[Happening, EventMention]] = []
        told: list[_Place] = []
        for sentence, row, reading in zip(sentences, rows, readings, strict=True):
            speaker = find_speaker(draft.document.text, row, self._lexicon)
            happenings = reading.happenings or _toll_after(made, sentence, row, reading)
            happenings = [_after_crowd(made, sentence, happening) for happening in happenings]
            for happening in happenings:
                if happening.told.habitual and not happening.times and not happening.victims:
                    draft.trace.append(
                        f"'{happening.chunks[happening.main].lower}' at {happening.chunks[happening.main].start}: a habit, no datable act"
                    )
                    continue
                if happening.thin():
                    draft.trace.append(_fate(happening, "only mentioned: no town, day, toll or sides of its own"))
                    continue
                split = self._split_places(happening)
                for part, place in enumerate(split):
                    event = self._event_mention(draft, sentence, happening, part)
                    _Asserter(draft, event, happening, speaker, self._lexicon, len(split) > 1).assert_all(place, told)
                    made.append((happening, event))
                    if place is not None and happening.told.modality in (Modality.ACTUAL, Modality.FAILED):
                        told.append(_Place(sentence.number, happening.chunks[place]))
        return made

    def _split_places(self, happening: Happening) -> list[int | None]:
        """One account per listed place ("attacks in A, B and C"); ``None`` when the sentence names no place."""
        if not happening.places:
            return [None]
        towns = [k for k in happening.places if not is_country(happening.chunks[k])]
        return list(towns or happening.places[:1])

    def _event_mention(
        self, draft: _Draft, sentence: Sentence, happening: Happening, part: int
    ) -> EventMention:
        chunk = happening.chunks[happening.main]
        key = content_id(
            "em", draft.document.id, draft.document.version, AUTHOR, chunk.start, chunk.end, part
        )
        trigger = draft.document.span(chunk.start, chunk.end)
        made = EventMention(
            key,
            draft.document.id,
            trigger,
            draft.document.span(sentence.start, sentence.end),
            sentence.number,
        )
        draft.event_mentions.append(made)
        return made

    def _attribute(
        self,
        draft: _Draft,
        rows: Sequence[tuple[Chunk, ...]],
        readings: Sequence[SentenceReading],
        told: Sequence[tuple[Happening, EventMention]],
    ) -> None:
        for item in find_attributions(draft.document, rows, told, self._lexicon):
            draft.attributions.append(_attribution(draft, item))


# A toll told up to this many sentences after a happening belongs to it ("Nine people died, police said.").
_TOLL_REACH = 3
_VIOLENT_ACTS = frozenset({"kill", "shoot", "attack", "clash", "airstrike", "bomb", "suicide", "shell", "grenade", "chemical", "riot", "mob", "capture"})


def _toll_after(
    made: Sequence[tuple[Happening, EventMention]], sentence: Sentence, row: tuple[Chunk, ...], reading: SentenceReading
) -> list[Happening]:
    """A sentence that tells only a toll, read as a further account of the violent happening told before it."""
    if not reading.tolls:
        return []
    before = [h for h, e in made if 0 < sentence.number - e.sentence_number <= _TOLL_REACH and h.acts & _VIOLENT_ACTS]
    if not before or before[-1].typed is None or before[-1].told.modality not in (Modality.ACTUAL, Modality.FAILED):
        return []
    last, victims = before[-1], reading.tolls[0]
    assert last.typed is not None
    typed = replace(last.typed, confidence=0.4, because="toll of the happening told before")
    cue = victims[0].cue
    target = next((v.phrase for v in victims if row[v.phrase].people is not None), None)
    told = Told(Modality.ACTUAL)
    return [
        Happening(sentence, row, (cue,), cue, frozenset({"die"}), told, typed, None, target, victims, (), (), (), definite=True)
    ]


def _after_crowd(made: Sequence[tuple[Happening, EventMention]], sentence: Sentence, happening: Happening) -> Happening:
    """People hurt by nobody named, right after a demonstration or riot was told, were hurt in it."""
    typed = happening.typed
    if typed is None or typed.sub_event_type != "Attack" or happening.agent is not None or happening.places or not happening.victims:
        return happening
    before = [h for h, e in made if 0 < sentence.number - e.sentence_number <= 2 and h.typed is not None]
    if not before or before[-1].typed is None or before[-1].typed.sub_event_type not in CROWD_TYPES - {"Peaceful protest"}:
        return happening
    last = before[-1].typed
    rivals = (("Attack", 0.3), *last.alternatives)
    return replace(happening, typed=replace(last, confidence=0.5, alternatives=rivals, because="harm told after a demonstration or riot"))


def _fate(happening: Happening, reason: str) -> str:
    chunk = happening.chunks[happening.main]
    return f"'{chunk.lower}' at {chunk.start}: {reason}"


def _attribution(draft: _Draft, item: AttributionFound) -> Attribution:
    by_mention = None
    if item.by_people is not None:
        people = item.by_people
        assert people.people is not None
        by_mention = draft.mention(MentionKind.ACTOR, people.start, people.end, people.people.expression).id
    of_mention = None
    if item.of_people is not None:
        people = item.of_people
        assert people.people is not None
        of_mention = draft.mention(MentionKind.ACTOR, people.start, people.end, people.people.expression).id
    key = content_id("at", item.event.id, item.kind, item.by, item.of, item.start, item.end)
    span = draft.document.span(item.start, item.end)
    return Attribution(
        key, item.event.id, item.kind, item.by, item.of, span, item.via, by_mention, of_mention, author=AUTHOR
    )


@dataclass
class _Asserter:
    """Writes the assertions of one event mention."""

    draft: _Draft
    event: EventMention
    happening: Happening
    speaker: Speaker | None
    lexicon: Lexicon
    one_of_many: bool  # stands for one place of a list: the sentence's tolls are not its own

    def assert_all(self, place: int | None, places: Sequence[_Place]) -> None:
        """All properties in a fixed order."""
        self._types()
        self._place(place, places)
        self._date()
        self._actors()
        self._victims()
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

    def _place(self, place: int | None, told: Sequence[_Place]) -> None:
        if place is not None:
            self._place_from(self.happening.chunks[place], "same-sentence", 0.9)
            return
        inherited = _inherit(told, self.event.sentence_number, self.happening.definite)
        if inherited is not None:
            self._place_from(inherited.chunk, "place-told-before", 0.5)

    def _place_from(self, chunk: Chunk, rule: str, confidence: float) -> None:
        mention = self.draft.mention(MentionKind.PLACE, chunk.start, chunk.end, chunk.place)
        self._say(Prop.PLACE, MentionRef(mention.id), [mention.span], rule, confidence)

    def _date(self) -> None:
        for rank, index in enumerate(self.happening.times[:2]):
            chunk = self.happening.chunks[index]
            mention = self.draft.mention(MentionKind.DATE, chunk.start, chunk.end, chunk.time)
            self._say(Prop.DATE, MentionRef(mention.id), [mention.span], "same-sentence", 0.9 - 0.3 * rank)

    def _actors(self) -> None:
        first, second = self.happening.agent, self.happening.target
        if self._is_crowd_event():
            self._crowd_actor(first)
            first = None
        for prop, index in ((Prop.ACTOR1, first), (Prop.ACTOR2, second)):
            if index is None or self.happening.chunks[index].people is None:
                continue
            chunk = self.happening.chunks[index]
            assert chunk.people is not None
            mention = self.draft.mention(MentionKind.ACTOR, chunk.start, chunk.end, chunk.people.expression)
            self._say(prop, MentionRef(mention.id), [mention.span], "grammar", 0.8)

    def _is_crowd_event(self) -> bool:
        typed = self.happening.typed
        return typed is not None and typed.sub_event_type in CROWD_TYPES

    def _crowd_actor(self, index: int | None) -> None:
        """actor1 of a demonstration or riot is its crowd, whatever people it is made of (codebook section 2)."""
        assert self.happening.typed is not None
        riot = self.happening.typed.sub_event_type in ("Violent demonstration", "Mob violence")
        chunk = self.happening.chunks[index if index is not None else self.happening.main]
        people = chunk.people
        country = people.expression.country if people is not None else None
        head = people.expression.head if people is not None else chunk.lower
        expression = ActorExpression(ActorForm.CROWD, head, "rioters" if riot else "protesters", country)
        mention = self.draft.mention(MentionKind.ACTOR, chunk.start, chunk.end, expression)
        self._say(Prop.ACTOR1, MentionRef(mention.id), [mention.span], "crowd-of-type", 0.75)

    def _victims(self) -> None:
        if self.one_of_many:
            return
        for victims in self.happening.victims:
            if victims.count is None:
                continue
            chunk = self.happening.chunks[victims.phrase]
            span = self.draft.document.span(
                min(chunk.start, self.happening.chunks[victims.cue].start),
                max(chunk.end, self.happening.chunks[victims.cue].end),
            )
            side = self._side(victims.side, victims.status)
            status = self._status(victims.status)
            value = VictimCount(
                side,
                status,
                victims.count,
                chunk.lower,
                total=not victims.part and side is Side.UNKNOWN,
            )
            self._say(
                Prop.VICTIMS,
                value,
                [self._span(victims.phrase), span],
                "part-of-total" if victims.part else "count",
                0.85,
            )

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
            and typed.sub_event_type
            in ("Attack", "Abduction/forced disappearance", "Mob violence", "Sexual violence")
            and status is not VictimStatus.ARRESTED
        ):
            return Side.CIVILIAN
        return side

    def _rest(self) -> None:
        names = dict.fromkeys(
            self.happening.chunks[k].weapon.name
            for k in self.happening.weapons
            if self.happening.chunks[k].weapon is not None
        )  # type: ignore[union-attr]
        for name in names:
            index = next(
                k
                for k in self.happening.weapons
                if self.happening.chunks[k].weapon is not None
                and self.happening.chunks[k].weapon.name == name
            )  # type: ignore[union-attr]
            self._say(Prop.WEAPON, name, [self._span(index)], "weapon-word", 0.8)
        self._crowd_size()

    def _crowd_size(self) -> None:
        typed = self.happening.typed
        if typed is None or not self.happening.acts & {"protest", "disperse", "riot", "mob"}:
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


# How many sentences back an account without a place may take the place of the account before it; further for a noun
# that refers back ("the attack").
_REACH, _REACH_DEFINITE = 4, 12


def _inherit(told: Sequence[_Place], sentence: int, definite: bool) -> _Place | None:
    """The place of the account told last before ``sentence``, when it is near enough; else ``None``: the resolver
    then knows no more than the country of the text."""
    reach = _REACH_DEFINITE if definite else _REACH
    before = [p for p in told if 0 <= sentence - p.sentence <= reach]
    return before[-1] if before else None


__all__ = ["AUTHOR", "ActorExpression", "Modality", "PlaceExpression", "RulesReader", "Stance"]
