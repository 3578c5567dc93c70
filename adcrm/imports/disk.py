"""Work files of large imports: folders that go when nobody holds what stands in them, and DuckDB connections that spill there."""

import shutil
import tempfile
import weakref
from pathlib import Path

import duckdb

GROUP = 1 << 16  # rows that are packed together in a file: few enough that two threads have something to do from the start
MEMORY_MB = 600  # of one connection; what does not fit goes to disk


class Folder:
    """A temporary folder that is removed with the last reference to it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="adcrm-import-"))
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
