"""Whom an event harmed, and how many: the rules' counts where they count, else the model's."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.model.expressions import SOMEBODY
from tocsin.model.reading import Prop
from tocsin.model.values import Side, VictimCount, VictimStatus
from tocsin.read.neural.found import Part
from tocsin.read.neural.labels import SIDES, STATUSES
from tocsin.read.neural.page import Account, Page
from tocsin.read.neural.phrases import CountPhrase
from tocsin.read.neural.rules_told import Counted, RulesTold
from tocsin.read.neural.thresholds import COUNTED, TOLD_TWICE
from tocsin.read.rules.asserter import divided

SidesOf = Mapping[tuple[VictimStatus, int | None], Side]
"""The side of counted people, by fate and number."""
Figure = tuple[Part, CountPhrase]
"""A span that counts people, and what its words say."""


class People:
    """Counted people of the events of one document."""

    def __init__(self, page: Page, rules: RulesTold) -> None:
        self._page = page
        self._rules = rules
        self._details = _details(page)

    def sides(self, accounts: Sequence[Account]) -> SidesOf:
        """The side of counted people by fate and number, from all that the event says of so many: six soldiers, told
        again as six dead, are not six civilians besides."""
        sums: dict[tuple[VictimStatus, int | None], list[float]] = {}
        for fate in VictimStatus:
            for part in (part for account in accounts for part in account.of(fate.value)):
                found = self._page.phrases.count(part.span.start, part.span.end)
                if found is not None:
                    own = sums.setdefault((fate, found.count.best), [0.0] * len(SIDES))
                    sums[fate, found.count.best] = [a + b for a, b in zip(own, part.sides, strict=True)]
        return {key: Side(SIDES[likely.index(max(likely))]) for key, likely in sums.items()}

    def drop_repeated(self, accounts: Sequence[Account]) -> None:
        """Take out one person told again ("the body", "the woman") where the event counts others of that fate."""
        for fate in STATUSES:
            counted = [(account, part) for account in accounts for part in account.of(fate)]
            again = [(a, p) for a, p in counted if self._told_again(p)]
            if len(again) < len(counted):
                for account, part in again:
                    account.parts[fate] = [p for p in account.parts[fate] if p is not part]

    def _told_again(self, part: Part) -> bool:
        phrases = self._page.phrases
        found = phrases.count(part.span.start, part.span.end)
        return found is not None and found.count.best == 1 and phrases.refers_back(found.start, found.end)

    def write_by_rules(self, number: int, accounts: Sequence[Account]) -> frozenset[VictimStatus]:
        """Counted people that the rules give to an account of the event: they stand, since the rules seldom err in the
        sentences they understand. The fates they count."""
        counted = self._rules.people(number)
        new = {value.status for a, value in counted if not self._one_told_again((a, value))}
        for assertion, value in counted:
            if value.status in new and self._one_told_again((assertion, value)):
                continue
            account = self._rules.home(assertion.event_mention_id, accounts)
            self._page.repeat(account, assertion, assertion.prop, repr(value))
        return frozenset(value.status for _, value in counted)

    def _one_told_again(self, counted: Counted) -> bool:
        assertion, value = counted
        span = assertion.spans[0]
        return value.count.best == 1 and self._page.phrases.refers_back(span.start, span.end)

    def write(self, account: Account, sides: SidesOf, kind: str, told: frozenset[VictimStatus]) -> None:
        """People whom the model counts in an account of a type. ``told``: fates of which the rules count people."""
        for fate in VictimStatus:
            figures = self._figures(account, fate, kind) if fate not in told else []
            spelled = self._spelled_out(figures)
            for part, found in figures:
                detail = found.start in spelled or any(start <= found.start < end for start, end in self._details)
                value = self._value(account, fate, sides[fate, found.count.best], found, detail)
                self._page.say(account, Prop.VICTIMS, value, [self._page.span(found.start, found.end)],
                               part.likely * part.true, rule="part-of-total" if detail else "count")  # fmt: skip

    def _value(self, account: Account, fate: VictimStatus, side: Side, found: CountPhrase, detail: bool) -> VictimCount:
        """What a figure says; one person told by name becomes somebody (codebook section 9)."""
        named = found.chunk is None and self._page.document.text[found.start].isupper() and found.count.best == 1
        who, words = (SOMEBODY, SOMEBODY) if named else (found.who, found.count.words)
        count = divided(replace(found.count, words=words), *account.share)
        return VictimCount(side, fate, count, who, total=not detail and side is Side.UNKNOWN)

    def _figures(self, account: Account, fate: VictimStatus, kind: str) -> list[Figure]:
        """The people of one fate that an account counts, in the order of the text, nobody twice: not one person under
        two names, nor a figure told again in the same sentence, nor the bearer of the device that killed the others."""
        kept: list[Figure] = []
        for part in sorted(account.of(fate.value), key=lambda p: p.span.start):
            found = self._page.phrases.count(part.span.start, part.span.end)
            if found is None or part.likely * part.true < COUNTED or self._page.phrases.is_denied(found):
                continue
            bearer = kind == "Suicide bomb" and found.count.best == 1 and _acts(account, part)
            if bearer or self._rules.count(fate, part.span.start, part.span.end) or self._is_repeated(found, kept):
                continue
            kept.append((part, found))
        return kept

    def _is_repeated(self, found: CountPhrase, kept: Sequence[Figure]) -> bool:
        """Whether a figure tells those of one before it again."""
        sentence = self._page.sentence(found.start)
        again = (found.count.best or 0) >= TOLD_TWICE and any(
            one.count.best == found.count.best and self._page.sentence(one.start) == sentence for _, one in kept
        )
        return again or (bool(kept) and self._page.phrases.same_person(kept[-1][1], found))

    def _spelled_out(self, figures: Sequence[Figure]) -> set[int]:
        """Offsets of figures that spell out a larger one of their sentence: "84 people: 83 officers and a woman"."""
        details: set[int] = set()
        by_sentence: dict[int, list[CountPhrase]] = defaultdict(list)
        for _, found in figures:
            by_sentence[self._page.sentence(found.start).number].append(found)
        for told in by_sentence.values():
            whole = max(told, key=lambda f: f.count.best or 0)
            rest = [f for f in told if f is not whole]
            if len(rest) > 1 and sum(f.count.best or 0 for f in rest) == whole.count.best:
                details |= {f.start for f in rest}
        return details


def _acts(account: Account, part: Part) -> bool:
    """Whether the same words name who acts."""
    return any(a.span.start < part.span.end and part.span.start < a.span.end for a in account.of("actor1"))


def _details(page: Page) -> list[tuple[int, int]]:
    """Stretches of phrases that detail a larger figure ("nine people, including *two soldiers*")."""
    return [
        (chunk.start, chunk.end)
        for reading in page.worked.readings
        for happening in reading.happenings
        for victims in happening.victims
        if victims.part
        for chunk in [happening.chunks[victims.phrase]]
    ]
