"""What of documents and readings is left out when classes of sources are (``--without``)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tocsin.knowledge import Knowledge
from tocsin.knowledge.actor_model import Actor
from tocsin.knowledge.actors import ActorRegistry
from tocsin.knowledge.grades import Grades
from tocsin.knowledge.issuers import find_issuer
from tocsin.knowledge.publishers import Publishers
from tocsin.knowledge.source_classes import SourceClass, check_names
from tocsin.model.document import Document, DocumentKind
from tocsin.model.reading import Assertion, Attribution, Prop, Reading

_SIDES = frozenset({"Rebel group", "Political militia", "Identity militia"})
"""Actor types whose words are those of a side."""
_OUTLETS = frozenset({"media", "monitor", "other"})
"""Kinds of speakers whose words may hold the name of an outlet, as "state television ORTM" does."""
_HAPPENED = frozenset({Prop.SUB_EVENT_TYPE, Prop.MODALITY})
"""What tells that a happening happened: an account left without any of these tells nothing any more."""


@dataclass(frozen=True)
class LeavingOut:
    """What is left out when some classes are: asked for documents, assertions and attributions."""

    classes: tuple[SourceClass, ...]
    grades: Grades
    publishers: Publishers
    actors: ActorRegistry
    knowledge: Knowledge

    @classmethod
    def of(cls, names: Iterable[str], knowledge: Knowledge) -> "LeavingOut":
        """Raises UsageError for a class that ``grades.yml`` does not have."""
        classes = knowledge.grades.classes
        check_names(names, classes)
        found = tuple(classes[name] for name in names)
        return cls(found, knowledge.grades, knowledge.publishers, knowledge.actors, knowledge)

    def document(self, document: Document) -> bool:
        """Whether a whole document is left out: an outlet of the class passes on what it likes, so that what it quotes
        goes with it (a chain holds as well as its weakest link). A statement is its issuer's, whoever published it:
        that of an army or government is a state's."""
        if document.kind is DocumentKind.STATEMENT:
            issuer = find_issuer(document, self.knowledge)
            if issuer is not None and issuer.is_state and self._kind(issuer.name) != "side":
                return self._leaves("official")
            return any(one.statements for one in self.classes)
        names = (name for name in (document.publisher, document.agency) if name)
        known = next(filter(None, map(self.publishers.find, names)), None)
        known = known or (self.publishers.by_domain(document.url) if document.url else None)
        return any(one.has_outlet(known) for one in self.classes)

    def assertion(self, assertion: Assertion) -> bool:
        """Whether an assertion is told in the voice of a speaker of the class."""
        return assertion.attributed_to is not None and self.speaker(assertion.attributed_to)

    def attribution(self, attribution: Attribution) -> bool:
        """Whether an attribution is said, or passed on, by a speaker of the class."""
        actor = self.actors.get(attribution.by_id) if attribution.by_id else None
        known = self._kind_of_actors([actor]) if actor is not None else None
        said = self._leaves(known) if known else self.speaker(attribution.by)
        return said or any(map(self.speaker, attribution.via))

    def speaker(self, words: str) -> bool:
        """Whether words name a speaker of the class: a known outlet, an armed actor, else a kind of speaker."""
        if words not in self._asked:
            self._asked[words] = self._speaker(words)
        return self._asked[words]

    @cached_property
    def _asked(self) -> dict[str, bool]:
        return {}

    def _speaker(self, words: str) -> bool:
        outlet = self.publishers.find(words)
        if outlet is None and self.grades.kind_of(words) in _OUTLETS:
            outlet = self.publishers.named_in(words)
        if outlet is not None:
            return any(one.has_outlet(outlet) for one in self.classes)
        return self._leaves(self._kind(words))

    def _leaves(self, kind: str) -> bool:
        return any(kind in one.speakers for one in self.classes)

    def _kind(self, words: str) -> str:
        """The kind of a speaker; of a registered actor that of its type, whatever else its speaker is called."""
        named = (self.actors.get(actor_id) for hit in self.actors.find(words) for actor_id in hit.ids)
        return self._kind_of_actors([actor for actor in named if actor is not None]) or self.grades.kind_of(words)

    def _kind_of_actors(self, actors: Sequence[Actor]) -> str | None:
        """Who ever was a rebel group or militia speaks as a side, also where it rules (the Taliban, the Houthis)."""
        types = {period.type for actor in actors for period in actor.types}
        if types & _SIDES:
            return "side"
        return "official" if "State forces" in types else None


@dataclass(frozen=True, slots=True)
class Remains:
    """What remains of a reading: its ``accounts`` (event mentions) that still tell something, and how many assertions
    and attributions are gone. ``touched`` are accounts of which anything is gone."""

    reading: Reading
    accounts: frozenset[str]
    touched: frozenset[str]
    gone: int


def remains(reading: Reading, leaving: LeavingOut) -> Remains:
    """A reading without what speakers of the classes say."""
    kept = tuple(a for a in reading.assertions if not leaving.assertion(a))
    said = tuple(a for a in reading.attributions if not leaving.attribution(a))
    lost = {a.event_mention_id for a in reading.assertions} if len(kept) < len(reading.assertions) else set[str]()
    if lost:
        left = {a.id for a in kept}
        lost = {a.event_mention_id for a in reading.assertions if a.id not in left}
    left_said = {a.id for a in said}
    unsaid = {a.event_mention_id for a in reading.attributions if a.id not in left_said}
    everybody = {m.id for m in reading.event_mentions}
    silent = {m for m in lost if not _tells(m, reading.assertions, kept)}
    gone = len(reading.assertions) - len(kept) + len(reading.attributions) - len(said)
    left_reading = replace(reading, assertions=kept, attributions=said) if gone else reading
    return Remains(left_reading, frozenset(everybody - silent), frozenset(lost | unsaid), gone)


def _tells(account: str, before: Collection[Assertion], kept: Collection[Assertion]) -> bool:
    """Whether what is kept of an account still tells that something happened; where nothing ever did in so many words,
    whether anything is kept."""
    told = any(a.event_mention_id == account and a.prop in _HAPPENED for a in before)
    return any(a.event_mention_id == account and (not told or a.prop in _HAPPENED) for a in kept)
