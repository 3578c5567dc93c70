"""The warehouse on PostgreSQL: a pool of connections; writers take turns by an advisory lock."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.csv as pacsv
from psycopg_pool import ConnectionPool

from adcrm.warehouse.connection import Warehouse, Writer, compile_sql
from adcrm.warehouse.duck import BUMP

WRITE_LOCK = 0x41644352  # 'AdCR': one writer at a time, whichever process it is in
BATCH = 100_000  # rows sent at once
PLACE = re.compile(r"\$(\w+)")
# How the server packs a column, how that is read, and what its zero is: PostgreSQL counts days from 2000.
PACKED: dict[str, tuple[str, np.dtype[Any], int]] = {
    "int16": ("int2send", np.dtype(">i2"), 0),
    "int32": ("int4send", np.dtype(">i4"), 0),
    "int64": ("int8send", np.dtype(">i8"), 0),
    "date32[day]": ("date_send", np.dtype(">i4"), 10_957),
}
SQL_TYPES = {
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE PRECISION",
    "float": "DOUBLE PRECISION",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
}


class PostgresWarehouse(Warehouse):
    """``url`` as libpq takes it: ``postgresql://user:password@host:port/name``."""

    dialect = "postgres"

    def __init__(self, url: str):
        self._pool = ConnectionPool(url, min_size=1, max_size=8, open=True, kwargs={"options": "-c timezone=UTC"})

    def sql(self, sql: str, schema: ibis.Schema | None = None) -> pa.Table:
        with self._pool.connection() as connection, connection.cursor() as cursor:
            return _fetch(cursor.execute(sql.encode()), schema)

    @contextmanager
    def numbers(self, what: ir.Table) -> Iterator[pa.RecordBatchReader]:
        """Packed by the server, column by column: a quarter of the time of rows that Python unpacks."""
        schema = what.schema().to_pyarrow()
        packed = ", ".join(f"string_agg({PACKED[str(field.type)][0]}(\"{field.name}\"), ''::bytea)" for field in schema)
        numbered = f"SELECT *, (row_number() OVER () - 1) / {BATCH} AS part FROM ({compile_sql(what, self.dialect)}) asked"
        with self._pool.connection() as connection, connection.cursor("stream") as cursor:
            cursor.itersize = 1
            cursor.execute(f"SELECT count(*), {packed} FROM ({numbered}) numbered GROUP BY part ORDER BY part".encode(), binary=True)
            yield pa.RecordBatchReader.from_batches(schema, (_unpacked(schema, *row) for row in cursor))

    @contextmanager
    def write(self, raises_version: bool = True) -> Iterator[Writer]:
        with self._pool.connection() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])
            yield PostgresWriter(cursor)
            if raises_version:
                cursor.execute(BUMP)

    @contextmanager
    def compare(self) -> Iterator[Writer]:
        with self._pool.connection() as connection, connection.transaction(force_rollback=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield PostgresWriter(cursor)

    def close(self) -> None:
        self._pool.close()


class PostgresWriter(Writer):
    def __init__(self, cursor: psycopg.Cursor[Any]):
        self.cursor = cursor

    def execute(self, sql: str, **values: Any) -> None:
        self._run(sql, values)

    def query(self, what: ir.Table | str, **values: Any) -> pa.Table:
        if isinstance(what, str):
            return _fetch(self._run(what, values), None)
        return _fetch(self.cursor.execute(compile_sql(what, "postgres").encode()), what.schema())

    def stage(self, name: str, rows: pa.Table) -> None:
        self._copy(name, rows.schema, rows.to_batches(max_chunksize=BATCH))

    def stage_select(self, name: str, sql: str, schema: pa.Schema, tables: Mapping[str, pa.Table]) -> None:
        with duckdb.connect() as connection:
            for table, rows in tables.items():
                connection.register(table, rows)
            self._copy(name, schema, connection.sql(sql).to_arrow_reader(BATCH))

    def derive(self, name: str, sql: str) -> None:
        self.cursor.execute(f"DROP TABLE IF EXISTS {name}; CREATE TEMP TABLE {name} ON COMMIT DROP AS {sql}".encode())

    def drop(self, name: str) -> None:
        self.cursor.execute(f"DROP TABLE IF EXISTS {name}".encode())

    def _copy(self, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        columns = ", ".join(f'"{c.name}" {_sql_type(c.type)}' for c in schema)
        self.cursor.execute(f"DROP TABLE IF EXISTS {name}; CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP".encode())
        with self.cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)".encode()) as copy:
            for batch in batches:
                text = io.BytesIO()
                pacsv.write_csv(pa.Table.from_batches([batch]), text, pacsv.WriteOptions(include_header=False))
                copy.write(text.getvalue())

    def _run(self, sql: str, values: dict[str, Any]) -> psycopg.Cursor[Any]:
        if not values:
            return self.cursor.execute(sql.encode())
        return self.cursor.execute(PLACE.sub(r"%(\1)s", sql.replace("%", "%%")).encode(), values)


def _unpacked(schema: pa.Schema, rows: int, *columns: bytes) -> pa.RecordBatch:
    made = []
    for field, column in zip(schema, columns, strict=True):
        _, kind, epoch = PACKED[str(field.type)]
        numbers = np.frombuffer(column or b"", kind)
        if len(numbers) != rows:
            raise ValueError(f"a value of {field.name} is missing")
        made.append(pa.array(numbers.astype(kind.newbyteorder("=")) + kind.type(epoch)).cast(field.type))
    return pa.record_batch(made, schema)


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMP"
    if isinstance(kind, pa.UuidType) or (pa.types.is_fixed_size_binary(kind) and kind.byte_width == 16):
        return "UUID"
    return SQL_TYPES.get(str(kind), "TEXT")


def _fetch(cursor: psycopg.Cursor[Any], schema: ibis.Schema | None) -> pa.Table:
    rows = cursor.fetchall()
    names = [column.name for column in cursor.description or []]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    if schema is None:
        return pa.table({name: pa.array(list(column)) for name, column in zip(names, columns, strict=True)})
    types = schema.to_pyarrow()
    made = []
    for name, column in zip(names, columns, strict=True):
        kind = types.field(name).type
        if pa.types.is_decimal(kind):  # PostgreSQL sums widen beyond the declared precision
            kind = pa.decimal128(38, kind.scale)
        if schema[name].is_uuid():  # as text, which is how DuckDB hands it over too
            made.append(pa.array([None if v is None else str(v) for v in column], pa.string()))
        else:
            made.append(pa.array(list(column), kind))
    return pa.table(dict(zip(names, made, strict=True)))
