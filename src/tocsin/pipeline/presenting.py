"""An event as the cells of its CSV row: what people see, compare and correct."""

from tocsin.export.clean import cell
from tocsin.export.event_json import event_json, thing_json, victim_json
from tocsin.export.tables import COLUMNS, event_row, thing_cell, victim_cell
from tocsin.model.event import Event
from tocsin.model.values import ActorValue, AttackedThing, PlaceValue, VictimCount


def present(event: Event) -> dict[str, str]:
    """Every column of ``tocsin export --format csv`` as text; notes only where a person wrote them, since those that
    are made from the fields follow the fields."""
    (row,) = event_row(event_json(event))
    found = {name: str(cell(row.get(name))) for name in COLUMNS["events"]}
    if not event.notes:
        found["notes"] = ""
    return found


def made_note(event: Event) -> str:
    """The note that stands in exports."""
    return str(event_json(event)["notes"])


def value_text(value: object) -> str:
    """A corrected value as its cell would show it; unknown is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case PlaceValue():
            return value.name + (
                f" ({value.place_id})" if value.place_id else f" ({value.latitude}, {value.longitude})"
            )
        case ActorValue():
            return value.name
        case VictimCount():
            return victim_cell(victim_json(value))
        case AttackedThing():
            return thing_cell(thing_json(value))
        case tuple():
            return "; ".join(value_text(item) for item in value)
        case _:
            return str(value)
