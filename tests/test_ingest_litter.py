"""Page furniture goes with its reason; paragraphs stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.ingest.build import clean
from tocsin.ingest.folding import fold_even
from tocsin.ingest.litter import find_litter, remove

FIRST = "Gunmen attacked the market of Tamboura on Friday and killed four traders, the mayor said."
LAST = "Soldiers arrived two hours later and searched the houses along the river until nightfall."


def reasons(text: str) -> list[str]:
    return [item.reason for item in remove(text, find_litter(text))[1]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("This video is no longer available.", "video placeholder"),
        ("Cette vidéo n’est plus disponible.", "video placeholder"),
        ("Your browser does not support the video tag.", "video placeholder"),
        ("ADVERTISEMENT", "advertisement"),
        ("Publicité", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Read more: Floods cut the road to the harbour", "read-more link"),
        ("READ ALSO | Floods cut the road to the harbour", "read-more link"),
        ("À lire aussi : La route du port est coupée", "read-more link"),
        ("Lire aussi La route du port est coupée", "read-more link"),
        ("Leave a Reply", "comment form"),
        ("Leave a Comment Cancel reply", "comment form"),
        ("Your email address will not be published. Required fields are marked *", "comment form"),
        ("Laisser un commentaire", "comment form"),
        ("fields are marked *", "comment form"),
        ("12 Comments", "comment form"),
        ("Download our app and take our stories along. Available for Android and iOS.", "app advert"),
        ("Téléchargez notre application pour ne rien manquer", "app advert"),
        ("Sign up for our daily newsletter", "newsletter or subscription line"),
        ("Get the top stories in your inbox every morning.", "newsletter or subscription line"),
        ("Inscrivez-vous à notre newsletter", "newsletter or subscription line"),
        ("Already a subscriber? Log in", "newsletter or subscription line"),
        ("Share on Facebook", "share or social link"),
        ("Facebook Twitter WhatsApp Email", "share or social link"),
        ("Follow us on Twitter and Facebook", "share or social link"),
        ("Suivez-nous sur WhatsApp", "share or social link"),
        ("We use cookies to improve your visit. Read our policy.", "cookie or privacy notice"),
        ("Copyright 2024 The Karo Post. All rights reserved.", "copyright line"),
        ("© 2024 The Karo Post", "copyright line"),
        ("Photo: Karo Town Hall", "photo credit"),
        ("Crédit photo : mairie de Karo", "photo credit"),
        ("A burned stall at the market of Tamboura [File: Town Hall/AFP]", "photo caption"),
        ("Published on 4 March 2024 at 10:20", "publication line"),
        ("Mis en ligne le 4 mars 2024", "publication line"),
        ("3 min read", "publication line"),
        ("Back to top", "navigation"),
    ],
)
def test_furniture_lines_go(line: str, reason: str) -> None:
    text, dropped = remove(f"{FIRST}\n\n{line}\n\n{LAST}", find_litter(f"{FIRST}\n\n{line}\n\n{LAST}"))
    assert text == f"{FIRST}\n\n{LAST}"
    assert [item.reason for item in dropped] == [reason]
    assert dropped[0].text == line


@pytest.mark.parametrize(
    "paragraph",
    [
        "“You should read more,” the teacher told the crowd at the square.",
        '"Read more about our dead before you judge us," he said.',
        "The video is no longer available to investigators because soldiers seized the phone, she said.",
        "A video of the attack, which is no longer available, showed six men on motorbikes.",
        "The company said its app was used to share the killers' names.",
        "Residents said the group asked them to follow its channel and leave a reply.",
        "Copyright courts sat for the first time since rebels burned the archive; judges were threatened.",
        "Two officers, known by the initials ab/cd, were named in the report.",
        "Photographs of the bodies were shared on Facebook by people who had fled.",
        "Police told people to share the story of the missing boy on Facebook.",
        "Protesters demanded that the newsletter of the ministry be withdrawn.",
        "Four people died.",
        "The mayor and/or his deputy",
        "More from the north was expected, the army said.",
        "Related violence killed nine.",
        "Subscribers of the mobile network lost service after the mast was blown up.",
        "In Karo 12 shops were looted",
        "Fire in the east",
        "Publicité ou pas, le marché est resté fermé samedi, selon les commerçants.",
        "Partagés entre colère et peur, les habitants ont fui vers la ville.",
        "Home guards killed two bandits",
        "Close to the border, a mine killed a herder.",
        "Search teams found three bodies.",
        "Watch-tower guards shot two men near the camp",
        "Read-out of the talks was refused",
        "Photos de l'attaque ont circulé samedi, selon la police.",
        "Photo by photo, they identified the dead.",
        "“Support our troops,” the governor told the crowd.",
        "Support our sons, the elders of Karo begged the army.",
        "Join the group or die, the fighters told the villagers.",
        "Posted at 3 checkpoints, soldiers searched every car.",
        "Published at dawn, the decree dissolved the militia.",
        "More in custody after the raid",
        "Subscribe to no party, the imam told the youths of Karo, and bury your dead in peace.",
        "Download figures fell after the mast was burned.",
        "Share the land or fight for it, the chiefs were told.",
        "Print workers began a strike on Monday.",
        "Published figures put the toll of 2023 at 40, an increase of nine on the year before, but "
        "aid groups said that the true number was higher.",
    ],
)
def test_real_paragraphs_stay(paragraph: str) -> None:
    for text in (
        f"{FIRST}\n\n{paragraph}\n\n{LAST}",
        f"{FIRST}\n{LAST}\n{paragraph}",
        f"{paragraph}\n\n{FIRST}",
    ):
        assert clean(text)[:2] == (text, ())


def test_headline_above_read_more_goes() -> None:
    text = f"{FIRST}\n\n‘Nobody left’: harbour town empties after the flood\nread more\n{LAST}"
    cleaned, dropped = remove(text, find_litter(text))
    assert cleaned == f"{FIRST}\n\n{LAST}"
    assert [item.reason for item in dropped] == ["related-headline box", "read-more link"]


def test_a_sentence_above_read_more_stays() -> None:
    text = f"{FIRST}\nRead more\n{LAST}"
    assert remove(text, find_litter(text))[0] == f"{FIRST}\n{LAST}"


def test_the_title_above_read_more_stays() -> None:
    text = f"Market attacked in the east\nRead more\n{LAST}"
    assert remove(text, find_litter(text))[0] == f"Market attacked in the east\n{LAST}"


def test_the_title_is_spared() -> None:
    text = f"Opinion: Why the market of Tamboura burned\n{FIRST}\nOpinion: Why the harbour town emptied\n{LAST}"
    cleaned = remove(text, find_litter(text))[0]
    assert cleaned == f"Opinion: Why the market of Tamboura burned\n{FIRST}\n{LAST}"


def test_box_with_headlines() -> None:
    text = f"{FIRST}\n\nRelated Stories\n• Harbour town empties\n• Floods cut the road again\n\n{LAST}"
    cleaned, dropped = remove(text, find_litter(text))
    assert cleaned == f"{FIRST}\n\n{LAST}"
    assert [item.reason for item in dropped] == ["related-headline box"]
    assert "Floods cut the road again" in dropped[0].text


def test_box_stops_at_a_sentence() -> None:
    text = f"{FIRST}\nMost read\nHarbour town empties after flood\nNine people died in Karo.\n{LAST}"
    assert remove(text, find_litter(text))[0] == f"{FIRST}\nNine people died in Karo.\n{LAST}"


@pytest.mark.parametrize(
    "tail",
    [
        " Leave a Comment Your email address will not be published. Required fields are marked *",
        "Leave a Comment\n\nYour email address will not be published. Required fields are marked *\n\nName *\nWebsite",
        " Required fields are marked *",
        " Follow us on Twitter and Facebook.",
        " Read more »",
    ],
)
def test_furniture_glued_to_the_last_paragraph(tail: str) -> None:
    cleaned, dropped = remove(f"{FIRST}{tail}", find_litter(f"{FIRST}{tail}"))
    if tail.startswith("Leave"):
        assert cleaned.startswith(FIRST)
        assert "published" not in cleaned
    else:
        assert cleaned == FIRST
    assert dropped


def test_furniture_glued_between_paragraphs() -> None:
    text = f"{FIRST} Your email address will not be published. Required fields are marked *{LAST}"
    cleaned, dropped = remove(text, find_litter(text))
    assert cleaned == f"{FIRST} {LAST}"
    assert len(dropped) == 1


def test_furniture_words_inside_a_quotation_stay() -> None:
    text = f"{FIRST} “The form said: your email address will not be published.” {LAST}"
    assert remove(text, find_litter(text)) == (text, ())


def test_form_fields_alone_stay() -> None:
    text = f"{FIRST}\nName\n{LAST}"
    assert remove(text, find_litter(text))[0] == text


def test_sound_text_is_the_same_object() -> None:
    text = f"{FIRST}\n\n\n{LAST}\n"
    assert remove(text, find_litter(text))[0] is text


@given(st.lists(st.sampled_from([FIRST, LAST, "", "Advertisement", "Read more", "Four died.", "Share", "abc/de"])))
def test_paragraphs_survive_in_order(lines: list[str]) -> None:
    """Whatever furniture stands around them, sentences come through once each and in order."""
    kept = [line for line in lines if line.endswith(".")]
    cleaned = clean("\n".join(lines))[0]
    assert [line for line in cleaned.split("\n") if line.endswith(".")] == kept


@given(st.text())
def test_nothing_is_lost(text: str) -> None:
    """What is kept and what is dropped together hold every letter of the text."""
    cleaned, dropped, _, _ = clean(text)
    letters = sorted(char for char in text if not char.isspace())
    after = sorted(char for char in cleaned + "".join(item.text for item in dropped) if not char.isspace())
    assert letters == after


@given(st.text())
def test_even_folding_keeps_the_length(text: str) -> None:
    assert len(fold_even(text)) == len(text)
    assert fold_even(f"{text} Vidéo ‘déjà’").endswith(" video 'deja'")
