"""How every command prints: one JSON document, or text; and how it refuses."""

import json
import sys
from typing import Any, NoReturn

import click

from adcrm.documents import json_value
from adcrm.errors import AdcrmError
from adcrm.messages import translate

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def print_json(document: Any) -> None:
    """Print ``document`` as JSON: decimals and dates as text, messages in English."""
    click.echo(json.dumps(document, default=json_value, ensure_ascii=False, indent=2))


def refuse(error: AdcrmError, as_json: bool) -> NoReturn:
    """Say what is wrong, where and what to do, and end with exit code 1."""
    what, where, remedy = (translate(part, "en") for part in (error.what, error.where.message(), error.remedy))
    if as_json:
        print_json({"error": {"what": what, "where": where, "remedy": remedy}})
    click.echo("\n".join(line for line in (what, where, remedy) if line), err=True)
    sys.exit(1)
