"""Building readings by hand: a document is a list of sentences, each happening a keyword call."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tocsin.model.document import Document, Published, Span
from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.ids import content_id
from tocsin.model.reading import (
    Assertion,
    Attribution,
    AttributionKind,
    EventMention,
    Mention,
    MentionKind,
    Modality,
    Prop,
    Reading,
    Stance,
    Statement,
    Value,
)
from tocsin.model.values import ActorValue, Count, DateValue, PlaceValue, Side, VictimCount, VictimStatus

KELMA = PlaceValue("Kelma", "x:1", "MLI", "Mopti", None, None, 14.50, -4.20, 1)
SARRUN = PlaceValue("Sarrun", "x:2", "MLI", "Mopti", None, None, 15.10, -3.10, 1)
OLT = PlaceValue("Olt", "x:3", "MLI", "Gao", None, None, 16.30, -0.10, 1)
MOPTI = PlaceValue("Mopti", "x:10", "MLI", "Mopti", None, None, 14.49, -4.19, 3, 150.0)
MALI = PlaceValue("Mali", "x:20", "MLI", precision=4)

ARMY = ActorValue("military-mali", "Military Forces of Mali (2021-)", "State forces", "MLI", "the army")
JNIM = ActorValue("jnim", "JNIM: Group for Support of Islam and Muslims", "Rebel group", "MLI", "JNIM")
KATIBA = ActorValue("katiba-macina", "Katiba Macina", "Rebel group", "MLI", "Katiba Macina")
ISSP = ActorValue("issp", "Islamic State Sahel Province (ISSP)", "Rebel group", "MLI", "ISSP")
GUNMEN = ActorValue(
    "unidentified-armed-group-mali", "Unidentified Armed Group (Mali)", "Political militia", "MLI", "gunmen"
)
CIVILIANS = ActorValue("civilians-mali", "Civilians (Mali)", "Civilians", "MLI", "villagers")


def day(number: int, month: int = 6, year: int = 2024) -> DateValue:
    """One day, precision 1."""
    return DateValue(date(year, month, number), date(year, month, number), 1)


def month(number: int, year: int = 2024) -> DateValue:
    """A whole month of 30 days, precision 3."""
    return DateValue(date(year, number, 1), date(year, number, 28), 3)


def killed(number: int, side: Side = Side.UNKNOWN, who: str = "people", total: bool = False) -> VictimCount:
    """So many dead of a side."""
    return VictimCount(side, VictimStatus.KILLED, Count.exactly(number, str(number)), who, None, total)


def injured(number: int, side: Side = Side.UNKNOWN, who: str = "people") -> VictimCount:
    """So many injured of a side."""
    return VictimCount(side, VictimStatus.INJURED, Count.exactly(number, str(number)), who)


@dataclass
class Builder:
    """Collects one document and its reading."""

    document_id: str
    sentences: list[str]
    published: date | None = date(2024, 6, 10)
    publisher: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    events: list[EventMention] = field(default_factory=list)
    assertions: list[Assertion] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    @property
    def document(self) -> Document:
        """The document whose text are the sentences, one blank apart."""
        published = Published(self.published, "given") if self.published else None
        return Document(self.document_id, " ".join(self.sentences), published=published, publisher=self.publisher)

    def span(self, sentence: int, words: str | None = None) -> Span:
        """The span of ``words`` in a sentence, or of the whole sentence."""
        start = sum(len(s) + 1 for s in self.sentences[:sentence])
        inside = self.sentences[sentence].index(words) if words is not None else 0
        length = len(words) if words is not None else len(self.sentences[sentence])
        return self.document.span(start + inside, start + inside + length)

    def event(self, sentence: int, trigger: str, **facts: Any) -> str:
        """An event mention with facts: ``type, date, place, actor1, actor2, victims, fatalities, weapon,
        modality, background, incidents, targeting, tag``. A fact is a value, ``(value, words)`` for a span
        of its own in the sentence, ``(value, words, sentence)`` elsewhere, or a list of these.
        """
        span = self.span(sentence, trigger)
        event_id = content_id("em", self.document_id, span.start, trigger)
        self.events.append(EventMention(event_id, self.document_id, span, self.span(sentence), sentence))
        for name, given in facts.items():
            for fact in given if isinstance(given, list) else [given]:
                self.say(event_id, PROPS[name], fact, sentence)
        return event_id

    def say(
        self,
        event_id: str,
        prop: Prop,
        fact: Any,
        sentence: int,
        by: str | None = None,
        stance: Stance = Stance.ASSERTED,
        confidence: float = 0.9,
    ) -> None:
        """One more assertion about an event mention."""
        value, *where = fact if isinstance(fact, tuple) else (fact,)
        place = where[1] if len(where) > 1 else sentence
        span = self.span(place, where[0] if where else None)
        self.assertions.append(
            Assertion(
                content_id("as", event_id, prop, repr(value), span.start, by),
                event_id,
                prop,
                _plain(value),
                (span,),
                "rules@test",
                by,
                stance,
                confidence=confidence,
            )
        )

    def speaker_place(self, sentence: int, words: str) -> None:
        """Mark words as the place where somebody spoke."""
        expression = PlaceExpression(words, PlaceRelation.SPEAKER)
        self.mentions.append(
            Mention(
                content_id("m", self.document_id, words),
                MentionKind.PLACE,
                self.span(sentence, words),
                expression,
            )
        )

    def tell_set(self, sentence: int, number: int, on: date, areas: list[str]) -> None:
        """A sentence that tells so many happenings of a day as a number, with the areas it names."""
        span = self.span(sentence)
        data = (("n", number), ("date", on.isoformat()))
        self.statements.append(
            Statement(content_id("st", self.document_id, span.start), self.document_id, "aggregate", span, data)
        )
        for name in areas:
            self.mentions.append(
                Mention(
                    content_id("m", self.document_id, sentence, name),
                    MentionKind.PLACE,
                    self.span(sentence, name),
                    PlaceExpression(name),
                )
            )

    def attribute(
        self, event_id: str, kind: AttributionKind, by: str, of: ActorValue | None, sentence: int, **more: Any
    ) -> None:
        """A responsibility statement."""
        self.attributions.append(
            Attribution(
                content_id("at", event_id, kind, by, sentence),
                event_id,
                kind,
                by,
                of.name if of else None,
                self.span(sentence),
                of_id=of.id if of else None,
                **more,
            )
        )

    @property
    def reading(self) -> Reading:
        """The reading as ``resolve`` would hand it over."""
        return Reading(
            self.document_id,
            "rules@test",
            tuple(self.mentions),
            tuple(self.events),
            tuple(self.assertions),
            tuple(self.attributions),
            statements=tuple(self.statements),
        )


def _plain(value: Any) -> Value:
    return value.value if isinstance(value, Modality) else value  # type: ignore[no-any-return]


PROPS = {
    "type": Prop.SUB_EVENT_TYPE,
    "date": Prop.DATE,
    "place": Prop.PLACE,
    "actor1": Prop.ACTOR1,
    "actor2": Prop.ACTOR2,
    "victims": Prop.VICTIMS,
    "fatalities": Prop.FATALITIES,
    "weapon": Prop.WEAPON,
    "modality": Prop.MODALITY,
    "background": Prop.BACKGROUND,
    "incidents": Prop.INCIDENT_COUNT,
    "targeting": Prop.CIVILIAN_TARGETING,
    "tag": Prop.TAG,
}


def world(*builders: Builder) -> tuple[dict[str, Document], dict[str, Reading]]:
    """Documents and readings by id."""
    return {b.document_id: b.document for b in builders}, {b.document_id: b.reading for b in builders}
