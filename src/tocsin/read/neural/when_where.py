"""Where and when an account says that it happened."""

from collections.abc import Mapping, Sequence

from tocsin.model.expressions import PlaceExpression, PlaceRelation, TimeForm
from tocsin.model.reading import Mention, MentionKind, Modality, Prop
from tocsin.model.values import MentionRef
from tocsin.read.neural.found import EventFound, Part
from tocsin.read.neural.page import Account, Page
from tocsin.read.neural.rules_told import RulesTold
from tocsin.read.neural.thresholds import NEAR, NEARLY, SURE_COUNTRY
from tocsin.read.rules.carry import REACH, REACH_DEFINITE, pointed_at, setting
from tocsin.read.rules.places_why import INHERITED, why_not


def write_places(page: Page, rules: RulesTold, account: Account) -> None:
    """The towns first, parts and borders of countries, whole countries last; the likeliest first: the resolver takes
    the first place it can."""
    if _by_rules(page, rules, account):
        return
    pointed = pointed_at(page.worked.rows, account.mention.sentence_number)
    if pointed is not None and pointed.chunk.place is not None:
        chunk = pointed.chunk
        mention = page.mention(MentionKind.PLACE, chunk.start, chunk.end, chunk.place)
        _inherit(page, account, mention, "town-pointed-at", 0.6)
        return
    found = []
    for part in account.of("place"):
        start, end, place = page.phrases.place(part.span.start, part.span.end)
        if not _is_vague(page, account, part, start, place) and not page.phrases.is_elsewhere(start):
            found.append((place.is_country + place.whole_country, -part.likely * part.true, start, end, place))
    found = [f for f in found if not page.phrases.heads_line(f[2])] or found  # "kano: ": else where the report is from
    likeliest = max((-f[1] for f in found), default=0.0)
    found = [f for f in found if -f[1] >= NEARLY * likeliest]
    for _, likely, start, end, place in sorted(found, key=lambda f: f[:3]):
        mention = page.mention(MentionKind.PLACE, start, end, place)
        page.say(
            account, Prop.PLACE, MentionRef(mention.id), [mention.span], -likely, reasons=_why(page, account, start)
        )


def _why(page: Page, account: Account, start: int) -> tuple[str, ...]:
    """Why a place is that of an account: where it stands, that the model finds it likeliest, and why others of the
    sentence are not."""
    number = account.mention.sentence_number
    away = page.sentence(start).number - number
    far = "a sentence" if abs(away) == 1 else f"{abs(away)} sentences"
    where = "in the same sentence" if away == 0 else f"{far} {'before' if away < 0 else 'behind'} it"
    said = f"named {where}; the likeliest place of '{account.mention.trigger.quote}'"
    return (said, *why_not(page.worked.rows[number]))


def inherit_places(page: Page, together: Mapping[int, Sequence[Account]], events: Sequence[EventFound]) -> None:
    """Events that no account gives a place take the one told last before them when it stands near enough, else the
    town that the text is set in; as the rule reader does. Not events told too vaguely to be coded."""
    placed = {a.event_mention_id for a in page.assertions if a.prop is Prop.PLACE}
    sentences = {a.mention.id: a.mention.sentence_number for own in together.values() for a in own}
    told = sorted(
        ((sentences[a.event_mention_id], a.value.mention_id) for a in page.assertions
         if a.prop is Prop.PLACE and isinstance(a.value, MentionRef) and not _is_country(page, a.value)),
    )  # fmt: skip
    town = setting(page.worked.rows)
    for number, accounts in together.items():
        vague = events[number].codable < page.settings.codable or events[number].modality != Modality.ACTUAL
        if vague or any(a.mention.id in placed for a in accounts):
            continue
        first = accounts[0]
        reach = REACH_DEFINITE if page.refers_back(first.mention.trigger.start) else REACH
        where = first.mention.sentence_number
        before = [key for sentence, key in told if 0 <= where - sentence <= reach]
        if before:
            _inherit(page, first, page.mentions[before[-1]], "place-told-before", 0.5)
        elif town is not None and town.chunk.place is not None:
            chunk = town.chunk
            mention = page.mention(MentionKind.PLACE, chunk.start, chunk.end, chunk.place)
            _inherit(page, first, mention, "setting-of-text", 0.35)


def _inherit(page: Page, account: Account, mention: Mention, rule: str, confidence: float) -> None:
    page.say(
        account, Prop.PLACE, MentionRef(mention.id), [mention.span], confidence, reasons=(INHERITED[rule],), rule=rule
    )


def lend_days(page: Page, accounts: Sequence[Account]) -> None:
    """An account at a place of its own that names no day takes the day of the nearest account that tells of another
    place: by their places they become events apart, yet the model takes both for one, told of one day."""
    placed = {a.mention.id: _own_places(page, a) for a in accounts}
    dated = [a for a in accounts if placed[a.mention.id] and any(_is_day(page, p) for p in a.of("date"))]
    for account in accounts:
        own, where = placed[account.mention.id], account.mention.sentence_number
        apart = [a for a in dated if own and own.isdisjoint(placed[a.mention.id])]
        told = not page.refers_back(account.mention.trigger.start)  # "the attack" is the one told before
        if apart and told and not account.of("date"):
            nearest = min(apart, key=lambda a: (abs(a.mention.sentence_number - where), a.mention.sentence_number))
            account.parts["date"] = [p for p in nearest.of("date") if _is_day(page, p)]


def _own_places(page: Page, account: Account) -> frozenset[str]:
    """The places that an account names in its own sentence."""
    number = account.mention.sentence_number
    spans = [p.span for p in account.of("place") if page.sentence(p.span.start).number == number]
    return frozenset(page.document.text[s.start : s.end].lower() for s in spans)


def _is_day(page: Page, part: Part) -> bool:
    """Whether words name a day: "yesterday", "on Friday", "18 June"; not "in 2014"."""
    found = page.phrases.time(part.span.start, part.span.end)
    if found is None or page.phrases.is_spoken_time(found[0]):
        return False
    time = found[2]
    return (
        time.form is TimeForm.WEEKDAY
        or time.day is not None
        or (time.form in (TimeForm.OFFSET, TimeForm.NOW) and time.unit == "day")
    )


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
