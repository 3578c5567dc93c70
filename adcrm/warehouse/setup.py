"""Versioned, idempotent set-up of the warehouse: each step runs once, in the transaction that notes it."""

from collections.abc import Callable, Iterable

import ibis
import pyarrow as pa

from adcrm.warehouse.connection import Warehouse, Writer
from adcrm.warehouse.steps import clients_of, index_steps
from adcrm.warehouse.tables import SCHEMAS


def set_up(warehouse: Warehouse) -> None:
    """Bring the tables of ``warehouse`` to the newest version; costs one query when they are there already."""
    while (done := _steps_done(warehouse.sql)) < len(STEPS):
        with warehouse.write() as writer:
            if _steps_done(writer.query) == done:  # another process may have been here while this one waited for its turn
                STEPS[done](writer, warehouse.dialect)
                writer.execute("UPDATE warehouse_meta SET value = $number WHERE key = 'schema'", number=done + 1)


def _steps_done(ask: Callable[[str], pa.Table]) -> int:
    if not ask("SELECT count(*) AS n FROM information_schema.tables WHERE table_name = 'warehouse_meta'")["n"][0].as_py():
        return 0
    return int(ask("SELECT value FROM warehouse_meta WHERE key = 'schema'")["value"][0].as_py())


def _first_tables(writer: Writer, dialect: str) -> None:
    for name, schema in SCHEMAS.items():
        writer.execute(create_table(name, schema))
    writer.execute("INSERT INTO warehouse_meta (key, value) VALUES ('schema', 0), ('data', 0), ('import_id', 0)")
    if dialect == "postgres":  # DuckDB scans faster than it keeps an index; a key there doubles the time of an import
        writer.execute("CREATE INDEX ad_performance_key ON ad_performance (row_key)")
        writer.execute("CREATE INDEX ad_performance_day ON ad_performance (client_id, platform, date_start)")
        writer.execute("CREATE INDEX ad_performance_import ON ad_performance (import_id)")
        writer.execute("CREATE INDEX ad_performance_history_key ON ad_performance_history (row_key)")
        writer.execute("CREATE INDEX touchpoints_person ON touchpoints (person_key, at)")


def _single_things(writer: Writer, dialect: str) -> None:
    """Columns for affiliate transactions, sends, posts and events; absent only in warehouses made before them."""
    for table in ("ad_performance", "ad_performance_history"):
        _add_columns(writer, table, ("item_id", "publisher", "product", "category", "order_key", "status"))
        _add_columns(writer, table, ("sent", "delivered", "opens", "engagements", "attendees", "leads"))


def _corrections(writer: Writer, dialect: str) -> None:
    """Set-aside rows can be corrected, and an import keeps what it changed; absent only in warehouses made before."""
    _add_columns(writer, "imports", ("corrects", "answers"))
    _add_columns(writer, "quarantine", ("state", "changed", "note", "decided_at", "decided_by", "taken_by"))
    writer.execute(create_table("import_changes", SCHEMAS["import_changes"], "IF NOT EXISTS "))


def _add_columns(writer: Writer, table: str, columns: Iterable[str]) -> None:
    for column in columns:
        writer.execute(f'ALTER TABLE {table} ADD COLUMN IF NOT EXISTS "{column}" {sql_type(SCHEMAS[table][column])}')


def _other_records(writer: Writer, dialect: str) -> None:
    """Orders, touchpoints and claims with their versions and what attribution needs, and web analytics; in older warehouses new or wider."""
    writer.execute("ALTER TABLE touchpoints DROP COLUMN IF EXISTS touchpoint_id")
    for table in ("touchpoints", "orders", "order_claims", "web_sessions"):
        for name in (table, f"{table}_history"):
            writer.execute(create_table(name, SCHEMAS[name], "IF NOT EXISTS "))
            _add_columns(writer, name, SCHEMAS[name].names)
            if dialect == "postgres":
                writer.execute(f"CREATE INDEX IF NOT EXISTS {name}_key ON {name} (row_key)")
        # Rows from before had no key; they are known by their place in their file.
        writer.execute(
            f"UPDATE {table} SET row_key = CAST(md5('{table}' || chr(31) || CAST(import_id AS VARCHAR) || chr(31) || CAST(source_line AS VARCHAR)) "
            "AS UUID), source_part = '', account = '' WHERE row_key IS NULL"
        )
    writer.execute('UPDATE touchpoints SET day = CAST("at" AS DATE) WHERE day IS NULL')
    writer.execute("UPDATE orders SET day = CAST(ordered_at AS DATE), gross_value = net_value + coalesce(refund, 0) WHERE day IS NULL")
    writer.execute("UPDATE order_claims SET day = CAST(claimed_at AS DATE) WHERE day IS NULL")


def _currencies(writer: Writer, dialect: str) -> None:
    """Dated exchange rates and the agency's reporting currency; absent only in warehouses made before them."""
    for name in ("exchange_rates", "cross_rates", "agency_settings"):
        writer.execute(create_table(name, SCHEMAS[name], "IF NOT EXISTS "))


def _journeys(writer: Writer, dialect: str) -> None:
    """The index of journeys, filled from the touchpoints and orders that are there."""
    for name in ("journey_steps", "journey_labels", "journey_orders"):
        writer.execute(create_table(name, SCHEMAS[name], "IF NOT EXISTS "))
        if dialect == "postgres":
            writer.execute(f"CREATE INDEX IF NOT EXISTS {name}_client ON {name} (client_id)")
    index_steps(writer, clients_of(writer))


STEPS: list[Callable[[Writer, str], None]] = [_first_tables, _single_things, _corrections, _other_records, _currencies, _journeys]


def create_table(name: str, schema: ibis.Schema, unless: str = "") -> str:
    """The CREATE TABLE statement of ``schema``, in SQL that DuckDB and PostgreSQL both read. ``unless``: ``IF NOT EXISTS``, with its blank."""
    columns = ", ".join(f'"{column}" {sql_type(kind)}' for column, kind in schema.items())
    return f"CREATE TABLE {unless}{name} ({columns})"


def sql_type(kind: ibis.expr.datatypes.DataType) -> str:
    """The SQL type of a column, on DuckDB and PostgreSQL alike."""
    if kind.is_decimal():
        return f"DECIMAL({kind.precision}, {kind.scale})"
    names = {
        "int16": "SMALLINT",
        "int32": "INTEGER",
        "int64": "BIGINT",
        "string": "VARCHAR",
        "date": "DATE",
        "timestamp": "TIMESTAMP",
        "boolean": "BOOLEAN",
        "uuid": "UUID",
    }
    return names[str(kind).removesuffix("(6)")]
