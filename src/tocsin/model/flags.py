"""The codes of flags: what each asks a person to look at. ``docs/reference/codes.md`` is made from this table."""

from tocsin.model.codes import Code, table

_TABLE = (
    (
        "R101",
        "no publication date is known, so relative dates stay unresolved",
        "give the date in the document's fields or with --published and code it again",
    ),
    (
        "R102",
        "a date of the text is in no calendar and dates nothing",
        "read the line it stands in; correct the date of the event (tocsin correct) if you know what was meant",
    ),
    (
        "R201",
        "a place name is not in the gazetteer and stays unresolved",
        "look it up (tocsin gazetteer show NAME); add a spelling or a place to a gazetteer file",
    ),
    (
        "R202",
        "no place is called exactly so, and one of a near spelling was taken",
        "see whether it is meant; if so add the spelling to a gazetteer file, if not correct the event",
    ),
    (
        "R203",
        "a place lies farther from, nearer to, or in another direction of a known place than the text says",
        "see whether a namesake is meant, or whether the text errs; correct the event if another place is meant",
    ),
    (
        "R204",
        "a place was found by its name in another script",
        "see whether it is meant; if so add the spelling to a gazetteer file, if not correct the event",
    ),
    (
        "S101",
        "nothing says who issued a statement",
        "name the issuer in the field `issuer`, or add the channel with its `actor` to publishers.yml; code it again",
    ),
    ("date_conflict", "reports give different days", "read the quotes of both; the better placed source was chosen"),
    (
        "place_conflict",
        "reports give different places",
        "read the quotes of both; see whether two happenings were joined",
    ),
    ("actor_conflict", "reports name different sides", "read who says it; rivals stand in `alternatives`"),
    ("toll_conflict", "reports give different numbers of deaths", "use low and high; look for a later, corrected toll"),
    (
        "first_conflict",
        "a report calls this the first of its kind, and an earlier event of the same type is in the database",
        "read both; see whether the claim means another kind of target, side or area",
    ),
    (
        "sources_left_out",
        "the event was put together without some sources, as was asked for (--without)",
        "compare it with the whole event: the same command without --without",
    ),
    ("sum_mismatch", "the parts of a toll do not add up to its total", "check the parts against the text"),
    (
        "bomber_deaths_unstated",
        "a suicide device was used and no report says whether its bearer is counted",
        "add the bearer or not, as your codebook says",
    ),
    (
        "copy_changed_fact",
        "a copy of a report tells a fact otherwise than the report",
        "the report's words stand; do not use the copy's, and look for the original where only a copy is here",
    ),
    (
        "only_in_paraphrase",
        "a machine paraphrase tells another kind of event than the reports, and nothing else does",
        "look for the original of the paraphrase, or for another report that tells the same",
    ),
    (
        "type_unknown",
        "no report says what kind of event this is",
        "read the report and decide the type, or leave it out",
    ),
    (
        "correction_carried",
        "a person's correction was made on words that are gone, and was carried over to what took their place",
        "see whether it still holds; make it anew, or take it back with tocsin correct --withdraw",
    ),
)

FLAGS: dict[str, Code] = table(_TABLE)
"""Flag codes by code; a test checks that every flag raised anywhere is in it."""
