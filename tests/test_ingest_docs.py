"""``docs/inputs.md`` says what the code does."""

import re
from pathlib import Path

from tocsin.ingest import CODES
from tocsin.ingest.data import load
from tocsin.ingest.litter import BOX
from tocsin.ingest.wire import SIGN_OFF

DOCS = (Path(__file__).parent.parent / "docs" / "inputs.md").read_text(encoding="utf-8")


def block(name: str) -> list[list[str]]:
    """The cells of the table between two marks, without its header."""
    table = DOCS.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0].strip().splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in table]


def test_every_refusal_code_is_documented() -> None:
    assert block("codes") == [[entry.code, entry.title, entry.cure] for entry in CODES.values()]


def test_every_reason_is_documented() -> None:
    known = {rule["reason"] for rule in load("litter.yml")["rules"]} | {BOX, SIGN_OFF}
    assert {row[0] for row in block("reasons")} == known


def test_every_code_is_used() -> None:
    root = Path(__file__).parent.parent / "src" / "tocsin" / "ingest"
    source = "".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py") if path.name != "codes.py")
    assert [code for code in CODES if f'"{code}"' not in source] == []
