"""Who claims, denies, accuses or confirms: responsibility statements tied to happenings (CODEBOOK section 6)."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.model.document import Document
from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind, EventMention, Modality, Stance
from tocsin.model.values import Side
from tocsin.read.rules.attributions_explicit import explicit
from tocsin.read.rules.attributions_relays import relayed_later, relays
from tocsin.read.rules.attributions_speech import by_speech, pointing_back
from tocsin.read.rules.attributions_targets import Told, event_noun, refer, tales
from tocsin.read.rules.attributions_types import AttributionFound
from tocsin.read.rules.attributions_view import Said
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_names import NAMED_PERSON
from tocsin.read.rules.word_lists import speech_list

__all__ = ["AttributionFound", "find_attributions"]

UNNAMED = "unnamed"  # ``by`` of an accusation whose author the text does not name ("was blamed on …")


def find_attributions(
    document: Document, rows: Sequence[tuple[Chunk, ...]], made: Sequence[tuple[Happening, EventMention]],
    speakers_of: Sequence[Sequence[Speaker]], lexicon: Lexicon,
) -> list[AttributionFound]:  # fmt: skip
    """All attributions of a document in text order, without repeats of (happening, kind, by, of). ``speakers_of``: of
    each sentence (``speech.speakers_of_document``)."""
    if not made:
        return []
    found: list[AttributionFound] = []
    by_number = told_in_words(document, rows, tales(made), speakers_of)
    real = [(h, e) for h, e in made if h.told.modality in (Modality.ACTUAL, Modality.FAILED)]
    for number, (row, speakers) in enumerate(zip(rows, speakers_of, strict=True)):
        found.extend(by_number[number])
        plain = plain_speakers(speakers, by_number[number])
        here = [(h, e) for h, e in real if e.sentence_number == number]
        found.extend(by_speech(document, row, here, plain))
        if not here:
            found.extend(pointing_back(document, row, number, tales(real), plain))
    return without_repeats(found)


def told_in_words(
    document: Document, rows: Sequence[tuple[Chunk, ...]], told: Told, speakers_of: Sequence[Sequence[Speaker]]
) -> list[list[AttributionFound]]:
    """Of each sentence the claims, denials and accusations that its own words tell, tied to the accounts ``told``."""
    found: list[AttributionFound] = []
    by_number: list[list[AttributionFound]] = []
    antecedent: Chunk | None = None
    for number, (row, speakers) in enumerate(zip(rows, speakers_of, strict=True)):
        here: list[AttributionFound] = []
        for said in explicit(document.text, row, speakers, antecedent):
            here.extend(_tied(document, row, number, said, told, speakers, _last_accused(found, said)))
        found.extend(here)
        if not here:
            _add_relays(by_number, relayed_later(document.text, row))
        by_number.append(here)
        antecedent = _last_named(row) or antecedent
    return by_number


_RELAY_REACH = 3  # sentences between a claim or denial and the one that tells who passed it on


def _add_relays(by_number: list[list[AttributionFound]], names: tuple[str, ...]) -> None:
    """Give the last claims and denials the relays that a later sentence tells of."""
    said = (AttributionKind.CLAIM, AttributionKind.DENIAL)
    for back in range(len(by_number) - 1, max(-1, len(by_number) - 1 - _RELAY_REACH), -1) if names else ():
        found = by_number[back]
        if any(item.kind in said for item in found):
            by_number[back] = [
                replace(i, via=tuple(dict.fromkeys((*i.via, *(n for n in names if n != i.by)))))
                if i.kind in said
                else i
                for i in found
            ]
            return


def plain_speakers(speakers: Sequence[Speaker], found: Sequence[AttributionFound]) -> list[Speaker]:
    """Speakers whose verb is none of a claim, denial or accusation, and whose name may be told."""
    own = [(item.at - 1, item.at + 1) for item in found]
    return [s for s in speakers if not any(a <= s.at <= b for a, b in own) and s.words != NAMED_PERSON]


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
    via = relays(document.text, row, speakers, by)
    near = [event for event in answered if number - event.sentence_number <= _ANSWER_REACH]
    events = near or [event for _, event in refer(told, number, row, said.at, noun)]
    if not events and said.kind is AttributionKind.DENIAL:  # "police denied that officers killed …"
        events = [event for _, event in told if event.sentence_number == number]
    hedged = stance_of(row, said)
    return [
        AttributionFound(event, said.kind, by, of, start, end, via, people, said.of, hedged, at=said.at)
        for event in events
    ]


def stance_of(row: Sequence[Chunk], said: Said) -> Stance:
    """Whether a statement keeps a distance: its verb is one of suspicion, or a word beside it or the side hedges."""
    first, last = max(0, min(said.at, said.first) - 5), said.last + 1
    words = {word for chunk in row[first:last] for word in chunk.lower.split(" ")}
    return Stance.HEDGED if words & speech_list("hedging") else Stance.ASSERTED


def without_repeats(found: Sequence[AttributionFound]) -> list[AttributionFound]:
    """One of each; what a side claims it does not also confirm, an explicit accusation needs no
    confirmation, and "was accused" nothing more once the text says by whom."""
    unique: dict[tuple[str, str, str, str], AttributionFound] = {}
    for item in found:
        of = (item.of or "").lower() if item.kind is AttributionKind.ACCUSATION else ""
        first = unique.setdefault((item.event.id, item.kind, item.by.lower(), of), item)
        if item.via and not first.via:  # told again with who passed it on
            unique[item.event.id, item.kind, item.by.lower(), of] = replace(first, via=item.via)
    blamed = {i.event.id for i in unique.values() if i.kind is AttributionKind.ACCUSATION and i.by != UNNAMED}
    unique = {key: i for key, i in unique.items() if i.by != UNNAMED or i.event.id not in blamed}
    firm = {(i.event.id, i.by.lower()) for i in unique.values() if i.kind is not AttributionKind.CONFIRMATION}
    return [
        i
        for i in unique.values()
        if i.kind is not AttributionKind.CONFIRMATION or (i.event.id, i.by.lower()) not in firm
    ]
