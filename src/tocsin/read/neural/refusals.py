"""Where the rules' no outweighs the model's yes: refusals that were nearly never wrong on annotated texts.

Of the trigger words that the rules refuse for one of these reasons, the annotated corpus and articles (2,259 texts)
mark at most one in fifteen as telling an event that can be coded.
"""

from tocsin.read.neural.found import Decoded, EventFound, parted
from tocsin.read.rules.draft import Worked

FIRM = frozenset({"accident", "figure_of_speech", "running_total", "shows_something"})
"""Reasons against a word: 5.9, 5.3, 3.9 and 6.7 of 100 tell an event all the same."""
WHOLE = frozenset({"mishap", "other_subject"})
"""Reasons against a whole text: none of 45 words tells one."""


def heeded(decoded: Decoded, worked: Worked) -> Decoded:
    """What the model finds, without events all of whose words the rules refuse firmly; these count as unlikely."""
    whole = worked.off_subject is not None and worked.off_subject.code in WHOLE
    refused = [
        (chunk.start, chunk.end)
        for reading in worked.readings
        for chunk, against in reading.dropped
        if against.code in FIRM
    ]

    def refuse(event: EventFound) -> bool:
        return whole or all(any(t.span.start < end and start < t.span.end for start, end in refused)
                            for t in event.triggers)  # fmt: skip

    return parted(decoded, refuse) if whole or refused else decoded
