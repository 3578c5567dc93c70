"""``adcrm rates``: the dated exchange rates and the reporting currency."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.documents import decimal_text
from adcrm.errors import AdcrmError
from adcrm.imports.model import LoadResult
from adcrm.messages import translate
from adcrm.metrics.currency import carry_days, prepare, reporting_currency
from adcrm.rates.agency import set_carry_days, set_reporting_currency
from adcrm.rates.held import held_pairs
from adcrm.rates.load import load_rates, type_in
from adcrm.rates.read import read_rates
from adcrm.settings import settings

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("rates")
def command() -> None:
    """Dated exchange rates: list them, add one, load a bank's file, choose the reporting currency."""


@command.command("list")
@json_option
def list_rates(as_json: bool) -> None:
    """What rates the books hold, and which are missing for the facts."""
    opened = books()
    target = reporting_currency(opened.facts)
    held, prepared = held_pairs(opened.facts), prepare(opened.facts, target)
    if as_json:
        rates = [vars(one) for one in held]
        gaps = [vars(gap) for gap in prepared.gaps]
        print_json({"reporting_currency": target, "carry_days": carry_days(opened.facts), "rates": rates, "gaps": gaps})
        return
    click.echo(f"Reporting currency {target}; a day without a rate takes the last one of at most {carry_days(opened.facts)} days before.")
    for one in held:
        click.echo(f"{one.base}/{one.quote}  {one.source}  {one.days} days, {one.date_start} to {one.date_end}, last {decimal_text(one.newest)}")
    for gap in prepared.gaps[:20]:
        click.echo(f"Missing: {gap.currency} to {target} for {gap.missing}")
    if len(prepared.gaps) > 20:
        click.echo(f"… and {len(prepared.gaps) - 20} more")


@command.command("add")
@click.argument("base")
@click.argument("quote")
@click.argument("rate")
@click.option("--from", "date_from", type=DAY, required=True, help="First day.")
@click.option("--to", "date_to", type=DAY, help="Last day; the first one unless given.")
@json_option
def add(base: str, quote: str, rate: str, date_from: Any, date_to: Any, as_json: bool) -> None:
    """One BASE is worth RATE of QUOTE on these days: adcrm rates add USD CNY 7.1 --from 2026-11-01"""
    try:
        number = Decimal(rate)
    except InvalidOperation as error:
        raise click.BadParameter(f"{rate} is no number", param_hint="RATE") from error
    if not number.is_finite():
        raise click.BadParameter(f"{rate} is no number", param_hint="RATE")
    result = type_in(books(), base, quote, number, date_from.date(), (date_to or date_from).date(), Actor(settings().user_name))
    _say([{"file": None, **_outcome(result)}], as_json)


@command.command("load")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def load(files: tuple[Path, ...], as_json: bool) -> None:
    """Load rates of the European Central Bank or the People's Bank, or a table with the columns day, base, quote and rate."""
    opened, actor = books(), Actor(settings().user_name)
    outcomes: list[dict[str, Any]] = []
    for path in files:
        try:
            data = path.read_bytes()
            file = read_rates(path.name, data)
            result = load_rates(opened, file, actor, data)
            aside = [{"line": row.line, "column": row.column, "reason": row.reason} for row in file.set_aside]
            about = {"source": file.source, "pairs": len(file.pairs), "date_start": file.date_start, "date_end": file.date_end, "problems": aside}
            outcomes.append({"file": str(path), **_outcome(result), **about})
        except AdcrmError as error:
            outcomes.append({"file": str(path), "outcome": "refused", "reason": error.what, "remedy": error.remedy, "import_id": None})
    _say(outcomes, as_json)
    if any(one["outcome"] == "refused" for one in outcomes):
        raise SystemExit(1)


@command.command("set")
@click.option("--reporting", help="Currency (ISO 4217) that agency-wide figures are shown in.")
@click.option("--carry", type=int, help="Days back that a day without a rate may take the last one from.")
@json_option
def decide(reporting: str | None, carry: int | None, as_json: bool) -> None:
    """Choose the reporting currency and how far back a holiday may look for a rate."""
    opened, actor = books(), Actor(settings().user_name)
    if reporting is not None:
        set_reporting_currency(opened, reporting, actor)
    if carry is not None:
        set_carry_days(opened, carry, actor)
    decided = {"reporting_currency": reporting_currency(opened.facts), "carry_days": carry_days(opened.facts)}
    if as_json:
        print_json(decided)
        return
    click.echo(f"Reporting currency {decided['reporting_currency']}, {decided['carry_days']} days back.")


def _outcome(result: LoadResult) -> dict[str, Any]:
    rows = {"new": result.rows_new, "changed": result.rows_changed, "same": result.rows_same}
    return {"outcome": result.outcome, "import_id": result.import_id, "rows": rows}


def _say(outcomes: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json({"files": outcomes})
        return
    for one in outcomes:
        if one["outcome"] == "refused":
            click.echo(f"refused, {one['file']}\n    {translate(one['reason'], 'en')}\n    {translate(one['remedy'], 'en')}")
            continue
        rows = one["rows"]
        number = f", import {one['import_id']}" if one["import_id"] else ""
        click.echo(f"{one['outcome']}{', ' + one['file'] if one['file'] else ''}: {rows['new']} new, {rows['changed']} changed{number}")
