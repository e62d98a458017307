"""Sides that an event leaves unsaid because the text tells them elsewhere.

News names two enemies once and then tells what one of them did: "the army pounded the town", "a further offensive
began". In a fight, or a strike by a state, a known side without an opponent is taken to face the one that the text
tells it to fight; a strike without anybody who struck is taken to be of the only state that the text tells to strike.
Both only where one answer is told, and weakly: what an event says of itself stands over it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.reading import Mention, Modality, Prop
from tocsin.model.values import MentionRef, Side, VictimCount
from tocsin.read.neural.found import EventFound
from tocsin.read.neural.page import Account, Page

_FOUGHT = frozenset({"Armed clash", "Government regains territory", "Non-state actor overtakes territory"})
_STRUCK = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})
_SURE = 0.3
"""How sure a side is that is taken from elsewhere: less than any that the event names."""
_KNOWN = (ActorForm.STATE, ActorForm.NAMED, ActorForm.EXTERNAL)
_Side = tuple[str, str]
"""What makes phrases name one side: the registry's id, else form and words; a state by its country alone."""


def side_of(expression: ActorExpression) -> _Side | None:
    """The side that a phrase names; ``None`` for those that only say what kind of people act."""
    if expression.form not in _KNOWN:
        return None
    if expression.candidates:
        return "id", "|".join(expression.candidates)
    if expression.form is ActorForm.STATE:
        return ("state", expression.country) if expression.country is not None else None
    return expression.form.value, expression.head.lower()


class Opponents:
    """Who fights whom in one text, by the sides that its events name."""

    def __init__(self, page: Page, events: Sequence[EventFound], together: Mapping[int, Sequence[Account]]) -> None:
        self._page = page
        self._kind = {n: page.types[int(event.types.argmax())] for n, event in enumerate(events)}
        self._actual = {n for n, event in enumerate(events) if event.modality == Modality.ACTUAL}
        by_mention = {a.mention.id: n for n, accounts in together.items() for a in accounts}
        self._harmed = {
            by_mention[a.event_mention_id] for a in page.assertions
            if isinstance(a.value, VictimCount) and a.value.side is Side.CIVILIAN
        }  # fmt: skip
        self._sides: dict[int, dict[Prop, list[Mention]]] = defaultdict(lambda: defaultdict(list))
        for a in page.assertions:
            if a.prop in (Prop.ACTOR1, Prop.ACTOR2) and isinstance(a.value, MentionRef):
                self._sides[by_mention[a.event_mention_id]][a.prop].append(page.mentions[a.value.mention_id])
        self._against: dict[_Side, Counter[_Side]] = defaultdict(Counter)
        self._phrase: dict[_Side, Mention] = {}
        for number in self._sides:
            self._note(number)

    def _note(self, number: int) -> None:
        if self._kind[number] not in _FOUGHT | _STRUCK:
            return
        ones, others = (self._named(number, role) for role in (Prop.ACTOR1, Prop.ACTOR2))
        for one, its in ones.items():
            for other, mention in others.items():
                if one != other:
                    self._against[one][other] += 1
                    self._against[other][one] += 1
                    self._phrase.setdefault(one, its)
                    self._phrase.setdefault(other, mention)

    def _named(self, number: int, role: Prop) -> dict[_Side, Mention]:
        found: dict[_Side, Mention] = {}
        for mention in self._sides[number][role]:
            side = side_of(mention.expression) if isinstance(mention.expression, ActorExpression) else None
            if side is not None:
                found.setdefault(side, mention)
        return found

    def complete(self, together: Mapping[int, Sequence[Account]]) -> None:
        """Say the sides that events leave unsaid."""
        for number, accounts in together.items():
            if number not in self._actual or self._kind[number] not in _FOUGHT | _STRUCK:
                continue
            first, second = self._sides[number][Prop.ACTOR1], self._sides[number][Prop.ACTOR2]
            if not first and self._kind[number] in _STRUCK:
                self._say(accounts[0], Prop.ACTOR1, self._striker(number), "striker-told-elsewhere")
            if not second and not (self._kind[number] in _STRUCK and number in self._harmed):
                acting = self._named(number, Prop.ACTOR1)
                self._say(accounts[0], Prop.ACTOR2, self._opponent(acting), "opponent-told-elsewhere")

    def _opponent(self, sides: Iterable[_Side]) -> Mention | None:
        """Whom the text tells these sides to fight, most often; ``None`` for nobody, or several alike."""
        met = sum((self._against[side] for side in sides if side in self._against), Counter[_Side]())
        best = met.most_common(2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        return self._phrase[best[0][0]]

    def _striker(self, number: int) -> Mention | None:
        """The only state that the text tells to strike in the same way."""
        found: dict[_Side, Mention] = {}
        for other in self._sides:
            if other != number and self._kind[other] == self._kind[number]:
                found.update(self._named(other, Prop.ACTOR1))
        states = {s: m for s, m in found.items() if s[0] == "state"}
        return next(iter(states.values())) if len(found) == len(states) == 1 else None

    def _say(self, account: Account, role: Prop, mention: Mention | None, rule: str) -> None:
        if mention is not None:
            self._page.say(account, role, MentionRef(mention.id), [mention.span], _SURE, rule=rule)
