"""What may become of a word that can tell a happening (a trigger): a stable code each, in the order of the reader's
stages. ``tocsin explain`` shows the code, its sentence and the place of the rule or list that decided;
``docs/reference/codes.md`` is made from this table."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where in the reader a trigger's fate is decided."""

    WORD = "word"  # is it used as a trigger at all
    GATE = "gate"  # does its sentence let it through
    DOCUMENT = "document"  # is the text about something else
    MODEL = "model"  # does the local engine's model hold it to tell an event
    ACCOUNT = "account"  # is there enough told to code it
    TOLD = "told"  # it is part of a coded account


@dataclass(frozen=True, slots=True)
class DecisionCode:
    """One fate: ``title`` says what was decided, ``cure`` what to do when that is wrong, ``where`` names the module and
    function, or the lexicon file and list, that decides."""

    code: str
    stage: Stage
    title: str
    cure: str
    where: str

    @property
    def drops(self) -> bool:
        """Whether a trigger with this fate tells nothing that is coded."""
        return self.stage is not Stage.TOLD


_WRONG_WORD = "if that is wrong, the list holds a word too many, or the sentence needs a case"
_SUPPORT = "name the armed people, the weapon or the harm to the lists if the sentence has them and they are unknown"

_WORD = (
    (
        "part_of_phrase",
        "it is part of a name, a place, a time or a phrase for people",
        "see whether the name or phrase is too long, in the actor files, the gazetteer or people.yml",
        "chunks_triggers.py: _hit",
    ),
    (
        "other_use",
        "the word is used as an adjective, or as a noun that tells nothing",
        "give the trigger a noun in triggers.yml if it tells a happening as a noun too",
        "chunks_triggers.py: _as_used; grammar_en.yml: noun_before",
    ),
)
_GATE = (
    (
        "figure_of_speech",
        "the phrase is no violence",
        _WRONG_WORD,
        "gates.yml: labour_before_strike, no_violence_before",
    ),
    ("to_oneself", "somebody harms only himself, with no device", _WRONG_WORD, "gates.py: _to_oneself"),
    ("accident", "harm by accident or nature, by nobody armed", _WRONG_WORD, "context.yml: accident"),
    (
        "make_believe",
        "the sentence tells of an exercise, a game or fiction",
        _WRONG_WORD,
        "context.yml: make_believe; gates_fiction.py",
    ),
    ("long_past", "a time months or years later is reckoned from it", _WRONG_WORD, "gates.py: _long_past"),
    ("in_court", "the matter of a trial, without a full date of its own", _WRONG_WORD, "context.yml: court"),
    (
        "running_total",
        "a running total, no toll of one happening",
        "a toll of one day needs its day or place beside the number",
        "statements_running.py: is_statistic",
    ),
    (
        "weak_alone",
        "a weak word without armed people, weapon or harm in its sentence",
        _SUPPORT,
        "triggers.yml: weak_verbs, weak_nouns; gates_candidate.py: supported",
    ),
    (
        "verb_of_anything",
        "a verb used of anything, without an armed subject, a weapon or harm",
        _SUPPORT,
        "gates.yml: verbs_of_anything; gates_harm.py: attack",
    ),
    (
        "noun_of_anything",
        "a noun used of anything, without armed people or harm",
        _SUPPORT,
        "gates.yml: nouns_of_anything; gates_harm.py: attack",
    ),
    (
        "a_search",
        "forces search or arrest; what they found or whom they held is told beside it",
        "a fight in it needs a word of its own: shots, harm, a weapon that went off",
        "gates.yml: search_operations, of_search; gates_harm.py: _searches",
    ),
    (
        "a_charge",
        "what somebody is held, wanted or tried for, beside the news of an arrest",
        "the happening is coded from a sentence of its own",
        "victims.yml: charges; victims_context.py: charges",
    ),
    (
        "nobody_engaged",
        "'engaged' in work, not with an armed side",
        _SUPPORT,
        "gates_fights.py: engages",
    ),
    (
        "nobody_destroys",
        "no armed group or crowd is who destroys or damages something, and no weapon hits a thing of value",
        "add the thing to things.yml, or see whether who destroys it is known as armed",
        "gates_destroy.py: destroy; gates.yml: goods_burnt",
    ),
    (
        "nobody_counted",
        "dead or injured are told, but nobody is counted or named with the word",
        "see what stands between the word and the number; numbers.yml, people.yml and victims.yml know the rest",
        "gates_harm.py: toll; victims.py",
    ),
    (
        "no_number_displaced",
        "flight without a number of people",
        "flight is coded with a number only; see numbers.yml",
        "gates_harm.py: displace",
    ),
    ("no_weapons_found", "something is found, but no weapons", _SUPPORT, "gates.yml: finding; gates_harm.py: disrupt"),
    ("nothing_stopped", "nothing armed was stopped", _SUPPORT, "gates.yml: stopping, stopped; gates_harm.py: disrupt"),
    (
        "no_place_taken",
        "no armed side takes a place",
        "see whether the place was found, and who takes it is known as armed",
        "gates.yml: ground, entering; gates_territory.py: capture",
    ),
    (
        "nobody_takes_place",
        "a place is taken, but by nobody armed",
        "see whether the subject of the verb is known as armed",
        "gates_territory.py: _takes_place",
    ),
    ("people_captured", "only people are captured, and nobody is armed", _SUPPORT, "gates_territory.py: capture"),
    ("goods_seized", "goods are seized, not ground", _WRONG_WORD, "gates.yml: goods"),
    (
        "no_place_left",
        "no armed side leaves a place",
        "see whether the place was found, and who leaves it is known as armed",
        "gates_territory.py: withdraw",
    ),
    (
        "nobody_surrenders",
        "nobody armed surrenders",
        "see whether those who surrender are known as armed",
        "gates_territory.py: surrender",
    ),
    (
        "ordinary_arrest",
        "fewer than five people are arrested, and nothing ties them to political violence",
        "add the words that tie them to it, or the group's name",
        "gates.yml: political_arrest; gates_politics.py: arrest",
    ),
    ("curfew_mentioned", "a curfew is mentioned, not set or lifted", _WRONG_WORD, "gates.yml: curfew_verbs"),
    ("move_mentioned", "a movement of forces is only mentioned", _WRONG_WORD, "gates_politics.py: change"),
    ("nobody_moves", "no armed people move or change", _SUPPORT, "gates_politics.py: change"),
    ("deal_mentioned", "an agreement is mentioned, not made", _WRONG_WORD, "gates.yml: deal_verbs"),
    ("no_warring_side", "those who agree are no warring sides", _SUPPORT, "gates.yml: peace_words"),
    ("no_captives_freed", "no captives are freed", _WRONG_WORD, "gates.yml: captives"),
    ("grave_mentioned", "a mass grave is mentioned, not found", _WRONG_WORD, "gates.yml: grave_found"),
    (
        "coup_mentioned",
        "a coup is mentioned without its day",
        "a coup told as news needs a time in its sentence",
        "gates_politics.py: coup",
    ),
    ("no_soldiers_take_power", "no soldiers take power, and no day is told", _SUPPORT, "gates_politics.py: coup"),
    ("protest_on_paper", "a protest handed in, not marched for", _WRONG_WORD, "gates.yml: protests_on_paper"),
    ("market_talk", "the sentence speaks of markets or the like", _WRONG_WORD, "gates.yml: market_talk"),
    ("shows_something", "somebody demonstrates a thing; no crowd", _WRONG_WORD, "gates.yml: shown"),
    (
        "no_crowd_marches",
        "no crowd marches",
        "add the people to people.yml if they are a crowd",
        "gates_crowds.py: protest",
    ),
    (
        "no_crowd_or_cause",
        "no crowd, cause or gathering in the sentence",
        "add the people to people.yml, or what they want to the causes",
        "gates.yml: causes, gathering_before, gathering_after; gates_crowds.py: protest",
    ),
    (
        "no_crowd_dispersed",
        "no crowd is dispersed",
        "add the people to people.yml if they are a crowd",
        "gates_crowds.py: disperse",
    ),
    ("riot_of_speech", "'a riot of …' is a manner of speaking", _WRONG_WORD, "gates_crowds.py: riot"),
    (
        "no_crowd_does_harm",
        "no crowd, or nothing and no police for it to turn on",
        "add the people to people.yml, or the thing to weapons.yml (objects)",
        "gates_crowds.py: riot",
    ),
    (
        "nobody_loots",
        "nobody armed or rioting takes or burns goods",
        "add the people to people.yml, or the goods to the list",
        "gates.yml: goods_burnt; gates_crowds.py: loot",
    ),
)
_DOCUMENT = (
    (
        "other_subject",
        "the whole text is on sport, business or culture",
        "see the words counted; a list word that news of conflict uses too does harm here",
        "context.yml: other_subject; document_gate.py",
    ),
    (
        "ordinary_crime",
        "ordinary crime: the whole text names no political, armed-group, state or crowd side",
        "see the words; if it is a conflict, name its side in the actor files, or its words in the list `public`",
        "context.yml: crime, crime_sure, public; document_quiet.py",
    ),
    (
        "mishap",
        "an accident, disaster or disease: the whole text names no side of a conflict and no weapon",
        "see the words; if somebody inflicted it, name the weapon or the side in the lists",
        "context.yml: mishap, mishap_sure, public; document_quiet.py",
    ),
)
_ACCOUNT = (
    (
        "toll_alone",
        "it tells only a toll, and no violence told shortly before to which it belongs",
        "see why the happening itself was not read: the sentences before",
        "typing.py: decide; carry.py: toll_after",
    ),
    ("habit", "a habit (present tense, 'often'), no datable act", _WRONG_WORD, "modality.py; context.yml: habit"),
    (
        "only_mentioned",
        "the happening is only mentioned",
        "a toll, a town, a finished deed of somebody (past tense), or a day with a place or side is needed; see which "
        "of them the sentence has and 'seen' lacks",
        "happenings.py: Happening.thin",
    ),
    (
        "mentioned_later",
        "a noun after the lead of the text, which refers to something or generalises, without a day or toll",
        "a finite verb that says it was done ('carried out a raid'), a day or a toll would let it through",
        "happenings.py: Happening.vague; happenings.yml: done",
    ),
    (
        "toll_of_years",
        "a toll of a thousand and more without a town is that of a whole war",
        "see whether the town was found",
        "happenings.py: counts_years",
    ),
    (
        "too_little",
        "too little is told with it",
        "of day, town, toll and a side with a name or uniform, one is needed in the first three sentences and two "
        "later; see which of them the sentence has and 'seen' lacks",
        "happenings.py: Happening.vague",
    ),
)
_CASE = "add a case, or a report like it to the annotated corpus, from which the next model learns"
_MODEL = (
    (
        "quiet_text",
        "no sentence of the text has words of conflict reports, so the model did not read it",
        _CASE,
        "neural/gate.py: passing",
    ),
    (
        "not_a_trigger",
        "the rules know the word, but the model does not take it for one that tells an event",
        _CASE,
        "neural/decode.py: decode",
    ),
    (
        "ceremony",
        "people remember the dead of an old act; that is no protest",
        _WRONG_WORD,
        "context.yml: commemoration; neural/refusals.py",
    ),
    (
        "unlikely_event",
        "the model holds it unlikely that this is an event which happened or was tried",
        _CASE,
        "neural/scorer.py: likely",
    ),
)
_TOLD = (
    ("told", "it names an account that is coded", "", "happenings.py"),
    (
        "told_with",
        "it tells the account of another trigger of the sentence",
        "",
        "happenings_groups.py: group_triggers",
    ),
    ("toll_of_before", "it tells the toll of the happening told before", "", "carry.py: toll_after"),
)


def _codes(stage: Stage, rows: Iterable[tuple[str, str, str, str]]) -> list[DecisionCode]:
    return [DecisionCode(code, stage, title, cure, where) for code, title, cure, where in rows]


DECISIONS: dict[str, DecisionCode] = {
    found.code: found
    for found in (
        *_codes(Stage.WORD, _WORD),
        *_codes(Stage.GATE, _GATE),
        *_codes(Stage.DOCUMENT, _DOCUMENT),
        *_codes(Stage.MODEL, _MODEL),
        *_codes(Stage.ACCOUNT, _ACCOUNT),
        *_codes(Stage.TOLD, _TOLD),
    )
}
"""Fates of triggers by code; a test raises each and checks that every trigger found has exactly one."""
