"""The reader's word lists (``data/lexicon/*.yml``) with the user's own (``TOCSIN_KNOWLEDGE/lexicon/*.yml``) added."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.knowledge.codebook import Codebook
from tocsin.knowledge.files import data_path, read_yaml
from tocsin.knowledge.overlay import added, check_names, own_path, read_own
from tocsin.model.errors import KnowledgeError
from tocsin.model.expressions import ActorForm
from tocsin.model.values import Side, VictimStatus

_FOLDER = "lexicon"
_TRIGGER_LISTS = ("verbs", "nouns", "weak_verbs", "weak_nouns", "strong")
_TRIGGER_KEYS = frozenset({"type", "status", "side", "weak", *_TRIGGER_LISTS})
_PEOPLE_KEYS = frozenset({"form", "branch", "side", "heads", "bare"})


def read_lexicon(name: str) -> dict[str, Any]:
    """The packaged lexicon file ``name`` with the words of the user's file of that name added.

    Raises:
        KnowledgeError: a file is missing or damaged, or an own word contradicts the packaged lists; names file
            and key.
    """
    path = data_path(_FOLDER, name)
    packaged = read_yaml(path)
    if not isinstance(packaged, dict):
        raise KnowledgeError(f"The lexicon file {path} must hold a mapping at its top level; install Tocsin again.")
    check_names(_FOLDER, (found.name for found in data_path(_FOLDER).glob("*.yml")))
    mine = own_path(_FOLDER, name)
    own = read_own(mine) if mine is not None else None
    if mine is None or own is None:
        return packaged
    if not isinstance(own, dict):
        raise KnowledgeError(f"{mine}: it must hold `key: value` lines, as the packaged {name} does.")
    _check_words(own, mine, "")
    check = _CHECKS.get(name, _known_keys)
    check(packaged, own, mine)
    joined = added(packaged, own, mine)
    assert isinstance(joined, dict)
    return joined


def _check_words(value: Any, path: Path, key: str) -> None:
    """No list item may be something else than a word: YAML reads ``no`` and ``on`` as truth values."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise KnowledgeError(f"{path}, {key or 'top'}: the key {name!r} is no word; put it in quotes.")
            _check_words(inner, path, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for item in value:
            if path.name.startswith("times_") and isinstance(item, int) and not isinstance(item, bool):
                continue  # month and day of a holiday
            if not isinstance(item, str) or not item.strip():
                raise KnowledgeError(
                    f"{path}, {key}: {item!r} is no word; put words such as no, on, yes and numbers in quotes."
                )


def _known_keys(packaged: dict[str, Any], own: dict[str, Any], path: Path) -> None:
    """Lists by purpose: a purpose that the reader does not know would never be read."""
    for key in own:
        if key not in packaged:
            raise KnowledgeError(
                f"{path}, {key}: there is no list of that name; the packaged {path.name} has {', '.join(packaged)}."
            )


def _check_triggers(packaged: dict[str, Any], own: dict[str, Any], path: Path) -> None:
    types = {sub.name for sub in Codebook.open().sub_types}
    for group, entry in own.items():
        _check_entry(entry, path, group, _TRIGGER_KEYS)
        for key in _TRIGGER_LISTS:
            _check_list(entry.get(key), path, f"{group}.{key}")
        _check_choice(entry.get("type"), types, path, f"{group}.type")
        _check_choice(entry.get("status"), {status.value for status in VictimStatus}, path, f"{group}.status")
        _check_choice(entry.get("side"), {"one", "two"}, path, f"{group}.side")
        if not isinstance(entry.get("weak", False), bool):
            raise KnowledgeError(f"{path}, {group}.weak: {entry['weak']!r} is neither true nor false.")
        if group not in packaged and entry.get("type") is None and entry.get("status") is None:
            raise KnowledgeError(
                f"{path}, {group}: a new group needs a `type` or a `status`; or add the words to one of "
                f"{', '.join(packaged)}."
            )
    for key in ("verbs", "nouns"):
        _check_owner(packaged, own, path, (key,))


def _check_people(packaged: dict[str, Any], own: dict[str, Any], path: Path) -> None:
    for group, entry in own.items():
        _check_entry(entry, path, group, _PEOPLE_KEYS)
        for key in ("heads", "bare"):
            _check_list(entry.get(key), path, f"{group}.{key}")
        _check_choice(entry.get("form"), {form.value for form in ActorForm}, path, f"{group}.form")
        _check_choice(entry.get("side"), {side.value for side in Side}, path, f"{group}.side")
        if group not in packaged and not {"form", "side"} <= set(entry):
            raise KnowledgeError(
                f"{path}, {group}: a new group needs `form` and `side`; or add the words to one of "
                f"{', '.join(packaged)}."
            )
    _check_owner(packaged, own, path, ("heads", "bare"))


def _check_weapons(packaged: dict[str, Any], own: dict[str, Any], path: Path) -> None:
    _known_keys(packaged, own, path)
    for means, entry in own.items():
        _check_entry(entry, path, means, frozenset({"names"}))
        if not isinstance(entry.get("names"), dict):
            raise KnowledgeError(f"{path}, {means}: needs `names`, with a list of words for each name of a weapon.")
        for name, words in entry["names"].items():
            _check_list(words, path, f"{means}.names.{name}")


def _check_things(packaged: dict[str, Any], own: dict[str, Any], path: Path) -> None:
    for kind, entry in own.items():
        _check_entry(entry, path, kind, frozenset({"side", "nouns"}))
        _check_list(entry.get("nouns"), path, f"{kind}.nouns")
        _check_choice(entry.get("side"), {Side.CIVILIAN.value, Side.STATE.value}, path, f"{kind}.side")
        if kind not in packaged and "side" not in entry:
            raise KnowledgeError(
                f"{path}, {kind}: a new kind needs a `side`; or add the words to {', '.join(packaged)}."
            )
    _check_owner(packaged, own, path, ("nouns",))


_CHECKS = {
    "triggers.yml": _check_triggers,
    "people.yml": _check_people,
    "weapons.yml": _check_weapons,
    "things.yml": _check_things,
}


def _check_entry(entry: Any, path: Path, key: str, known: frozenset[str]) -> None:
    if not isinstance(entry, dict):
        raise KnowledgeError(f"{path}, {key}: {entry!r} stands where `key: value` lines must stand.")
    unknown = sorted(set(entry) - known)
    if unknown:
        raise KnowledgeError(
            f"{path}, {key}: unknown key {', '.join(unknown)}; a group may have {', '.join(sorted(known))}."
        )


def _check_list(value: Any, path: Path, key: str) -> None:
    if value is not None and not isinstance(value, list):
        raise KnowledgeError(f"{path}, {key}: {value!r} is no list; write [{value}].")


def _check_choice(value: Any, choices: set[str], path: Path, key: str) -> None:
    if value is not None and value not in choices:
        raise KnowledgeError(f"{path}, {key}: {value!r} is not one of {', '.join(sorted(choices))}.")


def _owners(groups: dict[str, Any], lists: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every word of the groups' ``lists`` (lower case) with its group."""
    for group, entry in groups.items():
        if isinstance(entry, dict):
            for key in lists:
                yield from ((str(word).lower(), group) for word in entry.get(key) or ())


def _check_owner(packaged: dict[str, Any], own: dict[str, Any], path: Path, lists: tuple[str, ...]) -> None:
    """A word stands in one group: in a second one it would be overlooked, because the first wins."""
    owner: dict[str, str] = {}
    for word, group in _owners(packaged, lists):
        owner.setdefault(word, group)
    for word, group in _owners(own, lists):
        if owner.setdefault(word, group) != group:
            raise KnowledgeError(
                f"{path}, {group}: {word!r} stands with {owner[word]!r} already, and a word can stand with one "
                "group only; take it out."
            )
