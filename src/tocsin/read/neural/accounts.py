"""Accounts: an event told in several sentences is one event mention a sentence, as the rule reader gives them, so that
merging and evidence see which sentence says what. ``EventMention.happening`` says which of them tell one event."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tocsin.model.ids import content_id
from tocsin.model.reading import EventMention
from tocsin.read.neural.found import EventFound, Trigger, surest
from tocsin.read.neural.labels import STATUSES
from tocsin.read.neural.page import AUTHOR, Account, Page, Parts
from tocsin.read.neural.rules_told import RulesTold


def accounts_of(page: Page, rules: RulesTold, number: int, event: EventFound) -> list[Account]:
    """The accounts of an event, one a sentence and one for each town of a list, each with the parts that stand nearest
    to it; those of mere tolls last. ``number``: the event's among those found."""
    by_sentence: dict[int, list[Trigger]] = defaultdict(list)
    for trigger in event.triggers:
        by_sentence[page.sentence(trigger.span.start).number].append(trigger)
    accounts = [_account(page, rules, number, sentence, own) for sentence, own in sorted(by_sentence.items())]
    tolls = [_toll(page, number, event, mention) for mention in rules.tolls.get(number, ())]
    _give_parts(page, event, accounts, tolls)
    return [*(own for account in accounts for own in _by_place(page, rules, account)), *tolls]


def _account(page: Page, rules: RulesTold, number: int, sentence: int, triggers: list[Trigger]) -> Account:
    main = surest(triggers).span
    words, where = page.span(main.start, main.end), page.worked.sentences[sentence]
    key = content_id("em", page.document.id, page.document.version, AUTHOR, words.start, words.end, number)
    mention = EventMention(
        key, page.document.id, words, page.span(where.start, where.end), where.number, f"local:{number}"
    )
    return Account(number, mention, triggers, rules=rules.same(number, sentence))


def _toll(page: Page, number: int, event: EventFound, told: EventMention) -> Account:
    """The account of an event that only the rules see: a sentence behind it that tells whom it harmed."""
    key = content_id("em", page.document.id, page.document.version, AUTHOR, told.trigger.start, number)
    mention = replace(told, id=key, happening=f"local:{number}")
    return Account(number, mention, [surest(event.triggers)], rules=frozenset({told.id}), toll=True)


def _give_parts(page: Page, event: EventFound, accounts: Sequence[Account], tolls: Sequence[Account]) -> None:
    """Each part to the nearest account; to a toll only people, and only where no other account is as near."""
    for label, parts in event.parts.items():
        among = [*accounts, *tolls] if label in STATUSES else accounts
        for part in parts:
            where = page.sentence(part.span.start).number
            nearest = min(among, key=lambda a: (abs(a.mention.sentence_number - where), a.toll, a.mention.id))
            nearest.parts.setdefault(label, []).append(part)


def _by_place(page: Page, rules: RulesTold, account: Account) -> list[Account]:
    """One account for each town of a list ("attacks in Orl, Pell and Dassi"): different places are different events
    (codebook section 1)."""
    split = _split_by_rules(rules, account)
    if split:
        return split
    where = {page.phrases.place(p.span.start, p.span.end)[0]: p for p in account.of("place")}
    listed = page.phrases.listed(account.mention.sentence_number, where)
    if len(listed) < 2:
        return [account]
    rest = [part for start, part in where.items() if start not in listed]
    return [
        _one_of(account, k, len(listed), {**account.parts, "place": [where[start], *rest]}, frozenset())
        for k, start in enumerate(listed)
    ]


def _split_by_rules(rules: RulesTold, account: Account) -> list[Account]:
    """One account for each of those that the rules make of one trigger, a place each; none where they make one."""
    mentions = rules.mentions(account)
    listed = [m for m in mentions if m.trigger == mentions[0].trigger]
    if len(listed) < 2:
        return []
    return [_one_of(account, k, len(listed), dict(account.parts), frozenset({m.id})) for k, m in enumerate(listed)]


def _one_of(account: Account, number: int, of: int, parts: Parts, rules: frozenset[str]) -> Account:
    """The account of one place of a list; the first keeps the id."""
    mention = account.mention
    if number:
        key, happening = content_id("em", mention.id, number), f"{mention.happening}.{number}"
        mention = replace(mention, id=key, happening=happening)
    return replace(account, mention=mention, parts=parts, share=(number, of), rules=rules)
