"""Forgetting a document: purge, build the events anew, clean their history, rewrite the file, and look."""

from dataclasses import dataclass

import tocsin
from tocsin.model.errors import StoreError, UsageError
from tocsin.model.people import PERSON
from tocsin.pipeline import merging
from tocsin.pipeline.assembling import Act
from tocsin.pipeline.options import Report
from tocsin.pipeline.rooms import Rooms, real_rooms
from tocsin.store import EventChange, Store


@dataclass(frozen=True, slots=True)
class Purge:
    """What forgetting a document did: events that changed, revisions that were cleaned, sentences to see.

    ``elsewhere`` are documents that hold sentences of it too.
    """

    document_id: str
    changes: tuple[EventChange, ...]
    revisions: int
    elsewhere: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def forget(store: Store, document_id: str, *, reason: str, by: str | None = None, rooms: Rooms | None = None) -> Purge:
    """Take a document's text and quotes out of the database, everywhere, and leave a tombstone.

    Raises:
        StoreError: the database cannot be written, or words of the document were found in the file afterwards.
        UsageError: there is no such document, or no reason is given.
    """
    if not reason.strip():
        raise UsageError("Say why: --reason TEXT. It is all that will be known of the document.")
    texts = store.texts_of(document_id)
    if not texts and store.document_status(document_id) is None:
        raise UsageError(f"There is no document {document_id!r}; `tocsin documents` lists them.")
    rooms = rooms or real_rooms()
    report = Report()
    with store.exclusive():
        with store.transaction():
            scope = merging.choose_scope(store, None, Report())
            merging.bring_up_to_date(store, rooms, scope, report)
            run = store.start_run([("code", tocsin.__version__), ("command", "forget")])
            store.purge(document_id, reason=reason, by=by)
            act = Act(PERSON + by if by else "tocsin", f"{document_id} was forgotten: {reason}")
            merging.merge_and_publish(store, rooms, scope, run, report, act)
            store.finish_run(run)
            changes = tuple(store.changes_of(run.id))
            revisions = store.scrub_history(document_id, texts)
        closed = store.compact()
    notices = [*report.notices, *(refusal.sentence for refusal in report.refused)]
    if not closed:
        notices.append("Another program has the database open; its log of writes is emptied when that ends.")
    elsewhere, left = _look(store, texts)
    if left and closed:
        raise StoreError(
            f"{document_id} was forgotten, yet {len(left)} of its sentences are still in {store.path}, the first "
            f"beginning {left[0][:30]!r}; please report this. A note or reason that somebody wrote may repeat it."
        )
    return Purge(document_id, changes, revisions, elsewhere, tuple(notices))


def _look(store: Store, texts: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Other documents that hold the same sentences, and sentences that nothing explains."""
    found = store.still_there(texts)
    if not found:
        return (), []
    others = {d.id: (d.text, d.title or "", *(part.text for part in d.dropped)) for d in store.documents()}
    holders = {p: [name for name, held in others.items() if any(p in text for text in held)] for p in found}
    elsewhere = tuple(dict.fromkeys(name for names in holders.values() for name in names))
    return elsewhere, [p for p, names in holders.items() if not names]
