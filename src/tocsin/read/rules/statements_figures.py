"""Figures that are no event: aggregates of incidents and cumulative statistics."""

from collections.abc import Iterator, Sequence

from tocsin.model.expressions import PlaceRelation, TimeForm
from tocsin.model.reading import Modality
from tocsin.model.values import Count, VictimStatus
from tocsin.read.rules.chunks import Chunk, ChunkKind, is_country
from tocsin.read.rules.grammar_roles import by_agent
from tocsin.read.rules.happenings import Happening
from tocsin.read.rules.modality import told
from tocsin.read.rules.statements_before import Before
from tocsin.read.rules.statements_running import count_of, figures, is_period, runs_long
from tocsin.read.rules.statements_view import Draft, View, cue_index, is_armed

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
    how = told(view.row, index)
    return how.modality is Modality.ACTUAL and not (trigger.is_noun and how.habitual)


def _dated_of_old(view: View) -> bool:
    """Whether the sentence covers a period: since a year, in a year, over the past years."""
    return any(is_period(view.row[k]) for k in view.times())


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
    """The places when as many are named as there were incidents, or one for all; else they count as unlisted."""
    named = [k for k in view.places() if not is_country(view.row[k]) and is_scene(view.row[k])]
    if len(named) in (1, number):
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


def statistics(view: View, before: Before) -> Iterator[Draft]:
    """Cumulative or multi-place figures (CODEBOOK section 10, row 18)."""
    for figure in figures(view.row):
        if not runs_long(view.row, figure):
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
        if time is not None and is_period(view.row[k]):
            left = [t.lower for t in view.tokens[max(0, view.row[k].first - 6) : view.row[k].first]]
            since = time.modifier == "since" or "since" in left
            view.put_time(draft, "since" if since else "date", k)
            return


def _countries_again(view: View, draft: Draft, before: Before) -> None:
    """ "Across the three countries": the last three that were named."""
    for first, last in view.cue("countries_again"):
        number = count_of(view.row[view.chunk_at(first - 1)]) if first else None
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
