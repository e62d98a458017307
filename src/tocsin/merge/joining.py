"""Why accounts were put together to an event, or two events were kept apart: the same comparisons as in merging, made
again on demand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tocsin.knowledge import Knowledge
from tocsin.merge.accounts import Account, accounts_of
from tocsin.merge.cluster import kin_among
from tocsin.merge.compare import Comparison, Yardstick, compare
from tocsin.merge.confidence import confidence_words
from tocsin.merge.people import rulings
from tocsin.merge.settings import load
from tocsin.merge.tellings import Telling, day_of, telling
from tocsin.merge.twins import find_twins
from tocsin.merge.within import Grouper
from tocsin.model.document import Document, Span
from tocsin.model.event import Event, Judgement, Story, Verdict
from tocsin.model.reading import EventMention, Reading
from tocsin.model.trace import Joined

_TWINS = "the same words in copies of one report"
_LATER = "put together at the end: one place and one day, and nothing against it; or as in the report it copies"
_CHAINED = "joined through another report of the event"


def why_joined(
    mention_ids: Sequence[str],
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    knowledge: Knowledge,
    judgements: Sequence[Judgement] = (),
) -> tuple[Joined, ...]:
    """For each account of an event but the first of its document: what speaks for its being the happening told before;
    for each document but the first: the report of the event that speaks most for it. ``readings`` are those behind the
    event, by document."""
    work = _Work(documents, readings, stories, knowledge, judgements)
    told = work.told(mention_ids)
    return (*work.within(told), *work.across(told))


def why_apart(
    left_ids: Sequence[str],
    right_ids: Sequence[str],
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    knowledge: Knowledge,
    judgements: Sequence[Judgement] = (),
) -> tuple[Joined, ...]:
    """Every document of one event against every document of another: what speaks for one happening and what against."""
    work = _Work(documents, readings, stories, knowledge, judgements)
    left, right = work.told(left_ids), work.told(right_ids)
    return tuple(work.pair(left[a], right[b]) for a in left for b in right)


@dataclass(frozen=True)
class _Work:
    documents: Mapping[str, Document]
    readings: Mapping[str, Reading]
    stories: Sequence[Story]
    knowledge: Knowledge
    judgements: Sequence[Judgement]

    def told(self, mention_ids: Sequence[str]) -> dict[str, list[Account]]:
        """The accounts of an event by document, in the order of the text."""
        wanted = set(mention_ids)
        found = {d: [a for a in accounts if a.id in wanted] for d, accounts in self._accounts().items()}
        return {d: accounts for d, accounts in found.items() if accounts}

    def within(self, told: Mapping[str, Sequence[Account]]) -> Iterator[Joined]:
        """The accounts of each document, one after the other."""
        for accounts in told.values():
            for number in range(1, len(accounts)):
                yield self._linked(accounts[number], list(accounts[:number]))

    def across(self, told: Mapping[str, Sequence[Account]]) -> Iterator[Joined]:
        """Each document against the one before it that speaks most for it."""
        names = list(told)
        for number in range(1, len(names)):
            pairs = [self._compared(told[names[number]], told[other]) for other in names[:number]]
            best = max(pairs, key=lambda pair: (pair.together, pair.points))
            yield best if best.together else _with(best, _CHAINED)

    def pair(self, left: Sequence[Account], right: Sequence[Account]) -> Joined:
        """One document's telling of an event against one of another event."""
        if left[0].document_id == right[0].document_id:
            first, later = sorted((left, right), key=lambda accounts: accounts[0].start)
            found = self._grouper().link(later[0], list(first))
            needed = load().within.join
            return Joined(
                "document", self._span(later[0]), self._span(first[0]), found.points, needed, found.reasons,
                found.contradiction, False,
            )  # fmt: skip
        return self._compared(left, right)

    def _grouper(self) -> Grouper:
        accounts = [a for found in self._accounts().values() for a in found]
        return Grouper(load(), kin_among(accounts, self.knowledge), rulings(self.judgements))

    def _linked(self, account: Account, group: list[Account]) -> Joined:
        found, needed = self._grouper().link(account, group), load().within.join
        by_points = found.contradiction is None and found.points >= needed - 1e-9
        reasons = found.reasons if by_points else (*found.reasons, _LATER)
        return Joined(
            "document", self._span(account), self._span(group[0]), found.points, needed, reasons,
            found.contradiction, True,
        )  # fmt: skip

    def _compared(self, left: Sequence[Account], right: Sequence[Account]) -> Joined:
        story_of = {m.document_id: s.id for s in self.stories for m in s.members}
        here, there = (self._telling(a, story_of.get(a[0].document_id)) for a in (left, right))
        found = compare(here, there, Yardstick(load(), self._grouper().kin))
        twins = self._twins()
        same_words = any({twins.get(a.id, a.id)} & {twins.get(b.id, b.id) for b in right} for a in left)
        reasons = (_TWINS, *found.reasons) if same_words else found.reasons
        return Joined(
            "documents", self._span(left[0]), self._span(right[0]), found.points, load().across.same, reasons,
            _against(found), found.verdict is Verdict.SAME or same_words,
        )  # fmt: skip

    def _twins(self) -> Mapping[str, str]:
        return find_twins(self.readings, self._accounts(), self.stories)

    def _accounts(self) -> dict[str, tuple[Account, ...]]:
        return {d: accounts_of(r, load(), day_of(self.documents[d])) for d, r in self.readings.items()}

    def _telling(self, accounts: Sequence[Account], story_id: str | None) -> Telling:
        return telling(list(accounts), story_id, day_of(self.documents[accounts[0].document_id]))

    def _span(self, account: Account) -> Span:
        mentions: Sequence[EventMention] = self.readings[account.document_id].event_mentions
        return next(m.trigger for m in mentions if m.id == account.id)


def _against(found: Comparison) -> str | None:
    """What rules a pair out, or that place, day, and type or actor do not all agree."""
    if found.contradiction:
        return found.reasons[0]
    if found.verdict is Verdict.DIFFERENT and found.points >= load().across.unsure:
        return "place, day, and type or actor do not all agree"
    return None


def _with(joined: Joined, reason: str) -> Joined:
    return Joined(
        joined.scope, joined.left, joined.right, joined.points, joined.needed, (*joined.reasons, reason),
        joined.against, True,
    )  # fmt: skip


def why_sure(event: Event) -> tuple[str, ...]:
    """The terms of an event's confidence in words."""
    return confidence_words(event, load().confidence)
