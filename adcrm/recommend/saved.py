"""A card as plain JSON, so that what was decided on can be read again in any language after the facts have changed."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from adcrm.messages import Message
from adcrm.recommend.model import Action, Count, Effect, Evidence, Money, Share, Suggestion, Window

VALUES = {"money": Money, "share": Share, "count": Count}


def to_json(card: Suggestion) -> dict[str, Any]:
    """Every part of the card but the chart, as JSON values."""
    return {
        "key": card.key,
        "kind": card.kind,
        "client_id": card.client_id,
        "subject": card.subject,
        "action": asdict(card.action),
        "sentence": _message(card.sentence),
        "effect": asdict(card.effect),
        "evidence": asdict(card.evidence),
        "window": {"first": card.window.first.isoformat(), "last": card.window.last.isoformat()},
        "why": _message(card.why),
        "change_our_mind": _message(card.change_our_mind),
        "caveats": [_message(one) for one in card.caveats],
        "bounds": [_message(one) for one in card.bounds],
    }


def from_json(stored: dict[str, Any]) -> Suggestion:
    """The card again, without its chart."""
    action: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored["action"].items()}
    return Suggestion(
        key=stored["key"],
        kind=stored["kind"],
        client_id=stored["client_id"],
        subject=stored["subject"],
        action=Action(**action),
        sentence=_read(stored["sentence"]),
        effect=Effect(**stored["effect"]),
        evidence=Evidence(**stored["evidence"]),
        window=Window(date.fromisoformat(stored["window"]["first"]), date.fromisoformat(stored["window"]["last"])),
        why=_read(stored["why"]),
        change_our_mind=_read(stored["change_our_mind"]),
        caveats=tuple(_read(one) for one in stored["caveats"]),
        bounds=tuple(_read(one) for one in stored["bounds"]),
    )


def _message(what: Message) -> dict[str, Any]:
    return {"text": what.text, "plural": what.plural, "n": what.n, "values": {name: _value(value) for name, value in what.values.items()}}


def _value(value: Any) -> Any:
    if isinstance(value, Message):
        return {"message": _message(value)}
    for name, kind in VALUES.items():
        if isinstance(value, kind):
            return {name: [getattr(value, field.name) for field in fields(kind)]}
    return value


def _read(stored: dict[str, Any]) -> Message:
    values = {}
    for name, value in stored["values"].items():
        if isinstance(value, dict):
            ((kind, inside),) = value.items()
            values[name] = _read(inside) if kind == "message" else VALUES[kind](*inside)
        else:
            values[name] = value
    return Message(stored["text"], values, stored["plural"], stored["n"])
