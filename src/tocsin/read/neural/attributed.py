"""Who claims, denies, accuses or confirms the events: what the rules understand of it, and what only the model sees
where it is sure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tocsin.model.document import Span
from tocsin.model.ids import content_id
from tocsin.model.reading import Attribution, AttributionKind, MentionKind, Stance
from tocsin.read.neural.found import AttributionFound, Decoded, EventFound
from tocsin.read.neural.page import AUTHOR, Account, Page
from tocsin.read.neural.rules_told import RulesTold
from tocsin.read.neural.spans import Found
from tocsin.read.neural.spoken import in_words, spoken
from tocsin.read.neural.thresholds import ATTRIBUTED
from tocsin.read.rules.attributions_relays import is_paper, relays
from tocsin.read.rules.attributions_speech import SPEECH
from tocsin.read.rules.attributions_when import said_on
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.speech_names import NAMED_PERSON
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.word_lists import speech_list

By = tuple[str | None, str | None]
"""Words for a side or speaker, and the mention behind them."""
MODEL = "model"
Accounts = Mapping[int, Sequence[Account]]
"""The accounts of each event, by its number."""


def attributions_of(page: Page, rules: RulesTold, decoded: Decoded, accounts: Accounts) -> tuple[Attribution, ...]:
    """All attributions, one a kind, speaker, side and account: what the text's own words tell of claims, denials and
    blame, in whose words an account is told, what the rules make of the speakers of theirs; where none of a kind of an
    account is found so, the model's."""
    own = [*in_words(page, decoded, accounts), *_by_rules(page, rules, accounts)]
    told = {(a.event_mention_id, a.kind) for a in own}
    heard = {(a.event_mention_id, a.by.casefold()) for a in own}
    voices = [a for a in spoken(page, decoded, accounts) if (a.event_mention_id, a.by.casefold()) not in heard]
    sure = (
        a
        for one in decoded.attributions
        if one.likely >= ATTRIBUTED
        for a in _attributed(page, one, _in_question(page, one, decoded.events, accounts))
        if (a.event_mention_id, a.kind) not in told
        and a.by != NAMED_PERSON
        and not any(a.span.overlaps(o.span) for o in (*own, *voices))
    )
    unique: dict[tuple[str, ...], Attribution] = {}
    for a in (*own, *voices, *sure):
        unique.setdefault((a.event_mention_id, a.kind, a.by.lower(), (a.of or "").lower()), a)
    return tuple(_dated(page, a) for a in unique.values())


def _dated(page: Page, a: Attribution) -> Attribution:
    """The attribution with the time at which it was said."""
    when = said_on(page.worked.rows[page.sentence(a.span.start).number], a.span.start, a.span.end)
    if when is None or when.time is None:
        return replace(a, when_mention=None)
    return replace(a, when_mention=page.mention(MentionKind.DATE, when.start, when.end, when.time).id)


def _by_rules(page: Page, rules: RulesTold, accounts: Accounts) -> Iterator[Attribution]:
    """What the rules make of the speakers of the accounts that they see as well."""
    for found in page.worked.reading.attributions:
        where = rules.where.get(found.event_mention_id)
        if found.rule == SPEECH and where is not None and where[0] in accounts:
            account = rules.home(found.event_mention_id, accounts[where[0]])
            key = content_id("at", account.mention.id, found.id)
            yield replace(found, id=key, event_mention_id=account.mention.id, author=AUTHOR)


def _attributed(page: Page, found: AttributionFound, accounts: Accounts) -> Iterator[Attribution]:
    """One attribution for each event it is about, tied to the account nearest to its words."""
    by, by_mention = _source(page, found)
    kind = AttributionKind(found.kind)
    span, sentence = _words(page, found), page.sentence(found.cue.start)
    if by is None or ";" in span.quote or _means_nothing(page, found, by, kind):
        return
    of, of_mention = _blamed(page, found) if found.of else (None, None)
    if kind in (AttributionKind.CLAIM, AttributionKind.DENIAL) and (of is None or by_mention is not None):
        of, of_mention = by, by_mention  # a side that claims or denies speaks of itself
    marked = (_relay(page, s) for s, _ in found.via)
    heard = relays(page.document.text, page.worked.rows[sentence.number], page.worked.speakers[sentence.number], by)
    via = heard or tuple(dict.fromkeys(name for name in marked if name != by and not is_paper(name)))
    for number in accounts:
        nearest = min(accounts[number], key=lambda a: abs(a.mention.sentence_number - sentence.number))
        key = content_id("at", nearest.mention.id, kind, by, of, span.start, span.end)
        hedged = bool(set(span.quote.lower().split()) & speech_list("hedging"))
        stance = Stance.HEDGED if hedged else Stance.ASSERTED
        rule = SPEECH if kind is AttributionKind.CONFIRMATION else MODEL
        yield Attribution(
            key,
            nearest.mention.id,
            kind,
            by,
            of,
            span,
            via,
            by_mention,
            of_mention,
            author=AUTHOR,
            rule=rule,
            stance=stance,
        )


def _means_nothing(page: Page, found: AttributionFound, by: str, kind: AttributionKind) -> bool:
    """Whether an expert only gives an opinion, or something else is denied than a deed ("denied entry", "denies that it
    plans")."""
    cue = page.document.text[found.cue.start : found.cue.end].lower()
    behind = page.document.text[found.cue.end : found.cue.end + 60].lower().split()
    if "not" in behind and {"who", "whether"} & set(behind[behind.index("not") :]):
        return True  # "said it did not know who attacked the men"
    if kind is AttributionKind.CONFIRMATION:
        return cue in speech_words()["feelings"] or bool(set(by.lower().split()) & speech_list("opinion"))
    following = behind[:5]
    things = speech_words()["denied_things"] | speech_list("denied_whom")
    return kind is AttributionKind.DENIAL and any(word.strip(".,") in things for word in following)


def _in_question(page: Page, found: AttributionFound, events: Sequence[EventFound], accounts: Accounts) -> Accounts:
    """The accounts of the events it is about. Of news and of history told beside it, it is about the news, unless the
    history stands in its own sentence: who claims today's bombing does not claim that of five years ago again."""
    number = page.sentence(found.cue.start).number
    about = {n: accounts[n] for n in found.events}
    news = {
        n: own
        for n, own in about.items()
        if events[n].background < 0.5 or any(a.mention.sentence_number == number for a in own)
    }
    return news or about


def _relay(page: Page, span: Found) -> str:
    """The words for a relay, without article and without the clause that hangs on it ("a radio station | it runs")."""
    phrase, lists = page.phrases.source(span.start, span.end, page.sentence(span.start).number), speech_words()
    words = (phrase.words if phrase is not None else page.document.text[span.start : span.end]).split()
    clause = (k for k, word in enumerate(words) if k and word.lower() in lists["pronouns"] | lists["relatives"])
    words = words[: next(clause, len(words))]
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() in ("a", "an", "the") else words)


def _words(page: Page, found: AttributionFound) -> Span:
    """From the speaker to the cue or the side spoken of, as far as they stand in the cue's sentence."""
    edges = [found.cue, *(span for span, _ in (*found.by[:1], *found.of[:1]))]
    sentence = page.sentence(found.cue.start)
    inside = [s for s in edges if sentence.start <= s.start < sentence.end]
    return page.span(min(s.start for s in inside), max(s.end for s in inside))


def _source(page: Page, found: AttributionFound) -> By:
    """Who says so. Where the model marks nobody who may be named, the speaker that the rules see in that sentence."""
    for span, _ in found.by:
        phrase = page.phrases.source(span.start, span.end, page.sentence(span.start).number)
        if phrase is not None:
            return phrase.words, _side(page, phrase.chunk)
    speaker = page.phrases.speakers[page.sentence(found.cue.start).number]
    return (speaker.words, _side(page, speaker.chunk)) if speaker is not None else (None, None)


def _side(page: Page, chunk: Chunk | None) -> str | None:
    """The mention of the people whose side a source is on."""
    if chunk is None or chunk.people is None:
        return None
    return page.mention(MentionKind.ACTOR, chunk.start, chunk.end, chunk.people.expression).id


def _blamed(page: Page, found: AttributionFound) -> By:
    span = found.of[0][0]
    phrase = page.phrases.actor(span.start, span.end, armed=True)
    mention = page.mention(MentionKind.ACTOR, phrase.start, phrase.end, phrase.expression)
    return page.document.text[phrase.start : phrase.end], mention.id
