"""What one sentence carries over to the next: places, tolls, and the crowd that a toll belongs to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.model.expressions import PlaceRelation
from tocsin.model.reading import EventMention, Modality
from tocsin.model.values import Side
from tocsin.read.rules.acts import CROWD_TYPES, TOLL_ACTS, VIOLENT_ACTS
from tocsin.read.rules.chunks import Chunk, is_country
from tocsin.read.rules.happenings import Happening, SentenceReading, counts_years
from tocsin.read.rules.modality import Told
from tocsin.read.rules.places_aside import usable_places
from tocsin.read.rules.tokens import Sentence
from tocsin.read.rules.victims_running import tells_running_total
from tocsin.read.rules.victims_verbs import is_verb, object_follows
from tocsin.read.rules.word_lists import grammar_words

Made = Sequence[tuple[Happening, EventMention]]


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A place phrase with its sentence, for happenings that name none of their own."""

    sentence: int
    chunk: Chunk


# The typing rules of accounts that take the type of the one told before.
TOLL_TOLD_AFTER, HARM_TOLD_AFTER = "toll of the happening told before", "harm told after it"
# A toll told up to this many sentences after a happening belongs to it ("Nine people died, police said.").
_TOLL_REACH = 3


def toll_after(made: Made, sentence: Sentence, row: tuple[Chunk, ...], reading: SentenceReading) -> list[Happening]:
    """A sentence that tells only a toll, read as a further account of the violent happening told before it."""
    if not reading.tolls or tells_running_total(row):
        return []
    before = [h for h, e in made if 0 < sentence.number - e.sentence_number <= _TOLL_REACH and h.acts & VIOLENT_ACTS]
    if not before or before[-1].typed is None or not before[-1].told.as_fact:
        return []
    last, victims = before[-1], reading.tolls[0]
    if counts_years(victims):
        return []
    assert last.typed is not None
    typed = replace(last.typed, confidence=0.4, because=TOLL_TOLD_AFTER)
    cue = victims[0].cue
    target = next((v.phrase for v in victims if row[v.phrase].people is not None), None)
    told = Told(Modality.ACTUAL)
    return [
        Happening(
            sentence,
            row,
            (cue,),
            cue,
            frozenset({"die"}),
            told,
            typed,
            None,
            target,
            victims,
            (),
            (),
            (),
            definite=True,
        )
    ]


def after_told(made: Made, sentence: Sentence, happening: Happening) -> Happening:
    """People hurt by nobody named, right after a violent happening was told, were hurt in it: "Two soldiers died."

    The account takes the type of the one before, weakly, so that both are read as one happening.
    """
    typed = happening.typed
    if tells_running_total(happening.chunks):
        return happening  # the toll of the whole wave is no harm done in the incident told before
    if typed is None or happening.agent is not None or happening.places or happening.times or not happening.victims:
        return happening
    crowd = typed.sub_event_type == "Attack"
    if not (crowd or happening.acts <= TOLL_ACTS):
        return happening
    before = [h for h, e in made if 0 < sentence.number - e.sentence_number <= 2 and h.typed is not None]
    if not before or before[-1].typed is None or not before[-1].told.as_fact:
        return happening
    last = before[-1].typed
    if last.sub_event_type == "Attack" and {v.side for v in happening.victims} <= {Side.REBEL, Side.MILITIA}:
        return happening  # fighters killed after an attack on the unarmed fell in another happening
    riot = last.sub_event_type in CROWD_TYPES - {"Peaceful protest"}
    toll = happening.acts <= TOLL_ACTS and before[-1].acts & VIOLENT_ACTS
    if not (riot and crowd) and not toll:
        return happening
    rivals = ((typed.sub_event_type, 0.3), *last.alternatives)
    told = replace(last, confidence=0.4, alternatives=rivals, because=HARM_TOLD_AFTER)
    # a bare toll ("The hospital confirmed nine people killed.") refers back: it has no day of its own
    return replace(happening, typed=told, definite=happening.definite or (bool(toll) and not _by_somebody(happening)))


def _by_somebody(happening: Happening) -> bool:
    """Whether a verb of harm has a doer before it, so that it tells a deed of its own ("A convict killed nine")."""
    row, main = happening.chunks, happening.main
    return is_verb(row, main) and object_follows(row, main)


# How many sentences back an account without a place may take the place of the account before it; further for a noun
# that refers back ("the attack").
REACH, REACH_DEFINITE = 4, 12


def inherited_place(told: Sequence[PlaceTold], sentence: int, definite: bool) -> PlaceTold | None:
    """The place of the account told last before ``sentence``, when it is near enough; else ``None``: the resolver
    then knows no more than the country of the text."""
    reach = REACH_DEFINITE if definite else REACH
    before = [p for p in told if 0 <= sentence - p.sentence <= reach]
    return before[-1] if before else None


_AREAS = frozenset({PlaceRelation.UNIT, PlaceRelation.PART, PlaceRelation.BETWEEN, PlaceRelation.BORDER})
_NAMED_REACH = 3  # sentences back to the town that "the city" means


def pointed_at(rows: Sequence[tuple[Chunk, ...]], number: int) -> PlaceTold | None:
    """The town that a sentence without one of its own points back at: "*The city* was retaken" is the town named last
    before it."""
    row = rows[number]
    own = any(not is_country(row[k]) for k in usable_places(row))
    if own or not any(_is_the_town(row, k) for k in range(1, len(row))):
        return None
    for before in range(number - 1, max(-1, number - 1 - _NAMED_REACH), -1):
        named = [rows[before][k] for k in usable_places(rows[before])]
        holders = {name for chunk in named if chunk.place is not None for name in chunk.place.containers}
        towns = [chunk for chunk in named if _may_be_town(chunk) and chunk.place.name not in holders]  # type: ignore[union-attr]
        if towns:
            return PlaceTold(before, towns[-1])
    return None


def _may_be_town(chunk: Chunk) -> bool:
    place = chunk.place
    return place is not None and not is_country(chunk) and place.relation not in _AREAS


def _is_the_town(row: tuple[Chunk, ...], index: int) -> bool:
    """Whether "the town" stands there by itself: no "town of Orl", no "town council"."""
    if row[index].lower not in grammar_words("towns") or row[index - 1].lower not in grammar_words("pointing"):
        return False
    behind = row[index + 1] if index + 1 < len(row) else None
    if behind is None or not behind.lower[:1].isalpha() or behind.verb or behind.time is not None:
        return True
    return behind.lower in grammar_words("function_words") and behind.lower != "of"


# A town that carries this share of a text's town mentions, and at least this many, is where the text is set.
_SETTING_SHARE, _SETTING_MENTIONS = 0.5, 2
_BRIEF = 8  # sentences: in a text of no more, the only town is where it is set, though named once


def setting(rows: Sequence[tuple[Chunk, ...]]) -> PlaceTold | None:
    """The town a text is set in, when one clearly prevails, or a brief names no other; places told aside (where people
    spoke, where victims are from) do not count."""
    towns = [
        PlaceTold(number, row[k])
        for number, row in enumerate(rows)
        for k in usable_places(row)
        if not is_country(row[k])
    ]
    counts = Counter(town.chunk.place.name.lower() for town in towns if town.chunk.place is not None)
    if not counts:
        return None
    name, most = counts.most_common(1)[0]
    alone = len(counts) == 1 and len(rows) <= _BRIEF
    if not alone and (most < _SETTING_MENTIONS or most < _SETTING_SHARE * len(towns)):
        return None
    return next(town for town in towns if town.chunk.place is not None and town.chunk.place.name.lower() == name)
