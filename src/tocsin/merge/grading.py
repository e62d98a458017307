"""Grades by the Admiralty code: how far a source is trusted, and how well what it says is supported.

The letter follows from the outlet and, where it passes on another's words, from the speaker: the weaker counts, for a
chain holds as well as its weakest link. The number follows from other *roots* (CODEBOOK section 6): who observed or
asserted something, not who printed it. Two outlets that quote the same army are one root. Only another root lifts
a value to 1; copies never do. The letters stand in ``knowledge/data/grades.yml``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tocsin.knowledge.grades import Grades, weaker
from tocsin.merge.case import Case
from tocsin.merge.copied import UNKNOWN_SOURCE
from tocsin.model.document import Document, DocumentKind
from tocsin.model.event import EventSource, Evidence
from tocsin.model.people import PERSON
from tocsin.model.reading import Attribution, AttributionKind, Flag, Prop, Stance
from tocsin.model.text import name_key
from tocsin.model.values import Side, VictimCount

_ONE_VOICE = frozenset({"official", "side", "monitor", "source"})
"""Speakers who say one thing to whoever asks: the same words for them in two outlets are one root."""
_PARTIES = {"official": frozenset({Side.STATE}), "side": frozenset({Side.REBEL, Side.MILITIA})}
"""Sides that a kind of speaker speaks for when it tells losses; the others of these are its enemy's."""
_IN_DOUBT = {
    "date_conflict": ("date",),
    "place_conflict": ("place",),
    "actor_conflict": ("actor1", "actor2"),
    "toll_conflict": ("fatalities", "victims"),
    "sum_mismatch": ("fatalities", "victims"),
}
"""Fields whose chosen value reports contradict, by the flag that says so."""
_HAPPENED = "modality"
_CONFIRMED, _PROBABLE, _POSSIBLE, _DOUBTFUL, _IMPROBABLE, _UNKNOWN = "123456"


@dataclass(frozen=True)
class Grading:
    """The grades of one case. ``evidence``: of all its fields; ``flags``: the contradictions found."""

    case: Case
    evidence: Sequence[Evidence]
    flags: Sequence[Flag]
    disputed: bool

    def graded_evidence(self) -> tuple[Evidence, ...]:
        """The evidence, each row that rests on a report with its grade and the reason for it."""
        return tuple(self._with_grade(row) for row in self.evidence)

    def sources(self) -> tuple[EventSource, ...]:
        """The documents behind the event, those that speak for their story first, graded by how they tell that it
        happened."""
        case = self.case
        return tuple(
            EventSource(
                document_id=d.id,
                publisher=d.publisher or d.agency,
                published=d.published.day if d.published is not None else None,
                url=d.url if d.kind is not DocumentKind.STATEMENT else None,  # propaganda is not linked to
                language=d.language,
                story_id=case.story_of[d.id],
                independent=d.id not in case.not_counted,
                grade=self._of_document(d),
                why=case.not_counted.get(d.id),
            )
            for d in case.reports
        )

    def attributions(self, said: Sequence[Attribution]) -> tuple[Attribution, ...]:
        """Attributions with their grades. Of a claim or denial that it was made, for which its relays vouch (a group's
        own words are primary there, CODEBOOK section 6); of an accusation or confirmation that it is true."""
        return tuple(map(self._attribution, said))

    def _attribution(self, a: Attribution) -> Attribution:
        document = self._documents[a.span.document_id]
        if document.id in self.case.paraphrased:
            return replace(a, grade=UNKNOWN_SOURCE, graded="told by a machine paraphrase")
        letter, why = self._outlet(document)
        own = a.kind in (AttributionKind.CLAIM, AttributionKind.DENIAL)
        speakers = a.via if own else (a.by,)
        for words in speakers:
            spoken, reason = self._voice(words)
            letter, why = weaker(letter, spoken), f"{why}; {reason}"
        if own and document.kind is DocumentKind.STATEMENT:
            letter, why = self._rules.publishers["agency"], "the issuer's own statement"
        relays = self._relays_of(a) if own else set()
        if len(relays) > 1:
            number, because = _CONFIRMED, f"{len(relays)} roots tell that it was said"
        elif letter == "F":
            number, because = _UNKNOWN, "one root, not known"
        elif own:
            number, because = _PROBABLE, "that it was said, not that it is true"
        else:
            number = _PROBABLE if a.kind is AttributionKind.CONFIRMATION and letter <= "B" else _POSSIBLE
            because = "nobody's word but the speaker's"
        return replace(a, grade=letter + number, graded=f"{why}; {because}")

    def _relays_of(self, a: Attribution) -> set[str]:
        """Who tells independently that something was claimed or denied: the first relay, else the report."""
        same = (o for o in self.case.attributions if o.kind is a.kind and (o.by_id or o.by) == (a.by_id or a.by))
        return {
            name_key(o.via[0]) if o.via else self.case.story_of[o.span.document_id]
            for o in same
            if self._is_counted(o.span.document_id)
        }

    def _voice(self, words: str) -> tuple[str, str]:
        """Letter of somebody who speaks or relays: a registered outlet, else a kind of speaker."""
        known = self.case.knowledge.publishers.named_in(words)
        return self._rules.of_outlet(known) if known is not None else self._rules.of_speaker(self._rules.kind_of(words))

    def _of_document(self, document: Document) -> str:
        if document.id in self.case.paraphrased:
            return UNKNOWN_SOURCE
        rows = [e for e in self._by_field.get(_HAPPENED, ()) if _document_of(e) == document.id]
        if not rows:
            letter, _ = self._outlet(document)
            return letter + (_UNKNOWN if letter == "F" else _POSSIBLE)
        return min(self._grade(row)[0] for row in rows)

    def _with_grade(self, row: Evidence) -> Evidence:
        if not row.spans or row.author.startswith(PERSON) or _document_of(row) not in self._documents:
            return row
        grade, why = self._grade(row)
        return replace(row, grade=grade, graded=why)

    def _grade(self, row: Evidence) -> tuple[str, str]:
        document = self._documents[_document_of(row)]
        if document.id in self.case.paraphrased:
            return UNKNOWN_SOURCE, "told by a machine paraphrase"
        stated = self._rules.of_member_states(row.attributed_to) if row.attributed_to else None
        letter, why = self._letter(row, document) if stated is None else (stated[0][0], f"wording: {stated[1]}")
        number, because = self._number(row, letter)
        if stated is not None and number not in (_CONFIRMED, _IMPROBABLE):
            number, because = max(number, stated[0][1]), "one report of states, passed on"
        return letter + number, f"{why}; {because}"

    def _letter(self, row: Evidence, document: Document) -> tuple[str, str]:
        letter, why = self._outlet(document)
        if row.attributed_to is None:
            return letter, why
        kind = self._rules.kind_of(row.attributed_to)
        spoken, words = self._rules.of_speaker(kind)
        party = _as_party(kind, row)
        if party is not None:
            spoken, words = self._rules.parties[party], f"{words} on {party.replace('_', ' ')}"
        return weaker(letter, spoken), f"{why}; {words}"

    def _outlet(self, document: Document) -> tuple[str, str]:
        if document.kind is DocumentKind.STATEMENT:
            return self._rules.of_speaker("side")[0], "a statement of its issuer"
        publishers = self.case.knowledge.publishers
        names = (name for name in (document.publisher, document.agency) if name)
        known = next(filter(None, map(publishers.find, names)), None)
        return self._rules.of_outlet(known or (publishers.by_domain(document.url) if document.url else None))

    def _number(self, row: Evidence, letter: str) -> tuple[str, str]:
        if row.stance is Stance.DENIED:
            return _IMPROBABLE, "denied"
        roots = self._roots(row)
        if roots > 1:
            return _CONFIRMED, f"{roots} roots tell it"
        if not row.chosen and self._outweighed(row):
            return _DOUBTFUL, "another root tells it otherwise"
        if letter == "F":
            return _UNKNOWN, "one root, not known"
        if not row.chosen:
            return _POSSIBLE, "its own root tells it otherwise too"
        if row.field in self._doubted:
            return _POSSIBLE, "reports contradict each other"
        if row.stance is Stance.HEDGED or letter > "B":
            return _POSSIBLE, "one root" if row.stance is not Stance.HEDGED else "one root, with a hedge"
        return _PROBABLE, "one root"

    def _roots(self, row: Evidence) -> int:
        """How many roots tell what a row tells, all of the chosen value or of an equal rival. One report is one root,
        whomever it quotes; and what two reports have from one voice is one."""
        rows = [
            e
            for e in self._by_field[row.field]
            if e.chosen == row.chosen and (e.chosen or e.value == row.value) and self._counts(e)
        ]
        voices: dict[str, set[tuple[str, str]]] = {}
        for e in rows:
            voices.setdefault(self.case.story_of[_document_of(e)], set()).add(self._root(e))
        # A report that tells in its own voice what it also quotes has it from whom it quotes.
        quoted = [{v for v in told if v[0] == "said"} or told for told in voices.values()]
        return min(len(voices), len(set().union(*quoted)))

    def _outweighed(self, row: Evidence) -> bool:
        own = self._root(row)
        return any(e.chosen and self._counts(e) and self._root(e) != own for e in self._by_field[row.field])

    def _counts(self, row: Evidence) -> bool:
        return self._is_counted(_document_of(row))

    def _is_counted(self, document_id: str) -> bool:
        return document_id in self.case.speaking and document_id not in self.case.paraphrased

    def _root(self, row: Evidence) -> tuple[str, str]:
        speaker = self._issuers.get(name_key(row.attributed_to)) if row.attributed_to else None
        if speaker is not None:
            return "said", speaker  # a side's own telling is one root, wherever it stands
        kind = self._rules.kind_of(row.attributed_to) if row.attributed_to else ""
        if kind in _ONE_VOICE:
            return "said", name_key(row.attributed_to or "")
        return "told", self.case.story_of[_document_of(row)]

    @cached_property
    def _issuers(self) -> dict[str, str]:
        """Names of those who issued a statement of the case, by which other reports may quote them: one root each."""
        said = (a for a in self.case.attributions if a.kind in (AttributionKind.CLAIM, AttributionKind.DENIAL))
        own = [a for a in said if self._is_statement(a.span.document_id)]
        found: dict[str, str] = {}
        for a in own:
            who = a.by_id or name_key(a.by)
            actor = self.case.knowledge.actors.get(a.by_id) if a.by_id is not None else None
            names = [n.text for n in (*actor.titles, *actor.names)] if actor is not None else []
            told = {e.attributed_to for e in self.evidence if e.spans and _document_of(e) == a.span.document_id}
            found |= {name_key(name): who for name in (a.by, a.words, *names, *told) if name}
        return found

    def _is_statement(self, document_id: str) -> bool:
        document = self._documents.get(document_id)
        return document is not None and document.kind is DocumentKind.STATEMENT

    @cached_property
    def _rules(self) -> Grades:
        return self.case.knowledge.grades

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {d.id: d for d in self.case.reports}

    @cached_property
    def _by_field(self) -> dict[str, list[Evidence]]:
        found: dict[str, list[Evidence]] = {}
        for row in self.evidence:
            if row.spans and _document_of(row) in self._documents:
                found.setdefault(row.field, []).append(row)
        return found

    @cached_property
    def _doubted(self) -> frozenset[str]:
        disputed: Iterable[str] = ("actor1",) if self.disputed else ()
        return frozenset((*disputed, *(name for f in self.flags for name in _IN_DOUBT.get(f.code, ()))))


def _document_of(row: Evidence) -> str:
    return row.spans[0].document_id if row.spans else ""


def _as_party(kind: str, row: Evidence) -> str | None:
    """What a party to the fighting speaks of, where ``grades.yml`` has a line for it."""
    sides = _PARTIES.get(kind)
    if sides is None:
        return None
    if row.field == Prop.PLACE.value:
        return "place"
    if isinstance(row.value, VictimCount) and row.value.side is not Side.CIVILIAN:
        enemy = {side for other in _PARTIES.values() for side in other} - sides
        enemy.add(Side.PERPETRATOR)
        if row.value.side in sides:
            return "own_losses"
        if row.value.side in enemy:
            return "enemy_losses"
    return None
