"""Which of an event's documents speak for their stories, and why the others do not count.

One document a story speaks: the latest version of the root that tells the event. A machine paraphrase speaks only
where nothing else does, and never counts as a report. A report all of whose words on the event stand in another's
passage does not count beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.merge.stories import root_rank
from tocsin.merge.updates import version
from tocsin.model.document import Document, Span
from tocsin.model.event import ChangedFact, CopyKind, Story, StoryMember

_VERSIONS = (CopyKind.ROOT, CopyKind.UPDATE)


def paraphrases(stories: Sequence[Story]) -> frozenset[str]:
    """Documents that are machine paraphrases, known or suspected; copies of a suspected one are paraphrases too."""
    return frozenset(
        m.document_id for s in stories for m in s.members if s.root_missing or m.copy_kind is CopyKind.PARAPHRASE
    )


@dataclass
class Speakers:
    """Documents and stories, indexed once for many events."""

    documents: Mapping[str, Document]
    stories: Sequence[Story]
    _home: dict[str, tuple[Story, StoryMember]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for story in self.stories:
            for member in story.members:
                self._home[member.document_id] = (story, member)

    def story_of(self, document_id: str) -> str:
        """The id of a document's story; its own id where no stories were found."""
        home = self._home.get(document_id)
        return home[0].id if home else document_id

    def paraphrased(self, documents: Sequence[str]) -> frozenset[str]:
        """Those that are machine paraphrases, known or suspected."""
        return frozenset(d for d in documents if self._kind(d) is CopyKind.PARAPHRASE)

    def speaking(self, documents: Sequence[str], triggers: Mapping[str, Sequence[Span]]) -> frozenset[str]:
        """One document a story that counts. ``triggers``: where each document tells the event."""
        by_story: dict[str, list[str]] = {}
        for document_id in documents:
            by_story.setdefault(self.story_of(document_id), []).append(document_id)
        voices = {self._voice(members) for members in by_story.values()}
        sure = voices - self.paraphrased(tuple(voices))
        counted: list[str] = []
        for voice in sorted(sure, key=lambda d: root_rank(self.documents[d])):
            if self._borrowed_from(voice, counted, triggers[voice]) is None:
                counted.append(voice)
        return frozenset(counted or voices)

    def why(self, document_id: str, speaking: frozenset[str], triggers: Sequence[Span]) -> str | None:
        """Why a document does not count as an independent report; ``None`` where it does."""
        home = self._home.get(document_id)
        kind = self._kind(document_id)
        if kind is CopyKind.PARAPHRASE:
            rooted = home is not None and not home[0].root_missing
            of = f"of {home[0].root}" if home is not None and rooted else "(suspected) of a report that is not here"
            return f"machine paraphrase {of}: it confirms nothing"
        if document_id in speaking:
            return None
        if home is not None:
            versions = [m.document_id for m in home[0].members if m.document_id in speaking]
            if versions and kind in _VERSIONS and self._kind(versions[0]) is CopyKind.UPDATE:
                return f"earlier version; {versions[0]} supersedes it"
            if document_id != home[0].root:
                return f"{kind.value}{'' if kind is CopyKind.UPDATE else ' copy'} of {home[0].root}"
        other = self._borrowed_from(document_id, sorted(speaking), triggers)
        return f"its words on this event also stand in {other}" if other else "a copy of a report that counts"

    def changed(self, documents: Sequence[str]) -> tuple[tuple[StoryMember, ChangedFact], ...]:
        """Facts that copies among the documents tell otherwise; later versions correct facts and do not count here."""
        homes = (self._home[d] for d in documents if d in self._home)
        return tuple((m, c) for _, m in homes if m.copy_kind is not CopyKind.UPDATE for c in m.changed)

    def _kind(self, document_id: str) -> CopyKind:
        """How a document descends; copies of a suspected paraphrase are paraphrases too."""
        home = self._home.get(document_id)
        if home is None:
            return CopyKind.ROOT
        return CopyKind.PARAPHRASE if home[0].root_missing else home[1].copy_kind

    def _voice(self, members: Sequence[str]) -> str:
        """The latest version among documents of one story; without the root or an update, the likeliest root."""
        versions = [d for d in members if self._kind(d) in _VERSIONS]
        if versions:
            return max(versions, key=self._lateness)
        copies = [d for d in members if self._kind(d) is not CopyKind.PARAPHRASE]
        return min(copies or members, key=lambda d: root_rank(self.documents[d]))

    def _lateness(self, document_id: str) -> tuple[bool, date, int, int, str]:
        """Sort key of versions; what is undated and no update comes first."""
        document = self.documents[document_id]
        day = document.published.day if document.published is not None else date.min
        update = self._kind(document_id) is CopyKind.UPDATE
        return (update, day, version(document), len(document.text), document_id)

    def _borrowed_from(self, document_id: str, others: Sequence[str], triggers: Sequence[Span]) -> str | None:
        """The first of ``others`` with passages in which the document tells all it tells of the event."""
        home = self._home.get(document_id)
        passages = [p for p in home[1].passages if not p.quoted] if home else []
        for other in others:
            shared = [p.span for p in passages if self.story_of(p.other.document_id) == self.story_of(other)]
            if shared and all(any(span.contains(trigger) for span in shared) for trigger in triggers):
                return other
        return None
