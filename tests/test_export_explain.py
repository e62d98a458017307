"""``tocsin explain``: events and documents as plain text."""

from dataclasses import replace

import pytest

import factories
import factories_page
from tocsin.export import explain_document, explain_event
from tocsin.export.notes import event_note
from tocsin.export.page_data import event_data
from tocsin.model.document import Document, Dropped
from tocsin.model.event import CopyKind, Event, Link, Story, StoryMember
from tocsin.model.reading import (
    Assertion,
    AttributionKind,
    EventMention,
    Flag,
    Mention,
    MentionKind,
    Prop,
    Reading,
    Statement,
)
from tocsin.model.values import AttackedThing, Count, MentionRef, Side


def test_an_event_tells_where_each_field_comes_from() -> None:
    document = factories.document()
    text = explain_event(factories.event(document), [document])
    for part in (
        "ev_abcdefghijklmnop  Remote explosive/landmine/IED",
        "DISPUTED",
        "3 March 2024 (day known)",
        "Kati, Koulikoro, Mali (named place; within 3 km; 12.7439, -8.0725; geonames:2455518)",
        "9 to 11 (low/best/high 9/9/11)",
        '* 9 ("nine")',
        '- 11 ("eleven") (not chosen)',
        "said by police; chosen by only-report (the only value that was reported); read by rules@1",
        "said by regional hospital, with a hedge",
        "Suicide bomb (probability 21%)",
        "claim: NDF: Northern Dawn Front, via Radio Sarrun",
        "M310 Two tolls",
        "Sources: 1 document, 1 independent",
    ):
        assert part in " ".join(text.split()) or part in text, part
    assert "[killing nine people]" in " ".join(text.split())


def test_things_hit_are_told_in_words() -> None:
    mill = AttackedThing("industry", Side.CIVILIAN, "mill", "a flour mill", "burned")
    event = factories.event(factories.document())
    evidence = replace(event.evidence[0], field="targets", value=mill)
    text = explain_event(replace(event, targets=(mill, *event.targets), evidence=(evidence,)))
    assert "a flour mill (industry, civilian, burned); the army camp (security, state)" in " ".join(text.split())
    assert "* a flour mill (industry, civilian, burned)" in text


def test_copies_are_said_to_count_once() -> None:
    events, documents, _ = factories_page.world()
    text = explain_event(events[1], {d.id: d for d in documents})
    assert "Sources: 2 documents, 1 independent" in text
    assert "2 documents of one story count once:" in text


def spun() -> tuple[Event, list[Document]]:
    """A report, and a machine paraphrase of another report that is not there, which tells the same toll otherwise and
    has a confirmation of its own."""
    document = factories.document()
    other = replace(document, id="spun")
    event = factories.event(document)
    (rival,) = [e for e in event.evidence if e.field == "fatalities" and not e.chosen]
    apart = replace(rival, spans=tuple(replace(span, document_id="spun") for span in rival.spans))
    why = "machine paraphrase (suspected) of a report that is not here: it confirms nothing"
    source = replace(event.sources[0], document_id="spun", story_id="st_spun", independent=False, grade="F6", why=why)
    said = replace(
        event.attributions[0],
        id="at_spun",
        by="Radio Nowhere",
        by_id=None,
        of=None,
        kind=AttributionKind.CONFIRMATION,
        via=(),
        span=replace(event.attributions[0].span, document_id="spun"),
    )
    return replace(
        event,
        evidence=(*(e for e in event.evidence if e is not rival), apart, apart),
        sources=(*event.sources, source),
        attributions=(*event.attributions, said),
    ), [document, other]


def test_what_a_machine_paraphrase_says_is_marked_as_not_counted() -> None:
    event, documents = spun()
    text = " ".join(explain_event(event, documents).split())
    assert '- 11 ("eleven") (not counted: a machine paraphrase, see Sources)' in text
    assert text.count('- 11 ("eleven")') == 1  # the same words, read for two accounts, are shown once
    assert "grade F6: machine paraphrase (suspected) of a report that is not here: it confirms nothing" in text
    assert "confirmation: Radio Nowhere" in text  # kept, with its words


def test_notes_repeat_no_confirmation_that_only_a_machine_paraphrase_tells() -> None:
    event, _ = spun()
    assert "Radio Nowhere" not in event_note(event)
    alone = replace(event, sources=event.sources[-1:], attributions=event.attributions[-1:])
    assert "Radio Nowhere confirmed it." in event_note(alone)


def test_the_page_says_what_counts() -> None:
    event, documents = spun()
    story = Story("st_spun", "spun", (StoryMember("spun", CopyKind.PARAPHRASE, 0.0),), root_missing=True)
    data = event_data(event, {d.id: d for d in documents}, {story.id: story})
    values = [v for v in data["values"] if v["field"] == "fatalities"]
    assert [v["counted"] for v in values if v["chosen"]] == [True]
    assert {v["counted"] for v in values if not v["chosen"]} == {False}
    (source,) = [s for s in data["sources"] if s["document"] == "spun"]
    assert "it confirms nothing" in source["copy"]


def test_without_documents_the_quotes_stand_alone() -> None:
    assert "“[killing nine people]”" in explain_event(factories.event())


def test_links_are_listed() -> None:
    assert "follow up of ev_2" in explain_event(factories.event(linked=(Link("ev_2", "follow_up_of"),)))


@pytest.mark.parametrize("width", [40, 72, 100, 160])
def test_lines_keep_to_the_width(width: int) -> None:
    document = factories.document()
    text = explain_event(factories.event(document), [document], width)
    wrapped = [line for line in text.splitlines()[3:] if " " in line.strip()]
    assert max(map(len, wrapped)) <= width


def test_control_characters_of_a_text_do_not_reach_the_terminal() -> None:
    document = factories.document(text=factories.TEXT.replace("police said", "police\x1b[2J\u202e said"))
    text = explain_event(factories.event(document), [document])
    assert "\x1b" not in text
    assert "\u202e" not in text


def reading() -> Reading:
    """A reading of the sample document with two accounts, of which one led nowhere."""
    document = factories.document()
    trigger, blast = factories.span(document, "exploded"), factories.span(document, "blast")
    nine = factories.span(document, "killing nine people")
    return Reading(
        document.id,
        "rules@1",
        mentions=(Mention("mn_1", MentionKind.PLACE, factories.span(document, "Kati")),),
        event_mentions=(
            EventMention("em_1", document.id, trigger, trigger),
            EventMention("em_2", document.id, blast, blast),
        ),
        assertions=(
            Assertion("as_1", "em_1", Prop.FATALITIES, Count.exactly(9, "nine"), (nine,), "rules@1", "police"),
            Assertion("as_2", "em_1", Prop.PLACE, MentionRef("mn_1"), (nine,), "rules@1"),
        ),
        statements=(
            Statement("sm_1", document.id, "opinion", factories.span(document, "police said"), (("by", "police"),)),
        ),
        flags=(Flag("R210", "The place is not in the gazetteer."),),
        trace=("trigger 'strike' at 31 dropped: labour",),
    )


def test_a_document_tells_what_became_of_it() -> None:
    document = factories.document(
        dropped=(Dropped("related-headline box", "Read more: Mine kills two"),), notes=("decoded as cp1252",)
    )
    story = Story(
        "st_1",
        "doc-0",
        (StoryMember("doc-0", CopyKind.ROOT, 1.0), StoryMember("doc-1", CopyKind.NEAR, 0.91, ("shared quotes",))),
    )
    text = " ".join(explain_document(document, reading(), [factories.event()], stories=[story]).split())
    for part in (
        "5 March 2024 (given with --published)",
        "decoded as cp1252",
        "related-headline box: “Read more: Mine kills two”",
        "near of doc-0, similarity 0.91 (shared quotes); counts as no further source",
        "Named in the text: 1 place.",
        'fatalities: 9 ("nine") [killing nine people], said by police',
        "=> ev_abcdefghijklmnop: Remote explosive/landmine/IED, 3 March 2024, Kati, Koulikoro, Mali, deaths 9 to 11",
        "=> no event rests on this account",
        "opinion: “police said” (by=police)",
        "R210 The place is not in the gazetteer.",
        "trigger 'strike' at 31 dropped: labour",
    ):
        assert part in text, part


def test_a_document_without_date_or_reader_says_so() -> None:
    document = factories.document(published=None, language="ha")
    text = " ".join(explain_document(document, None).split())
    assert "give --published" in text
    assert "No engine has read this document" in text


def test_events_that_are_not_exported_are_marked() -> None:
    document = factories.document()
    event = replace(factories.event(document), place=None)
    text = " ".join(explain_document(document, reading(), [event]).split())
    assert "not in default exports, because no place or country is known; `--all` adds it" in text


def test_a_document_without_events() -> None:
    document = factories.document()
    text = explain_document(document, Reading(document.id, "rules@1"))
    assert "No event is told in this document." in text
    assert "Named in the text: nothing." in text
