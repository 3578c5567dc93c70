"""Writes the entry of an import into the log, with the rows that were set aside, in the transaction of its facts."""

import json
from typing import Any

import pyarrow as pa

from adcrm.actors import Actor
from adcrm.imports.answers import pack_answers
from adcrm.imports.marks import close_superseded, mark
from adcrm.imports.model import LoadResult, Report
from adcrm.imports.notes import pack, pack_all, pack_numbers
from adcrm.store.session import now
from adcrm.warehouse import Writer
from adcrm.warehouse.tables import IMPORTS, QUARANTINE

UNDECIDED = dict.fromkeys(("state", "changed", "note", "decided_at", "decided_by", "taken_by"))


def write_log(writer: Writer, report: Report, result: LoadResult, client_id: int | None, actor: Actor) -> None:
    """Note what was loaded, by whom, what it says of itself, and every row that was not taken."""
    writer.insert("imports", pa.Table.from_pylist([log_entry(report, result, client_id, actor)], schema=IMPORTS.to_pyarrow()))
    if report.correction:
        mark(writer, report.correction.import_id, report.correction.cells, "taken", actor, taken_by=result.import_id)
    if report.set_aside:
        writer.insert("quarantine", pa.Table.from_pylist(aside_entries(report, result.import_id), schema=QUARANTINE.to_pyarrow()))
        close_superseded(writer, actor.name)


def log_entry(report: Report, result: LoadResult, client_id: int | None, actor: Actor) -> dict[str, Any]:
    """The row of ``imports``."""
    return {
        "import_id": result.import_id,
        "created_at": now(),
        "actor": actor.name,
        "client_id": client_id,
        "file_name": report.file_name,
        "sha256": report.sha256,
        "size_bytes": report.size_bytes,
        "platform": report.platform,
        "account": logged_account(report),
        "report": report.kind,
        "level": report.level,
        "breakdown": "_".join(report.breakdown) or "none",
        "currency": report.currency,
        "date_start": report.date_start,
        "date_end": report.date_end,
        "rows_read": report.rows_read,
        "rows_loaded": report.rows.num_rows,
        "rows_quarantined": len(report.set_aside),
        "rows_new": result.rows_new,
        "rows_changed": result.rows_changed,
        "rows_same": result.rows_same,
        "sums": pack_numbers(report.sums),
        "stated_total": pack_numbers(report.stated_total),
        "warnings": pack_all((*report.warnings, *result.warnings)),
        "is_demo": False,
        "undone_at": None,
        "undone_by": None,
        "corrects": report.correction.import_id if report.correction else None,
        "answers": pack_answers(report),
    }


def logged_account(report: Report) -> str:
    """How the log names the accounts of a report."""
    return report.account or ", ".join(report.accounts)


def aside_entries(report: Report, import_id: int | None) -> list[dict[str, Any]]:
    """The rows of ``quarantine``."""
    return [
        {
            "import_id": import_id,
            "source_part": row.part,
            "source_line": row.line,
            "column_name": row.column,
            "reason": pack(row.reason),
            "raw": json.dumps(row.raw, ensure_ascii=False),
            **UNDECIDED,
        }
        for row in report.set_aside
    ]
