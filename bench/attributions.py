"""Who says so: attributions of the composed sentences of ``corpus/attributions``.

python bench/attributions.py [--split held|dev|all] [--detail]

Each text is coded alone; the attributions of all its events are told once each and put beside those its author expects.
A pair is one of the same kind whose speaker is the same or holds the other's name. Half of the texts (``held``) was
never looked at while rules were written, which is the half that is reported; ``--detail`` is for the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from common import Clock, Figures, Json, Tally, arguments, coded_alone, f1, ratio, report
from tocsin.model.document import Document, Published
from tocsin.model.text import name_key

FOLDER = Path(__file__).parent.parent / "corpus" / "attributions"
PUBLISHED = date(2024, 5, 15)
"""A Wednesday; all the texts are told as of that day."""
KINDS = ("claim", "accusation", "denial", "confirmation")


@dataclass(frozen=True)
class Expected:
    """One attribution that a text makes: kinds and names of the speaker that are right, the side blamed, the chain of
    relays, and whether the words keep a distance."""

    kinds: tuple[str, ...]
    by: tuple[str, ...]
    of: tuple[str, ...]
    via: tuple[str, ...]
    hedged: bool


@dataclass(frozen=True)
class Composed:
    """One composed text of a theme (its file): what it says, whether that is disputed, names never to be kept."""

    id: str
    theme: str
    split: str
    text: str
    says: tuple[Expected, ...]
    disputed: bool
    never: tuple[str, ...]

    @property
    def document(self) -> Document:
        """The text as an input."""
        return Document(self.id, self.text, published=Published(PUBLISHED, "given"), language="en")


@dataclass(frozen=True)
class Told:
    """What the engine made of a text: pairs of what was expected and found, the rest of both, and the events."""

    text: Composed
    pairs: tuple[tuple[Expected, Json], ...]
    missed: tuple[Expected, ...]
    false: tuple[Json, ...]
    events: tuple[Json, ...]

    @property
    def disputed(self) -> bool:
        """Whether any event is."""
        return any(event["disputed"] for event in self.events)

    @property
    def leaked(self) -> bool:
        """Whether the name of a person who holds no high office is kept."""
        said = " ".join(f"{a['by']} {a['of']}" for event in self.events for a in event["attributions"])
        return any(name in said for name in self.text.never)


def composed(split: str = "all") -> Iterator[Composed]:
    """The texts of a half (``dev``, ``held``) or of both, in the order of files."""
    for path in sorted(FOLDER.glob("*.yml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            if split in ("all", row["split"]):
                yield Composed(
                    row["id"], path.stem, row["split"], row["text"], tuple(map(_expected, row["says"])),
                    row.get("disputed", False), tuple(row.get("never", ())),
                )  # fmt: skip


def _expected(row: Mapping[str, object]) -> Expected:
    by, of, kind = (tuple(str(row.get(key) or "").split("|")) for key in ("by", "of", "kind"))
    via = row.get("via", ())
    assert isinstance(via, (list, tuple))
    return Expected(kind, by, of if row.get("of") else (), tuple(map(str, via)), bool(row.get("hedged", False)))


def same(names: Sequence[str], found: str | None) -> bool:
    """Whether a name is one of those expected, or one holds the other."""
    other = name_key(found or "")
    return any(a in other or other in a for name in names if other and (a := name_key(name)))


def told(text: Composed, events: Sequence[Json]) -> Told:
    """What was found of what a text says; each found attribution once, although several events may bear it."""
    found: dict[tuple[str, str, str], Json] = {}
    for attribution in (a for event in events for a in event["attributions"]):
        key = attribution["kind"], name_key(attribution["by"]), name_key(attribution["of"] or "")
        found.setdefault(key, attribution)
    left, pairs, missed = list(found.values()), [], []
    for expected in text.says:
        fitting = [a for a in left if a["kind"] in expected.kinds and same(expected.by, a["by"])]
        best = max(fitting, key=lambda a: (same(expected.of, a["of"]), len(a["via"])), default=None)
        if best is None:
            missed.append(expected)
        else:
            left.remove(best)
            pairs.append((expected, best))
    return Told(text, tuple(pairs), tuple(missed), tuple(left), tuple(events))


def chain_right(expected: Expected, found: Json) -> bool:
    """Whether the relays are those expected, in their order."""
    via = found["via"]
    return len(via) == len(expected.via) and all(same([a], b) for a, b in zip(expected.via, via, strict=True))


def figures_of(results: Sequence[Told]) -> Figures:
    """All measures, by text."""
    figures = Figures()
    for kind in ("", *KINDS):
        tallies = [_counted(result, kind) for result in results]
        name = f"{kind}_" if kind else ""
        asked = sum(t["tp"] + t["fn"] for t in tallies)
        figures.add(f"{name}p", tallies, lambda t: ratio(t["tp"], t["tp"] + t["fp"]), cases=asked)
        figures.add(f"{name}r", tallies, lambda t: ratio(t["tp"], t["tp"] + t["fn"]), idle=0.0, cases=asked)
        figures.add(f"{name}f1", tallies, f1, idle=0.0, cases=asked)
    pairs = [pair for result in results for pair in result.pairs]
    spoken = [_speaker(result) for result in results]
    figures.add(
        "speaker_found", spoken, lambda t: ratio(t["right"], t["n"]), idle=0.0, cases=sum(t["n"] for t in spoken)
    )
    figures.share("side_right", [same(e.of, a["of"]) if e.of else None for e, a in pairs])
    figures.share("chain_right", [chain_right(e, a) if e.via else None for e, a in pairs], idle=0.0)
    figures.share("no_chain_invented", [not a["via"] if not e.via else None for e, a in pairs], idle=1.0)
    figures.share("hedge_found", [a["stance"] == "hedged" if e.hedged else None for e, a in pairs], idle=0.0)
    figures.share("no_hedge_invented", [a["stance"] != "hedged" if not e.hedged else None for e, a in pairs], idle=1.0)
    figures.share("disputed_recall", [r.disputed if r.text.disputed else None for r in results], idle=0.0)
    figures.share("disputed_precision", [r.text.disputed if r.disputed else None for r in results])
    figures.share("silent_right", [not r.false if not r.text.says else None for r in results], idle=1.0)
    figures.share("no_name_kept", [not r.leaked if r.text.never else None for r in results], idle=1.0)
    return figures


def _counted(result: Told, kind: str) -> Tally:
    """Found, missed and false attributions of a kind; "": of all."""

    def of(kinds: Sequence[str]) -> bool:
        return not kind or kind in kinds[:1]

    return Tally(
        tp=sum(of(e.kinds) for e, _ in result.pairs),
        fn=sum(of(e.kinds) for e in result.missed),
        fp=sum(of([a["kind"]]) for a in result.false),
    )


def _speaker(result: Told) -> Tally:
    """Speakers found, whatever the kind of what they say."""
    expected = [*(e for e, _ in result.pairs), *result.missed]
    said = [a["by"] for event in result.events for a in event["attributions"]]
    return Tally(n=len(expected), right=sum(any(same(e.by, by) for by in said) for e in expected))


def measured(split: str, engine: str = "auto", limit: int | None = None) -> list[Told]:
    """The texts of a half, coded."""
    texts = list(composed(split))[:limit]
    coded = coded_alone((text.document for text in texts), engine)
    return [told(text, events) for text, (_, events) in zip(texts, coded, strict=True)]


def main() -> None:
    options = arguments(
        __doc__ or "", "attributions", (),
        split={"choices": ("dev", "held", "all"), "default": "held", "help": "half of corpus/attributions"},
    )  # fmt: skip
    clock = Clock()
    results = measured(options.split, options.engine, options.limit)
    figures = figures_of(results)
    if options.detail and options.split == "dev":
        for result in results:
            _print_errors(result)
    report(f"attributions/{options.split}", options, len(results), figures, clock)


def _print_errors(result: Told) -> None:
    wrong = [(e, a) for e, a in result.pairs if not (chain_right(e, a) and (not e.of or same(e.of, a["of"])))]
    hedges = [(e, a) for e, a in result.pairs if e.hedged != (a["stance"] == "hedged")]
    if not (result.missed or result.false or wrong or hedges or result.disputed != result.text.disputed):
        return
    print(f"\n{result.text.id}: {result.text.text}  [{len(result.events)} events, disputed {result.disputed}]")
    for e in result.missed:
        print(f"  missed  {'|'.join(e.kinds)} by {'|'.join(e.by)} of {'|'.join(e.of)}")
    for a in result.false:
        print(f"  false   {a['kind']} by {a['by']} of {a['of']}: {a['quote']}")
    for e, a in wrong:
        print(f"  partly  {a['kind']} by {a['by']} of {a['of']} via {a['via']}: expected of {e.of} via {e.via}")
    for _, a in hedges:
        print(f"  hedge   {a['kind']} by {a['by']}: {a['stance']}")


if __name__ == "__main__":
    main()
