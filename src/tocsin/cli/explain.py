"""``tocsin explain``: where an event comes from, what became of a document, and why a sentence gave no event."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.console import coloured, data_stream, leave, say, tell, width
from tocsin.cli.given import given, given_files
from tocsin.cli.settings import DEFAULT_DB, Database, open_store
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.model.document import Document
    from tocsin.model.event import Event
    from tocsin.model.trace import SentenceTrace
    from tocsin.pipeline import Explained
    from tocsin.store import Store

LIKE = 0.75
"""From this likeness (0..1) an id may be what was meant: one letter in four may be wrong."""
WIDEST = 120


def explain(
    name: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Event or document id or its beginning, or a file; - for standard input."),
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="WORDS", help="Only the sentence with these words.")] = None,
    sentence: Annotated[int | None, typer.Option(metavar="N", help="Only this sentence of the document.")] = None,
    other: Annotated[
        str | None, typer.Option("--with", metavar="EVENT", help="Why two events are (or are not) one.")
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="Explain this text; needs no database.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication date of a text or file that states none.")
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="Engine for a text or file: auto, local or rules.")
    ] = "auto",
    format: Annotated[str, typer.Option(metavar="FORMAT", help="text or json.")] = "text",
    db: Database = DEFAULT_DB,
) -> None:
    """Show where each field of an event comes from, or what became of a document, sentence by sentence.

    With --at or --sentence: which decision stopped one sentence. A file or --text is read, not stored.
    """
    if format not in ("text", "json"):
        raise UsageError(f"--format takes text or json, not {format!r}.")
    if (name is None) == (text is None):
        raise UsageError("Give an event, a document or a file, or --text with the words; one of them.")
    ask = _Ask(at, sentence, format, engine)
    if text is not None or name == "-":
        from tocsin.pipeline import explain_document

        for document in given(text, published):
            ask.show(explain_document(document, engine))
    elif name is not None and not Path(db).exists() and Path(name).is_file():
        _show_files(name, published, ask)
    elif name is not None:
        with open_store(db) as store:
            _stored(store, name, other, published, ask)


def _stored(store: "Store", name: str, other: str | None, published: str | None, ask: "_Ask") -> None:
    """A document or event of the database; else a file of that name."""
    event_id = None if store.document(name) is not None else store.find_event_id(name)
    if event_id is not None:
        if ask.narrowed:
            raise UsageError("--at and --sentence ask about a document; give its id.")
        _explain_event(store, event_id, other, ask.format)
        return
    if other is not None:
        raise UsageError(f"--with compares two events, and {name!r} is none.")
    documents = [name] if store.document(name) is not None else store.find_documents(name)
    if len(documents) == 1:
        _explain_document(store, documents[0], ask)
    elif not documents and Path(name).is_file():
        _show_files(name, published, ask)
    else:
        _not_found(store, name, documents)


class _Ask:
    """What of a document is wanted, and how it is shown."""

    def __init__(self, at: str | None, sentence: int | None, format: str, engine: str) -> None:
        self._at, self._sentence, self.format, self.engine = at, sentence, format, engine

    @property
    def narrowed(self) -> bool:
        """Whether one sentence is asked for."""
        return self._at is not None or self._sentence is not None

    def show(self, explained: "Explained") -> None:
        """Print the explanation of a document."""
        from tocsin.export import document_json, explain_document, explain_sentence

        e = explained
        wanted, asked = self._wanted(e) if self.narrowed else (None, None)
        if self.format == "json":
            _json(document_json(e.document, e.reading, e.trace, e.events, e.notice, wanted, asked))
            return
        columns = min(width(), WIDEST)
        if wanted is not None and e.reading is not None and e.trace is not None:
            if e.notice:
                tell(f"note: {e.notice}")
            say(_painted(explain_sentence(e.document, e.reading, e.trace, wanted, e.events, columns, asked)))
            return
        say(_painted(explain_document(e.document, e.reading, e.events, columns, e.stories, e.trace, e.notice)))

    def _wanted(self, explained: "Explained") -> "tuple[SentenceTrace, tuple[int, int] | None]":
        """The sentence asked for, and the offsets of the words asked about. Raises UsageError when there is none."""
        document, trace = explained.document, explained.trace
        if trace is None:
            raise UsageError(
                f"No engine has told its steps for {document.id!r}; `tocsin explain` without --at shows more."
            )
        if self._sentence is not None:
            if not 1 <= self._sentence <= len(trace.sentences):
                raise UsageError(f"{document.id} has sentences 1 to {len(trace.sentences)}, not {self._sentence}.")
            return trace.sentences[self._sentence - 1], None
        asked = _offsets(document, self._at or "")
        found = trace.at(asked[0])
        if found is None:
            raise UsageError(f"{document.id} holds no sentence.")
        return found, asked


def _offsets(document: "Document", words: str) -> tuple[int, int]:
    """Where ``words`` stand in the text, whatever their case and spacing. Raises UsageError with what is known of them
    when they do not."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()), re.IGNORECASE)
    found = pattern.search(document.text) if words.strip() else None
    if found is not None:
        return found.span()
    for part in document.dropped:
        if words.strip() and pattern.search(part.text):
            raise UsageError(
                f"These words were taken out before reading ({part.reason}), so no event can come from them; "
                "knowledge/data/ingest/litter.yml says what is."
            )
    if words.strip() and document.title and pattern.search(document.title):
        raise UsageError("These words stand in the title only, which is kept but not read.")
    raise UsageError(f"{words!r} does not stand in {document.id}; `tocsin documents --format jsonl` gives its text.")


def _show_files(name: str, published: str | None, ask: _Ask) -> None:
    """The documents of a file that is in no database."""
    from tocsin.pipeline import explain_document

    for document in given_files([name], published):
        ask.show(explain_document(document, ask.engine))


def _json(value: dict[str, Any]) -> None:
    stream = data_stream()
    stream.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


_MARKS = ((re.compile(r"^ {3}\+ .*$", re.M), "32"), (re.compile(r"^ {3}- .*$", re.M), "31"))


def _painted(page: str) -> str:
    """The page with what was kept in green and what was dropped in red, on a terminal that wants colours."""
    if coloured():
        for pattern, colour in _MARKS:
            page = pattern.sub(rf"\x1b[{colour}m\g<0>\x1b[0m", page)
    return page


def _explain_event(store: "Store", event_id: str, other: str | None, format: str) -> None:
    from tocsin import pipeline
    from tocsin.export import event_explained, explain_event

    event = store.event(event_id)
    if event is None or event.event_id != event_id:
        last = store.log(event_id)[-1]
        where = f"merged into {last.merged_into}" if last.merged_into else "withdrawn"
        tell(f"{event_id} was {where} on {last.at[:10]}: {last.why}.")
    if event is None:
        leave(1)
    if other is not None:
        _compare(store, event, other, format)
        return
    found = pipeline.explain_event(store, event)
    if format == "json":
        _json(event_explained(event, found.joined))
        return
    say(explain_event(event, found.documents, min(width(), WIDEST), found.readings, found.joined, found.sure))


def _compare(store: "Store", event: "Event", other: str, format: str) -> None:
    """Why two events are not one."""
    from tocsin import pipeline
    from tocsin.export import event_explained, joined_text

    other_id = store.find_event_id(other)
    second = store.event(other_id) if other_id is not None else None
    if second is None:
        raise UsageError(f"There is no event {other!r}; `tocsin events --all` lists them.")
    if second.event_id == event.event_id:
        raise UsageError(f"Both are {event.event_id}: they are one event; `tocsin explain` of it shows why.")
    pairs = pipeline.compare_events(store, event, second)
    if format == "json":
        _json({"left": event.event_id, "right": second.event_id, "compared": event_explained(event, pairs)["joined"]})
        return
    documents = {
        s.document_id: found
        for e in (event, second)
        for s in e.sources
        if (found := store.document(s.document_id)) is not None
    }
    say(f"{event.event_id} and {second.event_id}")
    say("\n".join(joined_text(pairs, documents, min(width(), WIDEST))))


def _explain_document(store: "Store", document_id: str, ask: _Ask) -> None:
    from tocsin.export.clean import visible
    from tocsin.pipeline import explain_stored

    explained = explain_stored(store, document_id)
    if explained is None:
        raise UsageError(f"There is no document {document_id!r}.")
    ask.show(explained)
    status = store.document_status(document_id) or {}
    if status.get("refusal_sentence") and ask.format == "text":
        say(f"\n  Refused {status['refusal_code']}: {visible(status['refusal_sentence'])}\n")


def _not_found(store: "Store", name: str, documents: list[str]) -> None:
    if documents:
        some = ", ".join(documents[:4]) + (" …" if len(documents) > 4 else "")
        raise UsageError(f"{len(documents)} documents begin with {name!r} ({some}); give more characters.")
    tombstone = store.forgotten(name)
    if tombstone is not None:
        by = f" by {tombstone.by}" if tombstone.by else ""
        tell(f"{name} was forgotten on {tombstone.at.date()}{by}: {tombstone.reason}.")
        leave(1)
    for refusal in store.refusals():
        if name in (refusal.input, refusal.input.rsplit("/", 1)[-1]):
            tell(f"refused {refusal.code}: {refusal.sentence}")
            leave(1)
    likely = near_names(name, store.find_documents(""))
    if likely:
        raise UsageError(f"Nothing here is called {name!r}. Did you mean {' or '.join(likely)}?")
    raise UsageError(
        f"Nothing here is called {name!r}; `tocsin events` and `tocsin documents` list what there is, and "
        "`tocsin events --text WORDS` searches."
    )


def near_names(name: str, ids: Iterable[str], most: int = 4) -> list[str]:
    """Document ids that were perhaps meant: those that hold the name, then those spelled much like it, with or
    without folder and suffix."""
    from difflib import SequenceMatcher

    wanted = name.casefold()
    ranked = []
    for document_id in ids:
        whole = document_id.casefold()
        stem = whole.rsplit("/", 1)[-1]
        forms = (whole, stem, stem.rsplit(".", 1)[0])
        likeness = max(SequenceMatcher(None, wanted, form).ratio() for form in forms)
        if len(wanted) >= 3 and wanted in whole:
            likeness += 1
        if likeness >= LIKE:
            ranked.append((-likeness, document_id))
    return [document_id for _, document_id in sorted(ranked)[:most]]
