"""Exports of messengers, front matter and ``--kind``: statements come in. Texts, channels and groups are invented."""

import json
from pathlib import Path
from typing import Any

from ingest_kit import codes, one, read
from tocsin.model.document import Document, DocumentKind, Refusal

TEXT = "Our fighters attacked an army post near Karrin on Sunday. Four soldiers were killed."
CHANNEL = {"name": "Northern Dawn Media", "type": "public_channel", "id": 11}


def message(number: int, **parts: Any) -> dict[str, Any]:
    known = {"id": number, "type": "message", "date": "2024-03-04T09:00:00", "text": f"{TEXT} Bulletin {number}."}
    return {**known, "from": "Northern Dawn Media", "from_id": "channel11", **parts}


def export(folder: Path, messages: list[Any], **parts: Any) -> Path:
    path = folder / "result.json"
    path.write_text(json.dumps({**CHANNEL, **parts, "messages": messages}), encoding="utf-8")
    return path


def documents(path: Path, **options: Any) -> list[Document]:
    return [item for item in read(path, **options) if isinstance(item, Document)]


def test_each_message_of_a_channel_is_a_statement(tmp_path: Path) -> None:
    path = export(tmp_path, [message(1), message(2, date="2024-03-05T23:59:00")])
    first, second = documents(path)
    assert (first.id, second.id) == ("result.json#1", "result.json#2")
    assert first.kind is DocumentKind.STATEMENT
    assert first.publisher == "Northern Dawn Media"
    assert [str(d.published.day) for d in (first, second) if d.published] == ["2024-03-04", "2024-03-05"]
    assert first.text.startswith(TEXT)


def test_marked_text_is_put_together_and_people_are_left_out(tmp_path: Path) -> None:
    pieces = [
        "On ", {"type": "bold", "text": "Karrin"}, ". Call ", {"type": "phone", "text": "+1 202 555 01 99"},
        " or ", {"type": "mention", "text": "@somebody"}, " or me@example.org, +224 622 00 00 00, @another_one.",
    ]  # fmt: skip
    (document,) = documents(export(tmp_path, [message(1, text=pieces)]))
    assert document.text == (
        "On Karrin. Call [phone number] or [user name] or [e-mail address], [phone number], [user name]."
    )
    assert "5 names or numbers of people taken out" in document.notes


def test_numbers_that_are_no_telephone_stay(tmp_path: Path) -> None:
    text = "On 23-09-1445 (02-04-2024), 1,500,000 people; 2024-04-02 10:30; grid 12.5, 44.25; statement no. 0412."
    (document,) = documents(export(tmp_path, [message(1, text=text)]))
    assert document.text == text


def test_what_is_no_statement_is_counted_with_its_reason(tmp_path: Path) -> None:
    said: list[str] = []
    entries = [
        message(1), {"id": 2, "type": "service", "date": "2024-03-04T09:00:00", "action": "pin_message", "text": ""},
        message(3, text="", photo="photos/1.jpg"), message(4, text=""), message(5, text=[], media_type="video_file"),
        message(6, type="unsupported"),
    ]  # fmt: skip
    assert len(documents(export(tmp_path, entries), remark=said.append)) == 1
    assert len(said) == 1
    assert "5 entries are no statements" in said[0]
    for reason in ("1 service messages", "2 media without text", "1 empty messages", "1 of type 'unsupported'"):
        assert reason in said[0]


def test_odd_entries_are_refused_with_their_position(tmp_path: Path) -> None:
    entries = [message(1), "word", message(3, text=7), message(4, date="soon"), message(5, id=[5])]
    found = read(export(tmp_path, entries))
    assert codes(found) == ["ok", "I131", "I131", "I131", "I131"]
    sentences = [item.sentence for item in found if isinstance(item, Refusal)]
    assert "message 2: " in sentences[0]
    assert "message 3, field 'text'" in sentences[1]
    assert "message 4, field 'date'" in sentences[2]
    assert all("the others are not affected" in sentence for sentence in sentences)


def test_seconds_stand_in_for_a_missing_date(tmp_path: Path) -> None:
    entry = message(1, date_unixtime="1709542800")
    del entry["date"]
    (document,) = documents(export(tmp_path, [entry]))
    assert document.published is not None
    assert str(document.published.day) == "2024-03-04"


def test_forwarded_messages_name_the_channel_and_no_person(tmp_path: Path) -> None:
    entries = [
        message(1, forwarded_from="Dawn Central", forwarded_from_id="channel7"),
        message(2, forwarded_from="A Person", forwarded_from_id="user9"),
        message(3, forwarded_from=None),
    ]
    by_channel, by_person, by_nobody = documents(export(tmp_path, entries))
    assert by_channel.via == ("Dawn Central",)
    assert by_person.via == () == by_nobody.via
    assert "passed on from somebody whose name is not kept" in by_person.notes
    assert "A Person" not in str(by_person)


def test_members_of_a_group_are_not_named(tmp_path: Path) -> None:
    entries = [message(1, **{"from": "Member One", "from_id": "user1", "author": "Member One"})]
    (document,) = documents(export(tmp_path, entries, type="private_supergroup", name="Valley watch"))
    assert "Member One" not in str(document)
    assert document.publisher == "Valley watch"


def test_private_chats_are_refused(tmp_path: Path) -> None:
    found = read(export(tmp_path, [message(1)], type="personal_chat", name="Somebody"))
    assert codes(found) == ["I132"]
    assert "Somebody" not in str(found)


def test_whole_accounts_and_plain_lists(tmp_path: Path) -> None:
    account = tmp_path / "all.json"
    account.write_text(json.dumps({"chats": {"list": [{**CHANNEL, "messages": [message(1)]}, {"name": "x"}]}}))
    found = read(account)
    assert codes(found) == ["ok", "I131"]
    plain = tmp_path / "list.json"
    plain.write_text(json.dumps([message(1), message(2)]))
    first, second = documents(plain)
    assert (first.publisher, second.id) == ("Northern Dawn Media", "list.json#2")
    plain.write_text(json.dumps([message(1), message(2, **{"from": "Member", "from_id": "user3"})]))
    assert [d.publisher for d in documents(plain)] == [None, None]


def test_lists_of_articles_are_still_articles(tmp_path: Path) -> None:
    path = tmp_path / "articles.json"
    path.write_text(json.dumps([{"id": "a", "text": TEXT, "published": "2024-03-04"}]))
    assert one(path).kind is DocumentKind.ARTICLE


def test_edited_messages_say_so_and_kind_may_be_overruled(tmp_path: Path) -> None:
    path = export(tmp_path, [message(1, edited="2024-03-06T10:00:00")])
    assert any(note.startswith("edited after it was posted: 2024-03-06") for note in documents(path)[0].notes)
    assert documents(path, kind=DocumentKind.ARTICLE)[0].kind is DocumentKind.ARTICLE


def test_front_matter_and_fields_make_statements(tmp_path: Path) -> None:
    head = "---\nkind: statement\nissuer: Northern Dawn Front\nvia: SITE; AFP\npublished: 2024-03-04\n---\n"
    for name, body in (("a.txt", TEXT), ("a.md", TEXT), ("a.html", f"<html><body><p>{TEXT}</p></body></html>")):
        path = tmp_path / name
        path.write_text(head + body)
        document = one(path)
        assert (document.kind, document.issuer, document.via) == ("statement", "Northern Dawn Front", ("SITE", "AFP"))
        assert document.text.strip() == TEXT
    rows = tmp_path / "rows.jsonl"
    row = {"id": "s", "text": TEXT, "kind": "statement", "issuer": "Front", "via": ["SITE", "AFP"]}
    rows.write_text(json.dumps(row))
    assert (one(rows).issuer, one(rows).via) == ("Front", ("SITE", "AFP"))


def test_dashes_in_plain_text_are_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"---\nnote: something\n---\n{TEXT}")
    assert one(path).text.startswith("---")


def test_a_text_that_looks_like_a_statement_is_only_remarked(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Statement no. 12\nIssued by the Media Office of the Northern Dawn Front\n\n{TEXT}")
    document = one(path)
    assert document.kind is DocumentKind.ARTICLE
    assert any(note.startswith("looks like a statement") for note in document.notes)
    path.write_text(f"The rebels said in a statement that {TEXT[0].lower()}{TEXT[1:]}")
    assert not any("looks like" in note for note in one(path).notes)
    assert one(path, kind=DocumentKind.STATEMENT).kind is DocumentKind.STATEMENT
