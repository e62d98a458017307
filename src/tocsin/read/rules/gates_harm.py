"""What attacks, tolls, displacement and stopped attacks must show to be let through: the reason against, or
``None``."""

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import words_of
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.grammar_roles import by_agent, subject_left
from tocsin.read.rules.word_lists import gate_words

# Acts that make a raid or an operation a fight.
_FOUGHT = frozenset({"clash", "shoot", "bomb", "suicide", "airstrike", "shell", "grenade", "kill", "capture"})
# Verbs of anything that harm in the sentence proves; "hit" and "target" are also said of what harms nobody.
_PROVED_BY_HARM = ("storm", "raid", "beat")


def attack(candidate: Candidate) -> Against | None:
    """Words of attack that are used of anything need somebody armed, a weapon or harm."""
    trigger = candidate.trigger
    if trigger.base in gate_words("search_operations") and _searches(candidate):
        return Against("a_search")
    if not trigger.is_noun and trigger.base in gate_words("verbs_of_anything") and not _attacks(candidate):
        return Against("verb_of_anything")
    if trigger.is_noun and trigger.base in gate_words("nouns_of_anything"):
        return None if candidate.armed() or candidate.harmed() else Against("noun_of_anything")
    if trigger.base in gate_words("attacking") and candidate.hits_thing():
        return None
    return candidate.weak()


def _searches(candidate: Candidate) -> bool:
    """Whether a raid or operation is a search or an arrest: told so, or told with arrests or weapons found alone."""
    fought = candidate.harmed() or any(chunk.act in _FOUGHT for chunk in candidate.chunks)
    if fought:
        return False
    before = words_of(candidate.chunks[max(0, candidate.index - 3) : candidate.index])
    if not before.isdisjoint(gate_words("of_search")):
        return True
    irregular = any(chunk.side in (Side.REBEL, Side.MILITIA) and chunk.armed for chunk in candidate.chunks)
    agent = subject_left(candidate.chunks, candidate.index) if not candidate.trigger.is_noun else None
    if irregular and agent is not None and candidate.chunks[agent].side is not Side.STATE:
        return False
    return any(chunk.act in ("arrest", "disrupt", "surrender") for chunk in candidate.chunks)


def _attacks(candidate: Candidate) -> bool:
    """Whether a verb such as "hit" is an attack: by armed people or a crowd, with a weapon, or with harm done."""
    chunks, index, base = candidate.chunks, candidate.index, candidate.trigger.base
    if any(chunk.weapon is not None and chunk.means != "munitions" for chunk in chunks) or (
        base in _PROVED_BY_HARM and candidate.harmed()
    ):
        return True
    agent = subject_left(chunks, index) if is_active(chunks, index) else by_agent(chunks, index)
    if agent is None:
        return False
    people = base == "beat" and chunks[agent].people is not None
    return people or chunks[agent].armed or chunks[agent].form is ActorForm.CROWD


def toll(candidate: Candidate) -> Against | None:
    """Dead and injured tell a happening only where somebody is counted or named."""
    return None if candidate.own_victims else Against("nobody_counted")


def displace(candidate: Candidate) -> Against | None:
    """Flight needs a number."""
    return None if any(v.count is not None for v in candidate.own_victims) else Against("no_number_displaced")


def disrupt(candidate: Candidate) -> Against | None:
    """Weapons found, and attacks stopped, need the weapon or the attack."""
    trigger = candidate.trigger
    if trigger.base in gate_words("finding") and trigger.weak:
        return Against("no_weapons_found")
    if trigger.base not in gate_words("stopping"):
        return None
    weapons = any(chunk.arms for chunk in candidate.chunks)
    return None if weapons or candidate.says(gate_words("stopped")) else Against("nothing_stopped")
