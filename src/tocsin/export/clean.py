"""Making text of unknown origin safe to show: control characters, text-direction overrides, spreadsheet
formulas."""

import re

# C0 and C1 controls except tab and line ends: terminals obey some of them (ESC sequences).
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Embedding, override and isolate controls reorder the text around them; the plain marks U+200E/200F that
# Arabic and Hebrew writing needs are left alone.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # also full width


def visible(text: str) -> str:
    """``text`` with controls that act on a screen replaced one for one by U+FFFD, so offsets stay true."""
    text = _CONTROLS.sub("\ufffd", text)
    text = _DIRECTION.sub("\ufffd", text)
    return _SURROGATES.sub("\ufffd", text)


def encodable(text: str) -> str:
    """``text`` with lone surrogates replaced, so that it can be written as UTF-8."""
    return _SURROGATES.sub("\ufffd", text)


def cell(value: object) -> object:
    """A CSV cell that no spreadsheet runs as a formula: text that begins like one gets a leading apostrophe.

    Numbers stay numbers (a longitude may be negative); ``None`` becomes the empty cell, booleans
    ``true``/``false``. Rule: OWASP, "CSV injection".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = encodable(value).replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
        return "'" + text if text.startswith(_FORMULA) else text
    return value


def joined(values: "list[str] | tuple[str, ...]") -> str:
    """A list in one cell, parted by ``; `` (a semicolon inside a value becomes a comma)."""
    return "; ".join(value.replace(";", ",") for value in values)
