"""What a speaker's report makes of a happening: the doer's own claim, an accusation, or a confirmation."""

from collections.abc import Sequence

from tocsin.model.document import Document
from tocsin.model.expressions import ActorForm
from tocsin.model.reading import AttributionKind, EventMention, Stance
from tocsin.model.values import Side, VictimStatus
from tocsin.read.rules.attributions_relays import relays
from tocsin.read.rules.attributions_sides import has_force, is_named_side, is_own_side, speaks_for
from tocsin.read.rules.attributions_targets import Noun, Pair, Told, event_noun, fits, is_definite, refer
from tocsin.read.rules.attributions_types import AttributionFound
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.speech import Speaker
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.word_lists import grammar_words, speech_list

_SPEAKS = ("official", "medical", "monitor", "witness", "side", "source")
SPEECH, WORDS = "speech", "words"
_OWN = frozenset(["its", "their", "our", "his"])
_HEDGED_BEFORE = 9  # chunks before the act that a hedge may stand in ("militants | thought to belong to …")
_HARM = (VictimStatus.KILLED, VictimStatus.INJURED)


def by_speech(
    document: Document, row: Row, here: Sequence[tuple[Happening, EventMention]], speakers: Sequence[Speaker]
) -> list[AttributionFound]:
    """Attributions that report verbs of one sentence give to its happenings."""
    found: list[AttributionFound] = []
    for happening, event in here:
        speaker = speaker_over(happening.chunks, happening.main, speakers) or _blamer_of(happening, speakers)
        if speaker is not None:
            item = _attribute(document, row, speaker, happening, event, speakers)
            silent = only_relays(speaker) and item.kind is AttributionKind.CONFIRMATION
            found.extend([] if silent else [item])
    return found


def _does_not_know(row: Row, speaker: Speaker, at: int) -> bool:
    """Whether a speaker says that he does not know or will not say: "it did not know who attacked the men"."""
    told = [c.lower for c in row[speaker.at + 1 : at]]
    asked = next((k for k, w in enumerate(told) if w in ("who", "whether", "if")), None)
    return asked is not None and any(w in ("not", "n't", "unclear", "declined", "unknown") for w in told[:asked])


def _is_occasion(row: Row, speaker: Speaker, at: int) -> bool:
    """Whether a speaker tells what will be, and the happening is only its occasion: "said it would send troops after
    rebels killed four"."""
    told = [c.lower for c in row[speaker.at + 1 : at]]
    behind = next((k for k, w in enumerate(told) if w in speech_list("occasion")), None)
    return behind is not None and any(w in speech_list("to_come") for w in told[:behind])


def own_deed(row: Row, speaker: Speaker, at: int) -> bool:
    """Whether a speaker says that his own side did what is told at a chunk: "we attacked", "its troops killed"."""
    if speaker.kind in ("witness", "medical", "media", "monitor"):
        return False
    k = at - 1
    while k > speaker.scope[0] and (
        row[k].lower in grammar_words("auxiliaries")
        or row[k].lower in grammar_words("between_subject_and_deed")
        or row[k].lower in speech_words()["done"]
        or row[k].lower in ("the", "a", "an", "also")
    ):
        k -= 1
    if not speaker.scope[0] <= k < speaker.scope[1]:
        return False
    first, last = row[k].lower.split(" ")[0], row[k].lower.split(" ")[-1]
    armed = row[k].armed or last in speech_list("own_forces")
    own = first in speech_list("own") or (k > 0 and row[k - 1].lower in speech_list("own"))
    passive = any(c.lower in grammar_words("be") for c in row[k + 1 : at])
    itself = row[k].lower in ("it", "they") and speaker.kind == "side" and k > speaker.at
    return not passive and (row[k].lower == "we" or itself or (own and armed))


def hedge_in(row: Row, scope: tuple[int, int], at: int) -> Stance:
    """Whether a word before what is told at a chunk, in the clause of its speaker, keeps a distance."""
    said = (
        *row[max(scope[0] - 1, 0) : scope[0]],
        *row[max(scope[0], at - _HEDGED_BEFORE) : at + 1],
    )  # "police believe"
    words = {word for chunk in said for word in chunk.lower.split(" ")}
    return Stance.HEDGED if words & speech_list("hedging") else Stance.ASSERTED


def speaker_over(row: Row, at: int, speakers: Sequence[Speaker]) -> Speaker | None:
    """The speaker whose scope holds a chunk: the nearest verb of those that do, media only when alone."""
    near = [
        s
        for s in speakers
        if s.scope[0] <= at < s.scope[1]
        and not _feels(row, s)
        and not _is_occasion(row, s, at)
        and not _does_not_know(row, s, at)
    ]
    voices = [s for s in near if s.kind in _SPEAKS] or [
        s for s in near if s.kind == "media" and not _is_vague_medium(s)
    ]
    return min(voices, key=lambda s: abs(s.at - at)) if voices else None


def _feels(row: Row, speaker: Speaker) -> bool:
    """Whether the report opens with what the speaker feels: "said it was deeply worried by the killings"."""
    words = speech_words()["feelings"]
    return any(c.lower in words for c in row[speaker.scope[0] : speaker.scope[0] + 5])


def only_relays(speaker: Speaker) -> bool:
    """Whether a medium merely carries the news, or an expert gives an opinion of it; a medium confirms nothing unless
    it speaks for a state."""
    words = set(speaker.words.lower().split(" "))
    if words & speech_list("opinion"):
        return True
    return speaker.kind == "media" and not set(speaker.words.lower().split(" ")) & {
        "state",
        "state-run",
        "official",
        "government",
    }


def _blamer_of(happening: Happening, speakers: Sequence[Speaker]) -> Speaker | None:
    """Who says only who did it: "the attack, which police say was carried out by X"."""
    agent = happening.agent
    if agent is None or not is_named_side(happening.chunks[agent]):
        return None
    return next((s for s in speakers if s.kind in _SPEAKS and s.scope[0] <= agent < s.scope[1]), None)


def _is_vague_medium(speaker: Speaker) -> bool:
    return speaker.words.lower().split(" ")[-1] in speech_list("vague_media")


def _attribute(
    document: Document,
    row: Row,
    speaker: Speaker,
    happening: Happening,
    event: EventMention,
    speakers: Sequence[Speaker],
) -> AttributionFound:
    kind, of = kind_and_side(row, speaker, happening)
    of_words = document.text[of.start : of.end] if of is not None else None
    verb = row[speaker.at]
    edges = [verb.start, verb.end, event.trigger.start, event.trigger.end]
    if not speaker.carried:
        edges += [speaker.start, speaker.end]
    via = relays(document.text, row, speakers, speaker.words)
    return AttributionFound(
        event, kind, speaker.words, of_words, min(edges), max(edges), via, speaker.chunk, of,
        hedge_in(row, speaker.scope, happening.main),
        WORDS if own_deed(row, speaker, happening.main) else SPEECH, speaks_for(speaker),
    )  # fmt: skip


def kind_and_side(row: Row, speaker: Speaker, happening: Happening) -> tuple[AttributionKind, Chunk | None]:
    """The kind of attribution and the side it is about, as far as the sentence says."""
    agent = happening.chunks[happening.agent] if happening.agent is not None else None
    if agent is not None and agent.start < speaker.end and speaker.start < agent.end:
        agent = None  # the subject of the report verb, not of the act
    agent = _fire_from(row, happening) or agent or _opening_subject(row, speaker, happening)
    if own_deed(row, speaker, happening.main) or _speaks_of_itself(row, speaker, happening, agent):
        return AttributionKind.CLAIM, speaker.chunk
    if agent is None or agent.people is None:
        return (
            (AttributionKind.CLAIM, speaker.chunk)
            if _own_success(speaker, happening)
            else (AttributionKind.CONFIRMATION, None)
        )
    if is_own_side(speaker, agent.people, agent.lower):
        return AttributionKind.CLAIM, agent
    if is_named_side(agent) and _harms(happening):
        return AttributionKind.ACCUSATION, agent
    return AttributionKind.CONFIRMATION, None


def _opening_subject(row: Row, speaker: Speaker, happening: Happening) -> Chunk | None:
    """The named side that opens the reported clause and acts ("said X rebels fired … that were shot down")."""
    first = speaker.scope[0]
    if first == 0 or first > min(happening.triggers):
        return None
    k = first + 1 if first < len(row) and row[first].lower == "that" else first
    if (
        k + 1 >= len(row)
        or not is_named_side(row[k])
        or k in (v.phrase for v in happening.victims)
        or k == happening.target
    ):
        return None
    verb = row[k + 1].lower
    return (
        row[k]
        if verb not in grammar_words("be") and verb not in (",", "and", "'s", "in", "of", "had", "has", "have")
        else None
    )


def _fire_from(row: Row, happening: Happening) -> Chunk | None:
    """ "mortar fire from government troops": the side that a noun of fire comes from."""
    for k in happening.triggers:
        trigger = row[k].trigger
        if (
            trigger is not None
            and trigger.is_noun
            and k + 2 < len(row)
            and row[k + 1].lower == "from"
            and is_named_side(row[k + 2])
        ):
            return row[k + 2]
    return None


def _speaks_of_itself(row: Row, speaker: Speaker, happening: Happening, agent: Chunk | None) -> bool:
    """ "the army said it killed", "the rebels said their fighters attacked"."""
    if speaks_for(speaker) in (Side.UNKNOWN, Side.OTHER, Side.CIVILIAN):
        return False
    if agent is not None and agent.people is not None:
        return agent.lower.split(" ")[0] in _OWN and agent.people.expression.form is not ActorForm.CIVILIAN
    return speaker.at < min(happening.triggers) and any(_own_subject(row, speaker, k) for k in happening.triggers)


def _own_subject(row: Row, speaker: Speaker, index: int) -> bool:
    """Whether "it", "they" or "we" do the verb (or carry out the act) at ``index``, in the words of the speaker."""
    trigger = row[index].trigger
    k = index - 1
    while k > speaker.at and (
        row[k].lower in grammar_words("between_subject_and_deed") or row[k].lower in ('"', "“", "'", "‘")
    ):
        k -= 1
    if k <= speaker.at or row[k].lower not in ("it", "they", "we"):
        return False
    between = {c.lower for c in row[k:index]}
    if trigger is None or (trigger.is_noun and not between & {"carried", "launched", "conducted"}):
        return False
    return trigger.form == "ing" or not between & {"was", "were", "is", "are"}


def _own_success(speaker: Speaker, happening: Happening) -> bool:
    """An armed side that tells of enemies killed or held, or of a weapon stopped, without saying who did it."""
    if not has_force(speaker):
        return False
    side = speaks_for(speaker)
    if happening.acts & {"bomb", "suicide", "grenade"} and not happening.acts & {
        "arrest",
        "clash",
        "airstrike",
        "shoot",
    }:
        return False  # a blast without an author: an accident, a mine or somebody else's bomb
    if side is Side.STATE and happening.acts & {"arrest", "disrupt"}:
        return True
    enemies = (Side.REBEL, Side.MILITIA) if side is Side.STATE else (Side.STATE,)
    harmed = [v for v in happening.victims if v.status in _HARM]
    return bool(harmed) and all(v.side in enemies for v in harmed)


def _harms(happening: Happening) -> bool:
    """Whether doing it is something to be blamed for; arrests, protests and agreements by a side are not."""
    return not happening.acts <= {
        "arrest",
        "protest",
        "agree",
        "change",
        "base",
        "release",
        "surrender",
        "withdraw",
        "disrupt",
        "clash",
    } or ("clash" in happening.acts and len(happening.acts) > 1)


def is_subject(row: Row, speaker: Speaker, noun: int) -> bool:
    """Whether the reported clause is about the noun: it opens the clause or follows "in the"; a noun further off is
    what an opinion is about ("was concerned about the attack")."""
    if noun - speaker.scope[0] <= 4:
        return not any(c.lower in ("about", "over", "after", "before", "since") for c in row[speaker.scope[0] : noun])
    return any(row[k].lower == "in" for k in range(max(0, noun - 3), noun)) and speaker.verb != "according to"


def _is_of_toll(row: Row, noun: Noun) -> bool:
    """Whether a noun tells of the harm done, which needs no article to point back ("there are no casualties")."""
    return row[noun.index].lower in speech_list("of_toll")


def pointing_back(
    document: Document, row: Row, number: int, told: Told, speakers: Sequence[Speaker]
) -> list[AttributionFound]:
    """ "Police said the blast …": a report on a happening told before."""
    speaker = next(
        (
            s
            for s in speakers
            if s.kind in ("official", "medical", "monitor", "witness", "source") and not only_relays(s)
        ),
        None,
    )
    if speaker is None:
        return []
    noun = event_noun(row, *speaker.scope)
    if noun is None or not (
        _is_of_toll(row, noun) or (is_definite(row, noun) and is_subject(row, speaker, noun.index))
    ):
        return []
    pairs: list[Pair] = [p for p in refer(told, number, row, speaker.at, noun) if fits(p[0], noun.act)]
    end = max(row[noun.index].end, row[speaker.at].end, speaker.end)
    start = min(speaker.start, row[noun.index].start, row[speaker.at].start)
    via = relays(document.text, row, speakers, speaker.words)
    return [
        AttributionFound(
            event,
            AttributionKind.CONFIRMATION,
            speaker.words,
            None,
            start,
            end,
            via,
            speaker.chunk,
            None,
            rule=SPEECH,
            speaks_for=speaks_for(speaker),
        )
        for _, event in pairs
    ]
