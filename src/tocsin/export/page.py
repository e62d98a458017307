"""The page: one self-contained HTML file with map, timeline and event cards that works without any
network."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tocsin import __version__
from tocsin.export.cities import towns
from tocsin.export.clean import encodable, visible
from tocsin.export.layout import by_id
from tocsin.export.page_data import event_data, stories_by_id
from tocsin.export.write import atomic
from tocsin.knowledge import data_path
from tocsin.model.document import Document
from tocsin.model.event import Event, Story


def page(
    events: Iterable[Event],
    documents: Mapping[str, Document] | Iterable[Document],
    stories: Iterable[Story],
    out_path: Path | str,
    title: str = "Conflict events",
) -> Path:
    """Write the page and return its path.

    ``documents`` give the words in context; an event whose document is missing shows its quotes alone. A
    title with the word "demo" adds the notice that the sample texts are composed. All text is data in a
    JSON block and put on the page as text, never as markup; a content security policy forbids any request
    and any other script.

    Raises:
        UsageError: the file cannot be written.
    """
    path = Path(out_path)
    with atomic(path) as handle:
        handle.write(render(list(events), by_id(documents), stories, title))
    return path


def render(events: list[Event], documents: Mapping[str, Document], stories: Iterable[Story], title: str) -> str:
    """The page as a string of HTML."""
    from jinja2 import Environment, PackageLoader  # only the page needs it

    environment = Environment(
        loader=PackageLoader("tocsin.export", "assets"), autoescape=True, keep_trailing_newline=True
    )
    known = stories_by_id(stories)
    ordered = sorted(events, key=_order)
    data = {
        "events": [event_data(event, documents, known) for event in ordered],
        "towns": towns({e.place.country for e in events if e.place is not None and e.place.country}),
    }
    style = asset("vendor/leaflet.css") + asset("page.css")
    scripts = [asset("vendor/leaflet.js"), asset("page.js")]
    return encodable(
        environment.get_template("page.html.j2").render(
            title=" ".join(visible(title).split()),
            demo="demo" in title.lower(),
            events=data["events"],
            data=embedded(data),
            world=outlines(),
            style=style,
            scripts=scripts,
            policy=_policy(style, scripts),
            version=__version__,
        )
    )


def embedded(data: Any) -> str:
    """JSON that is safe inside a script element: no ``<``, ``>``, ``&`` and no line separators as such."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


@cache
def asset(name: str) -> str:
    """A file of ``assets``. References to other files are cut: the page may request nothing."""
    text = files("tocsin.export").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")
    if name == "vendor/leaflet.css":  # its images are for controls that the page does not use
        text = "\n".join(line for line in text.splitlines() if "url(" not in line) + "\n"
    if name == "vendor/leaflet.js":
        text = text.replace("//# sourceMappingURL=leaflet.js.map", "")
    return text.strip() + "\n" if not name.endswith(".json") else text.strip()


@cache
def outlines() -> str:
    """The outlines of countries, TopoJSON."""
    return data_path("outlines", "countries.topo.json").read_text(encoding="utf-8").strip()


def _policy(style: str, scripts: list[str]) -> str:
    """A content security policy that allows the page's own style and scripts by hash, and nothing else."""
    allowed = " ".join(_hash(script) for script in scripts)
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; base-uri 'none'"


def _hash(text: str) -> str:
    # the element's content starts with the line break after its tag, see the template
    digest = hashlib.sha256(f"\n{text}".encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _order(event: Event) -> tuple[int, str, str]:
    """Newest first, unknown dates last; ties by id so that the page is the same each time."""
    if event.date is None:
        return (1, "", event.event_id)
    return (0, str(99_999_999 - event.date.start.toordinal()), event.event_id)
