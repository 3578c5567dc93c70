"""``adcrm export``: a whole table as CSV, XLSX, Parquet or a Tableau extract."""

from datetime import datetime
from pathlib import Path

import click

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.cli.clients import client_called, client_names
from adcrm.cli.output import json_option, print_json
from adcrm.errors import InputError
from adcrm.exports.formats import FORMATS
from adcrm.exports.tables import Choice, export, table_names
from adcrm.messages import message
from adcrm.settings import settings

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export")
@click.argument("table", required=False, default="")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; its ending says the format.")
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), help="Where the file's ending does not say it.")
@click.option("--client", help="Only this client's rows.")
@click.option("--from", "date_from", type=DAY, help="First day, YYYY-MM-DD.")
@click.option("--to", "date_to", type=DAY, help="Last day, YYYY-MM-DD.")
@json_option
def command(
    table: str, out: Path | None, kind: str | None, client: str | None, date_from: datetime | None, date_to: datetime | None, as_json: bool
) -> None:
    """Write TABLE to a file. Without TABLE: list the tables."""
    if not table:
        if as_json:
            print_json({"tables": list(table_names())})
        else:
            click.echo("\n".join(table_names()))
        return
    path = out or Path(f"{table}.{kind or 'csv'}")
    wanted = kind or next((one.key for one in FORMATS.values() if one.suffix == path.suffix.casefold()), "")
    if not wanted:
        raise InputError(
            message("The ending of {name} names no format.", name=path.name), message("Use --format with one of: {names}.", names=", ".join(FORMATS))
        )
    opened = books()
    chosen = Choice(table, client_called(client_names(opened), client), date_from.date() if date_from else None, date_to.date() if date_to else None)
    rows = export(opened, chosen, wanted, path, Actor(settings().user_name))
    if as_json:
        print_json({"table": table, "file": str(path), "format": wanted, "rows": rows})
    else:
        click.echo(f"{rows} rows of {table} written to {path}")
