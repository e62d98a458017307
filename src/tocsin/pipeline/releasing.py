"""Frozen releases: events in every format with datasheet, citation, checksums, and what changed since the last one.

The bytes depend on the database alone: no clock is read, the date of a release is that of the last change in it.
"""

import csv
import hashlib
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tocsin
from tocsin.export import ExportOptions, write
from tocsin.export.clean import cell
from tocsin.export.datasheet import ReleaseFacts, citation_cff, citation_text, datasheet
from tocsin.model.errors import UsageError
from tocsin.model.event import Event
from tocsin.store import EventFilter, Store
from tocsin.store.releases import Release, ReleaseChange

_FORMATS = (
    ("events.jsonl", "events", "jsonl", "every event with all evidence, one JSON object a line"),
    ("events.csv", "events", "csv", "every event, one row"),
    ("events.acled.csv", "events", "acled-csv", "ACLED's 31 columns, one row a day"),
    ("events.geojson", "events", "geojson", "events with a point, for maps"),
    ("attributions.csv", "attributions", "csv", "who claims, denies, blames and confirms"),
)
_CHANGES = "what changed since the release before: created, changed, merged, withdrawn, left_out"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_COLUMNS = ("kind", "event_id", "public_id", "merged_into", "field", "from", "to", "title", "why")


@dataclass(frozen=True, slots=True)
class Released:
    """What was written: the folder, its files, events, the release before, changes by kind; ``again`` when the same
    release had been made before."""

    folder: Path
    files: tuple[str, ...]
    events: int
    previous: str | None
    changes: Mapping[str, int]
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOptions:
    """``title`` and ``authors`` for the citation, ``scales`` for acled-csv, ``wanted`` which events."""

    title: str = "Conflict events coded from news reports"
    authors: tuple[str, ...] = ("Users of Tocsin",)
    wanted: EventFilter = field(default_factory=EventFilter)
    scales: Mapping[str, str]


def release(store: Store, name: str, out: Path, options: ReleaseOptions) -> Released:
    """Write the release ``name`` into the folder ``out/name`` and record it.

    Raises:
        UsageError: the name is none, was given to other data, the folder holds other files, or there are no events.
    """
    moment = store.last_change()
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a release; use letters, digits, dots and dashes, such as 2024-03.")
    if options.wanted.as_of is not None:
        raise UsageError("A release is made of the present state; --as-of does not go with it.")
    if options.wanted.without:
        raise UsageError(
            "A release holds events as they are, with all their sources; --without does not go with it. Use "
            "`tocsin export --without …` for a count without some of them."
        )
    if moment is None:
        raise UsageError("The database holds no events yet, so there is nothing to release.")
    known = {r.name: r for r in store.releases()}
    before = [r for r in known.values() if name not in known or r.number < known[name].number]
    events = list(store.events(options.wanted))
    with store.exclusive(), store.transaction():  # public ids that are minted on the way are kept together
        work = _Work(store, name, options, events, before[-1] if before else None)
        with tempfile.TemporaryDirectory() as scratch:
            files = work.write(Path(scratch), moment)
            digest = hashlib.sha256((Path(scratch) / "SHA256SUMS").read_bytes()).hexdigest()
            if name in known and known[name].digest != digest:
                raise UsageError(_taken(known[name]))
            _deliver(Path(scratch), out, name)
        if name not in known:
            number = 1 + max((r.number for r in known.values()), default=0)
            filters = options.wanted.describe()
            store.save_release(Release(name, number, moment, filters, digest), {e.event_id: e.revision for e in events})
    counted = Counter(change.kind for change in work.changes)
    previous = work.previous.name if work.previous else None
    return Released(out / name, tuple(files), len(events), previous, dict(counted), name in known)


def _taken(release: Release) -> str:
    return (
        f"The release {release.name!r} was made of the data as of {release.moment.date()}; the data, the "
        "filters, the title, the authors or the version of Tocsin are others now, and a release never changes. Choose "
        "another name."
    )


def _deliver(scratch: Path, out: Path, name: str) -> None:
    """Put the finished files in place; a folder that is there must hold the same."""
    target = out / name
    if target.exists():
        differing = [p.name for p in sorted(scratch.iterdir()) if not _equal(p, target / p.name)]
        if differing:
            raise UsageError(f"{target} is there and holds other files ({differing[0]} …); move it away first.")
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        part = out / f".{name}.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(scratch, part)
        part.rename(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); choose another folder with --out.") from None


def _equal(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


class _Work:
    """Writing one release."""

    def __init__(
        self, store: Store, name: str, options: ReleaseOptions, events: Sequence[Event], previous: Release | None
    ) -> None:
        self._store = store
        self._name = name
        self._options = options
        self._events = events
        self.previous = previous
        earlier = store.released(previous.name) if previous is not None else {}
        self.changes: list[ReleaseChange] = (
            store.release_changes(earlier, {e.event_id: e.revision for e in events}) if previous is not None else []
        )

    def write(self, folder: Path, moment: Any) -> list[str]:
        """Every file of the release; the names in order."""
        options = ExportOptions(
            include_all=True,  # the filter has chosen already
            minter=self._store,
            source_scales=self._options.scales,
            filters=self._options.wanted.describe(),
            versions={"tocsin": tocsin.__version__},
            generated_at=moment,
            manifest=False,
        )
        told: list[dict[str, Any]] = []
        for name, what, fmt, _ in _FORMATS:
            report = write(what, fmt, self._events, folder / name, options)
            told.append({
                "file": name, "what": what, "format": fmt, "rows": report.rows, "columns": list(report.columns),
                "left_out": dict(sorted(report.left_out.items())), "remarks": dict(sorted(report.remarks.items())),
            })  # fmt: skip
        self._write_changes(folder)
        facts = self._facts(moment)
        _put(folder / "DATASHEET.md", datasheet(facts))
        _put(folder / "CITATION.cff", citation_cff(facts))
        _put(
            folder / "manifest.json",
            json.dumps(self._manifest(facts, told, folder), ensure_ascii=False, indent=2) + "\n",
        )
        names = sorted(path.name for path in folder.iterdir())
        _put(folder / "SHA256SUMS", "".join(f"{_sha256(folder / name)}  {name}\n" for name in names))
        return [*names, "SHA256SUMS"]

    def _write_changes(self, folder: Path) -> None:
        """The delta: an object an event, and a row a changed field."""
        public = self._store.public_ids()
        records: list[dict[str, Any]] = [
            {
                "kind": c.kind,
                "event_id": c.event_id,
                "public_id": public.get(c.event_id),
                "merged_into": c.merged_into,
                "title": c.title,
                "changes": [dict(change) for change in c.changes],
                "why": list(c.why),
            }
            for c in self.changes
        ]
        rows = [
            {**r, "field": change["field"], "from": change["from"], "to": change["to"], "why": "; ".join(r["why"])}
            for r in records
            for change in (r["changes"] or [{"field": None, "from": None, "to": None}])
        ]
        _put(folder / "changes.jsonl", "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records))
        with (folder / "changes.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows([cell(row[name]) for name in _COLUMNS] for row in rows)

    def _facts(self, moment: Any) -> ReleaseFacts:
        store = self._store
        corrections = store.corrections(in_force=True)
        readings = store.readings()
        return ReleaseFacts(
            name=self._name,
            title=self._options.title,
            authors=self._options.authors,
            moment=moment,
            filters=self._options.wanted.describe(),
            events=self._events,
            documents=store.counts()["documents"],
            engines=sorted({reading.author for reading in readings.values()}),
            stories=store.counts()["stories"],
            corrections=len(corrections),
            judgements=sum(1 for d in store.decisions() if d.withdrawn is None),
            forgotten=len(store.all_forgotten()),
            previous=self.previous.name if self.previous else None,
            changes=Counter(change.kind for change in self.changes),
            files=[*((name, words) for name, _, _, words in _FORMATS), ("changes.csv, changes.jsonl", _CHANGES)],
        )

    def _manifest(self, facts: ReleaseFacts, told: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
        return {
            "release": facts.name,
            "previous": facts.previous,
            "state_of": facts.moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "tocsin": tocsin.__version__,
            "engines": list(facts.engines),
            "filters": dict(facts.filters),
            "events": len(facts.events),
            "changes": dict(sorted(facts.changes.items())),
            "files": [{**entry, "sha256": _sha256(folder / entry["file"])} for entry in told],
            "citation": citation_text(facts),
        }


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
