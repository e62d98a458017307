"""What an analyst knows, as files: codebook, actors, countries, gazetteer, publishers; loaders and checks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from tocsin.knowledge.files import data_path, overlay_path, read_yaml

if TYPE_CHECKING:
    from tocsin.knowledge.actors import ActorRegistry
    from tocsin.knowledge.boundaries import Boundaries
    from tocsin.knowledge.codebook import Codebook
    from tocsin.knowledge.countries import Countries
    from tocsin.knowledge.gazetteer import Gazetteer
    from tocsin.knowledge.grades import Grades
    from tocsin.knowledge.outlines import Outlines
    from tocsin.knowledge.publishers import Publishers


@dataclass(frozen=True)
class Knowledge:
    """All registries, each read when first asked for. Every property may raise ``KnowledgeError``."""

    @cached_property
    def codebook(self) -> "Codebook":
        """Event types, actor types and precision codes."""
        from tocsin.knowledge.codebook import Codebook

        return Codebook.open()

    @cached_property
    def countries(self) -> "Countries":
        """Countries, their names and adjectives."""
        from tocsin.knowledge.countries import Countries

        return Countries.open()

    @cached_property
    def actors(self) -> "ActorRegistry":
        """Named and generic actors. An entry with an error stops here, packaged or the user's own."""
        from tocsin.knowledge.actor_check import demand_sound
        from tocsin.knowledge.actors import ActorRegistry

        registry = ActorRegistry.open(self.countries)
        demand_sound(registry, self.codebook)
        return registry

    @cached_property
    def gazetteer(self) -> "Gazetteer":
        """Places."""
        from tocsin.knowledge.gazetteer import Gazetteer

        return Gazetteer.open()

    @cached_property
    def outlines(self) -> "Outlines":
        """Countries as areas."""
        from tocsin.knowledge.outlines import Outlines

        return Outlines(self.countries)

    @cached_property
    def boundaries(self) -> "Boundaries":
        """Administrative units as areas, as far as the user has imported any."""
        from tocsin.knowledge.boundaries import Boundaries

        return Boundaries.open()

    @cached_property
    def publishers(self) -> "Publishers":
        """Newspapers, agencies, broadcasters and monitors."""
        from tocsin.knowledge.publishers import Publishers

        return Publishers.open()

    @cached_property
    def grades(self) -> "Grades":
        """How far sources are trusted."""
        from tocsin.knowledge.grades import Grades

        return Grades.open()


def prepare(progress: Callable[[str], None]) -> None:
    """Make what is made at first use: compile the gazetteer when it is not there. ``progress`` is told in words.

    Raises:
        KnowledgeError: a source is damaged, the file cannot be written, or the user's folder holds what nothing
            reads.
    """
    from tocsin.knowledge.gazetteer import Gazetteer
    from tocsin.knowledge.overlay import check_folder

    check_folder()
    Gazetteer.open(progress=progress)


@cache
def load() -> Knowledge:
    """The knowledge of this installation, with the user's folder ``TOCSIN_KNOWLEDGE`` over it.

    Cheap: nothing is read before it is asked for, and a second call returns the same object.
    """
    return Knowledge()


__all__ = ["Knowledge", "data_path", "load", "overlay_path", "prepare", "read_yaml"]
