"""``adcrm imports``: what was imported, by whom, with what outcome."""

from typing import Any

import click
from sqlalchemy import select

from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.imports.history import ImportDetail, newest_imports
from adcrm.imports.records.pending import complete
from adcrm.store.tables import Client


@click.command("imports")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="How many, newest first.")
@json_option
def command(limit: int, as_json: bool) -> None:
    """List imports, newest first."""
    opened = books()
    complete(opened)
    with opened.crm.read() as session:
        clients: dict[int, str] = {key: name for key, name in session.execute(select(Client.id, Client.name))}  # noqa: C416
    found = [_document(one, clients) for one in newest_imports(opened, limit)]
    if as_json:
        print_json({"imports": found})
        return
    for one in found:
        rows = one["rows"]
        line = f"{one['import_id']:>6}  {one['created_at']:%Y-%m-%d %H:%M}  {one['outcome']:<11}  {rows['loaded']:>8} rows  {one['platform']:<13}"
        click.echo(f"{line}  {one['client'] or '-'}  {one['file']}")
    if not found:
        click.echo("Nothing was imported yet.")


def _document(found: ImportDetail, clients: dict[int, str]) -> dict[str, Any]:
    entry = found.entry
    outcome = "undone" if found.is_undone else "quarantined" if entry["rows_quarantined"] else "loaded"
    rows = {"current": found.rows_current, "in_total": found.rows_in_total}
    return {
        "import_id": entry["import_id"],
        "file": entry["file_name"],
        "outcome": outcome,
        "client": clients.get(entry["client_id"]),
        "platform": entry["platform"],
        "account": entry["account"],
        "report": entry["report"],
        "level": entry["level"],
        "breakdown": [] if entry["breakdown"] == "none" else entry["breakdown"].split("_"),
        "currency": entry["currency"],
        "date_start": entry["date_start"],
        "date_end": entry["date_end"],
        "rows": {name: entry[f"rows_{name}"] for name in ("read", "loaded", "quarantined", "new", "changed", "same")} | rows,
        "sums": found.sums,
        "stated_total": found.stated_total,
        "warnings": list(found.warnings),
        "sha256": entry["sha256"],
        "created_at": entry["created_at"],
        "actor": entry["actor"],
        "is_demo": entry["is_demo"],
        "undone_at": entry["undone_at"],
        "undone_by": entry["undone_by"],
        "corrects": entry["corrects"],
    }
