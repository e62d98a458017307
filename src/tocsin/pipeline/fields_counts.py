"""Numbers, victims and things hit as people write them."""

import re
from collections.abc import Callable
from typing import TypeVar

from tocsin.knowledge import Knowledge
from tocsin.knowledge.lexicon_files import read_lexicon
from tocsin.model.errors import UsageError
from tocsin.model.event import Event
from tocsin.model.people import CorrectedValue
from tocsin.model.text import fold
from tocsin.model.values import AttackedThing, Count, Side, VictimCount, VictimStatus
from tocsin.pipeline.fields_words import is_unknown

Values = dict[str, CorrectedValue]
Parser = Callable[[str, Event, Knowledge], Values]
_PARTS = ("low", "best", "high")


def count(text: str, name: str = "fatalities") -> Count:
    """A number with its doubt: ``9``, ``9-11``, ``9/9/11``, ``12/?/?``. Raises UsageError."""
    text = text.strip()
    if is_unknown(text):
        return Count(None, None, None)
    parts = re.split(r"\s*/\s*", text)
    if len(parts) == 1 and (found := re.fullmatch(r"(\d+)\s*[-\u2013]\s*(\d+)", text)):
        parts = [found[1], "?", found[2]]
    if len(parts) not in (1, 3):
        raise UsageError(f"{name} takes one number, or low/best/high such as 9/9/11, not {text!r}.")
    numbers = [_number(part, name) for part in parts]
    low, best, high = numbers if len(numbers) == 3 else numbers * 3
    known = [n for n in (low, best, high) if n is not None]
    if known != sorted(known):
        raise UsageError(f"{name} {text!r}: low, best and high must not fall ({low}/{best}/{high}).")
    return Count(low, best, high)


def _number(text: str, name: str) -> int | None:
    text = text.strip()
    if is_unknown(text):
        return None
    if found := re.fullmatch(r"(\d+)(?:[.,]0+)?", text):  # a spreadsheet's 9.0
        return int(found[1])
    raise UsageError(f"{name} takes a whole number of people or unknown, not {text!r}.")


def bounds(name: str) -> Parser:
    """All three bounds of a count."""

    def parse(text: str, event: Event, knowledge: Knowledge) -> Values:
        value = count(text, name)
        return {f"{name}_low": value.low, f"{name}_best": value.best, f"{name}_high": value.high}

    return parse


def bound(name: str, part: str) -> Parser:
    """One bound of a count; it must fit the present others."""

    def parse(text: str, event: Event, knowledge: Knowledge) -> Values:
        value = _number(text, f"{name}_{part}")
        present = event.fatalities if name == "fatalities" else event.crowd_size or Count(None, None, None)
        found = {p: getattr(present, p) for p in _PARTS} | {part: value}
        known = [n for n in found.values() if n is not None]
        if known != sorted(known):
            shape = "/".join("?" if n is None else str(n) for n in found.values())
            raise UsageError(
                f"{name}_{part} {value} does not fit the present {name} (it would be low/best/high {shape}); "
                f"correct `{name}` with all three, such as {_fitting(found, part)}."
            )
        return {f"{name}_{part}": value}

    return parse


def _fitting(found: dict[str, int | None], part: str) -> str:
    wanted = found[part] or 0
    place = _PARTS.index(part)
    made = [n if n is None else min(n, wanted) if i < place else max(n, wanted) for i, n in enumerate(found.values())]
    return "/".join("?" if n is None else str(n) for n in made)


def incident_count(text: str, event: Event, knowledge: Knowledge) -> Values:
    """How many incidents the event sums up."""
    value = _number(text, "incident_count")
    if value == 0:
        raise UsageError("incident_count 0 makes no event; `review_state rejected` says that it is none.")
    return {"incident_count": value}


_VICTIM = re.compile(r"(?P<side>\w+)\s+(?P<status>\w+)\s+(?P<count>[\d?/ \u2013-]+?)(?P<total>\s+total)?")


def victims(text: str, event: Event, knowledge: Knowledge) -> Values:
    """The whole list of victims: ``civilian killed 4; state injured 2/2/3``. Words and actor of a side that stays are
    kept."""
    if is_unknown(text):
        return {"victims": ()}
    return {"victims": tuple(_victim(part.strip(), event) for part in text.split(";") if part.strip())}


def _victim(text: str, event: Event) -> VictimCount:
    found = _VICTIM.fullmatch(text)
    if found is None:
        raise UsageError(f"{text!r} is no count of victims; write side, status and number: `civilian killed 4`.")
    side, status = _member(Side, found["side"]), _member(VictimStatus, found["status"])
    same = next((v for v in event.victims if (v.side, v.status) == (side, status)), None)
    total = found["total"] is not None
    value = VictimCount(side, status, count(found["count"], "victims"), total=total)
    if same is None:
        return value
    return VictimCount(side, status, value.count, same.who, same.actor, total)


_Kind = TypeVar("_Kind", Side, VictimStatus)


def _member(kind: type[_Kind], word: str) -> _Kind:
    try:
        return kind(fold(word))
    except ValueError:
        name = "side" if kind is Side else "status of victims"
        raise UsageError(f"{word!r} is no {name}; choose from {', '.join(m.value for m in kind)}.") from None


_THING = re.compile(r"(?P<words>.+?)\s*\((?P<kind>\w+)\s*,\s*(?P<side>\w+)(?:\s*,\s*(?P<effect>[^,()]+))?\)")


def targets(text: str, event: Event, knowledge: Knowledge) -> Values:
    """The whole list of things hit, each as the CSV export writes it: ``the bridge (transport, civilian,
    destroyed)``."""
    if is_unknown(text):
        return {"targets": ()}
    return {"targets": tuple(_thing(part.strip(), event) for part in text.split(";") if part.strip())}


def _thing(text: str, event: Event) -> AttackedThing:
    found = _THING.fullmatch(text)
    if found is None:
        raise UsageError(f"{text!r} is no thing hit; write it like `the bridge (transport, civilian, destroyed)`.")
    same = next((t for t in event.targets if fold(t.words) == fold(found["words"])), None)
    kinds = {*read_lexicon("things.yml"), *(t.kind for t in event.targets)}
    if found["kind"] not in kinds:
        raise UsageError(f"{found['kind']!r} is no kind of thing; choose from {', '.join(sorted(kinds))}.")
    effect = (found["effect"] or "").strip() or None
    what = same.what if same is not None else found["words"]
    return AttackedThing(found["kind"], _member(Side, found["side"]), what, found["words"], effect)
