"""Non-event mentions kept as data: threats, opinions, statistics, relations between organisations …"""

from collections.abc import Sequence

from tocsin.model.document import Document
from tocsin.model.reading import Flag, Mention, Statement
from tocsin.read.rules.chunks import Chunk
from tocsin.read.rules.lexicon import Lexicon
from tocsin.read.rules.tokens import Sentence


def find_statements(
    document: Document,
    sentences: Sequence[Sentence],
    rows: Sequence[tuple[Chunk, ...]],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
) -> tuple[tuple[Statement, ...], tuple[Flag, ...]]:
    """All statements of a document in text order, and flags about them."""
    return (), ()
