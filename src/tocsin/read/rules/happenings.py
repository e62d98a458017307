"""From the chunks of a sentence to the happenings it tells: which triggers count, which belong together, and each
one's agent, target, victims, place and time phrases."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.model.expressions import ActorForm
from tocsin.model.reading import Modality
from tocsin.read.rules.acts import CROWD_TYPES, PRIORITY, TOLL_ACTS
from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import Chunk, Chunks, is_country, trigger_at, words_of
from tocsin.read.rules.gates import refuse_trigger
from tocsin.read.rules.happenings_account import account_of, acts_of
from tocsin.read.rules.happenings_groups import clause_numbers, group_triggers
from tocsin.read.rules.happenings_roles import find_roles, settle_roles
from tocsin.read.rules.happenings_where_when import find_places, find_times
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.modality import Told, told
from tocsin.read.rules.occasions import victim_of_noun
from tocsin.read.rules.partners import allies, leading
from tocsin.read.rules.targets import ThingHit, particular, things_hit
from tocsin.read.rules.tokens import Sentence
from tocsin.read.rules.typing import Typed, decide
from tocsin.read.rules.victims import Victims, find_victims
from tocsin.read.rules.victims_context import charges, without
from tocsin.read.rules.victims_running import of_deed
from tocsin.read.rules.word_lists import grammar_words, happening_words

# Deaths from here on, without a town, are a toll of years ("thousands have been killed since …"), no happening.
CUMULATIVE = 1000
_CUE_REACH = 12  # chunks between a happening and a word of harm that is no trigger ("dead")
_KNOWN = frozenset({ActorForm.STATE, ActorForm.EXTERNAL, ActorForm.NAMED, ActorForm.CROWD})
_WITHOUT_TOLL = frozenset({"agree", "change", "base", "coup"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One account in one sentence. Chunk indexes point into ``chunks``."""

    sentence: Sentence
    chunks: tuple[Chunk, ...]
    triggers: tuple[int, ...]
    main: int
    acts: frozenset[str]
    told: Told
    typed: Typed | None
    agent: int | None
    target: int | None
    victims: tuple[Victims, ...]
    places: tuple[int, ...]
    times: tuple[int, ...]
    weapons: tuple[int, ...]
    things: tuple[ThingHit, ...] = ()
    definite: bool = False  # "the attack": refers back
    plural: bool = False
    allies: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  # partners of agent and of target

    @property
    def _counted(self) -> bool:
        """Whether it tells a toll."""
        return any(v.count is not None for v in self.victims)

    def _of_somebody(self) -> bool:
        """Whether it is the killing or abduction of a certain person."""
        return victim_of_noun(self.chunks, self.main) is not None

    def _hits_certain_thing(self) -> bool:
        """Whether it hits a certain thing."""
        return any(particular(self.chunks, hit) for hit in self.things)

    @property
    def _town(self) -> bool:
        """Whether it names a place smaller than a country."""
        return any(not is_country(self.chunks[k]) for k in self.places)

    def thin(self) -> bool:
        """Whether the account says nothing of its own beyond the word: no town or day, no toll, no finished deed of
        somebody. Such a mention ("the fighting", "kidnappings in the capital") tells no happening to be coded."""
        trigger = trigger_at(self.chunks, self.main)
        somebody = self.agent is not None or self.target is not None or self._hits_certain_thing()
        if self._counted or self._of_somebody() or (somebody and trigger.form in ("past", "participle")):
            return False
        if self._fought() and not self.plural:
            return False
        if trigger.is_noun and self.plural:
            return not (self.times and (self._town or self.agent is not None))
        return not (self._town or (self.times and (self.places or somebody)))

    def typed_as_crowd(self) -> bool:
        """Whether it is a demonstration or riot, whose party is known by its type."""
        return self.typed is not None and self.typed.sub_event_type in CROWD_TYPES

    def _carried_out(self) -> bool:
        """Whether a finite verb says that the noun was done: "launched air strikes", "carried out a raid"."""
        return any(c.lower in happening_words("done") for c in self.chunks[max(0, self.main - 3) : self.main])

    def _fought(self) -> bool:
        """Whether two known sides are said to have fought each other: "rebels exchanged fire with the police"."""
        known = [k is not None and self.chunks[k].form in _KNOWN for k in (self.agent, self.target)]
        return "clash" in self.acts and all(known) and self._carried_out()

    def facts(self) -> str:
        """What it tells of its own, for explanations: "town; no day, toll, side"."""
        sides = self.agent is not None or self.target is not None
        told = {"town": self._town, "day": bool(self.times), "toll": self._counted, "side": sides}
        has, lacks = [name for name in told if told[name]], [name for name in told if not told[name]]
        return "; no ".join(part for part in (", ".join(has) or "nothing", ", ".join(lacks)) if part)

    def vague(self, lead: bool) -> str | None:
        """The code (``model/decisions.py``) of what makes it too vague to code, ``None`` when it is not: of day, town,
        toll and a side with a name or uniform at most one is told.

        In the lead of a text (``lead``) one is enough, since news says its day and place once; later on an account
        that shares the day and place of what was told before and adds nothing of its own repeats or generalises.
        """
        toll, town = self._counted, self._town
        if self.definite and (town or toll or self.times or self._of_somebody()):
            return None  # it sharpens what was told before; alone it gets no date and is not coded
        noun = trigger_at(self.chunks, self.main).is_noun
        if noun and not (lead or self.times or toll or self._carried_out()):
            # A noun later in the text refers to something or generalises, unless it brings a day or toll.
            return "mentioned_later"
        if not town and counts_years(self.victims):
            return "toll_of_years"
        sides = [self.chunks[k] for k in (self.agent, self.target) if k is not None]
        known = sum(side.form in _KNOWN for side in sides) + self.typed_as_crowd()
        told = sum((bool(self.times), town, toll, known, self._hits_certain_thing()))
        return "too_little" if told < (1 if lead else 2) else None


def counts_years(victims: Sequence[Victims]) -> bool:
    """Whether a toll is that of a whole war."""
    return any(v.count is not None and v.count.low is not None and v.count.low >= CUMULATIVE for v in victims)


@dataclass
class SentenceReading:
    """Happenings of a sentence and the triggers that were dropped, with the reason."""

    happenings: list[Happening] = field(default_factory=list)
    dropped: list[tuple[Chunk, Against]] = field(default_factory=list)
    tolls: list[tuple[Victims, ...]] = field(default_factory=list)  # tolls without a happening of their own


def read_sentence(
    sentence: Sentence, chunks: tuple[Chunk, ...], lexicon: Lexicon, violent: bool = False
) -> SentenceReading:
    """All happenings of one sentence. ``violent``: the document is known to tell violence (see ``refuse_trigger``)."""
    result = SentenceReading()
    triggers = [k for k, chunk in enumerate(chunks) if chunk.trigger is not None]
    if not triggers:
        return result
    charged = charges(chunks)
    victims, words = [v for v in find_victims(chunks, lexicon) if v.cue not in charged], words_of(chunks)
    kept: list[int] = []
    for index in triggers:
        reason = refuse_trigger(chunks, index, victims, words, violent)
        if reason is None and index in charged:
            reason = Against("a_charge")
        if reason is None:
            kept.append(index)
        else:
            result.dropped.append((chunks[index], reason))
    if kept:
        _read_groups(_Reader(sentence, chunks, lexicon, kept, victims, charged), victims, result)
    return result


class _Reader:
    """What the groups of one sentence share: its clauses, and how each kept trigger is told."""

    def __init__(
        self, sentence: Sentence, chunks: tuple[Chunk, ...], lexicon: Lexicon, kept: Sequence[int],
        victims: Sequence[Victims], charged: frozenset[int],
    ) -> None:  # fmt: skip
        self.sentence, self.chunks, self.lexicon, self.kept = sentence, chunks, lexicon, kept
        self.bare = without(chunks, charged - frozenset(kept))  # the row that roles are read from
        self.clause = clause_numbers(chunks)
        self.how = {k: _toll_as_fact(told(chunks, k), k, victims) for k in kept}
        self.groups = group_triggers(chunks, kept, self.clause, self.how)

    def happening(self, group: Sequence[int], victims: Sequence[Victims]) -> Happening | None:
        """The happening that the triggers of ``group`` tell; ``None`` when they tell only a toll."""
        chunks = self.chunks
        main = min(group, key=lambda k: (_rank(chunks[k]), k))
        acts = acts_of(chunks, group)
        own = tuple(v for v in victims if v.cue in group or _cue_near(chunks, v.cue, group, acts))
        own = of_deed(chunks, own, main)
        weapons = self._weapons(group)
        if acts <= TOLL_ACTS and own and not weapons and all(v.nobody for v in own):
            return None  # "nobody was killed" is a toll of what was told before
        agent, target = find_roles(self.bare, group, main, own, self.lexicon)
        agent, target = leading(chunks, acts, agent, target)
        typed = decide(account_of(chunks, group, agent, target, own, weapons))
        if typed is None:
            return None
        agent, target = settle_roles(chunks, typed, agent, target)
        definite, plural = _is_definite(chunks, main), _is_plural_noun(chunks[main])
        row = self._around_charges(main)
        places = find_places(row, group, self.clause, definite)
        times = find_times(row, group, self.clause)
        return Happening(
            self.sentence, chunks, tuple(group), main, acts, self._told(group, main), typed, agent, target, own,
            places, times, weapons, things_hit(chunks, group), definite, plural,
            (allies(chunks, agent, target), allies(chunks, target, agent)),
        )  # fmt: skip

    def _around_charges(self, main: int) -> tuple[Chunk, ...]:
        """The row for places and days: without a charge told before the verb ("accused of a raid in A, was arrested in
        B"); behind the verb the place of the arrest may stand at its end."""
        before = all(c is self.chunks[k] or k < main for k, c in enumerate(self.bare))
        return self.bare if before else self.chunks

    def _weapons(self, group: Sequence[int]) -> tuple[int, ...]:
        """Weapon words of the group's clauses; of the whole sentence when it tells one happening."""
        alone, clauses = len(self.groups) == 1, {self.clause[k] for k in group}
        return tuple(
            k for k, c in enumerate(self.chunks) if c.weapon is not None and (alone or self.clause[k] in clauses)
        )

    def _told(self, group: Sequence[int], main: int) -> Told:
        """How it is told: as its main trigger is, unless an effect is told as fact ("tried to attack, killing")."""
        how = self.how[main]
        if how.modality is Modality.FAILED:
            for k in group:
                if self.how[k].modality is Modality.ACTUAL and self.chunks[k].act in TOLL_ACTS:
                    return self.how[k]
        return how


def _read_groups(reader: _Reader, victims: Sequence[Victims], result: SentenceReading) -> None:
    """The happening of each group of triggers; a group that tells none may still tell a toll."""
    for group in reader.groups:
        others = frozenset(reader.kept) - set(group)
        own_victims = [v for v in victims if v.cue not in others]
        happening = reader.happening(group, own_victims)
        if happening is not None:
            result.happenings.append(happening)
            continue
        result.dropped.extend((reader.chunks[k], Against("toll_alone")) for k in group)
        # "two more died, bringing the toll to 16": a cue that is no trigger tells of the same people
        counted = tuple(
            v for v in own_victims if v.count is not None and (v.cue in group or reader.chunks[v.cue].trigger is None)
        )
        if counted:
            result.tolls.append(counted)


def _toll_as_fact(how: Told, index: int, victims: Sequence[Victims]) -> Told:
    """How a trigger is told; a toll of nobody is a fact ("nobody was killed"), though its verb is negated."""
    nobody = any(v.cue == index and v.nobody for v in victims)
    return Told(Modality.ACTUAL, how.stance) if nobody and how.modality is Modality.NEGATED else how


def _rank(chunk: Chunk) -> int:
    """How well a trigger names a happening; the best is 0, as are acts that the order does not name."""
    return PRIORITY.index(chunk.act) if chunk.act in PRIORITY else 0


def _is_definite(chunks: Chunks, index: int) -> bool:
    """Whether a noun trigger refers back: "the raid", "this attack"."""
    if not chunks[index].noun or index == 0:
        return False
    governed = index > 1 and chunks[index - 2].lower in grammar_words("noun_governors")
    if index + 2 < len(chunks) and chunks[index + 1].lower == "of" and _counts(chunks[index + 2]) and not governed:
        return False  # "the killing of 23 civilians" is told for the first time
    before = chunks[index - 1].lower
    dated = before == "'s" and index > 1 and chunks[index - 2].time is not None  # "last month's attack"
    return dated or before in grammar_words("pointing")


def _counts(chunk: Chunk) -> bool:
    """Whether a phrase counts people, or opens with a number."""
    return chunk.number is not None or (chunk.people is not None and chunk.people.count is not None)


def _is_plural_noun(chunk: Chunk) -> bool:
    return chunk.noun and chunk.lower.endswith("s") and not chunk.lower.endswith("ss")


def _cue_near(chunks: Chunks, cue: int, group: Sequence[int], acts: frozenset[str]) -> bool:
    """Whether a cue that is no trigger of any group ("dead", "hurt") belongs here: within twelve chunks of it."""
    if chunks[cue].trigger is not None and chunks[cue].act not in (*TOLL_ACTS, "capture", "displace"):
        return False
    return not acts <= _WITHOUT_TOLL and min(abs(cue - k) for k in group) <= _CUE_REACH
