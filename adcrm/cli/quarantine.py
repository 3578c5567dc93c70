"""``adcrm quarantine``: the rows of an import that were set aside, and what became of them."""

from typing import Any

import click

from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.imports.history import import_detail
from adcrm.imports.quarantine import AsideRow, set_aside
from adcrm.messages import translate


@click.command("quarantine")
@click.argument("import_id", type=int)
@json_option
def command(import_id: int, as_json: bool) -> None:
    """List the rows of IMPORT_ID that were set aside."""
    opened = books()
    entry = import_detail(opened, import_id).entry
    rows = set_aside(opened, import_id)
    if as_json:
        print_json({"import_id": import_id, "file": entry["file_name"], "rows": [document(row) for row in rows]})
        return
    for row in rows:
        click.echo(_line(row))
    if not rows:
        click.echo(f"Import {import_id} ({entry['file_name']}) has set no row aside.")


def document(row: AsideRow) -> dict[str, Any]:
    """One row as JSON has it."""
    return {
        "part": row.part,
        "line": row.line,
        "column": row.column,
        "reason": row.reason,
        "cells": row.raw,
        "state": row.state,
        "changed": row.changed or {},
        "note": row.note,
        "decided_at": row.decided_at,
        "decided_by": row.decided_by,
        "taken_by": row.taken_by,
    }


def _line(row: AsideRow) -> str:
    place = f"{row.part} line {row.line}" if row.part else f"line {row.line}"
    about = {
        "open": "open",
        "taken": f"taken by import {row.taken_by}" if row.taken_by else "in the books from another file",
        "left_out": f"left out: {row.note}",
        "superseded": f"superseded by import {row.taken_by}",
    }
    cells = " · ".join(f"{head}: {cell}" for head, cell in row.raw.items())
    return f"{place}, {row.column}: {translate(row.reason, 'en')} [{about[row.state]}]\n    {cells}"
