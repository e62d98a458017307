"""The codebook's decision procedure for the sub-event type of one account (CODEBOOK section 2).

It runs on what one stretch of text says; ``merge`` runs the part of it again that depends on several accounts. The
rules are asked in order, and the first that answers decides: crowds, territory, stopped weapons, explosives in battle,
battle, explosives alone, harm to civilians, strategic developments.
"""

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.typing_account import Account, Typed
from tocsin.read.rules.typing_crowds import crowd
from tocsin.read.rules.typing_violence import (
    battle,
    civilian_harm,
    disrupted,
    explosive,
    explosive_in_battle,
    territory,
)
from tocsin.read.rules.word_lists import happening_words

__all__ = ["Account", "Typed", "decide"]

# Acts whose type needs nothing else to be known, in the order in which they win.
_SIMPLE = {
    "agree": "Agreement",
    "change": "Change to group/activity",
    "surrender": "Change to group/activity",
    "base": "Headquarters or base established",
    "coup": "Other",
    "displace": "Other",
    "withdraw": "Change to group/activity",
}


def decide(account: Account) -> Typed | None:
    """Sub-event type of an account; ``None`` when nothing in it makes an event of its own (a bare toll)."""
    for rule in (
        crowd,
        territory,
        disrupted,
        explosive_in_battle,
        battle,
        explosive,
        civilian_harm,
        _strategic,
    ):
        typed = rule(account)
        if typed is not None:
            return typed
    return None


def _strategic(a: Account) -> Typed | None:
    if a.does("arrest") or a.people_taken:
        return Typed("Arrests", 0.75, (("Abduction/forced disappearance", 0.1),), "arrests")
    if a.does("loot", "destroy"):
        return Typed("Looting/property destruction", 0.7, (("Attack", 0.2),), "goods or buildings only")
    if a.does("release"):
        return _release(a)
    for act, sub_event_type in _SIMPLE.items():
        if act in a.acts:
            return Typed(sub_event_type, 0.65, (), act)
    return None


def _release(a: Account) -> Typed:
    """Captives let go are an agreement (codebook section 2); captives rescued by a force are not."""
    rescued = a.agent_form is ActorForm.STATE or any("rescue" in word for word in a.trigger_words)
    if rescued or not a.trigger_words.isdisjoint(happening_words("broken_out")):
        return Typed("Other", 0.65, (("Agreement", 0.2),), "release")
    return Typed("Agreement", 0.6, (("Other", 0.3),), "captives let go")
