"""Folding of text for matching. Offsets survive: ``fold_map`` gives, for each folded character, its source offset."""

import re
import unicodedata
from functools import lru_cache

_SPECIAL = {
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u02bb": "'", "\u2032": "'", "`": "'", "\u00b4": "'",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"',
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\t": " ", "\r": " ",
    "\u00e6": "ae", "\u00c6": "ae", "\u0153": "oe", "\u0152": "oe", "\u00df": "ss", "\u00f8": "o", "\u00d8": "o",
    "\u0142": "l", "\u0141": "l", "\u0131": "i", "\u0130": "i", "\u0111": "d", "\u0110": "d",
}  # fmt: skip


def fold_char(char: str) -> str:
    """One character folded: lower case, no diacritics, plain quotes, hyphens and spaces; may give 0-2 characters."""
    special = _SPECIAL.get(char)
    if special is not None:
        return special
    if char < "\x80":
        return char.lower()
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


class _Folded(dict[int, str]):
    """``fold_char`` by code point, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        piece = self[code] = fold_char(chr(code))
        return piece


_FOLDED = _Folded()


def fold(text: str) -> str:
    """``text`` folded for comparison: "Sévaré" and "SEVARE" fold alike, "Jama'at" and "Jama’at" too."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("`", "'")
    return text.translate(_FOLDED)


def fold_map(text: str) -> tuple[str, list[int]]:
    """The folded text and, per folded character, the offset of the source character it came from.

    The list has one extra entry (``len(text)``), so ``offsets[end]`` is valid for an end offset.
    """
    if text.isascii():
        return fold(text), list(range(len(text) + 1))
    pieces = [_FOLDED[code] for code in map(ord, text)]
    offsets = [position for position, piece in enumerate(pieces) for _ in piece]
    offsets.append(len(text))
    return "".join(pieces), offsets


_NAME_NOISE = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1 << 16)  # the same names are compared over and over
def name_key(name: str) -> str:
    """Key under which spellings of one name meet: folded, every run of other characters one space.

    "al-Qaida", "Al Qaida" and "al‑Qaïda" share the key ``al qaida``; apostrophes inside words vanish
    ("Jama'at" -> ``jamaat``).
    """
    folded = fold(name).replace("'", "")
    return _NAME_NOISE.sub(" ", folded).strip()


_NO_LETTER = re.compile(r"[^\w]|_")


@lru_cache(maxsize=1 << 16)
def script_key(name: str) -> str:
    """As ``name_key``, and names in other scripts keep their letters ("حماس", "Хамас"): the same key for names in
    Latin letters."""
    folded = fold(name).replace("'", "").replace("\u0640", "")  # U+0640 only stretches an Arabic word
    return " ".join(_NO_LETTER.sub(" ", folded).split())


_LONG_WORD = re.compile(r"[^\W\d_]{3,}")


@lru_cache(maxsize=8)  # asked again for each sentence of a text
def is_one_case(text: str) -> bool:
    """Whether capitals carry no information: (nearly) all words in lower case, or (nearly) all in capitals.

    Archives that lower their texts leave a stamped line in capitals here and there, hence the 3% allowance.
    """
    words: list[str] = _LONG_WORD.findall(text)
    if not words:
        return False
    lower = sum(word.islower() for word in words)
    upper = sum(word.isupper() for word in words)
    return max(lower, upper) >= 0.97 * len(words)
