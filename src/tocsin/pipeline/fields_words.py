"""Words that people and spreadsheets write for "not known", true and false."""

from tocsin.model.text import fold

_UNKNOWN = frozenset({"", "unknown", "none", "null", "nobody", "?"})
# Spreadsheets write truth values in their user's language.
_TRUE = frozenset({"true", "yes", "1", "wahr", "vrai", "verdadero", "ja", "oui"})
_FALSE = frozenset({"false", "no", "0", "falsch", "faux", "falso", "nein", "non"})


def is_unknown(text: str) -> bool:
    """Whether a person says that the value is not known."""
    return fold(text.strip()) in _UNKNOWN


def truth(text: str) -> bool | None:
    """A truth value, ``None`` when it is none."""
    word = fold(text.strip())
    return True if word in _TRUE else False if word in _FALSE else None
