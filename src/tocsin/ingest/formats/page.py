"""Web pages: the article's text by trafilatura, dates by metadata, own byline rules and htmldate."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tocsin.ingest.codes import refusal
from tocsin.ingest.dates import byline_date, parse_date
from tocsin.ingest.formats.fields import CONTRACT_KEYS, apply_fields
from tocsin.ingest.formats.front_matter import front_matter
from tocsin.ingest.opening import Opened, read_whole
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found, FoundDate, Weight
from tocsin.ingest.repair import decode, looks_binary
from tocsin.model.document import Refusal

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_ENTITIES = re.compile(r"<!ENTITY\s", re.I)
_PROLOG = re.compile(r"\s*<\?xml[^>]*\?>")
MAX_ELEMENTS = 50_000  # article parsing takes minutes beyond; long live blogs have some 20,000
MAX_DEPTH = 250  # the HTML parser drops what lies deeper (libxml2 stops at 256)

# Metadata that gives the first publication, best first (Open Graph, schema.org, Dublin Core, common house
# styles).
_DATE_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "date.published",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date",
    "publication_date", "publish-date", "publishdate", "pubdate", "sailthru.date", "parsely-pub-date",
    "article.published", "citation_publication_date", "date",
)  # fmt: skip


def read(opened: Opened, options: IngestOptions) -> Iterator[Found | Refusal]:
    """The one document of an HTML file."""
    data = read_whole(opened, options)
    name = opened.source.name
    if isinstance(data, Refusal):
        yield data
        return
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared is not None else None)
    if decoded is None or looks_binary(decoded.text):
        yield refusal("I106" if decoded is None else "I103", name, name)
        return
    if not decoded.text.strip():
        yield refusal("I102", name, name)
        return
    found = Found(
        id=opened.source.id, text="", name=name, where=name, media_type="text/html",
        raw_sha256=hashlib.sha256(data).hexdigest(),
        notes=(decoded.note,) if decoded.note is not None else (),
    )  # fmt: skip
    fields, page = front_matter(decoded.text)
    if not set(CONTRACT_KEYS) & set(fields):
        yield page_to_found(decoded.text, found)
        return
    given = apply_fields(found, fields, source="front matter")
    yield given if isinstance(given, Refusal) else page_to_found(page, given)


def page_to_found(page: str, found: Found) -> Found | Refusal:
    """``found`` with text, title, dates, URL and publisher taken from ``page``; fields already set stay."""
    if _ENTITIES.search(page):
        return refusal("I113", found.name, found.where)
    page = _PROLOG.sub("", page, count=1).replace("\0", "")
    facts = page_facts(page)
    text, notes = _article_text(page, facts)
    if not text.strip():
        return refusal("I110", found.name, found.where)
    return replace(
        found,
        text=text,
        title=found.title or facts.title,
        dates=(*found.dates, *_dates(page, facts)),
        url=found.url or facts.url,
        publisher=found.publisher or facts.publisher,
        notes=(*found.notes, *notes),
    )


def _article_text(page: str, facts: "Facts") -> tuple[str, tuple[str, ...]]:
    """The article's text and remarks: trafilatura's, else all paragraphs of the page."""
    notes: tuple[str, ...] = ()
    if facts.elements > MAX_ELEMENTS:
        notes = (f"the page has {facts.elements:,} elements, too many for the article parser",)
    elif facts.depth <= MAX_DEPTH:
        try:
            from trafilatura import bare_extraction

            article = bare_extraction(page, favor_precision=True, include_comments=False)
            text = (getattr(article, "text", None) or "") if article is not None else ""
            if text.strip():
                return text, ()
        except Exception as error:  # the library's parsers may raise anything on damaged pages
            notes = (f"the article parser gave up ({type(error).__name__})",)
    else:
        notes = ("the page is nested too deeply for the article parser",)
    words = "\n".join(facts.paragraphs)
    return words, (*notes, "no article found in the page; all its paragraphs were taken") if words else notes


def _dates(page: str, facts: "Facts") -> Iterator[FoundDate]:
    """Publication dates of a page, best first."""
    for value in facts.linked_dates:
        yield FoundDate(value, "JSON-LD datePublished", Weight.PAGE, "datePublished")
    for key in _DATE_META:
        for value in facts.meta.get(key, ())[:1]:
            yield FoundDate(value, f"meta {key}", Weight.PAGE, key)
    for value in facts.times[:1]:
        yield FoundDate(value, "time element", Weight.PAGE, "time")
    byline = byline_date(" ".join(facts.visible)[:6000])
    if byline is not None:
        yield byline
    if not (facts.linked_dates or facts.times or byline or any(key in facts.meta for key in _DATE_META)):
        guess = _htmldate(page, facts)
        if guess is not None:
            yield FoundDate(guess, "htmldate", Weight.TEXT, "page")


def _htmldate(page: str, facts: "Facts") -> str | None:
    if facts.depth > MAX_DEPTH or facts.elements > MAX_ELEMENTS:
        return None
    try:
        from htmldate import find_date

        # extensive_search would turn "Copyright 2024" into 2024-01-01.
        found: str | None = find_date(page, original_date=True, extensive_search=False)
    except Exception:  # as above; a missing date is no reason to refuse the page
        return None
    return found


@dataclass(slots=True)
class Facts:
    """What one pass over a page tells: metadata, dates, visible words, and its depth of nesting."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    depth: int = 0
    elements: int = 0
    meta: dict[str, list[str]] = field(default_factory=dict)
    linked_dates: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    visible: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_HIDDEN = {"script", "style", "noscript", "template", "svg", "iframe", "select", "button", "title"}
_FRAME = {"nav", "header", "footer", "aside", "form", "figure"}
_BLOCK = {"p", "div", "br", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
          "blockquote", "main", "body", "table", "ul", "ol", "dd", "dt", "pre"}  # fmt: skip


class _Scan:
    """Collects ``Facts`` from the events of lxml's parser (no tree is built, so any depth of nesting is harmless;
    the standard library's own parser takes quadratic time on unclosed markup)."""

    def __init__(self) -> None:
        self.facts = Facts()
        self._depth = 0
        self._hidden = 0
        self._frame = 0
        self._inside: str | None = None  # "title", "ld+json"
        self._pieces: list[str] = []
        self._line: list[str] = []

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        """An element begins."""
        values = {str(key).lower(): value for key, value in attrib.items()}
        if tag == "meta":
            self._meta(values)
        elif tag == "link" and values.get("rel", "").lower() == "canonical":
            self.facts.url = self.facts.url or values.get("href") or None
        elif tag == "time" and values.get("datetime") and "updated" not in values.get("class", ""):
            self.facts.times.append(values["datetime"])
        if values.get("itemprop", "").lower() == "datepublished":
            stated = values.get("content") or values.get("datetime")
            if stated:
                self.facts.meta.setdefault("datepublished", []).append(stated)
        if tag in _BLOCK:
            self._end_line()
        if tag in _VOID:
            return
        self._depth += 1
        self.facts.elements += 1
        self.facts.depth = max(self.facts.depth, self._depth)
        self._hidden += tag in _HIDDEN
        self._frame += tag in _FRAME
        if tag == "title" and self.facts.title is None:
            self._inside, self._pieces = "title", []
        elif tag == "script" and "ld+json" in values.get("type", "").lower():
            self._inside, self._pieces = "ld+json", []

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _VOID:
            return
        self._depth = max(0, self._depth - 1)
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag in _FRAME:
            self._frame = max(0, self._frame - 1)
        if tag in _BLOCK:
            self._end_line()
        if self._inside is not None and tag in ("title", "script"):
            self._close_special()

    def data(self, data: str) -> None:
        """Words between tags."""
        if self._inside is not None:
            self._pieces.append(data)
        elif not self._hidden:
            self._line.append(data)

    def _meta(self, values: dict[str, str]) -> None:
        key = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
        content = values.get("content", "").strip()
        if key and content:
            self.facts.meta.setdefault(key, []).append(content)

    def _close_special(self) -> None:
        content, what, self._inside = "".join(self._pieces), self._inside, None
        if what == "title":
            self.facts.title = " ".join(content.split()) or None
        else:
            self.facts.linked_dates.extend(_linked_dates(content))

    def _end_line(self) -> None:
        words = " ".join("".join(self._line).split())
        self._line = []
        if words:
            self.facts.visible.append(words)
            # Sentences, not menu entries.
            if not self._frame and (len(words) > 60 or words[-1] in '.!?…”"»'):
                self.facts.paragraphs.append(words)

    def comment(self, text: str) -> None:
        """Comments hold nothing of use."""

    def close(self) -> Facts:
        """Facts of the whole page."""
        self._end_line()
        facts = self.facts
        facts.title = _first(facts.meta, "og:title", "twitter:title") or facts.title
        facts.url = facts.url or _first(facts.meta, "og:url")
        if facts.url is not None and not facts.url.startswith(("http://", "https://")):
            facts.url = None
        facts.publisher = _first(facts.meta, "og:site_name", "application-name")
        return facts


def _first(meta: dict[str, list[str]], *keys: str) -> str | None:
    return next((meta[key][0] for key in keys if meta.get(key)), None)


def page_facts(page: str) -> Facts:
    """``Facts`` of a page; damaged markup gives what could be read."""
    from lxml import etree

    scan = _Scan()
    parser = etree.HTMLParser(target=scan, huge_tree=True, encoding="utf-8")
    try:
        facts: Facts = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return scan.close()
    return facts


def _linked_dates(content: str) -> list[str]:
    """``datePublished`` of the articles in a JSON-LD block; the first of each kind of date form."""
    try:
        todo: list[object] = [json.loads(content, strict=False)]
    except (ValueError, RecursionError):
        return []
    found: list[str] = []
    while todo:
        value = todo.pop(0)
        if isinstance(value, dict):
            stated = value.get("datePublished")
            if isinstance(stated, str) and parse_date(stated) is not None:
                found.append(stated)
            # Comments and linked articles have dates of their own: only the main graph is followed.
            todo.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)
        elif isinstance(value, list):
            todo.extend(value[:50])
    return found[:1]
