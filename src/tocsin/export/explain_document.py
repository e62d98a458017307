"""``tocsin explain DOCUMENT``: what became of a document, from its date to its events and what was left
aside."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tocsin.export.explain_sentences import assertion_lines, sentences_text
from tocsin.export.explain_stories import changed_words, passage_words
from tocsin.export.explain_why import event_words, export_words
from tocsin.export.layout import heading, in_context, labelled, wrapped
from tocsin.export.short import is_withheld
from tocsin.export.statements import issuer_record
from tocsin.export.words import day_words
from tocsin.model.document import Document, DocumentKind
from tocsin.model.event import Event, Story
from tocsin.model.reading import EventMention, MentionKind, Reading, Statement
from tocsin.model.trace import ReadingTrace


def explain_document(
    document: Document,
    reading: Reading | None,
    events: Iterable[Event] = (),
    width: int = 100,
    stories: Iterable[Story] = (),
    trace: ReadingTrace | None = None,
    notice: str | None = None,
) -> str:
    """What became of a document as plain text.

    ``events`` may be all events; those that rest on this document are picked. ``reading`` is ``None`` when no
    engine could read the document (a foreign language). With ``trace`` (``pipeline.explain_stored``) the text is
    gone through sentence by sentence. ``notice`` is a sentence to show at the top.
    """
    own = [e for e in events if any(s.document_id == document.id for s in e.sources)]
    parts = [_head(document, width, stories, issuer_record(reading))]
    if notice is not None:
        parts.append("\n" + wrapped(f"Note: {notice}", width, "  ", "    "))
    if document.dropped:
        parts.append(heading("Taken out before reading"))
        parts += [wrapped(f"{part.reason}: “{_short(part.text)}”", width, "  ", "    ") for part in document.dropped]
    if reading is None:
        parts.append("\n  No engine has read this document.")
        return "\n".join(parts) + "\n"
    parts += _named(reading, width)
    if trace is not None:
        parts += sentences_text(document, reading, trace, own, width)
    else:
        parts += [_event_mention(document, reading, mention, own, width) for mention in reading.event_mentions]
    parts += _statements(reading.statements, width)
    if reading.flags:
        parts.append(heading("To look at"))
        parts += [wrapped(f"{flag.code}  {flag.sentence}", width, "  ", "    ") for flag in reading.flags]
    if reading.trace and trace is None:
        parts.append(heading("Decisions on the way"))
        parts += [wrapped(line, width, "  ", "    ") for line in reading.trace]
    return "\n".join(parts) + "\n"


def _head(document: Document, width: int, stories: Iterable[Story], issuer: Statement | None) -> str:
    published = document.published
    when = (
        "unknown: dates such as “on Friday” stay unresolved; give --published"
        if published is None
        else f"{day_words(published.day)} ({published.how})"
    )
    rows = [
        ("Published", when),
        ("Publisher", document.publisher or "unknown"),
        ("Language", document.language or "unknown"),
        ("Kind", f"{document.kind.value}, {document.media_type}, {len(document.text)} characters"),
    ]
    if document.kind is DocumentKind.STATEMENT:
        rows.append(("Issuer", _issuer(issuer)))
        rows += [("Relays", " > ".join(document.via))] if document.via else []
    optional = (("Agency", document.agency), ("URL", None if is_withheld(document) else document.url))
    rows += [(label, value) for label, value in optional if value]
    rows += [("Remark", note) for note in document.notes]
    rows += [("Story", line) for line in _story_lines(document, stories)]
    title = wrapped(document.id, width) + "\n" + wrapped(document.title or "(no title)", width, "  ")
    return f"{title}\n\nversion {document.version}\n\n" + "\n".join(
        labelled(label, text, width) for label, text in rows
    )


def _issuer(record: Statement | None) -> str:
    """Who issued a statement, and what says so."""
    if record is None:
        return "unknown: nothing in the text names one, nor does its channel"
    data = dict(record.data)
    number = f", no. {data['number']}" if "number" in data else ""
    return f"{data['by']}{number} ({data['how']}: “{data['words']}”)"


def _story_lines(document: Document, stories: Iterable[Story]) -> list[str]:
    """How the document descends from the root of its story."""
    lines = []
    for story in stories:
        for member in story.members:
            if member.document_id != document.id:
                continue
            if story.root == document.id and story.root_missing:
                why = "; ".join(member.reasons)
                lines.append(f"{story.id}: suspected machine paraphrase ({why}); confirms nothing, grade F6")
            elif story.root == document.id:
                copies = len(story.members) - 1
                known = {0: "no other document descends", 1: "one other document descends"}
                number = known.get(copies, f"{copies} other documents descend")
                lines.append(f"{story.id}: the root report; {number} from it")
            else:
                why = f" ({', '.join(member.reasons)})" if member.reasons else ""
                kind = member.copy_kind.value.replace("_", " ")
                lines.append(
                    f"{story.id}: {kind} of {story.root}, similarity {member.similarity:.2f}{why}; "
                    "counts as no further source"
                )
            lines += [changed_words(change) for change in member.changed]
            lines += passage_words(member)
    return lines


def _named(reading: Reading, width: int) -> list[str]:
    """Mentions in numbers, and whether any event is told."""
    kinds = Counter(mention.kind for mention in reading.mentions)
    named = ", ".join(f"{kinds[kind]} {kind.value}" for kind in MentionKind if kinds[kind])
    parts = [
        heading(f"Read by {reading.author}"),
        wrapped(f"Named in the text: {named or 'nothing'}.", width, "  "),
    ]
    if not reading.event_mentions:
        parts.append("  No event is told in this document.")
    return parts


def _event_mention(
    document: Document, reading: Reading, mention: EventMention, events: Sequence[Event], width: int
) -> str:
    """An account in the text, what was asserted of it, and its fate."""
    became = [event for event in events if mention.id in event.mention_ids]
    lines = [
        "",
        wrapped(f"“{in_context(document, mention.trigger)}”", width, "  ", "    "),
    ]
    lines += [wrapped(line, width, "      ", "        ") for line in assertion_lines(reading, mention.id)]
    for event in became:
        lines.append(wrapped(f"=> {event_words(event)}; {export_words(event)}", width, "    ", "       "))
    if not became:
        lines.append("    => no event rests on this account (see the decisions below)")
    return "\n".join(lines)


def _statements(statements: Sequence[Statement], width: int) -> list[str]:
    if not statements:
        return []
    parts = [heading("Kept as statements, not coded as events")]
    for statement in statements:
        data = ", ".join(f"{key}={value}" for key, value in statement.data)
        line = f"{statement.kind}: “{_short(statement.span.quote)}”" + (f" ({data})" if data else "")
        parts.append(wrapped(line, width, "  ", "    "))
    return parts


def _short(text: str, limit: int = 160) -> str:
    """The first ``limit`` characters, cut at a space."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rpartition(" ")[0] + " …"
