"""The ground of ``Store``: opening, transactions, settings and runs."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from tocsin.model.event import Run
from tocsin.model.ids import content_id
from tocsin.model.text import fold
from tocsin.store import opening, schema
from tocsin.store.lock import writer_lock
from tocsin.store.rows import moment


def utc_now() -> datetime:
    """The present moment; the one clock of the room, replaceable at ``Store.open``."""
    return datetime.now(UTC)


class Base:
    """An open database file: settings, runs and transactions. A context manager that closes it."""

    def __init__(self, path: Path, engine: sa.Engine, clock: Callable[[], datetime]) -> None:
        self.path = path
        self._engine = engine
        self._clock = clock
        self.read_only = False
        self._open_transaction: sa.Connection | None = None
        sa.event.listen(engine, "connect", add_functions)

    @classmethod
    def open(
        cls,
        db: str | Path,
        *,
        create: bool = True,
        clock: Callable[[], datetime] = utc_now,
        timeout: float = 5.0,
    ) -> Self:
        """Open ``db`` (a path or ``sqlite:///path``), creating and migrating it as needed. One that is protected
        against writing is opened for reading (``read_only``); every act of writing then raises StoreError.

        Args:
            db: where the database is.
            create: make it when it is not there.
            clock: gives the moment that rows are stamped with (with a time zone).
            timeout: seconds to wait for another program's lock.

        Raises:
            StoreError: it cannot be found, opened, recognised or migrated; the message says why and what
            to do.
        """
        path = opening.locate(db, create=create)
        read_only = opening.is_read_only(path)
        engine = opening.make_engine(path, timeout=timeout, read_only=read_only)
        store = cls(path, engine, clock)
        store.read_only = read_only
        opening.prepare(path, engine, read_only=read_only)
        return store

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it when nobody else has it open."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold the writer lock; raises StoreError at once when another run has it."""
        return writer_lock(self.path)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """All writing inside is kept together or not at all. Nested use joins the outer one. Raises
        StoreError."""
        if self._open_transaction is not None:
            yield self._open_transaction
            return
        with opening.explained(self.path):
            connection = self._engine.connect().execution_options(immediate=True)
            with connection, connection.begin():
                self._open_transaction = connection
                try:
                    yield connection
                finally:
                    self._open_transaction = None

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        if self._open_transaction is not None:
            yield self._open_transaction
            return
        with opening.explained(self.path), self._engine.connect() as connection:
            yield connection

    def _rows(self, query: sa.Select[Any]) -> list[Any]:
        with self._read() as connection:
            return list(connection.execute(query))

    def meta(self, key: str) -> str | None:
        """A setting of this database, ``None`` when it was never set."""
        rows = self._rows(sa.select(schema.meta.c.value).where(schema.meta.c.key == key))
        return str(rows[0].value) if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Remember a setting."""
        with self.transaction() as connection:
            connection.execute(sa.delete(schema.meta).where(schema.meta.c.key == key))
            connection.execute(sa.insert(schema.meta), {"key": key, "value": value})

    def start_run(self, settings: Sequence[tuple[str, str]]) -> Run:
        """Record a run that is about to write."""
        now = self._clock()
        run = Run(content_id("run", moment(now), *settings), now, tuple(settings))
        with self.transaction() as connection:
            connection.execute(
                sa.insert(schema.runs).prefix_with("OR IGNORE"),
                {
                    "run_id": run.id,
                    "started_at": moment(now),
                    "settings": json.dumps(dict(run.settings), ensure_ascii=False),
                },
            )
        return run

    def finish_run(self, run: Run) -> None:
        """Record that a run came to its end."""
        with self.transaction() as connection:
            connection.execute(
                sa.update(schema.runs).where(schema.runs.c.run_id == run.id).values(finished_at=moment(self._clock()))
            )


def add_functions(connection: Any, record: object) -> None:
    """Give a new connection the functions that queries use."""
    connection.create_function("tocsin_fold", 1, _fold_or_none, deterministic=True)


def _fold_or_none(text: str | None) -> str | None:
    return None if text is None else fold(text)
