"""``adcrm undo``: take an import back."""

import click

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.imports.history import import_detail
from adcrm.imports.undo import undo
from adcrm.messages import translate
from adcrm.settings import settings


@click.command("undo")
@click.argument("import_id", type=int)
@json_option
def command(import_id: int, as_json: bool) -> None:
    """Undo the import IMPORT_ID: the books say afterwards what the other imports say."""
    opened = books()
    kept = undo(opened, import_id, Actor(settings().user_name))
    entry = import_detail(opened, import_id).entry
    if as_json:
        print_json(
            {"import_id": import_id, "file": entry["file_name"], "undone_at": entry["undone_at"], "undone_by": entry["undone_by"], "warnings": kept}
        )
        return
    click.echo(f"Import {import_id} ({entry['file_name']}) is undone.")
    for note in kept:
        click.echo(f"    {translate(note, 'en')}")
