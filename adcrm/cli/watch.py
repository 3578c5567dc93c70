"""``adcrm watch``: import what comes into a folder, for as long as the command runs."""

import time
from pathlib import Path

import click

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.imports.watch import Taken, Watcher
from adcrm.messages import translate
from adcrm.settings import settings

STILL = 1.0  # seconds between the two looks of --once


@click.command("watch")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help="Take in what is there now and end.")
@json_option
def command(folder: Path, once: bool, as_json: bool) -> None:
    """Import the files of FOLDER as they come; a sub-folder's name is the client. Files are never moved or changed."""
    watcher = Watcher(books(), folder, Actor(settings().user_name))
    if once:
        watcher.look()
        time.sleep(STILL)  # a file that is still being written is left for the next time
        found = watcher.look()
        if as_json:
            print_json({"files": [_document(one) for one in found]})
        else:
            click.echo("\n".join(_line(one) for one in found) or "Nothing new.")
        return
    click.echo(f"Watching {folder} every {settings().watch_seconds:g} s; end with Ctrl-C.", err=True)
    while True:
        for one in watcher.look():
            click.echo(_line(one))
        time.sleep(settings().watch_seconds)


def _document(one: Taken) -> dict[str, object]:
    return {"file": one.path, "client": one.client or None, "outcome": one.outcome, "said": one.said, "import_id": one.import_id}


def _line(one: Taken) -> str:
    return f"{one.outcome}, {one.path}: {translate(one.said, 'en')}"
