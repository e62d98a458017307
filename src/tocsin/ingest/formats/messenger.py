"""Exports of messengers: each message of a channel is one statement.

Read are the export of Telegram Desktop (``result.json``: ``{"name", "type", "id", "messages": [...]}``; several chats
of a whole account under ``chats.list``) and a plain list of such messages. Who posts in a group is never stored, nor
are user names, telephone numbers and addresses in the texts (CODEBOOK section 9); private chats are refused.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from tocsin.ingest.codes import refusal
from tocsin.ingest.data import load
from tocsin.ingest.formats.fields import json_type
from tocsin.ingest.options import IngestOptions
from tocsin.ingest.records import Found, FoundDate, Source, Weight
from tocsin.model.document import DocumentKind, Refusal

Message = Mapping[str, object]

_CHANNELS = frozenset({"public_channel", "private_channel", "channel"})
_GROUPS = frozenset({"public_supergroup", "private_supergroup", "private_group", "public_group", "group"})
_ENTITIES = {
    "mention": "[user name]",
    "mention_name": "[user name]",
    "phone": "[phone number]",
    "email": "[e-mail address]",
    "bank_card": "[card number]",
}
"""Marked words of a message that name or reach people, and what is kept in their place."""
_MEDIA = ("photo", "file", "media_type", "sticker_emoji", "poll", "location_information", "contact_information")
_MARKS = frozenset(
    {"type", "from", "from_id", "actor", "forwarded_from", "text_entities", "date_unixtime", "message_id"}
)
"""Keys that the messages of an export bear beside ``date`` and ``text``, and articles in JSON do not."""


@dataclass(frozen=True, slots=True)
class _Chat:
    """One chat of an export. ``channel``: only its owner posts; ``where``: for sentences."""

    name: str | None
    channel: bool
    where: str
    prefix: str  # of the ids of its messages


def is_export(value: object) -> bool:
    """Whether a JSON value is a messenger export."""
    if isinstance(value, dict):
        return isinstance(value.get("messages"), list) or _chats_of(value) is not None
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, dict) and _is_message(first)


def _is_message(item: Message) -> bool:
    """Whether an object of a list is a message rather than an article (CONTRACT, inputs)."""
    kind = item.get("type")
    if kind in ("message", "service"):
        return "date" in item or "date_unixtime" in item
    return "date" in item and "text" in item and len(_MARKS & set(item)) >= 2 and "published" not in item


def _chats_of(value: Mapping[str, object]) -> Sequence[object] | None:
    chats = value.get("chats")
    listed = chats.get("list") if isinstance(chats, dict) else None
    return listed if isinstance(listed, list) else None


def read(value: object, source: Source, options: IngestOptions) -> Iterator[Found | Refusal]:
    """The statements of an export, in its order; ``options.remark`` is told how many messages are none, and why."""
    if isinstance(value, list):
        owner = _only_channel(value)
        yield from _messages(value, _Chat(owner, owner is not None, source.name, source.id), source, options)
        return
    assert isinstance(value, dict), "is_export has accepted it"
    listed = _chats_of(value)
    for number, chat in enumerate([value] if listed is None else listed, start=1):
        where = source.name if listed is None else f"{source.name}, chat {number}"
        prefix = source.id if listed is None else f"{source.id}#{number}"
        if not isinstance(chat, dict) or not isinstance(chat.get("messages"), list):
            yield refusal("I131", where, where, f"it is {json_type(chat)} without a list of messages")
            continue
        opened = _chat(chat, where, prefix)
        if isinstance(opened, Refusal):
            yield opened
        else:
            yield from _messages(chat["messages"], opened, source, options)


def _only_channel(messages: Sequence[object]) -> str | None:
    """The channel that posted all messages of a plain list, where they say so; people who post are not named."""
    posters = {
        (m.get("from"), str(m.get("from_id")).startswith("channel"))
        for m in messages
        if isinstance(m, dict) and m.get("type", "message") == "message"
    }
    name, is_channel = next(iter(posters)) if len(posters) == 1 else (None, False)
    return name.strip() or None if is_channel and isinstance(name, str) else None


def _chat(chat: Mapping[str, object], where: str, prefix: str) -> _Chat | Refusal:
    kind, name = chat.get("type"), chat.get("name")
    words = name.strip() if isinstance(name, str) and name.strip() else None
    if kind is None or kind in _CHANNELS:
        return _Chat(words, True, where, prefix)
    if kind in _GROUPS:
        return _Chat(words, False, where, prefix)
    return refusal("I132", where, where, f"its type is {str(kind)[:40]!r}")


def _messages(
    messages: Sequence[object], chat: _Chat, source: Source, options: IngestOptions
) -> Iterator[Found | Refusal]:
    skipped: Counter[str] = Counter()
    if not messages:
        yield refusal("I129", chat.where, chat.where, "the list of messages is empty")
    for number, message in enumerate(messages, start=1):
        where = f"{chat.where}, message {number}"
        if not isinstance(message, dict):
            yield refusal("I131", f"{source.name}#{number}", where, f"it is {json_type(message)}")
            continue
        reason = _no_statement(message)
        if reason is not None:
            skipped[reason] += 1
            continue
        yield _found(message, number, chat, where, options)
    if skipped:
        listed = ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.items()))
        options.remark(
            f"{chat.where}: {sum(skipped.values())} entries are no statements and were passed over: {listed}."
        )


def _no_statement(message: Message) -> str | None:
    """Why an entry is passed over, in words behind a number; ``None`` for a message with text, or an odd one."""
    kind = message.get("type", "message")
    if kind != "message":
        return "service messages" if kind == "service" else f"of type {str(kind)[:30]!r}"
    text = message.get("text")
    if text is None or (isinstance(text, str | list) and not _plain(text).strip()):
        return "media without text" if any(message.get(key) for key in _MEDIA) else "empty messages"
    return None


def _found(message: Message, number: int, chat: _Chat, where: str, options: IngestOptions) -> Found | Refusal:
    given = message.get("id", message.get("message_id"))
    name = f"{chat.prefix}#{given if isinstance(given, int | str) else number}"
    if (
        isinstance(given, bool)
        or not isinstance(given, int | str | None)
        or (isinstance(given, str) and not given.strip())
    ):
        return refusal("I131", name, f"{where}, field 'id'", f"it is {json_type(given)}")
    text = message.get("text")
    if not isinstance(text, str | list) or (isinstance(text, list) and not all(map(_is_piece, text))):
        return refusal("I131", name, f"{where}, field 'text'", f"it is {json_type(text)}")
    day = _date(message)
    if day is None:
        return refusal("I131", name, f"{where}, field 'date'", "no day and time can be read there")
    words, removed = _without_people(_plain(text))
    via, dropped = _forwarded(message, chat)
    notes = [f"{removed} names or numbers of people taken out"] if removed else []
    notes += [dropped] if dropped else []
    if message.get("edited") or message.get("edited_unixtime"):
        notes.append(f"edited after it was posted: {str(message.get('edited', 'time unknown'))[:19]}")
    raw = json.dumps(message, sort_keys=True).encode()
    return Found(
        id=f"{chat.prefix}#{given if given is not None else number}",
        text=words, name=name, where=where, given_id=given is not None, publisher=chat.name, via=via,
        dates=(FoundDate(day, "message, field 'date'", Weight.FIELD, "date"),),
        kind=(options.kind or DocumentKind.STATEMENT).value,
        media_type="application/json", raw_sha256=hashlib.sha256(raw).hexdigest(), notes=tuple(notes),
    )  # fmt: skip


def _is_piece(piece: object) -> bool:
    return isinstance(piece, str) or (isinstance(piece, dict) and isinstance(piece.get("text"), str))


def _plain(text: str | list[object]) -> str:
    """The words of a message: pieces of plain and of marked text, put together; marked names of people left out."""
    if isinstance(text, str):
        return text
    words = []
    for piece in text:
        if isinstance(piece, str):
            words.append(piece)
        elif isinstance(piece, dict):
            own = piece.get("text")
            words.append(_ENTITIES.get(str(piece.get("type")), own if isinstance(own, str) else ""))
    return "".join(words)


@cache
def _private() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), stand_in) for pattern, stand_in in load("statements.yml")["private"])


def _without_people(text: str) -> tuple[str, int]:
    """``text`` without what reaches people, and how many such words are out of it."""
    for pattern, stand_in in _private():
        text = pattern.sub(stand_in, text)
    stand_ins = {*_ENTITIES.values(), *(words for _, words in _private())}
    return text, sum(text.count(words) for words in stand_ins)


def _date(message: Message) -> str | None:
    """The day of a message as ISO text; ``None`` where none can be read."""
    date, seconds = message.get("date"), message.get("date_unixtime")
    if isinstance(date, str):
        try:
            return datetime.fromisoformat(date).date().isoformat()
        except ValueError:
            return None
    stamp = seconds if seconds is not None else date
    if isinstance(stamp, bool) or not isinstance(stamp, int | str) or not str(stamp).isdecimal():
        return None
    try:
        return datetime.fromtimestamp(int(stamp), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _forwarded(message: Message, chat: _Chat) -> tuple[tuple[str, ...], str | None]:
    """The channel that a message was passed on from, and a remark where its name is not kept: persons are not named."""
    name, whose = message.get("forwarded_from"), message.get("forwarded_from_id")
    if not isinstance(name, str) or not name.strip():
        return (), "passed on from an unnamed source" if "forwarded_from" in message else None
    of_channel = str(whose).startswith("channel") if whose is not None else chat.channel
    if not of_channel:
        return (), "passed on from somebody whose name is not kept"
    return (name.strip(),) if name.strip() != chat.name else (), None
