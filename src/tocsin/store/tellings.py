"""Accounts that may tell one event, as the last merge left them, and the events beside them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tocsin.store import schema
from tocsin.store.neighbours import Neighbours


@dataclass(frozen=True, slots=True)
class TellingRow:
    """One document's telling of one happening; ``twins``: its event mentions, each with the one in the same words of
    the report it copies; ``keys``: where others are found that may tell the same."""

    telling_id: str
    document_id: str
    body: str
    twins: Mapping[str, str | None]
    keys: tuple[str, ...]


class Tellings(Neighbours):
    """The part of ``Store`` about accounts that may tell one event."""

    def tellings_of(self, document_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Document and body of the tellings of some documents, by telling id."""
        rows = self._ask(
            "SELECT telling_id, document_id, body FROM tellings WHERE document_id IN "
            "(SELECT value FROM json_each(:ids)) ORDER BY 1",
            ids=document_ids,
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def telling_bodies(self, telling_ids: Collection[str]) -> dict[str, str]:
        """Bodies of tellings by id."""
        rows = self._ask(
            "SELECT telling_id, body FROM tellings WHERE telling_id IN (SELECT value FROM json_each(:ids))",
            ids=telling_ids,
        )
        return {row[0]: row[1] for row in rows}

    def all_tellings(self) -> list[str]:
        """The ids of all tellings, sorted."""
        return [row[0] for row in self._ask("SELECT telling_id FROM tellings ORDER BY 1")]

    def put_tellings(self, rows: Sequence[TellingRow]) -> None:
        """Add tellings."""
        plain = [{"telling_id": r.telling_id, "document_id": r.document_id, "body": r.body} for r in rows]
        self._insert(schema.tellings, plain)
        members = [
            {"event_mention_id": m, "telling_id": r.telling_id, "twin": twin}
            for r in rows
            for m, twin in r.twins.items()
        ]
        self._insert(schema.telling_members, members)
        keys = sorted((key, r.telling_id) for r in rows for key in r.keys)
        self._insert(schema.telling_keys, [{"key": key, "telling_id": t} for key, t in keys])

    def drop_tellings(self, telling_ids: Collection[str]) -> None:
        """Take tellings away with all that is known of them."""
        inside = "IN (SELECT value FROM json_each(:ids))"
        for table in ("tellings", "telling_members", "telling_keys"):
            self._delete(f"DELETE FROM {table} WHERE telling_id {inside}", ids=telling_ids)
        self._delete(f"DELETE FROM telling_pairs WHERE left_id {inside} OR right_id {inside}", ids=telling_ids)

    def same_keys(self, keys: Collection[str]) -> dict[str, list[str]]:
        """The tellings under each key."""
        found: dict[str, list[str]] = {}
        rows = self._ask(
            "SELECT k.key, k.telling_id FROM json_each(:keys) w CROSS JOIN telling_keys k ON k.key = w.value", keys=keys
        )
        for key, telling_id in rows:
            found.setdefault(key, []).append(telling_id)
        return found

    def telling_pairs(self, telling_ids: Collection[str]) -> list[tuple[str, str, float]]:
        """Pairs judged the same of which one or both are named, with their points."""
        rows = self._ask(
            "SELECT left_id, right_id, points FROM telling_pairs WHERE left_id IN (SELECT value FROM json_each(:ids)) "
            "UNION SELECT left_id, right_id, points FROM telling_pairs WHERE right_id IN "
            "(SELECT value FROM json_each(:ids)) ORDER BY 1, 2",
            ids=telling_ids,
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def put_telling_pairs(self, pairs: Iterable[tuple[str, str, float]]) -> None:
        """Add pairs judged the same."""
        rows = [{"left_id": left, "right_id": right, "points": points} for left, right, points in pairs]
        if rows:
            with self.transaction() as connection:
                connection.execute(sa.insert(schema.telling_pairs).prefix_with("OR REPLACE"), rows)

    def telling_mentions(self, telling_ids: Collection[str]) -> list[tuple[str, str, str | None, str]]:
        """Event mentions of tellings: telling, mention, twin, document; sorted."""
        rows = self._ask(
            "SELECT m.telling_id, m.event_mention_id, m.twin, t.document_id FROM telling_members m "
            "JOIN tellings t USING (telling_id) WHERE m.telling_id IN (SELECT value FROM json_each(:ids)) "
            "ORDER BY 1, 2",
            ids=telling_ids,
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def telling_of_mentions(self, mention_ids: Collection[str]) -> dict[str, str]:
        """The telling of each event mention."""
        rows = self._ask(
            "SELECT event_mention_id, telling_id FROM telling_members WHERE event_mention_id IN "
            "(SELECT value FROM json_each(:ids))",
            ids=mention_ids,
        )
        return {row[0]: row[1] for row in rows}

    def copies_of_mentions(self, mention_ids: Collection[str]) -> list[str]:
        """The tellings that have one of the mentions for a twin."""
        rows = self._ask(
            "SELECT DISTINCT telling_id FROM telling_members WHERE twin IN (SELECT value FROM json_each(:ids))",
            ids=mention_ids,
        )
        return [row[0] for row in rows]

    def events_of_kind(self, event_type: str, country: str | None) -> set[str]:
        """Present events of a type in a country (``None``: in a place of no country)."""
        where = "country IS NULL AND location IS NOT NULL" if country is None else "country = :country"
        given = {} if country is None else {"country": country}
        rows = self._ask(
            f"SELECT event_id FROM events WHERE {where} AND event_type = :kind AND codable", kind=event_type, **given
        )
        return {row[0] for row in rows}
