"""Which acts (groups of ``triggers.yml``) and sub-event types belong together, for the rules that ask about several.

An act that a user adds in a file of his own belongs to no family here and stands alone.
"""

from tocsin.model.types import REMOTE_TYPES

# Acts of one family in one clause tell one happening: "attacked the camp, killing nine" is one account.
FAMILY = {
    **dict.fromkeys(
        (
            *("kill", "die", "injure", "shoot", "attack", "clash", "airstrike", "bomb", "suicide", "shell", "grenade"),
            *("chemical", "sexual", "abduct", "displace", "loot", "destroy", "capture"),
        ),
        "violence",
    ),
    **dict.fromkeys(("protest", "disperse", "riot", "mob"), "crowd"),
}
# Which act names a happening best: the means, then the deed, then its effects.
PRIORITY = (
    *("suicide", "chemical", "airstrike", "shell", "grenade", "bomb", "capture", "clash", "mob", "riot", "attack"),
    *(
        "shoot",
        "sexual",
        "abduct",
        "kill",
        "protest",
        "disperse",
        "loot",
        "destroy",
        "arrest",
        "injure",
        "die",
        "displace",
    ),
)
# Deeds with their means, whose words support a weak word beside them, and which tolls told later belong to.
_DEEDS = frozenset({"kill", "shoot", "attack", "clash", "airstrike", "bomb", "suicide", "shell", "grenade", "chemical"})
VIOLENT_ACTS = _DEEDS | {"riot", "mob", "capture"}
SUPPORTING_ACTS = _DEEDS | {"abduct", "die", "injure", "sexual"}
# Acts whose words are hardly ever used of sport, business or culture.
SURE_ACTS = frozenset(
    {"kill", "abduct", "airstrike", "suicide", "shell", "bomb", "clash", "mob", "riot", "protest"}
    | {"capture", "chemical", "disperse"}
)
# Acts that somebody can be blamed for; "attack", "raid", "killing" may mean any of them when they point back.
BLAMED_ACTS = frozenset(act for act, family in FAMILY.items() if family == "violence") | {"mob", "riot", "disrupt"}
WIDE_ACTS = frozenset({"attack", "kill", "die", "injure", "shoot", "clash", "capture"})
# Acts that one noun may mean alike ("the blast" of a suicide bombing).
ALIKE = {"suicide": "bomb", "grenade": "bomb", **dict.fromkeys(("riot", "protest", "mob", "disperse"), "crowd")}
# Acts whose coming is feared or threatened; acts of a force that fights.
FEARED_ACTS = (_DEEDS - {"grenade", "chemical"}) | {"abduct", "sexual", "injure", "loot"}
FIGHTING_ACTS = frozenset(
    {"attack", "kill", "clash", "capture", "shoot", "bomb", "shell", "abduct", "withdraw", "change", "loot"}
    | {"airstrike", "suicide", "arrest", "injure"}
)
TOLL_ACTS = frozenset({"die", "injure", "kill"})
CROWD_ACTS = frozenset({"protest", "disperse", "riot", "mob"})
# Acts that states carry out from afar, so that the name of a state in the clause may be all that says who acted.
FROM_AFAR = frozenset({"airstrike", "shell", "bomb", "attack"})

CROWD_TYPES = frozenset(
    {
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
        "Violent demonstration",
        "Mob violence",
    }
)
# Types in which the agent is armed.
VIOLENT_TYPES = frozenset(
    {
        *REMOTE_TYPES,
        "Armed clash",
        "Attack",
        "Abduction/forced disappearance",
        "Sexual violence",
        "Non-state actor overtakes territory",
        "Government regains territory",
    }
)
# In a document about riots these may be what the crowd did.
MAYBE_MOB_TYPES = frozenset(
    {
        "Attack",
        "Violent demonstration",
        "Looting/property destruction",
        "Armed clash",
        "Excessive force against protesters",
    }
)
# The act that a type tells, where a noun that points back may mean the happening by its type.
ACT_OF_TYPE = {
    "Remote explosive/landmine/IED": "bomb",
    "Suicide bomb": "bomb",
    "Grenade": "bomb",
    "Air/drone strike": "airstrike",
    "Shelling/artillery/missile attack": "shell",
    "Chemical weapon": "chemical",
    "Arrests": "arrest",
    "Abduction/forced disappearance": "abduct",
    "Sexual violence": "sexual",
}
# The act that a type of no single means is told by.
MAIN_ACT = {
    "Attack": "attack",
    "Armed clash": "clash",
    "Mob violence": "mob",
    "Violent demonstration": "riot",
    "Peaceful protest": "protest",
    "Protest with intervention": "protest",
    "Excessive force against protesters": "disperse",
    "Looting/property destruction": "loot",
    "Government regains territory": "capture",
    "Non-state actor overtakes territory": "capture",
    "Disrupted weapons use": "disrupt",
    "Agreement": "agree",
    "Change to group/activity": "change",
}
