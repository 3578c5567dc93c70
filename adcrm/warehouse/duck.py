"""The warehouse on DuckDB: one file, one process, one connection with a cursor for each query."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from adcrm.errors import StoreBusyError
from adcrm.messages import message
from adcrm.warehouse.connection import Warehouse, Writer, compile_sql

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # How a new file is written. What every DuckDB since 1.0 can read, its default, costs a quarter more of the time of a large insert.
    "storage_compatibility_version": "v1.5.0",
    # Groups of 122,880 rows that each thread holds until it writes them: five, the default, are 400 MB of a table this wide.
    "write_buffer_row_group_count": 1,
}
BUMP = "UPDATE warehouse_meta SET value = value + 1 WHERE key = 'data'"


class DuckDBWarehouse(Warehouse):
    """``path`` is a file, or ``:memory:`` for a warehouse that ends with the process."""

    dialect = "duckdb"

    def __init__(self, path: str):
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._root = duckdb.connect(path, config=CONFIG)
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise
            raise StoreBusyError(
                message("Another AdCRM has the warehouse file {name} open.", name=Path(path).name),
                message("Stop the running app, or upload the file in the browser."),
            ) from error
        self._writing = threading.Lock()
        self._counting = threading.Lock()
        self._version: int | None = None

    def version(self) -> int:
        """Kept in memory: the file belongs to this process, and every page asks several times a run."""
        if self._version is None:
            with self._counting:
                self._version = super().version()
        return self._version

    def sql(self, sql: str, schema: ibis.Schema | None = None) -> pa.Table:
        with self._root.cursor() as cursor:
            return cursor.execute(sql).to_arrow_table()

    @contextmanager
    def stream(self, what: ir.Table) -> Iterator[pa.RecordBatchReader]:
        with self._root.cursor() as cursor:
            yield cursor.execute(compile_sql(what, self.dialect)).to_arrow_reader(100_000)

    @contextmanager
    def write(self, raises_version: bool = True) -> Iterator[Writer]:
        with self._writing, self._root.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                writer = DuckDBWriter(cursor)
                yield writer
                if raises_version:
                    cursor.execute(BUMP)
                risen = int(writer.query("SELECT value FROM warehouse_meta WHERE key = 'data'")["value"][0].as_py())
                with self._counting:  # nobody may read the old number and keep it after this
                    cursor.execute("COMMIT")
                    self._version = risen
            except BaseException as error:
                try:
                    cursor.execute("ROLLBACK")
                except duckdb.Error as second:  # a COMMIT that failed has ended the transaction itself
                    error.add_note(f"and the roll-back said: {second}")
                raise

    @contextmanager
    def compare(self) -> Iterator[Writer]:
        with self._root.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield DuckDBWriter(cursor)
            finally:
                cursor.execute("ROLLBACK")

    def close(self) -> None:
        self._root.close()


class DuckDBWriter(Writer):
    def __init__(self, cursor: duckdb.DuckDBPyConnection):
        self.cursor = cursor
        self._views: set[str] = set()
        self._read_by: dict[str, tuple[str, ...]] = {}  # tables in memory that a view reads

    def execute(self, sql: str, **values: Any) -> None:
        self.cursor.execute(sql, values or None)

    def query(self, what: ir.Table | str, **values: Any) -> pa.Table:
        sql = what if isinstance(what, str) else compile_sql(what, "duckdb")
        return self.cursor.execute(sql, values or None).to_arrow_table()

    def stage(self, name: str, rows: pa.Table) -> None:
        self.cursor.register("arrow_rows", rows)
        self.cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM arrow_rows")
        self.cursor.unregister("arrow_rows")

    def stage_select(self, name: str, sql: str, schema: pa.Schema, tables: Mapping[str, pa.Table]) -> None:
        for table, rows in tables.items():
            self.cursor.register(table, rows)
        self.derive(name, sql)
        self._read_by[name] = tuple(tables)

    def derive(self, name: str, sql: str) -> None:
        self.cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")
        self._views.add(name)

    def is_view(self, name: str) -> bool:
        return name in self._views

    def append(self, sql: str) -> None:
        with self.cursor.cursor() as beside:  # the setting belongs to the whole engine, and this transaction may have failed when it is set back
            beside.execute("SET preserve_insertion_order = false")
            try:
                self.execute(sql)
            finally:
                beside.execute("SET preserve_insertion_order = true")

    def drop(self, name: str) -> None:
        self.cursor.execute(f"DROP {'VIEW' if name in self._views else 'TABLE'} IF EXISTS {name}")
        self._views.discard(name)
        for table in self._read_by.pop(name, ()):
            self.cursor.unregister(table)
