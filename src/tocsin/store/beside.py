"""The events beside some accounts, documents or events: what an update may have to look at again."""

from collections.abc import Collection

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

    def kinds_of(self, event_ids: Collection[str]) -> set[tuple[str, str | None]]:
        """Event types and countries of some present events."""
        rows = self._ask(
            "SELECT DISTINCT event_type, country FROM events WHERE event_id IN (SELECT value FROM json_each(:ids))",
            ids=event_ids,
        )
        return {(row[0], row[1]) for row in rows}
