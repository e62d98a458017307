"""Why a sentence gave an event, or none: one paragraph for a person, from the fates of its triggers."""

from collections.abc import Sequence

from tocsin.export.words import count_words, date_words, place_words
from tocsin.model.decisions import DECISIONS, Stage
from tocsin.model.event import Event
from tocsin.model.reading import Modality
from tocsin.model.trace import ReadingTrace, SentenceTrace, TriggerFate

_REACH = {Stage.WORD: 0, Stage.GATE: 1, Stage.DOCUMENT: 2, Stage.ACCOUNT: 3, Stage.TOLD: 4}
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


def why(sentence: SentenceTrace, trace: ReadingTrace, events: Sequence[Event]) -> str:
    """One paragraph: which decision stopped the sentence, or which event it became and whether that is exported."""
    if not sentence.triggers:
        return (
            f"There is {NO_TRIGGER}, so nothing in it can tell a happening. If one of its words does, it is missing "
            "in lexicon/triggers.yml (your own: TOCSIN_KNOWLEDGE/lexicon/triggers.yml). [no_trigger]"
        )
    coded = [fate for fate in sentence.triggers if fate.event_mentions]
    if coded:
        return " ".join(dict.fromkeys(_told(fate, events) for fate in coded))
    farthest = _farthest(sentence.triggers)
    others = [fate for fate in sentence.triggers if fate is not farthest and fate.code != farthest.code]
    rest = "; ".join(f"“{fate.words}”: {reason(fate)} [{fate.code}]" for fate in others)
    more = f" The other triggers: {rest}." if rest else ""
    cure = DECISIONS[farthest.code].cure
    return f"No event comes from this sentence. {stopped(farthest)}{_hint(cure)}{more}"


def stopped(fate: TriggerFate) -> str:
    """ "“strike” (act attack, a weak noun) was not coded: … [code; decided in gates.yml: …]."""
    kind = f"act {fate.act}, {'a weak ' if fate.weak else ''}{_form(fate.form)}"
    account = f", which would tell {_a(fate.sub_event_type)}," if fate.sub_event_type and fate.account else ""
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
    found = []
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


def _told(fate: TriggerFate, events: Sequence[Event]) -> str:
    """What became of a coded trigger."""
    became = of_mentions(events, fate.event_mentions)
    as_what = "" if not _unreal(fate) else f" It is told as {fate.modality} ({fate.modality_rule})."
    if not became:
        return f"“{fate.words}” tells an account of its own ({fate.sub_event_type}), but no event rests on it.{as_what}"
    parts = []
    for event in became:
        others = len(event.mention_ids) - len(set(fate.event_mentions) & set(event.mention_ids))
        joined = f" together with {others} other account{'s' if others > 1 else ''}" if others else ""
        parts.append(f"{event_words(event)}{joined} ({export_words(event)})")
    verb = "adds to the account" if fate.code != "told" else f"tells {_a(fate.sub_event_type)}"
    return f"“{fate.words}” {verb}, which became {' and '.join(parts)}.{as_what}"


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
