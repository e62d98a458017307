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
    """The accounts of an event, one a sentence (or strand of it) and one for each town of a list, each with the parts
    that stand nearest to it; those of mere tolls last. ``number``: the event's among those found."""
    told: dict[tuple[int, int], list[Trigger]] = defaultdict(list)
    for trigger in event.triggers:
        sentence = page.sentence(trigger.span.start).number
        told[sentence, rules.strand(sentence, trigger.span.start)].append(trigger)
    accounts = [
        _account(page, rules, number, sentence, own, strand) for (sentence, strand), own in sorted(told.items())
    ]
    tolls = [_toll(page, number, event, mention) for mention in rules.tolls.get(number, ())]
    _give_parts(page, event, accounts, tolls)
    whole = _is_of_whole_list(page, event)
    return [*(own for account in accounts for own in _by_place(page, rules, account, whole)), *tolls]


def _is_of_whole_list(page: Page, event: EventFound) -> bool:
    """Whether an event is one for all the towns of a list: a measure ("curfew was lifted in Orl, Pell and Dassi"), or
    an area described by what befell it ("the riot-hit towns of Orl, Pell and Dassi")."""
    measure = page.types[int(event.types.argmax())] == _MEASURE
    said = [page.document.text[t.span.start : t.span.end].lower() for t in event.triggers]
    return measure or all(word.endswith(_BEFALLEN) for word in said)


_MEASURE = "Change to group/activity"
_BEFALLEN = ("-hit", "-affected", "-torn", "-ridden", "-stricken")


def _account(page: Page, rules: RulesTold, number: int, sentence: int, triggers: list[Trigger], strand: int) -> Account:
    """The account of one sentence, or of one ``strand`` of it (see ``RulesTold.strand``)."""
    main = surest(triggers).span
    words, where = page.span(main.start, main.end), page.worked.sentences[sentence]
    key = content_id("em", page.document.id, page.document.version, AUTHOR, words.start, words.end, number)
    mention = EventMention(
        key, page.document.id, words, page.span(where.start, where.end), where.number, f"local:{number}"
    )
    return Account(number, mention, triggers, rules=rules.same(number, sentence, strand))


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


def _by_place(page: Page, rules: RulesTold, account: Account, whole: bool) -> list[Account]:
    """One account for each town of a list ("attacks in Orl, Pell and Dassi"): different places are different events
    (codebook section 1). ``whole``: the event is one for the list, unless the rules tell its places apart."""
    split = _split_by_rules(rules, account)
    if split or whole:
        return split or [account]
    found = [(page.phrases.place(p.span.start, p.span.end)[:2], p) for p in account.of("place")]
    where = {start: p for (start, _), p in found}
    own = {at for at, _ in found if page.sentence(at[0]).number == account.mention.sentence_number}
    listed = page.phrases.listed(own)
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
