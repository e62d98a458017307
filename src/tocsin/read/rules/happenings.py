"""From the chunks of a sentence to the happenings it tells: which triggers count, which belong together, and each
one's agent, target, victims, place and time phrases."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.model.expressions import ActorForm, PlaceRelation, TimeForm
from tocsin.model.reading import Modality
from tocsin.model.values import Side, VictimStatus
from tocsin.read.rules.chunks import Chunk, ChunkKind, People, is_country
from tocsin.read.rules.gates import refuse_trigger
from tocsin.read.rules.grammar import (
    by_agent,
    is_active,
    noun_agent,
    noun_target,
    object_right,
    pair_of,
    people_after,
    subject_left,
)
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.modality import Told, told
from tocsin.read.rules.tokens import Sentence
from tocsin.read.rules.typing import Account, Typed, decide
from tocsin.read.rules.victims import Victims, find_victims

_FAMILY = {
    **dict.fromkeys(("kill", "die", "injure", "shoot", "attack", "clash", "airstrike", "bomb", "suicide", "shell", "grenade", "chemical", "sexual", "abduct", "displace", "loot", "capture"), "violence"),
    **dict.fromkeys(("protest", "disperse", "riot", "mob"), "crowd"),
    "arrest": "arrest", "surrender": "surrender", "withdraw": "withdraw", "agree": "agree", "change": "change",
    "disrupt": "disrupt", "base": "base", "coup": "coup", "release": "release",
}  # fmt: skip
# Which trigger names the happening best: the means, then the act, then its effects.
_PRIORITY = ("suicide", "chemical", "airstrike", "shell", "grenade", "bomb", "capture", "clash", "mob", "riot", "attack", "shoot", "sexual",
             "abduct", "kill", "protest", "disperse", "loot", "arrest", "injure", "die", "displace")  # fmt: skip


# Deaths from here on, without a town, are a toll of years ("thousands have been killed since …"), no happening.
CUMULATIVE = 1000
_DONE = frozenset(
    ["launched", "carried", "conducted", "staged", "mounted", "waged", "committed", "made", "began", "held"]
)
_KNOWN = frozenset({ActorForm.STATE, ActorForm.EXTERNAL, ActorForm.NAMED, ActorForm.CROWD})


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
    definite: bool = False  # "the attack": refers back
    plural: bool = False
    crowd: tuple[int, ...] = ()

    def thin(self) -> bool:
        """Whether the account says nothing of its own beyond the word: no town or day, no toll, no finished deed of
        somebody. Such a mention ("the fighting", "kidnappings in the capital") tells no happening to be coded."""
        trigger = self.chunks[self.main].trigger
        assert trigger is not None
        if any(v.count is not None for v in self.victims):
            return False
        town = any(not is_country(self.chunks[k]) for k in self.places)
        done = trigger.form in ("past", "participle") and (self.agent is not None or self.target is not None)
        if done:
            return False
        if trigger.is_noun and self.plural:
            return not (self.times and (town or self.agent is not None))
        return not (town or (self.times and (self.places or self.agent is not None or self.target is not None)))

    def typed_as_crowd(self) -> bool:
        """Whether it is a demonstration or riot, whose party is known by its type."""
        return self.typed is not None and self.typed.sub_event_type in CROWD_TYPES

    def _carried_out(self) -> bool:
        """Whether a finite verb says that the noun was done: "launched air strikes", "carried out a raid"."""
        return any(c.lower in _DONE for c in self.chunks[max(0, self.main - 3) : self.main])

    def vague(self, lead: bool) -> bool:
        """Whether too little is told to code it: of day, town, toll and a side with a name or uniform at most one.

        In the lead of a text (``lead``) one is enough, since news says its day and place once; later on an account
        that shares the day and place of what was told before and adds nothing of its own repeats or generalises.
        """
        toll = any(v.count is not None for v in self.victims)
        town = any(not is_country(self.chunks[k]) for k in self.places)
        sides = [self.chunks[k] for k in (self.agent, self.target) if k is not None]
        known = sum(c.form in _KNOWN for c in sides) + self.typed_as_crowd()
        told = (bool(self.times), town, toll, known)
        if self.definite and (town or toll or self.times):
            return False  # it sharpens what was told before; alone it gets no date and is not coded
        trigger = self.chunks[self.main].trigger
        if trigger is not None and trigger.is_noun and not (lead or self.times or toll or self._carried_out()):
            return True  # a noun later in the text refers to something or generalises, unless it brings a day or toll
        if not town and any(v.count is not None and (v.count.low or 0) >= CUMULATIVE for v in self.victims):
            return True  # a toll of a whole war
        return sum(told) < (1 if lead else 2)


@dataclass
class SentenceReading:
    """Happenings of a sentence and the triggers that were dropped, with the reason."""

    happenings: list[Happening] = field(default_factory=list)
    dropped: list[tuple[Chunk, str]] = field(default_factory=list)
    victims: tuple[Victims, ...] = ()
    tolls: list[tuple[Victims, ...]] = field(default_factory=list)  # tolls without a happening of their own


def read_sentence(
    sentence: Sentence, chunks: tuple[Chunk, ...], lexicon: Lexicon, violent: bool = False
) -> SentenceReading:
    """All happenings of one sentence. ``violent``: the document is known to tell violence (see ``refuse_trigger``)."""
    result = SentenceReading()
    victims = find_victims(chunks, lexicon)
    result.victims = victims
    kept: list[int] = []
    for index, chunk in enumerate(chunks):
        if chunk.trigger is None:
            continue
        reason = refuse_trigger(chunks, index, victims, lexicon, violent)
        if reason is None:
            kept.append(index)
        else:
            result.dropped.append((chunk, reason))
    groups = _groups(chunks, kept, lexicon)
    for group in groups:
        others = frozenset(kept) - set(group)
        own_victims = [v for v in victims if v.cue not in others]
        happening = _happening(sentence, chunks, group, own_victims, lexicon, alone=len(groups) == 1)
        if happening is not None:
            result.happenings.append(happening)
        else:
            result.dropped.extend((chunks[k], "tells only a toll") for k in group)
            counted = tuple(v for v in own_victims if v.cue in group and v.count is not None)
            if counted:
                result.tolls.append(counted)
    return result


_CLAUSE_OPENERS = frozenset({";", "while", "whereas", "meanwhile", "—", "–", "after", "before", "when", "as", "but"})


def _clause_numbers(chunks: Sequence[Chunk]) -> list[int]:
    """A clause number per chunk. A new clause opens at ";", "while", "after" and the like, at "and" with people and a
    verb of its own, and at a time reckoned from another happening ("a week before the leader was killed, …"), which
    the next comma closes."""
    numbers: list[int] = []
    current, outer = 0, None
    top = 0
    for index, chunk in enumerate(chunks):
        opens = chunk.lower in _CLAUSE_OPENERS or (chunk.time is not None and chunk.time.form is TimeForm.EVENT)
        if opens or (
            chunk.lower == "and" and index > 0 and (chunks[index - 1].lower == "," or _subject_follows(chunks, index))
        ):
            if chunk.time is not None or (opens and index == 0):
                outer = current
            top += 1
            current = top
        elif chunk.lower == "," and outer is not None:
            top += 1
            current, outer = top, None
        numbers.append(current)
    return numbers


def _subject_follows(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether "and" opens a new main clause: people, then a verb that is not part of a list."""
    people = index + 1 < len(chunks) and chunks[index + 1].kind is ChunkKind.PEOPLE
    verb = index + 2 < len(chunks) and chunks[index + 2].kind is ChunkKind.TRIGGER and chunks[index + 2].verb
    before = any(c.kind is ChunkKind.TRIGGER for c in chunks[:index])
    return people and verb and before


def _groups(chunks: Sequence[Chunk], kept: Sequence[int], lexicon: Lexicon) -> list[list[int]]:
    """Triggers that tell one happening: same family, and not in clauses with different places of their own."""
    clause = _clause_numbers(chunks)
    places: dict[int, set[str]] = {}
    for index, chunk in enumerate(chunks):
        if chunk.place is not None and chunk.place.relation is not PlaceRelation.SPEAKER:
            places.setdefault(clause[index], set()).add(chunk.place.name.lower())
    groups: list[list[int]] = []
    for index in kept:
        trigger = chunks[index].trigger
        assert trigger is not None
        family = _FAMILY.get(trigger.act, trigger.act)
        told_as = _as_fact(chunks, index, lexicon)
        home = next(
            (
                g
                for g in reversed(groups)
                if _as_fact(chunks, g[0], lexicon) == told_as and _joins(chunks, g, index, family, clause, places)
            ),
            None,
        )
        if home is None:
            groups.append([index])
        else:
            home.append(index)
    return groups


def _as_fact(chunks: Sequence[Chunk], index: int, lexicon: Lexicon) -> bool:
    """Whether a trigger is told as something that happened or was tried."""
    return told(chunks, index, lexicon).modality in (Modality.ACTUAL, Modality.FAILED)


def _joins(
    chunks: Sequence[Chunk],
    group: list[int],
    index: int,
    family: str,
    clause: list[int],
    places: dict[int, set[str]],
) -> bool:
    first = chunks[group[0]].trigger
    assert first is not None
    own = _FAMILY.get(first.act, first.act)
    if {own, family} == {"violence", "crowd"}:
        return _crowd_concerned(chunks, group[0], index)
    if {own, family} == {"crowd", "arrest"} or {own, family} == {"violence", "arrest"}:
        return True
    if {own, family} == {"violence", "withdraw"} or {own, family} == {"violence", "surrender"}:
        return False
    if own != family:
        return False
    here, there = clause[index], clause[group[-1]]
    if here == there:
        return True
    mine, theirs = places.get(here, set()), places.get(there, set())
    return not (mine and theirs and mine.isdisjoint(theirs))


def _crowd_concerned(chunks: Sequence[Chunk], first: int, second: int) -> bool:
    """Whether violence and demonstration in one sentence are one happening: the crowd acts in it or suffers it."""
    if any(
        c.lower in ("against", "over", "after", "following", "condemn", "condemning", "anniversary", "demanding")
        for c in chunks[min(first, second) : max(first, second)]
    ):
        return False
    return any(c.form is ActorForm.CROWD for c in chunks)


def _rank(chunks: Sequence[Chunk], index: int) -> int:
    trigger = chunks[index].trigger
    assert trigger is not None
    return _PRIORITY.index(trigger.act) if trigger.act in _PRIORITY else 0


def _acts(chunks: Sequence[Chunk], group: Sequence[int]) -> frozenset[str]:
    return frozenset(act for act in (chunks[k].act for k in group) if act is not None)


def _happening(
    sentence: Sentence,
    chunks: tuple[Chunk, ...],
    group: list[int],
    victims: Sequence[Victims],
    lexicon: Lexicon,
    *,
    alone: bool,
) -> Happening | None:
    main = min(group, key=lambda k: (_rank(chunks, k), k))
    acts = _acts(chunks, group)
    own = tuple(v for v in victims if v.cue in group or _cue_near(chunks, v.cue, group, acts))
    agent, target = _roles(chunks, group, main, own, lexicon)
    how = _told_of_group(chunks, group, main, lexicon)
    clause = _clause_numbers(chunks)
    definite = _is_definite(chunks, main)
    places, times = _places(chunks, group, clause, definite), _times(chunks, group, clause)
    clauses = {clause[g] for g in group}
    weapons = tuple(k for k, c in enumerate(chunks) if c.weapon is not None and (alone or clause[k] in clauses))
    account = _account(chunks, group, agent, target, own, weapons)
    typed = decide(account)
    if typed is None:
        return None
    agent, target = _crowd_first(chunks, typed, agent, target)
    agent, target = _unarmed_do_not_attack(chunks, typed, agent, target)
    if agent is None and typed.sub_event_type == "Change to group/activity":
        agent, target = target, None  # the force that is moved is the one that changes
    trigger = chunks[main].trigger
    assert trigger is not None
    plural = trigger.is_noun and chunks[main].lower.endswith("s") and not chunks[main].lower.endswith("ss")
    crowd = tuple(k for k, c in enumerate(chunks) if c.form is ActorForm.CROWD)
    return Happening(
        sentence,
        chunks,
        tuple(group),
        main,
        acts,
        how,
        typed,
        agent,
        target,
        own,
        places,
        times,
        weapons,
        definite,
        plural,
        crowd,
    )


def _crowd_first(
    chunks: Sequence[Chunk], typed: Typed, agent: int | None, target: int | None
) -> tuple[int | None, int | None]:
    """At demonstrations and riots the crowd is actor1 and whoever confronts it actor2 (the field's custom)."""
    if typed.sub_event_type not in CROWD_TYPES:
        return agent, target

    def crowd(index: int | None) -> bool:
        people = chunks[index].people if index is not None else None
        return people is not None and people.expression.form in (ActorForm.CROWD, ActorForm.CIVILIAN)

    if typed.sub_event_type == "Excessive force against protesters" and agent is not None and not crowd(agent):
        return agent, target  # those who strike the crowd act
    if crowd(target) and agent is not None and not crowd(agent):
        return target, agent
    if agent is not None and not crowd(agent) and typed.sub_event_type != "Mob violence":
        found = next(
            (k for k, c in enumerate(chunks) if c.form is ActorForm.CROWD),
            None,
        )
        return found, agent
    return agent, target


def _unarmed_do_not_attack(
    chunks: Sequence[Chunk], typed: Typed, agent: int | None, target: int | None
) -> tuple[int | None, int | None]:
    """Unarmed people taken for the agent of violence suffered it ("residents came under shellfire")."""
    if agent is None or typed.sub_event_type in CROWD_TYPES or chunks[agent].form is not ActorForm.CIVILIAN:
        return agent, target
    if typed.sub_event_type not in _VIOLENT_TYPES:
        return agent, target
    return None, agent if target is None else target


_VIOLENT_TYPES = frozenset(
    [
        "Armed clash", "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade", "Attack", "Abduction/forced disappearance", "Sexual violence",
        "Non-state actor overtakes territory", "Government regains territory",
    ]
)  # fmt: skip
CROWD_TYPES = frozenset(
    {
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
        "Violent demonstration",
        "Mob violence",
    }
)


def _is_definite(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a noun trigger refers back: "the raid", "this attack"."""
    trigger = chunks[index].trigger
    before = chunks[index - 1].lower if index else ""
    dated = before == "'s" and index > 1 and chunks[index - 2].time is not None  # "last month's attack"
    return trigger is not None and trigger.is_noun and (dated or before in ("the", "this", "that", "those", "these"))


def _cue_near(chunks: Sequence[Chunk], cue: int, group: list[int], acts: frozenset[str]) -> bool:
    """Whether a cue that is no trigger of any group ("dead", "hurt") belongs here: within twelve chunks of it."""
    trigger = chunks[cue].trigger
    if trigger is not None and trigger.act not in ("die", "injure", "kill", "capture", "displace"):
        return False
    if acts <= {"agree", "change", "base", "coup"}:
        return False
    return min(abs(cue - k) for k in group) <= 12


def _told_of_group(chunks: Sequence[Chunk], group: list[int], main: int, lexicon: Lexicon) -> Told:
    """How the happening is told: as its main trigger is, unless an effect is told as fact ("tried to attack, killing")."""
    how = told(chunks, main, lexicon)
    if how.modality in (Modality.ACTUAL,):
        return how
    for k in group:
        other = told(chunks, k, lexicon)
        trigger = chunks[k].trigger
        if (
            other.modality is Modality.ACTUAL
            and trigger is not None
            and trigger.act in ("kill", "injure", "die")
            and how.modality is Modality.FAILED
        ):
            return other
    return how


def _roles(
    chunks: Sequence[Chunk], group: list[int], main: int, victims: Sequence[Victims], lexicon: Lexicon
) -> tuple[int | None, int | None]:
    """(agent, target) chunk indexes: from the main trigger first, then from the others."""
    agent: int | None = None
    target: int | None = None
    for k in [main, *[g for g in group if g != main]]:
        found_agent, found_target = roles_of(chunks, k, lexicon)
        if agent is None and found_agent != target:
            agent = found_agent
        if target is None and found_target is not None and found_target != agent:
            target = found_target
        if agent is not None and target is not None:
            break
    if agent is None:
        agent = _handler(chunks, main)
    if agent is None and target is None or (agent is None and _acts(chunks, group) & _FROM_AFAR):
        agent = _acting_state(chunks, group, target)
    if target is None or target == agent:
        target = next(
            (
                v.phrase
                for v in victims
                if v.side is not Side.PERPETRATOR and chunks[v.phrase].people is not None and v.phrase != agent
            ),
            target if target != agent else None,
        )
    return _not_the_victim(chunks, agent, victims), target


def _taken_from(chunks: Sequence[Chunk], index: int) -> int | None:
    """From whom a place is taken: "captured the town from rebels", "drove rebels out of the town"."""
    for k in range(index + 1, min(len(chunks), index + 12)):
        if chunks[k].lower in ("from", "against", "by") or (chunks[k].lower == "with" and k > index + 2):
            found = people_after(chunks, k, 4)
            if found is not None:
                return found
        if chunks[k].kind is ChunkKind.PEOPLE and k <= index + 2:
            return k
        if chunks[k].lower in (".", ";"):
            break
    return None


_FROM_AFAR = frozenset({"airstrike", "shell", "bomb", "attack"})


def _acting_state(chunks: Sequence[Chunk], group: Sequence[int], target: int | None) -> int | None:
    """A state whose weapons the clause names, when nobody else acts: "Vastrian missiles were fired at …"."""
    near = range(max(0, min(group) - 8), min(len(chunks), max(group) + 6))
    states = [k for k in near if k != target and chunks[k].people is not None and _is_country_phrase(chunks[k])]
    return states[0] if len(states) == 1 else None


def _is_country_phrase(chunk: Chunk) -> bool:
    return chunk.people is not None and chunk.people.group == "country"


_HANDLED = frozenset(
    [
        "operated",
        "fired",
        "launched",
        "flown",
        "dropped",
        "planted",
        "sent",
        "laid",
        "owned",
        "carried",
        "flying",
        "belonging",
        "piloted",
        "detonated",
    ]
)


def _handler(chunks: Sequence[Chunk], index: int) -> int | None:
    """Who handles the weapon that acts: "a drone operated by the army struck …", "a rocket fired by rebels hit …"."""
    for k in range(max(0, index - 9), len(chunks) - 2):
        if chunks[k].lower in _HANDLED and chunks[k + 1].lower in ("by", "to") and abs(k - index) < 10:
            return people_after(chunks, k + 1, 3)
        if chunks[k].act in ("shell", "bomb") and chunks[k + 1].lower == "by":
            return people_after(chunks, k + 1, 3)
    return None


def _not_the_victim(chunks: Sequence[Chunk], agent: int | None, victims: Sequence[Victims]) -> int | None:
    """Unarmed people who were hit are not the agent ("villagers were killed as …")."""
    if agent is None:
        return None
    suffered = any(
        v.phrase == agent
        and v.status in (VictimStatus.KILLED, VictimStatus.INJURED, VictimStatus.ABDUCTED, VictimStatus.ARRESTED)
        for v in victims
    )
    return None if suffered else agent


def roles_of(chunks: Sequence[Chunk], index: int, lexicon: Lexicon) -> tuple[int | None, int | None]:
    """(agent, target) of one trigger by its grammar."""
    trigger = chunks[index].trigger
    assert trigger is not None
    if lexicon.acts[trigger.act].side == "two":
        return pair_of(chunks, index)
    if trigger.is_noun:
        return noun_agent(chunks, index), noun_target(chunks, index)
    if trigger.act == "capture" and is_active(chunks, index):
        return subject_left(chunks, index), _taken_from(chunks, index)
    if is_active(chunks, index):
        if trigger.act in ("die", "surrender", "displace"):
            return None, subject_left(chunks, index)
        if trigger.act == "bomb" and trigger.base in ("explode", "go off"):
            return None, None
        return subject_left(chunks, index), object_right(chunks, index)
    return by_agent(chunks, index), subject_left(chunks, index)


def _places(chunks: Sequence[Chunk], group: list[int], clause: list[int], definite: bool) -> tuple[int, ...]:
    """Place phrases of the happening: those of its clauses if any, else of the sentence.

    Never where people spoke, nor the far end of a distance when the near end is named too ("Kati, 15 km from Bamako").
    A definite noun ("the raid") takes only a place that stands with it; what else the sentence names describes others.
    """
    usable = [k for k, c in enumerate(chunks) if c.place is not None and c.place.relation is not PlaceRelation.SPEAKER]
    near = [
        k
        for k, c in enumerate(chunks)
        if k in usable and c.place is not None and c.place.relation is not PlaceRelation.DISTANCE
    ]
    usable = near if any(not is_country(chunks[k]) for k in near) else usable
    if definite:
        usable = [k for k in usable if any(-2 <= k - g < 0 or (k > g and _stands_with(chunks, g, k)) for g in group)]
    clauses = {clause[g] for g in group}
    own = [k for k in usable if clause[k] in clauses] or usable
    if not own:
        return ()
    towns = [k for k in own if not is_country(chunks[k])] or own
    towns = [k for k in towns if not _is_part(chunks[k])] or towns  # "Mopti, central Mali": the town
    first = min(group)
    after = [k for k in own if k > first]
    if after and all(k < first for k in towns):
        towns = after  # "partners in the west attacked a camp in Vastria": the place behind the act counts
    nearest = min(towns, key=lambda k: abs(k - first) + (4 if k < first else 0))
    return tuple(_list_around(chunks, towns, nearest))


def _is_part(chunk: Chunk) -> bool:
    """Whether a place is a part of a country ("central Mali"), which a town named beside it makes needless."""
    return chunk.place is not None and chunk.place.is_country and chunk.place.relation is PlaceRelation.PART


def _stands_with(chunks: Sequence[Chunk], noun: int, place: int) -> bool:
    """Whether a place belongs to the noun before it: no verb, comma or relative word between."""
    between = chunks[noun + 1 : place]
    return len(between) <= 7 and not any(
        c.kind is ChunkKind.TRIGGER
        or c.lower in (",", ".", ";", "which", "who", "that", "was", "were", "is", "has", "had", "by")
        for c in between
    )


def _list_around(chunks: Sequence[Chunk], places: Sequence[int], seed: int) -> list[int]:
    """The coordinated list a place stands in: "in A, B and C"."""
    members = [seed]
    for direction in (1, -1):
        here = seed
        while True:
            following = next(
                (k for k in (places if direction == 1 else reversed(places)) if (k - here) * direction > 0),
                None,
            )
            if following is None or not _only_list_words(chunks, min(here, following), max(here, following)):
                break
            members.append(following)
            here = following
    members.sort()
    joined = any(c.lower in ("and", "&", "or") for c in chunks[members[0] : members[-1]])
    return members if joined else members[:1]  # "in Rawa, Anbar": the second holds the first


def _only_list_words(chunks: Sequence[Chunk], left: int, right: int) -> bool:
    words = [c.lower for c in chunks[left + 1 : right]]
    return (
        bool(words)
        and len(words) <= 4
        and all(w in (",", "and", "as", "well", "the", "in", "also", "&", "or") for w in words)
        and ("and" in words or "," in words)
    )


def _times(chunks: Sequence[Chunk], group: list[int], clause: list[int]) -> tuple[int, ...]:
    clauses = {clause[g] for g in group}
    usable = [
        k
        for k, c in enumerate(chunks)
        if c.time is not None
        and not _is_speech_time(chunks, k)
        and not (c.time.form is TimeForm.EVENT and clause[k] in clauses)  # it dates the clause around, not its own
    ]
    own = [k for k in usable if clause[k] in clauses]
    reckoned = [k for k, c in enumerate(chunks) if k in usable and c.time is not None and c.time.form is TimeForm.EVENT]
    first = min(group)
    return tuple(sorted(own or reckoned or usable, key=lambda k: abs(k - first) + (2 if k < first else 0)))


_SPEECH = frozenset(["said", "says", "told", "reported", "announced", "added", "stated", "confirmed", "claimed"])


def _is_speech_time(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a time is when somebody spoke ("police said on Friday"), not when something happened."""
    left = [c.lower for c in chunks[max(0, index - 3) : index]]
    if "responsibility" in left or "claimed" in left or "claiming" in left:
        return True
    return any(word in _SPEECH for word in left) and not any(
        c.trigger is not None for c in chunks[max(0, index - 3) : index]
    )


def _crowd_destroys(chunks: Sequence[Chunk], group: list[int]) -> bool:
    """Whether the crowd is the subject of a verb of destruction or attack."""
    for index in group:
        trigger = chunks[index].trigger
        if (
            trigger is None
            or trigger.is_noun
            or trigger.act not in ("loot", "riot", "attack", "clash")
            or not is_active(chunks, index)
        ):
            continue
        subject = subject_left(chunks, index)
        people = chunks[subject].people if subject is not None else None
        if people is not None and people.expression.form is ActorForm.CROWD:
            return True
    return False


def _at_protest(chunks: Sequence[Chunk], group: list[int]) -> bool:
    """Whether the sentence sets the violence at a demonstration: "during a peaceful march", "at a rally"."""
    for index, chunk in enumerate(chunks):
        if chunk.trigger is None or not chunk.trigger.is_noun or chunk.trigger.act != "protest" or index in group:
            continue
        before = {c.lower for c in chunks[max(0, index - 4) : index]}
        if before & {"at", "during", "in"}:
            return True
    return False


def _account(
    chunks: Sequence[Chunk],
    group: list[int],
    agent: int | None,
    target: int | None,
    victims: Sequence[Victims],
    weapons: Sequence[int],
) -> Account:
    people: dict[int | None, People | None] = {k: chunks[k].people for k in (agent, target) if k is not None}
    acts = _acts(chunks, group)
    means = frozenset(means for means in (chunks[k].means for k in weapons) if means is not None)
    bomber = any(c.people is not None and c.people.group == "bomber" and "suicide" in c.lower for c in chunks)
    killed = any(v.status is VictimStatus.KILLED and (v.count is None or v.count.high != 0) for v in victims)
    injured = any(v.status is VictimStatus.INJURED and (v.count is None or v.count.high != 0) for v in victims)
    crowd_hurt = any(
        v.status in (VictimStatus.KILLED, VictimStatus.INJURED) and chunks[v.phrase].form is ActorForm.CROWD
        for v in victims
    )
    thing = chunks[target].object_side if target is not None else None
    near = range(max(0, min(group) - 8), min(len(chunks), max(group) + 8))
    if thing is None and target is None:
        thing = next((chunks[k].object_side for k in near if chunks[k].object_side == "state"), None)
    words = frozenset(chunks[k].lower for k in group)
    gunmen = any(c.people is not None and c.people.group == "gunmen" for c in chunks) or "firearm" in means
    return Account(
        acts=acts, means=means | ({"suicide"} if bomber else set()), agent=people.get(agent), target=people.get(target), target_thing=thing,
        victim_sides=frozenset(v.side for v in victims if v.side not in (Side.UNKNOWN, Side.PERPETRATOR)), killed=killed, injured=injured,
        crowd_hurt=crowd_hurt, crowd=bool(acts & {"protest", "disperse", "riot"}), gunmen_follow=gunmen, strong_words=words,
        bases=frozenset(trigger.base for trigger in (chunks[k].trigger for k in group) if trigger is not None),
        words=frozenset(w for c in chunks for w in c.lower.split(" ")), at_protest=_at_protest(chunks, group), crowd_destroys=_crowd_destroys(chunks, group),
        crowd_near=any(c.form is ActorForm.CROWD for c in chunks),
    )  # fmt: skip
