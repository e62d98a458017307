"""Engines that read documents into mentions, event mentions and assertions, behind one protocol."""

from pathlib import Path

from tocsin.knowledge import Knowledge
from tocsin.model.errors import UsageError
from tocsin.model.protocols import Reader

PLANNED = ("llm",)
WEIGHTS = Path(__file__).parent / "neural" / "weights"
"""The model of the local engine that ships with Tocsin."""


def engines() -> tuple[str, ...]:
    """The engines that can be asked for here; the local one only where its model is installed."""
    return ("auto", "rules", "local") if WEIGHTS.is_dir() else ("auto", "rules")


def chosen(name: str) -> str:
    """The engine that a name stands for: ``auto`` is the best installed one that works offline.

    Raises:
        UsageError: there is no engine of that name here.
    """
    choose = f"choose one of {', '.join(engines())}."
    if name in PLANNED:
        raise UsageError(f"the engine '{name}' is not part of this version yet; {choose}")
    if name not in engines():
        raise UsageError(f"there is no engine '{name}' here; {choose}")
    return engines()[-1] if name == "auto" else name


def engine(name: str, knowledge: Knowledge) -> Reader:
    """The reader of that name.

    Raises:
        UsageError: there is no engine of that name here.
        ReadError: the model of the local engine is damaged.
    """
    from tocsin.read.communique.reader import WithStatements

    if chosen(name) == "local":
        from tocsin.read.neural.engine import LocalReader

        return WithStatements(LocalReader(knowledge, WEIGHTS), knowledge)
    from tocsin.read.rules.engine import RulesReader

    return WithStatements(RulesReader(knowledge), knowledge)
