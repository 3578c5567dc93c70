"""``adcrm sync``: fetch figures from the ad platforms and load them."""

from datetime import datetime

import click

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.documents import decimal_text
from adcrm.messages import translate
from adcrm.settings import settings
from adcrm.sync.run import Fetched, Week, document, fetch
from adcrm.sync.sources import Source, chosen
from adcrm.sync.state import stands

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("sync")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--from", "first", type=DAY, help="First day to read, instead of where the last run ended.")
@click.option("--to", "last", type=DAY, help="Last day to read, instead of yesterday.")
@click.option("--list", "only_list", is_flag=True, help="Show the sources, how far each account is, and why the last run stopped.")
@click.option("--dry-run", is_flag=True, help="Fetch and check only; write nothing.")
@json_option
def command(names: tuple[str, ...], first: datetime | None, last: datetime | None, only_list: bool, dry_run: bool, as_json: bool) -> None:
    """Fetch from the sources of the secrets file (all, or those called NAME) and load what comes."""
    asked = chosen(names)
    if only_list:
        _list(asked, as_json)
        return
    begin, end = first.date() if first else None, last.date() if last else None
    if begin and end and end < begin:
        raise click.BadParameter("The last day is before the first.", param_hint="--to")
    actor, today, found = Actor(settings().user_name), datetime.now().astimezone().date(), []
    for source in asked:
        for one in fetch(books(), source, actor, today, first=begin, last=end, dry_run=dry_run):
            found.append(one)
            if not as_json:
                click.echo(_line(one))
    if as_json:
        print_json({"accounts": [document(one) for one in found]})
    failed = [one for one in found if one.error]
    for one in failed:
        told = [translate(part, "en") for part in (one.error, one.remedy) if part]
        click.echo("\n".join([f"{one.source} {one.account}: {told[0]}", *told[1:]]), err=True)
    if failed:
        raise SystemExit(1)


def _list(asked: tuple[Source, ...], as_json: bool) -> None:
    known = stands(books().crm)
    rows = []
    for source in asked:
        for account in source.accounts:
            stand = known.get((source.name, account))
            rows.append(
                {
                    "source": source.name,
                    "platform": source.platform,
                    "account": account,
                    "client": source.client,
                    "last_day": stand.last_day if stand else None,
                    "goes_on_at": stand.next_day if stand else None,
                    "last_run": stand.ran_at if stand else None,
                    "error": stand.error if stand else None,
                }
            )
    if as_json:
        print_json({"sources": rows})
        return
    for row in rows:
        until = f"up to {row['last_day']}" if row["last_day"] else "never fetched"
        click.echo(f"{row['source']}, {row['platform']} {row['account']}, {row['client']}: {until}")
        if row["error"]:
            click.echo(f"    {row['error']}")


def _line(one: Fetched) -> str:
    lines = [f"{one.source}, {one.platform} {one.account}"]
    lines += [_week(week) for week in one.weeks] or ([] if one.error else ["nothing to read yet"])
    return "\n    ".join(lines)


def _week(week: Week) -> str:
    cost = f", cost {decimal_text(week.cost)} {week.currency}" if week.cost is not None else ""
    notes = "".join(f"\n      {translate(note, 'en')}" for note in week.warnings)
    return f"{week.first}..{week.last}: {week.outcome}, {week.rows} rows{cost}{notes}"
