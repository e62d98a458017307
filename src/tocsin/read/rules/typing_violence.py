"""Types of fighting, explosives, territory and harm to civilians (CODEBOOK section 2)."""

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.acts import TOLL_ACTS
from tocsin.read.rules.typing_account import Account, Typed, fights
from tocsin.read.rules.word_lists import gate_words, happening_words

_CLASH = "Armed clash"
_AIR = "Air/drone strike"
_SHELLING = "Shelling/artillery/missile attack"
_IED = "Remote explosive/landmine/IED"
_ABDUCTION = "Abduction/forced disappearance"
_REBELS_TAKE = "Non-state actor overtakes territory"
_PEACEFUL_TAKE = "Non-violent transfer of territory"

# Where several means are told, the first of these gives the type (CODEBOOK section 2, explosions).
EXPLOSIVE_ORDER = ("chemical", "air", "suicide", "shelling", "ied", "grenade")
_EXPLOSIVE_TYPE = {
    "chemical": "Chemical weapon",
    "air": _AIR,
    "suicide": "Suicide bomb",
    "shelling": _SHELLING,
    "ied": _IED,
    "grenade": "Grenade",
}
_ACT_MEANS = {
    "airstrike": "air",
    "suicide": "suicide",
    "shell": "shelling",
    "grenade": "grenade",
    "chemical": "chemical",
    "bomb": "ied",
}


def territory(a: Account) -> Typed | None:
    """A place that changes hands: without a fight, for hours only, or taken by the state or the other side."""
    if not a.does("capture") or (a.people_taken and a.acts - TOLL_ACTS == {"capture"} and not _ground(a)):
        return None
    if _unopposed(a):
        return Typed(_PEACEFUL_TAKE, 0.75, ((_REBELS_TAKE, 0.2),), "taken without a fight")
    if a.words & happening_words("held_briefly") and a.words & happening_words("left_again"):
        return Typed(_CLASH, 0.65, ((_REBELS_TAKE, 0.3),), "held for hours only")
    if "again" in a.words and a.words & happening_words("driven_out"):
        return Typed(_CLASH, 0.65, ((_REBELS_TAKE, 0.3),), "taken and lost again")
    rivals = ((_CLASH, 0.3), (_PEACEFUL_TAKE, 0.2))
    if _state_takes(a):
        back = " back" if a.trigger_words & happening_words("retaken") else ""
        return Typed("Government regains territory", 0.65, rivals, f"state side takes a place{back}")
    return Typed(_REBELS_TAKE, 0.65, rivals, "other side takes a place")


def _ground(a: Account) -> bool:
    """Whether ground is named beside the people that were taken."""
    return not a.words.isdisjoint(gate_words("ground"))


def _unopposed(a: Account) -> bool:
    without = "without" in a.words and a.words & happening_words("resistance")
    return bool(without or a.words & happening_words("unopposed"))


def _state_takes(a: Account) -> bool:
    """Whether a state's force takes the place; who "retakes" is the state unless it is named as the other side."""
    if a.agent_form is ActorForm.STATE:
        return True
    if a.agent is not None and a.agent_form is ActorForm.NAMED and a.agent.side is Side.STATE:
        return True
    other = a.agent is not None and a.agent.side in (Side.REBEL, Side.MILITIA)
    return not other and bool(a.trigger_words & happening_words("retaken"))


def disrupted(a: Account) -> Typed | None:
    """Weapons found or stopped, when nothing else happened with them; drones and missiles shot down in flight."""
    if a.acts - TOLL_ACTS == {"shoot"} and "down" in a.words and not (a.killed or a.injured or a.target):
        flying = happening_words("unmanned") & a.words
        return Typed("Disrupted weapons use", 0.65, ((_AIR, 0.25),), "shot down in flight") if flying else None
    if a.does("disrupt") and not a.killed and not a.does("clash", "kill"):
        return Typed("Disrupted weapons use", 0.75, (), "weapon found, defused or stopped")
    return None


def _means(a: Account) -> str | None:
    """The leading explosive means: from the acts themselves, then from weapon words of the clause."""
    from_acts = frozenset(_ACT_MEANS[act] for act in a.acts if act in _ACT_MEANS)
    words = a.means & frozenset(EXPLOSIVE_ORDER)
    if "ied" in from_acts and words - {"ied"}:
        from_acts |= words  # "bombed" says nothing of the means; planes, shells or a belt do
    if from_acts & {"shelling", "ied", "grenade"} and "chemical" in words:
        from_acts |= {"chemical"}  # "fired rockets loaded with sarin"
    if not from_acts and a.does("kill", "attack", "die", "injure", "shoot", "destroy"):
        from_acts = words - (frozenset({"ied", "grenade"}) if a.does("shoot") else frozenset())
    violent = bool(from_acts) or a.does("kill", "attack", "bomb", "die", "injure", "destroy")
    if violent and "suicide" in (from_acts | words) and "air" not in from_acts:
        return "suicide"
    return next((means for means in EXPLOSIVE_ORDER if means in from_acts), None)


def explosive_in_battle(a: Account) -> Typed | None:
    """Exchange of fire beats explosives used in it, except a suicide device told by one document (section 0)."""
    means = _means(a)
    if means == "suicide":
        shooting = a.gunmen_follow or a.does("clash") or "firearm" in a.means
        return Typed("Suicide bomb", 0.85, ((_CLASH, 0.35),) if shooting else (), "suicide device")
    if means is not None and a.does("clash") and not a.does("airstrike", "shell"):
        return Typed(_CLASH, 0.7, ((_EXPLOSIVE_TYPE[means], 0.25),), "exchange of fire")
    return None


def battle(a: Account) -> Typed | None:
    """Two armed sides, or an armed target struck by somebody armed or unnamed."""
    if a.does("clash"):
        if a.does("airstrike", "shell"):
            rival = _AIR if a.does("airstrike") else _SHELLING
            return Typed(_CLASH, 0.6, ((rival, 0.35),), "fighting on the ground")
        return Typed(_CLASH, 0.8, (("Attack", 0.1),), "two armed sides")
    if a.does("airstrike", "shell", "bomb", "grenade", "chemical"):
        return None
    if not a.does("kill", "attack", "shoot", "injure", "die") or not a.target_armed():
        return None
    nobody = a.agent is None and not a.gunmen_follow and a.means & {"air", "shelling"}  # "rockets fell on the base"
    explosives_alone = nobody or (a.means & {"ied", "air", "shelling", "grenade"} and not a.does("attack", "shoot"))
    if not explosives_alone and (a.agent is None or fights(a.agent)):
        return Typed(_CLASH, 0.7, (("Attack", 0.25),), "armed target")
    return None


def explosive(a: Account) -> Typed | None:
    """The type of the leading means; states bomb from the air or with shells rather than with devices."""
    means = _means(a)
    if means is None and a.does("destroy") and a.words & happening_words("struck_from_afar"):
        return Typed(_AIR, 0.55, ((_SHELLING, 0.4),), "destroyed by strikes")
    if means is None:
        return None
    by_state = a.agent_form is ActorForm.STATE
    if means == "ied" and by_state and a.acts == {"bomb"} and not (a.killed or a.injured):
        return Typed(_AIR, 0.55, ((_SHELLING, 0.4),), "bombing by a state force")
    if means == "ied" and (by_state or a.agent_form is ActorForm.EXTERNAL):
        return Typed(_AIR, 0.6, ((_SHELLING, 0.35), (_IED, 0.2)), "bombing by a state force")
    rivals: tuple[tuple[str, float], ...] = ()
    if means in ("air", "shelling"):
        rivals = ((_SHELLING if means == "air" else _AIR, 0.15),)
    return Typed(_EXPLOSIVE_TYPE[means], 0.8, rivals, f"means: {means}")


def civilian_harm(a: Account) -> Typed | None:
    """Sexual violence, abductions, attacks on the unarmed; whom rebels "arrest" they abduct."""
    if a.does("sexual"):
        if a.killed:
            return Typed("Sexual violence", 0.6, (("Attack", 0.4),), "sexual violence")
        return Typed("Sexual violence", 0.8, (), "sexual violence")
    by_rebels = a.agent is not None and a.agent.side in (Side.REBEL, Side.MILITIA)
    by_state = a.agent_form is ActorForm.STATE
    taken = a.does("abduct") or (a.does("arrest") and by_rebels) or (a.people_taken and not by_state)
    if taken and not a.killed and not a.injured and not a.does("kill", "shoot"):
        return Typed(_ABDUCTION, 0.85, (("Attack", 0.1),), "people taken")
    if a.does("kill", "attack", "shoot") or (a.does("loot") and (a.killed or a.injured)):
        return Typed("Attack", 0.75, ((_CLASH, 0.15),), "unarmed people harmed")
    if a.does("abduct"):
        return Typed(_ABDUCTION, 0.85, (), "people taken")
    return None
