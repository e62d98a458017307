"""Documents to stories, event mentions to events."""

from tocsin.merge.stories import find_stories

__all__ = ["find_stories"]
