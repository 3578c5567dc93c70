"""Every version of a row is kept: the current one in ``ad_performance``, the others in ``ad_performance_history``.

A version is known by its key and its import. The flags of a version in the history are false: it counts nowhere.
"""

from adcrm.warehouse import Writer
from adcrm.warehouse.tables import AD_PERFORMANCE

FLAGS = ("in_total", "in_split")
PLAIN = [name for name in AD_PERFORMANCE.names if name not in FLAGS]
COLUMNS = ", ".join((*PLAIN, *FLAGS))


def move_to_history(writer: Writer, keys: str) -> None:
    """Take the current rows of ``keys`` (a SELECT of row_key) out of the totals and into the history."""
    kept = ", ".join(PLAIN)
    writer.execute(f"INSERT INTO ad_performance_history ({COLUMNS}) SELECT {kept}, FALSE, FALSE FROM ad_performance WHERE row_key IN ({keys})")
    writer.execute(f"DELETE FROM ad_performance WHERE row_key IN ({keys})")


def restore_latest(writer: Writer, keys: str) -> None:
    """Make the newest version in the history current for each of ``keys`` (a SELECT of row_key that have no current row)."""
    writer.execute("DROP TABLE IF EXISTS latest")
    writer.execute(
        "CREATE TEMP TABLE latest AS SELECT row_key AS l_key, max(import_id) AS l_import FROM ad_performance_history "
        f"WHERE row_key IN ({keys}) GROUP BY row_key"
    )
    writer.execute(
        f"INSERT INTO ad_performance ({COLUMNS}) SELECT {COLUMNS} FROM ad_performance_history JOIN latest ON row_key = l_key AND import_id = l_import"
    )
    writer.execute("DELETE FROM ad_performance_history USING latest WHERE row_key = l_key AND import_id = l_import")
    writer.execute("DROP TABLE latest")


def drop_import(writer: Writer, import_id: int) -> None:
    """Remove every version that an import brought and make the newest remaining version of each key current."""
    writer.execute("DROP TABLE IF EXISTS orphaned")
    writer.execute("CREATE TEMP TABLE orphaned AS SELECT row_key FROM ad_performance WHERE import_id = $id", id=import_id)
    writer.execute("DELETE FROM ad_performance WHERE import_id = $id", id=import_id)
    writer.execute("DELETE FROM ad_performance_history WHERE import_id = $id", id=import_id)
    restore_latest(writer, "SELECT row_key FROM orphaned")
    writer.execute("DROP TABLE orphaned")
