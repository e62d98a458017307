"""What arrests, agreements, releases, moves of forces and coups must show to be let through: the reason against, or
``None``."""

from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side
from tocsin.read.rules.against import Against
from tocsin.read.rules.chunks import Chunk, words_of
from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.grammar import is_active
from tocsin.read.rules.grammar_roles import object_right
from tocsin.read.rules.word_lists import gate_words

_MASS = 5  # arrests of so many at once are no ordinary police work (codebook section 2, Arrests: mass arrest)
_IRREGULAR = (Side.REBEL, Side.MILITIA)
_FORCES = (ActorForm.STATE, ActorForm.EXTERNAL, ActorForm.ARMED, ActorForm.NAMED)


def arrest(candidate: Candidate) -> Against | None:
    """Arrests count when many are taken at once, or people tied to political violence."""
    caught = candidate.own_victims
    if any(v.count is not None and v.count.low is not None and v.count.low >= _MASS for v in caught):
        return None
    group = any(chunk.group == "named" and chunk.side in _IRREGULAR for chunk in candidate.chunks)
    told = group or any(v.count is not None or v.side in _IRREGULAR for v in caught)
    if caught and told and (group or _is_political(candidate)):
        return None
    return Against("ordinary_arrest")


def _is_political(candidate: Candidate) -> bool:
    """Whether the sentence names an armed group, a crowd or words of politics and terror."""
    for chunk in candidate.chunks:
        people = chunk.people
        if people is not None and (
            people.side in _IRREGULAR
            or people.form in (ActorForm.CROWD, ActorForm.NAMED)
            or people.group in ("gunmen", "bomber")
        ):
            return True
    return candidate.says(gate_words("political_arrest")) or any(_of_terror(chunk) for chunk in candidate.chunks)


def _of_terror(chunk: Chunk) -> bool:
    """Whether explosives are in hand or an explosion is told: arrests beside them are no ordinary police work."""
    return chunk.act in ("bomb", "suicide") or chunk.means in ("ied", "grenade") or chunk.weapon_name == "explosives"


def change(candidate: Candidate) -> Against | None:
    """Moves of forces need forces; a curfew must be set or lifted."""
    if candidate.trigger.base == "curfew":
        return None if candidate.says(gate_words("curfew_verbs")) else Against("curfew_mentioned")
    if candidate.trigger.is_noun:
        return Against("move_mentioned")
    forces = any(chunk.form in _FORCES for chunk in candidate.chunks)
    return None if forces or "curfew" in candidate.words else Against("nobody_moves")


def agree(candidate: Candidate) -> Against | None:
    """An agreement must be made, and by warring sides."""
    near = words_of(candidate.chunks[max(0, candidate.index - 6) : candidate.index + 5])
    if candidate.trigger.is_noun and gate_words("deal_verbs").isdisjoint(near):
        return Against("deal_mentioned")
    return None if candidate.armed() or candidate.says(gate_words("peace_words")) else Against("no_warring_side")


def release(candidate: Candidate) -> Against | None:
    """Captives must be freed."""
    chunks, index = candidate.chunks, candidate.index
    freed = object_right(chunks, index) is not None or not is_active(chunks, index)
    return None if freed and candidate.says(gate_words("captives")) else Against("no_captives_freed")


def coup(candidate: Candidate) -> Against | None:
    """A coup needs a day, or soldiers who take power; a mass grave must be found."""
    chunks, trigger = candidate.chunks, candidate.trigger
    if "grave" in trigger.base:
        found = any(part in chunk.lower for chunk in chunks for part in gate_words("grave_found"))
        return None if found else Against("grave_mentioned")
    timed = any(chunk.time is not None for chunk in chunks)
    if trigger.is_noun:
        return None if timed else Against("coup_mentioned")
    soldiers = any(chunk.form in (ActorForm.STATE, ActorForm.GOVERNMENT) for chunk in chunks)
    return None if timed or soldiers else Against("no_soldiers_take_power")
