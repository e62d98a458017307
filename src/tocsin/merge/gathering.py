"""Events from accounts, a few documents at a time: what ``cluster`` does with all documents at once, in pieces that can
be kept on disk.

Tellings are drawn from whole stories, compared with those they share a block key with, and joined within what hangs
together by pairs judged the same, by copied words and by people's judgements. ``pipeline/gathering.py`` puts the pieces
together.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from tocsin.knowledge import Knowledge
from tocsin.merge.across import asked_keys, block_keys, day_keys, join_known, loosely_dated
from tocsin.merge.cluster import draw, kin_of_values
from tocsin.merge.compare import Yardstick, compare
from tocsin.merge.people import rulings
from tocsin.merge.settings import load
from tocsin.merge.spots import Spot
from tocsin.merge.tellings import Telling
from tocsin.model import codec
from tocsin.model.document import Document
from tocsin.model.event import Judgement, Story, Verdict
from tocsin.model.reading import Reading

SETS = ("weapons", "words", "towns")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A telling ready to be stored. ``twins``: its event mentions, each with the one in the same words of the report it
    copies."""

    telling: Telling
    body: str
    keys: tuple[str, ...]
    twins: Mapping[str, str | None]


def draw_tellings(
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    judgements: Sequence[Judgement],
    knowledge: Knowledge,
) -> Iterator[Drawn]:
    """The tellings of some documents; of a story give all documents that were read."""
    drawn = draw(documents, readings, stories, scope="all", judgements=judgements, knowledge=knowledge)
    twins = dict(drawn.twins)
    for telling in drawn.tellings:
        ids = telling.mention_ids
        keys = tuple(sorted(block_keys(telling, load().across)))
        yield Drawn(telling, written(telling), keys, {m: twins.get(m) for m in ids})


def written(telling: Telling) -> str:
    """A telling as JSON."""
    plain = {}
    for field in fields(telling):
        value = getattr(telling, field.name)
        plain[field.name] = sorted(value) if field.name in SETS else codec.to_plain(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def read_telling(body: str) -> Telling:
    """The telling that ``written`` wrote."""
    plain = json.loads(body)
    for name in SETS:
        plain[name] = frozenset(plain[name])
    for name in ("mention_ids", "types", "actors", "day", "place"):
        plain[name] = codec.from_plain(plain[name])
    if plain["published"] is not None:
        plain["published"] = date.fromisoformat(plain["published"])
    return Telling(**plain)


def asking(tellings: Iterable[Telling]) -> dict[str, set[Spot]]:
    """The keys by which some tellings find others, each with the spots of those that ask."""
    found: dict[str, set[Spot]] = defaultdict(set)
    for telling in tellings:
        spot = Spot.of(telling)
        for key in asked_keys(telling, load().across):
            found[key].add(spot)
    return found


def may_meet(body: str, asking: Iterable[Spot]) -> bool:
    """Whether a telling (as ``written``) is not surely another happening than all of those that ask for it."""
    spot = Spot.written(body)
    return any(not spot.is_apart(other) for other in asking)


def same_pairs(
    new: Sequence[Telling], others: Sequence[Telling], knowledge: Knowledge
) -> Iterator[tuple[str, str, float]]:
    """Pairs of ``new`` tellings with each other and with ``others`` that are judged the same, with their points."""
    yardstick = _yardstick((*new, *others), knowledge)
    fresh = {t.id for t in new}
    by_id = {t.id: t for t in (*others, *new)}
    for left, right in _candidates(sorted(by_id.values(), key=lambda t: t.key), fresh):
        found = compare(left, right, yardstick)
        if found.verdict is Verdict.SAME:
            yield left.id, right.id, found.points


def _candidates(tellings: Sequence[Telling], fresh: set[str]) -> Iterator[tuple[Telling, Telling]]:
    """Candidate pairs of which one or both are fresh, but for those that ``compare`` would rule out by day or place at
    once. Blocks are looked at from the fresh ones' side."""
    weights = load().across
    is_fresh = [t.id in fresh for t in tellings]
    spots = [Spot.of(t) for t in tellings]
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for key in block_keys(telling, weights):
            blocks[key].append(number)
    for number, telling in enumerate(tellings):
        if not is_fresh[number]:
            continue
        by_day = {n for key in day_keys(telling, weights) for n in blocks[key]}
        for other in sorted(by_day.union(*(blocks[key] for key in asked_keys(telling, weights)))):
            if other == number or (is_fresh[other] and other < number):
                continue  # met from the other side
            if tellings[other].document_id == telling.document_id or spots[number].is_apart(spots[other]):
                continue
            if other in by_day or loosely_dated(telling, tellings[other], weights):
                yield (telling, tellings[other]) if number < other else (tellings[other], telling)


def join(
    tellings: Sequence[Telling],
    pairs: Iterable[tuple[str, str, float]],
    twins: Sequence[tuple[str, str]],
    judgements: Sequence[Judgement],
    knowledge: Knowledge,
) -> tuple[tuple[str, ...], ...]:
    """Clusters of event mentions, of tellings that nothing holds together with others."""
    return join_known(tellings, pairs, _yardstick(tellings, knowledge), rulings(judgements), twins)


def held_together(judgements: Sequence[Judgement]) -> list[tuple[str, str]]:
    """Pairs of event mentions that people say are the same."""
    return list(rulings(judgements).together())


def _yardstick(tellings: Iterable[Telling], knowledge: Knowledge) -> Yardstick:
    actors = (a for t in tellings for a in t.actors if a is not None)
    return Yardstick(load(), kin_of_values(actors, knowledge))
