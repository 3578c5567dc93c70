"""``adcrm metrics``: the figures of the dashboards, exact, grouped as asked."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

import click

from adcrm.books import Books, books
from adcrm.channels.platforms import PLATFORMS
from adcrm.cli.clients import client_called, client_names
from adcrm.cli.output import json_option, print_json
from adcrm.documents import decimal_text
from adcrm.messages import translate
from adcrm.metrics.currency import reporting_currency
from adcrm.metrics.definitions import METRICS, metric
from adcrm.metrics.freshness import freshness
from adcrm.metrics.pending import pending
from adcrm.metrics.queries import Group, chosen, groups, left_out
from adcrm.metrics.scope import Scope

# A ratio has no last digit; six places are the finest unit in which a platform bills.
RATIO_PLACES = Decimal("0.000001")


@click.command("metrics")
@click.option(
    "--by", "by", default="", metavar="DIM,...", help="Group by: channel, client, campaign, ad_group, ad, date, week, month, hour, region …"
)
@click.option("--from", "date_from", type=click.DateTime(["%Y-%m-%d"]), help="First day; the first day with data unless given.")
@click.option("--to", "date_to", type=click.DateTime(["%Y-%m-%d"]), help="Last day; the last day with data unless given.")
@click.option("--client", help="Only this client, by name.")
@click.option("--channel", default="", metavar="C,...", help="Only these channels, by key or name.")
@click.option(
    "--currency",
    metavar="CODE",
    help="Only accounts that bill in this currency (ISO 4217); with --convert all accounts, their money in this currency. “all” means all accounts "
    "in the reporting currency.",
)
@click.option("--convert", is_flag=True, help="Convert every amount at the rate of its own day, into the reporting currency or that of --currency.")
@click.option("--metrics", "wanted", default="", metavar="M,...", help=f"Which metrics: {', '.join(METRICS)}.")
@json_option
def command(
    by: str, date_from: Any, date_to: Any, client: str | None, channel: str, currency: str | None, convert: bool, wanted: str, as_json: bool
) -> None:
    """Impressions, clicks, cost, conversions and what follows from them, each counted once.

    A row that covers several days counts only where all of them are asked for, and under no single day; what
    that leaves out is stated as left_out. Commissions that advertisers have not approved yet are counted, and stated as pending.
    """
    opened = books()
    clients = client_names(opened)
    asked = [metric(name) for name in _list(wanted)] or list(METRICS.values())
    named = [name.lower() for name in _list(wanted)] or list(METRICS)
    dims = [name.lower() for name in _list(by)]
    client_id = client_called(clients, client)
    channels = tuple(_channel(name) for name in _list(channel))
    everybody = convert or (currency or "").lower() == "all"
    code = reporting_currency(opened.facts) if everybody and (currency or "all").lower() == "all" else currency.upper() if currency else None
    scope, currencies = _held(opened, Scope(date.min, date.max, client_id, channels, code, converted=everybody))
    if scope is None:
        document: dict[str, Any] = {"rows": [], "currency": code, "as_of": None, "from": None, "to": None, "left_out": {}, "pending": {}}
        _say(document, as_json)
        return
    scope = replace(scope, date_from=date_from.date() if date_from else scope.date_from, date_to=date_to.date() if date_to else scope.date_to)
    if len(currencies) > 1 and "currency" not in dims and not everybody:
        dims.append("currency")
    rows = [_row(group, dims, named, asked, clients) for group in groups(opened.facts, scope, dims)]
    fresh = [one.last_day for one in freshness(opened.facts, date.today(), client_id) if not channels or one.platform in channels]
    document = {
        "rows": rows,
        "currency": code if everybody else currencies[0] if len(currencies) == 1 else None,
        "converted": everybody,
        "as_of": max(fresh) if fresh else None,
        "from": scope.date_from,
        "to": scope.date_to,
        "left_out": {name: _six(value) for name, value in left_out(opened.facts, scope, dims).items()},
        "pending": {name: _six(value) for name, value in pending(opened.facts, scope).items()},
    }
    _say(document, as_json)


def _row(group: Group, dims: list[str], named: list[str], asked: list[Any], clients: dict[int, str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for dim, value in zip(dims, group.values, strict=True):
        made[dim] = clients.get(value) if dim == "client" else value
    for name, what in zip(named, asked, strict=True):
        value = group.totals.value(what)
        made[name] = None if value is None else decimal_text(_six(value))
    return made


def _six(value: Decimal) -> Decimal:
    """Ratios and converted amounts have more places than money has; a count or an amount as billed stays as it is."""
    return value.quantize(RATIO_PLACES, context=Context(prec=60, rounding=ROUND_HALF_EVEN))


def _held(opened: Books, everything: Scope) -> tuple[Scope | None, list[str]]:
    """The days and the currencies that the selection holds; no scope where it holds nothing."""
    rows = chosen(everything)
    found = opened.facts.query(rows.group_by("currency").agg(first=rows.date_start.min(), last=rows.date_end.max())).to_pylist()
    if not found:
        return None, []
    currencies = sorted(row["currency"] or "" for row in found)
    days = min(row["first"] for row in found), max(row["last"] for row in found)
    return replace(everything, date_from=days[0], date_to=days[1]), currencies


def _channel(name: str) -> str:
    """The key of a channel given by key or by its English or Chinese name; any other text is a mapped table's own key."""
    for key, platform in PLATFORMS.items():
        if name.casefold() in (key, translate(platform.name, "en").casefold(), translate(platform.name, "zh").casefold()):
            return key
    return name


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _say(document: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(document)
        return
    rows = document["rows"]
    if not rows:
        click.echo("No row counts in this selection.")
        return
    cells = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    for line in cells:
        click.echo("  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)))
    click.echo(f"{document['from']} to {document['to']}; data to {document['as_of']}; currency {document['currency'] or 'by row'}")
    if document["left_out"]:
        amounts = ", ".join(f"{name} {decimal_text(value)}" for name, value in document["left_out"].items())
        click.echo(f"Left out, because the rows cover several days: {amounts}")
    if document["pending"]:
        amounts = ", ".join(f"{name} {decimal_text(value)}" for name, value in document["pending"].items())
        click.echo(f"Counted, but not approved yet and perhaps taken back: {amounts}")


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)
