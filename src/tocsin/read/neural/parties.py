"""Who acts in an account, who is acted on, and who stands with them."""

from dataclasses import replace

from tocsin.model.expressions import ActorExpression, ActorForm
from tocsin.model.reading import MentionKind, Prop
from tocsin.model.values import MentionRef
from tocsin.read.neural.page import Account, Page
from tocsin.read.neural.phrases import ActorPhrase
from tocsin.read.neural.thresholds import TOGETHER
from tocsin.read.rules.acts import CROWD_TYPES
from tocsin.read.rules.word_lists import happening_words

_FORCE = "Excessive force against protesters"
_PARTIES = {
    "actor1": Prop.ACTOR1, "actor2": Prop.ACTOR2, "partner1": Prop.ASSOCIATED1, "partner2": Prop.ASSOCIATED2
}  # fmt: skip


def write_parties(page: Page, account: Account, kind: str) -> None:
    """The sides of an account of a type."""
    crowd = kind in CROWD_TYPES and kind != _FORCE
    for label, prop in _PARTIES.items():
        if kind == "Peaceful protest" and label in ("actor2", "partner2"):
            continue  # nobody is acted on (codebook section 2)
        for part in account.of(label):
            armed = label == "actor1" and not crowd
            own = page.phrases.actor(part.span.start, part.span.end, armed)
            if label == "actor1" and _does_no_such_thing(own, kind):
                continue
            phrase = _as_crowd(own, kind, label)
            seed = (f"crowd {account.event}",) if _may_be_crowd(own, kind) else ()
            mention = page.mention(MentionKind.ACTOR, phrase.start, phrase.end, phrase.expression, *seed)
            page.say(account, prop, MentionRef(mention.id), [mention.span], (part.likely * part.true) ** TOGETHER)


_BY_HAND = frozenset(
    {"Attack", "Remote explosive/landmine/IED", "Suicide bomb", "Grenade", "Abduction/forced disappearance",
     "Mob violence", "Sexual violence"}
)  # fmt: skip
"""Violence that no officeholder does, nor a country by its bare name."""


def _does_no_such_thing(phrase: ActorPhrase, kind: str) -> bool:
    """Whether words cannot name who did such violence: an officeholder ("the French president"), who rather spoke of
    it, or the bare name of a country, which rather says where it was."""
    own = phrase.expression
    officeholder = own.form is ActorForm.GOVERNMENT and own.head.split()[-1] not in happening_words("governing_bodies")
    return kind in _BY_HAND and (officeholder or phrase.bare_country)


def _may_be_crowd(phrase: ActorPhrase, kind: str) -> bool:
    """Whether people may be the crowd of an event of a type. They are mentioned apart for each such event: the same
    people may be the victims of another one, and no crowd there."""
    return kind in CROWD_TYPES and phrase.expression.form in (ActorForm.CROWD, ActorForm.CIVILIAN)


def _as_crowd(phrase: ActorPhrase, kind: str, label: str) -> ActorPhrase:
    """A party of a demonstration or riot is its crowd, whatever people it is made of (codebook section 2)."""
    side = "actor2" if kind == _FORCE else "actor1"
    own = phrase.expression
    if not _may_be_crowd(phrase, kind) or label != side:
        return phrase
    riot = kind in ("Violent demonstration", "Mob violence")
    expression = ActorExpression(ActorForm.CROWD, own.head, "rioters" if riot else "protesters", own.country)
    return replace(phrase, expression=expression)
