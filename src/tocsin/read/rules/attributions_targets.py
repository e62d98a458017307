"""Which happening a responsibility statement is about: the one of its clause, or the one its noun points back at."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model.reading import EventMention, Modality
from tocsin.read.rules.acts import ACT_OF_TYPE, ALIKE, BLAMED_ACTS, WIDE_ACTS
from tocsin.read.rules.chunks import ChunkKind
from tocsin.read.rules.chunks import Chunks as Row
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.speech_words import speech_words
from tocsin.read.rules.word_lists import grammar_words, speech_list


@dataclass(frozen=True, eq=False, slots=True)
class Tale:
    """What a statement must know of an account that it may be about. One for each happening of a sentence, whatever
    engine saw it: ``main``: the chunk of its word; ``detail``: how much it tells; ``real``: told as fact or tried."""

    main: int
    acts: frozenset[str]
    sub_event_type: str
    detail: int = 0
    real: bool = True
    habitual: bool = False
    pluperfect: bool = False
    named: bool = False  # whether it names a place or people of its own

    @classmethod
    def of(cls, happening: Happening) -> "Tale":
        """Of a happening that the rules read."""
        told = happening.told
        return cls(
            happening.main, happening.acts, happening.typed.sub_event_type if happening.typed is not None else "",
            _weight(happening), told.modality in (Modality.ACTUAL, Modality.FAILED), told.habitual, told.pluperfect,
            bool(happening.places or happening.victims),
        )  # fmt: skip


Pair = tuple[Tale, EventMention]
Told = Sequence[Pair]


def tales(told: Sequence[tuple[Happening, EventMention]]) -> list[Pair]:
    """The accounts that the rules made, as tales; those of one happening share one."""
    made: dict[int, Tale] = {}
    return [(made.setdefault(id(happening), Tale.of(happening)), event) for happening, event in told]


_BACK = 6  # sentences a definite noun may look back
_NEAR = 4  # sentences a statement without a noun ("no group claimed responsibility") may look back


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that points at a happening: its chunk index, act ("any" for all), whether it is plural."""

    index: int
    act: str
    plural: bool


def event_noun(row: Row, first: int, last: int) -> Noun | None:
    """The first noun for a happening among chunks [first, last)."""
    nouns = speech_words().event_nouns
    for k in range(max(0, first), min(len(row), last)):
        chunk = row[k]
        plural = chunk.lower.endswith("s") and not chunk.lower.endswith("ss")
        if chunk.trigger is not None and chunk.trigger.is_noun:
            return Noun(k, chunk.trigger.act, plural)
        if chunk.kind in (ChunkKind.WORD, ChunkKind.PEOPLE) and chunk.lower.removeprefix("the ") in nouns:
            return Noun(k, nouns[chunk.lower.removeprefix("the ")], plural)
    return None


def is_definite(row: Row, noun: Noun) -> bool:
    """Whether the noun refers back: "the attack", "the deadly bombing", "both raids"."""
    before = [c.lower for c in row[max(0, noun.index - 3) : noun.index]]
    return any(w in speech_list("pointing_back") for w in (*before, row[noun.index].lower.split(" ")[0]))


def with_parts(pair: Pair, told: Told) -> list[Pair]:
    """All accounts of one happening (one for each place of a list)."""
    return [other for other in told if other[0] is pair[0]]


def happened(told: Told) -> list[Pair]:
    """The accounts told as fact or as tried."""
    return [p for p in told if p[0].real]


def in_sentence(number: int, told: Told) -> list[Pair]:
    """The accounts of one sentence that are told as fact or as tried."""
    return happened([p for p in told if p[1].sentence_number == number])


def refer(told: Told, number: int, row: Row, at: int, noun: Noun | None) -> list[Pair]:
    """The happening(s) that a statement at chunk ``at`` of sentence ``number`` is about; empty when none is clear."""
    here = in_sentence(number, told)
    before = happened([p for p in told if number - _BACK <= p[1].sentence_number < number])
    if any(p[0].acts & BLAMED_ACTS for p in before):
        here = [p for p in here if not _describes(row, p[0].main, at)]
    if here and not _only_pointing(here, noun):
        chosen = min(here, key=lambda p: abs(p[0].main - at))
        return with_parts(chosen, told)
    found = _earlier(before, number, noun) or _main_of(told, number, noun)
    if not found and noun is not None and noun.act in BLAMED_ACTS:  # "the bombing" of what was told as "killed"
        found = _earlier(before, number, Noun(noun.index, "attack", noun.plural))
    if not found and noun is None:
        found = [p for p in before if p[0].acts & BLAMED_ACTS][-1:] or _first_blamed(told, number)
    if not found and here:
        found = [min(here, key=lambda p: abs(p[0].main - at))]
    return [part for pair in found for part in with_parts(pair, told)]


def _describes(row: Row, main: int, at: int) -> bool:
    """Whether a happening only describes who speaks: "the group that has fought the state since 2007, claimed …"."""
    relative = any(chunk.lower in grammar_words("relatives") for chunk in row[max(0, main - _CLAUSE) : main])
    return main < at and relative and any(chunk.lower == "," for chunk in row[main:at])


_CLAUSE = 5  # chunks from a relative pronoun to the verb of its clause


def _only_pointing(here: Told, noun: Noun | None) -> bool:
    """Whether all that the sentence tells is the noun itself ("claimed the attack", with no place of its own)."""
    return noun is not None and all(p[0].main == noun.index and not p[0].named for p in here)


def fits(tale: Tale, act: str) -> bool:
    """Whether a noun of this act may point at the happening."""
    acts = tale.acts
    if act == "any":
        return bool(acts & (BLAMED_ACTS | {"protest", "disperse"}))
    if act in WIDE_ACTS:
        return bool(acts & BLAMED_ACTS)
    alike = ALIKE.get(act, act)
    return alike == ACT_OF_TYPE.get(tale.sub_event_type) or any(ALIKE.get(a, a) == alike for a in acts)


def _earlier(before: Told, number: int, noun: Noun | None) -> list[Pair]:
    """The latest earlier happening that fits; all the fitting ones of the latest sentences for a plural noun."""
    reach = _BACK if noun is not None else _NEAR
    usable = [p for p in before if number - p[1].sentence_number <= reach and (noun is None or fits(p[0], noun.act))]
    usable = [p for p in usable if not p[0].habitual]
    if not usable:
        return []
    latest = max(p[1].sentence_number for p in usable)
    last = [p for p in usable if p[1].sentence_number == latest]
    if noun is not None and noun.plural and len({id(p[0]) for p in last}) > 1:
        return _distinct(last)
    return [min(last, key=lambda p: (p[0].pluperfect, -p[0].detail, p[0].main))]


def _first_blamed(told: Told, number: int) -> list[Pair]:
    """The text's first news that somebody can be blamed for, which a statement far behind is about."""
    usable = [p for p in happened(told) if p[1].sentence_number < number and p[0].acts & BLAMED_ACTS]
    return [p for p in usable if not p[0].pluperfect and not p[0].habitual][:1]


def _distinct(pairs: Told) -> list[Pair]:
    return list({id(p[0]): p for p in pairs}.values())


def _weight(happening: Happening) -> int:
    """How much an account tells: what the news is about says more than an aside."""
    return (
        2 * bool(happening.acts & BLAMED_ACTS)
        + bool(happening.victims)
        + bool(happening.places)
        + bool(happening.times)
    )


def _main_of(told: Told, number: int, noun: Noun | None) -> list[Pair]:
    """The text's first happening of the kind, for a noun that points far back."""
    if noun is None:
        return []
    usable = [p for p in happened(told) if p[1].sentence_number < number and fits(p[0], noun.act) and not p[0].habitual]
    return usable[:1]
