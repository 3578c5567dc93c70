"""``adcrm token``: keys with which other programs bring files over HTTP."""

import click

from adcrm.access.tokens import make_token, revoke_token, tokens
from adcrm.actors import Actor
from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.settings import settings


@click.command("token")
@click.argument("name", required=False, default="")
@click.option("--revoke", type=int, metavar="ID", help="Take this key back.")
@json_option
def command(name: str, revoke: int | None, as_json: bool) -> None:
    """Make a key called NAME and show its secret once. Without NAME: list the keys."""
    opened, actor = books(), Actor(settings().user_name)
    if revoke is not None:
        revoke_token(opened.crm, revoke, actor)
    if name:
        made, secret = make_token(opened.crm, name, actor)
        if as_json:
            print_json({"id": made.id, "name": made.name, "secret": secret})
        else:
            click.echo(f"{secret}\nKeep it now: it is not shown again. Send it as “Authorization: Bearer …” to POST /api/import.")
        return
    found = [
        {"id": one.id, "name": one.name, "created_at": one.created_at, "last_used_at": one.last_used_at, "revoked": one.is_revoked}
        for one in tokens(opened.crm)
    ]
    if as_json:
        print_json({"tokens": found})
    else:
        click.echo("\n".join(f"{one['id']:>4}  {one['name']}{'  (taken back)' if one['revoked'] else ''}" for one in found) or "No key yet.")
