"""Writes what became of set-aside rows, inside the transaction that made it so."""

import json
from collections.abc import Iterable, Mapping

import pyarrow as pa

from adcrm.actors import Actor
from adcrm.errors import ImportConflictError
from adcrm.imports.quarantine import RowKey, State
from adcrm.messages import message, plural
from adcrm.store.session import now
from adcrm.warehouse import Writer

UNDECIDED = "state = NULL, changed = NULL, note = NULL, decided_at = NULL, decided_by = NULL, taken_by = NULL"
# Set-aside rows of files in the books: the same report of the same account and days, each time it has the very same row numbered.
_HELD = """
    SELECT quarantine.import_id, coalesce(source_part, '') AS part, source_line AS line, raw, state, date_start, date_end, report,
        concat_ws(chr(31), platform, report, CAST(client_id AS VARCHAR), account) AS kind,
        row_number() OVER (PARTITION BY quarantine.import_id, raw ORDER BY source_part, source_line) AS n
    FROM quarantine JOIN imports ON imports.import_id = quarantine.import_id
    WHERE undone_at IS NULL AND corrects IS NULL AND raw NOT IN ('', '{}')
"""
# Rows of a period say the same of other periods, so only the same period will do.
_SAME_DAYS = """
    CASE WHEN old.report LIKE '%_period' THEN old.date_start = new.date_start AND old.date_end = new.date_end
    ELSE coalesce(old.date_start <= new.date_end AND new.date_start <= old.date_end, TRUE) END
"""
KINDS = pa.schema([("m_part", pa.string()), ("m_line", pa.int32()), ("m_changed", pa.string())])
IS_MARKED = "import_id = $id AND coalesce(source_part, '') = m_part AND source_line = m_line"


def mark(
    writer: Writer,
    import_id: int,
    cells: Mapping[RowKey, Mapping[str, str]],
    state: State,
    actor: Actor,
    *,
    note: str = "",
    taken_by: int | None = None,
) -> None:
    """Decide open rows of an import; ``cells`` names them, with the cells that were changed.

    Raises
    ------
    ImportConflictError : one of them is not open any more.
    """
    rows = [{"m_part": part, "m_line": line, "m_changed": json.dumps(dict(new), ensure_ascii=False) or None} for (part, line), new in cells.items()]
    writer.stage("marked", pa.Table.from_pylist(rows, KINDS))
    is_open = int(writer.query(f"SELECT count(*) AS n FROM quarantine JOIN marked ON {IS_MARKED} WHERE state IS NULL", id=import_id)["n"][0].as_py())
    if is_open != len(rows):
        raise ImportConflictError(
            plural("{n} of these rows is not open any more.", "{n} of these rows are not open any more.", len(rows) - is_open),
            message("Open the import again; somebody else has dealt with the rows since."),
        )
    writer.execute(
        f"UPDATE quarantine SET state = $state, changed = m_changed, note = $note, decided_at = $at, decided_by = $by, "
        f"taken_by = CAST($taken_by AS BIGINT) FROM marked WHERE {IS_MARKED}",
        id=import_id,
        state=state,
        note=note,
        at=now(),
        by=actor.name,
        taken_by=taken_by,
    )
    writer.execute("DROP TABLE marked")


def reopen_rows(writer: Writer, import_id: int, keys: Iterable[RowKey]) -> None:
    """Open rows of an import again that were left out."""
    writer.stage("marked", pa.Table.from_pylist([{"m_part": part, "m_line": line, "m_changed": ""} for part, line in keys], KINDS))
    writer.execute(f"UPDATE quarantine SET {UNDECIDED} FROM marked WHERE {IS_MARKED} AND state = 'left_out'", id=import_id)
    writer.execute("DROP TABLE marked")


def reopen_taken_by(writer: Writer, import_id: int) -> None:
    """Open the rows again that a correction had brought or a newer file superseded."""
    writer.execute(f"UPDATE quarantine SET {UNDECIDED} WHERE taken_by = $id", id=import_id)


def close_superseded(writer: Writer, by: str) -> None:
    """Close open rows that a newer file in the books holds unchanged: they wait there, once. Undo of that file opens them again."""
    writer.execute("DROP TABLE IF EXISTS superseded")
    writer.execute(
        f"CREATE TEMP TABLE superseded AS WITH held AS ({_HELD}) "
        "SELECT old.import_id AS s_import, old.part AS s_part, old.line AS s_line, max(new.import_id) AS s_by FROM held old "
        f"JOIN held new ON new.raw = old.raw AND new.kind = old.kind AND new.n = old.n AND new.import_id > old.import_id AND {_SAME_DAYS} "
        "WHERE old.state IS NULL GROUP BY 1, 2, 3"
    )
    writer.execute(
        "UPDATE quarantine SET state = 'superseded', decided_at = $at, decided_by = $by, taken_by = s_by FROM superseded "
        "WHERE import_id = s_import AND coalesce(source_part, '') = s_part AND source_line = s_line AND state IS NULL",
        at=now(),
        by=by,
    )
    writer.execute("DROP TABLE superseded")
