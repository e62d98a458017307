"""Templates of news on political violence (MUC-3/4): alignment, role fillers, dates, places, relevance of documents.

    python bench/muc.py [--data ../shared/data/muc4] [--files tst1 tst2] [--detail]

``--files`` names folders of the corpus. GTT measure: a template is its incident type and five roles; templates are
aligned one to one (types must agree) so that most agree; an entity of a slot is right when one of its strings equals
or is contained in a gold mention of one entity. CEAF-REE: roles pooled over the document, entities aligned one to one.
Optional templates and fillers do not count as missed. Documents whose templates are all optional do not count for
relevance. Where the engine has heads that were taught the corpus' roles, these fill the templates; the figures of the
templates that Tocsin's own events give then stand beside them under ``events_``. Date, place, confidence and stage are
always those of events.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from common import Clock, Figures, Json, Tally, arguments, coded_alone, f1, local, ratio, report, told_as_real
from muc_templates import RECENT_DAYS, templates_of
from tocsin import knowledge
from tocsin.model.text import fold
from tocsin.train.muc_fillers import Settings, templates
from tocsin.train.muc_score import Filled, Pairs, align, gtt, pooled
from tocsin.train.sources.muc4_keys import ROLES, Message, Template, When, read_folder


def date_right(gold: Template, made: Filled) -> bool | None:
    """Exact day or interval; for "on or before", any date in the two months up to it."""
    if not gold.dates:
        return None
    return made.first is not None and any(_in(made, when) for when in gold.dates)


def _in(made: Filled, when: When) -> bool:
    assert made.first is not None
    last = made.last or made.first
    earliest = when.first or when.last - timedelta(days=RECENT_DAYS)
    return earliest <= made.first and last <= when.last


def country_right(gold: Template, made: Filled, known: knowledge.Knowledge) -> bool | None:
    """The first part of a location alternative; ``None`` where it is no country of today."""
    found = [known.countries.find_name(names[0], cased=False) for names in gold.places]
    codes = {country.alpha3 for country in found if country}
    return made.country in codes if codes else None


def deepest_right(gold: Template, made: Filled) -> bool | None:
    """The deepest place of a location alternative by name; ``None`` where gold has only the country."""
    names = {fold(place[-1]) for place in gold.places if len(place) > 1}
    return fold(made.place or "") in names if names else None


def slots(
    known: knowledge.Knowledge,
    figures: Figures,
    per_document: Sequence[Pairs],
    messages: Sequence[Message],
) -> None:
    """Accuracy of date, country, deepest place, confidence and stage over aligned templates."""
    day_of_report = [m.document.published.day if m.document.published else None for m in messages]
    idle = [
        [
            (g, Filled("ATTACK", {}, day, day, _USUAL_COUNTRY, None, "ACCOMPLISHED", "REPORTED AS FACT"))
            for g, _ in pairs_
        ]
        for pairs_, day in zip(per_document, day_of_report, strict=True)
    ]
    measures = {
        "date": date_right,
        "country": lambda g, m: country_right(g, m, known),
        "deepest_place": deepest_right,
        "confidence": lambda g, m: m.confidence in g.confidence if g.confidence else None,
        "confidence_told": lambda g, m: m.confidence in g.confidence if g.confidence and m.confidence else None,
        "stage": lambda g, m: m.stage in g.stages if g.stages else None,
    }
    for name, right in measures.items():
        sums = [_share([right(g, m) for g, m in one]) for one in per_document]
        nothing = [_share([right(g, m) for g, m in one]) for one in idle]
        figures.add(name, sums, lambda t: ratio(t["right"], t["n"]), idle=nothing, cases=sum(s["n"] for s in sums))


_USUAL_COUNTRY = "SLV"  # the country of most templates of dev


def _share(outcomes: Sequence[bool | None]) -> Tally:
    known = [o for o in outcomes if o is not None]
    return Counter(n=len(known), right=sum(known))


def relevance(messages: Sequence[Message], said: Sequence[bool]) -> list[Tally]:
    """tp, fp and fn of documents; those with optional templates only do not count."""
    return [
        Counter()
        if m.relevant is None
        else Counter(tp=m.relevant and s, fp=not m.relevant and s, fn=m.relevant and not s)
        for m, s in zip(messages, said, strict=True)
    ]


Templates = Sequence[list[Filled]]


def heads(messages: Sequence[Message], engine: str) -> Templates | None:
    """The templates of the heads that were taught them; ``None`` for an engine without."""
    reader = local(engine)
    if reader is None or "muc" not in reader.model.about:
        return None
    settings, found = Settings.of(reader.model.about["muc"]), []
    for message in messages:
        scores = reader.scores(message.document)
        found.append(templates(reader.model, scores, message.document.text, settings) if scores is not None else [])
    return found


def compared(figures: Figures, prefix: str, messages: Sequence[Message], made: Templates, always: Templates) -> None:
    """The measures of templates, under names with a prefix; ``always``: one empty attack a document."""
    sums, nothing = ([gtt(m, t)[0] for m, t in zip(messages, side, strict=True)] for side in (made, always))
    figures.add(f"{prefix}gtt_micro_f1", sums, f1, idle=nothing)
    figures.add(f"{prefix}gtt_p", sums, lambda t: ratio(t["tp"], t["tp"] + t["fp"]), idle=nothing)
    figures.add(f"{prefix}gtt_r", sums, lambda t: ratio(t["tp"], t["tp"] + t["fn"]), idle=nothing)
    figures.add(f"{prefix}incident_type_f1", sums, lambda t: f1(t, "type_"), idle=nothing)
    for role in ROLES:
        figures.add(f"{prefix}gtt_{role}", sums, lambda t, role=role: f1(t, f"{role}_"), idle=nothing)  # type: ignore[misc]
    ree = [[pooled(m, t) for m, t in zip(messages, side, strict=True)] for side in (made, always)]
    figures.add(f"{prefix}ceaf_ree_f1", ree[0], f1, idle=ree[1])
    said = [[bool(t) for t in side] for side in (made, always)]
    figures.add(f"{prefix}relevance_f1", relevance(messages, said[0]), f1, idle=relevance(messages, said[1]))


def main() -> None:
    options = arguments(__doc__ or "", "muc4", ["tst1", "tst2"])
    messages = [m for name in options.files for m in read_folder(options.data / name)][: options.limit]
    known, clock = knowledge.load(), Clock()
    made: list[list[Filled]] = []
    for document, events in coded_alone((m.document for m in messages), options.engine):
        made.append(templates_of(document, told_as_real(events), known))
        if options.detail:
            detail(messages[len(made) - 1], made[-1], told_as_real(events))
    figures, always = Figures(), [[Filled("ATTACK", {r: [] for r in ROLES})] for _ in messages]
    taught = heads(messages, options.engine)
    if taught is not None:
        compared(figures, "", messages, taught, always)
    compared(figures, "" if taught is None else "events_", messages, made, always)
    scored = [gtt(m, t) for m, t in zip(messages, made, strict=True)]
    slots(known, figures, [pairs for _, pairs in scored], messages)
    report("muc4", options, len(messages), figures, clock)


def detail(message: Message, made: Sequence[Filled], events: Sequence[Json]) -> None:
    """What was found and missed in one document."""
    kinds = [event["sub_event_type"] for event in events]
    print(f"\n== {message.document.id} relevant {message.relevant}, {len(events)} events {kinds}")
    partner = dict(align(message.templates, made))
    for row, gold in enumerate(message.templates):
        fillers = {role: [e.mentions for e in found] for role, found in gold.roles.items() if found}
        mark = f"{'ok  ' if row in partner else 'MISS'} {'(optional) ' if gold.optional else ''}"
        print(f"  {mark}{gold.types} {gold.dates} {gold.places} {gold.stages} {fillers}")
        if row in partner:
            print(f"    -> {made[partner[row]]}")
    for column, extra in enumerate(made):
        if column not in partner.values():
            print(f"  FALSE {extra}")


if __name__ == "__main__":
    main()
