"""Why a sentence gave an event, or none: one paragraph for a person, from the fates of its triggers."""

from collections.abc import Iterator, Sequence

from tocsin.export.rule_words import rule_words
from tocsin.export.words import count_words, date_words, place_words
from tocsin.model.decisions import DECISIONS, Stage
from tocsin.model.event import REJECTED, Event
from tocsin.model.reading import Assertion, Modality, Prop, Reading
from tocsin.model.trace import ReadingTrace, SentenceTrace, TriggerFate

Asked = tuple[int, int]
"""Offsets [start, end) of the words that somebody asks about."""

_REACH = {Stage.WORD: 0, Stage.GATE: 1, Stage.DOCUMENT: 2, Stage.MODEL: 3, Stage.ACCOUNT: 4, Stage.TOLD: 5}
_MODALITY = {
    Modality.PLANNED: "planned",
    Modality.THREATENED: "threatened",
    Modality.HYPOTHETICAL: "possible or feared, not as fact",
    Modality.NEGATED: "not having happened",
}
NO_TRIGGER = "no trigger word known in this sentence"


def outcome(sentence: SentenceTrace, trace: ReadingTrace) -> str:
    """A stable word for what a sentence gave: ``no_trigger``, ``coded``, or the code of the decision that stopped the
    trigger that came farthest."""
    if not sentence.triggers:
        return "no_trigger"
    farthest = _farthest(sentence.triggers)
    return farthest.code if DECISIONS[farthest.code].drops else "coded"


def why(
    sentence: SentenceTrace,
    trace: ReadingTrace,
    events: Sequence[Event],
    reading: Reading | None = None,
    asked: Asked | None = None,
) -> str:
    """One paragraph: which decision stopped the sentence, or which event it became and whether that is exported.

    ``reading`` lets it say why a date or place is missing. ``asked`` are the offsets of the words in question: what
    became of them comes first, also that none of them is known.
    """
    about = _about(sentence, asked)
    if not sentence.triggers:
        return (
            f"There is {NO_TRIGGER}, so nothing in it can tell a happening. If one of its words does, it is missing "
            "in lexicon/triggers.yml (your own: TOCSIN_KNOWLEDGE/lexicon/triggers.yml). [no_trigger]"
        )
    if not about:
        rest = why(sentence, trace, events, reading)
        return (
            f"Among the words asked about is no known trigger word{_taken_for(sentence, asked)}; if one of them tells "
            f"a happening, it is missing in lexicon/triggers.yml [no_trigger]. As for the sentence around them: {rest}"
        )
    coded = [fate for fate in about if fate.event_mentions]
    if coded:
        return " ".join(_accounts(coded, sentence, events, reading))
    farthest = _farthest(about)
    others = [fate for fate in sentence.triggers if fate is not farthest and fate.code != farthest.code]
    dropped = "; ".join(f"“{f.words}”: {reason(f)} [{f.code}]" for f in others if not f.event_mentions)
    told = " ".join(_accounts([f for f in others if f.event_mentions], sentence, events, reading))
    more = f" The other triggers: {dropped}." if dropped else ""
    but = f" But {told}" if told else ""
    opening = "" if told else "No event comes from this sentence. "
    cure = _hint(DECISIONS[farthest.code].cure)
    return f"{opening}{stopped(farthest, main_trigger(farthest, sentence))}{cure}{more}{but}"


def _about(sentence: SentenceTrace, asked: Asked | None) -> Sequence[TriggerFate]:
    """The triggers among the words asked about; all of the sentence when none are asked about."""
    if asked is None:
        return sentence.triggers
    start, end = asked
    return [fate for fate in sentence.triggers if fate.start < end and start < fate.end]


def _taken_for(sentence: SentenceTrace, asked: Asked | None) -> str:
    """What the words asked about were taken for, when they are no trigger: `` (“grenade” was seen as weapon)``."""
    start, end = asked or (sentence.start, sentence.end)
    seen = [
        f"“{item.words}” was seen as {item.kind}" for item in sentence.seen if item.start < end and start < item.end
    ]
    return f" ({', '.join(seen)})" if seen else ""


def stopped(fate: TriggerFate, main: TriggerFate | None = None) -> str:
    """ "“strike” (act attack, a weak noun) was not coded: … [code; decided in gates.yml: …].

    ``main`` is the trigger that names its account, when that is another.
    """
    kind = f"act {fate.act}, {'a weak ' if fate.weak else ''}{_form(fate.form)}"
    account = f", which would tell {_a(fate.sub_event_type)}," if fate.sub_event_type else ""
    if main is not None:
        kind = f"{kind}; counted to the account of “{main.words}”, {_form(main.form)}"
    told = f" It is told as {fate.modality} ({fate.modality_rule})." if _unreal(fate) else ""
    return f"“{fate.words}” ({kind}){account} was not coded: {reason(fate)} [{fate.code}, {where(fate)}].{told}"


def reason(fate: TriggerFate) -> str:
    """The decision in words, with the words of the text that decided."""
    named = ", ".join(f"“{word}”" for word in fate.because)
    said = DECISIONS[fate.code].title + (f" ({named})" if named else "")
    return f"{said}; {_detail(fate)}" if fate.detail else said


def where(fate: TriggerFate) -> str:
    """The list or function that decided."""
    return f"decided in {DECISIONS[fate.code].where}"


def export_reasons(event: Event) -> tuple[str, ...]:
    """Why an event is not in a default export; empty when it is (CONTRACT: happened or failed, country, month)."""
    found = ["it was rejected by a reviewer"] if event.review_state == REJECTED else []
    if event.modality not in (Modality.ACTUAL, Modality.FAILED):
        found.append(f"it is told as {_MODALITY[event.modality]}")
    if event.place is None:
        found.append("no place or country is known")
    elif event.place.country is None:
        found.append(f"the country of {event.place.name!r} is not known")
    if event.date is None:
        found.append("no date is known")
    elif event.date.precision > 3:
        found.append("its date is vaguer than a month")
    return tuple(found)


def export_words(event: Event) -> str:
    """Whether an event is in default exports, in a sentence."""
    reasons = export_reasons(event)
    if reasons:
        return f"not in default exports, because {' and '.join(reasons)}; `--all` adds it"
    history = ", marked as background (history)" if event.background else ""
    return f"in default exports{history}"


def event_words(event: Event) -> str:
    """An event in a line."""
    return (
        f"{event.event_id or '(draft)'}: {event.sub_event_type or 'type unknown'}, {date_words(event.date)}, "
        f"{place_words(event.place)}, deaths {count_words(event.fatalities)}"
    )


def of_mentions(events: Sequence[Event], mentions: Sequence[str]) -> list[Event]:
    """The events that rest on any of these event mentions."""
    return [event for event in events if set(mentions) & set(event.mention_ids)]


def typing_words(fate: TriggerFate) -> str:
    """The type of an account, the rule that gave it, and its rivals."""
    rivals = ", ".join(f"{name} {share:.0%}" for name, share in fate.alternatives)
    rest = f"; rivals: {rivals}" if rivals else ""
    return f"{fate.sub_event_type} (typing rule: {fate.type_rule}{rest})"


def main_trigger(fate: TriggerFate, sentence: SentenceTrace) -> TriggerFate | None:
    """The trigger that names the account of another one; ``None`` when it does so itself, or has no account."""
    found = (f for f in sentence.triggers if f is not fate and f.start == fate.account)
    return next(found, None)


def account_words(fate: TriggerFate) -> str:
    """What an account was made of: ``agent “Gunmen” (armed) · victims “nine people” (9 killed)``."""
    parts = " · ".join(f"{role} {words}" for role, words in fate.parts)
    return f"account: {parts}" if parts else "account: nothing told with it"


def _accounts(
    coded: Sequence[TriggerFate], sentence: SentenceTrace, events: Sequence[Event], reading: Reading | None
) -> Iterator[str]:
    """What became of coded triggers, one sentence an account."""
    by_account: dict[int | None, list[TriggerFate]] = {}
    for fate in coded:
        by_account.setdefault(fate.account, []).append(fate)
    for fates in by_account.values():
        main = next((f for f in fates if f.code == "told"), fates[0])
        rest = [f for f in fates if f is not main]
        yield _told(main, main_trigger(main, sentence), rest, events, reading)


def _told(
    fate: TriggerFate,
    main: TriggerFate | None,
    others: Sequence[TriggerFate],
    events: Sequence[Event],
    reading: Reading | None,
) -> str:
    """What became of an account; ``main`` names it, when ``fate`` does not, ``others`` are its other triggers."""
    along = f" (with {', '.join(f'“{f.words}”' for f in others)})" if others else ""
    as_what = "" if not _unreal(fate) else f" It is told as {fate.modality} ({fate.modality_rule})."
    became = of_mentions(events, fate.event_mentions)
    if not became:
        return f"“{fate.words}”{along} tells “{fate.sub_event_type}”, but no event rests on it.{as_what}"
    parts = []
    for event in became:
        number = len(event.mention_ids) - len(set(fate.event_mentions) & set(event.mention_ids))
        joined = f", together with {number} other account{'s' if number > 1 else ''}" if number else ""
        missing = " ".join(missing_words(event, reading)) if reading is not None else ""
        parts.append(f"{event_words(event)}{joined} ({export_words(event)}). {missing}".rstrip(". ") + ".")
    if fate.code == "told_with":
        verb = f"adds to the account of “{main.words if main else '?'}” in the same sentence, which tells"
    else:
        verb = "gives the toll of what was told before, as" if fate.code == "toll_of_before" else "tells"
    kind = f"“{fate.sub_event_type}” (typing rule: {fate.type_rule})"
    return f"“{fate.words}”{along} {verb} {kind}; it became {' and '.join(parts)}{as_what}"


def missing_words(event: Event, reading: Reading) -> list[str]:
    """Why an event has no date, or no place, and why it is background, as far as its accounts say."""
    own = [a for a in reading.assertions if a.event_mention_id in event.mention_ids]
    found = []
    if event.date is None:
        found.append(f"No date: {_no_date(own)}.")
    if event.place is None:
        found.append("No place: none was seen with it or shortly before, and no country is the subject of the text.")
    elif event.place.place_id is None:
        found.append(f"The place {event.place.name!r} is not in the gazetteer.")
    history = [a for a in own if a.prop is Prop.BACKGROUND and a.value is True]
    if event.background and history:
        found.append(f"Background: {rule_words(history[0].rule)}.")
    return found


def _no_date(own: Sequence[Assertion]) -> str:
    if any(a.prop is Prop.BACKGROUND and a.value is True for a in own):
        return "it is told as history, which takes no date of the text around"
    if any(a.prop is Prop.SUB_EVENT_TYPE and "refers back" in a.reasons for a in own):
        return "the noun refers back (“the attack”) to a happening that is dated where it was first told"
    return "none was read in its sentence or near it, and none follows from the publication date"


def _farthest(triggers: Sequence[TriggerFate]) -> TriggerFate:
    """The trigger that came farthest; of equals a strong one, then the first."""
    return max(triggers, key=lambda f: (_REACH[DECISIONS[f.code].stage], not f.weak, -f.start))


def _hint(cure: str) -> str:
    return f" {cure[0].upper()}{cure[1:]}." if cure else ""


def _detail(fate: TriggerFate) -> str:
    return f"of its own it tells {fate.detail}" if DECISIONS[fate.code].stage is Stage.ACCOUNT else fate.detail


def _unreal(fate: TriggerFate) -> bool:
    """Whether an account is told as something else than a fact."""
    return fate.modality not in (None, Modality.ACTUAL.value)


def _form(form: str) -> str:
    return {"noun": "noun", "ing": "verb in -ing", "past": "verb in the past", "third": "verb in the present"}.get(
        form, f"verb ({form})"
    )


def _a(name: str | None) -> str:
    return f"“{name}”" if name else "an account"
