"""``Store``: one database file with documents, what engines read in them, events and their history.

A ``Store`` belongs to one thread. Every writing method is one transaction, or part of the one opened with
``transaction()``; a process that is killed leaves the last complete transaction.
"""

import sqlalchemy as sa

from tocsin.model.ids import content_id
from tocsin.store import schema
from tocsin.store.beside import Beside
from tocsin.store.documents import Documents
from tocsin.store.events import Events
from tocsin.store.forgetting import Forgetting
from tocsin.store.people import People
from tocsin.store.releases import Releases


class Store(Documents, Events, People, Forgetting, Releases, Beside):
    """A database of documents and events. Use ``Store.open``; a context manager that closes it."""

    def counts(self) -> dict[str, int]:
        """How many rows of each sort count now."""
        what = {
            "documents": (schema.documents, schema.documents.c.current),
            "events": (schema.events, sa.true()),
            "codable events": (schema.events, schema.events.c.codable),
            "stories": (schema.stories, sa.true()),
            "refusals": (schema.refusals, sa.true()),
        }
        return {
            name: int(self._rows(sa.select(sa.func.count()).select_from(table).where(condition))[0][0])
            for name, (table, condition) in what.items()
        }

    def fingerprint(self) -> str:
        """A digest of everything that merging depends on: current readings, and what people added."""
        r = schema.readings.c
        readings = self._rows(sa.select(r.reading_id).where(r.current).order_by(r.document_id))
        return content_id("fp", *(row[0] for row in readings), *self.people_digest())
