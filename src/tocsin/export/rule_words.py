"""The names of the rules that read, resolve and choose a value, in words; docs/reference/codes.md is made from them."""

READING = {
    "decision-procedure": "the codebook's decision procedure on what one account says (read/rules/typing.py)",
    "governing-words": "the words that govern the trigger: negation, modals, conditions, attempts",
    "perfect-tense-undated": "told in the perfect or as a habit, with no time in its sentence",
    "same-sentence": "named in the sentence of the trigger",
    "place-told-before": "no place in its sentence; that of the account told before it",
    "setting-of-text": "no place in its sentence or shortly before; the town in which most of the text plays",
    "country-of-text": "no place at all; the country of which the text speaks",
    "narrative-date": "no date in its sentence; taken from the text around it, or from the publication date",
    "long-before-publication": "more than three weeks before publication",
    "grammar": "subject, object or agent of the trigger",
    "told-together": "named as a partner of that side in the same sentence",
    "side-of-thing": "the owner of the thing that was hit, as no target is named",
    "crowd-of-type": "the party of a demonstration or riot is its crowd",
    "count": "counted with a word of harm",
    "part-of-total": "a figure that details a larger one",
    "weapon-word": "a weapon word in its clause",
    "thing-hit": "a thing that its words say was attacked, damaged or taken",
    "other-tactic": "another act of the same happening, kept as a tag",
    "collateral-harm": "people hit beside the target",
    "crowd-count": "a number of people in a demonstration",
}
CHOOSING = {
    "only-report": "the only value that was reported",
    "all-reports": "all reports agree",
    "any-report": "everything that any report names",
    "most-reports": "most reports have it",
    "most-precise": "the most precise value reported",
    "most-specific": "a name goes before a class of people",
    "surest": "the surest of values that disagree",
    "claimed": "the side that claims responsibility",
    "claim-of-responsibility": "the side that claims responsibility",
    "no-report": "nobody reports it",
    "no-date": "nobody reports a date",
    "no-place": "nobody reports a place",
    "no-type": "nobody reports a type",
    "told-as-fact": "an account without a word on modality is told as fact",
    "actual-first": "what happened goes before what failed, was planned, threatened, imagined or denied",
    "all-accounts": "history only when all accounts tell it as history",
    "only-type": "the only type that was reported",
    "most-supported": "the type with most support",
    "hierarchy": "of several tactics in one happening, the upper one of the codebook's table",
    "crowd: violent": "a crowd that uses violence goes before peaceful protest",
    "crowd: peaceful, met with lethal force": "people of a peaceful crowd were killed",
    "suicide-device-one-story": "a suicide device is named by one story only",
    "stopped-without-harm": "a strike that was intercepted and hurt nobody is disrupted weapons use",
    "taken by a foreign force": "a foreign force that takes a place regains nothing for the government",
    "failed-attempt": "an attempt that failed is disrupted weapons use",
    "victims-are-civilians": "no target is named, and the victims are civilians",
    "type-implies": "no report names the side; the type implies it",
    "implied-by-arrest": "arrests without a named force are made by the police of the country",
    "accused-not-claimed": "a side is blamed and nobody claims it, so it stays unidentified",
    "perpetrator-unnamed": "no report names who did it",
    "force-met-by-the-crowd": "the forces that the crowd met",
    "nobody-hurt": "nobody was even hurt, so nobody is dead",
    "total-stated": "a total that the report states",
    "sum-of-parts": "the sum of the parts that are told",
    "latest-from-root": "the latest figure of an original report",
    "fullest-account": "the account that tells most",
}


def rule_words(rule: str | None) -> str:
    """A rule in words; its bare name when the table does not have it (another engine's)."""
    if rule is None:
        return "reported"
    return READING.get(rule) or CHOOSING.get(rule) or rule
