"""Who tells an account, and which account the words of a claim, a denial or an accusation are about.

An account is told by the speaker in whose words its sentence stands. What kind of attribution that makes is judged when
the event is known (``merge/responsibility.py``): the doer's side claims, others blame or confirm.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tocsin.model.ids import content_id
from tocsin.model.reading import Attribution, AttributionKind, MentionKind, Prop
from tocsin.read.neural.found import Decoded
from tocsin.read.neural.page import AUTHOR, Account, Page
from tocsin.read.rules.acts import ACT_OF_TYPE, MAIN_ACT
from tocsin.read.rules.attributions import plain_speakers, told_in_words, without_repeats
from tocsin.read.rules.attributions_relays import relays
from tocsin.read.rules.attributions_sides import speaks_for
from tocsin.read.rules.attributions_speech import (
    SPEECH,
    WORDS,
    hedge_in,
    is_subject,
    only_relays,
    own_deed,
    pointing_back,
    speaker_over,
)
from tocsin.read.rules.attributions_targets import Pair, Tale
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_names import NAMED_PERSON

_REAL = ("actual", "failed")
_ON = 3
"""Sentences over which somebody speaks on without being named again."""


def spoken(page: Page, decoded: Decoded, accounts: Mapping[int, Sequence[Account]]) -> Iterator[Attribution]:
    """One confirmation for each account that is told in somebody's words."""
    for number, own in accounts.items():
        for account in own if decoded.events[number].modality in _REAL else ():
            found = _teller(page, account)
            if found is not None:
                yield _attribution(page, account, *found)


def in_words(page: Page, decoded: Decoded, accounts: Mapping[int, Sequence[Account]]) -> Iterator[Attribution]:
    """Claims, denials and accusations by their own words, and reports on what was told before ("police said the blast
    …"), tied to the accounts."""
    told = _tales(page, decoded, accounts)
    rows, speakers = page.worked.rows, page.worked.speakers
    found = told_in_words(page.document, rows, told, speakers)
    real = [pair for pair in told if pair[0].real]
    fresh = {e.sentence_number for tale, e in real if not page.refers_back(e.trigger.start)}
    for number, row in enumerate(rows):
        if real and number not in fresh:
            plain = plain_speakers(speakers[number], found[number])
            found[number] = [*found[number], *pointing_back(page.document, row, number, real, plain)]
    for item in without_repeats([item for items in found for item in items]):
        by, of = _side(page, item.by_people), _side(page, item.of_people)
        key = content_id("at", item.event.id, item.kind, item.by, item.of, item.start, item.end)
        yield Attribution(
            key, item.event.id, item.kind, item.by, item.of, page.span(item.start, item.end), item.via, by, of,
            author=AUTHOR, stance=item.stance, rule=item.rule, speaks_for=item.speaks_for,
        )  # fmt: skip


def _tales(page: Page, decoded: Decoded, accounts: Mapping[int, Sequence[Account]]) -> list[Pair]:
    """The accounts as what a statement may be about, in the order of the text; those of one list of places are one."""
    types = {a.event_mention_id: str(a.value) for a in page.assertions if a.prop is Prop.SUB_EVENT_TYPE}
    made: dict[tuple[int, int], Tale] = {}
    pairs = []
    for account in sorted((a for own in accounts.values() for a in own), key=lambda a: a.mention.trigger.start):
        event, mention = decoded.events[account.event], account.mention
        row = page.worked.rows[mention.sentence_number]
        main = next((k for k, c in enumerate(row) if c.end > mention.trigger.start), 0)
        kind = types.get(mention.id, "")
        word = row[main].trigger if row else None
        acts = {word.act} if word is not None else set()
        own = [*account.of("place"), *account.of("killed"), *account.of("date")]
        tale = Tale(
            main, frozenset({*acts, ACT_OF_TYPE.get(kind, MAIN_ACT.get(kind, "attack"))}), kind, len(own),
            event.modality in _REAL, False, event.background >= 0.5, bool(own),
        )  # fmt: skip
        pairs.append((made.setdefault((account.event, mention.sentence_number), tale), mention))
    return pairs


def _side(page: Page, chunk: Chunk | None) -> str | None:
    """The mention of the people on whose side somebody is."""
    if chunk is None or chunk.people is None:
        return None
    return page.mention(MentionKind.ACTOR, chunk.start, chunk.end, chunk.people.expression).id


def _teller(page: Page, account: Account) -> tuple[Speaker, int] | None:
    """Who tells an account, and the chunk of its trigger."""
    number = account.mention.sentence_number
    row = page.worked.rows[number]
    at = next((k for k, c in enumerate(row) if c.end > account.mention.trigger.start), None)
    if at is None:
        return None
    if not page.worked.speakers[number]:
        carried = _goes_on(page, number)
        return (replace(carried, scope=(0, len(row)), at=at, carried=True, via=()), at) if carried is not None else None
    speaker = speaker_over(row, at, [s for s in page.worked.speakers[number] if s.words != NAMED_PERSON])
    if speaker is None or only_relays(speaker):
        return None
    aside = page.refers_back(row[at].start) and not is_subject(row, speaker, at)  # "left before the attack"
    return None if aside else (speaker, at)


def _goes_on(page: Page, number: int) -> Speaker | None:
    """Who speaks on in a sentence that names no speaker: one who spoke before it and speaks again behind it."""
    before = next((page.phrases.speakers[k] for k in range(number - 1, max(-1, number - 1 - _ON), -1)
                   if page.worked.speakers[k]), None)  # fmt: skip
    after = next((page.phrases.speakers[k] for k in range(number + 1, min(len(page.worked.rows), number + 1 + _ON))
                  if page.worked.speakers[k]), None)  # fmt: skip
    if before is None or after is None or before.words != after.words or before.words == NAMED_PERSON:
        return None
    return None if only_relays(before) else before


def _attribution(page: Page, account: Account, speaker: Speaker, at: int) -> Attribution:
    row = page.worked.rows[account.mention.sentence_number]
    verb, trigger = row[speaker.at], account.mention.trigger
    edges = [verb.start, verb.end, trigger.start, trigger.end]
    if not speaker.carried:
        edges += [speaker.start, speaker.end]
    span = page.span(min(edges), max(edges))
    by = _side(page, speaker.chunk)
    own = own_deed(row, speaker, at)
    kind = AttributionKind.CLAIM if own else AttributionKind.CONFIRMATION
    key = content_id("at", account.mention.id, SPEECH, speaker.words, span.start, span.end)
    via = relays(page.document.text, row, page.worked.speakers[account.mention.sentence_number], speaker.words)
    return Attribution(
        key, account.mention.id, kind, speaker.words, speaker.words if own else None, span, via, by,
        by if own else None, author=AUTHOR,
        stance=hedge_in(row, speaker.scope, at), rule=WORDS if own else SPEECH, speaks_for=speaks_for(speaker),
    )  # fmt: skip
