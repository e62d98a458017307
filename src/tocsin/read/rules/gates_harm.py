"""What attacks, tolls, displacement and stopped attacks must show to be let through: the reason against, or
``None``."""

from tocsin.model.expressions import ActorForm
from tocsin.read.rules.against import Against
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.grammar_roles import by_agent, subject_left
from tocsin.read.rules.word_lists import gate_words

# Verbs of anything that harm in the sentence proves; "hit" and "target" are also said of what harms nobody.
_PROVED_BY_HARM = ("storm", "raid", "beat")


def attack(candidate: Candidate) -> Against | None:
    """Words of attack that are used of anything need somebody armed, a weapon or harm."""
    trigger = candidate.trigger
    if not trigger.is_noun and trigger.base in gate_words("verbs_of_anything") and not _attacks(candidate):
        return Against("verb_of_anything")
    if trigger.is_noun and trigger.base in gate_words("nouns_of_anything"):
        return None if candidate.armed() or candidate.harmed() else Against("noun_of_anything")
    return candidate.weak()


def _attacks(candidate: Candidate) -> bool:
    """Whether a verb such as "hit" is an attack: by armed people or a crowd, with a weapon, or with harm done."""
    chunks, index, base = candidate.chunks, candidate.index, candidate.trigger.base
    if any(chunk.weapon is not None for chunk in chunks) or (base in _PROVED_BY_HARM and candidate.harmed()):
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
    weapons = any(chunk.weapon_of_war for chunk in candidate.chunks)
    return None if weapons or candidate.says(gate_words("stopped")) else Against("nothing_stopped")
