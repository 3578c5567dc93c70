"""``adcrm retry``: correct cells of set-aside rows and load those that can be taken now."""

import re
from typing import Any

import click

from adcrm.actors import Actor
from adcrm.books import Books, books
from adcrm.cli.output import json_option, print_json
from adcrm.imports.corrections import judge, leave_out, retry
from adcrm.imports.quarantine import RowKey, set_aside
from adcrm.messages import translate
from adcrm.settings import settings

CELL = re.compile(r"(?:(?P<part>.*):)?(?P<line>\d+)\.(?P<column>[^=]+)=(?P<value>.*)", re.DOTALL)


@click.command("retry")
@click.argument("import_id", type=int)
@click.option(
    "--set", "cells", multiple=True, metavar="LINE.COLUMN=VALUE", help="What a cell should say; PART:LINE.COLUMN=VALUE in a zip or workbook."
)
@click.option("--line", "lines", multiple=True, type=int, help="Try this row as it stands, too.")
@click.option("--all", "is_all", is_flag=True, help="Try every open row.")
@click.option("--leave-out", "reason", default="", metavar="REASON", help="Do not take the rows named by --line; say why.")
@click.option("--dry-run", is_flag=True, help="Say whether the rows would be taken; write nothing.")
@json_option
def command(import_id: int, cells: tuple[str, ...], lines: tuple[int, ...], is_all: bool, reason: str, dry_run: bool, as_json: bool) -> None:
    """Correct rows that IMPORT_ID set aside, and load those that can be taken."""
    opened, actor = books(), Actor(settings().user_name)
    edits = _edits(opened, import_id, cells, lines, is_all)
    if reason:
        count = leave_out(opened, import_id, edits, reason, actor)
        _print(as_json, {"import_id": import_id, "left_out": count}, f"{count} rows are left out.")
        return
    result = None
    if dry_run:
        verdicts = judge(opened, import_id, edits)
    else:
        done = retry(opened, import_id, edits, actor)
        verdicts, result = done.verdicts, done.result
    rows = [{"part": v.part, "line": v.line, "is_taken": v.is_taken, "column": v.column, "reason": v.reason} for v in verdicts]
    taken = sum(verdict.is_taken for verdict in verdicts)
    outcome = "refused" if not taken else "dry_run" if dry_run else result.outcome if result else "refused"
    document = {"import_id": result.import_id if result else None, "corrects": import_id, "outcome": outcome, "taken": taken, "rows": rows}
    said = [
        f"line {v.line}: " + ("taken" if v.is_taken else f"{v.column + ', ' if v.column else ''}{translate(v.reason, 'en') if v.reason else ''}")
        for v in verdicts
    ]
    _print(as_json, document, "\n".join([f"{taken} of {len(verdicts)} rows {'would be' if dry_run else 'are'} taken.", *said]))
    if not taken:
        raise SystemExit(1)


def _edits(opened: Books, import_id: int, cells: tuple[str, ...], lines: tuple[int, ...], is_all: bool) -> dict[RowKey, dict[str, str]]:
    rows = set_aside(opened, import_id)
    edits: dict[RowKey, dict[str, str]] = {row.key: {} for row in rows if (is_all and row.state == "open") or row.line in lines}
    edits |= {("", line): {} for line in lines if all(row.line != line for row in rows)}
    for cell in cells:
        found = CELL.fullmatch(cell)
        if found is None:
            raise click.BadParameter(f"“{cell}” is not LINE.COLUMN=VALUE.", param_hint="--set")
        line, column = int(found["line"]), found["column"].strip()
        row = next((one for one in rows if one.line == line and (found["part"] is None or one.part == found["part"])), None)
        if row is not None and column not in row.raw:
            raise click.BadParameter(f"Line {line} has no column “{column}”; it has {', '.join(row.raw)}.", param_hint="--set")
        edits.setdefault(row.key if row else (found["part"] or "", line), {})[column] = found["value"]
    return edits


def _print(as_json: bool, document: dict[str, Any], words: str) -> None:
    if as_json:
        print_json(document)
    else:
        click.echo(words)
