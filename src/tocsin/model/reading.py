"""What an engine adds to a document: mentions, event mentions, assertions, attributions and flags.

Engines return additions and never change what they were given. ``resolve`` returns a new ``Reading`` in which every
``MentionRef`` value has been replaced by an identity, or stayed unresolved with a flag.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.model.document import Span
from tocsin.model.expressions import ActorExpression, PlaceExpression, TimeExpression
from tocsin.model.values import ActorValue, AttackedThing, Count, DateValue, MentionRef, PlaceValue, Side, VictimCount


class MentionKind(StrEnum):
    """What a mention names."""

    ACTOR = "actor"
    PLACE = "place"
    DATE = "date"
    COUNT = "count"
    WEAPON = "weapon"
    SOURCE = "source"  # somebody who says something: "police", "AFP", "a resident"


Expression = ActorExpression | PlaceExpression | TimeExpression | Count | str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something, without identity yet; ``expression`` is its canonical form."""

    id: str
    kind: MentionKind
    span: Span
    expression: Expression = None


class Modality(StrEnum):
    """Whether a happening is told as having taken place (CONTRACT, ``modality``)."""

    ACTUAL = "actual"
    FAILED = "failed"
    PLANNED = "planned"
    THREATENED = "threatened"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Stance(StrEnum):
    """How firmly the speaker asserts a value."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    DENIED = "denied"


class Prop(StrEnum):
    """The properties an assertion can be about. Value types are given in brackets."""

    SUB_EVENT_TYPE = "sub_event_type"  # [str]
    MODALITY = "modality"  # [str, a Modality]
    BACKGROUND = "background"  # [bool]
    DATE = "date"  # [MentionRef -> DateValue]
    PLACE = "place"  # [MentionRef -> PlaceValue]
    ACTOR1 = "actor1"  # [MentionRef -> ActorValue]
    ACTOR2 = "actor2"  # [MentionRef -> ActorValue]
    ASSOCIATED1 = "associated1"  # [MentionRef -> ActorValue] allies of actor1
    ASSOCIATED2 = "associated2"  # [MentionRef -> ActorValue] identity or allies of actor2
    VICTIMS = "victims"  # [VictimCount]
    FATALITIES = "fatalities"  # [Count] the text's own total of deaths
    WEAPON = "weapon"  # [str]
    TARGET = "target"  # [AttackedThing] a thing that was attacked
    INCIDENT_COUNT = "incident_count"  # [int] "six attacks"
    CROWD_SIZE = "crowd_size"  # [Count]
    STRENGTH = "strength"  # [Count] how many took part; never a toll
    CIVILIAN_TARGETING = "civilian_targeting"  # [bool]
    TAG = "tag"  # [str]


Value = str | bool | int | Count | VictimCount | AttackedThing | DateValue | PlaceValue | ActorValue | MentionRef


@dataclass(frozen=True, slots=True)
class Alternative:
    """A rival reading of the same property with its probability."""

    value: Value
    confidence: float


@dataclass(frozen=True, slots=True)
class Assertion:
    """One asserted value about one event mention: property, value, words, speaker, stance, author.

    ``spans`` are the words it rests on (never empty). ``attributed_to`` are the words for the speaker the text
    names ("police"), ``None`` when the text itself asserts it. ``author`` is the engine or person ("rules@1");
    ``rule`` names the rule that derived it; ``reasons`` are short phrases for ``tocsin explain``.
    """

    id: str
    event_mention_id: str
    prop: Prop
    value: Value
    spans: tuple[Span, ...]
    author: str
    attributed_to: str | None = None
    stance: Stance = Stance.ASSERTED
    rule: str | None = None
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMention:
    """One document's account of one happening: the word that tells it, and the sentence around it.

    Several accounts of the same happening in one document are several event mentions; ``merge`` groups them. An engine
    that has grouped them itself gives those of one happening one ``happening``; "" leaves it to merging.
    """

    id: str
    document_id: str
    trigger: Span
    sentence: Span
    sentence_number: int = 0
    happening: str = ""


class AttributionKind(StrEnum):
    """Kinds of responsibility statements (CONTRACT, ``attributions[].kind``)."""

    CLAIM = "claim"
    DENIAL = "denial"
    ACCUSATION = "accusation"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says that whom is responsible, and through which relays. ``by``/``of`` are words before resolving and
    registry names after; ``via`` runs from the first relay to the last.

    ``rule``: ``words`` where the text itself says what kind it is ("denied"), ``speech`` where that follows from who
    speaks and who acted, so that it is judged once the event is known; ``speaks_for``: the side (``model.values.Side``)
    that a speaker without a registry entry is on.
    """

    id: str
    event_mention_id: str
    kind: AttributionKind
    by: str
    of: str | None
    span: Span
    via: tuple[str, ...] = ()
    by_mention: str | None = None  # mention ids, where the words are mentions
    of_mention: str | None = None
    by_id: str | None = None  # registry ids, once resolved
    of_id: str | None = None
    author: str = ""
    words: str = ""  # for the side claiming or blamed, as the text has them, once `by` and `of` are registry names
    grade: str | None = None  # Admiralty code of the saying, once merged: that it was said, and for accusations what
    graded: str = ""  # why
    stance: Stance = (
        Stance.ASSERTED
    )  # hedged: the speaker or the text keeps a distance ("suspected rebels", "allegedly")
    rule: str = "words"
    speaks_for: Side = Side.UNKNOWN
    when_mention: str | None = None  # the time at which it was said, where the text names one
    said: DateValue | None = None  # that time, once resolved


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person should look at: coded (see ``docs/reference``), with a sentence and the words it is about."""

    code: str
    sentence: str
    document_id: str | None = None
    event_mention_id: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A non-event mention kept as data (CODEBOOK section 10, ``M``): threat, opinion, statistic, organisation fact …

    ``kind`` is one of ``aggregate, background, opinion, assessment, threat, condition, hypothetical, statistic,
    governance, relation, negated, accusation, quote, distance, date, strength, motive, issuer``; ``data`` holds what
    was understood as plain JSON values (keys by kind: ``cases/README.md``). ``refs`` names the mentions behind a key of
    ``data``; resolving puts their identity in the place of the words.
    """

    id: str
    document_id: str
    kind: str
    span: Span
    data: tuple[tuple[str, str | int | float | bool | None], ...] = ()
    refs: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All an engine found in one document."""

    document_id: str
    author: str
    mentions: tuple[Mention, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    statements: tuple[Statement, ...] = ()
    flags: tuple[Flag, ...] = ()
    trace: tuple[str, ...] = field(default=())  # decisions worth explaining: "trigger 'strike' at 31 dropped: labour"
