"""The same sentence in two copies of one report tells the same happening, whatever else is known of it.

Comparing facts cannot see that: a copy without a date has no day to agree on, and "on Friday" in a reprint of the
next week falls on another day. Words that were copied were not reported anew: a copy follows its root both in which
accounts belong together and in which event they tell.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tocsin.merge.accounts import Account
from tocsin.merge.people import Rulings
from tocsin.merge.shingles import words
from tocsin.merge.within import Group
from tocsin.model.event import Story
from tocsin.model.reading import EventMention, Reading

_Key = tuple[object, ...]
Twins = Mapping[str, str]


def find_twins(
    readings: Mapping[str, Reading], accounts: Mapping[str, Sequence[Account]], stories: Sequence[Story]
) -> Twins:
    """For event mentions of copies: the mention in the same words around the same trigger, at the same place, of the
    root, or of the first other copy that has it. Of several alike in one document the first is paired with the
    first, the second with the second.

    ``accounts`` are those of ``readings`` by document.
    """
    twins = {}
    for story in stories:
        held: dict[_Key, str] = {}
        for document_id in _in_order(story, accounts):
            for key, account in _keyed(readings[document_id], accounts[document_id]):
                first = held.setdefault(key, account.id)
                if first != account.id:
                    twins[account.id] = first
    return twins


def as_in_root(
    groups: Mapping[str, Sequence[Group]], stories: Sequence[Story], twins: Twins, rulings: Rulings
) -> dict[str, list[Group]]:
    """``groups`` (by document) with those of copies drawn as their root draws them.

    Accounts without a twin stay with the account they were grouped with. What a person put apart stays so.
    """
    drawn = {document_id: list(found) for document_id, found in groups.items()}
    for story in stories:
        label: dict[str, str] = {}  # mention -> first mention of its happening in the story
        for document_id in _in_order(story, groups):
            found = _redrawn(drawn[document_id], twins, label)
            if not any(rulings.any_apart([a.id], [b.id for b in group]) for group in found for a in group):
                drawn[document_id] = found
            for group in drawn[document_id]:
                for account in group:
                    label.setdefault(account.id, label.get(twins.get(account.id, ""), group[0].id))
    return drawn


def _redrawn(groups: Sequence[Group], twins: Twins, label: Mapping[str, str]) -> list[Group]:
    by_label: dict[str, Group] = {}
    for group in groups:
        known = [label.get(twins.get(account.id, "")) for account in group]
        current = next((name for name in known if name is not None), group[0].id)
        for account, name in zip(group, known, strict=True):
            current = name or current
            by_label.setdefault(current, []).append(account)
    drawn = [sorted(group, key=lambda a: (a.sentence, a.start, a.id)) for group in by_label.values()]
    return sorted(drawn, key=lambda group: (group[0].sentence, group[0].start, group[0].id))


def _in_order(story: Story, among: Mapping[str, object]) -> list[str]:
    """The documents of a story that were read, the root first."""
    members = {m.document_id for m in story.members if m.document_id in among}
    return sorted(members, key=lambda document_id: (document_id != story.root, document_id))


def _keyed(reading: Reading, accounts: Sequence[Account]) -> Iterator[tuple[_Key, Account]]:
    """Accounts with what their twins share with them."""
    mentions = {m.id: m for m in reading.event_mentions}
    met: dict[_Key, int] = defaultdict(int)
    for account in accounts:
        key = (*_words(mentions[account.id]), _place(account))
        yield (*key, met[key]), account
        met[key] += 1


def _words(mention: EventMention) -> tuple[str, int, str]:
    """The sentence, the number of words before the trigger, and the trigger, all folded."""
    before = mention.sentence.quote[: max(0, mention.trigger.start - mention.sentence.start)]
    return " ".join(words(mention.sentence.quote)), len(words(before)), " ".join(words(mention.trigger.quote))


def _place(account: Account) -> str:
    """Where the account has it happen; listed places ("in A, B and C") make several accounts of one trigger."""
    return ";".join(sorted({f.value.place_id or f.value.name for f in account.places}))
