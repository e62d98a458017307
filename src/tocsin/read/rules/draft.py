"""What is being built for one document while it is read, and how it was come to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.model.document import Document
from tocsin.model.ids import content_id
from tocsin.model.reading import Assertion, Attribution, EventMention, Expression, Mention, MentionKind, Reading
from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import Chunk, Found
from tocsin.read.rules.happenings import Happening, SentenceReading
from tocsin.read.rules.speech import Memory, Speaker
from tocsin.read.rules.tokens import Sentence

AUTHOR = "rules@1"


@dataclass
class Draft:
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


@dataclass(frozen=True)
class Worked:
    """A reading with the steps that led to it, for explanations; rows, readings and sentences run in parallel.

    ``accounts`` are all happenings of each sentence, also where the document gate set them aside
    (``off_subject``); ``made`` those that were coded, ``refused`` those that were not, with the reason; ``found`` the
    registered actors, places and times of the text; ``speakers`` whose words each sentence gives, ``memory`` the roles
    of the persons named.
    """

    reading: Reading
    sentences: Sequence[Sentence]
    rows: Sequence[tuple[Chunk, ...]]
    readings: Sequence[SentenceReading]
    accounts: Sequence[Sequence[Happening]]
    off_subject: Against | None
    made: Sequence[tuple[Happening, EventMention]]
    refused: Sequence[tuple[Happening, Against]]
    found: Found
    speakers: Sequence[Sequence[Speaker]]
    memory: Memory
