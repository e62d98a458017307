"""From stored readings to published events, in one transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence

import tocsin
from tocsin.model.document import Document
from tocsin.model.event import Judgement, Run, Story
from tocsin.model.ids import content_id
from tocsin.model.reading import Reading
from tocsin.pipeline import updating
from tocsin.pipeline.assembling import NOT_ASSEMBLED, Act, Assembler, OneByOne, drafts_of, within_documents
from tocsin.pipeline.digest import MERGING, digest, parts
from tocsin.pipeline.finishing import finish_all
from tocsin.pipeline.options import Report, Tell, silent
from tocsin.pipeline.rooms import Rooms, Scope
from tocsin.store import Published, Store

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


def merge_and_publish(
    store: Store,
    rooms: Rooms,
    scope: Scope,
    run: Run,
    report: Report,
    act: Act | None = None,
    *,
    rebuild: bool = False,
    tell: Tell = silent,
) -> None:
    """Bring stories and events in step with everything stored, and publish them; adds to ``report``. What no new
    document or act touches is left alone, unless ``rebuild`` is set, or rules or scope have changed. ``tell`` hears how
    far it is."""
    with store.transaction():
        if updating.can_update(rooms, scope):
            published = _update(store, rooms, run, report, act, rebuild, tell)
        else:
            published = _merge_all(store, rooms, scope, run, report, act)
        store.set_meta(SCOPE, scope)
        failed = any(refusal.code == NOT_ASSEMBLED for refusal in report.refused)
        store.set_meta(STATE, "" if failed else merge_state(store, scope))
        if failed:
            store.set_meta(updating.FROM, "")  # so that the next merge looks at everything once more
    report.merged_again = True
    report.created, report.changed = published.created, published.changed
    report.removed = published.merged + published.withdrawn


def _update(
    store: Store, rooms: Rooms, run: Run, report: Report, act: Act | None, rebuild: bool, tell: Tell
) -> Published:
    """Merge and publish what is new."""
    found = updating.update(store, rooms, report, act or Act("tocsin", ""), rebuild=rebuild, tell=tell)
    made = _made(updating.made_from(store), store.judgements(), "all")
    act = act or Act("tocsin", _why(store.meta(MADE), made))
    store.set_meta(MADE, json.dumps(made))
    return updating.publish(store, rooms, found, run, act)


def _merge_all(store: Store, rooms: Rooms, scope: Scope, run: Run, report: Report, act: Act | None) -> Published:
    """Merge and publish everything."""
    known = act or Act("tocsin", "")
    with store.transaction():
        documents = {document.id: document for document in store.documents(status="read")}
        readings = store.readings()
        stories = find_stories(rooms, documents, scope)
        groups = rooms.cluster(documents, readings, stories, scope=scope, judgements=store.judgements())
        together = Assembler(rooms, documents, readings, stories, report)
        drafts = drafts_of(store, together if scope == "all" else OneByOne(together), groups, report, known)
        if scope == "all":
            drafts = finish_all(store, rooms, drafts)
        store.save_stories(stories)
        made = made_from(documents.values(), readings.values(), store.judgements(), scope)
        act = act or Act("tocsin", _why(store.meta(MADE), made))
        store.set_meta(MADE, json.dumps(made))
        store.set_meta(updating.FROM, "")  # what neighbours are known is no more in step …
        store.clear_neighbours()  # … nor may it outlive a document that is forgotten
        link = rooms.link if scope == "all" or rooms.link is None else within_documents(rooms.link)
        return store.publish(drafts, why=act.why, who=act.who, run=run, link=link, stay=act.stay, restore=act.restore)


def bring_up_to_date(store: Store, rooms: Rooms, scope: Scope, report: Report) -> None:
    """Merge first what has changed since the last merge, so that it is not put down to the person who acts next."""
    if store.meta(STATE) == merge_state(store, scope):
        return
    run = store.start_run([("code", tocsin.__version__), ("command", "merge")])
    merge_and_publish(store, rooms, scope, run, report)
    store.finish_run(run)
    report.notices.append("The events were first brought up to date with rules and knowledge of today.")


def find_stories(rooms: Rooms, documents: Mapping[str, Document], scope: str) -> Sequence[Story]:
    """Stories across all documents, or one per document when each is coded alone."""
    if scope == "all":
        return rooms.find_stories(tuple(documents.values()))
    return tuple(story for document in documents.values() for story in rooms.find_stories((document,)))


def made_from(
    documents: Iterable[Document], readings: Iterable[Reading], judgements: Sequence[Judgement], scope: str
) -> dict[str, str]:
    """What the events are made from, in an analyst's words, each with a digest."""
    rows = sorted(
        (d.id, d.version, d.published.day.isoformat() if d.published else None, d.publisher, d.agency, d.url, d.title)
        for d in documents
    )
    engines = ", ".join(sorted({reading.author for reading in readings}))
    return _made({DOCUMENTS: content_id("dc", *rows), "engine": engines}, judgements, scope)


def _made(read: Mapping[str, str], judgements: Sequence[Judgement], scope: str) -> dict[str, str]:
    judged = sorted((j.left, j.right, j.verdict.value) for j in judgements)
    return {
        **read,
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
