"""Writes ``docs/reference/`` from the code, so that no command, column or code is documented from memory.

python bench/reference.py            # write the pages
python bench/reference.py --check    # exit status 1 when a page is out of date
"""

import argparse
import dataclasses
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
import yaml

import tocsin
from tocsin import ingest
from tocsin.cli.dates import time_json
from tocsin.cli.main import app
from tocsin.export.acled import COLUMN_NAMES
from tocsin.export.explain_json import document_json, joined_json
from tocsin.export.ged import GED_COLUMNS
from tocsin.export.hxl import HASHTAGS
from tocsin.export.options import FORMATS
from tocsin.export.own_data import own_data
from tocsin.export.rule_words import CHOOSING, READING
from tocsin.export.tables import COLUMNS
from tocsin.knowledge import data_path
from tocsin.knowledge.codebook import Codebook
from tocsin.model import errors
from tocsin.model.decisions import DECISIONS
from tocsin.model.document import Document
from tocsin.model.flags import FLAGS
from tocsin.model.reading import Reading, Statement
from tocsin.model.trace import Joined, ReadingTrace, Seen, SentenceTrace, TriggerFate
from tocsin.pipeline.codes import CODES as PIPELINE_CODES
from tocsin.pipeline.dating import times_in
from tocsin.pipeline.fields import FIELDS, FOLLOWS
from tocsin.store import LogEntry

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
WORDS = Path(__file__).with_name("reference_words.yml")
SCHEMA = Path(tocsin.__file__).parent / "export" / "schema" / "event.schema.json"
MADE = "<!-- Made by bench/reference.py; do not edit by hand. -->\n\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


# Commands


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name (``gazetteer show``) and click object."""

    def walk(prefix: str, group: Any) -> Iterator[tuple[str, Any]]:
        for name, command in group.commands.items():
            full = f"{prefix} {name}".strip()
            if hasattr(command, "commands"):
                yield from walk(full, command)
            else:
                yield full, command

    yield from walk("", typer.main.get_command(app))


def is_filter(parameter: Any) -> bool:
    """Whether an option is one of the event filters that several commands share."""
    return getattr(parameter, "rich_help_panel", None) == "Filters"


def written(parameter: Any) -> str:
    """How an option or argument is typed: ``--db FILE_OR_URL``."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    names = [*parameter.opts, *parameter.secondary_opts]
    metavar = "" if getattr(parameter, "is_flag", False) else f" {parameter.metavar or 'VALUE'}"
    return ", ".join(f"`{name}{metavar}`" for name in names)


def meaning(parameter: Any) -> str:
    """Help of an option with its default and environment variable."""
    words = parameter.help or ""
    default = parameter.default
    if default is not None and not isinstance(default, bool) and not callable(default):
        words += f" Default: `{default}`."
    if getattr(parameter, "envvar", None):
        words += f" Environment: `{parameter.envvar}`."
    return words.strip()


def commands_page() -> str:
    """``commands.md``."""
    top = typer.main.get_command(app)
    parts = [
        MADE + "# Commands\n\nEvery command has `--help`. `--db` names the database; the default is `tocsin.db` in the "
        "current folder. Exit status: 0 done, 1 something was refused or is broken (each named), 2 wrong usage, 130 "
        "interrupted. Results go to standard output, everything else to standard error.\n",
        "## For all commands\n\n" + table(("option", "meaning"), ((written(p), meaning(p)) for p in top.params)),
    ]
    filters: list[Any] = []
    for name, command in commands():
        own = [p for p in command.params if not is_filter(p)]
        filters = filters or [p for p in command.params if is_filter(p)]
        arguments = " ".join(p.metavar or p.name.upper() for p in own if p.param_type_name == "argument")
        text = " ".join((command.help or "").split("\f")[0].split())
        part = f"## tocsin {name}\n\n`tocsin {name}{' ' + arguments if arguments else ''} [OPTIONS]`\n\n{text}\n"
        if own:
            part += "\n" + table(("argument or option", "meaning"), ((written(p), meaning(p)) for p in own))
        if len(own) < len(command.params):
            part += "\nTakes the [filters](#filters).\n"
        parts.append(part)
    parts.append(
        '## Filters\n\nWhich events. Several values of one filter mean "any of them" (`--country Mali --country '
        "Niger`); different filters must all hold.\n\n"
        + table(("filter", "meaning"), ((written(p), meaning(p)) for p in filters))
    )
    return "\n".join(parts)


# Exports


def section_words(section: str) -> Mapping[str, str]:
    """All words of a section of ``reference_words.yml``."""
    words: Mapping[str, str] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))[section]
    return words


def words_for(section: str, names: Sequence[str], *, closed: bool = True) -> dict[str, str]:
    """The words of ``reference_words.yml`` for these columns, in their order.

    Raises:
        KeyError: a column has no words, or (``closed``) words stand there for a column that is gone.
    """
    known = section_words(section)
    missing = [name for name in names if name not in known]
    gone = [name for name in known if name not in names] if closed else []
    if missing or gone:
        raise KeyError(f"{WORDS.name}, {section}: no words for {missing}; words for columns that are gone: {gone}")
    return {name: known[name] for name in names}


def event_keys() -> tuple[str, ...]:
    """Keys of an event in JSON Lines, in order."""
    return tuple(json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"])


def columns_of(what: str) -> tuple[str, ...]:
    """CSV columns of an export."""
    if what == "changes":
        return tuple(field.name for field in dataclasses.fields(LogEntry))
    return COLUMNS[what]


def exports_page() -> str:
    """``exports.md``."""
    events_csv = columns_of("events")
    words_for("events", list(dict.fromkeys((*event_keys(), *events_csv))))  # both directions
    parts = [
        MADE + "# Exports\n\n`tocsin export --what WHAT --format FORMAT --out FILE`. UTF-8, ISO dates, WGS 84, unknown "
        "= empty (CSV) or null (JSON), lists in one cell with `;` between. Beside each file lies `FILE.manifest.json`: "
        "filters, versions, counts, checksum, and what was left out and why. By default exports hold events that "
        "happened or failed and have at least a country and a month; `--all` adds the rest.\n",
        table(("what", "formats"), ((f"`{w}`", ", ".join(f"`{f}`" for f in fs)) for w, fs in FORMATS.items())),
        "## Events as JSON Lines\n\nOne object a line; all keys are always there. The JSON Schema is in "
        "`src/tocsin/export/schema/event.schema.json`.\n\n" + _rows("events", event_keys(), closed=False),
        _nested(),
        "## Events as CSV and GeoJSON\n\nThe same values, flat. GeoJSON has them as properties of a point; events "
        "without a point are left out and counted in the manifest.\n\n"
        + _rows("events", events_csv, closed=False, instead="events_flat"),
        "## Events as acled-csv\n\nACLED's 31 columns in their order. Left out, and counted: events known only at "
        "country level or without a point, dates vaguer than a month, unknown types, and what did not happen. An event "
        "reported for several days gives one row a day, its deaths divided evenly.\n\n" + _rows("acled", COLUMN_NAMES),
        "## Events as ged-csv\n\nThe 49 columns of UCDP's georeferenced event dataset (layout of version 23.1): one "
        "row an event, whatever its days. UCDP counts deaths in organised violence between sides with names; left out, "
        "and counted: events without a death, protests and strategic developments, unknown or unidentified sides "
        "(`--all` keeps the unidentified). Never join it one to one with acled-csv.\n\n" + _rows("ged", GED_COLUMNS),
        "## Events as hxl-csv\n\nThe rows of acled-csv, with the hashtags of OCHA's files under the header:\n\n"
        + table(("column", "hashtag"), ((f"`{name}`", f"`{tag}`") for name, tag in HASHTAGS.items())),
        "## Events as plover-jsonl\n\nOne PLOVER record a line; lossy, since sixteen categories stand for 25 sub-event "
        "types. `size` has low, best and high of dead, injured and arrested. `Other` has no category and is left "
        "out.\n\n" + table(("sub-event type", "category", "mode"), _plover()),
        "## Events as parquet and xlsx\n\nThe columns of CSV with types (whole and real numbers, days, truth values). "
        "Both need `--out`; parquet needs `pip install 'tocsin[parquet]'`. The workbook has a second sheet, `about`, "
        "with filters, citation and caveats; no cell is a formula; a text longer than a cell is cut, and counted in "
        "the manifest.\n",
    ]
    titles = {
        "attributions": "Attributions", "documents": "Documents", "stories": "Stories", "quotes": "Quotations",
        "mentions": "Mentions", "changes": "Changes",
    }  # fmt: skip
    for what, title in titles.items():
        also = {"stories": ("documents",), "quotes": ("wordings",), "documents": ("id",)}.get(what, ())
        parts.append(f"## {title}\n\n" + _rows(what, (*columns_of(what), *also)))
    return "\n".join(parts)


def _plover() -> Iterator[tuple[str, ...]]:
    """Categories and modes of the sub-event types."""
    for name, mapped in own_data("plover.yml")["types"].items():
        modes = [f"`{mapped[key]}`" for key in ("mode", "drone") if key in mapped]
        yield name, f"`{mapped['event']}`", ", ".join(modes)


def _rows(section: str, names: Sequence[str], *, closed: bool = True, instead: str | None = None) -> str:
    """Columns and their words; ``instead`` is a section whose words go before."""
    words = words_for(section, names, closed=closed)
    if instead is not None:
        words |= words_for(instead, [name for name in names if name in section_words(instead)])
    return table(("column", "meaning"), ((f"`{name}`", text) for name, text in words.items()))


def _nested() -> str:
    found = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    rows = ((f"`{name}`", ", ".join(f"`{key}`" for key in body["properties"])) for name, body in found.items())
    return "Objects inside an event have these keys:\n\n" + table(("object", "keys"), rows)


# Codes


def error_codes() -> Iterator[tuple[str, str]]:
    """Code and first line of every exception that Tocsin raises on purpose."""
    for member in vars(errors).values():
        if isinstance(member, type) and issubclass(member, errors.TocsinError):
            yield member.code, (member.__doc__ or "").split("\n")[0]


def decisions() -> Iterator[tuple[str, ...]]:
    """The fates of triggers."""
    for found in DECISIONS.values():
        yield found.code, found.stage.value, found.title, found.cure, f"`{found.where}`"


def codes_page() -> str:
    """``codes.md``."""
    refusals = [(r.code, r.title, r.cure) for r in (*ingest.CODES.values(), *PIPELINE_CODES.values())]
    heads = ("code", "what is wrong", "what to do")
    return (
        MADE + "# Codes\n\nCodes are stable: scripts may rely on them. The sentence beside a code names the input, the "
        "place in it, and the cure.\n\n"
        "## Refusals\n\nAn input that was not coded. `tocsin code` names each and ends with exit status 1; the others "
        "are coded. `I…` intake, `L…` language, `P…` the run itself, `E…` a fault of the program.\n\n"
        + table(heads, refusals)
        + "\n## Flags\n\nSomething in an event or a document that a person should look at. The event is kept.\n\n"
        + table(("code", "what was noticed", "what you can do"), ((f.code, f.title, f.cure) for f in FLAGS.values()))
        + "\n## Decisions\n\nWhat may become of a word that can tell a happening (a trigger). `tocsin explain` gives "
        "each trigger exactly one of these, with the words that decided. The last column names the module and function "
        "under `src/tocsin/read/rules/` (`neural/…`: under `src/tocsin/read/`), or the file under "
        "`src/tocsin/knowledge/data/lexicon/` and the list in it.\n\n"
        + table(("code", "stage", "what was decided", "when that is wrong", "decided in"), decisions())
        + "\n## Rules\n\nThe names of rules in `evidence[].rule` and in `tocsin explain`. First how a value was read "
        "from one document, then how one of several values was chosen for an event.\n\n"
        + table(("rule", "reads"), ((f"`{name}`", words) for name, words in READING.items()))
        + "\n"
        + table(("rule", "chooses"), ((f"`{name}`", words) for name, words in CHOOSING.items()))
        + "\n## Errors\n\nTrouble that stops a command, with one sentence; `--debug` adds the traceback.\n\n"
        + table(("code", "what it is about"), error_codes())
    )


# Types, statements, knowledge files


def types_page() -> str:
    """``types.md``."""
    book = Codebook.open()
    parts = [
        MADE
        + f"# Types and precision codes\n\nNames and order of ACLED's codebook (edition {book.version}), definitions "
        "in our own words. The order is the hierarchy: of several tactics in one happening the upper one names the "
        "event (with exceptions; see `cases/conventions.yml`).\n"
    ]
    for event_type, definition in book.event_types:
        rows = ((s.name, s.definition, s.disorder) for s in book.sub_types if s.event_type == event_type)
        parts.append(
            f"## {event_type}\n\n{definition}\n\n" + table(("sub-event type", "coded when", "disorder type"), rows)
        )
    parts.append("## Actor types\n\n" + table(("code", "type"), ((str(k), v) for k, v in book.inter_codes.items())))
    for title, codes in (("Time precision", book.time_precision), ("Place precision", book.geo_precision)):
        parts.append(f"## {title}\n\n" + table(("code", "meaning"), ((str(k), v) for k, v in codes.items())))
    return "\n".join(parts)


def statement_kinds() -> list[tuple[str, str, str]]:
    """Kind, meaning and data keys, from the table in ``cases/README.md``."""
    text = (ROOT / "cases" / "README.md").read_text(encoding="utf-8").partition("## Statements")[2]
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", text, re.M)
    return [(kind, what, keys) for kind, what, keys in rows]


def statements_page() -> str:
    """``statements.md``."""
    return (
        MADE
        + "# Statements\n\nWhat a text says without telling a datable event: threats, opinions, figures over months. "
        "They are kept apart so that they never count as events. `tocsin export --what mentions --format jsonl` holds "
        'them as rows with `"record": "statement"`. The kinds and keys below are the format; an engine need not find '
        "every kind.\n\n"
        + table(("kind", "what it is", "keys of `data`"), statement_kinds())
        + "\nValues are plain: dates ISO 8601 as precise as the words, actors registry names where resolved (else the "
        "words), countries ISO alpha-3, several values joined with `;`. Persons are roles, never names.\n"
    )


def knowledge_files() -> list[Path]:
    """Packaged knowledge files, in order."""
    return sorted(data_path().rglob("*.yml"))


def knowledge_page() -> str:
    """``knowledge.md``."""
    rows = []
    for path in knowledge_files():
        comment = re.match(r"(?:#.*\n)+", path.read_text(encoding="utf-8"))
        words = " ".join(line.lstrip("# ") for line in comment[0].split("\n")).strip() if comment else ""
        first = re.split(r"(?<=\.)\s", words, maxsplit=1)[0]
        rows.append((f"`{path.relative_to(data_path()).as_posix()}`", first))
    return (
        MADE
        + "# List of knowledge files\n\nAll under `src/tocsin/knowledge/data/`. What each holds, from its own first "
        "lines. How to edit them: [knowledge files](../knowledge-files.md).\n\n" + table(("file", "holds"), rows)
    )


def _explain_keys() -> dict[str, tuple[str, ...]]:
    """Keys of the objects of ``tocsin explain --format json``, by section of ``reference_words.yml``."""
    document = Document("d", "Shots.")
    fate = TriggerFate(0, 5, "Shots", "shoot", "noun", False, "told", event_mentions=("em",))
    sentence = SentenceTrace(0, 0, 6, (Seen("people", 0, 5, "Shots"),), (fate,))
    statement = Statement("s", "d", "threat", document.span(0, 5))
    trace = ReadingTrace("d", "rules@1", (sentence,))
    whole = document_json(document, Reading("d", "rules@1", statements=(statement,)), trace, ())
    (part,) = whole["sentences"]
    span = document.span(0, 5)
    pair = joined_json(Joined("document", span, span, 0.0, 0.0, (), None, False))
    return {
        "explain": tuple(whole), "explain_sentences": tuple(part), "explain_seen": tuple(part["seen"][0]),
        "explain_triggers": tuple(part["triggers"][0]), "explain_joined": tuple(pair),
        "dates": tuple(time_json(document, times_in("On 3 May 2024.", "en", None)[0])),
    }  # fmt: skip


def explain_page() -> str:
    """``explain.md``."""
    keys = _explain_keys()
    titles = {
        "explain_sentences": "An object of `sentences`", "explain_seen": "An object of `seen`",
        "explain_triggers": "An object of `triggers`",
    }  # fmt: skip
    parts = [
        MADE
        + "# Explanations as JSON\n\n`tocsin explain ID --format json` prints one object. Offsets count Unicode code "
        "points of the document's text. The codes are in [codes](codes.md).\n\n## A document\n\n"
        + _rows("explain", keys["explain"]),
        *(f"## {title}\n\n" + _rows(name, keys[name]) for name, title in titles.items()),
        "## An event\n\nThe object of [JSON Lines](exports.md) with two keys more: `not_exported_because` (why default "
        "exports leave it out; empty when they hold it) and `joined` (why its accounts were put together), whose "
        "objects have these keys. With `--with EVENT`: `left`, `right` (event ids), `compared` (the same objects).\n\n"
        + _rows("explain_joined", keys["explain_joined"]),
        "## Times of a text\n\n`tocsin dates FILE --format jsonl` prints one object a line for each time that a text "
        "names, with these keys.\n\n" + _rows("dates", keys["dates"]),
    ]
    return "\n".join(parts)


def corrections_page() -> str:
    """``corrections.md``."""
    return (
        MADE
        + "# Corrections\n\n`tocsin correct EVENT FIELD VALUE`. In an edited CSV export the same fields are columns. "
        "`unknown` takes a value away. Whoever corrects stands before all engines; the later of two corrections of one "
        "field stands.\n\n"
        + table(("field", "value"), ((f"`{name}`", found.help) for name, found in FIELDS.items()))
        + "\n## What follows from other fields\n\nThese are refused, with the reason.\n\n"
        + table(("field", "why"), ((f"`{name}`", why) for name, why in FOLLOWS.items()))
    )


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "corrections.md": corrections_page,
    "exports.md": exports_page,
    "codes.md": codes_page,
    "explain.md": explain_page,
    "types.md": types_page,
    "statements.md": statements_page,
    "knowledge.md": knowledge_page,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; say which pages are out of date")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not options.check:
                path.write_text(text, encoding="utf-8")
    if options.check and stale:
        print(f"out of date: {', '.join(stale)}; run `python bench/reference.py`")
        return 1
    print(f"{len(PAGES)} pages, {len(stale)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
