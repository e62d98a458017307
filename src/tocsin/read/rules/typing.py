"""The codebook's decision procedure for the sub-event type of one account (CODEBOOK section 2).

It runs on what one stretch of text says; ``merge`` runs the part of it again that depends on several accounts.
"""

from dataclasses import dataclass

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.chunks import People

EXPLOSIVE_ORDER = ("chemical", "air", "suicide", "shelling", "ied", "grenade")
_EXPLOSIVE_TYPE = {
    "chemical": "Chemical weapon", "air": "Air/drone strike", "suicide": "Suicide bomb",
    "shelling": "Shelling/artillery/missile attack", "ied": "Remote explosive/landmine/IED", "grenade": "Grenade",
}  # fmt: skip
_ACT_MEANS = {
    "airstrike": "air",
    "suicide": "suicide",
    "shell": "shelling",
    "grenade": "grenade",
    "chemical": "chemical",
    "bomb": "ied",
}
_SIMPLE = ("agree", "change", "surrender", "base", "coup", "release", "displace", "withdraw")
_SIMPLE_TYPE = {
    "agree": "Agreement", "change": "Change to group/activity", "surrender": "Change to group/activity",
    "base": "Headquarters or base established", "coup": "Other", "release": "Other", "displace": "Other",
    "withdraw": "Change to group/activity",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """What typing looks at. ``means`` are the weapon means in the account's clause; ``harm``: somebody was killed,
    injured or taken; ``target_thing``: "state" or "civilian" for an attacked object."""

    acts: frozenset[str]
    means: frozenset[str]
    agent: People | None
    target: People | None
    target_thing: str | None
    victim_sides: frozenset[Side]
    killed: bool
    injured: bool
    crowd_hurt: bool = False
    crowd: bool = False
    gunmen_follow: bool = False
    strong_words: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset()  # dictionary forms of the triggers
    words: frozenset[str] = frozenset()  # all words of the sentence
    at_protest: bool = False  # it happened at a demonstration
    crowd_destroys: bool = False  # the crowd itself burns, breaks or attacks
    crowd_near: bool = False  # the sentence names a crowd


@dataclass(frozen=True, slots=True)
class Typed:
    """The decided sub-event type with rivals and the reason."""

    sub_event_type: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]
    because: str


def decide(account: Account) -> Typed | None:
    """Sub-event type of an account; ``None`` when nothing in it makes an event of its own (a bare toll)."""
    for rule in (
        _crowd,
        _territory,
        _disrupted,
        _explosive_in_battle,
        _battle,
        _explosive,
        _civilian_harm,
        _strategic,
    ):
        typed = rule(account)
        if typed is not None:
            return typed
    return None


def _form(people: People | None) -> ActorForm | None:
    return people.expression.form if people is not None else None


def _is_crowd(people: People | None) -> bool:
    return _form(people) is ActorForm.CROWD


def _is_armed(people: People | None) -> bool:
    if people is None:
        return False
    form = people.expression.form
    if people.group == "communal" and people.expression.head.split()[-1].startswith(("herd", "pastoral")):
        return False
    if form is ActorForm.NAMED:
        return people.side in (Side.REBEL, Side.MILITIA, Side.STATE, Side.PERPETRATOR)
    return form in (ActorForm.STATE, ActorForm.ARMED, ActorForm.EXTERNAL)


def _target_armed(account: Account) -> bool:
    if _is_armed(account.target):
        return True
    if account.target is None and account.target_thing == "state":
        return True
    return (
        account.target is None
        and bool(account.victim_sides & {Side.STATE, Side.REBEL, Side.MILITIA})
        and Side.CIVILIAN not in account.victim_sides
    )


def _crowd(a: Account) -> Typed | None:
    crowd_agent = _is_crowd(a.agent)
    rioters = crowd_agent and a.agent is not None and a.agent.expression.branch == "rioters"
    if "mob" in a.acts or (rioters and a.acts & {"kill", "attack", "loot", "injure", "die", "riot"}):
        return Typed("Mob violence", 0.8, (("Violent demonstration", 0.15),), "violent crowd")
    neighbours = (
        _form(a.agent) is ActorForm.CIVILIAN
        and a.agent is not None
        and bool(set(a.agent.expression.head.split()) & _NEIGHBOURS)
    )
    if neighbours and a.acts & {"kill", "attack"} and not _is_armed(a.target):
        return Typed("Mob violence", 0.65, (("Attack", 0.3),), "residents take the law into their hands")
    if (
        a.at_protest
        and (a.killed or a.injured)
        and not crowd_agent
        and a.acts & {"kill", "shoot", "die", "injure", "attack"}
    ):
        return Typed("Excessive force against protesters", 0.65, (("Attack", 0.3),), "people harmed at a demonstration")
    protest = bool(a.acts & {"protest", "disperse"}) or crowd_agent or _is_crowd(a.target) or a.crowd
    protest = protest or ("clash" in a.acts and {_form(a.agent), _form(a.target)} == {ActorForm.CIVILIAN, ActorForm.STATE})
    protest = protest or (a.crowd_near and "arrest" in a.acts and not a.killed)
    if not protest and "riot" not in a.acts:
        return None
    if "arrest" in a.acts and not a.acts - {"arrest", "protest", "disperse"} and a.crowd_near:
        return Typed("Protest with intervention", 0.65, (("Arrests", 0.25),), "arrests at a demonstration")
    if "riot" in a.acts:
        return Typed("Violent demonstration", 0.75, (("Mob violence", 0.3),), "violence by demonstrators")
    if a.crowd_destroys and not a.killed:
        return Typed(
            "Violent demonstration",
            0.7,
            (("Excessive force against protesters", 0.25),),
            "demonstrators destroy or attack",
        )
    against_people = (
        crowd_agent
        and a.acts & {"kill", "attack", "injure", "abduct"}
        and a.target is not None
        and a.target.side not in (Side.STATE,)
    )
    if against_people and "protest" not in a.acts:
        return Typed("Mob violence", 0.7, (("Violent demonstration", 0.2),), "a crowd harms people")
    if a.crowd_hurt or (_is_crowd(a.target) and (a.killed or "shoot" in a.acts or "kill" in a.acts)):
        return Typed(
            "Excessive force against protesters",
            0.7,
            (("Violent demonstration", 0.2),),
            "demonstrators harmed",
        )
    if crowd_agent and a.acts & {"clash", "attack", "loot", "bomb", "kill"}:
        return Typed("Violent demonstration", 0.7, (("Mob violence", 0.2),), "demonstrators fight or destroy")
    forms = {_form(a.agent), _form(a.target)}
    police = any(p is not None and p.expression.branch == "police" for p in (a.agent, a.target))
    civilians_and_police = forms == {ActorForm.CIVILIAN, ActorForm.STATE} and police
    if "clash" in a.acts and (_is_crowd(a.target) or crowd_agent or "protest" in a.acts or civilians_and_police):
        return Typed(
            "Violent demonstration",
            0.65,
            (("Protest with intervention", 0.25),),
            "clashes at a demonstration",
        )
    if "disperse" in a.acts or ("arrest" in a.acts and (_is_crowd(a.target) or "protest" in a.acts)):
        return Typed("Protest with intervention", 0.7, (("Peaceful protest", 0.2),), "dispersed or arrested")
    if "protest" in a.acts:
        return Typed("Peaceful protest", 0.8, (), "demonstration without violence")
    return None


_NEIGHBOURS = frozenset(
    [
        "resident",
        "residents",
        "villager",
        "villagers",
        "locals",
        "inhabitants",
        "neighbours",
        "neighbors",
        "youths",
        "youth",
        "townspeople",
    ]
)
_UNOPPOSED = frozenset({"unopposed", "abandoned", "deserted"})
_LEFT_AGAIN = frozenset({"briefly", "hours"})


def _territory(a: Account) -> Typed | None:
    if "capture" not in a.acts:
        return None
    if a.words & _UNOPPOSED or (
        "without" in a.words and a.words & {"resistance", "fight", "fighting", "shot", "firing"}
    ):
        return Typed(
            "Non-violent transfer of territory",
            0.75,
            (("Non-state actor overtakes territory", 0.2),),
            "taken without a fight",
        )
    if a.words & _LEFT_AGAIN and a.words & {
        "briefly",
        "before",
        "withdrew",
        "left",
        "withdrawing",
        "leaving",
        "retreating",
    }:
        return Typed("Armed clash", 0.65, (("Non-state actor overtakes territory", 0.3),), "held for hours only")
    agent = a.agent
    state = _form(agent) is ActorForm.STATE and not (
        agent is not None and agent.expression.country and "foreign" in a.strong_words
    )
    if _form(agent) is ActorForm.NAMED and agent is not None and agent.side is Side.STATE:
        state = True
    if a.strong_words & {
        "recapture",
        "recaptured",
        "retake",
        "retook",
        "retaken",
        "liberated",
        "reclaimed",
        "regained",
        "recaptures",
        "retakes",
        "recapturing",
        "retaking",
    } and not (agent is not None and agent.side in (Side.REBEL, Side.MILITIA)):
        state = True
    if state:
        return Typed(
            "Government regains territory",
            0.65,
            (("Armed clash", 0.3), ("Non-violent transfer of territory", 0.2)),
            "state side takes a place",
        )
    return Typed(
        "Non-state actor overtakes territory",
        0.65,
        (("Armed clash", 0.3), ("Non-violent transfer of territory", 0.2)),
        "other side takes a place",
    )


def _disrupted(a: Account) -> Typed | None:
    if "disrupt" in a.acts and not a.killed and not a.acts & {"clash", "kill"}:
        return Typed("Disrupted weapons use", 0.75, (), "weapon found, defused or stopped")
    return None


def _means(a: Account) -> str | None:
    """The leading explosive means: from the acts themselves, then from weapon words of the clause."""
    from_acts = frozenset(_ACT_MEANS[act] for act in a.acts if act in _ACT_MEANS)
    words = frozenset(a.means & set(EXPLOSIVE_ORDER))
    if from_acts == {"ied"} and words - {"ied"}:
        from_acts |= words  # "bombed" says nothing of the means; planes, shells or a belt do
    if not from_acts and a.acts & {"kill", "attack", "die", "injure", "shoot"}:
        from_acts = words - (frozenset({"ied", "grenade"}) if "shoot" in a.acts else frozenset())
    if (
        "suicide" in (from_acts | words)
        and "air" not in from_acts
        and (from_acts or a.acts & {"kill", "attack", "bomb", "die", "injure"})
    ):
        return "suicide"
    return next((means for means in EXPLOSIVE_ORDER if means in from_acts), None)


def _explosive_in_battle(a: Account) -> Typed | None:
    """Exchange of fire beats explosives used in it, except a suicide device told by one document (section 0)."""
    means = _means(a)
    if means == "suicide":
        rivals = (("Armed clash", 0.35),) if a.gunmen_follow or a.acts & {"clash"} or "firearm" in a.means else ()
        return Typed("Suicide bomb", 0.85, rivals, "suicide device")
    if "clash" in a.acts and means is not None and not a.acts & {"airstrike", "shell"}:
        return Typed("Armed clash", 0.7, ((_EXPLOSIVE_TYPE[means], 0.25),), "exchange of fire")
    return None


_CLOSE = frozenset(
    {"storm", "raid", "ambush", "assault", "burst into", "besiege", "clash", "overrun"}
)  # at close range


def _battle(a: Account) -> Typed | None:
    if a.acts & {"airstrike", "shell", "bomb", "grenade", "chemical"} and "clash" not in a.acts:
        return None
    if "clash" in a.acts:
        if a.acts & {"airstrike", "shell"}:
            return Typed(
                "Armed clash",
                0.6,
                (
                    (
                        "Air/drone strike" if "airstrike" in a.acts else "Shelling/artillery/missile attack",
                        0.35,
                    ),
                ),
                "fighting on the ground",
            )
        return Typed("Armed clash", 0.8, (("Attack", 0.1),), "two armed sides")
    violent = a.acts & {"kill", "attack", "shoot", "injure", "die"}
    if (
        violent
        and _target_armed(a)
        and not (a.means & {"ied", "air", "shelling", "grenade"} and not a.acts & {"attack", "shoot"})
    ):
        both = _is_armed(a.agent) or a.agent is None
        if both:
            rival = (("Attack", 0.25),)
            return Typed("Armed clash", 0.7, rival, "armed target")
    return None


def _explosive(a: Account) -> Typed | None:
    means = _means(a)
    if means is None:
        return None
    if means == "ied" and a.acts == {"bomb"} and not (a.killed or a.injured) and _form(a.agent) is ActorForm.STATE:
        return Typed(
            "Air/drone strike",
            0.55,
            (("Shelling/artillery/missile attack", 0.4),),
            "bombing by a state force",
        )
    rivals: tuple[tuple[str, float], ...] = ()
    if means == "ied" and (
        _form(a.agent) is ActorForm.STATE or (a.agent is not None and a.agent.expression.form is ActorForm.EXTERNAL)
    ):
        return Typed(
            "Air/drone strike",
            0.6,
            (("Shelling/artillery/missile attack", 0.35), ("Remote explosive/landmine/IED", 0.2)),
            "bombing by a state force",
        )
    if means in ("air", "shelling"):
        other = "Shelling/artillery/missile attack" if means == "air" else "Air/drone strike"
        rivals = ((other, 0.15),)
    return Typed(_EXPLOSIVE_TYPE[means], 0.8, rivals, f"means: {means}")


def _civilian_harm(a: Account) -> Typed | None:
    if "sexual" in a.acts:
        if a.killed:
            return Typed("Sexual violence", 0.6, (("Attack", 0.4),), "sexual violence")
        return Typed("Sexual violence", 0.8, (), "sexual violence")
    taken = "abduct" in a.acts or (
        "arrest" in a.acts and a.agent is not None and a.agent.side in (Side.REBEL, Side.MILITIA)
    )
    if taken and not a.killed and not a.injured and not a.acts & {"kill", "shoot"}:
        return Typed("Abduction/forced disappearance", 0.85, (("Attack", 0.1),), "people taken")
    if a.acts & {"kill", "attack", "shoot"}:
        return Typed("Attack", 0.75, (("Armed clash", 0.15),), "unarmed people harmed")
    if "abduct" in a.acts:
        return Typed("Abduction/forced disappearance", 0.85, (), "people taken")
    return None


def _strategic(a: Account) -> Typed | None:
    if "arrest" in a.acts:
        return Typed("Arrests", 0.75, (("Abduction/forced disappearance", 0.1),), "arrests")
    if "loot" in a.acts:
        return Typed("Looting/property destruction", 0.7, (("Attack", 0.2),), "goods or buildings only")
    for act in _SIMPLE:
        if act in a.acts:
            return Typed(_SIMPLE_TYPE[act], 0.65, (), act)
    return None
