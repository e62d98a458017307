"""Grouping the accounts of one document: the lead, the headline repeated, details and toll updates further
down.

Accounts are taken in the order of the text. Each joins the earlier group that speaks most for it, unless
something contradicts or too little speaks for any; then it opens a group of its own. Groups that turn out
to tell of one place, one day and one pair of sides are put together at the end (CODEBOOK section 1: one
row).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from tocsin.merge.accounts import Account, Fact, Reference
from tocsin.merge.people import Rulings
from tocsin.merge.relations import (
    ActorRelated,
    DateRelated,
    Kin,
    PlaceRelated,
    actor_pairs_relate,
    dates_relate,
    is_named,
    places_relate,
)
from tocsin.merge.settings import Settings
from tocsin.model.text import name_key
from tocsin.model.values import PlaceValue, VictimStatus

Group = list[Account]


@dataclass(frozen=True, slots=True)
class Link:
    """What speaks for one account telling the happening of another: points, or a reason why it cannot."""

    points: float
    reasons: tuple[str, ...]
    contradiction: str | None = None


@dataclass(frozen=True)
class Grouper:
    """Groups the accounts of one document."""

    settings: Settings
    kin: Kin
    rulings: Rulings

    def group(self, accounts: Sequence[Account]) -> list[Group]:
        """``accounts`` (one document, in text order) as groups in the order of their first account."""
        groups: list[Group] = []
        for account in accounts:
            home = self._ruled_home(account, groups) or self._engines_home(account, groups)
            if home is None:
                home = self._home(account, groups)
            if home is None:
                groups.append([account])
            else:
                home.append(account)
        return self._joined(groups)

    def _ruled_home(self, account: Account, groups: Iterable[Group]) -> Group | None:
        """The group where a person put this account, unless another person keeps it out."""
        wanted = self.rulings.named_with(account.id)
        for group in groups:
            members = [a.id for a in group]
            if wanted.intersection(members) and not self.rulings.any_apart([account.id], members):
                return group
        return None

    def _engines_home(self, account: Account, groups: Iterable[Group]) -> Group | None:
        """The group of the accounts that the engine takes for the same happening, unless a person keeps it out, or its
        own place or day is another."""
        for group in groups:
            same = any(a.happening == account.happening != "" for a in group)
            if (
                same
                and not self.rulings.any_apart([account.id], [a.id for a in group])
                and not any(self._elsewhere(account, other) for other in group)
            ):
                return group
        return None

    def _elsewhere(self, left: Account, right: Account) -> bool:
        """Whether two accounts have a place or a day of their own, and another one each. A village that no gazetteer
        knows is another place than a town of another name."""
        if left.sentence == right.sentence and left.aside != right.aside:
            return True
        if self._place(left, right, own=True) is PlaceRelated.DIFFERENT or self._days_conflict(left, right):
            return True
        if _set_against_one(left, right) is not None:
            return True
        names = [{name_key(p.name): p for p in _values(a.places, own=True)} for a in (left, right)]
        towns = [[p for p in own.values() if p.precision == 1 or _is_unknown(p)] for own in names]
        return bool(
            towns[0]
            and towns[1]
            and not names[0].keys() & names[1].keys()
            and any(all(_is_unknown(p) for p in own) for own in towns)
        )

    def _home(self, account: Account, groups: Iterable[Group]) -> Group | None:
        """The group that speaks most for the account; of equals the one told last."""
        best: tuple[float, int] = (self.settings.within.join - 1e-9, -1)
        home = None
        for group in groups:
            link = self.link(account, group)
            score = (link.points, group[-1].start)
            if link.contradiction is None and score > best:
                best, home = score, group
        return home

    def link(self, account: Account, group: Group) -> Link:
        """What speaks for and against ``account`` telling the happening of ``group``."""
        contradiction = self._contradiction(account, group)
        if contradiction is not None:
            return Link(0.0, (), contradiction)
        found = [
            *self._engines_word(account, group),
            *self._telling(account, group),
            *self._facts(account, group),
            *self._doubts(account, group),
        ]
        return Link(sum(p for p, _ in found), tuple(why for points, why in found if points))

    def _engines_word(self, account: Account, group: Group) -> list[tuple[float, str]]:
        """That the engine reads both as one happening is enough."""
        same = any(a.happening == account.happening != "" for a in group)
        return [(self.settings.within.join, "the engine reads them as one happening")] if same else []

    # --- what rules a pair out ---

    def _contradiction(self, account: Account, group: Group) -> str | None:
        """Why the account cannot tell this happening; ``None`` when nothing rules it out."""
        if self.rulings.any_apart([account.id], [a.id for a in group]):
            return "a person judged them different"
        if self._type_strength(account, group) == 0.0:
            return "types that no one happening has"
        for other in group:
            reason = self._conflict(account, other)
            if reason is not None:
                return reason
        return None

    def _conflict(self, left: Account, right: Account) -> str | None:
        """A contradiction between the own facts of two accounts."""
        if left.happened != right.happened:
            return "one happened, the other is planned, threatened or denied"
        if left.sentence == right.sentence and left.aside != right.aside:
            return "told as of different times"
        if (left.sentence, left.start) == (right.sentence, right.start):
            return "told as happenings at several places"  # the reader makes one account a place of one trigger
        if self._place(left, right, own=True) is PlaceRelated.DIFFERENT:
            return "different places"
        if self._days_conflict(left, right):
            return "different days"
        if self._actor(left, right) is ActorRelated.DIFFERENT and not (left.only_toll or right.only_toll):
            return "different sides"
        return _set_against_one(left, right)

    def _days_conflict(self, left: Account, right: Account) -> bool:
        """Different days of their own. "The attack was claimed on Wednesday" gives the day of the claim: a later
        day beside a trigger that refers back says nothing. A span of years is not a day's happening either.
        """
        if left.late != right.late:
            return False  # "two more died of their wounds on Sunday"
        days = [_values(a.days, own=True) for a in (left, right)]
        vague = [bool(own) and all(d.precision > 3 for d in own) for own in days]
        if days[0] and days[1] and vague[0] != vague[1]:
            return True
        if self._date(left, right, own=True) not in (DateRelated.DIFFERENT, DateRelated.DAY_APART):
            return False
        earlier, later = sorted((left, right), key=lambda a: (a.sentence, a.start))
        if later.reference is not Reference.DEFINITE:
            return True
        lag = min(d.start for d in _values(later.days, own=True)) - max(d.end for d in _values(earlier.days, own=True))
        return not 0 < lag.days <= self.settings.within.claim_days

    def _type_strength(self, account: Account, group: Group) -> float:
        """The best fit of the account's surest type with any member's; unknown types fit anything."""
        if not account.types:
            return 1.0
        strengths = [self.settings.strength(account.types[0][0], a.types[0][0]) if a.types else 1.0 for a in group]
        return max(strengths)

    # --- what speaks for it ---

    def _telling(self, account: Account, group: Group) -> Iterable[tuple[float, str]]:
        """How the text is told: distance, reference, order."""
        weights = self.settings.within
        gap = min(abs(account.sentence - a.sentence) for a in group)
        if gap == 0:
            yield weights.same_sentence, "same sentence"
        elif gap == 1:
            yield weights.next_sentence, "next sentence"
        elif gap <= weights.near_sentences:
            yield weights.near_sentence, f"{gap} sentences away"
        elif gap > weights.far_sentences:
            yield weights.far_sentence, f"{gap} sentences away"
        if account.poor:
            yield weights.poor, "no place, day or toll of its own"
        if group[0].sentence <= 1:
            yield weights.opening, "the happening the text opens with"
        if gap and account.reference is Reference.DEFINITE:
            yield weights.definite, "refers back"
        elif gap and account.reference is Reference.NEW:
            yield weights.new_happening, "announced as another happening"
        elif gap and account.reference is Reference.FURTHER and not account.late:  # "two more died of their wounds"
            yield weights.further_happening, "announced as a further happening"
        if account.modifiers and any(account.modifiers & a.words for a in group):
            yield weights.same_words, "named by words of it"
        yield 0.5 * (self._type_strength(account, group) - 1.0), "type told differently"

    def _facts(self, account: Account, group: Group) -> Iterable[tuple[float, str]]:
        """Facts that agree with any member."""
        weights = self.settings.within
        if any(self._place(account, a, own=True) in _ONE_PLACE for a in group):
            yield weights.same_place, "same place"
        elif any(self._place(account, a, own=False) in _ONE_PLACE for a in group):
            yield 0.3 * weights.same_place, "same place, not named again"
        elif any(self._place(account, a, own=True) is PlaceRelated.SAME_AREA for a in group):
            yield 0.5 * weights.same_place, "same area"
        if any(self._date(account, a, own=True) is DateRelated.SAME for a in group):
            yield weights.same_day, "same day"
        if any(self._actor(account, a) in (ActorRelated.SAME, ActorRelated.KIN) for a in group):
            named = any(f is not None and is_named(f.value) for f in (account.actor1, account.actor2))
            yield weights.same_actor if named else weights.same_class, "same actor"
        if any(account.weapons & a.weapons for a in group):
            yield weights.same_weapon, "same weapon"
        agreed = [_tolls_agree(account, a) for a in group]
        if True in agreed:
            yield weights.same_toll, "same toll"
        elif False in agreed and not account.late:
            yield weights.other_toll, "another toll"

    def _doubts(self, account: Account, group: Group) -> Iterable[tuple[float, str]]:
        """Facts that may contradict, but are carried over or could not be found."""
        weights = self.settings.within
        places = {self._place(account, a, own=False) for a in group}
        named = {self._place(account, a, own=True) for a in group}
        if PlaceRelated.DOUBTFUL in named and not named & set(_ONE_PLACE) and not account.mere_mention:
            yield weights.doubtful_own_place, "told at a place of another name"
        elif PlaceRelated.DOUBTFUL in places or (PlaceRelated.DIFFERENT in places and not account.poor):
            yield weights.doubtful_place, "perhaps another place"
        gaps = [gap for a in group if a.late == account.late for gap in self._days_between(account, a)]
        if gaps and min(gaps) > weights.claim_days:
            yield weights.far_date, "told in another stretch of time"
        elif gaps and min(gaps) > 0 and not account.mere_mention:  # "the attack was claimed on Saturday"
            yield weights.doubtful_date, "perhaps another day"
        if any(self._actor(account, a) is ActorRelated.DOUBTFUL for a in group):
            yield weights.doubtful_actor, "perhaps other sides"
        one_day = any(self._date(account, a, own=False) is DateRelated.SAME for a in group)
        if not one_day and all(account.background != a.background for a in group):
            yield weights.background_differs, "one is told as history"

    # --- relations of two accounts ---

    def _place(self, left: Account, right: Account, *, own: bool) -> PlaceRelated:
        near = self.settings.within.same_place_distance_km
        pairs = product(_values(left.places, own), _values(right.places, own))
        related = [_relate(a, b, near) for a, b in pairs]
        return min(related, key=_PLACE_ORDER.index, default=PlaceRelated.UNKNOWN)

    def _date(self, left: Account, right: Account, *, own: bool) -> DateRelated:
        related = [dates_relate(a, b) for a, b in product(_values(left.days, own), _values(right.days, own))]
        return min(related, key=_DATE_ORDER.index, default=DateRelated.UNKNOWN)

    def _days_between(self, left: Account, right: Account) -> list[int]:
        """Days between the times of two accounts, carried-over ones included; 0 for times that touch."""
        pairs = product(_values(left.days, own=False), _values(right.days, own=False))
        return [max(0, (a.start - b.end).days, (b.start - a.end).days) for a, b in pairs]

    def _actor(self, left: Account, right: Account) -> ActorRelated:
        sides = [(a.actor1.value if a.actor1 else None, a.actor2.value if a.actor2 else None)
                 for a in (left, right)]  # fmt: skip
        return actor_pairs_relate(sides[0], sides[1], self.kin)

    # --- groups that turn out to be one ---

    def _joined(self, groups: list[Group]) -> list[Group]:
        """Groups of one place, one day and compatible types and sides are one row; nearest in the text
        first.
        """
        joined = True
        while joined:
            joined = False
            for left, right in combinations(groups, 2):
                if self._ruled_together(left, right) or self._one_row(left, right):
                    left.extend(right)
                    left.sort(key=lambda a: (a.sentence, a.start, a.id))
                    groups.remove(right)
                    joined = True
                    break
        return groups

    def _ruled_together(self, left: Group, right: Group) -> bool:
        if self.rulings.empty or self.rulings.any_apart([a.id for a in left], [a.id for a in right]):
            return False
        members = {a.id for a in right}
        return any(self.rulings.named_with(a.id) & members for a in left)

    def _one_row(self, left: Group, right: Group) -> bool:
        """Same place and same day, both stated, and nothing that contradicts."""
        if any(self._contradiction(a, left) is not None for a in right):
            return False
        if any(a.background for a in left) != any(a.background for a in right):
            return False
        pairs = list(product(left, right))
        return any(self._place(a, b, own=True) in _ONE_PLACE for a, b in pairs) and any(
            self._date(a, b, own=True) is DateRelated.SAME for a, b in pairs
        )


_ONE_PLACE = (PlaceRelated.SAME, PlaceRelated.NEAR)
_PLACE_ORDER = [
    PlaceRelated.SAME,
    PlaceRelated.NEAR,
    PlaceRelated.SAME_AREA,
    PlaceRelated.INSIDE,
    PlaceRelated.DOUBTFUL,
    PlaceRelated.DIFFERENT,
    PlaceRelated.UNKNOWN,
]
_DATE_ORDER = [
    DateRelated.SAME,
    DateRelated.OVERLAP,
    DateRelated.DAY_APART,
    DateRelated.DIFFERENT,
    DateRelated.UNKNOWN,
]


def _values(facts: Sequence[Fact], own: bool) -> list:  # type: ignore[type-arg]
    """Values of facts, only the account's own ones when asked for; the most precise ones of these."""
    kept = [f.value for f in facts if f.own or not own]
    finest = min((v.precision for v in kept), default=0)
    return [v for v in kept if v.precision == finest]


def _tolls_agree(left: Account, right: Account) -> bool | None:
    """Whether two accounts state the same number for one fate; ``None`` when they cannot be compared.

    A number that somebody is quoted with is one view of the toll and never speaks against the happening.
    """
    shared = {f.value for f in left.tolls} & {f.value for f in right.tolls}
    if any(number > 0 for _, number in shared):
        return True
    dead = [
        [f.value[1] for f in a.tolls if f.value[0] is VictimStatus.KILLED and f.own and not f.attributed_to]
        for a in (left, right)
    ]
    return False if dead[0] and dead[1] else None


def _relate(left: PlaceValue, right: PlaceValue, near_km: float) -> PlaceRelated:
    """How two places of one text relate. A town that could not be found is placed in its country alone; that does not
    make it hold the other place."""
    related = places_relate(left, right, near_km)
    if related is PlaceRelated.INSIDE and _is_unknown(left) != _is_unknown(right):
        return PlaceRelated.DOUBTFUL
    return related


def _is_unknown(place: PlaceValue) -> bool:
    """Whether only the country of a named place is known."""
    return place.place_id is None and place.precision == 4


def _set_against_one(left: Account, right: Account) -> str | None:
    """A set of three or more happenings is not one of its members, which stands at a place of its own."""
    for several, one in ((left, right), (right, left)):
        if (several.incidents or 1) >= 3 and (one.incidents or 1) == 1:
            finest = min((f.value.precision for f in several.places if f.own), default=5)
            if any(f.own and f.value.precision < finest for f in one.places):
                return "one of several happenings, told together before"
    return None
