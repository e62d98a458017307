"""What the type of a happening is decided on (``typing.py``), gathered from its sentence."""

from collections.abc import Sequence

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side, VictimStatus
from tocsin.read.rules.chunks import Chunks, words_of
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.grammar_roles import subject_left
from tocsin.read.rules.typing_account import Account
from tocsin.read.rules.victims import Victims
from tocsin.read.rules.word_lists import happening_words

_HARMED = (VictimStatus.KILLED, VictimStatus.INJURED)
_LADEN = "explosive-laden vehicle"  # in weapons.yml
_THING_REACH = 8  # chunks around the triggers in which a thing of the state may be what was hit


def account_of(
    chunks: Chunks,
    group: Sequence[int],
    agent: int | None,
    target: int | None,
    victims: Sequence[Victims],
    weapons: Sequence[int],
) -> Account:
    """The account of the triggers in ``group``; all numbers are chunk indexes."""
    means = {chunk.means for chunk in (chunks[k] for k in weapons) if chunk.means is not None}
    gunmen = "firearm" in means or any(chunk.group == "gunmen" for chunk in chunks)
    if any(chunk.people is not None and chunk.lower.split(" ")[-1] in happening_words("flying") for chunk in chunks):
        means.add("air")  # "army jets bombed …": who acts is the means
    if any(chunk.group == "bomber" and "suicide" in chunk.lower for chunk in chunks):
        means.add("suicide")
    if any(chunks[k].weapon_name == _LADEN for k in weapons) and happening_words("driven") & set(words_of(chunks)):
        means.add(
            "suicide"
        )  # a laden vehicle left behind is a car bomb; one driven into its target is a suicide device
    return Account(
        acts=acts_of(chunks, group),
        means=frozenset(means),
        agent=chunks[agent].people if agent is not None else None,
        target=chunks[target].people if target is not None else None,
        target_thing=_thing(chunks, group, target),
        victim_sides=frozenset(v.side for v in victims if v.side not in (Side.UNKNOWN, Side.PERPETRATOR)),
        killed=_some(victims, VictimStatus.KILLED),
        injured=_some(victims, VictimStatus.INJURED),
        crowd_hurt=any(v.status in _HARMED and chunks[v.phrase].form is ActorForm.CROWD for v in victims),
        gunmen_follow=gunmen,
        trigger_words=frozenset(chunks[k].lower for k in group),
        words=frozenset(words_of(chunks)),
        at_protest=_at_protest(chunks, group),
        crowd_destroys=any(_crowd_destroys(chunks, k) for k in group),
        crowd_near=any(chunk.form is ActorForm.CROWD for chunk in chunks),
        people_taken=any(v.cue in group and chunks[v.cue].act == "capture" for v in victims),
    )


def acts_of(chunks: Chunks, group: Sequence[int]) -> frozenset[str]:
    """The acts of the triggers in ``group``."""
    return frozenset(act for act in (chunks[k].act for k in group) if act is not None)


def _some(victims: Sequence[Victims], status: VictimStatus) -> bool:
    """Whether anybody met this fate; a count of nobody is nobody."""
    return any(v.status is status and not v.nobody for v in victims)


def _thing(chunks: Chunks, group: Sequence[int], target: int | None) -> str | None:
    """The side of the thing hit; without a target, a thing of the state that stands near."""
    if target is not None:
        return chunks[target].object_side
    near = chunks[max(0, min(group) - _THING_REACH) : max(group) + _THING_REACH]
    return "state" if any(chunk.object_side == "state" for chunk in near) else None


def _crowd_destroys(chunks: Chunks, index: int) -> bool:
    """Whether the crowd is the subject of a verb of destruction or attack."""
    if chunks[index].act not in ("loot", "destroy", "riot", "attack", "clash") or not is_active(chunks, index):
        return False
    subject = subject_left(chunks, index)
    return subject is not None and chunks[subject].form is ActorForm.CROWD


def _at_protest(chunks: Chunks, group: Sequence[int]) -> bool:
    """Whether the sentence sets the violence at a demonstration: "during a peaceful march", "at a rally"."""
    for index, chunk in enumerate(chunks):
        if chunk.act == "protest" and chunk.noun and index not in group:
            near = chunks[max(0, index - 5) : index]
            before = {word for other in near for word in other.lower.split(" ")}
            if not before.isdisjoint(("at", "during", "in", "amid", "among", "midst", "on", "into")):
                return True
    return False
