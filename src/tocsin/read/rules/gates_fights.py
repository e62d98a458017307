"""What words of fighting must show to be let through."""

from tocsin.read.rules.gates_candidate import Candidate
from tocsin.read.rules.grammar_roles import object_right, people_after
from tocsin.read.rules.word_lists import grammar_words


def engages(candidate: Candidate) -> bool:
    """Whether "engaged" has an armed side as its object or behind "with" ("engaged the rebels"), rather than work that
    people or machines are engaged in."""
    chunks, index = candidate.chunks, candidate.index
    if candidate.lower(1) in grammar_words("work_follows"):
        return False
    found = people_after(chunks, index + 1) if candidate.lower(1) == "with" else object_right(chunks, index)
    return found is not None and chunks[found].armed
