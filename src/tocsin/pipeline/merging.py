"""From stored readings to published events, in one transaction."""

import json
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tocsin.model.document import Document, Refusal
from tocsin.model.event import Event, Judgement, Run, Story
from tocsin.model.ids import content_id
from tocsin.model.people import Correction
from tocsin.model.reading import Flag, Reading
from tocsin.pipeline.digest import MERGING, digest, parts
from tocsin.pipeline.options import Report
from tocsin.pipeline.placing import Placed, carry, place
from tocsin.pipeline.rooms import Rooms, Scope
from tocsin.store import Store

SCOPE = "merge_scope"
STATE = "merged_state"
MADE = "merged_from"
DOCUMENTS = "documents"
SHOWN = frozenset({"version of Tocsin", "engine", "scope of merging"})
"""What the reason of a revision names with its values; of the rest they are mere digests."""


def choose_scope(store: Store, merge: bool | None, report: Report) -> Scope:
    """``all`` or ``document``: what the user asked for, else how this database was coded before."""
    before = store.meta(SCOPE)
    wanted = {True: "all", False: "document", None: before or "all"}[merge]
    scope: Scope = "document" if wanted == "document" else "all"
    if before is not None and before != scope:
        report.notices.append(
            "This database was coded with --no-merge so far; its events are now merged across documents."
            if scope == "all"
            else "This database was merged across documents so far; now each stands alone (--no-merge)."
        )
    elif merge is None and before == "document":
        report.notices.append(
            "This database was begun with --no-merge, so documents stay unmerged; --merge changes that."
        )
    return scope


def merge_state(store: Store, scope: str) -> str:
    """What the events depend on: readings and judgements, scope, rules. Equal states mean equal events."""
    return f"{store.fingerprint()} {scope} {digest(MERGING)}"


@dataclass(frozen=True, slots=True)
class Act:
    """Who made events change, and why, where it is not the reading of documents. ``stay`` are accounts that keep their
    event's id while others are taken out of it; ``restore`` brings back events that are what they once were."""

    who: str
    why: str
    stay: Mapping[str, frozenset[str]] = field(default_factory=dict)
    restore: bool = False


def merge_and_publish(
    store: Store, rooms: Rooms, scope: Scope, run: Run, report: Report, act: Act | None = None
) -> None:
    """Build stories and events anew from everything stored, and publish them; adds to ``report``."""
    known = act or Act("tocsin", "")
    with store.transaction():
        documents = {document.id: document for document in store.documents(status="read")}
        readings = store.readings()
        stories = find_stories(rooms, documents, scope)
        groups = rooms.cluster(documents, readings, stories, scope=scope, judgements=store.judgements())
        drafts = _drafts(store, _Assembler(rooms, documents, readings, stories, report), groups, report, known)
        store.save_stories(stories)
        made = made_from(documents.values(), readings.values(), store.judgements(), scope)
        act = act or Act("tocsin", _why(store.meta(MADE), made))
        published = store.publish(
            drafts, why=act.why, who=act.who, run=run, link=rooms.link, stay=act.stay, restore=act.restore
        )
        store.set_meta(MADE, json.dumps(made))
        store.set_meta(SCOPE, scope)
        store.set_meta(STATE, merge_state(store, scope))
    report.merged_again = True
    report.created, report.changed = published.created, published.changed
    report.removed = published.merged + published.withdrawn


def _drafts(
    store: Store,
    assembler: "_Assembler",
    groups: Sequence[Sequence[str]],
    report: Report,
    act: Act,
) -> list[Event]:
    """Drafts of ``groups``, all clusters, with people's corrections, those included whose words are gone."""
    placed = place(store, groups, act.stay, act.restore)
    drafts = assembler.assemble(groups, placed.by_mention)
    if placed.homeless:
        carried = carry(store, placed.homeless, drafts, act.stay, act.restore)
        report.notices += _homeless(carried.homeless)
        if carried.by_mention:
            drafts = _carried(assembler, groups, placed, carried)
    return drafts


def _carried(assembler: "_Assembler", groups: Sequence[Sequence[str]], placed: Placed, carried: Placed) -> list[Event]:
    """The drafts with corrections that found no words of their own, and a flag for each. All are assembled again, as
    what one event says may depend on the others (claims of a first, sets, follow-ups)."""
    keys = {*placed.by_mention, *carried.by_mention}
    both = {key: [*placed.by_mention.get(key, ()), *carried.by_mention.get(key, ())] for key in keys}
    drafts = []
    for draft in assembler.assemble(groups, both):
        flags = tuple(carried_flag(c) for c in carried.by_mention.get(min(draft.mention_ids), ()))
        drafts.append(replace(draft, flags=(*draft.flags, *flags)) if flags else draft)
    return drafts


def carried_flag(correction: Correction) -> Flag:
    """What asks a person to look at a correction whose accounts are gone."""
    sentence = (
        f"{correction.by} corrected {correction.field} to {correction.shown or 'unknown'} on words that are gone: "
        f"their text has changed, or is read otherwise. See whether it still holds ({correction.id})."
    )
    return Flag("correction_carried", sentence)


def _homeless(corrections: Sequence[Correction]) -> list[str]:
    """One sentence for every event that people corrected and that nothing tells of any more."""
    by_event: dict[tuple[str, str, str], list[str]] = {}
    for c in corrections:
        by_event.setdefault((c.id, c.event_id, c.by), []).append(c.field)
    return [
        f"The correction {act} by {by} ({', '.join(names)} of {event_id}) has no event to stand on: nothing tells of "
        "it any more. It is kept and comes back with the event; `tocsin correct --list` shows it."
        for (act, event_id, by), names in by_event.items()
    ]


def find_stories(rooms: Rooms, documents: Mapping[str, Document], scope: str) -> Sequence[Story]:
    """Stories across all documents, or one per document when each is coded alone."""
    if scope == "all":
        return rooms.find_stories(tuple(documents.values()))
    return tuple(story for document in documents.values() for story in rooms.find_stories((document,)))


class _Assembler:
    """Assembles clusters; one that fails costs its own event, not the others."""

    def __init__(
        self,
        rooms: Rooms,
        documents: Mapping[str, Document],
        readings: Mapping[str, Reading],
        stories: Sequence[Story],
        report: Report,
    ) -> None:
        self._rooms = rooms
        self._documents = documents
        self._readings = readings
        self._stories = stories
        self._report = report

    def assemble(self, groups: Sequence[Sequence[str]], corrections: Mapping[str, Sequence[Correction]]) -> list[Event]:
        """Drafts of all clusters that can be assembled; halves on failure, to find the culprits quickly."""
        if not groups:
            return []
        try:
            return list(
                self._rooms.assemble_all(
                    groups,
                    documents=self._documents,
                    readings=self._readings,
                    stories=self._stories,
                    corrections=corrections,
                )
            )
        except Exception as error:
            if len(groups) > 1:
                middle = len(groups) // 2
                return self.assemble(groups[:middle], corrections) + self.assemble(groups[middle:], corrections)
            self._refuse(groups[0], error)
            return []

    def _refuse(self, group: Sequence[str], error: Exception) -> None:
        told = {m.id: d for d, reading in self._readings.items() for m in reading.event_mentions}
        where = ", ".join(sorted({told.get(mention_id, "?") for mention_id in group}))
        sentence = (
            f"{where}: an event could not be assembled ({type(error).__name__}: {error}). The other events "
            "are not affected; please report this with the output of --debug."
        )
        self._report.refused.append(Refusal(where, "P502", sentence))
        self._report.tracebacks.append("".join(traceback.format_exception(error)))


def made_from(
    documents: Iterable[Document], readings: Iterable[Reading], judgements: Sequence[Judgement], scope: str
) -> dict[str, str]:
    """What the events are made from, in an analyst's words, each with a digest."""
    rows = sorted(
        (d.id, d.version, d.published.day.isoformat() if d.published else None, d.publisher, d.agency, d.url, d.title)
        for d in documents
    )
    judged = sorted((j.left, j.right, j.verdict.value) for j in judgements)
    return {
        DOCUMENTS: content_id("dc", *rows),
        "engine": ", ".join(sorted({reading.author for reading in readings})),
        **parts(),
        "judgements": content_id("jd", *judged),
        "scope of merging": scope,
    }


def _why(before: str | None, now: Mapping[str, str]) -> str:
    """The reason of the revisions to come: what they are made from that was not so at the last merge. It does not
    depend on how often a run was interrupted, because a merge is one transaction."""
    known: dict[str, str] = json.loads(before) if before else {}
    if not known:
        return "documents read"
    changed = [name for name in now if name != DOCUMENTS and known.get(name) != now[name]]
    reasons = ["documents read"] if known.get(DOCUMENTS) != now[DOCUMENTS] else []
    if changed:
        shown = [f"{name} ({known.get(name)} → {now[name]})" if name in SHOWN else name for name in changed]
        reasons.append(f"changed: {', '.join(shown)}")
    return "; ".join(reasons) or "read again"
