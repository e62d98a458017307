"""Who claims, denies, accuses or confirms: responsibility statements tied to happenings."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.document import Document
from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind, EventMention
from tocsin.model.values import Side
from tocsin.read.rules.chunks import Chunk, ChunkKind
from tocsin.read.rules.grammar import is_prepositional, people_after
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.speech import Speaker, find_speaker

Told = Sequence[tuple[Happening, EventMention]]


@dataclass(frozen=True, slots=True)
class AttributionFound:
    """One responsibility statement: offsets of its words, the happening, and who by and of whom."""

    event: EventMention
    kind: AttributionKind
    by: str
    of: str | None
    start: int
    end: int
    via: tuple[str, ...] = ()
    by_people: Chunk | None = None
    of_people: Chunk | None = None


def find_attributions(
    document: Document, rows: Sequence[tuple[Chunk, ...]], told: Told, lexicon: Lexicon
) -> list[AttributionFound]:
    """All attributions of a document in text order, without repeats."""
    found: list[AttributionFound] = []
    for number, row in enumerate(rows):
        events = _events_for(number, told)
        if not events:
            continue
        explicit = _explicit(document, row, events)
        found.extend(explicit)
        if not explicit:
            found.extend(
                _by_speech(document, row, [e for e in events if e[1].sentence_number == number], lexicon)
            )
    unique: dict[tuple[str, str, str], AttributionFound] = {}
    for item in found:
        unique.setdefault((item.event.id, item.kind, item.by.lower()), item)
    return list(unique.values())


def _events_for(number: int, told: Told) -> list[tuple[Happening, EventMention]]:
    """Happenings of the sentence, else the ones told last before it (at most four sentences back)."""
    here = [pair for pair in told if pair[1].sentence_number == number]
    if here:
        return here
    before = [pair for pair in told if number - 4 <= pair[1].sentence_number < number]
    if not before:
        return []
    last = before[-1][1].sentence_number
    return [pair for pair in before if pair[1].sentence_number == last]


def _explicit(document: Document, row: Sequence[Chunk], events: Told) -> list[AttributionFound]:
    """Claims, denials and accusations by their own verbs."""
    found = []
    for index, chunk in enumerate(row):
        reading = _claim_at(row, index) or _denial_at(row, index) or _blame_at(row, index)
        if reading is None:
            continue
        kind, by, of = reading
        if by is None and kind is not AttributionKind.ACCUSATION:
            continue
        by_chunk = row[by] if by is not None else None
        words = document.text[by_chunk.start : by_chunk.end] if by_chunk is not None else "unnamed"
        of_chunk = (
            row[of] if of is not None else (by_chunk if kind is not AttributionKind.ACCUSATION else None)
        )
        start = min(chunk.start, by_chunk.start if by_chunk else chunk.start)
        end = max(c.end for c in (chunk, by_chunk, of_chunk) if c is not None)
        if by_chunk is None:
            speaker_words = _plain_subject(document, row, index)
            if speaker_words is None:
                continue
            words = speaker_words
        event = _nearest(events, chunk)
        found.append(
            AttributionFound(
                event, kind, words, document.text[of_chunk.start : of_chunk.end] if of_chunk else None, start, end, _relays(document, row),
                by_chunk if by_chunk is not None and by_chunk.people is not None else None,
                of_chunk if of_chunk is not None and of_chunk.people is not None else None,
            )
        )  # fmt: skip
    return found


def _nearest(events: Told, chunk: Chunk) -> EventMention:
    return min((event for _, event in events), key=lambda e: abs(e.trigger.start - chunk.start))


Reading3 = tuple[AttributionKind, int | None, int | None]


def _actor_left(row: Sequence[Chunk], index: int) -> int | None:
    """Nearest people phrase to the left inside the clause that hangs on no preposition."""
    for k in range(index - 1, max(-1, index - 14), -1):
        if row[k].lower in (".", ";", "that", "“", "”") or (row[k].lower in ("said", "after", "while")):
            return None
        if row[k].kind is ChunkKind.PEOPLE and not is_prepositional(row, k):
            return k
    return None


def _claim_at(row: Sequence[Chunk], index: int) -> Reading3 | None:
    lower = row[index].lower
    following = [c.lower for c in row[index + 1 : index + 5]]
    if lower in ("claimed", "claims", "claiming", "claim") and index > 0:
        passive = (
            row[index - 1].lower in ("was", "were", "been", "later", "immediately", "quickly", "swiftly")
            and "by" in following[:3]
        )
        if passive:
            return AttributionKind.CLAIM, people_after(row, index + following.index("by") + 1, 6), None
        if any(
            word in following
            for word in (
                "responsibility",
                "attack",
                "attacks",
                "raid",
                "bombing",
                "assault",
                "killing",
                "credit",
                "ambush",
                "operation",
            )
        ) or _trigger_near(row, index):
            if lower == "claimed" and "no" in [c.lower for c in row[max(0, index - 4) : index + 3]]:
                return None
            return AttributionKind.CLAIM, _actor_left(row, index), None
    if lower == "responsibility" and index > 1:
        before = [c.lower for c in row[max(0, index - 3) : index]]
        if any(word in before for word in ("took", "taken", "accepted", "taking", "take")):
            return AttributionKind.CLAIM, _actor_left(row, index), None
    return None


def _trigger_near(row: Sequence[Chunk], index: int) -> bool:
    return any(c.trigger is not None and c.trigger.is_noun for c in row[index + 1 : index + 4])


def _denial_at(row: Sequence[Chunk], index: int) -> Reading3 | None:
    lower = row[index].lower
    if lower in ("denied", "denies", "denying", "deny", "rejected", "rejects", "disputed", "dismissed"):
        if lower in ("rejected", "rejects", "dismissed", "disputed") and not any(
            c.lower
            in (
                "accusation",
                "accusations",
                "allegation",
                "allegations",
                "claim",
                "claims",
                "charge",
                "charges",
                "responsibility",
            )
            for c in row[index + 1 : index + 6]
        ):
            return None
        return AttributionKind.DENIAL, _actor_left(row, index), None
    return None


_BLAME = frozenset(
    {"blamed", "blames", "blaming", "accused", "accuses", "accusing", "attributed", "pinned", "blame"}
)


def _blame_at(row: Sequence[Chunk], index: int) -> Reading3 | None:
    lower = row[index].lower
    if lower not in _BLAME:
        return None
    before = row[index - 1].lower if index else ""
    following = [c.lower for c in row[index + 1 : index + 7]]
    on = next((k for k, word in enumerate(following[:6]) if word in ("on", "to")), None)
    if before in ("was", "were", "been", "is", "are", "widely", "being"):
        if "on" in following[:3]:
            of = people_after(row, index + 1 + following.index("on"), 5)
            return (AttributionKind.ACCUSATION, None, of) if of is not None else None
        return None
    if lower in ("pinned", "attributed") or (
        lower in ("blamed", "blame") and on is not None and people_after(row, index, 2) is None
    ):
        of = people_after(row, index + 1 + on, 5) if on is not None else None
    else:
        of = people_after(row, index, 5)
    if of is None:
        return None
    return AttributionKind.ACCUSATION, _actor_left(row, index), _possessed(row, of)


def _possessed(row: Sequence[Chunk], index: int) -> int:
    """The part of a whole in "the alliance's Northern brigade": the named phrase after the possessive."""
    if index + 2 < len(row) and row[index + 1].lower == "'s" and row[index + 2].kind is ChunkKind.PEOPLE:
        return index + 2
    return index


def _plain_subject(document: Document, row: Sequence[Chunk], index: int) -> str | None:
    """The words before a blaming verb when they are no known people phrase ("Kabul blamed …", "The UN accused …")."""
    first = index
    for k in range(index - 1, max(-1, index - 6), -1):
        if row[k].lower in (",", ".", ";", "that", "which", "and", "but") or row[k].kind is ChunkKind.TRIGGER:
            break
        first = k
    words = document.text[row[first].start : row[index - 1].end] if first < index else ""
    words = words.removeprefix("The ").removeprefix("the ").strip()
    for tail in (" has", " have", " had", " was", " were", " is", " are", " been"):
        words = words.removesuffix(tail)
    return (
        words
        if 2 < len(words) < 60 and words.lower() not in ("was", "were", "been", "who", "they", "has", "have")
        else None
    )


_RELAY_VERBS = ("monitored", "translated", "reported", "published", "carried", "released", "distributed")


def _relays(document: Document, row: Sequence[Chunk]) -> tuple[str, ...]:
    """Monitors and outlets that carried the words: "according to monitoring group SITE", "via its Amaq agency"."""
    found = []
    for index, chunk in enumerate(row):
        if chunk.lower == "according" and index + 1 < len(row) and row[index + 1].lower == "to":
            names = [
                c
                for c in row[index + 2 : index + 9]
                if c.kind is ChunkKind.WORD and document.text[c.start].isupper()
            ]
            stop = next((c.start for c in row[index + 2 : index + 10] if c.lower in (",", ".", ";")), None)
            names = [c for c in names if stop is None or c.start < stop]
            if names:
                found.append(document.text[names[0].start : names[-1].end])
        if chunk.lower in _RELAY_VERBS and index + 1 < len(row) and row[index + 1].lower == "by":
            names = [
                c
                for c in row[index + 2 : index + 7]
                if c.kind is ChunkKind.WORD and document.text[c.start].isupper()
            ]
            if names:
                found.append(document.text[names[0].start : names[-1].end])
    return tuple(dict.fromkeys(found))


_OFFICIAL = frozenset(
    ["police", "army", "military", "official", "officials", "authorities", "government", "ministry", "minister", "spokesman", "spokesperson", "spokeswoman", "governor", "mayor", "hospital", "doctor", "doctors", "medic", "medics", "medical", "witness", "witnesses", "resident", "residents", "locals", "villagers", "monitor", "observatory", "un", "nations", "agency", "rights", "group", "activists", "source", "sources", "statement", "prosecutor", "prosecutors", "command", "commander", "department", "administration", "rescue", "rescuers", "council", "chief"]
)


def _by_speech(
    document: Document, row: Sequence[Chunk], events: Told, lexicon: Lexicon
) -> list[AttributionFound]:
    """What a quoted source does to a happening of its sentence: claims it (its own side did it), accuses another
    side, or confirms it."""
    speaker = find_speaker(document.text, row, lexicon)
    if speaker is None or not events:
        return []
    words = {w.lower() for w in speaker.words.split()}
    named = speaker.people is not None
    if not (named or words & _OFFICIAL):
        return []
    happening, event = min(events, key=lambda pair: abs(pair[1].trigger.start - speaker.start))
    agent = happening.chunks[happening.agent] if happening.agent is not None else None
    kind, of = _speech_kind(happening, speaker, agent)
    start, end = min(speaker.start, event.trigger.start), max(speaker.end, event.trigger.end)
    by_people = row[speaker.people] if speaker.people is not None else None
    of_words = document.text[of.start : of.end] if of is not None else None
    via = (speaker.via.upper() if len(speaker.via) <= 4 else speaker.via.title(),) if speaker.via else ()
    return [AttributionFound(event, kind, speaker.words, of_words, start, end, via, by_people, of)]


def _speech_kind(
    happening: Happening, speaker: Speaker, agent: Chunk | None
) -> tuple[AttributionKind, Chunk | None]:
    people = happening.chunks[speaker.people].people if speaker.people is not None else None
    if agent is None or agent.people is None:
        return AttributionKind.CONFIRMATION, None
    expression = agent.people.expression
    same_side = people is not None and (
        (
            people.expression.form is ActorForm.STATE
            and expression.form is ActorForm.STATE
            and people.expression.branch == expression.branch
        )
        or (
            bool(people.expression.candidates)
            and set(people.expression.candidates) & set(expression.candidates)
        )
        or (
            people.side is agent.people.side
            and people.side in (Side.STATE, Side.REBEL)
            and people.expression.form is not ActorForm.GOVERNMENT
        )
    )
    if same_side:
        return AttributionKind.CLAIM, agent
    if expression.form is ActorForm.NAMED or (
        expression.form is ActorForm.STATE and (people is None or people.side is not Side.STATE)
    ):
        return AttributionKind.ACCUSATION, agent
    return AttributionKind.CONFIRMATION, None
