"""The reading of one document while it is written: what each module of the writer puts its mentions and assertions on,
with what they all ask of the document."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tocsin.model.document import Document, Span
from tocsin.model.ids import content_id
from tocsin.model.reading import (
    Alternative,
    Assertion,
    EventMention,
    Expression,
    Mention,
    MentionKind,
    Prop,
    Stance,
    Value,
)
from tocsin.read.neural.found import Part, Trigger
from tocsin.read.neural.phrases import Phrases
from tocsin.read.neural.thresholds import Thresholds
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.modality import stance_at
from tocsin.read.rules.tokens import Sentence
from tocsin.read.rules.word_lists import grammar_words

AUTHOR = "local@1"
Parts = dict[str, list[Part]]
"""Spans by the part they play, likeliest first."""


@dataclass
class Account:
    """One event as one sentence tells it. ``event``: the number of the event among those found."""

    event: int
    mention: EventMention
    triggers: list[Trigger]
    parts: Parts = field(default_factory=dict)
    share: tuple[int, int] = (0, 1)
    """(number, of how many): stands for one place of a list, over which tolls are divided."""
    rules: frozenset[str] = frozenset()
    """The rules' event mentions that tell the same in the same sentence."""
    toll: bool = False
    """Whether its sentence tells only harm done in what was told before."""

    def of(self, label: str) -> Sequence[Part]:
        """The spans that play a part in it."""
        return self.parts.get(label, ())


class Page:
    """Mentions and assertions of one document, as far as they are written."""

    def __init__(
        self, document: Document, worked: Worked, phrases: Phrases, types: Sequence[str], settings: Thresholds
    ) -> None:
        """``types``: the model's sub-event types, in the order of its probabilities."""
        self.document = document
        self.worked = worked
        self.phrases = phrases
        self.types = types
        self.settings = settings
        self.mentions: dict[str, Mention] = {m.id: m for m in worked.reading.mentions}
        self.assertions: list[Assertion] = []
        self._starts = [sentence.start for sentence in worked.sentences]

    def sentence(self, offset: int) -> Sentence:
        """The sentence that an offset stands in or behind; the first for what stands before all."""
        return self.worked.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def span(self, start: int, end: int) -> Span:
        """The characters [start, end) with their words."""
        return self.document.span(start, end)

    def mention(self, kind: MentionKind, start: int, end: int, expression: Expression, *seed: str) -> Mention:
        """The mention at these offsets; what is read here stands over what the rules read there. ``seed``: more that
        its id is made of, for words that mean something else in one event only."""
        key = content_id("mn", self.document.id, self.document.version, kind, start, end, *seed)
        self.mentions[key] = Mention(key, kind, self.span(start, end), expression)
        return self.mentions[key]

    def say(
        self, account: Account, prop: Prop, value: Value, spans: Sequence[Span], confidence: float,
        alternatives: tuple[Alternative, ...] = (), reasons: tuple[str, ...] = (), rule: str = "neural",
    ) -> None:  # fmt: skip
        """Write an assertion of an account, in the words of whoever speaks in the sentence of its first span."""
        key = content_id("as", account.mention.id, prop, repr(value), spans[0].start, rule)
        speaker = self.phrases.speakers[self.sentence(spans[0].start).number]
        self.assertions.append(
            Assertion(
                key, account.mention.id, prop, value, tuple(spans), AUTHOR,
                speaker.words if speaker is not None else None, self._stance(account), rule,
                round(min(confidence, 1.0), 3), alternatives, reasons,
            )
        )  # fmt: skip

    def repeat(self, account: Account, assertion: Assertion, *seed: str) -> None:
        """Write what the rules assert as said of an account. ``seed``: more that its id is made of."""
        key = content_id("as", account.mention.id, *seed, assertion.id)
        self.assertions.append(replace(assertion, id=key, event_mention_id=account.mention.id, author=AUTHOR))

    def refers_back(self, start: int) -> bool:
        """Whether the word that begins at ``start`` points at what was told before: "the raid", "this attack"."""
        words = self.document.text[max(0, start - 12) : start].lower().split()
        return bool(words) and words[-1] in grammar_words("pointing")

    def _stance(self, account: Account) -> Stance:
        """Whether the account is hedged: by the words that govern its trigger."""
        row = self.worked.rows[account.mention.sentence_number]
        index = next((k for k, c in enumerate(row) if c.end > account.mention.trigger.start), len(row) - 1)
        return stance_at(row, index)
