"""Work files of large imports: folders that go when nobody holds what stands in them, and DuckDB connections that spill there."""

import shutil
import tempfile
import time
import weakref
from functools import cache
from pathlib import Path

import duckdb

GROUP = 1 << 16  # rows that are packed together in a file: few enough that two threads have something to do from the start
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
    """A temporary folder that is removed with the last reference to it; those that a killed process left are removed after two days."""

    def __init__(self) -> None:
        for left in Path(tempfile.gettempdir()).glob(f"{NAMED}*"):
            if left.is_dir() and time.time() - left.stat().st_mtime > LEFT_AFTER:
                shutil.rmtree(left, ignore_errors=True)
        self.path = Path(tempfile.mkdtemp(prefix=NAMED))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def file(self, name: str) -> Path:
        """A path inside."""
        return self.path / name

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own whose large intermediate results go to this folder; the order of rows does not matter to it."""
        return duckdb.connect(config={"memory_limit": f"{MEMORY_MB}MB", "temp_directory": str(self.path / "spilled")})


def sql_path(path: Path) -> str:
    """A path as an SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"
