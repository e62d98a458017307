"""Documents to stories, event mentions to events."""

from tocsin.merge.cluster import cluster
from tocsin.merge.stories import find_stories

__all__ = ["cluster", "find_stories"]
