"""One JSON object as a document (CONTRACT, inputs)."""

import hashlib
import json
import re
from dataclasses import dataclass, replace

from tocsin.ingest.codes import refusal
from tocsin.ingest.formats.fields import CONTRACT_KEYS, Fields, apply_fields, json_type
from tocsin.ingest.records import Found
from tocsin.model.document import Refusal


@dataclass(frozen=True, slots=True)
class Parsed:
    """A JSON value; ``twice`` are keys that stood twice in one of its objects (the last value counts)."""

    value: object
    twice: tuple[str, ...] = ()


def parse(text: str, name: str, where: str) -> Parsed | Refusal:
    """The JSON value of ``text``, or why it is none."""
    twice: list[str] = []

    def build(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.extend(dict.fromkeys(key for key in keys if keys.count(key) > 1))
        return made

    try:
        value = json.loads(text, object_pairs_hook=build)
    except json.JSONDecodeError as error:
        return refusal("I120", name, where, f"{error.msg} at column {error.colno}")
    except RecursionError:
        return refusal("I120", name, where, "it is nested too deeply")
    except ValueError as error:  # a number with thousands of digits
        return refusal("I120", name, where, str(error)[:100])
    return Parsed(value, tuple(twice))


def object_to_found(
    parsed: Parsed, own: str, name: str, where: str, raw: bytes, note: str | None = None
) -> Found | Refusal:
    """The document of one JSON object; ``own`` is the id when it gives none (nor a URL)."""
    fields = parsed.value
    if not isinstance(fields, dict):
        return refusal("I121", name, where, f"it is {json_type(fields)}")
    words = _text_of(fields, name, where)
    if isinstance(words, Refusal):
        return words
    text, media_type, notes = words
    if note is not None:
        notes = (*notes, note)
    if parsed.twice:
        notes = (*notes, f"keys given twice, the last value counts: {', '.join(parsed.twice[:10])}")
    unknown = sorted(str(key) for key in fields if key not in CONTRACT_KEYS)
    if unknown:
        notes = (*notes, f"keys ignored: {', '.join(key[:40] for key in unknown[:20])}")
    found = Found(
        id=own, text=text, name=name, where=where, media_type=media_type, notes=notes,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
    )  # fmt: skip
    applied = apply_fields(found, fields, source="JSON", synonyms=False)
    if isinstance(applied, Refusal):
        return applied
    if media_type == "text/html":
        return _of_page(applied)
    if not applied.given_id and applied.url is not None:
        return replace(applied, id=applied.url)
    return applied


def _text_of(fields: Fields, name: str, where: str) -> tuple[str, str, tuple[str, ...]] | Refusal:
    """Text, media type and remarks of the fields ``text`` and ``html``."""
    text, page = fields.get("text"), fields.get("html")
    for key, value in (("text", text), ("html", page)):
        if value is not None and not isinstance(value, str):
            return refusal("I123", name, f"{where}, field '{key}'", f"it is {json_type(value)}")
    if isinstance(text, str) and (text.strip() or not page):
        if not text.strip():
            return refusal("I102", name, f"{where}, field 'text'")
        if holds_tags(text):
            return text, "text/html", ("the text holds HTML; read as a page",)
        return text, "text/plain", ("field 'html' not used, there is a text",) if page else ()
    if isinstance(page, str) and page.strip():
        return page, "text/html", ()
    return refusal("I122", name, where)


_TAGS = re.compile(r"</?(?:p|div|br|span|article|section|h[1-6]|ul|li|strong|em)(?:\s[^<>]{0,300})?/?>", re.I)


def holds_tags(text: str) -> bool:
    """Whether a text is HTML in truth: at least two tags of running text."""
    return "<" in text and len(_TAGS.findall(text)) >= 2


def read_tags(found: Found) -> Found | Refusal:
    """``found`` with its text, which is HTML, read as a page."""
    from tocsin.ingest.formats.page import page_to_found

    return page_to_found(found.text, found)


def _of_page(found: Found) -> Found | Refusal:
    read = read_tags(found)
    if isinstance(read, Refusal) or read.given_id or found.url is None:
        return read
    return replace(read, id=found.url)
