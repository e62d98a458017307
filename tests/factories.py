"""Hand-made documents and events for tests of rooms that stand behind ``merge``. All texts are composed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tocsin.model.document import Document, Published, Span
from tocsin.model.event import Event, EventSource, Evidence, FieldAlternative
from tocsin.model.reading import Attribution, AttributionKind, Flag, Modality, Stance
from tocsin.model.values import ActorValue, AttackedThing, Count, DateValue, PlaceValue, Side, VictimCount, VictimStatus

TEXT = (
    "ORLA, 5 March 2024 - A car bomb exploded at the gate of the army camp in Kati on Sunday, "
    "killing nine people, police said. "
    "The regional hospital reported eleven dead and at least twenty wounded.\n\n"
    "The Northern Dawn Front said in a statement carried by Radio Sarrun that its men were behind the blast. "
    "A spokesman for the River Brigade denied any part in it."
)


def document(id: str = "doc-1", text: str = TEXT, **changes: Any) -> Document:
    """A document of our invented country."""
    made = Document(
        id=id,
        text=text,
        title="Car bomb at army camp",
        published=Published(date(2024, 3, 5), "given with --published"),
        publisher="Orla Courier",
        language="en",
    )
    return replace(made, **changes)


def span(doc: Document, quote: str) -> Span:
    """The first occurrence of ``quote``."""
    start = doc.text.index(quote)
    return doc.span(start, start + len(quote))


FRONT = ActorValue("ndf", "NDF: Northern Dawn Front", "Rebel group", "MLI", "Northern Dawn Front")
ARMY = ActorValue("military-mali", "Military Forces of Mali (2021-)", "State forces", "MLI", "army")
CIVILIANS = ActorValue("civilians-mali", "Civilians (Mali)", "Civilians", "MLI", "villagers")
KATI = PlaceValue("Kati", "geonames:2455518", "MLI", "Koulikoro", None, None, 12.74391234, -8.07251, 1, 3.0, "Kati")


def evidence(field: str, value: Any, doc: Document, quote: str, **changes: Any) -> Evidence:
    """A chosen value resting on ``quote``."""
    made = Evidence(field, value, (span(doc, quote),), True, "rules@1", "only-report")
    return replace(made, **changes)


def event(doc: Document | None = None, **changes: Any) -> Event:
    """A car bomb with two tolls, a claim and a denial; ``changes`` replace fields."""
    doc = doc or document()
    made = Event(
        mention_ids=("em_1",),
        event_type="Explosions/Remote violence",
        sub_event_type="Remote explosive/landmine/IED",
        disorder_type="Political violence",
        modality=Modality.ACTUAL,
        background=False,
        date=DateValue(date(2024, 3, 3), date(2024, 3, 3), 1, "Sunday", "publication"),
        place=KATI,
        actor1=FRONT,
        actor2=ARMY,
        civilian_targeting=False,
        fatalities=Count(9, 9, 11, "nine"),
        victims=(
            VictimCount(Side.UNKNOWN, VictimStatus.KILLED, Count(9, 9, 11), "people", total=True),
            VictimCount(Side.UNKNOWN, VictimStatus.INJURED, Count(20, 20, None), "people"),
        ),
        targets=(AttackedThing("security", Side.STATE, "army camp", "the army camp"),),
        weapons=("car bomb",),
        disputed=True,
        confidence=0.82,
        alternatives=(FieldAlternative("sub_event_type", "Suicide bomb", 0.21),),
        attributions=(
            Attribution("at_1", "em_1", AttributionKind.CLAIM, FRONT.name, FRONT.name,
                        span(doc, "Northern Dawn Front said in a statement"), ("Radio Sarrun",),
                        author="rules@1"),
            Attribution("at_2", "em_1", AttributionKind.DENIAL, "River Brigade", None,
                        span(doc, "River Brigade denied any part in it"), author="rules@1"),
        ),
        sources=(
            EventSource(doc.id, doc.publisher, date(2024, 3, 5), None, "en", "st_1", True, "B2"),
        ),
        evidence=(
            evidence("sub_event_type", "Remote explosive/landmine/IED", doc, "car bomb exploded"),
            evidence("date", DateValue(date(2024, 3, 3), date(2024, 3, 3), 1, "Sunday", "publication"),
                     doc, "on Sunday", rule="weekday-before-publication"),
            evidence("place", KATI, doc, "Kati"),
            evidence("actor1", FRONT, doc, "Northern Dawn Front"),
            evidence("actor2", ARMY, doc, "army camp"),
            evidence("fatalities", Count.exactly(9, "nine"), doc, "killing nine people",
                     attributed_to="police"),
            evidence("fatalities", Count.exactly(11, "eleven"), doc, "eleven dead", chosen=False,
                     attributed_to="regional hospital", stance=Stance.HEDGED, rule="higher-than-low"),
        ),
        flags=(Flag("M310", "Two tolls: 9 (police) and 11 (regional hospital).", doc.id, "em_1",
                    (span(doc, "eleven dead"),)),),
        tags=("car bomb",),
        actor1_reported=("Northern Dawn Front",),
        actor2_reported=("army",),
        event_id="ev_abcdefghijklmnop",
        revision=2,
        updated_at=datetime(2026, 1, 31, 8, 0, tzinfo=UTC),
    )  # fmt: skip
    return replace(made, **changes)
