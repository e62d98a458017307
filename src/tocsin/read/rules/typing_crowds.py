"""Types of demonstrations, riots and mobs (CODEBOOK section 2, confusable pairs 3 and 4)."""

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.chunks import People
from tocsin.read.rules.typing_account import Account, Typed, fights
from tocsin.read.rules.word_lists import happening_words

_FORCE = "Excessive force against protesters"
_PEACEFUL = "Peaceful protest"
_INTERVENTION = "Protest with intervention"
_RIOT = "Violent demonstration"
_MOB = "Mob violence"
_TURNED = "a gathering that turned violent"


def crowd(a: Account) -> Typed | None:
    """The type of an account with a crowd; ``None`` when no crowd, or nothing of a crowd, is told."""
    typed = _mob(a) or _mob_met(a) or _unarmed_fight(a) or _harm_at_protest(a)
    if typed is not None:
        return typed
    turned = _turned_violent(a)
    if not _is_protest(a) and not a.does("riot") and not turned:
        return None
    for rule in (_arrests, _rioters, _crowd_attacks, _crowd_harmed, _crowd_fights, _intervention):
        typed = rule(a)
        if typed is not None:
            return typed
    if a.does("protest") and turned:
        return Typed(_RIOT, 0.75, ((_MOB, 0.2),), _TURNED)
    return Typed(_PEACEFUL, 0.8, (), "demonstration without violence") if a.does("protest") else None


def _turned_violent(a: Account) -> bool:
    """Whether a gathering turned violent: one riot, not a march and a riot (CODEBOOK section 1)."""
    return any(a.words.issuperset(phrase.split()) for phrase in happening_words("turned_violent"))


def _mob(a: Account) -> Typed | None:
    """Mobs, and residents who attack the unarmed."""
    rioters = a.crowd_acts and a.agent is not None and a.agent.expression.branch == "rioters"
    if a.does("mob") or (rioters and a.does("kill", "attack", "loot", "destroy", "injure", "die", "riot")):
        return Typed(_MOB, 0.8, ((_RIOT, 0.15),), "violent crowd")
    neighbours = (
        a.agent is not None
        and a.agent_form is ActorForm.CIVILIAN
        and not happening_words("neighbours").isdisjoint(a.agent.expression.head.split())
    )
    if neighbours and a.does("kill", "attack", "loot") and not fights(a.target):
        return Typed(_MOB, 0.65, (("Attack", 0.3),), "residents take the law into their hands")
    return None


def _mob_met(a: Account) -> Typed | None:
    """Forces that fire at a mob or at rioters: a riot, not a peaceful crowd hit."""
    mob = a.target is not None and a.target_form is ActorForm.CROWD and a.target.expression.branch == "rioters"
    if mob and a.agent_form is ActorForm.STATE and a.does("shoot", "kill", "injure", "attack"):
        return Typed(_MOB, 0.65, ((_RIOT, 0.3), (_FORCE, 0.2)), "forces against a mob")
    return None


def _unarmed_fight(a: Account) -> Typed | None:
    """A fight of people who are no armed group, without arms of war: "students fought with sticks and stones"."""
    heads = [p.expression.head.split() for p in (a.agent, a.target) if p is not None]
    unarmed = bool(heads) and all(not happening_words("neighbours").isdisjoint(head) for head in heads)
    armed = a.means - {"crowd", "blade"} or a.target_armed()
    if a.does("clash") and unarmed and not armed and a.words.isdisjoint(happening_words("gathering_words")):
        return Typed(_MOB, 0.6, (("Armed clash", 0.3),), "people without arms of war fight")
    return None


def _harm_at_protest(a: Account) -> Typed | None:
    harmed = a.killed or a.injured
    if a.at_protest and harmed and not a.crowd_acts and a.does("kill", "shoot", "die", "injure", "attack"):
        return Typed(_FORCE, 0.65, (("Attack", 0.3),), "people harmed at a demonstration")
    return None


def _is_protest(a: Account) -> bool:
    """Whether the account is one of a demonstration at all."""
    if a.does("protest", "disperse", "riot"):
        return True
    if a.crowd_acts or a.crowd_suffers:
        return _gathering_near(a) or not a.acts <= {"arrest"}
    if a.does("clash") and a.forms == {ActorForm.CIVILIAN, ActorForm.STATE} and _many_unarmed(a):
        return True
    return _gathering_near(a) and a.does("arrest") and not a.killed


def _gathering_near(a: Account) -> bool:
    """Whether the crowd that is named stands at a demonstration; supporters rounded up at home do not."""
    return a.crowd_near and not a.words.isdisjoint(happening_words("gathering_words"))


def _arrests(a: Account) -> Typed | None:
    if _gathering_near(a) and a.does("arrest") and not a.acts - {"arrest", "protest", "disperse"}:
        return Typed(_INTERVENTION, 0.65, (("Arrests", 0.25),), "arrests at a demonstration")
    return None


def _rioters(a: Account) -> Typed | None:
    gathered = a.words & happening_words("gathering_words")
    if gathered and _turned_violent(a) and a.does("loot", "attack", "clash", "riot"):
        return Typed(_RIOT, 0.75, ((_MOB, 0.2),), _TURNED)
    protesting = a.does("protest", "disperse") or a.words & happening_words("gathering_words")
    if not protesting and a.does("riot") and a.words & happening_words("riots_elsewhere"):
        return Typed(_MOB, 0.65, ((_RIOT, 0.3),), "riot outside a demonstration")
    if not protesting and a.does("loot") and a.crowd_destroys and not a.does("riot"):
        return Typed(_MOB, 0.65, ((_RIOT, 0.3),), "a crowd loots or burns")
    if a.does("riot"):
        return Typed(_RIOT, 0.75, ((_MOB, 0.3),), "violence by demonstrators")
    if a.crowd_destroys and not a.killed:
        return Typed(_RIOT, 0.7, ((_FORCE, 0.25),), "demonstrators destroy or attack")
    return None


def _crowd_attacks(a: Account) -> Typed | None:
    against_people = a.target is not None and a.target.side is not Side.STATE
    if a.crowd_acts and against_people and a.does("kill", "attack", "injure", "abduct") and not a.does("protest"):
        return Typed(_MOB, 0.7, ((_RIOT, 0.2),), "a crowd harms people")
    return None


def _crowd_harmed(a: Account) -> Typed | None:
    if a.crowd_hurt or (a.crowd_suffers and (a.killed or a.does("shoot", "kill"))):
        return Typed(_FORCE, 0.7, ((_RIOT, 0.2),), "demonstrators harmed")
    return None


def _crowd_fights(a: Account) -> Typed | None:
    if a.crowd_acts and a.does("clash", "attack", "loot", "destroy", "bomb", "kill"):
        return Typed(_RIOT, 0.7, ((_MOB, 0.2),), "demonstrators fight or destroy")
    police = any(p is not None and _keeps_order(p) for p in (a.agent, a.target))
    civilians_and_police = police and a.forms == {ActorForm.CIVILIAN, ActorForm.STATE} and _many_unarmed(a)
    if a.does("clash") and (a.crowd_suffers or a.does("protest") or civilians_and_police):
        return Typed(_RIOT, 0.65, ((_INTERVENTION, 0.25),), "clashes at a demonstration")
    return None


def _keeps_order(people: People) -> bool:
    """Whether a force is one that keeps order: police, or "security forces"."""
    return people.expression.branch == "police" or people.expression.head.startswith("security")


def _many_unarmed(a: Account) -> bool:
    """Whether several unarmed people fight, and not with guns: one man in an encounter with the police is no crowd."""
    several = any(p is not None and p.form is ActorForm.CIVILIAN and p.plural for p in (a.agent, a.target))
    return several and a.trigger_words.isdisjoint(happening_words("gunfights"))


def _intervention(a: Account) -> Typed | None:
    if a.does("disperse") or (a.does("arrest") and (_gathering_near(a) or a.does("protest"))):
        return Typed(_INTERVENTION, 0.7, ((_PEACEFUL, 0.2),), "dispersed or arrested")
    return None
