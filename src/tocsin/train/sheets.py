"""Sheets: how people annotate an article that may not be copied. The article is shown with numbered sentences; a sheet
of plain lines names events and quotes a few words of a sentence for each mark.

    event e1 Attack also=Armed clash;Mob violence modality=failed background codable=no
    attribution a1 claim e1 e2
    s3 trigger e1 | ambushed
    s3 place e1 e2 | Orl
    s4/2 number | nine

``s4/2`` means the second time that these words stand in sentence 4. Lines that begin with # are remarks.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tocsin.read.rules.tokens import Sentence, split_sentences
from tocsin.train.articles import Article
from tocsin.train.corpus import CorpusError, Mark, MarkedAttribution, MarkedEvent, Report

_MARK = re.compile(r"s(\d+)(?:/(\d+))? +(\S+)((?: +[ea]\d+)*) *\| ?(.*)")
_EVENT = re.compile(r"event +(e\d+) +(.+)")
_WORD = re.compile(r" +(?=also=|modality=|background$|background |codable=)")
_ATTRIBUTION = re.compile(r"attribution +(a\d+) +(\w+)((?: +e\d+)+)")


def shown(article: Article) -> str:
    """The article with its day and numbered sentences."""
    head = f"# {article.id}" + (f" (published {article.published.isoformat()})" if article.published else "")
    rows = (f"[{s.number}] " + " ".join(article.text[s.start : s.end].split()) for s in split_sentences(article.text))
    return "\n".join((head, *rows)) + "\n"


def read_sheet(path: Path, article: Article) -> tuple[Report, list[str]]:
    """The report of a sheet, and a sentence for each line that cannot be understood or quotes what is not there."""
    events: list[MarkedEvent] = []
    attributions: list[MarkedAttribution] = []
    marks: list[Mark] = []
    wrong: list[str] = []
    sentences = split_sentences(article.text)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if (found := _EVENT.fullmatch(line)) is not None:
            events.append(_event(found))
        elif (found := _ATTRIBUTION.fullmatch(line)) is not None:
            attributions.append(MarkedAttribution(found[1], found[2], tuple(found[3].split())))
        elif (found := _MARK.fullmatch(line)) is not None:
            made = list(_marks(found, article.text, sentences))
            marks += made
            if not made:
                wrong.append(f"{path}, line {number}: these words do not stand in that sentence: {line!r}")
        else:
            wrong.append(f"{path}, line {number}: not understood: {line!r}")
    ordered = tuple(sorted(set(marks), key=lambda m: (m.start, -m.end, m.label, m.about)))
    report = Report(article.id, path, "article", "none", "real", article.published, (), tuple(events),
                    tuple(attributions), article.text, ordered)  # fmt: skip
    return report, wrong


def _event(found: re.Match[str]) -> MarkedEvent:
    """Raises CorpusError for a word behind the type that is not known."""
    kind, *words = _WORD.split(found[2].strip())
    said = dict(word.partition("=")[::2] for word in words)
    modality = said.get("modality", "actual")
    unknown = sorted(said.keys() - {"also", "modality", "background", "codable"})
    unknown += [] if said.get("codable", "no") == "no" else [f"codable={said['codable']}"]
    if unknown:
        raise CorpusError(f"event {found[1]}: not understood: {', '.join(unknown)}")
    also = tuple(name.strip() for name in said.get("also", "").split(";") if name.strip())
    return MarkedEvent(found[1], kind, also, modality, "background" in said,
                       "codable" not in said and modality in ("actual", "failed"))  # fmt: skip


def _marks(found: re.Match[str], text: str, sentences: tuple[Sentence, ...]) -> Iterator[Mark]:
    """One mark for each part that the words play, or a bare one; none when the words are not there."""
    number, which, words = int(found[1]), int(found[2] or 1), found[5].split()
    if number >= len(sentences) or not words:
        return
    sentence = sentences[number]
    pattern = r"\s+".join(re.escape(word) for word in words)
    for count, place in enumerate(re.finditer(_edged(pattern, words), text[sentence.start : sentence.end]), start=1):
        if count == which:
            start, end = sentence.start + place.start(), sentence.start + place.end()
            for about in found[4].split() or [""]:
                yield Mark(start, end, found[3], about)
            return


def _edged(pattern: str, words: list[str]) -> str:
    """Whole words only, where the quoted words begin and end with letters."""
    first, last = words[0][0], words[-1][-1]
    return (r"(?<!\w)" if first.isalnum() else "") + pattern + (r"(?!\w)" if last.isalnum() else "")
