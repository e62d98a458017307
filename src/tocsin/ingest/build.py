"""From a text as found to a Document: repair, date, litter, agency, language; or a refusal."""

from datetime import date

from tocsin.ingest.codes import refusal
from tocsin.ingest.dates import date_trouble, dates_of_text, parse_date
from tocsin.ingest.language import detect_language, language_field
from tocsin.ingest.litter import find_litter, remove
from tocsin.ingest.options import EARLIEST, IngestOptions
from tocsin.ingest.records import Found, FoundDate, Weight
from tocsin.ingest.repair import repair
from tocsin.ingest.statements import looks_like_statement
from tocsin.ingest.wire import agency_of_dropped, agency_of_start, find_sign_off
from tocsin.model.document import Document, DocumentKind, Dropped, Published, Refusal


def finish(found: Found, options: IngestOptions) -> Document | Refusal:
    """The document of ``found``, or why there is none."""
    text, notes = repair(found.text)
    if not text.strip():
        return refusal("I102", found.name, found.where)
    published = _published(found, text, options)
    if isinstance(published, Refusal):
        return published
    cleaned, dropped, agency, wire_notes = clean(text)
    if not cleaned.strip():
        return refusal("I111", found.name, found.where, f"removed: {', '.join({d.reason for d in dropped})}")
    language, language_note = _language(found.language, cleaned)
    kind, kind_note = _kind(found.kind, options)
    hint = looks_like_statement(cleaned) if kind is DocumentKind.ARTICLE and not found.kind else None
    remarks = (*found.notes, *notes, *published[1], *wire_notes, language_note, kind_note, hint)
    return Document(
        id=found.id,
        text=cleaned,
        title=_line(found.title),
        published=published[0],
        url=_line(found.url),
        publisher=_line(found.publisher),
        agency=agency,
        language=language,
        kind=kind,
        issuer=_line(found.issuer) if kind is DocumentKind.STATEMENT else None,
        via=tuple(name for words in found.via if (name := _line(words))) if kind is DocumentKind.STATEMENT else (),
        media_type=found.media_type,
        raw_sha256=found.raw_sha256,
        dropped=dropped,
        notes=tuple(dict.fromkeys(note for note in remarks if note)),
    )


def clean(text: str) -> tuple[str, tuple[Dropped, ...], str | None, tuple[str, ...]]:
    """Page furniture and sign-offs out: the text left, what was dropped, the wire agency, and remarks."""
    text, dropped = remove(text, find_litter(text))
    cuts, agency, notes = find_sign_off(text)
    if cuts and text[: cuts[0].start].strip():
        text, signed = remove(text, cuts)
        dropped += signed
    elif cuts:
        agency, notes = None, ()
    if agency is None:
        named = agency_of_start(text) or agency_of_dropped(dropped)
        if named is not None:
            agency, notes = named[0], (*notes, named[1])
    return text, dropped, agency, notes


def _line(value: str | None) -> str | None:
    """A header field as one repaired line; ``None`` when nothing is in it."""
    if value is None:
        return None
    return " ".join(repair(value)[0].split()) or None


def _published(found: Found, text: str, options: IngestOptions) -> tuple[Published | None, tuple[str, ...]] | Refusal:
    """The publication date that weighs most, and remarks on dates that contradict it."""
    candidates: list[tuple[date, str, Weight]] = []
    notes: list[str] = []
    for item in found.dates:
        trouble = date_trouble(item.value, options.latest)
        if trouble is None:
            candidates.append((_day(item), item.how, item.weight))
        elif item.weight is Weight.FIELD:
            return refusal("I125", found.name, f"{found.where}, field '{item.field}'", trouble)
        else:
            notes.append(f"date not used ({item.how}): {trouble}")
    if options.published is not None:
        candidates.append((options.published, "given with --published", Weight.OPTION))
    for item in dates_of_text(text):
        day = parse_date(item.value)
        if day is not None and EARLIEST <= day <= options.latest:
            candidates.append((day, item.how, item.weight))
    if not candidates:
        return None, tuple(notes)
    candidates.sort(key=lambda item: -item[2])  # stable: the first found of one weight wins
    chosen = candidates[0]
    notes.extend(
        f"date {day} ({how}) differs from the one used ({chosen[0]}, {chosen[1]})"
        for day, how, _ in candidates[1:]
        if abs((day - chosen[0]).days) > 1  # one day apart is a time zone
    )
    return Published(chosen[0], chosen[1]), tuple(dict.fromkeys(notes))


def _day(item: FoundDate) -> date:
    day = parse_date(item.value)
    assert day is not None, "date_trouble has accepted it"
    return day


def _language(field: str | None, text: str) -> tuple[str | None, str | None]:
    if field is not None and field.strip():
        code = language_field(field)
        if code is not None:
            return code, None
        detected, note = detect_language(text)
        return detected, f"language {field[:30]!r} is not known; {note or f'{detected} was detected'}"
    return detect_language(text)


def _kind(field: str | None, options: IngestOptions) -> tuple[DocumentKind, str | None]:
    fallback = options.kind or DocumentKind.ARTICLE
    if field is None or not field.strip():
        return fallback, None
    try:
        return DocumentKind(field.strip().lower()), None
    except ValueError:
        known = ", ".join(DocumentKind)
        return fallback, f"kind {field[:30]!r} is not one of {known}; taken as {fallback}"
