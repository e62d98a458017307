"""What is being built for one document while it is read."""

from dataclasses import dataclass, field

from tocsin.model.document import Document
from tocsin.model.ids import content_id
from tocsin.model.reading import Assertion, Attribution, EventMention, Expression, Mention, MentionKind

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
