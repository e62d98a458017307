"""What became of every sentence and trigger of a document, drawn from the steps of reading it (``Worked``)."""

from collections.abc import Iterator

from tocsin.model.decisions import DECISIONS
from tocsin.model.document import Document
from tocsin.model.expressions import PlaceExpression, TimeExpression
from tocsin.model.trace import ReadingTrace, Seen, SentenceTrace, TriggerFate
from tocsin.model.values import Count
from tocsin.read.rules.against import Against
from tocsin.read.rules.carry import HARM_TOLD_AFTER, TOLL_TOLD_AFTER
from tocsin.read.rules.chunks import Chunk, ChunkKind, People, trigger_at, words_of
from tocsin.read.rules.draft import AUTHOR, Worked
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.lexicon import Lexicon, TriggerEntry, WeaponEntry
from tocsin.read.rules.tokens import Sentence


def trace_of(document: Document, worked: Worked, lexicon: Lexicon) -> ReadingTrace:
    """Every sentence with what was seen in it; every trigger word found, exactly once, with its fate."""
    fates = _Fates(document, worked)
    made = []
    for number, sentence in enumerate(worked.sentences):
        row = worked.rows[number]
        known = [fates.of_chunk(number, chunk) for chunk in row if chunk.trigger is not None]
        other = [fates.unused(start, end, entry, code) for start, end, entry, code in _unused(sentence, row, lexicon)]
        triggers = tuple(sorted((*known, *other), key=lambda fate: fate.start))
        seen = tuple(_seen(document, row))
        made.append(SentenceTrace(number, sentence.start, sentence.end, seen, triggers))
    gate = worked.off_subject.sentence() if worked.off_subject is not None else None
    return ReadingTrace(document.id, AUTHOR, tuple(made), gate)


class _Fates:
    """The fates of trigger chunks, by sentence number and character offset."""

    def __init__(self, document: Document, worked: Worked) -> None:
        self._document = document
        self._against: dict[int, Against] = {}
        self._account: dict[int, Happening] = {}
        self._coded: dict[int, list[str]] = {}
        for reading in worked.readings:
            for chunk, against in reading.dropped:
                self._against[chunk.start] = against
        for told in worked.accounts:
            for happening in told:
                self._join(happening, worked.off_subject)
        for happening, against in worked.refused:
            self._join(happening, against)
        for happening, event in worked.made:
            self._join(happening, None)
            self._coded.setdefault(_main(happening), []).append(event.id)

    def _join(self, happening: Happening, against: Against | None) -> None:
        """Give an account's triggers to it, with the reason when it is not coded."""
        for index in {*happening.triggers, *(v.cue for v in happening.victims if _is_toll(happening))}:
            start = happening.chunks[index].start
            self._account[start] = happening
            self._against.pop(start, None)
            if against is not None:
                self._against[start] = against

    def of_chunk(self, number: int, chunk: Chunk) -> TriggerFate:
        """The fate of a trigger chunk."""
        assert chunk.trigger is not None
        against, happening = self._against.get(chunk.start), self._account.get(chunk.start)
        entry = chunk.trigger
        if happening is None:
            assert against is not None, f"nothing became of {chunk.lower!r} at {chunk.start}"
            return self._fate(chunk.start, chunk.end, entry, against)
        typed, told = happening.typed, happening.told
        code = "told" if happening.chunks[happening.main].start == chunk.start else "told_with"
        if _is_toll(happening):
            code = "toll_of_before"
        return self._fate(
            chunk.start, chunk.end, entry, against or Against(code),
            account=_main(happening),
            event_mentions=tuple(self._coded.get(_main(happening), ())),
            sub_event_type=typed.sub_event_type if typed is not None else None,
            type_rule=typed.because if typed is not None else "",
            alternatives=typed.alternatives if typed is not None else (),
            parts=tuple(_parts(self._document, happening)),
            modality=told.modality.value,
            modality_rule=told.because,
        )  # fmt: skip

    def unused(self, start: int, end: int, entry: TriggerEntry, code: str) -> TriggerFate:
        """The fate of a word of the trigger list that is no trigger where it stands."""
        return self._fate(start, end, entry, Against(code))

    def _fate(
        self, start: int, end: int, entry: TriggerEntry, against: Against, *,
        account: int | None = None, event_mentions: tuple[str, ...] = (), sub_event_type: str | None = None,
        type_rule: str = "", alternatives: tuple[tuple[str, float], ...] = (),
        parts: tuple[tuple[str, str], ...] = (), modality: str | None = None, modality_rule: str = "",
    ) -> TriggerFate:  # fmt: skip
        assert against.code in DECISIONS
        return TriggerFate(
            start, end, self._document.text[start:end], entry.act, entry.form, entry.weak, against.code,
            against.words, against.detail, account, event_mentions, sub_event_type, type_rule, alternatives,
            parts, modality, modality_rule,
        )  # fmt: skip


def _parts(document: Document, happening: Happening) -> Iterator[tuple[str, str]]:
    """Who acts, who is hit, how many, where, when and with what, as the account has them."""

    def words(index: int) -> str:
        chunk = happening.chunks[index]
        return document.text[chunk.start : chunk.end]

    main = trigger_at(happening.chunks, happening.main)
    if main.weak:
        found = Candidate(happening.chunks, happening.main, main, happening.victims, words_of(happening.chunks))
        yield from (("let through by", words(k)) for k in dict.fromkeys(found.supports()))
    for role, index in (("agent", happening.agent), ("target", happening.target)):
        if index is not None:
            people = happening.chunks[index].people
            yield role, f"{words(index)} ({_people(people)})" if people is not None else words(index)
    for v in happening.victims:
        number = "uncounted" if v.count is None else _count(v.count)
        yield "victims", f"{words(v.phrase)} ({number} {v.status.value}, side {v.side.value})"
    yield from (("place", words(k)) for k in happening.places)
    yield from (("date", words(k)) for k in happening.times)
    yield from (("weapon", words(k)) for k in happening.weapons)


def _main(happening: Happening) -> int:
    """Where an account's main trigger stands."""
    return happening.chunks[happening.main].start


def _is_toll(happening: Happening) -> bool:
    """Whether an account tells the harm of the one before (``carry.toll_after``, ``carry.after_told``)."""
    return happening.typed is not None and happening.typed.because in (TOLL_TOLD_AFTER, HARM_TOLD_AFTER)


def _unused(
    sentence: Sentence, row: tuple[Chunk, ...], lexicon: Lexicon
) -> Iterator[tuple[int, int, TriggerEntry, str]]:
    """Words of the trigger list that are no trigger of the row: offsets, entry and why."""
    chunk_at = {k: chunk for chunk in row for k in range(chunk.first, chunk.last)}
    tokens, position = sentence.tokens, 0
    while position < len(tokens):
        if chunk_at[position].trigger is not None:
            position = chunk_at[position].last
            continue
        hit = lexicon.triggers.at(tokens, position)
        if hit is None:
            position += 1
            continue
        end = next((k for k in range(position, hit[0]) if chunk_at[k].trigger is not None), hit[0])
        inside = any(chunk_at[k].kind is not ChunkKind.WORD for k in range(position, end))
        yield tokens[position].start, tokens[end - 1].end, hit[1], "part_of_phrase" if inside else "other_use"
        position = end


def _seen(document: Document, row: tuple[Chunk, ...]) -> Iterator[Seen]:
    """What a row names, in order."""
    for chunk in row:
        words = document.text[chunk.start : chunk.end]
        if chunk.people is not None:
            kind = "actor" if chunk.people.group == "named" else "people"
            yield Seen(kind, chunk.start, chunk.end, words, _people(chunk.people))
        elif chunk.place is not None:
            yield Seen("place", chunk.start, chunk.end, words, _place(chunk.place))
        elif chunk.time is not None:
            yield Seen("date", chunk.start, chunk.end, words, _time(chunk.time))
        elif chunk.number is not None:
            yield Seen("number", chunk.start, chunk.end, words, _count(chunk.number))
        if chunk.weapon is not None:
            yield Seen("weapon", chunk.start, chunk.end, words, _weapon(chunk.weapon))
        elif chunk.object_side is not None:
            yield Seen("object", chunk.start, chunk.end, words, f"of side {chunk.object_side}")


def _people(people: People) -> str:
    """ "armed, rebel, 9": form, side and number."""
    expression = people.expression
    parts = [", ".join(expression.candidates) if expression.candidates else people.form.value]
    if people.side.value not in (*parts, "unknown"):
        parts.append(f"side {people.side.value}")
    if people.count is not None:
        parts.append(_count(people.count))
    return ", ".join(parts)


def _weapon(weapon: WeaponEntry) -> str:
    """ "bomb, ied": name and means, once when they are the same word."""
    return ", ".join(dict.fromkeys((weapon.name, weapon.means)))


def _count(count: Count) -> str:
    """ "9", "at least 9", "9-11"."""
    if count.low is not None and count.low == count.high:
        return str(count.low)
    if count.high is None:
        return f"at least {count.low}" if count.low is not None else f"about {count.best}"
    return f"{'?' if count.low is None else count.low}-{count.high}"


def _place(place: PlaceExpression) -> str:
    held = f", in {', '.join(place.containers)}" if place.containers else ""
    said = "where somebody spoke or wrote" if place.relation.value == "speaker" else place.relation.value
    kind = "country" if place.is_country else f"name {place.name}"
    return f"{kind}, {said}{held}"


def _time(time: TimeExpression) -> str:
    """The form and the parts that the words give."""
    day = "-".join(str(part) for part in (time.year, time.month, time.day) if part is not None)
    return " ".join(part for part in (time.form.value, time.modifier or "", day) if part)
