"""What the heads of the local engine tell apart. The order of each tuple is the order of a head's outputs: a trained
model names the lists it was trained with, and a model of other lists is refused."""

import math
from dataclasses import dataclass

STATUSES = ("killed", "injured", "abducted", "arrested", "surrendered", "displaced", "released")
SIDES = ("state", "rebel", "militia", "civilian", "perpetrator", "other", "unknown")
ROLES = (
    "trigger", "actor1", "actor2", "partner1", "partner2", "place", "date", "weapon", "target", "crowd", "attackers",
    "incidents", *STATUSES,
)  # fmt: skip
"""Words that play a part in an event. Counts of people bear their status here; their side is a head of its own."""
SPEECH = ("cue", "by", "of", "via")
"""Words of an attribution."""
BARE = ("actor", "number", "source")
"""Words that name something without a part in an event."""
NAMES = ("name:actor", "name:place", "name:date", "name:weapon")
"""Mentions of a kind, whatever their part: what corpora of names teach."""
MUC = ("muc:PerpInd", "muc:PerpOrg", "muc:Target", "muc:Victim", "muc:Weapon")
"""Role fillers of MUC-4: taught by that corpus alone, and measured on it."""
SPANS = (*ROLES, *SPEECH, *BARE, *NAMES, *MUC)

KINDS = {
    "actor1": "name:actor", "actor2": "name:actor", "partner1": "name:actor", "partner2": "name:actor",
    "actor": "name:actor", "of": "name:actor", "place": "name:place", "date": "name:date", "weapon": "name:weapon",
}  # fmt: skip
"""The kind of mention that words of a label are as well."""

MODALITIES = ("actual", "failed", "planned", "threatened", "hypothetical", "negated")
ATTRIBUTIONS = ("claim", "denial", "accusation", "confirmation")
MUC_TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY")
"""Incident types of MUC-4: of its texts, and of the fillers of its roles."""
FACTS = (
    "relevant", "muc:relevant", *(f"muc:{kind}" for kind in MUC_TYPES), "satp:armed_assault", "satp:arrest",
    "satp:bombing", "satp:infrastructure", "satp:surrender", "satp:seizure", "satp:abduction", "satp:by Maoist",
    "satp:by Security", "satp:by other", "bbc:0", *(f"satp_relevant:{k}" for k in range(4)),
    *(f"insightcrime:{k}" for k in range(7)), *(f"india:{k}" for k in range(5)),
)  # fmt: skip
"""Labels of whole texts. "relevant": tells an event that a data set would hold; the others are those of corpora."""

BUCKETS = 12
"""Classes of distances between the words of a pair."""
SENTENCES = 9
"""Classes of distances between their sentences."""
BETWEEN = 4
"""Classes of how many triggers stand between them."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a corpus label teaches: the label of a span head, and the side of counted people, "" for none."""

    label: str
    side: str = ""


def part_of(label: str) -> Part | None:
    """The span head and side for a label of a corpus ("killed.civilian": killed, civilian); None for labels that no
    head tells apart. The side "any" of a corpus without sides teaches none."""
    name, _, side = label.partition(".")
    return Part(name, side if side in SIDES else "") if name in SPANS else None


def bucket(pieces: int) -> int:
    """One of twelve classes of a distance in word pieces: its sign and its size on a scale that widens."""
    size = min(5, 1 + int(math.log2(abs(pieces)) / 1.7)) if pieces else 0
    return size if pieces >= 0 else 6 + size


def sentences_apart(sentences: int) -> int:
    """One of nine classes of a distance in sentences: none, one, two, up to five or more; before or behind."""
    size = next((k for k, most in enumerate((0, 1, 2, 5)) if abs(sentences) <= most), 4)
    return size if sentences >= 0 else 4 + size
