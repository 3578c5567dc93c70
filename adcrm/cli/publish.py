"""``adcrm publish``: copy the journeys of clients from the books to Spark, where attribution of very large logs is asked."""

import click

from adcrm.attribution.apart import publish
from adcrm.books import books
from adcrm.cli.clients import client_called, client_names
from adcrm.cli.output import json_option, print_json
from adcrm.errors import InputError
from adcrm.messages import message
from adcrm.warehouse.spark import SparkWarehouse


@click.command("publish")
@click.argument("address", metavar="spark://...")
@click.option("--client", help="Only this client, by name; all without it.")
@json_option
def command(address: str, client: str | None, as_json: bool) -> None:
    """Put the journeys of the books in the place of those that Spark has of the same clients."""
    if not address.startswith("spark://"):
        raise click.UsageError("The address begins with spark://, as spark://local[2]?folder=/shared/journeys.")
    opened = books()
    if isinstance(opened.facts, SparkWarehouse):
        raise InputError(
            message("The warehouse is set to Spark already, so there are no books to copy from."),
            message("Set ADCRM_WAREHOUSE_URL to the books in DuckDB or PostgreSQL."),
        )
    names = client_names(opened)
    asked = client_called(names, client)
    spark = SparkWarehouse(address)
    copied = publish(opened.facts, spark, sorted(names) if asked is None else [asked])
    spark.close()
    if as_json:
        print_json({"folder": str(spark.folder), "steps": {names[one]: steps for one, steps in copied.items()}})
        return
    for one, steps in copied.items():
        click.echo(f"{names[one]}: {steps} steps")
