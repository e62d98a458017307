"""Opening a database file: create, recognise, migrate, and say plainly what is wrong."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

from tocsin.model.errors import StoreError
from tocsin.store import schema

_MAGIC = b"SQLite format 3\x00"
# What all migrations together give: a new database is made from it at once, without loading the tool that migrates.
HEAD_SQL = Path(__file__).parent / "migrations" / "head.sql"
CACHE_KB = 256 * 1024
"""Pages of the file kept in memory at most, in KiB: taken as they are used. With SQLite's 2 MB a merge of many
documents, which is one transaction, writes the pages of its indexes out and reads them in again all the time."""


def locate(db: str | Path, *, create: bool) -> Path:
    """The file that ``db`` (a path or ``sqlite:///path``) names, checked as far as possible without
    opening it.

    Raises:
        StoreError: another kind of URL, a folder, a missing file (``create=False``), or no SQLite file.
    """
    text = str(db)
    if text.startswith("sqlite:///"):
        text = text.removeprefix("sqlite:///")
    elif "://" in text:
        scheme = text.split("://", 1)[0]
        raise StoreError(
            f"Databases of the kind {scheme!r} are not supported yet; name a file (tocsin.db) or sqlite:///tocsin.db."
        )
    path = Path(text).expanduser()
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a database file inside it, such as {path / 'tocsin.db'}.")
    if not path.exists():
        _check_absent(path, create=create)
        return path
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreError(f"The database {path} cannot be read ({error.strerror}); check its permissions.") from None
    if head and head != _MAGIC:
        raise StoreError(f"{path} is not a Tocsin database (not even SQLite); name another file with --db.")
    return path


def _check_absent(path: Path, *, create: bool) -> None:
    if not create:
        raise StoreError(
            f"There is no database at {path}. Make one with `tocsin code INPUT`, or name yours with --db FILE."
        )
    if not path.parent.is_dir():
        raise StoreError(f"The folder {path.parent} for the database does not exist; make it first.")


def is_read_only(path: Path) -> bool:
    """Whether this user may read the database and not write it: the file or its folder is protected."""
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _target(path: Path, read_only: bool) -> tuple[str, bool]:
    """What SQLite is to open, and whether that is a URI. A protected folder cannot take the files that reading beside a
    writer needs; without a log of writes there is no writer, and the file can be read as it lies."""
    if not read_only:
        return str(path), False
    log = path.with_name(path.name + "-wal")
    busy = log.exists() and log.stat().st_size > 0
    return f"{path.absolute().as_uri()}?mode=ro{'' if busy else '&immutable=1'}", True


def make_engine(path: Path, *, timeout: float, read_only: bool = False) -> sa.Engine:
    """An engine whose transactions are real: pysqlite's own BEGIN is switched off, ours is sent instead.

    ``timeout`` is how long, in seconds, a statement waits for another program's lock.
    """
    target, uri = _target(path, read_only)

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(target, timeout=timeout, uri=uri)

    engine = sa.create_engine("sqlite+pysqlite://", creator=connect, poolclass=sa.QueuePool)

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")  # with WAL: a killed process loses nothing committed
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KB}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def prepare(path: Path, engine: sa.Engine, *, read_only: bool = False) -> None:
    """Bring the database at ``path`` to the newest schema, in one transaction.

    Raises:
        StoreError: the file is another program's, was made by a newer Tocsin, or by an older one and is protected.
    """
    with explained(path):
        version = _version(path, read_only)
        if version == schema.HEAD:
            return
        if read_only:
            raise StoreError(
                f"{path} was made by an older Tocsin and has to be brought up to date, but it is protected against "
                "writing; copy it to a folder of your own and name the copy with --db."
            )
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("PRAGMA journal_mode=WAL")
        with engine.connect().execution_options(immediate=True) as connection, connection.begin():
            if version is None:
                _make(connection)
            else:
                _migrate(connection)


def _version(path: Path, read_only: bool = False) -> str | None:
    """The migration the file stands at; ``None`` when it is new and empty."""
    target, uri = _target(path, read_only)
    with closing(sqlite3.connect(target, uri=uri)) as raw:
        names = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
        (application,) = raw.execute("PRAGMA application_id").fetchone()
        if not names and application in (0, schema.APPLICATION_ID):
            return None
        if application != schema.APPLICATION_ID or "alembic_version" not in names:
            raise StoreError(
                f"{path} is an SQLite file of another program, not a Tocsin database; name another file with --db."
            )
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    version = str(row[0]) if row else ""
    if version > schema.HEAD:
        raise StoreError(
            f"{path} was made by a newer Tocsin (schema {version}, this one knows {schema.HEAD}); "
            "update with `pip install --upgrade tocsin`. The file was not changed."
        )
    return version


def _make(connection: sa.Connection) -> None:
    """The newest schema in an empty database; nothing when another process made it meanwhile."""
    if sa.inspect(connection).has_table("alembic_version"):
        return
    for statement in HEAD_SQL.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (schema.HEAD,))
    connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")


def migrate(path: Path) -> None:
    """Bring the database at ``path``, which may be new, to the newest schema step by step."""
    with make_engine(path, timeout=1).connect() as connection, connection.begin():
        _migrate(connection)


def statements(raw: sqlite3.Connection) -> str:
    """The statements that make the tables, indexes and views of a database, in the order in which they were made."""
    rows = raw.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    return "".join(f"{sql};\n" for (sql,) in rows)


def _migrate(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences with a cure. Raises StoreError."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        original = getattr(error, "orig", None) or error
        raise StoreError(_sentence(path, str(original))) from error


def _sentence(path: Path, message: str) -> str:
    lowered = message.lower()
    if "locked" in lowered or "busy" in lowered:
        return (
            f"The database {path} is locked by another program; wait until it has finished, "
            "or use another file with --db."
        )
    if "not a database" in lowered or "malformed" in lowered:
        return f"The database {path} is damaged ({message}); restore a copy, or move it away and code the inputs again."
    if "readonly" in lowered or "read-only" in lowered or "unable to open" in lowered:
        return f"The database {path} cannot be written ({message}); check the permissions of file and folder."
    if "full" in lowered:
        return f"No space left while writing the database {path}; make room and run the command again."
    return f"The database {path} reports: {message}. The last complete step is kept; please report this."
