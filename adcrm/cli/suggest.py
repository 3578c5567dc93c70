"""``adcrm suggest``: what to change, with the evidence, and where the data cannot tell."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click

from adcrm.books import books
from adcrm.cli.clients import client_called, client_names
from adcrm.cli.output import json_option, print_json
from adcrm.errors import InputError
from adcrm.messages import message
from adcrm.recommend.advice import Advice, advise
from adcrm.recommend.model import KINDS, Record
from adcrm.recommend.record import records


@click.command("suggest")
@click.option("--client", help="Only this client (its name).")
@click.option("--kind", help="Only these kinds, with commas: budget,creative,timing.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Know only days up to this one.")
@json_option
def command(client: str | None, kind: str | None, as_of: datetime | None, as_json: bool) -> None:
    """Say what to change in budget, creatives and timing, and where the data cannot tell."""
    opened = books()
    names = client_names(opened)
    client_id = client_called(names, client)
    kinds = tuple(part.strip() for part in kind.split(",")) if kind else ()
    unknown = [one for one in kinds if one not in KINDS]
    if unknown:
        raise InputError(message("There is no kind of suggestion called “{kind}”.", kind=unknown[0]), message("Use budget, creative or timing."))
    day: date | None = as_of.date() if as_of else None
    advice = advise(opened.facts, day, client_id, kinds)
    record = records(opened.facts) if advice.suggestions else {}
    if as_json:
        print_json(_document(advice, names, record))
    else:
        click.echo(_text(advice, names, record))


def _document(advice: Advice, names: dict[int, str], record: dict[str, Record]) -> dict[str, Any]:
    return {
        "suggestions": [
            {
                "id": card.key,
                "kind": card.kind,
                "client": names.get(card.client_id, ""),
                "sentence": card.sentence,
                "action": {
                    "what": card.action.what,
                    "from": card.action.source,
                    "to": card.action.target,
                    "amount_per_day": _decimal(card.action.amount),
                    "currency": card.action.currency,
                    "place": list(card.action.place),
                },
                "effect": {
                    "metric": card.effect.metric,
                    "point": _decimal(card.effect.point),
                    "low": _decimal(card.effect.low),
                    "high": _decimal(card.effect.high),
                    "days": card.effect.days,
                    "currency": card.effect.currency,
                    "confidence": _decimal(card.confidence),
                },
                "n": {"rows": card.evidence.rows, "days": card.evidence.days, "conversions": _decimal(card.evidence.conversions)},
                "window": {"from": card.window.first, "to": card.window.last},
                "record": _record(record.get(card.kind)),
                "why": card.why,
                "bounds": list(card.bounds),
                "caveats": list(card.caveats),
            }
            for card in advice.suggestions
        ],
        "cannot_tell": [
            {"kind": one.kind, "client": names.get(one.client_id, ""), "subject": one.subject, "needs": one.needs} for one in advice.cannot_tell
        ],
        "as_of": advice.until,
    }


def _text(advice: Advice, names: dict[int, str], record: dict[str, Record]) -> str:
    if advice.until is None:
        return "There is no channel data yet. Load an export with: adcrm import FILE"
    lines = [f"From days up to {advice.until}.", ""]
    for card in advice.suggestions:
        effect = card.effect
        lines += [f"{names.get(card.client_id, '')} · {card.kind}: {card.sentence}", f"    {card.why}"]
        between = f"{effect.low:+,.0f} to {effect.high:+,.0f}, {card.confidence:.0%} sure"
        lines.append(f"    {effect.metric} over {effect.days} days: {effect.point:+,.0f} ({between})")
        known = record.get(card.kind)
        lines += [f"    record: right {known.right} of {known.fired}" if known and known.fired else "    record: none yet", ""]
    if advice.cannot_tell:
        lines.append("Where the data cannot tell:")
        lines += [f"    {names.get(one.client_id, '')} · {one.kind} {one.platform}: {one.needs}" for one in advice.cannot_tell]
    return "\n".join(lines)


def _record(found: Record | None) -> dict[str, Any] | None:
    if found is None or found.fired == 0:
        return None
    return {"fired": found.fired, "right": found.right, "median_gain": _decimal(found.median_gain), "worst": _decimal(found.worst)}


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 6)))
