"""Reading documents, in this process or in several; results come back in the order of the documents."""

import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from tocsin.model.document import Document, Refusal
from tocsin.model.errors import ReadError
from tocsin.model.reading import Reading
from tocsin.pipeline.checks import check_reading
from tocsin.pipeline.rooms import Engine

AHEAD = 4
"""Documents in flight per process: enough to keep all busy, few enough to keep memory bounded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document with its reading, or with the refusal that stands in its place."""

    document: Document
    reading: Reading | None = None
    refusal: Refusal | None = None
    traceback: str | None = None


def read_one(engine: Engine, document: Document) -> Outcome:
    """Read and check one document; whatever goes wrong becomes a refusal of that document alone."""
    try:
        reading = engine.read(document)
        check_reading(document, reading)
    except ReadError as error:
        sentence = f"{document.id}: the engine broke its contract ({error}); please report this."
        return Outcome(document, None, Refusal(document.id, error.code, sentence, document), _trace())
    except Exception as error:
        sentence = (
            f"{document.id}: reading failed unexpectedly ({type(error).__name__}: {error}). Its text is kept "
            "and the other documents are not affected; please report this with the output of --debug."
        )
        return Outcome(document, None, Refusal(document.id, "P500", sentence, document), _trace())
    return Outcome(document, reading)


def _trace() -> str:
    return traceback.format_exc(limit=-12)


def read_here(engine: Engine, documents: Iterable[Document]) -> Iterator[Outcome]:
    """Read one after the other in this process."""
    for document in documents:
        yield read_one(engine, document)


_worker_engine: Engine | None = None  # of a worker process, set once by its initializer


def _start_worker(open_engine: Callable[[str], Engine], name: str) -> None:
    global _worker_engine  # a worker process has no other place for what it loads once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    _worker_engine = open_engine(name)


def _work(document: Document) -> Outcome:
    if _worker_engine is None:
        raise RuntimeError("worker process without an engine")
    return read_one(_worker_engine, document)


class Pool:
    """Worker processes that read. A process that dies costs the document that killed it, nothing else."""

    def __init__(self, open_engine: Callable[[str], Engine], name: str, jobs: int) -> None:
        self._arguments = (open_engine, name)
        self._jobs = jobs
        self._executor = self._start(jobs)

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            jobs,
            mp_context=get_context("spawn"),  # forking would copy the open database
            initializer=_start_worker,
            initargs=self._arguments,
        )

    def read(self, documents: Iterable[Document]) -> Iterator[Outcome]:
        """Outcomes in the order of ``documents``, which is consumed a little ahead."""
        waiting: deque[tuple[Document, Future[Outcome]]] = deque()
        for document in documents:
            waiting.append((document, self._submit(document)))
            if len(waiting) >= self._jobs * AHEAD:
                yield from self._take(waiting)
        while waiting:
            yield from self._take(waiting)

    def _submit(self, document: Document) -> Future[Outcome]:
        try:
            return self._executor.submit(_work, document)
        except BrokenProcessPool as error:  # a process died since; dealt with when this one's turn comes
            failed: Future[Outcome] = Future()
            failed.set_exception(error)
            return failed

    def _take(self, waiting: deque[tuple[Document, Future[Outcome]]]) -> Iterator[Outcome]:
        """The next outcome; after a death, those of all that were in flight, read again one by one."""
        try:
            outcome = waiting[0][1].result()
        except BrokenProcessPool:
            affected = [document for document, _ in waiting]
            waiting.clear()
            yield from self._one_by_one(affected)
            return
        waiting.popleft()
        yield outcome

    def _one_by_one(self, documents: list[Document]) -> Iterator[Outcome]:
        """Read with one process, so that a death tells whose it was; then go on with all processes."""
        self._restart(1)
        for document in documents:
            try:
                outcome = self._executor.submit(_work, document).result()
            except BrokenProcessPool:
                self._restart(1)
                sentence = (
                    f"{document.id}: the process that read it died (out of memory?). Its text is kept and "
                    "the other documents are not affected; split the document or give it more memory."
                )
                outcome = Outcome(document, None, Refusal(document.id, "P501", sentence, document))
            yield outcome
        self._restart(self._jobs)

    def _restart(self, jobs: int) -> None:
        self.close()
        self._executor = self._start(jobs)

    def close(self) -> None:
        """Stop the processes without waiting for what is in flight."""
        self._executor.shutdown(wait=False, cancel_futures=True)
