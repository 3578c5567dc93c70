"""What large imports work with: folders that go when nobody holds what stands in them, and DuckDB connections that spill there."""

import shutil
import tempfile
import time
import uuid
import weakref
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

GROUP = 1 << 16  # rows that are packed together: few enough that two threads have something to do from the start
NAMED = "adcrm-import-"
LEFT_AFTER = 2 * 86_400  # seconds; nobody looks at a report that long before loading it
MEMORY_MB = 600  # of one connection; what does not fit goes to disk


def small_connection() -> duckdb.DuckDBPyConnection:
    """A cursor for a small table: nothing but temporary tables and views on it, which nobody else sees and which go with it.

    One engine serves all small tables; to start one takes longer than to read a report of a thousand rows. It has one thread, for
    the same reason.
    """
    return _engine().cursor()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


class Folder:
    """A temporary folder that is removed with the last reference to it; those that a killed process left are removed after two days.

    Attributes
    ----------
    tables : what is held in memory beside the files, by the name under which each connection finds it.
    """

    def __init__(self) -> None:
        for left in Path(tempfile.gettempdir()).glob(f"{NAMED}*"):
            if left.is_dir() and time.time() - left.stat().st_mtime > LEFT_AFTER:
                shutil.rmtree(left, ignore_errors=True)
        self.path = Path(tempfile.mkdtemp(prefix=NAMED))
        self.tables: dict[str, pa.Table] = {}
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def file(self, name: str) -> Path:
        """A path inside."""
        return self.path / name

    def hold(self, table: pa.Table) -> str:
        """Keep a table as long as the folder; returns its name in SQL, which no other table of any folder has."""
        name = f"held_{uuid.uuid4().hex}"
        self.tables[name] = table
        return name

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own that finds the tables held here, and whose large intermediate results go to this folder."""
        connection = duckdb.connect(config={"memory_limit": f"{MEMORY_MB}MB", "temp_directory": str(self.path / "spilled")})
        for name, table in self.tables.items():
            connection.register(name, table)
        return connection


def sql_path(path: Path) -> str:
    """A path as an SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"
