"""The arrows between rooms point one way (docs/architecture.md)."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "tocsin"
MAY_IMPORT = {
    "model": set(),
    "knowledge": {"model"},
    "ingest": {"model", "knowledge"},
    "read": {"model", "knowledge"},
    "resolve": {"model", "knowledge"},
    "merge": {"model", "knowledge"},
    "store": {"model", "knowledge"},
    "export": {"model", "knowledge"},
    "pipeline": {"model", "knowledge", "ingest", "read", "resolve", "merge", "store", "export"},
    "train": {"model", "knowledge", "ingest", "read", "resolve", "merge", "store", "export", "pipeline"},
    "cli": {"model", "knowledge", "ingest", "read", "resolve", "merge", "store", "export", "pipeline", "train"},
}


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "tocsin" else [f"tocsin.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("tocsin.")}
    return rooms


def test_rooms_import_only_what_lies_below_them() -> None:
    wrong = []
    for room, allowed in MAY_IMPORT.items():
        for path in sorted((SOURCE / room).rglob("*.py")):
            for other in imported_rooms(path) - allowed - {room, "__version__"}:
                wrong.append(f"{path.relative_to(SOURCE)} imports tocsin.{other}")
    assert not wrong, "\n".join(wrong)


def test_every_room_is_checked() -> None:
    rooms = {p.name for p in SOURCE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert rooms == set(MAY_IMPORT)
