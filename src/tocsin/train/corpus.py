"""The annotated corpus: reports composed for Tocsin with marks inside the text (``corpus/GUIDE.md``).

A file holds a head in YAML between two lines ``---`` and a text. A mark ``[words]{label e1, label e2}`` is taken out of
the text and becomes one ``Mark`` for each of its labels; marks may lie inside one another.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tocsin.model.errors import TocsinError

_TOKENS = re.compile(r"\[|\]\{([^{}\[\]]*)\}|\]|\{|\}")


class CorpusError(TocsinError):
    """A file of the corpus cannot be read, or says something its guide does not allow."""

    code = "E500"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One label on the words ``text[start:end]`` of a report (code points); ``about`` is the id of the event or
    attribution the words play a part in, "" for a bare mention."""

    start: int
    end: int
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """One event of a report as annotated. ``also``: sub-event types a careful coder could defend as well."""

    id: str
    type: str
    also: tuple[str, ...] = ()
    modality: str = "actual"
    background: bool = False
    codable: bool = True


@dataclass(frozen=True, slots=True)
class MarkedAttribution:
    """Somebody claims, denies, accuses or confirms (``kind``); ``of``: ids of the events it is about."""

    id: str
    kind: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """One report: plain ``text`` and what was marked in it, marks in order of their start."""

    id: str
    path: Path
    form: str
    region: str
    world: str
    published: date | None
    hard: tuple[str, ...]
    events: tuple[MarkedEvent, ...]
    attributions: tuple[MarkedAttribution, ...]
    text: str
    marks: tuple[Mark, ...]

    @cached_property
    def words(self) -> int:
        """Number of words of the text, split at white space."""
        return len(self.text.split())

    def of(self, about: str) -> tuple[Mark, ...]:
        """The marks that play a part in an event or attribution."""
        return tuple(mark for mark in self.marks if mark.about == about)


def read_marks(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """The bare text of a marked one, and its marks with offsets into the bare text.

    Raises CorpusError for a bracket without its partner, an empty mark, or a mark that begins or ends with a blank.
    """
    text: list[str] = []
    length, at = 0, 0
    opened: list[int] = []
    marks: list[Mark] = []
    for token in _TOKENS.finditer(marked):
        piece = marked[at : token.start()]
        text.append(piece)
        length += len(piece)
        at = token.end()
        if token[0] == "[":
            opened.append(length)
        elif token[1] is not None and opened:
            start = opened.pop()
            words = "".join(text)[start:length]
            if not words or words != words.strip():
                raise CorpusError(f"The mark {token[0]!r} holds {words!r}: it must not be empty nor edged by blanks.")
            marks += [Mark(start, length, *_label(entry, token[0])) for entry in token[1].split(",")]
        else:
            near = marked[max(0, token.start() - 30) : token.end() + 30].replace("\n", " ")
            raise CorpusError(f"A bracket has no partner near {near!r}; a mark is written [words]{{label e1}}.")
    if opened:
        raise CorpusError(f"A mark that begins at {''.join(text)[opened[-1] :][:40]!r} is never closed.")
    text.append(marked[at:])
    return "".join(text), tuple(sorted(marks, key=lambda m: (m.start, -m.end, m.label, m.about)))


def _label(entry: str, mark: str) -> tuple[str, str]:
    words = entry.split()
    if len(words) not in (1, 2):
        raise CorpusError(f"The mark {mark!r} has the entry {entry!r}; write a label, or a label and an event id.")
    return words[0], words[1] if len(words) == 2 else ""


def read_report(path: Path) -> Report:
    """The report of a file. Raises CorpusError, naming the file, when head or marks cannot be understood."""
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise CorpusError(f"{path}: a report begins with a head between two lines '---'.")
    try:
        head = yaml.safe_load(parts[1])
        text, marks = read_marks(parts[2].strip())
        return _report(path, head, text, marks)
    except (yaml.YAMLError, CorpusError) as error:
        raise CorpusError(f"{path}: {error}") from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CorpusError(f"{path}: the head lacks or misspells {error}; see corpus/GUIDE.md, section 2.") from error


_HEAD = {"id", "form", "region", "world", "published", "hard", "events", "attributions"}
_EVENT = {"type", "also", "modality", "background", "codable"}


def _report(path: Path, head: dict[str, Any], text: str, marks: tuple[Mark, ...]) -> Report:
    _only(head, _HEAD, "the head")
    published = head.get("published")
    if published is not None and not isinstance(published, date):
        raise CorpusError(f"published is {published!r}; write a day like 2024-03-06, or leave it out.")
    return Report(
        id=head["id"],
        path=path,
        form=head["form"],
        region=head["region"],
        world=head["world"],
        published=published,
        hard=tuple(head.get("hard") or ()),
        events=tuple(_event(key, values) for key, values in (head.get("events") or {}).items()),
        attributions=tuple(_attribution(key, values) for key, values in (head.get("attributions") or {}).items()),
        text=text,
        marks=marks,
    )


def _event(key: str, values: dict[str, Any]) -> MarkedEvent:
    _only(values, _EVENT, f"event {key}")
    return MarkedEvent(
        id=key,
        type=values["type"],
        also=tuple(values.get("also") or ()),
        modality=values.get("modality", "actual"),
        background=values.get("background", False),
        codable=values.get("codable", True),
    )


def _attribution(key: str, values: dict[str, Any]) -> MarkedAttribution:
    _only(values, {"kind", "of"}, f"attribution {key}")
    of = values["of"]
    return MarkedAttribution(key, values["kind"], tuple(of) if isinstance(of, list) else (of,))


def _only(values: dict[str, Any], known: set[str], where: str) -> None:
    for key in values.keys() - known:
        raise CorpusError(f"{where} has the key {key!r}; known are {', '.join(sorted(known))}.")


def read_corpus(folder: Path, part: str = "reports") -> tuple[Report, ...]:
    """All reports of ``folder/part``, by file name. ``part``: "reports", or "second" for the second annotation."""
    return tuple(read_report(path) for path in sorted((folder / part).glob("*.txt")))
