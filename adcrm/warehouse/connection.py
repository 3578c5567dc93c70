"""The connection to the warehouse: queries for everybody, one writer at a time.

Queries are Ibis expressions, compiled to the engine's SQL and fetched as Arrow. A write is one transaction;
it holds all of the block or, on any exception or a kill, nothing, and raises the data version when it commits.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from adcrm.errors import SettingsError
from adcrm.messages import message
from adcrm.warehouse.tables import SCHEMAS

# Days that no advertising happened on, each of them unlike any other text of a query.
_STANDING_IN = tuple(date(1801 + n, 2, 3) for n in range(8))


@dataclass(frozen=True)
class Dated:
    """The question ``build(*days, *shape)``: its SQL is compiled once for a shape, and other days are put into the text.

    A period is what readers change most often, and Ibis takes longer to compile a question than the engine to answer it.
    ``build`` is a function of a module; it may only pass the days on into the expression, not decide or count by them.
    """

    build: Callable[..., ir.Table]
    days: tuple[date, ...]
    shape: tuple[Hashable, ...] = ()

    def compiled(self, dialect: str) -> tuple[str, ibis.Schema]:
        """The engine's SQL and the columns of the answer."""
        sql, schema = _shape(self.build, len(self.days), self.shape, dialect)
        for stand_in, day in zip(_STANDING_IN, self.days, strict=False):
            sql = sql.replace(_literal(stand_in, dialect), _literal(day, dialect))
        return sql, schema


class Writer(ABC):
    """An open write transaction. SQL given to it must run on DuckDB and PostgreSQL alike; values as ``$name``."""

    @abstractmethod
    def execute(self, sql: str, **values: Any) -> None:
        """Run one statement."""

    @abstractmethod
    def query(self, what: ir.Table | str, **values: Any) -> pa.Table:
        """Rows seen from inside the transaction."""

    @abstractmethod
    def stage(self, name: str, rows: pa.Table) -> None:
        """Make ``rows`` readable as temporary table ``name`` until the transaction ends."""

    @abstractmethod
    def stage_select(self, name: str, sql: str, schema: pa.Schema, tables: Mapping[str, pa.Table]) -> None:
        """Make the rows of a SELECT of DuckDB, over files and ``tables``, readable as ``name`` until the transaction ends, ``schema`` its columns."""

    @abstractmethod
    def derive(self, name: str, sql: str) -> None:
        """Name a SELECT until the transaction ends: a view where reading twice is cheap, a temporary table where it is not."""

    def is_view(self, name: str) -> bool:
        """Whether what was derived under a name is computed each time that it is read."""
        return False

    def append(self, sql: str) -> None:
        """Run an INSERT of many rows, in whatever order is fastest."""
        self.execute(sql)

    @abstractmethod
    def drop(self, name: str) -> None:
        """Remove what was staged or derived under a name, if there is any."""

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append ``rows`` to ``table``; columns are matched by name, all of the table's must be there."""
        names = list(SCHEMAS[table].names)
        self.stage("rows_to_insert", rows.select(names))
        columns = ", ".join(f'"{name}"' for name in names)
        picked = ", ".join(f'CAST("{name}" AS UUID)' if kind.is_uuid() else f'"{name}"' for name, kind in SCHEMAS[table].items())
        self.execute(f"INSERT INTO {table} ({columns}) SELECT {picked} FROM rows_to_insert")
        self.execute("DROP TABLE rows_to_insert")

    def next_import_id(self) -> int:
        """The number of the import that this transaction makes; never used twice, even after an undo."""
        self.execute("UPDATE warehouse_meta SET value = value + 1 WHERE key = 'import_id'")
        return int(self.query("SELECT value FROM warehouse_meta WHERE key = 'import_id'")["value"][0].as_py())


class Warehouse(ABC):
    """The warehouse of one process; every thread may query it at the same time."""

    dialect: str

    @abstractmethod
    def sql(self, sql: str, schema: ibis.Schema | None = None) -> pa.Table:
        """Rows of one SELECT in the engine's own SQL."""

    @abstractmethod
    @contextmanager
    def write(self, raises_version: bool = True) -> Iterator[Writer]:
        """One transaction; other writers wait. Commits at the end of the block and raises the data version.

        ``raises_version=False`` is for what is derived from the rest and says nothing new.
        """

    @abstractmethod
    @contextmanager
    def compare(self) -> Iterator[Writer]:
        """What a write sees as it begins, to stage and derive beside it; waits for no writer, holds none up, and is taken back at the end."""

    @abstractmethod
    def close(self) -> None:
        """Give back every connection."""

    def query(self, what: ir.Table | Dated) -> pa.Table:
        """Rows of an Ibis expression over :mod:`adcrm.warehouse.tables`, money as exact decimals."""
        if isinstance(what, Dated):
            return self.sql(*what.compiled(self.dialect))
        return self.sql(compile_sql(what, self.dialect), what.schema())

    @contextmanager
    def stream(self, what: ir.Table) -> Iterator[pa.RecordBatchReader]:
        """The rows batch by batch, for tables that may be larger than memory; read them inside the block."""
        yield self.query(what).to_reader(max_chunksize=100_000)

    @contextmanager
    def numbers(self, what: ir.Table) -> Iterator[pa.RecordBatchReader]:
        """As :meth:`stream`, for many rows of whole numbers and days of which none is missing.

        Raises
        ------
        ValueError : one is missing, on an engine that cannot show it.
        """
        with self.stream(what) as rows:
            yield rows

    def frame(self, what: ir.Table | Dated) -> pd.DataFrame:
        """Rows as a DataFrame for drawing and statistics: decimals become floats, missing measures NaN."""
        table = self.query(what)
        for i, column in enumerate(table.schema):
            if pa.types.is_decimal(column.type):
                table = table.set_column(i, column.name, table.column(i).cast(pa.float64()))
        made: pd.DataFrame = table.to_pandas()
        return made

    def version(self) -> int:
        """A number that rises with every write."""
        return int(self.sql("SELECT value FROM warehouse_meta WHERE key = 'data'")["value"][0].as_py())


@lru_cache(maxsize=512)
def _compile(what: ir.Table, dialect: str) -> str:
    return str(ibis.to_sql(what, dialect=dialect, pretty=False))


@lru_cache(maxsize=512)
def _shape(build: Callable[..., ir.Table], days: int, shape: tuple[Hashable, ...], dialect: str) -> tuple[str, ibis.Schema]:
    what = build(*_STANDING_IN[:days], *shape)
    sql = str(ibis.to_sql(what, dialect=dialect, pretty=False))
    missing = [day for day in _STANDING_IN[:days] if _literal(day, dialect) not in sql]
    if missing:
        raise ValueError(f"{build.__name__} does not ask by all of its days")
    return sql, what.schema()


@lru_cache(maxsize=2048)
def _literal(day: date, dialect: str) -> str:
    """The day as the engine's SQL has it."""
    return str(ibis.to_sql(ibis.literal(day), dialect=dialect, pretty=False)).removeprefix("SELECT ").split(" AS ")[0]


def compile_sql(what: ir.Table, dialect: str) -> str:
    """The expression as one SQL text; the same expression is compiled once."""
    return _compile(what, dialect)


def open_warehouse(url: str) -> Warehouse:
    """Open the warehouse at ``url`` (``duckdb:///file`` or ``postgresql://...``) and bring its tables up to date.

    ``spark://...`` holds journeys only and answers attribution only; see :mod:`adcrm.warehouse.spark`.

    Raises
    ------
    SettingsError : the URL names an engine that AdCRM does not speak.
    StoreBusyError : another process holds the DuckDB file.
    """
    from adcrm.warehouse.duck import DuckDBWarehouse
    from adcrm.warehouse.postgres import PostgresWarehouse
    from adcrm.warehouse.setup import set_up

    if url.startswith("duckdb://"):
        opened: Warehouse = DuckDBWarehouse(url.removeprefix("duckdb:///").removeprefix("duckdb://"))
    elif url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        opened = PostgresWarehouse(url.replace("postgresql+psycopg://", "postgresql://"))
    elif url.startswith("spark://"):
        from adcrm.warehouse.spark import SparkWarehouse

        return SparkWarehouse(url)
    else:
        raise SettingsError(
            message("The warehouse address “{url}” names an engine that AdCRM does not know.", url=url.split(":", 1)[0]),
            message("Set ADCRM_WAREHOUSE_URL to duckdb:///path/to/file or postgresql://user@host/name."),
        )
    set_up(opened)
    return opened
