"""The index of journeys on Spark, for logs that one machine does not hold: attribution reads it there, and nothing else is offered.

Spark's plain tables know neither MERGE nor DELETE, so there is no import, no undo and no page of channel data; each is refused in words. The
books stay in DuckDB or PostgreSQL. What is written here are whole partitions, one a client, in the place of those that were there before.
The tables are Parquet files in a folder that every worker reaches; there is no metastore to keep.
"""

import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from adcrm.errors import MissingPackageError, SettingsError
from adcrm.messages import message
from adcrm.settings import settings
from adcrm.warehouse.connection import Dated, Warehouse, Writer
from adcrm.warehouse.tables import JOURNEY_LABELS, JOURNEY_ORDERS, JOURNEY_STEPS

TABLES = {"journey_steps": JOURNEY_STEPS, "journey_labels": JOURNEY_LABELS, "journey_orders": JOURNEY_ORDERS}
STEP_ORDER = ("person", "at", "order_row", "label")
OPTIONS = {
    "spark.app.name": "AdCRM",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
}
Batches = Iterator[pa.RecordBatch]


class SparkWarehouse(Warehouse):
    """``url``: ``spark://local[2]`` for threads of this machine, ``spark://host:7077`` for a cluster, either with ``?folder=/shared/folder``."""

    dialect = "pyspark"

    def __init__(self, url: str):
        address, _, said = url.partition("?")
        inside = address.removeprefix("spark://").rstrip("/")
        self.folder = Path(said.removeprefix("folder=")) if said.startswith("folder=") else settings().data_dir / "spark"
        self._spark = _session(inside if inside.startswith("local") else address)
        self._ibis = ibis.pyspark.connect(self._spark)
        self._seen = -1

    def sql(self, sql: str, schema: ibis.Schema | None = None) -> pa.Table:
        _refuse()

    def query(self, what: ir.Table | Dated) -> pa.Table:
        if isinstance(what, Dated) or {table.name for table in what.op().find(ops.UnboundTable)} - set(TABLES):
            _refuse()
        self._look()
        return self._spark.sql(self._ibis.compile(what)).toArrow().cast(what.schema().to_pyarrow())

    @contextmanager
    def write(self, raises_version: bool = True) -> Iterator[Writer]:
        _refuse()
        yield  # so that this is a generator, which it has to be to refuse where it is entered

    @contextmanager
    def compare(self) -> Iterator[Writer]:
        _refuse()
        yield

    def version(self) -> int:
        """A number that is another one whenever a file came or went: the sum of their times, in nanoseconds; 0 before the first."""
        total = 0
        for path in (path for name in TABLES for path in (self.folder / name).glob("client_id=*/*.parquet")):
            with suppress(FileNotFoundError):  # taken away since it was listed: then it counts no more
                total += path.stat().st_mtime_ns
        return total

    def replace(self, table: str, client_id: int, rows: pa.RecordBatchReader) -> int:
        """Put ``rows`` in the place of all that the table has of a client: its partition, written anew as a whole, then the old one taken away.

        Returns the number of rows. Who reads between the two sees both, and another version afterwards.
        """
        columns = pa.schema([field for field in TABLES[table].to_pyarrow() if field.name != "client_id"])
        place = self.folder / table / f"client_id={int(client_id)}"
        place.mkdir(parents=True, exist_ok=True)
        before, made = sorted(place.glob("*.parquet")), place / f"{uuid.uuid4().hex}.parquet"
        written = 0
        with pq.ParquetWriter(made.with_suffix(".writing"), columns) as writer:
            for batch in rows:
                writer.write_table(pa.Table.from_batches([batch]).select(columns.names).cast(columns))
                written += batch.num_rows
        made.with_suffix(".writing").rename(made)
        for old in before:
            old.unlink()
        self._seen = -1
        return written

    def each_part(self, client_id: int, work: Callable[[Batches], bytes], parts: int | None = None) -> list[bytes]:
        """What ``work`` makes of each group of people, in the order of the people.

        ``work`` runs where the rows are. It gets the steps of whole people in the order of the index (``person``, ``at``, ``label``,
        ``order_row``, ``day`` as days since 1970), a group of them batch by batch.
        """

        def run(batches: Batches) -> Batches:
            yield pa.record_batch({"made": pa.array([work(batches)], pa.binary())})

        self._look()
        steps = self._spark.table("journey_steps").where(f"client_id = {int(client_id)}")
        numbers = steps.selectExpr("person", "`at`", "label", "order_row", "CAST(unix_date(day) AS INT) AS day")
        apart = numbers.repartitionByRange(parts or self._spark.sparkContext.defaultParallelism, "person").sortWithinPartitions(*STEP_ORDER)
        return [bytes(row[0]) for row in apart.mapInArrow(run, "made binary").collect()]

    def close(self) -> None:
        self._spark.stop()

    def _look(self) -> None:
        """Name the files that there are, anew where another process replaced some."""
        if (version := self.version()) == self._seen:
            return
        for name, schema in TABLES.items():
            (self.folder / name).mkdir(parents=True, exist_ok=True)
            columns = ", ".join(f"`{column}` {_TYPES[str(kind)]}" for column, kind in schema.items())
            self._spark.read.schema(columns).parquet(str(self.folder / name)).createOrReplaceTempView(name)
        self._seen = version


_TYPES = {"int32": "INT", "int64": "BIGINT", "date": "DATE", "string": "STRING", "decimal(18, 6)": "DECIMAL(18, 6)"}


def _session(master: str) -> Any:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingPackageError(
            message("The warehouse is set to Spark, but its Python package is not installed."), message("Install it with: pip install 'adcrm[scale]'")
        ) from error
    builder = SparkSession.builder.master(master)
    for name, value in OPTIONS.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise SettingsError(
            message("Spark does not start at “{master}”.", master=master), message("Install Java 17 or newer, and see that the address is right.")
        ) from error
    spark.sparkContext.setLogLevel("ERROR")
    spark.sparkContext.pythonExec = sys.executable  # workers need what this process has installed
    return spark


def _refuse() -> NoReturn:
    raise SettingsError(
        message(
            "The warehouse is set to Spark, where only attribution is answered: imports, undo and the pages of channel data need tables that change."
        ),
        message("Set ADCRM_WAREHOUSE_URL to DuckDB or PostgreSQL for the books, and to Spark only for attribution."),
    )
