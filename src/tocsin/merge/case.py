"""A case: everything that was asserted about one event, in the order of its authority.

Reports that speak for their story come first (``speaking.py``), then copies; a copy's assertion is used only where no
speaking report says anything, so copies never outvote and never corroborate.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from tocsin.knowledge import Knowledge
from tocsin.merge.accounts import in_own_time, is_mere_mention, is_own, is_speaker_place, speaker_spans
from tocsin.merge.asides import Aside, asides
from tocsin.merge.named_days import NAMED_RULE, on_named_day
from tocsin.merge.settings import Settings
from tocsin.merge.speaking import Speakers
from tocsin.merge.stories import root_rank
from tocsin.model.document import Document, Span
from tocsin.model.event import ChangedFact, Evidence, FieldAlternative, Story, StoryMember
from tocsin.model.people import Correction
from tocsin.model.reading import (
    Assertion,
    Attribution,
    EventMention,
    Flag,
    Prop,
    Reading,
    Stance,
    Value,
)

_T = TypeVar("_T")
_Chosen = TypeVar("_Chosen", covariant=True)


@dataclass(frozen=True, slots=True)
class Told(Generic[_T]):
    """One assertion with a resolved value: which document says it, at which place in the case, in which
    sentence.
    """

    value: _T
    assertion: Assertion
    document_id: str
    story: str
    report: int  # 0 for the document that comes first
    sentence: int
    root: bool
    own: bool  # stated in the sentence of its event mention, and not carried over from elsewhere
    mere: bool = False  # of a mere mention ("the bombing"): a day beside it may be that of other news

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Sort key: report, then place in its text."""
        return (self.report, self.sentence, self.assertion.spans[0].start, self.assertion.id)

    @property
    def confidence(self) -> float:
        """How sure the reader was."""
        return self.assertion.confidence

    @property
    def is_fact(self) -> bool:
        """Whether the text itself asserts it, without a hedge and without naming a speaker."""
        return self.assertion.attributed_to is None and self.assertion.stance is Stance.ASSERTED


@dataclass(frozen=True, slots=True)
class Choice(Generic[_Chosen]):
    """A field's value with the rule that chose it, its evidence, rivals and contradictions."""

    value: _Chosen
    rule: str
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[Flag, ...] = ()
    alternatives: tuple[FieldAlternative, ...] = ()


_TIMED = (Prop.DATE, Prop.VICTIMS, Prop.FATALITIES)  # what another part of the sentence may give another happening


@dataclass(frozen=True)
class Case:
    """One event's mentions and what was said about them. ``reports`` are its documents, roots of stories
    first.
    """

    mention_ids: tuple[str, ...]
    reports: tuple[Document, ...]
    story_of: Mapping[str, str]
    speaking: frozenset[str]  # documents that speak for their story
    paraphrased: frozenset[str]  # machine paraphrases, known or suspected: they confirm nothing
    not_counted: Mapping[str, str]  # documents that are no independent report: why
    changed: tuple[tuple[StoryMember, ChangedFact], ...]  # facts that copies among the reports tell otherwise
    mentions: Mapping[str, EventMention]
    assertions: tuple[Assertion, ...]
    attributions: tuple[Attribution, ...]
    reader_flags: tuple[Flag, ...]
    speakers: Mapping[str, frozenset[tuple[int, int]]]
    settings: Settings
    knowledge: Knowledge
    corrections: tuple[Correction, ...] = ()  # of people, in force

    @cached_property
    def stories(self) -> int:
        """Number of independent stories: 0 where nothing but machine paraphrases tells the event."""
        return len(self.speaking - self.paraphrased)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {d.id: n for n, d in enumerate(self.reports)}

    @cached_property
    def _asides(self) -> dict[str, tuple[Aside, ...]]:
        return {m.id: asides(m.sentence, self.settings.asides) for m in self.mentions.values()}

    @cached_property
    def _by_prop(self) -> dict[Prop, list[Assertion]]:
        by_prop: dict[Prop, list[Assertion]] = defaultdict(list)
        for assertion in self.assertions:
            by_prop[assertion.prop].append(assertion)
        return by_prop

    def told(self, prop: Prop, kind: type[_T]) -> list[Told[_T]]:
        """Everything said about a property with a value of ``kind``, denials included, in order of authority.

        Places of speakers are left out: nobody says that it happened there. Days and people of another part of the
        sentence ("a day after ten others were killed") are counted back or left out (``merge/asides.py``).
        """
        found = []
        for given in self._by_prop.get(prop, ()):
            mention = self.mentions[given.event_mention_id]
            parts = self._asides[mention.id] if prop in _TIMED else ()
            mere = bool(parts) and is_mere_mention(mention, self.settings.within)
            dated = on_named_day(given, mention, self.settings.asides)
            assertion = in_own_time(dated, mention, parts, mere=mere) if parts else dated
            value: object = assertion.value if assertion is not None else None
            if assertion is not None and isinstance(value, kind):
                if prop is Prop.PLACE and is_speaker_place(assertion, self.speakers[mention.document_id]):
                    continue
                found.append(self._told(value, assertion, mention))
        return sorted(found, key=lambda t: t.order)

    def voices(self, prop: Prop, kind: type[_T]) -> list[Told[_T]]:
        """What counts for a property: not denied, from roots; from copies only where no root says
        anything.
        """
        told = [t for t in self.told(prop, kind) if t.assertion.stance is not Stance.DENIED]
        roots = [t for t in told if t.root]
        return roots or told

    def voice(self, value: _T, assertion: Assertion) -> Told[_T]:
        """A value made from something else than an assertion of the case (a claim, say), in its place."""
        return self._told(value, assertion, self.mentions[assertion.event_mention_id])

    def _told(self, value: _T, assertion: Assertion, mention: EventMention) -> Told[_T]:
        document_id = mention.document_id
        return Told(
            value,
            assertion,
            document_id,
            self.story_of[document_id],
            self._number[document_id],
            mention.sentence_number,
            document_id in self.speaking,
            is_own(assertion, mention),
            is_mere_mention(mention, self.settings.within) and assertion.rule != NAMED_RULE,
        )

    def is_counted(self, evidence: Sequence[Evidence]) -> bool:
        """Whether a chosen value rests on a report that counts, or on none (a value made by a rule)."""
        chosen = [e for e in evidence if e.chosen and e.spans]
        return not chosen or any(s.document_id in self.speaking for e in chosen for s in e.spans)

    def from_speaking(self, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """Those rows that rest on a report that counts; all of them where none does."""
        kept = tuple(e for e in evidence if not e.spans or any(s.document_id in self.speaking for s in e.spans))
        return kept or tuple(evidence)

    def spans(self) -> tuple[Span, ...]:
        """The triggers of all mentions, in order of authority: what a default value rests on."""
        ordered = sorted(self.mentions.values(), key=lambda m: (self._number[m.document_id], m.trigger.start, m.id))
        return tuple(m.trigger for m in ordered)


def evidence_of(
    name: str, told: Told[_T], value: Value, chosen: bool, rule: str, reasons: Sequence[str] = ()
) -> Evidence:
    """One assertion as evidence for a field."""
    a = told.assertion
    return Evidence(
        field=name,
        value=value,
        spans=a.spans,
        chosen=chosen,
        author=a.author,
        rule=rule if chosen else (a.rule or "reported"),
        attributed_to=a.attributed_to,
        stance=a.stance,
        confidence=a.confidence,
        reasons=tuple(dict.fromkeys((*a.reasons, *reasons))),
        assertion_id=a.id,
    )


def quotes(told: Iterable[Told[_T]]) -> str:
    """The words of some assertions for a flag's sentence."""
    words = dict.fromkeys(f"“{t.assertion.spans[0].quote}” ({t.document_id})" for t in told)
    return " and ".join(words)


def conflict(code: str, sentence: str, sides: Sequence[Told[_T]]) -> Flag:
    """A contradiction as a flag with the words of every side."""
    first = sides[0]
    return Flag(
        code,
        sentence,
        first.document_id,
        first.assertion.event_mention_id,
        tuple(span for side in sides for span in side.assertion.spans[:1]),
    )


@dataclass
class Library:
    """Documents, readings and stories, indexed once for assembling many events."""

    documents: Mapping[str, Document]
    readings: Mapping[str, Reading]
    stories: Sequence[Story]
    knowledge: Knowledge
    settings: Settings
    corrections: Mapping[str, Sequence[Correction]] = field(default_factory=dict)  # by event mention
    _document_of: dict[str, str] = field(default_factory=dict)
    _opened: dict[str, "_Opened"] = field(default_factory=dict)
    _speakers: Speakers = field(init=False)

    def __post_init__(self) -> None:
        for reading in self.readings.values():
            for mention in reading.event_mentions:
                self._document_of[mention.id] = mention.document_id
        self._speakers = Speakers(self.documents, self.stories)

    def case(self, mention_ids: Iterable[str]) -> Case:
        """The case of one cluster of event mentions.

        Raises:
            KeyError: a mention stands in no reading.
        """
        ids = tuple(sorted(set(mention_ids)))
        documents = sorted({self._document_of[m] for m in ids})
        opened = {d: self._open(d) for d in documents}
        homes = [opened[self._document_of[m]] for m in ids]
        mentions = {m: home.mentions[m] for m, home in zip(ids, homes, strict=True)}
        triggers: dict[str, list[Span]] = {d: [] for d in documents}
        for mention in mentions.values():
            triggers[mention.document_id].append(mention.trigger)
        speaking = self._speakers.speaking(documents, triggers)
        why = {d: self._speakers.why(d, speaking, triggers[d]) for d in documents}
        return Case(
            mention_ids=ids,
            reports=tuple(
                sorted((self.documents[d] for d in documents), key=lambda d: (d.id not in speaking, root_rank(d)))
            ),
            story_of={d: self._speakers.story_of(d) for d in documents},
            speaking=speaking,
            paraphrased=self._speakers.paraphrased(documents),
            not_counted={d: reason for d, reason in why.items() if reason is not None},
            changed=self._speakers.changed(documents),
            mentions=mentions,
            assertions=tuple(a for m, home in zip(ids, homes, strict=True) for a in home.assertions.get(m, ())),
            attributions=tuple(a for m, home in zip(ids, homes, strict=True) for a in home.attributions.get(m, ())),
            reader_flags=tuple(f for m, home in zip(ids, homes, strict=True) for f in home.flags.get(m, ())),
            speakers={d: opened[d].speakers for d in documents},
            settings=self.settings,
            knowledge=self.knowledge,
            corrections=tuple(c for m in ids for c in self.corrections.get(m, ())),
        )

    def _open(self, document_id: str) -> "_Opened":
        if document_id not in self._opened:
            self._opened[document_id] = _Opened.of(self.readings[document_id])
        return self._opened[document_id]


@dataclass(frozen=True, slots=True)
class _Opened:
    """One reading indexed by event mention."""

    mentions: Mapping[str, EventMention]
    assertions: Mapping[str, list[Assertion]]
    attributions: Mapping[str, list[Attribution]]
    flags: Mapping[str, list[Flag]]
    speakers: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, reading: Reading) -> "_Opened":
        assertions: dict[str, list[Assertion]] = defaultdict(list)
        attributions: dict[str, list[Attribution]] = defaultdict(list)
        flags: dict[str, list[Flag]] = defaultdict(list)
        for assertion in sorted(reading.assertions, key=lambda a: a.id):
            assertions[assertion.event_mention_id].append(assertion)
        for attribution in sorted(reading.attributions, key=lambda a: a.id):
            attributions[attribution.event_mention_id].append(attribution)
        for flag in reading.flags:
            if flag.event_mention_id is not None:
                flags[flag.event_mention_id].append(flag)
        mentions = {m.id: m for m in reading.event_mentions}
        return cls(mentions, assertions, attributions, flags, speaker_spans(reading))
