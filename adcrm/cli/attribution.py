"""``adcrm attribution``: which order came from which channel, by every credit model, of the books or of files."""

import math
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import click

from adcrm.attribution.answer import answer
from adcrm.attribution.claims import match
from adcrm.attribution.files.ask import File, answer_files, answer_own
from adcrm.attribution.files.read import read_own
from adcrm.attribution.model import Answer, Dimension, Question
from adcrm.attribution.models import models
from adcrm.attribution.notes import NOTES
from adcrm.attribution.overclaim import Summary, summary
from adcrm.books import books
from adcrm.cli.clients import client_called, client_names
from adcrm.cli.output import json_option, print_json
from adcrm.documents import decimal_text
from adcrm.imports.model import Answers, SetAside
from adcrm.settings import settings
from adcrm.warehouse.spark import SparkWarehouse

SIX = Decimal("0.000001")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])


def _lookback(ctx: click.Context, param: click.Parameter, text: str) -> int | None:
    if text.casefold() in ("none", "all", "0"):
        return None
    found = re.fullmatch(r"(\d{1,5})\s*(?:d|days?)?", text.casefold())
    if not found:
        raise click.BadParameter("Write a number of days, as 30d, or none.")
    return int(found[1])


@click.command("attribution")
@click.option("--touchpoints", type=_FILE, help="A log of touches: person, time and channel in each row.")
@click.option("--orders", type=_FILE, help="The shop's orders; without it the log's own conversions are the orders.")
@click.option("--claims", type=_FILE, multiple=True, help="Orders that a platform claims; several files are allowed.")
@click.argument("more_claims", metavar="", nargs=-1, type=_FILE)
@click.option("--paths", type=_FILE, help="A table of paths with counts, journeys with a step in each column, or a log of events.")
@click.option("--models", "asked", default="", metavar="M,...", help="Only these models; first, last, linear, markov, shapley … Without it, all.")
@click.option("--lookback", default="30d", callback=_lookback, help="How old a touch may be at the order, as 30d; none for no limit.")
@click.option("--client", help="Only this client of the books, by name.")
@click.option("--by", type=click.Choice(get_args(Dimension)), default="channel", help="What the credit goes to.")
@click.option("--from", "start", type=_DAY, help="First day of the orders.")
@click.option("--to", "end", type=_DAY, help="Last day of the orders.")
@click.option("--views", is_flag=True, help="Views of ads count as touches too.")
@click.option("--markov-order", type=click.IntRange(1, 4), default=1, help="How many steps the Markov model remembers.")
@click.option("--half-life", type=click.FloatRange(min=0, min_open=True), default=7.0, help="Days after which a touch counts half in time decay.")
@click.option("--seed", type=int, help="Another seed for the ranges.")
@click.option("--currency", default="", help="Orders in this currency; in files, that of amounts that name none.")
@click.option("--time-zone", default="", help="Zone of times in files that name none, as Asia/Shanghai.")
@click.option("--date-order", default="", type=click.Choice(["", "dmy", "mdy"]), metavar="dmy|mdy", help="Of days in files that leave it open.")
@json_option
def command(
    touchpoints: Path | None, orders: Path | None, claims: tuple[Path, ...], more_claims: tuple[Path, ...], paths: Path | None, asked: str,
    lookback: int | None, client: str | None, by: Dimension, start: datetime | None, end: datetime | None, views: bool, markov_order: int,
    half_life: float, seed: int | None, currency: str, time_zone: str, date_order: str, as_json: bool,
) -> None:  # fmt: skip
    """Give every order's credit to the touches before it, by several models; each adds up to the orders and their value."""
    _usage(touchpoints, orders, claims, more_claims, paths, client)
    wanted = [name.strip() for name in asked.split(",") if name.strip()]
    days = tuple(day.date() if day else None for day in (start, end))
    question = Question(
        start=days[0], end=days[1], by=by, lookback_days=lookback, with_views=views, half_life_days=half_life, markov_order=markov_order,
        currency=currency.upper() or None,
    )  # fmt: skip
    if seed is not None:
        question = replace(question, seed=seed)
    document: dict[str, Any]
    if paths is not None:
        own = read_own(*_read(paths), currency=currency.upper(), time_zone=time_zone, date_order=date_order)
        made = answer_own(own, question, wanted or _all(of_files=True))
        document = _document(made, None) | {"file": {"kind": own.kind, "rows": own.rows_read, "columns": own.columns, "left_out": own.left_out}}
        if not own.has_times:  # then every order is asked about, whose value may have more places than money
            document["value"] = decimal_text(own.value)
        _add(document, [(own.name, note) for note in own.notes], [(own.name, row) for row in own.set_aside])
    elif touchpoints is not None:
        said = Answers(currency=currency.upper(), time_zone=time_zone, date_order=date_order)
        others = [_read(one) for one in (*claims, *more_claims)]
        found = answer_files(_read(touchpoints), _read(orders) if orders else None, others, question, wanted or _all(of_files=True), answers=said)
        document = _document(found.answer, found.claims) | {"shop": found.shop}
        _add(document, found.notes, found.set_aside)
    else:
        document = _of_books(question, wanted, client)
    if as_json:
        print_json(document)
    else:
        click.echo(_text(document))


def _usage(
    touchpoints: Path | None, orders: Path | None, claims: tuple[Path, ...], more: tuple[Path, ...], paths: Path | None, client: str | None
) -> None:
    if paths and (touchpoints or orders or claims):
        raise click.UsageError("--paths stands for itself: it goes with neither --touchpoints, --orders nor --claims.")
    if (orders or claims) and not touchpoints:
        raise click.UsageError("--orders and --claims need --touchpoints.")
    if more and not claims:
        raise click.UsageError(f"What is {more[0]}? Files are given as --touchpoints, --orders, --claims or --paths.")
    if client and (touchpoints or paths):
        raise click.UsageError("--client is a client of the books and goes with no files.")


def _all(of_files: bool) -> list[str]:
    """Every model; of files those that need no lift tests, which the books have."""
    return [key for key, model in models().items() if not (of_files and model.needs_tests)]


def _of_books(question: Question, wanted: list[str], client: str | None) -> dict[str, Any]:
    opened, told = books(), None
    number = client_called(client_names(opened), client)
    question = replace(question, client_id=number)
    if isinstance(opened.facts, SparkWarehouse):  # where only journeys are, and not every model is answered
        made = answer(opened, question, wanted or None)
    else:
        made = answer(opened, question, wanted or _all(of_files=False))
        told = summary(match(opened, number).within(question.start, question.end, made.currency or None))
    document = _document(made, told if told and told.made else None)
    _add(document, (), ())
    return document


def _read(path: Path) -> File:
    with path.open("rb") as file:
        return path.name, file.read(settings().most_bytes)


def _document(made: Answer, told: Summary | None) -> dict[str, Any]:
    by_model: dict[str, dict[str, Any]] = {}
    for row in made.credits.to_dict("records"):
        by_model.setdefault(row["model"], {})[row["channel"]] = {name: _six(row[name]) for name in ("conversions", "value", "low", "high")}
    difference = {row["model"]: str(max((row["value_difference"], row["order_difference"]), key=abs)) for row in made.proof.to_dict("records")}
    return {
        "orders": decimal_text(made.orders),
        "value": decimal_text(made.value),
        "currency": made.currency,
        "models": by_model,
        "difference": difference,
        "claims": None if told is None else _claims(told),
        "without_touch": decimal_text(made.without_touch),
        "journeys_without_order": decimal_text(made.journeys_without_order),
        "disagreement": {
            row["channel"]: {
                "lowest": _six(row["lowest"]), "lowest_model": row["lowest_model"], "highest": _six(row["highest"]),
                "highest_model": row["highest_model"], "is_telling": bool(row["is_telling"]),
            }
            for row in made.disagreement.to_dict("records")
        },
        "lookback_days": made.question.lookback_days,
        "notes": [NOTES[key] for key in made.notes],
    }  # fmt: skip


def _claims(told: Summary) -> dict[str, Any]:
    return {
        "orders": decimal_text(told.claimed),
        "claims": decimal_text(told.claims),
        "over_claim_ratio": None if told.ratio is None else format(Decimal(told.claims) / told.claimed, ".6f"),
        "claimed_value": decimal_text(told.claimed_value),
        "distinct_value": decimal_text(told.distinct_value),
        "in_review": decimal_text(told.in_review),
        "orders_nobody_claims": decimal_text(told.unclaimed),
    }


def _add(document: dict[str, Any], notes: Any, aside: Any) -> None:
    """What is said of files beside what is said of the answer."""
    document["notes"] += [f"{file}: {note}" for file, note in notes]
    document["set_aside"] = [_row(file, row) for file, row in aside]


def _row(file: str, row: SetAside) -> dict[str, Any]:
    return {"file": file, "line": row.line, "column": row.column, "reason": row.reason}


def _six(value: float | None) -> str | None:
    if value is None or math.isnan(value):  # not known
        return None
    return decimal_text(Decimal(repr(float(value))).quantize(SIX))


def _text(document: dict[str, Any]) -> str:
    made: list[str] = []
    if not document["models"] or document["orders"] == "0":
        made.append("There are no orders in this question.")
    else:
        lookback = f"touches of the {document['lookback_days']} days before" if document["lookback_days"] is not None else "touches of any age before"
        made.append(f"{document['orders']} orders worth {document['value']} {document['currency']}".strip() + f"; {lookback}")
        made += ["", *_table(document["models"])]
        made += ["", "Difference to the books: " + ", ".join(f"{model} {text}" for model, text in document["difference"].items())]
    if document["claims"]:
        told = document["claims"]
        made.append(f"Platforms claim {told['claims']} times {told['orders']} orders: ratio {told['over_claim_ratio'] or '–'}")
    made += ["", *(str(note) for note in document["notes"])] if document["notes"] else []
    if left := document.get("file", {}).get("left_out"):
        made.append(f"Columns that nothing was read from: {', '.join(left)}")
    made += [f"Not taken: {row['file']}, line {row['line']}: {row['reason']}" for row in document["set_aside"]]
    return "\n".join(made)


def _table(by_model: dict[str, dict[str, Any]]) -> list[str]:
    """One row a channel, one column a model: orders with two places."""
    channels = list(dict.fromkeys(channel for credit in by_model.values() for channel in credit))
    cells = [["", *by_model]]
    for channel in channels:
        cells.append([channel, *(f"{Decimal(credit[channel]['conversions']):.2f}" if channel in credit else "" for credit in by_model.values())])
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    return ["  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]) for line in cells]
