"""Engines that read documents into mentions, event mentions and assertions, behind one protocol."""

from tocsin.knowledge import Knowledge
from tocsin.model.errors import UsageError
from tocsin.model.protocols import Reader

ENGINES = ("auto", "rules")
PLANNED = ("local", "llm")


def engine(name: str, knowledge: Knowledge) -> Reader:
    """The reader of that name; ``auto`` is the best installed one that works offline.

    Raises:
        UsageError: there is no engine of that name.
    """
    if name in PLANNED:
        raise UsageError(f"the engine '{name}' is not part of this version yet; choose one of {', '.join(ENGINES)}")
    if name not in ENGINES:
        raise UsageError(f"there is no engine '{name}'; choose one of {', '.join(ENGINES)}")
    from tocsin.read.rules.engine import RulesReader

    return RulesReader(knowledge)
