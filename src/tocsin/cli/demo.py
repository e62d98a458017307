"""``tocsin demo``: the whole path on the packaged samples."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.code import print_report, progress_display
from tocsin.cli.console import leave, say, tell, typed_name
from tocsin.cli.events import print_events
from tocsin.cli.output import export_from
from tocsin.cli.samples import samples_path
from tocsin.model.errors import UsageError

if TYPE_CHECKING:
    from tocsin.model.event import Event

EXPORTS = (("acled-csv", "events.acled.csv"), ("jsonl", "events.jsonl"), ("geojson", "events.geojson"))


def demo(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Folder.")] = Path("demo"),
) -> None:
    """Code the packaged samples and write every kind of result into a folder."""
    from tocsin.export import page
    from tocsin.pipeline import CodeOptions
    from tocsin.pipeline import code as run
    from tocsin.pipeline.codes import FAILURES
    from tocsin.store import EventFilter, Store

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder {out} cannot be made ({error.strerror}); choose another with --out.") from None
    samples = str(samples_path())
    db = str(out / "tocsin.db")
    with progress_display([samples]) as listen:
        report = run([samples], db=db, options=CodeOptions(), progress=listen)
    with Store.open(db, create=False) as store:
        events = list(store.events())
        print_events(events, title="Events of the sample articles")
        for format, name in EXPORTS:
            export_from(store, "events", format, out / name, EventFilter())
        page(events, list(store.documents()), store.stories(), out / "index.html", "Tocsin demo")
    print_report(report, db=db)
    broken = [refusal for refusal in report.refused if refusal.code in FAILURES]
    if report.refused and not broken:
        say("\nRefused samples are meant to be: they show how Tocsin says what it cannot read.")
    say(f"\nLook at {(out / 'index.html').resolve().as_uri()} in a browser: map, timeline, event cards.")
    files = ", ".join(str(out / name) for _, name in EXPORTS)
    say(f"Tables: {files}. Database: {db} (any SQLite tool opens it).")
    name = typed_name()
    say(f"Next: {name} explain {telling_example(events)} --db {db}")
    say(f"      {name} code YOUR-ARTICLES/")
    if broken:
        tell(f"{len(broken)} samples failed for reasons that are no fault of theirs; `{name} doctor` may tell why.")
        leave(1)


def telling_example(events: "Sequence[Event]") -> str:
    """Short id of the event whose explanation shows most: several sources, a toll, attributions."""
    if not events:
        return "ID"

    def worth(event: "Event") -> tuple[bool, int, bool, int]:
        told = event.fatalities.low is not None
        return (not event.background, len(event.sources), told, len(event.attributions))

    return max(events, key=worth).event_id[:11]
