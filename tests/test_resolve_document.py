"""Resolving a whole reading: which date a happening takes, what is flagged, what stays open."""

from datetime import date

import pytest

from tocsin import knowledge, resolve
from tocsin.model.document import Document, Published, Span
from tocsin.model.expressions import (
    ActorExpression,
    ActorForm,
    PlaceExpression,
    PlaceRelation,
    TimeExpression,
    TimeForm,
)
from tocsin.model.reading import (
    Assertion,
    Attribution,
    AttributionKind,
    EventMention,
    Mention,
    MentionKind,
    Prop,
    Reading,
)
from tocsin.model.values import DateValue, MentionRef

KNOWLEDGE = knowledge.load()
OCT_30 = TimeExpression(TimeForm.ABSOLUTE, month=10, day=30)
SATURDAY = TimeExpression(TimeForm.WEEKDAY, weekday=5)
PUBLISHED = Published(date(2022, 10, 30), "given")


def read(
    text: str,
    trigger: str,
    times: dict[str, TimeExpression],
    place: str | None = None,
    published: Published | None = PUBLISHED,
) -> tuple[Document, Reading]:
    """A document with one happening; its dates in the order in which an engine offers them, best first."""
    document = Document("d", text, published=published)

    def span(words: str) -> Span:
        start = text.index(words)
        return document.span(start, start + len(words))

    event = EventMention("em", "d", span(trigger), document.span(0, len(text)))
    mentions = [Mention(f"m{n}", MentionKind.DATE, span(words), e) for n, (words, e) in enumerate(times.items())]
    said = tuple(
        Assertion(f"as{n}", "em", Prop.DATE, MentionRef(m.id), (m.span,), "test@1") for n, m in enumerate(mentions)
    )
    if place is not None:
        expression = PlaceExpression(place, PlaceRelation.SPEAKER)
        mentions.append(Mention("mp", MentionKind.PLACE, span(place), expression))
    return document, Reading("d", "test@1", tuple(mentions), (event,), said)


def day_of(reading: Reading) -> tuple[DateValue | None, str | None]:
    """The date of the one happening, and the rule behind it."""
    found = [(a.value, a.rule) for a in reading.assertions if a.prop is Prop.DATE]
    assert len(found) <= 1
    value, rule = found[0] if found else (None, None)
    assert value is None or isinstance(value, DateValue)
    return value, rule


@pytest.mark.parametrize(
    "opening", ["MOGADISHU, Oct 30 - ", "MOGADISHU, Oct 30 (Horn Wire) -- ", "MOGADISHU, Oct 30: "]
)
def test_date_of_a_dateline_is_when_the_report_was_filed(opening: str) -> None:
    document, reading = read(
        opening + "Two cars blew up on Saturday.", "blew up", {"Oct 30": OCT_30, "Saturday": SATURDAY}, "MOGADISHU"
    )
    value, _ = day_of(resolve.resolve(document, reading, KNOWLEDGE))
    assert value is not None
    assert value.start == value.end == date(2022, 10, 29)


def test_dateline_alone_dates_no_happening_to_the_day() -> None:
    document, reading = read("MOGADISHU, Oct 30 - Two cars blew up.", "blew up", {"Oct 30": OCT_30}, "MOGADISHU")
    value, rule = day_of(resolve.resolve(document, reading, KNOWLEDGE))
    assert value is not None
    assert (value.start, value.end, value.precision) == (date(2022, 10, 29), date(2022, 10, 30), 2)
    assert rule == "narrative-date"


@pytest.mark.parametrize(
    "text", ["Mogadishu was quiet until Oct 30 - two cars blew up.", "On Oct 30 - two cars blew up."]
)
def test_date_in_a_sentence_with_a_dash_is_no_dateline(text: str) -> None:
    document, reading = read(text, "blew up", {"Oct 30": OCT_30})
    value, _ = day_of(resolve.resolve(document, reading, KNOWLEDGE))
    assert value is not None
    assert value.start == value.end == date(2022, 10, 30)


def test_relative_date_without_publication_stays_open_and_is_flagged_with_its_words() -> None:
    document, reading = read("Two cars blew up on Saturday.", "blew up", {"Saturday": SATURDAY}, published=None)
    resolved = resolve.resolve(document, reading, KNOWLEDGE)
    assert day_of(resolved) == (None, None)
    (flag,) = resolved.flags
    assert flag.code == "R101"
    assert [span.quote for span in flag.spans] == ["Saturday"]
    assert '"Saturday"' in flag.sentence


def test_full_dates_need_no_publication_and_raise_no_flag() -> None:
    full = TimeExpression(TimeForm.ABSOLUTE, year=2022, month=10, day=30)
    document, reading = read(
        "On 30 October 2022 two cars blew up.", "blew up", {"30 October 2022": full}, published=None
    )
    resolved = resolve.resolve(document, reading, KNOWLEDGE)
    value, _ = day_of(resolved)
    assert value is not None
    assert value.start == date(2022, 10, 30)
    assert resolved.flags == ()


@pytest.mark.parametrize(
    ("side", "kind"),
    [
        (ActorExpression(ActorForm.STATE, "forces", "military", "RUS"), AttributionKind.ACCUSATION),
        (ActorExpression(ActorForm.STATE, "forces", "military"), AttributionKind.CLAIM),
    ],
)
def test_local_authorities_claim_no_act_of_foreign_forces(side: ActorExpression, kind: AttributionKind) -> None:
    text = "The forces shelled Kherson in Ukraine, the administration said; Ukraine mourned."
    document, reading = read(text, "shelled", {})

    def span(words: str) -> Span:
        return document.span(text.index(words), text.index(words) + len(words))

    mentions = (
        Mention("by", MentionKind.ACTOR, span("the administration"), ActorExpression(ActorForm.GOVERNMENT, "x")),
        Mention("of", MentionKind.ACTOR, span("The forces"), side),
        Mention("at", MentionKind.PLACE, span("Kherson"), PlaceExpression("Kherson")),
    )
    place = Assertion("as", "em", Prop.PLACE, MentionRef("at"), (span("Kherson"),), "test@1")
    said = Attribution(
        "at1", "em", AttributionKind.CLAIM, "administration", "forces", span("said"), by_mention="by", of_mention="of"
    )
    whole = Reading("d", "test@1", mentions, reading.event_mentions, (place,), (said,))
    (resolved,) = resolve.resolve(document, whole, KNOWLEDGE).attributions
    assert resolved.kind is kind
    assert resolved.by_id == "government-ukraine"


def flags_of_place(text: str, place: str) -> list[str]:
    document = Document("d", text, published=PUBLISHED)
    start = text.index(place)
    span = document.span(start, start + len(place))
    event = EventMention("em", "d", document.span(0, 6), document.span(0, len(text)))
    mention = Mention("mp", MentionKind.PLACE, span, PlaceExpression(place))
    said = Assertion("as", "em", Prop.PLACE, MentionRef("mp"), (span,), "test@1")
    resolved = resolve.resolve(document, Reading("d", "test@1", (mention,), (event,), (said,)), KNOWLEDGE)
    return [f"{flag.code} {flag.sentence}" for flag in resolved.flags if flag.code in ("R201", "R202")]


def test_a_near_spelling_is_flagged_with_its_reason_and_an_exact_one_is_not() -> None:
    (flag,) = flags_of_place("Attack by Malian rebels in Djalassagou, Mali.", "Djalassagou")
    assert flag.startswith('R202 The place "Djalassagou" was found by a near spelling')
    assert "'Diallassagou' in MLI sounds alike" in flag
    assert flags_of_place("Attack by Malian rebels in Diallassagou, Mali.", "Diallassagou") == []
    assert flags_of_place("Attack by Malian rebels in Qrvzhdo, Mali.", "Qrvzhdo")[0].startswith("R201")
