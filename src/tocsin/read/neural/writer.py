"""Writes a reading from the events that the model found: event mentions, assertions with their words, attributions.

Each matter has a module of its own, which writes on one ``page``: ``accounts`` (which sentences tell an event),
``rules_told`` (what the rules say of the same), ``kinds``, ``when_where``, ``parties``, ``counted``, ``things``,
``attributed``. Here stands the order: what is written first comes first in the reading.
"""

from collections.abc import Sequence

from tocsin.model.reading import Reading
from tocsin.read.neural.accounts import accounts_of
from tocsin.read.neural.attributed import attributions_of
from tocsin.read.neural.counted import People
from tocsin.read.neural.found import Decoded, EventFound
from tocsin.read.neural.kinds import own_types, write_kind
from tocsin.read.neural.page import AUTHOR, Account, Page
from tocsin.read.neural.parties import write_parties
from tocsin.read.neural.rules_told import RulesTold
from tocsin.read.neural.things import write_sizes, write_things
from tocsin.read.neural.when_where import inherit_places, lend_days, write_dates, write_places


def write(page: Page, decoded: Decoded) -> Reading:
    """The whole reading; statements and flags are the rule reader's."""
    rules = RulesTold(page, decoded.events)
    people = People(page, rules)
    together = {number: accounts_of(page, rules, number, event) for number, event in enumerate(decoded.events)}
    for number, own in together.items():
        _write_event(page, rules, people, decoded.events[number], own)
    inherit_places(page, together, decoded.events)
    attributions = attributions_of(page, rules, decoded, together)
    mentions = tuple(account.mention for own in together.values() for account in own)
    known = {mention.id for mention in mentions}
    said = page.worked.reading
    return Reading(
        page.document.id, AUTHOR, tuple(page.mentions.values()), mentions, tuple(page.assertions), attributions,
        said.statements, tuple(f for f in said.flags if f.event_mention_id is None or f.event_mention_id in known),
        said.trace,
    )  # fmt: skip


def _write_event(page: Page, rules: RulesTold, people: People, event: EventFound, accounts: Sequence[Account]) -> None:
    """All that is said of an event, account by account."""
    people.drop_repeated(accounts)
    lend_days(page, accounts)
    dated = any(account.of("date") for account in accounts)
    vague = event.codable < page.settings.codable
    sides = people.sides(accounts)
    told = people.write_by_rules(accounts[0].event, accounts)
    for account in accounts:
        types = own_types(page, rules, account, event)
        kind = page.types[int(types.argmax())]
        # an account without a day takes none from the text around it where another account of the event has one, or
        # where the event is told too vaguely to be dated
        write_kind(page, rules, account, event, types, undated=not account.of("date") and (dated or vague))
        write_places(page, rules, account)
        write_dates(page, account)
        write_parties(page, account, kind)
        people.write(account, sides, kind, told)
        write_sizes(page, account)
        write_things(page, account)
