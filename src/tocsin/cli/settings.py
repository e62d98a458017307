"""Options that many commands share: the database, and the contract's event filters."""

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

if TYPE_CHECKING:
    from tocsin.store import EventFilter, Store

Database = Annotated[
    str,
    typer.Option(
        "--db",
        envvar="TOCSIN_DB",
        metavar="FILE_OR_URL",
        help="Database file (or sqlite:///file).",
    ),
]
DEFAULT_DB = "tocsin.db"


def open_store(db: str) -> "Store":
    """The existing database ``db``. Raises StoreError when there is none."""
    from tocsin.store import Store

    return Store.open(db, create=False)


_FILTERS: dict[str, tuple[Any, str, str]] = {
    "country": (list[str], "CODE", "Country: ISO code (MLI, ML) or English name."),
    "admin1": (list[str], "NAME", "First-level administrative unit."),
    "bbox": (str, "W,S,E,N", "Box in degrees: west,south,east,north."),
    "since": (str, "DATE", "First day (2024-03-04)."),
    "until": (str, "DATE", "Last day."),
    "changed_since": (str, "DATE", "Revised at or after this day or moment (UTC)."),
    "type": (list[str], "NAME", "Event type."),
    "sub_type": (list[str], "NAME", "Sub-event type."),
    "actor": (list[str], "NAME", "Registry id, or part of a name."),
    "source": (list[str], "NAME", "Document id, publisher, URL or story, or part of it."),
    "min_confidence": (float, "0..1", "Least confidence."),
    "min_grade": (
        str,
        "GRADE",
        "At least one root graded so or better: C, or C3 (letter and number). F and 6 never pass.",
    ),
    "without": (
        list[str],
        "CLASS",
        "Put every event together without these sources: partisan, state, anonymous, unknown (comma between several).",
    ),
    "disputed": (bool, "", "Only disputed (or undisputed) events."),
    "background": (bool, "", "Only what documents tell as history (or only the rest)."),
    "modality": (list[str], "NAME", "actual, failed, planned, threatened, hypothetical, negated."),
    "review": (list[str], "STATE", "Review state."),
    "text": (str, "WORDS", "Words that occur in notes, quotes, place or type."),
    "all": (bool, "", "Also events without country or month, and what did not happen."),
    "as_of": (str, "DATE", "The dataset as it stood then (end of that day, or a moment)."),
}
"""Filter name -> type, placeholder, help. The names and their order are the contract's."""


def _parameter(name: str) -> inspect.Parameter:
    kind, metavar, text = _FILTERS[name]
    flag = "--" + name.replace("_", "-")
    default: Any = False if name == "all" else None
    names = [flag]
    if kind is bool and name != "all":
        names = [f"{flag}/--no{flag[1:]}"]
    option = typer.Option(*names, metavar=metavar or None, help=text, rich_help_panel="Filters")
    annotation = cast(Any, Annotated)[kind if name == "all" else kind | None, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every filter as an option; it receives them as one ``wanted: EventFilter``."""
    own = inspect.signature(command)
    kept = [parameter for name, parameter in own.parameters.items() if name != "wanted"]

    @functools.wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> None:
        raw = {name: options.pop(name) for name in _FILTERS}
        command(*arguments, wanted=make_filter(raw), **options)

    parameters = [*kept, *(_parameter(name) for name in _FILTERS)]
    vars(wrapped)["__signature__"] = inspect.Signature(parameters)
    wrapped.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del vars(wrapped)["__wrapped__"]  # or the signature would be taken from there
    return wrapped


def make_filter(raw: dict[str, Any]) -> "EventFilter":
    """The filter from option values as the user wrote them. Raises UsageError."""
    from tocsin.store.wanted import filter_of

    return filter_of(raw)


def country_code(name: str) -> str:
    """ISO alpha-3 of a code or English name. Raises UsageError for an unknown one."""
    from tocsin.store.wanted import country_code as found

    return found(name)
