"""ECB+ as event mentions with gold clusters, for ``bench/coref.py``: validated sentences, gold mentions and chains."""

import csv
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mention:
    """One event mention: its words, its sentence, its document's text, and its gold chain."""

    id: str
    topic: int
    document: str
    words: tuple[str, ...]
    sentence: tuple[str, ...]
    sentence_number: int
    chain: str


def validated(folder: Path) -> set[tuple[str, int]]:
    """(document, sentence number) of the sentences whose annotation was checked."""
    with (folder / "ECBplus_coreference_sentences.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {(f"{row['Topic']}_{row['File']}", int(row["Sentence Number"])) for row in rows}


def mentions(folder: Path, topics: range) -> tuple[list[Mention], dict[str, list[str]]]:
    """Event mentions of some topics in validated sentences, and the words of every document that has one."""
    checked, found, texts = validated(folder), [], {}
    for topic in topics:
        for path in sorted((folder / str(topic)).glob("*.xml")):
            name = path.stem
            if not any(document == name for document, _ in checked):
                continue
            root = ET.parse(path).getroot()
            texts[name] = [token.text or "" for token in root.iter("token")]
            found += [m for m in _mentions_of(root, name, topic) if (name, m.sentence_number) in checked]
    return found, texts


def _mentions_of(root: ET.Element, name: str, topic: int) -> Iterator[Mention]:
    tokens = {t.get("t_id"): (int(t.get("sentence") or 0), t.text or "") for t in root.iter("token")}
    sentences: dict[int, list[str]] = defaultdict(list)
    for number, word in tokens.values():
        sentences[number].append(word)
    chains = _chains(root, name)
    for markable in root.find("Markables") or ():
        anchors = [tokens[a.get("t_id")] for a in markable.findall("token_anchor") if a.get("t_id") in tokens]
        if not anchors or not markable.tag.startswith(("ACTION", "NEG_ACTION")):
            continue
        key, number = f"{name}#{markable.get('m_id')}", anchors[0][0]
        words = tuple(word for _, word in anchors)
        chain = chains.get(markable.get("m_id") or "", key)
        yield Mention(key, topic, name, words, tuple(sentences[number]), number, chain)


def _chains(root: ET.Element, name: str) -> dict[str, str]:
    """Gold chain of each markable that is in one; chains across documents are known by their instance."""
    found = {}
    for relation in root.find("Relations") or ():
        across = relation.tag == "CROSS_DOC_COREF"
        chain = relation.get("note") if across else f"{name}@{relation.get('r_id')}"
        for source in relation.findall("source"):
            found[source.get("m_id") or ""] = str(chain)
    return found
