"""The log of record imports: it lies in the warehouse, the records in the CRM database, and no transaction spans both.

The CRM transaction decides. It holds the records and a ``RecordImport`` with the log entry; the log is written afterwards. What a kill
leaves between the two is completed by :func:`complete`, which may run any number of times.
"""

from datetime import date, datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import select, update

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.imports.marks import close_superseded, mark, reopen_taken_by
from adcrm.store.tables import RecordImport
from adcrm.warehouse import Writer
from adcrm.warehouse.tables import IMPORTS, QUARANTINE

MARKS = "marks"  # in an entry of a correction: the set-aside rows that it takes, as [part, line, changed cells]
LOADING, LIVE, UNDOING, UNDONE = "loading", "live", "undoing", "undone"


def complete(books: Books) -> int:
    """Write what is missing in the log; how many imports that were."""
    with books.crm.read() as session:
        waiting = session.scalars(select(RecordImport).where(RecordImport.state.in_((LOADING, UNDOING))).order_by(RecordImport.import_id)).all()
    for one in waiting:
        with books.facts.write() as writer:
            _note(writer, one)
        done = {LOADING: LIVE, UNDOING: UNDONE}[one.state]
        with books.crm.write() as session:
            mine = (RecordImport.import_id == one.import_id, RecordImport.state == one.state)
            session.execute(update(RecordImport).where(*mine).values(state=done))
    return len(waiting)


def pack_entry(entry: dict[str, Any]) -> dict[str, Any]:
    """A log entry as JSON."""
    return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in entry.items()}


def _note(writer: Writer, one: RecordImport) -> None:
    logged = writer.query("SELECT count(*) AS n FROM imports WHERE import_id = $id", id=one.import_id)["n"][0].as_py()
    if not logged:
        writer.insert("imports", _table([one.entry], IMPORTS.to_pyarrow()))
        if one.entry.get(MARKS):
            _mark(writer, one)
        if one.aside:
            writer.insert("quarantine", _table(one.aside, QUARANTINE.to_pyarrow()))
            close_superseded(writer, one.entry["actor"])
    if one.state == UNDOING:
        writer.execute(
            "UPDATE imports SET undone_at = $at, undone_by = $by WHERE import_id = $id AND undone_at IS NULL",
            at=one.undone_at, by=one.undone_by, id=one.import_id,
        )  # fmt: skip
        reopen_taken_by(writer, one.import_id)
        close_superseded(writer, one.undone_by or "")


def _mark(writer: Writer, one: RecordImport) -> None:
    """Decide the set-aside rows that a correction has taken; those that somebody decided meanwhile stay as they are."""
    mine: dict[tuple[str, int], dict[str, str]] = {(part, line): cells for part, line, cells in one.entry[MARKS]}
    corrects = int(one.entry["corrects"])
    rows = writer.query(
        "SELECT coalesce(source_part, '') AS part, source_line AS line FROM quarantine WHERE import_id = $id AND state IS NULL", id=corrects
    )
    waiting = {(row["part"], row["line"]) for row in rows.to_pylist()}
    if still := {key: cells for key, cells in mine.items() if key in waiting}:
        mark(writer, corrects, still, "taken", Actor(one.entry["actor"]), taken_by=one.import_id)


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.table({field.name: pa.array([_value(row.get(field.name), field.type) for row in rows], field.type) for field in schema})


def _value(value: Any, kind: pa.DataType) -> Any:
    if not isinstance(value, str):
        return value
    if pa.types.is_timestamp(kind):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if pa.types.is_date(kind) else value
