"""Fields that come with a text (JSON, CSV columns, front matter), checked and put onto a ``Found``."""

from dataclasses import replace

from tocsin.ingest.codes import refusal
from tocsin.ingest.records import Found, FoundDate, Weight
from tocsin.model.document import Refusal

Fields = dict[str, object]

# Other names people give the contract's fields. "source" is the outlet in most press exports.
_SYNONYMS = {
    "published": ("published", "date", "publication_date", "published_at", "pubdate", "published_date",
    "datepublished"),
    "title": ("title", "headline", "titre"),
    "url": ("url", "link", "lien"),
    "publisher": ("publisher", "source", "outlet", "media", "editeur"),
    "language": ("language", "lang", "langue"),
    "kind": ("kind",),
    "issuer": ("issuer",),
}  # fmt: skip
CONTRACT_KEYS = (
    "id", "text", "html", "published", "title", "url", "publisher", "language", "kind", "issuer", "via",
)  # fmt: skip


def pick(fields: Fields, key: str, synonyms: bool) -> tuple[str, object]:
    """Name and value of the field that plays ``key``; ``(key, None)`` when there is none with a value."""
    for name in _SYNONYMS[key] if synonyms else (key,):
        value = fields.get(name)
        if value is not None and value != "":
            return name, value
    return key, None


def given_id(fields: Fields, name: str, where: str) -> str | Refusal | None:
    """The user's id, verbatim; ``None`` without one. Whole numbers are taken as they are written."""
    value = fields.get("id")
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return refusal("I124", name, f"{where}, field 'id'", f"it is {_json_type(value)}")
    if any("\ud800" <= char <= "\udfff" or char == "\0" for char in value):
        return refusal("I124", name, f"{where}, field 'id'", "it holds characters that cannot be stored")
    return value


def apply_fields(found: Found, fields: Fields, source: str, synonyms: bool = True) -> Found | Refusal:
    """``found`` with id, title, date, URL, publisher, language, kind, issuer and relays of ``fields``; what is unusable
    is noted."""
    own = given_id(fields, found.name, found.where)
    if isinstance(own, Refusal):
        return own
    values: dict[str, str | None] = {}
    notes: list[str] = []
    for key in ("title", "url", "publisher", "language", "kind", "issuer"):
        name, value = pick(fields, key, synonyms)
        if value is not None and not isinstance(value, str):
            notes.append(f"field {name!r} ignored: it is {_json_type(value)}, not a string")
            value = None
        values[key] = value if isinstance(value, str) else None
    dates: tuple[FoundDate, ...] = ()
    name, value = pick(fields, "published", synonyms)
    if value is not None:
        if not isinstance(value, str):
            return refusal("I125", found.name, f"{found.where}, field '{name}'", f"it is {_json_type(value)}")
        dates = (FoundDate(value, f"{source}, field '{name}'", Weight.FIELD, name),)
    return replace(
        found,
        id=own if own is not None else found.id,
        given_id=own is not None,
        title=values["title"] or found.title,
        url=values["url"] or found.url,
        publisher=values["publisher"] or found.publisher,
        language=values["language"],
        kind=values["kind"] or found.kind,
        issuer=values["issuer"] or found.issuer,
        via=_relays(fields.get("via"), notes) or found.via,
        dates=dates + found.dates,
        notes=found.notes + tuple(notes),
    )


def _relays(value: object, notes: list[str]) -> tuple[str, ...]:
    """Who passed a statement on, first relay first: names in a list, or in a text with ``;`` between them."""
    if isinstance(value, str):
        value = value.split(";")
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(name.strip() for name in value if name.strip())
    if value is not None:
        notes.append(f"field 'via' ignored: it is {_json_type(value)}, not names")
    return ()


def _json_type(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
        str: "text",
    }
    return names.get(type(value), "null")


json_type = _json_type
