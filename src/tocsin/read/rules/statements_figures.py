"""Figures that are no event: aggregates of incidents, cumulative statistics, strengths, distances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.model.expressions import PlaceRelation, TimeForm
from tocsin.model.reading import Modality
from tocsin.model.values import Count, Side, VictimStatus
from tocsin.read.rules.chunks import Chunk, ChunkKind, is_country
from tocsin.read.rules.grammar import by_agent, is_active
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.modality import told
from tocsin.read.rules.statements_before import Before
from tocsin.read.rules.statements_view import Draft, View, cue_index, is_armed

_FATES = ("fate_killed", "fate_displaced", "fate_injured", "fate_abducted", "fate_arrested")
# From so many people on, words of a long time, words of a period, or a perfect tense alone tell a running total rather
# than one happening; below, the same words are used of single attacks. Round figures, set by judgement.
_SOME, _MANY, _BIG = 10, 100, 1_000
_SET = 200  # more incidents than this are a count over time, not one told set
_SINGULAR = {"ies": "y", "shes": "sh", "ches": "ch", "sses": "ss"}


# -- aggregates -----------------------------------------------------------------------------------------------------


def aggregates(view: View, happenings: Sequence[Happening]) -> Iterator[Draft]:
    """ "Six attacks on Thursday at 5 am": a number of incidents told as one (CODEBOOK section 10, row 1)."""
    if not view.has("incidents"):
        return
    for index, chunk in enumerate(view.row):
        if chunk.kind is not ChunkKind.NUMBER or chunk.number is None:
            continue
        noun = _incidents_after(view, chunk.last)
        number = chunk.number.best  # "several attacks" gives no number to keep
        if noun is None or number is None or not 2 <= number <= _SET or _dated_of_old(view) or view.has("cumulative"):
            continue
        if not _actual(view, noun):
            continue
        draft = view.draft("aggregate", chunk.first, max(noun[1], chunk.last))
        if draft is None:
            continue
        if draft.end < view.tokens[noun[1] - 1].end:
            continue
        draft.put(n=number, what=singular(view.words(*noun).lower()))
        _when(view, draft)
        _where(view, draft, number)
        _by_whom(view, draft, index, happenings)
        yield draft


def _incidents_after(view: View, first: int) -> tuple[int, int] | None:
    """Tokens of an incident noun right after a number, over adjectives."""
    words = cue_index().words["incident_adjectives"]
    for position in range(first, min(first + 4, len(view.tokens))):
        hits = [(a, b) for a, b in view.cue("incidents") if a == position]
        if hits:
            return max(hits, key=lambda hit: hit[1])
        if view.tokens[position].lower not in words:
            return None
    return None


def _actual(view: View, noun: tuple[int, int]) -> bool:
    """Whether the incidents are told as having happened."""
    index = view.chunk_at(noun[0])
    trigger = view.row[index].trigger
    if trigger is None:
        return not view.has("negators")
    how = told(view.row, index, view.lexicon)
    return how.modality is Modality.ACTUAL and not (trigger.is_noun and how.habitual)


def _dated_of_old(view: View) -> bool:
    """Whether the sentence covers a period: since a year, in a year, over the past years."""
    return any(_is_period(view.row[k]) for k in view.times())


def _is_period(chunk: Chunk) -> bool:
    time = chunk.time
    if time is None:
        return False
    if time.modifier == "since":
        return time.form in (TimeForm.ABSOLUTE, TimeForm.OFFSET, TimeForm.NOW, TimeForm.RANGE, TimeForm.EVENT)
    if time.form is TimeForm.ABSOLUTE:
        return (time.month is None and time.year is not None) or time.quarter is not None or time.season is not None
    long_unit = time.unit in ("month", "year", "decade", "century")
    return time.form in (TimeForm.OFFSET, TimeForm.NOW) and long_unit and (bool(time.count) or time.unit == "year")


def _when(view: View, draft: Draft) -> None:
    day = next((k for k in view.times() if not only_clock(view.row[k]) and _names_day(view.row[k])), None)
    if day is not None:
        view.put_time(draft, "date", day)
    clock = next((c.time.part_of_day for c in view.row if c.time is not None and _is_clock(c)), None)
    draft.put(time=clock)


_DAY_FORMS = frozenset(
    {TimeForm.ABSOLUTE, TimeForm.WEEKDAY, TimeForm.OFFSET, TimeForm.ANAPHORIC, TimeForm.RANGE, TimeForm.NOW}
)


def _names_day(chunk: Chunk) -> bool:
    return chunk.time is not None and chunk.time.form in _DAY_FORMS and chunk.lower not in ("now", "then", "currently")


def _is_clock(chunk: Chunk) -> bool:
    part = chunk.time.part_of_day if chunk.time is not None else None
    return part is not None and ":" in part


def only_clock(chunk: Chunk) -> bool:
    """A clock time that names no day ("5 am")."""
    time = chunk.time
    return (
        time is not None
        and _is_clock(chunk)
        and time.form is TimeForm.ANAPHORIC
        and time.offset in (None, 0)
        and time.weekday is None
        and time.day is None
    )


def _where(view: View, draft: Draft, number: int) -> None:
    """The places when as many are named as there were incidents; else they count as unlisted."""
    named = [k for k in view.places() if not is_country(view.row[k]) and is_scene(view.row[k])]
    if len(named) == number:
        view.put_places(draft, "places", named)
    else:
        draft.put(places="unlisted")


def is_scene(chunk: Chunk) -> bool:
    return chunk.place is not None and chunk.place.relation not in (PlaceRelation.SPEAKER, PlaceRelation.DISTANCE)


def _by_whom(view: View, draft: Draft, index: int, happenings: Sequence[Happening]) -> None:
    agent = by_agent(view.row, index) or next((h.agent for h in happenings if h.agent is not None), None)
    if agent is not None and is_armed(view.row[agent]):
        view.put_actor(draft, "actor", agent)
    lows = [
        v.count.low
        for h in happenings
        for v in h.victims
        if v.status is VictimStatus.KILLED and v.count is not None and v.count.low is not None and not v.part
    ]
    if len(lows) == 1:
        draft.put(total_low=lows[0])


def singular(noun: str) -> str:
    """The singular of a regular English plural ("attacks", "ambushes", "bombings")."""
    for ending, single in _SINGULAR.items():
        if noun.endswith(ending):
            return noun[: -len(ending)] + single
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


# -- statistics -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted fate in a row of chunks: the chunk of the count, the chunk of the fate, and what the fate is."""

    count_chunk: int
    fate_chunk: int
    what: str
    count: Count


_WHAT_OF_STATUS = {
    VictimStatus.KILLED: "killed", VictimStatus.INJURED: "injured", VictimStatus.DISPLACED: "displaced",
    VictimStatus.ABDUCTED: "abducted", VictimStatus.ARRESTED: "arrested",
}  # fmt: skip
_PERFECT = frozenset({"have", "has", "'ve"})
_RIGHT, _LEFT = 9, 3
_STOPS = frozenset({".", ";", ":", "after", "when", "while", "who", "where"})


def is_statistic(row: Sequence[Chunk], index: int) -> bool:
    """Whether the figure told with the fate word at chunk ``index`` is a running total and no event's toll.

    True for "thousands have been killed", "more than 2,000 have died since 2012", "two million displaced in A and B";
    never for a figure of a day ("nine were killed on Friday"). Needs nothing but the chunks, so gates may call it.
    """
    return any(f.fate_chunk == index and _runs_long(row, f) for f in figures(row))


def figures(row: Sequence[Chunk]) -> list[Figure]:
    """All counted fates of a sentence: each count with the nearest fate to its right, else right before it."""
    found = []
    for k, chunk in enumerate(row):
        count = _count_of(chunk)
        if count is None:
            continue
        fate = _fate_right(row, k) or _fate_left(row, k)
        fighters = chunk.people is not None and chunk.people.side not in (Side.CIVILIAN, Side.UNKNOWN, Side.OTHER)
        if fate is not None and not (fate[1] == "displaced" and fighters):
            found.append(Figure(k, fate[0], fate[1], count))
    return found


def _count_of(chunk: Chunk) -> Count | None:
    if chunk.kind is ChunkKind.NUMBER:
        return chunk.number
    return chunk.people.count if chunk.people is not None and chunk.kind is ChunkKind.PEOPLE else None


def _fate_right(row: Sequence[Chunk], start: int) -> tuple[int, str] | None:
    for k in range(start + 1, min(len(row), start + 1 + _RIGHT)):
        if _count_of(row[k]) is not None or row[k].lower in _STOPS:
            return None
        what = _fate(row, k)
        if what is not None:
            return k, what
    return None


def _fate_left(row: Sequence[Chunk], start: int) -> tuple[int, str] | None:
    for k in range(start - 1, max(-1, start - 1 - _LEFT), -1):
        if row[k].lower in _STOPS or row[k].lower == ",":
            return None
        trigger = row[k].trigger
        if trigger is not None and not trigger.is_noun and is_active(row, k):
            what = _fate(row, k)
            return (k, what) if what is not None else None
    return None


def _fate(row: Sequence[Chunk], index: int) -> str | None:
    """What happened to people at a chunk: by its trigger, or by words such as "abandon their homes"."""
    chunk = row[index]
    words = chunk.lower.split(" ")
    before = {row[k].lower for k in range(max(0, index - 4), index)}
    if words[-1] in ("homes", "houses"):
        return "displaced" if before & _LEAVING else None
    if words[-1] == "homeless":
        return "displaced"
    trigger = chunk.trigger
    if trigger is None:
        return None
    if trigger.base == "lives":
        return "killed" if before & {"lost", "lose", "claimed"} else None
    if trigger.act in _STATUS_OF_ACT and (not trigger.is_noun or trigger.base in ("dead", "displaced")):
        return _STATUS_OF_ACT[trigger.act]
    return None


_LEAVING = frozenset(
    {"abandon", "abandoned", "flee", "fled", "leave", "left", "quit", "forced", "driven", "fleeing", "from"}
)
_STATUS_OF_ACT = {
    "kill": "killed", "die": "killed", "injure": "injured", "displace": "displaced", "abduct": "abducted",
    "arrest": "arrested",
}  # fmt: skip


def _runs_long(row: Sequence[Chunk], figure: Figure) -> bool:
    """A long period is named, or a large number in the perfect tense, or several countries hold it."""
    low = figure.count.low if figure.count.low is not None else figure.count.high
    if low is None:
        return False
    left, right = sorted((figure.count_chunk, figure.fate_chunk))
    perfect = any(c.lower in _PERFECT for c in row[max(0, left - 2) : right])
    if low >= _SOME and any(
        _is_period(c) and (perfect or (c.time is not None and c.time.modifier == "since")) for c in row
    ):
        return True
    if low >= _MANY and _cumulative_words(row) and not any(_is_day(c) for c in row):
        return True
    if low >= _BIG and (perfect or "of" in figure.count.words.lower().split(" ") or figure.what == "displaced"):
        return not any(_is_day(c) for c in row)
    countries = {c.place.name for c in row if is_country(c) and c.place is not None}
    return low >= _MANY and perfect and len(countries) >= 2


def _is_day(chunk: Chunk) -> bool:
    """A time that names a day or a week: what it dates is news, however large."""
    time = chunk.time
    if time is None or time.modifier == "since":
        return False
    return (
        time.form is TimeForm.WEEKDAY
        or time.day is not None
        or (time.form in (TimeForm.OFFSET, TimeForm.NOW) and time.unit in ("day", "week", "hour"))
    )


def _cumulative_words(row: Sequence[Chunk]) -> bool:
    text = " ".join(c.lower for c in row)
    return any(f" {phrase} " in f" {text} " for phrase in cue_index().words["cumulative"])


def statistics(view: View, before: Before) -> Iterator[Draft]:
    """Cumulative or multi-place figures (CODEBOOK section 10, row 18)."""
    for figure in figures(view.row):
        if not _runs_long(view.row, figure):
            continue
        first = min(view.row[figure.count_chunk].first, view.row[figure.fate_chunk].first)
        last = max(view.row[figure.count_chunk].last, view.row[figure.fate_chunk].last)
        draft = view.draft("statistic", first, last)
        if draft is None:
            continue
        draft.put(what=figure.what)
        bounds(draft, figure.count)
        _scope(view, draft, before)
        yield draft
    yield from _incident_statistics(view, before)


def _incident_statistics(view: View, before: Before) -> Iterator[Draft]:
    """ "Some 300 attacks since 2012"."""
    if not view.has("incidents"):
        return
    for chunk in view.row:
        if chunk.kind is not ChunkKind.NUMBER:
            continue
        many = chunk.number is not None and (chunk.number.low or 0) > _SET
        if not (many or _dated_of_old(view) or view.has("cumulative")):
            continue
        noun = _incidents_after(view, chunk.last) if chunk.kind is ChunkKind.NUMBER else None
        if noun is None or chunk.number is None or (chunk.number.low or 0) < 2 or not _actual(view, noun):
            continue
        draft = view.draft("statistic", chunk.first, noun[1])
        if draft is not None:
            draft.put(what=_WHAT_OF_NOUN.get(view.tokens[noun[1] - 1].lower, "attacks"))
            bounds(draft, chunk.number)
            _scope(view, draft, before)
            yield draft


_WHAT_OF_NOUN = {
    "killings": "killed", "executions": "killed", "beheadings": "killed", "kidnappings": "abducted",
    "abductions": "abducted", "protests": "other", "demonstrations": "other", "riots": "other",
}  # fmt: skip


def bounds(draft: Draft, count: Count) -> None:
    words = count.words.removesuffix(" of")
    draft.put(low=count.low, best=count.best, high=count.high, words=words)


def _scope(view: View, draft: Draft, before: Before) -> None:
    """Countries, places and period of a figure."""
    countries = [k for k in view.places() if is_country(view.row[k])]
    places = [k for k in view.places() if not is_country(view.row[k]) and is_scene(view.row[k])]
    if countries:
        view.put_places(draft, "countries", countries)
    else:
        _countries_again(view, draft, before)
    view.put_places(draft, "places", places)
    for k in view.times():
        time = view.row[k].time
        if time is not None and _is_period(view.row[k]):
            before = [t.lower for t in view.tokens[max(0, view.row[k].first - 6) : view.row[k].first]]
            since = time.modifier == "since" or "since" in before
            view.put_time(draft, "since" if since else "date", k)
            return


def _countries_again(view: View, draft: Draft, before: Before) -> None:
    """ "Across the three countries": the last three that were named."""
    for first, last in view.cue("countries_again"):
        number = _count_of(view.row[view.chunk_at(first - 1)]) if first else None
        if number is None or number.best is None or last > len(view.tokens):
            continue
        named = before.countries(number.best)
        if named:
            chunks = [told.row[k] for told, k in named]
            draft.put(countries=";".join(c.place.name for c in chunks if c.place is not None))
            ids: list[str] = []
            for told, k in named:
                throwaway = Draft("", 0, 0)
                told.put_places(throwaway, "countries", [k])
                ids += throwaway.refs["countries"]
            draft.refs["countries"] = tuple(ids)
        return
