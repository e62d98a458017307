"""A database as pandas tables, for notebooks: ``tocsin.open("x.db").events(country="MLI")``."""

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tocsin.export.event_json import attribution_json, event_json
from tocsin.export.tables import COLUMNS, event_row
from tocsin.export.tables_binary import DAYS, TRUTH, WHOLE
from tocsin.model.errors import UsageError
from tocsin.model.event import Event
from tocsin.pipeline.without import seen
from tocsin.store import Store
from tocsin.store.wanted import filter_of

if TYPE_CHECKING:
    import pandas as pd


class Dataset:
    """The events of a database. ``store`` gives everything else. Close it, or use it in a ``with`` block."""

    def __init__(self, db: str) -> None:
        """Raises StoreError when there is no such database."""
        self.store = Store.open(db, create=False)

    def __enter__(self) -> "Dataset":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def events(self, **filters: Any) -> "pd.DataFrame":
        """One row an event, the columns of ``tocsin export --format csv`` with types; ``event_id`` is the index.

        ``filters`` are those of the command line: ``country="MLI"``, ``since="2022-07-01"``, ``without="partisan"``,
        ``actor=["JNIM", "ISSP"]``. As there, only events that happened or failed and have a country and a month come,
        unless ``all=True``. What is unknown is missing (``NA``), never 0.

        Raises:
            UsageError: an unknown filter or value, or pandas is not installed.
        """
        pd = _pandas()
        rows = [event_row(event_json(event))[0] for event in self._wanted(filters)]
        frame = pd.DataFrame(rows, columns=list(COLUMNS["events"]))
        types = dict.fromkeys(WHOLE, "Int64") | dict.fromkeys(TRUTH, "boolean")
        frame = frame.astype(types)
        for name in DAYS:
            frame[name] = pd.to_datetime(frame[name])
        return frame.set_index("event_id")

    def attributions(self, **filters: Any) -> "pd.DataFrame":
        """One row an attribution of these events: ``event_id``, and what ``attributions`` of an event hold."""
        pd = _pandas()
        rows = [
            {"event_id": event.event_id, **attribution_json(one)}
            for event in self._wanted(filters) for one in event.attributions
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["event_id", *_ATTRIBUTION])

    def _wanted(self, filters: dict[str, Any]) -> Iterator[Event]:
        wanted = filter_of(filters)
        return (event for event in seen(self.store, wanted).events if wanted.all or wanted.modality or event.codable)


_ATTRIBUTION = ("kind", "by", "of", "via", "document", "start", "end", "quote")


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise UsageError("tables in Python need pandas: pip install 'tocsin[pandas]'") from error
    return pandas
