"""The last step of the pass: parsed rows in the columns and types of ``ad_performance``."""

import duckdb
import pyarrow as pa

from adcrm.channels.declare import NUMERIC, SPANS
from adcrm.imports.disk import Folder
from adcrm.imports.layout import Layout, quoted
from adcrm.imports.rows import Rows, summarised
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


def fact_rows(connection: duckdb.DuckDBPyConnection, layout: Layout, level: str, condition: str, stored: str, folder: Folder | None) -> Rows:
    """The rows of ``parsed`` that meet ``condition``, with the columns of :data:`FACT_SCHEMA`.

    In the order of the file; with ``stored``, by which they are read from files of ``folder``, they stay there, and have no order.
    """
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
        columns.append(f"CAST({sql} AS {_SQL_TYPES.get(column.type, 'DECIMAL(18, 6)')}) AS {column.name}")
    if folder is None:
        return connection.sql(f"SELECT {', '.join(columns)} FROM parsed WHERE {condition}").to_arrow_table().cast(FACT_SCHEMA)
    return summarised(f"SELECT {', '.join(columns)} {stored} WHERE {condition}", FACT_SCHEMA, folder, always)


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
