"""The MUC-3/4 corpus as it was released: texts and answer keys (slots, alternatives, optional fillers)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tocsin.model.document import Document, Published

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
TWINS = frozenset({"DEV-MUC3-1133"})
"""Messages of dev that are twins of a test document."""
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MESSAGE = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4}).*$", re.MULTILINE)
_QUOTED = re.compile(r'"((?:\\"|[^"])*)"')
_DAY = re.compile(r"(\d{1,2})\s+([A-Z]{3})\s+(\d{2})")
_SLOT_ROLES = {9: "PerpInd", 10: "PerpOrg", 12: "Target", 18: "Victim", 6: "Weapon"}


@dataclass(frozen=True)
class Entity:
    """One filler: its alternative strings, and whether leaving it out is also right."""

    mentions: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True)
class When:
    """A date filler: an exact interval, or (``first`` none) "on or before ``last``"."""

    first: date | None
    last: date


@dataclass
class Template:
    """One incident of the key. Alternatives of a slot are all kept; ``places`` run from country to the deepest."""

    types: tuple[str, ...]
    optional: bool
    roles: dict[str, list[Entity]] = field(default_factory=dict)
    dates: tuple[When, ...] = ()
    places: tuple[tuple[str, ...], ...] = ()
    stages: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Message:
    """A document with the templates of its key."""

    document: Document
    templates: tuple[Template, ...]

    @property
    def relevant(self) -> bool | None:
        """Whether an incident must be found; ``None`` when all are optional."""
        if not self.templates:
            return False
        return True if any(not t.optional for t in self.templates) else None


def read_folder(folder: Path) -> list[Message]:
    """All messages of ``dev``, ``tst1`` or ``tst2``, in order."""
    keys: dict[str, list[Template]] = {}
    for path in sorted(folder.glob("key-*")):
        for name, template in read_key(path.read_text(encoding="latin-1")):
            keys.setdefault(name, [])
            if template is not None:
                keys[name].append(template)
    found = []
    for path in sorted(p for p in folder.iterdir() if re.search(r"muc\d", p.name) and not p.name.startswith("key")):
        parts = _MESSAGE.split(path.read_text(encoding="latin-1"))
        for name, body in zip(parts[1::2], parts[2::2], strict=True):
            if name not in TWINS:
                found.append(Message(as_document(name, body), tuple(keys.get(name, ()))))
    return found


def as_document(name: str, body: str) -> Document:
    """The text in lower case (its capitals say nothing), a paragraph a line, dated by its dateline."""
    head = body[: body.find("--") + 2] if "--" in body[:400] else body[:200]
    day = one_day(" ".join(head.split()))
    plain = re.sub(r"\[(?:TEXT|CONTINUED|EXCERPTS?|SUMMARY)\]", " ", body)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", plain)]
    text = "\n\n".join(part for part in paragraphs if part).lower()
    return Document(name, text, published=Published(day, "the dateline") if day else None, language="en")


def one_day(words: str) -> date | None:
    """ "4 FEB 90" as a date; ``None`` where there is none."""
    match = _DAY.search(words)
    if match is None or match[2] not in MONTHS:
        return None
    try:
        return date(1900 + int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    except ValueError:
        return None


def read_key(text: str) -> Iterable[tuple[str, Template | None]]:
    """(message, template) of an answer key; ``None`` for a message without incident."""
    slots: dict[int, list[str]] = {}
    number = -1
    for line in [*text.splitlines(), "0.  END"]:
        start = re.match(r"(\d{1,2})\.\s+(?:[A-Z]+:\s)?", line)
        if start and int(start[1]) == 0 and slots.get(0):
            yield slots[0][0].split()[0], template_of(slots)
            slots = {}
        if start:
            number = int(start[1])
            slots[number] = [line[36:].strip()]
        elif line.strip() and not line.startswith(";") and number >= 0:
            slots[number].append(line.strip())


def template_of(slots: dict[int, list[str]]) -> Template | None:
    """A template from its slot lines; ``None`` for "*" (irrelevant)."""
    kinds = alternatives(" ".join(slots.get(4, ["*"])))
    if not kinds:
        return None
    template = Template(kinds, "OPTIONAL" in " ".join(slots.get(1, [])))
    for slot, role in _SLOT_ROLES.items():
        template.roles[role] = entities(slots.get(slot, []))
    describe(template.roles["Victim"], slots.get(19, []))
    template.dates = tuple(dates(" ".join(slots.get(2, []))))
    template.places = tuple(places(" ".join(slots.get(3, []))))
    template.stages = alternatives(" ".join(slots.get(5, [])))
    template.confidence = alternatives(re.sub(r":.*", "", (slots.get(11) or ["-"])[0]))
    return template


def alternatives(words: str) -> tuple[str, ...]:
    """Set fills joined by "/"; nothing for "-" and "*"."""
    parts = [part.strip(" ?()") for part in re.sub(r":\s*\"(?:\\\"|[^\"])*\"", "", words).split("/")]
    return tuple(part for part in parts if part not in ("", "-", "*"))


def entities(lines: Sequence[str]) -> list[Entity]:
    """String fillers, one a line; a line that ends or begins with "/" goes on."""
    joined: list[str] = []
    for line in lines:
        if joined and (line.startswith("/") or joined[-1].endswith("/")):
            joined[-1] += " " + line
        else:
            joined.append(line)
    found = []
    for line in joined:
        mentions = tuple(clean(words) for words in _QUOTED.findall(line))
        if mentions:
            found.append(Entity(mentions, line.lstrip("( ").startswith("?")))
    return found


def describe(victims: list[Entity], lines: Sequence[str]) -> None:
    """Descriptions of human targets: of a named one (``"MAYOR": "NAME"``) further mentions of it, else of their own."""
    for entity, line in zip(entities(lines), [x for x in lines if _QUOTED.search(x)], strict=False):
        described = [
            clean(words) for words in _QUOTED.findall((line.partition('": "')[2] and line.split('": ', 1)[1]) or "")
        ]
        own = tuple(m for m in entity.mentions if m not in described)
        at = next((n for n, v in enumerate(victims) if set(v.mentions) & set(described)), None)
        if at is None:
            victims.append(Entity(own or entity.mentions, entity.optional))
        else:
            victims[at] = Entity((*victims[at].mentions, *own), victims[at].optional)


def clean(words: str) -> str:
    """A filler as it is compared: lower case, no quotation marks or brackets, single spaces."""
    return " ".join(re.sub(r'\\"|["\[\]]', " ", words).lower().split())


def dates(words: str) -> Iterable[When]:
    """Date alternatives."""
    for part in words.split("/"):
        days = [day for found in _DAY.findall(part) if (day := one_day(" ".join(found)))]
        if len(days) == 2:
            yield When(days[0], days[1])
        elif days:
            yield When(None if re.match(r"[\s(]*-", part) else days[0], days[0])


def places(words: str) -> Iterable[tuple[str, ...]]:
    """Location alternatives, each from the country to the deepest place; kinds in brackets left out."""
    for part in re.split(r"\s/\s", words):
        names = tuple(re.sub(r"\([^)]*\)", "", name).strip(" ?()") for name in part.split(":"))
        if names and names[0] not in ("", "-", "*"):
            yield names
