"""MUC-4: reports on political violence in Latin America, with the words that fill the roles of each incident."""

import re
from collections.abc import Iterable
from pathlib import Path

from tocsin.read.neural.labels import MUC_TYPES
from tocsin.train.corpus import Mark
from tocsin.train.example import Example
from tocsin.train.sources.muc4_keys import ROLES, Message, read_folder

_ROLES = frozenset(f"muc:{role}" for role in ROLES)
_ASKED = frozenset({"muc:relevant", *(f"muc:{kind}" for kind in MUC_TYPES)})


def read_muc4(folder: Path) -> Iterable[Example]:
    """The examples of ``dev``, ``tst1`` or ``tst2``. All places where a filler's words stand are marked, since the key
    does not say which one is meant; the part of a mark is the type of its incident."""
    for message in read_folder(folder):
        text = message.document.text
        facts = {f"muc:{kind.split()[-1]}" for template in message.templates for kind in template.types}
        if message.relevant:
            facts.add("muc:relevant")
        asked = _ASKED if message.relevant is not None else frozenset()  # optional incidents alone teach nothing
        yield Example(
            message.document.id, "muc4", text, tuple(sorted(set(_marks(message, text)))), _ROLES,
            facts=frozenset(facts) & asked, asked=asked,
        )  # fmt: skip


def _marks(message: Message, text: str) -> Iterable[Mark]:
    for template in message.templates:
        kind = template.types[0].split()[-1]
        for role, entities in template.roles.items():
            for words in {words for entity in entities for words in entity.mentions if words}:
                pattern = r"\b" + r"\s+".join(map(re.escape, words.split())) + r"\b"
                for found in re.finditer(pattern, text):
                    yield Mark(found.start(), found.end(), f"muc:{role}", kind)
