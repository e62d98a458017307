"""``tocsin stories``: which documents are one report, how each descends, what copies changed; shared quotations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tocsin.export.layout import wrapped
from tocsin.export.words import day_words
from tocsin.model.document import Document
from tocsin.model.event import ChangedFact, CopyKind, Quote, Story, StoryMember

KIND_WORDS = {
    CopyKind.ROOT: "root",
    CopyKind.VERBATIM: "the same words",
    CopyKind.NEAR: "near copy",
    CopyKind.CUT: "cut",
    CopyKind.UPDATE: "update",
    CopyKind.PARAPHRASE: "machine paraphrase",
    CopyKind.TRANSLATION: "another version of the statement",
}


def story_text(story: Story, documents: Mapping[str, Document], width: int) -> str:
    """One story as plain text: its documents with reasons, changed facts and shared passages."""
    number = len(story.members)
    roots = "its root is missing" if story.root_missing else "1 independent root"
    lines = [f"{story.id}: {number} document{'s' if number > 1 else ''}, {roots}"]
    for member in story.members:
        suspected = member.copy_kind is CopyKind.PARAPHRASE and member.document_id == story.root
        kind = "suspected machine paraphrase" if suspected else KIND_WORDS[member.copy_kind]
        alike = "" if member.document_id == story.root else f" ({member.similarity:.2f})"
        lines.append(wrapped(f"{kind}{alike}: {_named(member.document_id, documents)}", width, "  ", "    "))
        details = [*member.reasons, *map(changed_words, member.changed), *passage_words(member)]
        lines += [wrapped(f"- {detail}", width, "      ", "        ") for detail in details]
    return "\n".join(lines)


def changed_words(change: ChangedFact) -> str:
    """``changed number: “32” (doc-1) became “30”``."""
    return f"changed {change.kind}: “{change.root.quote}” ({change.root.document_id}) became “{change.copy.quote}”"


def passage_words(member: StoryMember) -> list[str]:
    """One line for each document that shares passages: how many words, and whether they are a quotation."""
    words: dict[str, int] = defaultdict(int)
    own: set[str] = set()
    for passage in member.passages:
        words[passage.other.document_id] += len(passage.span.quote.split())
        if not passage.quoted:
            own.add(passage.other.document_id)
    return [
        f"shares {number} words, run for run, with {other}" + ("" if other in own else " (a quotation)")
        for other, number in words.items()
    ]


def quotes_text(quotes: Iterable[Quote], documents: Mapping[str, Document], width: int) -> str:
    """Shared quotations, each with its wordings and who printed them."""
    lines = []
    for quote in quotes:
        number = len({span.document_id for span in quote.spans})
        lines.append(f"{quote.id}: one utterance in {number} documents")
        by_words: dict[str, list[str]] = defaultdict(list)
        for span in quote.spans:
            by_words[" ".join(span.quote.split())].append(span.document_id)
        for words, ids in by_words.items():
            lines.append(wrapped(f"“{words}”", width, "  ", "    "))
            lines += [wrapped(_named(i, documents), width, "      ", "        ") for i in dict.fromkeys(ids)]
    return "\n".join(lines)


def _named(document_id: str, documents: Mapping[str, Document]) -> str:
    document = documents.get(document_id)
    if document is None:
        return document_id
    when = day_words(document.published.day) if document.published else "no date"
    return f"{document_id} ({', '.join(part for part in (document.publisher or document.agency, when) if part)})"
