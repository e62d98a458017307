"""What the rules tell of the events that the model found: which of their event mentions tell which event, and what they
say of it. Asked many times a text, so everything is put in order once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tocsin.model.reading import Assertion, EventMention, Prop
from tocsin.model.values import VictimCount, VictimStatus
from tocsin.read.neural.found import EventFound
from tocsin.read.neural.page import Account, Page
from tocsin.read.rules.carry import HARM_TOLD_AFTER, TOLL_TOLD_AFTER
from tocsin.read.rules.happenings import Happening

Counted = tuple[Assertion, VictimCount]
"""An assertion of counted people, with its value."""


class RulesTold:
    """What the rules tell of the events of one document."""

    def __init__(self, page: Page, events: Sequence[EventFound]) -> None:
        self._page = page
        self.where: dict[str, tuple[int, int]] = _matched(page, events)
        """By event mention of the rules: the number of the event that tells the same, and of the sentence."""
        self.tolls: dict[int, list[EventMention]] = _tolls(page, self.where)
        """By event: sentences that the rules alone see, which tell only harm done in it."""
        self._strands = _strands(page)
        self._place = {a.id: k for k, a in enumerate(page.worked.reading.assertions)}
        self._of: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in page.worked.reading.assertions:
            self._of[assertion.event_mention_id].append(assertion)
        self._people: dict[int, list[Counted]] = defaultdict(list)
        self._counted: dict[VictimStatus, list[tuple[int, int]]] = defaultdict(list)
        for assertion, value in self._all_people():
            self._people[self.where[assertion.event_mention_id][0]].append((assertion, value))
            self._counted[value.status] += [(s.start, s.end) for s in assertion.spans]
        for happening, mention in page.worked.made:  # names of persons stand in no assertion, yet are counted
            for victims in happening.victims if mention.id in self.where else ():
                chunk = happening.chunks[victims.phrase]
                self._counted[victims.status].append((chunk.start, chunk.end))

    def _all_people(self) -> Iterator[Counted]:
        for assertion in self._page.worked.reading.assertions:
            if isinstance(assertion.value, VictimCount) and assertion.event_mention_id in self.where:
                yield assertion, assertion.value

    def same(self, number: int, sentence: int, strand: int = 0) -> frozenset[str]:
        """The event mentions of the rules that tell the same in a sentence, or in one strand of it."""
        strands = self._strands.get(sentence, ())
        return frozenset(
            name for name, where in self.where.items()
            if where == (number, sentence) and (not strands or name in strands[strand][1])
        )  # fmt: skip

    def strand(self, sentence: int, start: int) -> int:
        """Which of the happenings that a sentence tells at different places the word at ``start`` is nearest to; 0 in a
        sentence that tells one ("three died in clashes in Orl, and a bomb wounded two in Pell" tells two)."""
        strands = self._strands.get(sentence, ())
        away = [min(abs(start - word) for word in words) for words, _ in strands]
        return away.index(min(away)) if away else 0

    def mentions(self, account: Account) -> list[EventMention]:
        """The rules' event mentions that tell the same as an account, in the order of the text."""
        return [m for m in self._page.worked.reading.event_mentions if m.id in account.rules]

    def say(self, account: Account, prop: Prop) -> list[Assertion]:
        """What the rules assert of the same account, in their order."""
        own = [a for name in account.rules for a in self._of[name] if a.prop is prop]
        return sorted(own, key=lambda a: self._place[a.id])

    def people(self, number: int) -> Sequence[Counted]:
        """People whom the rules count in an event."""
        return self._people[number]

    def count(self, fate: VictimStatus, start: int, end: int) -> bool:
        """Whether the rules count the people of these words in some event: the same dead are not dead twice."""
        return any(first < end and start < last for first, last in self._counted[fate])

    def home(self, mention_id: str, accounts: Sequence[Account]) -> Account:
        """The account of an event that tells what an event mention of the rules tells, else the nearest."""
        sentence = self.where[mention_id][1]
        return min(accounts, key=lambda a: (mention_id not in a.rules, abs(a.mention.sentence_number - sentence)))


_Strand = tuple[list[int], frozenset[str]]
"""Where the words stand that tell one happening of a sentence, and its event mentions."""


def _strands(page: Page) -> dict[int, list[_Strand]]:
    """By sentence: its happenings, where each has a place of its own that no other one has."""
    told: dict[int, dict[int, tuple[list[int], set[str], set[str]]]] = defaultdict(dict)
    for happening, mention in page.worked.made:
        words, ids, places = told[mention.sentence_number].setdefault(happening.main, ([], set(), set()))
        words += [start for start, _ in _words(happening)]
        ids.add(mention.id)
        by_toll = (v.place for v in happening.victims if v.place is not None)
        places |= {happening.chunks[k].lower for k in (*happening.places, *by_toll)}
    found: dict[int, list[_Strand]] = {}
    for sentence, by_main in told.items():
        own = [places for _, _, places in by_main.values()]
        if len(own) > 1 and all(own) and sum(map(len, own)) == len(set().union(*own)):
            found[sentence] = [(words, frozenset(ids)) for words, ids, _ in by_main.values()]
    return found


def _matched(page: Page, events: Sequence[EventFound]) -> dict[str, tuple[int, int]]:
    """The event that tells the same as a mention of the rules: one that shares a word that tells it, else the only one
    of the sentence."""
    found: dict[str, tuple[int, int]] = {}
    sentences = [{page.sentence(t.span.start).number for t in event.triggers} for event in events]
    for happening, mention in page.worked.made:
        words = list(_words(happening))
        shared = [n for n, event in enumerate(events) if _meet(event, words)]
        near = [n for n, own in enumerate(sentences) if mention.sentence_number in own]
        if shared or len(near) == 1:
            found[mention.id] = (shared or near)[0], mention.sentence_number
    return found


def _words(happening: Happening) -> Iterator[tuple[int, int]]:
    """Where the words stand that tell a happening or whom it harmed."""
    for k in (*happening.triggers, *(victims.cue for victims in happening.victims)):
        yield happening.chunks[k].start, happening.chunks[k].end


def _meet(event: EventFound, words: Iterable[tuple[int, int]]) -> bool:
    return any(t.span.start < end and start < t.span.end for t in event.triggers for start, end in words)


def _tolls(page: Page, found: dict[str, tuple[int, int]]) -> dict[int, list[EventMention]]:
    """Sentences in which the rules see harm done in the happening told before, and the model sees no event: they
    belong to the event that tells that happening, and are added to ``found``."""
    tolls: dict[int, list[EventMention]] = defaultdict(list)
    before: tuple[int, int] | None = None
    for happening, mention in page.worked.made:
        tells_harm = happening.typed is not None and happening.typed.because in (TOLL_TOLD_AFTER, HARM_TOLD_AFTER)
        if mention.id not in found and tells_harm and before is not None:
            found[mention.id] = before[0], mention.sentence_number
            tolls[before[0]].append(mention)
        elif not tells_harm:
            before = found.get(mention.id)
    return tolls
