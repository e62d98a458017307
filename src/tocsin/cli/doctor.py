"""``tocsin doctor``: what is installed, and whether it works."""

import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Annotated

import typer

import tocsin
from tocsin.cli.console import leave, say, tell
from tocsin.cli.settings import DEFAULT_DB, Database

_NAME = re.compile(r"[\w.-]+")
SENTENCE = "Gunmen killed four people in the town of Kati, Mali, on 3 March 2024, police said."


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it passed, and what was found or what to do."""

    name: str
    good: bool
    words: str


def doctor(
    db: Database = DEFAULT_DB,
    quick: Annotated[bool, typer.Option(help="Leave out what takes more than a second.")] = False,
) -> None:
    """Check the installation; exit status 1 when something is broken."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("python", _python),
        ("packages", _packages),
        ("codebook", _codebook),
        ("actors", _actors),
        ("own files", _own_files),
        ("database", lambda: _database(db)),
    ]
    if not quick:
        checks += [("gazetteer", _gazetteer), ("engine", _engine)]
    bad = 0
    say(f"tocsin {tocsin.__version__}")
    for name, check in checks:
        finding = examine(name, check)
        bad += not finding.good
        say(f"{'ok   ' if finding.good else 'WRONG'} {finding.name:10} {finding.words}")
    if bad:
        leave(1)


def examine(name: str, check: Callable[[], str]) -> Finding:
    """Run one check; whatever it raises is what is wrong."""
    try:
        return Finding(name, True, check())
    except Exception as error:
        return Finding(name, False, str(error) or type(error).__name__)


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _packages() -> str:
    """All that the installed package says it needs, but for extras."""
    needed = [_NAME.match(line) for line in metadata.requires("tocsin") or () if "extra ==" not in line]
    names = [found[0] for found in needed if found is not None]
    missing = []
    for name in names:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        raise RuntimeError(f"missing: {', '.join(missing)}; run `pip install tocsin` again.")
    return f"all {len(names)} there"


def _codebook() -> str:
    from tocsin import knowledge

    return f"{len(knowledge.load().codebook.sub_types)} sub-event types"


def _actors() -> str:
    from tocsin import knowledge
    from tocsin.knowledge.actor_check import check
    from tocsin.knowledge.actors import ActorRegistry

    known = knowledge.load()
    registry = ActorRegistry.open(known.countries)
    problems = check(registry, known.codebook)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise RuntimeError(f"{problems[0]}{more}; `tocsin actors check` names all.")
    return f"{sum(1 for _ in registry.all())} actors"


def _own_files() -> str:
    from tocsin.ingest import data
    from tocsin.knowledge import data_path, gazetteer_own, overlay_path
    from tocsin.knowledge.boundaries import Boundaries
    from tocsin.knowledge.lexicon_files import read_lexicon
    from tocsin.knowledge.overlay import check_folder
    from tocsin.knowledge.publishers import Publishers

    folder = overlay_path()
    if folder is None:
        return "none (TOCSIN_KNOWLEDGE is not set)"
    check_folder()
    for path in sorted(data_path("lexicon").glob("*.yml")):
        read_lexicon(path.name)
    for path in sorted(data_path("ingest").glob("*.yml")):
        data.load(path.name)
    Publishers.open()
    units = Boundaries.open().check()
    gazetteer_own.own_files()
    places, regions = gazetteer_own.own_places(), gazetteer_own.own_regions()
    number = sum(1 for _ in folder.rglob("*.yml"))
    found = f"{number} in {folder}; places: {len(places)}, regions: {len(regions)}"
    return f"{found}, administrative units: {units}" if units else found


def _gazetteer() -> str:
    from tocsin.knowledge.gazetteer import Gazetteer, default_path

    began = time.monotonic()
    there = default_path().is_file()
    opened = Gazetteer.open(progress=tell)
    seconds = time.monotonic() - began
    entries = opened.lookup("Bamako")
    if not any(entry.country == "MLI" for entry in entries):
        raise RuntimeError(f"{opened.path} does not know Bamako; run `tocsin gazetteer build`.")
    how = "opened" if there else "compiled"
    return f"{opened.path} ({opened.path.stat().st_size / 1e6:.0f} MB, {how} in {seconds:.1f} s)"


def _database(db: str) -> str:
    from tocsin.store import Store
    from tocsin.store.opening import locate

    path = locate(db, create=True)
    if not path.exists():
        return f"{path} does not exist yet; `tocsin code` makes it"
    with Store.open(path, create=False) as store:
        with store.exclusive(), store.transaction():
            pass
        counts = store.counts()
    return f"{path}: {counts['documents']} documents, {counts['events']} events, writable"


def _engine() -> str:
    from datetime import date

    from tocsin.model.document import Document, Published
    from tocsin.pipeline.reading import read_one
    from tocsin.pipeline.rooms import open_engine

    engine = open_engine("auto")
    document = Document("self-test", SENTENCE, published=Published(date(2024, 3, 4), "self-test"), language="en")
    outcome = read_one(engine, document)
    if outcome.reading is None:
        raise RuntimeError(outcome.refusal.sentence if outcome.refusal else "no reading")
    if not outcome.reading.event_mentions:
        raise RuntimeError(f"{engine.author} finds no event in: {SENTENCE}")
    languages = ", ".join(sorted(engine.languages))
    return f"{engine.author} reads {languages}; found {len(outcome.reading.event_mentions)} event in a sentence"
