"""Who claims, denies, accuses or confirms: responsibility statements tied to happenings (CODEBOOK section 6)."""

from collections.abc import Sequence

from tocsin.model.document import Document
from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind, EventMention
from tocsin.model.values import Side
from tocsin.read.rules.attributions_explicit import explicit
from tocsin.read.rules.attributions_speech import by_speech
from tocsin.read.rules.attributions_targets import Told, event_noun, in_sentence, refer
from tocsin.read.rules.attributions_types import AttributionFound
from tocsin.read.rules.attributions_view import Said
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_names import NAMED_PERSON
from tocsin.read.rules.word_lists import speech_list

__all__ = ["AttributionFound", "find_attributions"]

UNNAMED = "unnamed"  # ``by`` of an accusation whose author the text does not name ("was blamed on …")


def find_attributions(
    document: Document, rows: Sequence[tuple[Chunk, ...]], told: Told, speakers_of: Sequence[Sequence[Speaker]],
    lexicon: Lexicon,
) -> list[AttributionFound]:  # fmt: skip
    """All attributions of a document in text order, without repeats of (happening, kind, by, of). ``speakers_of``: of
    each sentence (``speech.speakers_of_document``)."""
    if not told:
        return []
    found: list[AttributionFound] = []
    antecedent: Chunk | None = None
    for number, (row, speakers) in enumerate(zip(rows, speakers_of, strict=True)):
        here = in_sentence(number, told)
        statements = explicit(document.text, row, speakers, antecedent)
        for said in statements:
            found.extend(_tied(document, row, number, said, told, speakers, _last_accused(found, said)))
        plain = [
            s for s in speakers if not any(abs(s.at - said.at) <= 1 for said in statements) and s.words != NAMED_PERSON
        ]
        found.extend(by_speech(document, row, number, here, told, plain))
        antecedent = _last_named(row) or antecedent
    return _without_repeats(found)


def _last_named(row: Sequence[Chunk]) -> Chunk | None:
    """The last named armed side of a sentence, for "the group" and "it" in later ones."""
    for chunk in reversed(row):
        if chunk.form is ActorForm.NAMED and chunk.side in (Side.REBEL, Side.MILITIA):
            return chunk
    return None


_ANSWER_REACH = 6  # sentences between the happening accused of and the denial that answers it


def _last_accused(found: Sequence[AttributionFound], said: Said) -> list[EventMention]:
    """The happenings of the last accusation, which a denial without a noun answers ("The group denied it")."""
    if said.kind is not AttributionKind.DENIAL or said.noun is not None:
        return []
    last = next((f for f in reversed(found) if f.kind is AttributionKind.ACCUSATION), None)
    return [
        f.event for f in found if last is not None and f.kind is AttributionKind.ACCUSATION and f.start == last.start
    ]


def _tied(
    document: Document,
    row: Sequence[Chunk],
    number: int,
    said: Said,
    told: Told,
    speakers: Sequence[Speaker],
    answered: Sequence[EventMention],
) -> list[AttributionFound]:
    """A statement with the happenings it is about; nothing when the text has told none."""
    noun = said.noun or event_noun(row, said.at, said.at + 10)
    by = said.by.words if said.by is not None else UNNAMED
    people = said.by.chunk if said.by is not None else None
    of = document.text[said.of.start : said.of.end] if said.of is not None else None
    if of is None and said.kind is not AttributionKind.ACCUSATION:
        of = by
    start, end = row[said.first].start, row[said.last].end
    via = relays(document, row, speakers, by)
    near = [event for event in answered if number - event.sentence_number <= _ANSWER_REACH]
    events = near or [event for _, event in refer(told, number, row, said.at, noun)]
    return [AttributionFound(event, said.kind, by, of, start, end, via, people, said.of) for event in events]


def relays(document: Document, row: Sequence[Chunk], speakers: Sequence[Speaker], by: str) -> tuple[str, ...]:
    """Who passed a statement on: outlets told, monitors and agencies ("according to monitoring group SITE", "through
    its Amaq agency", "reported by AFP"), from the first to the last."""
    found: list[str] = []
    for speaker in speakers:
        found.extend(speaker.via)
        if (
            speaker.words != by
            and (speaker.verb == "according to" or speaker.kind == "media")
            and speaker.kind in ("media", "monitor")
        ):
            found.append(speaker.words)
    for index, chunk in enumerate(row):
        carried = chunk.lower in speech_list("carrying") and (
            chunk.lower in ("via", "through")
            or any(c.lower in ("by", "on", "through", "via") for c in row[index + 1 : index + 2])
        )
        if carried:
            first = index + (1 if chunk.lower in ("via", "through") else 2)
            name = _capitals(document.text, row, first)
            if name is not None and name != by:
                found.append(name)
    return tuple(dict.fromkeys(found))


def _capitals(text: str, row: Sequence[Chunk], first: int) -> str | None:
    """The first run of capitalised words at ``first``, after small words such as "its news agency"."""
    k = first
    while k < len(row) and row[k].lower in speech_list("before_carrier") and not row[k].capital:
        k += 1
    last = k
    while last < len(row) and row[last].capital and row[last].time is None:
        last += 1
    return text[row[k].start : row[last - 1].end] if last > k else None


def _without_repeats(found: Sequence[AttributionFound]) -> list[AttributionFound]:
    """One of each; what a side claims it does not also confirm, an explicit accusation needs no
    confirmation, and "was accused" nothing more once the text says by whom."""
    unique: dict[tuple[str, str, str, str], AttributionFound] = {}
    for item in found:
        unique.setdefault(
            (
                item.event.id,
                item.kind,
                item.by.lower(),
                (item.of or "").lower() if item.kind is AttributionKind.ACCUSATION else "",
            ),
            item,
        )
    blamed = {i.event.id for i in unique.values() if i.kind is AttributionKind.ACCUSATION and i.by != UNNAMED}
    unique = {key: i for key, i in unique.items() if i.by != UNNAMED or i.event.id not in blamed}
    firm = {(i.event.id, i.by.lower()) for i in unique.values() if i.kind is not AttributionKind.CONFIRMATION}
    return [
        i
        for i in unique.values()
        if i.kind is not AttributionKind.CONFIRMATION or (i.event.id, i.by.lower()) not in firm
    ]
