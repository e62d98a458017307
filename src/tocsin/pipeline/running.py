"""The coding run: inputs in, events in the database, and a report."""

import time
import traceback
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

import tocsin
from tocsin.model.document import LOOKS_LIKE_STATEMENT, Document, Refusal
from tocsin.model.errors import TocsinError
from tocsin.model.event import Run
from tocsin.pipeline import merging
from tocsin.pipeline.codes import NOTHING_THERE
from tocsin.pipeline.digest import READING, digest
from tocsin.pipeline.options import CodeOptions, Listener, Progress, Report
from tocsin.pipeline.reading import Outcome, Pool, read_here
from tocsin.pipeline.rooms import Engine, Rooms, real_rooms
from tocsin.store import Store
from tocsin.store.opening import locate


def code(
    inputs: Sequence[str],
    *,
    db: str | Path,
    options: CodeOptions | None = None,
    progress: Listener | None = None,
    rooms: Rooms | None = None,
) -> Report:
    """Code ``inputs`` into the database ``db``.

    Every document is one transaction, stories and events are one more; a run that is killed or interrupted
    leaves all complete steps, and the next run continues. Documents that were read before by the same engine,
    rules and knowledge are not read again. ``KeyboardInterrupt`` stops the run and is reported, not raised.

    Args:
        inputs: files, folders, globs, or ``-``.
        db: path or ``sqlite:///path``; created when it is not there.
        options: see ``CodeOptions``.
        progress: is told of every input.
        rooms: replaces the rooms, for tests.

    Raises:
        StoreError: the database cannot be used.
        UsageError: an option makes no sense.
    """
    options = options or CodeOptions()
    began = time.monotonic()
    rooms = rooms or real_rooms()
    listen = progress or (lambda step: None)
    engine = rooms.open_engine(options.engine)
    if rooms.prepare is not None:
        rooms.prepare(lambda words: listen(Progress("preparing", 0, words)))
    report = Report()
    options = replace(options, remark=report.notices.append)
    items = iter(rooms.documents(inputs, options))
    if not locate(db, create=True).exists():  # a mistyped name must leave no empty database behind
        items = _worth_storing(items, report)
        if report.stored is False:
            report.seconds = time.monotonic() - began
            return report
    with Store.open(db) as store, store.exclusive():
        session = _Session(store, rooms, options, report, listen, engine)
        try:
            session.read(items)
            session.merge()
        except KeyboardInterrupt:
            report.interrupted = True
        counts = store.counts()
        report.events, report.codable = counts["events"], counts["codable events"]
    report.seconds = time.monotonic() - began
    return report


def _worth_storing(items: Iterator[Document | Refusal], report: Report) -> Iterator[Document | Refusal]:
    """``items`` again, looked at up to the first that a database is needed for; notes in ``report`` when there is
    none."""
    seen: list[Document | Refusal] = []
    for item in items:
        seen.append(item)
        if isinstance(item, Document) or item.code not in NOTHING_THERE:
            return chain(seen, items)
    report.stored = False
    report.refused = [item for item in seen if isinstance(item, Refusal)]
    return iter(())


class _Session:
    """One run over one database."""

    def __init__(
        self, store: Store, rooms: Rooms, options: CodeOptions, report: Report, listen: Listener, engine: Engine
    ) -> None:
        self._store = store
        self._rooms = rooms
        self._options = options
        self._report = report
        self._listen = listen
        self._engine = engine
        self._code = digest(READING)
        self._started: Run | None = None
        self._versions: dict[str, str] = {}  # document id -> version met in this run
        self._done = 0

    @property
    def _run(self) -> Run:
        """The run's row, written when there is something to write: a run that changes nothing leaves no
        trace."""
        if self._started is None:
            settings = [
                ("code", tocsin.__version__),
                ("engine", self._engine.author),
                ("rules", self._code),
                ("published", str(self._options.published or "")),
            ]
            self._started = self._store.start_run(settings)
        return self._started

    def read(self, items: Iterable[Document | Refusal]) -> None:
        """Read and store what has not been read."""
        with closing(self._new_documents(items)) as documents, self._reader(documents) as outcomes:
            for outcome in outcomes:
                self._keep(outcome)

    def merge(self) -> None:
        """Publish events anew when anything they depend on has changed, or when asked to."""
        scope = merging.choose_scope(self._store, self._options.merge, self._report)
        rebuild = self._options.rebuild
        if rebuild or self._store.meta(merging.STATE) != merging.merge_state(self._store, scope):
            self._listen(Progress("merging", self._done))
            try:
                merging.merge_and_publish(
                    self._store, self._rooms, scope, self._run, self._report, rebuild=rebuild, tell=self._tell_merging
                )
            except TocsinError:
                raise
            except Exception as error:
                self._merge_failed(error)
        if self._started is not None:
            self._store.finish_run(self._started)

    def _merge_failed(self, error: Exception) -> None:
        sentence = (
            f"The events could not be built from the documents ({type(error).__name__}: {error}). All documents "
            "are kept and the events are as before; please report this with the output of --debug."
        )
        self._report.refused.append(Refusal("merging", "P503", sentence))
        self._report.tracebacks.append("".join(traceback.format_exception(error)))

    @contextmanager
    def _reader(self, documents: Iterable[Document]) -> Iterator[Iterator[Outcome]]:
        if self._options.jobs == 1:
            yield read_here(self._engine, documents)
            return
        pool = Pool(self._rooms.open_engine, self._options.engine, self._options.jobs)
        try:
            yield pool.read(documents)
        finally:
            pool.close()

    def _new_documents(self, items: Iterable[Document | Refusal]) -> Generator[Document, None, None]:
        """Documents that must be read; all else is counted, stored or refused on the way."""
        for item in items:
            if isinstance(item, Refusal):
                self._refuse(item)
                continue
            document = self._completed(storable(item))
            refusal = self._forgotten(document) or self._objection(document)
            if refusal is not None:
                self._refuse(refusal)
            elif self._versions.get(document.id) == document.version:
                self._tell(document.id)  # the same text twice in one run
            else:
                self._versions[document.id] = document.version
                self._report.documents += 1
                if self._is_read(document):
                    self._report.skipped += 1
                    self._tell(document.id)
                else:
                    yield document

    def _completed(self, document: Document) -> Document:
        """What an earlier run knew about the same text (its date, say) stays known when this one is not
        told."""
        before = self._store.document(document.id)
        if before is None or before.text != document.text:
            return document
        names = ("title", "published", "url", "publisher", "agency", "language", "issuer", "via")
        known = {
            name: getattr(before, name)
            for name in names
            if getattr(document, name) in (None, ()) and getattr(before, name) not in (None, ())
        }
        return replace(document, **known) if known else document

    def _is_read(self, document: Document) -> bool:
        engine, store = self._engine, self._store
        if store.current_reading(document.id, document.version, engine.author) != self._code:
            return False
        before = store.document(document.id)
        return before is not None and _facts(before) == _facts(document)

    def _forgotten(self, document: Document) -> Refusal | None:
        """The refusal of a document that was forgotten, under this id or another; without its text, which must not
        come back this way."""
        tombstone = self._store.forgotten(document.id, document.version)
        if tombstone is None:
            return None
        day = tombstone.at.date().isoformat()
        if self._options.again:
            self._store.allow_again(tombstone.document_id)
            self._report.notices.append(f"{document.id} was forgotten on {day} and is coded again (--again).")
            return None
        known = "" if tombstone.document_id == document.id else f" as {tombstone.document_id}"
        sentence = (
            f"{document.id}: it was forgotten{known} on {day} ({tombstone.reason}) and is not coded again. Leave it "
            "out of the inputs; --again codes it all the same."
        )
        return Refusal(document.id, "P102", sentence)

    def _objection(self, document: Document) -> Refusal | None:
        met = self._versions.get(document.id)
        if met is not None and met != document.version:
            sentence = (
                f"{document.id}: two inputs of this run have this id and different texts; only the first was "
                "coded. Give each document an id of its own, or code the inputs in separate runs."
            )
            return Refusal(document.id, "P101", sentence)
        languages = self._engine.languages
        if document.language is None or not languages or document.language in languages:
            return None
        readable = ", ".join(sorted(languages))
        name = language_name(document.language)
        sentence = (
            f"{document.id}: it is in {name}, and the engine {self._engine.author} reads only {readable}. "
            "Its text is kept; translate it, or use an engine that reads the language."
        )
        return Refusal(document.id, "L101", sentence, document)

    def _keep(self, outcome: Outcome) -> None:
        if outcome.reading is not None:
            self._store.save_reading(outcome.document, outcome.reading, run=self._run, code=self._code)
            self._report.read += 1
            self._report.undated += outcome.document.published is None
            if any(note.startswith(LOOKS_LIKE_STATEMENT) for note in outcome.document.notes):
                self._report.look_like_statements.append(outcome.document.id)
            self._tell(outcome.document.id)
            return
        if outcome.refusal is None:
            raise RuntimeError("an outcome without reading and refusal")
        self._report.documents -= 1  # counted again as a refused document
        if outcome.traceback:
            self._report.tracebacks.append(outcome.traceback)
        self._refuse(outcome.refusal)

    def _refuse(self, refusal: Refusal) -> None:
        if refusal.document is not None:
            refusal = replace(refusal, document=storable(refusal.document))
            self._versions[refusal.document.id] = refusal.document.version  # type: ignore[union-attr]
            self._report.documents += 1
        if not self._store.refused(refusal):
            self._store.save_refusal(refusal, run=self._run)
        self._report.refused.append(refusal)
        self._tell(refusal.input)

    def _tell_merging(self, label: str, done: int, total: int) -> None:
        self._listen(Progress("merging", done, label, total))

    def _tell(self, label: str) -> None:
        self._done += 1
        self._listen(Progress("reading", self._done, label))


def storable(document: Document) -> Document:
    """The document with lone surrogates (which UTF-8 cannot hold) replaced, one for one, so that offsets
    hold."""

    def clean(text: str) -> str:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    try:
        (document.text + document.id + (document.title or "")).encode("utf-8")
    except UnicodeEncodeError:
        title = None if document.title is None else clean(document.title)
        note = "lone surrogates replaced by the replacement character"
        return replace(
            document,
            id=clean(document.id),
            text=clean(document.text),
            title=title,
            notes=(*document.notes, note),
        )
    return document


def _facts(document: Document) -> tuple[object, ...]:
    """What a reading depends on besides the text."""
    day = document.published.day if document.published else None
    return (
        document.title,
        day,
        document.url,
        document.publisher,
        document.agency,
        document.language,
        document.kind,
        document.issuer,
        document.via,
    )


def language_name(code: str) -> str:
    """English name of an ISO 639-1 code with the code, e.g. ``French (fr)``."""
    import pycountry

    found = pycountry.languages.get(alpha_2=code)
    return f"{found.name} ({code})" if found is not None else f"the language {code!r}"
