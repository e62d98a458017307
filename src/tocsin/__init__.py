"""Tocsin: news reports in, a conflict-event dataset out, every value with its words and its speaker.

Importing this package is cheap on purpose: heavy libraries are loaded by the rooms that use them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.pipeline.frames import Dataset

__version__ = "0.1.0"


def open(db: str = "tocsin.db") -> "Dataset":
    """A database for notebooks: ``tocsin.open("x.db").events(country="MLI")`` gives a pandas table.

    Raises StoreError when there is no such database.
    """
    from tocsin.pipeline.frames import Dataset

    return Dataset(db)
