"""The command line: one file a command. ``--json`` prints one JSON document, otherwise text for people.

Exit 0 done, 1 refused with a clear reason, 2 wrong usage. Money and counts in JSON are decimal text.
"""

import importlib
import sys

import click

from adcrm.cli.output import refuse
from adcrm.errors import AdcrmError

# command name: module under adcrm.cli, which has a click command of the name ``command``
COMMANDS = {
    "init": "init",
    "demo": "demo",
    "doctor": "doctor",
    "import": "import_files",
    "imports": "imports",
    "undo": "undo",
    "quarantine": "quarantine",
    "retry": "retry",
    "metrics": "metrics",
    "rates": "rates",
    "export": "export",
    "watch": "watch",
    "sync": "sync",
    "token": "token",
    "score": "score",
    "suggest": "suggest",
    "attribution": "attribution",
    "publish": "publish",
}


class Commands(click.Group):
    """Loads a command's module only when it is asked for, so that ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return importlib.import_module(f"adcrm.cli.{COMMANDS[cmd_name]}").command  # type: ignore[no-any-return]


@click.group(cls=Commands)
@click.version_option(package_name="adcrm")
def adcrm() -> None:
    """AdCRM without a browser."""


def main() -> None:
    """Run the command line; an error meant for a person ends with exit code 1 and no traceback."""
    try:
        adcrm.main(prog_name="adcrm", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except AdcrmError as error:
        refuse(error, as_json="--json" in sys.argv)
