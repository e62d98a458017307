"""Where the rules' no outweighs the model's yes: refusals that were nearly never wrong on annotated texts.

Of the trigger words that the rules refuse for one of these reasons, the annotated corpus and articles (2,259 texts)
mark at most one in fifteen as telling an event that can be coded.
"""

from tocsin.read.neural.found import Decoded, EventFound, Trigger, parted, surest
from tocsin.read.rules.against import Against
from tocsin.read.rules.draft import Worked

FIRM = frozenset({"accident", "figure_of_speech", "running_total", "shows_something"})
"""Reasons against a word: 5.9, 5.3, 3.9 and 6.7 of 100 tell an event all the same."""
WHOLE = frozenset({"mishap", "other_subject"})
"""Reasons against a whole text: none of 45 words tells one."""


def heeded(decoded: Decoded, worked: Worked) -> Decoded:
    """What the model finds, without events all of whose words the rules refuse firmly; these count as unlikely and
    bear the reason."""
    whole = worked.off_subject
    refused = [
        (chunk.start, chunk.end, against)
        for reading in worked.readings
        for chunk, against in reading.dropped
        if against.code in FIRM
    ]

    def of_word(trigger: Trigger) -> Against | None:
        own = (against for start, end, against in refused if trigger.span.start < end and start < trigger.span.end)
        return next(own, None)

    def of_event(event: EventFound) -> Against | None:
        """The reason against its surest word, when there is one against each."""
        reasons = {trigger.span: of_word(trigger) for trigger in event.triggers}
        return None if None in reasons.values() else reasons[surest(event.triggers).span]

    if whole is not None and whole.code in WHOLE:
        return parted(decoded, lambda _: whole)
    return parted(decoded, of_event) if refused else decoded
