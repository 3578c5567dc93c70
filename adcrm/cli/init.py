"""``adcrm init``: make the stores, or bring them up to date."""

import click

from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.settings import settings


@click.command("init")
@json_option
def command(as_json: bool) -> None:
    """Make the two stores, or bring them up to date."""
    opened = books()
    found = {
        "crm": opened.crm.engine.url.render_as_string(hide_password=True),
        "warehouse": opened.facts.dialect,
        "data_dir": str(settings().data_dir),
    }
    if as_json:
        print_json(found)
        return
    click.echo(f"CRM database: {found['crm']}\nWarehouse: {found['warehouse']}\nData folder: {found['data_dir']}")
