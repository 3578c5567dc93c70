"""Messages as JSON text, as the warehouse keeps reasons and warnings, and back."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from adcrm.messages import Message


def pack(note: Message) -> str:
    """A message as JSON; decimals in its values become text, days stay days."""
    return json.dumps(_plain(note), ensure_ascii=False)


def pack_all(notes: Iterable[Message]) -> str:
    """Several messages as one JSON list."""
    return json.dumps([_plain(note) for note in notes], ensure_ascii=False)


def unpack(text: str) -> Message:
    """The message that :func:`pack` wrote."""
    return _message(json.loads(text))


def unpack_all(text: str) -> tuple[Message, ...]:
    """The messages that :func:`pack_all` wrote; none for empty text."""
    return tuple(_message(found) for found in json.loads(text)) if text else ()


def pack_numbers(numbers: dict[str, Decimal] | None) -> str:
    """``{measure: number}`` as JSON of decimal text, '' for none."""
    return "" if numbers is None else json.dumps({key: format(value, "f") for key, value in numbers.items()})


def unpack_numbers(text: str) -> dict[str, Decimal] | None:
    """The numbers that :func:`pack_numbers` wrote."""
    return {key: Decimal(value) for key, value in json.loads(text).items()} if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        made: dict[str, Any] = {"text": value.text, "values": {key: _plain(inner) for key, inner in value.values.items()}}
        return made | ({"plural": value.plural, "n": value.n} if value.plural else {})
    if isinstance(value, Decimal):
        return format(value, "f")
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _message(found: dict[str, Any]) -> Message:
    values = {key: _value(inner) for key, inner in found["values"].items()}
    return Message(found["text"], values, found.get("plural"), found.get("n", 0))


def _value(found: Any) -> Any:
    if isinstance(found, dict):
        return date.fromisoformat(found["day"]) if set(found) == {"day"} else _message(found)
    return found
