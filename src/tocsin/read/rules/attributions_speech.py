"""What a speaker's report makes of a happening: the doer's own claim, an accusation of another side, or a confirmation."""

from collections.abc import Sequence

from tocsin.model.document import Document
from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind, EventMention
from tocsin.model.values import Side, VictimStatus
from tocsin.read.rules.attributions_sides import has_force, is_named_side, is_own_side, speaks_for
from tocsin.read.rules.attributions_targets import Pair, Told, event_noun, fits, is_definite, refer
from tocsin.read.rules.attributions_types import AttributionFound
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.speech import Speaker

Row = Sequence[Chunk]
_SPEAKS = ("official", "medical", "monitor", "witness", "side", "source")
_OWN = frozenset(["it", "they", "we", "he", "its", "their", "our"])
_HARM = (VictimStatus.KILLED, VictimStatus.INJURED)


def by_speech(
    document: Document, row: Row, number: int, here: Told, told: Told, speakers: Sequence[Speaker]
) -> list[AttributionFound]:
    """Attributions that report verbs of one sentence give to its happenings, and to the one it points back at."""
    found: list[AttributionFound] = []
    media = [s for s in speakers if s.kind == "media"]
    for happening, event in here:
        speaker = _speaker_of(happening, speakers)
        if speaker is not None:
            found.append(_attribute(document, row, speaker, happening, event, media))
    if not here:
        found.extend(_pointing_back(document, row, number, told, speakers, media))
    return found


def _speaker_of(happening: Happening, speakers: Sequence[Speaker]) -> Speaker | None:
    """The speaker whose scope holds the happening: the nearest verb of those that do, media only when alone."""
    near = [s for s in speakers if s.scope[0] <= happening.main < s.scope[1]]
    voices = [s for s in near if s.kind in _SPEAKS] or [s for s in near if s.kind == "media" and not _is_vague_medium(s)]
    return min(voices, key=lambda s: abs(s.at - happening.main)) if voices else None


def _is_vague_medium(speaker: Speaker) -> bool:
    return speaker.words.lower() in ("media", "reports", "report", "local media", "media reports", "press", "newspaper", "newspapers")


def _attribute(
    document: Document, row: Row, speaker: Speaker, happening: Happening, event: EventMention, media: Sequence[Speaker]
) -> AttributionFound:
    kind, of = kind_and_side(row, speaker, happening)
    of_words = document.text[of.start : of.end] if of is not None else None
    verb = row[speaker.at]
    edges = [verb.start, verb.end, event.trigger.start, event.trigger.end]
    if not speaker.carried:
        edges += [speaker.start, speaker.end]
    relays = (*speaker.via, *(m.words for m in media if m is not speaker and m.kind == "media"))
    return AttributionFound(event, kind, speaker.words, of_words, min(edges), max(edges), tuple(dict.fromkeys(relays)), speaker.chunk, of)


def kind_and_side(row: Row, speaker: Speaker, happening: Happening) -> tuple[AttributionKind, Chunk | None]:
    """The kind of attribution and the side it is about, as far as the sentence says."""
    agent = happening.chunks[happening.agent] if happening.agent is not None else None
    if _speaks_of_itself(row, speaker, happening, agent):
        return AttributionKind.CLAIM, speaker.chunk
    if agent is None or agent.people is None:
        return (AttributionKind.CLAIM, speaker.chunk) if _own_success(speaker, happening) else (AttributionKind.CONFIRMATION, None)
    if is_own_side(speaker, agent.people, agent.lower):
        return AttributionKind.CLAIM, agent
    if is_named_side(agent) and _harms(happening):
        return AttributionKind.ACCUSATION, agent
    return AttributionKind.CONFIRMATION, None


def _speaks_of_itself(row: Row, speaker: Speaker, happening: Happening, agent: Chunk | None) -> bool:
    """"the army said it killed", "the rebels said their fighters attacked"."""
    if speaks_for(speaker) in (Side.UNKNOWN, Side.OTHER, Side.CIVILIAN):
        return False
    if agent is not None and agent.people is not None:
        return agent.lower.split(" ")[0] in _OWN and agent.people.expression.form is not ActorForm.CIVILIAN
    between = row[speaker.at + 1 : min(happening.triggers)] if speaker.at < min(happening.triggers) else ()
    subject = next((c.lower for c in between if c.lower in _OWN), None)
    trigger = row[min(happening.triggers)].trigger
    active = trigger is not None and not any(c.lower in ("was", "were", "been", "being") for c in between)
    return subject is not None and active


def _own_success(speaker: Speaker, happening: Happening) -> bool:
    """An armed side that tells of enemies killed or held, or of a weapon stopped, without saying who did it."""
    if not has_force(speaker):
        return False
    side = speaks_for(speaker)
    if side is Side.STATE and happening.acts & {"arrest", "disrupt"}:
        return True
    enemies = (Side.REBEL, Side.MILITIA) if side is Side.STATE else (Side.STATE,)
    harmed = [v for v in happening.victims if v.status in _HARM]
    return bool(harmed) and all(v.side in enemies for v in harmed)


def _harms(happening: Happening) -> bool:
    """Whether doing it is something to be blamed for; arrests, protests and agreements by a side are not."""
    return not happening.acts <= {"arrest", "protest", "agree", "change", "base", "release", "surrender", "withdraw", "disrupt", "clash"} or (
        "clash" in happening.acts and len(happening.acts) > 1
    )


def _pointing_back(
    document: Document, row: Row, number: int, told: Told, speakers: Sequence[Speaker], media: Sequence[Speaker]
) -> list[AttributionFound]:
    """"Police said the blast …": a report on a happening told before."""
    speaker = next((s for s in speakers if s.kind in ("official", "medical", "monitor", "witness") and not s.carried), None)
    if speaker is None:
        return []
    noun = event_noun(row, *speaker.scope)
    if noun is None or not is_definite(row, noun):
        return []
    pairs: list[Pair] = [p for p in refer(told, number, row, speaker.at, noun) if fits(p[0], noun.act)]
    end = max(row[noun.index].end, row[speaker.at].end, speaker.end)
    start = min(speaker.start, row[noun.index].start, row[speaker.at].start)
    via = (*speaker.via, *(m.words for m in media))
    return [
        AttributionFound(event, AttributionKind.CONFIRMATION, speaker.words, None, start, end, via, speaker.chunk, None)
        for _, event in pairs
    ]
