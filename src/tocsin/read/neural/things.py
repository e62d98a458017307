"""What an event was done with and what it hit, and its other numbers: how many took part, how many incidents."""

from tocsin.model.document import Span
from tocsin.model.reading import Prop
from tocsin.read.neural.page import Account, Page


def write_things(page: Page, account: Account) -> None:
    """Weapons, each once, and the things that were hit."""
    weapons: dict[str, tuple[Span, float]] = {}
    for part in account.of("weapon"):
        name = page.phrases.weapon(part.span.start, part.span.end)
        if name is not None:
            weapons.setdefault(name, (page.span(part.span.start, part.span.end), part.likely))
    for name, (span, likely) in weapons.items():
        page.say(account, Prop.WEAPON, name, [span], likely)
    for part in account.of("target"):
        thing = page.phrases.thing(part.span.start, part.span.end)
        if thing is not None:
            page.say(account, Prop.TARGET, thing, [page.span(part.span.start, part.span.end)], part.likely)


def write_sizes(page: Page, account: Account) -> None:
    """How many took part and how many incidents are told: the likeliest words of each."""
    for label, prop in (("crowd", Prop.CROWD_SIZE), ("attackers", Prop.STRENGTH), ("incidents", Prop.INCIDENT_COUNT)):
        for part in account.of(label)[:1]:
            found = page.phrases.count(part.span.start, part.span.end)
            if found is None:
                continue
            value = found.count.low if prop is Prop.INCIDENT_COUNT else found.count
            if value is not None:
                page.say(account, prop, value, [page.span(found.start, found.end)], part.likely)
