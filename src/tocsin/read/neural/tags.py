"""What the encoder is told beside the words: what the registries, the lexicons and the rule reader see in them.

A small encoder taught by a few thousand texts knows few armed groups, towns and nouns for people; the registries know
many, and the rules know the syntax of the common case. Each word piece therefore bears tags: what its phrase is (a
rebel group, a country, a day, a number, a trigger of some act) and what the rules made of it (told as a happening,
refused, the one who acts, people killed). The net learns how far to trust each of them. Tags say what kind of thing a
name is and never which one, so that one group's name reads like another's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.model.expressions import ActorForm, PlaceRelation, TimeExpression, TimeForm
from tocsin.model.reading import AttributionKind, Prop
from tocsin.model.values import Side, VictimStatus
from tocsin.read.neural.stand_ins import StandIn, stand_ins
from tocsin.read.rules.chunks import Chunk, is_country
from tocsin.read.rules.draft import Worked
from tocsin.read.rules.happenings import Happening

ACTS = (
    "kill", "die", "injure", "shoot", "attack", "clash", "airstrike", "bomb", "suicide", "shell", "grenade", "chemical",
    "sexual", "abduct", "arrest", "protest", "disperse", "riot", "mob", "capture", "withdraw", "agree", "change",
    "surrender", "disrupt", "base", "loot", "destroy", "coup", "release", "displace",
)  # fmt: skip
"""Acts of ``triggers.yml``; an act that a user adds has no tag."""
TYPES = (
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    "Excessive force against protesters", "Protest with intervention", "Peaceful protest", "Violent demonstration",
    "Mob violence", "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED", "Grenade", "Sexual violence", "Attack", "Abduction/forced disappearance",
    "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
    "Looting/property destruction", "Non-violent transfer of territory", "Other",
)  # fmt: skip
"""The codebook's sub-event types, in its order."""
_TIMES = ("recent", "day", "month", "year", "vague")
_DEPTHS = (0, 1, 3, 7, 15)  # last sentence of each class of depth in the text; the last class is open
TAGS = (
    *(f"form:{form}" for form in ActorForm), *(f"side:{side}" for side in Side), "counted", "number",
    "place:country", "place:town", "place:speaker", *(f"time:{kind}" for kind in _TIMES),
    "weapon", "thing:civilian", "thing:state", *(f"act:{act}" for act in ACTS), "weak",
    "rule:told", "rule:refused", "rule:unreal", "rule:background", "rule:agent", "rule:target", "rule:ally",
    "rule:place", "rule:time", *(f"rule:{status}" for status in VictimStatus), "rule:nobody", "rule:part",
    *(f"type:{kind}" for kind in TYPES), *(f"speech:{kind}" for kind in AttributionKind), "speech:by",
    *(f"depth:{k}" for k in range(len(_DEPTHS) + 1)), "quiet",
)  # fmt: skip
"""All tags. Their order is the order of the model's inputs: a model of other tags is refused."""
NUMBER = {tag: number for number, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag on the characters [start, end) of a document."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words [start, end) to which the rules give the part ``label`` (a label of the span heads) in what the trigger at
    [trigger_start, trigger_end) tells."""

    trigger_start: int
    trigger_end: int
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What the rules note on a text for the encoder: tags on its words, words that stand in for its names, which words
    they give to which trigger, and the triggers ([start, end), the main one first) of each happening that they code."""

    tags: tuple[Tagged, ...] = ()
    names: tuple[StandIn, ...] = ()
    links: tuple[Link, ...] = ()
    told: tuple[tuple[tuple[int, int], ...], ...] = ()


NOTHING = Noted()


def noted(document: Document, worked: Worked, knowledge: Knowledge) -> Noted:
    """All that the encoder is told of a document, from what the rule reader saw and made of it."""
    found = chain(_phrases(worked), _accounts(worked), _speech(worked), _depths(worked))
    tags = tuple(tag for tag in found if tag.tag in NUMBER)
    links = tuple(link for happening, _ in worked.made for link in _links(happening))
    told = tuple(_triggers(happening) for happening, _ in worked.made)
    return Noted(tags, stand_ins(worked, document.text, knowledge), links, told)


def on_pieces(tagged: Iterable[Tagged], offsets: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
    """The numbers of the tags of each word piece, ascending. ``offsets``: [start, end) of the pieces, ascending."""
    found: list[set[int]] = [set() for _ in offsets]
    at = 0
    for tag in sorted(tagged, key=lambda t: t.start):
        while at < len(offsets) and offsets[at][1] <= tag.start:
            at += 1
        k = at
        while k < len(offsets) and offsets[k][0] < tag.end:
            found[k].add(NUMBER[tag.tag])
            k += 1
    return [tuple(sorted(numbers)) for numbers in found]


def _phrases(worked: Worked) -> Iterator[Tagged]:
    """What each phrase is, whatever part it plays."""
    for chunk in chain.from_iterable(worked.rows):
        for tag in _kinds(chunk):
            yield Tagged(chunk.start, chunk.end, tag)


def _kinds(chunk: Chunk) -> Iterator[str]:
    if chunk.people is not None:
        yield f"form:{chunk.people.form}"
        yield f"side:{chunk.people.side}"
        if chunk.people.count is not None:
            yield "counted"
    if chunk.number is not None:
        yield "number"
    if chunk.place is not None:
        speaker = chunk.place.relation is PlaceRelation.SPEAKER
        yield "place:speaker" if speaker else "place:country" if is_country(chunk) else "place:town"
    if chunk.time is not None:
        yield f"time:{_time(chunk.time)}"
    if chunk.weapon is not None:
        yield "weapon"
    if chunk.thing is not None:
        yield f"thing:{chunk.thing.side}"
    if chunk.trigger is not None:
        yield f"act:{chunk.trigger.act}"
        if chunk.trigger.weak:
            yield "weak"


def _time(time: TimeExpression) -> str:
    """How exactly and how near a time phrase dates: what history is told from news by."""
    if time.form in (TimeForm.VAGUE, TimeForm.EVENT):
        return "vague"
    if time.form is TimeForm.RANGE and time.start is not None:
        return _time(time.start)
    if time.form is not TimeForm.ABSOLUTE:
        return "year" if time.unit == "year" else "recent"
    return "day" if time.day is not None else "month" if time.month is not None else "year"


def _accounts(worked: Worked) -> Iterator[Tagged]:
    """What the rules made of each happening."""
    background = {
        a.event_mention_id for a in worked.reading.assertions if a.prop is Prop.BACKGROUND and a.value is True
    }
    for happening, event in worked.made:
        yield from _account(happening, "rule:told")
        if event.id in background:
            yield _on(happening.chunks[happening.main], "rule:background")
    for happening, _ in worked.refused:
        yield from _account(happening, "rule:refused")


def _account(happening: Happening, verdict: str) -> Iterator[Tagged]:
    chunks = happening.chunks
    for trigger in happening.triggers:
        yield _on(chunks[trigger], verdict)
        if not happening.told.as_fact:
            yield _on(chunks[trigger], "rule:unreal")
    if happening.typed is not None:
        yield _on(chunks[happening.main], f"type:{happening.typed.sub_event_type}")
    for tag, index in (("rule:agent", happening.agent), ("rule:target", happening.target)):
        if index is not None:
            yield _on(chunks[index], tag)
    for tag, indexes in (
        ("rule:ally", (*happening.allies[0], *happening.allies[1])),
        ("rule:place", happening.places),
        ("rule:time", happening.times),
    ):
        for index in indexes:
            yield _on(chunks[index], tag)
    for victims in happening.victims:
        phrase = chunks[victims.phrase]
        yield _on(phrase, f"rule:{victims.status}")
        if victims.nobody:
            yield _on(phrase, "rule:nobody")
        if victims.part:
            yield _on(phrase, "rule:part")


def _links(happening: Happening) -> Iterator[Link]:
    """Who acts, who is hit, where, when and how many, for every trigger of a happening that the rules code."""
    chunks = happening.chunks
    parts = [
        (label, index)
        for label, index in (("actor1", happening.agent), ("actor2", happening.target))
        if index is not None
    ]
    parts += [("place", index) for index in happening.places] + [("date", index) for index in happening.times]
    parts += [(victims.status.value, victims.phrase) for victims in happening.victims]
    for trigger in happening.triggers:
        for label, index in parts:
            yield Link(chunks[trigger].start, chunks[trigger].end, label, chunks[index].start, chunks[index].end)


def _triggers(happening: Happening) -> tuple[tuple[int, int], ...]:
    """The words that tell a happening, the main one first."""
    order = sorted(happening.triggers, key=lambda k: k != happening.main)
    return tuple((happening.chunks[k].start, happening.chunks[k].end) for k in order)


def _on(chunk: Chunk, tag: str) -> Tagged:
    return Tagged(chunk.start, chunk.end, tag)


def _speech(worked: Worked) -> Iterator[Tagged]:
    """Attributions that the rules found, and who speaks in them."""
    places = {m.id: m.span for m in worked.reading.mentions}
    for attribution in worked.reading.attributions:
        yield Tagged(attribution.span.start, attribution.span.end, f"speech:{attribution.kind}")
        by = places.get(attribution.by_mention or "")
        if by is not None:
            yield Tagged(by.start, by.end, "speech:by")


def _depths(worked: Worked) -> Iterator[Tagged]:
    """How deep in the text a sentence stands: news opens a text, history closes it. ``quiet``: the rules hold the
    whole text to be about something else (sport, business)."""
    for sentence in worked.sentences:
        depth = next((k for k, last in enumerate(_DEPTHS) if sentence.number <= last), len(_DEPTHS))
        yield Tagged(sentence.start, sentence.end, f"depth:{depth}")
        if worked.off_subject is not None:
            yield Tagged(sentence.start, sentence.end, "quiet")
