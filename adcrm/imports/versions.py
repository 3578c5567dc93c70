"""Every version of a row is kept: the current one in a target's table, the others in ``<table>_history``.

A version is known by its key and its import. The flags of a version in the history are false: it counts nowhere. A version of ad facts may
say that a pull does not list the row (:mod:`adcrm.imports.withdrawn`): it is never current, and where it is the newest, no version is.
"""

from adcrm.imports.targets import ADS, Target, named
from adcrm.warehouse import Writer

FLAGS = ("in_total", "in_split")
NOT_LISTED = "unlisted"  # status of such a version
IS_WITHDRAWN = f"status IS NOT DISTINCT FROM '{NOT_LISTED}'"


def move_to_history(writer: Writer, keys: str, target: Target = ADS) -> None:
    """Take the current rows of ``keys`` (a SELECT of row_key) out of the totals and into the history."""
    kept = ", ".join("FALSE" if name in FLAGS else named(name) for name in target.schema.names)
    writer.execute(f"INSERT INTO {target.table}_history ({target.columns}) SELECT {kept} FROM {target.table} WHERE row_key IN ({keys})")
    writer.execute(f"DELETE FROM {target.table} WHERE row_key IN ({keys})")


def restore_latest(writer: Writer, keys: str, target: Target = ADS) -> None:
    """Make the newest version in the history current for each of ``keys`` (a SELECT of row_key that have no current row)."""
    table, columns = target.table, target.columns
    which = "row_key = l_key AND import_id = l_import" + (f" AND NOT ({IS_WITHDRAWN})" if target is ADS else "")
    writer.execute("DROP TABLE IF EXISTS latest")
    writer.execute(
        f"CREATE TEMP TABLE latest AS SELECT row_key AS l_key, max(import_id) AS l_import FROM {table}_history "
        f"WHERE row_key IN ({keys}) GROUP BY row_key"
    )
    writer.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_history JOIN latest ON {which}")
    writer.execute(f"DELETE FROM {table}_history USING latest WHERE {which}")
    writer.execute("DROP TABLE latest")


def drop_import(writer: Writer, import_id: int, target: Target = ADS) -> None:
    """Remove every version that an import brought and make the newest remaining version of each key current."""
    writer.execute("DROP TABLE IF EXISTS orphaned")
    left_out = f" UNION SELECT row_key FROM {not_listed_by(f'import_id = {int(import_id)}')}" if target is ADS else ""
    writer.execute(f"CREATE TEMP TABLE orphaned AS SELECT row_key FROM {target.table} WHERE import_id = $id{left_out}", id=import_id)
    writer.execute(f"DELETE FROM {target.table} WHERE import_id = $id", id=import_id)
    writer.execute(f"DELETE FROM {target.table}_history WHERE import_id = $id", id=import_id)
    restore_latest(writer, "SELECT row_key FROM orphaned", target)
    writer.execute("DROP TABLE orphaned")


def not_listed_by(imports: str) -> str:
    """SQL after FROM: versions by which ``imports`` (SQL) keep a row out of the current ones."""
    said = f"{ADS.table}_history WHERE {imports} AND {IS_WITHDRAWN}"
    near = f"date_start BETWEEN (SELECT min(date_start) FROM {said}) AND (SELECT max(date_start) FROM {said})"  # a key holds the day
    return f"{said} AND row_key NOT IN (SELECT row_key FROM {ADS.table} WHERE {near})"
