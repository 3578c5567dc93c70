"""``adcrm demo``: load the made-up agency, or clear it."""

from dataclasses import asdict
from datetime import datetime

import click

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.demo import clear_demo, demo_clients
from adcrm.demo.load import SEED
from adcrm.demo.prepare import load_and_prepare
from adcrm.recommend.record import records
from adcrm.settings import settings


@click.command("demo")
@click.option("--clear", is_flag=True, help="Remove the made-up agency; nothing of your own is touched.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Another number makes another agency.")
@click.option("--end", type=click.DateTime(["%Y-%m-%d"]), help="Last day with data; yesterday where none is given.")
@json_option
def command(clear: bool, seed: int, end: datetime | None, as_json: bool) -> None:
    """Load a made-up agency with 14 months of data, or clear it."""
    actor, opened = Actor(settings().user_name), books()
    if clear:
        there = demo_clients(opened)
        clear_demo(opened, actor)
        print_json({"cleared_clients": there}) if as_json else click.echo(f"Cleared {there} made-up clients.")
        return
    result = load_and_prepare(opened, actor, seed, end.date() if end else None)
    records(opened.facts)  # kept beside the data, so that the first visitor need not wait for it
    if as_json:
        print_json(asdict(result) | {"seconds": f"{result.seconds:.2f}"})
        return
    state = "was there already" if result.was_there else f"loaded in {result.seconds:.1f} s"
    click.echo(
        f"The made-up agency {state}: {result.clients} clients, {result.facts:,} facts from {result.first_day} to {result.end_day}, "
        f"{result.leads:,} leads, {result.touchpoints:,} touchpoints, {result.orders:,} orders."
    )
