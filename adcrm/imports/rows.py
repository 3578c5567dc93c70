"""The rows of a report: an Arrow table, or for a large report a SELECT over the packed cells of its file. Read either by these functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from adcrm.imports.disk import Folder
from adcrm.imports.keys import ENTITIES, literal
from adcrm.imports.targets import ADS

GROUPED = ("account_id", "account", "currency", "attribution")
IDS = tuple(identifier for identifier, _ in ENTITIES)


@dataclass(frozen=True)
class StoredRows:
    """Rows that are computed when they are asked for, with the part of an Arrow table's reading interface that this program uses.

    Attributes
    ----------
    sql : the SELECT of DuckDB that gives the rows with the columns of ``schema``, in no settled order.
    folders : where what the SELECT reads is kept; they go with the last holder of these rows.
    same : columns in which every row says the same, and what; ``None`` for NULL.
    filled : ids that every row has.
    summary : the sums and days of each combination of ``GROUPED``, as :func:`summary_sql` asks for them.
    """

    sql: str
    num_rows: int
    schema: pa.Schema
    folders: tuple[Folder, ...] = field(repr=False)
    same: Mapping[str, str | None] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    summary: pa.Table | None = field(default=None, repr=False)

    def select(self, names: Sequence[str]) -> pa.Table:
        """Some columns, read into memory."""
        made: pa.Table = self.query(f"SELECT {', '.join(names)} FROM rows")
        return made.cast(pa.schema([self.schema.field(name) for name in names]))

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        return self.select([name])[name]

    def to_pylist(self) -> list[dict[str, Any]]:
        """Every row as a dict; for a few rows only."""
        made: list[dict[str, Any]] = self.select(self.schema.names).to_pylist()
        return made

    @property
    def tables(self) -> dict[str, pa.Table]:
        """The tables in memory that the SELECT reads, by their names in it."""
        return {name: table for folder in self.folders for name, table in folder.tables.items()}

    def query(self, sql: str) -> pa.Table:
        """A query of DuckDB over these rows, called ``rows`` in it."""
        with self.folders[0].connect() as connection:
            for name, table in self.tables.items():
                connection.register(name, table)
            connection.execute(f"CREATE TEMP VIEW rows AS {self.sql}")
            return connection.sql(sql).to_arrow_table()


Rows: TypeAlias = pa.Table | StoredRows


def joined(each: Sequence[Rows]) -> Rows:
    """Several lots of rows as one; computed when asked for where one of them is."""
    if all(isinstance(rows, pa.Table) for rows in each):
        return pa.concat_tables(each)
    if len(each) == 1:
        return each[0]
    stored = [rows if isinstance(rows, StoredRows) else _stored(rows) for rows in each]
    folders = tuple(folder for rows in stored for folder in rows.folders)
    return StoredRows(" UNION ALL ".join(rows.sql for rows in stored), sum(rows.num_rows for rows in stored), stored[0].schema, folders)


def with_constant(rows: Rows, column: str, text: str) -> Rows:
    """The rows with one text in a column."""
    if isinstance(rows, StoredRows):
        sql = f"SELECT * REPLACE ({literal(text)} AS {column}) FROM ({rows.sql})"
        summary = rows.summary
        if summary is not None and column in GROUPED:
            summary = summary.set_column(summary.schema.get_field_index(column), column, pa.array([text] * summary.num_rows, pa.string()))
        return replace(rows, sql=sql, same={**rows.same, column: text}, summary=summary)
    at = rows.schema.get_field_index(column)
    return rows.set_column(at, rows.schema.field(at), pa.array([text] * rows.num_rows, pa.string()))


def held(rows: Rows) -> pa.Table:
    """All rows in memory; for a few rows only."""
    return rows.select(rows.schema.names) if isinstance(rows, StoredRows) else rows


def distinct(rows: Rows, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Each combination of values of some columns once."""
    if isinstance(rows, StoredRows):
        if rows.summary is not None and set(columns) <= set(GROUPED):
            return distinct(rows.summary, columns)
        found: list[dict[str, Any]] = rows.query(f"SELECT DISTINCT {', '.join(columns)} FROM rows").to_pylist()
        return found
    return list(rows.select(list(columns)).group_by(list(columns)).aggregate([]).to_pylist())


def first_and_last(rows: Rows, first: str, last: str) -> tuple[Any, Any]:
    """The least of one column and the greatest of another: from when and until when the rows reach."""
    if isinstance(rows, StoredRows):
        if rows.summary is not None and f"first_{first}" in rows.summary.schema.names and f"last_{last}" in rows.summary.schema.names:
            return pc.min(rows.summary[f"first_{first}"]).as_py(), pc.max(rows.summary[f"last_{last}"]).as_py()
        found = rows.query(f"SELECT min({first}) AS first, max({last}) AS last FROM rows").to_pylist()[0]
        return found["first"], found["last"]
    return pc.min(rows[first]).as_py(), pc.max(rows[last]).as_py()


def summed(rows: Rows, by: Sequence[str], measures: Sequence[str]) -> list[dict[str, Any]]:
    """For each combination of values of ``by`` the exact sum of each measure, ``None`` where no row has one; under the measure's own name."""
    if isinstance(rows, StoredRows):
        if rows.summary is not None and set(by) <= set(GROUPED) and set(measures) <= set(ADS.summed):
            return summed(rows.summary, by, measures)
        sums = ", ".join(f"sum({measure}) AS {measure}" for measure in measures)
        found: list[dict[str, Any]] = rows.query(f"SELECT {', '.join(by)}, {sums} FROM rows GROUP BY ALL").to_pylist()
        return found
    grouped = rows.select([*by, *measures]).group_by(list(by)).aggregate([(measure, "sum") for measure in measures]).to_pylist()
    return [{name.removesuffix("_sum"): value for name, value in row.items()} for row in grouped]


def summary_sql(source: str, also: str = "") -> str:
    """SQL of what is asked of ad facts again and again, for each combination of ``GROUPED``: sums, days and which ids are never missing.

    One question to the rows instead of a dozen; ``also`` are further columns of the answer.
    """
    sums = ", ".join(f"CAST(sum({measure}) AS DECIMAL(38, 6)) AS {measure}" for measure in ADS.summed)
    days = "min(date_start) AS first_date_start, max(date_start) AS last_date_start, max(date_end) AS last_date_end"
    always = ", ".join([f"bool_and(coalesce({name}, '') <> '') AS has_{name}" for name in IDS] + ["bool_and(date_start = date_end) AS is_daily"])
    return f"SELECT {', '.join(GROUPED)}, count(*) AS n, {sums}, {days}, {always}{also} FROM ({source}) GROUP BY ALL"


def summarised(sql: str, schema: pa.Schema, folder: Folder, same: Mapping[str, str | None], summary: pa.Table | None = None) -> StoredRows:
    """Ad facts on disk that know what :func:`summary_sql` asks of them; ``summed``, ``distinct`` and ``first_and_last`` then answer from memory.

    What is found to be the same in all rows is read from no file any more.
    """
    if summary is None:
        summary = StoredRows(sql, 0, schema, (folder,)).query(summary_sql("FROM rows"))
    found = {name: summary[name].unique().to_pylist() for name in GROUPED if name not in same}
    alone = {name: texts[0] for name, texts in found.items() if len(texts) == 1}
    put = [f"{'NULL' if text is None else literal(text)}::VARCHAR AS {name}" for name, text in alone.items()]
    if pc.all(summary["is_daily"]).as_py():
        put.append("date_start AS date_end")
    if put:
        sql = f"SELECT * REPLACE ({', '.join(put)}) FROM ({sql})"
    filled = frozenset(name for name in IDS if pc.all(summary[f"has_{name}"]).as_py())
    return StoredRows(sql, pc.sum(summary["n"]).as_py() or 0, schema, (folder,), {**same, **alone}, filled, summary)


def _stored(rows: pa.Table) -> StoredRows:
    folder = Folder()
    return StoredRows(f"SELECT * FROM {folder.hold(rows)}", rows.num_rows, rows.schema, (folder,))
