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
    """Open the rows again that a correction had brought."""
    writer.execute(f"UPDATE quarantine SET {UNDECIDED} WHERE taken_by = $id", id=import_id)
