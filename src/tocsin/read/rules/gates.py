"""Which triggers are let through. Weak words need support; each act has its own demand. A refusal is a short reason
that ``tocsin explain`` shows."""

from collections.abc import Sequence

from tocsin.model.expressions import ActorForm, TimeForm
from tocsin.model.values import Side, VictimStatus
from tocsin.read.rules.chunks import Chunk, ChunkKind, is_country
from tocsin.read.rules.grammar import by_agent, is_active, object_right, subject_left
from tocsin.read.rules.lexicon import Lexicon, TriggerEntry
from tocsin.read.rules.statements_running import is_statistic
from tocsin.read.rules.victims import Victims

_VIOLENT = frozenset(
    {
        "kill",
        "shoot",
        "attack",
        "clash",
        "airstrike",
        "bomb",
        "suicide",
        "shell",
        "grenade",
        "chemical",
        "abduct",
        "die",
        "injure",
        "sexual",
    }
)
_HARM = (VictimStatus.KILLED, VictimStatus.INJURED, VictimStatus.ABDUCTED)
_CALL = frozenset(
    {
        "cyber",
        "heart",
        "panic",
        "asthma",
        "verbal",
        "scathing",
        "personal",
        "media",
        "legal",
        "political",
        "price",
        "shark",
        "dog",
        "hacker",
        "phishing",
        "malware",
        "virus",
    }
)
_STRIKE_OTHER = frozenset(
    {
        "hunger",
        "general",
        "labour",
        "labor",
        "transport",
        "rail",
        "teachers",
        "pilots",
        "bus",
        "tube",
        "workers",
        "nurses",
        "doctors",
        "national",
        "lightning",
    }
)
_HOSTAGES = frozenset(
    ["hostage", "hostages", "captive", "captives", "kidnapped", "abducted", "seized", "abductees", "kidnappers"]
)
_DEAL_VERBS = frozenset(
    [
        "sign",
        "signed",
        "signs",
        "agree",
        "agreed",
        "agrees",
        "announce",
        "announced",
        "announces",
        "declare",
        "declared",
        "reach",
        "reached",
        "brokered",
        "struck",
        "clinched",
        "concluded",
        "extended",
        "took",
        "take",
        "effect",
        "came",
    ]
)
_CURFEW_VERBS = frozenset(
    [
        "impose",
        "imposed",
        "imposes",
        "clamp",
        "clamped",
        "declare",
        "declared",
        "announced",
        "ordered",
        "enforced",
        "under",
        "lifted",
        "relaxed",
        "extended",
        "placed",
    ]
)


def _trigger(chunks: Sequence[Chunk], index: int) -> TriggerEntry:
    """The trigger at ``index``, which the caller knows to be one."""
    trigger = chunks[index].trigger
    assert trigger is not None
    return trigger


_ARMED_SIDES = frozenset({Side.REBEL, Side.MILITIA, Side.STATE, Side.PERPETRATOR})
_MASS = 5  # arrests of so many at once are no ordinary police work (codebook section 2, Arrests: mass arrest)


def _armed(chunk: Chunk) -> bool:
    people = chunk.people
    if people is None:
        return False
    form = people.expression.form
    if form is ActorForm.NAMED:
        return people.side in (Side.REBEL, Side.MILITIA, Side.STATE, Side.PERPETRATOR)
    return form in (ActorForm.ARMED, ActorForm.EXTERNAL) or (form is ActorForm.STATE)


def supported(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> bool:
    """Whether the sentence holds another sign of political violence: armed people, a weapon, harm, a strong trigger."""
    if any(v.status in _HARM and v.cue != index for v in victims):
        return True
    for k, chunk in enumerate(chunks):
        if k == index:
            continue
        if chunk.weapon is not None and chunk.weapon.means != "crowd":
            return True
        if _armed(chunk):
            return True
        trigger = chunk.trigger
        if trigger is not None and not trigger.weak and trigger.act in _VIOLENT:
            return True
    return False


def refuse_trigger(
    chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon, violent: bool = False
) -> str | None:
    """Why the trigger at ``index`` is not let through; ``None`` when it is.

    ``violent`` says that the document tells violence elsewhere: then a noun that refers to it needs no further sign
    in its own sentence ("Last month's attack showed …").
    """
    trigger = _trigger(chunks, index)
    before = chunks[index - 1].lower.split(" ")[-1] if index else ""
    if before in _CALL or (trigger.base == "strike" and before in _STRIKE_OTHER):
        return f"'{before} {chunks[index].lower}' is no violence"
    if trigger.act in ("kill", "die", "injure") and _accident(chunks, lexicon):
        return "harm by accident or nature"
    if any(word in lexicon.words["make_believe"] for c in chunks for word in c.lower.split(" ")):
        return "an exercise or fiction"
    if _in_court(chunks, index, lexicon):
        return "the matter of a trial"
    if trigger.act in ("kill", "die", "injure", "displace", "abduct") and is_statistic(chunks, index):
        return "a running total, no toll of one happening"
    if trigger.act == "kill" and any(v.cue == index and v.count is not None for v in victims):
        return None  # "87 farmers were slaughtered": people, counted
    if violent and trigger.weak and trigger.act in ("attack", "clash", "bomb", "shoot") and _refers(chunks, index):
        return None
    demand = _DEMANDS.get(trigger.act)
    if demand is not None:
        return demand(chunks, index, victims, lexicon)
    if trigger.weak and not supported(chunks, index, victims, lexicon):
        return "weak word without armed people, weapon or harm in its sentence"
    return None


def _refers(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a noun trigger points at a happening the reader knows: "the raid", "Monday's attack"."""
    if not _trigger(chunks, index).is_noun or index == 0:
        return False
    before = chunks[index - 1].lower
    dated = before == "'s" and index > 1 and chunks[index - 2].time is not None
    return dated or before in ("the", "this", "that")


def _accident(chunks: Sequence[Chunk], lexicon: Lexicon) -> bool:
    """Whether the sentence tells of an accident or disaster and of nobody armed and no weapon."""
    told = any(word in lexicon.words["accident"] for c in chunks for word in c.lower.split(" "))
    return told and not any(_armed(c) or (c.weapon is not None and c.weapon.means not in ("crowd",)) for c in chunks)


def _in_court(chunks: Sequence[Chunk], index: int, lexicon: Lexicon) -> bool:
    """Whether a trigger is what a court deals with: words of a trial before it, and no full date that says when."""
    trigger = _trigger(chunks, index)
    if trigger.form in ("past", "participle"):
        return False
    before = any(word in lexicon.words["court"] for c in chunks[:index] for word in c.lower.split(" "))
    dated = any(c.time is not None and c.time.form is TimeForm.ABSOLUTE and c.time.month is not None for c in chunks)
    return before and not dated


def _weak(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    if trigger.weak and not supported(chunks, index, victims, lexicon):
        return "weak word without armed people, weapon or harm in its sentence"
    return None


_IMPACTS = frozenset({"fall on", "land on", "land in", "rain down on", "crash into"})
_RAMS = frozenset({"ram", "ram into", "smash into", "slam into", "plough into", "plow into", "drive into"})


def _attack(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    if not trigger.is_noun and trigger.base in (
        "hit",
        "strike",
        "target",
        "storm",
        "beat",
        "burst into",
        "raid",
    ):
        agent = subject_left(chunks, index) if is_active(chunks, index) else by_agent(chunks, index)
        armed = agent is not None and _armed(chunks[agent])
        weapon = any(c.weapon is not None for c in chunks)
        crowd = agent is not None and chunks[agent].form is ActorForm.CROWD
        harmed = any(v.status in _HARM for v in victims)
        residents = agent is not None and chunks[agent].people is not None and trigger.base == "beat"
        if not (armed or weapon or crowd or residents or (harmed and trigger.base in ("storm", "raid", "beat"))):
            return "weak verb without an armed subject or weapon"
    if trigger.is_noun and trigger.base in (
        "operation",
        "offensive",
        "siege",
        "incursion",
        "assault",
        "assaults",
    ):
        return (
            None
            if any(_armed(c) for c in chunks) or any(v.status in _HARM for v in victims)
            else "weak noun without armed people"
        )
    return _weak(chunks, index, victims, lexicon)


def _toll(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    if not any(v.cue == index for v in victims):
        return "no count stands with it"
    return None


def _capture(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    near = chunks[index + 1 : index + 6]
    left = chunks[max(0, index - 6) : index]
    if trigger.base in ("take", "wrest") and not trigger.is_noun:
        return _takes_place(chunks, index)
    place_right = any(c.place is not None and not is_country(c) for c in near) or any(
        c.object_side == "state" for c in near
    )
    place_left = any(c.place is not None and not is_country(c) for c in left)
    armed = any(_armed(c) for c in chunks)
    words = {c.lower for c in near} | {w for c in near for w in c.lower.split(" ")}
    ground = bool(
        words
        & {
            "town",
            "towns",
            "village",
            "villages",
            "city",
            "territory",
            "positions",
            "area",
            "areas",
            "base",
            "checkpoint",
            "district",
            "control",
            "region",
            "airport",
            "bridge",
            "border",
            "crossing",
        }
    )
    if not trigger.is_noun and any(v.cue == index for v in victims) and not place_right:
        return None if armed else "nothing captured but people, and nobody armed"
    if trigger.base in ("enter", "occupy", "seize", "take over", "advance into") and not (
        armed and (place_right or ground)
    ):
        return "no armed side takes a place"
    if not armed or not (place_right or place_left or ground):
        return "no armed side takes a place"
    if trigger.base == "seize" and words & {
        "weapons",
        "arms",
        "ammunition",
        "explosives",
        "drugs",
        "cocaine",
        "heroin",
        "assets",
        "documents",
        "power",
    }:
        return "goods seized, not ground"
    return None


def _takes_place(chunks: Sequence[Chunk], index: int) -> str | None:
    """ "took the village of X": the place must follow at once and somebody armed must act."""
    for chunk in chunks[index + 1 : index + 6]:
        if chunk.place is not None and not is_country(chunk):
            agent = subject_left(chunks, index)
            return None if agent is not None and _armed(chunks[agent]) else "nobody armed takes the place"
        if chunk.lower not in (
            "the",
            "town",
            "village",
            "city",
            "of",
            "control",
            "full",
            "district",
            "back",
            "strategic",
            "key",
            "area",
            "base",
            "port",
            "towns",
            "villages",
        ):
            break
    return "no place is taken"


def _disperse(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    crowd = any(
        c.people is not None
        and (
            c.people.expression.form is ActorForm.CROWD
            or (c.people.plural and c.people.expression.form is ActorForm.CIVILIAN)
        )
        for c in chunks
    )
    protest = any(c.trigger is not None and c.trigger.act in ("protest", "riot") for c in chunks)
    return None if crowd or protest or not trigger.weak else "no crowd is dispersed"


def _riot(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    after = chunks[index + 1].lower if index + 1 < len(chunks) else ""
    if trigger.is_noun and after == "of":
        return "a manner of speaking"
    if not trigger.weak:
        return None
    crowd = any(c.form in (ActorForm.CROWD, ActorForm.CIVILIAN) for c in chunks)
    things = any(
        c.object_side is not None or (c.form is ActorForm.STATE) or (c.weapon is not None and c.weapon.means == "crowd")
        for c in chunks
    )
    return None if crowd and things else "no crowd does harm"


def _arrest(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    caught = [v for v in victims if v.cue == index]
    group = any(
        c.people is not None and c.people.group == "named" and c.people.side in (Side.REBEL, Side.MILITIA)
        for c in chunks
    )
    political = (
        group
        or any(
            c.people is not None
            and (
                c.people.side in (Side.REBEL, Side.MILITIA)
                or c.people.expression.form in (ActorForm.CROWD, ActorForm.NAMED)
                or c.people.group in ("gunmen", "bomber")
            )
            for c in chunks
        )
        or any(
            w in c.lower.split(" ")
            for c in chunks
            for w in (
                "opposition",
                "activist",
                "activists",
                "journalist",
                "journalists",
                "coup",
                "terror",
                "terrorism",
                "protest",
                "dissidents",
                "separatist",
            )
        )
    )
    numbered = any(v.count is not None for v in caught)
    if any(v.count is not None and (v.count.low or 0) >= _MASS for v in caught):
        return None
    if caught and political and (numbered or group or any(v.side in (Side.REBEL, Side.MILITIA) for v in caught)):
        return None
    return "no number of people tied to political violence was arrested"


_SHOWN = frozenset(
    ["the", "a", "an", "that", "its", "their", "his", "how", "what", "coordination", "commitment", "this", "our"]
)


def _many(chunk: Chunk) -> bool:
    """Whether a phrase counts a gathering: a crowd, a bare number, or three and more people."""
    people = chunk.people
    if people is None:
        return chunk.kind is ChunkKind.NUMBER
    if people.expression.form is ActorForm.CROWD:
        return True
    return people.expression.form is ActorForm.CIVILIAN and people.count is not None and (people.count.low or 0) >= 3


def _protest(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    words = {w for c in chunks for w in c.lower.split(" ")}
    if words & {"shares", "stocks", "index", "profit", "mac", "madness"}:
        return "market or other talk"
    crowd = any(_many(c) for c in chunks)
    people = any(c.form is ActorForm.CIVILIAN for c in chunks)
    cause = bool(
        words
        & {
            "against",
            "demand",
            "demanding",
            "over",
            "calling",
            "demanded",
            "support",
            "solidarity",
            "streets",
            "condemn",
            "denounce",
        }
    )
    following = chunks[index + 1].lower if index + 1 < len(chunks) else ""
    if trigger.base == "demonstrate" and not trigger.is_noun and following in _SHOWN:
        return "shows something; no crowd"
    if trigger.base == "march" and not trigger.is_noun and trigger.form == "base" and not crowd:
        return "no crowd marches"
    before = {c.lower for c in chunks[max(0, index - 2) : index]}
    gathering = (
        trigger.is_noun
        and bool(before & {"a", "peaceful", "silent", "mass", "protest", "at", "during"})
        and (people or any(_armed(c) for c in chunks))
    )
    held = {c.lower for c in chunks[index + 1 : index + 5]} & {
        "held",
        "staged",
        "erupted",
        "organised",
        "organized",
        "broke",
    }
    if gathering or (trigger.is_noun and held):
        return None
    if (trigger.weak and not (crowd or (people and cause))) or (trigger.is_noun and not (crowd or cause or people)):
        return "no crowd or cause in the sentence"
    return None


def _change(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    words = {w for c in chunks for w in c.lower.split(" ")}
    if trigger.base == "curfew":
        return None if words & _CURFEW_VERBS else "curfew only mentioned"
    if trigger.is_noun:
        return "movement only mentioned"
    forces = any(c.form in (ActorForm.STATE, ActorForm.EXTERNAL, ActorForm.ARMED, ActorForm.NAMED) for c in chunks)
    return None if forces or "curfew" in words else "no armed people move or change"


def _agree(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    words = {w for c in chunks[max(0, index - 6) : index + 5] for w in c.lower.split(" ")}
    if trigger.is_noun and not words & _DEAL_VERBS:
        return "agreement only mentioned"
    war = any(_armed(c) for c in chunks) or bool(
        {w for c in chunks for w in c.lower.split(" ")}
        & {"ceasefire", "cease-fire", "truce", "peace", "prisoner", "prisoners", "rebel", "rebels"}
    )
    return None if war else "no warring side agrees"


def _withdraw(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    place = any(c.place is not None and not is_country(c) for c in chunks[index : index + 9])
    agent = subject_left(chunks, index) if not trigger.is_noun else None
    moved = any(_armed(c) for c in chunks[index + 1 : index + 5])
    armed = moved or (agent is not None and _armed(chunks[agent]))
    return None if armed and place else "no armed side leaves a place"


def _surrender(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    who = chunks[max(0, index - 9) : index] if not _trigger(chunks, index).is_noun else chunks[index : index + 6]
    armed = any(c.people is not None and c.people.side in _ARMED_SIDES for c in who)
    counted = any(v.cue == index and v.side in _ARMED_SIDES for v in victims)  # their name may stand between
    return None if armed or counted else "nobody armed surrenders"


def _release(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    words = {w for c in chunks for w in c.lower.split(" ")}
    return (
        None
        if words & _HOSTAGES and (object_right(chunks, index) is not None or not is_active(chunks, index))
        else "no captives are freed"
    )


def _displace(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    return None if any(v.cue == index and v.count is not None for v in victims) else "no number of displaced"


def _disrupt(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    weapons = any(c.weapon is not None and c.weapon.means != "crowd" for c in chunks)
    words = {w for c in chunks for w in c.lower.split(" ")}
    if trigger.base in ("recover", "confiscate", "unearth") and trigger.weak:
        return "no weapons are found"
    if trigger.base in ("intercept", "thwart", "foil", "defuse"):
        return None if weapons or words & {"attack", "attacks", "bombing", "plot"} else "nothing armed was stopped"
    return None


def _loot(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    who = any(_armed(c) or (c.form is ActorForm.CROWD) for c in chunks)
    what = any(c.object_side is not None for c in chunks) or any(
        w in c.lower.split(" ")
        for c in chunks
        for w in ("buildings", "property", "vehicles", "cars", "livestock", "food", "aid", "buses", "tyres")
    )
    return (
        None
        if who and (what or _trigger(chunks, index).weak is False)
        else "nobody armed or rioting takes or burns goods"
    )


def _coup(chunks: Sequence[Chunk], index: int, victims: Sequence[Victims], lexicon: Lexicon) -> str | None:
    trigger = _trigger(chunks, index)
    timed = any(c.time is not None for c in chunks)
    soldiers = any(c.form in (ActorForm.STATE, ActorForm.GOVERNMENT) for c in chunks)
    if "grave" in trigger.base:
        return (
            None
            if any(w in c.lower for c in chunks for w in ("found", "discover", "unearth", "exhum"))
            else "grave only mentioned"
        )
    if trigger.is_noun:
        return None if timed else "coup only mentioned"
    return None if timed or soldiers else "no soldiers take power"


_DEMANDS = {
    "attack": _attack, "disperse": _disperse, "riot": _riot, "die": _toll, "injure": _toll, "capture": _capture, "arrest": _arrest, "protest": _protest, "change": _change,
    "agree": _agree, "withdraw": _withdraw, "surrender": _surrender, "release": _release, "displace": _displace, "disrupt": _disrupt,
    "loot": _loot, "coup": _coup,
}  # fmt: skip
