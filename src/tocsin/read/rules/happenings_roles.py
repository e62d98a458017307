"""Agent and target of a happening: from the grammar of its triggers, then from who handles the weapon, whose state is
named, who was hit; last as the type of the happening settles them."""

from collections.abc import Sequence

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side, VictimStatus
from tocsin.read.rules.acts import CROWD_TYPES, FROM_AFAR, VIOLENT_TYPES
from tocsin.read.rules.chunks import ChunkKind, Chunks, trigger_at
from tocsin.read.rules.grammar import is_active, next_solid
from tocsin.read.rules.grammar_roles import (
    by_agent,
    noun_agent,
    noun_target,
    object_right,
    pair_of,
    people_after,
    subject_left,
)
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.struck_things import owner_of, site_of
from tocsin.read.rules.typing_account import Typed
from tocsin.read.rules.victims import Victims
from tocsin.read.rules.word_lists import gate_words, happening_words

Roles = tuple[int | None, int | None]  # chunk indexes of agent and target
_RIOTS = ("Mob violence", "Violent demonstration")
_GOES_OFF = ("explode", "go off")  # what "detonated" hits is its object: "detonated as a patrol passed"
_SUFFERED = (VictimStatus.KILLED, VictimStatus.INJURED, VictimStatus.ABDUCTED, VictimStatus.ARRESTED)
_HANDLER_REACH = 9
_DEVICE_REACH = 4  # words between a device and the participle of its handling: "a bomb *allegedly* placed"
_SURRENDER_REACH = 60  # chunks in which names and descriptions stand between who surrenders and the verb
_TAKER_REACH = 7  # chunks between "surrendered" and "to the army"
_CLOSED = (".", ";")
_TAKEN_REACH = 11
_STATE_LEFT, _STATE_RIGHT = 8, 6


def find_roles(chunks: Chunks, group: Sequence[int], main: int, victims: Sequence[Victims], lexicon: Lexicon) -> Roles:
    """(agent, target) chunk indexes: from the main trigger first, then from the others."""
    agent, target = _by_grammar(chunks, [main, *(k for k in group if k != main)], lexicon)
    if agent is None:
        agent = _handler(chunks, main)
    if agent is None and (target is None or any(chunks[k].act in FROM_AFAR for k in group)):
        agent = _acting_state(chunks, group, target)
    if target is None or target == agent:
        target = _victim(chunks, victims, agent)
        if target is None and any(chunks[k].act == "clash" for k in group):
            target = _fallen(chunks, victims, agent)
    target = _owner_of_thing(chunks, target)
    if target is not None and chunks[target].people is None:
        target = _behind_thing(chunks, target, victims, agent)
    if _suffered_alone(chunks, agent, target, victims):
        agent, target = target, agent  # "ten rebels were killed in a clash between the rebels and the army"
    return _not_the_victim(agent, victims), target


def _suffered_alone(chunks: Chunks, agent: int | None, target: int | None, victims: Sequence[Victims]) -> bool:
    """Whether of two armed sides only that of the agent was hit: then the other one acted."""
    if agent is None or target is None or not (chunks[agent].armed and chunks[target].armed):
        return False
    hit = {v.side for v in victims if v.status is VictimStatus.KILLED and v.count is not None and not v.nobody}
    one, other = chunks[agent].side, chunks[target].side
    return one != other and hit == {one} and one is not Side.PERPETRATOR


def _by_grammar(chunks: Chunks, triggers: Sequence[int], lexicon: Lexicon) -> Roles:
    agent: int | None = None
    target: int | None = None
    for k in triggers:
        found_agent, found_target = roles_of(chunks, k, lexicon)
        if agent is None and found_agent != target:
            agent = found_agent
        if target is None and found_target != agent:
            target = found_target
        if agent is not None and target is not None:
            break
    return agent, target


def roles_of(chunks: Chunks, index: int, lexicon: Lexicon) -> Roles:
    """(agent, target) of one trigger by its grammar."""
    trigger = trigger_at(chunks, index)
    if lexicon.acts[trigger.act].side == "two":
        return pair_of(chunks, index)
    if trigger.is_noun and trigger.act in ("die", "injure"):
        return None, None  # "two gunmen dead": who stands before it suffered it, as its victims tell
    if trigger.is_noun:
        return noun_agent(chunks, index), noun_target(chunks, index)
    if trigger.base == "fall to":
        return people_after(chunks, index), None  # whom a place falls to took it
    if not is_active(chunks, index):
        agent, subject = by_agent(chunks, index), subject_left(chunks, index)
        if subject is not None and _is_weapon_of(chunks, subject):
            return subject if agent is None else agent, object_right(chunks, index)
        return agent, subject
    if trigger.act == "capture":
        return subject_left(chunks, index), _taken_from(chunks, index)
    if trigger.act == "surrender":
        return _who_surrenders(chunks, index), _taker(chunks, index)
    if trigger.act in ("die", "displace"):
        return None, subject_left(chunks, index)
    if trigger.base == "step on":
        return None, subject_left(chunks, index)
    if trigger.act == "bomb" and trigger.base in _GOES_OFF and not _sets_off(chunks, index):
        return None, site_of(chunks, index)
    return subject_left(chunks, index), object_right(chunks, index)


def _taker(chunks: Chunks, index: int) -> int | None:
    """Before whom somebody surrenders: "surrendered *to the army* on Monday"."""
    for k in range(index + 1, min(len(chunks) - 1, index + 1 + _TAKER_REACH)):
        if chunks[k].lower in ("to", "before"):
            taker = people_after(chunks, k)
            return taker if taker is not None and chunks[taker].armed else None
        if chunks[k].lower in _CLOSED or chunks[k].verb:
            break
    return None


def _who_surrenders(chunks: Chunks, index: int) -> int | None:
    """Who lays down arms was armed: the first armed people of the clause, else its subject."""
    subject = subject_left(chunks, index)
    if subject is None or chunks[subject].armed:
        return subject
    for k in range(index - 1, max(-1, index - _SURRENDER_REACH), -1):
        if chunks[k].lower in _CLOSED or chunks[k].verb:
            break
        if chunks[k].armed and chunks[k].side in (Side.REBEL, Side.MILITIA):
            subject = k
    return subject


def _sets_off(chunks: Chunks, index: int) -> bool:
    """Whether "exploded" has the device as its object: "rebels exploded a mine", not "a mine exploded"."""
    following = next_solid(chunks, index)
    return following is not None and chunks[following].weapon is not None


def _is_weapon_of(chunks: Chunks, index: int) -> bool:
    """Whether the people at ``index`` only own the weapon behind them: "*Vastrian* missiles were fired at …"."""
    return chunks[index].group in ("country", "named") and index + 1 < len(chunks) and chunks[index + 1].weapon_of_war


def _taken_from(chunks: Chunks, index: int) -> int | None:
    """From whom a place is taken: "captured the town from rebels", "drove rebels out of the town"."""
    for k in range(index + 1, min(len(chunks), index + 1 + _TAKEN_REACH)):
        lower = chunks[k].lower
        if lower in ("from", "against", "by") or (lower == "with" and k > index + 2):
            found = people_after(chunks, k)
            if found is not None:
                return found
        if chunks[k].kind is ChunkKind.PEOPLE and k <= index + 2:
            return k
        if lower == "of" and chunks[k - 1].lower in gate_words("ground"):  # "retook the last enclave of the rebels"
            holder = people_after(chunks, k)
            if holder is not None and chunks[holder].armed:
                return holder
        if lower in (".", ";"):
            break
    return None


def _handler(chunks: Chunks, index: int) -> int | None:
    """Who handles the weapon that acts: "a drone operated by the army struck …", "a mine left behind by rebels …"."""
    for k in range(max(0, index - _HANDLER_REACH), len(chunks) - 2):
        mark = k + 2 if chunks[k + 1].lower == "behind" else k + 1
        if abs(k - index) <= _HANDLER_REACH and _handles(chunks, k) and chunks[mark].lower in ("by", "to"):
            return people_after(chunks, mark, reach=3)
        if chunks[k + 1].lower == "by" and chunks[k].act in ("shell", "bomb"):
            return people_after(chunks, k + 1, reach=3)
    return None


def _handles(chunks: Chunks, index: int) -> bool:
    """Whether the participle at ``index`` tells the handling of a weapon; "left", "placed" only close behind one."""
    if index > 0 and chunks[index - 1].people is not None:  # "five rebels belonging to": no weapon is handled
        return False
    if chunks[index].lower in happening_words("handled"):
        return True
    return chunks[index].lower in happening_words("handled_device") and any(
        c.weapon is not None for c in chunks[max(0, index - _DEVICE_REACH) : index]
    )


def _owner_of_thing(chunks: Chunks, target: int | None) -> int | None:
    """The people a thing belongs to or carries, when they are named: "a convoy of *traders*", "a bus carrying
    *soldiers*"."""
    if target is None or chunks[target].object_side is None or target + 2 >= len(chunks):
        return target
    if chunks[target + 1].lower in happening_words("people_of_thing") and chunks[target + 2].people is not None:
        return target + 2
    return target


def _acting_state(chunks: Chunks, group: Sequence[int], target: int | None) -> int | None:
    """A state whose weapons the clause names, when nobody else acts: "Vastrian missiles were fired at …"."""
    near = range(max(0, min(group) - _STATE_LEFT), min(len(chunks), max(group) + _STATE_RIGHT))
    states = [k for k in near if k != target and chunks[k].group == "country"]
    return states[0] if len(states) == 1 else None


def _victim(chunks: Chunks, victims: Sequence[Victims], agent: int | None) -> int | None:
    """The first people hit who are not the agent."""
    return next(
        (
            v.phrase
            for v in victims
            if v.side is not Side.PERPETRATOR and chunks[v.phrase].people is not None and v.phrase != agent
        ),
        None,
    )


def _fallen(chunks: Chunks, victims: Sequence[Victims], agent: int | None) -> int | None:
    """In a fight those who fell were a party, attackers too: "a shootout left *four gunmen* dead"."""
    return next((v.phrase for v in victims if chunks[v.phrase].armed and v.phrase != agent), None)


def _behind_thing(chunks: Chunks, thing: int, victims: Sequence[Victims], agent: int | None) -> int:
    """Who stands behind a struck thing: its named owner, or the armed who were hit there ("attacked a base, killing
    *five soldiers*"); else the thing itself."""
    owner = owner_of(chunks, thing)
    if owner is not None and owner != agent:
        return owner
    hit = _victim(chunks, victims, agent)
    people = chunks[hit].people if hit is not None else None
    armed = people is not None and people.armed and chunks[thing].object_side == "state"
    return hit if hit is not None and armed else thing


def _not_the_victim(agent: int | None, victims: Sequence[Victims]) -> int | None:
    """Unarmed people who were hit are not the agent ("villagers were killed as …")."""
    return None if any(v.phrase == agent and v.status in _SUFFERED for v in victims) else agent


def settle_roles(chunks: Chunks, typed: Typed, agent: int | None, target: int | None) -> Roles:
    """Agent and target as the type of the happening settles them."""
    if typed.sub_event_type in CROWD_TYPES:
        agent, target = _crowd_first(chunks, typed.sub_event_type, agent, target)
    elif agent is not None and chunks[agent].form is ActorForm.CIVILIAN and typed.sub_event_type in VIOLENT_TYPES:
        # unarmed people taken for the agent of violence suffered it ("residents came under shellfire")
        agent, target = None, agent if target is None else target
    if agent is not None and typed.sub_event_type == "Disrupted weapons use" and not chunks[agent].armed:
        agent = None  # the passer-by or worker who finds a bomb is no party
    if agent is None and typed.sub_event_type == "Change to group/activity":
        return target, None  # the force that is moved is the one that changes
    return agent, target


def _crowd_first(chunks: Chunks, sub_event_type: str, agent: int | None, target: int | None) -> Roles:
    """At demonstrations and riots the crowd is actor1 and whoever confronts it actor2 (the field's custom)."""
    firing = _force_firing(chunks) if sub_event_type in _RIOTS else None
    if firing is not None:
        return agent if agent is not None and _unarmed(chunks, agent) else _crowd(chunks), firing
    if agent is None or _unarmed(chunks, agent):
        return agent, target
    fired_at = target is not None and chunks[target].form is ActorForm.CIVILIAN
    if sub_event_type in _RIOTS and chunks[agent].form is ActorForm.STATE and fired_at:
        # "two killed in police firing on a mob": the dead were of the crowd, which the police met
        return _crowd(chunks), agent
    if sub_event_type == "Excessive force against protesters":
        return agent, target  # those who strike the crowd act
    if target is not None and _unarmed(chunks, target):
        return target, agent
    if sub_event_type == "Mob violence":
        return agent, target
    return _crowd(chunks), agent


def _crowd(chunks: Chunks) -> int | None:
    """The first crowd that a sentence names."""
    return next((k for k, chunk in enumerate(chunks) if chunk.form is ActorForm.CROWD), None)


def _force_firing(chunks: Chunks) -> int | None:
    """The force whose shots a noun tells: "two were killed in *police* firing"."""
    return next(
        (
            k for k, chunk in enumerate(chunks[:-1])
            if k > 0 and chunk.form is ActorForm.STATE and chunks[k + 1].lower in happening_words("shots")
            and chunks[k - 1].lower in ("in", "by", "from", "to", "subsequent")
        ),
        None,
    )  # fmt: skip


def _unarmed(chunks: Chunks, index: int) -> bool:
    """Whether people may be the crowd."""
    return chunks[index].form in (ActorForm.CROWD, ActorForm.CIVILIAN)
