"""The events beside some accounts, documents or events: what an update may have to look at again."""

from collections.abc import Collection, Iterable

from tocsin.store import schema
from tocsin.store.rows import Row
from tocsin.store.tellings import Tellings


class Beside(Tellings):
    """The part of ``Store`` about events beside others."""

    def documents_of_mentions(self, mention_ids: Collection[str]) -> list[str]:
        """Documents of tellings that have one of the mentions, sorted."""
        rows = self._ask(
            "SELECT DISTINCT t.document_id FROM telling_members m JOIN tellings t USING (telling_id) "
            "WHERE m.event_mention_id IN (SELECT value FROM json_each(:ids)) ORDER BY 1",
            ids=mention_ids,
        )
        return [row[0] for row in rows]

    def homes_of_mentions(self, mention_ids: Collection[str]) -> dict[str, str]:
        """The document of each event mention."""
        rows = self._ask(
            "SELECT m.event_mention_id, t.document_id FROM telling_members m JOIN tellings t USING (telling_id) "
            "WHERE m.event_mention_id IN (SELECT value FROM json_each(:ids))",
            ids=mention_ids,
        )
        return {row[0]: row[1] for row in rows}

    def events_of_mentions(self, mention_ids: Collection[str]) -> dict[str, str]:
        """The present event of each event mention that has one."""
        rows = self._ask(
            "SELECT event_mention_id, event_id FROM event_members WHERE event_mention_id IN "
            "(SELECT value FROM json_each(:ids))",
            ids=mention_ids,
        )
        return {row[0]: row[1] for row in rows}

    def events_of_accounts_in(self, document_ids: Collection[str]) -> set[str]:
        """Present events with an account in one of the documents."""
        rows = self._ask(
            "SELECT DISTINCT event_id FROM event_members WHERE document_id IN (SELECT value FROM json_each(:ids))",
            ids=document_ids,
        )
        return {row[0] for row in rows}

    def members_of(self, event_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The accounts of some present events, sorted."""
        found: dict[str, list[str]] = {}
        rows = self._ask(
            "SELECT event_id, event_mention_id FROM event_members WHERE event_id IN "
            "(SELECT value FROM json_each(:ids)) ORDER BY 1, 2",
            ids=event_ids,
        )
        for event_id, mention in rows:
            found.setdefault(event_id, []).append(mention)
        return {event_id: tuple(mentions) for event_id, mentions in found.items()}

    def event_ids(self) -> set[str]:
        """The ids of all present events."""
        return {row[0] for row in self._ask("SELECT event_id FROM events")}

    def events_told_in(self, document_ids: Collection[str]) -> set[str]:
        """Present events with one of the documents among their sources."""
        rows = self._ask(
            "SELECT DISTINCT event_id FROM event_sources WHERE document_id IN (SELECT value FROM json_each(:ids))",
            ids=document_ids,
        )
        return {row[0] for row in rows}

    def sources_of(self, event_ids: Collection[str]) -> set[str]:
        """The documents that tell some present events."""
        rows = self._ask(
            "SELECT DISTINCT document_id FROM event_sources WHERE event_id IN (SELECT value FROM json_each(:ids))",
            ids=event_ids,
        )
        return {row[0] for row in rows}

    # What a pass over all events would find in documents

    def put_marks(self, document_ids: Collection[str], marks: Iterable[tuple[str, str]]) -> None:
        """Put marks (mark, document) in the place of those of some documents."""
        self._delete(
            "DELETE FROM document_marks WHERE document_id IN (SELECT value FROM json_each(:ids))", ids=document_ids
        )
        rows: list[Row] = [{"mark": mark, "document_id": document} for mark, document in sorted(set(marks))]
        self._insert(schema.document_marks, rows)

    def marks_of(self, document_ids: Collection[str]) -> set[str]:
        """All marks of some documents."""
        rows = self._ask(
            "SELECT DISTINCT mark FROM document_marks WHERE document_id IN (SELECT value FROM json_each(:ids))",
            ids=document_ids,
        )
        return {row[0] for row in rows}

    def marked(self, marks: Collection[str] | None = None) -> dict[str, set[str]]:
        """Marks by document; all, or some."""
        some = "" if marks is None else " WHERE mark IN (SELECT value FROM json_each(:marks))"
        given = {} if marks is None else {"marks": marks}
        found: dict[str, set[str]] = {}
        for mark, document in self._ask(f"SELECT mark, document_id FROM document_marks{some}", **given):
            found.setdefault(document, set()).add(mark)
        return found

    def kinds_in_marked(self, marks: Collection[str]) -> list[tuple[str, str, str, str | None, str]]:
        """Documents with one of the marks: document, mark, type and country of the present events they tell, and the
        last day (ISO) on which one of these began; events without a day are left out."""
        rows = self._ask(
            "SELECT k.document_id, k.mark, e.event_type, e.country, MAX(e.date_start) FROM document_marks k "
            "JOIN event_members v USING (document_id) JOIN events e USING (event_id) "
            "WHERE k.mark IN (SELECT value FROM json_each(:marks)) AND e.date_start IS NOT NULL "
            "GROUP BY k.document_id, k.mark, e.event_type, e.country",
            marks=marks,
        )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

    def events_of_days(self, days: Collection[str]) -> set[str]:
        """Present events that began and ended on one of the days (ISO dates)."""
        rows = self._ask(
            "SELECT event_id FROM events WHERE date_start IN (SELECT value FROM json_each(:days)) "
            "AND date_end = date_start",
            days=days,
        )
        return {row[0] for row in rows}

    def events_begun(self, country: str | None, first: str, last: str, least: int = 0) -> set[str]:
        """Present events of a country that began between two days (ISO dates, both included), of so many incidents or
        more."""
        where = "country IS NULL" if country is None else "country = :country"
        given = {} if country is None else {"country": country}
        rows = self._ask(
            f"SELECT event_id FROM events WHERE {where} AND date_start BETWEEN :first AND :last "
            "AND coalesce(incident_count, 1) >= CAST(:least AS INTEGER)",
            first=first, last=last, least=str(least), **given,
        )  # fmt: skip
        return {row[0] for row in rows}
