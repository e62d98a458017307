"""From readings to clusters of event mentions: first within each document, then across documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tocsin.knowledge import Knowledge
from tocsin.knowledge import load as load_knowledge
from tocsin.merge.accounts import Account, accounts_of
from tocsin.merge.across import join_tellings
from tocsin.merge.compare import Yardstick
from tocsin.merge.people import Rulings, rulings
from tocsin.merge.relations import Kin
from tocsin.merge.settings import load
from tocsin.merge.speaking import paraphrases
from tocsin.merge.tellings import Telling, day_of, telling
from tocsin.merge.twins import as_in_root, find_twins
from tocsin.merge.within import Group, Grouper
from tocsin.model.document import Document
from tocsin.model.errors import ReadError
from tocsin.model.event import Judgement, Story
from tocsin.model.reading import Reading
from tocsin.model.values import ActorValue

Scope = Literal["document", "all"]
Clusters = tuple[tuple[str, ...], ...]


def cluster(
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    *,
    scope: Scope,
    judgements: Sequence[Judgement] = (),
    knowledge: Knowledge | None = None,
) -> Clusters:
    """Event mentions that tell one event, as sorted tuples of mention ids, themselves sorted.

    Every event mention of ``readings`` (resolved, by document id) is in exactly one cluster. In scope
    ``"document"`` each cluster holds mentions of one document. ``knowledge`` tells which organisations are
    part of one another; without it only equal ids agree. The order of documents and mentions never matters.

    Raises:
        ReadError: a reading belongs to no document of ``documents``.
        KnowledgeError: the thresholds or the actor registry cannot be read.
    """
    drawn = draw(documents, readings, stories, scope=scope, judgements=judgements, knowledge=knowledge)
    if scope == "document":
        return tuple(sorted(t.mention_ids for t in drawn.tellings))
    return join_tellings(drawn.tellings, drawn.yardstick, drawn.rulings, drawn.twins)


@dataclass(frozen=True)
class Drawn:
    """The tellings of all documents, and what comparing them needs. ``twins``: pairs of mentions in the same words."""

    tellings: tuple[Telling, ...]
    yardstick: Yardstick
    rulings: Rulings
    twins: tuple[tuple[str, str], ...]


def draw(
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    stories: Sequence[Story],
    *,
    scope: Scope,
    judgements: Sequence[Judgement],
    knowledge: Knowledge | None,
) -> Drawn:
    """Each document's accounts grouped, before documents are compared. Raises as ``cluster``."""
    unknown = sorted(set(readings) - set(documents))
    if unknown:
        raise ReadError(f"There are readings of documents that were not given: {', '.join(unknown[:5])}.")
    settings = load()
    in_force = rulings(judgements)
    accounts = {key: accounts_of(readings[key], settings, day_of(documents[key])) for key in sorted(readings)}
    kin = kin_among((a for found in accounts.values() for a in found), knowledge or load_knowledge())
    story_of = {m.document_id: s.id for s in stories for m in s.members}
    spun = paraphrases(stories)
    grouper = Grouper(settings, kin, in_force)
    groups: dict[str, list[Group]] = {d: grouper.group(found) for d, found in accounts.items()}
    twins = find_twins(readings, accounts, stories) if scope == "all" else {}
    if twins:
        groups = as_in_root(groups, stories, twins, in_force)
    tellings = tuple(
        telling(group, story_of.get(d), day_of(documents[d]), doubtful=d in spun)
        for d, found in groups.items()
        for group in found
    )
    return Drawn(tellings, Yardstick(settings, kin), in_force, tuple(sorted(twins.items())))


def kin_among(accounts: Iterable[Account], knowledge: Knowledge) -> Kin:
    """For every registry id among the actors of ``accounts``: itself, what it is part of, and what it
    became.
    """
    facts = (fact for a in accounts for fact in (a.actor1, a.actor2) if fact is not None)
    return kin_of_values((f.value for f in facts), knowledge)


def kin_of_values(actors: Iterable[ActorValue], knowledge: Knowledge) -> Kin:
    """As ``kin_among``, for actor values. An actor that stands for one or the other ("ISWAP and/or Boko Haram") is
    kin of both."""
    registry = knowledge.actors
    ids = {a.id for a in actors if a.id is not None and registry.get(a.id) is not None}
    either = {r.id: r.alternatives for r in registry.rules.ranges if r.of in r.alternatives}
    return {i: frozenset((*registry.lineage(i), *either.get(i, ()))) for i in sorted(ids)}
