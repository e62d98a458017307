"""Where and when an account says that it happened."""

from tocsin.model.expressions import PlaceExpression, PlaceRelation
from tocsin.model.reading import MentionKind, Prop
from tocsin.model.values import MentionRef
from tocsin.read.neural.found import Part
from tocsin.read.neural.page import Account, Page
from tocsin.read.neural.rules_told import RulesTold
from tocsin.read.neural.thresholds import NEAR, NEARLY, SURE_COUNTRY


def write_places(page: Page, rules: RulesTold, account: Account) -> None:
    """The towns first, parts and borders of countries, whole countries last; the likeliest first: the resolver takes
    the first place it can."""
    if _by_rules(page, rules, account):
        return
    found = []
    for part in account.of("place"):
        start, end, place = page.phrases.place(part.span.start, part.span.end)
        if not _is_vague(page, account, part, start, place) and not page.phrases.is_elsewhere(start):
            found.append((place.is_country + place.whole_country, -part.likely * part.true, start, end, place))
    likeliest = max((-f[1] for f in found), default=0.0)
    found = [f for f in found if -f[1] >= NEARLY * likeliest]
    for _, likely, start, end, place in sorted(found, key=lambda f: f[:3]):
        mention = page.mention(MentionKind.PLACE, start, end, place)
        page.say(account, Prop.PLACE, MentionRef(mention.id), [mention.span], -likely)


def write_dates(page: Page, account: Account) -> None:
    """The days of an account, without times of somebody's words."""
    for part in account.of("date"):
        found = page.phrases.time(part.span.start, part.span.end)
        if found is not None and not page.phrases.is_spoken_time(found[0]):
            mention = page.mention(MentionKind.DATE, *found)
            page.say(account, Prop.DATE, MentionRef(mention.id), [mention.span], part.likely * part.true)


def _is_vague(page: Page, account: Account, part: Part, start: int, place: PlaceExpression) -> bool:
    """Whether a place is a country named too far off to be that of the account."""
    away = abs(page.sentence(start).number - account.mention.sentence_number)
    return place.is_country and away > NEAR and part.likely * part.true < SURE_COUNTRY


def _by_rules(page: Page, rules: RulesTold, account: Account) -> bool:
    """The town or region that the rules give to the same account, where they do: it stands, since they know the words
    of space. Whether there was one."""
    places = [
        a for a in rules.say(account, Prop.PLACE) if isinstance(a.value, MentionRef) and not _is_country(page, a.value)
    ]
    for assertion in places:
        page.repeat(account, assertion)
    return bool(places)


def _is_country(page: Page, value: MentionRef) -> bool:
    place = page.mentions[value.mention_id].expression
    border = isinstance(place, PlaceExpression) and place.relation is PlaceRelation.BORDER
    return isinstance(place, PlaceExpression) and place.is_country and not border
