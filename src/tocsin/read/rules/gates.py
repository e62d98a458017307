"""Which triggers are let through. Manners of speaking, accidents, fiction and trials are kept out; weak words need
support; each act has its own demand (``gates_*.py``). A refusal has a code and the words that decided, which ``tocsin
explain`` shows."""

from collections.abc import Callable, Mapping, Sequence

from tocsin.model.expressions import TimeForm
from tocsin.read.rules.acts import VIOLENT_ACTS
from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import Chunk, Chunks, trigger_at, words_of
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.gates_crowds import disperse, loot, protest, riot
from tocsin.read.rules.gates_destroy import destroy
from tocsin.read.rules.gates_fiction import is_make_believe
from tocsin.read.rules.gates_fights import engages
from tocsin.read.rules.gates_harm import attack, displace, disrupt, toll
from tocsin.read.rules.gates_politics import agree, arrest, change, coup, release
from tocsin.read.rules.gates_territory import capture, surrender, withdraw
from tocsin.read.rules.occasions import victim_of_noun
from tocsin.read.rules.statements_running import is_statistic
from tocsin.read.rules.victims import Victims
from tocsin.read.rules.word_lists import context_words, gate_words

_DEMANDS: Mapping[str, Callable[[Candidate], Against | None]] = {
    "attack": attack,
    "die": toll,
    "injure": toll,
    "displace": displace,
    "disrupt": disrupt,
    "disperse": disperse,
    "riot": riot,
    "protest": protest,
    "loot": loot,
    "destroy": destroy,
    "capture": capture,
    "withdraw": withdraw,
    "surrender": surrender,
    "arrest": arrest,
    "change": change,
    "agree": agree,
    "release": release,
    "coup": coup,
}
_ACCIDENTAL = frozenset({"kill", "die", "injure", "bomb", "chemical"})
_LONG_AGO = ("month", "year", "decade")
_RECKONED_REACH = 8  # chunks between "a year after" and the verb of what the time is reckoned from
_TOTALLED = frozenset({"kill", "die", "injure", "displace", "abduct"})
_REFERRING = frozenset({"attack", "clash", "bomb", "shoot"})


def refuse_trigger(
    chunks: Chunks, index: int, victims: Sequence[Victims], words: set[str] | None = None, violent: bool = False
) -> Against | None:
    """Why the trigger at ``index`` is not let through; ``None`` when it is.

    ``words`` are the sentence's single words, when the caller has them already. ``violent`` says that the document
    tells violence elsewhere: then a noun that refers to it needs no further sign in its own sentence ("Last month's
    attack showed …").
    """
    trigger = trigger_at(chunks, index)
    candidate = Candidate(chunks, index, trigger, victims, words_of(chunks) if words is None else words)
    reason = _no_happening(candidate)
    if reason is not None:
        return reason
    if trigger.act == "kill" and any(v.count is not None for v in candidate.own_victims):
        return None  # "87 farmers were slaughtered": people, counted
    if victim_of_noun(candidate.chunks, index) is not None:
        return None
    if violent and trigger.weak and trigger.act in _REFERRING and _refers(candidate):
        return None
    if trigger.base == "engage" and not engages(candidate):
        return Against("nobody_engaged")
    demand = _DEMANDS.get(trigger.act)
    return demand(candidate) if demand is not None else candidate.weak()


def _no_happening(candidate: Candidate) -> Against | None:
    """What keeps any trigger out, whatever its act."""
    trigger = candidate.trigger
    before = candidate.lower(-1).split(" ")[-1]
    labour = trigger.base == "strike" and before in gate_words("labour_before_strike")
    if labour or before in gate_words("no_violence_before"):
        return Against("figure_of_speech", (f"{before} {candidate.lower(0)}",))
    if trigger.act in _ACCIDENTAL and _to_oneself(candidate):
        return Against("to_oneself")
    if trigger.act in _ACCIDENTAL and _accident(candidate):
        return Against("accident", candidate.which(context_words("accident")))
    if is_make_believe(candidate):
        return Against("make_believe", candidate.which(context_words("make_believe")))
    if _long_past(candidate):
        return Against("long_past")
    if _in_court(candidate):
        return Against("in_court", candidate.which(context_words("court")))
    if trigger.act in _TOTALLED and is_statistic(candidate.chunks, candidate.index):
        return Against("running_total")
    return None


def _long_past(candidate: Candidate) -> bool:
    """Whether the trigger tells the happening of "a year after soldiers shot at …"."""
    for k in range(candidate.index - 1, max(-1, candidate.index - 1 - _RECKONED_REACH), -1):
        chunk = candidate.chunks[k]
        if chunk.time is not None and chunk.time.form is TimeForm.EVENT:
            return chunk.time.unit in _LONG_AGO and (chunk.time.offset or 0) > 0
        if chunk.lower in (",", ";", "."):
            return False
    return False


def _refers(candidate: Candidate) -> bool:
    """Whether a noun trigger points at a happening the reader knows: "the raid", "Monday's attack"."""
    if not candidate.trigger.is_noun or candidate.index == 0:
        return False
    before = candidate.lower(-1)
    dated = before == "'s" and candidate.index > 1 and candidate.chunks[candidate.index - 2].time is not None
    return dated or before in ("the", "this", "that")


def _to_oneself(candidate: Candidate) -> bool:
    """Whether somebody harms nobody but himself ("killed himself"), and with no explosive device."""
    harmed = candidate.own_victims
    alone = bool(harmed) and all(candidate.chunks[v.phrase].lower.endswith(("self", "selves")) for v in harmed)
    return alone and not any(chunk.weapon_of_war or chunk.act in VIOLENT_ACTS - {"kill"} for chunk in candidate.chunks)


def _accident(candidate: Candidate) -> bool:
    """Whether the sentence tells of an accident or disaster and of nobody armed and no weapon."""
    if not candidate.says(context_words("accident")):
        return False
    leak = candidate.says(gate_words("leaks"))
    befallen = _befallen(candidate)
    return not any(
        (chunk.armed and k not in befallen) or _is_arm(chunk, leak) for k, chunk in enumerate(candidate.chunks)
    )


def _befallen(candidate: Candidate) -> set[int]:
    """The armed people whom an accident may befall: its victims, where the sentence tells no other act of violence."""
    if not candidate.says(context_words("accident_to_forces")):
        return set()
    if any(chunk.act in VIOLENT_ACTS - _ACCIDENTAL for chunk in candidate.chunks):
        return set()
    return {victims.phrase for victims in candidate.victims}


def _is_arm(chunk: Chunk, leak: bool) -> bool:
    """Whether a chunk names a weapon, as an accident has none: "explosion" says no more than the accident, and what
    leaks is no chemical weapon."""
    return chunk.weapon_of_war and chunk.trigger is None and not (leak and chunk.means == "chemical")


def _in_court(candidate: Candidate) -> bool:
    """Whether a trigger is what a court deals with: words of a trial before it, and no full date that says when."""
    court = context_words("court")
    if candidate.trigger.form in ("past", "participle") or not candidate.says(court):
        return False
    before = not court.isdisjoint(words_of(candidate.chunks[: candidate.index]))
    dated = any(
        chunk.time is not None and chunk.time.form is TimeForm.ABSOLUTE and chunk.time.month is not None
        for chunk in candidate.chunks
    )
    return before and not dated
