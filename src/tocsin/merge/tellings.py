"""Tellings: what one document tells about one happening, drawn together from its accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tocsin.merge.accounts import Account, Fact
from tocsin.merge.relations import is_generic, is_named
from tocsin.model.document import Document
from tocsin.model.ids import content_id
from tocsin.model.values import ActorValue, DateValue, PlaceValue, VictimStatus

_V = TypeVar("_V", DateValue, PlaceValue)


@dataclass(frozen=True, slots=True)
class Telling:
    """One document's accounts of one happening, and its best facts. ``dead`` is the number of dead it
    states; ``words`` are stems of what its sentences are about; ``refers_back``: no more than a mention of something
    told before ("the bombing"), so that a day beside it may be that of other news; ``towns`` are keys of all places
    that its document names; ``doubtful``: its document is a machine paraphrase (known or suspected).
    """

    mention_ids: tuple[str, ...]
    document_id: str
    story_id: str | None
    types: tuple[tuple[str, float], ...]
    happened: bool
    background: bool
    day: DateValue | None
    place: PlaceValue | None
    actors: tuple[ActorValue | None, ActorValue | None]
    dead: int | None
    weapons: frozenset[str]
    incidents: int
    published: date | None = None
    words: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    refers_back: bool = False
    day_stated: bool = False
    doubtful: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """Sort key that depends on content alone."""
        return self.mention_ids

    @property
    def id(self) -> str:
        """An id for reasons and caches."""
        return content_id("tl", *self.mention_ids)


def day_of(document: Document) -> date | None:
    """The day of publication, where it is known."""
    return document.published.day if document.published is not None else None


def telling(
    accounts: Sequence[Account], story_id: str | None, published: date | None = None, *, doubtful: bool = False
) -> Telling:
    """The accounts of one happening in one document as one telling."""
    types: dict[str, float] = {}
    for account in accounts:
        for name, confidence in account.types:
            types[name] = max(types.get(name, 0.0), confidence)
    incidents = [a.incidents for a in accounts if a.incidents is not None]
    return Telling(
        mention_ids=tuple(sorted(a.id for a in accounts)),
        document_id=accounts[0].document_id,
        story_id=story_id,
        types=tuple(sorted(types.items(), key=lambda item: (-item[1], item[0]))),
        happened=any(a.happened for a in accounts),
        background=all(a.background for a in accounts),
        day=_finest(f for a in accounts for f in a.days),
        place=_finest(f for a in accounts for f in a.places),
        actors=(_best_actor(a.actor1 for a in accounts), _best_actor(a.actor2 for a in accounts)),
        dead=_dead(accounts),
        weapons=frozenset(w for a in accounts for w in a.weapons),
        incidents=max(incidents, default=1),
        published=published,
        words=frozenset(w for a in accounts for w in a.telling_words),
        towns=frozenset(t for a in accounts for t in a.towns),
        refers_back=all(a.mere_mention for a in accounts),
        day_stated=any(f.own and f.value.precision == 1 for a in accounts for f in a.days),
        doubtful=doubtful,
    )


def _finest(facts: Iterable[Fact[_V]]) -> _V | None:
    """The most precise value, of equals the own and surest."""
    ranked = sorted(facts, key=lambda f: (f.value.precision, not f.own, -f.confidence, repr(f.value)))
    return ranked[0].value if ranked else None


def _best_actor(facts: Iterable[Fact[ActorValue] | None]) -> ActorValue | None:
    """A named organisation over a class of people, then the surest."""
    ranked = sorted(
        (f for f in facts if f is not None),
        key=lambda f: (not is_named(f.value), is_generic(f.value), -f.confidence, f.value.name),
    )
    return ranked[0].value if ranked else None


def _dead(accounts: Iterable[Account]) -> int | None:
    """The largest number of dead that the document itself states (a part is never larger than the whole)."""
    numbers = [f.value[1] for a in accounts for f in a.tolls if f.value[0] is VictimStatus.KILLED]
    return max(numbers, default=None)
