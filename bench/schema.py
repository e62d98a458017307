"""Writes ``store/migrations/head.sql``, from which new databases are made: what all migrations together give.

python bench/schema.py            # write the file, after adding a migration
python bench/schema.py --check    # exit status 1 when it is out of date
"""

import argparse
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tocsin.store import opening


def migrated(path: Path) -> str:
    """The statements of a database that went through every migration, made at ``path``."""
    opening.migrate(path)
    with closing(sqlite3.connect(path)) as raw:
        return opening.statements(raw)


def main() -> None:
    """Write or check the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = migrated(Path(folder) / "new.db")
    if not options.check:
        opening.HEAD_SQL.write_text(text, encoding="utf-8")
    elif opening.HEAD_SQL.read_text(encoding="utf-8") != text:
        sys.exit(f"{opening.HEAD_SQL} is out of date; run python bench/schema.py")


if __name__ == "__main__":
    main()
