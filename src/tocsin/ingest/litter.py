"""Removal of page furniture: advertisements, related-headline boxes, forms, share links, credits, copyright
lines.

What counts as furniture is data (``knowledge/data/ingest/litter.yml``); here are the mechanisms. All that is
removed is kept as ``Dropped`` with its reason. A paragraph is never removed: whole-line rules apply to short
lines only, and furniture glued to a paragraph is cut only between sentences and outside quotation marks.
"""

import re
from dataclasses import dataclass
from functools import cache

from tocsin.ingest.data import load, load_list
from tocsin.ingest.folding import fold_even
from tocsin.model.document import Dropped
from tocsin.model.errors import KnowledgeError
from tocsin.model.text import fold

MAX_HEADLINE_WORDS = 20
MAX_LINE = 600  # characters; no furniture is longer, and patterns stay quick on hostile text
MAX_BOX_LINES = 8  # a related box rarely lists more headlines
FORM = "comment form"
POINTER = "read-more link"
BOX = "related-headline box"


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of text to remove and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline: offsets, folded and stripped form, number of words."""

    start: int
    end: int
    folded: str
    words: int


@dataclass(frozen=True, slots=True)
class _Rules:
    lines: tuple[tuple[str, int, re.Pattern[str]], ...]
    phrases: tuple[tuple[str, re.Pattern[str]], ...]
    longest: int


@cache
def _rules() -> _Rules:
    """Compiled ``rules`` of litter.yml.

    Raises:
        KnowledgeError: an entry lacks a reason or holds a wrong regular expression.
    """
    lines: list[tuple[str, int, re.Pattern[str]]] = []
    phrases: list[tuple[str, re.Pattern[str]]] = []
    try:
        for rule in load("litter.yml")["rules"]:
            reason, words = str(rule["reason"]), int(rule.get("words", 12))
            lines.append((reason, words, _either(rule["lines"])))
            phrases.extend((reason, re.compile(phrase)) for phrase in rule.get("phrases", ()))
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise KnowledgeError(f"knowledge/data/ingest/litter.yml: a rule is damaged: {error!r}") from error
    return _Rules(tuple(lines), tuple(phrases), max(words for _, words, _ in lines))


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def _group(key: str) -> re.Pattern[str]:
    return _either(load_list("litter.yml", key))


def split_lines(text: str) -> list[Line]:
    """The lines of ``text``; long ones are not folded, because no line rule applies to them."""
    lines, start = [], 0
    for raw in text.split("\n"):
        words = raw.count(" ") + 1
        folded = fold(raw).strip() if len(raw) <= MAX_LINE and words <= 2 * _rules().longest else ""
        lines.append(Line(start, start + len(raw), folded, len(folded.split()) if folded else words))
        start += len(raw) + 1
    return lines


def is_headline(raw: str) -> bool:
    """Whether a line looks like a headline: 3 to 20 words, a capital or quote first, no full stop last."""
    line = raw.strip()
    if not line or not 3 <= len(line.split()) <= MAX_HEADLINE_WORDS:
        return False
    first = line.lstrip("•*-–—>‘'\"“«[( ")[:1]
    ends_sentence = line.rstrip("'\"’”») ")[-1:] in {".", "!", ";", ":", ","}
    return (first.isupper() or first.isdigit()) and not ends_sentence


def find_litter(text: str) -> list[Cut]:
    """The furniture of ``text``, as ordered stretches that do not overlap."""
    lines = split_lines(text)
    reasons: list[str | None] = [_line_reason(line) for line in lines]
    _spare_title(lines, reasons)
    _mark_pointers(text, lines, reasons)
    _mark_boxes(text, lines, reasons)
    _mark_forms(lines, reasons)
    cuts = [
        Cut(line.start, line.end, reason) for line, reason in zip(lines, reasons, strict=True) if reason is not None
    ]
    for line, reason in zip(lines, reasons, strict=True):
        if reason is None and line.end > line.start:
            cuts.extend(_glued(text, line))
    return sorted(cuts, key=lambda cut: cut.start)


def _spare_title(lines: list[Line], reasons: list[str | None]) -> None:
    """A first line such as "Opinion: …" or "Watch: …" is the title of this very article."""
    first = next((number for number, line in enumerate(lines) if line.folded), None)
    if first is not None and reasons[first] == POINTER and ":" in lines[first].folded:
        reasons[first] = None


def _line_reason(line: Line) -> str | None:
    if not line.folded:
        return None
    for reason, words, pattern in _rules().lines:
        if line.words <= words and pattern.fullmatch(line.folded):
            return reason
    return None


def _mark_pointers(text: str, lines: list[Line], reasons: list[str | None]) -> None:
    """A lone "read more" goes, with the headline right above it (a blank line may stand between)."""
    first = next((number for number, line in enumerate(lines) if line.end > line.start), 0)
    for number, line in enumerate(lines):
        if not line.folded or not _group("pointers").fullmatch(line.folded):
            continue
        reasons[number] = POINTER
        above = number - 1
        if above > 0 and not lines[above].folded and lines[above].start == lines[above].end:
            above -= 1
        isolated = above <= 0 or above == number - 1 or not text[lines[above - 1].start : lines[above - 1].end].strip()
        if above > first and reasons[above] is None and isolated:
            raw = text[lines[above].start : lines[above].end]
            if is_headline(raw):
                reasons[above] = BOX


def _mark_boxes(text: str, lines: list[Line], reasons: list[str | None]) -> None:
    """A heading such as "Related stories" goes with the headline-like lines right under it.

    In the running text a sub-heading may follow a box, so the last headline-like line stays when it stands
    apart, right above a paragraph.
    """
    for number, line in enumerate(lines):
        pointer = reasons[number] == POINTER and line.folded and _group("pointers").fullmatch(line.folded)
        heading = line.folded and line.words <= 8 and _group("box_headings").fullmatch(line.folded)
        if not heading or (pointer and number > 0 and reasons[number - 1] == BOX):
            continue
        reasons[number] = BOX
        for below in _headlines_below(text, lines, number):
            reasons[below] = reasons[below] or BOX


def _headlines_below(text: str, lines: list[Line], number: int) -> list[int]:
    found: list[int] = []
    below = number + 1
    while below < len(lines) and len(found) < MAX_BOX_LINES:
        raw = text[lines[below].start : lines[below].end]
        if raw.strip() and not is_headline(raw):
            break
        if raw.strip():
            found.append(below)
        elif found:  # a blank line ends the box once it has begun
            break
        below += 1
    return found


def _mark_forms(lines: list[Line], reasons: list[str | None]) -> None:
    """Bare field names ("Name *", "Website") go where they follow a comment form."""
    inside = False
    for number, line in enumerate(lines):
        if reasons[number] == FORM:
            inside = True
        elif inside and line.folded and _group("form_fields").fullmatch(line.folded):
            reasons[number] = FORM
        elif line.end > line.start:
            inside = False


_SENTENCE_END = tuple(".!?…”\"»’')]*")
_TAIL_POINTER = re.compile(
    r"(?<=[.!?…\]”\"»])\s*\b(?:Read [Mm]ore|READ MORE|Continue [Rr]eading|Lire la suite|LIRE LA SUITE)\b"
    r"[\s.…»>→\]]*$"
)
_HEADLINE_POINTER = re.compile(
    r"\s(?:Read More|READ MORE|read more ?[»>→]+|LIRE LA SUITE|Lire la suite ?[»>→]+)[\s»>→]*$"
)


def _glued(text: str, line: Line) -> list[Cut]:
    """Furniture inside a line that also holds text: phrases between sentences, and a "Read more" at the
    end."""
    raw = text[line.start : line.end]
    tail = _TAIL_POINTER.search(raw)
    if tail is not None:
        return [Cut(line.start + tail.start(), line.end, POINTER)]
    pointer = _HEADLINE_POINTER.search(raw)
    if pointer is not None and is_headline(raw[: pointer.start()]) and line.start > 0:
        return [Cut(line.start, line.end, BOX)]
    folded = fold_even(raw)
    cuts: list[Cut] = []
    for reason, pattern in _rules().phrases:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if _between_sentences(raw, start, end) and not any(
                cut.start < line.start + end and line.start + start < cut.end for cut in cuts
            ):
                cuts.append(Cut(line.start + start, line.start + end, reason))
    return cuts


def _between_sentences(raw: str, start: int, end: int) -> bool:
    before, after = raw[:start], raw[end:].lstrip()
    if before.strip() and not before.rstrip().endswith(_SENTENCE_END):
        return False
    if after and not (after[0].isupper() or after[0].isdigit() or after[0] in "“\"«‘'[(*"):
        return False
    return not _quote_open(before)


def _quote_open(before: str) -> bool:
    if before.count("“") > before.count("”") or before.count("«") > before.count("»"):
        return True
    return before.count('"') % 2 == 1


def remove(text: str, cuts: list[Cut]) -> tuple[str, tuple[Dropped, ...]]:
    """``text`` without the stretches of ``cuts`` (ordered, not overlapping), and what was taken out.

    A line that falls away takes its newline along; blank lines left on both sides of it become one gap. A
    text without cuts comes back as it is.
    """
    if not cuts:
        return text, ()
    kept: list[str] = []
    dropped: list[tuple[str, list[str]]] = []
    position, ending = 0, ""
    for cut in cuts:
        between = text[position : cut.start]
        kept.append(between)
        ending = (ending + between)[-2:]
        if dropped and dropped[-1][0] == cut.reason and not between.strip():
            dropped[-1][1].append(text[cut.start : cut.end].strip())
        else:
            dropped.append((cut.reason, [text[cut.start : cut.end].strip()]))
        position = _close_gap(text, ending, cut)
    rest = text[position:]
    result = "".join(kept) + rest if rest.strip() else "".join(kept).rstrip()
    return result, tuple(Dropped(reason, "\n".join(words)) for reason, words in dropped)


def _close_gap(text: str, kept: str, cut: Cut) -> int:
    """Where the text goes on after ``cut``: past the newline and blank lines that would double a gap. ``kept`` is
    the end (two characters) of what was kept before it."""
    end = cut.end
    if kept and not kept.endswith("\n"):  # cut out of a line: one space stays between sentences
        while end < len(text) and text[end] == " " and kept.endswith(" "):
            end += 1
        return end
    whole_line = end >= len(text) or text[end] == "\n"
    if not whole_line:
        while end < len(text) and text[end] == " ":
            end += 1
        return end
    end = min(end + 1, len(text))
    if not kept or kept.endswith("\n\n"):
        while end < len(text) and text[end] == "\n":
            end += 1
    return end
