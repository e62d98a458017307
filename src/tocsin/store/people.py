"""What people added: corrections, judgements, and what was taken back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tocsin.model import codec
from tocsin.model.errors import UsageError
from tocsin.model.event import Judgement, Verdict
from tocsin.model.ids import content_id
from tocsin.model.people import PERSON, Anchor, CorrectedValue, Correction, Decision, Withdrawal
from tocsin.store import schema
from tocsin.store.anchoring import Accounts
from tocsin.store.base import Base
from tocsin.store.rows import Row, moment, parse_moment


@dataclass(frozen=True, slots=True)
class Edit:
    """A new value for one field of an event, before it is stored; ``anchors`` are the event's accounts."""

    event_id: str
    field: str
    value: CorrectedValue
    was: str
    shown: str
    anchors: tuple[Anchor, ...] = ()
    why: str | None = None


class People(Base):
    """The part of ``Store`` about people's work."""

    def accounts(self, document_ids: Collection[str] | None = None) -> Accounts:
        """The accounts that count now, of all documents or of some."""
        with self._read() as connection:
            return Accounts.read(connection, document_ids)

    # Corrections

    def add_corrections(self, edits: Sequence[Edit], *, by: str, why: str) -> str:
        """Append corrections made together (of one event or several), and return the id they bear. An edit without a
        reason of its own takes ``why``."""
        at = moment(self._clock())
        act = content_id("co", by, at, *((edit.event_id, edit.field, edit.shown) for edit in edits))
        rows: list[Row] = [
            {
                "act": act,
                "event_id": edit.event_id,
                "field": edit.field,
                "value": codec.encode(edit.value),
                "was": edit.was,
                "shown": edit.shown,
                "author": PERSON + by,
                "why": edit.why or why,
                "at": at,
                "anchors": codec.encode(edit.anchors),
            }
            for edit in edits
        ]
        with self.transaction() as connection:
            connection.execute(sa.insert(schema.corrections), rows)
        return act

    def corrections(self, *, in_force: bool = False) -> tuple[Correction, ...]:
        """All corrections in the order they were made; ``in_force`` leaves out what was taken back."""
        taken_back = self._withdrawals()
        query = sa.select(schema.corrections).order_by(schema.corrections.c.correction_id)
        found = tuple(_correction(row, taken_back.get(row.act)) for row in self._rows(query))
        return tuple(c for c in found if c.withdrawn is None) if in_force else found

    # Judgements

    def add_judgement(self, judgement: Judgement) -> None:
        """Append a judgement about two accounts."""
        self.add_decision(
            judgement.left, judgement.right, judgement.verdict, [(judgement.left, judgement.right)],
            by=judgement.by, why=judgement.why, at=judgement.at,
        )  # fmt: skip

    def add_decision(
        self,
        left: str,
        right: str,
        verdict: Verdict,
        pairs: Sequence[tuple[str, str]],
        *,
        by: str,
        why: str,
        at: datetime | None = None,
    ) -> str:
        """Append what a person judged, ``left`` and ``right`` as they named them, with the pairs of accounts that
        follow from it; return its id."""
        when = moment(at or self._clock())
        act = content_id("jg", left, right, verdict.value, by, when)
        known = self.accounts().anchors
        rows: list[Row] = [
            {
                "left_id": one,
                "right_id": other,
                "verdict": verdict.value,
                "by": by,
                "why": why,
                "at": when,
                "act": act,
                "given_left": left,
                "given_right": right,
                "left_anchor": codec.encode(known[one]) if one in known else None,
                "right_anchor": codec.encode(known[other]) if other in known else None,
            }
            for one, other in pairs
        ]
        with self.transaction() as connection:
            connection.execute(sa.insert(schema.judgements), rows)
        return act

    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements in force, in the order they were made, about the accounts as they are called now. Those about
        accounts that are gone keep the old ids, which nothing bears."""
        taken_back = self._withdrawals()
        query = sa.select(schema.judgements).order_by(schema.judgements.c.judgement_id)
        rows = self._rows(query)
        anchors = [codec.decode(a) for row in rows for a in (row.left_anchor, row.right_anchor) if a is not None]
        accounts = self.accounts({anchor.document_id for anchor in anchors})
        return tuple(
            Judgement(
                _present(row.left_id, row.left_anchor, accounts),
                _present(row.right_id, row.right_anchor, accounts),
                Verdict(row.verdict),
                row.by,
                row.why,
                parse_moment(row.at),
            )
            for row in rows
            if row.act not in taken_back
        )

    def decisions(self) -> tuple[Decision, ...]:
        """Everything judged, as people said it, in the order it was said."""
        taken_back, accounts = self._withdrawals(), self.accounts()
        query = sa.select(schema.judgements).order_by(schema.judgements.c.judgement_id)
        acts: dict[str, list[Any]] = {}
        for row in self._rows(query):
            acts.setdefault(row.act or f"jg_{row.judgement_id}", []).append(row)
        return tuple(_decision(act, rows, accounts, taken_back.get(act)) for act, rows in acts.items())

    # Taking back

    def withdraw(self, act: str, *, by: str, why: str) -> None:
        """Take a correction or judgement back, in a row of its own."""
        with self.transaction() as connection:
            connection.execute(
                sa.insert(schema.withdrawals), {"act": act, "by": by, "why": why, "at": moment(self._clock())}
            )

    def find_act(self, prefix: str) -> str | None:
        """The correction or judgement whose id is or uniquely begins with ``prefix``. Raises UsageError when several
        do."""
        columns = (schema.corrections.c.act, schema.judgements.c.act)
        found = {
            str(row[0])
            for column in columns
            for row in self._rows(sa.select(column).distinct().where(column.startswith(prefix, autoescape=True)))
        }
        if prefix in found:
            return prefix
        if len(found) > 1:
            raise UsageError(f"{len(found)} corrections or judgements begin with {prefix!r}; give more characters.")
        return found.pop() if found else None

    def _withdrawals(self) -> dict[str, Withdrawal]:
        rows = self._rows(sa.select(schema.withdrawals))
        return {row.act: Withdrawal(row.by, row.why, parse_moment(row.at)) for row in rows}

    def people_digest(self) -> tuple[object, ...]:
        """What merging depends on of people's work, for ``fingerprint``."""
        c, w, j = schema.corrections.c, schema.withdrawals.c, schema.judgements.c
        judged = self._rows(sa.select(j.left_id, j.right_id, j.verdict, j.act).order_by(j.judgement_id))
        corrected = self._rows(sa.select(c.act, c.field, c.value).order_by(c.correction_id))
        withdrawn = self._rows(sa.select(w.act).order_by(w.act))
        return (*map(tuple, judged), *map(tuple, corrected), *map(tuple, withdrawn))


def _present(mention_id: str, anchor: str | None, accounts: Accounts) -> str:
    if anchor is None:
        return mention_id
    return accounts.find(codec.decode(anchor)) or mention_id


def _correction(row: Any, withdrawn: Withdrawal | None) -> Correction:
    return Correction(
        id=row.act,
        event_id=row.event_id,
        field=row.field,
        value=codec.decode(row.value),
        was=row.was,
        shown=row.shown,
        by=str(row.author).removeprefix(PERSON),
        why=row.why,
        at=parse_moment(row.at),
        anchors=codec.decode(row.anchors),
        withdrawn=withdrawn,
    )


def _decision(act: str, rows: Sequence[Any], accounts: Accounts, withdrawn: Withdrawal | None) -> Decision:
    first = rows[0]
    return Decision(
        id=act,
        left=first.given_left or first.left_id,
        right=first.given_right or first.right_id,
        verdict=Verdict(first.verdict),
        by=first.by,
        why=first.why,
        at=parse_moment(first.at),
        pairs=tuple(_pairs(rows, accounts)),
        withdrawn=withdrawn,
    )


def _pairs(rows: Iterable[Any], accounts: Accounts) -> Iterable[tuple[str, str]]:
    for row in rows:
        yield (
            _present(row.left_id, row.left_anchor, accounts),
            _present(row.right_id, row.right_anchor, accounts),
        )
