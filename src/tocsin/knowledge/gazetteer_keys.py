"""Keys under which spellings of a place's name meet: as written, and as it sounds.

``place_key`` is the key of exact look-ups. ``sound_key`` throws together what reporters and gazetteers write
differently for one name (French and English renderings of African names, transliterations of Arabic and of
Cyrillic, doubled letters); it is only asked when nothing is exact, and what it finds is marked so.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from tocsin.model.text import fold, name_key

_OTHER_SCRIPT = re.compile(r"[\W_]+")
# Arabic article, assimilated or not, apart or joined by a hyphen (name_key has made it a word).
_ARTICLE = re.compile(r"\b(?:al|el|ad|adh|an|ar|as|ash|at|ath|az|es|ech|ed|er|et|ez|esh) (?=\w)")
# In this order. Sources: the French orthography of West African names (ou = u/w, dj = j, gn = ny, gu = g, qu = k,
# tch = c) against the English one; BGN/PCGN and press romanisations of Arabic (q/k/g, kh/h, dh/d/z, th/t, aw/au/o,
# ay/ai/ei/e) and of Ukrainian and Russian (kh/h, iy/yi/i, ye/e, zh/j, shch/sh, ks/x).
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"shch|sch|sh|ch", "s"),
        (r"tch|tsh|ts|tz|cz", "s"),
        (r"dzh|dsh|zh|dj|dz|d[iy](?=[aou])|gi(?=[aeou])|ge(?=[aou])", "j"),
        (r"th|dt", "t"),
        (r"dh", "d"),
        (r"ph|v", "f"),
        (r"gh", "g"),
        (r"kh|ck|q[uw]?|x|c(?![eiy])", "k"),
        (r"c", "s"),
        (r"gu(?=[eiy])", "g"),
        (r"gn|ni(?=[aeou])", "ny"),
        (r"h", ""),
        (r"ou|oo|w", "u"),
        (r"uu+", "u"),
        (r"aw|au|eau", "o"),
        (r"(?:ay|ai|ei|ey|ae|oe|ye|ie|ee)", "e"),
        (r"[yij]+(?=[aeou])", "i"),
        (r"[yj]|ii+", "i"),
        (r"z", "s"),
        (r"ue", "e"),
        (r"(.)\1+", r"\1"),
        (r"(?<=\w\w)e\b", ""),
    )
)


@lru_cache(maxsize=1 << 16)
def place_key(name: str) -> str:
    """Key of exact look-ups: ``name_key``; a name in another script keeps its letters ("Бахмут" -> ``бахмут``)."""
    key = name_key(name)
    if key:
        return key
    plain = unicodedata.normalize("NFKC", fold(name)).casefold()
    return _OTHER_SCRIPT.sub(" ", plain).strip()


@lru_cache(maxsize=1 << 16)
def latin_key(name: str) -> str:
    """Key of a name in another script by its letters in ours ("Часів Яр" -> ``chasiv yar``); "" for a name that has
    Latin letters. Scripts without vowels (Arabic, Hebrew) give their consonants alone, which seldom are a key."""
    if name_key(name) or not name.strip():
        return ""
    from anyascii import anyascii

    return name_key(anyascii(name).replace("'", ""))


@lru_cache(maxsize=1 << 16)
def sound_key(key: str) -> str:
    """What is left of a ``place_key`` when its regular variants are thrown together, words run together.

    "ouagadougou" and "wagadugu" meet, as do "deir ez zor" and "dayr az zawr", "dialassagou" and "diallassagou".
    Never empty for a key that is not: a name of which nothing is left is its own sound.
    """
    text = _ARTICLE.sub("", key)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = text.replace(" ", "")
    return re.sub(r"(.)\1+", r"\1", text) or key


def initial(key: str) -> str:
    """The first letter of how a name sounds: near spellings are only looked for under it."""
    return _initial(_ARTICLE.sub("", key)[:6])  # no rule reaches further from the first letter


@lru_cache(maxsize=1 << 17)
def _initial(beginning: str) -> str:
    return sound_key(beginning)[:1]


_PREFIXES = {
    "saint ": "st ",
    "st ": "saint ",
    "mount ": "mt ",
    "mt ": "mount ",
    "fort ": "ft ",
    "ft ": "fort ",
}
_LEFT_OUT = ("al ", "el ", "ad ", "an ", "ar ", "as ", "ash ", "at ", "az ", "the ")


def variants(key: str) -> Iterator[str]:
    """Keys of the same name with or without an article, and with "St" for "Saint"."""
    for article in _LEFT_OUT:
        if key.startswith(article):
            yield key[len(article) :]
    for prefix, other in _PREFIXES.items():
        if key.startswith(prefix):
            yield other + key[len(prefix) :]
    if " " not in key and len(key) > 3:
        yield "al " + key
        yield "el " + key
