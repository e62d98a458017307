"""One coding run per database: an advisory lock that vanishes with its process, however that ends."""

import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin.model.errors import StoreError


@contextmanager
def writer_lock(database: Path) -> Iterator[None]:
    """Hold ``<database>-writer`` locked while a run is writing.

    SQLite alone would let two runs interleave: neither would lose rows, but each would merge against the
    other's half-finished work.

    Raises:
        StoreError: another run holds the lock; the sentence names its process.
    """
    path = database.with_name(database.name + "-writer")
    descriptor = _acquire(path, database)
    try:
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()  # while the lock is still held, so nobody can have taken it over
        os.close(descriptor)


def _acquire(path: Path, database: Path) -> int:
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"The folder of the database {database} cannot be written ({error.strerror}); "
                "check its permissions or choose another place with --db."
            ) from None
        if not _try_lock(descriptor):
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() if _POSIX else ""
            os.close(descriptor)
            who = f" (process {holder})" if holder else ""
            raise StoreError(
                f"Another run is writing to {database}{who}; wait until it has finished, or use another file with --db."
            )
        if _is_current(descriptor, path):
            return descriptor
        os.close(descriptor)  # its last holder removed this file between our open and our lock


def _is_current(descriptor: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return not _POSIX or there.st_ino == os.fstat(descriptor).st_ino


_POSIX = sys.platform != "win32"

if sys.platform != "win32":
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

else:
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
