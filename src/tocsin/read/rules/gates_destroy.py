"""What words of destruction must show to be let through: the reason against, or ``None``."""

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.against import Against
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.grammar_roles import by_agent, subject_left
from tocsin.read.rules.word_lists import gate_words


def destroy(candidate: Candidate) -> Against | None:
    """Storms and markets destroy, too: an armed group or a crowd must destroy goods, or a weapon a thing of value."""
    thing = candidate.hits_thing()
    if _irregulars_damage(candidate) and (thing or candidate.says(gate_words("goods_burnt"))):
        return None
    told = thing or candidate.trigger.is_noun
    return None if told and candidate.supported() else Against("nobody_destroys")


def _irregulars_damage(candidate: Candidate) -> bool:
    """Whether a verb such as "damaged" has an armed group or a crowd as who acts: storms and shells damage, too."""
    chunks, index = candidate.chunks, candidate.index
    agent = subject_left(chunks, index) if is_active(chunks, index) else by_agent(chunks, index)
    if agent is None:
        return False
    irregular = chunks[agent].armed and chunks[agent].side not in (Side.STATE, None)
    return irregular or chunks[agent].form is ActorForm.CROWD
