"""Why a trigger, or an account, is not coded."""

from dataclasses import dataclass

from tocsin.model.decisions import DECISIONS


@dataclass(frozen=True, slots=True)
class Against:
    """A reason against: a code of ``model/decisions.py``, and the words of the sentence that decided, if any did."""

    code: str
    words: tuple[str, ...] = ()
    detail: str = ""  # what the words do not say: figures

    def sentence(self) -> str:
        """The reason in words."""
        named = ", ".join(f"'{word}'" for word in self.words)
        said = DECISIONS[self.code].title + (f" ({named})" if named else "")
        return f"{said}: {self.detail}" if self.detail else said
