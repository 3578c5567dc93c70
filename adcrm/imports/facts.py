"""The last step of the pass: parsed rows in the columns and types of ``ad_performance``."""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from adcrm.channels.declare import NUMERIC, SPANS
from adcrm.imports.disk import Folder
from adcrm.imports.layout import Layout, quoted
from adcrm.imports.rows import Rows, summarised, summary_sql
from adcrm.imports.targets import ADS, named

FACT_SCHEMA = ADS.rows
MOMENT = pa.timestamp("us")
_ENTITY_LEVELS = (("ad", ("ad", "ad_id")), ("ad_group", ("ad_group", "ad_group_id")), ("campaign", ("campaign", "campaign_id")))
_NEVER_NULL = ("account", "account_id", "currency", "attribution")
_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.int32(): "INTEGER",
    pa.int16(): "SMALLINT",
    pa.date32(): "DATE",
    pa.bool_(): "BOOLEAN",
    MOMENT: "TIMESTAMP",
}


def found_level(connection: duckdb.DuckDBPyConnection, layout: Layout) -> str:
    """The finest entity that any row of ``parsed`` names; a person's word goes first."""
    if layout.answers.level:
        return layout.answers.level
    for split in ("asset", "keyword"):
        if split in layout.splits:
            return split
    for level, facts in _ENTITY_LEVELS:
        named = [fact for fact in facts if fact in layout.columns]
        query = f"SELECT 1 FROM parsed WHERE role = 'row' AND coalesce({', '.join(named)}, NULL) IS NOT NULL LIMIT 1"
        if named and connection.sql(query).fetchall():
            return level
    return "account"


def fact_rows(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    level: str,
    condition: str,
    stored: str,
    folder: Folder | None,
    summary: pa.Table | None = None,
) -> Rows:
    """The rows of ``parsed`` that meet ``condition``, with the columns of :data:`FACT_SCHEMA`.

    In the order of the file; with ``stored``, by which they are read from files of ``folder``, they stay there, and have no order.
    ``summary``: what :func:`looked_through` found of them.
    """
    columns, always = _columns(layout, level, "CAST")
    if folder is None:
        return connection.sql(f"SELECT {columns} FROM parsed WHERE {condition}").to_arrow_table().cast(FACT_SCHEMA)
    return summarised(f"SELECT {columns} {stored} WHERE {condition}", FACT_SCHEMA, folder, always, summary)


def looked_through(connection: duckdb.DuckDBPyConnection, layout: Layout) -> tuple[list[tuple[int, int]], pa.Table]:
    """Of the rows of ``parsed``, all at once: line and check of each that fails, and the summary of those that do not."""
    columns, _ = _columns(layout, "", "TRY_CAST")  # a figure that fails may be too large for its column
    also = ", problem, list(source_line) FILTER (WHERE problem IS NOT NULL) AS lines"
    found = connection.sql(summary_sql(f"SELECT {columns}, problem FROM parsed WHERE role = 'row'", also)).to_arrow_table()
    is_good = pc.is_null(found["problem"])
    failed = [(line, one["problem"]) for one in found.filter(pc.invert(is_good)).select(["problem", "lines"]).to_pylist() for line in one["lines"]]
    return sorted(failed), found.filter(is_good).drop_columns(["problem", "lines"])


def _columns(layout: Layout, level: str, cast: str) -> tuple[str, dict[str, str | None]]:
    """SQL of the columns of :data:`FACT_SCHEMA` over ``parsed``, and those of them in which every row says the same."""
    always: dict[str, str | None] = {
        "source_part": layout.place.part,
        "platform": layout.channel.key,
        "level": level,
        "breakdown": "_".join(layout.splits) or "none",
    }
    if "account" not in layout.columns:
        always["account"] = layout.answers.account or layout.reading.account
    if layout.answers.attribution or "attribution" not in layout.columns:
        always["attribution"] = layout.answers.attribution or layout.attribution()
    made = {"source_line": "line", "is_additive": str(layout.is_additive).lower(), "date_start": "date_start", "date_end": "date_end"}
    made |= {fact: fact for fact in layout.columns if fact not in always}
    if "keyword" in layout.columns:
        made["match_type"] = "match_type"
    columns = []
    for column in FACT_SCHEMA:
        if column.name not in made:
            text = always.setdefault(column.name, "" if column.name in _NEVER_NULL else None)
            sql = "NULL" if text is None else quoted(text)
        else:
            sql = f"coalesce({made[column.name]}, '')" if column.name in _NEVER_NULL else made[column.name]
        columns.append(f"{cast}({sql} AS {_SQL_TYPES.get(column.type, 'DECIMAL(18, 6)')}) AS {column.name}")
    return ", ".join(columns), always


def record_rows(connection: duckdb.DuckDBPyConnection, layout: Layout, condition: str) -> pa.Table:
    """The rows of ``parsed`` that meet ``condition``, for a target that is no ad facts, in the order of the file.

    Every column of ``Target.rows``, NULL where the file has none, and every further fact that was read: a number as an exact decimal,
    a moment as a timestamp, anything else as text.
    """
    target = layout.target
    same = {
        "source_part": quoted(layout.place.part),
        "source_line": "line",
        "platform": quoted(layout.channel.key.split(":")[-1]),
        "date_start": "date_start",
        "date_end": "date_end",
        "day": "date_start",
    }
    if "account" not in layout.columns:
        same["account"] = quoted(layout.answers.account or layout.reading.account)
    columns = []
    for column in target.rows:
        sql = same.get(column.name) or (named(column.name) if column.name in layout.columns else "NULL")
        sql = f"coalesce({sql}, '')" if column.name == "account" else sql
        columns.append(f"CAST({sql} AS {_SQL_TYPES.get(column.type, 'DECIMAL(18, 6)')}) AS {named(column.name)}")
    for fact, (declared, _) in layout.columns.items():
        if fact not in target.rows.names and fact not in same and declared.kind not in (*SPANS, "day", "start", "end"):
            kind = "DECIMAL(18, 6)" if declared.kind in NUMERIC else "TIMESTAMP" if declared.kind == "time" else "VARCHAR"
            columns.append(f"CAST({fact} AS {kind}) AS {fact}")
    return connection.sql(f"SELECT {', '.join(columns)} FROM parsed WHERE {condition} ORDER BY line").to_arrow_table()
