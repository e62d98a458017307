"""The same words of somebody in several documents: quotations aligned, also two translations of one statement.

A quotation that several reports share is one utterance, whoever printed it (CODEBOOK section 6).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.merge.alignment import common_order
from tocsin.merge.copy_words import load as load_words
from tocsin.merge.sentences import quoted_stretches, stem_of
from tocsin.merge.settings import StorySettings, load
from tocsin.merge.shingles import hashes, meetings
from tocsin.model.document import Document, Span
from tocsin.model.event import Quote
from tocsin.model.ids import content_id
from tocsin.model.text import fold

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class _Said:
    """One quotation ready for comparison."""

    span: Span
    words: tuple[str, ...]  # stems with content, in order


def align_quotes(documents: Sequence[Document]) -> tuple[Quote, ...]:
    """Quotations of at least two documents that are one utterance, each with its wordings, sorted by id.

    Two quotations are one where enough of the shorter's words stand in the longer in the same order. The result never
    depends on the order of documents.
    """
    settings = load().stories
    said = [s for d in sorted(documents, key=lambda d: d.id) for s in _quotations(d, settings)]
    keys = [hashes({f"{a}|{b}" for a, b in zip(s.words, s.words[1:], strict=False)}) for s in said]
    group = {number: [number] for number in range(len(said))}
    for left, right in sorted(meetings(keys, settings.anchor_max_documents, 2)):
        if group[left] is not group[right] and is_same(said[left].words, said[right].words):
            joined = group[left] + group[right]
            group.update(dict.fromkeys(joined, joined))
    groups = {id(numbers): [said[n].span for n in sorted(numbers)] for numbers in group.values()}
    shared = (spans for spans in groups.values() if len({s.document_id for s in spans}) > 1)
    return tuple(sorted((_quote(spans) for spans in shared), key=lambda q: q.id))


def _quote(spans: Sequence[Span]) -> Quote:
    """The utterance of some wordings, named by the first."""
    return Quote(content_id("qt", spans[0].document_id, spans[0].start, spans[0].quote), tuple(spans))


def is_same(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether words with content of two quotations tell one utterance."""
    settings = load().stories
    short, long = sorted((left, right), key=len)
    return common_order(short, long) >= settings.quote_common * len(short)


def _quotations(document: Document, settings: StorySettings) -> Iterator[_Said]:
    words = load_words()
    for start, end in quoted_stretches(document.text):
        raw = document.text[start:end]
        start, end = start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip())
        quote = document.text[start:end]
        forms = _WORD.findall(fold(quote))
        if len(forms) < settings.quote_words:
            continue
        content = tuple(stem_of(f, words) for f in forms if f not in words.stop)
        if len(set(content)) >= settings.quote_content:
            yield _Said(document.span(start, end), content)
