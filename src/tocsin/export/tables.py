"""Records as flat rows for CSV: one list of columns per ``--what``."""

import json
from collections.abc import Callable
from typing import Any

from tocsin.export.clean import joined

Record = dict[str, Any]

_BOUNDS = ("low", "best", "high")

_EVENTS = """
event_id revision updated_at review_state event_type sub_event_type disorder_type alternatives
date_start date_end time_precision
country admin1 admin2 admin3 location latitude longitude geo_precision radius_km place_id
actor1_id actor1 actor1_type actor1_as_reported actor1_associated actor1_lineage
actor2_id actor2 actor2_type actor2_as_reported actor2_associated actor2_lineage
civilian_targeting fatalities_low fatalities_best fatalities_high victims targets weapons incident_count
crowd_size_low crowd_size_best crowd_size_high modality background disputed confidence
attributions documents publishers independent_sources linked flags notes tags
"""
_ATTRIBUTIONS = "event kind by of via document start end quote by_id of_id grade stance said"
_DOCUMENTS = """
document version title published published_how url publisher agency language kind issuer via media_type
raw_sha256 characters dropped notes text text_withheld
"""
_STORIES = "story root root_missing document copy_kind similarity reasons changed passages"
_QUOTES = "quote document start end words"
_MENTIONS = "record id kind document start end quote data author"

COLUMNS: dict[str, tuple[str, ...]] = {
    "events": tuple(_EVENTS.split()),
    "attributions": tuple(_ATTRIBUTIONS.split()),
    "documents": tuple(_DOCUMENTS.split()),
    "stories": tuple(_STORIES.split()),
    "quotes": tuple(_QUOTES.split()),
    "mentions": tuple(_MENTIONS.split()),
}
"""CSV columns by what is exported; the columns of ``changes`` are those of the store's rows."""


def event_row(record: Record) -> list[Record]:
    """One row an event; lists in one cell, evidence left to jsonl."""
    row = {key: record[key] for key in COLUMNS["events"] if key in record}
    for side in ("actor1", "actor2"):
        actor = record[side] or {}
        row[side] = actor.get("name")
        row[f"{side}_id"] = actor.get("id")
        row[f"{side}_type"] = actor.get("type")
        row[f"{side}_as_reported"] = joined(actor.get("as_reported", []))
        row[f"{side}_associated"] = joined(actor.get("associated", []))
        row[f"{side}_lineage"] = joined([one["name"] for one in actor.get("lineage", [])])
    for name in ("fatalities", "crowd_size"):
        for bound in _BOUNDS:
            row[f"{name}_{bound}"] = (record[name] or {}).get(bound)
    sources = record["sources"]
    row["targets"] = joined([thing_cell(t) for t in record["targets"]])
    row["victims"] = joined([victim_cell(v) for v in record["victims"]])
    row["alternatives"] = joined([f"{a['field']}={a['value']} ({a['confidence']})" for a in record["alternatives"]])
    row["attributions"] = joined([_attribution(a) for a in record["attributions"]])
    row["documents"] = joined([s["document"] for s in sources])
    row["publishers"] = joined(list(dict.fromkeys(s["publisher"] for s in sources if s["publisher"])))
    row["independent_sources"] = sum(1 for s in sources if s["independent"])
    row["linked"] = joined([f"{link['kind']} {link['event_id']}" for link in record["linked"]])
    row["flags"] = joined([f"{flag['code']} {flag['sentence']}" for flag in record["flags"]])
    row["weapons"], row["tags"] = joined(record["weapons"]), joined(record["tags"])
    return [row]


def attribution_row(record: Record) -> list[Record]:
    """One row an attribution."""
    return [{**record, "via": joined(record["via"])}]


def document_row(record: Record) -> list[Record]:
    """One row a document; dropped text is named by its reasons only."""
    dropped = [
        part["reason"] + (f" ({len(part['text'])} characters)" if part["text"] is not None else "")
        for part in record["dropped"]
    ]
    extra = {
        "dropped": joined(dropped),
        "notes": joined(record["notes"]),
    }
    return [{**record, **extra}]


def story_row(record: Record) -> list[Record]:
    """One row a document of the story."""
    head = {key: record[key] for key in ("story", "root", "root_missing")}
    return [{**head, **member, **_member_cells(member)} for member in record["documents"]]


def _member_cells(member: Record) -> Record:
    """Lists of a story's document in one cell each."""
    changed = [f"{c['kind']}: “{c['root']['quote']}” → “{c['copy']['quote']}”" for c in member["changed"]]
    passages = [f"{p['start']}-{p['end']} = {p['with']} {p['with_start']}-{p['with_end']}" for p in member["passages"]]
    return {"reasons": joined(member["reasons"]), "changed": joined(changed), "passages": joined(passages)}


def quote_row(record: Record) -> list[Record]:
    """One row a wording."""
    return [
        {"quote": record["quote"], **{k: w[k] for k in ("document", "start", "end")}, "words": w["quote"]}
        for w in record["wordings"]
    ]


def mention_row(record: Record) -> list[Record]:
    """One row a mention or statement; ``data`` stays JSON in one cell."""
    return [{**record, "data": json.dumps(record["data"], ensure_ascii=False, sort_keys=True)}]


def change_row(record: Record) -> list[Record]:
    """A row of history; nested values stay JSON in one cell."""
    return [
        {
            key: json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
            for key, value in record.items()
        }
    ]


FLATTEN: dict[str, Callable[[Record], list[Record]]] = {
    "events": event_row,
    "attributions": attribution_row,
    "documents": document_row,
    "stories": story_row,
    "quotes": quote_row,
    "mentions": mention_row,
    "changes": change_row,
}


def _bounds(count: Record) -> str:
    """``9/9/11``; an unknown bound is ``?``."""
    return "/".join("?" if count[bound] is None else str(count[bound]) for bound in _BOUNDS)


def victim_cell(victim: Record) -> str:
    total = " total" if victim["total"] else ""
    return f"{victim['side']} {victim['status']} {_bounds(victim)}{total}"


def thing_cell(thing: Record) -> str:
    """``a flour mill (industry, civilian, burned)``."""
    effect = f", {thing['effect']}" if thing["effect"] else ""
    return f"{thing['words']} ({thing['kind']}, {thing['side']}{effect})"


def _attribution(attribution: Record) -> str:
    of = f" of {attribution['of']}" if attribution["of"] else ""
    via = f" via {' > '.join(attribution['via'])}" if attribution["via"] else ""
    return f"{attribution['kind']} by {attribution['by']}{of}{via}"
