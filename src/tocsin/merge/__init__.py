"""Documents to stories, event mentions to events."""

from tocsin.merge.assemble import assemble, assemble_all
from tocsin.merge.cluster import cluster
from tocsin.merge.doubts import UnsurePair, unsure_pairs
from tocsin.merge.firsts import check_firsts
from tocsin.merge.joining import why_apart, why_joined, why_sure
from tocsin.merge.links import link
from tocsin.merge.quotes import align_quotes
from tocsin.merge.stories import find_stories

__all__ = [
    "UnsurePair",
    "align_quotes",
    "assemble",
    "assemble_all",
    "check_firsts",
    "cluster",
    "find_stories",
    "link",
    "unsure_pairs",
    "why_apart",
    "why_joined",
    "why_sure",
]
