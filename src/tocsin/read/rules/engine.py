"""The rule engine: one document in, a ``Reading`` out.

How a sentence flows: ``tokens`` -> ``finders`` (registered actors, places, times) -> ``chunker`` (a row of chunks) ->
``victims`` and ``grammar`` (who was hit, who acts) -> ``gates`` (which words may tell a happening) -> ``happenings``
(which belong together, with roles, place and time) -> ``typing`` (the sub-event type). Across sentences: ``carry``
(places and tolls of the sentences before) -> ``asserter`` (assertions with their words) -> ``attributions`` (who
claims, blames, denies) -> ``statements`` (what is told without a datable happening). docs/architecture.md follows one
sentence through.
"""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document, DocumentKind
from tocsin.model.ids import content_id
from tocsin.model.reading import Attribution, EventMention, MentionKind, Reading
from tocsin.model.trace import ReadingTrace
from tocsin.read.rules.acts import VIOLENT_ACTS
from tocsin.read.rules.against import Against
from tocsin.read.rules.asserter import Asserter
from tocsin.read.rules.attributions import AttributionFound, find_attributions
from tocsin.read.rules.attributions_when import row_at, said_on
from tocsin.read.rules.carry import PlaceTold, after_told, pointed_at, setting, toll_after
from tocsin.read.rules.chunker import SentenceChunker
from tocsin.read.rules.chunks import Chunk, Found, is_country
from tocsin.read.rules.document_gate import other_subject
from tocsin.read.rules.document_quiet import private_harm
from tocsin.read.rules.doubted_sides import with_doubted_sides
from tocsin.read.rules.draft import AUTHOR, Draft, Worked
from tocsin.read.rules.explaining import trace_of
from tocsin.read.rules.finders import find_all
from tocsin.read.rules.happenings import Happening, SentenceReading, read_sentence
from tocsin.read.rules.lexicon import Lexicon, lexicon, statement_lexicon
from tocsin.read.rules.riot_context import in_riot, riot_document
from tocsin.read.rules.speech import Memory, Speaker, principal, speakers_of_document
from tocsin.read.rules.statements import find_statements
from tocsin.read.rules.tokens import Sentence, split_sentences

# Sentences at the head of a text in which an account needs less of its own.
_LEAD = 3


class RulesReader:
    """Reads English by lexicons and shallow syntax. Deterministic; needs no model and no network."""

    author = AUTHOR
    languages = frozenset({"en"})

    def __init__(self, knowledge: Knowledge) -> None:
        """``knowledge`` gives actor names, nationalities and places."""
        self._knowledge = knowledge
        self._lexicon: Lexicon = lexicon()

    def read(self, document: Document) -> Reading:
        """Read one document. An empty or odd text gives an empty reading, never an error."""
        return with_doubted_sides(document, self.work(document).reading)

    def explain(self, document: Document) -> ReadingTrace:
        """What became of every sentence and trigger when the document is read."""
        return trace_of(document, self.work(document), self._lexicon)

    def work(self, document: Document) -> Worked:
        """The reading with the steps that led to it."""
        draft = Draft(document)
        words = statement_lexicon() if document.kind is DocumentKind.STATEMENT else self._lexicon
        sentences = split_sentences(document.text)
        found = find_all(document, sentences, self._knowledge)
        chunker = SentenceChunker(words)
        rows = [chunker.chunks(s, found.in_sentence(s)) for s in sentences]
        readings = self._sentences(sentences, rows, words)
        if riot_document(rows):
            for reading in readings:
                in_riot(reading)
        self._note_mentions(draft, found.whole)
        accounts = [tuple(reading.happenings) for reading in readings]
        off_subject = other_subject(document.text, readings)
        if off_subject is not None:
            draft.trace.append(f"no events read: {off_subject.sentence()}")
            for reading in readings:
                reading.happenings.clear()
        refused = private_harm(rows, readings)
        draft.trace.extend(_fate(h.chunks[h.main], against) for h, against in refused)
        self._note_dropped(draft, readings)
        memory = Memory()
        speakers = speakers_of_document(document.text, rows, memory)
        told = self._build_events(draft, sentences, rows, readings, speakers, refused)
        for item in find_attributions(document, rows, told, speakers, self._lexicon):
            when = said_on(row_at(rows, item.start), item.start, item.end)
            draft.attributions.append(_attribution(draft, item, when))
        subject = rows if off_subject is None else [() for _ in rows]  # a text on sport or business states nothing
        statements, flags = find_statements(document, sentences, subject, told, draft.mention, self._lexicon)
        made = Reading(
            document.id, AUTHOR, tuple(draft.mentions.values()), tuple(draft.event_mentions), tuple(draft.assertions),
            tuple(draft.attributions), statements, flags, tuple(draft.trace),
        )  # fmt: skip
        return Worked(
            made, sentences, rows, readings, accounts, off_subject, told, refused, found.whole, speakers, memory
        )

    def _sentences(
        self, sentences: Sequence[Sentence], rows: Sequence[tuple[Chunk, ...]], words: Lexicon
    ) -> list[SentenceReading]:
        """Each sentence alone first; when violence is told somewhere, once more those that may refer to it."""
        readings = [read_sentence(s, row, words) for s, row in zip(sentences, rows, strict=True)]
        if any(h.acts & VIOLENT_ACTS for reading in readings for h in reading.happenings):
            for number, reading in enumerate(readings):
                if any(chunk.noun for chunk, _ in reading.dropped):
                    readings[number] = read_sentence(sentences[number], rows[number], words, violent=True)
        return readings

    def _note_mentions(self, draft: Draft, found: Found) -> None:
        for start, end, expression, _ in found.actors:
            draft.mention(MentionKind.ACTOR, start, end, expression)
        for start, end, place in found.places:
            draft.mention(MentionKind.PLACE, start, end, place)
        for start, end, time in found.times:
            draft.mention(MentionKind.DATE, start, end, time)

    def _note_dropped(self, draft: Draft, readings: Sequence[SentenceReading]) -> None:
        for reading in readings:
            draft.trace.extend(_fate(chunk, against) for chunk, against in reading.dropped)

    def _build_events(
        self,
        draft: Draft,
        sentences: Sequence[Sentence],
        rows: Sequence[tuple[Chunk, ...]],
        readings: Sequence[SentenceReading],
        speakers: Sequence[Sequence[Speaker]],
        refused: list[tuple[Happening, Against]],
    ) -> list[tuple[Happening, EventMention]]:
        """Event mentions with their assertions; places are inherited along the text where a sentence names none.
        ``refused``, the accounts that are not coded, grows."""
        made: list[tuple[Happening, EventMention]] = []
        told: list[PlaceTold] = []
        town = setting(rows)
        for sentence, row, reading in zip(sentences, rows, readings, strict=True):
            speaker = principal(speakers[sentence.number])
            happenings = reading.happenings or toll_after(made, sentence, row, reading)
            happenings = [after_told(made, sentence, happening) for happening in happenings]
            for happening in happenings:
                reason = _not_coded(happening, own=draft.document.kind is DocumentKind.STATEMENT)
                if reason is not None:
                    draft.trace.append(_fate(happening.chunks[happening.main], reason))
                    refused.append((happening, reason))
                    continue
                pointed = pointed_at(rows, sentence.number)
                made.extend(self._assert(draft, happening, speaker, (town, pointed), told))
        return made

    def _assert(
        self, draft: Draft, happening: Happening, speaker: Speaker | None,
        town: tuple[PlaceTold | None, PlaceTold | None], told: list[PlaceTold],
    ) -> list[tuple[Happening, EventMention]]:  # fmt: skip
        """One event mention with its assertions per place of the happening. ``town``: the one the text is set in, and
        the one that "the city" means. ``told``, the places told so far, grows."""
        made: list[tuple[Happening, EventMention]] = []
        split = _told_by_place(happening) or [(place, happening) for place in self._split_places(happening)]
        alike = all(own is happening for _, own in split)  # one toll for all places is divided over them
        for part, (place, own) in enumerate(split):
            event = self._event_mention(draft, own, part)
            share = (part, len(split)) if alike else (0, 1)
            Asserter(draft, event, own, speaker, share, *town).assert_all(place, told)
            made.append((own, event))
            if place is not None and happening.told.as_fact:
                told.append(PlaceTold(happening.sentence.number, happening.chunks[place]))
        return made

    def _split_places(self, happening: Happening) -> list[int | None]:
        """One account per listed place ("attacks in A, B and C"); ``None`` when the sentence names no place."""
        if not happening.places:
            return [None]
        towns = [k for k in happening.places if not is_country(happening.chunks[k])]
        if len(towns) > 1 and _hits_one(happening):
            return [min(towns, key=lambda k: abs(k - happening.main))]
        return list(towns or happening.places[:1])

    def _event_mention(self, draft: Draft, happening: Happening, part: int) -> EventMention:
        chunk, sentence = happening.chunks[happening.main], happening.sentence
        key = content_id("em", draft.document.id, draft.document.version, AUTHOR, chunk.start, chunk.end, part)
        trigger = draft.document.span(chunk.start, chunk.end)
        made = EventMention(
            key,
            draft.document.id,
            trigger,
            draft.document.span(sentence.start, sentence.end),
            sentence.number,
        )
        draft.event_mentions.append(made)
        return made


def _told_by_place(happening: Happening) -> list[tuple[int | None, Happening]]:
    """One account per place with its own toll, where the sentence tells the toll place by place; people counted at no
    place of the sentence come first, since what follows must not place them."""
    told = {v.place for v in happening.victims if v.place is not None}
    if not told:
        return []
    listed = {k for k in happening.places if len(happening.places) > 1 and not is_country(happening.chunks[k])}
    apart = [v for v in happening.victims if v.place is None and v.count is not None]
    places: list[int | None] = [*([None] if apart else []), *sorted(told | listed)]
    return [
        (place, replace(happening, victims=tuple(v for v in happening.victims if v.place == place))) for place in places
    ]


def _hits_one(happening: Happening) -> bool:
    """Whether a single person was hit, which cannot happen at several places."""
    counts = [v.count for v in happening.victims if v.count is not None]
    return bool(counts) and all(c.best == 1 and c.high == 1 for c in counts) and len(counts) == 1


def _not_coded(happening: Happening, own: bool) -> Against | None:
    """Why an account is told but not coded; ``None`` when it is. ``own``: the text is a statement, whose issuer counts
    its deeds of a day ("air strikes destroyed two bases near X")."""
    if own and happening.places and (happening.things or happening.target is not None):
        return None
    if happening.told.habitual and not happening.times and not happening.victims:
        return Against("habit")
    if happening.thin():
        return Against("only_mentioned", detail=happening.facts())
    vague = happening.vague(lead=happening.sentence.number < _LEAD)
    return Against(vague, detail=happening.facts()) if vague is not None else None


def _fate(chunk: Chunk, against: Against) -> str:
    """A line of the stored trace."""
    return f"'{chunk.lower}' at {chunk.start}: {against.sentence()} [{against.code}]"


def _attribution(draft: Draft, item: AttributionFound, when: Chunk | None) -> Attribution:
    by_mention, of_mention = _side(draft, item.by_people), _side(draft, item.of_people)
    key = content_id("at", item.event.id, item.kind, item.by, item.of, item.start, item.end)
    span = draft.document.span(item.start, item.end)
    return Attribution(
        key, item.event.id, item.kind, item.by, item.of, span, item.via, by_mention, of_mention, author=AUTHOR,
        stance=item.stance, rule=item.rule, speaks_for=item.speaks_for,
        when_mention=draft.mention(MentionKind.DATE, when.start, when.end, when.time).id if when is not None else None,
    )  # fmt: skip


def _side(draft: Draft, chunk: Chunk | None) -> str | None:
    """The mention id of a side's phrase."""
    if chunk is None or chunk.people is None:
        return None
    return draft.mention(MentionKind.ACTOR, chunk.start, chunk.end, chunk.people.expression).id
