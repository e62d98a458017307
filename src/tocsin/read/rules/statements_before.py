"""What was told before a sentence: the armed group that "they" means, the countries "the three countries" means."""

from tocsin.read.rules.grammar import is_prepositional
from tocsin.read.rules.statements_view import View, is_group


def subject_group(view: View) -> int | None:
    """Index of the armed group a sentence is about: its first one that is a subject or object, not part of another
    phrase ("X's brigade", "on X")."""
    for k, chunk in enumerate(view.row):
        owned = k > 0 and view.row[k - 1].lower == "'s"
        if is_group(chunk) and not owned and not is_prepositional(view.row, k):
            return k
    return None


class Before:
    """What was told before a sentence: the armed group spoken of, and countries named."""

    REACH = 4  # sentences a word such as "the group" may look back

    def __init__(self) -> None:
        self._groups: list[tuple[int, View, int]] = []
        self._countries: list[tuple[View, int]] = []

    def add(self, view: View) -> None:
        """Remember a sentence that was read."""
        subject = subject_group(view)
        if subject is None:
            subject = next((k for k in reversed(range(len(view.row))) if is_group(view.row[k])), None)
        if subject is not None:
            self._groups.append((view.sentence.number, view, subject))
        for k, chunk in enumerate(view.row):
            if chunk.place is not None and chunk.place.is_country:
                self._countries.append((view, k))

    def group(self, number: int) -> tuple[View, int] | None:
        """The group that "the group" or "they" in sentence ``number`` means."""
        for told, view, index in reversed(self._groups):
            if number - told > self.REACH:
                return None
            return view, index
        return None

    def countries(self, wanted: int) -> list[tuple[View, int]]:
        """The last ``wanted`` distinct countries named, in text order; fewer when there are not so many."""
        found: dict[str, tuple[View, int]] = {}
        for view, k in reversed(self._countries):
            place = view.row[k].place
            assert place is not None
            found.setdefault(place.name.lower(), (view, k))
            if len(found) == wanted:
                break
        return list(reversed(found.values())) if len(found) == wanted else []


_COREFERENT = frozenset({"they", "it", "he", "its", "their"})


def group_of(view: View, before: Before, index: int | None) -> tuple[View, int] | None:
    """The phrase at ``index`` of ``view``, or the group spoken of before when ``index`` is ``None``."""
    if index is not None:
        return view, index
    return before.group(view.sentence.number)


def speaks_of_group(view: View, first: int, last: int) -> bool:
    """Whether a pronoun or a word such as "the group" stands between the tokens."""
    if any(first <= a and b <= last for a, b in view.cue("group_words")):
        return True
    return any(token.lower in _COREFERENT for token in view.tokens[first:last])
