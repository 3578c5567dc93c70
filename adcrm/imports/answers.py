"""How a file was read, kept with its import: what a person said, and what each of its tables decided."""

import json
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adcrm.channels.declare import currency_codes
from adcrm.channels.known import channels
from adcrm.errors import InputError
from adcrm.imports.model import Answers, Report, TableMapping
from adcrm.messages import message


def pack_answers(report: Report) -> str:
    """The answers of a report and of each of its parts as JSON text."""
    return json.dumps(
        {"said": plain(report.answers), "parts": {part: plain(decided) for part, decided in report.decided.items()}}, ensure_ascii=False
    )


def said(text: str | None) -> Answers:
    """What a person said about a file, from what :func:`pack_answers` wrote."""
    return of(json.loads(text)["said"]) if text else Answers()


def decided(text: str | None) -> dict[str, Answers]:
    """How each part of a file was read, from what :func:`pack_answers` wrote; nothing for imports from before it was kept."""
    return {part: of(found) for part, found in json.loads(text)["parts"].items()} if text else {}


def checked(answers: Answers) -> Answers:
    """The answers as typed by a person or another program, the currency in capitals.

    Raises
    ------
    InputError : no such currency, platform, time zone or order of dates.
    """
    currency = answers.currency.strip().upper()
    if currency and currency not in currency_codes():
        raise InputError(
            message("“{value}” is not a currency code.", value=answers.currency),
            message("Use the three letters of the currency, such as CNY, USD or EUR."),
        )
    if answers.date_order not in ("", "ymd", "dmy", "mdy"):
        raise InputError(message("“{value}” is no order of day and month.", value=answers.date_order), message("Say dmy or mdy."))
    if answers.platform and answers.platform not in {channel.key for channel in channels()}:
        raise InputError(
            message("There is no platform “{name}”.", name=answers.platform),
            message("Known platforms: {names}.", names=", ".join(sorted({channel.key for channel in channels()}))),
        )
    try:
        ZoneInfo(answers.time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(
            message("There is no time zone “{name}”.", name=answers.time_zone), message("Name it by its place, as Asia/Shanghai.")
        ) from error
    # NUL is no text for PostgreSQL, and nobody means it.
    return replace(answers, currency=currency, account=answers.account.replace("\x00", ""), attribution=answers.attribution.replace("\x00", ""))


def plain(answers: Answers) -> dict[str, Any]:
    """The answers that were given, as JSON knows them; what was not said is left out."""
    nothing = Answers()
    given = {one.name: getattr(answers, one.name) for one in fields(answers) if getattr(answers, one.name) != getattr(nothing, one.name)}
    if answers.period:
        given["period"] = [day.isoformat() for day in answers.period]
    if answers.mapping:
        given["mapping"] = asdict(answers.mapping)
    return given


def of(found: dict[str, Any]) -> Answers:
    """What :func:`plain` wrote."""
    made = dict(found)
    if "period" in made:
        first, last = made["period"]
        made["period"] = date.fromisoformat(first), date.fromisoformat(last)
    made |= {name: tuple(made[name]) for name in ("unit_facts", "without") if name in made}
    if "mapping" in made:
        made["mapping"] = TableMapping(**made["mapping"])
    return Answers(**made)
