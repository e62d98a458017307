"""Events as MUC templates: which incident type an event is, whether MUC would want it, and its role fillers.

The maps are the corpus' own definitions (task documentation, sections 1.0 and 7), not tuned on its texts: clashes of
armed sides without harm to civilians or their property are no incidents, nor are acts older than two months.
"""

import re
from collections.abc import Iterable
from datetime import date

from common import Json
from tocsin.knowledge import Knowledge
from tocsin.model.document import Document
from tocsin.model.text import fold
from tocsin.train.muc_score import Filled

RECENT_DAYS = 62
"""Section 1.0 (6): an incident is recent within two months of the article."""
TYPES = {
    "Attack": "ATTACK", "Armed clash": "ATTACK", "Sexual violence": "ATTACK", "Mob violence": "ATTACK",
    "Excessive force against protesters": "ATTACK", "Shelling/artillery/missile attack": "ATTACK",
    "Air/drone strike": "BOMBING", "Chemical weapon": "ATTACK", "Grenade": "BOMBING", "Suicide bomb": "BOMBING",
    "Remote explosive/landmine/IED": "BOMBING", "Disrupted weapons use": "BOMBING",
    "Abduction/forced disappearance": "KIDNAPPING", "Looting/property destruction": "ATTACK",
    "Violent demonstration": "ATTACK",
}  # fmt: skip
_FIRE = re.compile(r"\b(?:burn|burnt|burned|burning|torch|torched|arson|fire|set ablaze|ablaze|setting fire)\b")
_ROBBERY = re.compile(r"\b(?:loot|looted|looting|rob|robbed|robbery|robbing|steal|stole|stolen)\b")
_ARMED = ("Rebel group", "State forces", "Political militia", "Identity militia", "External/Other forces")
_THING = re.compile(
    r"\b(?:station|post|headquarters|office|building|house|residence|home|embassy|consulate|church|school|university|"
    r"bank|store|shop|restaurant|hotel|bridge|road|highway|pipeline|tower|pylon|substation|plant|power line|facility|"
    r"facilities|installation|airport|plane|helicopter|vehicle|car|bus|truck|train|farm|ranch|village|town|city|"
    r"neighborhood|property|barracks|garrison|base|newspaper|clinic|hospital)s?$"
)
_BODY = re.compile(
    r"\b(?:army|military|police|forces|force|navy|guard|government|front|movement|organization|group|gang|"
    r"battalion|brigade|cartel|party|command|squad|squads)$"
)
_LEAD = re.compile(
    r"^(?:(?:the|a|an|some|several|many|other|another|at least|about|more than|up to|around|nearly|approximately|"
    r"unidentified|unknown|his|her|their|its|this|these|those|\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|dozens of|dozen|hundreds of)\s+)+"
)


def templates_of(document: Document, events: Iterable[Json], known: Knowledge) -> list[Filled]:
    """The templates of a document; those that differ in nothing but their targets are one (section 5.0)."""
    published = document.published.day if document.published else None
    found: list[Filled] = []
    for event in events:
        kind = incident_type(event, document)
        if kind is None or not recent(event, published) or purely_military(event):
            continue
        made = filled(kind, event, document, known)
        same = next((t for t in found if _setting(t) == _setting(made)), None)
        if same is None:
            found.append(made)
        else:
            for role, fillers in made.roles.items():
                same.roles[role] += [f for f in fillers if f not in same.roles[role]]
    return found


def _setting(t: Filled) -> tuple[object, ...]:
    return (t.type, t.first, t.last, t.country, t.place, tuple(t.roles["PerpOrg"]))


def incident_type(event: Json, document: Document) -> str | None:
    """The MUC type; ``None`` for what is no incident there (protests, arrests, agreements)."""
    kind = TYPES.get(event["sub_event_type"])
    if event["sub_event_type"] in ("Looting/property destruction", "Violent demonstration", "Mob violence"):
        words = " ".join(_quotes(event, "sub_event_type")).lower()
        return "ARSON" if _FIRE.search(words) else "ROBBERY" if _ROBBERY.search(words) else kind
    return kind


def recent(event: Json, published: date | None) -> bool:
    """Not known to be older than two months."""
    if published is None or event["date_end"] is None:
        return not event["background"]
    return (published - date.fromisoformat(event["date_end"])).days <= RECENT_DAYS


def purely_military(event: Json) -> bool:
    """Armed sides against each other without a civilian victim or thing hit."""
    kinds = [(event[key] or {}).get("type") for key in ("actor1", "actor2")]
    if not all(kind in _ARMED for kind in kinds):
        civil = any(thing["side"] == "civilian" for thing in event["targets"])
        return event["sub_event_type"] == "Armed clash" and not civil and not _civilians(event)
    things = [name for name in (event["actor2"]["as_reported"] or ()) if _THING.search(name.lower())]
    military = re.compile(r"\b(?:military|army|police|barracks|garrison|guard)\b")
    civil = any(thing["side"] == "civilian" for thing in event["targets"])
    return not civil and not _civilians(event) and not any(not military.search(name.lower()) for name in things)


def _civilians(event: Json) -> bool:
    return event["civilian_targeting"] or any(v["side"] == "civilian" for v in event["victims"])


def filled(kind: str, event: Json, document: Document, known: Knowledge) -> Filled:
    """One event as a template."""
    actor = event["actor1"] or {}
    persons, bodies = perpetrators(actor, document, known)
    bodies = bodies or accused(event, document, known)
    aimed = [bare(name) for name in (event["actor2"] or {}).get("as_reported") or ()]
    hurt = [bare(v["who"]) for v in event["victims"] if v["who"] and v["side"] != "perpetrator"]
    things = [name for name in aimed if _THING.search(name)]
    hit = _distinct_hits(event["targets"], things)
    people = _distinct([*hurt, *(name for name in aimed if name not in things)])
    weapons = [bare(w) for w in _quotes(event, "weapons")] if kind not in ("ARSON", "KIDNAPPING") else []
    roles = {
        "PerpInd": [(name,) for name in persons], "PerpOrg": bodies, "Target": hit,
        "Victim": [(name,) for name in people], "Weapon": [(name,) for name in _distinct(weapons)],
    }  # fmt: skip
    days = [date.fromisoformat(d) if d else None for d in (event["date_start"], event["date_end"])]
    stage = "ATTEMPTED" if event["modality"] == "failed" else "ACCOMPLISHED"
    sure = confidence(event, bodies, known)
    return Filled(kind, roles, days[0], days[1], event["country"], event["location"], stage, sure)


def _distinct_hits(targets: Iterable[Json], other: Iterable[str]) -> list[tuple[str, ...]]:
    """Things hit, each with its phrase and its noun as names; then things named only as the side acted on."""
    hits = [tuple(dict.fromkeys((bare(t["words"]), bare(t["what"])))) for t in targets]
    known = {name for names in hits for name in names}
    return [*dict.fromkeys(hits), *((name,) for name in _distinct(other) if name not in known)]


def perpetrators(actor: Json, document: Document, known: Knowledge) -> tuple[list[str], list[tuple[str, ...]]]:
    """Individuals as reported, and organisations with those of their names that stand in the text."""
    entry = known.actors.get(actor.get("id") or "")
    named = entry is not None and entry.generic is None
    persons, bodies = [], []
    for words in actor.get("as_reported") or ():
        name = bare(words)
        own = entry is not None and named and any(fold(n.text) == fold(name) for n in (*entry.names, *entry.titles))
        if own:
            continue
        (bodies if _BODY.search(name) else persons).append(name)
    organisations: list[tuple[str, ...]] = [(name,) for name in _distinct(bodies)]
    if named and entry is not None:
        text = fold(document.text)
        inside = [
            fold(n.text)
            for n in (*entry.names, *entry.titles)
            if re.search(rf"(?<!\w){re.escape(fold(n.text))}(?!\w)", text)
        ]
        short = [part for n in inside for part in (n, *n.split(": "))]
        organisations = [tuple(dict.fromkeys(short)), *organisations] if short else organisations
    return _distinct(persons), organisations


def accused(event: Json, document: Document, known: Knowledge) -> list[tuple[str, ...]]:
    """Organisations that are only accused: MUC names them as perpetrators too, and says how sure that is."""
    found: list[tuple[str, ...]] = []
    for said in event["attributions"]:
        if said["kind"] == "accusation" and said["of"]:
            for actor in known.actors.by_name(said["of"]):
                if actor.generic is None:
                    found += perpetrators({"id": actor.id}, document, known)[1]
    return list(dict.fromkeys(found))


def confidence(event: Json, organisations: list[tuple[str, ...]], known: Knowledge) -> str | None:
    """How sure the text is of the organisation; ``None`` without one (rules of the corpus, section 7.12): claimed;
    accused, by authorities or by others, words such as "suspected" included; else told as fact. An organisation that is
    only mentioned beside the incident (POSSIBLE) is no side to us."""
    if not organisations:
        return None
    said = event["attributions"]
    if any(a["kind"] == "claim" for a in said):
        return "CLAIMED OR ADMITTED"
    accusers = [a["by"] for a in said if a["kind"] == "accusation"]
    if any(_is_authority(by, known) for by in accusers):
        return "SUSPECTED OR ACCUSED BY AUTHORITIES"
    doubted = any(e["chosen"] and e["stance"] == "hedged" for e in event["evidence"].get("actor1", ()))
    return "SUSPECTED OR ACCUSED" if accusers or event["disputed"] or doubted else "REPORTED AS FACT"


def _is_authority(words: str, known: Knowledge) -> bool:
    """Whether a speaker is an official or a state's force."""
    states = ("State forces", "Police")
    named = known.actors.by_name(words)
    return known.grades.kind_of(words) == "official" or any(p.type in states for actor in named for p in actor.types)


def bare(words: str) -> str:
    """Lower case, without articles, counts, quotation marks."""
    return _LEAD.sub("", " ".join(re.sub(r'["\[\]]', " ", words).lower().split()))


def _distinct(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


def _quotes(event: Json, prop: str) -> list[str]:
    return [entry["quote"] for entry in event["evidence"].get(prop, ()) if entry["chosen"]]
