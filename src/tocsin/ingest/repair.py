"""Decoding of bytes and repair of text. A text that needs no repair comes back as the same string."""

import codecs
import html
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read these labels as cp1252 (WHATWG encoding standard), and writers mean it.
_CP1252_LABELS = {
    "ascii",
    "us-ascii",
    "latin-1",
    "latin1",
    "iso-8859-1",
    "iso8859-1",
    "windows-1252",
    "cp1252",
}
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Above this share of control characters a file is no text: real texts have none, damaged ones a few.
_MAX_CONTROL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text and a remark (``None`` for plain UTF-8)."""

    text: str
    note: str | None = None


def bom_of(data: bytes) -> tuple[str, int] | None:
    """Encoding and length of a byte order mark at the start of ``data``."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:4000]
    half = len(sample) // 2
    if half < 8 or len(data) % 2:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) == 0:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: at least three good multi-byte characters for each broken one."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - broken
    if broken and good >= 3 * broken:
        return Decoded(text, f"{broken} broken UTF-8 characters replaced by U+FFFD")
    return None


def _as_cp1252(data: bytes) -> Decoded | None:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = sum(1 for char in text if char.isalpha())
    foreign = sum(1 for char in text if char > "\x7f" and char.isalpha())
    # Western text has one accented letter in ten or so; more means another alphabet misread.
    if letters and foreign > 0.35 * letters and foreign > 8:
        return None
    return Decoded(text, "decoded as cp1252")


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """``data`` as text: byte order mark, UTF-8, UTF-16 without mark, declared charset, cp1252; else
    ``None``."""
    marked = bom_of(data)
    if marked is not None:
        encoding, length = marked
        try:
            return Decoded(data[length:].decode(encoding), None if encoding == "utf-8" else f"decoded as {encoding}")
        except UnicodeDecodeError:
            if encoding != "utf-8":
                text = data[length:].decode(encoding, "replace")
                return Decoded(text, f"decoded as {encoding} with broken characters replaced by U+FFFD")
            data = data[length:]
    guess = _utf16_without_mark(data)
    if guess is not None:
        try:
            return Decoded(data.decode(guess), f"decoded as {guess}")
        except UnicodeDecodeError:
            pass
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _declared(data, declared) or _mostly_utf8(data) or _as_cp1252(data)


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    if declared is None:
        return None
    label = declared.strip().strip("\"'").lower()
    name = "cp1252" if label in _CP1252_LABELS else label
    try:
        if name.startswith("utf") or not codecs.lookup(name)._is_text_encoding:
            return None
        return Decoded(data.decode(name), f"decoded as {name} (declared)")
    except (LookupError, ValueError):
        return None


def looks_binary(text: str) -> bool:
    """Whether decoded ``text`` holds too many control characters to be text."""
    sample = text[:100_000]
    return len(_NOT_TEXT.findall(sample)) > _MAX_CONTROL_SHARE * len(sample)


_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# Soft hyphen, zero-width space, word joiner, byte order mark, and marks that switch the direction of writing.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
# Zero-width (non-)joiners carry meaning between letters of Arabic, Indic and similar scripts: only others go.
_JOINER = re.compile("(?:(?<![\u0600-\u109f\U0001f000-\U0001ffff\ufe0f])[\u200c\u200d])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_NAMED = {
    "&amp;",
    "&quot;",
    "&apos;",
    "&nbsp;",
    "&lt;",
    "&gt;",
    "&laquo;",
    "&raquo;",
    "&hellip;",
    "&ndash;",
    "&mdash;",
}
_MOJIBAKE_HINT = re.compile("[ÂÃâÅÐ][\x80-\uffff]|\ufffd|[\x80-\x9f]|‚Ä|√")


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with encoding accidents and invisible characters removed, and a remark for each kind of
    repair.

    Quotation marks, spaces and letters that are sound stay as they are, so a sound text comes back unchanged.
    """
    notes: list[str] = []

    def sub(pattern: re.Pattern[str], new: str, remark: str) -> None:
        nonlocal text
        text, count = pattern.subn(new, text)
        if count and remark:
            notes.append(f"{count} {remark}")

    sub(_SURROGATE, "\ufffd", "lone surrogates replaced by U+FFFD")
    if _MOJIBAKE_HINT.search(text):
        fixed = _fix_mojibake(text)
        if fixed != text:
            text = fixed
            notes.append("mojibake repaired")
    if _has_entities(text):
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
        notes.append("HTML entities turned into characters")
        text = _SURROGATE.sub("\ufffd", text)
    sub(_NEWLINES, "\n", "")
    sub(_INVISIBLE, "", "invisible characters removed")
    sub(_JOINER, "", "invisible characters removed")
    sub(_CONTROL, "", "control characters removed")
    return text, tuple(dict.fromkeys(notes))


def _has_entities(text: str) -> bool:
    found = _ENTITY.findall(text)
    return any(entity in _NAMED or entity.startswith("&#") for entity in found)


def _fix_mojibake(text: str) -> str:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    return fix_encoding(text) if is_bad(text) else text
