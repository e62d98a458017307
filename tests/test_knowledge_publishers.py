"""Publishers by name, by address and in running text."""

from pathlib import Path

import pytest

from tocsin.knowledge import load
from tocsin.knowledge.publishers import Publishers
from tocsin.model.errors import KnowledgeError


@pytest.fixture(scope="module")
def publishers() -> Publishers:
    return Publishers.open()


def test_names_and_aliases(publishers: Publishers) -> None:
    for words, name in [
        ("Agence France-Presse", "AFP"),
        ("the guardian", "The Guardian"),
        ("Guardian", "The Guardian"),
        ("El Pais", "El País"),
        ("SOHR", "Syrian Observatory for Human Rights"),
    ]:
        found = publishers.find(words)
        assert found is not None, words
        assert found.name == name
    assert publishers.find("The Sarrun Gazette") is None


def test_addresses_and_their_subdomains(publishers: Publishers) -> None:
    found = publishers.by_domain("https://www.france24.com/fr/afrique/20220722-x")
    assert found is not None
    assert found.name == "France 24"
    assert publishers.by_domain("amp.theguardian.com") == publishers.find("The Guardian")
    assert publishers.by_domain("notreuters.com") is None
    assert publishers.by_domain("") is None


def test_in_text_with_offsets_and_capitals(publishers: Publishers) -> None:
    text = "SITE reported a claim; the site was empty, Human Rights Watch told l’AFP."
    found = [(text[start:end], publisher.name) for start, end, publisher in publishers.find_all(text)]
    assert found == [
        ("SITE", "SITE Intelligence Group"),
        ("Human Rights Watch", "Human Rights Watch"),
        ("l’AFP", "AFP"),
    ]


def test_media_of_armed_groups_point_into_the_registry(publishers: Publishers) -> None:
    owned = [publisher for publisher in publishers.all() if publisher.actor is not None]
    assert len(owned) >= 8
    for publisher in owned:
        assert load().actors.get(publisher.actor or "") is not None, publisher.name


def test_countries_are_iso_codes(publishers: Publishers) -> None:
    for publisher in publishers.all():
        assert publisher.country is None or load().countries.by_alpha3(publisher.country), publisher.name


def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "publishers.yml"
    path.write_text(
        "- {name: Pell Herald, type: newspaper, scale: National, country: null}\n"
        "- {name: Olt Post, type: newspaper, scale: National, country: null, aliases: [pell herald]}\n"
    )
    with pytest.raises(KnowledgeError, match="'pell herald' stands with Pell Herald and with Olt Post"):
        Publishers.open(path)


@pytest.mark.parametrize(
    ("words", "name", "owner"),
    [
        ("https://www.aps.dz/article", "APS", "state"), ("ORTM", "ORTM", "state"), ("Radio Okapi", "Radio Okapi", None),
        ("Press TV", "Press TV", "state"), ("Firat News Agency", "Firat News Agency", "party"), ("DVB", "DVB", None),
        ("Global New Light of Myanmar", "Global New Light of Myanmar", "state"), ("riodoce.mx", "Ríodoce", None),
    ],
)  # fmt: skip
def test_outlets_of_today_s_conflicts(publishers: Publishers, words: str, name: str, owner: str | None) -> None:
    found = publishers.find(words) or publishers.by_domain(words)
    assert found is not None, words
    assert (found.name, found.affiliation) == (name, owner)


def test_an_outlet_named_with_what_it_is(publishers: Publishers) -> None:
    for words, name in (
        ("state television ORTM", "ORTM"),
        ("Radio Okapi", "Radio Okapi"),
        ("a reporter of RFI", "RFI"),
    ):
        found = publishers.named_in(words)
        assert found is not None
        assert found.name == name
    assert publishers.named_in("a shepherd") is None
    assert publishers.named_in("AFP and Reuters") is None  # two are none


def test_media_of_groups_name_their_group_and_unverified_is_said(publishers: Publishers, tmp_path: Path) -> None:
    media = [publisher for publisher in publishers.all() if publisher.type == "armed-group-media"]
    assert len(media) >= 30
    assert all(publisher.actor for publisher in media)
    mine = tmp_path / "p.yml"
    mine.write_text(
        "- {name: Hill Radio, type: broadcaster, scale: Other, country: NGA, unverified: 1}\n", encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match="`unverified` is 1"):
        Publishers.open(mine)
